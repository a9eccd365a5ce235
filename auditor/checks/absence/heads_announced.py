"""Sections that announce a component and tell nothing of it: bare headings, heads of tables without rows,
sentences that offer it elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import takewhile

from auditor.checks.absence.dead_ends import points_nowhere
from auditor.checks.saying import partial
from auditor.checks.sight.section import Sight
from auditor.checks.sight.site import SiteSight
from auditor.checks.words.clauses import JOINED
from auditor.checks.words.marks import MARKED, unmarked
from auditor.checks.words.phrasebook import PhraseList
from auditor.checks.words.wordings import CONTEXT, bare_address
from auditor.models import Finding, SectionKind


def announces(text: str) -> bool:
    """Whether folded words may announce a component of services to the public."""
    return not (
        CONTEXT["ppid_strong"].search(text)
        or CONTEXT["reporting"].search(text)
        or CONTEXT["vacancy_or_event"].search(text)
        or CONTEXT["internal"].search(text)
    )


def is_other_label(text: str, labels: PhraseList, not_labels: PhraseList) -> bool:
    """ "Jam Pelayanan", "Alur Pengaduan", "Syarat dan ketentuan": the component's words, of something else.

    "Jam Pelayanan dan Waktu Penyelesaian" names two things, one of them the component.
    """
    if not not_labels.search(text):
        return False
    parts = JOINED.split(not_labels.regex.sub(" ", text))
    return len(parts) < 2 or not any(labels.search(part) for part in parts)


def announced_by(
    component: str,
    sight: Sight,
    site: SiteSight,
    labels: PhraseList,
    *,
    ppid: bool,
    not_labels: PhraseList | None,
) -> Iterator[Finding]:
    """What a section that ``labels`` may call announces of the component."""
    if sight.is_nav or sight.is_vacancy_or_event or (sight.is_ppid and not ppid):
        return
    if (
        sight.page.explains_survey
        or (not sight.body.strip() and CONTEXT["tells_components"].search(sight.path))
        or _is_listed(sight)
        or sight.body.strip() in {".", ";"}  # the last words of a sentence
    ):
        return
    if _empty_heads(sight, labels):
        yield partial(component, sight, "heading_only", 0.75)
    offered = _offered(sight, labels)
    if offered is not None:
        yield partial(component, sight, "announced", 0.6, offered)
    if not labels.is_label(sight.label, 60) and not labels.within(sight.label, 110):
        return
    if not_labels is not None and is_other_label(sight.label, labels, not_labels):
        return
    bare = (sight.is_placeholder and not _has_children(sight)) or points_nowhere(site, sight, labels)
    if (ppid or announces(sight.label)) and bare:
        yield partial(component, sight, "heading_only", 0.7)


def _is_listed(sight: Sight) -> bool:
    """An item below "Komponen standar pelayanan meliputi:" names what any standard comprises; one among the
    services of a desk ("1. Pendaftaran 2. Perubahan data 3. Penanganan pengaduan") names a service."""
    if sight.body.strip():
        return False
    above = next(
        (other for other in reversed(sight.page.sections[: sight.index]) if other.body.strip()), None
    )
    if above is not None and CONTEXT["tells_components"].search(above.body[-200:]):
        return True
    return not sight.section.links and _stands_among_others(sight)


def _stands_among_others(sight: Sight) -> bool:
    """Whether most items of the list that a label stands in are no heads of a standard."""
    path = sight.section.path
    parent = next(
        (other for other in reversed(sight.page.sections[: sight.index]) if other.section.path == path[:-1]),
        None,
    )
    if parent is None or not path or parent.section.label != path[-1]:
        return False
    lines = parent.body.split("\n")
    place = next((number for number, line in enumerate(lines) if _item_of(line) == sight.label), None)
    if place is None:
        return False
    before = takewhile(_item_of, reversed(lines[:place]))
    items = [_item_of(line) for line in (*before, *takewhile(_item_of, lines[place + 1 :]))]
    return len(items) >= 2 and sum(map(_names_component, items)) * 2 < len(items)


def _item_of(line: str) -> str:
    """The words of a marked line; nothing for any other line."""
    return unmarked(line).strip() if MARKED.match(line) else ""


def _names_component(item: str) -> bool:
    return any(CONTEXT[name].regex.fullmatch(item) for name in ("table_heads", "site_heads"))


def _offered(sight: Sight, labels: PhraseList) -> tuple[int, int] | None:
    """ "Prosedur serta persyaratan dapat diunduh di sini": offered in a sentence, but not told there."""
    for start, offer, end in sight.offers:
        named = labels.search(sight.body[start:offer])
        if named and announces(sight.body[start:end]):
            return start + named.start(), end
    return None


def _empty_heads(sight: Sight, labels: PhraseList) -> bool:
    """The head of a table without rows: "Jenis Layanan | Persyaratan | Waktu" and nothing below."""
    cells = sight.head_cells
    if not cells:
        return False
    if sight.kind is SectionKind.HEADING:
        return (
            any(labels.is_label(cell, 35) for cell in cells)
            and all(CONTEXT["table_heads"].regex.fullmatch(cell) for cell in cells)
            and not any(
                other.kind is SectionKind.ROW and sight.section.label in other.section.path
                for other in sight.page.sections[sight.index + 1 :]
            )
        )
    if max(map(len, cells)) > 35 or not any(labels.is_label(cell, 35) for cell in cells):
        return False
    heads = sum(bool(CONTEXT["table_heads"].search(cell)) for cell in cells)
    if heads < len(cells):
        return False
    same = [other for other in sight.page.sections if other.kind is SectionKind.ROW]
    return sum(other.section.path == sight.section.path for other in same) == 1


def _has_children(sight: Sight) -> bool:
    """Whether the next section stands under this one: the heading is a group, not empty.

    A paragraph without a label that only repeats the heading's own words is no child of it.
    """
    following = sight.page.sections[sight.index + 1 : sight.index + 2]
    if not following or sight.section.label not in following[0].section.path:
        return False
    child = following[0].section
    if child.kind is SectionKind.IMAGE and (site := sight.page.site) is not None and child.links:
        return not all(bare_address(link.url) in site.missing for link in child.links)
    return bool(child.label) or child.body.strip() not in sight.section.body
