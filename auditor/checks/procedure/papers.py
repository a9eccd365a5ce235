"""Steps on papers that reading could not part into sections: posters, scans, SOP sheets (``prosedur``)."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.checks.base import PageSight, Phrases, SiteSight, page_evidence, published_by_page
from auditor.checks.sight.staff_sops import is_for_staff, is_sheet, name_of
from auditor.models import Finding, Source, Verdict

PHRASES = Phrases.load("prosedur")
_ID = "prosedur"
_OTHER_PARTS = tuple(Phrases.load(name)["labels"] for name in ("persyaratan", "jangka_waktu", "biaya"))
_CALLED = 110  # characters of a table's text in which it is named
_WHOLE = 0.72  # below what a section of steps gets: its quote is nearer to the steps than a whole page


def steps_on_papers(site: SiteSight) -> Iterable[Finding]:
    """Posters and scans full of steps, and sheets of a service's SOP."""
    yield from _pictures(site)
    yield from _sheets(site)


def _pictures(site: SiteSight) -> Iterable[Finding]:
    """Posters and scans whose text reading could not order: named so, and full of steps."""
    for page in site.pages_for(_ID):
        if not page.is_document or page.external or page.is_ppid:
            continue
        head = f"{page.heading} / {page.text[:250]}"
        hit = PHRASES["labels"].search(page.text[:250]) or PHRASES["steps"].search(page.text)
        if hit is None or not PHRASES["labels"].search(head) or PHRASES["not_labels"].search(head):
            continue
        if len({match.group()[:6] for match in PHRASES["steps"].finditer(page.text)}) < 4:
            continue
        if page.page.source is Source.PDF and _is_parted(page):
            continue
        verdict, confidence = (Verdict.PARTIAL, 0.5) if page.is_news else (Verdict.PUBLISHED, _WHOLE)
        yield Finding(
            component=_ID,
            verdict=verdict,
            confidence=confidence,
            reason="one_event" if page.is_news else "picture",
            evidence=(page_evidence(page, hit.span()),),
        )


def _is_parted(page: PageSight) -> bool:
    """A standard of which reading told the parts: its procedure is what stands in that part, verbs in the
    others tell no way."""
    told = [sight.label for sight in page.sections if sight.body.strip()]
    return any(PHRASES["labels"].is_label(label, 80) for label in told) and any(
        part.is_label(label, 80) for part in _OTHER_PARTS for label in told
    )


def _sheets(site: SiteSight) -> Iterable[Finding]:
    """SOP sheets (PermenPANRB 35/2012) of a service: a table of who does what in which time. One that never
    speaks of an applicant is an order to the staff."""
    for page in site.pages_for(_ID):
        if not page.is_document or page.external or page.is_ppid or page.is_news:
            continue
        text = page.text[:20000]
        if is_sheet(text):
            called = f"{page.anchor} / {name_of(text)}"
        elif PHRASES["sheet_heads"].search(text):  # the table alone, its name above it
            called = f"{page.anchor} / {text[:_CALLED]}"
        else:
            continue
        if PHRASES["not_labels"].search(called) or is_for_staff(called, site.snapshot.agency):
            continue
        acts = list(PHRASES["steps"].finditer(text))
        told = sum(1 for _ in PHRASES["applicants"].finditer(text))
        if told >= 2 and len({hit.group()[:6] for hit in acts}) >= 4:
            yield published_by_page(_ID, page, "sheet", 0.82, acts[0].span())
