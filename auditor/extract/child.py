"""Child processes in which a worker's documents are read, one after the other: PDFs in one, pictures in one.

A start costs more than most documents do. The caps stay those of a process for each document: time and
memory are counted per document, whatever kills the child takes only the document it was at, and a child is
replaced after some documents, so that what a parser leaks does not pile up.
"""

from __future__ import annotations

import atexit
import contextlib
import json
import os
import signal
import subprocess
import sys
import threading
from typing import Any, Final

_GRACE = 5.0  # seconds above the cap in which the child may still say that it ran out of time
_NEEDED = frozenset(
    {"PATH", "HOME", "LANG", "PYTHONPATH", "VIRTUAL_ENV", "LD_LIBRARY_PATH", "TESSDATA_PREFIX"}
)


class Child:
    """Hands documents to a child process and starts a new one where it must. Safe to share by threads."""

    def __init__(self, module: str, documents: int, grace: float = _GRACE) -> None:
        """``module`` is run in the child (``child_side.serve``) and replaced after so many ``documents``."""
        self._module = module
        self._most = documents
        self._grace = grace
        self._lock = threading.Lock()
        self._child: subprocess.Popen[bytes] | None = None
        self._owner = 0
        self._served = 0

    def ask(self, body: bytes, request: dict[str, Any], seconds: float, memory: int) -> dict[str, Any]:
        """The child's answer to a request about a document; ``{"error": ...}`` with ``timeout``, ``memory``,
        ``broken`` or ``encrypted`` where there is none.

        A child that has read other documents and dies or runs short of memory may do so because of them: the
        document is given once to a fresh one, so that the answer never depends on what was read before.
        """
        line = {**request, "memory": memory, "seconds": max(1, int(seconds)), "size": len(body)}
        with self._lock:
            fresh = self._ready()
            answer = self._exchange(line, body, seconds)
            if not fresh and (answer.get("error") == "memory" or answer.get("died")):
                self._end()
                self._ready()
                answer = self._exchange(line, body, seconds)
            if answer.pop("died", False) or "error" in answer or self._served >= self._most:
                self._end()
            return answer

    def close(self) -> None:
        """Ends the child; the next document starts another."""
        with self._lock:
            self._end()

    def _ready(self) -> bool:
        """Sees to it that a child runs; True where it has read nothing yet."""
        if self._child is not None and (self._owner != os.getpid() or self._child.poll() is not None):
            self._end()
        if self._child is None:
            environment = {key: value for key, value in os.environ.items() if key in _NEEDED}
            environment["OMP_THREAD_LIMIT"] = "1"  # Tesseract's threads cost twice what they save
            self._child = subprocess.Popen(  # noqa: S603
                [sys.executable, "-m", self._module],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                env=environment,
            )
            self._owner, self._served = os.getpid(), 0
        return self._served == 0

    def _exchange(self, line: dict[str, Any], body: bytes, seconds: float) -> dict[str, Any]:
        child = self._child
        assert child is not None
        assert child.stdin is not None
        assert child.stdout is not None
        late = threading.Event()

        def stop() -> None:
            late.set()
            child.kill()

        timer = threading.Timer(seconds + self._grace, stop)
        timer.daemon = True
        timer.start()
        try:
            child.stdin.write(json.dumps(line).encode() + b"\n")
            child.stdin.write(body)
            child.stdin.flush()
            said = child.stdout.readline()
        except (BrokenPipeError, OSError):
            said = b""
        finally:
            timer.cancel()
        self._served += 1
        try:
            answer = json.loads(said)
        except ValueError:
            # SIGXCPU is its own limit of time, SIGKILL the system short of memory, the rest a parser's crash.
            with contextlib.suppress(subprocess.TimeoutExpired):
                child.wait(1)
            if late.is_set() or child.returncode == -signal.SIGXCPU:
                return {"error": "timeout"}
            return {"error": "memory" if child.returncode == -signal.SIGKILL else "broken", "died": True}
        return answer if isinstance(answer, dict) else {"error": "broken"}

    def _end(self) -> None:
        child, self._child = self._child, None
        if child is None:
            return
        if self._owner == os.getpid():
            child.kill()
            child.wait()
        # In a forked copy the child is the parent's: only the copied ends of its pipes are closed.
        for end in (child.stdin, child.stdout):
            if end is not None:
                with contextlib.suppress(OSError):
                    end.close()


PDFS: Final = Child("auditor.extract.pdf_child", documents=100)
PICTURES: Final = Child("auditor.extract.tesseract_child", documents=1000)
atexit.register(PDFS.close)
atexit.register(PICTURES.close)
