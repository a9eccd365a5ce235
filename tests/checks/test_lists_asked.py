"""No list of a phrase file stands there unasked."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path

import pytest

import auditor

PACKAGE = Path(auditor.__file__).parent
CODE = "\n".join(file.read_text(encoding="utf-8") for file in sorted(PACKAGE.rglob("*.py")))
ASKING = (*sorted(PACKAGE.glob("checks/problems/*.toml")), PACKAGE / "checks/gates.toml")
DATA = "\n".join(file.read_text(encoding="utf-8") for file in ASKING)
ASKED = set(re.findall(r"[\"'](\w+)[\"']", f"{CODE}\n{DATA}"))
BEGINNINGS = tuple(re.findall(r"f\"(\w+_)\{\w+\}\"", CODE))  # f"named_{kind}"


@pytest.mark.parametrize("file", sorted(PACKAGE.glob("checks/phrases/*.toml")), ids=lambda file: file.stem)
def test_every_list_is_asked_for(file: Path) -> None:
    lists = tomllib.loads(file.read_text(encoding="utf-8"))["lists"]
    assert [name for name in lists if name not in ASKED and not name.startswith(BEGINNINGS)] == []
