"""The two sides of each comparison. What must agree between them is asserted, not only timed."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Sequence

import pypdfium2
import re2
from bs4 import BeautifulSoup
from pdfminer.high_level import extract_text

from auditor.bench.material import Piece, SitePieces
from auditor.checks import judge
from auditor.checks.phrasebook import Phrases, fold
from auditor.checks.screen import SCREENED
from auditor.extract.markup import Blocks
from auditor.extract.options import ReadOptions
from auditor.extract.read import read_response
from auditor.models import Page, Site, SiteStatus, Snapshot, Unread

_ONLINE = Site(status=SiteStatus.ONLINE)
_OPTIONS = ReadOptions(ocr="never")


def read_sites(sites: Sequence[SitePieces]) -> list[Snapshot]:
    """Every page read into sections, links, text and date."""
    shots = []
    for site in sites:
        blocks = Blocks()
        read = [read_response(piece.fetch, piece, _OPTIONS, blocks) for piece in site.pages]
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
        options = re2.Options()
        options.log_errors = False
        self._set = re2.Set.SearchSet(options)
        for pattern in self.patterns:
            self._set.Add(pattern)
        self._set.Compile()

    def screened(self) -> list[list[tuple[int, tuple[int, int]]]]:
        """First place of each phrase in each text, by set and ``re``."""
        return [self._places(text, sorted(self._set.Match(text) or ())) for text in self.texts]

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
