"""Verbs that make papers of a finished run: dossier, clinic, simulate."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import RunDir, one_of
from auditor.errors import AuditorError

Units = Annotated[list[str] | None, typer.Argument(help="Unit yang dibuatkan; tanpa ini semua unit.")]


@app.command()
def dossier(
    folder: RunDir,
    units: Units = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder berkas; bawaannya dossier/ di folder hasil.")
    ] = None,
    formats: Annotated[str, typer.Option("--format", help="Bentuk, dipisah koma: pdf,html.")] = "pdf,html",
    previous: Annotated[
        Path | None, typer.Option("--previous", help="Folder hasil yang lebih lama: tampilkan perubahannya.")
    ] = None,
    link: Annotated[
        str,
        typer.Option(
            "--link",
            help="Alamat laporan HTML yang diterbitkan, atau pola dengan {unit}: kode QR ke halaman bukti.",
        ),
    ] = "",
) -> None:
    """Berkas kunjungan per unit bagi asesor: bukti, yang tidak ada, yang ditanyakan di loket."""
    from auditor.jobs.papers import dossiers  # noqa: PLC0415

    wanted = tuple(name.strip() for name in formats.split(",") if name.strip())
    if not wanted:
        raise AuditorError("--format kosong: pilih pdf, html atau keduanya")
    for name in wanted:
        one_of("--format", name, ("pdf", "html"))
    room = out or folder / "dossier"
    for path in dossiers(folder, units or (), room, wanted, previous=previous, base=link):
        typer.echo(path)


@app.command()
def clinic(
    folder: RunDir,
    units: Units = None,
    out: Annotated[
        Path | None, typer.Option("--out", help="Folder paket; bawaannya klinik/ di folder hasil.")
    ] = None,
) -> None:
    """Paket klinik per unit: apa yang dibenahi dahulu, oleh siapa, contoh, dan draf untuk diisi."""
    from auditor.jobs.papers import clinics  # noqa: PLC0415

    for path in clinics(folder, units or (), out or folder / "klinik"):
        typer.echo(path)


@app.command()
def simulate(
    folder: RunDir,
    unit_id: Annotated[str, typer.Argument(help="Unit yang dihitung.")],
    publish: Annotated[
        str, typer.Option("--publish", help="Komponen yang diandaikan terpublikasi, mis. biaya,jangka_waktu.")
    ],
) -> None:
    """Skor suatu unit seandainya komponen ini dipublikasikan, dengan rubrik yang sama."""
    from auditor.jobs.papers import simulation  # noqa: PLC0415
    from auditor.reporting.clinic import simulation_text  # noqa: PLC0415

    wanted = [name.strip() for name in publish.split(",") if name.strip()]
    if not wanted:
        raise AuditorError("--publish kosong: sebutkan komponen, mis. --publish biaya,jangka_waktu")
    view, result = simulation(folder, unit_id, wanted)
    typer.echo(simulation_text(view, result), nl=False)
