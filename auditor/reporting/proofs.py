"""Which proofs may be shown to others as an example or carried into a draft. Pure."""

from __future__ import annotations

from collections.abc import Iterable

from auditor.models import Evidence, UnitResult

# Problems (their codes) that make a page no example and no source: foreign, defaced or sample words.
_SPOILS = frozenset(
    (
        "gambling_spam",
        "hacked_defaced",
        "lorem_ipsum",
        "theme_demo",
        "placeholder_content",
        "unfilled_template",
    )
)


def spoiled(unit: UnitResult) -> frozenset[str]:
    """Addresses of the unit where something foreign or merely exemplary was seen."""
    return frozenset(problem.url for problem in unit.problems if problem.code in _SPOILS)


def clean(unit: UnitResult, proofs: Iterable[Evidence]) -> list[Evidence]:
    """The proofs that do not stand on a spoiled page."""
    bad = spoiled(unit)
    return [proof for proof in proofs if proof.url not in bad]
