"""Why this verdict: the text of ``auditor explain``. Pure: results in, lines out.

For one component: verdict, the sentence behind its reason, every quote with place, hash and time,
the values read, and the points. Without a component: the site, the score and a line for each.
"""

from __future__ import annotations

from auditor.errors import AuditorError
from auditor.masking import mask
from auditor.models import COMPONENTS, Results, UnitResult, Verdict
from auditor.reporting.links import evidence_link
from auditor.reporting.texts import Texts, load_texts
from auditor.reporting.view import UnitView
from auditor.reporting.wording import number, percent, plain, ranged, value_texts
from auditor.scoring import Rubric, find_rubric


class ExplainError(AuditorError):
    """The unit or component asked for is not in the results: what there is."""


def explain(results: Results, unit_id: str, component: str = "", lang: str = "id") -> str:
    """The explanation as text, ending with a newline. Raises ExplainError, RubricError never."""
    unit = next((unit for unit in results.units if unit.unit_id == unit_id), None)
    if unit is None:
        some = ", ".join(unit.unit_id for unit in results.units[:5])
        raise ExplainError(f"unit {unit_id!r} tidak ada pada hasil ini; yang ada antara lain: {some}")
    if component and component not in COMPONENTS:
        raise ExplainError(f"komponen {component!r} tidak dikenal; pilih: {', '.join(COMPONENTS)}")
    words = load_texts(lang)
    rubric = find_rubric(results.run.rubric)
    lines = _component(unit, component, words, rubric) if component else _unit(unit, words, rubric)
    return "\n".join(lines) + "\n"


def _unit(unit: UnitResult, words: Texts, rubric: Rubric | None) -> list[str]:
    view, site, score = UnitView(unit, words, rubric), unit.site, unit.score
    lines = [
        f"{view.name} ({mask(unit.unit_id)})",
        f"{words('labels', 'status')}: {words('statuses', site.status.value)}. "
        f"{words('status_meanings', site.status.value)}",
    ]
    if view.url:
        domain, https = words("domains", site.domain.value), words("https", site.https.value)
        lines.append(f"{words('labels', 'website')}: {mask(view.url)} ({domain}; HTTPS: {https})")
    lines += [f"  sebab: {reason}" for reason in view.reasons]
    lines += [
        f"  dicoba: {mask(tried.url)} ({words('origins', tried.origin)}): {words('outcomes', tried.outcome)}"
        + (f", {mask(words.cause(tried.reason))}" if tried.reason else "")
        for tried in site.candidates
    ]
    value = words("labels", "no_score") if score.value is None else number(score.value, 2)
    zone = f", zona {score.zone} (ambang proyek)" if score.zone else ""
    lines += [
        "",
        f"{words('labels', 'score_long')}: {value}{zone}; cakupan {percent(score.coverage, 1)}"
        f"{ranged(words, 'dossier', 'score_range', score)}; rubrik {score.rubric}",
    ]
    for line in score.lines:
        found = unit.components[line.code]
        points = f"{plain(line.points)}/{plain(line.max_points)}" if line.max_points else "–"
        mark = words("verdict_marks", found.verdict.value)
        lines.append(f"  {mark} {words('short', line.code):<20}{points:>8}  {line.why}")
    if unit.problems:
        lines += ["", f"{words('labels', 'problems')}:"]
        for problem in unit.problems:
            lines.append(
                f"  {words('problems', problem.code)}: {mask(problem.url)} “{_flat(problem.snippet)}”"
            )
    return lines


def _component(unit: UnitResult, code: str, words: Texts, rubric: Rubric | None) -> list[str]:
    found = unit.components[code]
    why = next((line.why for line in unit.score.lines if line.code == code), "")
    lines = [
        f"{mask(unit.name)}: {words('components', code)}",
        f"{words('labels', 'verdict')}: {words('verdicts', found.verdict.value)} "
        f"({words('verdict_meanings', found.verdict.value)}); "
        f"{words('labels', 'confidence').lower()} {percent(found.confidence, 1)}",
        f"{words('labels', 'reason')}: {words.reason(code, found.reason)} [{found.reason}]",
        f"{words('labels', 'points')}: {why}",
    ]
    if rubric is not None:
        total = plain(sum(rubric.weights.values()))
        lines.append(f"Bobot: {plain(rubric.weights[code])} dari {total} ({rubric.full_id})")
    lines += [f"{words('labels', 'values')}: {told}" for told in value_texts(found.values, words)]
    for place, proof in enumerate(found.evidence, 1):
        lines += [
            f"{words('labels', 'evidence')} {place}: “{_flat(proof.snippet, 600)}”",
            f"  {evidence_link(proof) or mask(proof.url)}",
            f"  {words('sources', proof.source.value)}; {mask(proof.locator)}; diambil {proof.fetched_at}; "
            f"SHA-256 {proof.sha256}",
        ]
    if not found.evidence and found.verdict is not Verdict.NOT_APPLICABLE:
        lines.append("Tidak ada kutipan.")
    if found.verdict in {Verdict.PARTIAL, Verdict.NOT_FOUND}:
        lines.append(f"Saran: {words('advice', code)}")
    return lines


def _flat(text: str, limit: int = 160) -> str:
    """A masked quote on one line, without what could steer a terminal."""
    clean = "".join(char if char.isprintable() else " " for char in mask(text))
    flat = " ".join(clean.split())
    return flat if len(flat) <= limit else f"{flat[:limit]}…"
