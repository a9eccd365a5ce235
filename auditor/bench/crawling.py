"""The whole audit beside plain Scrapy and wget, on the same synthetic web, in turn.

CPU seconds of each side with all its children; the web is served by a process of its own, which is not
counted. ``python -m auditor.bench.crawling --hosts 40 --pages 50 --rounds 5``.
"""

from __future__ import annotations

import argparse
import shutil
import sys
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from auditor.bench.runs import Spent, audit, spend
from auditor.bench.web import Web, build
from auditor.practice.server import Practice, spawn

GOAL = 1.5


@dataclass(frozen=True, slots=True, kw_only=True)
class Cost:
    """One side of one round: CPU seconds, peak memory of its largest process in MB, responses served."""

    cpu: float
    peak: float
    pages: int

    @property
    def rate(self) -> float:
        """Responses per CPU second."""
        return self.pages / self.cpu


def cost(spent: Spent) -> Cost:
    """A command's cost by the responses it got."""
    return Cost(cpu=spent.cpu, peak=spent.peak, pages=sum(entry.status == 200 for entry in spent.log))


def plain(web: Web, net: Practice, port: int) -> Cost:
    """Scrapy with LinkExtractor and no checks."""
    urls = [f"http://{host}:{port}/" for host in hosts(web)]
    return cost(spend(net, [sys.executable, "-m", "auditor.bench.plain", *urls]))


def wget(web: Web, net: Practice, port: int, out: Path) -> Cost:
    """wget -r, one process for all hosts, the server as its proxy."""
    words = ["wget", "-q", "-r", "-l", "5", "-np", "-P", str(out), "-e", "use_proxy=on"]
    words += ["-e", f"http_proxy=http://127.0.0.1:{port}", "-e", "robots=off"]
    # Status 8: some address answered with an error, as on every real web.
    return cost(spend(net, [*words, *(f"http://{host}/" for host in hosts(web))], allowed=(0, 8)))


def hosts(web: Web) -> list[str]:
    """The host names of the web."""
    return sorted(path.name for path in web.folder.iterdir())


def http_port(net: Practice) -> int:
    """Where the server answers plain HTTP: the rule that leads from port 80."""
    for rule in net.connect_to:
        _, source, _, target = rule.split(":")
        if source in ("80", "") and target:
            return int(target)
    raise SystemExit("auditor.bench.crawling: no way to port 80")


def main(argv: Sequence[str]) -> int:
    """Measure and print; 0 measured (met or not)."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench.crawling")
    parser.add_argument("--hosts", type=int, default=40)
    parser.add_argument("--pages", type=int, default=50, help="pages per host")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seed", type=int, default=5)
    args = parser.parse_args(argv)
    sides: dict[str, list[Cost]] = {}
    for number in range(args.rounds):
        with tempfile.TemporaryDirectory(prefix="auditor-crawling-") as folder:
            root = Path(folder)
            web = build(root, hosts=args.hosts, pages=args.pages, seed=args.seed + number)
            with spawn(sites=web.folder) as net:
                port = http_port(net)
                sides.setdefault("plain Scrapy", []).append(plain(web, net, port))
                sides.setdefault("whole audit", []).append(
                    cost(audit(web, net, root / "out", "--format", "json"))
                )
                if shutil.which("wget"):
                    sides.setdefault("wget -r", []).append(wget(web, net, port, root / "wget"))
        last = {side: costs[-1] for side, costs in sides.items()}
        told = ", ".join(f"{side} {cost.pages} in {cost.cpu:.1f} s" for side, cost in last.items())
        sys.stdout.write(f"round {number + 1}: {told}\n")
        sys.stdout.flush()
    yard = sides["plain Scrapy"]
    for side, costs in sides.items():
        ratios = [cost.rate / base.rate for cost, base in zip(costs, yard, strict=True)]
        sys.stdout.write(
            f"{side}: {median(cost.rate for cost in costs):.0f} pages per CPU second, "
            f"{median(ratios):.2f} x plain Scrapy ({min(ratios):.2f}-{max(ratios):.2f}), "
            f"largest process {max(cost.peak for cost in costs):.0f} MB\n"
        )
    reached = median(c.rate / base.rate for c, base in zip(sides["whole audit"], yard, strict=True))
    sys.stdout.write(f"goal >= {GOAL} x: {'met' if reached >= GOAL else 'NOT met'}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
