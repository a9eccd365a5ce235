"""``auditor evaluate``: a run's verdicts against a person's labels, a keyword search beside them."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from auditor.errors import AuditorError
from auditor.evaluate import (
    UnitLabels,
    baseline,
    evaluate,
    evaluate_verdicts,
    load_labels,
    select,
    to_html,
    to_json,
    to_text,
)
from auditor.evaluate.labels import Part
from auditor.evaluate.measures import Evaluation
from auditor.jobs.assess import read_unit
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder
from auditor.jobs.run import assess_options
from auditor.models import Results
from auditor.results import decode


def measure(
    labels: Path, results: Path, *, part: str, baseline: bool, out: Path | None, lang: str = "id"
) -> str:
    """The evaluation as text; with ``out`` also as HTML and JSON in that folder.

    ``baseline`` reads the archive beside ``results`` again for the keyword search. Raises
    AuditorError when a file cannot be read or no unit has labels.
    """
    known = load_labels(labels)
    if not known:
        raise AuditorError(
            f"{labels}: belum ada komponen yang ditetapkan orang; tetapkan dengan 'auditor label'"
        )
    chosen = select(known, cast("Part", part))
    judged = _results(results)
    evaluation = evaluate(chosen, judged)
    searched = _keyword_search(chosen, judged, results.parent) if baseline else None
    if out is not None:
        out.mkdir(parents=True, exist_ok=True)
        (out / "evaluation.json").write_bytes(to_json(evaluation))
        (out / "evaluation.html").write_text(to_html(evaluation, searched, lang), encoding="utf-8")
    return to_text(evaluation, searched, lang)


def _results(path: Path) -> Results:
    try:
        return decode(path.read_bytes(), path)
    except OSError as error:
        raise AuditorError(
            f"{path}: tidak terbaca ({error.strerror}); beri --results DIR/results.json"
        ) from error


def _keyword_search(labels: tuple[UnitLabels, ...], judged: Results, root: Path) -> Evaluation:
    folder = RunFolder(root)
    options: AssessOptions = assess_options(folder, folder.read_record())
    known = {unit.unit_id for unit in judged.units}
    wanted = [site.unit_id for site in labels if site.unit_id in known]
    verdicts = {unit_id: baseline(read_unit(unit_id, options)[1]) for unit_id in wanted}
    return evaluate_verdicts(labels, verdicts)
