"""The truth about a practice unit."""

from __future__ import annotations

from typing import Any, Literal

from auditor.models import DomainClass, Https, SiteStatus, Verdict
from auditor.practice.spec.base import Base


class LabelEvidence(Base, frozen=True, kw_only=True):
    """Where the proof stands: ``path`` on this unit's site, or a whole ``url`` elsewhere.

    ``quote`` stands there word for word (white space aside). ``via`` is guessed from the
    resource when empty; ``page`` is the page that links or shows it.
    """

    quote: str
    path: str = ""
    url: str = ""
    via: Literal["", "html", "rendered", "pdf", "docx", "xlsx", "image", "external"] = ""
    page: str = ""


class ComponentLabel(Base, frozen=True, kw_only=True):
    """The true verdict on one component, with proof and values in the shape of interface.md."""

    verdict: Verdict
    values: list[dict[str, Any]] = []
    evidence: list[LabelEvidence] = []
    form: str = ""


class SiteLabel(Base, frozen=True, kw_only=True):
    """The true state of the website as a whole. ``url`` is the address the auditor should find."""

    status: SiteStatus
    domain: DomainClass
    https: Https
    url: str = ""


class ServiceLabel(Base, frozen=True, kw_only=True):
    """A named service and the verdict on its components (those not named: ``not_found``)."""

    name: str
    path: str = ""
    components: dict[str, ComponentLabel | Verdict] = {}


class ProblemLabel(Base, frozen=True, kw_only=True):
    """A problem of the site that is really there, as a code of interface.md."""

    code: str
    path: str = ""
    quote: str = ""


class Labels(Base, frozen=True, kw_only=True):
    """A person's view of the unit. Components not named have the verdict ``default``.

    ``default`` empty means ``not_tested`` where the status is ``dead``, ``blocked`` or
    ``not_tested``, else ``not_found``.
    """

    site: SiteLabel
    components: dict[str, ComponentLabel] = {}
    default: Verdict | None = None
    services: list[ServiceLabel] = []
    problems: list[ProblemLabel] = []
    traps: list[str] = []
    notes: str = ""
