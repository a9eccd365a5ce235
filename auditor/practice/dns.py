"""The practice region's DNS: an authoritative answer for every name, UDP and TCP.

What a name answers is a `Name`; names that are in no zone are NXDOMAIN. Failures are real ones:
``servfail`` and ``refused`` are response codes, ``timeout`` is silence, ``lame`` is what a server says
that the zone was delegated to and that does not hold it: no answer, a referral to the root.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import cast

from dnslib import AAAA, CNAME, NS, QTYPE, RCODE, RR, SOA, A, DNSRecord

from auditor.practice.spec import Dns

TTL = 300
PRIVATE = "10.20.30.40"
_CODES = {"nxdomain": RCODE.NXDOMAIN, "servfail": RCODE.SERVFAIL, "refused": RCODE.REFUSED}


@dataclass(frozen=True, slots=True, kw_only=True)
class Name:
    """What one DNS name answers: addresses, an alias, or a failure (``state``), ``slow`` seconds late."""

    a: tuple[str, ...] = ()
    aaaa: tuple[str, ...] = ()
    cname: str = ""
    state: Dns = "ok"
    slow: float = 0.0


class Zone:
    """All names of the practice internet; ``*.zone`` names answer for every name below ``zone``."""

    def __init__(self, names: Mapping[str, Name]) -> None:
        self.names = {key.lower().rstrip("."): name for key, name in names.items()}
        self._hurried = not any(name.slow for name in self.names.values())
        self._parents = {
            ".".join(key.split(".")[depth:]) for key in self.names for depth in range(1, key.count(".") + 1)
        }

    def find(self, name: str) -> Name | None:
        """The entry for ``name``, by its own name first, then by the nearest wildcard above it."""
        name = name.lower().rstrip(".")
        found = self.names.get(name)
        if found is not None:
            return found
        labels = name.split(".")
        for depth in range(1, len(labels)):
            found = self.names.get("*." + ".".join(labels[depth:]))
            if found is not None:
                return found
        return Name(state="nodata") if name in self._parents else None

    def address(self, name: str) -> str:
        """First address (IPv4 before IPv6) that ``name`` leads to (aliases followed), empty if none."""
        for _ in range(8):
            entry = self.find(name)
            if entry is None or entry.state not in ("ok", "private"):
                return ""
            if entry.state == "private":
                return PRIVATE
            if entry.cname:
                name = entry.cname
                continue
            return (*entry.a, *entry.aaaa, "")[0]
        return ""

    def delay(self, query: bytes) -> float:
        """Seconds that the answer to ``query`` takes."""
        if self._hurried:
            return 0.0
        entry = self.find(str(DNSRecord.parse(query).q.qname))
        return entry.slow if entry else 0.0

    def reply(self, query: bytes, *, tcp: bool = False) -> bytes | None:
        """The packet that answers ``query``; None where the name never answers."""
        request = DNSRecord.parse(query)
        reply = request.reply(ra=1, aa=1)
        name = str(request.q.qname)
        wanted = QTYPE[request.q.qtype]
        for _ in range(8):
            entry = self.find(name)
            state = "nxdomain" if entry is None else entry.state
            if state == "timeout":
                return None
            if state in _CODES:
                reply.header.rcode = _CODES[state]
                break
            if entry is None or state == "nodata":
                break
            if state == "lame":
                reply.header.aa = 0
                reply.add_auth(RR(".", QTYPE.NS, ttl=TTL, rdata=NS("a.root-servers.net")))
                return bytes(reply.pack())
            if entry.cname:
                reply.add_answer(RR(name, QTYPE.CNAME, rdata=CNAME(entry.cname), ttl=TTL))
                name = entry.cname
                continue
            addresses = (PRIVATE,) if state == "private" else entry.a
            if wanted in ("A", "ANY"):
                for address in addresses:
                    reply.add_answer(RR(name, QTYPE.A, rdata=A(address), ttl=TTL))
            if wanted in ("AAAA", "ANY"):
                for address in entry.aaaa:
                    reply.add_answer(RR(name, QTYPE.AAAA, rdata=AAAA(address), ttl=TTL))
            break
        if not reply.rr:
            zone = ".".join(name.rstrip(".").split(".")[-2:])
            times = (2026010101, 3600, 600, 86400, TTL)
            reply.add_auth(RR(zone, QTYPE.SOA, ttl=TTL, rdata=SOA(f"ns1.{zone}", f"admin.{zone}", times)))
        packed = bytes(reply.pack())
        if not tcp and len(packed) > 1232:
            return bytes(reply.truncate().pack())
        return packed


class _Udp(asyncio.DatagramProtocol):
    def __init__(self, zone: Zone, scale: float) -> None:
        self.zone, self.scale = zone, scale
        self.transport: asyncio.DatagramTransport | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        self.transport = cast(asyncio.DatagramTransport, transport)

    def datagram_received(self, data: bytes, addr: tuple[str, int]) -> None:
        try:
            answer = self.zone.reply(data)
            delay = self.zone.delay(data) * self.scale
        except Exception:  # a broken packet from a client must not end the server
            return
        if answer is None:
            return
        if delay:
            asyncio.get_running_loop().call_later(delay, self._send, answer, addr)
        else:
            self._send(answer, addr)

    def _send(self, answer: bytes, addr: tuple[str, int]) -> None:
        if self.transport is not None and not self.transport.is_closing():
            self.transport.sendto(answer, addr)


class DnsServer:
    """Serves a `Zone` on one loopback port, UDP and TCP alike; ``scale`` multiplies its delays."""

    def __init__(self, zone: Zone, scale: float = 1.0) -> None:
        self.zone, self.scale = zone, scale
        self.port = 0
        self._udp: asyncio.DatagramTransport | None = None
        self._tcp: asyncio.Server | None = None

    async def start(self, port: int = 0) -> int:
        """Bind and return the port; a free one that both protocols can have when ``port`` is 0."""
        loop = asyncio.get_running_loop()
        for attempt in range(20):
            tcp = await asyncio.start_server(self._serve_tcp, "127.0.0.1", port)
            chosen = int(tcp.sockets[0].getsockname()[1])
            try:
                udp, _ = await loop.create_datagram_endpoint(
                    lambda: _Udp(self.zone, self.scale), local_addr=("127.0.0.1", chosen)
                )
            except OSError:
                tcp.close()
                if port or attempt == 19:
                    raise
                continue
            self._tcp, self._udp, self.port = tcp, udp, chosen
            return chosen
        raise OSError("no free port for DNS")

    async def _serve_tcp(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            while True:
                size = int.from_bytes(await reader.readexactly(2), "big")
                query = await reader.readexactly(size)
                answer = self.zone.reply(query, tcp=True)
                await asyncio.sleep(self.zone.delay(query) * self.scale)
                if answer is None:
                    await asyncio.sleep(60)
                    return
                writer.write(len(answer).to_bytes(2, "big") + answer)
                await writer.drain()
        except (asyncio.IncompleteReadError, ConnectionError, asyncio.CancelledError):
            return
        finally:
            writer.close()

    async def stop(self) -> None:
        """Close both sockets."""
        if self._udp:
            self._udp.close()
        if self._tcp:
            self._tcp.close()
