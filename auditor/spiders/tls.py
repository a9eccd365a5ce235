"""Would a visitor's browser accept this site's certificate? Asked once per site, beside the crawl.

The crawl itself reads on over a bad certificate, because a page behind one is still published.
"""

from __future__ import annotations

import asyncio
import os
import ssl
from functools import lru_cache

from auditor.models import Https
from auditor.spiders.addresses import literal
from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.network import Network


@lru_cache(maxsize=4)
def _context(ca_file: str, environment: str) -> ssl.SSLContext:  # noqa: ARG001 - part of the key
    context = ssl.create_default_context()  # reads SSL_CERT_FILE and SSL_CERT_DIR by itself
    if ca_file:
        context.load_verify_locations(ca_file)
    return context


async def probe(
    network: Network, host: str, port: int, seconds: float, ca_file: str = ""
) -> tuple[Https, str]:
    """State of HTTPS on ``host:port`` and, when it is not valid, the cause by name."""
    context = _context(ca_file, os.environ.get("SSL_CERT_FILE", ""))
    try:
        reader, writer = await network.connect(host, port, seconds)
    except (FetchError, OSError, TimeoutError, asyncio.IncompleteReadError) as error:
        return Https.NONE, from_exception(error).cause
    try:
        await asyncio.wait_for(
            writer.start_tls(context, server_hostname=literal(host) or host), timeout=seconds
        )
    except ssl.SSLCertVerificationError as error:
        return Https.INVALID, from_exception(error).cause
    except (ssl.SSLError, OSError, TimeoutError, EOFError) as error:
        return Https.NONE, from_exception(error).cause
    finally:
        writer.transport.abort()
        del reader
    return Https.VALID, ""
