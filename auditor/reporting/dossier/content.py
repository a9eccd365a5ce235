"""What a dossier says of one unit, as plain data that the PDF and the HTML show alike. Pure."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.models import SERVICE_DELIVERY, ComponentResult, Evidence, SiteStatus, Verdict
from auditor.reporting.dossier.basis import Risk, load_risks, load_visit
from auditor.reporting.printable import clipped
from auditor.reporting.texts import Texts
from auditor.reporting.view import (
    GROUPS,
    NO_SITE,
    RegionView,
    UnitView,
    evidence_link,
    link,
    number,
    percent,
    unit_file,
    value_text,
)
from auditor.values.masking import mask

# So much of each list goes into the paper (two to six pages); the rest is on the evidence page.
QUOTE, ADDRESS, VALUES, TRAIL, SERVICES, PROBLEMS, QUESTIONS = 240, 110, 3, 6, 24, 8, 10
_ABSENT = (*NO_SITE, SiteStatus.PARKED, SiteStatus.REDIRECTED_AWAY, SiteStatus.UNDER_CONSTRUCTION)
_LACKING = (Verdict.NOT_FOUND, Verdict.PARTIAL)

_SIGN = re.compile(r"(?<!\S)[+-][a-z_0-9]+")

Row = dict[str, Any]


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedVerdict:
    """One component that changed: verdicts, direction and cause by their stable names."""

    component: str
    before: str
    after: str
    direction: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChanges:
    """What changed for one unit since an earlier run; ``known`` is False where it was not in it.

    ``site`` holds (what, before, after) by their stable names; ``rules`` says that the rubric or the
    program differ, so that a change need not be the site's.
    """

    date: str
    known: bool = True
    rules: bool = False
    score: tuple[float | None, float | None] | None = None
    site: tuple[tuple[str, str, str], ...] = ()
    verdicts: tuple[ChangedVerdict, ...] = ()


def content(view: UnitView, region: RegionView, changes: UnitChanges | None, target: str = "") -> Row:
    """Everything the dossier shows, words masked, addresses only where they may be clicked.

    ``target`` is the address the QR code opens: the unit's evidence page; without one the QR code
    opens the unit's site, and there is none where the unit has no site.
    """
    words, unit = view.texts, view.unit
    own = words.tables["dossier"]
    site, sources = link(view.url), _Sources(view)
    return {
        "lang": words.lang,
        "title": own["title"].format(name=view.name),
        "name": view.name,
        "words": own,
        "subtitle": " · ".join(
            (
                words("kinds", unit.kind.value),
                region.region(unit.region),
                mask(unit.unit_id),
                own["checked"].format(date=day(region, region.results.run.finished_at)),
            )
        ),
        "date": numbers(region.results.run.finished_at or region.results.run.started_at),
        "qr": {"url": target or site, "caption": own["qr_evidence" if target else "qr_site"]},
        "score": _score(view),
        "counts": [
            [v.value, words("verdict_marks", v.value), words("verdicts", v.value), str(view.counts[v])]
            for v in Verdict
        ],
        "facts": _facts(view),
        "trail": _trail(view),
        "published": _found(view, Verdict.PUBLISHED, sources),
        "partial": _found(view, Verdict.PARTIAL, sources),
        "missing": _missing(view),
        "sources": sources.rows(),
        "untested": _untested(view),
        "risks": _risks(view),
        "checklist": [_question(view, code, found) for code, found in uncertain(view)],
        "services": _services(view),
        "changes": _changes(view, region, changes),
        "problems": _problems(view),
        "method": _method(view, region),
    }


def uncertain(view: UnitView) -> list[tuple[str, ComponentResult]]:
    """The components to ask about on the spot, least certain first.

    What could not be tested comes before every verdict; among equals the heavier component first.
    """

    def key(entry: tuple[str, ComponentResult]) -> tuple[float, float]:
        code, found = entry
        sure = 0.0 if found.verdict is Verdict.NOT_TESTED else found.confidence
        return round(sure, 2), -(view.rubric.weights[code] if view.rubric else 0.0)

    asked = [
        (code, found)
        for code, found in view.unit.components.items()
        if found.verdict is not Verdict.NOT_APPLICABLE
    ]
    return sorted(asked, key=key)[:QUESTIONS]


def day(region: RegionView, time: str) -> str:
    """A record's time as a date in words; ``–`` when it is empty."""
    if not time:
        return "–"
    year, month, date = time[:10].split("-")
    return f"{int(date)} {region.texts('months', month)} {year}"


