"""The judged units of a run folder, each read when it is wanted: 30,000 of them do not fit in memory."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import overload

from auditor.jobs.folder import RunFolder
from auditor.models import UnitResult
from auditor.results import decode_unit, held_once


class JudgedUnits(Sequence[UnitResult]):
    """Units by their ids, in the order given. Raises OSError or ResultsError where one cannot be read."""

    def __init__(self, folder: RunFolder, unit_ids: Sequence[str]) -> None:
        self._folder, self._unit_ids = folder, unit_ids

    def __len__(self) -> int:
        return len(self._unit_ids)

    @overload
    def __getitem__(self, place: int) -> UnitResult: ...

    @overload
    def __getitem__(self, place: slice) -> JudgedUnits: ...

    def __getitem__(self, place: int | slice) -> UnitResult | JudgedUnits:
        if isinstance(place, slice):
            return JudgedUnits(self._folder, self._unit_ids[place])
        return decode_unit(self._bytes(self._unit_ids[place]))

    def __iter__(self) -> Iterator[UnitResult]:
        return held_once(map(decode_unit, self.encoded()))

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Sequence) and tuple(self) == tuple(other)

    __hash__ = None  # type: ignore[assignment] # its files may change

    def encoded(self) -> Iterator[bytes]:
        """The bytes of each, as :func:`auditor.results.encode_unit` wrote them."""
        return map(self._bytes, self._unit_ids)

    def _bytes(self, unit_id: str) -> bytes:
        return self._folder.result_path(unit_id).read_bytes()
