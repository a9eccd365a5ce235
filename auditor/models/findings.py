"""What is said about a unit."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Literal

from auditor.models.targets import Decision
from auditor.models.visits import Asked, Candidate
from auditor.models.words import DomainClass, Https, SiteStatus, Source, Verdict


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """A verbatim quote and where anybody can see it."""

    url: str
    source: Source
    locator: str
    snippet: str
    sha256: str
    fetched_at: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Duration:
    """A processing time. ``unit``: minute hour day working_day week month year."""

    text: str
    min: float
    max: float
    unit: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fee:
    """A fee in rupiah (0 = free of charge), or the rule that alone is named."""

    text: str
    amount: float | None = None
    currency: str | None = None
    by_regulation: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Channel:
    """A complaint channel; phones in E.164."""

    channel: str  # lapor phone whatsapp sms email form social in_person hotline
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Fact:
    """Any other value (SKM index, opening hours): its words and named parts."""

    text: str
    parts: dict[str, str] = field(default_factory=dict)


Value = Duration | Fee | Channel | Fact


@dataclass(frozen=True, slots=True, kw_only=True)
class Finding:
    """The verdict on one component. ``reason`` is a key into the component's phrase file."""

    component: str
    verdict: Verdict
    confidence: float
    reason: str
    evidence: tuple[Evidence, ...] = ()
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ServiceFinding:
    """The verdict on one component of one named service."""

    verdict: Verdict
    values: tuple[Value, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A named service of the unit and what is published of it."""

    name: str
    url: str
    components: dict[str, ServiceFinding] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """Trouble seen on the site, with the words that show it."""

    code: str
    url: str
    snippet: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Site:
    """The verdict on the website as a whole.

    ``vendor`` is the domain the host is an alias (CNAME) of, when that is somebody else's; ``mail`` are
    addresses the site names that do not lie under go.id (information, no fault). ``pages_unasked`` were not
    asked this time (``Fetch.unasked``); the one longest ago was last asked at ``unasked_since``.
    """

    status: SiteStatus
    url: str = ""
    final_url: str = ""
    domain: DomainClass = DomainClass.NONE
    registered_domain: str = ""
    https: Https = Https.NONE
    reasons: tuple[str, ...] = ()
    pages_fetched: int = 0
    documents_fetched: int = 0
    pages_rendered: int = 0
    images_read: int = 0
    platform: str = ""
    confidence: float = 1.0
    candidates: tuple[Candidate, ...] = ()
    social: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    decision: Decision | None = None
    vendor: str = ""
    mail: tuple[str, ...] = ()
    pages_unasked: int = 0
    unasked_since: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Feature:
    """Something beside the standard that a site offers: a channel, a link to a national system, a signed
    document, accessibility. It gives no points. ``state`` is ``found``, ``not_found``, ``not_tested`` or
    ``not_applicable``; ``facts`` its named parts."""

    code: str
    state: Literal["found", "not_found", "not_tested", "not_applicable"]
    evidence: tuple[Evidence, ...] = ()
    facts: dict[str, str] = field(default_factory=dict)