def numbers(time: str) -> list[int]:
    """A record's time as year, month, day (2000-01-01 when it is empty)."""
    return [int(part) for part in (time or "2000-01-01")[:10].split("-")]


def _stamp(time: str) -> str:
    """``2026-11-22T05:10:00Z`` as ``22-11-2026 05.10 UTC``."""
    date, _, hour = time.partition("T")
    return f"{'-'.join(reversed(date.split('-')))} {hour[:5].replace(':', '.')} UTC"


def _score(view: UnitView) -> Row:
    words, score = view.texts, view.unit.score
    return {
        "value": words("labels", "no_score").capitalize() if score.value is None else number(score.value),
        "zone": score.zone or "",
        "zone_title": next((z.title for z in view.rubric.zones if z.id == score.zone), score.zone or "")
        if view.rubric
        else score.zone or "",
        "line": words("dossier", "score_coverage").format(
            coverage=percent(score.coverage, 1),
            low=number(score.low),
            high=number(score.high),
            rubric=score.rubric,
        ),
    }


def _facts(view: UnitView) -> list[list[str]]:
    """Label, words, address to click."""
    words, site, own = view.texts, view.unit.site, view.texts.tables["dossier"]
    facts = [
        [
            words("labels", "status"),
            f"{words('statuses', site.status.value)}. {words('status_meanings', site.status.value)}",
            "",
        ]
    ]
    if view.url:
        facts.insert(0, [words("labels", "website"), clipped(mask(view.url), ADDRESS), link(view.url)])
        registered = f" ({mask(site.registered_domain)})" if site.registered_domain else ""
        facts += [
            [words("labels", "domain"), words("domains", site.domain.value) + registered, ""],
            [words("labels", "https"), words("https", site.https.value), ""],
        ]
    if site.pages_fetched or site.documents_fetched:
        facts.append(
            [
                own["reading"],
                own["reading_text"].format(
                    pages=site.pages_fetched, documents=site.documents_fetched, images=site.images_read
                ),
                "",
            ]
        )
    if view.reasons:
        facts.append([own["reasons"], clipped(" ".join(view.reasons), 400), ""])
    if site.social:
        facts.append([own["social"], clipped(", ".join(map(mask, site.social)), 200), ""])
    return facts


def _trail(view: UnitView) -> Row:
    words, tried = view.texts, view.unit.site.candidates
    return {
        "rows": [
            [
                clipped(mask(one.url), ADDRESS),
                words("origins", one.origin),
                words("outcomes", one.outcome),
                clipped(mask(_why(one.reason, words)), 160),
            ]
            for one in tried[:TRAIL]
        ],
        "more": _more(view, "more_trail", len(tried) - TRAIL),
    }


def _why(reason: str, words: Texts) -> str:
    """Why an address was taken or refused: the answer and its signs in words."""
    if not _SIGN.search(reason):
        return words.cause(reason)
    answer, colon, _ = reason.partition(":")
    signs = "; ".join(
        ("" if sign[0] == "+" else "−") + words("identity_signs", name)
        if words.knows("identity_signs", name := sign[1:])
        else words.cause(name)
        for sign in _SIGN.findall(reason)
    )
    return f"{words('identity_answers', answer)}: {signs}" if colon else signs


