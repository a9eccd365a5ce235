"""Writes the archive of one unit (``archive``): records as they come, the visit last."""

from __future__ import annotations

import hashlib
import io
import os
import uuid
from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass, replace
from pathlib import Path
from typing import BinaryIO

import msgspec
from fastwarc.warc import WarcRecord, WarcRecordType
from isal import isal_zlib

from auditor import __version__
from auditor.models import Agency, Fetch, Visit
from auditor.store.archive import INDEX_NAME, NOTES_NAME, VISIT_NAME, WARC_NAME, ArchiveError
from auditor.store.archive_forms import SAFE_HEADER, http_head, index_line

_LEVEL = 2  # of ISA-L: a quarter of the time of zlib's level 3 for 4 % more bytes
_GZIP = 31  # zlib's word for the largest window in a gzip member


@dataclass(frozen=True, slots=True, kw_only=True)
class Occasion:
    """How an address was come to and asked, beside what it answered."""

    url: str
    requested_url: str
    fetched_at: str
    headers: tuple[tuple[str, str], ...] = ()
    referrer: str = ""
    anchor: str = ""
    depth: int = 0
    external: bool = False


class VisitWriter:
    """Writes one unit's archive. A folder left without ``finish`` holds no ``visit.json``."""

    def __init__(self, folder: Path, agency: Agency) -> None:
        """Raises ArchiveError when the folder cannot be written."""
        self.folder = folder
        self._fetches: list[Fetch] = []
        self._index: list[str] = []
        self._places: dict[tuple[Path, str], str] = {}
        try:
            folder.mkdir(parents=True, exist_ok=True)
            for name in (VISIT_NAME, INDEX_NAME, NOTES_NAME):
                (folder / name).unlink(missing_ok=True)
            self._file: BinaryIO = (folder / WARC_NAME).open("wb")
            self._info(agency)
        except OSError as error:
            raise _unwritable(folder, error) from error

    @property
    def fetches(self) -> tuple[Fetch, ...]:
        """What was stored so far, in order."""
        return tuple(self._fetches)

    def add(
        self,
        *,
        url: str,
        requested_url: str,
        status: int,
        headers: Iterable[tuple[str, str]],
        body: bytes,
        content_type: str,
        fetched_at: str,
        via: str = "http",
        referrer: str = "",
        anchor: str = "",
        depth: int = 0,
        external: bool = False,
        truncated: bool = False,
        reads: str = "",
        sha256: str = "",
    ) -> Fetch:
        """Store one response and return its Fetch; ``sha256`` is the body's where it is known already.

        Raises ArchiveError when it cannot be written.
        """
        record = WarcRecord()
        if via == "browser":
            # What the browser made of a page: ISO 28500 section 6.9, "conversion".
            record.init_headers(record_type=WarcRecordType.conversion, record_urn=_urn())
            record.headers["Content-Type"] = content_type or "text/html; charset=utf-8"
            record.set_bytes_content(body)
        else:
            record.init_headers(record_type=WarcRecordType.response, record_urn=_urn())
            record.headers["Content-Type"] = "application/http;msgtype=response"
            record.set_bytes_content(http_head(status, headers, len(body)) + body)
            # Parsing the head lets the library know where the payload (and its digest) begins.
            record.parse_http()
        record.headers["WARC-Target-URI"] = url
        record.headers["WARC-Date"] = fetched_at
        if truncated:
            record.headers["WARC-Truncated"] = "length"
        fetch = Fetch(
            url=url,
            requested_url=requested_url,
            status=status,
            content_type=content_type,
            sha256=sha256 or hashlib.sha256(body).hexdigest(),
            fetched_at=fetched_at,
            offset=self._append(record),
            via=via,
            referrer=referrer,
            anchor=anchor,
            depth=depth,
            external=external,
            truncated=truncated,
            reads=reads,
        )
        self._keep(fetch, fetch.offset)
        return fetch

    def refer(self, earlier: Fetch, folder: Path, *, asked: Occasion, not_modified: bool) -> Fetch:
        """Store that a body of an earlier visit (in ``folder``) came again, and return its Fetch.

        The WARC file gets a ``revisit`` record (ISO 28500 section 6.7) that names the record with the
        body; ``not_modified`` says that the server said so (304), else the bytes were the same.
        """
        fetch = self._referred(earlier, folder, asked)
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.revisit, record_urn=_urn())
        record.headers["Content-Type"] = "application/http;msgtype=response"
        profile = "server-not-modified" if not_modified else "identical-payload-digest"
        record.headers["WARC-Profile"] = f"http://netpreserve.org/warc/1.1/revisit/{profile}"
        record.headers["WARC-Refers-To-Target-URI"] = earlier.url
        record.headers["WARC-Refers-To-Date"] = earlier.fetched_at
        record.headers["WARC-Payload-Digest"] = f"sha256:{earlier.sha256}"
        record.headers["WARC-Target-URI"] = fetch.url
        record.headers["WARC-Date"] = fetch.fetched_at
        status = 304 if not_modified else earlier.status
        record.set_bytes_content(http_head(status, asked.headers, 0))
        self._keep(fetch, self._append(record))
        return fetch

    def keep(
        self, earlier: Fetch, folder: Path, *, asked: Occasion, cause: str = "", unasked: str = ""
    ) -> Fetch:
        """Go on with the body of an earlier visit: the address could not be read this time, or was not asked.

        Nothing came, so the WARC file gets no record.
        """
        fetch = replace(
            self._referred(earlier, folder, asked),
            fetched_at=earlier.fetched_at,
            kept=cause or earlier.kept,
            unasked=unasked,
        )
        self._fetches.append(fetch)
        return fetch

    def _referred(self, earlier: Fetch, folder: Path, asked: Occasion) -> Fetch:
        place = self._places.get((folder, earlier.held))
        if place is None:
            found = os.path.relpath(folder.resolve() / earlier.held, self.folder.resolve())
            place = self._places[folder, earlier.held] = Path(found).as_posix()
        return replace(
            earlier,
            url=asked.url,
            requested_url=asked.requested_url,
            fetched_at=asked.fetched_at,
            referrer=asked.referrer,
            anchor=asked.anchor,
            depth=asked.depth,
            external=asked.external,
            held=place,
            kept="",
            unasked="",
        )

    def _append(self, record: WarcRecord) -> int:
        try:
            return self._write(record)
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def _keep(self, fetch: Fetch, offset: int) -> None:
        self._fetches.append(fetch)
        self._index.append(index_line(fetch, offset, self._file.tell() - offset))

    def finish(self, visit: Visit, notes: bytes = b"") -> None:
        """Make the archive whole: WARC, index and notes on disk first, then ``visit.json`` in one step."""
        try:
            self._file.flush()
            os.fsync(self._file.fileno())
            self._file.close()
            write_synced(self.folder / INDEX_NAME, "".join(sorted(self._index)).encode())
            if notes:
                write_synced(self.folder / NOTES_NAME, notes)
            part = self.folder / (VISIT_NAME + ".part")
            write_synced(part, msgspec.json.format(msgspec.json.encode(visit), indent=1) + b"\n")
            part.replace(self.folder / VISIT_NAME)
            _sync_folder(self.folder)
        except OSError as error:
            raise _unwritable(self.folder, error) from error

    def abandon(self) -> None:
        """Close without declaring the unit done; the next run starts it again."""
        with suppress(OSError):  # what a full disk did not take is not wanted any more
            self._file.close()

    def _info(self, agency: Agency) -> None:
        record = WarcRecord()
        record.init_headers(record_type=WarcRecordType.warcinfo, record_urn=_urn())
        record.headers["Content-Type"] = "application/warc-fields"
        name = SAFE_HEADER.sub("?", agency.unit_id)
        record.set_bytes_content(
            f"software: auditor/{__version__}\r\nformat: WARC File Format 1.1\r\n"
            f"description: {name}\r\n".encode()
        )
        self._write(record)

    def _write(self, record: WarcRecord) -> int:
        offset = self._file.tell()
        plain = io.BytesIO()
        record.write(plain, checksum_data=True)
        self._file.write(isal_zlib.compress(plain.getvalue(), _LEVEL, _GZIP))
        return offset


def _urn() -> bytes:
    return b"uuid:" + str(uuid.uuid4()).encode()


def write_synced(path: Path, data: bytes) -> None:
    """Write a file and wait until the disk has it."""
    with path.open("wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())


def _sync_folder(folder: Path) -> None:
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _unwritable(folder: Path, error: OSError) -> ArchiveError:
    return ArchiveError(
        f"{folder}: tidak dapat ditulis ({error.strerror}); "
        "beri ruang atau hak tulis, lalu ulangi dengan --resume"
    )
