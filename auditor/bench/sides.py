"""The two sides of each comparison. What must agree between them is asserted, not only timed."""

from __future__ import annotations

import io
import re
import sys
from collections.abc import Callable, Sequence
from functools import _lru_cache_wrapper as _Remembering

import pypdfium2
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text

from auditor.bench.material import Piece, SitePieces
from auditor.checks import REGISTRY, judge, screen
from auditor.checks.screen import SCREENED
from auditor.checks.words.phrasebook import Phrases, fold, phrase_lists
from auditor.extract.blocks import Blocks
from auditor.extract.options import ReadOptions
from auditor.extract.read import read_response
from auditor.models import Page, Site, SiteStatus, Snapshot, Unread
from auditor.patterns import Owned

_ONLINE = Site(status=SiteStatus.ONLINE)
_OPTIONS = ReadOptions(ocr="never")


def read_sites(sites: Sequence[SitePieces]) -> list[Snapshot]:
    """Every page read into sections, links, text and date."""
    shots = []
    for site in sites:
        blocks = Blocks()
        read = [read_response(piece.fetch, piece, _OPTIONS, blocks) for piece in site.pages]
        blocks.let_go()
        shots.append(
            Snapshot(
                agency=site.agency,
                pages=tuple(page for page in read if isinstance(page, Page)),
                unread=tuple(page for page in read if isinstance(page, Unread)),
            )
        )
    return shots


def read_and_judge(sites: Sequence[SitePieces]) -> None:
    """One site after the other, as an audit does it."""
    for site in sites:
        judge_all(read_sites([site]))


def judge_all(shots: Sequence[Snapshot]) -> None:
    """All 22 components, services and problems of every site."""
    for shot in shots:
        judge(shot, _ONLINE)


def forget() -> None:
    """Empties every memory of texts met before, so that each round meets its pages for the first time.

    What is compiled from data files (``functools.cache``) stays, as in a process that lives long.
    """
    for name, module in list(sys.modules.items()):
        if name.startswith("auditor."):
            for one in vars(module).values():
                if isinstance(one, _Remembering) and one.cache_parameters()["maxsize"] is not None:
                    one.cache_clear()
    for entry in phrase_lists():
        entry.forget_texts()


def shown(shots: Sequence[Snapshot]) -> dict[str, float]:
    """Shares of sections and of pages that at least one of the judges had to see, of all there are."""
    sections = pages = all_sections = all_pages = 0
    for shot in shots:
        for page in screen.prepare(shot).pages:
            seen = {id(sight) for code in REGISTRY for sight in page.sights_for(code)}
            sections, all_sections = sections + len(seen), all_sections + len(page.sections)
            pages, all_pages = pages + bool(seen), all_pages + 1
    return {"sections shown to a judge": sections / max(all_sections, 1), "pages": pages / max(all_pages, 1)}


def soup(sites: Sequence[SitePieces]) -> int:
    """Links and text of the same pages by BeautifulSoup's html.parser; characters and links found."""
    size = 0
    for site in sites:
        for piece in site.pages:
            tree = BeautifulSoup(piece.body, "html.parser")
            size += len(tree.get_text(" ", strip=True))
            size += sum(bool(link["href"]) for link in tree.find_all("a", href=True))
    return size


class Matching:
    """Finding every screened phrase in texts: an RE2 set, then ``re`` for what it names; or ``re`` alone."""

    def __init__(self, texts: Sequence[str]) -> None:
        self.texts = [fold(text) for text in texts]
        patterns = {pattern for code in SCREENED for pattern in Phrases.load(code).screens}
        self.patterns = sorted(patterns)
        self._compiled = [re.compile(pattern) for pattern in self.patterns]
        self._set = Owned(enumerate(self.patterns))

    def screened(self) -> list[list[tuple[int, tuple[int, int]]]]:
        """First place of each phrase in each text, by set and ``re``."""
        return [self._places(text, self._set.of(text)) for text in self.texts]

    def looped(self) -> list[list[tuple[int, tuple[int, int]]]]:
        """The same by ``re.search`` of every phrase."""
        return [self._places(text, range(len(self._compiled))) for text in self.texts]

    def _places(self, text: str, wanted: Sequence[int]) -> list[tuple[int, tuple[int, int]]]:
        hits = ((index, self._compiled[index].search(text)) for index in wanted)
        return [(index, hit.span()) for index, hit in hits if hit is not None]


def pdf_quick(pieces: Sequence[Piece]) -> list[str]:
    """Text of every PDF by pypdfium2, the library that reading uses."""
    found = []
    for piece in pieces:
        with pypdfium2.PdfDocument(piece.body) as document:
            parts = []
            for page in document:
                textpage = page.get_textpage()
                parts.append(textpage.get_text_bounded())
                textpage.close()
                page.close()
            found.append("\n".join(parts))
    return found


def pdf_sections(pieces: Sequence[Piece]) -> None:
    """Every PDF read into sections as an audit does: child process, layout, tables."""
    for piece in pieces:
        read_response(piece.fetch, piece, _OPTIONS)


def pdf_miner(pieces: Sequence[Piece]) -> list[str]:
    """Text of every PDF by pdfminer.six."""
    return [extract_text(io.BytesIO(piece.body)) for piece in pieces]


def words(text: str) -> set[str]:
    """The words of a text, for telling whether two readers read the same."""
    return set(re.findall(r"\w{4,}", text.lower()))


def same_findings(matching: Matching) -> bool:
    """Whether screen and loop find the same places."""
    return matching.screened() == matching.looped()


def timed(work: Callable[..., object], *given: object) -> Callable[[], object]:
    """``work`` with its arguments, as a side of a comparison."""
    return lambda: work(*given)
