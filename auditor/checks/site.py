"""The verdict on the website as a whole: is it there, whose name is it under, what kept us out.

Statuses are those of interface.md. ``none`` is claimed only when a source of discovery really
answered; ``not_tested`` when the fault may be our own. Every reason is one Indonesian line that names
its cause (words of causes: ``reference/signals.toml``; the rest: ``site.toml`` beside this file).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from auditor.checks.absent import decision_lines, judge_absent
from auditor.checks.base import bare_address
from auditor.checks.problems import is_defaced, is_gambling, tainted
from auditor.checks.site_traits import mail_outside, platform_of, site_words
from auditor.discovery.identity import Belongs, belongs
from auditor.models import (
    DomainClass,
    Https,
    Page,
    Region,
    Site,
    SiteStatus,
    Snapshot,
    Source,
    Visit,
)
from auditor.signals import cause_text, page_signals
from auditor.urls import classify_domain, host_of, registered_domain

if TYPE_CHECKING:
    from auditor.reference import Regions

_DOCUMENTS = frozenset({Source.PDF, Source.DOCX, Source.XLSX, Source.PPTX})


@dataclass(frozen=True, slots=True)
class _Status:
    """A status, its confidence and the words for why."""

    status: SiteStatus
    confidence: float
    reasons: tuple[str, ...] = ()
    url: str = ""


def judge_site(visit: Visit, snapshot: Snapshot, regions: Regions) -> Site:
    """Status, domain class, HTTPS, platform and counts of a unit's website, with named causes."""
    verdict = _status(visit, snapshot, regions)
    absent = verdict.status in {SiteStatus.NONE, SiteStatus.SOCIAL_ONLY}
    url = "" if absent else visit.home or verdict.url
    final = "" if absent else visit.final_url
    own = url if verdict.status is SiteStatus.REDIRECTED_AWAY else final or url
    host = host_of(own) if own else ""
    reasons = list(verdict.reasons)
    if verdict.status is not SiteStatus.ONLINE:
        reasons.insert(0, site_words().status_text[verdict.status.value])
    reasons.extend(decision_lines(visit))
    reasons.extend(_side_reasons(visit, snapshot, absent))
    vendor = _vendor(visit)
    if vendor and not absent:
        reasons.append(site_words().notes["vendor"].format(vendor=vendor))
    return Site(
        status=verdict.status,
        url=url,
        final_url=final,
        domain=_domain(host, visit, regions),
        registered_domain=registered_domain(host) if host else "",
        https=Https.NONE if absent else visit.https,
        reasons=tuple(dict.fromkeys(reasons)),
        pages_fetched=sum(page.source in {Source.HTML, Source.RENDERED} for page in snapshot.pages),
        documents_fetched=sum(page.source in _DOCUMENTS for page in snapshot.pages),
        pages_rendered=sum(page.source is Source.RENDERED for page in snapshot.pages),
        images_read=sum(page.source is Source.IMAGE and bool(page.sections) for page in snapshot.pages),
        platform=platform_of(snapshot),
        confidence=verdict.confidence,
        candidates=visit.trail,
        social=visit.social,
        asked=visit.asked,
        decision=visit.agency.decision,
        vendor="" if absent else vendor,
        mail=mail_outside(snapshot),
    )


def _domain(host: str, visit: Visit, regions: Regions) -> DomainClass:
    if not host:
        return DomainClass.NONE
    region: Region | None = regions.get(visit.agency.region)
    return classify_domain(host, region, regions)


# ---------------------------------------------------------------- status


def _status(visit: Visit, snapshot: Snapshot, regions: Regions) -> _Status:
    if not visit.home:
        absent = judge_absent(visit, _of_cause)
        return _Status(absent.status, absent.confidence, absent.reasons, absent.url)
    home = _home(visit, snapshot)
    if home is None:
        return _unreadable(visit)
    return _by_home(visit, snapshot, home, regions)


