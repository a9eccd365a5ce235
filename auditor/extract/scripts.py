"""Words a page keeps as data in its scripts and draws from there: arrays of services, JSON-LD, Next's props.

Data that only fetching would bring is not here. Sections carry a locator that begins with
``script``. Of a page that was drawn and clicked through only that counts which the page shows: the rest is
of other units, for other visitors, or for want of an answer (``snapshot.py``: pages that need not be drawn).
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

import chompjs
from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from auditor.extract.dom import squeeze
from auditor.extract.labels import can_be_service, component_only, component_start, service_of, words
from auditor.extract.marked import Marked
from auditor.extract.tongue import indonesian_share
from auditor.models import Section, SectionKind
from auditor.text import fold, strip_number

MAX_SCRIPT = 600_000  # characters; longer scripts are libraries
MAX_SECTIONS = 400
_OF_A_SITE = 50_000  # characters; shorter scripts are remembered, for the next page carries the same
MAX_SCAN = 1_500_000  # characters looked through a script, brackets within brackets counted again
MAX_DEPTH = 12
# Where a literal begins: "const layanan = [", "data: {", "window.x = {".
_START = re.compile(r"(?:=|:|\(|return)\s*(?=[\[{]\s*(?:[{\[\"'`]|\w+\s*:))")
_SKIP = re.compile(
    r"(?:^|_)(?:id|url|link|href|icon|ikon|image|img|gambar|foto|color|warna|class|classname|slug|src|path|type|bg|lat|lng|@type|@context|@id|kode)$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_CODE = re.compile(r"=>|\bfunction\b|\breturn\b")
_TEMPLATE = re.compile(r"`([^`\\]*(?:\\.[^`\\]*)*)`", re.DOTALL)
_QUOTED = re.compile(
    r"(?:innerHTML|outerHTML)\s*\+?=\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')|"
    r"\.html\(\s*(?:\"((?:[^\"\\\n]|\\.)*)\"|'((?:[^'\\\n]|\\.)*)')"
)
_HOLE = re.compile(r"\$\{[^{}]*(?:\{[^{}]*\}[^{}]*)*\}")
_BLOCK = re.compile(r"<(?:h[1-6]|p|ul|ol|li|table|div|section|details|strong|b|br)\b", re.IGNORECASE)
_ESCAPE = re.compile(r"\\(n|t|r|.)", re.DOTALL)
_GAP = "\ue000"  # where a template has a hole: a line with little more says nothing
MAX_FRAGMENTS = 120

_HEADING = 160  # characters
_NAME, _LINE = 4, 12  # characters of a service's name, and of a line, that do not stand on a page by chance

Reader = Callable[[str], tuple[Section, ...]]


def sections(marked: Marked, title: str, read: Reader, text: str, drawn: bool) -> tuple[Section, ...]:
    """Sections out of a page's own scripts: of data literals (label = key, service = the object's name) and
    of the HTML that scripts would put into the page. ``read`` gives the sections of a piece of HTML; ``text``
    is what the page shows, ``drawn`` by a browser or as it was sent."""
    out: list[Section] = []
    number = 0
    for node in marked.scripts:
        number += 1
        code = "".join(kid.text for kid in node.kids)
        if not 40 <= len(code) <= MAX_SCRIPT or node.get("src"):
            continue
        place = f"script:nth-of-type({number})"
        kind = node.get("type").lower()
        if len(code) < _OF_A_SITE and _says_nothing(code, kind):
            continue
        before = len(out)
        _of_script(code, kind, (title,) if title else (), place, _Found(out, read))
        if drawn:
            out[before:] = [section for section in out[before:] if shows(text, section)]
        if len(out) >= MAX_SECTIONS:
            break
    return tuple(out[:MAX_SECTIONS])


@dataclass(frozen=True, slots=True)
class _Found:
    out: list[Section]
    read: Reader


def _of_script(code: str, kind: str, path: tuple[str, ...], place: str, found: _Found) -> None:
    for literal in _literals_of(code, kind) if len(code) < _OF_A_SITE else _literals(code, kind):
        _walk(literal, "", "", path, place, found, 0)
        if len(found.out) >= MAX_SECTIONS:
            return
    if _is_program(kind):
        for html in _fragments(code):
            _fragment(html, "", path, place, found)


def shows(text: str, section: Section) -> bool:
    """Whether a page's text shows what a script's data says: its key and its service are then the page's.

    A name alone does not: data for staff, of other units, drafts and trials bear the names that are shown.
    """
    lines = [
        piece
        for line in section.body.split("\n")
        for piece in strip_number(line.removeprefix("- ")).split(": ")
    ]
    if not all(line in text for line in lines):
        return False
    named = (section.service, *section.path[1:])
    return any(len(line) >= _LINE for line in lines) or any(
        len(name) >= _NAME and name in text for name in named
    )


def _is_program(kind: str) -> bool:
    return not kind or "javascript" in kind or kind in {"module", "text/babel"}


def _fragments(text: str) -> Iterator[str]:
    """Pieces of HTML in a script: templates, and strings set as an element's content; holes left out."""
    if "<" not in text:
        return
    count = 0
    for match in _TEMPLATE.finditer(text):
        html = _HOLE.sub(_GAP, match[1])
        if len(html) >= 30 and _BLOCK.search(html) and _telling(html):
            count += 1
            yield _ESCAPE.sub(_unescape, html)
            if count >= MAX_FRAGMENTS:
                return
    for match in _QUOTED.finditer(text):
        html = match[1] or match[2] or match[3] or match[4] or ""
        if len(html) >= 30 and _BLOCK.search(html) and _telling(html):
            count += 1
            yield _ESCAPE.sub(_unescape, html)
            if count >= MAX_FRAGMENTS:
                return


