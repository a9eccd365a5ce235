"""Trouble in how pages are made: titles of other pages, copies, counters and widgets without data, walls."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections import Counter
from collections.abc import Iterator
from functools import cache, lru_cache, partial
from importlib.resources import files
from typing import NamedTuple

from auditor.checks import facts
from auditor.checks.base import bare_address
from auditor.checks.problems.content import page_words
from auditor.checks.problems.wordlists import may_hold, suspects, words
from auditor.checks.words.phrasebook import fold, folded
from auditor.checks.words.wordings import title_parts
from auditor.models import Page, Problem, SectionKind, Snapshot, Source
from auditor.patterns import Whether, quick
from auditor.text import foreign

_HTML = frozenset({Source.HTML, Source.RENDERED})
_COUNTERS = 3
_COPY_CHARS = 200
_TOLD_CHARS = 20
_LINE = 240  # characters of a line that a widget without data says, or its maker's note beside it
_WALL_CHARS = 500  # a page that is little more than a login
_CAPTION = r"[^\d\n]{3,60}"
_FIGURE = r"\d(?:[\d.,]{0,7}\d)?\s?[+%]?"
_PAIRS = re.compile(rf"(?:^|\n)(?P<figure>{_FIGURE})[ \n](?P<caption>{_CAPTION})(?=\n|$)")
_TURNED = re.compile(rf"(?:^|\n)(?P<caption>{_CAPTION})[ \n](?P<figure>{_FIGURE})(?=\n|$)")


@cache
def _subjects() -> dict[str, re.Pattern[str]]:
    raw = tomllib.loads(
        files("auditor.checks.problems").joinpath("subjects.toml").read_text(encoding="utf-8")
    )
    return {
        name: re.compile(rf"(?<![a-z])(?:{'|'.join(map(re.escape, entry['words']))})(?![a-z])")
        for name, entry in raw.items()
    }


@lru_cache(maxsize=2048)
def _about(text: str) -> frozenset[str]:
    likely = _any_subject()
    if likely is not None and not likely(text.encode()):
        return frozenset()
    return frozenset(name for name, pattern in _subjects().items() if pattern.search(text))


def _speaks_of(page: Page, subjects: frozenset[str]) -> bool:
    text = folded(page.text)
    return any(_subjects()[name].search(text) for name in subjects)


@cache
def _any_subject() -> Whether | None:
    return quick(pattern.pattern for pattern in _subjects().values())


def _own(snapshot: Snapshot) -> Iterator[Page]:
    for page in snapshot.pages:
        shown = page.fetch.status < 400 and "soft_404" not in page.marks
        if shown and page.source in _HTML and not page.fetch.external:
            yield page


def _path(url: str) -> str:
    """The path of an address, from behind the host, without query and fragment."""
    return re.sub(r"[?#].*", "", bare_address(url)).partition("/")[2]


def placeholder_titles(snapshot: Snapshot) -> Iterator[Problem]:
    """Titles an editor ships ("Document"), and a title or file name of another page's subject."""
    for page in _own(snapshot):
        for quote in facts.once(page, "placeholder_titles", partial(_wrongly_titled, page), list[str]):
            yield Problem(code="placeholder_titles", url=page.fetch.url, snippet=quote[:200])


def _wrongly_titled(page: Page) -> list[str]:
    """The title or address of a page that is another's, if it is."""
    title = fold(page.title).strip()
    if words("placeholder_titles").hit(title) is not None:
        return [page.title.strip()]
    heads = [s.label for s in page.sections if s.zone == "main" and s.kind is SectionKind.HEADING]
    name = fold(re.sub(r"%20|[_\-+]", " ", _path(page.fetch.url).rsplit("/", 1)[-1].rsplit(".", 1)[0]))
    shown = fold(" / ".join(heads[:6]))
    if not shown:
        return []
    for called, quote in ((title_parts(title)[0], page.title.strip()), (name, page.fetch.url)):
        claimed = _about(called)
        there = _about(shown) if claimed else claimed
        if claimed and there and not claimed & there and not _speaks_of(page, claimed):
            return [quote]
    return []


