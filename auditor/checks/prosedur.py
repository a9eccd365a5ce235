"""Sistem, mekanisme, prosedur: the ordered steps of getting a service (UU 25/2009 art. 21).

Published   ordered steps as text, picture or PDF: numbered items or arrows that say what applicant
            or officer does; three words in order are enough when tied to a service ("Pendaftaran →
            Pemeriksaan → Obat").
Partial     a heading "alur" without steps, a general way ("datang langsung atau melalui website"),
            steps of one dated programme, or a target that is missing or elsewhere.
Not found   no such section. The way of a complaint or of an information request is no service
            procedure; a list of documents called "langkah" is no order of steps.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.base import PhraseList, SectionCheck, Sight, SiteSight, fold, partial
from auditor.checks.procedure.belonging import found_as, is_other_way, is_tied
from auditor.checks.procedure.cards import drawn_as_cards
from auditor.checks.procedure.chains import rows_of_acts
from auditor.checks.procedure.hands import hands_in_a_row
from auditor.checks.procedure.papers import PHRASES, steps_on_papers
from auditor.checks.procedure.steps import (
    ARROWS,
    CLAUSE,
    ITEM,
    answers_of,
    arrows_between,
    clauses_in_order,
    column_of_steps,
    count_actors,
    numbered_steps,
    one_way,
)
from auditor.checks.procedure.ways import in_general, titles_of_sops
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.requirement.owners import told_of_others
from auditor.checks.sight.below import has_only_facts_below, sections_below
from auditor.checks.words.clauses import numbered_in_line
from auditor.checks.words.names import mentions_service
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Finding, SectionKind, Verdict

_ID = PHRASES.id
_ORDER = re.compile(rf"{CLAUSE.pattern}|\bdan\b")
_GLUED = re.compile(r"(?<=[a-z])(?=[A-Z])")
_NO_WORDS = frozenset({SectionKind.FORM, SectionKind.EMBED})
_REPORT = 1500  # characters in which a report shows itself
_NAMES = 40  # characters of a body that may be nothing but names of components
_STAFF = 2  # items that begin with people of the office, and blanks in each
_OPENING = 110  # characters in which a paragraph names the way


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    if sight.kind in _NO_WORDS:
        return None
    named = (
        PHRASES["labels"].is_label(sight.label)
        or (bool(sight.section.path) and PHRASES["labels"].is_label(sight.section.path[-1].lower()))
        or PHRASES["counted"].regex.fullmatch(sight.label) is not None
        or _goes_on(sight)
    )
    found = _of_named(sight) if named else _of_unnamed(sight)
    if found is None or found.verdict is not Verdict.PUBLISHED:
        found = _in_a_row(sight) or found or (None if named else in_general(sight))
    # asked last: few sections tell any steps
    found = None if found is None or is_other_way(sight) or sight.is_survey else found
    return found or titles_of_sops(sight)


def _goes_on(sight: Sight) -> bool:
    """Lines below "Alur Pelayanan :" whose first ends with a colon, too ("Mengisi formulir, yaitu:")."""
    if sight.kind is not SectionKind.LINE or not sight.index:
        return False
    if not PHRASES["actors"].regex.match(sight.label):
        return False
    before = sight.page.sections[sight.index - 1]
    bare = before.kind is SectionKind.LINE and not before.body and before.section.path == sight.section.path
    return bare and PHRASES["labels"].is_label(before.label) and not is_other_way(before)


def _of_named(sight: Sight) -> Finding | None:
    """Steps below a label of the way."""
    arrows = arrows_between(sight, 0)
    if arrows:
        return found_as(sight, "arrows", 0.93, arrows)
    if _by_staff_alone(sight):
        return None
    steps = numbered_steps(sight)
    if steps:
        acts, span = steps
        return found_as(sight, "steps", 0.96 if acts >= 3 else 0.88, span)
    told = (
        _told_clauses(sight) or _in_line(sight) or _ordered(sight) or hands_in_a_row(sight.body, named=True)
    )
    return found_as(sight, "prose", 0.75, told) if told else _named(sight)


def _by_staff_alone(sight: Sight) -> bool:
    """Items of which most begin with people of the office, and none with anybody who comes: how the office
    works ("1. Majelis hakim menerbitkan surat 2. Bagian kepaniteraan mempersiapkan ...")."""
    if is_tied(sight) or PHRASES["applicants"].search(sight.body) or mentions_service(sight.label):
        return False
    items = [item.group(1) for item in ITEM.finditer(sight.body)]
    own = [item for item in items if item.count(" ") >= _STAFF and PHRASES["staff"].opens(item)]
    others = [item for item in items if PHRASES["imperatives"].opens(item) or PHRASES["asked_of"].opens(item)]
    return len(own) >= _STAFF and len(own) * 2 >= len(items) and not others


def _in_line(sight: Sight) -> tuple[int, int] | None:
    """ "1. Pengajuan 2. Verifikasi berkas 3. Persetujuan": acts as nouns, in lines or in one."""
    if sight.is_placeholder or sight.is_regulation_text:
        return None
    items = numbered_in_line(sight.body) or [item.span(1) for item in ITEM.finditer(sight.body)]
    told = [sight.body[start:end][:90] for start, end in items]
    acting = sum(bool(PHRASES["steps"].search(words)) for words in told)
    named = sum(PHRASES["nominal"].opens(words) for words in told)
    papers = sum(REQUIREMENTS["documents"].opens(words) for words in told)
    acts = acting + named
    return items[0] if (acting >= 1 or is_tied(sight)) and acts >= 3 and acts > papers * 2 else None


def _ordered(sight: Sight) -> tuple[int, int] | None:
    """ "Siapkan berkas. Datang ke kantor dan isi formulir": three different orders, of a service's way."""
    if sight.is_placeholder or sight.is_regulation_text:
        return None
    if not (is_tied(sight) or mentions_service(sight.label)):
        return None
    parts = [part.strip() for part in _ORDER.split(one_way(sight.body))]
    orders = _different(PHRASES["imperatives"], parts)
    fetching = _different(PHRASES["fetching"], parts)
    told = orders - fetching and len(orders | fetching) >= 3
    return (0, min(len(sight.body), 250)) if told else None


