"""Results into the tables and back. A unit is saved in one transaction; saving it again replaces it."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import fields
from typing import Any, TypeVar, get_type_hints

import msgspec
from django.db import transaction

from auditor.models import (
    Channel,
    ComponentResult,
    Duration,
    Evidence,
    Fact,
    Fee,
    Problem,
    Results,
    RunInfo,
    Score,
    ScoreLine,
    Service,
    ServiceFinding,
    Site,
    UnitResult,
    Value,
)
from auditor.store import models
from auditor.value_shapes import value_in, value_out

T = TypeVar("T")

_BATCH = 500
_UNIT = frozenset({"unit_id", "name", "kind", "region"})
_SITE = frozenset(
    {
        "status", "url", "final_url", "domain", "registered_domain", "https", "reasons", "pages_fetched",
        "documents_fetched", "pages_rendered", "images_read", "platform", "confidence", "candidates",
        "social",
    }
)  # fmt: skip
_SCORE = frozenset({"value", "coverage", "low", "high", "zone", "rubric"})
_FINDING = frozenset({"verdict", "confidence", "reason", "points", "max_points"})
_EVIDENCE = frozenset({"url", "source", "locator", "snippet", "sha256", "fetched_at"})
_SERVICE = frozenset({"name", "url"})
_SERVICE_FINDING = frozenset({"verdict"})
_PROBLEM = frozenset({"code", "url", "snippet"})
_PARTS = ("evidence", "values")
_SHAPES: dict[type[Value], str] = {Duration: "duration", Fee: "fee", Channel: "channel", Fact: "fact"}


def save_results(results: Results) -> models.Run:
    """Save a whole run: each unit in its own transaction, units no longer in it removed at the end."""
    run = save_run(results.run, results.schema_version)
    keep: set[str] = set()
    for position, unit in enumerate(results.units):
        save_unit(run, unit, position)
        keep.add(unit.unit_id)
    gone = [row.pk for row in run.units.only("unit_id") if row.unit_id not in keep]
    for start in range(0, len(gone), _BATCH):
        run.units.filter(pk__in=gone[start : start + _BATCH]).delete()
    return run


def store_unit(
    info: RunInfo, unit: UnitResult, position: int = 0, *, also: Callable[[], object] = lambda: None
) -> None:
    """Save one unit of a run that is going on; ``also`` runs in the same transaction.

    Saving it again, by whichever worker, replaces what the run held of it. When ``also`` raises,
    nothing is saved.
    """
    with transaction.atomic():
        run, _ = models.Run.objects.get_or_create(
            run_id=info.id,
            defaults={
                "started_at": info.started_at,
                "rubric": info.rubric,
                "tool_version": info.tool_version,
                "schema_version": "1",
                "options": info.options,
            },
        )
        save_unit(run, unit, position)
        also()


def save_run(info: RunInfo, schema_version: str = "1") -> models.Run:
    """Create or update the row of a run."""
    run, _ = models.Run.objects.update_or_create(
        run_id=info.id,
        defaults={
            "started_at": info.started_at,
            "finished_at": info.finished_at,
            "rubric": info.rubric,
            "tool_version": info.tool_version,
            "schema_version": schema_version,
            "options": info.options,
        },
    )
    return run


def save_unit(run: models.Run, unit: UnitResult, position: int = 0) -> models.UnitRun:
    """Save one unit in one transaction, in place of what the run held of it before."""
    with transaction.atomic():
        run.units.filter(unit_id=unit.unit_id).delete()
        row = _unit_row(run, unit, position)
        row.save()
        why = {line.code: line.why for line in unit.score.lines}
        findings = models.Finding.objects.bulk_create(
            models.Finding(
                unit=row, component=code, why=why.get(code, ""), **_columns(found, _FINDING, without=_PARTS)
            )
            for code, found in unit.components.items()
        )
        pairs = list(zip(findings, unit.components.values(), strict=True))
        models.EvidenceRow.objects.bulk_create(
            (
                models.EvidenceRow(finding=finding, **_columns(proof, _EVIDENCE))
                for finding, found in pairs
                for proof in found.evidence
            ),
            batch_size=_BATCH,
        )
        values = [_value_row(value, finding=finding) for finding, found in pairs for value in found.values]
        services = models.ServiceRow.objects.bulk_create(
            models.ServiceRow(unit=row, **_columns(service, _SERVICE, without=("components",)))
            for service in unit.services
        )
        parts = [
            (
                models.ServiceFindingRow(
                    service=service_row, component=code, **_columns(part, _SERVICE_FINDING, without=_PARTS)
                ),
                part,
            )
            for service_row, service in zip(services, unit.services, strict=True)
            for code, part in service.components.items()
        ]
        models.ServiceFindingRow.objects.bulk_create((made for made, _ in parts), batch_size=_BATCH)
        values += [_value_row(value, service_finding=made) for made, part in parts for value in part.values]
        models.ValueRow.objects.bulk_create(values, batch_size=_BATCH)
        models.ProblemRow.objects.bulk_create(
            models.ProblemRow(unit=row, **_columns(problem, _PROBLEM)) for problem in unit.problems
        )
    return row


def _unit_row(run: models.Run, unit: UnitResult, position: int) -> models.UnitRun:
    own = _columns(unit, _UNIT, without=("site", "components", "services", "problems", "score"))
    site = _columns(unit.site, _SITE)
    score = _columns(unit.score, _SCORE, without=("lines",))
    score["score"] = score.pop("value")
    more = {name: part.pop("more") for name, part in (("unit", own), ("site", site), ("score", score))}
    return models.UnitRun(
        run=run, position=position, **own, **site, **score, more={k: v for k, v in more.items() if v}
    )


def _value_row(
    value: Value,
    *,
    finding: models.Finding | None = None,
    service_finding: models.ServiceFindingRow | None = None,
) -> models.ValueRow:
    low = high = None
    if isinstance(value, Duration):
        low, high = value.min, value.max
    elif isinstance(value, Fee):
        low = high = value.amount
    return models.ValueRow(
        finding=finding,
        service_finding=service_finding,
        shape=_SHAPES[type(value)],
        text=value.value if isinstance(value, Channel) else value.text,
        low=low,
        high=high,
        data=value_out(value),
    )


# ---------------------------------------------------------------- back


def load_results(run_id: str) -> Results:
    """A saved run as records, equal to what was saved. Raises ``Run.DoesNotExist``."""
    run = models.Run.objects.get(run_id=run_id)
    info = _info(run)
    rows = run.units.prefetch_related(
        "findings__evidence", "findings__values_found", "services__findings__values_found", "problems"
    )
    return Results(
        run=info, units=tuple(_unit_record(row) for row in rows), schema_version=run.schema_version
    )


def _info(run: models.Run) -> RunInfo:
    return RunInfo(
        id=run.run_id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        rubric=run.rubric,
        tool_version=run.tool_version,
        options=run.options,
    )


def load_unit_history(unit_id: str) -> list[tuple[RunInfo, UnitResult]]:
    """What every finished run said of a unit, oldest first."""
    rows = (
        models.UnitRun.objects.filter(unit_id=unit_id)
        .exclude(run__finished_at="")
        .order_by("run__started_at", "run__run_id")
        .select_related("run")
        .prefetch_related(
            "findings__evidence", "findings__values_found", "services__findings__values_found", "problems"
        )
    )
    return [(_info(row.run), _unit_record(row)) for row in rows]


def _values(rows: Iterable[models.ValueRow]) -> tuple[Value, ...]:
    return tuple(value_in(row.data) for row in rows)


def _unit_record(row: models.UnitRun) -> UnitResult:
    findings = list(row.findings.all())
    score = _parts(row, _SCORE - {"value"}, row.more.get("score", {}))
    return _record(
        UnitResult,
        _parts(row, _UNIT, row.more.get("unit", {})),
        site=_record(Site, _parts(row, _SITE, row.more.get("site", {}))),
        components={
            finding.component: _record(
                ComponentResult,
                _parts(finding, _FINDING, finding.more),
                evidence=tuple(
                    _record(Evidence, _parts(proof, _EVIDENCE, proof.more))
                    for proof in finding.evidence.all()
                ),
                values=_values(finding.values_found.all()),
            )
            for finding in findings
        },
        services=tuple(
            _record(
                Service,
                _parts(service, _SERVICE, service.more),
                components={
                    part.component: _record(
                        ServiceFinding,
                        _parts(part, _SERVICE_FINDING, part.more),
                        values=_values(part.values_found.all()),
                    )
                    for part in service.findings.all()
                },
            )
            for service in row.services.all()
        ),
        problems=tuple(_record(Problem, _parts(p, _PROBLEM, p.more)) for p in row.problems.all()),
        score=_record(
            Score,
            {**score, "value": row.score},
            lines=tuple(
                ScoreLine(code=f.component, points=f.points, max_points=f.max_points, why=f.why)
                for f in findings
            ),
        ),
    )


# ---------------------------------------------------------------- columns and what goes beyond them


def _columns(record: Any, names: frozenset[str], without: Collection[str] = ()) -> dict[str, Any]:
    """A record as the columns ``names`` and ``more``: every other field that is not its default."""
    data = {
        item.name: msgspec.to_builtins(getattr(record, item.name))
        for item in fields(record)
        if item.name in names or (item.name not in without and getattr(record, item.name) != item.default)
    }
    beyond = {name: data.pop(name) for name in list(data) if name not in names}
    return {**data, "more": beyond}


def _parts(row: Any, names: Collection[str], more: Mapping[str, Any]) -> dict[str, Any]:
    return {**{name: getattr(row, name) for name in names}, **more}


def _record(kind: type[T], parts: Mapping[str, Any], **made: Any) -> T:
    """A record of ``kind`` from plain parts and parts that are records already."""
    shape = {name: hint for name, hint in get_type_hints(kind).items() if name in parts}
    return kind(**{name: msgspec.convert(parts[name], hint) for name, hint in shape.items()}, **made)