def _filled(body: str) -> str:
    """The lines that say something without what would fill their holes."""
    lines: list[str] = []
    for line in body.split("\n"):
        rest = line.replace(_GAP, " ").strip(" -:\t")
        if _GAP not in line:
            lines.append(line)
        elif len(rest) > 40:
            lines.append(squeeze(rest))
        elif not rest and lines and component_only(lines[-1]):
            lines.pop()
    return "\n".join(lines).strip()


def _unescape(match: re.Match[str]) -> str:
    return {"n": "\n", "t": " ", "r": ""}.get(match[1], match[1])


def _telling(html: str) -> bool:
    words = _WORDS.findall(re.sub(r"<[^<>]*>", " ", html))
    return len(words) >= 3 and indonesian_share(" ".join(words)) > 0.03


def _fragment(html: str, service: str, path: tuple[str, ...], place: str, found: _Found) -> None:
    """The sections of a piece of HTML; labels without words under them are what holes would have filled."""
    for section in found.read(html[:100_000]):
        if len(found.out) >= MAX_SECTIONS:
            return
        body = _filled(section.body)
        if not _WORDS.search(body):
            continue
        found.out.append(
            replace(
                section,
                label=section.label.replace(_GAP, "").strip(),
                body=body,
                path=(*path, *(part.replace(_GAP, "").strip() for part in section.path)),
                locator=f"{place} {section.locator}"[:200],
                service=section.service.replace(_GAP, "").strip() or service,
                zone="main",
            )
        )


@lru_cache(maxsize=128)
def _says_nothing(text: str, kind: str) -> bool:
    """Whether a script holds no words for readers, on whichever page it stands."""
    out: list[Section] = []
    pieces: list[str] = []

    def read(html: str) -> tuple[Section, ...]:
        pieces.append(html)
        return ()

    for literal in _literals_of(text, kind):
        _walk(literal, "", "", (), "", _Found(out, read), 0)
    return not (out or pieces or (_is_program(kind) and any(_fragments(text))))


@lru_cache(maxsize=128)
def _literals_of(text: str, kind: str) -> tuple[Any, ...]:
    """The same for a script that every page of a site carries; nobody changes what it gives."""
    return tuple(_literals(text, kind))


