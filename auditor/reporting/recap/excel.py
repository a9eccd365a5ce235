"""The recap as a workbook: ``rekap.xlsx``, written in one pass over the units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.masking import mask
from auditor.models import SERVICE_DELIVERY
from auditor.perception import element_titles
from auditor.reporting.links import evidence_link, link
from auditor.reporting.recap import Recap, Row, Tally, media
from auditor.reporting.recap.counts import CountSheets
from auditor.reporting.sheets import Book, Column, Link, TableWriter, bar

TABLES_UP_TO = 2000
"""Above this many units the sheets carry filters instead of tables, and rows go to disk as they come."""

_BLUE, _GREEN, _GREY = "#8FB8DE", "#63BE7B", "#C9D3DD"


class RecapBook:
    """The workbook while the units pass by: ``add`` each, then ``close`` with the counts."""

    def __init__(self, path: Path, recap: Recap) -> None:
        self.path, self.recap = path, recap
        words = recap.texts
        self.book = Book(
            path,
            lean=recap.many > TABLES_UP_TO,
            created=recap.run.finished_at or recap.run.started_at,
            title=words("recap", "title"),
        )

        def sheet(name: str, *, landscape: bool = True) -> Any:
            return self.book.sheet(words("recap_sheets", name), landscape=landscape, wide=landscape)

        self._summary = sheet("summary", landscape=False)
        self._regions = sheet("regions")
        self._units_sheet = sheet("units")
        self._units = self.book.open_table(self._units_sheet, self._unit_columns(), freeze=2)
        self._proofs = self.book.open_table(sheet("proofs"), self._proof_columns(), freeze=2)
        self._changes: TableWriter | None = None
        if recap.past:
            self._changes = self.book.open_table(sheet("changes"), self._change_columns(), freeze=2)
        self._surveys: TableWriter | None = None
        if recap.surveys:
            self._surveys = self.book.open_table(sheet("surveys"), self._survey_columns(), freeze=2)
        self._rubrics: TableWriter | None = None
        if recap.other_rubrics:
            self._rubrics = self.book.open_table(sheet("rubrics"), self._rubric_columns(), freeze=2)
        self._dimensions = sheet("dimensions")
        self._method = sheet("method", landscape=False)

    # ------------------------------------------------------------ row by row

    def add(self, row: Row) -> None:
        """One unit, on every sheet it belongs to."""
        self._units.add(self._unit(row))
        for cells in self._proof_rows(row):
            self._proofs.add(cells)
        if self._changes and row.past:
            for cells in self._change_rows(row):
                self._changes.add(cells)
        if self._surveys and row.survey:
            survey = row.survey
            self._surveys.add(
                (
                    mask(row.unit.unit_id),
                    row.view.name,
                    survey.period,
                    survey.value,
                    survey.grade,
                    row.unit.score.value,
                    *(survey.elements or (None,) * 9),
                    mask(survey.source),
                )
            )
        if self._rubrics:
            cells = [row.view.name, row.unit.score.value, row.unit.score.zone or "–"]
            for rubric in self.recap.other_rubrics:
                cells += [row.others[rubric.full_id].value, row.others[rubric.full_id].zone or "–"]
            self._rubrics.add(cells)

    def _unit_columns(self) -> list[Column]:
        words = self.recap.texts
        columns = [
            Column(words("labels", "unit"), 44, "wrap"),
            Column(words("labels", "kind"), 17),
            Column(words("labels", "region"), 24, "wrap"),
            Column(self.recap.zone_head, 18, "wrap"),
            Column("Skor", 9, "number"),
            Column(words("labels", "coverage"), 10, "share"),
            Column("Dari 6", 8, "whole"),
            *(Column(words("short", code), 14) for code in SERVICE_DELIVERY),
            Column(words("labels", "status"), 22, "wrap"),
            Column(words("labels", "website"), 38, "link"),
            Column(words("labels", "domain"), 20),
            Column("Layanan lengkap", 10, "whole"),
        ]
        if self.recap.past:
            columns += [Column(words("recap", "before"), 10, "number"), Column("Selisih", 9, "number")]
        if self.recap.surveys:
            columns.append(Column(words("recap", "survey"), 9, "fine"))
            columns += [Column("Mutu SKM", 8, "centre"), Column("Periode SKM", 10, "centre")]
        return [*columns, Column("unit_id", 18)]

    def _unit(self, row: Row) -> list[object]:
        words, unit, score = self.recap.texts, row.unit, row.unit.score
        cells: list[object] = [
            Link(f"external:{row.view.href}", row.view.name),
            words("kinds", unit.kind.value),
            self.recap.region(unit.region),
            self.recap.zone_name(score.zone),
            score.value,
            score.coverage,
            row.published,
            *(self._component(row, code) for code in SERVICE_DELIVERY),
            words("statuses", unit.site.status.value),
            Link(link(row.view.url), mask(row.view.url)),
            words("domains", unit.site.domain.value),
            row.view.complete_services,
        ]
        if self.recap.past:
            cells += [row.past.score.value if row.past else words("recap", "new"), row.gain]
        if self.recap.surveys:
            survey = row.survey
            cells += [survey.value, survey.grade, survey.period] if survey else [None, None, None]
        return [*cells, mask(unit.unit_id)]

    def _component(self, row: Row, code: str) -> Link:
        """The verdict's mark and the media, opening the first proof."""
        words, found = self.recap.texts, row.unit.components[code]
        forms = [words("recap_media", source.value) for source in media(row, code)]
        text = " ".join([words("verdict_marks", found.verdict.value), ", ".join(forms)]).strip()
        return Link(evidence_link(found.evidence[0]) if found.evidence else "", text, found.verdict)

    def _proof_columns(self) -> list[Column]:
        words = self.recap.texts
        return [
            Column(words("labels", "unit"), 38, "wrap"),
            Column(words("labels", "component"), 26, "wrap"),
            Column(words("labels", "verdict"), 18),
            Column(words("recap", "media"), 16),
            Column(words("labels", "quote"), 70, "wrap"),
            Column(words("labels", "address"), 50, "link"),
            Column(words("labels", "place"), 22, "wrap"),
            Column(words("labels", "fetched"), 20),
            Column(words("labels", "hash"), 20),
            Column(words("labels", "region"), 24),
            Column("unit_id", 18),
        ]

    def _proof_rows(self, row: Row) -> Iterator[Sequence[object]]:
        words = self.recap.texts
        tail = (self.recap.region(row.unit.region), mask(row.unit.unit_id))
        for code in SERVICE_DELIVERY:
            found = row.unit.components[code]
            head = (row.view.name, words("components", code), words("verdicts", found.verdict.value))
            if not found.evidence:
                yield (*head, "–", words.reason(code, found.reason), "", "", "", "", *tail)
                continue
            seen = set()
            for proof in found.evidence:
                if proof.source in seen:
                    continue
                seen.add(proof.source)
                yield (
                    *head,
                    words("recap_media", proof.source.value),
                    mask(proof.snippet),
                    Link(evidence_link(proof), mask(proof.url)),
                    mask(proof.locator),
                    proof.fetched_at,
                    proof.sha256,
                    *tail,
                )

    def _change_columns(self) -> list[Column]:
        words = self.recap.texts
        return [
            Column(words("labels", "unit"), 40, "wrap"),
            Column(words("labels", "component"), 28, "wrap"),
            Column("Perubahan", 22),
            Column("Dahulu", 20),
            Column("Kini", 20),
            Column("Sebab", 38, "wrap"),
            Column(words("recap", "proof"), 50, "link"),
            Column("unit_id", 18),
        ]

    def _change_rows(self, row: Row) -> Iterator[Sequence[object]]:
        words = self.recap.texts
        for change in row.past.changes if row.past else ():
            proof = change.evidence
            yield (
                row.view.name,
                words("components", change.component),
                words("recap_directions", change.direction),
                words("verdicts", change.before.value),
                words("verdicts", change.after.value),
                change.cause,
                Link(evidence_link(proof), mask(proof.url)) if proof else "",
                mask(row.unit.unit_id),
            )

    def _survey_columns(self) -> list[Column]:
        words = self.recap.texts
        return [
            Column("unit_id", 18),
            Column(words("labels", "unit"), 40, "wrap"),
            Column(words("recap", "survey_period"), 10, "centre"),
            Column(words("recap", "survey"), 9, "fine"),
            Column(words("recap", "survey_grade"), 9, "centre"),
            Column(words("labels", "score"), 11, "number"),
            *(Column(f"{mark} {title}", 15, "fine") for mark, title in element_titles().items()),
            Column(words("recap", "survey_source"), 40, "wrap"),
        ]

    def _rubric_columns(self) -> list[Column]:
        words, recap = self.recap.texts, self.recap
        columns = [Column(words("labels", "unit"), 44, "wrap")]
        for name in (recap.run.rubric.partition("@")[0], *(rubric.id for rubric in recap.other_rubrics)):
            columns += [Column(f"Skor {name}", 14, "number"), Column(f"Zona {name}", 14, "centre")]
        return columns

    # ------------------------------------------------------------ when all have passed

    def close(self, tally: Tally) -> Path:
        """The sheets of counts and method; the workbook is on disk afterwards."""
        try:
            last = self._units.close()
            self._units_sheet.conditional_format(1, 4, last, 4, bar(_BLUE, 100))
            self._units_sheet.conditional_format(1, 5, last, 5, bar(_GREY, 1))
            self._units_sheet.conditional_format(1, 6, last, 6, bar(_GREEN, len(SERVICE_DELIVERY)))
            if self.recap.past:
                for unit_id, name in self.recap.past.lost:
                    if self._changes:
                        lost = self.recap.texts("recap", "lost")
                        self._changes.add((mask(name), "", lost, "", "", "", "", mask(unit_id)))
            for table in (self._proofs, self._changes, self._surveys, self._rubrics):
                if table:
                    table.close()
            counts = CountSheets(self.book, self.recap)
            counts.summary(self._summary, tally)
            counts.regions(self._regions, tally)
            counts.dimensions(self._dimensions)
            counts.method(self._method)
        finally:
            self.book.close()
        return self.path
