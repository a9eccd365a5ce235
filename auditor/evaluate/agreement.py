"""How far a unit's site, values and problems meet the person's labels, counted over all units."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from auditor.evaluate.labels import ComponentLabel, UnitLabels
from auditor.evaluate.measures import Disagreement, Rate, ValueMiss
from auditor.evaluate.values import channel_match, labelled, mapping, problem_match, read
from auditor.models import UnitResult, Verdict

Pairs = Sequence[tuple[UnitLabels, UnitResult]]


def disagreement(
    site: UnitLabels, unit: UnitResult, code: str, label: ComponentLabel, truth: Verdict
) -> Disagreement:
    found = unit.components[code]
    return Disagreement(
        unit_id=unit.unit_id,
        name=unit.name,
        component=code,
        label=truth.value,
        verdict=found.verdict.value,
        confidence=found.confidence,
        reason=found.reason,
        label_evidence=tuple(label.evidence),
        evidence=found.evidence,
        kept_away=site.kept_away,
    )


def sites_met(pairs: Pairs) -> tuple[dict[str, Rate], tuple[tuple[str, str, str, str], ...]]:
    """How often status, domain and HTTPS are right; (unit, what, label, said) where they are not."""
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    wrong = []
    for site, unit in pairs:
        if site.site is None:
            continue
        told = [
            ("status", site.site.status, unit.site.status),
            ("domain", site.site.domain, unit.site.domain),
        ]
        if site.site.https is not None:
            told.append(("https", site.site.https, unit.site.https))
        for what, truth, said in told:
            totals[what] += 1
            hits[what] += truth == said
            if truth != said:
                wrong.append((unit.unit_id, what, str(truth.value), str(said.value)))
    return {what: Rate(hits=hits[what], total=many) for what, many in totals.items()}, tuple(wrong)


def values_met(pairs: Pairs) -> tuple[dict[str, Rate], tuple[ValueMiss, ...]]:
    hits: Counter[str] = Counter()
    totals: Counter[str] = Counter()
    misses = []
    for site, unit in pairs:
        for code in ("jangka_waktu", "biaya"):
            label = site.labels.get(code)
            expected = labelled(code, label) if label and label.verdict is Verdict.PUBLISHED else set()
            if not expected:
                continue
            found = read(unit, code)
            totals[code] += 1
            if expected & found:
                hits[code] += 1
            else:
                misses.append(_miss(unit, code, map(str, expected), map(str, found)))
        label = site.labels.get("pengaduan")
        if label is None or not label.channels:
            continue
        wanted, met, seen, right = channel_match(label, unit)
        exact = met == wanted and right == seen
        for name, part, whole in (
            ("pengaduan: jenis kanal terbaca", len(met), len(wanted)),
            ("pengaduan: jenis kanal benar", len(right), len(seen)),
            ("pengaduan: himpunan sama", int(exact), 1),
        ):
            hits[name] += part
            totals[name] += whole
        if not exact:
            misses.append(_miss(unit, "pengaduan", wanted, seen))
    return {name: Rate(hits=hits[name], total=many) for name, many in totals.items()}, tuple(misses)


def _miss(unit: UnitResult, code: str, expected: object, found: object) -> ValueMiss:
    return ValueMiss(
        unit_id=unit.unit_id,
        component=code,
        expected=tuple(sorted(expected)),  # type: ignore[call-overload]
        found=tuple(sorted(found)),  # type: ignore[call-overload]
    )


def problems_met(pairs: Pairs) -> tuple[dict[str, dict[str, Rate]], dict[str, int]]:
    """Recall per labelled kind, precision per reported code (where its absence counts), kinds left out."""
    uncertain = set(mapping()["uncertain_absence"]["codes"])
    found_kinds: Counter[str] = Counter()
    kinds: Counter[str] = Counter()
    right_codes: Counter[str] = Counter()
    codes: Counter[str] = Counter()
    left_out: Counter[str] = Counter()
    for site, unit in pairs:
        seen = {problem.code for problem in unit.problems}
        claimed, met, right, left = problem_match((p.kind for p in site.problems), seen)
        kinds.update(claimed)
        found_kinds.update(met)
        left_out.update(left)
        judged = {code for code in seen if code in right or site.absence_counts or code not in uncertain}
        codes.update(judged)
        right_codes.update(judged & right)
    return {
        "recall": {kind: Rate(hits=found_kinds[kind], total=many) for kind, many in sorted(kinds.items())},
        "precision": {code: Rate(hits=right_codes[code], total=many) for code, many in sorted(codes.items())},
    }, dict(sorted(left_out.items()))
