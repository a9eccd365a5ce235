"""What a run says of things it could not look at itself: an old page, a dead site, a page that is gone.

A failure never overwrites what was known. Where single pages could not be read, their last content is
judged and the verdict carries its age (``last_seen``). Where the whole site could not be read, the
verdict is ``not_tested`` and says what was seen last, and when. Nothing here changes points.
"""

from __future__ import annotations

from dataclasses import replace

from auditor.models import ComponentResult, Gone, Problem, Site, UnitResult, Verdict, Visit

GONE_CODE = "gone_page"
_UNASKED = (
    "{count} halaman tidak ditanyakan kali ini: peta situs (sitemap), yang telah terbukti benar, menyatakan "
    "halaman itu tidak berubah; terakhir diperiksa paling lama {since}."
)
_KEPT = "{count} halaman tidak dapat dibuka kali ini; dipakai isi terakhirnya (paling lama {since})."
_GONE = {
    "http_404": "Dikunjungi pada audit lalu ({date}), kini tidak ada (404).",
    "http_410": "Dikunjungi pada audit lalu ({date}), kini dihapus (410).",
    "unlinked": "Dikunjungi pada audit lalu ({date}); masih terbuka, tetapi kini tidak ditautkan.",
}


def with_ages(unit: UnitResult, visit: Visit) -> UnitResult:
    """The result with the age of everything that rests on an earlier visit, and with what is gone."""
    kept = {fetch.url: fetch.fetched_at for fetch in visit.fetches if fetch.kept}
    site = unit.site
    if kept:
        reason = _KEPT.format(count=len(kept), since=min(kept.values())[:10])
        site = replace(site, reasons=(*site.reasons, reason))
    return replace(
        unit,
        site=site,
        components={code: _aged(found, kept) for code, found in unit.components.items()},
        problems=(*unit.problems, *(_problem(gone) for gone in visit.gone)),
    )


def with_unasked(unit: UnitResult, visit: Visit) -> UnitResult:
    """The result with how many pages were not asked this time, in place of what it said of another visit."""
    site = unit.site
    asked = [fetch.fetched_at for fetch in visit.fetches if fetch.unasked]
    if not asked and not site.pages_unasked:
        return unit
    said = tuple(reason for reason in site.reasons if reason != _unasked(site))
    site = replace(site, reasons=said, pages_unasked=len(asked), unasked_since=min(asked, default=""))
    if asked:
        site = replace(site, reasons=(*said, _unasked(site)))
    return replace(unit, site=site)


def _unasked(site: Site) -> str:
    return _UNASKED.format(count=site.pages_unasked, since=site.unasked_since[:10])


def _aged(found: ComponentResult, kept: dict[str, str]) -> ComponentResult:
    dates = [kept.get(quote.url, "") for quote in found.evidence]
    return replace(found, last_seen=max(dates)) if dates and all(dates) else found


def _problem(gone: Gone) -> Problem:
    return Problem(code=GONE_CODE, url=gone.url, snippet=_GONE[gone.cause].format(date=gone.last_seen[:10]))


def with_memory(unit: UnitResult, before: UnitResult, when: str) -> UnitResult:
    """The result with what an earlier one (of ``when``) said of each component that was not tested now."""
    return replace(
        unit,
        components={
            code: _remembered(found, before.components.get(code), when)
            for code, found in unit.components.items()
        },
    )


def _remembered(found: ComponentResult, before: ComponentResult | None, when: str) -> ComponentResult:
    if found.verdict is not Verdict.NOT_TESTED or before is None or before.verdict is Verdict.NOT_APPLICABLE:
        return found
    if before.verdict is Verdict.NOT_TESTED:
        return replace(found, last_seen=before.last_seen, last_verdict=before.last_verdict)
    seen = before.last_seen or max((quote.fetched_at for quote in before.evidence), default=when)
    return replace(found, last_seen=seen, last_verdict=before.verdict)
