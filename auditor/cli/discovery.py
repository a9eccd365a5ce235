"""Verbs around discovery: decide."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Annotated

import typer

from auditor.cli.app import app
from auditor.cli.options import RegionsFile, SkipBad
from auditor.errors import AuditorError


@app.command()
def decide(
    targets: Annotated[Path, typer.Argument(help="Berkas sasaran yang memuat unitnya.")],
    unit_id: Annotated[str, typer.Argument(help="Unit yang diputuskan.")],
    website: Annotated[str, typer.Argument(help="Alamat situsnya, atau none bila memang tidak ada.")],
    reason: Annotated[str, typer.Option("--reason", help="Alasan keputusan.")],
    person: Annotated[str, typer.Option("--person", help="Siapa yang memutuskan.")],
    valid_until: Annotated[
        str, typer.Option("--valid-until", help="Berlaku sampai (YYYY-MM-DD); bawaannya setahun.")
    ] = "",
    file: Annotated[
        Path | None,
        typer.Option("--file", help="Berkas keputusan; tanpa ini decisions.csv di sebelahnya."),
    ] = None,
    regions: RegionsFile = None,
    skip_bad_rows: SkipBad = False,
) -> None:
    """Catat keputusan orang tentang situs suatu unit; keputusan mengalahkan pencarian."""
    from auditor.discovery.decisions import FILE_NAME, NONE, append_decision  # noqa: PLC0415
    from auditor.models import Decision  # noqa: PLC0415
    from auditor.reference import load_regions  # noqa: PLC0415
    from auditor.targets import load_targets  # noqa: PLC0415

    known = {
        agency.unit_id: agency
        for agency in load_targets([targets], load_regions(regions), skip_bad_rows=skip_bad_rows)
    }
    if unit_id not in known:
        raise AuditorError(f"{targets}: unit {unit_id} tidak ada; periksa kolom unit_id")
    today = datetime.now(UTC).date()
    path = file or targets.with_name(FILE_NAME)
    decision = Decision(
        website="" if website.casefold() == NONE else website,
        reason=reason,
        person=person,
        date=today.isoformat(),
        valid_until=valid_until or (today + timedelta(days=365)).isoformat(),
    )
    append_decision(path, unit_id, decision, today)
    typer.echo(f"{path}: {known[unit_id].name} → {website}, berlaku sampai {decision.valid_until}")
