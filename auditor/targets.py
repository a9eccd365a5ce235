"""Target files: which units to audit (``targets/*.csv``).

Strict: every defect is named with file, row, column and the mend, all of them at once. The
columns are those of the fixed interface: ``unit_id``, ``name``, ``kind``, ``region`` and, if wanted,
``website``, ``parent``, ``notes``. Other columns are ignored.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from urllib.parse import quote

from auditor.errors import AuditorError
from auditor.models import Agency, Kind
from auditor.reference import Regions
from auditor.reference.no_website import says_none
from auditor.reference.tables import Defect, Row, TableError, closest, read_table
from auditor.urls import UrlError, website_address

REQUIRED = ("unit_id", "name", "kind", "region")
OPTIONAL = ("website", "parent", "notes")

MAX_NAME = 300
MAX_NOTES = 5000
MAX_UNIT_ID = 200
"""Longest percent-encoded unit_id, in bytes: it becomes a folder's name (limit 255)."""

_log = logging.getLogger(__name__)
_KINDS = tuple(kind.value for kind in Kind)


class TargetError(AuditorError):
    """Target files that cannot be used. One line per defect; ``defects`` holds them."""

    def __init__(self, defects: Sequence[Defect]) -> None:
        super().__init__("\n".join(map(str, defects)))
        self.defects = tuple(defects)


@dataclass(frozen=True, slots=True)
class _Entry:
    file: Path
    row: Row
    agency: Agency


def load_targets(
    paths: Sequence[Path],
    regions: Regions,
    *,
    skip_bad_rows: bool = False,
    on_defect: Callable[[Defect], None] | None = None,
) -> list[Agency]:
    """All units of the files, in order.

    With ``skip_bad_rows`` the bad rows are left out and handed to ``on_defect`` (without it:
    logged as warnings). A file that cannot be read at all, and files without a single good row, raise
    anyway. Raises TargetError.
    """
    entries: list[_Entry] = []
    defects: list[Defect] = []
    fatal: list[Defect] = []
    refused: set[str] = set()  # ids of bad rows: a child of one is not bad itself
    for path in paths:
        try:
            table = read_table(path, REQUIRED, OPTIONAL)
        except TableError as error:
            fatal.append(error.defect)
            continue
        defects += table.defects
        refused |= {row.values["unit_id"] for row in table.refused}
        for row in table.rows:
            found = [_defect(path, row, column, message) for column, message in _problems(row, regions)]
            defects += found
            if found:
                refused.add(row.values["unit_id"])
            else:
                entries.append(_Entry(path, row, _agency(row)))
    entries, repeated = _unique(entries)
    defects += repeated
    entries, lost = _with_parents(entries, refused)
    defects = sorted(defects + lost, key=lambda defect: (_rank(paths, defect.file), defect.row))
    if fatal or (defects and not skip_bad_rows):
        raise TargetError(fatal + defects)
    if not entries:
        raise TargetError(defects or [_nothing()])
    for defect in defects:
        if on_defect:
            on_defect(defect)
        else:
            _log.warning("%s", defect)
    return [entry.agency for entry in entries]


def _problems(row: Row, regions: Regions) -> Iterator[tuple[str, str]]:
    value = row.values
    yield from _bad_id(value["unit_id"])
    if not value["name"]:
        yield "name", "nama unit kosong; isi nama resminya"
    elif len(value["name"]) > MAX_NAME:
        yield "name", f"nama lebih dari {MAX_NAME} huruf; periksa tanda kutip pada barisnya"
    kind = value["kind"].casefold()
    if kind not in _KINDS:
        meant = closest(kind, _KINDS, 60)
        hint = f'mungkin maksudnya "{meant}"' if meant else f"pilih {', '.join(_KINDS)}"
        yield "kind", f'jenis "{_short(value["kind"])}" tidak dikenal; {hint}'
    yield from _bad_region(value["region"], regions)
    if website := _website(row):
        try:
            website_address(website)
        except UrlError as error:
            told = f'"{_short(value["website"])}" bukan alamat situs ({error})'
            yield "website", f"{told}; tulis seperti https://dinkes.contohkab.go.id atau kosongkan"
    if len(value.get("notes", "")) > MAX_NOTES:
        yield "notes", f"catatan lebih dari {MAX_NOTES} huruf; ringkas"


