"""The shape of the practice region's data files; README.md shows them by example.

Everything is frozen and strict: an unknown key, a wrong type or an unknown word stops the load.
Times are seconds before scaling (see `auditor.practice.server.start`).
"""

from __future__ import annotations

import datetime as dt
from typing import Any, Literal

import msgspec

from auditor.models import DomainClass, Https, Kind, SiteStatus, Verdict

Tls = Literal["valid", "expired", "wrong_name", "self_signed", "http_only", "https_only"]
Theme = Literal[
    "wordpress",
    "elementor",
    "joomla",
    "blogger",
    "codeigniter",
    "opensid",
    "bootstrap",
    "onepage",
    "plain",
    "tables",
    "frameset",
    "spa_hash",
    "spa_fetch",
    "wix_like",
    "spa_buttons",
    "none",
]
THEMES_DRAWN = frozenset({"spa_hash", "spa_fetch", "wix_like", "spa_buttons"})
"""Themes whose content stands in the page only after scripts ran."""
THEMES_SINGLE = frozenset({"onepage", "spa_buttons"})
"""Themes that put every undated page on ``/`` as a section."""


class Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Root of all structures: frozen, unknown keys refused."""


class UnitInfo(Base, frozen=True, kw_only=True):
    """What the target file says of the unit. An empty ``website`` leaves it to discovery.

    ``region`` is the code of one of the ``regions`` of region.yaml; empty: the ground's own region.
    """

    name: str
    kind: Kind
    region: str = ""
    website: str = ""
    parent: str = ""
    notes: str = ""


class Mount(Base, frozen=True, kw_only=True):
    """Where the unit's pages live when it has no host of its own: a path on another unit's host."""

    host: str
    path: str


class MenuItem(Base, frozen=True, kw_only=True):
    """A menu entry; ``href`` as it shall stand in the page (``#`` is a menu that leads nowhere)."""

    text: str
    href: str = "#"
    children: list[MenuItem] = []


class SiteInfo(Base, frozen=True, kw_only=True):
    """Name, menu and footer of the site; texts are HTML fragments where they are called html."""

    title: str
    tagline: str = ""
    menu: list[MenuItem] = []
    footer: str = ""
    sidebar: str = ""
    head: str = ""
    lang: str = "id"


# ---------------------------------------------------------------- pages


class Panel(Base, frozen=True, kw_only=True):
    """One tab, accordion item, modal, slide or card."""

    title: str
    body: str


class Panels(Base, frozen=True, kw_only=True):
    """Panels in the markup of the page's theme, standing after the body."""

    style: Literal["tabs", "accordion", "modal", "carousel", "cards"]
    items: list[Panel]


Canned = Literal[
    "parked",
    "suspended",
    "under_construction",
    "apache_default",
    "nginx_default",
    "directory_listing",
    "wordpress_hello",
    "database_error",
]
Compression = Literal["auto", "none", "gzip", "br", "deflate", "broken"]


class Charset(Base, frozen=True, kw_only=True):
    """How the text is written and what is said of it; empty strings leave the saying out."""

    encode: str = "utf-8"
    header: str = "utf-8"
    meta: str = "utf-8"


class Answer(Base, frozen=True, kw_only=True):
    """Troubles and habits of an answer; set for a page, a file or a pattern of paths.

    ``slow`` waits before the first byte, ``hang`` never answers, ``endless`` sends a byte now
    and then for ever, ``reset_after`` cuts the connection after so many bytes of the body,
    ``fail_first`` answers ``fail_status`` so many times before the real answer.
    """

    slow: float = 0.0
    hang: bool = False
    endless: bool = False
    reset_after: int | None = None
    fail_first: int = 0
    fail_status: int = 503
    retry_after: int | None = None
    compression: Compression = "auto"


class Page(Base, frozen=True, kw_only=True):
    """One page. ``date`` makes it a post (themes list posts by themselves).

    ``theme`` overrides the site's (``none``: ``body`` is the whole document). ``canned`` gives
    a stock page (a host's parking page ...). ``charset`` is the name of a Python codec used
    honestly, or a `Charset` that says otherwise. ``pad`` adds so many bytes of a comment.
    """

    title: str = ""
    body: str = ""
    panels: Panels | None = None
    date: dt.date | None = None
    category: str = "Berita"
    author: str = "admin"
    charset: str | Charset = "utf-8"
    status: int = 200
    headers: dict[str, str] = {}
    theme: Theme | None = None
    canned: Canned | None = None
    content_type: str = "text/html"
    answer: Answer | None = None
    pad: int = 0


# ---------------------------------------------------------------- files


class Table(Base, frozen=True, kw_only=True):
    """A table; ``widths`` are relative. An empty cell that is None is merged with the one above."""

    rows: list[list[str | None]]
    head: list[str] = []
    widths: list[float] = []


class Block(Base, frozen=True, kw_only=True, rename={"bullets": "list"}):
    """One block of a document: set exactly one key.

    ``columns`` are side-by-side columns of blocks; ``fields`` are "Label : value" lines;
    ``drawing`` is a flow chart of boxes joined by arrows (its words are in the picture).
    """

    h1: str | None = None
    h2: str | None = None
    h3: str | None = None
    p: str | None = None
    bold: str | None = None
    center: str | None = None
    bullets: list[str] | None = None
    steps: list[str] | None = None
    table: Table | None = None
    fields: dict[str, str] | None = None
    columns: list[list[Block]] | None = None
    drawing: list[str] | None = None
    signature: list[str] | None = None
    space: int | None = None
    page_break: bool | None = None

    def __post_init__(self) -> None:
        given = [name for name in self.__struct_fields__ if getattr(self, name) is not None]
        if len(given) != 1:
            raise ValueError(f"a block holds exactly one of its keys, found {given or 'none'}")


class FileBase(Base, frozen=True, kw_only=True, tag_field="kind"):
    """What every file may say: other content type, download name, status, headers, troubles."""

    content_type: str = ""
    filename: str = ""
    attachment: bool = False
    status: int = 200
    headers: dict[str, str] = {}
    answer: Answer | None = None


class Pdf(FileBase, frozen=True, kw_only=True, tag="pdf"):
    """PDF with a text layer. ``garbled`` writes a broken font map: right to see, garbage to read."""

    blocks: list[Block]
    title: str = ""
    landscape: bool = False
    font_size: float = 11
    garbled: bool = False
    encrypted: bool = False


class PdfScan(FileBase, frozen=True, kw_only=True, tag="pdf_scan"):
    """PDF of page pictures without a text layer. ``rotate`` in degrees, ``noise`` 0 to 1."""

    blocks: list[Block]
    dpi: int = 150
    rotate: float = 0.4
    noise: float = 0.3
    quality: int = 60


class Docx(FileBase, frozen=True, kw_only=True, tag="docx"):
    """Word document."""

    blocks: list[Block]
    title: str = ""


class Xlsx(FileBase, frozen=True, kw_only=True, tag="xlsx"):
    """Workbook: sheet name to rows of cells."""

    sheets: dict[str, list[list[str | int | float | None]]]


class Poster(FileBase, frozen=True, kw_only=True, tag="poster"):
    """A poster: blocks drawn on a coloured sheet, PNG or JPEG, ``width`` in pixels."""

    blocks: list[Block]
    width: int = 1100
    background: str = "#f4f8ff"
    color: str = "#10243e"
    accent: str = "#0b5ea8"
    format: Literal["png", "jpeg"] = "png"
    quality: int = 80


class Image(FileBase, frozen=True, kw_only=True, tag="image"):
    """A picture without words (a photograph's stand-in), JPEG or PNG by the path's ending."""

    width: int = 640
    height: int = 360


class Raw(FileBase, frozen=True, kw_only=True, tag="raw"):
    """Bytes as given: ``text`` in ``encoding``, or ``base64``, or ``json`` written as JSON.

    ``size`` repeats the bytes until they are at least that long (a too large body).
    """

    text: str | None = None
    base64: str | None = None
    json: Any = None
    encoding: str = "utf-8"
    size: int = 0


File = Pdf | PdfScan | Docx | Xlsx | Poster | Image | Raw


# ---------------------------------------------------------------- behaviours


class Challenge(Base, frozen=True, kw_only=True):
    """A firewall's page instead of the content, for every path not in ``except_paths``."""

    style: Literal["javascript", "request_rejected", "cloudflare", "imunify"]
    status: int = 200
    except_paths: tuple[str, ...] = ("/robots.txt",)


class Cloak(Base, frozen=True, kw_only=True):
    """Other content for some visitors: regular expressions on the request, any match counts.

    ``body`` replaces the page, ``append`` is put before ``</body>``.
    """

    path: str = "*"
    user_agent: str = ""
    referer: str = ""
    without_user_agent: str = ""
    body: str = ""
    append: str = ""
    redirect: str = ""


class Calendar(Base, frozen=True, kw_only=True):
    """An endless calendar: each month links to the next and the one before, for ever."""

    path: str = "/agenda"
    style: Literal["path", "query"] = "query"
    events: bool = True


class Redirect(Base, frozen=True, kw_only=True):
    """A redirect with a status of its own; ``style`` says how the page sends on."""

    to: str
    status: int = 301
    style: Literal["http", "meta", "script"] = "http"


class Behaviours(Base, frozen=True, kw_only=True):
    """Habits of the whole site; everything is off unless said."""

    robots: str | None = None
    robots_status: int = 200
    sitemap: bool | None = None
    soft_404: bool | str = False
    answer: Answer | None = None
    answers: dict[str, Answer] = {}
    challenge: Challenge | None = None
    cloak: list[Cloak] = []
    calendar: Calendar | None = None
    session_ids: bool = False
    cookie_wall: bool = False
    inject: str = ""
    charset: str | Charset | None = None
    force_https: bool = False
    alias: Literal["same", "redirect"] = "same"
    conditional: bool = True
    ranges: bool = True
    server: str = "Apache/2.4.41 (Ubuntu)"
    powered_by: str = ""
    refuse: Literal["", "closed", "reset", "hang"] = ""
    headers: dict[str, str] = {}
    forbid_user_agent: str = ""
    admin_paths: bool = True


Dns = Literal["ok", "nxdomain", "servfail", "timeout", "refused", "nodata", "private", "lame"]


# ---------------------------------------------------------------- labels


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


# ---------------------------------------------------------------- files as a whole


class UnitFile(Base, frozen=True, kw_only=True):
    """``<unit_id>/unit.yaml``. Folders beginning with ``_`` are sites that are no unit.

    ``address`` may be an IPv6 address: the hosts then have no other. ``cname`` makes the hosts aliases of
    another name (a record, or another site's host). ``dns_delay`` is how late the name server answers.
    """

    unit: UnitInfo | None = None
    hosts: list[str] = []
    mount: Mount | None = None
    address: str = ""
    tls: Tls = "valid"
    dns: Dns = "ok"
    dns_delay: float = 0.0
    cname: str = ""
    theme: Theme = "plain"
    site: SiteInfo | None = None
    behaviours: Behaviours = Behaviours()
    pages: dict[str, Page] = {}
    files: dict[str, File] = {}
    redirects: dict[str, str | Redirect] = {}
    labels: Labels | None = None


class RegionInfo(Base, frozen=True, kw_only=True):
    """The invented region, in the fields of `auditor.models.Region`."""

    code: str
    name: str
    kind: Literal["provinsi", "kabupaten", "kota"]
    province: str
    domain: str
    other_domains: list[str] = []
    source: str = ""


class DnsRecord(Base, frozen=True, kw_only=True):
    """One DNS name that no site declares. ``a``/``aaaa`` are addresses; ``state`` a failure."""

    a: list[str] = []
    aaaa: list[str] = []
    cname: str = ""
    state: Dns = "ok"


class RegionFile(Base, frozen=True, kw_only=True):
    """``region.yaml``: the region, names without a site, zones that answer for every name."""

    region: RegionInfo
    regions: list[RegionInfo] = []
    records: dict[str, DnsRecord] = {}
    wildcards: dict[str, str] = {}
