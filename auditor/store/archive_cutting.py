"""Cuts the archive of one unit (``archive``) down to the records that are still wanted."""

from __future__ import annotations

import json
from collections.abc import Collection
from pathlib import Path

import msgspec

from auditor.store.archive import INDEX_NAME, MOVED_NAME, WARC_NAME, ArchiveError, Moved, moved_records
from auditor.store.archive_writer import write_synced


def cut_down(folder: Path, wanted: Collection[int], *, dry: bool = False) -> int:
    """Leave only the records at these offsets (as visits name them) in a unit's archive; bytes left.

    Raises ArchiveError when the archive cannot be read or replaced.
    """
    name, rows = folder / WARC_NAME, []
    try:
        moved, index = moved_records(folder), (folder / INDEX_NAME).read_text("utf-8").splitlines()
        data = name.read_bytes()
        origin = {now: before for before, now in moved.places.items()} if moved is not None else {}
        kept, places = bytearray(), {}
        for row in index:
            head, _, tail = row.partition(" {")
            fields_ = json.loads("{" + tail)
            place = int(fields_["offset"])
            before = origin.get(place, place)
            if before in wanted:
                places[before] = len(kept)
                kept += data[place : place + int(fields_["length"])]
                rows.append(f"{head} {json.dumps({**fields_, 'offset': str(places[before])})}\n")
        if not dry:
            moved_to = Moved(size=len(kept), places=places)
            write_synced(folder / MOVED_NAME, msgspec.json.encode(moved_to))
            part = folder / (WARC_NAME + ".part")
            write_synced(part, bytes(kept))
            part.replace(name)
            write_synced(folder / INDEX_NAME, "".join(rows).encode())
    except OSError as error:
        raise ArchiveError(f"{name}: tidak dapat dipangkas ({error.strerror})") from error
    return len(kept)
