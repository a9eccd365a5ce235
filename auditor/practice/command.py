"""The verbs of ``python -m auditor.practice``."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from auditor.errors import AuditorError
from auditor.practice import spec
from auditor.practice.region import DEFAULT_FOLDER, Region, Site, complaints
from auditor.practice.yamlfile import load


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")


def check(folder: Path, only: list[str]) -> int:
    """Print every mistake of the region's files (not only the first); 2 when there is one."""
    mistakes: list[str] = []
    sites: dict[str, Site] = {}
    region_file = load(folder / "region.yaml", spec.RegionFile)
    for path in sorted(folder.glob("*/unit.yaml")):
        try:
            sites[path.parent.name] = Site(
                id=path.parent.name, source=path, file=load(path, spec.UnitFile)
            )
        except AuditorError as error:
            mistakes.append(str(error))
    mistakes += complaints(Region(folder=folder, file=region_file, sites=sites))
    shown = [line for line in mistakes if not only or any(f"/{unit}/" in line for unit in only)]
    for line in shown:
        _say(line)
    units = sum(site.is_unit for site in sites.values())
    _say(f"{units} units, {len(sites) - units} other sites, {len(shown)} mistakes")
    return 2 if shown else 0


def main(argv: list[str]) -> int:
    """Run one verb; 0 done, 2 a mistake in the data (printed in one line)."""
    parser = argparse.ArgumentParser(prog="python -m auditor.practice")
    verbs = parser.add_subparsers(dest="verb", required=True)
    checking = verbs.add_parser("check", help="prove that the region's files are whole")
    checking.add_argument("only", nargs="*", help="show mistakes of these units only")
    checking.add_argument("--region", type=Path, default=DEFAULT_FOLDER)
    args = parser.parse_args(argv)
    try:
        return check(args.region, args.only)
    except AuditorError as error:
        sys.stderr.write(f"{error}\n")
        return 2
