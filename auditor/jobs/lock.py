"""One process at a time in a run folder.

An flock(2) lock ends with the process that holds it, however that ends: a dead process leaves none.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from auditor.jobs.folder import FolderError

LOCK_NAME = ".auditor.lock"


@contextmanager
def locked(root: Path) -> Iterator[None]:
    """Hold the run folder. Raises FolderError when another process holds it or it cannot be written."""
    try:
        root.mkdir(parents=True, exist_ok=True)
        handle = os.open(root / LOCK_NAME, os.O_RDWR | os.O_CREAT, 0o644)
    except OSError as error:
        raise FolderError(
            f"{root}: tidak dapat ditulis ({error.strerror}); pilih folder lain dengan --out"
        ) from error
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except OSError as error:
            holder = os.pread(handle, 20, 0).decode("ascii", "replace").strip()
            raise FolderError(
                f"{root}: sedang dikerjakan proses lain (PID {holder or 'tak diketahui'}); "
                "tunggu sampai selesai atau hentikan proses itu"
            ) from error
        os.ftruncate(handle, 0)
        os.pwrite(handle, f"{os.getpid()}\n".encode(), 0)
        yield
    finally:
        os.close(handle)