def _more(view: UnitView, name: str, many: int) -> str:
    return view.texts("dossier", name).format(many=many) if many > 0 else ""


class _Sources:
    """The pages quoted, numbered in the order of their first quote."""

    def __init__(self, view: UnitView) -> None:
        self._view = view
        self._proofs: dict[tuple[str, str], Evidence] = {}

    def number(self, proof: Evidence) -> int:
        key = (proof.url, proof.sha256)
        self._proofs.setdefault(key, proof)
        return list(self._proofs).index(key) + 1

    def rows(self) -> list[Row]:
        """Address, form, time of archiving and hash of every page quoted."""
        return [
            {
                "number": f"[{place}]",
                "url": link(proof.url),
                "shown": clipped(mask(proof.url), 2 * ADDRESS),
                "form": self._view.texts("sources", proof.source.value),
                "archived": _stamp(proof.fetched_at),
                "sha256": proof.sha256,
            }
            for place, proof in enumerate(self._proofs.values(), 1)
        ]


def _found(view: UnitView, verdict: Verdict, sources: _Sources) -> list[Row]:
    return [
        _proved(view, code, found, sources)
        for _, codes in GROUPS
        for code in codes
        if (found := view.unit.components.get(code)) is not None and found.verdict is verdict
    ]


def _proved(view: UnitView, code: str, found: ComponentResult, sources: _Sources) -> Row:
    words = view.texts
    values = {(text := value_text(value, words)).casefold(): text for value in reversed(found.values)}
    return {
        "name": words("components", code),
        "confidence": percent(found.confidence, 1),
        "reason": words.reason(code, found.reason),
        "values": [clipped(value, 160) for value in reversed(values.values())][:VALUES],
        "quote": clipped(mask(found.evidence[0].snippet), QUOTE) if found.evidence else "",
        "proofs": _refs(found, sources),
    }


def _refs(found: ComponentResult, sources: _Sources) -> list[Row]:
    """Number, address at the quote and page of every proof; one row where only the quote differs."""
    refs: dict[tuple[int, str], Row] = {}
    for proof in found.evidence:
        place = clipped(proof.locator, 30) if proof.locator.startswith("halaman") else ""
        number = sources.number(proof)
        row = {"number": f"[{number}]", "url": evidence_link(proof), "place": place}
        refs.setdefault((number, place), row)
    return list(refs.values())


def _untested(view: UnitView) -> list[list[str]]:
    """Reason, and the components that could not be tested for it."""
    words, by_reason = view.texts, dict[str, list[str]]()
    for code, found in view.untested:
        by_reason.setdefault(words.reason(code, found.reason), []).append(words("components", code))
    return [[reason, "; ".join(names)] for reason, names in by_reason.items()]


def _missing(view: UnitView) -> Row:
    words, own, status = view.texts, view.texts.tables["dossier"], view.unit.site.status
    names = [
        [words("groups", group), [words("components", code) for code in codes if _is_missing(view, code)]]
        for group, codes in GROUPS
    ]
    lead = own["missing_note"]
    if status in _ABSENT:
        lead = own["missing_no_site"].format(status=words("statuses", status.value).lower())
    return {"lead": lead, "groups": [entry for entry in names if entry[1]]}


def _is_missing(view: UnitView, code: str) -> bool:
    found = view.unit.components.get(code)
    return found is not None and found.verdict is Verdict.NOT_FOUND


def _risks(view: UnitView) -> Row:
    basis = load_risks()
    tested = [f for f in view.unit.components.values() if f.verdict is not Verdict.NOT_TESTED]
    shown = [risk for risk in basis.risks if _applies(risk, view)]
    none = "no_risk" if tested else "risk_untested"
    return {
        "note": basis.note.strip(),
        "none": "" if shown else view.texts("dossier", none),
        "rows": [
            {"title": risk.title, "why": risk.why, "rule": risk.rule, "status": risk.status} for risk in shown
        ],
        "definition": f"{basis.definition.rule}: {basis.definition.says} ({basis.definition.status})",
    }


