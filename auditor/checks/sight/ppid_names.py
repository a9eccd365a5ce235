"""What a site that is itself called PPID calls itself; the name says nothing of what its parts deal with."""

from __future__ import annotations

from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT, is_front, title_parts
from auditor.models import Page


def names_of(home: Page | None, unit_name: str) -> tuple[str, ...]:
    """The names of a site that is called PPID (folded), the longest first; empty for other sites.

    By the title of its front page, its host, or the unit's own name (folded).
    """
    if home is not None and not is_front(home.fetch.url):
        home = None
    title = fold(home.title) if home is not None else ""
    called = {unit_name, title, *title_parts(title)}
    names = {name for name in called if CONTEXT["ppid_name"].search(name)}
    host = fold(home.fetch.url).partition("//")[2].partition("/")[0] if home is not None else ""
    if not names and not CONTEXT["ppid_page"].search(host):
        return ()
    bodies = {CONTEXT["ppid_name"].regex.sub(" ", name).strip(" -|()") for name in called}
    names |= {f"ppid {body}" for body in bodies if body}
    return tuple(sorted(names, key=lambda name: (-len(name), name)))


def without(names: tuple[str, ...], said: str) -> str:
    """Folded heads or a title without those names, also where strokes part them."""
    if not names:
        return said
    for name in names:
        said = said.replace(name, " ")
    parts = [part for head in said.split(" / ") for part in title_parts(head)]
    return " / ".join(part for part in parts if not CONTEXT["ppid_name"].regex.fullmatch(part.strip()))
