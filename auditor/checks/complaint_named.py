"""Channels that a section names without an address: apps, parts of the own site, forms, codes to scan."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.complaint_channels import is_dead
from auditor.checks.complaint_names import names
from auditor.checks.phrasebook import fold
from auditor.models import Channel
from auditor.values import Found

PHRASES = Phrases.load("pengaduan")
_NOT_NAMES = {"named_app": "not_app", "named_part": "not_part", "pressed_part": "not_part"}


def named_apps(sight: Sight) -> list[Found[Channel]]:
    """Apps, portals and parts of the own site that a complaint section or its heading names: "melalui
    aplikasi SIGAP", "melalui fitur Lapor Desa"."""
    found = []
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
                if called != "named_app" and _is_dead_part(sight, fold(name[1]).strip()):
                    continue
                span = (hit.start(), hit.end() + name.end()) if in_body else (0, 0)
                found.append(Found(Channel(channel="form", value=name[1].strip()), *span))
    return found


def _takes_complaints(sight: Sight, name: str) -> bool:
    """A part by its name ("Lapor Warga"), or one that answers "Bagaimana cara memberi masukan?"."""
    if PHRASES["complaint_part"].search(name):
        return True
    return names(sight.label, 120) and PHRASES["shows"].search(name) is None


def _is_dead_part(sight: Sight, name: str) -> bool:
    """A part of the site that all links of this name lead to nowhere."""
    named = [
        link for link in sight.page.page.links if name.startswith(said := fold(link.text).strip()) and said
    ]
    return bool(named) and all(is_dead(link) for link in named)


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
