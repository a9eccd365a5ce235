"""Every YAML case gives the verdict it names, with evidence that is really there."""

from __future__ import annotations

from typing import Any

import msgspec
import pytest
from case_files import cases, snapshot_of

from auditor.checks import REGISTRY, screen
from auditor.checks.base import SNIPPET, finding_of, look
from auditor.models import Snapshot, Verdict

ALL = cases()


@pytest.mark.parametrize(("check", "name", "case"), ALL, ids=[f"{check}-{name}" for check, name, _ in ALL])
def test_case(check: str, name: str, case: dict[str, Any]) -> None:
    snapshot = snapshot_of(case)
    finding = REGISTRY[check].run(snapshot)
    assert finding.verdict.value == case["verdict"], (finding.reason, finding.evidence)
    assert finding.component == check
    if "reason" in case:
        assert finding.reason == case["reason"]
    if "quote" in case:
        assert case["quote"] in finding.evidence[0].snippet
    if "values" in case:
        _has_values(finding.values, case["values"])
    if finding.verdict in {Verdict.PUBLISHED, Verdict.PARTIAL}:
        _has_proof(snapshot, finding.evidence)


@pytest.mark.parametrize(("check", "name", "case"), ALL, ids=[f"{check}-{name}" for check, name, _ in ALL])
def test_the_screen_changes_no_verdict(check: str, name: str, case: dict[str, Any]) -> None:
    plain = REGISTRY[check].run(snapshot_of(case))
    screened = snapshot_of(case)
    screen.prepare(screened)
    assert finding_of(REGISTRY[check], look(screened)) == plain


def _has_values(values: tuple[Any, ...], wanted: list[dict[str, Any]]) -> None:
    """Each wanted value is there, by the keys it names, and no other."""
    left = [msgspec.to_builtins(value) for value in values]
    for want in wanted:
        met = [value for value in left if all(value.get(key) == item for key, item in want.items())]
        assert met, (want, left)
        left.remove(met[0])
    assert not left


def _has_proof(snapshot: Snapshot, evidence: tuple[Any, ...]) -> None:
    assert evidence
    assert len({(quote.url, quote.snippet) for quote in evidence}) == len(evidence)
    for quote in evidence:
        assert 0 < len(quote.snippet) <= SNIPPET
        page = next(page for page in snapshot.pages if page.fetch.url == quote.url)
        words = [
            page.text,
            *(section.body for section in page.sections),
            *(section.label for section in page.sections),
        ]
        words += [section.service for section in page.sections] + [link.text for link in page.links]
        assert any(quote.snippet in text for text in words), quote.snippet
        assert quote.sha256 == page.fetch.sha256
        assert quote.fetched_at == page.fetch.fetched_at
