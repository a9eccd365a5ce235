"""The words of ``labels.toml`` and what is made of them."""

from __future__ import annotations

import re
import tomllib
from functools import cache
from importlib import resources
from typing import Any


@cache
def words() -> dict[str, Any]:
    """The data file ``labels.toml``."""
    return tomllib.loads(resources.files("auditor.extract").joinpath("labels.toml").read_text("utf-8"))


def alternation(entries: list[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda entry: (-len(entry), entry)))


@cache
def _component() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words()['components'])})\b")


@cache
def _begins() -> frozenset[str]:
    return frozenset(entry[:2] for entry in words()["components"])


def component_of(folded: str) -> re.Match[str] | None:
    """The component's label that folded words begin with."""
    return _component().match(folded) if folded[:2] in _begins() else None


@cache
def word_set(name: str) -> frozenset[str]:
    return frozenset(words()[name])


@cache
def with_service() -> re.Pattern[str]:
    """A label with words of a service behind it ("Syarat Pindah Datang"), which are the first group."""
    return re.compile(rf"(?:{alternation(words()['with_service'])})\b\s*(?:layanan|pelayanan)?\s*(.*)")


@cache
def title_class() -> re.Pattern[str]:
    """A class name that calls its element a title ("card-title", "judul-md")."""
    return re.compile(
        rf"(?:^|[-_])(?:{alternation(words()['title_classes'])})(?:[-_](?:\d|{alternation(words()['class_tails'])}))?$"
    )
