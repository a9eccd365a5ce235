"""Hashes of the program's own code and data: what was found by the same may be taken over."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable


@cache
def sources_print(*names: str) -> str:
    """Hash of modules and whole packages of ``auditor``, named without it (``jobs.assess``)."""
    found = hashlib.sha256()
    for name in names:
        place: Traversable = files("auditor")
        for part in name.split("."):
            folder = place.joinpath(part)
            place = folder if folder.is_dir() else place.joinpath(f"{part}.py")
        for path, data in _files(place):
            found.update(f"{name}/{path}\0".encode() + data)
    return found.hexdigest()


def _files(place: Traversable) -> Iterator[tuple[str, bytes]]:
    if place.is_file():
        yield place.name, place.read_bytes()
        return
    for item in sorted(place.iterdir(), key=lambda item: item.name):
        if item.name != "__pycache__":
            for path, data in _files(item):
                yield f"{place.name}/{path}", data
