"""Reads a YAML file strictly into a msgspec structure, naming file and key of any mistake.

Only what YAML 1.2 calls plain scalars is converted: ``08:00``, ``0561`` and ``2023-05-02`` stay
text, because telephone numbers, clock times and dates must reach the structures as written.
"""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypeVar

import msgspec
import yaml

from auditor.errors import AuditorError

T = TypeVar("T")


class PracticeError(AuditorError):
    """A mistake in the practice region's data files: file, key and mend in one line."""


class _Loader(yaml.SafeLoader):
    """Safe loader without YAML 1.1 surprises; duplicate keys are refused."""

    def construct_mapping(self, node: yaml.MappingNode, deep: bool = False) -> dict[Any, Any]:
        self.flatten_mapping(node)
        found: dict[Any, Any] = {}
        for key_node, value_node in node.value:
            key = self.construct_object(key_node, deep=True)
            if key in found:
                raise yaml.constructor.ConstructorError(
                    None, None, f"key {key!r} stands twice; keep one", key_node.start_mark
                )
            found[key] = self.construct_object(value_node, deep=deep)
        return found


_Loader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in (
    ("tag:yaml.org,2002:bool", r"^(?:true|false)$", "tf"),
    ("tag:yaml.org,2002:null", r"^(?:null|~|)$", "n~\0"),
    ("tag:yaml.org,2002:int", r"^-?(?:0|[1-9][0-9]*)$", "-0123456789"),
    ("tag:yaml.org,2002:float", r"^-?(?:0|[1-9][0-9]*)\.[0-9]+$", "-0123456789"),
    ("tag:yaml.org,2002:merge", r"^(?:<<)$", "<"),
):
    _Loader.add_implicit_resolver(_tag, re.compile(_pattern), list(_first))
_Loader.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^$"), [""])


def load(path: Path, kind: type[T]) -> T:
    """Read ``path`` as ``kind``; unknown keys, wrong types and bad YAML raise `PracticeError`."""
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise PracticeError(f"{path}: cannot be read ({error.strerror}); give a readable file") from error
    except UnicodeDecodeError as error:
        raise PracticeError(f"{path}: is not UTF-8 at byte {error.start}; save it as UTF-8") from error
    try:
        data = yaml.load(text, Loader=_Loader)  # noqa: S506 -- a SafeLoader
    except yaml.MarkedYAMLError as error:
        mark = error.problem_mark
        where = f", line {mark.line + 1}, column {mark.column + 1}" if mark else ""
        raise PracticeError(f"{path}{where}: {error.problem}; mend the YAML") from error
    except yaml.YAMLError as error:
        raise PracticeError(f"{path}: {' '.join(str(error).split())}; mend the YAML") from error
    try:
        return msgspec.convert(data, kind, strict=True)
    except msgspec.ValidationError as error:
        message, where = _named(data, kind, str(error))
        raise PracticeError(f"{path}: key {where or '$'}: {message}") from error


def _named(data: Any, kind: type[Any], complaint: str) -> tuple[str, str]:
    """Message and place of a mistake, with the key that msgspec only writes as ``[...]``.

    The key is found by leaving all others of that mapping out and asking again.
    """
    message, _, where = complaint.partition(" - at ")
    where = where.strip("`").removeprefix("$").removeprefix(".")
    head, dots, tail = where.partition("[...]")
    if not dots or "[" in head or not head:
        return message, where
    names = head.split(".")
    holder = data
    for name in names[:-1]:
        holder = holder[name]
    entries = holder[names[-1]]
    try:
        for key in entries:
            holder[names[-1]] = {key: entries[key]}
            try:
                msgspec.convert(data, kind, strict=True)
            except msgspec.ValidationError as error:
                if str(error) == complaint:
                    return message, f"{head}[{key}]{tail}"
    finally:
        holder[names[-1]] = entries
    return message, where
