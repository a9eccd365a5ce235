"""What a result says of pages and sites that could not be read this time."""

from __future__ import annotations

import dataclasses

from fake_region import fake_results

from auditor.jobs.continuity import GONE_CODE, with_ages, with_memory, with_unasked
from auditor.models import Agency, ComponentResult, Fetch, Gone, Verdict, Visit
from auditor.results import decode_unit, encode_unit

UNIT = next(u for u in fake_results(6).units if u.components["biaya"].verdict is Verdict.PUBLISHED)
AGENCY = Agency(unit_id=UNIT.unit_id, name=UNIT.name, kind=UNIT.kind, region=UNIT.region)
OLD = "2025-05-01T01:00:00Z"


def visit(*kept: str, gone: tuple[Gone, ...] = ()) -> Visit:
    fetches = tuple(
        Fetch(
            url=url,
            requested_url=url,
            status=200,
            content_type="text/html",
            sha256="0" * 64,
            fetched_at=OLD,
            offset=0,
            kept="timeout",
        )
        for url in kept
    )
    return Visit(agency=AGENCY, fetches=fetches, gone=gone)


def untested() -> ComponentResult:
    return dataclasses.replace(UNIT.components["biaya"], verdict=Verdict.NOT_TESTED, evidence=(), values=())


def test_a_verdict_that_rests_on_old_pages_alone_carries_its_age() -> None:
    urls = [quote.url for quote in UNIT.components["biaya"].evidence]
    aged = with_ages(UNIT, visit(*urls))
    found = aged.components["biaya"]
    assert (found.verdict, found.points) == (Verdict.PUBLISHED, UNIT.components["biaya"].points)
    assert found.last_seen == OLD
    assert aged.score == UNIT.score and "2025-05-01" in aged.site.reasons[-1]
    fresh = with_ages(UNIT, visit("https://lain.go.id/"))
    assert fresh.components["biaya"].last_seen == ""
    assert with_ages(UNIT, visit()) == UNIT
    assert decode_unit(encode_unit(aged)) == aged


def test_what_is_gone_is_a_problem_with_its_date() -> None:
    gone = Gone(url="https://a.go.id/sop", cause="http_404", last_seen=OLD)
    problem = with_ages(UNIT, visit(gone=(gone,))).problems[-1]
    assert (problem.code, problem.url) == (GONE_CODE, gone.url)
    assert "2025-05-01" in problem.snippet and "kini tidak ada" in problem.snippet


def test_a_site_that_cannot_be_read_stays_untested_and_says_what_was_seen() -> None:
    dead = dataclasses.replace(UNIT, components={**UNIT.components, "biaya": untested()})
    found = with_memory(dead, UNIT, "2025-06-01T00:00:00Z").components["biaya"]
    assert found.verdict is Verdict.NOT_TESTED and found.last_verdict is Verdict.PUBLISHED
    assert found.last_seen == max(quote.fetched_at for quote in UNIT.components["biaya"].evidence)
    # Dead once more: the memory is of the last time it was seen, not of the last run.
    once = dataclasses.replace(dead, components={**dead.components, "biaya": found})
    again = with_memory(dead, once, "2026-06-01T00:00:00Z").components["biaya"]
    assert (again.last_verdict, again.last_seen) == (found.last_verdict, found.last_seen)
    tested = with_memory(UNIT, dead, "2025-06-01T00:00:00Z")
    assert tested.components["biaya"] == UNIT.components["biaya"]


def test_pages_that_were_not_asked_are_counted_with_their_date_once() -> None:
    def relied(*dates: str) -> Visit:
        kept = visit("https://a.go.id/1").fetches[0]
        fetches = (dataclasses.replace(kept, kept="", unasked="sitemap", fetched_at=date) for date in dates)
        return dataclasses.replace(visit(), fetches=tuple(fetches))

    assert with_unasked(UNIT, visit()) == UNIT
    once = with_unasked(UNIT, relied("2025-08-01T01:00:00Z", OLD))
    assert (once.site.pages_unasked, once.site.unasked_since) == (2, OLD)
    assert "2 halaman tidak ditanyakan" in once.site.reasons[-1] and "2025-05-01" in once.site.reasons[-1]
    assert (once.components, once.score) == (UNIT.components, UNIT.score), "never called untested"
    again = with_unasked(once, relied("2025-08-01T01:00:00Z"))
    assert again.site.pages_unasked == 1 and len(again.site.reasons) == len(once.site.reasons)
    assert with_unasked(again, visit()) == UNIT
