"""``auditor accuracy``: audit labelled sites as ``run`` would, and write down how right it was.

A :class:`Ground` is something to measure on: labels with sites that are served on loopback, or a
finished run of an office's own region. Everything said in the report is a figure: no name and no
word of a labelled site stands in it. Disagreements go beside the runs, and those of the kept-away
third into files of their own, so that nobody sees them by accident.
"""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Protocol

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
from auditor.jobs.accuracy_report import Measured, to_markdown
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
