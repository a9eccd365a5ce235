"""The command line's root, to which every verb adds itself."""

from __future__ import annotations

import typer

app = typer.Typer(
    name="auditor",
    help="Memeriksa situs OPD dan puskesmas: domain go.id dan standar pelayanan yang dipublikasikan, "
    "disertai bukti. Skor informasi daring ini milik proyek, bukan nilai Ombudsman.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
