"""Whether a part of a site that is itself called PPID deals with information requests (UU 14/2008).

On such a site the word stands in every title and above every heading: it names the site and says nothing of
what a section deals with (label definitions: PPID *matters* never count, which are requests, objections,
their times, fees and standards). Its own heads, its text and what stands beside it tell.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import TYPE_CHECKING

from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT, bare_address, title_parts
from auditor.models import SectionKind

if TYPE_CHECKING:
    from auditor.checks.sight.page import PageSight
    from auditor.checks.sight.section import Sight
    from auditor.checks.sight.site import SiteSight

_LISTS = ("ppid_strong", "ppid", "ppid_at_home")
_OPENING = 400  # characters in which a section says what it deals with
_ITEM = re.compile(r"^\W*(?:\w{1,2}[.)])?\s*")


def names_of(site: SiteSight) -> tuple[str, ...]:
    """What a site that is called PPID calls itself (folded), the longest name first; empty for other sites.

    By the title of its front page, its host, or the unit's own name.
    """
    home = site.pages[0].page if site.pages and site.pages[0].is_front else None
    title = fold(home.title) if home is not None else ""
    called = {site.unit_name, title, *title_parts(title)}
    names = {name for name in called if CONTEXT["ppid_name"].search(name)}
    host = fold(home.fetch.url).partition("//")[2].partition("/")[0] if home is not None else ""
    if not names and not CONTEXT["ppid_page"].search(host):
        return ()
    bodies = {CONTEXT["ppid_name"].regex.sub(" ", name).strip(" -|()") for name in called}
    names |= {f"ppid {body}" for body in bodies if body}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def without_name(site: SiteSight | None, said: str) -> str:
    """Folded heads or a title without the name of a site that is called PPID, also where strokes part it."""
    if site is None or not site.ppid_names:
        return said
    for name in site.ppid_names:
        said = said.replace(name, " ")
    parts = [part for head in said.split(" / ") for part in title_parts(head)]
    return " / ".join(part for part in parts if not CONTEXT["ppid_name"].regex.fullmatch(part.strip()))


def tells_of_requests(folded: str) -> bool:
    """Whether folded words speak of information requests, on a site that is called PPID."""
    return any(CONTEXT[name].search(folded) for name in _LISTS)


def page_is_of_requests(page: PageSight) -> bool:
    """By what the page is called, its address below the host, or where the link to it stands."""
    path = page.url.partition("//")[2].partition("/")[2]
    said = f"{page.title} / {without_name(page.site, page.anchor)}"
    return bool(CONTEXT["ppid_page"].search(f"/{path}")) or tells_of_requests(said) or _is_led_to(page)


def _is_led_to(page: PageSight) -> bool:
    """The link to the page stands among links to requests."""
    shown = page.site.page_at(page.page.fetch.referrer) if page.site is not None else None
    if shown is None or shown is page:
        return False
    here = bare_address(page.page.fetch.url)
    leading = [
        sight
        for sight in shown.sections
        if not sight.is_nav and any(bare_address(link.url) == here for link in sight.section.links)
    ]
    return bool(leading) and is_of_requests(min(leading, key=lambda sight: len(sight.body)))


def is_of_requests(sight: Sight) -> bool:
    """The section's heads, its opening, what leads in the sections above it, or most of what stands beside
    it speak of requests."""
    if tells_of_requests(sight.around):
        return True
    told = [hit for name in _LISTS for hit in CONTEXT[name].finditer(sight.body[:_OPENING])]
    if told and not (len({hit.group() for hit in told}) == 1 and is_item(sight, told[0])):
        return True
    if any(map(tells_of_requests, _leads_above(sight))):
        return True
    if not sight.label:
        head = _own_head(sight)
        return head is not None and head.is_leaf and head.is_ppid
    beside = [
        other
        for other in sight.page.sections
        if other is not sight
        and other.section.label
        and other.kind is sight.kind
        and other.section.path == sight.section.path
    ]
    about = sum(tells_of_requests(f"{other.label}\n{other.body[:_OPENING]}") for other in beside)
    return about >= 2 and 2 * about > len(beside)


def _own_head(sight: Sight) -> Sight | None:
    """The heading that a paragraph without a label stands right below."""
    path = sight.section.path
    above = sight.page.sections[: sight.index] if path else ()
    heads = (head for head in reversed(above) if head.kind is SectionKind.HEADING)
    return next((head for head in heads if (*head.section.path, head.section.label) == tuple(path)), None)


def _leads_above(sight: Sight) -> Iterator[str]:
    """What the headings above say before their first part."""
    heads = set(sight.section.path[1:])
    for above in reversed(sight.page.sections[: sight.index]):
        label = above.section.label
        if label not in heads or above.kind is not SectionKind.HEADING:
            continue
        heads.discard(label)
        below = (other.section for other in sight.page.sections[above.index + 1 : sight.index + 1])
        first = next((other.label for other in below if other.label and label in other.path), "")
        place = above.section.body.find(first) if first else -1
        yield above.body[: place if place >= 0 else _OPENING]


def is_item(sight: Sight, hit: re.Match[str]) -> bool:
    """An item of a list that is nothing but those words ("b. Pelayanan Informasi Publik;")."""
    lines = sight.body.splitlines()
    return len(lines) >= 3 and any(_ITEM.sub("", line).strip(" ;.,") == hit.group() for line in lines)
