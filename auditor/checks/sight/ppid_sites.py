"""Whether a part of a site that is itself called PPID deals with information requests (UU 14/2008).

On such a site the word stands in every title and above every heading: it names the site and says nothing of
what a section deals with (label definitions: PPID *matters* never count, which are requests, objections,
their times, fees and standards). Its own heads, its text and what stands beside it tell.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from auditor.checks.sight.section import Sight
from auditor.checks.words.wordings import CONTEXT, bare_address
from auditor.models import SectionKind

_LISTS = ("ppid_strong", "ppid", "ppid_at_home")
_OPENING = 400  # characters in which a section says what it deals with


def tells_of_requests(folded: str) -> bool:
    """Whether folded words speak of information requests, on a site that is called PPID."""
    return any(CONTEXT[name].search(folded) for name in _LISTS)


def leads_to_requests(sections: Iterable[Sight], url: str) -> bool:
    """Whether a page's link to an address stands among links to requests."""
    here = bare_address(url)
    leading = [
        sight
        for sight in sections
        if not sight.is_nav and any(bare_address(link.url) == here for link in sight.section.links)
    ]
    return bool(leading) and is_of_requests(min(leading, key=lambda sight: len(sight.body)))


def is_of_requests(sight: Sight) -> bool:
    """The section's heads, its opening, what leads in the sections above it, or most of what stands beside
    it speak of requests."""
    if tells_of_requests(sight.around):
        return True
    told = [hit for name in _LISTS for hit in CONTEXT[name].finditer(sight.body[:_OPENING])]
    if told and not (len({hit.group() for hit in told}) == 1 and sight.is_item(told[0])):
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
