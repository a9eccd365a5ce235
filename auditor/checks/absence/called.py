"""What a page names beside its links and headings: entries of menus and buttons without an address, rows
that name a link, lines that present components.

All are looked for once a page, for all components, and told by the lists of labels (``component.list``)
that they may be called by: most pages name nothing by most lists.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple, TypeVar

from auditor.checks import gates
from auditor.checks.absence.leads import Lead, leads
from auditor.checks.lazy import Lazily, lazy
from auditor.checks.sight.page import PageSight
from auditor.checks.sight.row_links import Row
from auditor.checks.sight.section import Sight
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Link

T = TypeVar("T")
_ANY = ""  # below it stand all things, whatever they may be called by
BUTTON = 40
"""Characters of the words on a button."""
_ENTRY = 40  # characters of a menu's entry


class Line(NamedTuple):
    """A folded line, without the blanks around it, and where it stands."""

    words: str
    start: int
    end: int


class Button(NamedTuple):
    """The words of a button, or what stands behind "Klik untuk melihat", and the section that has it."""

    sight: Sight
    words: str


class Called(Lazily):
    """What one page names; news names nothing."""

    def __init__(self, page: PageSight) -> None:
        super().__init__()
        self._page = page

    def holds(self, key: str) -> bool:
        """Whether the list may call anything of the page, its links and sections among it."""
        return key in self._keys or not self._page.tells_apart(key)

    def menus(self, key: str) -> Iterator[tuple[Sight, Sequence[Line]]]:
        """Its menus with the entries that the list may call."""
        return ((sight, self._of(entries, key)) for sight, entries in self._menus)

    def links(self, key: str) -> Sequence[tuple[str, Link]]:
        """The links that the list may call."""
        return () if self._page.is_news else self._page.links_named(key)

    def rows(self, key: str) -> Sequence[Row]:
        """The rows that name a link by the list."""
        return self._of(self._rows, key)

    def buttons(self, key: str) -> Sequence[Button]:
        """The buttons without an address that the list may call."""
        return self._of(self._buttons, key)

    def leads(self, key: str) -> Sequence[Lead]:
        """The lines that present what the list may call."""
        return self._of(self._leads, key)

    def _of(self, named: Mapping[str, Sequence[T]], key: str) -> Sequence[T]:
        return named.get(key if self._page.tells_apart(key) else _ANY, ())

    @lazy
    def _keys(self) -> frozenset[str]:
        return self._page.alone("called", self._all_keys, frozenset[str])

    def _all_keys(self) -> frozenset[str]:
        menus = (entries for _, entries in self._menus)
        links = () if self._page.is_news else self._page.links_called
        return frozenset(self._page.announced).union(links, self._rows, self._buttons, self._leads, *menus)

    @lazy
    def _menus(self) -> list[tuple[Sight, dict[str, list[Line]]]]:
        if self._page.is_news:
            return []
        return [(sight, _entries(sight.body)) for sight in self._page.sections if sight.is_nav]

    @lazy
    def _rows(self) -> dict[str, list[Row]]:
        return _by_list(() if self._page.is_news else self._page.rows, lambda row: (row.name,))

    @lazy
    def _buttons(self) -> dict[str, list[Button]]:
        return _by_list(_unlinked_buttons(self._page), lambda button: (button.words,))

    @lazy
    def _leads(self) -> dict[str, list[Lead]]:
        return _by_list(leads(self._page), lambda lead: lead.parts)


def called(page: PageSight) -> Called:
    """What a page names, looked for once."""
    if "called" not in page.memo:
        page.memo["called"] = Called(page)
    found: Called = page.memo["called"]
    return found


def _by_list(items: Iterable[T], words: Callable[[T], Iterable[str]]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for item in items:
        for key in {_ANY}.union(*map(gates.lists_named, words(item))):
            found.setdefault(key, []).append(item)
    return found


@lru_cache(maxsize=256)  # menus repeat on every page
def _entries(body: str) -> dict[str, list[Line]]:
    lines, start = [], 0
    for line in body.split("\n"):
        words = line.strip()
        if 0 < len(words) <= _ENTRY:
            lines.append(Line(words, start, start + len(line)))
        start += len(line) + 1
    return _by_list(lines, lambda line: (line.words,))


def _unlinked_buttons(page: PageSight) -> Iterator[Button]:
    """Buttons without an address ("Lihat Persyaratan"): whatever they should show, nobody saw it."""
    main = [] if page.is_news else [sight for sight in page.sections if sight.zone == "main"]
    linked: set[str] | None = None
    for sight in main:
        if "context.button" in sight.said:
            if linked is None:
                linked = {text.strip() for text, _ in page.named_links}
            for line in sight.body.split("\n"):
                words = line.strip()
                if len(line) <= BUTTON and words not in linked and CONTEXT["button"].regex.match(line):
                    yield Button(sight, line)
    for sight in main:
        if "context.see_more" in sight.said:
            for hit in CONTEXT["see_more"].finditer(sight.body):
                yield Button(sight, sight.body[hit.end() : hit.end() + BUTTON].split("\n")[0])
