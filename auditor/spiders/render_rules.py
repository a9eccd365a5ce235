"""The signs of pages that scripts draw (``rendering.toml``)."""

from __future__ import annotations

from functools import cache
from importlib.resources import files

import msgspec


class _Patterns(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    patterns: list[str]
    source: str


class _Waiting(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    words: list[str]
    ignored: str
    max_text: int
    source: str


class _Scripts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    writes: str
    loads: str
    frames: str
    targets: list[str]
    class_targets: list[str]
    containers: list[str]
    filled_text: int
    whole_body: str
    ignored_places: str
    libraries: str
    max_bytes: int
    max_files: int
    source: str


class _Brings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    fetches: str
    fetches_ignored: str
    opens: str
    clicks: str
    service_words: str
    least_literals: int
    source: str


class _Dialogue(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    field: str
    asks: str
    source: str


class _Content(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    least_text: int
    source: str


class _ThirdParty(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    hosts: list[str]
    bystanders: str
    source: str


class RenderRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``rendering.toml``."""

    framework: _Patterns
    waiting: _Waiting
    scripts: _Scripts
    brings: _Brings
    dialogue: _Dialogue
    content: _Content
    third_party: _ThirdParty


@cache
def render_rules() -> RenderRules:
    """The signs of script-drawn pages."""
    text = files("auditor.spiders").joinpath("rendering.toml").read_bytes()
    return msgspec.toml.decode(text, type=RenderRules)
