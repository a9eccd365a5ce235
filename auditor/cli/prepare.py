"""Verbs around an audit: init, practice, schema."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import RegionsFile


@app.command()
def init(
    region: Annotated[str, typer.Argument(help="Kode atau nama wilayah, mis. 61.12 atau 'Kubu Raya'.")],
    folder: Annotated[Path, typer.Option("--folder", help="Folder berkas sasaran.")] = Path("targets"),
    regions: RegionsFile = None,
) -> None:
    """Tulis berkas sasaran awal suatu wilayah dari data acuan; petugas melengkapinya."""
    from auditor.init_targets import build, file_name, find_region, write_targets  # noqa: PLC0415
    from auditor.reference import load_regions  # noqa: PLC0415

    found = find_region(region, load_regions(regions))
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / file_name(found)
    write_targets(build(found), path)
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

    from auditor.results import json_schema  # noqa: PLC0415

    typer.echo(json.dumps(json_schema(), indent=2, ensure_ascii=False))
