"""One canonical form of addresses, and how people write a website's."""

from __future__ import annotations

import ipaddress
import re
import socket
from functools import lru_cache
from urllib.parse import unquote, urljoin, urlsplit

import idna
from w3lib.url import safe_url_string

from auditor.reference import load_policy

MAX_LENGTH = 4096
"""Longest address taken, in characters; servers refuse more and traps grow without end."""

KEPT = 16_384  # addresses and hosts remembered: those of the sites under way; more only grows with the run
_SCHEMES = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)


class UrlError(ValueError):
    """Not an address of a web page (other scheme, no host, impossible host or port)."""


@lru_cache(maxsize=KEPT)
def canonical(url: str) -> str:
    """The address as it is asked and compared: absolute, http or https.

    As browsers do: backslashes are slashes, white space inside is dropped or escaped, hosts are
    lower case and ASCII, default ports and user names go, dot segments are resolved. Fragments
    go unless they choose the page (``#/`` and ``#!`` routes of scripts). Session identifiers and
    campaign parameters go. The order of parameters stays: a few servers mind it.
    Raises UrlError. Idempotent.
    """
    if len(url) > MAX_LENGTH:
        raise UrlError(f"alamat lebih dari {MAX_LENGTH} huruf")
    text = re.sub(r"[\t\r\n]", "", url.strip("\x00\x01\x02\x03\x04\x05\x06\x07\x08\x0b\x0c\x1b\ufeff\u200b "))
    text = text.strip()
    scheme, rest = _scheme(text)
    head, mark, fragment = rest.partition("#")
    before, question, query = head.partition("?")
    authority, slash, path = before.replace("\\", "/").lstrip("/").partition("/")
    host, port = _authority(authority)
    netloc = f"[{host}]" if ":" in host else host
    if port is not None and port != _SCHEMES[scheme]:
        netloc += f":{port}"
    path = _dots(_SESSION_PATH.sub("", f"/{path}" if slash else "/"))
    query = _query(query) if question else ""
    fragment = fragment if mark and fragment.startswith(("/", "!")) and fragment not in ("/", "!") else ""
    plain = f"{scheme}://{netloc}{path}" + (f"?{query}" if query else "")
    if fragment:
        plain += f"#{fragment}"
    return _escapes(safe_url_string(_escapes(plain)))


def absolute(base: str, link: str) -> str:
    """The canonical address of ``link`` as found on the page ``base``. Raises UrlError."""
    link = re.sub(r"[\t\r\n]", "", link.strip())
    head, mark, tail = link.partition("#")
    head, question, query = head.partition("?")
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+.-]*:", head):
        head = head.replace("\\", "/")
    try:
        return canonical(urljoin(base, head + question + query + mark + tail))
    except UrlError:
        raise
    except ValueError as error:
        raise UrlError(str(error)) from error


def website_address(text: str) -> str:
    """The canonical address of a website as people write it, with or without ``http://``.

    Without a scheme it is https, as in browsers, or http where a port is named; what to try when
    that fails is ``home_candidates``. Raises UrlError when no host of a public name is there.
    """
    text = text.strip()
    if re.match(r"[\w.+-]+@[\w-]+\.", text):
        raise UrlError("ini alamat surel, bukan situs")
    if not re.match(r"[a-zA-Z][a-zA-Z0-9+-]*:(?!\d)", text):
        bare = text.lstrip("/\\")
        text = ("http://" if re.match(r"[^/\\?#]*:\d", bare) else "https://") + bare
    url = canonical(text)
    host = host_of(url)
    if "." not in host and ":" not in host:
        raise UrlError("nama situs tanpa titik")
    if " " in text.strip() and "%20" in url:
        raise UrlError("ada spasi di dalam alamat")
    return url


