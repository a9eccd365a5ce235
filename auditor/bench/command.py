"""The command: runs the comparisons, prints a table, writes JSON."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Sequence
from pathlib import Path

import msgspec
from rich.console import Console
from rich.table import Table

from auditor import FORM, __version__
from auditor.bench import material, sides
from auditor.bench.clock import Measurement, Spread, compare
from auditor.bench.sides import timed
from auditor.errors import AuditorError

# Who asks: the issues on accuracy (40 %) and on speed at scale (20 %); matching and PDF: its notes.
READING_GOALS = {"accuracy": 0.40, "speed": 0.20}
MATCHING_GOALS = {"must": 0.10, "ambitious": 0.01}
PDF_GOALS = {"must": 0.20, "ambitious": 0.05}
_LEAST_SHARED = 0.9  # share of pdfminer's words that the other reader must have read too


def reading(sites: Sequence[material.SitePieces], rounds: int, of: str) -> Measurement:
    """Reading and judging every page against BeautifulSoup's links and text; nothing is remembered from an
    earlier round."""
    shots = sides.read_sites(sites)
    pieces = sum(len(site.pages) for site in sites)
    size = sum(len(piece.body) for site in sites for piece in site.pages) / pieces / 1000
    return compare(
        f"read and judge {of}, {size:.0f} kB / BeautifulSoup html.parser",
        {
            "read and judge": timed(sides.read_and_judge, sites),
            "read": timed(sides.read_sites, sites),
            "judge": timed(sides.judge_all, shots),
            "BeautifulSoup": timed(sides.soup, sites),
        },
        pieces=pieces,
        rounds=rounds,
        goals=READING_GOALS,
        before_each=sides.forget,
        notes=sides.shown(shots),
    )


def matching(sites: Sequence[material.SitePieces], rounds: int) -> Measurement:
    """Finding phrases by RE2 and ``re`` against a loop of ``re.search``; raises when they differ."""
    texts = [page.text for shot in sides.read_sites(sites) for page in shot.pages]
    found = sides.Matching(texts)
    if not sides.same_findings(found):
        raise AuditorError("bench: saringan RE2 dan re.search menemukan hal yang berbeda")
    return compare(
        f"find {len(found.patterns)} phrases / loop of re.search",
        {"RE2 set, then re": found.screened, "re.search": found.looped},
        pieces=len(texts),
        rounds=rounds,
        goals=MATCHING_GOALS,
    )


def pdfs(pieces: Sequence[material.Piece], rounds: int) -> Measurement:
    """Text of PDFs by pypdfium2 against pdfminer.six; raises when they read other words."""
    for quick, slow in zip(sides.pdf_quick(pieces), sides.pdf_miner(pieces), strict=True):
        wanted = sides.words(slow)
        if len(wanted & sides.words(quick)) < _LEAST_SHARED * len(wanted):
            raise AuditorError("bench: pypdfium2 dan pdfminer membaca kata yang berbeda")
    return compare(
        "PDF text / pdfminer.six",
        {
            "pypdfium2": timed(sides.pdf_quick, pieces),
            "read into sections": timed(sides.pdf_sections, pieces),
            "pdfminer.six": timed(sides.pdf_miner, pieces),
        },
        pieces=len(pieces),
        rounds=rounds,
        goals=PDF_GOALS,
        unit="document",
    )


def show(measurements: Sequence[Measurement], console: Console) -> None:
    """The table: milliseconds a piece, ratio to the last side, goals."""
    table = Table(title=f"auditor {__version__} ({FORM}), Python {platform.python_version()}; CPU time")
    for name in ("measured", "side", "ms each", "ratio: median", "min–max", "goals"):
        table.add_column(name, justify="left" if name in {"measured", "side", "goals"} else "right")
    for one in measurements:
        table.add_section()
        for place, (side, spent) in enumerate(one.sides.items()):
            ratio = one.ratios.get(side)
            table.add_row(
                f"{one.name} ({one.pieces} {one.unit}s)" if not place else "",
                side,
                f"{spent.median:.3f}",
                f"{ratio.median:.1%}" if ratio else "",
                f"{ratio.least:.1%}–{ratio.greatest:.1%}" if ratio else "",
                _goals(one, ratio) if not place else "",
            )
    console.print(table)
    for one in measurements:
        whole = next(iter(one.sides.values())).median
        told = [
            f"{1000 / whole:.0f} {one.unit}s per CPU second",
            *(f"{k} {v:.0%}" for k, v in one.notes.items()),
        ]
        console.print(f"{one.name}: {', '.join(told)}")


def _goals(one: Measurement, ratio: Spread | None) -> str:
    if ratio is None:
        return ""
    told = ("met" if ratio.median <= bound else "NOT met" for bound in one.goals.values())
    return ", ".join(
        f"≤ {bound:.0%} {name}: {met}" for (name, bound), met in zip(one.goals.items(), told, strict=True)
    )


def main(argv: Sequence[str]) -> int:
    """Run the comparisons; 0 measured (met or not), 2 wrong use."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench")
    parser.add_argument(
        "--pages",
        type=Path,
        help="folder of captured sites, DIR/<host>/… (default: practice and made-up pages)",
    )
    parser.add_argument("--rounds", type=int, default=5, help="rounds after the one that warms up")
    parser.add_argument("--only", choices=("reading", "matching", "pdf"), action="append")
    parser.add_argument("--json", type=Path, help="write the figures here too")
    args = parser.parse_args(argv)
    wanted = args.only or ("reading", "matching", "pdf")
    if args.rounds < 1:
        parser.error(f"--rounds {args.rounds}: at least 1")
    found = []
    try:
        sites = material.folder_pages(args.pages) if args.pages else material.practice_pages()
        if "reading" in wanted:
            found.append(reading(sites, args.rounds, "captured pages" if args.pages else "practice pages"))
            if not args.pages:
                found.append(reading(material.made_pages(), args.rounds, "WordPress-like pages"))
        if "matching" in wanted:
            found.append(matching(sites, args.rounds))
        if "pdf" in wanted:
            found.append(pdfs(material.practice_pdfs(), args.rounds))
    except AuditorError as error:
        sys.stderr.write(f"auditor.bench: {error}\n")
        return 2
    show(found, Console(width=150) if not sys.stdout.isatty() else Console())
    if args.json:
        report = {
            "program": __version__,
            "form": str(FORM),
            "python": platform.python_version(),
            "measurements": found,
        }
        args.json.write_bytes(msgspec.json.format(msgspec.json.encode(report), indent=2) + b"\n")
    return 0
