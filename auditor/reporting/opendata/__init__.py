"""Open data: the columns, their dictionary, and the rows of each table.

Column names never move. Everything a site wrote is masked here (personal data); ``results.json`` keeps
the words verbatim as proof. Columns and their meaning are data, in ``columns.toml``.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

from auditor.masking import mask
from auditor.models import (
    COMPONENTS,
    SERVICE_DELIVERY,
    DomainClass,
    Https,
    Kind,
    Region,
    RunInfo,
    SiteStatus,
    Source,
    Verdict,
)
from auditor.reporting.links import link
from auditor.reporting.view import UnitView
from auditor.reporting.wording import joined, value_texts

TABLES = ("units", "components", "evidence", "services", "problems")

Cell = str | int | float | None

_CODES: Mapping[str, tuple[str, ...]] = {
    "kind": tuple(Kind),
    "status": tuple(SiteStatus),
    "domain": tuple(DomainClass),
    "https": tuple(Https),
    "verdict": tuple(Verdict),
    "source": tuple(Source),
    "component": COMPONENTS,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ColumnSpec:
    """A column: type of Frictionless Table Schema, set of codes, meaning in both languages."""

    name: str
    type: Literal["string", "number", "integer"]
    id: str
    en: str
    enum: str = ""
    required: bool = False

    @property
    def codes(self) -> tuple[str, ...]:
        """The codes the column may hold; empty when it is free."""
        return tuple(str(code) for code in _CODES[self.enum]) if self.enum else ()


@dataclass(frozen=True, slots=True, kw_only=True)
class TableSpec:
    """A table: what it is in both languages, its key, its columns in order."""

    name: str
    title: str
    title_en: str
    description: str
    description_en: str
    key: tuple[str, ...]
    columns: tuple[ColumnSpec, ...]


@lru_cache(maxsize=1)
def load_tables() -> dict[str, TableSpec]:
    """The tables of ``columns.toml``, in the order of ``TABLES``."""
    data = msgspec.toml.decode(resources.files(__name__).joinpath("columns.toml").read_bytes())
    return {
        name: msgspec.convert({"name": name, **data["tables"][name], "columns": data[name]}, type=TableSpec)
        for name in TABLES
    }


def rows(view: UnitView, run: RunInfo, regions: Mapping[str, Region]) -> dict[str, list[tuple[Cell, ...]]]:
    """One unit's rows of every table, in the order of the columns."""
    unit_id = mask(view.unit.unit_id)
    return {
        "units": [_unit(view, run, regions)],
        "components": list(_components(view)),
        "evidence": [
            (
                unit_id,
                code,
                number,
                link(proof.url) and mask(proof.url),
                proof.source.value,
                mask(proof.locator),
                mask(proof.snippet),
                proof.sha256,
                proof.fetched_at,
            )
            for code, found in view.unit.components.items()
            for number, proof in enumerate(found.evidence, 1)
        ],
        "services": [
            (
                unit_id,
                number,
                mask(service.name),
                link(service.url) and mask(service.url),
                *(
                    service.components[code].verdict.value if code in service.components else ""
                    for code in SERVICE_DELIVERY
                ),
            )
            for number, service in enumerate(view.unit.services, 1)
        ],
        "problems": [
            (unit_id, number, problem.code, link(problem.url) and mask(problem.url), mask(problem.snippet))
            for number, problem in enumerate(view.unit.problems, 1)
        ],
    }


def _unit(view: UnitView, run: RunInfo, regions: Mapping[str, Region]) -> tuple[Cell, ...]:
    unit, site, score = view.unit, view.unit.site, view.unit.score
    six = sum(unit.components[code].verdict is Verdict.PUBLISHED for code in SERVICE_DELIVERY)
    return (
        mask(unit.unit_id),
        view.name,
        unit.kind.value,
        unit.region,
        regions[unit.region].name if unit.region in regions else "",
        site.status.value,
        link(view.url) and mask(view.url),
        site.domain.value,
        mask(site.registered_domain),
        site.https.value,
        site.confidence,
        score.value,
        score.coverage,
        score.low,
        score.high,
        score.zone or "",
        score.rubric,
        *(view.counts[verdict] for verdict in Verdict),
        six,
        len(unit.services),
        view.complete_services,
        site.pages_fetched,
        site.documents_fetched,
        run.finished_at or run.started_at,
    )


def _components(view: UnitView) -> Iterator[tuple[Cell, ...]]:
    for code, found in view.unit.components.items():
        media = dict.fromkeys(proof.source.value for proof in found.evidence)
        yield (
            mask(view.unit.unit_id),
            code,
            view.texts("components", code),
            found.verdict.value,
            found.confidence,
            found.points,
            found.max_points,
            " ".join(media),
            joined(value_texts(found.values, view.texts)),
            len(found.evidence),
            found.reason,
        )
