"""What coming back costs: a first audit, then pages change, then ``auditor run --previous``.

Whole runs of the command in processes of their own, on a synthetic web served on loopback; CPU seconds
with all children, bytes as the server sent them (bodies), and the results held against those of a
first crawl of the same changed web. ``python -m auditor.bench.recrawl --hosts 40 --pages 50``.
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Round:
    """A first crawl, the one that came back, and a first crawl of the changed web."""

    first: Cost
    again: Cost
    whole: Cost
    same: bool


def measure(root: Path, *, hosts: int, pages: int, share: float, seed: int) -> Round:
    """One round in the empty folder ``root``."""
    web = build(root, hosts=hosts, pages=pages, seed=seed)
    with spawn(sites=web.folder) as net:
        first = _run(web, net, root / "first")
        change(web, share, seed)
        again = _run(web, net, root / "again", "--previous", str(root / "first"))
        whole = _run(web, net, root / "whole")
    same = _settled(root / "again") == _settled(root / "whole")
    return Round(first=first, again=again, whole=whole, same=same)


def _run(web: Web, net: Practice, out: Path, *more: str) -> Cost:
    spent = audit(web, net, out, *more)
    return Cost(cpu=spent.cpu, sent=sum(one.sent for one in spent.log), requests=len(spent.log))


def _settled(folder: Path) -> Any:
    """``results.json`` without times and the run's id."""
    return _without_times(json.loads((folder / "results.json").read_bytes()))


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
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(argv)
    rounds = []
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory(prefix="auditor-recrawl-") as folder:
            one = measure(
                Path(folder), hosts=args.hosts, pages=args.pages, share=args.share, seed=args.seed + number
            )
        rounds.append(one)
        sys.stdout.write(
            f"round {number + 1}: first {one.first.cpu:.1f} s {one.first.sent / 1e6:.2f} MB "
            f"{one.first.requests} requests; again {one.again.cpu:.1f} s {one.again.sent / 1e6:.2f} MB "
            f"{one.again.requests} requests; results {'equal' if one.same else 'DIFFER'}\n"
        )
        sys.stdout.flush()
    _say("CPU", [one.again.cpu / one.first.cpu for one in rounds])
    _say("CPU against a first crawl of the changed web", [one.again.cpu / one.whole.cpu for one in rounds])
    _say("bytes", [one.again.sent / one.first.sent for one in rounds])
    return 0 if all(one.same for one in rounds) else 1


def _say(what: str, ratios: list[float]) -> None:
    met = "met" if median(ratios) <= GOAL else "NOT met"
    sys.stdout.write(
        f"{what}: {median(ratios):.1%} ({min(ratios):.1%}-{max(ratios):.1%}) of the first; "
        f"goal <= {GOAL:.0%}: {met}\n"
    )


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
