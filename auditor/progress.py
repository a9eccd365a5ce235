"""What the terminal shows while a run goes on, and the table that closes it (Bahasa Indonesia)."""

from __future__ import annotations

import time
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

from rich.console import Console
from rich.progress import BarColumn, Progress, TextColumn, TimeRemainingColumn
from rich.table import Table

from auditor.models import SERVICE_DELIVERY, DomainClass, Kind, Results, UnitResult, Verdict
from auditor.reporting.texts import load_texts
from auditor.reporting.view import NO_SITE, OUTSIDE
from auditor.spiders.events import Event, PageRead, UnitDone


class Live:
    """A live bar: units done, pages per second, time left. Silent when ``shown`` is False."""

    def __init__(self, total: int, *, shown: bool, done: int = 0) -> None:
        self._pages = 0
        self._began = time.monotonic()
        self._bar = Progress(
            TextColumn("[bold]Menjelajah"),
            BarColumn(),
            TextColumn("{task.completed}/{task.total} unit"),
            TextColumn("{task.fields[pages]} halaman ({task.fields[rate]:.1f}/detik)"),
            TimeRemainingColumn(),
            console=Console(stderr=True),
            disable=not shown,
        )
        self._task = self._bar.add_task("", total=total, completed=done, pages=0, rate=0.0)

    def __enter__(self) -> Live:
        self._bar.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._bar.stop()

    def __call__(self, event: Event) -> None:
        """Take one event of the crawl."""
        if isinstance(event, PageRead):
            self._pages += 1
            rate = self._pages / max(time.monotonic() - self._began, 0.001)
            self._bar.update(self._task, pages=self._pages, rate=rate)
        elif isinstance(event, UnitDone):
            self._bar.advance(self._task)


def closing_table(results: Results, folder: Path) -> None:
    """Counts per kind of unit, then where the reports are."""
    table = Table(title="Hasil audit: informasi standar pelayanan yang dipublikasikan")
    table.add_column("Jenis", no_wrap=True)
    for name in (
        "Unit",
        "Punya situs",
        "Tanpa situs",
        "Bukan go.id sendiri",
        "Tak teruji",
        "Skor median",
        "Terbit*",
    ):
        table.add_column(name, justify="right")
    rows = [_row(unit) for unit in results.units]
    for kind in Kind:
        if of_kind := [row for row in rows if row.kind is kind]:
            table.add_row(kind.value, *_figures(of_kind))
    table.add_section()
    table.add_row("semua", *_figures(rows), style="bold")
    console = Console()
    console.print(table)
    console.print(
        "* bagian dari enam komponen penyampaian pelayanan yang terbit pada situs yang ada", style="dim"
    )
    console.print(load_texts("id")("labels", "score_long"), style="dim")
    index = folder / "index.html"
    console.print(f"Laporan: {index if index.is_file() else folder}")


@dataclass(frozen=True, slots=True)
class _Row:
    """What the table counts of one unit."""

    kind: Kind
    site: bool
    without: bool
    outside: bool
    score: float | None
    published: int


def _row(unit: UnitResult) -> _Row:
    site = unit.site.domain is not DomainClass.NONE
    without = unit.site.status in NO_SITE
    return _Row(
        kind=unit.kind,
        site=site,
        without=without,
        outside=unit.site.domain in OUTSIDE and not without,
        score=unit.score.value,
        published=sum(
            site and unit.components[code].verdict is Verdict.PUBLISHED for code in SERVICE_DELIVERY
        ),
    )


def _figures(rows: list[_Row]) -> tuple[str, ...]:
    with_site = sum(row.site for row in rows)
    scores = sorted(row.score for row in rows if row.score is not None)
    published = sum(row.published for row in rows)
    share = published / (with_site * len(SERVICE_DELIVERY)) if with_site else 0.0
    return (
        str(len(rows)),
        str(with_site),
        str(sum(row.without for row in rows)),
        str(sum(row.outside for row in rows)),
        str(len(rows) - len(scores)),
        f"{scores[len(scores) // 2]:.1f}".replace(".", ",") if scores else "–",
        f"{share:.0%}",
    )
