"""The region's summary as a tagged, titled PDF (``laporan.pdf``); the document's date is the run's."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import Any

from auditor.masking import mask
from auditor.models import COMPONENTS, Verdict
from auditor.reporting.typeset import Typesetter
from auditor.reporting.view import RegionView
from auditor.reporting.wording import number, percent

UNITS_UP_TO = 500
"""Above this many units the PDF keeps to the summary: a matrix of thousands of rows is for the workbook."""


def write(region: RegionView, folder: Path) -> Path:
    """Write ``laporan.pdf``. Raises TypesetError."""
    path = folder / "laporan.pdf"
    path.write_bytes(Typesetter("laporan.typ").pdf(_data(region), path.name))
    return path


def _data(region: RegionView) -> dict[str, Any]:
    words, run, total = region.texts, region.results.run, len(region.units)
    day = (run.finished_at or run.started_at or "2000-01-01")[:10]
    counted = [f"{title}: {many}" for _, title, many in region.zones]
    counted.append(f"Belum dapat dinilai: {total - len(region.scores)}")
    note = f"{', '.join(counted)}." if region.judged else words("labels", "site_only")
    return {
        "lang": words.lang,
        "title": region.title,
        "kicker": words("labels", "report"),
        "subtitle": f"{total} unit · {day} · rubrik {run.rubric} · auditor {run.tool_version}",
        "date": [int(part) for part in day.split("-")],
        "footer": words("labels", "score_long" if region.judged else "report"),
        "score_long": words("labels", "score_long"),
        "judged": region.judged,
        "note": note,
        "words": {
            "summary": words("labels", "summary"),
            "components": "Putusan per komponen",
            "component": words("labels", "component"),
            "units": "Semua unit",
            "unit": words("labels", "unit"),
            "status": words("labels", "status"),
            "domain": words("labels", "domain"),
            "score": "Skor",
            "coverage": words("labels", "coverage"),
            "matrix": words("labels", "matrix"),
            "method": words("labels", "method"),
        },
        "cards": [
            ["Unit diperiksa", str(total)],
            ["Situs aktif", f"{region.statuses['online']} ({percent(region.statuses['online'], total)})"],  # type: ignore[index]
            [words("labels", "without_site"), str(len(region.without_site))],
            ["Situs bukan di go.id wilayah sendiri", str(len(region.outside))],
            ["Situs tidak dapat dibuka atau terganggu", str(len(region.unwell))],
            *([["Median skor informasi daring", number(region.median)]] if region.judged else []),
        ],
        "verdicts": [
            {"code": v.value, "title": words("verdicts", v.value), "mark": words("verdict_marks", v.value)}
            for v in Verdict
        ],
        "codes": [words("short", code) for code in COMPONENTS],
        "components": [
            {
                "title": words("components", code),
                "counts": [str(counted[v]) for v in Verdict],
                "shares": [counted[v] / total if total else 0 for v in Verdict],
            }
            for code, counted in region.components.items()
        ],
        "units": [
            {
                "name": view.name,
                "status": words("statuses", view.unit.site.status.value),
                "domain": words("domains", view.unit.site.domain.value),
                "score": number(view.unit.score.value),
                "coverage": percent(view.unit.score.coverage, 1),
                "verdicts": [
                    {"code": v.value, "mark": words("verdict_marks", v.value)}
                    for v in (view.unit.components[code].verdict for code in COMPONENTS)
                ],
            }
            for view in (region.units if total <= UNITS_UP_TO else [])
        ],
        "units_note": f"{total} unit: lihat lembar Unit dan Matriks pada laporan.xlsx.",
        "lists": _lists(region),
        "method": _method(region),
    }


def _lists(region: RegionView) -> list[dict[str, Any]]:
    words = region.texts
    unit, status, site = (words("labels", name) for name in ("unit", "status", "website"))

    def table(title: str, heads: Sequence[str], rows: list[list[str]]) -> dict[str, Any]:
        return {"title": f"{title} ({len(rows)})", "heads": list(heads), "rows": rows, "none": "Tidak ada."}

    return [
        table(
            words("labels", "without_site"),
            (unit, status),
            [[view.name, words("statuses", view.unit.site.status.value)] for view in region.without_site],
        ),
        table(
            "Situs bukan di go.id wilayah sendiri",
            (unit, site, words("labels", "domain")),
            [[v.name, mask(v.url), words("domains", v.unit.site.domain.value)] for v in region.outside],
        ),
        table(
            words("labels", "unwell"),
            (unit, status, "Sebab"),
            [
                [view.name, words("statuses", view.unit.site.status.value), "; ".join(view.reasons) or "–"]
                for view in region.unwell
            ],
        ),
    ]


def _method(region: RegionView) -> list[str]:
    words = region.texts
    if not region.judged:
        meanings = words.tables["status_meanings"]
        return [f"{words('statuses', status)}: {meaning}" for status, meaning in meanings.items()]
    lines = [f"{words('verdicts', v)}: {words('verdict_meanings', v)}." for v in Verdict]
    if region.rubric is not None:
        rubric = region.rubric
        lines += [rubric.note, rubric.weights_note, rubric.zones_note]
        lines += [f"{basis.rule}: {basis.says} ({basis.url})" for basis in rubric.basis]
    return lines
