"""What single texts and addresses say of themselves, whatever a check looks for."""

from __future__ import annotations

import re
from functools import cache, lru_cache

from auditor.checks.words.phrasebook import Phrases, fold, folded
from auditor.models import Page, Source
from auditor.patterns import Owned

CONTEXT = Phrases.load("context")
_PLACEHOLDERS = Phrases.load("placeholders")
_FILLER = Phrases.load("filler")
_STROKE = re.compile(r"\s[|–—\-:]\s")
_FRONT = re.compile(r"(?i)https?://[^/?#]+(?:/(?:index|home|beranda|default)?(?:\.\w{3,5})?)?(?:#.*)?")
_LATIN = 3  # different words of filler Latin that prove it


def is_gone_page(page: Page) -> bool:
    """A 404, also one that answers 200 and says so in its title."""
    if page.fetch.status >= 400 or "soft_404" in page.marks:
        return True
    html = page.source in {Source.HTML, Source.RENDERED}
    return html and len(page.text) < 2500 and bool(CONTEXT["gone_title"].search(fold(page.title)))


@lru_cache(maxsize=4096)
def bare_address(url: str) -> str:
    """An address without scheme, ``www.`` and fragment, for comparing."""
    return re.sub(r"^https?://(www\.)?", "", url.split("#", 1)[0]).rstrip("/")


def title_parts(folded: str) -> list[str]:
    """The parts of a page's folded title, its own name first, the site's behind: parted by strokes."""
    return _STROKE.split(folded)


def is_front(url: str) -> bool:
    """Whether an address is that of a site's front page."""
    return _FRONT.fullmatch(url) is not None


def is_ppid_text(folded: str) -> bool:
    """Whether folded words speak of information requests."""
    return bool(CONTEXT["ppid_strong"].search(folded))


@cache
def _fillers() -> Owned[str]:
    lists = [_PLACEHOLDERS["anywhere"], _PLACEHOLDERS["marked"], _FILLER["theme"], _FILLER["latin"]]
    found = [(words.name, pattern) for words in lists for pattern in words.loose]
    # its patterns are of whole texts: pieces of them ("a dot") stand in every text
    return Owned([*found, ("whole", _PLACEHOLDERS["whole"].may)])


def _is_filler(said: str, may: list[str]) -> bool:
    """What nobody of the unit wrote: a theme's or an editor's sentences, filler Latin; of lists that ``may``
    have a hit."""
    return (
        ("anywhere" in may and _PLACEHOLDERS["anywhere"].search(said) is not None)
        or ("theme" in may and _FILLER["theme"].search(said) is not None)
        or ("latin" in may and _FILLER["latin"].has(said, _LATIN))
    )


def is_placeholder(text: str) -> bool:
    """Whether a text says nothing: empty, a dash, "menyusul", lorem ipsum, an unfilled template."""
    said = folded(text).strip(" \n\t-.:;,_*|/…")
    if len(said) < 2:
        return True
    may = _fillers().of(said)
    if _is_filler(said, may):
        return True
    marked = _PLACEHOLDERS["marked"].search(said) if "marked" in may else None
    if marked is not None and all(
        _PLACEHOLDERS["marked"].search(line) for line in said.split("\n") if line.strip()
    ):
        return True
    hit = _PLACEHOLDERS["whole"].regex.search(said) if "whole" in may else None
    return hit is not None and (len(hit.group()) * 2 >= len(said) or len(said) <= 70)
