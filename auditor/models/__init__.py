"""Frozen records that pass between the layers.

The package imports nothing of ours, so every layer may import it. Names follow the law
(Indonesian for the components of UU 25/2009 art. 21) and the field (English for the rest).
All times are UTC, ISO 8601, seconds, with a trailing ``Z``. All hashes are SHA-256, hex.
"""

from auditor.models.findings import (
    Channel,
    Duration,
    Evidence,
    Fact,
    Feature,
    Fee,
    Finding,
    Problem,
    Service,
    ServiceFinding,
    Site,
    Value,
)
from auditor.models.pages import Link, Page, Section, SectionKind, Signature, Snapshot, Unread
from auditor.models.results import ComponentResult, Results, RunInfo, Score, ScoreLine, UnitResult
from auditor.models.targets import Agency, Decision, Region
from auditor.models.visits import Accessibility, Asked, Barrier, Candidate, Failure, Fetch, Gone, Visit
from auditor.models.words import (
    AROUND,
    COMPONENTS,
    MANUFACTURING,
    SERVICE_DELIVERY,
    DomainClass,
    Https,
    Kind,
    SiteStatus,
    Source,
    Verdict,
)

__all__ = [
    "AROUND",
    "COMPONENTS",
    "MANUFACTURING",
    "SERVICE_DELIVERY",
    "Accessibility",
    "Agency",
    "Asked",
    "Barrier",
    "Candidate",
    "Channel",
    "ComponentResult",
    "Decision",
    "DomainClass",
    "Duration",
    "Evidence",
    "Fact",
    "Failure",
    "Feature",
    "Fee",
    "Fetch",
    "Finding",
    "Gone",
    "Https",
    "Kind",
    "Link",
    "Page",
    "Problem",
    "Region",
    "Results",
    "RunInfo",
    "Score",
    "ScoreLine",
    "Section",
    "SectionKind",
    "Service",
    "ServiceFinding",
    "Signature",
    "Site",
    "SiteStatus",
    "Snapshot",
    "Source",
    "UnitResult",
    "Unread",
    "Value",
    "Verdict",
    "Visit",
]