def duplicate_pages(snapshot: Snapshot) -> Iterator[Problem]:
    """Two links of different names that show the same text: a copy nobody filled in."""
    had: dict[str, Page] = {}
    for page in _own(snapshot):
        anchor = re.sub(r"\W+", " ", fold(page.fetch.anchor)).strip()
        if not anchor or "listing" in page.marks:
            continue
        text = facts.once(page, "copy", partial(_copy_print, page), str)
        if not text:
            continue
        first = had.setdefault(text, page)
        other = re.sub(r"\W+", " ", fold(first.fetch.anchor)).strip()
        same = first is page or _path(first.fetch.url) == _path(page.fetch.url)
        if not same and anchor not in other and other not in anchor:
            yield Problem(
                code="duplicate_pages", url=page.fetch.url, snippet=f"{page.fetch.anchor.strip()[:90]}"
            )


def _copy_print(page: Page) -> str:
    """Hash of what a page says in its main part; empty where that is too little to be called a copy."""
    said = "\n".join(s.body for s in page.sections if s.zone == "main" and s.kind is not SectionKind.HEADING)
    text = " ".join(fold(said).split())
    if len(text) < _COPY_CHARS:
        return ""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _may_count(body: str, *, timed: bool, odd: bool) -> bool:
    """Whether a text may hold three figures that are nought, or a counter of a time (where ``timed``), or a
    nought of another script (where ``odd``)."""
    noughts = body.startswith("0") + body.count("\n0") + body.count(" 0")
    return (
        noughts >= _COUNTERS
        or (timed and may_hold("counter_of_time", folded(body)))
        or ("+" in body and "%" in body and may_hold("counter_of_praise", folded(body)))
        or (odd and any(map(str.isdecimal, foreign(body))))
    )


def _counting_nothing(found: list[re.Match[str]]) -> list[re.Match[str]]:
    """Those of a block's counters that show that it counts nothing."""
    captions = [fold(hit["caption"]) for hit in found]
    if any(words("survey_element").hit(caption) for caption in captions):
        return []  # the marks of a survey's elements
    praise = words("counter_of_praise")
    praised = [
        hit
        for hit, caption in zip(found, captions, strict=True)
        if hit["figure"].endswith("%") and praise.hit(caption)
    ]
    if praised and any(hit["figure"].endswith("+") for hit in found):
        return praised
    if len(found) < _COUNTERS:
        return []
    zero = [hit for hit in found if not re.search(r"[1-9]", hit["figure"])]
    if len(zero) >= _COUNTERS:
        return zero
    timed = words("counter_of_time")
    return [hit for hit, caption in zip(found, captions, strict=True) if timed.hit(caption)]


def static_counters(snapshot: Snapshot) -> Iterator[Problem]:
    """Counters that count nothing: three or more noughts, a time without a unit, praise in round figures."""
    seen: set[str] = set()  # a body that counted nothing wrong on one page does so on no other
    for page in _own(snapshot):
        for snippet in facts.once(page, "static_counters", partial(_idle_counters, page, seen), list[str]):
            yield Problem(code="static_counters", url=page.fetch.url, snippet=snippet)
            return


def _idle_counters(page: Page, seen: set[str]) -> list[str]:
    """The first counter of a page that counts nothing, if any, among bodies not ``seen`` before."""
    bodies = [
        section.body
        for section in page.sections
        if section.zone == "main" and section.kind is not SectionKind.FORM and section.body not in seen
    ]
    seen.update(bodies)
    may_time = may_hold("counter_of_time", "\n".join(map(folded, bodies)))
    odd = any(map(str.isdecimal, set(foreign("".join([body for body in bodies if not body.isascii()])))))
    for body in bodies:
        if not _may_count(body, timed=may_time, odd=odd):
            continue
        for shape in (_PAIRS, _TURNED):
            wrong = _counting_nothing(list(shape.finditer(body)))
            if wrong:
                return [re.sub(r"\s+", " ", wrong[0].group()).strip()[:200]]
    return []


def broken_widgets(snapshot: Snapshot) -> Iterator[Problem]:
    """A part drawn by a script that never got its data: it still says "Memuat ..." after drawing."""
    seen: set[tuple[bool, str]] = set()
    told: dict[tuple[bool, str], list[str]] = {}
    for page in _own(snapshot):
        drawn = page.source is Source.RENDERED
        for said in facts.once(page, "broken_widgets", partial(_unfed, page, told), list[str]):
            if (drawn, said) not in seen:  # a section's lines are its parents' too
                seen.add((drawn, said))
                yield Problem(code="broken_widget", url=page.fetch.url, snippet=said)


