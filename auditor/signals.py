"""What a page says about the site as a whole, and the words for why a request failed.

Pure. Words, patterns and causes are in ``reference/signals.toml`` with their sources.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import msgspec

from auditor.patterns import Owned, Whether, like_ascii, loosened, quick
from auditor.text import fold


class _Pattern(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    where: str
    pattern: str


class _Signal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    source: str
    any: list[_Pattern] = []
    all: list[_Pattern] = []
    max_text: int = 0
    least: int = 0


class _Gambling(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    warning: str
    warned_least: int
    source: str


class _Cause(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    text: str
    site: bool


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    signals: list[_Signal]
    gambling: _Gambling
    causes: dict[str, _Cause]


@dataclass(frozen=True, slots=True)
class _Compiled:
    signal: _Signal
    any: tuple[tuple[str, re.Pattern[str]], ...]
    all: tuple[tuple[str, re.Pattern[str]], ...]
    quick: Whether | None  # whether one of ``any`` may stand in a text, None where one is beyond RE2

    def likely(self, text: str) -> bool:
        """Whether one of ``any`` may stand in the text."""
        return self.quick is None or bool(self.quick(like_ascii(text).encode()))


@dataclass(frozen=True, slots=True)
class Hit:
    """One signal and the words of the page that gave it."""

    name: str
    snippet: str


@cache
def _data() -> _Data:
    text = files("auditor.reference").joinpath("signals.toml").read_bytes()
    return msgspec.toml.decode(text, type=_Data)


@cache
def _signals() -> tuple[_Compiled, ...]:
    def compiled(patterns: list[_Pattern]) -> tuple[tuple[str, re.Pattern[str]], ...]:
        return tuple((item.where, re.compile(item.pattern, re.IGNORECASE)) for item in patterns)

    return tuple(
        _Compiled(
            item,
            compiled(item.any),
            compiled(item.all),
            quick((entry.pattern for entry in item.any), ignore_case=True),
        )
        for item in _data().signals
    )


@cache
def _screens() -> Mapping[str, Owned[str]]:
    """By place: which of the patterns looked for there may be found in a text."""
    wanted: dict[str, set[str]] = {"text": set(), "title": set(), "html": set()}
    for item in _data().signals:
        for entry in (*item.any, *item.all):
            if entry.where in wanted:
                wanted[entry.where].add(entry.pattern)
    return {
        where: Owned(((one, loosened(one, pieces=False)) for one in sorted(patterns)), ignore_case=True)
        for where, patterns in wanted.items()
    }


class _Places:
    """The texts of one page that patterns are looked for in. Each is screened once, when first asked for."""

    def __init__(self, visible: str, title: str, html: str) -> None:
        self._texts = {"text": visible[:20_000], "title": fold(title), "html": html[:300_000]}
        self._likely: dict[str, list[str]] = {}

    def search(self, where: str, pattern: re.Pattern[str]) -> re.Match[str] | None:
        """The first hit of a pattern of the data file in that place."""
        text = self._texts[where]
        if where not in self._likely:
            if where == "html":
                text = self._texts[where] = text.lower()
            self._likely[where] = _screens()[where].of(like_ascii(text))
        return pattern.search(text) if pattern.pattern in self._likely[where] else None


def cause_text(cause: str) -> str:
    """The cause in Bahasa Indonesia; ``http_451`` and the like by their class."""
    causes = _data().causes
    if cause in causes:
        return causes[cause].text
    if re.fullmatch(r"http_[45]\d\d", cause):
        return f"{causes[cause[:6] + 'xx'].text[:-1]}, {cause[5:]})"
    return cause


def causes() -> Mapping[str, bool]:
    """Every cause, and whether the site (True) or the auditor's own side (False) is to blame."""
    return {name: cause.site for name, cause in _data().causes.items()}


def page_signals(
    status: int, headers: Mapping[str, str], text: str, title: str, html: str
) -> tuple[str, ...]:
    """Names of the signals a page gives, in the order of the data file, each once.

    ``text`` is the visible text, ``html`` the source. A signal tells of the whole page; it does
    not say what becomes of the site.
    """
    return tuple(dict.fromkeys(hit.name for hit in page_hits(status, headers, text, title, html)))


