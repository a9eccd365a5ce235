"""What was read of a visit."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import msgspec

from auditor.models.targets import Agency
from auditor.models.visits import Accessibility, Fetch
from auditor.models.words import Source

# Links and sections are made by the ten thousand: a Struct is made in a tenth of a frozen dataclass's time.


class Link(msgspec.Struct, frozen=True, kw_only=True):
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


class Section(msgspec.Struct, frozen=True, kw_only=True):
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
    """A unit's site as read: the only thing a check sees. ``cut_short``: pictures or scans stayed unread that
    another run may read."""

    agency: Agency
    pages: tuple[Page, ...] = ()
    unread: tuple[Unread, ...] = ()
    reached: bool = True
    accessibility: tuple[Accessibility, ...] = ()
    cut_short: bool = False
