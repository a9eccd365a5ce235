"""Verbs around an audit: init, practice, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import Delay, Line, RegionsFile, Render, grouped


@app.command()
@grouped
def init(
    region: Annotated[str, typer.Argument(help="Kode atau nama wilayah, mis. 61.12 atau 'Kubu Raya'.")],
    folder: Annotated[Path, typer.Option("--folder", help="Folder berkas sasaran.")] = Path("targets"),
    offline: Annotated[
        bool, typer.Option("--offline", help="Hanya dari data acuan; portal wilayah tidak dibaca.")
    ] = False,
    regions: RegionsFile = None,
    line: Line = Line(),  # noqa: B008 - frozen
    render: Render = "auto",
    delay: Delay = 1.0,
) -> None:
    """Tulis berkas sasaran awal suatu wilayah: data acuan, lalu daftar pada portalnya; petugas melengkapi."""
    from auditor.init_targets import (  # noqa: PLC0415
        build,
        file_name,
        find_region,
        refuse_existing,
        write_targets,
    )
    from auditor.reference import load_regions  # noqa: PLC0415
    from auditor.spiders.options import CrawlOptions  # noqa: PLC0415

    found = find_region(region, load_regions(regions))
    options = CrawlOptions(**line.told(), render=render, delay=delay)
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(found)
    refuse_existing(path)
    units = build(found)
    if not offline:
        from auditor.jobs.region_units import from_portal  # noqa: PLC0415

        units, told = from_portal(units, found, options)
        typer.echo(told, err=True)
    write_targets(units, path)
    typer.echo(path)


@app.command(context_settings={"allow_extra_args": True, "ignore_unknown_options": True})
def practice(
    context: typer.Context,
) -> None:
    """Wilayah latihan di loopback: serve [--sites FOLDER], check … (lihat auditor/practice/README.md)."""
    from auditor.practice.command import main as practice_main  # noqa: PLC0415

    raise typer.Exit(practice_main(context.args))


@app.command()
def schema() -> None:
    """Cetak JSON Schema dari results.json."""
    import json  # noqa: PLC0415

    from auditor.results.schema import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
