"""The comparison of two runs for a terminal."""

from __future__ import annotations

from auditor.compare.records import (
    CAUSES,
    Comparison,
    Direction,
)
from auditor.masking import mask
from auditor.reporting.texts import load_texts
from auditor.reporting.wording import number

_TITLES = {
    Direction.IMPROVED: "Membaik",
    Direction.FELL: "Menurun",
    Direction.TESTED: "Kini dapat diperiksa",
    Direction.UNTESTED: "Kini tidak dapat diperiksa",
    Direction.EXCUSED: "Pengecualian berubah",
}


def to_text(comparison: Comparison, lang: str = "id") -> str:
    """The comparison for a terminal."""
    words = load_texts(lang)
    lines = [f"{comparison.before} → {comparison.after}"]
    if comparison.rubric_changed or comparison.program_changed:
        lines.append(
            "Perhatian: rubrik atau versi program berbeda; sebagian perubahan bukan perubahan situs."
        )
    for title, units in (("Unit baru", comparison.new), ("Unit tidak ada lagi", comparison.lost)):
        if units:
            lines += ["", f"{title} ({len(units)}):", *(f"  {mask(name)} ({mask(i)})" for i, name in units)]
    if comparison.sites:
        lines += ["", f"Situs berubah ({len(comparison.sites)}):"]
        tables = {"status": "statuses", "domain": "domains", "https": "https"}
        for site in comparison.sites:
            table = tables.get(site.what)
            before, after = (
                words(table, value) if table else mask(value) or "–" for value in (site.before, site.after)
            )
            lines.append(f"  {mask(site.name)}: {site.what} {before} → {after}")
    if comparison.to_go_id:
        lines += ["", f"Pindah ke go.id ({len(comparison.to_go_id)}):"]
        lines += [f"  {mask(moved.name)}: {moved.before} → {moved.after}" for moved in comparison.to_go_id]
    for direction in Direction:
        changes = comparison.of(direction)
        if changes:
            lines += ["", f"{_TITLES[direction]} ({len(changes)}):"]
            lines += [
                f"  {mask(change.name)}: {words('components', change.component)}: "
                f"{words('verdicts', change.before.value)} → {words('verdicts', change.after.value)} "
                f"({CAUSES[change.cause]})"
                for change in changes
            ]
    if comparison.scores:
        anew = "; skor lama dihitung ulang dengan rubrik sekarang" if comparison.rubric_changed else ""
        lines += ["", f"Skor berubah ({len(comparison.scores)}{anew}):"]
        lines += [f"  {mask(s.name)}: {number(s.before)} → {number(s.after)}" for s in comparison.scores]
    if len(lines) == 1:
        lines.append("Tidak ada yang berubah.")
    return "\n".join(lines) + "\n"
