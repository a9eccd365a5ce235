"""What a document is by its name and by how it opens: a law, a paper of others, an account of work."""

from __future__ import annotations

import re
from difflib import SequenceMatcher

from auditor.checks.words.wordings import CONTEXT

_OPENING = 600  # characters by which a document says what it is
_COVER = 400  # characters of a document's cover and head
_CALLED = 300  # characters of it that may name a tender or a vacancy
_REQUESTS = 1500  # characters in which a paper of the PPID speaks of requests
_HEAD = 200  # characters of a document's own title
_TITLE = 25  # characters behind "Standar Pelayanan" in which it says of what
_ARTICLES = 2  # articles of a law; one may be quoted
_ALIKE = 0.6  # names more alike than this may be one, misread
_LETTERHEAD = re.compile(r"\W*pemerintah (?:kabupaten|kota) (?P<name>[a-z]{3,})")
_IN_REGION = re.compile(r"(?:kabupaten|kab\.?|kota) (?P<name>[a-z]{3,})")


def opening(text: str) -> str:
    """The words it opens with, on one line."""
    return " ".join(text[:_OPENING].split())


def is_of_state(opened: str) -> bool:
    """A law of the state, or a paper on the Standar Pelayanan Minimal."""
    return any(
        CONTEXT[name].regex.match(opened) is not None for name in ("laws_of_state", "minimal_standard")
    )


def is_of_no_service(anchor: str, opened: str) -> bool:
    """A lesson on standards, a tender or a vacancy, by its link's words or by how it opens."""
    if any(CONTEXT["opens_as_service"].regex.match(words) for words in (anchor, opened)):
        return False
    return CONTEXT["other_documents"].search(f"{anchor} / {opened[:_CALLED]}") is not None


def is_of_another_region(text: str, opened: str, unit_name: str) -> bool:
    """A paper under the head of another regency or city than the one the unit's name tells, whose name
    stands nowhere in it; names that differ by a few letters were misread."""
    head = _LETTERHEAD.match(opened)
    own = _IN_REGION.search(unit_name)
    if head is None or own is None:
        return False
    names = own["name"], head["name"]
    return names[0] not in text and SequenceMatcher(None, *names).ratio() < _ALIKE


def accounts_for_work(anchor: str, text: str) -> bool:
    """A plan, a budget or a report on work done; what it is called comes first, what it tells of after."""
    for words in (anchor, " ".join(text[:_COVER].split())):
        account = CONTEXT["accounts_of_work"].search(words)
        standard = CONTEXT["standard_title"].search(words) or CONTEXT["leaflets"].search(words)
        if account or standard:
            return account is not None and (standard is None or account.start() < standard.start())
    return False


def is_law(text: str) -> bool:
    """A text in articles; a rule of the standards themselves is the unit's own, its annex holds them."""
    if CONTEXT["standard_rule"].search(text[:_COVER]):
        return False
    return sum(1 for _ in CONTEXT["articles"].finditer(text)) >= _ARTICLES


def deals_with_requests(anchor: str, text: str) -> bool:
    """A paper of the PPID; a unit's standards, of which one is the information desk's, are none."""
    strong, head = CONTEXT["ppid_strong"], text[:_HEAD]
    if strong.search(anchor):
        return True
    title, named = CONTEXT["standard_title"].search(head), strong.search(head)
    if title and (named is None or named.start() - title.end() > _TITLE):
        return False
    return strong.has(text[:_REQUESTS], 2)
