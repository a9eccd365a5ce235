"""Verbs that audit: demo, run, discover, recheck."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import (
    Accessibility,
    CertificateLog,
    Decisions,
    Delay,
    Format,
    FullEvery,
    Lang,
    Line,
    MaxPages,
    MetricsAt,
    Ocr,
    Only,
    Out,
    Patience,
    Previous,
    Progress,
    RegionsFile,
    Render,
    Resume,
    RubricName,
    RunDir,
    SearchApi,
    SkipBad,
    Targets,
    formats_of,
    grouped,
    ocr_of,
    one_of,
)
from auditor.loading import loading


@app.command()
def demo(
    out: Annotated[Path, typer.Option("--out", help="Folder hasil; isinya diganti.")] = Path("reports/demo"),
    progress: Progress = True,
) -> None:
    """Audit wilayah latihan: internet kecil di komputer ini, tanpa jaringan luar."""
    from auditor.practice.demo import demo as run_demo  # noqa: PLC0415

    raise typer.Exit(run_demo(out, progress=progress))


@app.command()
@grouped
def run(
    targets: Targets,
    out: Out,
    resume: Resume = False,
    previous: Previous = None,
    full_every: FullEvery = 10,
    only: Only = None,
    skip_bad_rows: SkipBad = False,
    rubric: RubricName = "uu25-2009",
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
    max_pages: MaxPages = 80,
    render: Render = "auto",
    ocr: Ocr = "auto",
    delay: Delay = 1.0,
    decisions: Decisions = None,
    ct: CertificateLog = "",
    search: SearchApi = "",
    patience: Patience = 1800.0,
    accessibility: Accessibility = False,
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
    metrics: MetricsAt = "",
    progress: Progress = True,
) -> None:
    """Audit semua unit dalam berkas sasaran: cari situs, jelajahi, periksa, nilai, laporkan."""
    with loading():
        from auditor.jobs.audit import Order, audit  # noqa: PLC0415
        from auditor.spiders.options import CrawlOptions  # noqa: PLC0415

    order = Order(
        targets=tuple(targets),
        out=out,
        crawl=CrawlOptions(
            **line.told(),
            max_pages=max_pages,
            render=render,
            delay=delay,
            ct=ct,
            search=search,
            patience=patience,
            accessibility=accessibility,
        ),
        decisions=tuple(decisions or ()),
        resume=resume,
        previous=previous,
        full_every=full_every,
        only=tuple(only or ()),
        skip_bad_rows=skip_bad_rows,
        rubric=rubric,
        regions=regions,
        ocr=ocr_of(ocr),
        formats=formats_of(formats),
        lang=one_of("--lang", lang, ("id", "en")),
        progress=progress,
        metrics=metrics,
    )
    raise typer.Exit(audit(order))


@app.command()
@grouped
def discover(
    targets: Targets,
    out: Out,
    resume: Resume = False,
    only: Only = None,
    skip_bad_rows: SkipBad = False,
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
    render: Render = "auto",
    delay: Delay = 1.0,
    decisions: Decisions = None,
    ct: CertificateLog = "",
    search: SearchApi = "",
    patience: Patience = 1800.0,
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
    progress: Progress = True,
) -> None:
    """Hanya mencari situs setiap unit: beranda dibuka, komponen tidak diperiksa."""
    with loading():
        from auditor.jobs.audit import Order, audit  # noqa: PLC0415
        from auditor.spiders.options import CrawlOptions  # noqa: PLC0415

    order = Order(
        targets=tuple(targets),
        out=out,
        crawl=CrawlOptions(
            **line.told(),
            max_pages=1,
            max_documents=0,
            max_images=0,
            render=render,
            delay=delay,
            ct=ct,
            search=search,
            patience=patience,
        ),
        decisions=tuple(decisions or ()),
        resume=resume,
        only=tuple(only or ()),
        skip_bad_rows=skip_bad_rows,
        regions=regions,
        ocr="never",
        formats=formats_of(formats),
        lang=one_of("--lang", lang, ("id", "en")),
        progress=progress,
        site_only=True,
    )
    raise typer.Exit(audit(order))


@app.command()
def recheck(
    folder: RunDir,
    rubric: Annotated[
        str | None, typer.Option("--rubric", help="Nilai dengan rubrik lain; tanpa ini rubrik semula.")
    ] = None,
    formats: Format = "html,xlsx,csv,json",
    lang: Lang = "id",
) -> None:
    """Periksa ulang halaman yang tersimpan, tanpa jaringan."""
    from auditor.jobs.run import recheck as judge_again  # noqa: PLC0415
    from auditor.progress import closing_table  # noqa: PLC0415

    results = judge_again(folder, rubric=rubric, formats=formats_of(formats), lang=lang)
    closing_table(results, folder)
