"""What a reader of a recap must know: how it came about, and how to read its comparison."""

from __future__ import annotations

from collections.abc import Iterator

from auditor.models import Verdict
from auditor.perception import basis as survey_basis
from auditor.reporting.recap import Recap
from auditor.reporting.wording import percent
from auditor.rubrics.instruments import NAMES, load_instrument


def comparison_notes(recap: Recap) -> list[str]:
    """What to know before reading a comparison: another rubric, another program."""
    past, words = recap.past, recap.texts
    notes = []
    if past and past.rubric_changed:
        notes.append(words("recap", "rubric_changed").format(before=past.run.rubric))
    if past and past.program_cause:
        notes.append(
            words("recap", "program_changed").format(
                before=past.run.tool_version,
                after=recap.run.tool_version,
                cause=past.program_cause,
            )
        )
    return notes


def method_lines(recap: Recap) -> Iterator[tuple[str, str]]:
    """How the recap came about, line by line: what each name means."""
    words, run, rubric = recap.texts, recap.run, recap.rubric
    yield "Skor", words("recap", "score_note")
    yield "Rubrik", run.rubric
    yield "Program", f"auditor {run.tool_version}"
    yield "Pemeriksaan", f"{run.started_at} – {run.finished_at}"
    for verdict in Verdict:
        yield words("verdicts", verdict), words("verdict_meanings", verdict)
    yield words("recap", "complete"), "unit yang keenam komponen penyampaian pelayanannya terpublikasi"
    if rubric is not None:
        yield "Catatan", rubric.note
        yield "Bobot", rubric.weights_note
        yield "Ambang", rubric.zones_note
        yield "Cakupan terkecil", percent(rubric.minimum_coverage, 1)
        for basis in rubric.basis:
            yield basis.rule, f"{basis.says} Sumber: {basis.url} ({basis.status})"
    for other in recap.other_rubrics:
        yield f"Rubrik {other.full_id}", f"{other.title}. {other.zones_note}"
    for note in comparison_notes(recap):
        yield "Perbandingan", note
    if recap.surveys:
        yield "SKM", f"{words('recap', 'survey_note')} {survey_basis()}"
    for instrument in map(load_instrument, NAMES):
        yield instrument.title, instrument.note
