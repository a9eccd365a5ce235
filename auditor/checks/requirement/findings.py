"""What becomes of papers that a section asks for: a requirement of a service, or of one dated event."""

from __future__ import annotations

from auditor.checks.base import Sight, partial, published
from auditor.checks.requirement.owners import PHRASES, of_a_course
from auditor.checks.words.clauses import line_around
from auditor.checks.words.names import is_office, is_service_name, mentions_service
from auditor.models import Finding

_ID = PHRASES.id


def required(sight: Sight, reason: str, confidence: float, span: tuple[int, int]) -> Finding | None:
    """What is asked for at ``span``: published, or partial where it goes for one day; None where it is asked
    of those who apply for a post, a contest or a course."""
    if sight.is_vacancy_or_event or sight.page.is_news_about or of_a_course(sight):
        told = sight.page.is_news and reason in {"documents", "conditions"} and not sight.is_regulation_text
        if told or _is_programme(sight, span):
            return partial(_ID, sight, "one_event", 0.55, span)
        return None
    if sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.6, span)
    if sight.page.is_news:
        if not (
            sight.service
            or sight.page.is_standard_post
            or mentions_service(f"{sight.page.title} / {sight.around}")
        ):
            return (
                partial(_ID, sight, "one_event", 0.5, span) if reason in {"documents", "conditions"} else None
            )
        confidence -= 0.15
    elif _is_told_once(sight, reason, span):
        return partial(_ID, sight, "one_event", 0.5, span)
    return published(_ID, sight, reason, confidence, span)


def _is_told_once(sight: Sight, reason: str, span: tuple[int, int]) -> bool:
    """In an item of news on another page: a sentence always, a list only where no service's card has it."""
    listed = reason != "prose" and (under_service(sight) or not sight.is_dated_item)
    return not listed and sight.told_once(*span)


def _is_programme(sight: Sight, span: tuple[int, int]) -> bool:
    """A service given on one day, or an intake once a year, to whoever comes with papers."""
    line = line_around(sight.body, *span)
    if PHRASES["posts"].search(f"{sight.around} / {line}"):
        return False
    return PHRASES["programmes"].search(f"{sight.label} / {line}") is not None


def under_service(sight: Sight) -> bool:
    """Under the name of a service: its own heading, the one above it, or the page's."""
    return not is_office(sight.label) and (
        bool(sight.service)
        or is_service_name(sight.label)
        or is_service_name(sight.above)
        or (is_service_name(sight.page.title) and not sight.page.is_news)
    )
