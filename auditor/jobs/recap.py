"""The recap of a run folder: the units pass by once, the papers come out.

Memory stays small for a national run: ``results.json`` is read unit by unit, the period before is
looked up unit by unit, and the workbook goes to disk as it is written.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.compare.records import CAUSES, Cause
from auditor.compare.verdicts import Archives, unit_changes
from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.jobs.history import archives_of
from auditor.models import Score, UnitResult
from auditor.perception import Survey, latest, load_skm
from auditor.reporting.recap import Past, PastChange, PastRun, Recap, Row, Tally
from auditor.reporting.recap.excel import RecapBook
from auditor.reporting.recap.pdf import to_pdf
from auditor.reporting.recap.text import to_text
from auditor.reporting.texts import load_texts
from auditor.reporting.view import UnitView
from auditor.scoring import Rubric, available_rubrics, find_rubric, load_rubric, rescore
from auditor.unitstream import UnitStream

FORMATS = ("xlsx", "pdf", "txt")


@dataclass(frozen=True, slots=True, kw_only=True)
class RecapOrder:
    """What to recap: run folder, where to, the run folder of the period before, the SKM file."""

    folder: Path
    out: Path
    previous: Path | None = None
    skm: Path | None = None
    formats: Collection[str] = FORMATS
    lang: str = "id"


def write_recap(order: RecapOrder) -> list[Path]:
    """Write the recap's files; their paths. Raises AuditorError."""
    stream = UnitStream(RunFolder(order.folder).results_path)
    previous = UnitStream(RunFolder(order.previous).results_path) if order.previous else None
    surveys = latest(load_skm(order.skm, stream.ids)) if order.skm else {}
    recap = _recap(order, stream, previous, bool(order.skm))
    tally = Tally()
    paths = []
    try:
        order.out.mkdir(parents=True, exist_ok=True)
        book = RecapBook(order.out / "rekap.xlsx", recap) if "xlsx" in order.formats else None
        archives = archives_of(order.previous, order.folder) if order.previous else None
        for row in _rows(stream, previous, recap, surveys, archives):
            tally.add(row, compared=previous is not None)
            if book:
                book.add(row)
        if book:
            paths.append(book.close(tally))
        if "pdf" in order.formats:
            paths.append(order.out / "rekap.pdf")
            paths[-1].write_bytes(to_pdf(recap, tally))
        if "txt" in order.formats:
            paths.append(order.out / "rekap.txt")
            paths[-1].write_text(to_text(recap, tally), encoding="utf-8", newline="\n")
    except OSError as error:
        raise AuditorError(
            f"{error.filename or order.out}: tidak dapat ditulis ({error.strerror}); "
            "periksa izin dan sisa tempat"
        ) from error
    return paths


def _recap(order: RecapOrder, stream: UnitStream, previous: UnitStream | None, surveys: bool) -> Recap:
    rubric = find_rubric(stream.run.rubric)
    past = None
    if previous is not None:
        if rubric is None and previous.run.rubric != stream.run.rubric:
            raise AuditorError(
                f"rubrik {stream.run.rubric!r} tidak ada di sini, sehingga periode lalu tidak dapat dihitung "
                "ulang dengannya; ulangi 'auditor recheck --rubric' dengan berkas rubriknya"
            )
        gone = (previous.get(unit_id) for unit_id in previous.ids if unit_id not in stream)
        past = PastRun(
            run=previous.run,
            rubric_changed=previous.run.rubric != stream.run.rubric,
            program_cause=CAUSES[Cause.RULES] if previous.run.tool_version != stream.run.tool_version else "",
            lost=tuple((unit.unit_id, unit.name) for unit in gone if unit),
        )
    return Recap(
        run=stream.run,
        texts=load_texts(order.lang),
        rubric=rubric,
        regions=RunFolder(order.folder).regions(),
        many=len(stream),
        past=past,
        surveys=surveys,
        other_rubrics=_others(stream.run.rubric),
    )


def _others(name: str) -> tuple[Rubric, ...]:
    """The packaged rubrics besides the run's own."""
    rubrics = (load_rubric(other) for other in available_rubrics())
    return tuple(rubric for rubric in rubrics if rubric.full_id != name)


def _rows(
    stream: UnitStream,
    previous: UnitStream | None,
    recap: Recap,
    surveys: dict[str, Survey],
    archives: Archives | None,
) -> Iterator[Row]:
    for unit in stream:
        before = previous.get(unit.unit_id) if previous else None
        yield Row(
            view=UnitView(unit, recap.texts, recap.rubric),
            survey=surveys.get(unit.unit_id),
            past=_past(before, unit, recap, archives) if before and archives else None,
            others=_scores(unit, recap.other_rubrics),
        )


def _scores(unit: UnitResult, rubrics: Sequence[Rubric]) -> dict[str, Score]:
    return {rubric.full_id: rescore(unit, rubric) for rubric in rubrics}


def _past(before: UnitResult, unit: UnitResult, recap: Recap, archives: Archives) -> Past:
    past = recap.past
    changed = past is not None and past.rubric_changed
    rules = past is not None and (past.rubric_changed or bool(past.program_cause))
    return Past(
        score=rescore(before, recap.rubric) if changed and recap.rubric else before.score,
        changes=tuple(
            PastChange(
                component=change.component,
                before=change.before,
                after=change.after,
                direction=change.direction.value,
                cause=CAUSES[change.cause],
                evidence=change.evidence[0] if change.evidence else None,
            )
            for change in unit_changes(before, unit, archives, rules=rules)
        ),
    )
