"""The process that judging processes are forked from: it loads and compiles all once, they share it.

``python -m auditor.jobs.forker REQUESTS LIFELINE``, two inherited descriptors. Over the socket REQUESTS it is
sent one end of a connection for each process to fork, which then answers the calls it gets there. It ends
with its parent's end of that socket; LIFELINE is a pipe nobody writes to, whose end is the end of all.
"""

from __future__ import annotations

import gc
import os
import socket
import sys
import threading
from collections.abc import Sequence
from multiprocessing.connection import Connection
from typing import Any

from auditor.loading import loading

# Objects that come to more before garbage is looked for: a unit's records are let go of without it, and going
# through them while they are in use took a twelfth of the time.
_MANY = 100_000


def main(argv: Sequence[str]) -> None:
    """Fork until there is nobody left to ask for it."""
    requests, lifeline = socket.socket(fileno=int(argv[0])), int(argv[1])
    with loading():
        import auditor.jobs.warmed  # noqa: F401, PLC0415 - what takes its time
    gc.set_threshold(_MANY)

    while handles := socket.recv_fds(requests, 1, 1)[1]:
        _reap(os.WNOHANG)
        if os.fork() == 0:
            requests.close()
            threading.Thread(target=_end_with_parent, args=(lifeline,), name="parent", daemon=True).start()
            _answer(Connection(handles[0]))
            os._exit(0)
        os.close(handles[0])
    _reap(0)


def _reap(how: int) -> None:
    try:
        while os.waitpid(-1, how) != (0, 0):
            pass
    except ChildProcessError:
        return


def _end_with_parent(lifeline: int) -> None:
    """However long the unit at hand would take: nobody waits for it."""
    os.read(lifeline, 1)
    os._exit(1)


def _answer(calls: Connection) -> None:
    while True:
        try:
            work, words = calls.recv()
        except (EOFError, OSError):
            return
        told: tuple[bool, Any]
        try:
            told = True, work(*words)
        except Exception as error:  # raised where it was called from
            told = False, error
        calls.send(told)


if __name__ == "__main__":
    main(sys.argv[1:])
