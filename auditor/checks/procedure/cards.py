"""Steps drawn as cards: following sections "1 Daftar", "2 Verifikasi", "3 Selesai" under one heading."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.base import PageSight, Sight, SiteSight, told_by_page
from auditor.checks.procedure.belonging import found_as, is_other_way, is_tied
from auditor.checks.procedure.papers import PHRASES
from auditor.checks.requirement.uploads import upload_fields
from auditor.discovery.names import ROMAN
from auditor.models import Finding

_ORDINALS = PHRASES["ordinals"].words
_ROMAN = ROMAN[: len(_ORDINALS)]
_STEP_LABEL = re.compile(
    rf"^\W*(?:(?:langkah|step|tahap)\s*(?:ke-?)?\s*(\d{{1,2}}|{'|'.join(_ORDINALS)}|{'|'.join(reversed(_ROMAN))})\b|(\d{{1,2}})(?:\ufe0f?\u20e3)?\s*[.):]?\s+?(?=\S)|(\d{{1,2}})\s*$)"
)


def drawn_as_cards(site: SiteSight) -> Iterable[Finding]:
    """Of every page with cards that count up from one, three or more, or two below a label of the way."""
    for page in site.pages_for(PHRASES.id):
        if not page.external and not page.is_ppid:
            yield from told_by_page(page, "prosedur_cards", _page_cards)


def _page_cards(page: PageSight) -> Iterable[Finding]:
    if not any(_STEP_LABEL.match(sight.label) for sight in page.sections if sight.label):
        return
    run: list[Sight] = []
    for sight in (*page.sections, None):
        match = _STEP_LABEL.match(sight.label) if sight is not None else None
        number = _number(next(group for group in match.groups() if group)) if match else 0
        if run and sight is not None and run[-1].section.label in sight.section.path:
            continue  # what stands under the card
        if (
            sight is not None
            and number == len(run) + 1
            and (not run or sight.section.path == run[0].section.path)
        ):
            run.append(sight)
            continue
        if len(run) >= 3 or (len(run) == 2 and PHRASES["labels"].search(run[0].path)):
            finding = _judge_cards(run)
            if finding is not None:
                yield finding
        run = [sight] if sight is not None and number == 1 else []


def _number(counted: str) -> int:
    """What a card counts: "2", "kedua", "ii"."""
    for words in (_ORDINALS, _ROMAN):
        if counted in words:
            return words.index(counted) + 1
    return int(counted)


def _judge_cards(run: list[Sight]) -> Finding | None:
    head = run[0]
    if head.is_nav or head.is_ppid or is_other_way(head):
        return None
    if any(upload_fields(sight.body) for sight in run):
        return None  # the pages of a form, each with its fields
    near = head.path
    before = head.page.sections[max(0, head.index - 3) : head.index]
    named = any(PHRASES["labels"].is_label(part.lower()) for part in head.section.path[-2:]) or any(
        PHRASES["labels"].is_label(sight.label) and not is_other_way(sight) for sight in before
    )
    acts = sum(bool(PHRASES["steps"].search(sight.whole[:160])) for sight in run)
    explicit = bool(re.match(r"^\W*(?:langkah|step|tahap)", head.label))
    if acts * 2 < len(run) or not (named or explicit or (is_tied(head) and acts >= 3 and near)):
        return None
    return found_as(head, "cards", 0.88 if named else 0.8, (0, 0))
