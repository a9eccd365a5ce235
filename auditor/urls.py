"""Addresses: one canonical form, whose name a host lives under, what belongs to a site.

Pure: no look-up ever leaves the process (the public suffix list is the one shipped with
tldextract). The lists of hosts are in ``reference/domain_policy.toml`` with their reasons.
"""

from __future__ import annotations

import ipaddress
import re
import socket
from dataclasses import dataclass
from functools import cache, lru_cache
from urllib.parse import SplitResult, parse_qsl, unquote, urljoin, urlsplit

import idna
import tldextract
from w3lib.url import safe_url_string

from auditor.models import DomainClass, Region
from auditor.reference import Regions, bare_name, load_kinds, load_policy, squeeze
from auditor.reference.policy import SocialSite, under

MAX_LENGTH = 4096
"""Longest address taken, in characters; servers refuse more and traps grow without end."""

_KEPT = 16_384  # addresses and hosts remembered: those of the sites under way; more only grows with the run
_SCHEMES = {"http": 80, "https": 443}
_CONTROL = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060\ufeff\ufffe]")
_LABEL = re.compile(r"[a-z0-9_](?:[a-z0-9_-]*[a-z0-9_])?")
_ESCAPE = re.compile(r"%([0-9a-fA-F]{2})")
_UNRESERVED = frozenset("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~")
_SESSION_PATH = re.compile(r";(?:jsessionid|phpsessid|sid)=[^/?#;]*", re.IGNORECASE)


class UrlError(ValueError):
    """Not an address of a web page (other scheme, no host, impossible host or port)."""


# ---------------------------------------------------------------- canonical form


@lru_cache(maxsize=_KEPT)
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


# ---------------------------------------------------------------- hosts


@lru_cache(maxsize=_KEPT)
def host_of(url: str) -> str:
    """Host of an address, lower case, without port; empty when there is none."""
    try:
        return (urlsplit(url).hostname or "").rstrip(".")
    except ValueError:
        return ""


@cache
def _suffixes() -> tldextract.TLDExtract:
    # Free hosts count as suffixes: each sub-domain has an owner of its own.
    policy = load_policy()
    hosts = tuple(host for host in policy.free_hosts.hosts if host not in policy.path_hosts.hosts)
    return tldextract.TLDExtract(
        cache_dir=None, suffix_list_urls=(), include_psl_private_domains=True, extra_suffixes=hosts
    )


@lru_cache(maxsize=_KEPT)
def registered_domain(host: str) -> str:
    """The domain somebody registered: ``dinkes.kuburayakab.go.id`` → ``kuburayakab.go.id``.

    ``go.id``, ``desa.id`` and free hosts (``blogspot.com``) are suffixes. A host without a known
    suffix (an IP address, ``localhost``) is returned as it is.
    """
    host = host.lower().rstrip(".")
    return _suffixes()(host).top_domain_under_public_suffix or host


def _ip(host: str) -> bool:
    try:
        ipaddress.ip_address(host)
    except ValueError:
        return False
    return True


def classify_domain(host: str, region: Region | None, regions: Regions) -> DomainClass:
    """Whose name a host lives under, seen from ``region`` (None: any region is its own).

    Basis: PM Kominfo 28/2006 and 5/2015 (``domain_policy.toml``). A unit's own registered name
    (``dprd-xkab.go.id``) is the region's when the rest of the name is.
    """
    host = host.lower().rstrip(".")
    if not host:
        return DomainClass.NONE
    policy = load_policy()
    suffix = _suffixes()(host).suffix
    if suffix in policy.suffixes.village:
        return DomainClass.DESA_ID
    if suffix in policy.suffixes.government:
        return DomainClass.GO_ID if _own(host, region, regions) else DomainClass.GO_ID_OTHER
    if under(host, policy.free_hosts.hosts):
        return DomainClass.FREE_HOST
    return DomainClass.NON_GO_ID


