"""Results into the tables and back. A unit is saved in one transaction; saving it again replaces it."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import msgspec
from django.db import transaction

from auditor.models import (
    Asked,
    Candidate,
    Channel,
    ComponentResult,
    Decision,
    DomainClass,
    Duration,
    Evidence,
    Fact,
    Fee,
    Https,
    Kind,
    Problem,
    Results,
    RunInfo,
    Score,
    ScoreLine,
    Service,
    ServiceFinding,
    Site,
    SiteStatus,
    Source,
    UnitResult,
    Value,
    Verdict,
)
from auditor.store import models
from auditor.values.wire import value_in, value_out

_BATCH = 500
_DISCOVERY = ("asked", "decision", "vendor", "mail")
_SHAPES: dict[type[Value], str] = {Duration: "duration", Fee: "fee", Channel: "channel", Fact: "fact"}


def save_results(results: Results) -> models.Run:
    """Save a whole run: each unit in its own transaction, units no longer in it removed at the end."""
    run = save_run(results.run, results.schema_version)
    for position, unit in enumerate(results.units):
        save_unit(run, unit, position)
    keep = {unit.unit_id for unit in results.units}
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
                unit=row,
                component=code,
                verdict=found.verdict.value,
                confidence=found.confidence,
                reason=found.reason,
                points=found.points,
                max_points=found.max_points,
                why=why.get(code, ""),
            )
            for code, found in unit.components.items()
        )
        pairs = list(zip(findings, unit.components.values(), strict=True))
        models.EvidenceRow.objects.bulk_create(
            (
                models.EvidenceRow(finding=finding, **msgspec.to_builtins(proof))
                for finding, found in pairs
                for proof in found.evidence
            ),
            batch_size=_BATCH,
        )
        values = [_value_row(value, finding=finding) for finding, found in pairs for value in found.values]
        services = models.ServiceRow.objects.bulk_create(
            models.ServiceRow(unit=row, name=service.name, url=service.url) for service in unit.services
        )
        parts = [
            (models.ServiceFindingRow(service=service_row, component=code, verdict=part.verdict.value), part)
            for service_row, service in zip(services, unit.services, strict=True)
            for code, part in service.components.items()
        ]
        models.ServiceFindingRow.objects.bulk_create((made for made, _ in parts), batch_size=_BATCH)
        values += [_value_row(value, service_finding=made) for made, part in parts for value in part.values]
        models.ValueRow.objects.bulk_create(values, batch_size=_BATCH)
        models.ProblemRow.objects.bulk_create(
            models.ProblemRow(unit=row, code=problem.code, url=problem.url, snippet=problem.snippet)
            for problem in unit.problems
        )
    return row


def _unit_row(run: models.Run, unit: UnitResult, position: int) -> models.UnitRun:
    site, score = msgspec.to_builtins(unit.site), unit.score
    discovery = {name: site.pop(name) for name in _DISCOVERY}
    return models.UnitRun(
        run=run,
        position=position,
        unit_id=unit.unit_id,
        name=unit.name,
        kind=unit.kind.value,
        region=unit.region,
        **site,
        discovery=discovery,
        score=score.value,
        coverage=score.coverage,
        low=score.low,
        high=score.high,
        zone=score.zone,
        rubric=score.rubric,
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
    info = RunInfo(
        id=run.run_id,
        started_at=run.started_at,
        finished_at=run.finished_at,
        rubric=run.rubric,
        tool_version=run.tool_version,
        options=run.options,
    )
    rows = run.units.prefetch_related(
        "findings__evidence", "findings__values_found", "services__findings__values_found", "problems"
    )
    return Results(
        run=info, units=tuple(_unit_record(row) for row in rows), schema_version=run.schema_version
    )


def _values(rows: Iterable[models.ValueRow]) -> tuple[Value, ...]:
    return tuple(value_in(row.data) for row in rows)


def _unit_record(row: models.UnitRun) -> UnitResult:
    findings = list(row.findings.all())
    return UnitResult(
        unit_id=row.unit_id,
        name=row.name,
        kind=Kind(row.kind),
        region=row.region,
        site=Site(
            status=SiteStatus(row.status),
            url=row.url,
            final_url=row.final_url,
            domain=DomainClass(row.domain),
            registered_domain=row.registered_domain,
            https=Https(row.https),
            reasons=tuple(row.reasons),
            pages_fetched=row.pages_fetched,
            documents_fetched=row.documents_fetched,
            pages_rendered=row.pages_rendered,
            images_read=row.images_read,
            platform=row.platform,
            confidence=row.confidence,
            candidates=tuple(Candidate(**tried) for tried in row.candidates),
            social=tuple(row.social),
            **_discovery(row.discovery),
        ),
        components={finding.component: _component(finding) for finding in findings},
        services=tuple(
            Service(
                name=service.name,
                url=service.url,
                components={
                    part.component: ServiceFinding(
                        verdict=Verdict(part.verdict), values=_values(part.values_found.all())
                    )
                    for part in service.findings.all()
                },
            )
            for service in row.services.all()
        ),
        problems=tuple(Problem(code=p.code, url=p.url, snippet=p.snippet) for p in row.problems.all()),
        score=Score(
            value=row.score,
            coverage=row.coverage,
            low=row.low,
            high=row.high,
            zone=row.zone,
            rubric=row.rubric,
            lines=tuple(
                ScoreLine(code=f.component, points=f.points, max_points=f.max_points, why=f.why)
                for f in findings
            ),
        ),
    )


def _discovery(stored: dict[str, Any]) -> dict[str, Any]:
    """The fields of a Site kept together; runs stored by older versions have none of them."""
    if not stored:
        return {}
    return {
        **stored,
        "asked": tuple(Asked(**asked) for asked in stored["asked"]),
        "decision": Decision(**stored["decision"]) if stored["decision"] else None,
        "mail": tuple(stored["mail"]),
    }


def _component(row: models.Finding) -> ComponentResult:
    return ComponentResult(
        verdict=Verdict(row.verdict),
        confidence=row.confidence,
        points=row.points,
        max_points=row.max_points,
        evidence=tuple(
            Evidence(
                url=proof.url,
                source=Source(proof.source),
                locator=proof.locator,
                snippet=proof.snippet,
                sha256=proof.sha256,
                fetched_at=proof.fetched_at,
            )
            for proof in row.evidence.all()
        ),
        values=_values(row.values_found.all()),
        reason=row.reason,
    )
