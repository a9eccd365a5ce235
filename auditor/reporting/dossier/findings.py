"""What a dossier says of the components: proofs, what is missing, risks, questions, services. Pure."""

from __future__ import annotations

from typing import Any

from auditor.masking import mask
from auditor.models import SERVICE_DELIVERY, ComponentResult, Evidence, SiteStatus, Verdict
from auditor.reporting.dates import stamp
from auditor.reporting.dossier.basis import Risk, load_risks, load_visit
from auditor.reporting.dossier.limits import Limits
from auditor.reporting.dossier.site import more
from auditor.reporting.links import evidence_link, link
from auditor.reporting.printable import clipped
from auditor.reporting.view import GROUPS, NO_SITE, UnitView
from auditor.reporting.wording import percent, value_texts

Row = dict[str, Any]
_ABSENT = (*NO_SITE, SiteStatus.PARKED, SiteStatus.REDIRECTED_AWAY, SiteStatus.UNDER_CONSTRUCTION)
_LACKING = (Verdict.NOT_FOUND, Verdict.PARTIAL)


class Sources:
    """The pages quoted, numbered in the order of their first quote."""

    def __init__(self, view: UnitView, limits: Limits) -> None:
        self._view, self.limits = view, limits
        self._proofs: dict[tuple[str, str], Evidence] = {}

    def number(self, proof: Evidence) -> int:
        """The number of the page a proof stands on."""
        key = (proof.url, proof.sha256)
        self._proofs.setdefault(key, proof)
        return list(self._proofs).index(key) + 1

    def rows(self) -> list[Row]:
        """Address, form, time of archiving and hash of every page quoted."""
        return [
            {
                "number": f"[{place}]",
                "url": link(proof.url),
                "shown": clipped(mask(proof.url), self.limits.address),
                "form": self._view.texts("sources", proof.source.value),
                "archived": stamp(proof.fetched_at),
                "sha256": proof.sha256,
            }
            for place, proof in enumerate(self._proofs.values(), 1)
        ]


def found(view: UnitView, verdict: Verdict, sources: Sources) -> list[Row]:
    """The components of a verdict in the order of the groups, with quote, values and proofs."""
    return [
        _proved(view, code, one, sources)
        for _, codes in GROUPS
        for code in codes
        if (one := view.unit.components.get(code)) is not None and one.verdict is verdict
    ]


def _proved(view: UnitView, code: str, found: ComponentResult, sources: Sources) -> Row:
    words, limits = view.texts, sources.limits
    return {
        "name": words("components", code),
        "confidence": percent(found.confidence, 1),
        "reason": words.reason(code, found.reason),
        "values": [clipped(told, limits.value) for told in value_texts(found.values, words)[: limits.values]],
        "quote": clipped(mask(found.evidence[0].snippet), limits.quote) if found.evidence else "",
        "proofs": _refs(found, sources),
    }


def _refs(found: ComponentResult, sources: Sources) -> list[Row]:
    """Number, address at the quote and page of every proof; one row where only the quote differs."""
    refs: dict[tuple[int, str], Row] = {}
    for proof in found.evidence[: sources.limits.proofs]:
        place = clipped(proof.locator, 30) if proof.locator.startswith("halaman") else ""
        number = sources.number(proof)
        row = {"number": f"[{number}]", "url": evidence_link(proof), "place": place}
        refs.setdefault((number, place), row)
    return list(refs.values())


def untested(view: UnitView) -> list[list[str]]:
    """Reason, and the components that could not be tested for it."""
    words, by_reason = view.texts, dict[str, list[str]]()
    for code, found in view.untested:
        by_reason.setdefault(words.reason(code, found.reason), []).append(words("components", code))
    return [[reason, "; ".join(names)] for reason, names in by_reason.items()]


def missing(view: UnitView) -> Row:
    """The components not found, by group, after a sentence on what that means here."""
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


def risks(view: UnitView) -> Row:
    """The risks that follow from what is lacking; questions for the visit, no verdicts."""
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


def uncertain(view: UnitView, many: int) -> list[tuple[str, ComponentResult]]:
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
    return sorted(asked, key=key)[:many]


def question(view: UnitView, code: str, found: ComponentResult) -> Row:
    """What to ask at the counter about a component, and why."""
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


def services(view: UnitView, limits: Limits) -> Row:
    """The services named on the site and their six components."""
    words, named = view.texts, view.unit.services
    return {
        "none": "" if named else words("dossier", "no_services"),
        "note": words("dossier", "services_note").format(complete=view.complete_services, total=len(named)),
        "heads": [words("short", code) for code in SERVICE_DELIVERY],
        "rows": [
            {
                "name": clipped(mask(service.name), limits.name),
                "url": link(service.url),
                "marks": [
                    {"code": part.verdict.value, "mark": words("verdict_marks", part.verdict.value)}
                    if (part := service.components.get(code)) is not None
                    else {"code": "", "mark": "–"}
                    for code in SERVICE_DELIVERY
                ],
            }
            for service in named[: limits.services]
        ],
        "legend": _legend(view),
        "more": more(view, "more_services", len(named) - limits.services),
    }


def _legend(view: UnitView) -> str:
    """What the marks of the services' table mean. A service without a finding of its own is no verdict."""
    words = view.texts
    said = [v for v in Verdict if v is not Verdict.NOT_APPLICABLE]
    marks = [f"{words('verdict_marks', v.value)} {words('verdicts', v.value).lower()}" for v in said]
    return f"{', '.join(marks)}, – {words('labels', 'service_unsaid')}."