def _applies(risk: Risk, view: UnitView) -> bool:
    if view.unit.site.status.value in risk.statuses:
        return True
    found = (view.unit.components.get(code) for code in risk.components)
    return any(one is not None and one.verdict in _LACKING for one in found)


def _question(view: UnitView, code: str, found: ComponentResult) -> Row:
    words, own, visit = view.texts, view.texts.tables["dossier"], load_visit()[code]
    said = own["said_untested" if found.verdict is Verdict.NOT_TESTED else "said"]
    return {
        "name": words("components", code),
        "ask": visit.ask,
        "look": visit.look,
        "said": said.format(
            verdict=words("verdicts", found.verdict.value).lower(), confidence=percent(found.confidence, 1)
        ),
    }


def _services(view: UnitView) -> Row:
    words, services = view.texts, view.unit.services
    return {
        "none": "" if services else words("dossier", "no_services"),
        "note": words("dossier", "services_note").format(
            complete=view.complete_services, total=len(services)
        ),
        "heads": [words("short", code) for code in SERVICE_DELIVERY],
        "rows": [
            {
                "name": clipped(mask(service.name), 90),
                "url": link(service.url),
                "marks": [
                    [part.verdict.value, words("verdict_marks", part.verdict.value)]
                    if (part := service.components.get(code)) is not None
                    else ["", "–"]
                    for code in SERVICE_DELIVERY
                ],
            }
            for service in services[:SERVICES]
        ],
        "more": _more(view, "more_services", len(services) - SERVICES),
    }


def _changes(view: UnitView, region: RegionView, changes: UnitChanges | None) -> Row | None:
    if changes is None:
        return None
    words, own = view.texts, view.texts.tables["dossier"]
    date = day(region, changes.date)
    lead = []
    if not changes.known:
        lead.append(own["changes_new"].format(date=date))
    elif not (changes.verdicts or changes.site or changes.score):
        lead.append(own["changes_none"].format(date=date))
    if changes.rules:
        lead.append(own["changes_rules"])
    if changes.score:
        before, after = (number(value) for value in changes.score)
        lead.append(own["changes_score"].format(before=before, after=after))
    tables = {"status": "statuses", "domain": "domains", "https": "https"}
    for what, before, after in changes.site:
        shown = [
            words(tables[what], end) if what in tables else clipped(mask(end), ADDRESS) or "–"
            for end in (before, after)
        ]
        lead.append(
            own["changes_site"].format(what=words("change_whats", what), before=shown[0], after=shown[1])
        )
    return {
        "lead": lead,
        "rows": [
            [
                words("components", one.component),
                f"{words('verdicts', one.before)} → {words('verdicts', one.after)}",
                words("change_directions", one.direction),
                words("change_causes", one.cause),
            ]
            for one in changes.verdicts
        ],
    }


def _problems(view: UnitView) -> Row:
    problems = view.unit.problems
    return {
        "rows": [
            [
                view.texts("problems", problem.code),
                clipped(mask(problem.url), ADDRESS),
                clipped(mask(problem.snippet), 140),
            ]
            for problem in problems[:PROBLEMS]
        ],
        "more": _more(view, "more_problems", len(problems) - PROBLEMS),
    }


def _method(view: UnitView, region: RegionView) -> list[str]:
    words, own = view.texts, view.texts.tables["dossier"]
    archive = f"units/{unit_file(view.unit.unit_id).removesuffix('.html')}/pages.warc.gz"
    lines: Sequence[str] = [
        own["method_program"],
        *(f"{words('verdicts', v)}: {words('verdict_meanings', v)}." for v in Verdict),
        own["method_archive"].format(archive=archive),
        f"{words('labels', 'score_long')}.",
    ]
    if region.rubric is not None:
        lines = [*lines, region.rubric.note]
    return list(lines)