def _different(words: PhraseList, parts: list[str]) -> set[str]:
    return {hit.group() for part in parts if (hit := words.regex.match(part))}


def _of_unnamed(sight: Sight) -> Finding | None:
    """Steps that are not called so: by arrows, in three lines or more, in a paragraph that begins by naming
    the way or that is a service's."""
    of_service = _is_paragraph_of_service(sight)
    body = sight.body
    opens = PHRASES["labels"].search(body[:_OPENING]) if "prosedur.labels" in sight.said else None
    listed = body.count("\n") >= 2 or any(map(body.__contains__, ARROWS))
    found = _tied_steps(sight) if (of_service or opens or listed) and is_tied(sight) else None
    if found is not None:
        return found
    told = opens is not None and _opens_prose(sight, opens) and sight.is_leaf
    if not told and of_service:
        told = PHRASES["order"].has(body, 2) and PHRASES["acts"].has(body, 3)
    clauses = _told_clauses(sight) if told else None
    return found_as(sight, "prose", 0.68, clauses) if clauses else None


def _in_a_row(sight: Sight) -> Finding | None:
    """Acts in a row that no heading need call a way; a report tells what was done on one day."""
    if sight.zone != "main" or not (sight.is_leaf or has_only_facts_below(sight)):
        return None
    if sight.page.is_news and not (sight.service or sight.page.is_standard_post):
        return None
    tied = is_tied(sight)
    rows = rows_of_acts(sight.body, tied)
    told = next((row for row in rows if not told_of_others(sight, *row)), None)
    told = told or (hands_in_a_row(sight.body, named=False) if tied else None)
    if told is None or sight.is_placeholder or sight.is_vacancy_or_event:
        return None
    if _reports(sight):
        return None
    return found_as(sight, "prose", 0.64, told)


def _reports(sight: Sight) -> bool:
    """Words of a report, but for a meeting that is a step ("rapat pembahasan")."""
    if CONTEXT["reporting"].search(sight.label):
        return True
    hits = CONTEXT["reporting"].finditer(sight.body[:_REPORT])
    return any(PHRASES["meetings"].regex.match(sight.body, hit.start()) is None for hit in hits)


def _told_clauses(sight: Sight) -> tuple[int, int] | None:
    if sight.is_placeholder or sight.is_regulation_text:
        return None
    return clauses_in_order(sight.body, "\n" if sight.page.is_news else "\n\n")


