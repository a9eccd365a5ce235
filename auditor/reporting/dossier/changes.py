"""What changed for one unit since an earlier run, as the dossier tells it. Pure."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from auditor.masking import mask
from auditor.reporting.dates import day
from auditor.reporting.dossier.limits import Limits
from auditor.reporting.printable import clipped
from auditor.reporting.texts import Texts
from auditor.reporting.wording import number


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangedVerdict:
    """One component that changed: verdicts and direction by their stable names, cause in words."""

    component: str
    before: str
    after: str
    direction: str
    cause: str


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitChanges:
    """What changed for one unit since an earlier run; ``known`` is False where it was not in it.

    ``site`` holds (what, before, after) by their stable names; ``rules`` says that the rubric or the
    program differ, so that a change need not be the site's.
    """

    date: str
    known: bool = True
    rules: bool = False
    score: tuple[float | None, float | None] | None = None
    site: tuple[tuple[str, str, str], ...] = ()
    verdicts: tuple[ChangedVerdict, ...] = ()


def changes_told(changes: UnitChanges, words: Texts, limits: Limits) -> dict[str, Any]:
    """Sentences on the unit as a whole, and a row for every verdict that changed."""
    own = words.tables["dossier"]
    date = day(changes.date, words)
    lead = []
    if not changes.known:
        lead.append(own["changes_new"].format(date=date))
    elif not (changes.verdicts or changes.site or changes.score):
        lead.append(own["changes_none"].format(date=date))
    if changes.rules:
        lead.append(own["changes_rules"])
    if changes.score:
        before, after = (number(value) for value in changes.score)
        lead.append(own["changes_score"].format(before=before, after=after))
    tables = {"status": "statuses", "domain": "domains", "https": "https"}
    for what, before, after in changes.site:
        shown = [
            words(tables[what], end) if what in tables else clipped(mask(end), limits.address) or "–"
            for end in (before, after)
        ]
        lead.append(
            own["changes_site"].format(what=words("change_whats", what), before=shown[0], after=shown[1])
        )
    left = len(changes.verdicts) - limits.changes
    return {
        "lead": lead,
        "rows": [
            [
                words("components", one.component),
                f"{words('verdicts', one.before)} → {words('verdicts', one.after)}",
                words("change_directions", one.direction),
                one.cause,
            ]
            for one in changes.verdicts[: limits.changes]
        ],
        "more": own["more_changes"].format(many=left) if left > 0 else "",
    }
