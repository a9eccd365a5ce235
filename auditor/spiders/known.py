"""What an earlier visit of a unit left: validators to ask with, bodies to go on with, pages to look for."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path

import msgspec

from auditor.discovery import Identity
from auditor.errors import AuditorError
from auditor.models import Fetch, Visit
from auditor.sources import sources_print
from auditor.spiders.answers import Got
from auditor.spiders.look import decode, is_html
from auditor.spiders.notes import LinkTable, Note, Notes, Standing, read_notes
from auditor.spiders.prints import common_print, says
from auditor.store.archive import open_bodies, read_visit

_WIB = timezone(timedelta(hours=7))
# Answers that tell something about the page itself; with any other failure the old page is kept.
_ITS_OWN = frozenset(
    {"http_404", "http_410", "robots", "drive_private", "redirected_away", "private_address", "budget"}
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Revisit:
    """How a crawl comes back to what an earlier one left in the run folder ``root``.

    ``ask_all``: ask for every body, so that a server's wrong "not modified" does not last.
    ``keep_days``: how old a page may be that stands in for one that cannot be read now.
    """

    root: Path
    ask_all: bool = False
    keep_days: int = 180


class _Proof(msgspec.Struct):
    url: str


class _Component(msgspec.Struct):
    evidence: list[_Proof] = []


class _Judged(msgspec.Struct):
    components: dict[str, _Component] = {}


class Known:
    """The earlier visit of one unit. Also the memory of a Fetcher: what to ask with, what came again."""

    def __init__(self, folder: Path, visit: Visit, notes: Notes, revisit: Revisit, render: str) -> None:
        self.folder, self.visit = folder, visit
        self._revisit, self._notes = revisit, notes
        self._own = notes.program == maker(render)
        self._links = notes.links if self._own else []
        self._bodies = {fetch.sha256: fetch for fetch in reversed(visit.fetches) if fetch.via == "http"}
        self._drawn = {fetch.sha256: fetch for fetch in visit.fetches if fetch.via == "browser"}
        self._fetches = {(fetch.url, fetch.via): fetch for fetch in reversed(visit.fetches)}
        for fetch in visit.fetches:
            self._fetches.setdefault((fetch.requested_url, fetch.via), fetch)

    # ------------------------------------------------------------ asking

    def validators(self, url: str) -> Mapping[str, str]:
        """Headers of a conditional request (RFC 9110 section 13); empty when it must be asked plainly."""
        note = self._note(url)
        if note is None or self._revisit.ask_all or not self._has_body(url, note):
            return {}
        asked = {}
        if note.etag:
            # Apache's deflate marks the tag and does not know it again: the bare one is sent as well.
            bare = note.etag.replace('-gzip"', '"')
            asked["If-None-Match"] = note.etag if bare == note.etag else f"{note.etag}, {bare}"
        if note.modified:
            asked["If-Modified-Since"] = note.modified
        return asked

    def recognise(self, got: Got) -> Got:
        """The answer with the note of the same page of before, when it did not change.

        "Not modified" becomes the answer of before, its body read from the archive when asked for.
        """
        note = self._note(got.url)
        if got.status == 304 and note is not None:
            headers = (*((k, v) for k, v in got.headers if k.lower() != "content-type"), _type(note))
            return replace(
                got,
                status=note.status,
                headers=headers,
                content=lambda: self._body(got.url, note),
                sha256=note.sha256,
                note=self._valid(note),
                not_modified=True,
            )
        if note is None or got.status != note.status or got.truncated:
            return got
        if got.sha256 == note.sha256:
            return replace(got, note=self._valid(note))
        if note.html and is_html(got.content_type, got.body):
            return self._beneath_noise(got, note)
        return got

    def _beneath_noise(self, got: Got, note: Note) -> Got:
        html, today = decode(got.body, got.content_type), datetime.now(_WIB).date()
        if before := note.print:
            same = says(html, today, before)
        elif (fetch := self._bodies.get(note.sha256)) is not None:
            old = decode(self._body(got.url, note), note.content_type)
            same = bool(before := common_print((old, _day(fetch.fetched_at)), (html, today)))
        else:
            same = False
        if not same:
            return got
        return replace(got, note=msgspec.structs.replace(self._valid(note), print=before), noisy=True)

    def _valid(self, note: Note) -> Note:
        """Without links and reasons that another program found."""
        return (
            note
            if self._own
            else msgspec.structs.replace(note, html=False, links=None, why=None, scripts=(), sheets=())
        )

    def _note(self, url: str) -> Note | None:
        url = url.partition("#")[0]
        note = self._notes.pages.get(url)
        if note is None and (aside := self._notes.asides.get(url)) is not None:
            note = aside.note
        return note

    def _has_body(self, url: str, note: Note) -> bool:
        return note.sha256 in self._bodies or url.partition("#")[0] in self._notes.asides

    def _body(self, url: str, note: Note) -> bytes:
        aside = self._notes.asides.get(url.partition("#")[0])
        if aside is not None and aside.note.sha256 == note.sha256:
            return aside.body
        with open_bodies(self.folder) as bodies:
            return bodies(self._bodies[note.sha256]).body

    # ------------------------------------------------------------ not asking

    @property
    def lastmods(self) -> Mapping[str, str]:
        """What the site's sitemap said then, by ``frontier_rules.same``."""
        return self._notes.lastmods

    @property
    def standing(self) -> Standing:
        """What its ``<lastmod>`` was worth after that visit."""
        return self._notes.standing

    @property
    def identities(self) -> Mapping[str, Identity]:
        """Whose the pages were that were judged for it (``whose``)."""
        return self._notes.identities

    @property
    def may_be_taken_over(self) -> bool:
        """Whether pages may be taken over unasked: this program noted them, and not all are to be asked."""
        return self._own and not self._revisit.ask_all

    def unasked(self, fetch: Fetch, why: str) -> Got | None:
        """The answer of before as this visit's; None where its page says too little to go on without it."""
        note = self._notes.pages.get(fetch.url)
        if note is None or note.sha256 != fetch.sha256 or not note.html or note.why != "":
            return None  # a page that is drawn is drawn again: what its scripts fetch is in no list
        return Got(
            url=fetch.url,
            requested_url=fetch.requested_url,
            status=note.status,
            headers=(_type(note),),
            content=lambda: self._body(fetch.url, note),
            sha256=note.sha256,
            note=note,
            not_modified=True,
            unasked=why,
        )

    # ------------------------------------------------------------ going on with what was known

    def table(self) -> LinkTable:
        """The links of the earlier visit; the places in its notes are places in it."""
        return LinkTable(self._links)

    def note_of(self, fetch: Fetch) -> Note | None:
        """The note of a stored answer."""
        note = self._note(fetch.url)
        return self._valid(note) if note is not None and note.sha256 == fetch.sha256 else None

    def before(self, got: Got) -> Fetch | None:
        """The stored answer with the body of one that did not change (or that says the same)."""
        note = self._note(got.url)
        return self._bodies.get(note.sha256) if note is not None else None

    def drawn(self, sha256: str) -> Fetch | None:
        """The earlier drawn page with these bytes."""
        return self._drawn.get(sha256)

    def drawn_alike(self, url: str, html: str) -> Fetch | None:
        """The earlier drawn page of an address, when it said the same in other bytes."""
        fetch = self._fetches.get((url, "browser"))
        if fetch is None:
            return None
        with open_bodies(self.folder) as bodies:
            old = bodies(fetch).body.decode("utf-8", "replace")
        alike = common_print((old, _day(fetch.fetched_at)), (html, datetime.now(_WIB).date()))
        return fetch if alike else None

    def stand_in(self, url: str, cause: str, via: str = "http") -> Fetch | None:
        """What stands in for an address that cannot be read now, None when nothing may."""
        fetch = self._fetches.get((url, via))
        if fetch is None or cause in _ITS_OWN or fetch.status >= 400:
            return None
        oldest = datetime.now(UTC) - timedelta(days=self._revisit.keep_days)
        return fetch if datetime.fromisoformat(fetch.fetched_at) >= oldest else None

    def page(self, url: str) -> Fetch | None:
        """The stored answer of an address, asked or answering; of a place in a page, the page's."""
        return self._fetches.get((url, "http")) or self._fetches.get((url.partition("#")[0], "http"))

    def cited(self) -> tuple[str, ...]:
        """Addresses that the earlier verdicts rest on, in the order of the components."""
        try:
            judged = msgspec.json.decode((self.folder / "result.json").read_bytes(), type=_Judged)
        except (OSError, msgspec.DecodeError):
            return ()
        return tuple(
            dict.fromkeys(proof.url for found in judged.components.values() for proof in found.evidence)
        )


def known_of(revisit: Revisit | None, folder: Path, render: str) -> Known | None:
    """What the run before knows of the unit whose folder is called like ``folder``; None: a first visit."""
    if revisit is None:
        return None
    earlier = revisit.root / "units" / folder.name
    notes = read_notes(earlier)
    if notes is None:
        return None
    try:
        return Known(earlier, read_visit(earlier), notes, revisit, render)
    except AuditorError:
        return None


def maker(render: str) -> str:
    """Whose notes may be taken over whole: this program's, with the same use of the browser."""
    return f"{program_print()} {render}"


def program_print() -> str:
    """Hash of the code and data that decide what a page links to and whether a browser draws it."""
    return sources_print("spiders", "signals", "text", "urls", "patterns", "reference")


def _type(note: Note) -> tuple[str, str]:
    return ("Content-Type", note.content_type)


def _day(moment: str) -> date:
    return datetime.fromisoformat(moment).astimezone(_WIB).date()