def page_hits(status: int, headers: Mapping[str, str], text: str, title: str, html: str) -> tuple[Hit, ...]:
    """As ``page_signals``, with the words that gave each."""
    visible = fold(text)
    places = _Places(visible, title, html)
    hits: list[Hit] = []
    if _header_wall(status, headers):
        hits.append(Hit("bot_wall", "header"))
    for item in _signals():
        name = item.signal.name
        hit = _hit(item, visible, places, html)
        if hit is not None and not (name == "bot_wall" and _is_form_captcha(len(visible), status, hit)):
            hits.append(Hit(name, hit))
    return tuple(hits)


def injected(text: str) -> tuple[str, ...]:
    """Words of others in a page's whole text: what ``page_hits`` calls ``hacked``, of the text alone."""
    visible = fold(text)
    places = _Places(visible, "", "")
    source = text if "<" in text or len(text) > _SOURCE else ""
    hits = (
        _hit(item, visible[:_WORDS], places, source)
        for item in _signals()
        if item.signal.name == "hacked" and _is_worth_a_look(item, visible)
    )
    return tuple(hit for hit in hits if hit is not None)


def _is_worth_a_look(item: _Compiled, visible: str) -> bool:
    """Whether a signal may be found in a text."""
    if item.signal.max_text and len(visible) > item.signal.max_text:
        return False
    return bool(item.signal.least or item.all) or item.likely(visible)


def _hit(item: _Compiled, visible: str, places: _Places, html: str) -> str | None:
    if item.signal.max_text and len(visible) > item.signal.max_text:
        return None
    if item.signal.least:
        found, least = _count(item, visible, html)
        return found[0] if len(found) >= least else None
    return _match(item, places)


def _match(item: _Compiled, places: _Places) -> str | None:
    proved: list[str] = []
    for where, pattern in item.all:
        if (match := places.search(where, pattern)) is None:
            return None
        proved.append(match[0])
    if proved and not item.any:
        return proved[0]
    for where, pattern in item.any:
        if match := places.search(where, pattern):
            return match[0][:200]
    return None


def _count(item: _Compiled, visible: str, html: str) -> tuple[list[str], int]:
    """Different matches in visible and hidden text, and how many are needed.

    A public warning against gambling names it too: there only stuffing counts.
    """
    source = _without_programs(html[:_SOURCE])
    last = source.rfind(">") + 1  # behind it no tag ends, and looking for one would take for ever
    words = fold(_TAG.sub(" ", source[:last]) + source[last:])[:_WORDS] or visible
    found: dict[str, None] = {}
    for _, pattern in item.any if item.likely(words) else ():
        for match in pattern.finditer(words):
            found.setdefault(match[0].strip(), None)
    warned = bool(found) and _warning().search(words) is not None
    return list(found), _data().gambling.warned_least if warned else item.signal.least


_SOURCE, _WORDS = 600_000, 200_000  # characters of a page's source, and of its words, that are looked at
_TAG = re.compile(r"<[^>]+>")
_PROGRAM = re.compile(r"<(script|style)\b", re.IGNORECASE)
_ENDS = {name: re.compile(f"</{name}>", re.IGNORECASE) for name in ("script", "style")}


def _without_programs(html: str) -> str:
    """The source without its scripts and styles; what never ends is left."""
    kept: list[str] = []
    place, endless = 0, set[str]()
    while begin := _PROGRAM.search(html, place):
        name = begin[1].lower()
        end = _ENDS[name].search(html, begin.end()) if name not in endless else None
        if end is None:
            endless.add(name)
            kept.append(html[place : begin.end()])
            place = begin.end()
        else:
            kept.append(f"{html[place : begin.start()]} ")
            place = end.end()
    return "".join([*kept, html[place:]])


@cache
def _warning() -> re.Pattern[str]:
    return re.compile(_data().gambling.warning)


def _header_wall(status: int, headers: Mapping[str, str]) -> bool:
    lowered = {name.lower(): value.lower() for name, value in headers.items()}
    return lowered.get("cf-mitigated") == "challenge" or (
        status in (403, 405, 406, 429, 503) and "x-sucuri-block" in lowered
    )


def _is_form_captcha(length: int, status: int, snippet: str) -> bool:
    """Cloudflare's script on an ordinary page is no wall: the page has its text beside it."""
    return status == 200 and length > 600 and "challenge-platform" in snippet
