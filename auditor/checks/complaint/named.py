"""Channels that a section names without an address: apps, parts of the own site, forms, codes to scan."""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks.base import Phrases, Sight
from auditor.checks.complaint.channels import is_dead
from auditor.checks.complaint.names import CAPTION, names
from auditor.checks.words.phrasebook import fold
from auditor.models import Channel
from auditor.values import Found

PHRASES = Phrases.load("pengaduan")
_BEFORE = re.compile(r"((?:[A-Z][\w\-]*[ ]?){1,4}?)\s?$")
_NOT_NAMES = {"named_app": "not_app", "named_part": "not_part", "pressed_part": "not_part"}


def named_apps(sight: Sight) -> list[Found[Channel]]:
    """Apps, portals and parts of the own site that a complaint section or its heading names: "melalui
    aplikasi SIGAP", "melalui fitur Lapor Desa"."""
    return [item for item, is_there in _named(sight) if is_there] + _told_behind(sight)


def _told_behind(sight: Sight) -> list[Found[Channel]]:
    """ "Andai Lapor (aplikasi Android)": the name stands before what it is."""
    found = []
    for hit in PHRASES["app_behind"].finditer(sight.body):
        name = _BEFORE.search(sight.section.body, 0, hit.start())
        if name is not None and not PHRASES["not_app"].search(fold(name[1])):
            found.append(Found(Channel(channel="form", value=name[1].strip()), name.start(1), hit.end()))
    return found


def gone_parts(sight: Sight) -> list[Found[Channel]]:
    """Parts of the own site that it names ("laporkan melalui menu Pengaduan") and does not have."""
    return [item for item, is_there in _named(sight) if not is_there]


def _named(sight: Sight) -> Iterator[tuple[Found[Channel], bool]]:
    for folded, words, in_body in (
        (sight.body, sight.section.body, True),
        (sight.label, sight.section.label, False),
    ):
        for called in _NOT_NAMES:
            for hit in PHRASES[called].finditer(folded):
                name = re.match(r"[^\w\n]{0,3}((?:[A-Z][\w\-]*[ ]?){1,6})", words[hit.end() :])
                if name is None or PHRASES[_NOT_NAMES[called]].search(fold(name[1])):
                    continue
                if called == "pressed_part" and not _takes_complaints(sight, fold(name[1])):
                    continue
                is_there = called == "named_app" or _is_there(sight, fold(name[1]).strip())
                span = (hit.start(), hit.end() + name.end()) if in_body else (0, 0)
                yield Found(Channel(channel="form", value=name[1].strip()), *span), is_there


def _takes_complaints(sight: Sight, name: str) -> bool:
    """A part by its name ("Lapor Warga"), or one that answers "Bagaimana cara memberi masukan?"."""
    if PHRASES["complaint_part"].search(name):
        return True
    return names(sight.label, 120) and PHRASES["shows"].search(name) is None


def _is_there(sight: Sight, name: str) -> bool:
    """Whether the site has a part of this name: a link that leads somewhere, else a heading, a title, a
    button on a line of its own. A name that only links to nowhere bear is none. What nothing bears is an app
    or a portal elsewhere if it has a name of its own ("Lapor Andai"); "menu Pengaduan" names this site's."""
    site = sight.page.site
    if site is None:
        return True
    site.asked_for_others += 1
    named = [link for page in site.pages for link in page.page.links if _is_called(fold(link.text), name)]
    if named:
        return any(not is_dead(link.url) or len(link.url) > 1 for link in named)
    if PHRASES["plain_part"].regex.sub(" ", name).strip(" &/-") or "aplikasi" in sight.body:
        return True
    return any(
        _is_called(page.title, name)
        or any(
            _is_called(one.label, name) or any(_is_called(line, name) for line in one.body.split("\n"))
            for one in page.sections
        )
        for page in site.pages
    )


def _is_called(words: str, name: str) -> bool:
    """Whether words are a name, or one with a word or two more ("Layanan Pengaduan")."""
    said = words.strip(" -\n")
    return 0 < len(said) <= CAPTION and (
        name.startswith(said) or (name in said and len(said) <= 2 * len(name))
    )


def named_forms(sight: Sight) -> list[Found[Channel]]:
    """Forms on the web that a section names without an address: one of its ways, but none by itself."""
    return [
        Found(Channel(channel="form", value=hit.group()), hit.start(), hit.end())
        for hit in PHRASES["named_form"].finditer(sight.body)
    ]


def scanned(sight: Sight) -> list[Found[Channel]]:
    """A code to be scanned, which opens a form or an app: its picture has no address that could be read."""
    hit = PHRASES["codes"].search(sight.body)
    return [Found(Channel(channel="form", value=hit.group()), hit.start(), hit.end())] if hit else []
