"""Whether something that could not be read may hold a component."""

from __future__ import annotations

import re

from auditor.checks.sight.site import SiteSight
from auditor.checks.words.phrasebook import PhraseList, fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import MANUFACTURING, SERVICE_DELIVERY, Unread

_IN_A_STANDARD = frozenset(
    {*SERVICE_DELIVERY, *MANUFACTURING, "standar_pelayanan", "sop", "jam_layanan", "disabilitas"}
)
"""Components that a document called "Standar Pelayanan" may hold (PermenPANRB 15/2014; annexed hours)."""

_ENTRY_WORDS = 4


def may_hold(  # noqa: PLR0911 - one return per rule
    component: str, item: Unread, labels: PhraseList | None, site: SiteSight
) -> bool:
    """Whether an unread thing may hold a component.

    By its name, link text or the heading it stands under; a document called "Standar Pelayanan" may
    hold what a standard holds, and so may one that is only called "Unduh" below a service's heading,
    and the page behind a menu's "Layanan". A questionnaire to fill in holds none of it.
    """
    if item.what == "page" and CONTEXT["unrendered"].search(item.reason):
        return site.is_drawn_by_scripts  # an empty shell: nobody saw what it holds
    name = f"{name_of(item)} {named_by_row(item, site)}".strip()
    form = CONTEXT["form_address"].search(fold(item.url)) is not None
    if labels is not None and labels.search(name) and not (form and component in _IN_A_STANDARD):
        return True
    if form:
        return False
    if component not in _IN_A_STANDARD:
        return False
    if CONTEXT["holds_anything"].search(name):
        return True
    if CONTEXT["telling"].search(name):
        return False
    if item.what == "page":
        return _is_entry(item) and CONTEXT["service_heading"].search(name) is not None
    if item.what == "image" and not CONTEXT["poster"].search(name):
        return False
    above = _standing_under(item, site)
    if labels is not None and labels.search(above):
        return True
    return bool(
        CONTEXT["holds_anything"].search(above)
        or (_is_unnamed(item) and CONTEXT["service_heading"].search(above))
    )


def _is_entry(item: Unread) -> bool:
    """A link as short as a menu's ("Layanan Kami"): headlines of news speak of services, too."""
    return len((item.label or name_of(item)).split()) <= _ENTRY_WORDS


def _is_unnamed(item: Unread) -> bool:
    """A link text such as "Unduh", "Lihat dokumen", "Klik di sini", or a bare file name."""
    label = fold(item.label).strip()
    return not label or bool(CONTEXT["unnamed"].regex.fullmatch(label)) or "." in label


def _standing_under(item: Unread, site: SiteSight) -> str:
    """Headings and page name above the link to something unread, folded."""
    page = site.page_at(item.referrer) if item.referrer else None
    if page is None:
        return ""
    for sight in page.sections:
        if any(link.url == item.url for link in sight.section.links) and not sight.is_nav:
            return f"{' / '.join(sight.path.split(' / ')[-2:])} / {sight.label}"
    return page.heading


def named_by_row(item: Unread, site: SiteSight) -> str:
    """What the row of a link "Unduh" to something unread calls it, folded."""
    return site.row_name(item.referrer, item.url) if item.referrer and _is_unnamed(item) else ""


def name_of(item: Unread) -> str:
    """The link's words and the file's name, folded."""
    name = re.sub(r"[?#].*", "", item.url).rstrip("/").rsplit("/", 1)[-1]
    name = re.sub(r"%20|[_+\-]", " ", re.sub(r"\.[a-z]{3,4}$", "", name, flags=re.I))
    return fold(f"{item.label} {name}")
