"""Words for readers in the data of a script: a key is a label, an object's name the service it is about."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from functools import cache, lru_cache
from html import escape
from typing import Any

from msgspec.structs import replace
from selectolax.lexbor import LexborHTMLParser

from auditor.extract.dom import squeeze
from auditor.extract.fragments import BLOCK, GAP, filled, in_blocks
from auditor.extract.label_words import words
from auditor.extract.labels import component_start
from auditor.extract.service_labels import can_be_service, service_of
from auditor.extract.tongue import for_readers
from auditor.models import Section, SectionKind
from auditor.text import fold

MAX_SECTIONS = 400
_MAX_DEPTH = 12
_SKIP = re.compile(
    r"(?:^|_)(?:id|url|link|href|icon|ikon|image|img|gambar|foto|color|warna|class|classname|slug|src|path|type|bg|lat|lng|@type|@context|@id|kode)$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")
_HEADING = 160  # characters

Reader = Callable[[str], tuple[Section, ...]]
"""Gives the sections of a piece of HTML."""


@dataclass(frozen=True, slots=True)
class Found:
    """What was found so far, and what reads the HTML in it."""

    out: list[Section]
    read: Reader


def tell_html(html: str, service: str, path: tuple[str, ...], place: str, found: Found) -> None:
    """The sections of a piece of HTML; labels without words under them are what holes would have filled."""
    for section in found.read(html[:100_000]):
        if len(found.out) >= MAX_SECTIONS:
            return
        body = filled(section.body)
        if not _WORDS.search(body):
            continue
        found.out.append(
            replace(
                section,
                label=section.label.replace(GAP, "").strip(),
                body=body,
                path=(*path, *(part.replace(GAP, "").strip() for part in section.path)),
                locator=f"{place} {section.locator}"[:200],
                service=section.service.replace(GAP, "").strip() or service,
                zone="main",
            )
        )


def tell(  # noqa: PLR0917
    value: Any, key: str, service: str, path: tuple[str, ...], place: str, found: Found, depth: int
) -> None:
    """Adds the sections of a value that stands under ``key``, ``depth`` levels below its literal; ``place``
    begins their locators, ``path`` their paths."""
    if depth > _MAX_DEPTH or len(found.out) >= MAX_SECTIONS:
        return
    if isinstance(value, dict):
        _walk_object(value, key, service, path, place, found, depth)
        return
    if isinstance(value, list):
        if any(isinstance(item, str) and in_blocks(item) for item in value):
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
            tell(item, key, service, path, f"{place}[{index}]" if depth < 4 else place, found, depth + 1)
        return
    if isinstance(value, str) and _folded(key) not in _names():
        if in_blocks(value) and not component_start(_label(key)):
            tell_html(value, service, path, place, found)
        else:
            _add(_label(key), _plain(value), service, path, place, found.out)


def _walk_pieces(  # noqa: PLR0917
    value: list[Any], key: str, service: str, path: tuple[str, ...], place: str, found: Found, depth: int
) -> None:
    """A list with pieces of a page in it: a short text before one is its heading."""
    head, lines = "", []
    for item, following in zip(value, [*value[1:], None], strict=True):
        if not isinstance(item, str):
            tell(item, key, service, path, place, found, depth + 1)
        elif BLOCK.search(item):
            tell_html(f"<h3>{escape(head)}</h3>{item}" if head else item, service, path, place, found)
            head = ""
        elif len(item) <= _HEADING and isinstance(following, str) and BLOCK.search(following):
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
    found: Found,
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
        if name and isinstance(item, str) and _folded(inner) in _bodies() and not in_blocks(item):
            _add(name, _plain(item), whose, path, f"{place} .{inner}", found.out)
            continue
        tell(
            item,
            _label(inner, True) if mapped and inner in parts else inner,
            whose,
            below,
            f"{place} .{inner}" if depth < 4 else place,
            found,
            depth + 1,
        )


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
    if not component_start(label) and not for_readers(body):
        return
    out.append(
        Section(
            label=label, body=body, kind=SectionKind.DEFINITION, path=path, locator=place[:200],
            zone="main", service=service,
        )
    )  # fmt: skip
