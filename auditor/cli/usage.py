"""Wrong use of the command line, told in one line of Bahasa Indonesia: what, and where the mend stands."""

from __future__ import annotations

import re
from functools import cache
from importlib import resources
from typing import Any

import msgspec
import typer

WrongUse: type[Exception] = typer.BadParameter.__mro__[1]
"""Click's ``UsageError``, which Typer does not export by itself."""
NOTHING_ASKED = "NoArgsIsHelpError"
"""No verb was given: the help was shown then."""


class _Sentence(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    of: str
    say: str


class _File(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    sentences: list[_Sentence]


@cache
def _sentences() -> list[tuple[re.Pattern[str], str]]:
    raw = resources.files("auditor.cli").joinpath("usage.toml").read_bytes()
    return [(re.compile(one.of), one.say) for one in msgspec.toml.decode(raw, type=_File).sentences]


def wrong_use(error: Any) -> str:
    """A ``WrongUse`` in one line: the verb, what is wrong with the words given to it, and its help."""
    said = " ".join(error.format_message().split())
    verb = error.ctx.command_path if error.ctx is not None else "auditor"
    return f"{verb}: {_translated(said)}; lihat {verb} --help"


def _translated(said: str) -> str:
    for pattern, say in _sentences():
        if hit := pattern.fullmatch(said):
            named = hit.groupdict(default="")
            near = f" (mungkin {named['near']})" if named.get("near") else ""
            return say.format(**named) + near
    return said
