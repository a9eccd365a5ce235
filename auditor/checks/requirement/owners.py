"""Whose papers a section asks for: a website's terms, an account's, a society's, a course's, another body's.

They are requirements of no service of the unit (``persyaratan``).
"""

from __future__ import annotations

from auditor.checks.base import Phrases, Sight
from auditor.checks.sight.staff_sops import PHRASES as STAFF
from auditor.checks.sight.staff_sops import is_staff_sop
from auditor.checks.words.clauses import line_around
from auditor.checks.words.marks import MARKED
from auditor.checks.words.stops import FULL_STOP
from auditor.checks.words.wordings import CONTEXT

PHRASES = Phrases.load("persyaratan")
"""A list item."""
_NEAR = 150  # characters around a passage that tell what it is about
_LIST = 8  # lines above an item in which its list's caption stands
_PAPERS = 2  # papers that make "saat mendaftar" the start of a service, whatever code is sent


def means_else(sight: Sight, words: str) -> bool:
    """Terms of use, jobs, tenders; "Syarat dan Ketentuan" over papers to bring are requirements."""
    hit = PHRASES["not_labels"].search(words)
    if hit is None or not PHRASES["terms_of_use"].search(hit.group()):
        return hit is not None
    return PHRASES["copies"].search(sight.body) is None or bool(PHRASES["terms_of_site"].search(sight.whole))


def of_another_matter(sight: Sight) -> bool:
    """Asked of what names papers or conditions alone: few sections do."""
    return (
        sight.is_about_internal
        or sight.is_survey
        or _of_desk(sight)
        or of_other_office(sight)
        or headed_otherwise(sight)
        or of_a_society(heads_of(sight), sight.page.unit_name)
        or _of_something_else(sight)
        or is_staff_sop(sight.page)
        or sight.page.is_on_minimal_standard
    )


def of_other_office(sight: Sight) -> bool:
    """ "Syarat perpanjang SIM di Satpas Polres": headed as another body's, not as a letter of the unit's."""
    heads = (sight.label, sight.path, sight.page.heading)
    if not any(PHRASES["other_offices"].search(head) for head in heads):
        return False
    return not any(PHRASES["own_letters"].search(head) for head in heads)


def told_of_others(sight: Sight, start: int, end: int) -> bool:
    """Whether what a passage asks for or does is no service of the unit's, by its words, the caption right
    above it or the heading: a crime's, a fine's, another body's, a time's gone by."""
    line = line_around(sight.body, start, end)
    begin = max(0, start - _NEAR)
    near = line_around(sight.body[begin : _own_end(sight.body, end)], start - begin, start - begin)
    caption = caption_of(sight.body, start)
    heads = (sight.label or sight.above, caption)
    if headed_otherwise(sight) or CONTEXT["other_heads"].search(caption):
        return True
    if PHRASES["other_offices"].search(caption) and not PHRASES["own_letters"].search(caption):
        return True
    if CONTEXT["other_tellings"].search(line):
        return True
    sent = CONTEXT["at_others"].search(near)
    if sent is not None and sent["body"] not in sight.page.unit_name:
        return not any(PHRASES["own_letters"].search(words) for words in heads)
    return in_app_of_others(f"{caption or sight.label} {near}".replace(sight.page.unit_name or "\n", ""))


def _own_end(body: str, end: int) -> int:
    """Where the sentence of a passage ends: what the next one tells does not make it somebody else's."""
    stop = FULL_STOP.search(body, end, end + _NEAR)
    return stop.start() if stop is not None else end + _NEAR


def in_app_of_others(told: str) -> bool:
    """Done in a national body's app, and at no desk of the unit."""
    return CONTEXT["apps_of_others"].search(told) is not None and not CONTEXT["own_desks"].search(told)


def headed_otherwise(sight: Sight) -> bool:
    """Under "Sanksi", "Tata Tertib", "Kuis", an exercise: whatever is listed there is no service's."""
    return any(
        CONTEXT["other_heads"].search(head) for head in (sight.label, sight.above, *sight.nearest_heads)
    )


def caption_of(body: str, start: int) -> str:
    """The last line above that is no item of a list: what the list, or the passage, stands under."""
    above = reversed(body[:start].split("\n")[-_LIST:-1])
    return next((line for line in above if line.strip() and not MARKED.match(line)), "")


def heads_of(sight: Sight) -> str:
    """Title and headings over a section, and its own."""
    return f"{sight.page.heading} / {sight.path} / {sight.label}"


def of_a_society(words: str, own: str) -> bool:
    """Who may join a body of volunteers or members ("Syarat Menjadi Anggota" of the Karang Taruna), or borrow
    from it; what an office for cooperatives lends is its service."""
    body = PHRASES["societies"].search(words)
    if body is None:
        return False
    if PHRASES["joining"].search(words):
        return True
    return body.group() not in own and PHRASES["loans"].search(words) is not None


def _of_something_else(sight: Sight) -> bool:
    """The terms of a website, a password's, the staff's own papers, articles of a law."""
    heads = f"{sight.above} / {sight.label}"
    if of_an_account(heads, sight.body) or (
        PHRASES["things_to_pack"].search(sight.label) and PHRASES["journeys"].search(heads)
    ):
        return True
    if PHRASES["passwords"].search(heads) and not PHRASES["copies"].search(sight.body):
        return True
    if PHRASES["terms_of_use"].search(f"{sight.path} / {sight.label}") and PHRASES["terms_of_site"].search(
        f"{sight.path} / {sight.whole}"
    ):
        return True
    return of_own_staff(sight, heads) or sight.page.is_law


def of_own_staff(sight: Sight, heads: str) -> bool:
    """Papers of the staff's careers, at any office but one of personnel."""
    if PHRASES["staff"].search(heads) is None or sight.page.site is None:
        return False
    return STAFF["personnel_offices"].search(sight.page.unit_name) is None


def of_an_account(head: str, told: str) -> bool:
    """What opens an account of the site or gives it back, told under a heading or question on that."""
    if PHRASES["identity_apps"].search(head):
        return False
    if PHRASES["lost_access"].search(head):
        return not (MARKED.search(told) or PHRASES["captions"].search(told))
    if PHRASES["account_labels"].search(head) is None or PHRASES["account_papers"].search(told) is None:
        return False
    papers = {hit.group() for hit in PHRASES["documents"].finditer(told)}
    return PHRASES["accounts"].search(head) is not None or len(papers) < _PAPERS


def of_a_course(sight: Sight) -> bool:
    """The heading right above, or the one above it, is a course's."""
    return any(PHRASES["courses"].search(head) for head in (sight.service, sight.label, *sight.nearest_heads))


def _of_desk(sight: Sight) -> bool:
    """The page is one on complaints, and no service is named."""
    return not sight.service and PHRASES["desks"].opens(sight.page.title)
