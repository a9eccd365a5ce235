"""What judging an earlier run already found out, taken over where nothing that decides it changed.

Two things are kept beside a unit's ``result.json``: ``judged.json`` (which visit, which program and which
rubric gave the result: the same again gives the same result) and ``pages-read.bin`` (every page as it was
read, by the content it was read from). Deleting either costs the next run time only.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, fields, replace
from operator import attrgetter
from pathlib import Path
from typing import Any, Generic, TypeVar

import msgspec
from isal import isal_zlib

from auditor.models import (
    Agency,
    Candidate,
    Evidence,
    Fetch,
    Link,
    Page,
    Section,
    UnitResult,
    Unread,
    Visit,
)
from auditor.sources import sources_print

JUDGED_NAME = "judged.json"
READ_NAME = "pages-read.bin"
T = TypeVar("T")
_LEVEL = 1  # of ISA-L: a quarter of the time of zlib's least
# Of an answer: what reading it cannot depend on.
_NOT_READ = frozenset({"fetched_at", "offset", "held", "reads", "kept", "unasked", "depth"})
_READ = attrgetter(*(item.name for item in fields(Fetch) if item.name not in {*_NOT_READ, "sha256"}))
# Of a visit: when and where things were, not what they were.
_CIRCUMSTANCES = frozenset(
    {"fetched_at", "offset", "held", "reads", "unasked", "at", "started_at", "finished_at", "previous"}
)
_READERS = ("extract", "text", "urls", "models", "patterns", "reference")
_JUDGES = (
    *_READERS, "checks", "values", "scoring", "rubrics.rubric", "signals", "discovery", "value_shapes",
    "jobs.assess", "jobs.continuity",
)  # fmt: skip


def reader_print() -> str:
    """Hash of the code and data that decide how a response is read."""
    return sources_print(*_READERS)


def judge_print() -> str:
    """Hash of the code and data that decide a verdict, rubrics aside."""
    return sources_print(*_JUDGES)


# ---------------------------------------------------------------- a whole unit


@dataclass(frozen=True, slots=True, kw_only=True)
class Judged:
    """What a result was made of. ``turns`` is the day (ISO) from which the same pages say something else."""

    essence: str
    rules: str
    turns: str = ""


def essence(visit: Visit) -> str:
    """Hash of everything in a visit that can decide a verdict."""
    return hashlib.sha256(msgspec.json.encode(_bare(visit))).hexdigest()


def _bare(node: Any) -> Any:
    if isinstance(node, Fetch):
        # The content it reads like, wherever its bytes lie; that it is an old one decides something.
        said = {
            item.name: getattr(node, item.name) for item in fields(node) if item.name not in _CIRCUMSTANCES
        }
        return {**said, "sha256": node.reads or node.sha256}
    if isinstance(node, tuple):
        return [_bare(item) for item in node]
    if hasattr(node, "__dataclass_fields__"):
        return {
            item.name: _bare(getattr(node, item.name))
            for item in fields(node)
            if item.name not in _CIRCUMSTANCES
        }
    return node


def read_judged(unit_dir: Path) -> Judged | None:
    """The record beside a result, None when there is none to go by."""
    try:
        return msgspec.json.decode((unit_dir / JUDGED_NAME).read_bytes(), type=Judged)
    except (OSError, msgspec.DecodeError):
        return None


def renewed(result: UnitResult, before: Visit, now: Visit) -> UnitResult:
    """A result of an earlier visit for one of the same essence: the same quotes, seen today."""
    seen = {(old.url, old.sha256): new for old, new in zip(before.fetches, now.fetches, strict=True)}
    times = {(tried.url, tried.origin): tried.at for tried in now.trail}
    asked = {source.source: source.at for source in now.asked}
    return replace(
        result,
        site=replace(
            result.site,
            candidates=tuple(
                _at(tried, times.get((tried.url, tried.origin))) for tried in result.site.candidates
            ),
            asked=tuple(replace(item, at=asked.get(item.source, item.at)) for item in result.site.asked),
        ),
        components={
            code: replace(found, evidence=tuple(_seen(quote, seen) for quote in found.evidence))
            for code, found in result.components.items()
        },
    )


def _at(tried: Candidate, when: str | None) -> Candidate:
    return tried if when is None else replace(tried, at=when)


def _seen(quote: Evidence, seen: dict[tuple[str, str], Fetch]) -> Evidence:
    # A picture inside a page is proved by the page.
    fetch = seen.get((quote.url, quote.sha256)) or seen.get((quote.url.partition("#")[0], quote.sha256))
    return quote if fetch is None else replace(quote, sha256=fetch.sha256, fetched_at=fetch.fetched_at)


# ---------------------------------------------------------------- page by page


class _Kept(msgspec.Struct, array_like=True, frozen=True):
    """A reading; of a page its sections and links are places among those of all pages."""

    form: str
    page: bytes = b""
    sections: tuple[int, ...] = ()
    links: int = 0
    unread: bytes = b""
    facts: dict[str, bytes] = {}


class _Stored(msgspec.Struct, array_like=True):
    """``rules``: under which the facts were found, and of whose pages."""

    rules: str
    pages: dict[str, _Kept]
    sections: list[bytes]
    links: list[bytes]


class _Parts(Generic[T]):
    """Parts of pages, each kept and read once: menus and side columns stand on every page."""

    def __init__(self, packed: list[bytes], shape: type[T]) -> None:
        self._packed, self._decoder = packed, msgspec.msgpack.Decoder(shape)
        self._places: dict[bytes, int] | None = None
        self._read: dict[int, T] = {}

    def __getitem__(self, place: int) -> T:
        part = self._read.get(place)
        if part is None:
            part = self._read[place] = self._decoder.decode(self._packed[place])
        return part

    def place(self, part: T) -> int:
        """Where a part is, added when it is new."""
        if self._places is None:
            self._places = {data: place for place, data in enumerate(self._packed)}
        data = msgspec.msgpack.encode(part)
        place = self._places.setdefault(data, len(self._packed))
        if place == len(self._packed):
            self._packed.append(data)
        return place

    def only(self, used: Iterable[int]) -> tuple[list[bytes], dict[int, int]]:
        """The parts at these places, and where each is then."""
        places = sorted(set(used))
        return [self._packed[place] for place in places], {place: new for new, place in enumerate(places)}


_PAGES = msgspec.msgpack.Decoder(Page)


class Shelf:
    """Pages as they were read before, and as they are read now."""

    def __init__(self, before: Path | None, ocr: str, agency: Agency) -> None:
        """``before``: the unit's folder of the earlier run, None when there is none."""
        self._rules = f"{judge_print()} {hashlib.sha256(msgspec.json.encode(agency)).hexdigest()}"
        self.facts: dict[int, dict[str, bytes]] = {}
        self._pages: list[Page] = []  # held, so that their ids stay theirs
        self._how = f"{reader_print()} {ocr}".encode()
        stored = _load(before / READ_NAME) if before is not None else _Stored("", {}, [], [])
        self._before, self._ruled = stored.pages, stored.rules == self._rules
        self._sections = _Parts(stored.sections, Section)
        self._links = _Parts(stored.links, tuple[Link, ...])
        self._now: dict[str, _Kept] = {}

    def get(self, fetch: Fetch) -> tuple[str, Page | Unread] | None:
        """Form and reading of an answer's content, None when it has to be read."""
        key = self._key(fetch)
        kept = self._before.get(key)
        if kept is None:
            return None
        self._now[key] = kept
        if kept.page:
            page = replace(
                _PAGES.decode(kept.page),
                fetch=fetch,
                sections=tuple([self._sections[place] for place in kept.sections]),
                links=self._links[kept.links],
            )
            self._remember(page, kept)
            return kept.form, page
        return kept.form, msgspec.msgpack.decode(kept.unread, type=Unread)

    def put(self, fetch: Fetch, form: str, result: Page | Unread) -> None:
        """Keep a reading that a later run may take over."""
        if isinstance(result, Page):
            kept = _Kept(
                form,
                page=msgspec.msgpack.encode(replace(result, sections=(), links=())),
                sections=tuple([self._sections.place(section) for section in result.sections]),
                links=self._links.place(result.links),
                facts={},
            )
            self._remember(result, kept)
        else:
            kept = _Kept(form, unread=msgspec.msgpack.encode(result))
        self._now[self._key(fetch)] = kept

    def _remember(self, page: Page, kept: _Kept) -> None:
        """Facts under other rules are forgotten; new ones are written down in their place."""
        if not self._ruled:
            kept.facts.clear()
        self._pages.append(page)
        self.facts[id(page)] = kept.facts

    def packed(self) -> bytes:
        """The content of ``pages-read.bin``."""
        pages = [kept for kept in self._now.values() if kept.page]
        sections, section_at = self._sections.only(place for kept in pages for place in kept.sections)
        links, links_at = self._links.only(kept.links for kept in pages)
        now = {
            key: msgspec.structs.replace(
                kept,
                sections=tuple([section_at[place] for place in kept.sections]),
                links=links_at[kept.links],
            )
            if kept.page
            else kept
            for key, kept in self._now.items()
        }
        stored = _Stored(self._rules, now, sections, links)
        return isal_zlib.compress(msgspec.msgpack.encode(stored), _LEVEL)

    def _key(self, fetch: Fetch) -> str:
        said = (_READ(fetch), fetch.reads or fetch.sha256)
        return hashlib.sha256(self._how + msgspec.json.encode(said)).hexdigest()[:32]


def _load(path: Path) -> _Stored:
    try:
        return msgspec.msgpack.decode(isal_zlib.decompress(path.read_bytes()), type=_Stored)
    except (OSError, isal_zlib.error, msgspec.DecodeError):  # type: ignore[misc] # its stub calls it an instance
        return _Stored("", {}, [], [])
