"""``results.json`` unit by unit, so that a national run's papers need no more memory than a region's.

:func:`auditor.results.encode` writes two-space indents, and JSON strings hold no raw line breaks: so
the bytes ``\\n    {\\n      "unit_id": `` can only be the beginning of a unit. A file in another
layout (written by somebody else's program) is decoded whole.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.models import RunInfo, UnitResult
from auditor.results import ResultsError, decode, decode_unit

_START = b'\n    {\n      "unit_id": '
_LIST = b'\n  "units": ['
_CHUNK = 1 << 22


class UnitStream:
    """The run and its units; every iteration reads the file again, ``get`` reads one unit."""

    def __init__(self, path: Path) -> None:
        """Index the file. Raises ResultsError when it cannot be read."""
        self._path = path
        self._places: dict[str, tuple[int, int]] = {}
        self._whole: dict[str, UnitResult] | None = None
        try:
            starts, head, size = _scan(path)
        except OSError as error:
            raise ResultsError(
                f"{path}: tidak terbaca ({error.strerror}); beri folder hasil audit yang sudah selesai"
            ) from error
        if not head or not starts:
            results = decode(path.read_bytes(), path)
            self.run: RunInfo = results.run
            self._whole = {unit.unit_id: unit for unit in results.units}
            return
        self.run = decode(head + b"]}", path).run
        with path.open("rb") as file:
            for start, end in zip(starts, [*starts[1:], size], strict=True):
                file.seek(start + len(_START))
                line = file.readline().rstrip().rstrip(b",")
                self._places[msgspec.json.decode(line, type=str)] = (start, end)

    def __len__(self) -> int:
        return len(self._places if self._whole is None else self._whole)

    def __contains__(self, unit_id: str) -> bool:
        return unit_id in (self._places if self._whole is None else self._whole)

    def __iter__(self) -> Iterator[UnitResult]:
        """The units in the order of the file. Raises ResultsError for a damaged one."""
        if self._whole is not None:
            yield from self._whole.values()
            return
        with self._path.open("rb") as file:
            for start, end in self._places.values():
                file.seek(start)
                yield decode_unit(_trim(file.read(end - start)), self._path)

    @property
    def ids(self) -> list[str]:
        """The ids of the units, in order."""
        return list(self._places if self._whole is None else self._whole)

    def get(self, unit_id: str) -> UnitResult | None:
        """One unit, or None."""
        if self._whole is not None:
            return self._whole.get(unit_id)
        if unit_id not in self._places:
            return None
        start, end = self._places[unit_id]
        with self._path.open("rb") as file:
            file.seek(start)
            return decode_unit(_trim(file.read(end - start)), self._path)


def _scan(path: Path) -> tuple[list[int], bytes, int]:
    """Where units begin, the bytes before the first of them, and the file's size."""
    starts: list[int] = []
    head, carried, offset = b"", b"", 0
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            window = carried + chunk
            base = offset - len(carried)
            if not head and (found := window.find(_LIST)) >= 0:
                head = window[: found + len(_LIST)]
            place = window.find(_START)
            while place >= 0:
                starts.append(base + place)
                place = window.find(_START, place + 1)
            offset += len(chunk)
            carried = window[-(len(_START) - 1) :]
    return starts, head, offset


def _trim(raw: bytes) -> bytes:
    """One unit's object without what follows it in the list; a cut one is left to the decoder."""
    end = raw.rfind(b"\n    }")
    return raw if end < 0 else raw[: end + len(b"\n    }")]
