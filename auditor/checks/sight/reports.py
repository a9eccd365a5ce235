"""Whether a page whose markup and address tell no date is a post that reports: its signs, weighed.

How it stands (a dateline, a byline, a lone date, the part of the site called news) and how it speaks (people
are quoted, the headline reports) each count; two signs make a post, none does alone. A dateline or a byline
is worth two, but not below the plain name of a service: systems print bylines below every page.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice, takewhile

from auditor.checks.sight import dated
from auditor.checks.sight.section import Sight
from auditor.checks.words.names import is_service_name, is_weak_name
from auditor.checks.words.wordings import CONTEXT

_POST = 2  # signs that make a post
_HEADLINE = 4  # blanks in a headline, at least; a page's title has fewer
_LINE, _LINES = 100, 5  # characters of a line of a byline; lines that it may be set in
_SPEECH = ("quoting", "reported_speech", "day_of_report")


def reads_as_post(
    sections: Sequence[Sight], headline: str, text: str, *, quotes: bool, document: bool
) -> bool:
    """Whether the signs of a post outweigh; accounts of the unit itself quote and are dated, too.

    ``quotes``: people are quoted in the text, or what they said is told.
    """
    head = next((sight for sight in sections if sight.zone == "main" and sight.label), None)
    first = head.body.split("\n", 1)[0] if head is not None else ""
    if dated.opens_with_day(first):
        return True
    headline = headline if head is None else head.label
    if CONTEXT["own_accounts"].search(headline):
        return False
    if document:
        return dated.is_date(first) and (quotes or _reports(headline))
    acts = _reports(headline)
    signs = int(acts) + (0 if head is None else _placed(head, alone=not (quotes or acts)))
    return signs >= _POST or (quotes and signs + _spoken(text, _POST - signs) >= _POST)


def _placed(head: Sight, *, alone: bool) -> int:
    """What stands right below a headline: who posted it and when, or one of that alone, which makes no post
    where nothing else tells of one."""
    long = head.label.count(" ") >= _HEADLINE
    if (alone and not long) or CONTEXT["standard_title"].search(head.label):
        return 0
    told = head.body.split("\n", _LINES)[:_LINES]
    short = [line.strip() for line in takewhile(lambda line: len(line) <= _LINE, told)]
    if CONTEXT["bylines"].search(" | ".join(short)) is not None:
        plain = alone and is_service_name(head.label) and not is_weak_name(head.label)
        return _POST if long and not plain else 1
    if alone:
        return 0
    if short and dated.is_date(short[0]):
        return 1
    return int(any(CONTEXT["post_marks"].regex.fullmatch(line) for line in short))


def _reports(headline: str) -> bool:
    """A headline that tells what somebody did, as news is titled."""
    if CONTEXT["reporting"].search(headline):
        return True
    if headline.count(" ") < _HEADLINE or CONTEXT["standard_title"].search(headline):
        return False
    return CONTEXT["headline_verbs"].search(headline) is not None or (
        CONTEXT["headline_acts"].search(headline) is not None
    )


def _spoken(text: str, wanted: int) -> int:
    """How many signs of a report a text that quotes has, up to those wanted: what somebody said, or when."""
    hits = (hit for name in _SPEECH for hit in CONTEXT[name].finditer(text))
    return sum(1 for _ in islice(hits, wanted))
