"""The results of runs as tables: what the dashboard, history and comparisons stand on.

One row per unit and run, keyed (run, unit), with everything said about it in rows below it. The
records of :mod:`auditor.models` come back from these rows unchanged (:mod:`auditor.store.save`).
Codes are the stable names of ``results.json``; times are kept as the text the records carry. What a
record says beyond the columns is kept in ``more``, so that records may grow without a migration.
"""

from __future__ import annotations

from django.db import models


class Run(models.Model):
    """One run. ``run_id`` is ``RunInfo.id``."""

    run_id = models.CharField(max_length=200, unique=True)
    started_at = models.CharField(max_length=32, blank=True)
    finished_at = models.CharField(max_length=32, blank=True)
    rubric = models.CharField(max_length=200)
    tool_version = models.CharField(max_length=64)
    schema_version = models.CharField(max_length=8)
    options = models.JSONField(default=dict)

    class Meta:
        ordering = ("started_at", "run_id")

    def __str__(self) -> str:
        return self.run_id


class UnitRun(models.Model):
    """What one run found of one unit: identity, website and score."""

    run = models.ForeignKey(Run, on_delete=models.CASCADE, related_name="units")
    position = models.PositiveIntegerField(default=0)
    unit_id = models.CharField(max_length=200)
    name = models.TextField()
    kind = models.CharField(max_length=20)
    region = models.CharField(max_length=16, db_index=True)

    status = models.CharField(max_length=24, db_index=True)
    url = models.TextField(blank=True)
    final_url = models.TextField(blank=True)
    domain = models.CharField(max_length=16)
    registered_domain = models.TextField(blank=True)
    https = models.CharField(max_length=8)
    reasons = models.JSONField(default=list)
    pages_fetched = models.PositiveIntegerField(default=0)
    documents_fetched = models.PositiveIntegerField(default=0)
    pages_rendered = models.PositiveIntegerField(default=0)
    images_read = models.PositiveIntegerField(default=0)
    platform = models.CharField(max_length=64, blank=True)
    confidence = models.FloatField(default=1.0)
    candidates = models.JSONField(default=list)
    social = models.JSONField(default=list)

    score = models.FloatField(null=True, db_index=True)
    coverage = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    zone = models.CharField(max_length=32, null=True)
    rubric = models.CharField(max_length=200)
    more = models.JSONField(default=dict)  # {"unit": …, "site": …, "score": …}

    class Meta:
        ordering = ("position", "id")
        constraints = [models.UniqueConstraint(fields=("run", "unit_id"), name="one_unit_per_run")]
        indexes = [models.Index(fields=("unit_id",))]

    def __str__(self) -> str:
        return f"{self.unit_id} ({self.run_id})"


class Finding(models.Model):
    """The verdict on one component of one unit, with its points."""

    unit = models.ForeignKey(UnitRun, on_delete=models.CASCADE, related_name="findings")
    component = models.CharField(max_length=32)
    verdict = models.CharField(max_length=16)
    confidence = models.FloatField()
    reason = models.CharField(max_length=64, blank=True)
    points = models.FloatField()
    max_points = models.FloatField()
    why = models.TextField(blank=True)
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)
        constraints = [
            models.UniqueConstraint(fields=("unit", "component"), name="one_finding_per_component")
        ]
        indexes = [models.Index(fields=("component", "verdict"))]

    def __str__(self) -> str:
        return f"{self.component}: {self.verdict}"


class EvidenceRow(models.Model):
    """A verbatim quote behind a finding."""

    finding = models.ForeignKey(Finding, on_delete=models.CASCADE, related_name="evidence")
    url = models.TextField()
    source = models.CharField(max_length=16)
    locator = models.TextField(blank=True)
    snippet = models.TextField()
    sha256 = models.CharField(max_length=64, db_index=True)
    fetched_at = models.CharField(max_length=32)
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.url


class ServiceRow(models.Model):
    """A named service of a unit."""

    unit = models.ForeignKey(UnitRun, on_delete=models.CASCADE, related_name="services")
    name = models.TextField()
    url = models.TextField(blank=True)
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.name


class ServiceFindingRow(models.Model):
    """The verdict on one component of one service."""

    service = models.ForeignKey(ServiceRow, on_delete=models.CASCADE, related_name="findings")
    component = models.CharField(max_length=32)
    verdict = models.CharField(max_length=16)
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return f"{self.component}: {self.verdict}"


class ValueRow(models.Model):
    """A value of a finding or of a service's finding.

    ``shape`` is ``duration``, ``fee``, ``channel`` or ``fact``; ``data`` its parts as in
    ``results.json``; ``low``/``high`` carry a duration's or fee's numbers for queries.
    """

    finding = models.ForeignKey(Finding, null=True, on_delete=models.CASCADE, related_name="values_found")
    service_finding = models.ForeignKey(
        ServiceFindingRow, null=True, on_delete=models.CASCADE, related_name="values_found"
    )
    shape = models.CharField(max_length=16)
    text = models.TextField(blank=True)
    low = models.FloatField(null=True)
    high = models.FloatField(null=True)
    data = models.JSONField()

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.text


class ProblemRow(models.Model):
    """Trouble seen on a unit's site."""

    unit = models.ForeignKey(UnitRun, on_delete=models.CASCADE, related_name="problems")
    code = models.CharField(max_length=64, db_index=True)
    url = models.TextField(blank=True)
    snippet = models.TextField(blank=True)
    more = models.JSONField(default=dict)

    class Meta:
        ordering = ("id",)

    def __str__(self) -> str:
        return self.code
