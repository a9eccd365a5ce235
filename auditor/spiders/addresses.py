"""Literal addresses: which a host is, and whether it lies on the public internet."""

from __future__ import annotations

import ipaddress
from functools import lru_cache

Address = ipaddress.IPv4Address | ipaddress.IPv6Address
_NAT64 = ipaddress.ip_network("64:ff9b::/96")  # RFC 6052: the last 32 bits are the IPv4 address
_KEPT = 4096  # hosts and addresses of which the form is remembered: some for each open unit


@lru_cache(_KEPT)
def is_public(address: str) -> bool:
    """Whether an address is on the public internet, seen through IPv4 in IPv6 disguises."""
    ip: Address = ipaddress.ip_address(address.split("%", maxsplit=1)[0])
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
        if inner is None and ip in _NAT64:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is None and int(ip) >> 32 == 0:
            inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
        if inner is not None:
            ip = inner
    return ip.is_global and not ip.is_multicast and not ip.is_reserved


@lru_cache(_KEPT)
def literal(host: str) -> str | None:
    """The canonical form of a literal address, ``None`` for a name.

    Also the old forms browsers and libc accept (``127.1``, ``0x7f000001``), so that none of
    them slips past the ban as a name.
    """
    bare = host.strip("[]").rstrip(".")
    try:
        return str(ipaddress.ip_address(bare.split("%")[0]))
    except ValueError:
        pass
    parts = bare.split(".")
    if len(parts) > 4 or not all(parts):
        return None
    try:
        numbers = [_number(part) for part in parts]
    except ValueError:
        return None
    *first, last = numbers
    if any(number > 255 for number in first) or last >= 256 ** (5 - len(numbers)):
        return None
    value = last
    for index, number in enumerate(first):
        value += number << (8 * (3 - index))
    return str(ipaddress.IPv4Address(value))


def _number(part: str) -> int:
    if part.lower().startswith("0x"):
        return int(part[2:] or "0", 16)
    if not part.isascii() or not part.isdigit():
        raise ValueError(part)
    return int(part, 8) if part.startswith("0") and len(part) > 1 else int(part)
