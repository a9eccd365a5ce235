"""Frames, viewers and players, named as what they are. Data in ``embeds.toml``."""

from __future__ import annotations

import re
import tomllib
from collections.abc import Callable
from functools import cache
from importlib import resources
from urllib.parse import parse_qs, urlsplit

from auditor.extract.dom import Node, squeeze
from auditor.extract.outline import Outline
from auditor.models import Link, Section, SectionKind


@cache
def _known() -> tuple[tuple[str, re.Pattern[str], str], ...]:
    data = tomllib.loads(resources.files("auditor.extract").joinpath("embeds.toml").read_text("utf-8"))
    return tuple(
        (entry["name"], re.compile(entry["pattern"], re.IGNORECASE), entry.get("parameter", ""))
        for entry in data["embed"]
    )


def name_of(url: str) -> tuple[str, str]:
    """The viewer's name and the address of the file it shows (empty where it is the frame itself)."""
    for name, pattern, parameter in _known():
        if pattern.search(url):
            inner = ""
            if parameter:
                try:
                    inner = parse_qs(urlsplit(url).query).get(parameter, [""])[0]
                except ValueError:
                    inner = ""
            return name, inner
    return "", ""


def embed(node: Node, absolute: Callable[[str], str], out: Outline) -> Section | None:
    """The section of a frame, player or object; None when it shows nothing from anywhere."""
    src = node.get("src") or node.get("data-src") or node.get("data") or node.get("data-lazy-src")
    if not src:
        src = next(
            (kid.get("src") for kid in node.iter() if kid.tag in {"source", "embed"} and kid.get("src")), ""
        )
    url = absolute(src)
    if not url or url.startswith("#"):
        return None
    name, inner = name_of(url)
    target = absolute(inner) if inner else ""
    label = squeeze(node.get("title")) or squeeze(node.get("aria-label")) or squeeze(node.get("name"))
    kind = name or {"video": "video", "audio": "audio", "frame": "bingkai"}.get(node.tag, "halaman tertanam")
    links = [Link(text=label or kind, url=url)]
    if target:
        links.append(Link(text=label or kind, url=target))
    return Section(
        label=label or out.label_now(),
        body=f"{kind}: {target or url}",
        kind=SectionKind.EMBED,
        path=((out.title,) if out.title else ()) + out.path_now(),
        locator=node.tag,
        links=tuple(links),
        zone=out.zone,
    )