def _unfed(page: Page, told: dict[tuple[bool, str], list[str]]) -> list[str]:
    """The lines of a page that wait for data; ``told`` remembers those of each body of the site."""
    drawn = page.source is Source.RENDERED
    code = "broken_widget" if drawn else "broken_widget_plain"
    bodies = [section.body for section in page.sections]
    new = [body for body in bodies if (drawn, body) not in told]
    told.update(((drawn, body), []) for body in new)
    if may_hold(code, "\n".join(map(folded, new))):
        for body in dict.fromkeys(new):
            lines = dict.fromkeys(line.strip() for line in body.split("\n"))
            told[drawn, body] = [
                said for said in lines if 3 < len(said) <= _LINE and words(code).hit(fold(said)) is not None
            ]
    return [said for body in bodies for said in told[drawn, body]]


class _Entrance(NamedTuple):
    """What a page by itself says of logging in: its forms that ask to, the words of a wall with some around
    them, whether it is a service's page that tells nothing else, and whether it is a bare entrance."""

    logins: tuple[str, ...]
    wall: str
    silent: bool
    bare: bool


def _entrance(page: Page) -> _Entrance:
    forms = [s.body for s in page.sections if s.kind is SectionKind.FORM and s.zone == "main"]
    logins = tuple(body for body in forms if words("login_form").hit(fold(body)) is not None)
    walled = suspects(page_words(page)).words("login_wall")
    hit = walled.hit(folded(page.text)) if walled is not None else None
    if hit is not None:
        snippet = page.text[max(0, hit.start() - 40) : hit.end() + 40]
        return _Entrance(logins, re.sub(r"\s+", " ", snippet).strip(), silent=False, bare=False)
    told = any(
        len(s.body) >= _TOLD_CHARS and s.kind not in {SectionKind.FORM, SectionKind.HEADING}
        for s in page.sections
        if s.zone == "main"
    )
    silent = not told and len(page.text) < _WALL_CHARS and _promises(page.fetch.anchor)
    return _Entrance(logins, "", silent=silent, bare=bool(logins) and not told)


def _promises(text: str) -> bool:
    """Whether a link's words promise a service or information, and no entrance."""
    folded_text = fold(text)
    return bool(folded_text) and (
        words("login_words").hit(folded_text) is None and words("login_service").hit(folded_text) is not None
    )


def login_walls(snapshot: Snapshot) -> Iterator[Problem]:
    """A service's own page asks to log in before it tells anything, or its link leads to the entrance.

    The staff's entrance is no wall, nor is a login box that stands on page after page.
    """
    doors = [
        (page, facts.once(page, "login", partial(_entrance, page), _Entrance)) for page in _own(snapshot)
    ]
    shown = {(bare_address(page.fetch.url), body) for page, door in doors for body in door.logins}
    logins = Counter(body for _, body in shown)
    entrances: set[str] = set()
    for page, door in doors:
        single = any(logins[body] == 1 for body in door.logins)
        if door.wall:
            yield Problem(code="login_wall", url=page.fetch.url, snippet=door.wall)
        elif door.silent and single:
            yield Problem(code="login_wall", url=page.fetch.url, snippet=page.fetch.anchor.strip()[:200])
        elif door.bare and single:
            entrances |= {bare_address(page.fetch.url), bare_address(page.fetch.requested_url)}
    yield from _led_to(snapshot, entrances)


def _led_to(snapshot: Snapshot, entrances: set[str]) -> Iterator[Problem]:
    """The first link "Pengurusan Surat" that leads to each bare entrance."""
    left = set(entrances)
    for page in _own(snapshot):
        for link in page.links if left else ():
            bare = bare_address(link.url)
            if bare in left and bare != bare_address(page.fetch.url) and _promises(link.text):
                left.discard(bare)
                yield Problem(code="login_wall", url=page.fetch.url, snippet=link.text.strip()[:200])


def broken_assets(snapshot: Snapshot) -> Iterator[Problem]:
    """Pictures of the site that are not there; the first by name, how many are missing behind it."""
    gone = [
        item for item in snapshot.unread if item.what == "image" and item.reason in {"http_404", "http_410"}
    ]
    if gone:
        name = _path(gone[0].url).rsplit("/", 1)[-1]
        more = f" (+{len(gone) - 1})" if len(gone) > 1 else ""
        url = gone[0].referrer or gone[0].url
        yield Problem(code="broken_assets", url=url, snippet=f"{name}{more}"[:200])
