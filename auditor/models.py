"""Frozen records that pass between the layers.

This module imports nothing of ours, so every layer may import it. Names follow the law
(Indonesian for the components of UU 25/2009 art. 21) and the field (English for the rest).
All times are UTC, ISO 8601, seconds, with a trailing ``Z``. All hashes are SHA-256, hex.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Literal


class Kind(StrEnum):
    """Kinds of unit a target file may name."""

    OPD = "opd"
    PUSKESMAS = "puskesmas"
    KECAMATAN = "kecamatan"
    KELURAHAN = "kelurahan"
    RSUD = "rsud"
    PORTAL = "portal"
    OTHER = "other"


class Verdict(StrEnum):
    """What a check says of one component. ``not_tested`` never means absent."""

    PUBLISHED = "published"
    PARTIAL = "partial"
    NOT_FOUND = "not_found"
    NOT_TESTED = "not_tested"
    NOT_APPLICABLE = "not_applicable"


class SiteStatus(StrEnum):
    """What became of the unit's website as a whole."""

    ONLINE = "online"
    NONE = "none"
    SOCIAL_ONLY = "social_only"
    DEAD = "dead"
    PARKED = "parked"
    BLOCKED = "blocked"
    REDIRECTED_AWAY = "redirected_away"
    HACKED = "hacked"
    UNDER_CONSTRUCTION = "under_construction"
    NOT_TESTED = "not_tested"  # the auditor's own network failed, or no source could be asked


class DomainClass(StrEnum):
    """Whose name the site lives under."""

    GO_ID = "go_id"
    GO_ID_OTHER = "go_id_other"
    DESA_ID = "desa_id"
    FREE_HOST = "free_host"
    NON_GO_ID = "non_go_id"
    NONE = "none"


class Https(StrEnum):
    """State of encrypted access to the site's home page."""

    VALID = "valid"
    INVALID = "invalid"
    NONE = "none"


class Source(StrEnum):
    """The form in which a piece of evidence was published."""

    HTML = "html"
    RENDERED = "rendered"
    PDF = "pdf"
    DOCX = "docx"
    XLSX = "xlsx"
    PPTX = "pptx"
    IMAGE = "image"
    EXTERNAL = "external"


SERVICE_DELIVERY = (
    "persyaratan",
    "prosedur",
    "jangka_waktu",
    "biaya",
    "produk",
    "pengaduan",
)
MANUFACTURING = (
    "dasar_hukum",
    "sarana_prasarana",
    "kompetensi_pelaksana",
    "pengawasan_internal",
    "jumlah_pelaksana",
    "jaminan_pelayanan",
    "jaminan_keamanan",
    "evaluasi_kinerja",
)
AROUND = (
    "standar_pelayanan",
    "sop",
    "maklumat",
    "skm",
    "profil",
    "jam_layanan",
    "ppid",
    "disabilitas",
)
COMPONENTS = SERVICE_DELIVERY + MANUFACTURING + AROUND


# ---------------------------------------------------------------- targets and reference


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What a person decided about a unit's website: its address, or empty for "it has none".

    ``date`` and ``valid_until`` are ISO dates; after the latter the decision no longer counts.
    """

    website: str
    reason: str
    person: str
    date: str
    valid_until: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Agency:
    """One row of a target file. ``region`` is a Kemendagri code with dots (``61.12``)."""

    unit_id: str
    name: str
    kind: Kind
    region: str
    website: str = ""
    parent: str = ""
    notes: str = ""
    decision: Decision | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A province, regency or city; ``domain`` is its portal's go.id domain, empty if unknown."""

    code: str
    name: str
    kind: str  # provinsi | kabupaten | kota
    province: str
    domain: str = ""
    other_domains: tuple[str, ...] = ()
    source: str = ""


# ---------------------------------------------------------------- what the crawler leaves


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


# ---------------------------------------------------------------- what was read


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A link as a visitor sees it. ``url`` is absolute; empty or ``#...`` where it leads nowhere."""

    text: str
    url: str


