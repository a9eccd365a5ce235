"""How much of each list a dossier holds, so that it keeps to two to six pages.

The rest is on the evidence page. A unit whose paper would be longer is set again with less.
"""

from __future__ import annotations

from dataclasses import dataclass

MOST_PAGES = 6


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """Characters of a quote, a value and an address; rows of each list (proofs: per component)."""

    quote: int = 240
    value: int = 160
    address: int = 110
    name: int = 90
    values: int = 3
    proofs: int = 3
    trail: int = 6
    services: int = 24
    problems: int = 8
    changes: int = 22
    questions: int = 10
    reasons: int = 400


# fmt: off
WIDEST_FIRST = (
    Limits(),
    Limits(
        quote=140, value=90, address=70, name=60, values=1, proofs=1, trail=3, services=12, problems=4,
        changes=12, reasons=240,
    ),
    Limits(
        quote=50, value=50, address=45, name=30, values=0, proofs=1, trail=1, services=5, problems=2,
        changes=6, reasons=100,
    ),
)
# fmt: on
