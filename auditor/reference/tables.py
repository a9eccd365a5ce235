"""Strict reading of the CSV files people write by hand, with every defect named at once.

A defect is one line in Indonesian: file, row (line number as an editor shows it), column and
the mend. Semicolons instead of commas are accepted, because Excel with Indonesian settings
writes nothing else; everything ambiguous is refused.
"""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from rapidfuzz import fuzz, process

MAX_BYTES = 50_000_000
"""Largest table read, in bytes; the national list of units is under 10 MB."""

_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
"""How .xlsx and .ods (ZIP), and .xls (OLE) begin."""
_NO_UTF8 = re.compile("[\udc80-\udcff]")  # how ``surrogateescape`` marks bytes that are no UTF-8


@dataclass(frozen=True, slots=True, kw_only=True)
class Defect:
    """One thing to mend. ``row`` is the line in the file (0 = the file as a whole)."""

    file: str
    row: int
    column: str
    message: str

    def __str__(self) -> str:
        """One line: file, row, column, what is wrong and the mend."""
        place = f", baris {self.row}" if self.row else ""
        where = f", kolom {self.column}" if self.column else ""
        return f"{self.file}{place}{where}: {self.message}"


class TableError(Exception):
    """The table cannot be read at all (missing, empty, no header)."""

    def __init__(self, defect: Defect) -> None:
        super().__init__(str(defect))
        self.defect = defect


_Whole = Callable[[str, int, str], TableError]


