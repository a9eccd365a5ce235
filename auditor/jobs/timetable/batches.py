"""``targets/batches.toml``: which regions or target files, how often, at which hours, by which rubric.

Strict: an unknown key, a missing file or a wrong hour stops the program with one line per defect that
names the file, the batch, the key and the mend.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec

from auditor.errors import AuditorError
from auditor.jobs.assess_options import is_ocr
from auditor.jobs.timetable.moments import EVERY, Hours
from auditor.models import Agency
from auditor.reference import Regions
from auditor.reference.tables import Defect, closest
from auditor.scoring import load_rubric
from auditor.spiders.options import RENDER_MODES
from auditor.targets import TargetError, load_targets

_ID = re.compile(r"[a-z0-9](?:[a-z0-9-]{0,38}[a-z0-9])?")
_HOURS = re.compile(r"([01]\d|2[0-3]):([0-5]\d)-([01]\d|2[0-3]):([0-5]\d)")
_FILE_KEYS = ("date", "seed", "batch")
_REQUIRED = ("id", "targets", "every", "hours", "why")
_OPTIONAL = ("regions", "rubric", "max_pages", "render", "ocr", "delay", "formats")
_FORMATS = ("html", "xlsx", "pdf", "csv", "json")


class BatchesError(AuditorError):
    """A timetable that cannot be used: one line per defect."""

    def __init__(self, defects: Sequence[object]) -> None:
        super().__init__("\n".join(map(str, defects)))


@dataclass(frozen=True, slots=True, kw_only=True)
class Batch:
    """One ``[[batch]]``: units that are audited together, once in every period.

    ``every`` is one of ``moments.EVERY``; ``hours`` are local to each unit. ``agencies`` are the
    units of its target files, in order, only those of ``regions`` where that is given.
    """

    id: str
    agencies: tuple[Agency, ...]
    every: str
    hours: Hours
    why: str
    rubric: str = "uu25-2009"
    max_pages: int = 80
    render: str = "auto"
    ocr: str = "auto"
    delay: float = 1.0
    formats: tuple[str, ...] = ("html", "xlsx", "csv", "json")


@dataclass(frozen=True, slots=True, kw_only=True)
class Timetable:
    """The whole file. ``seed`` makes the moments random to others and the same on every machine."""

    seed: str
    batches: tuple[Batch, ...]


def load_batches(path: Path, regions: Regions) -> Timetable:
    """The timetable of ``path``; its target files are relative to it. Raises BatchesError."""
    data = _read(path)
    told = _Told(path)
    for key in data:
        if key not in _FILE_KEYS:
            told.add("", str(key), _unknown(str(key), _FILE_KEYS))
    for key in ("date", "seed"):
        if not isinstance(data.get(key), str) or not data[key]:
            told.add("", key, f'belum diisi; tulis {key} = "…"')
    entries = data.get("batch")
    if not isinstance(entries, list) or not entries:
        told.add("", "batch", "belum ada jadwal; tambahkan setidaknya satu [[batch]]")
        entries = []
    batches: list[Batch] = []
    for number, entry in enumerate(entries, start=1):
        name = str(entry.get("id", "")) or f"ke-{number}"
        before = len(told.defects)
        for key, message in _problems(entry, {batch.id for batch in batches}):
            told.add(name, key, message)
        if len(told.defects) == before and (agencies := _agencies(entry, name, path, regions, told)):
            batches.append(_batch(entry, agencies))
    if told.defects:
        raise BatchesError(told.defects)
    return Timetable(seed=data["seed"], batches=tuple(batches))


class _Told:
    def __init__(self, path: Path) -> None:
        self._path = path
        self.defects: list[object] = []

    def add(self, batch: str, key: str, message: str) -> None:
        place = f"{self._path}, batch {batch}" if batch else str(self._path)
        self.defects.append(f"{place}, {key}: {message}")


def _read(path: Path) -> dict[str, Any]:
    try:
        data = msgspec.toml.decode(path.read_bytes())
    except FileNotFoundError:
        raise BatchesError(
            [f"{path}: berkas tidak ada; periksa nama, atau sebutkan dengan --batches"]
        ) from None
    except (OSError, UnicodeDecodeError) as error:
        raise BatchesError(
            [f"{path}: tidak dapat dibaca ({error}); periksa hak akses dan simpan sebagai UTF-8"]
        ) from None
    except msgspec.DecodeError as error:
        raise BatchesError(
            [f"{path}: bukan TOML yang benar ({error}); periksa tanda kutip dan kurung"]
        ) from None
    return dict(data)


def _problems(entry: dict[str, Any], earlier: set[str]) -> Iterator[tuple[str, str]]:
    known = (*_REQUIRED, *_OPTIONAL)
    for key in entry:
        if key not in known:
            yield key, _unknown(key, known)
    for key in _REQUIRED:
        if not entry.get(key):
            yield key, "belum diisi"
    for key, holds, says in _RULES:
        if entry.get(key) is not None and entry[key] != "" and not holds(entry[key]):
            yield key, f"{entry[key]!r}: {says}"
    if entry.get("id") in earlier:
        yield "id", f"{entry['id']!r} muncul dua kali; beri nama lain"
    if isinstance(rubric := entry.get("rubric"), str):
        try:
            load_rubric(rubric)
        except AuditorError as error:
            yield "rubric", str(error)


def _strings(value: object) -> bool:
    return isinstance(value, list) and bool(value) and all(isinstance(item, str) and item for item in value)


def _number(value: object) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and value >= 0


_RULES: tuple[tuple[str, Callable[[Any], bool], str], ...] = (
    ("id", lambda v: isinstance(v, str) and bool(_ID.fullmatch(v)), "1-40 huruf kecil, angka, tanda hubung"),
    ("targets", _strings, 'tulis daftar berkas, misalnya ["61.12-kubu-raya.csv"]'),
    ("regions", _strings, 'tulis daftar kode wilayah, misalnya ["61.12"] atau ["61"]'),
    ("every", lambda v: v in EVERY, f"pilih {', '.join(EVERY)}"),
    ("hours", lambda v: _hours(v) is not None, 'tulis seperti "20:00-05:00" (jam setempat)'),
    ("why", lambda v: isinstance(v, str), "tulis alasan atau dasarnya sebagai teks"),
    ("max_pages", lambda v: _number(v) and isinstance(v, int) and v > 0, "tulis bilangan bulat lebih dari 0"),
    ("render", lambda v: v in RENDER_MODES, f"pilih {', '.join(RENDER_MODES)}"),
    ("ocr", is_ocr, 'pilih auto, never, atau banyaknya gambar per unit ("3")'),
    ("delay", _number, "tulis jeda dalam detik, 0 atau lebih"),
    ("formats", lambda v: _strings(v) and set(v) <= set(_FORMATS), f"pilih dari {', '.join(_FORMATS)}"),
)  # fmt: skip


def _hours(text: object) -> Hours | None:
    found = _HOURS.fullmatch(text) if isinstance(text, str) else None
    if not found:
        return None
    begin_hour, begin_minute, end_hour, end_minute = map(int, found.groups())
    return Hours(begin=begin_hour * 60 + begin_minute, end=end_hour * 60 + end_minute)


def _agencies(
    entry: dict[str, Any], name: str, path: Path, regions: Regions, told: _Told
) -> tuple[Agency, ...]:
    try:
        agencies = load_targets([path.parent / file for file in entry["targets"]], regions)
    except TargetError as error:
        told.defects += [
            f"{path}, batch {name}, targets: {defect}"
            for defect in error.defects
            if isinstance(defect, Defect)
        ]
        return ()
    wanted = tuple(entry.get("regions", ()))
    for code in wanted:
        if code not in regions:
            told.add(name, "regions", f'wilayah "{code}" tidak dikenal; pakai kode seperti 61 atau 61.12')
    chosen = tuple(a for a in agencies if not wanted or any(_below(a.region, code) for code in wanted))
    if not chosen:
        told.add(name, "regions", "tidak satu pun unit dalam berkas sasaran termasuk wilayah itu")
    return chosen


def _below(region: str, code: str) -> bool:
    return region == code or region.startswith(f"{code}.")


def _batch(entry: dict[str, Any], agencies: tuple[Agency, ...]) -> Batch:
    hours = _hours(entry["hours"])
    assert hours is not None
    given = {key: entry[key] for key in _OPTIONAL if key in entry and key != "regions"}
    if "formats" in given:
        given["formats"] = tuple(given["formats"])
    return Batch(
        id=entry["id"], agencies=agencies, every=entry["every"], hours=hours, why=entry["why"], **given
    )


def _unknown(key: str, known: Sequence[str]) -> str:
    meant = closest(key, known, 70)
    hint = f'mungkin maksudnya "{meant}"' if meant else f"pilih dari {', '.join(known)}"
    return f"kunci tidak dikenal; {hint}"
