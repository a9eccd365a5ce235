"""Refits ``auditor/checks/confidence.toml`` from labelled runs and prints the new file.

``python -m auditor.evaluate.confidence LABELS RESULTS [LABELS RESULTS ...]``: pairs of a label file and
the ``results.json`` of a run over the same sites. Every set of sites weighs the same, so a large
practice region does not drown the real sites. Units that are kept away from tuning (by hash of their id)
are left out.
"""

from __future__ import annotations

import datetime as dt
import sys
from pathlib import Path

from auditor.checks.calibration import fit, strength
from auditor.evaluate.labels import load_labels
from auditor.models import Verdict
from auditor.results import decode

KNOTS = {
    Verdict.PUBLISHED: (0.5, 0.65, 0.75, 0.85, 0.92, 0.97),
    Verdict.PARTIAL: (0.5, 0.6, 0.7, 0.8),
    Verdict.NOT_FOUND: (0.8, 0.88, 0.93),
    Verdict.NOT_TESTED: (0.7, 0.8),
}
_WEIGHT = 400.0  # what all verdicts of one set weigh together


def seen(labels: Path, results: Path) -> list[tuple[Verdict, float, bool]]:
    """Verdict, strength and whether it was right, for every labelled component of a run."""
    units = {unit.unit_id: unit for unit in decode(results.read_bytes()).units}
    found = []
    for site in load_labels(labels):
        unit = units.get(site.unit_id)
        if unit is None or site.kept_away:
            continue
        for code, label in site.labels.items():
            had = unit.components.get(code)
            truth = label.truth(offline=True)
            if had is None or had.verdict not in KNOTS or had.reason in _STATUS:
                continue
            if truth is not Verdict.NOT_APPLICABLE:
                found.append((had.verdict, strength(had.verdict, had.confidence), had.verdict is truth))
    return found


# Verdicts that follow from the site's status alone are no rule's word.
_STATUS = frozenset(
    {"none", "dead", "parked", "blocked", "hacked", "redirected_away", "social_only", "not_tested"}
)


def lines(sets: list[tuple[Path, Path]]) -> dict[str, tuple[tuple[float, ...], list[float]]]:
    """Knots and probabilities per verdict over all sets of sites."""
    weighed: dict[Verdict, list[tuple[float, bool, float]]] = {verdict: [] for verdict in KNOTS}
    for labels, results in sets:
        pairs = seen(labels, results)
        for verdict, value, right in pairs:
            weighed[verdict].append((value, right, _WEIGHT / len(pairs)))
    return {verdict.value: (knots, fit(weighed[verdict], knots)) for verdict, knots in KNOTS.items()}


def main(arguments: list[str]) -> int:
    """Print the fitted file; 2 when the arguments are no pairs."""
    if not arguments or len(arguments) % 2:
        sys.stderr.write(f"{__doc__}\n")
        return 2
    sets = [(Path(one), Path(two)) for one, two in zip(arguments[::2], arguments[1::2], strict=True)]
    sys.stdout.write(
        f'date = "{dt.datetime.now(dt.UTC).date()}"\nsource = "{len(sets)} sets of labelled sites"\n'
    )
    for verdict, (knots, shares) in lines(sets).items():
        sys.stdout.write(f"\n[lines.{verdict}]\nstrength = {list(knots)}\nprobability = {shares}\n")
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))