@dataclass(frozen=True, slots=True)
class Row:
    """A row's values by column (NFC, stripped, absent columns empty) and its line."""

    line: int
    values: dict[str, str]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows that could be read, the defects of the others, and these (``refused``) as far as read."""

    rows: tuple[Row, ...]
    defects: tuple[Defect, ...]
    refused: tuple[Row, ...]


def closest(word: str, choices: Collection[str], cutoff: int = 75) -> str:
    """The choice most like ``word``, or an empty string when none comes near."""
    found = process.extractOne(word.casefold(), list(choices), scorer=fuzz.ratio, score_cutoff=cutoff)
    return found[0] if found else ""


def read_table(path: Path, required: Sequence[str], optional: Sequence[str] = ()) -> Table:
    """Read a CSV file with a header.

    Unknown columns are ignored (offices keep notes of their own), except a misspelt known one.
    Raises TableError when the file as a whole cannot be used; bad rows become defects.
    """

    def whole(message: str, row: int, column: str) -> TableError:
        return TableError(Defect(file=str(path), row=row, column=column, message=message))

    text = _decode(_read(path, whole), whole)
    if not text.strip():
        raise whole("berkas kosong; isi baris judul kolom dan setidaknya satu baris data", 0, "")
    first = text.lstrip("\r\n").split("\n", 1)[0]
    delimiter = ";" if first.count(";") > first.count(",") else ","
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    header: list[str] = []
    rows: list[Row] = []
    refused: list[Row] = []
    defects: list[Defect] = []
    damaged: list[Defect] = []
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader, None)
        except csv.Error as error:
            if not header:
                raise whole(f"baris judul tidak terbaca ({error}); periksa tanda kutip", line, "") from error
            defects.append(_broken(path, line, str(error)))
            continue
        if cells is None:
            break
        if not any(cell.strip() for cell in cells):
            continue
        if not header:
            header = _header(cells, required, optional, line, whole)
            continue
        if bad := _no_utf8(path, line, header, cells):
            damaged += bad
        else:
            bad = _row(path, line, header, cells, required)
            defects += bad
        (refused if bad else rows).append(Row(line, _values(header, cells, required)))
    if damaged:
        defects.append(_saved_wrongly(damaged))
    if not rows and not defects:
        raise whole("hanya ada baris judul; tambahkan setidaknya satu baris data", 0, "")
    return Table(tuple(rows), tuple(defects), tuple(refused))


def _read(path: Path, whole: _Whole) -> bytes:
    try:
        if path.is_dir():
            raise whole("ini folder, bukan berkas; sebutkan berkas .csv di dalamnya", 0, "")
        if path.stat().st_size > MAX_BYTES:
            raise whole(
                f"berkas lebih besar dari {MAX_BYTES // 1_000_000} MB; bagi menjadi beberapa berkas", 0, ""
            )
        return path.read_bytes()
    except FileNotFoundError as error:
        raise whole("berkas tidak ada; periksa nama dan foldernya", 0, "") from error
    except OSError as error:
        raise whole(f"berkas tidak dapat dibuka ({error.strerror}); periksa hak aksesnya", 0, "") from error


def _decode(data: bytes, whole: _Whole) -> str:
    if data.startswith(_WORKBOOKS):
        raise whole('ini berkas Excel atau LibreOffice, bukan CSV; simpan sebagai "CSV UTF-8"', 0, "")
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        raise whole('berkas tersimpan sebagai UTF-16; simpan ulang sebagai "CSV UTF-8"', 0, "")
    # Bytes that are no UTF-8 stay marked, so that only their rows are refused.
    return data.decode("utf-8-sig", errors="surrogateescape")


def _header(
    cells: Sequence[str], required: Sequence[str], optional: Sequence[str], line: int, whole: _Whole
) -> list[str]:
    if len(cells) == 1 and "\t" in cells[0]:
        raise whole('kolom dipisah tab, bukan koma; simpan ulang berkas sebagai "CSV UTF-8"', line, "")
    known = (*required, *optional)
    names = [cell.strip().casefold() for cell in cells]
    for name in names:
        if name in known and names.count(name) > 1:
            raise whole("judul kolom muncul dua kali; hapus salah satu", line, name)
        if name and name not in known and (meant := closest(name, known, 85)) and meant not in names:
            raise whole(f'judul kolom tidak dikenal; mungkin maksudnya "{meant}"', line, name)
    missing = [name for name in required if name not in names]
    if missing:
        plural = ", ".join(missing)
        raise whole(f"kolom wajib tidak ada: {plural}; tulis judul kolom itu pada baris pertama", line, "")
    return names


def _row(
    path: Path, line: int, header: Sequence[str], cells: Sequence[str], required: Sequence[str]
) -> list[Defect]:
    def bad(column: str, message: str) -> Defect:
        return Defect(file=str(path), row=line, column=column, message=message)

    defects = []
    if any(cell.strip() for cell in cells[len(header) :]):
        defects.append(
            bad("", f"ada {len(cells)} isian untuk {len(header)} kolom; beri tanda kutip pada isian berkoma")
        )
    for name, cell in zip(header, cells, strict=False):
        if problem := _unreadable(cell):
            defects.append(bad(name, problem))
    if len(cells) < len(header) and any(name in required for name in header[len(cells) :]):
        defects.append(bad("", f"hanya {len(cells)} dari {len(header)} kolom terisi; lengkapi barisnya"))
    return defects


def _values(header: Sequence[str], cells: Sequence[str], required: Sequence[str]) -> dict[str, str]:
    values = dict.fromkeys((*header, *required), "")
    for name, cell in zip(header, cells, strict=False):
        values[name] = unicodedata.normalize("NFC", cell.strip())
    return values


def _no_utf8(path: Path, line: int, header: Sequence[str], cells: Sequence[str]) -> list[Defect]:
    """One defect for each cell that holds bytes which are no UTF-8."""
    names = (*header, *[""] * (len(cells) - len(header)))
    return [
        Defect(
            file=str(path),
            row=line,
            column=name,
            message=f"bita 0x{ord(hit[0]) - 0xDC00:02X} pada huruf ke-{hit.end()} bukan UTF-8",
        )
        for name, cell in zip(names, cells, strict=False)
        if (hit := _NO_UTF8.search(cell))
    ]


def _saved_wrongly(damaged: Sequence[Defect]) -> Defect:
    """The first of the damaged cells for all of them: they were saved together, in another encoding."""
    first, more = damaged[0], len(damaged) - 1
    others = f", begitu juga {more} isian lain" if more else ""
    return replace(first, message=f'{first.message}{others}; simpan ulang berkas sebagai "CSV UTF-8"')


def _unreadable(cell: str) -> str:
    if place := cell.find("\0") + 1:
        return f"ada karakter NUL pada huruf ke-{place}; ketik ulang isiannya"
    if "\n" in cell.strip() or "\r" in cell.strip():
        return "ada pergantian baris di dalam isian; periksa tanda kutip yang tidak ditutup"
    return ""


def _broken(path: Path, line: int, error: str) -> Defect:
    if "field larger" in error:
        message = "isian terlalu panjang; periksa tanda kutip yang tidak ditutup"
    else:
        message = 'tanda kutip rusak; tulis tanda kutip di dalam isian sebagai ""'
    return Defect(file=str(path), row=line, column="", message=message)
