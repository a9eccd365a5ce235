"""A name server on loopback that answers as it is told."""

from __future__ import annotations

import socketserver
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from dnslib import RR, A, DNSRecord

SILENT = "silent"
"""Instead of an address: no answer at all."""


@contextmanager
def name_server(address_of: Callable[[str], str | None]) -> Iterator[int]:
    """Answer with the address of a name; None: there is no such name. The port."""

    class Names(socketserver.BaseRequestHandler):
        def handle(self) -> None:
            data, sock = self.request
            query = DNSRecord.parse(data)
            reply = query.reply()
            found = address_of(str(query.q.qname).rstrip(".").lower())
            if found == SILENT:
                return
            if found is None:
                reply.header.rcode = 3
            elif query.q.qtype == 1:
                reply.add_answer(RR(query.q.qname, rdata=A(found), ttl=1))
            sock.sendto(reply.pack(), self.client_address)

    with socketserver.ThreadingUDPServer(("127.0.0.1", 0), Names) as served:
        threading.Thread(target=served.serve_forever, daemon=True).start()
        yield int(served.server_address[1])
        served.shutdown()
