"""An evaluation as text, HTML and JSON. The JSON's names are those of :class:`Evaluation`."""

from __future__ import annotations

from functools import lru_cache

import msgspec
from jinja2 import Environment, PackageLoader, StrictUndefined

from auditor.evaluate.measures import Evaluation, Measure, Rate
from auditor.evaluate.metrics import MIN_POSITIVES
from auditor.masking import mask
from auditor.reporting.links import evidence_link, link
from auditor.reporting.texts import Texts, load_texts

HEADLINE = (
    ("macro_f1", f"Makro-F1 “terpublikasi” (komponen dengan ≥ {MIN_POSITIVES} positif)"),
    ("macro_f1_classes", "Makro-F1 tiga kelas (komponen yang sama)"),
    ("precision", "Presisi “terpublikasi” (semua pasangan)"),
    ("recall", "Kelengkapan “terpublikasi” (semua pasangan)"),
    ("kappa", "Kappa Cohen (semua putusan)"),
    ("accuracy", "Akurasi (semua putusan)"),
)


def to_json(evaluation: Evaluation) -> bytes:
    """The evaluation as indented JSON, ending with a newline."""
    return msgspec.json.format(msgspec.json.encode(evaluation), indent=2) + b"\n"


def share(value: float | None) -> str:
    """A share with three decimals and a decimal comma; a dash where nothing was counted."""
    return "–" if value is None else f"{value:.3f}".replace(".", ",")


def interval(measure: Measure) -> str:
    """A share with its interval: ``0,931 (0,880–0,968)``."""
    if measure.low is None:
        return share(measure.value)
    return f"{share(measure.value)} ({share(measure.low)}–{share(measure.high)})"


def rate(value: Rate) -> str:
    """``0,950 (19/20)``."""
    return f"{share(value.share)} ({value.hits}/{value.total})"


def _total(rates: dict[str, Rate]) -> Rate:
    return Rate(hits=sum(r.hits for r in rates.values()), total=sum(r.total for r in rates.values()))


def to_text(evaluation: Evaluation, baseline: Evaluation | None = None, lang: str = "id") -> str:
    """The evaluation for a terminal; a baseline stands beside it where given."""
    words = load_texts(lang)
    parts = (
        _head(evaluation),
        _measures(evaluation, baseline, words),
        _components(evaluation, words),
        _reliability(evaluation),
        _differences(evaluation, words),
    )
    return "\n\n".join("\n".join(part) for part in parts if part) + "\n"


def _head(evaluation: Evaluation) -> list[str]:
    excused = f", {evaluation.excused} dikecualikan rubrik" if evaluation.excused else ""
    lines = [
        f"{evaluation.units} unit, {evaluation.pairs} putusan dibandingkan{excused}; "
        "dalam kurung selang 95 % bootstrap atas situs"
    ]
    if evaluation.missing:
        lines.append(f"Berlabel tetapi tidak ada pada hasil: {', '.join(evaluation.missing)}")
    return lines


def _row(title: str, figure: str) -> str:
    return f"{title:<62}{figure:>24}"


def _measures(evaluation: Evaluation, baseline: Evaluation | None, words: Texts) -> list[str]:
    lines = []
    for name, title in HEADLINE:
        beside = f"   pencarian kata: {interval(getattr(baseline, name))}" if baseline is not None else ""
        lines.append(_row(title, interval(getattr(evaluation, name))) + beside)
    titles = {"status": "Keadaan situs benar", "domain": "Domain benar", "https": "HTTPS benar"}
    lines += [_row(titles[what], rate(hits)) for what, hits in evaluation.site_right.items()]
    lines += [
        _row(f"Nilai: {what if ':' in what else words('components', what)}", rate(hits))
        for what, hits in evaluation.values.items()
    ]
    if evaluation.problems:
        lines.append(_row("Masalah: ditemukan", rate(_total(evaluation.problems["recall"]))))
        lines.append(_row("Masalah: benar", rate(_total(evaluation.problems["precision"]))))
    if evaluation.calibration_error is not None:
        lines.append(_row("Galat kalibrasi (ECE)", share(evaluation.calibration_error)))
    return lines


def _components(evaluation: Evaluation, words: Texts) -> list[str]:
    heads = ("presisi", "lengkap", "F1", "3-kls", "akurasi", "kappa")
    lines = [f"{'komponen':<40}{'positif':>8}" + "".join(f"{head:>9}" for head in heads)]
    for part in evaluation.components:
        name = f"{' ' if part.counted else '·'}{words('components', part.component)[:38]}"
        figures = (part.precision, part.recall, part.f1, part.macro_f1_classes, part.accuracy, part.kappa)
        lines.append(f"{name:<40}{part.positives:>8}" + "".join(f"{share(figure):>9}" for figure in figures))
    lines.append(f"· kurang dari {MIN_POSITIVES} positif: tidak masuk makro-F1")
    return lines


def _reliability(evaluation: Evaluation) -> list[str]:
    if not evaluation.calibration:
        return []
    return [
        "keyakinan   putusan  rata-rata    benar",
        *(
            f"{share(held.low)[:3]}–{share(held.high)[:3]}     {held.count:>7}{share(held.confidence):>11}"
            f"{share(held.accuracy):>9}"
            for held in evaluation.calibration
        ),
    ]


def _differences(evaluation: Evaluation, words: Texts) -> list[str]:
    lines = [f"{len(evaluation.disagreements) + len(evaluation.site_wrong)} perbedaan:"]
    for wrong in evaluation.disagreements:
        quote = " ".join(mask(wrong.evidence[0].snippet).split())[:90] if wrong.evidence else ""
        lines.append(
            f"  {wrong.unit_id} {wrong.component}: label {wrong.label}, putusan {wrong.verdict} "
            f"({share(wrong.confidence)[:4]}) {words.reason(wrong.component, wrong.reason)}"
            + (f" “{quote}”" if quote else "")
        )
    lines += [
        f"  {unit} {what}: label {truth}, putusan {said}" for unit, what, truth, said in evaluation.site_wrong
    ]
    return lines


@lru_cache(maxsize=1)
def _environment() -> Environment:
    environment = Environment(
        loader=PackageLoader("auditor.evaluate"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters |= {"share": share, "interval": interval, "rate": rate, "mask": mask, "link": link}
    environment.globals |= {
        "HEADLINE": HEADLINE,
        "MIN_POSITIVES": MIN_POSITIVES,
        "evidence_link": evidence_link,
        "measure": getattr,
        "total": _total,
    }
    return environment


def to_html(evaluation: Evaluation, baseline: Evaluation | None = None, lang: str = "id") -> str:
    """The evaluation as one self-contained page, every disagreement with both sides' proof."""
    page = _environment().get_template("evaluation.html")
    return page.render(e=evaluation, baseline=baseline, T=load_texts(lang))
