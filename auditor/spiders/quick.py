"""One question to the first name server, read no further than its answer needs.

Most names a search asks for do not exist. dnspython's resolver takes apart every record of every answer and
keeps count of servers that fail: that is left to it where this question brings no plain answer.
"""

from __future__ import annotations

import asyncio
import secrets
import socket
import struct

import dns.exception
import dns.flags
import dns.message
import dns.name
import dns.rcode
import dns.rdataclass
import dns.rdatatype
import dns.resolver

_MOST_BYTES = 65_535
_HEAD, _ASKED = struct.Struct("!6H"), struct.Struct("!2H")


class Quick:
    """Questions over UDP; each from a port of its own, as the resolver's are."""

    def __init__(self, server: str, port: int, seconds: float) -> None:
        """``server`` is an address. ``seconds`` are waited for an answer."""
        self._to, self._seconds = (server, port), seconds
        self._family = socket.AF_INET6 if ":" in server else socket.AF_INET

    async def ask(self, host: str, kind: str) -> dns.resolver.Answer | None:
        """The answer, also that a name has no such record; None when the resolver had better ask.

        Raises dns.resolver.NXDOMAIN, and DNSException or UnicodeError for what is no name.
        """
        name, record = dns.name.from_text(host), dns.rdatatype.from_text(kind)
        query = _HEAD.pack(secrets.randbits(16), dns.flags.RD, 1, 0, 0, 0)
        query += name.to_digestable() + _ASKED.pack(record, dns.rdataclass.IN)
        try:
            wire = await self._exchange(query)
            if (code := _code(query, wire)) == dns.rcode.NOERROR:
                response = dns.message.from_wire(wire)
                assert isinstance(response, dns.message.QueryMessage)
                return dns.resolver.Answer(name, record, dns.rdataclass.IN, response)
        except (OSError, TimeoutError, dns.exception.DNSException):
            return None
        if code == dns.rcode.NXDOMAIN:
            raise dns.resolver.NXDOMAIN(qnames=[name])  # type: ignore[no-untyped-call]
        return None

    async def _exchange(self, wire: bytes) -> bytes:
        loop = asyncio.get_running_loop()
        with socket.socket(self._family, socket.SOCK_DGRAM) as line:
            line.setblocking(False)
            line.connect(self._to)
            async with asyncio.timeout(self._seconds):
                await loop.sock_sendall(line, wire)
                return await loop.sock_recv(line, _MOST_BYTES)


def _code(query: bytes, wire: bytes) -> int | None:
    """What a whole answer to the query comes to (RFC 1035 section 4.1.1); None for anything else."""
    if (
        len(wire) < len(query)
        or wire[:2] != query[:2]
        or wire[_HEAD.size : len(query)] != query[_HEAD.size :]
    ):
        return None
    flags = _HEAD.unpack_from(wire)[1]
    return flags & 15 if flags & dns.flags.QR and not flags & dns.flags.TC else None
