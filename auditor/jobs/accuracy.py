"""``auditor accuracy``: audit labelled sites as ``run`` would, and write down how right it was.

A :class:`Ground` is something to measure on: labels with sites that are served on loopback, or a
finished run of an office's own region. Everything said in the report is a figure: no name and no
word of a labelled site stands in it. Disagreements go beside the runs, and those of the kept-away
third into files of their own, so that nobody sees them by accident.
"""

from __future__ import annotations

import multiprocessing
import tomllib
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from functools import lru_cache
from importlib import resources
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, Protocol

from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor import __version__
from auditor.errors import AuditorError
from auditor.evaluate import (
    Evaluation,
    EvaluationError,
    UnitLabels,
    baseline,
    evaluate,
    evaluate_verdicts,
    load_labels,
    select,
    to_html,
    to_json,
)
from auditor.evaluate.labels import Part
from auditor.evaluate.measures import Bin, ComponentScore, Measure, Rate
from auditor.evaluate.metrics import MIN_POSITIVES
from auditor.jobs.assess import read_unit
from auditor.jobs.audit import Order, carry_out
from auditor.jobs.folder import RunFolder
from auditor.jobs.run import Outcome, assess_options, recheck
from auditor.models import Results, Verdict
from auditor.spiders.options import CrawlOptions, parse_connect_to

PARTS: tuple[Part, ...] = ("all", "open", "kept_away")


class Network(Protocol):
    """Servers on loopback that answer for the labelled sites."""

    nameserver: str
    connect_to: list[str]
    ca_file: Path


@dataclass(frozen=True, slots=True, kw_only=True)
class Served:
    """How a ground's sites are reached: its target file, extra regions, servers and seconds of patience."""

    targets: Path
    regions: Path | None
    serve: Callable[[], AbstractContextManager[Network]]
    timeout: float = 20.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Ground:
    """Something to measure on.

    ``served`` None means that ``run`` is a finished run, taken as it is. ``offline``: documents on
    other hosts cannot be seen (``ComponentLabel.truth``).
    """

    key: str
    labels: Path
    served: Served | None = None
    run: Path | None = None
    offline: bool = True


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


def run_ground(folder: Path) -> Ground:
    """A finished run of the user's own region, with ``labels.yaml`` in it (``auditor label``)."""
    return Ground(key="corpus", labels=folder / "labels.yaml", run=folder, offline=False)


def accuracy(
    grounds: Sequence[Ground], out: Path, *, details: Path | None = None, again: bool = False, progress: bool
) -> tuple[Measured, ...]:
    """Measure every ground and write the report ``out`` (Markdown).

    ``details`` keeps the run folders (``details/<key>``) with every disagreement as HTML and JSON;
    an earlier run there is replaced, or with ``again`` judged anew from its archive without a crawl.
    Raises AuditorError when labels or folders cannot be used, or a run does not end.
    """
    labels = {ground.key: load_labels(ground.labels) for ground in grounds}  # mistakes show before the crawl
    with TemporaryDirectory(prefix="auditor-accuracy-") as scratch:
        root = details or Path(scratch)
        measured = tuple(
            measure(ground, labels[ground.key], root / ground.key, again=again, progress=progress)
            for ground in grounds
        )
        if details is not None:
            for ground in measured:
                _write_details(ground, details / ground.key)
    out.parent.mkdir(parents=True, exist_ok=True)
    out.write_text(to_markdown(measured), encoding="utf-8")
    return measured


def measure(
    ground: Ground, labels: Sequence[UnitLabels], root: Path, *, again: bool, progress: bool
) -> Measured:
    """Audit one ground into ``root`` and evaluate it."""
    if ground.served is None:
        assert ground.run is not None
        root = ground.run
        results = RunFolder(root).read_results()
    elif again and RunFolder(root).record_path.is_file():
        results = recheck(root, formats=("json",))
    else:
        RunFolder(root).clear()
        results = _audit(ground.served, root, progress=progress)
    verdicts = _keyword_search(labels, results, root)
    parts: dict[str, Evaluation] = {}
    keyword: dict[str, Evaluation] = {}
    for part in PARTS:
        chosen = select(labels, part)
        try:
            parts[part] = evaluate(chosen, results, offline=ground.offline)
            keyword[part] = evaluate_verdicts(chosen, verdicts, offline=ground.offline)
        except EvaluationError:
            if part == "all":
                raise
    captured = ground.served is not None
    return Measured(key=ground.key, captured=captured, results=results, parts=parts, keyword=keyword)


def _audit(served: Served, root: Path, *, progress: bool) -> Results:
    with served.serve() as network, ProcessPoolExecutor(1, multiprocessing.get_context("spawn")) as process:
        order = Order(
            targets=(served.targets,),
            out=root,
            crawl=CrawlOptions(
                nameserver=network.nameserver,
                connect_to=parse_connect_to(network.connect_to),
                ca_file=str(network.ca_file),
                delay=0.0,
                timeout=served.timeout,
            ),
            regions=served.regions,
            formats=("json",),
            progress=progress,
        )
        outcome = process.submit(_carry_out, order).result()
    if isinstance(outcome, str):
        raise AuditorError(outcome)
    if outcome.interrupted:
        raise KeyboardInterrupt
    if outcome.results is None:
        raise AuditorError(f"{root}: audit tidak selesai ({outcome.cause}); ulangi perintah yang sama")
    return outcome.results


def _carry_out(order: Order) -> Outcome | str:
    """One audit in a process of its own (a process can crawl once); a user's mistake as its line."""
    try:
        return carry_out(order)
    except AuditorError as error:
        return str(error)


def _keyword_search(
    labels: Sequence[UnitLabels], results: Results, root: Path
) -> dict[str, dict[str, Verdict]]:
    folder = RunFolder(root)
    # The search sees HTML alone, so pictures need not be read again for it.
    options = replace(assess_options(folder, folder.read_record()), ocr="never")
    known = {unit.unit_id for unit in results.units}
    return {
        site.unit_id: baseline(read_unit(site.unit_id, options)[1])
        for site in labels
        if site.unit_id in known
    }


def _write_details(ground: Measured, folder: Path) -> None:
    folder.mkdir(parents=True, exist_ok=True)
    for part, stem in (("open", "evaluation"), ("kept_away", "evaluation-kept-away")):
        if part not in ground.parts:
            continue
        page = to_html(ground.parts[part], ground.keyword[part])
        (folder / f"{stem}.html").write_text(page, encoding="utf-8")
        (folder / f"{stem}.json").write_bytes(to_json(ground.parts[part]))


# ---------------------------------------------------------------- figures of the report


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
