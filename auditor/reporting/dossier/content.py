"""What a dossier says of one unit, as plain data that the PDF and the HTML show alike. Pure."""

from __future__ import annotations

from typing import Any

from auditor.masking import mask
from auditor.models import Verdict
from auditor.reporting.dates import day, numbers
from auditor.reporting.dossier import findings, site
from auditor.reporting.dossier.changes import UnitChanges, changes_told
from auditor.reporting.dossier.limits import Limits
from auditor.reporting.links import link, unit_file
from auditor.reporting.printable import clipped
from auditor.reporting.view import RegionView, UnitView

_NAME = 120  # the longest official names; more is a page's text in the wrong column


def content(
    view: UnitView, region: RegionView, changes: UnitChanges | None, target: str, limits: Limits
) -> dict[str, Any]:
    """Everything the dossier shows, words masked, addresses only where they may be clicked.

    ``target`` is the address the QR code opens: the unit's evidence page; without one the QR code
    opens the unit's site, and there is none where the unit has no site.
    """
    words, unit = view.texts, view.unit
    own = words.tables["dossier"]
    home, sources, name = link(view.url), findings.Sources(view, limits), clipped(view.name, _NAME)
    time = region.results.run.finished_at or region.results.run.started_at
    return {
        "lang": words.lang,
        "title": own["title"].format(name=name),
        "name": name,
        "words": own,
        "subtitle": " · ".join(
            (
                words("kinds", unit.kind.value),
                region.region(unit.region),
                clipped(mask(unit.unit_id), 60),
                own["checked"].format(date=day(time, words)),
            )
        ),
        "date": numbers(time),
        "qr": {"url": target or home, "caption": own["qr_evidence" if target else "qr_site"]},
        "score": site.score(view),
        "counts": [
            {
                "code": v.value,
                "mark": words("verdict_marks", v.value),
                "title": words("verdicts", v.value),
                "many": str(view.counts[v]),
            }
            for v in Verdict
        ],
        "facts": site.facts(view, limits),
        "trail": site.trail(view, limits),
        "published": findings.found(view, Verdict.PUBLISHED, sources),
        "partial": findings.found(view, Verdict.PARTIAL, sources),
        "missing": findings.missing(view),
        "sources": sources.rows(),
        "untested": findings.untested(view),
        "risks": findings.risks(view),
        "checklist": [
            findings.question(view, code, found) for code, found in findings.uncertain(view, limits.questions)
        ],
        "services": findings.services(view, limits),
        "features": {"title": words("features", "title"), "rows": site.features(view, limits)},
        "changes": changes_told(changes, words, limits) if changes else None,
        "problems": site.problems(view, limits),
        "method": _method(view, region),
    }


def _method(view: UnitView, region: RegionView) -> list[str]:
    words, own = view.texts, view.texts.tables["dossier"]
    archive = f"units/{unit_file(view.unit.unit_id).removesuffix('.html')}/pages.warc.gz"
    lines = [
        own["method_program"],
        *(f"{words('verdicts', v)}: {words('verdict_meanings', v)}." for v in Verdict),
        own["method_archive"].format(archive=archive),
        f"{words('labels', 'score_long')}.",
    ]
    if region.rubric is not None:
        lines.append(region.rubric.note)
    return lines
