"""How much of one site is read: pages, documents, pictures, drawn pages, bytes and time."""

from __future__ import annotations

from auditor.spiders.fetcher import Spent
from auditor.spiders.options import CrawlOptions


class Budget:
    """What a visit may still use. A limit that was reached is noted in ``notes`` by its name."""

    def __init__(self, options: CrawlOptions, spent: Spent, notes: set[str]) -> None:
        self._options, self._spent, self._notes = options, spent, notes
        self._limits = {
            "page": options.max_pages,
            "document": options.max_documents,
            "image": options.max_images,
            "render": options.max_renders,
        }
        self.counts = dict.fromkeys(self._limits, 0)

    def spent_out(self) -> bool:
        """Whether bytes or time are used up."""
        for name, used, limit in (
            ("budget_bytes", self._spent.bytes, self._options.max_bytes),
            ("budget_time", self._spent.seconds, self._options.max_seconds),
        ):
            if used >= limit:
                self._notes.add(name)
                return True
        return False

    def has_room(self, kind: str) -> bool:
        """Whether one more ``page``, ``document``, ``image`` or ``render`` may be asked for."""
        if self.counts[kind] < self._limits[kind]:
            return True
        self._notes.add(f"budget_{kind}s")
        return False
