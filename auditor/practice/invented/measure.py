"""How right a run was on an invented ground: precision and recall, and every mistake by name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from urllib.parse import urlsplit

from auditor.models import SiteStatus, UnitResult
from auditor.practice.invented.records import Truth

HAS = frozenset({SiteStatus.ONLINE, SiteStatus.HACKED, SiteStatus.UNDER_CONSTRUCTION, SiteStatus.BLOCKED})
"""Statuses of a unit that has a website of its own; a dead, parked or given-away address is none."""


@dataclass(frozen=True, slots=True)
class Share:
    """``right`` of ``whole``; the value is 1 where nothing was asked."""

    right: int
    whole: int

    @property
    def value(self) -> float:
        return self.right / self.whole if self.whole else 1.0

    def __str__(self) -> str:
        return f"{self.value:.4f} ({self.right}/{self.whole})"


@dataclass(slots=True, kw_only=True)
class Figures:
    """Precision and recall of "has a website" and of the website found, domain class and status."""

    has_precision: Share
    has_recall: Share
    site_precision: Share
    site_recall: Share
    domain: Share
    status: Share
    mistakes: list[str] = field(default_factory=list)

    @property
    def least(self) -> float:
        """The lowest of the four figures that decide."""
        shares = (self.has_precision, self.has_recall, self.site_precision, self.site_recall)
        return min(share.value for share in shares)


def measure(truths: Sequence[Truth], units: Sequence[UnitResult]) -> Figures:
    """Compare the run's units with the truths, by ``unit_id``. A unit the run lacks is a KeyError."""
    found = {unit.unit_id: unit for unit in units}
    said = true = both = right = domain = status = 0
    mistakes: list[str] = []
    for truth in truths:
        site = found[truth.agency.unit_id].site
        has, really = site.status in HAS, truth.status in HAS
        same = has and really and place(site.final_url or site.url) in {place(url) for url in truth.urls}
        said, true, both, right = said + has, true + really, both + (has and really), right + same
        domain += site.domain is truth.domain
        status += site.status is truth.status
        if site.status is not truth.status or site.domain is not truth.domain or (really and not same):
            mistakes.append(_told(truth, found[truth.agency.unit_id]))
    return Figures(
        has_precision=Share(both, said),
        has_recall=Share(both, true),
        site_precision=Share(right, said),
        site_recall=Share(right, true),
        domain=Share(domain, len(truths)),
        status=Share(status, len(truths)),
        mistakes=mistakes,
    )


def place(url: str) -> str:
    """What makes two addresses one website: host without ``www.``, and the path below it."""
    parts = urlsplit(url)
    return f"{(parts.hostname or '').removeprefix('www.')}{parts.path.rstrip('/')}"


def _told(truth: Truth, unit: UnitResult) -> str:
    site = unit.site
    trail = "; ".join(
        f"{one.origin} {one.url} {one.outcome} {one.reason[:90]}" for one in site.candidates[:4]
    )
    return (
        f"{truth.agency.unit_id} ({truth.agency.name}) [{truth.trap or 'plain'}, {truth.known_by or '-'}]: "
        f"is {truth.status} {truth.domain} {' '.join(truth.urls) or '-'}; said {site.status} {site.domain} "
        f"{site.final_url or site.url or '-'} | {trail}"
    )
