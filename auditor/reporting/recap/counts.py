"""The recap's sheets that are written last: counts, regions, dimensions, method."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from auditor.models import COMPONENTS, Verdict
from auditor.reporting.dates import day as long_day
from auditor.reporting.recap import Group, Recap, Tally
from auditor.reporting.recap.method import comparison_notes, method_lines
from auditor.reporting.sheets import Book, Column, bar
from auditor.reporting.wording import joined
from auditor.rubrics.instruments import NAMES, load_instrument

_BLUE, _GREEN = "#8FB8DE", "#63BE7B"


@dataclass(frozen=True)
class CountSheets:
    """Writes each of those sheets into the recap's workbook."""

    book: Book
    recap: Recap

    def summary(self, sheet: Any, tally: Tally) -> None:
        recap, words, total = self.recap, self.recap.texts, tally.total
        looks, put = self.book.looks, self.book.cell
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
        row = self._comparison(sheet, tally, row + 2)
        row = self._groups(
            sheet, row, words("recap", "per_kind"), [(words("kinds", k), g) for k, g in tally.kinds.items()]
        )
        self._components(sheet, row + 1, tally)

    def _comparison(self, sheet: Any, tally: Tally, row: int) -> int:
        recap, words = self.recap, self.recap.texts
        if recap.past is None:
            return row
        looks = self.book.looks
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

    def regions(self, sheet: Any, tally: Tally) -> None:
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
            sheet,
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
        sheet.conditional_format(1, median, last, median, bar(_BLUE, 100))
        if len(tally.regions) < 2:
            sheet.hide()

    def dimensions(self, sheet: Any) -> None:
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
            sheet,
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

    def method(self, sheet: Any) -> None:
        looks = self.book.looks
        sheet.set_column(0, 0, 36)
        sheet.set_column(1, 1, 110)
        for row, (name, value) in enumerate(method_lines(self.recap)):
            self.book.cell(sheet, row, 0, name, looks["head"])
            self.book.cell(sheet, row, 1, value, looks["wrap"])
