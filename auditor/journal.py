"""The run's log: one JSON object a line, each with the run and the unit it is about.

``run`` and ``unit`` are bound to the running task or process, so that a line of any library on the
way (Scrapy, the browser, a check) can be traced to its unit: ``job`` is ``RUN/UNIT``, the same from
the first question to the stored result. Our own lines from INFO up, others' from ERROR up.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import UTC, datetime
from pathlib import Path

_OURS = "auditor"
_run: ContextVar[str] = ContextVar("run", default="")
_unit: ContextVar[str] = ContextVar("unit", default="")
# What every record has: anything else was said with ``extra``.
_USUAL = frozenset((*vars(logging.makeLogRecord({})), "message", "asctime", "taskName"))


class _Lines(logging.Formatter):
    """A record as one JSON object."""

    def format(self, record: logging.LogRecord) -> str:
        run, unit = _run.get(), _unit.get()
        words = {
            "event": record.getMessage(),
            **({"run": run} if run else {}),
            **({"unit": unit} if unit else {}),
            **({"job": f"{run}/{unit}"} if run and unit else {}),
            "level": record.levelname.lower(),
            "logger": record.name,
            **{name: value for name, value in vars(record).items() if name not in _USUAL},
            "at": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
        }
        if record.exc_info:
            words["exception"] = self.formatException(record.exc_info)
        return json.dumps(words, ensure_ascii=False, default=str)


def log_to(path: Path) -> logging.Handler:
    """Write this process's log lines to ``path`` instead of the terminal; the handler, to be removed."""
    logging.raiseExceptions = False  # a log that cannot be written (full disk) is no news of its own
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(_Lines())
    handler.addFilter(_worth_keeping)
    logging.getLogger().addHandler(handler)
    logging.getLogger(_OURS).setLevel(logging.INFO)
    return handler


def stop(handler: logging.Handler) -> None:
    """Undo :func:`log_to`."""
    logging.getLogger().removeHandler(handler)
    handler.close()


def bind(run: str) -> None:
    """From here on this process's lines, and those of the tasks it starts, are about this run."""
    _run.set(run)


@contextmanager
def about(unit: str) -> Iterator[None]:
    """Lines written inside, and in tasks begun inside, are about this unit."""
    before = _unit.set(unit)
    try:
        yield
    finally:
        _unit.reset(before)


def _worth_keeping(record: logging.LogRecord) -> bool:
    ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
    return record.levelno >= (logging.INFO if ours else logging.ERROR)
