"""What a site is made with and where its mail goes; the words of ``site.toml``."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache, partial
from importlib.resources import files

import msgspec

from auditor.checks.facts import once
from auditor.models import (
    Page,
    Snapshot,
    Source,
)
from auditor.patterns import Owned, any_of, like_ascii
from auditor.urls import host_of

_MAIL = re.compile(r"(?<![\w.+-])[A-Za-z0-9][\w.+-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.)+[A-Za-z]{2,24}(?![\w-])")
_GOVERNMENT = re.compile(r"\.(?:go|desa|mil)\.id$")
_MAX_MAIL = 5


class _Causes(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    why: str
    causes: frozenset[str]


class _Platform(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    name: str
    url: list[str]
    text: list[str]
    source: str


class _Data(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    own_side: _Causes
    blocking: _Causes
    away: _Causes
    parked: _Causes
    status_text: dict[str, str]
    notes: dict[str, str]
    moved: dict[str, str]
    https: dict[str, str]
    platform: list[_Platform]


@cache
def site_words() -> _Data:
    """``site.toml``, read once."""
    return msgspec.toml.decode(files("auditor.checks").joinpath("site.toml").read_bytes(), type=_Data)


@cache
def _platforms() -> tuple[tuple[str, re.Pattern[str] | None, re.Pattern[str] | None], ...]:
    def joined(patterns: list[str]) -> re.Pattern[str] | None:
        return re.compile("|".join(f"(?:{p})" for p in patterns), re.IGNORECASE) if patterns else None

    return tuple((item.name, joined(item.url), joined(item.text)) for item in site_words().platform)


@cache
def _screens() -> tuple[Owned[str], Owned[str]]:
    """Names of the platforms whose marks may occur: in addresses, in words."""
    known = site_words().platform
    return (
        Owned(((item.name, any_of(item.url)) for item in known if item.url), ignore_case=True),
        Owned(((item.name, any_of(item.text)) for item in known if item.text), ignore_case=True),
    )


def mail_outside(snapshot: Snapshot) -> tuple[str, ...]:
    """Addresses the site gives for itself that do not lie under go.id, most often given first."""
    found: Counter[str] = Counter()
    for page in snapshot.pages:
        if page.source in {Source.HTML, Source.RENDERED} and not page.fetch.external:
            found.update(once(page, "mail", partial(_mail_of, page), tuple[str, ...]))
    outside = [address for address, _ in found.most_common() if not _GOVERNMENT.search(address)]
    return tuple(outside[:_MAX_MAIL])


def _mail_of(page: Page) -> tuple[str, ...]:
    addresses = (address.lower() for address in _MAIL.findall(page.text))
    return tuple(sorted(set(addresses)))


def platform_of(snapshot: Snapshot) -> str:
    """The platform the site runs on, judged from addresses and visible words; empty if nothing tells."""
    pages = [page for page in snapshot.pages[:60] if not page.fetch.external]
    urls = Counter(page.fetch.url for page in pages)
    own = {host_of(url) for url in urls}
    linked = Counter(link.url for page in pages[:15] for link in page.links[:150])
    for target, times in linked.items():  # menus name the same on every page
        if host_of(target) in own:
            urls[target] += times
    joined = "\n".join(urls)
    text = "\n".join(page.text[-1500:].lower() for page in pages[:5])
    scores: dict[str, int] = {}
    by_url, by_words = _screens()
    likely = {*by_url.of(like_ascii(joined)), *by_words.of(like_ascii(text))}
    for name, url, words in _platforms():
        if name not in likely:
            continue
        lines = 0
        if url and url.search(joined):
            lines = sum(count for line, count in urls.items() if url.search(line))
        said = 5 if words and words.search(text) else 0
        if lines + said:
            scores[name] = lines + said
    if "OpenSID" in scores:
        return "OpenSID"
    return max(scores, key=lambda name: scores[name]) if scores else ""
