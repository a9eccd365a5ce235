"""The drafts as Word documents: standard, maklumat, SOP, survey; never a number, date or signature."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from auditor.masking import mask
from auditor.models import MANUFACTURING, SERVICE_DELIVERY, Service
from auditor.reporting.drafts.docx_file import DocxFile, Part
from auditor.reporting.drafts.fill import Filler, Piece
from auditor.reporting.drafts.forms import Forms, load_forms
from auditor.reporting.view import UnitView


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What every draft of one unit is made from. ``read`` is the day of the audit in words."""

    view: UnitView
    filler: Filler
    forms: Forms
    read: str
    date: Sequence[int]


def case(view: UnitView, read: str, date: Sequence[int]) -> Case:
    """The case of one unit."""
    return Case(view=view, filler=Filler(view), forms=load_forms(), read=read, date=date)


def standard(it: Case) -> bytes:
    """Standar pelayanan: one sheet per service with all 14 components."""
    form, words = it.forms.standard, it.view.texts
    paper = _paper(it, form.title, form.basis)
    for place, service in enumerate(services(it)):
        if place:
            paper.page_break()
        name = mask(service.name) if service else ""
        paper.heading(
            form.service.format(name=name or it.forms.words.blank.format(hint=it.forms.words.service)), 1
        )
        number = 0
        for title, codes in ((form.part_a, SERVICE_DELIVERY), (form.part_b, MANUFACTURING)):
            paper.heading(title, 2)
            rows = []
            for code in codes:
                number += 1
                rows.append(
                    (
                        [(str(number), "text")],
                        [(words("components", code), "strong")],
                        _filled(it, service, code),
                    )
                )
            paper.table(rows, (0.07, 0.27, 0.66), head=(form.number, form.component, form.description))
    _rest(it, paper)
    return paper.data()


def sop(it: Case) -> bytes:
    """Lembar SOP: one sheet per service, steps filled in where the site states them."""
    form = it.forms.sop
    paper = _paper(it, form.title, form.basis, landscape=True)
    for place, service in enumerate(services(it)):
        if place:
            paper.page_break()
        name = mask(service.name) if service else ""
        block: list[list[list[Part]]] = [[[(form.unit, "strong")], [(it.view.name, "text")]]]
        for label in form.block:
            known = name if label == form.block[-1] else ""
            block.append([[(label, "strong")], [(known, "text")] if known else _blank(it, label)])
        paper.table(block, (0.3, 0.7))
        paper.table([[_box(it, service, label) for label in pair] for pair in form.boxes], (0.5, 0.5))
        steps, url = it.filler.steps(service)
        empty: list[Part] = [(it.forms.words.blank_short, "blank")]
        lines = [
            [[(str(number), "text")], [(step, "text")] if step else empty, *[empty] * len(form.flow[2:])]
            for number, step in enumerate(steps or [""] * 5, 1)
        ]
        paper.table(lines, (0.05, 0.33, 0.14, 0.14, 0.1, 0.12, 0.12), head=form.flow)
        note = f"{_source(it, url)}. {form.quality}" if url else form.quality
        paper.paragraph((note, "small"))
    _rest(it, paper)
    return paper.data()


def promise(it: Case) -> bytes:
    """Maklumat pelayanan: the usual promise, beside what the site already shows."""
    form = it.forms.promise
    paper = _paper(it, form.title, form.basis)
    paper.paragraph((f"“{form.text}”", "text"), centred=True)
    for hint in (form.place, form.head, form.name):
        paper.paragraph(*_blank(it, hint), centred=True)
    existing = it.filler.pieces(None, "maklumat")
    if existing:
        paper.heading(form.existing, 2)
        paper.paragraph(*_piece(it, existing[0]))
    return paper.data()


def survey(it: Case) -> bytes:
    """Kuesioner SKM: nine elements, four answers each."""
    form = it.forms.survey
    paper = _paper(it, form.title, form.basis)
    paper.paragraph((form.lead, "text"))
    line = "……………………………"
    for label, value in (
        (form.unit, it.view.name),
        (form.service, line),
        (form.date, line),
        (form.age, line),
    ):
        paper.paragraph((f"{label}: ", "text"), (value, "text"))
    for label in (form.sex, form.education, form.work, form.disability):
        paper.paragraph((label, "text"))
    rows: list[list[list[Part]]] = [
        [
            [(str(number), "text")],
            [(f"{element.title}. ", "strong"), (element.question, "text")],
            [
                ("\n".join(f"☐ {mark}. {answer}" for mark, answer in enumerate(element.answers, 1)), "text"),
            ],
        ]
        for number, element in enumerate(form.elements, 1)
    ]
    paper.table(rows, (0.07, 0.58, 0.35), head=(it.forms.standard.number, form.question, form.answer))
    paper.paragraph((f"{form.remarks}: {line * 2}", "text"))
    paper.paragraph((form.grades, "small"))
    return paper.data()


def _paper(it: Case, title: str, basis: str, *, landscape: bool = False) -> DocxFile:
    paper = DocxFile(f"{title} {it.view.name}", it.date, landscape=landscape)
    paper.heading(title, 0, centred=True)
    paper.paragraph((it.view.name, "strong"), centred=True)
    words = it.forms.words
    paper.paragraph((f"{words.draft}. ", "strong"), (words.note.format(date=it.read), "small"))
    paper.paragraph((basis, "small"))
    return paper


def services(it: Case) -> Sequence[Service | None]:
    """The services; one nameless sheet where the site names none."""
    return it.filler.services or [None]


def _rest(it: Case, paper: DocxFile) -> None:
    if it.filler.rest:
        paper.paragraph((it.forms.words.more.format(names="; ".join(it.filler.rest)), "small"))


def _filled(it: Case, service: Service | None, code: str) -> list[Part]:
    words = it.forms.words
    pieces = it.filler.pieces(service, code)
    if pieces:
        return [part for piece in pieces for part in _piece(it, piece)]
    url = it.filler.copied(service, code) if service else ""
    if url:
        return [(words.copy.format(url=url), "blank")]
    return _blank(it, it.forms.standard.hints[code])


def _piece(it: Case, piece: Piece) -> list[Part]:
    parts: list[Part] = [(piece.text, "text"), (f"\n{_source(it, piece.url)}. ", "small")]
    if piece.check:
        parts.append((piece.check, "blank"))
    return parts


def _box(it: Case, service: Service | None, label: str) -> list[Part]:
    code = it.forms.sop.from_component.get(label)
    found = it.filler.pieces(service, code) if code else []
    body = _piece(it, found[0]) if found else _blank(it, it.forms.sop.hints[label])
    return [(f"{label}:\n", "strong"), *body]


def _blank(it: Case, hint: str) -> list[Part]:
    return [(it.forms.words.blank.format(hint=hint), "blank")]


def _source(it: Case, url: str) -> str:
    return it.forms.words.source.format(url=url, date=it.read)
