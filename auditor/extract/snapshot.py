"""All that one visit stored → the ``Snapshot`` the checks see."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from auditor.extract import inside, sniff
from auditor.extract.blocks import Blocks
from auditor.extract.choice import context_of, pasted, rank_of, smaller
from auditor.extract.labels import component_start
from auditor.extract.likely import is_dead, likelihood, what
from auditor.extract.ocr import Budget
from auditor.extract.options import ReadOptions, Shelf, Stored
from auditor.extract.read import blank, read_within
from auditor.extract.scripts import shows
from auditor.extract.unread import unread_file
from auditor.models import Failure, Fetch, Page, Section, Snapshot, Source, Unread, Visit
from auditor.text import fold_label, strip_number

_HELD = 64 * 1024**2  # bytes
_LIKELY = 2  # from here on an unread picture is named: a likely file name, or two likely words around it


def snapshot(  # noqa: PLR0912, PLR0915
    visit: Visit, bodies: Callable[[Fetch], Stored], options: ReadOptions, shelf: Shelf | None = None
) -> Snapshot:
    """Reads every fetch of a visit, each body once.

    Pages come first, then documents, then pictures by how likely they hold text, on one budget of OCR. The
    same
    visit and options give the same snapshot. ``bodies`` may raise ``OSError``/``KeyError``/``ValueError``
    for a lost
    record: that fetch is ``Unread`` (``lost_record``). ``shelf`` holds what an earlier run read of the same
    content; what cost no OCR is taken from it and put on it.
    """
    budget = Budget(options.ocr_limit, options.ocr_pages)
    blocks = Blocks()
    first: dict[str, Fetch] = {}
    for fetch in visit.fetches:
        first.setdefault(f"{fetch.sha256}|{fetch.via}" if fetch.sha256 else f"{fetch.url}|{fetch.via}", fetch)
    pages: dict[int, Page] = {}
    unread: list[Unread] = []
    order = {id(fetch): index for index, fetch in enumerate(visit.fetches)}
    later: list[tuple[int, Fetch]] = []
    documents: list[tuple[int, Fetch]] = []
    held = _Held()
    sizes: dict[str, int] = {}
    for fetch in first.values():
        taken = shelf.get(fetch) if shelf is not None else None
        if taken is not None:
            if taken[0] == "pdf":
                documents.append((order[id(fetch)], fetch))
            else:
                _keep(taken[1], order[id(fetch)], fetch, pages, unread)
            continue
        stored = _get(fetch, bodies)
        if stored is None:
            unread.append(_lost(fetch))
            continue
        form = sniff.form_of(stored.body, fetch.content_type)
        if fetch.status >= 400 and form not in {"html", "text"}:
            continue
        if form == "image":
            later.append((order[id(fetch)], fetch))
            held.put(fetch, stored)
            sizes[fetch.url] = len(stored.body)
        elif form == "pdf":
            documents.append((order[id(fetch)], fetch))
            held.put(fetch, stored)
        else:
            result = read_within(fetch, stored, options, budget, blocks=blocks)
            _put(shelf, fetch, form, result)
            _keep(result, order[id(fetch)], fetch, pages, unread)
    blocks.let_go()
    for fetch, picture in pasted(pages.values(), lambda fetch: _get(fetch, bodies)):
        index = order[id(fetch)] = len(order)
        later.append((index, fetch))
        held.put(fetch, picture)
        sizes[fetch.url] = len(picture.body)
    context = context_of(pages.values())
    for index, fetch in sorted(documents, key=lambda item: (-rank_of(item[1], context), item[0])):
        taken = shelf.get(fetch) if shelf is not None else None
        if taken is not None:
            _keep(taken[1], index, fetch, pages, unread)
            continue
        stored = held.take(fetch) or _get(fetch, bodies)
        if stored is not None:
            result = read_within(fetch, stored, options, budget)
            _put(shelf, fetch, "pdf", result)
            _keep(result, index, fetch, pages, unread)
    spare = smaller(pages.values(), later, sizes)
    for index, fetch in sorted(later, key=lambda item: (-rank_of(item[1], context), item[0])):
        if fetch.url in spare:
            continue
        stored = held.take(fetch) or _get(fetch, bodies)
        if stored is None:
            continue
        rank = rank_of(fetch, context)
        labelled = replace(fetch, anchor=fetch.anchor or context.get(fetch.url, "")[:120])
        result = read_within(labelled, stored, options, budget, force=rank >= 3)
        if isinstance(result, Unread) and rank < _LIKELY:
            # Too little says that this picture is more than decoration.
            continue
        _keep(result, index, fetch, pages, unread)
    not_drawn = {failure.url for failure in visit.failures}
    kept = [_as_sent(page, not_drawn) for page in _rendered_first([pages[index] for index in sorted(pages)])]
    # Dead links too: checks tell "nothing is there" from "could not be read" by the cause.
    unread.extend(_failed(item) for item in visit.failures if is_dead(item.cause) or _could_hold(item))
    seen: dict[str, Unread] = {}
    read = {page.fetch.url: page.source for page in kept}
    for item in unread:
        source = read.get(item.url)
        if source is None or item.reason == "pages_unread":
            seen.setdefault(item.url, item)
        elif item.what == "page" and (source is Source.HTML or item.reason == "render_failed"):
            # It was fetched, so what failed is drawing it: only the shell before its scripts was read, or the
            # page without what others' servers would have brought.
            reason = item.reason if item.reason == "needs_browser" else "render_failed"
            seen.setdefault(item.url, replace(item, reason=reason))
    reached = any(page.source in {Source.HTML, Source.RENDERED} and page.fetch.status < 400 for page in kept)
    return Snapshot(
        agency=visit.agency,
        pages=tuple(kept),
        unread=tuple(seen.values()),
        reached=reached,
        accessibility=visit.accessibility,
        cut_short=budget.short,
    )


class _Held:
    """Answers that were taken out of the archive to see what they are and whose turn comes later, up to
    ``_HELD`` bytes; the rest is taken out again."""

    def __init__(self) -> None:
        self._room = _HELD
        self._kept: dict[int, Stored] = {}

    def put(self, fetch: Fetch, stored: Stored) -> None:
        if len(stored.body) <= self._room:
            self._room -= len(stored.body)
            self._kept[id(fetch)] = stored

    def take(self, fetch: Fetch) -> Stored | None:
        return self._kept.pop(id(fetch), None)


_CHANCES = frozenset(
    {"timeout", "memory", "ocr_off", "ocr_budget", "ocr_timeout", "no_tesseract", "pages_unread"}
)


def _put(shelf: Shelf | None, fetch: Fetch, form: str, result: Page | Unread | None) -> None:
    """Keep what another run would read the same: not what OCR, its budget or a time limit had a part in."""
    if shelf is None or result is None:
        return
    if (isinstance(result, Page) and not {"ocr", "pages_unread"} & set(result.marks)) or (
        isinstance(result, Unread) and result.reason not in _CHANCES
    ):
        shelf.put(fetch, form, result)


def _get(fetch: Fetch, bodies: Callable[[Fetch], Stored]) -> Stored | None:
    try:
        stored = bodies(fetch)
        return inside.cut_out(stored, fetch.url) if inside.NAME in fetch.url else stored
    except (OSError, KeyError, ValueError):
        return None


def _lost(fetch: Fetch) -> Unread:
    return Unread(
        url=fetch.url, what=what(fetch.url), reason="lost_record", label=fetch.anchor, referrer=fetch.referrer
    )


def _keep(
    result: Page | Unread | None, index: int, fetch: Fetch, pages: dict[int, Page], unread: list[Unread]
) -> None:
    if result is None:
        pages[index] = blank(fetch)
    elif isinstance(result, Page):
        pages[index] = result
        if "pages_unread" in result.marks:
            unread.append(unread_file(fetch, "pages_unread"))
    elif result.reason != "empty_body" or what(fetch.url) == "document":
        unread.append(result)


def _rendered_first(pages: list[Page]) -> list[Page]:
    """The rendered page takes the place of the fetched one; what only the fetched one says is kept."""
    rendered = {page.fetch.url: page for page in pages if page.source is Source.RENDERED}
    by_request = {page.fetch.requested_url: page for page in rendered.values() if page.fetch.requested_url}
    static: dict[str, Page] = {}
    out: list[Page] = []
    for page in pages:
        if page.source is Source.HTML:
            twin = rendered.get(page.fetch.url) or by_request.get(page.fetch.requested_url or page.fetch.url)
            if twin is not None:
                static[twin.fetch.url] = page
                continue
        out.append(page)
    return [
        _merged(page, static[page.fetch.url])
        if page.source is Source.RENDERED and page.fetch.url in static
        else page
        for page in out
    ]


def _as_sent(page: Page, not_drawn: set[str]) -> Page:
    """Of a page that stands as it was sent, what its scripts hold is for other visitors but what it shows.

    One that should have been drawn and was not (``not_drawn``), or that is nobody's to draw, keeps all.
    """
    if (
        page.source is not Source.HTML
        or "script_data" not in page.marks
        or page.fetch.external
        or page.fetch.url in not_drawn
    ):
        return page
    sections = tuple(
        section
        for section in page.sections
        if not section.locator.startswith("script") or shows(page.text, section)
    )
    return replace(page, sections=sections)


def _merged(rendered: Page, fetched: Page) -> Page:
    known = {(section.label, section.body) for section in rendered.sections}
    lines = set(rendered.text.split("\n"))
    more: list[Section] = []
    for section in fetched.sections:
        if (section.label, section.body) in known:
            continue
        body = [line for line in section.body.split("\n") if line.strip()]
        if section.locator.startswith("script"):
            if shows(rendered.text, section) and not any(
                _same(section, other) for other in rendered.sections
            ):
                more.append(section)
        elif body and not all(line in lines for line in body):
            more.append(section)
    links = tuple(dict.fromkeys((*rendered.links, *fetched.links)))
    marks = {*rendered.marks, *({"mojibake"} & set(fetched.marks))}
    return replace(
        rendered,
        marks=tuple(sorted(marks)),
        sections=(*rendered.sections, *more),
        links=links,
        dated=rendered.dated or fetched.dated,
    )


def _same(data: Section, drawn: Section) -> bool:
    """The rendered page says under a label of its own what a script's data says under its key."""
    if not drawn.label or drawn.zone != "main" or (data.service and drawn.service not in {"", data.service}):
        return False
    alike = fold_label(data.label) == fold_label(drawn.label) or (
        component_start(data.label) and component_start(drawn.label)
    )
    return alike and all(strip_number(line) in drawn.body for line in data.body.split("\n"))


def _could_hold(failure: Failure) -> bool:
    """A failed address that may hold something: a document, page or likely picture a reader was sent to."""
    kind = what(failure.url)
    if kind == "image":
        return likelihood(failure.url, failure.anchor) >= 1
    return True


def _failed(failure: Failure) -> Unread:
    return Unread(
        url=failure.url,
        what=what(failure.url),
        reason=failure.cause,
        label=failure.anchor,
        referrer=failure.referrer,
    )
