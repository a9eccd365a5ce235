"""Runs that are planned or under way, and the units they still have to do.

One row of :class:`QueuedUnit` is one site is one job. The row is settled in the transaction that stores
the unit's results, on either engine; on SQLite it also is the queue (lease, attempts), on PostgreSQL
the jobs of Procrastinate are.
"""

from __future__ import annotations

from django.db import models


class PlannedRun(models.Model):
    """One turn of a batch, or one unit on demand. ``record`` is the run's ``run.json`` as JSON, ``options``
    the crawl options of this run (those of the machine, such as a proxy, are the worker's own).

    ``state``: ``open``, ``closing`` (its reports are being written, since ``closing_since``), ``closed``.
    ``hours`` are the minutes after local midnight between which its units may begin, empty for any
    time. Times are seconds since the epoch.
    """

    run_id = models.CharField(max_length=200, unique=True)
    batch = models.CharField(max_length=40, blank=True)
    period = models.CharField(max_length=16, blank=True)
    record = models.JSONField()
    options = models.JSONField(default=dict)
    formats = models.JSONField(default=list)
    hours = models.JSONField(default=list)
    state = models.CharField(max_length=8, default="open", db_index=True)
    opened_at = models.FloatField()
    closing_since = models.FloatField(null=True)
    closed_at = models.FloatField(null=True)

    class Meta:
        ordering = ("opened_at", "id")

    def __str__(self) -> str:
        return self.run_id


class QueuedUnit(models.Model):
    """One unit of a planned run.

    ``state``: ``waiting`` (its moment has not come, or is to be drawn again), ``ready`` (with the
    engine), ``running`` (leased until ``lease_until`` to ``worker``), ``done``, ``failed`` (given up after
    too many attempts; its result says not tested). ``lock`` names its server: no two units of one lock
    run at once, on any machine.
    """

    run = models.ForeignKey(PlannedRun, on_delete=models.CASCADE, related_name="units")
    unit_id = models.CharField(max_length=200)
    region = models.CharField(max_length=16)
    position = models.PositiveIntegerField()
    state = models.CharField(max_length=8, default="waiting")
    priority = models.IntegerField(default=0)
    due_at = models.FloatField()
    due_until = models.FloatField(null=True)
    lock = models.CharField(max_length=255, blank=True)
    attempts = models.PositiveIntegerField(default=0)
    worker = models.CharField(max_length=100, blank=True)
    lease_until = models.FloatField(null=True)
    settled_at = models.FloatField(null=True)
    error = models.TextField(blank=True)

    class Meta:
        ordering = ("-priority", "due_at", "id")
        constraints = [models.UniqueConstraint(fields=("run", "unit_id"), name="one_unit_per_planned_run")]
        indexes = [models.Index(fields=("state", "due_at")), models.Index(fields=("lock", "state"))]

    def __str__(self) -> str:
        return f"{self.unit_id} ({self.state})"


class ServerTurn(models.Model):
    """When a host, a server's address or a domain was last asked by any worker on any machine.

    ``key`` as in ``spiders.politeness.Lane.keys``; times in seconds since the epoch by the database's
    clock (SQLite: the machine's).
    """

    key = models.CharField(max_length=300, primary_key=True)
    started = models.FloatField(default=0)
    rests_until = models.FloatField(default=0)

    def __str__(self) -> str:
        return self.key
