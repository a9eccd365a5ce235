"""Where a link ends: nowhere, on a page that says nothing, or elsewhere."""

from __future__ import annotations

from auditor.checks.sight.page import PageSight
from auditor.checks.sight.section import Sight
from auditor.checks.sight.site import SiteSight
from auditor.checks.words.phrasebook import PhraseList, fold
from auditor.checks.words.wordings import CONTEXT, bare_address, is_placeholder
from auditor.models import SectionKind

_LOGIN = 300  # characters
_CAPTIONS = 80  # characters that may stand beside pictures: captions, a line that says what is shown


def points_nowhere(site: SiteSight, sight: Sight, labels: PhraseList) -> bool:
    """Nothing below the label but "Lihat" that leads nowhere, or pictures that are missing."""
    links = sight.section.links
    if links and CONTEXT["unnamed"].regex.fullmatch(sight.body):
        return all(dead_end(site, sight.page, link.url, labels) for link in links)
    if len(sight.section.body) > _CAPTIONS:
        return False
    below = [other for other in sight.page.sections if sight.section.label in other.section.path]
    return any(other.kind is SectionKind.IMAGE for other in below) and all(
        other.kind is SectionKind.IMAGE
        and other.section.links
        and all(bare_address(link.url) in site.missing for link in other.section.links)
        for other in below
        if other.kind is not SectionKind.PARAGRAPH
    )


def leads_nowhere(url: str) -> bool:
    """An empty address, "#", a script, or the maker's own machine."""
    return (
        not url
        or url.startswith("#")
        or url.rstrip("/#") == ""
        or url.lower().startswith("javascript")
        or CONTEXT["own_machine"].search(url.lower()) is not None
    )


def dead_end(site: SiteSight, page: PageSight, url: str, labels: PhraseList) -> str:  # noqa: PLR0911
    """Why a link shows nothing of a component: ``announced``, ``external``, or empty where it may."""
    if leads_nowhere(url):
        return "announced"
    if CONTEXT["tag_address"].search(fold(url)):
        return ""
    if "#" in url and bare_address(url) == bare_address(page.page.fetch.url):
        fragment = url.split("#", 1)[1]
        return "announced" if not fragment else ""
    target = site.page_at(url)
    if target is not None and target.external:
        return "external"
    if target is not None:
        body = " ".join(section.body for section in target.page.sections if section.zone == "main")
        if is_placeholder(body.strip()[:300]) and len(body) < 300:
            return "announced"
        elsewhere = ("#" in url or "/" not in bare_address(url)) and not _has_part(target, labels)
        return "announced" if _is_login(target) or elsewhere else ""  # "Profil" that leads to the home page
    bare = bare_address(url)
    if bare in site.missing:
        return "announced"
    host = bare.split("/", 1)[0].split(":")[0]
    own = {bare_address(other.page.fetch.url).split("/", 1)[0].split(":")[0] for other in site.pages[:3]}
    return (
        "external"
        if host and host not in own and not CONTEXT["not_evidence_hosts"].search(fold(host))
        else ""
    )


def _is_login(page: PageSight) -> bool:
    """A page that shows a form to log in and nothing else: who has no account reads nothing there."""
    forms = [sight for sight in page.sections if sight.kind is SectionKind.FORM]
    told = sum(len(sight.body) for sight in page.sections if sight.zone == "main" and not sight.label)
    return told < _LOGIN and any(CONTEXT["login"].search(sight.whole) for sight in forms)


def _has_part(page: PageSight, labels: PhraseList) -> bool:
    """Whether a page has a part of that name, where a link leads to a part ("/#maklumat")."""
    return any(not sight.is_nav and labels.search(sight.label) for sight in page.sections)
