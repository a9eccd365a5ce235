"""How right an audit was, in figures: a table for ``docs/accuracy.md`` and lines for the terminal."""

from __future__ import annotations

import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor import __version__
from auditor.evaluate import Evaluation
from auditor.evaluate.measures import Bin, ComponentScore, Measure, Rate
from auditor.evaluate.metrics import MIN_POSITIVES
from auditor.models import Results


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One ground's evaluation by part (all, open, kept_away), a keyword search beside it.

    ``captured``: the sites were served from files on loopback, not crawled on the live web.
    """

    key: str
    captured: bool
    results: Results
    parts: dict[str, Evaluation]
    keyword: dict[str, Evaluation]

    @property
    def whole(self) -> Evaluation:
        return self.parts["all"]

    @property
    def read(self) -> dict[str, int]:
        """Pages, documents, rendered pages and pictures that the measured sites were read with."""
        sites = [unit.site for unit in self.results.units]
        return {
            "pages": sum(site.pages_fetched for site in sites),
            "documents": sum(site.documents_fetched for site in sites),
            "rendered": sum(site.pages_rendered for site in sites),
            "images": sum(site.images_read for site in sites),
        }


@lru_cache(maxsize=1)
def _texts() -> dict[str, Any]:
    return tomllib.loads(resources.files("auditor.jobs").joinpath("accuracy.toml").read_text("utf-8"))


def pooled(tables: Iterable[Sequence[Bin]]) -> tuple[tuple[Bin, ...], float | None]:
    """Reliability tables of several grounds as one, and its expected calibration error."""
    held: dict[float, list[Bin]] = {}
    for table in tables:
        for bin_ in table:
            held.setdefault(bin_.low, []).append(bin_)
    bins = tuple(_pool(entries) for _, entries in sorted(held.items()))
    total = sum(bin_.count for bin_ in bins)
    if not total:
        return (), None
    return bins, sum(bin_.count * abs(bin_.confidence - bin_.accuracy) for bin_ in bins) / total


def _pool(entries: Sequence[Bin]) -> Bin:
    count = sum(bin_.count for bin_ in entries)
    return Bin(
        low=entries[0].low,
        high=entries[0].high,
        count=count,
        confidence=sum(bin_.confidence * bin_.count for bin_ in entries) / count,
        accuracy=sum(bin_.accuracy * bin_.count for bin_ in entries) / count,
    )


def values_exact(evaluation: Evaluation) -> Rate:
    """Times, fees and sets of channel kinds that are right, of those labelled."""
    exact = {name for name, entry in _texts()["values"].items() if entry["exact"]}
    chosen = [rate for name, rate in evaluation.values.items() if name in exact]
    return Rate(hits=sum(rate.hits for rate in chosen), total=sum(rate.total for rate in chosen))


def _worst(evaluation: Evaluation, side: str) -> float | None:
    shares = [rate.share for rate in evaluation.problems.get(side, {}).values() if rate.share is not None]
    return min(shares, default=None)


def _figure(name: str, evaluation: Evaluation, error: float | None) -> float | None:
    derived: dict[str, Callable[[], float | None]] = {
        "values_exact": lambda: values_exact(evaluation).share,
        "worst_problem_recall": lambda: _worst(evaluation, "recall"),
        "worst_problem_precision": lambda: _worst(evaluation, "precision"),
        "calibration_error": lambda: error,
    }
    if name in derived:
        return derived[name]()
    found: Measure = getattr(evaluation, name)
    return found.value


def _goals(measured: Sequence[Measured], error: float | None) -> list[dict[str, Any]]:
    by_key = {ground.key: ground for ground in measured}
    names = _texts()["measures"] | _texts()["derived"]
    rows = []
    for goal in _texts()["goals"]:
        ground = by_key.get(goal["ground"], measured[0] if goal["ground"] == "both" else None)
        if ground is None:
            continue
        reached = _figure(goal["measure"], ground.whole, error)
        low, high = goal.get("at_least"), goal.get("at_most")
        met = None
        if reached is not None:
            met = (low is None or reached >= low) and (high is None or reached <= high)
        rows.append(
            {
                "ground": goal["ground"],
                "name": names[goal["measure"]],
                "bound": f"≥ {low}" if low is not None else f"≤ {high}",
                "reached": reached,
                "met": met,
            }
        )
    return rows


def _components(ground: Measured) -> list[tuple[ComponentScore, ComponentScore | None]]:
    beside = {part.component: part for part in ground.keyword["all"].components}
    return [(part, beside.get(part.component)) for part in ground.whole.components]


def _share(value: float | None) -> str:
    return "–" if value is None else f"{value:.3f}"


def _interval(measure: Measure | None) -> str:
    if measure is None:
        return "–"
    if measure.low is None:
        return _share(measure.value)
    return f"{_share(measure.value)} ({_share(measure.low)}–{_share(measure.high)})"


def _rate(rate: Rate) -> str:
    return f"{_share(rate.share)} ({rate.hits}/{rate.total})"


def to_markdown(measured: Sequence[Measured]) -> str:
    """The report: figures only, dated, with rubric and program version."""
    environment = Environment(
        loader=PackageLoader("auditor.jobs"),
        autoescape=False,  # noqa: S701 - Markdown of figures and our own words
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= {"share": _share, "interval": _interval, "rate": _rate}
    bins, error = pooled(ground.whole.calibration for ground in measured)
    page = environment.get_template("accuracy.md.j2").render(
        date=datetime.now(UTC).date().isoformat(),
        version=__version__,
        grounds=measured,
        by_key={ground.key: ground for ground in measured},
        rubrics=sorted({ground.results.run.rubric for ground in measured}),
        programs=sorted({ground.results.run.tool_version for ground in measured}),
        goals=_goals(measured, error),
        bins=bins,
        error=error,
        texts=_texts(),
        min_positives=MIN_POSITIVES,
        measure=getattr,
        components=_components,
        values_exact=values_exact,
    )
    return page


def summary(measured: Sequence[Measured]) -> str:
    """The overall figures for the terminal: per ground and part, the keyword search beside."""
    titles: Mapping[str, str] = {"all": "semua", "open": "dua pertiga", "kept_away": "sepertiga simpanan"}
    lines = []
    for ground in measured:
        for part, evaluation in ground.parts.items():
            beside = ground.keyword[part]
            lines.append(
                f"{ground.key}, {titles[part]} ({evaluation.units} unit, {evaluation.pairs} putusan)"
            )
            for name in _texts()["measures"]:
                ours, theirs = getattr(evaluation, name), getattr(beside, name)
                lines.append(f"  {name:<18}{_interval(ours):<24} pencarian kata {_interval(theirs)}")
            lines.append(f"  {'values_exact':<18}{_rate(values_exact(evaluation))}")
            lines.append(f"  {'ece':<18}{_share(evaluation.calibration_error)}")
    error = pooled(ground.whole.calibration for ground in measured)[1]
    lines.append(f"ECE atas semuanya: {_share(error)}")
    return "\n".join(lines)
