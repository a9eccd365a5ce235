"""Social networks, and the accounts addresses name there (``reference/domain_policy.toml``)."""

from __future__ import annotations

from functools import lru_cache
from urllib.parse import parse_qsl, urlsplit

from auditor.reference import load_policy
from auditor.reference.policy import SocialSite, under
from auditor.urls.canonical import UrlError, canonical, host_of


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
