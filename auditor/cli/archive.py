"""Verbs over many runs: history, prune."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import Lang, one_of


@app.command()
def history(
    source: Annotated[
        str, typer.Argument(help="Basis data (alamat atau berkas), folder audit, atau folder berisi audit.")
    ],
    unit_id: Annotated[str, typer.Argument(help="Unit yang diikuti.")],
    component: Annotated[str | None, typer.Argument(help="Satu komponen saja, mis. biaya.")] = None,
    lang: Lang = "id",
) -> None:
    """Riwayat satu unit: putusan setiap audit, apa yang berubah, dan sebabnya."""
    from auditor.jobs.history import history as runs_of  # noqa: PLC0415
    from auditor.jobs.history import to_text  # noqa: PLC0415

    lang = one_of("--lang", lang, ("id", "en"))
    typer.echo(to_text(runs_of(source, unit_id), component or "", lang), nl=False)


@app.command()
def prune(
    place: Annotated[Path, typer.Argument(help="Folder berisi hasil audit, atau hasil audit terakhir.")],
    keep: Annotated[int, typer.Option("--keep", help="Sekian audit terakhir disimpan arsipnya utuh.")] = 2,
    evidence: Annotated[
        bool, typer.Option("--evidence/--no-evidence", help="Simpan selamanya halaman yang dikutip putusan.")
    ] = True,
    dry: Annotated[bool, typer.Option("--dry-run", help="Hanya sebutkan apa yang akan dihemat.")] = False,
) -> None:
    """Pangkas arsip audit lama; hasil, putusan, dan kutipannya tetap ada."""
    from auditor.jobs.history import run_folders  # noqa: PLC0415
    from auditor.jobs.prune import prune as cut  # noqa: PLC0415

    for done in cut(run_folders(place), keep, evidence=evidence, dry=dry):
        typer.echo(f"{done.folder}: {done.before / 1e6:.1f} MB → {done.after / 1e6:.1f} MB")
