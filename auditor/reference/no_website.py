"""Words with which a list of units says that one has no website."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("no_website.toml")


@cache
def _words() -> frozenset[str]:
    return frozenset(msgspec.toml.decode(_FILE.read_bytes(), type=dict[str, tuple[str, ...]])["words"])


def says_none(cell: str) -> bool:
    """Whether a cell only says that there is no website ("Belum ada", "-")."""
    return " ".join(cell.casefold().strip(" .()").split()) in _words()