def _own(host: str, region: Region | None, regions: Regions) -> bool:
    if region is None:
        return regions.by_host(host) is not None
    if under(host, _own_domains(region)):
        return True
    label = registered_domain(host).partition(".")[0]
    if regions.by_host(host) or label.startswith(load_policy().not_regional.prefixes):
        return False
    names = _own_labels(region, regions)
    return any(rest in names for rest in _without_unit(label))


@lru_cache(maxsize=4096)
def _own_domains(region: Region) -> frozenset[str]:
    """A region's domains. DKI's cities live below the province's, whose agencies serve them."""
    domains = {domain for domain in (region.domain, *region.other_domains) if domain}
    return frozenset(domains | {registered_domain(domain) for domain in domains})


@lru_cache(maxsize=4096)
def _own_labels_of(region: Region, shared: bool) -> frozenset[str]:
    bare = squeeze(bare_name(region))
    labels = {squeeze(d.partition(".")[0]) for d in (region.domain, *region.other_domains) if d}
    short = {"kabupaten": "kab", "kota": "kota", "provinsi": "prov"}[region.kind]
    labels |= {f"{bare}{short}", f"{short}{bare}", f"pemkab{bare}" if short == "kab" else f"pem{short}{bare}"}
    if not shared:
        labels.add(bare)
    return frozenset(labels)


def _own_labels(region: Region, regions: Regions) -> frozenset[str]:
    shared = len(regions.bare_names.get(squeeze(bare_name(region)), ())) > 1
    return _own_labels_of(region, shared)


@cache
def _unit_labels() -> tuple[str, ...]:
    labels = {squeeze(label) for kind in load_kinds().values() for label in kind.labels}
    return tuple(
        sorted((label for label in labels if len(label) > 2), key=lambda label: (-len(label), label))
    )


def _without_unit(label: str) -> list[str]:
    """What is left of a registered label when a unit's abbreviation before or behind it goes."""
    whole = squeeze(label)
    rests = [whole]
    for unit in _unit_labels():
        if whole.startswith(unit):
            rests.append(whole.removeprefix(unit))
        if whole.endswith(unit):
            rests.append(whole.removesuffix(unit))
    head, hyphen, tail = label.partition("-")
    if hyphen:
        rests += [squeeze(tail), squeeze(head)]
    return rests


# ---------------------------------------------------------------- what belongs to a site


def in_scope(url: str, home: str, path_scoped: bool) -> bool:
    """Whether ``url`` is part of the website at ``home``.

    The same host (with or without ``www.``) and hosts below it. A domain that is itself
    registered under go.id is a region's portal: the hosts below it are other units. On
    ``path_scoped`` sites, and on hosts that serve many owners, only addresses below the home's path.
    """
    try:
        there, here = urlsplit(canonical(url)), urlsplit(canonical(home))
    except UrlError:
        return False
    host, own = _plain(there.hostname or ""), _plain(here.hostname or "")
    if _port_of(there) != _port_of(here):
        return False
    policy = load_policy()
    if host != own:
        if path_scoped or not host.endswith(f".{own}") or own in policy.path_hosts.hosts:
            return False
        return not (registered_domain(own) == own and own.endswith(policy.suffixes.government))
    if not path_scoped and own not in policy.path_hosts.hosts:
        return True
    return _below(there, here)


def _plain(host: str) -> str:
    return host.lower().removeprefix("www.")


def _port_of(parts: SplitResult) -> int | None:
    # http and https on their default ports are one site.
    return parts.port


def _below(there: SplitResult, here: SplitResult) -> bool:
    base = re.sub(r"/(?:index|home|default)\.\w{2,5}$", "/", here.path).rstrip("/")
    base = re.sub(r"\.(?:html?|php|aspx?)$", "", base)
    path = re.sub(r"\.(?:html?|php|aspx?)$", "", there.path.rstrip("/"))
    if path != base and not path.startswith(base + "/"):
        return False
    wanted = parse_qsl(here.query, keep_blank_values=True)
    if wanted and path == base:
        given = parse_qsl(there.query, keep_blank_values=True)
        if any(pair not in given for pair in wanted):
            return False
    route = here.fragment.rstrip("/")
    return not route or there.fragment == route or there.fragment.startswith(f"{route}/")


