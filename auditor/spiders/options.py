"""What a user may ask of a crawl, checked once and frozen."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from urllib.parse import urlsplit

from auditor import __version__
from auditor.errors import AuditorError

RENDER_MODES = ("auto", "never", "always")

# What a unit's crawl is allowed to differ in without its pages differing: not part of the record.
_SILENT = frozenset({"window", "connect_to", "nameserver", "proxy", "ca_file", "patience"})


class OptionError(AuditorError):
    """A crawl option that means nothing; the message names it and the mend."""


@dataclass(frozen=True, slots=True)
class ConnectTo:
    """One ``--connect-to HOST1:PORT1:HOST2:PORT2`` rule, as in curl(1).

    ``None`` in the asked half matches every host or port, in the target half keeps what was asked.
    """

    host: str | None
    port: int | None
    to_host: str | None
    to_port: int | None

    @classmethod
    def parse(cls, rule: str) -> ConnectTo:
        """Raises OptionError when ``rule`` is not four fields (IPv6 addresses in brackets)."""
        parts = _split_rule(rule)
        if len(parts) != 4:
            raise OptionError(
                f"--connect-to {rule!r}: harus HOST1:PORT1:HOST2:PORT2 (bagian boleh kosong, IPv6 dalam [])"
            )
        host, port, to_host, to_port = parts
        return cls(
            host=_host(host),
            port=_port(port, "--connect-to", rule),
            to_host=_host(to_host),
            to_port=_port(to_port, "--connect-to", rule),
        )

    def matches(self, host: str, port: int) -> bool:
        """Whether the rule speaks of this host and port."""
        return (self.host is None or self.host == host.lower()) and (self.port is None or self.port == port)


@dataclass(frozen=True, slots=True, kw_only=True)
class CrawlOptions:
    """Settings of one crawl.

    ``nameserver`` is ``HOST:PORT`` or empty (the system's); ``delay`` and ``timeout`` in seconds;
    ``max_bytes`` per unit and ``max_body`` per response in bytes; ``max_seconds`` counts only the
    time spent fetching, not waiting for politeness. ``window`` units are open at once;
    ``patience`` is how many seconds a lost network is waited for;
    ``accessibility`` has axe-core examine the home page and two service pages in the browser. ``ct`` and
    ``search`` are addresses of a certificate log (``{domain}``) and a search API (``{query}``), if any.
    """

    nameserver: str = ""
    connect_to: tuple[ConnectTo, ...] = ()
    proxy: str = ""
    contact: str = ""
    user_agent: str = ""
    max_pages: int = 80
    max_documents: int = 40
    max_images: int = 60
    max_renders: int = 60
    max_bytes: int = 200_000_000
    max_body: int = 25_000_000
    max_seconds: float = 900.0
    render: str = "auto"
    delay: float = 1.0
    timeout: float = 20.0
    window: int = 200
    patience: float = 1800.0
    accessibility: bool = False
    ca_file: str = ""
    ct: str = ""
    search: str = ""

    def __post_init__(self) -> None:
        if self.render not in RENDER_MODES:
            raise OptionError(f"--render {self.render!r}: pilih {', '.join(RENDER_MODES)}")
        for name in ("max_pages", "max_bytes", "max_body", "window", "max_seconds", "timeout"):
            if getattr(self, name) <= 0:
                raise OptionError(f"{name}={getattr(self, name)}: harus lebih besar dari 0")
        if self.delay < 0:
            raise OptionError(f"--delay {self.delay}: tidak boleh negatif")
        if self.nameserver:
            _prove_name_server(self.nameserver)
        if self.proxy:
            parts = urlsplit(self.proxy)
            if parts.scheme != "http" or not parts.hostname:
                raise OptionError(f"--proxy {self.proxy!r}: harus berbentuk http://HOST:PORT")
        for name, part in (("ct", "{domain}"), ("search", "{query}")):
            address = getattr(self, name)
            if address and (urlsplit(address).scheme not in ("http", "https") or part not in address):
                raise OptionError(f"--{name} {address!r}: harus alamat http(s) yang memuat {part}")
        if self.contact and not re.fullmatch(r"[^\s@()]+@[^\s@()]+\.[^\s@()]+", self.contact):
            raise OptionError(f"--contact {self.contact!r}: bukan alamat surel")
        if any(ord(char) < 32 or ord(char) > 126 for char in self.user_agent):
            raise OptionError("user_agent: hanya huruf ASCII yang dapat dikirim")
        if self.ca_file and not Path(self.ca_file).is_file():
            raise OptionError(f"{self.ca_file}: berkas CA tidak ada")

    @property
    def agent(self) -> str:
        """The User-Agent: says what it is, and whom to write to."""
        if self.user_agent:
            return self.user_agent
        return f"auditor/{__version__} (+mailto:{self.contact})" if self.contact else f"auditor/{__version__}"

    def as_settings(self) -> dict[str, str]:
        """The options that can change which pages are read, as text, for ``run.json``."""
        return {item.name: str(getattr(self, item.name)) for item in fields(self) if item.name not in _SILENT}


def parse_connect_to(rules: Sequence[str]) -> tuple[ConnectTo, ...]:
    """The rules in their order: the first that matches is the one that counts."""
    return tuple(ConnectTo.parse(rule) for rule in rules)


def parse_host_port(text: str, option: str, default_port: int) -> tuple[str, int]:
    """``host``, ``host:port`` or ``[v6]:port``. Raises OptionError naming ``option``."""
    parts = _split_rule(text)
    if len(parts) == 1:
        parts = [*parts, str(default_port)]
    if len(parts) != 2 or not parts[0]:
        raise OptionError(f"{option} {text!r}: harus HOST:PORT")
    return parts[0].strip("[]"), _port(parts[1], option, text) or default_port


def _split_rule(rule: str) -> list[str]:
    """Split at colons that are not inside brackets."""
    return re.split(r":(?![^\[]*\])", rule)


def _prove_name_server(text: str) -> None:
    """Who is asked for addresses has one itself. Raises OptionError."""
    host, _ = parse_host_port(text, "--nameserver", 53)
    try:
        ipaddress.ip_address("127.0.0.1" if host == "localhost" else host)
    except ValueError:
        raise OptionError(f"--nameserver {text!r}: tulis alamat IP server DNS, bukan namanya") from None


def _host(field: str) -> str | None:
    return field.strip("[]").lower() or None


def _port(field: str, option: str, rule: str) -> int | None:
    if not field:
        return None
    if not field.isascii() or not field.isdigit() or not 0 < int(field) < 65536:
        raise OptionError(f"{option} {rule!r}: {field!r} bukan nomor port (1-65535)")
    return int(field)
