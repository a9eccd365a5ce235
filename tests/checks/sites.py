"""Hand-made visits and snapshots for the tests of the site's verdict and its problems."""

from __future__ import annotations

from typing import Any

from auditor.models import (
    Agency,
    Failure,
    Fetch,
    Kind,
    Link,
    Page,
    Section,
    SectionKind,
    Snapshot,
    Source,
    Unread,
    Visit,
)

TIME = "2026-11-22T00:00:00Z"
HOME = "https://dinas.andaikab.go.id/"
AGENCY = Agency(unit_id="dinas", name="Dinas Andai", kind=Kind.OPD, region="99.01")


def page(text: str = "Selamat datang", url: str = HOME, **more: Any) -> Page:
    """A page whose main part is one section with the text."""
    sections = more.pop("sections", None)
    if sections is None:
        sections = (Section(label=more.get("title", ""), body=text, kind=SectionKind.PARAGRAPH, locator="p"),)
    fetch = Fetch(
        url=url,
        requested_url=more.pop("requested_url", url),
        status=more.pop("status", 200),
        content_type="text/html",
        sha256="0" * 64,
        fetched_at=TIME,
        offset=0,
        external=more.pop("external", False),
        anchor=more.pop("anchor", ""),
    )
    return Page(
        fetch=fetch,
        source=more.pop("source", Source.HTML),
        title=more.pop("title", ""),
        text=text,
        sections=tuple(sections),
        links=tuple(Link(text=words, url=target) for words, target in more.pop("links", [])),
        **more,
    )


def snapshot(*pages: Page, unread: tuple[Unread, ...] = ()) -> Snapshot:
    """A snapshot of the agency of these tests."""
    return Snapshot(agency=AGENCY, pages=pages, unread=unread, reached=bool(pages))


def visit(**more: Any) -> Visit:
    """A visit that found its home page."""
    given: dict[str, Any] = {"home": HOME, "final_url": HOME, "sources_asked": ("portal",)}
    return Visit(agency=AGENCY, **(given | more))


def failed(cause: str, **more: Any) -> Failure:
    """The home page failed for a cause."""
    return Failure(url=more.pop("url", HOME), cause=cause, **more)
