"""Builds the hot modules with mypyc where ``AUDITOR_COMPILE`` is set; all else stands in pyproject.toml.

The modules are listed there in ``[tool.auditor] compiled``. Needs a C compiler, and mypy, which is asked for
only then. What is built runs only while it fits its sources (``auditor/form.py``).
"""

from __future__ import annotations

import hashlib
import os
import sys
import tomllib
from pathlib import Path

from setuptools import Extension, setup
from setuptools.command.build_ext import build_ext

PACKAGE, LIBRARY, SUMS = "auditor", "auditor__mypyc", "compiled.sums"  # as auditor/form.py expects them
# Beside mypy the typed library the modules import, for pip builds in a place of its own.
NEEDED = ["mypy>=1.15", "selectolax"]


class Build(build_ext):
    """One library and a small loader for each compiled module; the sums of their sources, last of all."""

    def initialize_options(self) -> None:
        super().initialize_options()
        self.sums: dict[str, str] = {}  # by path below the package

    def finalize_options(self) -> None:
        self._translate()
        super().finalize_options()

    def _translate(self) -> None:
        """Has mypyc write the C sources. Not when this file is read: pip asks it for much beside building."""
        from mypyc.build import mypycify  # noqa: PLC0415 - only this form needs it

        project = tomllib.loads(Path("pyproject.toml").read_text(encoding="utf-8"))
        sources: list[str] = project["tool"][PACKAGE]["compiled"]
        # Taken before mypyc reads them: a source edited meanwhile makes the build out of date, as it should.
        for name in sources:
            told = hashlib.sha256(Path(name).read_bytes()).hexdigest()
            self.sums[name.removeprefix(f"{PACKAGE}/")] = told
        built = mypycify(
            ["--config-file=", "--ignore-missing-imports", *sources],
            group_name=PACKAGE,
            opt_level=os.environ.get("MYPYC_OPT_LEVEL", "1"),  # 2 takes half as long again and gains nothing
            debug_level="0",
            multi_file=True,  # all in one file takes a compiler four times the time and 1 GB
        )
        for one in built:
            if one.name == LIBRARY:
                one.name = f"{PACKAGE}.{LIBRARY}"  # it lies in the package, not beside it
        self.distribution.ext_modules = built

    def run(self) -> None:
        self._lay(dict.fromkeys(self.sums, "-"))  # fits nothing, should the build break off
        if self.inplace:  # a module that is no longer compiled leaves no loader behind
            for old in Path(PACKAGE).rglob("*.so"):
                old.unlink()
        super().run()
        self._lay(self.sums)

    def _lay(self, sums: dict[str, str]) -> None:
        place = Path("" if self.inplace else self.build_lib, PACKAGE, SUMS)
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_text("".join(f"{told}  {name}\n" for name, told in sums.items()))

    def get_outputs(self) -> list[str]:
        return [*super().get_outputs(), str(Path(self.build_lib, PACKAGE, SUMS))]


if os.environ.get("AUDITOR_COMPILE"):
    library = Extension(f"{PACKAGE}.{LIBRARY}", [])  # stands for all until they are built
    # pip asks what a build needs; whoever builds in place (make compiled) has it.
    needed = [] if "build_ext" in sys.argv else NEEDED
    setup(ext_modules=[library], cmdclass={"build_ext": Build}, setup_requires=needed)
else:
    setup()
