"""The recap as a workbook: ``rekap.xlsx``, written in one pass over the units."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from auditor.models import COMPONENTS, SERVICE_DELIVERY, Verdict
from auditor.perception import basis as survey_basis
from auditor.perception import element_titles
from auditor.reporting.recap import Group, Recap, Row, Tally, long_day, media
from auditor.reporting.sheets import Book, Column, Link, TableWriter, bar
from auditor.reporting.view import evidence_link, joined, link, percent
from auditor.rubrics.instruments import NAMES, load_instrument
from auditor.values.masking import mask

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
            self._write_summary(tally)
            self._write_regions(tally)
            self._write_dimensions()
            self._write_method()
        finally:
            self.book.book.close()
        return self.path

    def _write_summary(self, tally: Tally) -> None:
        recap, words, total = self.recap, self.recap.texts, tally.total
        sheet, looks, put = self._summary, self.book.looks, self.book.cell
        sheet.set_column(0, 0, 44)
        sheet.set_column(1, 9, 14)
        sheet.write_string(0, 0, words("recap", "title"), looks["title"])
        sheet.write_string(1, 0, recap.title(tally.regions), looks["big"])
        sheet.write_string(
            2, 0, f"Diperiksa {long_day(recap.day, words)} · rubrik {recap.run.rubric}", looks["text"]
        )
        sheet.write_string(3, 0, words("recap", "score_note"), looks["text"])
        facts: list[tuple[str, object]] = [
            (words("recap", "units"), total.units),
            (words("recap", "online"), total.statuses["online"]),  # type: ignore[index]
            (words("recap", "without"), total.without_site),
            (words("recap", "outside"), total.outside),
            (words("recap", "complete"), total.complete),
            (words("recap", "median"), total.median),
            (words("recap", "mean"), total.mean),
            *recap.zone_counts(total),
            (words("recap", "unrated"), total.unrated),
        ]
        if recap.surveys:
            facts.append((f"Rata-rata nilai SKM ({len(total.surveys)} unit)", total.survey_mean))
        row = 5
        for row, (name, value) in enumerate(facts, 5):
            put(sheet, row, 0, name, looks["text"])
            put(sheet, row, 1, value if value is not None else "–", looks["big"])
        row = self._comparison(tally, row + 2)
        row = self._groups(
            sheet, row, words("recap", "per_kind"), [(words("kinds", k), g) for k, g in tally.kinds.items()]
        )
        self._components(sheet, row + 1, tally)

    def _comparison(self, tally: Tally, row: int) -> int:
        recap, words = self.recap, self.recap.texts
        if recap.past is None:
            return row
        sheet, looks = self._summary, self.book.looks
        past = recap.past.run
        day = (past.finished_at or past.started_at)[:10]
        sheet.write_string(row, 0, words("recap", "compared"), looks["head"])
        sheet.write_string(row, 1, f"{long_day(day, words)} ({past.id})", looks["text"])
        lines: list[tuple[str, object]] = [
            ("Unit pada kedua periode", tally.kept),
            (words("recap", "new"), tally.new),
            (words("recap", "lost"), len(recap.past.lost)),
            (words("recap", "risen"), tally.risen),
            (words("recap", "fallen"), tally.fallen),
            (words("recap", "same"), len(tally.before) - tally.risen - tally.fallen),
            *(
                (f"Komponen: {words('recap_directions', name).lower()}", tally.directions[name])
                for name in words.tables["recap_directions"]
            ),
        ]
        for name, value in lines:
            row += 1
            self.book.cell(sheet, row, 0, name, looks["text"])
            self.book.cell(sheet, row, 1, value, looks["big"])
        for note in comparison_notes(recap):
            row += 1
            sheet.write_string(row, 0, note, looks["text"])
        return row + 2

    def _groups(self, sheet: Any, row: int, title: str, groups: Sequence[tuple[str, Group]]) -> int:
        """A small table of groups: one row each, counts beside; the row after it."""
        recap, words, looks = self.recap, self.recap.texts, self.book.looks
        heads = (
            title,
            "Unit",
            words("recap", "online"),
            words("recap", "without"),
            *(zone.title for zone in recap.zones),
            words("recap", "unrated"),
            words("recap", "median"),
            words("recap", "complete"),
        )
        self._small_head(sheet, row, heads)
        for name, group in groups:
            row += 1
            cells: list[object] = [
                name,
                group.units,
                group.statuses["online"],  # type: ignore[index]
                group.without_site,
                *(many for _, many in recap.zone_counts(group)),
                group.unrated,
                group.median,
                group.complete,
            ]
            for place, value in enumerate(cells):
                look = "number" if place == len(cells) - 2 else "text"
                self.book.cell(sheet, row, place, "–" if value is None else value, looks[look])
        return row + 1

    def _small_head(self, sheet: Any, row: int, heads: Sequence[str]) -> None:
        sheet.set_row(row, 45)
        for place, head in enumerate(heads):
            sheet.write_string(row, place, head, self.book.looks["over" if place else "head"])

    def _components(self, sheet: Any, row: int, tally: Tally) -> None:
        words, looks = self.recap.texts, self.book.looks
        heads = (
            words("labels", "component"),
            *(words("verdicts", verdict) for verdict in Verdict),
            words("recap", "share"),
            words("recap", "media"),
        )
        self._small_head(sheet, row, heads)
        first = row + 1
        for code in COMPONENTS:
            row += 1
            counted = tally.total.components[code]
            asked = tally.total.units - counted[Verdict.NOT_APPLICABLE]
            cells: list[object] = [
                words("components", code),
                *(counted[verdict] for verdict in Verdict),
                counted[Verdict.PUBLISHED] / asked if asked else 0,
                joined(f"{form} {many}" for form, many in tally.forms(code, words)),
            ]
            for place, value in enumerate(cells):
                look = "share" if place == len(Verdict) + 1 else "text"
                self.book.cell(sheet, row, place, value, looks[look])
        sheet.conditional_format(first, len(Verdict) + 1, row, len(Verdict) + 1, bar(_GREEN, 1))

    def _write_regions(self, tally: Tally) -> None:
        recap, words = self.recap, self.recap.texts
        columns = [
            Column(words("labels", "region"), 34),
            Column("Kode", 9),
            Column("Unit", 8, "whole"),
            Column(words("recap", "online"), 9, "whole"),
            Column(words("recap", "without"), 9, "whole"),
            Column(words("recap", "outside"), 14, "whole"),
            *(Column(zone.title, 12, "whole") for zone in recap.zones),
            Column(words("recap", "unrated"), 12, "whole"),
            Column(words("recap", "median"), 9, "number"),
            Column(words("recap", "complete"), 13, "whole"),
        ]
        last = self.book.table(
            self._regions,
            columns,
            (
                (
                    recap.region(code),
                    code,
                    group.units,
                    group.statuses["online"],  # type: ignore[index]
                    group.without_site,
                    group.outside,
                    *(many for _, many in recap.zone_counts(group)),
                    group.unrated,
                    group.median,
                    group.complete,
                )
                for code, group in sorted(tally.regions.items())
            ),
        )
        median = len(columns) - 2
        self._regions.conditional_format(1, median, last, median, bar(_BLUE, 100))
        if len(tally.regions) < 2:
            self._regions.hide()

    def _write_dimensions(self) -> None:
        words = self.recap.texts
        columns = [
            Column("Instrumen", 34, "wrap"),
            Column("Masa", 12),
            Column("Dimensi atau aspek", 24, "wrap"),
            Column("Bobot", 8, "number"),
            Column("Kepastian bobot", 24, "wrap"),
            Column("Yang dinilai", 44, "wrap"),
            Column("Cara menilai", 30, "wrap"),
            Column("Tampak di situs?", 11),
            Column("Komponen di sini", 36, "wrap"),
            Column("Sebab", 44, "wrap"),
            Column("Sumber", 60, "wrap"),
        ]
        self.book.table(
            self._dimensions,
            columns,
            (
                (
                    instrument.title,
                    instrument.period,
                    dimension.title,
                    dimension.weight,
                    dimension.weight_status,
                    indicator.title,
                    indicator.how,
                    words("recap_visible", indicator.visible),
                    joined(words("short", code) for code in indicator.components),
                    indicator.why,
                    joined(instrument.sources[mark] for mark in indicator.sources),
                )
                for instrument in map(load_instrument, NAMES)
                for dimension in instrument.dimensions
                for indicator in dimension.indicators
            ),
        )

    def _write_method(self) -> None:
        sheet, looks = self._method, self.book.looks
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 110)
        for row, (name, value) in enumerate(method_lines(self.recap)):
            self.book.cell(sheet, row, 0, name, looks["head"])
            self.book.cell(sheet, row, 1, value, looks["wrap"])


def comparison_notes(recap: Recap) -> list[str]:
    """What to know before reading a comparison: another rubric, another program."""
    past, words = recap.past, recap.texts
    notes = []
    if past and past.rubric_changed:
        notes.append(words("recap", "rubric_changed").format(before=past.run.rubric))
    if past and past.program_cause:
        notes.append(
            words("recap", "program_changed").format(
                before=past.run.tool_version,
                after=recap.run.tool_version,
                cause=past.program_cause,
            )
        )
    return notes


def method_lines(recap: Recap) -> Iterator[tuple[str, str]]:
    """How the recap came about, line by line: what each name means."""
    words, run, rubric = recap.texts, recap.run, recap.rubric
    yield "Skor", words("recap", "score_note")
    yield "Rubrik", run.rubric
    yield "Program", f"auditor {run.tool_version}"
    yield "Pemeriksaan", f"{run.started_at} – {run.finished_at}"
    for verdict in Verdict:
        yield words("verdicts", verdict), words("verdict_meanings", verdict)
    yield words("recap", "complete"), "unit yang keenam komponen penyampaian pelayanannya terpublikasi"
    if rubric is not None:
        yield "Catatan", rubric.note
        yield "Bobot", rubric.weights_note
        yield "Ambang", rubric.zones_note
        yield "Cakupan terkecil", percent(rubric.minimum_coverage, 1)
        for basis in rubric.basis:
            yield basis.rule, f"{basis.says} Sumber: {basis.url} ({basis.status})"
    for other in recap.other_rubrics:
        yield f"Rubrik {other.full_id}", f"{other.title}. {other.zones_note}"
    for note in comparison_notes(recap):
        yield "Perbandingan", note
    if recap.surveys:
        yield "SKM", f"{words('recap', 'survey_note')} {survey_basis()}"
    for instrument in map(load_instrument, NAMES):
        yield instrument.title, instrument.note
