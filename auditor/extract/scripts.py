"""Words a page keeps as data in its scripts and draws from there: arrays of services, JSON-LD, Next's props.

Data that only fetching would bring is not here. Sections carry a locator that begins with
``script``. Of a page that was drawn and clicked through only that counts which the page shows: the rest is
of other units, for other visitors, or for want of an answer (``snapshot.py``: pages that need not be drawn).
"""

from __future__ import annotations

from functools import lru_cache

from auditor.extract.fragments import fragments
from auditor.extract.literals import OF_A_SITE, is_program, literals
from auditor.extract.marked import Marked
from auditor.extract.script_data import MAX_SECTIONS, Found, Reader, tell, tell_html
from auditor.models import Section
from auditor.text import strip_number

_MAX_SCRIPT = 600_000  # characters; longer scripts are libraries
_NAME, _LINE = 4, 12  # characters of a service's name, and of a line, that do not stand on a page by chance


def sections(marked: Marked, title: str, read: Reader, text: str, drawn: bool) -> tuple[Section, ...]:
    """Sections out of a page's own scripts: of data literals (label = key, service = the object's name) and
    of the HTML that scripts would put into the page. ``read`` gives the sections of a piece of HTML; ``text``
    is what the page shows, ``drawn`` by a browser or as it was sent."""
    out: list[Section] = []
    for number, node in enumerate(marked.scripts, 1):
        code = "".join(kid.text for kid in node.kids)
        if not 40 <= len(code) <= _MAX_SCRIPT or node.get("src"):
            continue
        place = f"script:nth-of-type({number})"
        kind = node.get("type").lower()
        if len(code) < OF_A_SITE and _says_nothing(code, kind):
            continue
        before = len(out)
        _of_script(code, kind, (title,) if title else (), place, Found(out, read))
        if drawn:
            out[before:] = [section for section in out[before:] if shows(text, section)]
        if len(out) >= MAX_SECTIONS:
            break
    return tuple(out[:MAX_SECTIONS])


def _of_script(code: str, kind: str, path: tuple[str, ...], place: str, found: Found) -> None:
    for literal in literals(code, kind):
        tell(literal, "", "", path, place, found, 0)
        if len(found.out) >= MAX_SECTIONS:
            return
    if is_program(kind):
        for html in fragments(code):
            tell_html(html, "", path, place, found)


def shows(text: str, section: Section) -> bool:
    """Whether a page's text shows what a script's data says: its key and its service are then the page's.

    A name alone does not: data for staff, of other units, drafts and trials bear the names that are shown.
    """
    lines = [
        piece
        for line in section.body.split("\n")
        for piece in strip_number(line.removeprefix("- ")).split(": ")
    ]
    if not all(line in text for line in lines):
        return False
    named = (section.service, *section.path[1:])
    return any(len(line) >= _LINE for line in lines) or any(
        len(name) >= _NAME and name in text for name in named
    )


@lru_cache(maxsize=128)
def _says_nothing(text: str, kind: str) -> bool:
    """Whether a script holds no words for readers, on whichever page it stands."""
    out: list[Section] = []
    pieces: list[str] = []

    def read(html: str) -> tuple[Section, ...]:
        pieces.append(html)
        return ()

    for literal in literals(text, kind):
        tell(literal, "", "", (), "", Found(out, read), 0)
    return not (out or pieces or (is_program(kind) and any(fragments(text))))