class SectionKind(StrEnum):
    """How the page marked the section up."""

    HEADING = "heading"  # a heading (or bold line acting as one) and what follows it
    ROW = "row"  # a table row: label = the component cell, body = the rest
    DEFINITION = "definition"  # dt/dd, card title and text, "Label: value"
    PANEL = "panel"  # tab, accordion, modal, slide: label = its title
    LINE = "line"  # "1. Persyaratan: ..." inside running text
    PARAGRAPH = "paragraph"  # prose without a label
    FORM = "form"  # label = what the form is for; body = its fields and buttons, one a line
    IMAGE = "image"  # alt text, title and caption of an image (its OCR text is another page)
    EMBED = "embed"  # iframe, viewer, player: body names what is embedded


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A labelled piece of a page, with its words verbatim.

    ``path`` are the labels above it, outermost first (page title first, own label not
    included). ``body`` keeps line breaks; list items are lines that begin with the item's
    own number or ``- ``. ``service`` is the named service this section belongs to, when the
    page ties it to one, else empty. ``zone`` is ``main``, ``nav``, ``header``, ``footer`` or
    ``aside``.
    """

    label: str
    body: str
    kind: SectionKind
    path: tuple[str, ...] = ()
    locator: str = ""
    links: tuple[Link, ...] = ()
    zone: str = "main"
    service: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Signature:
    """A digital signature inside a PDF. ``intact``: the signed bytes are unchanged and the signature
    fits the certificate in it; whether that certificate is to be trusted is not decided here.
    ``signed_at`` is the time the signer claims (ISO)."""

    signer: str
    issuer: str
    intact: bool
    whole: bool
    signed_at: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """One readable response. A PDF, a spreadsheet or a picture is a page too.

    ``source`` says how it was published. ``text`` is all visible text in reading order.
    ``dated`` is the publication date printed on a post (ISO, empty when it is no post).
    ``marks`` are what reading noticed: ``soft_404``, ``ocr``, ``garbled``, ``hidden_links``,
    ``listing`` (an index of posts) ...
    """

    fetch: Fetch
    source: Source
    title: str
    text: str
    sections: tuple[Section, ...] = ()
    links: tuple[Link, ...] = ()
    dated: str = ""
    marks: tuple[str, ...] = ()
    signatures: tuple[Signature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Unread:
    """Something the site offered that could not be read: it may hold what is missing.

    ``what`` is ``page``, ``document`` or ``image``; ``label`` the link text or file name.
    """

    url: str
    what: str
    reason: str
    label: str = ""
    referrer: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Snapshot:
    """A unit's site as read: the only thing a check sees."""

    agency: Agency
    pages: tuple[Page, ...] = ()
    unread: tuple[Unread, ...] = ()
    reached: bool = True
    accessibility: tuple[Accessibility, ...] = ()


# ---------------------------------------------------------------- what is said about it


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


@dataclass(frozen=True, slots=True, kw_only=True)
class ScoreLine:
    """What one component added to the score, and why."""

    code: str
    points: float
    max_points: float
    why: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Score:
    """The online-information sub-score (0-100); never an Ombudsman result.

    ``coverage`` is the tested share of the weight; ``low``/``high`` the value if everything
    untested were not found / published. Below the rubric's least coverage ``value`` and
    ``zone`` are None.
    """

    value: float | None
    coverage: float
    low: float
    high: float
    zone: str | None
    rubric: str
    lines: tuple[ScoreLine, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class ComponentResult:
    """A finding with the points the rubric gave it: an entry of ``results.json``.

    ``last_seen`` is set where this run could not look itself: for a verdict that rests on pages of an
    earlier run alone, when they were last seen; for ``not_tested``, when an earlier run gave
    ``last_verdict``.
    """

    verdict: Verdict
    confidence: float
    points: float
    max_points: float
    evidence: tuple[Evidence, ...] = ()
    values: tuple[Value, ...] = ()
    reason: str = ""
    last_seen: str = ""
    last_verdict: Verdict | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitResult:
    """Everything said about one unit: one element of ``results.json``'s ``units``."""

    unit_id: str
    name: str
    kind: Kind
    region: str
    site: Site
    components: dict[str, ComponentResult]
    services: tuple[Service, ...]
    problems: tuple[Problem, ...]
    score: Score
    features: tuple[Feature, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class RunInfo:
    """Which run this was. ``options`` are the settings that can change a verdict."""

    id: str
    started_at: str
    finished_at: str
    rubric: str
    tool_version: str
    options: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class Results:
    """The whole of ``results.json``."""

    run: RunInfo
    units: Sequence[UnitResult]
    schema_version: str = "1"