def _website(row: Row) -> str:
    """The address as written; empty where the list only says that there is none."""
    said = row.values.get("website", "")
    return "" if says_none(said) else said


def _bad_id(unit_id: str) -> Iterator[tuple[str, str]]:
    if not unit_id:
        yield "unit_id", "unit_id kosong; beri kode unik, misalnya 61.12-dinkes"
    elif unit_id in {".", ".."} or not unit_id.isprintable():
        yield "unit_id", "unit_id berisi karakter yang tidak boleh; pakai huruf, angka, titik, tanda hubung"
    elif len(quote(unit_id, safe="")) > MAX_UNIT_ID:
        yield "unit_id", f"unit_id terlalu panjang (paling banyak {MAX_UNIT_ID} huruf); singkatkan"


def _bad_region(code: str, regions: Regions) -> Iterator[tuple[str, str]]:
    if code in regions:
        return
    if not code:
        yield "region", "kode wilayah kosong; isi kode Kemendagri, misalnya 61.12"
        return
    guess = regions.guess_code(code)
    if guess and code.replace(",", ".").rstrip("0") == guess.rstrip("0") and len(code) < len(guess):
        hint = f"Excel membuang nol di belakang; format kolom sebagai teks dan tulis {guess}"
    elif guess:
        hint = f"mungkin maksudnya {guess} ({regions[guess].name})"
    else:
        hint = "tulis kode Kemendagri seperti 61.12, atau tambahkan wilayahnya dengan --regions"
    yield "region", f'kode wilayah "{_short(code)}" tidak dikenal; {hint}'


def _agency(row: Row) -> Agency:
    value = row.values
    website = _website(row)
    return Agency(
        unit_id=value["unit_id"],
        name=" ".join(value["name"].split()),
        kind=Kind(value["kind"].casefold()),
        region=value["region"],
        website=website_address(website) if website else "",
        parent=value.get("parent", ""),
        notes=value.get("notes", ""),
    )


def _unique(entries: Sequence[_Entry]) -> tuple[list[_Entry], list[Defect]]:
    first: dict[str, _Entry] = {}
    defects = []
    for entry in entries:
        earlier = first.setdefault(entry.agency.unit_id, entry)
        if earlier is not entry:
            place = f"{earlier.file} baris {earlier.row.line}"
            message = f'"{entry.agency.unit_id}" sudah dipakai di {place}; beri kode lain'
            defects.append(_defect(entry.file, entry.row, "unit_id", message))
    return list(first.values()), defects


def _with_parents(entries: Sequence[_Entry], refused: set[str]) -> tuple[list[_Entry], list[Defect]]:
    """Drop units whose parent is nobody or themselves; forget parents whose own row was refused."""
    parents = {entry.agency.unit_id: entry.agency.parent for entry in entries}
    kept, defects = [], []
    for entry in entries:
        unit, parent = entry.agency.unit_id, entry.agency.parent
        if parent in refused and parent not in parents:
            kept.append(replace(entry, agency=replace(entry.agency, parent="")))
            continue
        message = ""
        if parent and parent not in parents:
            meant = closest(parent, list(parents), 80)
            hint = f'mungkin maksudnya "{meant}"' if meant else "isi unit_id yang ada atau kosongkan"
            message = f'induk "{_short(parent)}" tidak ada; {hint}'
        elif _circular(unit, parents):
            message = f'induk "{_short(parent)}" berputar kembali ke unit ini; kosongkan salah satu'
        if message:
            defects.append(_defect(entry.file, entry.row, "parent", message))
        else:
            kept.append(entry)
    return kept, defects


def _circular(unit: str, parents: Mapping[str, str]) -> bool:
    seen: set[str] = set()
    at = parents[unit]
    while at in parents and at not in seen:
        if at == unit:
            return True
        seen.add(at)
        at = parents[at]
    return False


def _defect(path: Path, row: Row, column: str, message: str) -> Defect:
    return Defect(file=str(path), row=row.line, column=column, message=message)


def _rank(paths: Sequence[Path], file: str) -> int:
    return [str(path) for path in paths].index(file)


def _nothing() -> Defect:
    return Defect(file="targets", row=0, column="", message="tidak ada berkas; sebutkan setidaknya satu")


def _short(text: str) -> str:
    """A value as it may stand in one line of a message."""
    flat = " ".join(text.split())
    return flat if len(flat) <= 60 else f"{flat[:57]}..."
