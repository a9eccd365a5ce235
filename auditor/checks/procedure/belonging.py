"""Which service a way belongs to, whose it is, and what that makes of it."""

from __future__ import annotations

from auditor.checks.base import Sight, partial, published
from auditor.checks.procedure.papers import PHRASES
from auditor.checks.requirement.owners import headed_otherwise, in_app_of_others, of_other_office
from auditor.checks.sight import own_names
from auditor.checks.words.names import is_service_name, mentions_service
from auditor.models import Finding

_ID = PHRASES.id


def is_other_way(sight: Sight) -> bool:
    """Complaints, information requests, health advice, the way at another body's desk."""
    near = " / ".join((sight.label, *[part.lower() for part in sight.section.path[-2:]]))
    near = own_names.without(sight.page.own_names, near)
    if PHRASES["not_labels"].search(near) or PHRASES["complaining"].opens(sight.body):
        return True
    if headed_otherwise(sight) or in_app_of_others(sight.whole):
        return True
    return sight.is_about_internal or of_other_office(sight) or sight.page.is_on_minimal_standard


def is_tied(sight: Sight) -> bool:
    """Tied to a service: by the section's service, its label, or what stands above it."""
    if sight.service or is_service_name(sight.label) or is_service_name(sight.page.title):
        return True
    if sight.page.is_news and sight.page.is_standard_post:
        return True
    return any(is_service_name(part.lower()) for part in sight.section.path)


def found_as(sight: Sight, reason: str, confidence: float, span: tuple[int, int]) -> Finding | None:
    """Steps at ``span`` of a section's body: published, or of one event alone; None on an event's page that
    bears no date, and in the text of a law."""
    if sight.page.is_law:
        return None
    if sight.is_vacancy_or_event or sight.page.is_news_about:
        return partial(_ID, sight, "one_event", 0.5, span) if sight.page.page.dated else None
    if sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.55, span)
    if sight.page.is_news:
        named = f"{sight.page.title} / {sight.around}"
        if not (sight.service or sight.page.is_standard_post or mentions_service(named)):
            return partial(_ID, sight, "one_event", 0.5, span)
        confidence -= 0.15
    elif sight.told_once(*span) and (reason == "prose" or not is_tied(sight)):
        return partial(_ID, sight, "one_event", 0.5, span)
    return published(_ID, sight, reason, confidence, span)
