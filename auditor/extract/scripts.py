"""Words a page keeps as data in its scripts and draws from there: arrays of services, JSON-LD, Next's props.

Data that only fetching would bring is not here. Sections carry a locator that begins with
``script``; ``snapshot`` keeps them beside a rendered page only where that page drew some of it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

import chompjs
from selectolax.lexbor import LexborHTMLParser

from auditor.extract.dom import Node, squeeze
from auditor.extract.labels import component_start, service_of
from auditor.models import Section, SectionKind
from auditor.text import fold, indonesian_share

MAX_SCRIPT = 600_000  # characters; longer scripts are libraries
MAX_SECTIONS = 400
MAX_SCAN = 1_500_000  # characters looked through a script, brackets within brackets counted again
MAX_DEPTH = 12
# Where a literal begins: "const layanan = [", "data: {", "window.x = {".
_START = re.compile(r"(?:=|:|\(|return)\s*(?=[\[{]\s*(?:[{\[\"'`]|\w+\s*:))")
_NAMES = (
    "nama",
    "name",
    "judul",
    "title",
    "layanan",
    "nama_layanan",
    "namalayanan",
    "jenis",
    "label",
    "service",
    "question",
    "pertanyaan",
)
_SKIP = re.compile(
    r"(?:^|_)(?:id|url|link|href|icon|ikon|image|img|gambar|foto|color|warna|class|classname|slug|src|path|type|bg|lat|lng|@type|@context|@id|kode)$",
    re.IGNORECASE,
)
_WORDS = re.compile(r"[^\W\d_]{2,}")


def sections(root: Node, title: str) -> tuple[Section, ...]:
    """Sections out of the data literals of a page's own scripts: label = key, service = the object's name."""
    out: list[Section] = []
    number = 0
    for node in root.iter():
        if node.tag != "script":
            continue
        number += 1
        text = "".join(kid.text for kid in node.kids)
        if not 40 <= len(text) <= MAX_SCRIPT or node.get("src"):
            continue
        for literal in _literals(text, node.get("type").lower()):
            _walk(literal, "", "", (title,) if title else (), f"script:nth-of-type({number})", out, 0)
            if len(out) >= MAX_SECTIONS:
                return tuple(out[:MAX_SECTIONS])
    return tuple(out)


def _literals(text: str, kind: str) -> Iterator[Any]:
    if "json" in kind:
        try:
            yield json.loads(text)
        except (ValueError, RecursionError):
            return
        return
    if kind and "javascript" not in kind and kind not in {"module", "text/babel"}:
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
        if len(stretch) < 60 or ("${" in stretch and "`" in stretch):
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
    value: Any, key: str, service: str, path: tuple[str, ...], place: str, out: list[Section], depth: int
) -> None:
    if depth > MAX_DEPTH or len(out) >= MAX_SECTIONS:
        return
    if isinstance(value, dict):
        name = _name(value)
        if value.get("@type") == "Question":
            answer = value.get("acceptedAnswer")
            text = answer.get("text", "") if isinstance(answer, dict) else ""
            _add(str(value.get("name", "")), str(text), "", path, f"{place} {key}".strip(), out)
            return
        below = (*path, name) if name else path
        for inner, item in value.items():
            if not isinstance(inner, str) or _SKIP.search(inner):
                continue
            _walk(
                item,
                inner,
                name if _is_service(name, value) else service,
                below,
                f"{place} .{inner}" if depth < 4 else place,
                out,
                depth + 1,
            )
        return
    if isinstance(value, list):
        if value and all(isinstance(item, str | int | float) for item in value):
            lines = [f"- {_plain(str(item))}" for item in value]
            _add(_label(key), "\n".join(lines), service, path, place, out)
            return
        for index, item in enumerate(value):
            _walk(item, key, service, path, f"{place}[{index}]" if depth < 4 else place, out, depth + 1)
        return
    if isinstance(value, str) and fold(key) not in _NAMES:
        _add(_label(key), _plain(value), service, path, place, out)


def _name(value: dict[Any, Any]) -> str:
    for wanted in _NAMES:
        for key, item in value.items():
            if (
                isinstance(key, str)
                and isinstance(item, str)
                and fold(key) == wanted
                and 2 <= len(item) <= 160
            ):
                return _plain(item)
    return ""


def _is_service(name: str, value: dict[Any, Any]) -> bool:
    return bool(name) and (
        bool(service_of(name)) or any(isinstance(key, str) and component_start(_label(key)) for key in value)
    )


def _label(key: str) -> str:
    """``jangkaWaktu`` and ``jangka_waktu`` → ``jangka waktu``."""
    return re.sub(r"[_-]+", " ", re.sub(r"(?<=[a-z])(?=[A-Z])", " ", key)).strip().lower()


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
