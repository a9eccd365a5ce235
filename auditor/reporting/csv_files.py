"""CSV: ``results.csv`` (one row per unit and component) and ``results-units.csv`` (one row per unit).

UTF-8, comma, header row, stable English column names, codes as in ``results.json``. Text that a
spreadsheet would take for a formula (beginning with ``= + - @``, tab or carriage return) gets a
leading apostrophe, as OWASP advises against CSV injection; take it off again when reading by program.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.masking import mask
from auditor.models import Verdict
from auditor.reporting.links import evidence_link, link
from auditor.reporting.view import RegionView, UnitView
from auditor.reporting.wording import joined, value_texts

_FORMULA = ("=", "+", "-", "@", "\t", "\r")

COMPONENT_COLUMNS = (
    "unit_id",
    "name",
    "kind",
    "region",
    "site_status",
    "component",
    "verdict",
    "confidence",
    "points",
    "max_points",
    "reason",
    "values",
    "evidence_count",
    "evidence_url",
    "evidence_source",
    "evidence_locator",
    "evidence_snippet",
    "evidence_sha256",
    "evidence_fetched_at",
)
UNIT_COLUMNS = (
    "unit_id",
    "name",
    "kind",
    "region",
    "site_status",
    "site_reasons",
    "url",
    "final_url",
    "domain",
    "registered_domain",
    "https",
    "pages_fetched",
    "documents_fetched",
    "pages_rendered",
    "images_read",
    "score",
    "coverage",
    "low",
    "high",
    "zone",
    "rubric",
    "published",
    "partial",
    "not_found",
    "not_tested",
    "not_applicable",
    "services",
    "complete_services",
    "problems",
)


def safe(cell: object) -> object:
    """The cell, with an apostrophe before text a spreadsheet would calculate; numbers stay numbers.

    A carriage return becomes a line feed: Python's csv leaves it unquoted, and readers take it for the
    end of the row.
    """
    if isinstance(cell, str):
        text = f"'{cell}" if cell.startswith(_FORMULA) else cell
        return text.replace("\r\n", "\n").replace("\r", "\n")
    return "" if cell is None else cell


def write(region: RegionView, folder: Path) -> Iterator[Path]:
    """Write both tables; their paths."""
    rows = (row for view in region.units for row in component_rows(view))
    yield _table(folder / "results.csv", COMPONENT_COLUMNS, rows)
    yield _table(folder / "results-units.csv", UNIT_COLUMNS, (unit_row(view) for view in region.units))


def _table(path: Path, columns: tuple[str, ...], rows: Iterable[tuple[object, ...]]) -> Path:
    with path.open("w", encoding="utf-8", newline="") as file:  # row by row: a national run has 700,000
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows([safe(cell) for cell in row] for row in rows)
    return path


def component_rows(view: UnitView) -> Iterator[tuple[object, ...]]:
    """The rows of one unit, with the first piece of evidence of each component."""
    unit = view.unit
    for code, found in unit.components.items():
        first = found.evidence[0] if found.evidence else None
        proof: tuple[object, ...] = ("",) * 6
        if first is not None:
            address = evidence_link(first) or mask(first.url)
            proof = (
                address,
                first.source.value,
                mask(first.locator),
                mask(first.snippet),
                first.sha256,
                first.fetched_at,
            )
        yield (
            mask(unit.unit_id),
            view.name,
            unit.kind.value,
            unit.region,
            unit.site.status.value,
            code,
            found.verdict.value,
            found.confidence,
            found.points,
            found.max_points,
            found.reason,
            joined(value_texts(found.values, view.texts)),
            len(found.evidence),
            *proof,
        )


def unit_row(view: UnitView) -> tuple[object, ...]:
    """The row of one unit."""
    unit, site, score = view.unit, view.unit.site, view.unit.score
    return (
        mask(unit.unit_id),
        view.name,
        unit.kind.value,
        unit.region,
        site.status.value,
        joined(mask(reason) for reason in site.reasons),
        link(site.url) or mask(site.url),
        link(site.final_url) or mask(site.final_url),
        site.domain.value,
        site.registered_domain,
        site.https.value,
        site.pages_fetched,
        site.documents_fetched,
        site.pages_rendered,
        site.images_read,
        score.value,
        score.coverage,
        score.low,
        score.high,
        score.zone,
        score.rubric,
        *(view.counts[verdict] for verdict in Verdict),
        len(unit.services),
        view.complete_services,
        joined(sorted({problem.code for problem in unit.problems})),
    )
