"""A value as plain data and back: the four shapes of ``results.json``, told apart by their keys."""

from __future__ import annotations

from typing import Any, cast

import msgspec

from auditor.errors import AuditorError
from auditor.models import Channel, Duration, Fact, Fee, Value

Raw = dict[str, Any]


class ValueShapeError(AuditorError):
    """An object that is no value: which one and why."""


def value_out(value: Value) -> Raw:
    """A value as ``results.json`` writes it; parts it does not have are left out."""
    tree = cast("Raw", msgspec.to_builtins(value))
    return {key: part for key, part in tree.items() if part is not None}


def value_in(raw: Raw) -> Value:
    """The value a plain object stands for. Raises ValueShapeError."""
    shape: type[Value]
    if "channel" in raw:
        shape = Channel
    elif "min" in raw or "max" in raw:
        shape = Duration
    elif "parts" in raw:
        shape = Fact
    else:
        shape = Fee
    try:
        return msgspec.convert(raw, shape)
    except msgspec.ValidationError as error:
        raise ValueShapeError(f"nilai {raw!r} tidak terbaca: {error}") from None