def home_candidates(website: str) -> list[str]:
    """Addresses to try for a website as written, in order: https, http, then the ``www.`` twin."""
    parts = urlsplit(website_address(website))
    host = parts.hostname or ""
    twin = host.removeprefix("www.") if host.startswith("www.") else f"www.{host}"
    order = ["http", "https"] if parts.port else ["https", "http"]
    if re.match(r"https?:", website.strip(), re.IGNORECASE):
        order.sort(key=lambda scheme: scheme != parts.scheme)
    hosts = [f"[{host}]" if ":" in host else host] if _ip(host) else [host, twin]
    port = f":{parts.port}" if parts.port else ""
    return [parts._replace(scheme=s, netloc=h + port).geturl() for h in hosts for s in order]


def _scheme(text: str) -> tuple[str, str]:
    match = re.match(r"([a-zA-Z][a-zA-Z0-9+.-]*):", text)
    if not match or match[1].lower() not in _SCHEMES:
        raise UrlError("bukan alamat http atau https")
    return match[1].lower(), text[match.end() :]


def _authority(authority: str) -> tuple[str, int | None]:
    place = authority.rpartition("@")[2]
    if place.startswith("["):
        inside, bracket, tail = place[1:].partition("]")
        if not bracket or (tail and not tail.startswith(":")):
            raise UrlError("alamat IPv6 rusak")
        return _ipv6(inside), _port(tail.removeprefix(":"))
    name, _, port = place.partition(":")
    return _host(unquote(name)), _port(port)


def _ipv6(text: str) -> str:
    try:
        return ipaddress.IPv6Address(text).compressed
    except ValueError as error:
        raise UrlError("alamat IPv6 rusak") from error


def _port(text: str) -> int | None:
    if not text:
        return None
    if not re.fullmatch(r"[0-9]{1,5}", text) or not 0 < int(text) < 65536:
        raise UrlError("nomor port salah")
    return int(text)


def _host(name: str) -> str:
    host = name.strip().rstrip(".").lower()
    if not host or _CONTROL.search(host):
        raise UrlError("nama situs kosong atau berisi karakter aneh")
    if not host.isascii():
        try:
            host = idna.encode(host, uts46=True).decode("ascii")
        except idna.IDNAError as error:
            raise UrlError("nama situs berisi huruf yang tidak boleh") from error
    last = host.rpartition(".")[2]
    if last.isdigit() or re.fullmatch(r"0x[0-9a-f]*", last):
        # Browsers read 0x7f.1 and 2130706433 as IPv4; so does inet_aton.
        try:
            return str(ipaddress.IPv4Address(socket.inet_aton(host)))
        except (OSError, ValueError) as error:
            raise UrlError("alamat IP rusak") from error
    if len(host) > 253 or any(len(part) > 63 or not _LABEL.fullmatch(part) for part in host.split(".")):
        raise UrlError("nama situs tidak sah")
    return host


def _dots(path: str) -> str:
    """Resolve ``.`` and ``..`` (also escaped) as RFC 3986 5.2.4 does; doubled slashes stay."""
    done: list[str] = []
    segments = path.split("/")[1:]
    for number, segment in enumerate(segments):
        plain = segment.replace("%2e", ".").replace("%2E", ".")
        last = number == len(segments) - 1
        if plain == "..":
            if done:
                done.pop()
        elif plain != ".":
            done.append(segment)
            continue
        if last:
            done.append("")
    return "/" + "/".join(done)


def _query(query: str) -> str:
    dropped = load_policy().address.dropped_parameters
    kept = [
        part
        for part in query.split("&")
        if part and unquote(part.partition("=")[0]).strip().casefold() not in dropped
    ]
    return "&".join(kept)


def _escapes(url: str) -> str:
    """One spelling for escapes: capitals, and none where none is needed."""

    def one(match: re.Match[str]) -> str:
        char = chr(int(match[1], 16))
        return char if char in _UNRESERVED else f"%{match[1].upper()}"

    return _ESCAPE.sub(one, url)


@lru_cache(maxsize=KEPT)
def host_of(url: str) -> str:
    """Host of an address, lower case, without port; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


def _ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True
