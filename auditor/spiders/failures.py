"""The named causes a request can fail for, and which of them are worth asking again.

The words a person reads for each cause are in ``auditor/reference/signals.toml``.
"""

from __future__ import annotations

import errno
import ssl

import aiohttp
from scrapy.exceptions import (
    CannotResolveHostError,
    DownloadCancelledError,
    DownloadConnectionRefusedError,
    DownloadFailedError,
    DownloadTimeoutError,
    ResponseDataLossError,
    UnsupportedURLSchemeError,
)
from twisted.internet import error as net
from twisted.web.client import ResponseFailed

from auditor.errors import AuditorError

# Trouble that may be gone in a moment. Everything else is the site's own answer.
PASSING = frozenset(
    {
        "dns_servfail",
        "dns_lame",
        "dns_timeout",
        "connect_timeout",
        "connect_reset",
        "connect_refused",
        "timeout",
        "http_429",
        "http_500",
        "http_502",
        "http_503",
        "http_504",
        "network_unreachable",
        "too_many_files",
    }
)
# What counts towards a host's circuit breaker: the host does not talk to us at all.
SILENT_HOST = frozenset(
    {
        "timeout",
        "connect_timeout",
        "connect_refused",
        "connect_reset",
        "dns_timeout",
        "dns_servfail",
        "dns_lame",
    }
)
# OpenSSL's X509_V_ERR_* numbers (x509_vfy.h) a browser also stops at, and our names for them.
_CERTIFICATE = {10: "tls_expired", 9: "tls_expired", 62: "tls_wrong_name", 64: "tls_wrong_name"}


class FetchError(Exception):
    """A request that gave nothing to read. ``cause`` is a key of ``signals.toml``."""

    def __init__(self, cause: str, detail: str = "") -> None:
        super().__init__(f"{cause}: {detail}" if detail else cause)
        self.cause = cause
        self.detail = detail

    @property
    def permanent(self) -> bool:
        """Whether asking again soon would be pointless."""
        return self.cause not in PASSING


class OutOfFiles(AuditorError):
    """Our own process may open no more files: no site is to blame."""


class NetworkGone(AuditorError):
    """Our own network does not work: no unit may be judged by what it did not answer."""


def from_exception(error: BaseException) -> FetchError:  # noqa: PLR0911 - one return per kind
    """Name what aiohttp, Scrapy, Twisted, asyncio or OpenSSL raised."""
    if isinstance(error, FetchError):
        return error
    number = _errno(error)
    if number in (errno.EMFILE, errno.ENFILE):
        return FetchError("too_many_files", str(error))
    if number in (errno.ENETUNREACH, errno.EHOSTUNREACH, errno.ENETDOWN):
        return FetchError("network_unreachable", str(error))
    if number == errno.ECONNREFUSED:
        return FetchError("connect_refused")
    if number == errno.ECONNRESET:
        return FetchError("connect_reset")
    if isinstance(error, ssl.SSLCertVerificationError):
        return FetchError(_CERTIFICATE.get(error.verify_code, "tls_untrusted"), error.verify_message)
    if isinstance(error, ssl.SSLError):
        return FetchError("tls_handshake", error.reason or str(error))
    return _by_class(error)


def _by_class(error: BaseException) -> FetchError:
    text = _words(error)
    cause = "fetch_error"
    if isinstance(error, DownloadConnectionRefusedError | net.ConnectionRefusedError):
        cause = "connect_refused"
    elif isinstance(error, net.TCPTimedOutError) or (
        isinstance(error, net.TimeoutError) and not isinstance(error, DownloadTimeoutError)
    ):
        cause = "connect_timeout"
    elif isinstance(error, DownloadTimeoutError):
        cause = "connect_timeout" if isinstance(error.__cause__, net.TimeoutError) else "timeout"
    elif isinstance(error, TimeoutError):
        cause = "timeout"
    elif isinstance(error, CannotResolveHostError | net.DNSLookupError):
        cause = "dns_nxdomain"
    elif isinstance(error, DownloadCancelledError):
        cause = "too_large"
    elif isinstance(error, UnsupportedURLSchemeError | aiohttp.InvalidURL):
        cause = "unsupported"
    elif isinstance(error, aiohttp.ClientResponseError):
        cause = "bad_response"
    elif "OpenSSL" in text or "SSL" in text:
        cause = "tls_handshake"
    elif isinstance(
        error,
        DownloadFailedError
        | ResponseFailed
        | ResponseDataLossError
        | net.ConnectionLost
        | net.ConnectionDone
        | ConnectionError
        | aiohttp.ClientConnectionError,
    ):
        cause = "bad_response" if "ParseError" in text or "BadStatus" in text else "connect_reset"
    elif isinstance(error, net.ConnectError):
        cause = "connect_failed"
    return FetchError(cause, text[:200])


def _errno(error: BaseException) -> int | None:
    for seen in (error, error.__cause__, getattr(error, "osError", None), *error.args[:2]):
        if isinstance(seen, int) and isinstance(error, net.ConnectError):
            return seen
        number = getattr(seen, "errno", None) or getattr(seen, "osError", None)
        if isinstance(number, int):
            return number
    return None


def _words(error: BaseException) -> str:
    """The class names and words of an error and of those it wraps."""
    reasons = getattr(error, "reasons", None) or getattr(error.__cause__, "reasons", None) or ()
    inner = "; ".join(f"{type(reason.value).__name__}: {reason.value}" for reason in reasons)
    return inner or f"{type(error).__name__}: {error}"
