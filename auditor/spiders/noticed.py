"""A fetched page as the visit sees it: noticed now, or by an earlier visit when it did not change."""

from __future__ import annotations

import msgspec

from auditor.signals import page_signals
from auditor.spiders.answers import Got
from auditor.spiders.frontier_rules import rules
from auditor.spiders.links import Memory, find_links, refresh_target
from auditor.spiders.look import Look, decode, is_html, look
from auditor.spiders.notes import LinkTable, Note
from auditor.spiders.written import Found


class Noticed:
    """What decides where a page leads. Parsed only when no note of an earlier visit says it."""

    def __init__(self, got: Got, note: Note, page: Look | None = None) -> None:
        self.note = note
        self._got, self._page = got, page

    @property
    def page(self) -> Look:
        """The parsed page."""
        if self._page is None:
            self._page = look(decode(self._got.body, self._got.content_type))
        return self._page

    def links(self, table: LinkTable) -> tuple[int, ...]:
        """Where the page leads, as places in the table."""
        if self.note.links is None:
            found = links_of(self.page, self._got.url, table.memory)
            self.note = msgspec.structs.replace(self.note, links=table.places(found))
        return self.note.links or ()

    def shown(self, places: tuple[int, ...], sheets: tuple[tuple[str, str], ...]) -> tuple[int, ...]:
        """Note the pictures that style sheets show on the page, and these (address, hash); all its links."""
        links = tuple(dict.fromkeys((*(self.note.links or ()), *places)))
        self.note = msgspec.structs.replace(self.note, links=links, sheets=sheets)
        return links

    def forget_links(self) -> None:
        """Have the page's links looked for anew."""
        self.note = msgspec.structs.replace(self.note, links=None, sheets=())

    def decided(self, why: str, scripts: tuple[tuple[str, str], ...]) -> None:
        """Note why a browser must draw the page (empty: it need not) and which scripts had a say."""
        self.note = msgspec.structs.replace(self.note, why=why, scripts=scripts)


def notice(got: Got) -> Noticed | None:
    """The page of an answer; None when it is a file."""
    known = got.note
    if known is not None and known.html:
        return Noticed(got, _renewed(got, known))
    if not is_html(got.content_type, got.body):
        return None
    page = look(decode(got.body, got.content_type))
    note = msgspec.structs.replace(
        plain_note(got),
        html=True,
        title=page.title[:200],
        signals=page_signals(got.status, dict(got.headers), page.text, page.title, page.html),
        points=page.points,
        asks_login=_asks_login(page),
    )
    return Noticed(got, note, page)


def plain_note(got: Got) -> Note:
    """The note of an answer that is no page."""
    if got.note is not None:
        return _renewed(got, got.note)
    return Note(
        sha256=got.sha256,
        status=got.status,
        size=len(got.body),
        content_type=got.header("content-type"),
        etag=got.header("etag"),
        modified=got.header("last-modified"),
    )


def links_of(page: Look, url: str, memory: Memory) -> list[Found]:
    """Everything a page links to, where it sends its visitor first; ``memory`` is the site's."""
    target = refresh_target(page.tree, url)
    found = find_links(page.tree, url, memory)
    if target:
        found.insert(0, Found(url=target, text="", how="link"))
    return found


def _renewed(got: Got, note: Note) -> Note:
    if got.not_modified:
        return msgspec.structs.replace(
            note, etag=got.header("etag") or note.etag, modified=got.header("last-modified") or note.modified
        )
    return msgspec.structs.replace(
        note,
        sha256=got.sha256,
        size=len(got.body),
        content_type=got.header("content-type"),
        etag=got.header("etag"),
        modified=got.header("last-modified"),
    )


def _asks_login(page: Look) -> bool:
    """A Drive page that asks for an account or for permission."""
    words = f"{page.title} {page.text[:600]}".casefold()
    return any(phrase in words for phrase in rules().data.login.phrases)
