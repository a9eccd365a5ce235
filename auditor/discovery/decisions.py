"""What people decided about units' websites (``decisions.csv``): their word is the last.

Columns: ``unit_id``, ``website`` (an address, or ``none``), ``reason``, ``person``, ``date`` and
``valid_until`` (ISO). A unit may stand in several rows: the latest date counts, the others are its
history. Strict, as target files are: every defect with file, row, column and the mend.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

from auditor.errors import AuditorError
from auditor.models import Agency, Decision
from auditor.reference.tables import Defect, Row, TableError, read_table
from auditor.urls import UrlError, website_address

FILE_NAME = "decisions.csv"
COLUMNS = ("unit_id", "website", "reason", "person", "date", "valid_until")
NONE = "none"
_NONE_WORDS = frozenset({NONE, "tidak ada"})
_MAX_TEXT = 1000


class DecisionError(AuditorError):
    """Decision files that cannot be used. One line per defect."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("\n".join(map(str, defects)))
        self.defects = tuple(defects)


def load_decisions(paths: Iterable[Path], today: date) -> dict[str, Decision]:
    """The decision in force, or last in force, by ``unit_id``. Raises DecisionError.

    ``today`` is the day after which no decision can have been made yet.
    """
    latest: dict[str, Decision] = {}
    defects: list[Defect] = []
    for path in paths:
        try:
            table = read_table(path, COLUMNS)
        except TableError as error:
            defects.append(error.defect)
            continue
        defects += table.defects
        for row in table.rows:
            found = [
                Defect(file=str(path), row=row.line, column=column, message=message)
                for column, message in _problems(row.values, today)
            ]
            unit_id = row.values["unit_id"]
            earlier = latest.get(unit_id)
            if not found and earlier and earlier.date == row.values["date"]:
                message = f'"{unit_id}" sudah diputuskan pada tanggal yang sama; hapus salah satu barisnya'
                found.append(Defect(file=str(path), row=row.line, column="date", message=message))
            defects += found
            if not found and (earlier is None or earlier.date < row.values["date"]):
                latest[unit_id] = _decision(row)
    if defects:
        raise DecisionError(defects)
    return latest


def with_decisions(
    agencies: Iterable[Agency], decisions: Mapping[str, Decision]
) -> tuple[list[Agency], tuple[str, ...]]:
    """The units with what was decided about them, and the decided ``unit_id`` that are none of them."""
    told = [replace(agency, decision=decisions.get(agency.unit_id)) for agency in agencies]
    known = {agency.unit_id for agency in told}
    return told, tuple(unit_id for unit_id in decisions if unit_id not in known)


def in_force(decision: Decision | None, day: str) -> Decision | None:
    """The decision when it still counts on ``day`` (an ISO date or time), else None."""
    return decision if decision is not None and day[:10] <= decision.valid_until else None


def append_decision(path: Path, unit_id: str, decision: Decision, today: date) -> None:
    """Add one row, making the file where there is none.

    Raises DecisionError when the row or the file as it stands is not valid, AuditorError when it cannot
    be written.
    """
    website = decision.website or NONE
    told = (unit_id, website, decision.reason, decision.person, decision.date, decision.valid_until)
    problems = list(_problems(dict(zip(COLUMNS, told, strict=True)), today))
    defects = [Defect(file=str(path), row=0, column=column, message=text) for column, text in problems]
    earlier = load_decisions([path], today).get(unit_id) if path.exists() and not defects else None
    if earlier and earlier.date >= decision.date:
        message = f"sudah ada keputusan bertanggal {earlier.date}; keputusan baru harus lebih muda"
        defects.append(Defect(file=str(path), row=0, column="date", message=message))
    if defects:
        raise DecisionError(defects)
    try:
        new = not path.exists() or not path.stat().st_size
        whole = new or path.read_bytes().endswith(b"\n")
        with path.open("a", encoding="utf-8", newline="") as file:
            file.write("" if whole else "\n")
            writer = csv.writer(file, lineterminator="\n")
            writer.writerows([COLUMNS, told] if new else [told])
    except OSError as error:
        raise AuditorError(f"{path}: tidak dapat ditulis ({error.strerror}); periksa hak aksesnya") from error


def _problems(value: Mapping[str, str], today: date) -> Iterator[tuple[str, str]]:
    if not value["unit_id"]:
        yield "unit_id", "unit_id kosong; salin dari berkas sasaran"
    website = value["website"]
    if not website:
        yield "website", f'keputusan kosong; tulis alamat situsnya, atau "{NONE}" bila memang tidak ada'
    elif website.casefold() not in _NONE_WORDS:
        try:
            website_address(website)
        except UrlError as error:
            yield "website", f'"{website[:60]}" bukan alamat situs ({error}); tulis alamat atau "{NONE}"'
    for column, words in (("reason", "alasan"), ("person", "nama yang memutuskan")):
        if not value[column]:
            yield column, f"{words} kosong; keputusan tanpa {words} tidak dapat dipertanggungjawabkan"
        elif len(value[column]) > _MAX_TEXT:
            yield column, f"{words} lebih dari {_MAX_TEXT} huruf; ringkas"
    made, until = (_day(value[column]) for column in ("date", "valid_until"))
    for column, day in (("date", made), ("valid_until", until)):
        if day is None:
            yield column, f'"{value[column][:40]}" bukan tanggal; tulis seperti {today.isoformat()}'
    if made and made > today:
        yield "date", f"tanggal {made} belum tiba; tulis hari keputusan dibuat"
    if made and until and until < made:
        yield "valid_until", f"berakhir ({until}) sebelum diputuskan ({made}); perbaiki salah satunya"


def _day(text: str) -> date | None:
    """An ISO date in its long form only: 03/04/2026 is two days in two offices."""
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if day.isoformat() == text else None


def _decision(row: Row) -> Decision:
    value = row.values
    none = value["website"].casefold() in _NONE_WORDS
    return Decision(
        website="" if none else website_address(value["website"]),
        reason=value["reason"],
        person=value["person"],
        date=value["date"],
        valid_until=value["valid_until"],
    )
