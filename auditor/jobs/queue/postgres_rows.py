"""A unit's row and its job in one database: asked and changed in a database thread."""

from __future__ import annotations

import time
from typing import Any

from auditor.jobs.queue.engine import LostError


def ask(query: str, *values: str | int) -> list[tuple[Any, ...]]:
    """The rows of a query on the store's own connection."""
    from django.db import connection  # noqa: PLC0415

    with connection.cursor() as cursor:
        cursor.execute(query, values)
        return list(cursor.fetchall())


def begin_unit(key: int, worker: int) -> bool:
    """Note that the unit is under way; False when it may no longer begin tonight."""
    from django.db.models import F  # noqa: PLC0415

    from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

    unit = QueuedUnit.objects.filter(pk=key).exclude(state__in=("done", "failed"))
    if unit.filter(due_until__lt=time.time()).update(state="waiting"):
        return False
    return bool(unit.update(state="running", worker=f"procrastinate:{worker}", attempts=F("attempts") + 1))


def settle(key: int, job: int, worker: int) -> None:
    """Inside the transaction that stores the results. Raises LostError when the job is another's by now."""
    from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

    mine = ask(
        "SELECT id FROM procrastinate_jobs WHERE id = %s AND worker_id = %s AND status = 'doing' FOR UPDATE",
        job,
        worker,
    )
    if not mine:
        raise LostError("unit ini sudah diambil alih pekerja lain")
    ask("SELECT procrastinate_finish_job_v1(%s, 'succeeded', true)", job)
    QueuedUnit.objects.filter(pk=key).update(state="done", settled_at=time.time(), error="")


def give_up(key: int, cause: str) -> None:
    """Note that the unit is asked no more, unless it was done after all."""
    from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

    QueuedUnit.objects.filter(pk=key).exclude(state="done").update(
        state="failed", settled_at=time.time(), error=cause[:2000]
    )
