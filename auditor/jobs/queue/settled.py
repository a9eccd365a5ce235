"""Procrastinate as a worker needs it: it outlives a restart of the database and finishes no job twice."""

from __future__ import annotations

import asyncio
import logging
import random
from collections.abc import Awaitable, Callable
from typing import Any, TypeVar

import procrastinate
import psycopg
from procrastinate import exceptions
from procrastinate.jobs import Job, Status
from procrastinate.manager import JobManager

logger = logging.getLogger(__name__)

Answer = TypeVar("Answer")


class PatientConnector(procrastinate.PsycopgConnector):
    """Waits for a database that restarts, so that a worker outlives it."""

    async def execute_query_async(self, query: Any, **arguments: Any) -> None:
        """As Procrastinate's, repeated while the database is away."""
        return await _patiently(lambda: super(PatientConnector, self).execute_query_async(query, **arguments))

    async def execute_query_one_async(self, query: Any, **arguments: Any) -> dict[str, Any]:
        """As Procrastinate's, repeated while the database is away."""
        return await _patiently(
            lambda: super(PatientConnector, self).execute_query_one_async(query, **arguments)
        )

    async def execute_query_all_async(self, query: Any, **arguments: Any) -> list[dict[str, Any]]:
        """As Procrastinate's, repeated while the database is away."""
        return await _patiently(
            lambda: super(PatientConnector, self).execute_query_all_async(query, **arguments)
        )


async def _patiently(ask: Callable[[], Awaitable[Answer]]) -> Answer:
    while True:
        try:
            return await ask()
        except exceptions.ConnectorException as error:
            if not isinstance(error.__cause__, psycopg.OperationalError | psycopg.InterfaceError):
                raise
            logger.warning("the database is away (%s)", type(error.__cause__).__name__)
            await asyncio.sleep(random.uniform(0.3, 0.9))  # noqa: S311 - so that not all come at once


async def unless_settled(change: Awaitable[None]) -> None:
    """Change a job's state, unless another worker changed it first."""
    try:
        await change
    except exceptions.ConnectorException as error:
        if not isinstance(error.__cause__, psycopg.errors.RaiseException):
            raise


Attempt = tuple[int | None, int]
"""Which time of which job: a process that was silent may begin a job again that it still works on."""


def attempt_of(job: Job) -> Attempt:
    """The attempt that a job is in."""
    return job.id, job.attempts


class SettledJobs(JobManager):
    """A job that was finished together with its results, or is another's by now, is not finished again."""

    def __init__(self, connector: procrastinate.PsycopgConnector) -> None:
        super().__init__(connector)
        self.settled: set[Attempt] = set()

    async def finish_job(self, job: Job, status: Status, delete_job: bool) -> None:
        """As Procrastinate's, but for settled jobs."""
        if attempt_of(job) in self.settled:
            self.settled.discard(attempt_of(job))
            return
        await unless_settled(super().finish_job(job, status, delete_job))
