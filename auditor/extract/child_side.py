"""The child's side of ``child.py``: requests in, answers out, until the input ends.

A request is a JSON line and the ``size`` bytes of a document, an answer one JSON line.
"""

from __future__ import annotations

import gc
import json
import os
import resource
import sys
from collections.abc import Callable
from typing import Any


def serve(work: Callable[[bytes, dict[str, Any]], dict[str, Any]]) -> int:
    """Answers requests by ``work``; the exit status is 0 where the input ended between two documents."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(2, 1)  # what a parser prints is no answer
    gc.freeze()  # the modules are no garbage
    while line := sys.stdin.buffer.readline():
        request = json.loads(line)
        body = sys.stdin.buffer.read(int(request["size"]))
        if len(body) < int(request["size"]):
            return 1
        answers.write(json.dumps(_answer(work, body, request), ensure_ascii=True).encode("ascii") + b"\n")
        answers.flush()
        gc.collect()
    return 0


def _answer(
    work: Callable[[bytes, dict[str, Any]], dict[str, Any]], body: bytes, request: dict[str, Any]
) -> dict[str, Any]:
    """The answer to one request, under caps on memory and on the processor time of this document alone."""
    used = resource.getrusage(resource.RUSAGE_SELF)
    _cap(resource.RLIMIT_AS, int(request["memory"]))
    _cap(resource.RLIMIT_CPU, int(used.ru_utime + used.ru_stime) + 1 + int(request["seconds"]))
    try:
        return work(body, request)
    except MemoryError:
        return {"error": "memory"}
    except Exception as error:
        # Whatever a parser throws at a hostile file is one answer: it could not be read.
        text = str(error).lower()
        return {
            "error": "encrypted" if "password" in text or "security" in text else "broken",
            "detail": text[:200],
        }


def _cap(kind: int, wanted: int) -> None:
    """Moves the soft limit, which the next document may get a new one of; whoever started us set the hard."""
    _, hard = resource.getrlimit(kind)
    resource.setrlimit(kind, (wanted if hard == resource.RLIM_INFINITY else min(wanted, hard), hard))
