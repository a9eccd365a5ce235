"""Grounds by name, so that a server process can make the very ground its tester made.

``region:7`` a generated region; ``region:7:rapi`` with that habit; ``namesakes``; ``kubu-raya:FILE`` and
``kubu-raya-moved:FILE``; ``many:514x60`` so many regions of so many units. Several, joined by commas.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from itertools import count
from pathlib import Path

from auditor.practice.invented.data import habits
from auditor.practice.invented.generate import generate
from auditor.practice.invented.kuburaya import kubu_raya
from auditor.practice.invented.namesakes import namesakes
from auditor.practice.invented.records import Ground
from auditor.practice.yamlfile import PracticeError

PROVINCES = (*range(40, 50), *range(22, 31), 39)
"""Codes of invented provinces: no province has one of them."""


def make_ground(names: str) -> Ground:
    """The grounds of that name together. Raises PracticeError for a name that means nothing."""
    ground = Ground()
    for name in names.split(","):
        ground.join(_one(name))
    return ground


def _one(name: str) -> Ground:
    kind, _, rest = name.partition(":")
    if kind == "region" and rest:
        seed, _, habit = rest.partition(":")
        if seed.isdigit() and (not habit or habit in habits()):
            return generate(int(seed), habit=habit)
    if kind == "namesakes" and not rest:
        return namesakes()
    if kind in ("kubu-raya", "kubu-raya-moved") and rest:
        return kubu_raya(Path(rest), moved=kind == "kubu-raya-moved")
    if kind == "many":
        regions, _, units = rest.partition("x")
        if regions.isdigit() and units.isdigit() and 0 < int(regions) <= 49 * len(PROVINCES):
            return many(int(regions), int(units))
    raise PracticeError(
        f"ground {name!r}: write region:SEED[:HABIT], namesakes, kubu-raya:FILE, kubu-raya-moved:FILE "
        f"or many:REGIONSxUNITS (at most {49 * len(PROVINCES)} regions)"
    )


def many(regions: int, units: int) -> Ground:
    """So many regions, habits by turns, traps at their rates; no two regions share a domain."""
    ground = Ground()
    turns = list(habits())
    for number in range(regions):
        code = f"{PROVINCES[number // 49]}.{number % 49 + 1:02d}"
        habit = turns[number % len(turns)]
        for attempt in count():
            one = generate(1000 + number + 1000 * attempt, units=units, habit=habit, code=code, each=False)
            if ground.certificates.isdisjoint(one.certificates):
                break
        ground.join(one)
    return ground


def write_ground(ground: Ground, folder: Path) -> tuple[Path, Path, Path]:
    """Write ``targets.csv``, ``regions.csv`` and ``truth.csv`` into ``folder``; their paths."""
    folder.mkdir(parents=True, exist_ok=True)
    targets = folder / "targets.csv"
    _table(
        targets,
        ("unit_id", "name", "kind", "region", "website", "parent", "notes"),
        (
            (a.unit_id, a.name, a.kind.value, a.region, a.website, a.parent, a.notes)
            for a in (truth.agency for truth in ground.truths)
        ),
    )
    regions = folder / "regions.csv"
    _table(
        regions,
        ("code", "name", "kind", "province", "domain", "other_domains", "domain_source"),
        (
            (one.code, one.name, one.kind, one.province, one.domain, "|".join(one.other_domains), one.source)
            for one in ground.regions
        ),
    )
    truth_file = folder / "truth.csv"
    _table(
        truth_file,
        ("unit_id", "status", "domain", "urls", "trap", "known_by"),
        (
            (t.agency.unit_id, t.status.value, t.domain.value, " ".join(t.urls), t.trap, t.known_by)
            for t in ground.truths
        ),
    )
    return targets, regions, truth_file


def _table(path: Path, head: tuple[str, ...], rows: Iterable[tuple[str, ...]]) -> None:
    with path.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(head)
        sheet.writerows(rows)
