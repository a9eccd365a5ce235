"""The archive of one unit: ``visit.json``, ``pages.warc.gz`` and its index ``pages.cdxj``.

The WARC is version 1.1 (ISO 28500), one gzip member per record, so any tool can seek in it.
Bodies are stored decoded: the headers that spoke of an encoding are kept under
``X-Archive-Orig-`` names, as other archivers do. ``visit.json`` is written last and atomically:
where it is, the unit is whole. Read here, written by ``archive_writer``, shortened by ``archive_cutting``.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import BinaryIO

import msgspec
from fastwarc.stream_io import GzipReader
from fastwarc.warc import ArchiveIterator, WarcRecordType

from auditor.errors import AuditorError
from auditor.models import Fetch, Visit

WARC_NAME = "pages.warc.gz"
INDEX_NAME = "pages.cdxj"
VISIT_NAME = "visit.json"
NOTES_NAME = "crawl-notes.bin"
MOVED_NAME = "pages.moved.json"


class ArchiveError(AuditorError):
    """An archive that cannot be read, or a folder that cannot take one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredResponse:
    """One response as it lies in the archive; header names in lower case, body decoded."""

    status: int
    headers: dict[str, str]
    body: bytes


class Bodies:
    """Random access to the bodies of one archive; call it with a Fetch, close it after use."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._files: dict[str, tuple[BinaryIO, Moved | None]] = {}
        self._open("")

    def __call__(self, fetch: Fetch) -> StoredResponse:
        """Raises ArchiveError when the record is not there or is not the one the Fetch names."""
        file, moved = self._open(fetch.held)
        name = self._folder / fetch.held / WARC_NAME
        offset = fetch.offset if moved is None else moved.places.get(fetch.offset)
        if offset is None:
            raise ArchiveError(f"{name}: {fetch.url} tidak disimpan lagi (auditor prune)")
        file.seek(offset)
        try:
            record = next(iter(ArchiveIterator(GzipReader(file))))
            headers = {"content-type": fetch.content_type}
            if record.record_type == WarcRecordType.response:
                if record.http_headers is None:
                    record.parse_http()
                headers = _joined(record.http_headers.astuples())
            body = record.reader.read()
        except (StopIteration, OSError, EOFError, ValueError) as error:
            raise ArchiveError(f"{name}: rekaman di {fetch.offset} rusak ({error})") from error
        if hashlib.sha256(body).hexdigest() != fetch.sha256:
            raise ArchiveError(f"{name}: isi rekaman {fetch.url} tidak cocok dengan hash-nya")
        return StoredResponse(status=fetch.status, headers=headers, body=body)

    def _open(self, held: str) -> tuple[BinaryIO, Moved | None]:
        if held not in self._files:
            name = self._folder / held / WARC_NAME
            try:
                self._files[held] = name.open("rb"), moved_records(name.parent)
            except OSError as error:
                raise ArchiveError(f"{name}: tidak dapat dibuka ({error.strerror})") from error
        return self._files[held]

    def close(self) -> None:
        for file, _ in self._files.values():
            file.close()

    def __enter__(self) -> Bodies:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


class Moved(msgspec.Struct):
    """Where the records of a cut-down archive of ``size`` bytes lie, by where they were."""

    size: int
    places: dict[int, int]


def moved_records(folder: Path) -> Moved | None:
    """Where an archive's records lie since it was cut down; None for one that never was."""
    try:
        moved = msgspec.json.decode((folder / MOVED_NAME).read_bytes(), type=Moved)
    except (OSError, msgspec.DecodeError):
        return None
    # Written before the archive is replaced: of another size it speaks of one that never came.
    return moved if moved.size == (folder / WARC_NAME).stat().st_size else None


def open_bodies(folder: Path) -> Bodies:
    """The bodies of a unit's archive. Raises ArchiveError when there is none."""
    return Bodies(folder)


def read_visit(folder: Path) -> Visit:
    """The unit's Visit. Raises ArchiveError when the unit is not done or its file is damaged."""
    path = folder / VISIT_NAME
    try:
        return msgspec.json.decode(path.read_bytes(), type=Visit)
    except FileNotFoundError:
        raise ArchiveError(f"{path}: tidak ada; unit ini belum selesai dijelajahi (--resume)") from None
    except (OSError, msgspec.DecodeError) as error:
        raise ArchiveError(f"{path}: rusak ({error}); hapus folder unit ini lalu --resume") from error


def is_done(folder: Path) -> bool:
    """Whether the unit in this folder was crawled to its end."""
    return (folder / VISIT_NAME).is_file()


def _joined(pairs: Iterable[tuple[str, str]]) -> dict[str, str]:
    joined: dict[str, str] = {}
    for name, value in pairs:
        key = name.lower()
        joined[key] = f"{joined[key]}, {value}" if key in joined else value
    return joined
