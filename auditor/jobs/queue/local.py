"""The queue of one machine: units with a lease and an attempt count in the SQLite store, no server.

Any number of local processes may work on it. A transaction that begins IMMEDIATE is alone in the file,
so two processes never take the same unit, nor two units of one server.
"""

from __future__ import annotations

import asyncio
import fcntl
import logging
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING

from auditor.errors import AuditorError
from auditor.jobs.queue.engine import LostError, Rules, fresh, persist, worker_name
from auditor.jobs.queue.turns import SqliteTurns
from auditor.store.db import configure, parse_url

if TYPE_CHECKING:
    from django.db import models

    from auditor.jobs.unit import Desk
    from auditor.store.queue.models import QueuedUnit

logger = logging.getLogger(__name__)


class LocalEngine:
    """Leases in SQLite. See ``engine.Engine``."""

    def __init__(self, url: str, rules: Rules) -> None:
        self._url, self._rules = url, rules
        self._name = worker_name()

    def prepare(self) -> None:
        """The store's tables; one process at a time, as two would create the same table."""
        path = Path(parse_url(self._url)["NAME"])
        try:
            path.parent.mkdir(parents=True, exist_ok=True)
            with path.with_name(path.name + ".lock").open("w") as lock:
                fcntl.flock(lock, fcntl.LOCK_EX)
                configure(self._url)
        except OSError as error:
            raise AuditorError(
                f"{path}: tidak dapat ditulis ({error.strerror}); pilih folder lain dengan --data"
            ) from error

    def turns(self) -> SqliteTurns:
        """Turns in the same file."""
        return SqliteTurns(parse_url(self._url)["NAME"])

    def hand_over(self, units: Sequence[QueuedUnit], locks: Mapping[int, str]) -> int:
        """Ready is a column."""
        from django.db import transaction  # noqa: PLC0415 - Django only where it is used

        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        with transaction.atomic():
            return sum(
                QueuedUnit.objects.filter(pk=unit.pk, state="waiting").update(
                    state="ready", lock=locks[unit.pk]
                )
                for unit in units
            )

    async def upkeep(self, duties: Callable[[], None], every: float, group: str) -> None:  # noqa: ARG002
        """Every process does it; what it does is the same done twice."""
        loop, last = asyncio.get_running_loop(), -every
        with ThreadPoolExecutor(1, thread_name_prefix="upkeep") as thread:
            await loop.run_in_executor(thread, configure, self._url)
            while True:
                await loop.run_in_executor(thread, fresh, self._take_back)
                if loop.time() - last >= every:
                    last = loop.time()
                    try:
                        await loop.run_in_executor(thread, fresh, duties)
                    except Exception:  # a report that cannot be written must not end the audits
                        logger.exception("duties")
                await asyncio.sleep(min(self._rules.beat, every))

    def _take_back(self) -> int:
        """Leases that ran out; a unit begun too often is given up."""
        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        QueuedUnit.objects.filter(state="ready", due_until__lte=time.time()).update(state="waiting")
        silent = QueuedUnit.objects.filter(state="running", lease_until__lt=time.time())
        given_up = silent.filter(attempts__gte=self._rules.attempts).update(
            state="failed",
            settled_at=time.time(),
            lease_until=None,
            error="pekerjanya mati setiap kali memeriksa unit ini",
        )
        return given_up + silent.update(state="ready", lease_until=None, worker="")

    def runs_with_work(self) -> list[str]:
        """From the units that could be claimed now."""
        rows = self._claimable().order_by("-priority", "due_at").values_list("run__run_id", flat=True)
        return list(dict.fromkeys(rows))

    def open_jobs(self) -> int:
        """Ready and running units."""
        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        return QueuedUnit.objects.filter(state__in=("ready", "running")).count()

    async def work(self, desk: Desk, run_id: str, jobs: int) -> None:
        """Claim, carry, settle; a beat renews all leases at once."""
        loop = asyncio.get_running_loop()
        with ThreadPoolExecutor(1, thread_name_prefix="queue") as thread:
            await loop.run_in_executor(thread, configure, self._url)
            beat = asyncio.ensure_future(self._beat(thread))
            running: set[asyncio.Task[None]] = set()
            try:
                idle_since = loop.time()
                while running or loop.time() - idle_since < self._rules.linger:
                    while len(running) < jobs and (
                        unit := await loop.run_in_executor(thread, fresh, self._claim, run_id)
                    ):
                        running.add(asyncio.ensure_future(self._carry(desk, unit, thread)))
                    if not running:
                        await asyncio.sleep(self._rules.poll)
                        continue
                    idle_since = loop.time()
                    _, running = await asyncio.wait(
                        running, timeout=self._rules.poll, return_when=asyncio.FIRST_COMPLETED
                    )
            finally:
                beat.cancel()
                for task in running:
                    task.cancel()
                await asyncio.gather(beat, *running, return_exceptions=True)
                # What this process leaves undone goes back at once, without waiting for its lease to end.
                await loop.run_in_executor(thread, fresh, self._leave)

    async def _carry(self, desk: Desk, unit: QueuedUnit, thread: ThreadPoolExecutor) -> None:
        async def store() -> None:
            await desk.unit(unit.unit_id, also=lambda: self._settle(unit.pk))

        try:
            await persist(store)
        except LostError:
            logger.warning("unit %s: taken back meanwhile", unit.unit_id)
        except AuditorError as error:
            await asyncio.get_running_loop().run_in_executor(thread, fresh, self._return, unit, str(error))
        except Exception as error:
            logger.exception("unit %s", unit.unit_id)
            told = f"{type(error).__name__}: {error}"
            await asyncio.get_running_loop().run_in_executor(thread, fresh, self._return, unit, told)

    async def _beat(self, thread: ThreadPoolExecutor) -> None:
        while True:
            await asyncio.sleep(self._rules.beat)
            await asyncio.get_running_loop().run_in_executor(thread, fresh, self._renew)

    # ------------------------------------------------------------ in a database thread

    def _claimable(self) -> models.QuerySet[QueuedUnit]:
        from django.db.models import Exists, OuterRef, Q  # noqa: PLC0415

        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        now = time.time()
        held = QueuedUnit.objects.filter(lock=OuterRef("lock"), state="running")
        return (
            QueuedUnit.objects.filter(state="ready", due_at__lte=now)
            .filter(Q(due_until=None) | Q(due_until__gt=now))
            .filter(Q(lock="") | ~Exists(held))
        )

    def _claim(self, run_id: str) -> QueuedUnit | None:
        from django.db import transaction  # noqa: PLC0415

        with transaction.atomic():
            unit = self._claimable().filter(run__run_id=run_id).order_by("-priority", "due_at", "id").first()
            if unit is not None:
                unit.state, unit.worker, unit.attempts = "running", self._name, unit.attempts + 1
                unit.lease_until = time.time() + self._rules.stalled
                unit.save(update_fields=["state", "worker", "attempts", "lease_until"])
            return unit

    def _mine(self) -> models.QuerySet[QueuedUnit]:
        from auditor.store.queue.models import QueuedUnit  # noqa: PLC0415

        return QueuedUnit.objects.filter(state="running", worker=self._name)

    def _renew(self) -> None:
        self._mine().update(lease_until=time.time() + self._rules.stalled)

    def _settle(self, key: int) -> None:
        """Inside the transaction that stores the results. Raises LostError when the lease is another's."""
        settled = (
            self._mine()
            .filter(pk=key)
            .update(state="done", settled_at=time.time(), lease_until=None, error="")
        )
        if not settled:
            raise LostError("unit ini sudah diambil alih pekerja lain")

    def _return(self, unit: QueuedUnit, error: str) -> None:
        state = "failed" if unit.attempts >= self._rules.attempts else "ready"
        self._mine().filter(pk=unit.pk).update(
            state=state, lease_until=None, error=error[:2000], due_at=time.time() + self._rules.poll * 5,
            settled_at=time.time() if state == "failed" else None,
        )  # fmt: skip

    def _leave(self) -> None:
        from django.db.models import F  # noqa: PLC0415

        self._mine().update(state="ready", lease_until=None, attempts=F("attempts") - 1)
