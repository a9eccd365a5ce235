"""What reading and judging cost on pages whose words a process has never met, beside BeautifulSoup.

``reading`` measures the same pages round after round, so RE2's automata know their words by then. Here half
of the sites warm a fresh process and the other half are met once, as in a crawl; a second process has it the
other way round, so that every page counts: what BeautifulSoup takes for a page differs much between sites.
``python -m auditor.bench first --pages DIR --rounds 3``.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from multiprocessing import get_context
from pathlib import Path
from statistics import median

from auditor import FORM
from auditor.bench import material, sides
from auditor.bench.clock import cpu, spread


def met(folder: Path | None, half: int) -> tuple[float, float, float, int]:
    """CPU seconds of reading, judging and BeautifulSoup for every other site, and how many pages."""
    sites = material.folder_pages(folder) if folder else [*material.practice_pages(), *material.made_pages()]
    sides.read_and_judge(sites[1 - half :: 2])
    sides.forget()
    read = judge = soup = 0.0
    new = sites[half::2]
    for site in new:
        start = cpu()
        shots = sides.read_sites([site])
        read_at = cpu()
        sides.judge_all(shots)
        judged_at = cpu()
        sides.soup([site])
        read, judge, soup = read + read_at - start, judge + judged_at - read_at, soup + cpu() - judged_at
    return read, judge, soup, sum(len(site.pages) for site in new)


def main(argv: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench first")
    parser.add_argument("--pages", type=Path, help="captured sites, one folder per host")
    parser.add_argument("--rounds", type=int, default=3)
    args = parser.parse_args(argv)
    with get_context("spawn").Pool(1, maxtasksperchild=1) as pool:
        halves = pool.starmap(met, [(args.pages, half) for half in (0, 1)] * args.rounds, chunksize=1)
    rounds = [
        tuple(map(sum, zip(*both, strict=True))) for both in zip(halves[::2], halves[1::2], strict=True)
    ]
    pages = rounds[0][3]
    shares = [((read + judge) / soup, read / soup, judge / soup) for read, judge, soup, _ in rounds]
    told = ", ".join(
        f"{name} {of.median:.1%} ({of.least:.1%}-{of.greatest:.1%})"
        for name, of in zip(
            ("read and judge", "read", "judge"), map(spread, zip(*shares, strict=True)), strict=True
        )
    )
    sys.stdout.write(f"{pages} pages met for the first time ({FORM}), of BeautifulSoup: {told}\n")
    each = zip(("read", "judge", "BeautifulSoup"), zip(*rounds, strict=True), strict=False)
    sys.stdout.write(
        f"{', '.join(f'{name} {1000 * median(of) / pages:.2f} ms' for name, of in each)} a page\n"
    )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
