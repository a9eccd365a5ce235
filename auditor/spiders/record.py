"""What one visit puts down: answers into the archive, failures, notes, accounts, and what is gone."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from auditor.clock import now
from auditor.models import Agency, Failure, Fetch, Gone
from auditor.spiders.answers import Got
from auditor.spiders.events import Event, PageRead
from auditor.spiders.failures import FetchError
from auditor.spiders.frontier import Item
from auditor.spiders.known import Known
from auditor.spiders.notes import NoteBook
from auditor.store.archive_writer import Occasion, VisitWriter


class Record:
    """The open archive of one unit, with all that its Visit will say beside the answers.

    ``bodies`` are the hashes of what was taken in: the same bytes are stored once.
    """

    def __init__(
        self,
        agency: Agency,
        folder: Path,
        *,
        known: Known | None,
        book: NoteBook,
        on_event: Callable[[Event], None],
    ) -> None:
        """Raises ArchiveError when the folder cannot be written."""
        self.writer = VisitWriter(folder, agency)
        self.known, self.book = known, book
        self.failures: list[Failure] = []
        self.notes: set[str] = set()
        self.social: dict[str, None] = {}
        self.gone: dict[str, Gone] = {}
        self.bodies: set[str] = set()
        self._unit, self._on_event = agency.unit_id, on_event

    def fail(self, item: Item, error: FetchError, url: str = "") -> None:
        """Keep why an address (``url``, else the item's own) could not be read."""
        self.failures.append(
            Failure(
                url=url or item.url,
                cause=error.cause,
                detail=error.detail,
                permanent=error.permanent,
                referrer=item.referrer,
                anchor=item.anchor,
                at=now(),
            )
        )

    def store(self, got: Got, item: Item) -> None:
        """Keep an answer: by name where an earlier visit holds its bytes, whole otherwise."""
        known = self.known if got.note is not None else None
        earlier = known.before(got) if known is not None else None
        if known is not None and earlier is not None and got.unasked:
            asked = _occasion(got.url, item, got)
            self.writer.keep(earlier, known.folder, asked=asked, unasked=got.unasked)
            return
        if known is not None and earlier is not None and not got.noisy:
            asked = _occasion(got.url, item, got)
            self.writer.refer(earlier, known.folder, asked=asked, not_modified=got.not_modified)
        else:
            self.writer.add(
                url=got.url,
                requested_url=got.requested_url,
                status=got.status,
                headers=got.headers,
                body=got.body,
                content_type=got.header("content-type"),
                fetched_at=now(),
                referrer=item.referrer,
                anchor=item.anchor,
                depth=item.depth,
                external=item.external,
                truncated=got.truncated,
                sha256=got.sha256,
                reads=(earlier.reads or earlier.sha256) if earlier is not None else "",
            )
        self._tell(got.url, got.status, "http")

    def store_drawn(self, url: str, item: Item, *, html: str, body: bytes, sha256: str) -> None:
        """Keep a page as the browser drew it; ``body`` is ``html`` in UTF-8."""
        known = self.known
        earlier = known.drawn(sha256) if known is not None else None
        if known is not None and earlier is not None:
            self.writer.refer(earlier, known.folder, asked=_occasion(url, item), not_modified=False)
        else:
            alike = known.drawn_alike(url, html) if known is not None else None
            self.writer.add(
                url=url,
                sha256=sha256,
                requested_url=item.url,
                status=200,
                headers=(),
                body=body,
                content_type="text/html; charset=utf-8",
                fetched_at=now(),
                via="browser",
                referrer=item.referrer,
                anchor=item.anchor,
                depth=item.depth,
                reads=(alike.reads or alike.sha256) if alike is not None else "",
            )
        self._tell(url, 200, "browser")

    def keep(self, fetch: Fetch, known: Known, url: str, item: Item, *, cause: str) -> None:
        """Go on with what an earlier visit stored, at an address that cannot be read now."""
        self.writer.keep(fetch, known.folder, asked=_occasion(url, item), cause=cause)

    def _tell(self, url: str, status: int, via: str) -> None:
        self._on_event(PageRead(unit_id=self._unit, url=url, status=status, via=via))


def _occasion(url: str, item: Item, got: Got | None = None) -> Occasion:
    return Occasion(
        url=url,
        requested_url=got.requested_url if got is not None else item.url,
        fetched_at=now(),
        headers=got.headers if got is not None else (),
        referrer=item.referrer,
        anchor=item.anchor,
        depth=item.depth,
        external=item.external,
    )