def _of_cause(cause: str) -> SiteStatus | None:
    """What a failed home page makes of the site; None when the cause is unknown."""
    data = site_words()
    if cause in data.own_side.causes:
        return SiteStatus.NOT_TESTED
    if cause in data.blocking.causes:
        return SiteStatus.BLOCKED
    if cause in data.away.causes:
        return SiteStatus.REDIRECTED_AWAY
    if cause in data.parked.causes:
        return SiteStatus.PARKED
    return SiteStatus.DEAD if cause else None


def _say(url: str, cause: str, detail: str) -> str:
    words = cause_text(cause) if cause else detail
    return f"{host_of(url) or url}: {words}."


def _home(visit: Visit, snapshot: Snapshot) -> Page | None:
    """The site's first readable page: the home page, else the first page that answered."""
    readable = [
        page
        for page in snapshot.pages
        if page.source in {Source.HTML, Source.RENDERED}
        and page.fetch.status < 400
        and not page.fetch.external
    ]
    wanted = {bare_address(url) for url in (visit.home, visit.final_url) if url}
    for page in readable:
        if {bare_address(page.fetch.url), bare_address(page.fetch.requested_url)} & wanted:
            return page
    return readable[0] if readable else None


def _unreadable(visit: Visit) -> _Status:
    """Nothing readable came from the home address: which cause?"""
    home_failures = [
        item
        for item in visit.failures
        if bare_address(item.url) in {bare_address(visit.home), bare_address(visit.final_url)}
    ]
    ordered = home_failures + [
        item for item in visit.failures if item not in home_failures and not item.referrer
    ]
    if "robots_all" in visit.notes:
        return _Status(SiteStatus.BLOCKED, 0.97, ())
    for failure in ordered:
        status = _of_cause(failure.cause)
        if status is not None:
            detail = f" ({failure.detail})" if failure.detail and len(failure.detail) < 120 else ""
            line = f"{host_of(failure.url) or failure.url}: {cause_text(failure.cause)}{detail}."
            return _Status(status, 0.95 if failure.permanent else 0.8, (line,))
    broken = [fetch.status for fetch in visit.fetches if fetch.status >= 400]
    if broken:
        code = broken[0]
        status = SiteStatus.BLOCKED if f"http_{code}" in site_words().blocking.causes else SiteStatus.DEAD
        return _Status(status, 0.9, (f"{host_of(visit.home)}: {cause_text(f'http_{code}')}.",))
    if visit.fetches:
        return _Status(
            SiteStatus.NOT_TESTED, 0.9, ("Situs menjawab, tetapi tidak ada halaman yang dapat dibaca.",)
        )
    return _Status(SiteStatus.NOT_TESTED, 1.0, ("Tidak ada halaman yang sempat dibaca.",))


def _by_home(  # noqa: PLR0911 - a status a line
    visit: Visit, snapshot: Snapshot, home: Page, regions: Regions
) -> _Status:
    """The home page was read: what does it, and what do the others, say of the site?"""
    signals = page_signals(home.fetch.status, {}, home.text, home.title, f"{home.title}\n{home.text}")
    others = [
        page for page in snapshot.pages if page is not home and page.source in {Source.HTML, Source.RENDERED}
    ]
    words = sum(len(page.text) for page in others if page.fetch.status < 400 and not page.fetch.external)
    spoiled = [page for page in snapshot.pages if tainted(page)]
    if spoiled:
        kind = "dirusak (deface)" if any(is_defaced(page) for page in spoiled) else "disusupi iklan judi"
        line = f"{len(spoiled)} halaman {kind}, misalnya {spoiled[0].fetch.url}."
        return _Status(
            SiteStatus.HACKED, 0.93 if len(spoiled) > 1 or is_gambling(spoiled[0]) else 0.9, (line,)
        )
    if "bot_wall" in signals and words < 400:
        return _Status(SiteStatus.BLOCKED, 0.93, (_say(home.fetch.url, "bot_wall", ""),))
    if "suspended" in signals:
        return _Status(SiteStatus.DEAD, 0.95, ("Akun hosting ditangguhkan.",))
    if "parked" in signals and words < 2000:
        return _Status(SiteStatus.PARKED, 0.95)
    if _went_away(visit) or _somebody_elses(visit, home, regions):
        return _Status(SiteStatus.REDIRECTED_AWAY, 0.85, (f"Berakhir di {visit.final_url}.",))
    if "default_server_page" in signals and words < 1500:
        return _Status(SiteStatus.UNDER_CONSTRUCTION, 0.85, ("Hanya halaman bawaan server.",))
    if "under_construction" in signals and words < 1500 and len(home.text) < 1500:
        return _Status(SiteStatus.UNDER_CONSTRUCTION, 0.9)
    if "directory_listing" in signals:
        return _Status(SiteStatus.ONLINE, 0.85, ("Beranda hanya daftar berkas (tidak ada halaman indeks).",))
    return _Status(SiteStatus.ONLINE, 0.97 if words or len(home.text) > 300 else 0.85)


