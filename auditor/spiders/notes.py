"""What the crawler made of each answer, kept beside the archive so that the next visit need not again.

``crawl-notes.bin`` holds it for one unit: validators and hash of every answer, and of a page its links
and what decided whether a browser had to draw it. Deleting the file costs the next visit time only.
"""

from __future__ import annotations

import zlib
from collections.abc import Mapping
from pathlib import Path

import msgspec

from auditor.discovery import Identity
from auditor.spiders.frontier_rules import same
from auditor.spiders.links import Memory
from auditor.spiders.written import Found
from auditor.store.archive import NOTES_NAME

_LARGEST_ASIDE = 300_000


class Note(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """One answer with a body.

    ``links`` are places in the table of links (None: not looked for); ``why`` a browser had to draw it
    (empty: it had not; None: not looked for).
    """

    sha256: str
    status: int
    size: int
    content_type: str
    etag: str = ""
    modified: str = ""
    html: bool = False
    print: str = ""
    title: str = ""
    signals: tuple[str, ...] = ()
    points: float = 0.0
    asks_login: bool = False
    links: tuple[int, ...] | None = None
    why: str | None = None
    scripts: tuple[tuple[str, str], ...] = ()  # own scripts that had a say: address, hash
    sheets: tuple[tuple[str, str], ...] = ()  # own style sheets that did


class Aside(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """An answer the archive does not hold (a script, a sitemap), with its body."""

    note: Note
    body: bytes


class Standing(msgspec.Struct, array_like=True, frozen=True, kw_only=True):
    """What a site's ``<lastmod>`` is worth so far (``auditor.spiders.trust``).

    ``proofs`` is how often it held since it was last found lying, ``lies`` how often it was, ``unasked`` how
    many visits in a row relied on it.
    """

    proofs: int = 0
    lies: int = 0
    unasked: int = 0


class Notes(msgspec.Struct, array_like=True, kw_only=True):
    """All of one visit. ``program`` made them: links and reasons of another are not taken over.

    ``lastmods``: what the sitemap said of each page then, by ``frontier_rules.same``; ``identities``: whose
    pages were, by what that was judged from (``whose``).
    """

    program: str
    links: list[tuple[str, str, str, str, str, bool]] = []
    pages: dict[str, Note] = {}
    asides: dict[str, Aside] = {}
    lastmods: dict[str, str] = {}
    standing: Standing = Standing()
    identities: dict[str, Identity] = {}


class LinkTable:
    """Every different link of a site once, by its place; a menu is the same on all pages."""

    def __init__(self, links: list[tuple[str, str, str, str, str, bool]]) -> None:
        self.rows = [_found(row) for row in links]
        self.memory = Memory()
        self._places = {link: place for place, link in enumerate(self.rows)}

    def places(self, links: list[Found]) -> tuple[int, ...]:
        """The places of links, each added when it is new."""
        return tuple(self._place(link) for link in links)

    def _place(self, link: Found) -> int:
        place = self._places.get(link)
        if place is None:
            place = self._places[link] = len(self.rows)
            self.rows.append(link)
        return place


def _found(row: tuple[str, str, str, str, str, bool]) -> Found:
    url, text, how, zone, hint, small = row
    return Found(url=url, text=text, how=how, zone=zone, hint=hint, small=small)


class NoteBook:
    """The notes of the visit that goes on."""

    def __init__(self, program: str, table: LinkTable) -> None:
        self.table = table
        self._program = program
        self._pages: dict[str, Note] = {}
        self._asides: dict[str, Aside] = {}
        self._lastmods: dict[str, str] = {}
        self._standing = Standing()
        self.identities: dict[str, Identity] = {}

    def page(self, url: str, note: Note) -> None:
        """Keep the note of an answer by the address that gave it."""
        self._pages[url] = note

    def aside(self, url: str, note: Note, body: bytes) -> None:
        """Keep an answer that does not go into the archive; a very large one is asked for anew."""
        if len(body) <= _LARGEST_ASIDE:
            self._asides[url] = Aside(note=note, body=body)

    def sitemap(self, lastmods: Mapping[str, str], standing: Standing) -> None:
        """Keep what the sitemap says of the pages noted, and what that is worth."""
        noted = {same(url) for url in self._pages}
        self._lastmods = {page: said for page, said in lastmods.items() if page in noted}
        self._standing = standing

    def packed(self) -> bytes:
        """The content of the file of notes."""
        used = sorted({place for note in self._pages.values() for place in note.links or ()})
        fresh = {place: number for number, place in enumerate(used)}
        notes = Notes(
            program=self._program,
            links=[_row(self.table.rows[place]) for place in used],
            pages={
                url: note
                if note.links is None
                else msgspec.structs.replace(note, links=tuple(fresh[place] for place in note.links))
                for url, note in self._pages.items()
            },
            asides=self._asides,
            lastmods=self._lastmods,
            standing=self._standing,
            identities=self.identities,
        )
        return zlib.compress(msgspec.msgpack.encode(notes), 1)


def _row(link: Found) -> tuple[str, str, str, str, str, bool]:
    return (link.url, link.text, link.how, link.zone, link.hint, link.small)


def read_notes(folder: Path) -> Notes | None:
    """The notes of an earlier visit; None when there are none to go by."""
    try:
        return msgspec.msgpack.decode(zlib.decompress((folder / NOTES_NAME).read_bytes()), type=Notes)
    except (OSError, zlib.error, msgspec.DecodeError):
        return None
