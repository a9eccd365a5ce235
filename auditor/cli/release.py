"""Verbs around the health gate: health, release."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import RunDir, read_results


@app.command()
def health(
    folder: RunDir,
    previous: Annotated[
        Path | None, typer.Option("--previous", help="Audit sebelumnya sebagai pembanding.")
    ] = None,
) -> None:
    """Apakah hasil audit layak ditampilkan? Dibandingkan dengan audit sebelumnya; 3 bila ditahan."""
    from auditor.health import judge  # noqa: PLC0415
    from auditor.jobs.publication import health_lines  # noqa: PLC0415

    judged = judge(read_results(folder), read_results(previous) if previous else None)
    typer.echo("\n".join(health_lines(judged)))
    raise typer.Exit(0 if judged.plausible else 3)


@app.command()
def release(
    folder: RunDir,
    person: Annotated[str, typer.Option("--person", help="Siapa yang menyetujui; dicatat.")] = "",
    reason: Annotated[str, typer.Option("--reason", help="Mengapa hasilnya benar; dicatat.")] = "",
) -> None:
    """Tampilkan audit yang ditahan, setelah seseorang memeriksanya."""
    from auditor.jobs.publication import release as publish_held  # noqa: PLC0415

    shown = publish_held(folder.parent, folder.name, person=person, reason=reason)
    typer.echo(f"{folder.parent / 'published.json'}: kini menampilkan {shown.folder}")
