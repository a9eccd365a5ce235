"""What the crawler leaves of a unit."""

from __future__ import annotations

from dataclasses import dataclass

from auditor.models.targets import Agency
from auditor.models.words import Https


@dataclass(frozen=True, slots=True, kw_only=True)
class Candidate:
    """One address tried as the unit's website, and what came of it.

    ``claim`` says why the address is thought to be the unit's before it is opened: ``stated`` (target
    file or decision), ``listed`` (a list of the region names the unit beside it), ``label`` (the host
    bears the unit's name) or empty. ``found_on`` is the page with the link, ``text`` the link's words.
    """

    url: str
    # decision | target_file | portal | health_office | sibling | pattern | certificates | search
    origin: str
    outcome: str  # accepted | refused | unreachable | overruled (fits, but a person decided otherwise)
    reason: str = ""
    claim: str = ""
    found_on: str = ""
    text: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One source of discovery and whether it could be asked for this unit.

    ``state``: ``answered``, ``silent`` (asked in vain; ``detail`` is the cause), ``absent`` (there is
    none; ``detail`` says why) or ``off`` (not asked; ``detail`` says why).
    """

    source: str  # target_file | decision | portal | health_office | sibling | dns | certificates | search
    state: str
    detail: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Fetch:
    """One stored response: where it came from and where it lies in the unit's WARC file.

    ``offset`` is the byte offset of its record. ``via`` is ``http`` or ``browser`` (the DOM
    after scripts ran). ``anchor`` is the text of the link that led here.

    A recrawl stores no body twice: ``held`` is then the folder (relative to the unit's) whose WARC file
    holds it. ``reads`` is the hash of an earlier body that says the same in other bytes. ``kept`` is why
    the address could not be read this time; body and ``fetched_at`` are those of the last time it was.
    ``unasked`` is why it was not asked this time (``sitemap``: the site's own list, which proved itself, says
    that it did not change); ``fetched_at`` is when it last was.
    """

    url: str
    requested_url: str
    status: int
    content_type: str
    sha256: str
    fetched_at: str
    offset: int
    via: str = "http"
    referrer: str = ""
    anchor: str = ""
    depth: int = 0
    external: bool = False
    truncated: bool = False
    held: str = ""
    reads: str = ""
    kept: str = ""
    unasked: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Gone:
    """A page of the visit before that is not there any more.

    ``cause`` is ``http_404``, ``http_410`` or ``unlinked`` (it answers, but nothing leads to it now).
    """

    url: str
    cause: str
    last_seen: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """An address that was asked and gave nothing to read.

    ``cause`` is one of the causes of ``auditor.signals`` (``dns_nxdomain``, ``dns_servfail``,
    ``dns_timeout``, ``connect_refused``, ``timeout``, ``tls_expired``, ``robots``,
    ``http_404``, ``bot_wall``, ``too_large``, ``drive_private`` ...).
    """

    url: str
    cause: str
    detail: str = ""
    permanent: bool = True
    referrer: str = ""
    anchor: str = ""
    at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Barrier:
    """One accessibility rule a page breaks: axe-core's id, impact (``minor`` .. ``critical``), count."""

    rule: str
    impact: str
    count: int
    help: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Accessibility:
    """What axe-core said of one page in the browser; ``engine`` its version, ``passed`` rules kept."""

    url: str
    at: str
    engine: str
    passed: int
    barriers: tuple[Barrier, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Visit:
    """All that one crawl of one unit left behind; the bodies are in the WARC beside it.

    ``home`` is the address taken as the unit's website (empty when none was found) and
    ``final_url`` where it led. ``notes`` are machine-readable remarks of the crawler
    (``budget_pages``, ``budget_bytes``, ``budget_time``, ``circuit_open``, ``robots_all``,
    ``wildcard_dns`` ...). ``sources_asked`` names the sources of discovery that answered, ``asked``
    says of each what came of it. ``canonical`` is the name DNS gives the home's host as an alias of.
    """

    agency: Agency
    home: str = ""
    final_url: str = ""
    https: Https = Https.NONE
    https_detail: str = ""
    trail: tuple[Candidate, ...] = ()
    sources_asked: tuple[str, ...] = ()
    asked: tuple[Asked, ...] = ()
    canonical: str = ""
    social: tuple[str, ...] = ()
    fetches: tuple[Fetch, ...] = ()
    failures: tuple[Failure, ...] = ()
    notes: tuple[str, ...] = ()
    started_at: str = ""
    finished_at: str = ""
    accessibility: tuple[Accessibility, ...] = ()
    gone: tuple[Gone, ...] = ()
    previous: str = ""  # when the visit this one was compared with ended
