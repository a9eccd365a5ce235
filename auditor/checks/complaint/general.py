"""General contact data on a page of complaints: whose numbers the page does not tie to them.

A block that other pages of the site carry word for word is the site's (a bar above the menu, a side column, a
second foot). Beside a card "WA Pengaduan" the cards "Telepon Kantor" and "Email Resmi" are the office's.
"""

from __future__ import annotations

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.complaint.names import CAPTION, names
from auditor.checks.sight.below import spans_below
from auditor.checks.words.phrasebook import fold
from auditor.models import Section
from auditor.values import find_channels

PHRASES = Phrases.load("pengaduan")
_KINDS = ("named_phone", "named_whatsapp", "named_email")
_BLOCK = 500  # characters of such a block
_LINES = 2  # ends of lines in one that is no single number


def is_general(sight: Sight) -> bool:
    """Whether a block below a heading of complaints holds the site's or the office's general data."""
    if PHRASES["words"].search(sight.whole) or len(sight.body) > _BLOCK:
        return False
    return _is_elsewhere(sight) or (_is_contact(sight) and _has_card_of_its_own(sight.page))


def general_spans(sight: Sight) -> list[tuple[int, int]]:
    """Where in a body such blocks below its heading stand."""
    return spans_below(sight, is_general)


def _is_contact(sight: Sight) -> bool:
    return len(sight.label) <= CAPTION and (
        PHRASES["office_cards"].search(sight.label) is not None
        if _names_a_kind(sight.label)
        else PHRASES["contact_labels"].search(sight.label) is not None
    )


def _names_a_kind(label: str) -> bool:
    return any(PHRASES[kind].search(label) for kind in _KINDS)


def _has_card_of_its_own(page: PageSight) -> bool:
    """A card "WA Pengaduan" with its number."""
    if "own_card" not in page.memo:
        page.memo["own_card"] = any(
            one.zone == "main"
            and len(one.body) <= _BLOCK
            and names(one.label, CAPTION)
            and _names_a_kind(one.label)
            and any(
                item.value.channel in {"phone", "whatsapp", "email"}
                for item in find_channels(one.section.body, one.section.links)
            )
            for one in page.sections
        )
    has: bool = page.memo["own_card"]
    return has


def _is_elsewhere(sight: Sight) -> bool:
    """Whether most other pages carry the block in their main part, not below a heading of complaints; of a
    block of several lines, one page that is neither the front page nor one of contacts."""
    site = sight.page.site
    if site is None or not sight.body.strip():
        return False
    site.asked_for_others += 1
    mine = sight.section
    others = [page for page in site.pages if page is not sight.page and not page.is_document]
    carry = [
        page
        for page in others
        if any(
            other.body == mine.body
            and other.label == mine.label
            and other.zone == mine.zone
            and not _is_of_complaints(other)
            for other in page.page.sections
        )
    ]
    contact = PHRASES["contact_labels"]
    apart = any(
        not (page.is_front or contact.search(page.title) or contact.search(page.heading)) for page in carry
    )
    if len(carry) * 2 > len(others):  # "Hubungi Kami" of a front page is no block of a site of two pages
        return apart or not mine.label
    return apart and mine.body.count("\n") >= _LINES


def _is_of_complaints(section: Section) -> bool:
    return any(names(fold(label), 90) for label in section.path)
