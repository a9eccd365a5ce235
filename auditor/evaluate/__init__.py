"""How right the tool is: its verdicts against a person's labels, and a keyword search beside them."""

from auditor.evaluate.baseline import baseline
from auditor.evaluate.labels import LabelError, UnitLabels, load_labels, select
from auditor.evaluate.measures import Evaluation
from auditor.evaluate.metrics import EvaluationError, evaluate, evaluate_verdicts
from auditor.evaluate.report import to_html, to_json, to_text

__all__ = [
    "Evaluation",
    "EvaluationError",
    "LabelError",
    "UnitLabels",
    "baseline",
    "evaluate",
    "evaluate_verdicts",
    "load_labels",
    "select",
    "to_html",
    "to_json",
    "to_text",
]
