"""Disabilitas: service for people with disabilities (UU 25/2009 art. 29, UU 8/2016).

Published   a concrete service or facility for them: priority counter, wheelchair, ramp, home visit,
            sign language, aids handed out by the unit.
Partial     a heading or a claim ("ramah disabilitas") without any.
Not found   none. Statistics, fields of duty and news of a celebration are none; widgets that change
            a site's own letters are none.
"""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, SectionCheck, Sight, partial, published
from auditor.checks.words.clauses import line_around
from auditor.models import Finding

PHRASES = Phrases.load("disabilitas")
_ID = "disabilitas"
_REACH = 160  # characters: the people and the facility stand in the same or the next sentence


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    if sight.page.is_news_about or sight.is_reporting or PHRASES["not_here"].search(sight.around):
        return None
    named = PHRASES["labels"].is_label(sight.label) and PHRASES["people"].search(sight.label) is not None
    under = named or PHRASES["people"].search(sight.around) is not None
    for hit in PHRASES["concrete"].finditer(sight.body):
        if PHRASES["not_here"].search(line_around(sight.body, *hit.span())):
            continue
        if sight.is_reported(*hit.span()):
            continue
        near = sight.body[max(0, hit.start() - _REACH) : hit.end() + _REACH]
        listed = PHRASES["facilities"].search(sight.label) and PHRASES["aids"].search(hit.group())
        if under or listed or PHRASES["people"].search(near) or PHRASES["sure"].search(hit.group()):
            confidence = 0.92 if under else 0.75 if listed else 0.8
            return published(
                _ID, sight, "concrete", confidence - (0.15 if sight.page.is_news else 0), hit.span()
            )
    if under and not sight.is_placeholder and PHRASES["concrete"].search(sight.label):
        return published(_ID, sight, "concrete", 0.8)
    claim = re.search(
        r"ramah\s+(?:bagi\s+|terhadap\s+)?(?:penyandang\s+)?(?:disabilitas|difabel)", sight.whole
    )
    if named and sight.body.strip() and not sight.is_placeholder:
        return partial(_ID, sight, "vague", 0.6)
    if claim and not sight.page.is_news:
        start = max(0, claim.start() - len(sight.label) - 1)
        return partial(_ID, sight, "vague", 0.6, (start, start + 20))
    return None


CHECK = SectionCheck(PHRASES, judge)
