"""A PostgreSQL server of one's own on a socket in a temporary folder."""

from __future__ import annotations

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.errors import AuditorError


def initdb() -> str:
    """Where ``initdb`` lies, empty when PostgreSQL is not installed."""
    found = shutil.which("initdb")
    return found or next(map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), "")


class Server:
    """A running server; ``url`` is its database."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._tools = Path(initdb()).resolve().parent
        # PostgreSQL refuses to run as root.
        self._user = "nobody" if os.geteuid() == 0 else None
        self.url = f"postgresql://auditor@/postgres?host={root}"

    def create(self) -> None:
        """Make the data folder and start."""
        if self._user:
            shutil.chown(self._root, self._user)
        self._run("initdb", "-D", str(self._root / "data"), "-U", "auditor", "--auth=trust", "--no-sync")
        self.start()

    def start(self) -> None:
        """Start and wait until it answers."""
        options = f"-k {self._root} -c listen_addresses= -c fsync=off -c max_connections=200"
        self._control("-o", options, "-l", str(self._root / "log"), "-w", "start")

    def stop(self) -> None:
        """Stop as a machine that fails would: without asking its clients, recovering at the next start."""
        self._control("-m", "immediate", "-w", "stop")

    def _control(self, *words: str) -> None:
        self._run("pg_ctl", "-D", str(self._root / "data"), *words)

    def _run(self, tool: str, *words: str) -> None:
        subprocess.run(  # noqa: S603 - our own tools
            [str(self._tools / tool), *words],
            check=True,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            timeout=90,
            user=self._user,
            cwd="/",
        )


@contextmanager
def server() -> Iterator[Server]:
    """A server for a while. Raises AuditorError when PostgreSQL is not installed."""
    if not initdb():
        raise AuditorError("PostgreSQL belum terpasang; pasang dengan: sudo apt-get install postgresql")
    # A short path: a socket's path may not be long, and another user must be able to enter.
    with tempfile.TemporaryDirectory(prefix="auditor-pg-", ignore_cleanup_errors=True) as folder:
        running = Server(Path(folder))
        running.create()
        try:
            yield running
        finally:
            running.stop()