def _literals(text: str, kind: str) -> Iterator[Any]:
    if "json" in kind:
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            return
        return
    if not _is_program(kind):
        return
    end = scanned = 0
    for match in _START.finditer(text):
        if match.end() < end:
            continue
        if scanned > MAX_SCAN:
            return
        stretch = _stretch(text, match.end())
        scanned += len(stretch) or len(text) - match.end()
        # Templates with holes are code, not words; short literals are settings.
        if len(stretch) < 60 or ("${" in stretch and "`" in stretch and _CODE.search(stretch)):
            continue
        end = match.end() + len(stretch)
        try:
            yield chompjs.parse_js_object(stretch)
        except (ValueError, RecursionError, TypeError):
            end = 0 if len(stretch) > 4000 else end
            continue


def _stretch(text: str, start: int) -> str:
    """From an opening bracket to its partner, strings respected; empty if it never closes."""
    depth = 0
    quote = ""
    index = start
    while index < len(text):
        char = text[index]
        if quote:
            if char == "\\":
                index += 1
            elif char == quote:
                quote = ""
        elif char in "\"'`":
            quote = char
        elif char in "[{(":
            depth += 1
        elif char in "]})":
            depth -= 1
            if depth == 0:
                return text[start : index + 1]
        elif char == "/" and text[index + 1 : index + 2] in {"/", "*"}:
            close = text.find("\n" if text[index + 1] == "/" else "*/", index + 2)
            if close < 0:
                return ""
            index = close
        index += 1
    return ""


def _walk(  # noqa: PLR0917
    value: Any, key: str, service: str, path: tuple[str, ...], place: str, found: _Found, depth: int
) -> None:
    if depth > MAX_DEPTH or len(found.out) >= MAX_SECTIONS:
        return
    if isinstance(value, dict):
        _walk_object(value, key, service, path, place, found, depth)
        return
    if isinstance(value, list):
        if any(isinstance(item, str) and _in_blocks(item) for item in value):
            _walk_pieces(value, key, service, path, place, found, depth)
            return
        if value and all(isinstance(item, str | int | float) for item in value):
            lines = [f"- {_plain(str(item))}" for item in value]
            _add(_label(key), "\n".join(lines), service, path, place, found.out)
            return
        if component_start(_label(key)) and (lines := _steps(value)):
            _add(_label(key), "\n".join(lines), service, path, place, found.out)
            return
        for index, item in enumerate(value):
            _walk(item, key, service, path, f"{place}[{index}]" if depth < 4 else place, found, depth + 1)
        return
    if isinstance(value, str) and _folded(key) not in _names():
        if _in_blocks(value) and not component_start(_label(key)):
            _fragment(value, service, path, place, found)
        else:
            _add(_label(key), _plain(value), service, path, place, found.out)


def _walk_pieces(  # noqa: PLR0917
    value: list[Any], key: str, service: str, path: tuple[str, ...], place: str, found: _Found, depth: int
) -> None:
    """A list with pieces of a page in it: a short text before one is its heading."""
    head, lines = "", []
    for item, following in zip(value, [*value[1:], None], strict=True):
        if not isinstance(item, str):
            _walk(item, key, service, path, place, found, depth + 1)
        elif _BLOCK.search(item):
            _fragment(f"<h3>{escape(head)}</h3>{item}" if head else item, service, path, place, found)
            head = ""
        elif len(item) <= _HEADING and isinstance(following, str) and _BLOCK.search(following):
            head = _plain(item)
        else:
            lines.append(f"- {_plain(item)}")
    if lines:
        _add(_label(key), "\n".join(lines), service, path, place, found.out)


def _walk_object(  # noqa: PLR0917
    value: dict[Any, Any],
    key: str,
    service: str,
    path: tuple[str, ...],
    place: str,
    found: _Found,
    depth: int,
) -> None:
    parts = {inner for inner in value if isinstance(inner, str) and component_start(_label(inner, True))}
    name = _name(value) or (_label(key).capitalize() if len(parts) >= 2 and _speaks(key) else "")
    mapped = len(parts) >= 2
    if value.get("@type") == "Question":
        answer = value.get("acceptedAnswer")
        text = answer.get("text", "") if isinstance(answer, dict) else ""
        _add(str(value.get("name", "")), str(text), "", path, f"{place} {key}".strip(), found.out)
        return
    below = (*path, name) if name else path
    whose = name if _is_service(name, value) else service
    for inner, item in value.items():
        if not isinstance(inner, str) or _skips(inner):
            continue
        if name and isinstance(item, str) and _folded(inner) in _bodies() and not _in_blocks(item):
            _add(name, _plain(item), whose, path, f"{place} .{inner}", found.out)
            continue
        _walk(
            item,
            _label(inner, True) if mapped and inner in parts else inner,
            whose,
            below,
            f"{place} .{inner}" if depth < 4 else place,
            found,
            depth + 1,
        )


