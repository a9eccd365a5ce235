"""Results of the public satisfaction survey (SKM), brought by the region as CSV.

They are shown beside the online score and never mixed into it: one is what users answered, the
other what a website shows. Columns: ``unit_id, period, value, U1 … U9`` and, if there is one,
``source`` (where the figure was published). Comma or semicolon, UTF-8, decimal point or comma.
"""

from __future__ import annotations

import csv
import re
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path

import msgspec

from auditor.errors import AuditorError

ELEMENTS = tuple(f"U{number}" for number in range(1, 10))
COLUMNS = ("unit_id", "period", "value", *ELEMENTS)
_PERIOD = re.compile(r"20\d\d(-(S[12]|Q[1-4]|0[1-9]|1[0-2]))?")
_LOW, _HIGH = 25.0, 100.0
_NEAR = 2.0
"""How far the value may lie from 25 times the mean of its elements: weights of 0.11 instead of 1/9,
and rounding of each element, explain no more than that."""


class PerceptionError(AuditorError):
    """An SKM file cannot be used: which row and column, and the mend."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Survey:
    """One survey of one unit. ``value`` 25-100; ``elements`` U1..U9 on the scale 1-4, or none.

    ``period`` is ``2026``, ``2026-S1``, ``2026-Q3`` or ``2026-05``; ``source`` names where the figure
    was published, or the file that brought it.
    """

    unit_id: str
    period: str
    value: float
    elements: tuple[float, ...]
    source: str

    @property
    def grade(self) -> str:
        """A to D by the value."""
        return next(grade.id for grade in _data().grades if self.value >= grade.min)


class _Grade(msgspec.Struct, frozen=True):
    id: str
    min: float


class _Data(msgspec.Struct, frozen=True):
    rule: str
    status: str
    elements: dict[str, str]
    grades: tuple[_Grade, ...]


@lru_cache(maxsize=1)
def _data() -> _Data:
    raw = resources.files("auditor").joinpath("rubrics", "instruments", "skm.toml").read_bytes()
    return msgspec.toml.decode(raw, type=_Data)


def element_titles() -> Mapping[str, str]:
    """U1..U9 and what each asks."""
    return _data().elements


def basis() -> str:
    """The rule behind the survey and how sure its reading is."""
    return f"{_data().rule} ({_data().status})"


def latest(surveys: Iterable[Survey]) -> dict[str, Survey]:
    """Each unit's survey of the latest period."""
    found: dict[str, Survey] = {}
    for survey in surveys:
        if survey.unit_id not in found or survey.period >= found[survey.unit_id].period:
            found[survey.unit_id] = survey
    return found


def load_skm(path: Path, units: Collection[str] | None = None) -> list[Survey]:
    """The surveys of a file, in its order. Raises PerceptionError with file, row, column and mend.

    ``units`` are the ids of the run: a row for another unit is refused, so that no figure is
    silently left out because of a typing error.
    """
    try:
        text = path.read_text("utf-8-sig")
    except UnicodeDecodeError:
        raise PerceptionError(f"{path}: bukan UTF-8; simpan ulang sebagai CSV UTF-8") from None
    except OSError as error:
        raise PerceptionError(f"{path}: tidak terbaca ({error.strerror})") from None
    lines = text.splitlines()
    delimiter = ";" if lines and lines[0].count(";") > lines[0].count(",") else ","
    reader = csv.reader(lines, delimiter=delimiter)
    head = [name.strip() for name in next(reader, [])]
    missing = [name for name in COLUMNS if name not in head]
    if missing:
        raise PerceptionError(
            f"{path}: baris 1: kolom {', '.join(missing)} tidak ada; perlu {', '.join(COLUMNS)}"
        )
    surveys: list[Survey] = []
    seen: set[tuple[str, str]] = set()
    for cells in reader:
        if not any(cell.strip() for cell in cells):
            continue
        where = f"{path}: baris {reader.line_num}"
        if len(cells) != len(head):
            raise PerceptionError(f"{where}: {len(cells)} sel, seharusnya {len(head)} seperti baris 1")
        survey = _survey(dict(zip(head, (cell.strip() for cell in cells), strict=True)), where, path.name)
        if units is not None and survey.unit_id not in units:
            raise PerceptionError(
                f"{where}: unit_id {survey.unit_id!r} tidak ada dalam hasil audit; perbaiki ejaannya"
            )
        if (survey.unit_id, survey.period) in seen:
            raise PerceptionError(
                f"{where}: {survey.unit_id} periode {survey.period} sudah ada di atas; hapus satu"
            )
        seen.add((survey.unit_id, survey.period))
        surveys.append(survey)
    return surveys


def _survey(row: dict[str, str], where: str, file: str) -> Survey:
    if not _PERIOD.fullmatch(row["period"]):
        raise PerceptionError(
            f"{where}: kolom period {row['period']!r}; tulis 2026, 2026-S1, 2026-Q3 atau 2026-05"
        )
    value = _number(row["value"], "value", where)
    if not _LOW <= value <= _HIGH:
        raise PerceptionError(f"{where}: kolom value {value:g}; nilai SKM antara 25 dan 100")
    given = [name for name in ELEMENTS if row[name]]
    if given and len(given) != len(ELEMENTS):
        lost = next(name for name in ELEMENTS if not row[name])
        raise PerceptionError(f"{where}: kolom {lost} kosong; isi kesembilan unsur atau kosongkan semuanya")
    elements = tuple(_element(row[name], name, where) for name in given)
    if elements and abs(25 * sum(elements) / len(elements) - value) > _NEAR:
        raise PerceptionError(
            f"{where}: kolom value {value:g} tidak sesuai unsurnya "
            f"(rata-rata × 25 = {25 * sum(elements) / len(elements):.2f}); periksa angkanya"
        )
    return Survey(
        unit_id=row["unit_id"],
        period=row["period"],
        value=value,
        elements=elements,
        source=row.get("source") or file,
    )


def _element(text: str, column: str, where: str) -> float:
    """An element's mean, 1-4; one given as converted value (25-100) is brought back to that scale."""
    number = _number(text, column, where)
    if 1 <= number <= 4:
        return number
    if _LOW <= number <= _HIGH:
        return number / 25
    raise PerceptionError(f"{where}: kolom {column} {number:g}; unsur antara 1 dan 4 (atau 25 dan 100)")


def _number(text: str, column: str, where: str) -> float:
    if not re.fullmatch(r"\d{1,3}([.,]\d{1,6})?", text):
        raise PerceptionError(f"{where}: kolom {column} {text!r} bukan angka; tulis mis. 82.5")
    return float(text.replace(",", "."))
