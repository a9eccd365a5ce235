"""Calls that are carried out by processes forked from a warmed one, each by one that is free.

A process that dies takes no call with it but its own; that of the one they are forked from costs nothing,
another is started when one is needed.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from multiprocessing.connection import Connection
from typing import Any, TypeVar

T = TypeVar("T")
# Calls that a process carries out before another takes its place: what it remembers of texts and the holes in
# its memory go with it. Forking one costs what a few calls do.
_CALLS = 300


class WorkerDiedError(Exception):
    """The process that carried out the call is gone."""


class _Threads(ThreadPoolExecutor):
    """One for each process: it waits for the answers."""

    def __init__(self) -> None:
        super().__init__(1, thread_name_prefix="judge", initializer=_leave_interrupts)
        self._max_workers: int = 1

    def may_be(self, most: int) -> None:
        self._max_workers = max(self._max_workers, most)


class Workers:
    """Processes that begin when there is work. ``prepare`` is called in each with ``words`` before."""

    def __init__(self, prepare: Callable[..., None], *words: object) -> None:
        self._prepare, self._words = prepare, words
        self._most = os.cpu_count() or 1
        self._threads = _Threads()
        self._mine = threading.local()
        self._forking = threading.Lock()
        self._forker: subprocess.Popen[bytes] | None = None
        self._requests: socket.socket | None = None
        self._here, self._lifeline = os.pipe()[::-1]

    def may_have(self, workers: int) -> None:
        """Allow so many processes from the next call on, but not more than the machine has processors."""
        self._threads.may_be(min(workers, self._most))

    def call(self, work: Callable[..., T], *words: object) -> Future[T]:
        """What ``work`` returns or raises in one of the processes, or WorkerDiedError."""
        return self._threads.submit(self._carry_out, work, words)

    def close(self) -> None:
        """Wait for the calls and end the processes."""
        self._threads.shutdown(wait=True)
        self.stop()

    def stop(self) -> None:
        """End the processes now, with what they are at."""
        self._threads.shutdown(wait=False, cancel_futures=True)
        if self._here < 0:
            return
        os.close(self._here)
        self._here = -1
        with self._forking:
            self._end_forker()
        os.close(self._lifeline)

    def _carry_out(self, work: Callable[..., T], words: tuple[object, ...]) -> T:
        try:
            if getattr(self._mine, "process", None) is None:
                self._mine.process, self._mine.left = self._prepared(), _CALLS
            came_through, told = _ask(self._mine.process, work, words)
        except (EOFError, OSError) as error:
            self._mine.process = None
            raise WorkerDiedError from error
        self._mine.left -= 1
        if not self._mine.left:
            self._mine.process.close()  # it ends
            self._mine.process = None
        if not came_through:
            raise told
        answer: T = told
        return answer

    def _prepared(self) -> Connection:
        """A new process that is ready; a second one where the forker died meanwhile."""
        try:
            process = self._fork()
            _ask(process, self._prepare, self._words)
        except (EOFError, OSError):
            process = self._fork()
            _ask(process, self._prepare, self._words)
        return process

    def _fork(self) -> Connection:
        """A new process, at the other end of this connection."""
        with self._forking:
            if self._here < 0:
                raise EOFError
            here, there = multiprocessing.Pipe()
            with there:
                try:
                    self._asked_of_forker(there)
                except OSError:  # it was killed, and goes; what it forked stays
                    if self._forker is not None:
                        self._forker.kill()
                    self._end_forker()
                    self._asked_of_forker(there)
            return here

    def _asked_of_forker(self, end: Connection) -> None:
        if self._forker is None or self._requests is None:
            self._requests, there = socket.socketpair()
            # -P: nothing is imported from the folder the user is in.
            words = [sys.executable, "-P", "-m", "auditor.jobs.forker"]
            words += [str(there.fileno()), str(self._lifeline)]
            with there:
                self._forker = subprocess.Popen(words, pass_fds=(there.fileno(), self._lifeline))  # noqa: S603
        socket.send_fds(self._requests, [b"+"], [end.fileno()])

    def _end_forker(self) -> None:
        """It ends when nobody is left to ask, and waits for the processes that it forked."""
        if self._requests is not None:
            self._requests.close()
        if self._forker is not None:
            self._forker.wait()
        self._requests = self._forker = None


def _ask(process: Connection, work: Callable[..., object], words: tuple[object, ...]) -> tuple[bool, Any]:
    """Whether the call came through, and what it told. Raises EOFError when its process died."""
    process.send((work, words))
    answer: tuple[bool, Any] = process.recv()
    return answer


def _leave_interrupts() -> None:
    """A process started from this thread inherits the mask, so that Ctrl-C reaches the parent alone."""
    signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGINT})
