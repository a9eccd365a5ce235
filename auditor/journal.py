"""The run's log: one JSON object a line, each with the run and the unit it is about.

``run`` and ``unit`` are bound to the running task or process, so that a line of any library on the
way (Scrapy, the browser, a check) can be traced to its unit: ``job`` is ``RUN/UNIT``, the same from
the first question to the stored result. Our own lines from INFO up, others' from ERROR up.
"""

from __future__ import annotations

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog
from structlog.typing import EventDict

_OURS = "auditor"


def _job(logger: object, method: str, words: EventDict) -> EventDict:  # noqa: ARG001 - structlog's signature
    if "run" in words and "unit" in words:
        words["job"] = f"{words['run']}/{words['unit']}"
    return words


_SHARED = (
    structlog.contextvars.merge_contextvars,
    _job,
    structlog.stdlib.add_log_level,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.ExtraAdder(),
    structlog.processors.TimeStamper(fmt="iso", utc=True, key="at"),
    structlog.processors.format_exc_info,
)


def log_to(path: Path) -> logging.Handler:
    """Write this process's log lines to ``path`` instead of the terminal; the handler, to be removed."""
    logging.raiseExceptions = False  # a log that cannot be written (full disk) is no news of its own
    handler = logging.FileHandler(path, encoding="utf-8", delay=True)
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            foreign_pre_chain=_SHARED,
            processors=[
                structlog.stdlib.ProcessorFormatter.remove_processors_meta,
                structlog.processors.JSONRenderer(ensure_ascii=False, default=str),
            ],
        )
    )
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
    structlog.contextvars.bind_contextvars(run=run)


@contextmanager
def about(unit: str) -> Iterator[None]:
    """Lines written inside, and in tasks begun inside, are about this unit."""
    with structlog.contextvars.bound_contextvars(unit=unit):
        yield


def _worth_keeping(record: logging.LogRecord) -> bool:
    ours = record.name == _OURS or record.name.startswith(f"{_OURS}.")
    return record.levelno >= (logging.INFO if ours else logging.ERROR)
