"""The JSON Schema of ``results.json``."""

from __future__ import annotations

from typing import Any, Literal

import msgspec

from auditor.models import COMPONENTS
from auditor.results.wire import WireResults


class _DurationShape(msgspec.Struct):
    text: str
    min: float
    max: float
    unit: Literal["minute", "hour", "day", "working_day", "week", "month", "year"]


class _FeeShape(msgspec.Struct, omit_defaults=True):
    text: str
    amount: float | msgspec.UnsetType = msgspec.UNSET
    currency: str | msgspec.UnsetType = msgspec.UNSET
    by_regulation: str | msgspec.UnsetType = msgspec.UNSET


class _ChannelShape(msgspec.Struct):
    channel: Literal["lapor", "phone", "whatsapp", "sms", "email", "form", "social", "in_person", "hotline"]
    value: str


class _FactShape(msgspec.Struct):
    text: str
    parts: dict[str, str]


_SHAPES = (_DurationShape, _FeeShape, _ChannelShape, _FactShape)


def json_schema() -> dict[str, Any]:
    """The JSON Schema (draft 2020-12) of ``results.json``, its enumerations included.

    It describes what :func:`encode` writes: every name is there, except the parts a fee lacks.
    """
    _, parts = msgspec.json.schema_components([WireResults], ref_template=_REF)
    _, shapes = msgspec.json.schema_components(_SHAPES, ref_template=_REF)
    named = {_public(name): _tidy(part) for name, part in {**parts, **shapes}.items()}
    for name, part in named.items():
        if part.get("type") == "object" and name != "Fee":
            part["required"] = list(part["properties"])
    for name in _VALUES:
        named[name]["additionalProperties"] = False
    for name in ("Component", "ServiceComponent"):
        named[name]["properties"]["values"]["items"] = {
            "anyOf": [{"$ref": _REF.format(name=v)} for v in _VALUES]
        }
    codes = {"enum": list(COMPONENTS)}
    for name in ("Unit", "Service"):
        named[name]["properties"]["components"]["propertyNames"] = codes
    named["Unit"]["properties"]["components"]["required"] = list(COMPONENTS)
    named["ScoreLine"]["properties"]["code"] = codes
    share = {"type": "number", "minimum": 0, "maximum": 100}
    named["Score"]["properties"] |= {
        "value": {"anyOf": [share, {"type": "null"}]},
        "coverage": {"type": "number", "minimum": 0, "maximum": 1},
        "low": share,
        "high": share,
    }
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": "auditor results.json",
        "description": "Hasil audit; nama-nama di dalamnya hanya boleh bertambah.",
        "$ref": _REF.format(name="Results"),
        "$defs": dict(sorted(named.items())),
    }


_REF = "#/$defs/{name}"
_VALUES = ("Duration", "Fee", "Channel", "Fact")


def _public(name: str) -> str:
    return name.lstrip("_").removeprefix("Wire").removesuffix("Shape")


def _tidy(node: Any) -> Any:
    """Public names, no defaults (they matter to a reader of Python only), docstrings on one line."""
    if isinstance(node, list):
        return [_tidy(part) for part in node]
    if not isinstance(node, dict):
        return node
    tidy = {key: _tidy(part) for key, part in node.items() if key != "default"}
    if isinstance(target := tidy.get("$ref"), str):
        head, _, name = target.rpartition("/")
        tidy["$ref"] = f"{head}/{_public(name)}"
    if isinstance(title := tidy.get("title"), str):
        tidy["title"] = _public(title)
    if isinstance(text := tidy.get("description"), str):
        tidy["description"] = " ".join(text.split())
    return tidy
