"""The command line's root, to which every verb adds itself."""

from __future__ import annotations

import platform
from typing import Annotated

import typer

from auditor import FORM, __version__

app = typer.Typer(
    name="auditor",
    help="Memeriksa situs OPD dan puskesmas: domain go.id dan standar pelayanan yang dipublikasikan, "
    "disertai bukti. Skor informasi daring ini milik proyek, bukan nilai Ombudsman.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


def _tell_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"auditor {__version__} ({FORM}, Python {platform.python_version()})")
        raise typer.Exit


@app.callback()
def _root(
    _version: Annotated[
        bool,
        typer.Option(
            "--version",
            callback=_tell_version,
            is_eager=True,
            help="Versi, dan bentuk modulnya: compiled atau pure (docs/how-to.md).",
        ),
    ] = False,
) -> None:
    """What stands before the verbs."""
