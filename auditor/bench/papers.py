"""``python -m auditor.bench.papers``: dossiers and clinic packs a minute and core.

Makes the papers of made-up units (those of :mod:`auditor.bench.recap`) in this process and counts its
CPU time, all threads included, so that the figure holds for one core whatever else the machine does.
"""

from __future__ import annotations

import argparse
import itertools
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor.bench.clock import cpu
from auditor.bench.recap import RUN, made_up
from auditor.models import Results
from auditor.reporting import region_view
from auditor.reporting.clinic import write as write_clinic
from auditor.reporting.dossier import write as write_dossiers

GOAL = 1000
"""Dossiers a minute and core: the aim of the issue on papers."""
_WARM = 3
_PACKS = 10


def main(argv: Sequence[str]) -> int:
    """Print the rates; 0 measured (goal met or not)."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench.papers")
    parser.add_argument("--units", type=int, default=150, help="units that get a dossier")
    args = parser.parse_args(argv)
    if args.units < 1:
        parser.error(f"--units {args.units}: at least 1")
    results = Results(run=RUN, units=tuple(made_up(args.units)))
    with TemporaryDirectory(prefix="auditor-bench-") as room:
        folder = Path(room)
        region = region_view(results, folder)
        views, base = region.units, "https://audit.contoh.go.id"
        _exhaust(write_dossiers(region, views[:_WARM], folder / "warm", ("pdf", "html"), base=base))
        pdf = _rate(views, lambda: write_dossiers(region, views, folder / "pdf", ("pdf",), base=base))
        both = _rate(views, lambda: write_dossiers(region, views, folder / "two", ("pdf", "html"), base=base))
        packed = list(itertools.islice(views, max(1, args.units // _PACKS)))
        packs = _rate(packed, lambda: write_clinic(region, packed, folder / "clinic"))
    met = "met" if pdf >= GOAL else "NOT met"
    sys.stdout.write(
        f"dossiers, PDF: {pdf:.0f} a minute and core ({args.units} units; goal {GOAL}: {met})\n"
        f"dossiers, PDF and HTML: {both:.0f} a minute and core\n"
        f"clinic packs of 8 files: {packs:.0f} a minute and core ({len(packed)} units)\n"
    )
    return 0


def _rate(things: Sequence[object], work: Callable[[], Iterable[Path]]) -> float:
    before = cpu()
    _exhaust(work())
    return 60 * len(things) / (cpu() - before)


def _exhaust(paths: Iterable[Path]) -> None:
    for _ in paths:
        pass


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