def _in_blocks(text: str) -> bool:
    """Whether a string is a piece of a page, with paragraphs and lists of its own."""
    return len(_BLOCK.findall(text)) >= 3


def _steps(items: list[Any]) -> list[str]:
    """Steps or requirements kept as objects, one line each; empty where they are no such list."""
    lines: list[str] = []
    for number, item in enumerate(items, 1):
        if isinstance(item, str):
            lines.append(f"{number}. {_plain(item)}")
            continue
        if not isinstance(item, dict) or any(isinstance(inner, list | dict) for inner in item.values()):
            return []
        words = [
            _plain(inner)
            for name, inner in item.items()
            if isinstance(inner, str) and isinstance(name, str) and not _skips(name)
        ]
        if words:
            lines.append(f"{number}. {': '.join(word for word in words if word)}")
    return lines


@cache
def _names() -> tuple[str, ...]:
    return tuple(words()["script_names"])


@cache
def _bodies() -> frozenset[str]:
    return frozenset(words()["script_bodies"])


def _speaks(key: str) -> bool:
    """A key that is itself a service's name ("Akta Kelahiran"), not a variable's."""
    return bool(service_of(_label(key))) or (" " in key.strip() and can_be_service(key))


def _name(value: dict[Any, Any]) -> str:
    found: dict[str, str] = {}
    for key, item in value.items():
        if isinstance(key, str) and isinstance(item, str) and 2 <= len(item) <= 160:
            found.setdefault(_folded(key), item)
    return next((_plain(found[wanted]) for wanted in _names() if wanted in found), "")


def _is_service(name: str, value: dict[Any, Any]) -> bool:
    return bool(name) and (
        bool(service_of(name)) or any(isinstance(key, str) and component_start(_label(key)) for key in value)
    )


_folded = lru_cache(4096)(fold)


@lru_cache(4096)
def _skips(key: str) -> bool:
    """A key whose value is no words for readers."""
    return _SKIP.search(key) is not None


@lru_cache(4096)  # the same settings stand on every page
def _label(key: str, english: bool = False) -> str:
    """``jangkaWaktu`` and ``jangka_waktu`` → ``jangka waktu``; with ``english`` ``requirements`` →
    ``persyaratan``."""
    text = re.sub(r"[_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)).strip().lower()
    return str(words()["script_keys"].get(text, text)) if english else text


def _plain(text: str) -> str:
    if "<" in text and ">" in text:
        body = LexborHTMLParser(re.sub(r"<br\s*/?>|</(?:p|li|div|tr|h\d)>", "\n", text)).text(separator="")
        return "\n".join(line for line in (squeeze(part) for part in body.split("\n")) if line)
    return squeeze(text)


def _add(label: str, body: str, service: str, path: tuple[str, ...], place: str, out: list[Section]) -> None:  # noqa: PLR0917
    """Keeps words for readers: Indonesian, or a short value under a component's own label."""
    if not body or (not label and not _WORDS.search(body)):
        return
    if re.match(r"^(?:https?:|/|#|\.|data:|[\w-]+\.(?:png|jpe?g|svg|pdf|html))", body) and "\n" not in body:
        return
    if not component_start(label) and not (len(_WORDS.findall(body)) >= 3 and indonesian_share(body) > 0.03):
        return
    out.append(
        Section(
            label=label, body=body, kind=SectionKind.DEFINITION, path=path, locator=place[:200],
            zone="main", service=service,
        )
    )  # fmt: skip
