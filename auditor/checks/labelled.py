"""The common rule of the eight "manufacturing" components of a standard of service.

They have one shape on real pages (PermenPANRB 15/2014, part "pengelolaan pelayanan"): a row, heading
or line of that name, followed by its content. What counts as concrete differs and stands in the
component's phrase file.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from itertools import pairwise

from auditor.checks.base import Phrases, SectionCheck, Sight, partial, published
from auditor.checks.words.clauses import line_around, words_around
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding, SectionKind

Extra = Callable[[Sight], bool]


def labelled_check(
    component: str, *, accepts: Extra | None = None, with_figure: bool = False
) -> SectionCheck:
    """A check: named by ``labels`` (not ``not_labels``), concrete by ``concrete``.

    ``accepts`` may veto a section (True = may count); ``with_figure`` asks for a number in the concrete
    word's own line. Named but without a concrete word is partial
    ("vague"); in news that reports an activity nothing counts.
    """
    phrases = Phrases.load(component)

    def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911 - one return per rule
        label = sight.label
        if sight.page.is_document and sight.kind is SectionKind.HEADING:
            inner = _inner(sight, phrases)
            if inner is not None:
                return inner
        if not phrases["labels"].is_label(label, 80) or phrases["not_labels"].search(label):
            return None
        if sight.is_survey and component != "jumlah_pelaksana":
            return None
        if sight.is_vacancy_or_event or sight.page.is_news_about or sight.kind is SectionKind.FORM:
            return None
        if accepts is not None and not accepts(sight):
            return None
        if not sight.body.strip():
            return None
        if sight.is_placeholder:
            return partial(component, sight, "heading_only", 0.8)
        hit = _told(sight.body, phrases, with_figure)
        if hit:
            confidence = 0.96 if sight.kind is SectionKind.ROW else 0.9 if sight.section.service else 0.85
            if sight.page.is_news:
                confidence -= 0.15
            return published(component, sight, "concrete", round(confidence, 3), hit.span())
        return partial(component, sight, "vague", 0.65)

    return SectionCheck(phrases, judge)


def _told(body: str, phrases: Phrases, with_figure: bool) -> re.Match[str] | None:
    """The first concrete word outside sentences that only say where the thing can be seen."""
    for hit in phrases["concrete"].finditer(body):
        if with_figure and not any(map(str.isdigit, line_around(body, *hit.span()))):
            continue
        if not CONTEXT["only_points"].search(words_around(body, *hit.span())):
            return hit
    return None


def _inner(sight: Sight, phrases: Phrases) -> Finding | None:
    """A line inside a document's part that is nothing but the label, with its content on the next.

    Reading parts a page by headings that look like ones; a label in the text's own type stays inside.
    """
    lines = sight.body.split("\n")
    place = 0
    for line, after in pairwise(lines):
        place += len(line) + 1
        words = line.strip(" .:0123456789")
        if not phrases["labels"].regex.fullmatch(words) or phrases["not_labels"].search(words):
            continue
        hit = phrases["concrete"].search(after)
        if hit is not None and not sight.is_vacancy_or_event and not sight.is_survey:
            span = (place + hit.start(), place + hit.end())
            return published(phrases.id, sight, "concrete", 0.8, span)
    return None
