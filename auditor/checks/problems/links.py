"""Trouble in where links lead: nowhere (``#``), to missing pages, to private files; dead forms."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import bare_address, is_gone_page
from auditor.checks.problems.wordlists import words
from auditor.checks.words.phrasebook import fold
from auditor.models import Page, Problem, SectionKind, Snapshot, Source

_PAGES = frozenset({Source.HTML, Source.RENDERED})
_GONE = re.compile(r"^(?:http_)?(?:404|410)$|soft_404|not_found")
_DEAD_ACTION = re.compile(r"#[a-z]{0,1}$", re.IGNORECASE)
_NOWHERE = re.compile(r"^(?:#.{0,1}|javascript:.*|)$", re.IGNORECASE)


def placeholder_links(snapshot: Snapshot) -> Iterator[Problem]:
    """Links of the service menu and download buttons that lead nowhere; the same words once a site."""
    seen: set[str] = set()
    done: set[str] = set()  # the same as printed: menus repeat on every page
    for page in snapshot.pages:
        if page.source not in _PAGES or page.fetch.external:
            continue
        own = page.fetch.url.split("#", 1)[0]
        for link in page.links:
            if link.url.startswith("http") and "#" not in link.url:
                continue  # it leads somewhere
            if link.text in done:
                continue
            target = link.url[len(own) :] if link.url.startswith(own + "#") else link.url
            text = re.sub(r"\s+", " ", fold(link.text)).strip()
            if text and text not in seen and not _NOWHERE.match(target.strip()):
                continue
            done.add(link.text)
            if not text or text in seen:
                continue
            seen.add(text)
            if words("placeholder_link").hit(text) is not None and len(text) <= 60:
                yield Problem(code="placeholder_link", url=page.fetch.url, snippet=link.text.strip()[:200])


def dead_links(snapshot: Snapshot) -> Iterator[Problem]:
    """Links inside the site to pages and files that do not exist; each target once."""
    gone = {bare_address(item.url) for item in snapshot.unread if _GONE.search(item.reason)}
    gone |= {
        bare_address(url)
        for page in snapshot.pages
        if page.fetch.status in {404, 410} or (page.fetch.status < 400 and is_gone_page(page))
        for url in (page.fetch.url, page.fetch.requested_url)
    }
    if not gone:
        return
    seen: set[str] = set()
    hosts = {
        bare_address(page.fetch.url).split("/", 1)[0] for page in snapshot.pages if not page.fetch.external
    }
    for page in snapshot.pages:
        if page.source not in _PAGES or page.fetch.external or bare_address(page.fetch.url) in gone:
            continue
        for link in page.links:
            bare = bare_address(link.url)
            if bare in gone and bare not in seen and bare.split("/", 1)[0] in hosts:
                seen.add(bare)
                yield Problem(
                    code="dead_link", url=page.fetch.url, snippet=(link.text.strip() or link.url)[:200]
                )


def private_files(snapshot: Snapshot) -> Iterator[Problem]:
    """Files on a Drive that are not open to the public; the page that links them is named."""
    for item in snapshot.unread:
        if "drive_private" in item.reason or (item.reason == "login_wall" and "drive.google" in item.url):
            yield Problem(
                code="drive_private", url=item.referrer or item.url, snippet=(item.label or item.url)[:200]
            )


def dead_forms(page: Page) -> Iterator[Problem]:
    """A form whose button sends to ``#``: nothing arrives. Search boxes and newsletters do not count."""
    if page.source not in _PAGES:
        return
    for section in page.sections:
        if section.kind is not SectionKind.FORM or section.zone in {"nav", "header"}:
            continue
        name = fold(f"{section.label} {section.body}")
        if re.search(r"newsletter|berlangganan|search|cari\b|pencarian", name):
            continue
        own = page.fetch.url.split("#", 1)[0]
        targets = [link.url[len(own) :] if link.url.startswith(own) else link.url for link in section.links]
        if any(_DEAD_ACTION.match(target.strip()) for target in targets):
            yield Problem(code="form_dead", url=page.fetch.url, snippet=(section.label or section.body)[:200])
            return
