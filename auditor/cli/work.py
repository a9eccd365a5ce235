"""Verbs of runs that last: schedule, worker, queue."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from auditor.cli.app import app
from auditor.cli.options import (
    Delay,
    Format,
    Line,
    MaxPages,
    MetricsAt,
    Ocr,
    RegionsFile,
    Render,
    RubricName,
    formats_of,
    grouped,
    ocr_of,
    one_of,
)

if TYPE_CHECKING:
    from auditor.jobs.queue.worker import Work

Data = Annotated[Path, typer.Option("--data", help="Folder data: satu folder per jadwal dan periode.")]
Database = Annotated[
    str,
    typer.Option(
        "--database",
        help="Basis data hasil dan antrean: sqlite:////berkas atau postgresql://… "
        "(baku: AUDITOR_DATABASE_URL, lalu auditor.sqlite3 di folder data).",
    ),
]
Jobs = Annotated[int, typer.Option("--jobs", min=0, help="Situs yang dibuka sekaligus; 0: hanya jadwal.")]
Runs = Annotated[int, typer.Option("--runs", min=1, help="Jadwal yang dikerjakan sekaligus.")]
Batches = Annotated[Path, typer.Option("--batches", help="Berkas jadwal.")]
Notices = Annotated[Path | None, typer.Option("--notices", help="Berkas surel dan webhook (TOML).")]
UntilEmpty = Annotated[bool, typer.Option("--until-empty", help="Berhenti bila antrean habis.")]

queue_app = typer.Typer(help="Antrean: tambah satu unit atas permintaan, lihat isinya.", no_args_is_help=True)
app.add_typer(queue_app, name="queue")


@app.command()
@grouped
def schedule(
    batches: Batches = Path("targets/batches.toml"),
    data: Data = Path("data"),
    database: Database = "",
    show: Annotated[
        bool, typer.Option("--show", help="Tampilkan unit mana diaudit kapan, lalu selesai.")
    ] = False,
    most: Annotated[int, typer.Option("--most", min=0, help="Unit per jadwal pada --show.")] = 20,
    loop: Annotated[
        bool, typer.Option("--loop", help="Terus berjalan, tidak perlu cron atau systemd.")
    ] = False,
    jobs: Jobs = 50,
    runs: Runs = 2,
    notices: Notices = None,
    metrics: MetricsAt = "",
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
) -> None:
    """Jalankan audit yang sudah waktunya menurut berkas jadwal (dipanggil cron, systemd, atau --loop)."""
    order = _order(
        data, database, jobs, runs, batches, notices, regions, not loop,
        _machine(line), metrics,
    )  # fmt: skip
    if show:
        from auditor.jobs.queue.worker import prepared  # noqa: PLC0415
        from auditor.jobs.timetable.batches import load_batches  # noqa: PLC0415
        from auditor.jobs.timetable.show import show as lines  # noqa: PLC0415
        from auditor.reference import load_regions  # noqa: PLC0415

        known = load_regions(regions)
        prepared(order.url)
        for text in lines(load_batches(batches, known), known, datetime.now(UTC), most):
            typer.echo(text)
        return
    _go(order)


@app.command()
@grouped
def worker(
    data: Data = Path("data"),
    database: Database = "",
    jobs: Jobs = 50,
    runs: Runs = 2,
    batches: Annotated[
        Path | None, typer.Option("--batches", help="Berkas jadwal, bila pekerja ini juga menjaga jadwal.")
    ] = None,
    until_empty: UntilEmpty = False,
    notices: Notices = None,
    metrics: MetricsAt = "",
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
) -> None:
    """Kerjakan unit dari antrean. Boleh banyak pekerja, datang dan pergi kapan saja."""
    _go(
        _order(
            data, database, jobs, runs, batches, notices, regions, until_empty,
            _machine(line), metrics,
        )
    )  # fmt: skip


@queue_app.command("add")
@grouped
def queue_add(
    unit_ids: Annotated[list[str], typer.Argument(help="unit_id yang diaudit sekarang.")],
    targets: Annotated[list[Path], typer.Option("--targets", help="Berkas sasaran yang memuatnya.")],
    data: Data = Path("data"),
    database: Database = "",
    now: Annotated[
        bool,
        typer.Option("--now", help="Kerjakan di sini sampai selesai; tanpa ini pekerja yang mengerjakan."),
    ] = False,
    rubric: RubricName = "uu25-2009",
    max_pages: MaxPages = 80,
    render: Render = "auto",
    ocr: Ocr = "auto",
    delay: Delay = 1.0,
    formats: Format = "html,xlsx,csv,json",
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
) -> None:
    """Minta satu atau beberapa unit diaudit sekarang juga, mendahului jadwal."""
    from dataclasses import replace  # noqa: PLC0415

    from auditor.jobs.queue.demand import demand, wanted  # noqa: PLC0415
    from auditor.jobs.queue.worker import prepared  # noqa: PLC0415
    from auditor.reference import load_regions  # noqa: PLC0415

    machine = _machine(line)
    order = _order(data, database, max(1, len(unit_ids)), 1, None, None, regions, True, machine)
    agencies = wanted(targets, unit_ids, load_regions(regions))
    prepared(order.url)
    run_id = demand(
        agencies,
        {
            "max_pages": max_pages,
            "render": one_of("--render", render, ("auto", "never", "always")),
            "delay": delay,
        },
        rubric=rubric,
        ocr=ocr_of(ocr),
        machine=machine,
        formats=formats_of(formats),
    )
    typer.echo(f"{run_id}: {len(agencies)} unit masuk antrean; hasil di {order.data / 'permintaan' / run_id}")
    if now:
        _go(replace(order, only=frozenset({run_id})))


@queue_app.command("show")
def queue_show(data: Data = Path("data"), database: Database = "") -> None:
    """Lihat isi antrean: menunggu, siap, berjalan, gagal, dan umur unit tertua yang sudah waktunya."""
    from auditor.jobs.queue.worker import database_of, prepared  # noqa: PLC0415

    engine = prepared(database_of(database, data))
    from auditor.jobs.queue.runs import state  # noqa: PLC0415 - its models need settings first

    found = state()
    typer.echo(
        f"menunggu {found.waiting}, siap {found.ready}, berjalan {found.running}, gagal {found.failed}; "
        f"tertua yang sudah waktunya: {found.oldest / 60:.0f} menit; pekerjaan terbuka: {engine.open_jobs()}"
    )


def _machine(line: Line) -> dict[str, Any]:
    """The crawl options of this machine, refused here if they mean nothing."""
    import msgspec  # noqa: PLC0415

    from auditor.spiders.options import CrawlOptions  # noqa: PLC0415

    asked = line.told()
    options = msgspec.to_builtins(CrawlOptions(**asked))
    return {key: options[key] for key in asked}


def _order(
    data: Path,
    database: str,
    jobs: int,
    runs: int,
    batches: Path | None,
    notices: Path | None,
    regions: Path | None,
    until_empty: bool,
    machine: dict[str, Any],
    metrics: str = "",
) -> Work:
    import msgspec  # noqa: PLC0415

    from auditor.jobs.queue.tick import Duties  # noqa: PLC0415
    from auditor.jobs.queue.worker import Work, database_of  # noqa: PLC0415
    from auditor.jobs.timetable.batches import load_batches  # noqa: PLC0415
    from auditor.notices.settings import load_notices  # noqa: PLC0415
    from auditor.reference import load_regions  # noqa: PLC0415
    from auditor.spiders.options import CrawlOptions  # noqa: PLC0415

    known = load_regions(regions)
    return Work(
        url=database_of(database, data),
        data=data,
        jobs=jobs,
        runs=runs,
        machine=machine,
        regions=regions,
        until_empty=until_empty,
        metrics=metrics,
        duties=Duties(
            data=data,
            regions=known,
            machine=msgspec.convert(machine, type=CrawlOptions),
            timetable=load_batches(batches, known) if batches is not None else None,
            notices=load_notices(notices) if notices is not None else None,
            regions_file=regions,
        ),
    )


def _go(order: Work) -> None:
    from auditor.jobs.queue.worker import work  # noqa: PLC0415

    raise typer.Exit(work(order))
