"""Verbs that hand results on: recap, letters, opendata, papers."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import Lang, RunDir, one_of

_LANGUAGES = ("id", "en")
OutDir = Annotated[Path | None, typer.Option("--out", help="Folder berkas; bawaannya di dalam folder hasil.")]
Previous = Annotated[
    Path | None, typer.Option("--previous", help="Folder hasil periode lalu, untuk perbandingan.")
]
Skm = Annotated[
    Path | None,
    typer.Option("--skm", help="CSV hasil SKM: unit_id, period, value, U1 … U9 (boleh juga source)."),
]


@app.command()
def recap(
    folder: RunDir,
    out: OutDir = None,
    previous: Previous = None,
    skm: Skm = None,
    formats: Annotated[str, typer.Option("--format", help="Dipisah koma: xlsx,pdf,txt.")] = "xlsx,pdf,txt",
    lang: Lang = "id",
) -> None:
    """Rekapitulasi wilayah: lembar kerja, PDF untuk ditandatangani, dan lima baris untuk pesan."""
    from auditor.jobs.recap import FORMATS, RecapOrder, write_recap  # noqa: PLC0415

    wanted = [one_of("--format", name.strip(), FORMATS) for name in formats.split(",") if name.strip()]
    order = RecapOrder(
        folder=folder,
        out=out or folder,
        previous=previous,
        skm=skm,
        formats=wanted,
        lang=one_of("--lang", lang, _LANGUAGES),
    )
    for path in write_recap(order):
        typer.echo(path)


@app.command()
def letters(
    folder: RunDir,
    out: OutDir = None,
    region: Annotated[str, typer.Option("--region", help="Hanya wilayah ini (kode, mis. 61.12).")] = "",
    lang: Lang = "id",
) -> None:
    """Lampiran surat: unit tanpa situs, bukan go.id wilayah sendiri, situs mati; tiap baris berbukti."""
    from auditor.jobs.letters import write_letters  # noqa: PLC0415

    target = out or folder / "lampiran"
    for path in write_letters(folder, target, region=region, lang=one_of("--lang", lang, _LANGUAGES)):
        typer.echo(path)


@app.command()
def opendata(
    folder: RunDir,
    out: Annotated[Path, typer.Option("--out", help="Folder paket data terbuka.")],
    points: Annotated[
        Path | None, typer.Option("--points", help="CSV koordinat unit_id, lat, lon; menjadi GeoJSON.")
    ] = None,
) -> None:
    """Paket data terbuka: CSV dengan skema Frictionless, JSON Lines, Parquet; data pribadi disamarkan."""
    from auditor.jobs.opendata import write_opendata  # noqa: PLC0415

    for path in write_opendata(folder, out, points):
        typer.echo(path)


@app.command()
def papers(
    folder: RunDir,
    out: OutDir = None,
    previous: Previous = None,
    skm: Skm = None,
    link: Annotated[
        str,
        typer.Option(
            "--link", help="Alamat tempat laporan HTML diterbitkan, untuk kode QR berkas kunjungan."
        ),
    ] = "",
    only: Annotated[
        list[str] | None,
        typer.Option("--only", help="Berkas kunjungan dan paket klinik hanya bagi unit ini (boleh diulang)."),
    ] = None,
    lang: Lang = "id",
) -> None:
    """Semua berkas sekaligus: rekap, lampiran surat, berkas kunjungan, paket klinik, data terbuka."""
    from auditor.jobs.handover import write_all  # noqa: PLC0415
    from auditor.jobs.recap import RecapOrder  # noqa: PLC0415

    order = RecapOrder(
        folder=folder,
        out=out or folder / "papers",
        previous=previous,
        skm=skm,
        lang=one_of("--lang", lang, _LANGUAGES),
    )
    for name, paths in write_all(order, link, only or ()):
        typer.echo(f"{name}: {len(paths)} berkas")
    typer.echo(order.out)
