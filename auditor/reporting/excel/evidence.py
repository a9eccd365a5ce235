"""The sheet of proofs: ``Bukti``."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from auditor.masking import mask
from auditor.reporting.links import evidence_link
from auditor.reporting.sheets import Book, Column, Link
from auditor.reporting.view import RegionView
from auditor.reporting.wording import joined, value_texts


def evidence(book: Book, region: RegionView) -> None:
    """A row a proof; a verdict without one has a row of its own."""
    words = region.texts
    sheet = book.sheet("Bukti")
    columns = [
        Column("unit_id", 16),
        Column(words("labels", "unit"), 34, "wrap"),
        Column(words("labels", "component"), 26, "wrap"),
        Column(words("labels", "verdict"), 18),
        Column(words("labels", "confidence"), 10, "share"),
        Column(words("labels", "points"), 7, "number"),
        Column("Dari", 7, "number"),
        Column(words("labels", "reason"), 34, "wrap"),
        Column(words("labels", "quote"), 60, "wrap"),
        Column(words("labels", "values"), 34, "wrap"),
        Column(words("labels", "address"), 44, "link"),
        Column(words("labels", "form"), 14),
        Column(words("labels", "place"), 22, "wrap"),
        Column(words("labels", "fetched"), 20),
        Column(words("labels", "hash"), 20),
    ]

    def rows() -> Iterable[Sequence[object]]:
        for view in region.units:
            for code, found in view.unit.components.items():
                values = joined(value_texts(found.values, words))
                head = (
                    mask(view.unit.unit_id),
                    view.name,
                    words("components", code),
                    words("verdicts", found.verdict.value),
                    found.confidence,
                    found.points,
                    found.max_points,
                    words.reason(code, found.reason),
                )
                for number, proof in enumerate(found.evidence):
                    yield (
                        *head,
                        mask(proof.snippet),
                        values if number == 0 else "",
                        Link(evidence_link(proof), mask(proof.url)),
                        words("sources", proof.source.value),
                        mask(proof.locator),
                        proof.fetched_at,
                        proof.sha256,
                    )
                if not found.evidence:
                    yield (*head, "", values, "", "", "", "", "")

    book.table(sheet, columns, rows(), freeze=3)
