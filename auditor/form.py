"""In which form the hot modules run: compiled by mypyc, or as pure Python.

Pure Python is the default. A build with ``AUDITOR_COMPILE=1`` (``setup.py``) lays one library, one small
loader for each compiled module, and ``compiled.sums`` beside the package: the SHA-256 of every source that
went into the library. The library is found only through this module, and only while every source still has
its sum: where one differs, all of them run as pure Python, and ``remark`` says so. So an old build never runs
old code. ``AUDITOR_PURE=1`` chooses pure Python though a good build is there.
"""

from __future__ import annotations

import hashlib
import os
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib.machinery import EXTENSION_SUFFIXES, ModuleSpec
from importlib.util import spec_from_file_location
from pathlib import Path
from types import ModuleType

LIBRARY = "auditor__mypyc"  # mypyc's name for the library of the group "auditor"
SUMS = "compiled.sums"  # lines as of sha256sum: the sum, two blanks, the path below the package's folder


@dataclass(frozen=True)
class Form:
    """What was chosen when the package was imported."""

    library: Path | None = None  # of the build that runs
    changed: str = ""  # a source that is no longer what was compiled; empty where all are

    def __str__(self) -> str:
        return "compiled" if self.library else "pure"

    @property
    def remark(self) -> str:
        """One line on a build that does not run because it is out of date; empty where there is none."""
        if not self.changed:
            return ""
        return (
            f"modul terkompilasi sudah usang ({self.changed} berubah), Python murni yang dijalankan; "
            "perbarui dengan make compiled atau hapus dengan make pure"
        )


class _Places:
    """Finds modules at given files, before Python's own finders look."""

    def __init__(self, places: Mapping[str, Path]) -> None:
        self.places = places

    def find_spec(
        self, name: str, _path: Sequence[str] | None = None, _target: ModuleType | None = None
    ) -> ModuleSpec | None:
        place = self.places.get(name)
        return spec_from_file_location(name, place) if place else None


def digest(source: Path) -> str:
    """SHA-256 of a source, hex; empty where it cannot be read."""
    try:
        return hashlib.sha256(source.read_bytes()).hexdigest()
    except OSError:
        return ""


def choose(package: Path) -> Form:
    """Chooses the form of the package in this folder and sees to it that Python's imports follow.

    Call it before any of its modules is imported.
    """
    try:
        lines = (package / SUMS).read_text().splitlines()
    except OSError:
        return Form()
    library = package / f"{LIBRARY}{EXTENSION_SUFFIXES[0]}"
    if not library.exists():  # built for another Python, whose loaders this one does not see
        return Form()
    sums = {name: told for told, _, name in (line.partition("  ") for line in lines)}
    pure = bool(os.environ.get("AUDITOR_PURE"))
    changed = "" if pure else next((name for name in sums if digest(package / name) != sums[name]), "")
    if pure or changed:
        modules = (f"{package.name}/{name.removesuffix('.py')}".replace("/", ".") for name in sums)
        sys.meta_path.insert(0, _Places(dict(zip(modules, map(package.joinpath, sums), strict=True))))
        return Form(changed=changed)
    sys.meta_path.insert(0, _Places({LIBRARY: library}))
    return Form(library)