def _tied_steps(sight: Sight) -> Finding | None:
    """Arrows, items or rows of a section that belongs to a service."""
    arrows = arrows_between(sight)
    if arrows:
        return found_as(sight, "arrows", 0.85, arrows)
    steps = numbered_steps(sight)
    if (
        steps
        and steps[0] >= 3
        and _is_one_list(sight)
        and count_actors(sight) >= 2
        and not _asks_for_papers(sight)
    ):
        return found_as(sight, "steps", 0.78, steps[1])
    column = column_of_steps(sight)
    return found_as(sight, "steps", 0.82, column) if column else None


def _is_one_list(sight: Sight) -> bool:
    """Nothing of its own stands below; a step that ends with a colon heads its points and later steps."""
    return sight.is_leaf or all(
        not below.label or (below.kind is SectionKind.LINE and ITEM.match(below.label))
        for below in sections_below(sight)
    )


def _asks_for_papers(sight: Sight) -> bool:
    """Conditions worded as acts below "Persyaratan": "Menyerahkan fotokopi KTP", "Mengisi formulir N1"."""
    if not REQUIREMENTS["labels"].is_label(sight.label):
        return False
    others = [item for item in ITEM.finditer(sight.body) if not PHRASES["asked"].regex.match(item.group(1))]
    return sum(bool(PHRASES["acts"].search(item.group(1)[:90])) for item in others) < 2


def _is_paragraph_of_service(sight: Sight) -> bool:
    """A paragraph below a service, or one that opens with it: "Untuk mengurus surat keterangan usaha ..."."""
    if sight.kind is not SectionKind.PARAGRAPH:
        return False
    head = sight.body[:100]
    return bool(sight.service) or (
        PHRASES["purposes"].regex.match(head) is not None and mentions_service(head)
    )


def _opens_prose(sight: Sight, named: re.Match[str]) -> bool:
    """A paragraph that begins by naming the way: "Adapun mekanisme dan prosedur ... yaitu"."""
    if PHRASES["wishes"].regex.match(named.group()):
        return False  # "mau bikin KTP ..." is a heading's question, or somebody's in a chat
    return not PHRASES["not_labels"].search(sight.body[:250])


def _named(sight: Sight) -> Finding | None:
    if not sight.body.strip() or sight.is_placeholder or _only_names_components(sight):
        return None
    ways = list(map(one_way, answers_of(sight.body)))
    told = (max(ways, key=PHRASES["steps"].count) if len(ways) > 1 else ways[0]).strip()
    acts = list(PHRASES["steps"].finditer(told))
    if len(_GLUED.findall(sight.section.body)) >= 3:
        # "Pasien datangPasien menunggu": lines lost on the way to the page
        acts = list(PHRASES["steps"].finditer(fold(_GLUED.sub(" ", sight.section.body))))
        if len(acts) >= 4:
            return found_as(sight, "prose", 0.7, (0, 0))
    orders = PHRASES["order"].count(told)
    different = len({match.group()[:6] for match in acts})
    if different >= 3 and (orders >= 2 or len(told.splitlines()) >= 3 or different >= 5):
        papers = [line for line in told.splitlines() if REQUIREMENTS["documents"].search(line)]
        if (
            REQUIREMENTS["documents"].count(sight.body) > different
            or len(papers) * 2 > told.count("\n") + 1 > 2
        ):
            return None
        first = sight.body.find(acts[0].group())
        return found_as(sight, "prose", 0.78, (first, first + len(acts[0].group())))
    untied = PHRASES["how_to"].search(sight.label) is not None and not is_tied(sight)
    praised = PHRASES["no_announcement"].search(sight.label) is not None
    if untied or praised or sight.is_reporting or sight.page.is_news_about or sight.is_vacancy_or_event:
        return None
    return partial(_ID, sight, "vague", 0.55) if PHRASES["labels"].is_label(sight.label, 60) else None


def _only_names_components(sight: Sight) -> bool:
    """ "... sistem, mekanisme dan prosedur; jangka waktu; biaya": parts of a standard, told by name."""
    return len(sight.body) < _NAMES and PHRASES["labels"].regex.sub("", sight.body).strip(" ,;.dan/&\n") == ""


def _more(site: SiteSight) -> Iterable[Finding]:
    yield from drawn_as_cards(site)
    yield from steps_on_papers(site)


CHECK: SectionCheck = SectionCheck(PHRASES, judge, extra=_more)
