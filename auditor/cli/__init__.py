"""The verbs of the command line: thin; each hands over to the layer that does the job.

Exit status: 0 finished, 2 wrong use or invalid input, 3 finished with units that could not be
assessed, 130 stopped by the user (state kept).
"""

from __future__ import annotations

import logging
import sys
from collections.abc import Sequence

import typer

from auditor import FORM
from auditor.cli import archive, audit, discovery, measure, papers, prepare, read, recap, release, work  # noqa: F401 - each adds its verbs
from auditor.cli.app import app
from auditor.cli.usage import NOTHING_ASKED, WrongUse, wrong_use
from auditor.errors import AuditorError

__all__ = ["app", "main"]

INVALID, INTERRUPTED = 2, 130


def main(argv: Sequence[str] | None = None) -> None:
    """Entry point: a user's mistake is one line on standard error, never a traceback."""
    if FORM.remark:
        typer.echo(f"auditor: {FORM.remark}", err=True)
    logging.raiseExceptions = False  # a log that a full disk does not take is no second trouble
    try:
        ended = app(args=list(argv) if argv is not None else None, prog_name="auditor", standalone_mode=False)
    except WrongUse as error:
        if type(error).__name__ != NOTHING_ASKED:
            typer.echo(wrong_use(error), err=True)
        sys.exit(INVALID)
    except AuditorError as error:
        typer.echo(f"auditor: {error}", err=True)
        sys.exit(INVALID)
    except OSError as error:
        if error.filename is None:  # not a file the system refuses: a mistake of ours, told in full
            raise
        told = f"{error.filename}: {error.strerror}; periksa alamatnya, hak akses, dan sisa tempat"
        typer.echo(f"auditor: {told}", err=True)
        sys.exit(INVALID)
    except (KeyboardInterrupt, typer.Abort):
        typer.echo("auditor: dihentikan; yang sudah selesai tersimpan", err=True)
        sys.exit(INTERRUPTED)
    sys.exit(ended or 0)
