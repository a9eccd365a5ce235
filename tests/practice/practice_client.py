"""A small real client for the practice servers: sockets, ssl and http.client, nothing of ours."""

from __future__ import annotations

import http.client
import socket
import ssl
from dataclasses import dataclass
from urllib.parse import urlsplit

import dns.message
import dns.query
import dns.rcode

from auditor.practice.server import Practice


@dataclass
class Reply:
    status: int
    headers: dict[str, str]
    body: bytes

    @property
    def text(self) -> str:
        return self.body.decode()


def get(net: Practice, url: str, *, method: str = "GET", verify: bool = True, **headers: str) -> Reply:
    """Ask for ``url`` as a crawler does, through the catch-all ports; no redirect is followed."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    raw = socket.create_connection(
        ("127.0.0.1", net.https_port if parts.scheme == "https" else net.http_port), 5
    )
    connection = http.client.HTTPConnection(host, timeout=5)
    if parts.scheme == "https":
        context = ssl.create_default_context(cafile=str(net.ca_file))
        if not verify:
            context.check_hostname = False
            context.verify_mode = ssl.CERT_NONE
        try:
            raw = context.wrap_socket(raw, server_hostname=host)
        except Exception:
            raw.close()
            raise
    connection.sock = raw
    try:
        target = (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request(method, target, headers=sent)
        answer = connection.getresponse()
        return Reply(answer.status, {k.lower(): v for k, v in answer.getheaders()}, answer.read())
    finally:
        connection.close()


def ask(
    net: Practice, name: str, kind: str = "A", *, tcp: bool = False, timeout: float = 2.0
) -> dns.message.Message:
    """One DNS question to the practice nameserver."""
    host, _, port = net.nameserver.partition(":")
    query = dns.message.make_query(name, kind)
    send = dns.query.tcp if tcp else dns.query.udp
    return send(query, host, port=int(port), timeout=timeout)


def addresses(answer: dns.message.Message) -> list[str]:
    return [item.to_text() for rrset in answer.answer for item in rrset]