def is_social(url: str) -> bool:
    """Whether the address lies on a social network (an account or any of its functions)."""
    return _network_of(host_of(url)) is not None


@lru_cache(maxsize=4096)
def _network_of(host: str) -> tuple[SocialSite, str] | None:
    """The social network a host belongs to, and which of its domains."""
    found = ((site, under(host, site.hosts)) for site in load_policy().social.sites)
    return next(((site, domain) for site, domain in found if domain), None)


def social_account(url: str) -> str:
    """The account an address names, as one spelling per account; empty for shares and posts.

    ``https://www.instagram.com/dinkes.x/?hl=id`` → ``https://instagram.com/dinkes.x``
    """
    try:
        parts = urlsplit(canonical(url))
    except UrlError:
        return ""
    network = _network_of(parts.hostname or "")
    if network is None:
        return ""
    site, domain = network
    segments = [segment for segment in parts.path.split("/") if segment]
    if segments and segments[0] == "profile.php":
        number = dict(parse_qsl(parts.query)).get("id", "")
        return f"https://{domain}/profile.php?id={number}" if number.isdigit() else ""
    if not segments or segments[0].casefold() in site.not_accounts or domain == "youtu.be":
        return ""
    length = 2 if segments[0].casefold() in site.prefixes else 1
    if len(segments) < length:
        return ""
    if length == 2 and segments[0] in ("pages", "people"):
        length = min(3, len(segments))
    return f"https://{domain}/" + "/".join(segments[:length])


def is_vendor_application(host: str) -> bool:
    """Whether the host is a vendor's application used by units, no website of a unit."""
    return bool(under(host.lower(), load_policy().vendor_applications.hosts))


def is_directory(host: str) -> bool:
    """Whether the host lists or describes other people's units (maps, registers, news)."""
    return bool(under(host.lower(), load_policy().directories.hosts))


def is_path_host(host: str) -> bool:
    """Whether one host serves the sites of many owners, each below a path."""
    return _plain(host) in load_policy().path_hosts.hosts


# ---------------------------------------------------------------- documents kept elsewhere


@dataclass(frozen=True, slots=True)
class Drive:
    """A file or folder on a file host; ``download`` is the address of the bytes ('' if none)."""

    kind: str
    download: str


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str, str], ...]:
    return tuple((re.compile(d.pattern), d.name, d.download) for d in load_policy().drives)


def drive(url: str) -> Drive | None:
    """What an address on a Drive-like host points to, or None for other hosts."""
    for pattern, kind, template in _patterns():
        if match := pattern.search(url):
            groups = {name: value or "" for name, value in match.groupdict().items()}
            return Drive(kind, template.format_map(groups).replace("?&", "?") if template else "")
    return None


@cache
def _viewers() -> tuple[tuple[re.Pattern[str], tuple[str, ...]], ...]:
    return tuple((re.compile(v.pattern), v.parameters) for v in load_policy().viewers)


def unwrap(url: str) -> str:
    """The document behind a viewer or redirector, canonical; the address itself otherwise.

    Relative targets (``viewer.html?file=/uploads/sp.pdf``) are read against the viewer.
    """
    for _ in range(3):  # a viewer of a redirect of a file; more is a trap
        inner = _unwrap_once(url)
        if inner == url:
            break
        url = inner
    return url


def _unwrap_once(url: str) -> str:
    for pattern, parameters in _viewers():
        if not pattern.search(url):
            continue
        given = dict(parse_qsl(urlsplit(url).query))
        for name in parameters:
            if target := given.get(name, ""):
                try:
                    return absolute(url, target)
                except UrlError:
                    continue
    return url
