"""What marks a line as one of a list: a number, a letter or a bullet at its beginning."""

from __future__ import annotations

import re

_MARK = r"\d{1,2}[.)]|[a-z][.)]|[-•*]"
MARK = re.compile(rf"^\s*(?:{_MARK})?\s*")
COUNTED = re.compile(rf"^\s*(?:{_MARK}|\d{{1,2}}(?=\s))?\s*")
"""``MARK``, or the number that a table's first column counts with: "2 Kartu Keluarga"."""
MARKED = re.compile(rf"(?m)^\s*(?:{_MARK})\s*\S")
