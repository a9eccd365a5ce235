"""How likely a document or picture holds part of a standard, by its names alone. Words in ``likely.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any
from urllib.parse import unquote, urlsplit

from auditor.text import fold
from auditor.urls.files import ending, endings


@cache
def _data() -> dict[str, Any]:
    return tomllib.loads(resources.files("auditor.extract").joinpath("likely.toml").read_text("utf-8"))


@cache
def _pattern(name: str) -> re.Pattern[str]:
    words = sorted(_data()[name], key=lambda word: (-len(word), word))
    short = "|".join(re.escape(word) for word in words if len(word) < 6)
    # Long words also inside others: file names run together ("newmaklumat", "alurpengaduan2").
    long = "|".join(re.escape(word) for word in words if len(word) >= 6)
    return re.compile(rf"{long}|(?<![^\W\d_])(?:{short})(?![^\W\d_])")


def names(*texts: str) -> str:
    """Texts and file names as words."""
    return fold(re.sub(r"[-_+.%/\\]+|(?<=[a-z])(?=[A-Z])", " ", unquote(" ".join(texts))))


def likelihood(url: str, *texts: str) -> int:
    """Higher is likelier: likely words count up, words of logos and photos down. 0 says nothing either
    way."""
    path = urlsplit(url).path if "//" in url else url
    own = names(path.rsplit("/", 1)[-1])
    around = names(*texts)
    score = 3 * len(set(_pattern("likely").findall(own))) + len(set(_pattern("likely").findall(around)))
    return score - 2 * len(set(_pattern("unlikely").findall(own)))


def speaks_of_services(text: str) -> bool:
    """Whether words of a service standard, or of its times and fees, stand in a text."""
    folded = names(text)
    return any(_pattern(name).search(folded) is not None for name in ("likely", "values"))


def what(url: str) -> str:
    """``document``, ``image`` or ``page`` by the address."""
    end = ending(urlsplit(url).path)
    if (
        end in endings("documents")
        or end in endings("archives")
        or re.search(r"drive\.google\.com|docs\.google\.com/(?!forms)|1drv\.ms|dropbox\.com", url)
    ):
        return "document"
    return "image" if end in endings("pictures") else "page"


def is_dead(cause: str) -> bool:
    """The cause says that nothing is there."""
    return cause in _data()["dead_causes"]
