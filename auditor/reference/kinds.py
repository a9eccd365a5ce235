"""Kinds of agencies with the names and host labels they go by (``unit_kinds.toml``)."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("unit_kinds.toml")


class UnitKind(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One kind of perangkat daerah, technical unit or portal application.

    ``labels`` are host labels really seen, most frequent first; ``seen`` is the number of unit
    hosts of this kind on public lists. ``usual = "aplikasi"`` marks what is no unit.
    """

    id: str
    name: str
    group: str
    names: tuple[str, ...]
    labels: tuple[str, ...]
    levels: tuple[str, ...]
    usual: str
    seen: int


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    version: str
    kinds: tuple[UnitKind, ...]


@cache
def load_kinds() -> dict[str, UnitKind]:
    """All kinds by id, in the file's order. Raises msgspec.ValidationError on a misshapen file."""
    return {kind.id: kind for kind in msgspec.toml.decode(_FILE.read_bytes(), type=_File).kinds}
