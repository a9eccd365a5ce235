"""What coming back costs: a first audit, then pages change, then ``auditor run --previous``.

Whole runs of the command in processes of their own, on a synthetic web served on loopback; CPU seconds
with all children, bytes as the server sent them (bodies), and the results held against those of a
first crawl of the same changed web. ``python -m auditor.bench.recrawl --hosts 40 --pages 50``.

With ``--mapped`` a share of the hosts has a sitemap. The second crawl then proves them (it asks every page),
pages change once more, and a third one asks what it must (``auditor.spiders.trust``).
"""

from __future__ import annotations

import argparse
import json
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from typing import Any

from auditor.bench.runs import audit
from auditor.bench.web import Web, build, change
from auditor.practice.server import Practice, spawn

GOAL = 0.15
_TIMES = frozenset({"started_at", "finished_at", "fetched_at", "at", "id"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One run: CPU seconds, body bytes the server sent, requests."""

    cpu: float
    sent: int
    requests: int

    @property
    def told(self) -> str:
        return f"{self.cpu:.1f} s {self.sent / 1e6:.2f} MB {self.requests} requests"


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A first crawl, the one that came back, and a first crawl of the changed web; where sitemaps are served,
    the third crawl that relied on them, too, with how many pages it did not ask."""

    first: Cost
    again: Cost
    whole: Cost
    same: bool
    third: Cost | None = None
    unasked: int = 0


def measure(
    root: Path, *, hosts: int, pages: int, share: float, seed: int, mapped: float = 0.0, lying: float = 0.0
) -> Round:
    """One round in the empty folder ``root``; shares as those of ``auditor.bench.web.build``."""
    web = build(root, hosts=hosts, pages=pages, seed=seed, mapped=mapped, lying=lying)
    with spawn(sites=web.folder) as net:
        first = _run(web, net, root / "first")
        change(web, share, seed)
        again = _run(web, net, root / "again", "--previous", str(root / "first"))
        whole = _run(web, net, root / "whole")
        same = _settled(root / "again") == _settled(root / "whole")
        if not web.mapped:
            return Round(first=first, again=again, whole=whole, same=same)
        change(web, share, seed + 1000, "2025-07-01")
        third = _run(web, net, root / "third", "--previous", str(root / "again"))
        _run(web, net, root / "anew")
    same &= _settled(root / "third") == _settled(root / "anew")
    return Round(
        first=first, again=again, whole=whole, same=same, third=third, unasked=_unasked(root / "third")
    )


def _unasked(folder: Path) -> int:
    units = json.loads((folder / "results.json").read_bytes())["units"]
    return sum(unit["site"]["pages_unasked"] for unit in units)


def _run(web: Web, net: Practice, out: Path, *more: str) -> Cost:
    spent = audit(web, net, out, *more)
    return Cost(cpu=spent.cpu, sent=sum(one.sent for one in spent.log), requests=len(spent.log))


def _settled(folder: Path) -> Any:
    """``results.json`` without times, the run's id, and what it says of pages that were not asked."""
    results = json.loads((folder / "results.json").read_bytes())
    for unit in results["units"]:
        site = unit["site"]
        if site["pages_unasked"]:
            site["pages_unasked"], site["unasked_since"] = 0, ""
            site["reasons"] = site["reasons"][:-1]  # the sentence that says so
    return _without_times(results)


def _without_times(node: Any) -> Any:
    if isinstance(node, dict):
        return {key: _without_times(part) for key, part in node.items() if key not in _TIMES}
    return [_without_times(part) for part in node] if isinstance(node, list) else node


def main(argv: Sequence[str]) -> int:
    """Measure and print; 0 when every round's results were equal, 1 else."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench.recrawl")
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--pages", type=int, default=50, help="pages per host")
    parser.add_argument("--share", type=float, default=0.05, help="share of all pages that changes")
    parser.add_argument("--mapped", type=float, default=0.0, help="share of hosts with a sitemap")
    parser.add_argument("--lying", type=float, default=0.1, help="of these, the share that never renews it")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(argv)
    rounds = []
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory(prefix="auditor-recrawl-") as folder:
            one = measure(
                Path(folder),
                hosts=args.hosts,
                pages=args.pages,
                share=args.share,
                seed=args.seed + number,
                mapped=args.mapped,
                lying=args.lying,
            )
        rounds.append(one)
        third = f"; third {one.third.told}, {one.unasked} pages not asked" if one.third is not None else ""
        equal = "equal" if one.same else "DIFFER"
        sys.stdout.write(
            f"round {number + 1}: first {one.first.told}; again {one.again.told}{third}; results {equal}\n"
        )
        sys.stdout.flush()
    _say("CPU", [one.again.cpu / one.first.cpu for one in rounds])
    _say("CPU against a first crawl of the changed web", [one.again.cpu / one.whole.cpu for one in rounds])
    _say("bytes", [one.again.sent / one.first.sent for one in rounds])
    if thirds := [(one.first, one.third) for one in rounds if one.third is not None]:
        _say("third crawl, CPU", [third.cpu / first.cpu for first, third in thirds])
        _say("third crawl, bytes", [third.sent / first.sent for first, third in thirds])
    return 0 if all(one.same for one in rounds) else 1


def _say(what: str, ratios: list[float]) -> None:
    met = "met" if median(ratios) <= GOAL else "NOT met"
    sys.stdout.write(
        f"{what}: {median(ratios):.1%} ({min(ratios):.1%}-{max(ratios):.1%}) of the first; "
        f"goal <= {GOAL:.0%}: {met}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
