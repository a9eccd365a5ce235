"""What official assessments look at, and which of it a website can show: data for the reports.

Nothing here is scored and no official result is derived from it: the records say where a component
of the online score has its place in an assessment, with weights, years and sources as they were
found, and which indicators no website can show.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from typing import Literal

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS

NAMES = ("ombudsman-2022", "ombudsman-2025", "pekppp")


class InstrumentError(AuditorError):
    """An instrument's file is wrong: which, where, how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Indicator:
    """One thing assessed. ``visible``: whether a website can show it; ``components``: as what."""

    title: str
    how: str
    visible: Literal["yes", "partly", "no"]
    why: str
    sources: tuple[str, ...]
    components: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dimension:
    """A weighted part of an assessment; ``weight`` is None where no source states it."""

    id: str
    title: str
    weight_status: str
    sources: tuple[str, ...]
    indicators: tuple[Indicator, ...]
    weight: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Instrument:
    """An assessment as the open sources tell it; ``sources`` maps the short marks to addresses."""

    id: str
    title: str
    period: str
    date: str
    note: str
    sources: dict[str, str]
    dimensions: tuple[Dimension, ...]


@lru_cache(maxsize=len(NAMES))
def load_instrument(name: str) -> Instrument:
    """An instrument by name (one of ``NAMES``). Raises InstrumentError."""
    if name not in NAMES:
        raise InstrumentError(f"instrumen {name!r} tidak ada; yang ada: {', '.join(NAMES)}")
    return parse_instrument(resources.files(__name__).joinpath(f"{name}.toml").read_bytes(), f"{name}.toml")


def parse_instrument(raw: bytes, file: str) -> Instrument:
    """An instrument from TOML bytes; ``file`` is named in errors. Raises InstrumentError."""
    try:
        instrument = msgspec.convert(msgspec.toml.decode(raw), type=Instrument)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InstrumentError(f"{file}: tidak terbaca: {error}") from None
    for dimension in instrument.dimensions:
        parts: tuple[Dimension | Indicator, ...] = (dimension, *dimension.indicators)
        for part in parts:
            unknown = [mark for mark in part.sources if mark not in instrument.sources]
            if unknown or not part.sources:
                raise InstrumentError(f"{file}: {part.title!r}: sumber {unknown} tidak ada di [sources]")
        for indicator in dimension.indicators:
            strange = [code for code in indicator.components if code not in COMPONENTS]
            if strange:
                raise InstrumentError(f"{file}: {indicator.title!r}: komponen tak dikenal {strange}")
            if (indicator.visible == "no") == bool(indicator.components):
                raise InstrumentError(
                    f"{file}: {indicator.title!r}: sebut components bila situs dapat menunjukkannya, "
                    'dan tidak bila visible = "no"'
                )
    return instrument
