"""What reading is allowed to cost, and the shape of what it reads."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Literal, Protocol

from auditor.models import Fetch, Page, Unread

LONG_SIDE = 2600  # pixels; a larger picture is read scaled down


class Stored(Protocol):
    """A stored response, as ``auditor.store.archive`` hands it out."""

    @property
    def status(self) -> int: ...
    @property
    def headers(self) -> Mapping[str, str]: ...
    @property
    def body(self) -> bytes: ...


class Shelf(Protocol):
    """Readings of an earlier run, by the content they were made from."""

    def get(self, fetch: Fetch) -> tuple[str, Page | Unread] | None:
        """Form (``html``, ``pdf`` ...) and reading of an answer, None when it has to be read."""
        ...

    def put(self, fetch: Fetch, form: str, result: Page | Unread) -> None:
        """Keep a reading."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadOptions:
    """Limits of reading.

    ``ocr_limit`` pictures and ``ocr_pages`` scanned PDF pages per unit; ``ocr_seconds`` and
    ``pdf_seconds`` wall time per picture and per document; ``pdf_pages`` pages read of one
    document; ``pdf_memory`` address space of the child process, bytes. ``cache`` is the folder
    of texts already read off pictures (None: nothing is kept).
    """

    ocr: Literal["auto", "never"] = "auto"
    ocr_limit: int = 20
    ocr_pages: int = 20
    ocr_seconds: float = 60.0
    pdf_seconds: float = 60.0
    pdf_pages: int = 60
    pdf_memory: int = 2 * 1024**3
    cache: Path | None = None
