"""The rules of ``domain_policy.toml`` as a record; an unknown key stops the program."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import msgspec

_FILE = Path(__file__).with_name("domain_policy.toml")


class Basis(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rule the classes stand on."""

    rule: str
    says: str
    reason: str


class Suffixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Public suffixes kept for government and villages."""

    government: tuple[str, ...]
    village: tuple[str, ...]


class Hosts(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of hosts (matched as suffixes) and why it is there."""

    reason: str
    hosts: tuple[str, ...]


class Prefixes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A list of label prefixes and why it is there."""

    reason: str
    prefixes: tuple[str, ...]


class SocialSite(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A social network and how its addresses name an account."""

    name: str
    hosts: tuple[str, ...]
    prefixes: tuple[str, ...]
    not_accounts: tuple[str, ...]


class Social(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The social networks."""

    reason: str
    sites: tuple[SocialSite, ...]


class AddressRules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a canonical address loses."""

    reason: str
    dropped_parameters: frozenset[str]


class Drive(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file host; ``download`` is a template filled with the pattern's groups (empty: none)."""

    name: str
    pattern: str
    download: str


class Viewer(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A viewer or redirector; the real address stands in one of ``parameters``."""

    name: str
    pattern: str
    parameters: tuple[str, ...]


class DomainPolicy(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The whole of ``domain_policy.toml``."""

    version: str
    basis: tuple[Basis, ...]
    suffixes: Suffixes
    free_hosts: Hosts
    path_hosts: Hosts
    social: Social
    vendor_applications: Hosts
    directories: Hosts
    not_regional: Prefixes
    address: AddressRules
    drives: tuple[Drive, ...]
    viewers: tuple[Viewer, ...]


@cache
def load_policy() -> DomainPolicy:
    """The packaged policy. Raises msgspec.ValidationError when the file is out of shape."""
    return msgspec.toml.decode(_FILE.read_bytes(), type=DomainPolicy)


def under(host: str, domains: tuple[str, ...] | frozenset[str]) -> str:
    """The listed domain that ``host`` equals or lies under, else an empty string."""
    labels = host.split(".")
    for start in range(len(labels)):
        if (tail := ".".join(labels[start:])) in domains:
            return tail
    return ""
