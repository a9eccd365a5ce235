"""Where a host's public suffix begins: the part below which anybody may register a name of his own.

The list, and the word on what it says, are tldextract's. Loading that takes 0.15 s of CPU in every process,
for an HTTP client comes along and the list is laid out as a tree. So its rules are kept as they are looked up.
"""

from __future__ import annotations

import hashlib
import re
from functools import cache
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from auditor.keepsakes import keep, kept
from auditor.reference import load_policy
from auditor.sources import sources_print

if TYPE_CHECKING:
    from tldextract import TLDExtract

_NAME = "public-suffixes"
_SNAPSHOT = ".tld_set_snapshot"  # the list, in tldextract's folder
_PLAIN = re.compile(r"(?!.*xn--)[a-z0-9_.-]+")


class _Rules(msgspec.Struct, array_like=True, frozen=True):
    """``steps`` are the rules and all they end with: ``a.b.c``, ``b.c``, ``c``."""

    rules: frozenset[str]
    steps: frozenset[str]


def parted(host: str) -> tuple[str, str]:
    """The label before a host's public suffix (in lower case), and the suffix, empty where there is none."""
    if not _PLAIN.fullmatch(host):
        told = _tldextract()(host)
        return told.domain, told.suffix
    known, labels = _known(), host.split(".")
    begin, tail = len(labels), ""
    for place in reversed(range(len(labels))):
        above, tail = tail, f"{labels[place]}.{tail}" if tail else labels[place]
        if tail not in known.steps:
            if f"*.{above}" in known.rules:
                begin = place + 1 if f"!{tail}" in known.rules else place
            break
        if tail in known.rules:
            begin = place
    return labels[begin - 1] if begin else "", ".".join(labels[begin:])


@cache
def _free_hosts() -> tuple[str, ...]:
    # Free hosts count as suffixes: each sub-domain has an owner of its own.
    policy = load_policy()
    return tuple(host for host in policy.free_hosts.hosts if host not in policy.path_hosts.hosts)


@cache
def _tldextract() -> TLDExtract:
    from tldextract import TLDExtract  # noqa: PLC0415 - see above

    return TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=_free_hosts()
    )


@cache
def _known() -> _Rules:
    made_of = _made_of()
    data = kept(_NAME, made_of)
    if data is not None:
        return msgspec.msgpack.decode(data, type=_Rules)
    rules = frozenset(_tldextract().tlds)
    steps = frozenset(
        ".".join(labels[n:]) for labels in (r.split(".") for r in rules) for n in range(len(labels))
    )
    made = _Rules(rules, steps)
    keep(_NAME, made_of, msgspec.msgpack.encode(made))
    return made


def _made_of() -> str:
    """Hash of tldextract's list, of ours, and of how they are laid out."""
    found = find_spec("tldextract")
    assert found is not None and found.origin is not None
    listed = Path(found.origin).with_name(_SNAPSHOT).read_bytes()
    parts = (listed, "\n".join(_free_hosts()).encode(), sources_print("urls.suffixes").encode())
    return hashlib.sha256(b"\0".join(parts)).hexdigest()
