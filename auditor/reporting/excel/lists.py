"""Lists to act on: ``Tanpa website``, ``Bukan go.id wilayah sendiri``, ``Masalah``."""

from __future__ import annotations

from auditor.masking import mask
from auditor.models import Candidate
from auditor.reporting.links import link
from auditor.reporting.sheets import Book, Column, Link
from auditor.reporting.view import RegionView
from auditor.reporting.wording import candidate_words, joined


def lists(book: Book, region: RegionView) -> None:
    """Units without a website, units outside go.id, problems found."""
    words = region.texts
    site = (Column("unit_id", 16), Column(words("labels", "unit"), 44, "wrap"))
    book.table(
        book.sheet("Tanpa website"),
        [
            *site,
            Column(words("labels", "status"), 22),
            Column(words("labels", "candidates"), 70, "wrap"),
            Column("Media sosial", 44, "wrap"),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("statuses", view.unit.site.status.value),
                joined(_tried(tried, region) for tried in view.unit.site.candidates),
                joined(view.unit.site.social),
            )
            for view in region.without_site
        ),
    )
    book.table(
        book.sheet("Bukan go.id wilayah sendiri"),
        [
            *site,
            Column(words("labels", "domain"), 22),
            Column(words("labels", "website"), 50, "link"),
            Column(words("labels", "status"), 22),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("domains", view.unit.site.domain.value),
                Link(link(view.url), mask(view.url)),
                words("statuses", view.unit.site.status.value),
            )
            for view in region.outside
        ),
    )
    book.table(
        book.sheet("Masalah"),
        [
            *site,
            Column(words("labels", "problem"), 28),
            Column(words("labels", "address"), 50, "link"),
            Column(words("labels", "quote"), 70, "wrap"),
        ],
        (
            (
                mask(view.unit.unit_id),
                view.name,
                words("problems", problem.code),
                Link(link(problem.url), mask(problem.url)),
                mask(problem.snippet),
            )
            for view in region.units
            for problem in view.unit.problems
        ),
    )


def _tried(tried: Candidate, region: RegionView) -> str:
    words = region.texts
    return f"{mask(tried.url)} ({words('outcomes', tried.outcome)}: {candidate_words(tried.reason, words)})"
