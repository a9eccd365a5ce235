"""What kind of file an address ends in. Endings in ``files.toml``."""

from __future__ import annotations

import tomllib
from functools import cache
from importlib import resources


@cache
def endings(kind: str) -> frozenset[str]:
    """The endings (lower case, no dot) of ``documents``, ``pictures`` or ``archives``; KeyError else."""
    data = tomllib.loads(resources.files("auditor.urls").joinpath("files.toml").read_text("utf-8"))
    return frozenset(data[kind])


def ending(path: str) -> str:
    """The ending of a path's last name, lower case, no dot; empty if it has none."""
    name = path.rsplit("/", 1)[-1]
    return name.rsplit(".", 1)[-1].lower() if "." in name else ""