def _went_away(visit: Visit) -> bool:
    """The last word on a redirect is the crawler's: it accepted or refused where the address led."""
    if any(
        item.cause in site_words().away.causes and bare_address(item.url) == bare_address(visit.home)
        for item in visit.failures
    ):
        return True
    return any(
        item.outcome == "refused" and item.reason.startswith("redirected_away") and item.url == visit.home
        for item in visit.trail
    )


def _somebody_elses(visit: Visit, home: Page, regions: Regions) -> bool:
    """The address led to a name registered by somebody who neither is nor names the unit."""
    region = regions.get(visit.agency.region)
    if region is None or not visit.final_url or not visit.home:
        return False
    asked, final = host_of(visit.home), host_of(visit.final_url)
    if registered_domain(asked) == registered_domain(final):
        return False
    judged = belongs(
        visit.agency, region, home.title, home.text, visit.final_url, home.links, regions=regions
    )
    if judged.verdict in {Belongs.OWN, Belongs.UNCLEAR}:
        return False
    return classify_domain(final, region, regions) not in {DomainClass.GO_ID, DomainClass.GO_ID_OTHER}


# ---------------------------------------------------------------- beside the status


def _side_reasons(visit: Visit, snapshot: Snapshot, absent: bool) -> list[str]:
    data = site_words()
    reasons = [data.notes[note] for note in visit.notes if note in data.notes]
    if absent:
        return reasons
    if "moved_domain" in visit.notes:
        before, after = host_of(visit.home), host_of(visit.final_url)
        reasons.append(site_words().moved[_moved(before, after)].format(before=before, after=after))
    if visit.https is Https.INVALID:
        code = visit.https_detail.partition(":")[0].strip()
        reasons.append(
            data.https.get(code, f"HTTPS bermasalah: {cause_text(code) or 'sertifikat tidak sah'}.")
        )
    elif visit.https is Https.NONE and snapshot.reached:
        reasons.append(data.https["none"])
    if snapshot.unread and snapshot.reached:
        causes = sorted(
            {cause_text(item.reason) for item in snapshot.unread if not item.reason.startswith("http_4")}
        )
        if causes:
            count = sum(not item.reason.startswith("http_4") for item in snapshot.unread)
            reasons.append(f"{count} halaman atau berkas belum terbaca: {'; '.join(causes[:4])}.")
    return reasons


def _moved(before: str, after: str) -> str:
    left, came = (registered_domain(host).endswith(".go.id") for host in (before, after))
    return "to_go_id" if came and not left else "from_go_id" if left and not came else "elsewhere"


def _vendor(visit: Visit) -> str:
    """The domain the site's name is an alias of, when somebody else registered it."""
    there, here = registered_domain(visit.canonical), registered_domain(host_of(visit.home))
    return there if visit.canonical and visit.home and there != here else ""
