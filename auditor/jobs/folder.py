"""The run folder: where each file of a run lies, and the run's own record ``run.json``.

A run folder is the only state a run has. ``run.json`` is written when the run begins and again
when it ends; a unit is done when its ``visit.json`` is there (see ``docs/architecture.md``).
"""

from __future__ import annotations

import hashlib
import os
import shutil
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from pathlib import Path
from urllib.parse import quote

import msgspec

from auditor.errors import AuditorError
from auditor.models import Agency, Results, RunInfo
from auditor.reference import Regions, load_regions
from auditor.results import held_once
from auditor.unitstream import UnitStream

RESULT_NAME = "result.json"
KEEP_DAYS = 180


class FolderError(AuditorError):
    """The run folder cannot be used as asked."""


class UnwritableError(AuditorError):
    """The disk took no more: what is done is kept, and ``--resume`` goes on where it stopped."""

    def __init__(self, path: object, error: OSError | str) -> None:
        cause = error if isinstance(error, str) else error.strerror or type(error).__name__
        super().__init__(path, cause)
        self.path, self.cause = path, cause

    def __str__(self) -> str:
        return f"{self.path}: tidak dapat ditulis ({self.cause}); beri ruang atau hak tulis"


@dataclass(frozen=True, slots=True, kw_only=True)
class RunRecord:
    """``run.json``: what was asked, by which program, and when it began and ended.

    ``previous`` is the run folder it comes back to, relative to its own; ``recrawls`` how many runs ago
    every body was asked for (0: in this one); ``keep_days`` how old a page may be that stands in for one
    that cannot be read.
    """

    info: RunInfo
    agencies: tuple[Agency, ...]
    settings: dict[str, str] = field(default_factory=dict)
    previous: str = ""
    recrawls: int = 0
    keep_days: int = KEEP_DAYS

    @property
    def fingerprint(self) -> str:
        """Hash of everything that decides which pages are read: a resumed run must match it."""
        asked = {"agencies": self.agencies, "settings": self.settings}
        return hashlib.sha256(msgspec.json.encode(asked, order="sorted")).hexdigest()


def write_atomically(path: Path, data: bytes | Iterable[bytes], *, lasting: bool = True) -> None:
    """Replace ``path`` by ``data`` (whole or in parts); a kill leaves the old bytes or the new, never half.

    Not ``lasting``: a power cut may take it, as nothing but time is lost with it. Raises UnwritableError.
    """
    temporary = path.with_name(path.name + ".part")
    try:
        with temporary.open("wb", buffering=0) as file:
            for part in (data,) if isinstance(data, bytes) else data:
                rest = memoryview(part)
                while rest:
                    rest = rest[file.write(rest) :]
            if lasting:
                os.fsync(file.fileno())
        temporary.replace(path)
    except OSError as error:
        raise UnwritableError(path, error) from error


def link_or_copy(source: Path, place: Path) -> None:
    """The same file in a second place; what is written here is always replaced, never changed.

    Raises OSError.
    """
    place.unlink(missing_ok=True)
    try:
        os.link(source, place)
    except FileNotFoundError:
        raise
    except OSError:
        shutil.copyfile(source, place)


class RunFolder:
    """Paths inside one run folder, and its record."""

    def __init__(self, root: Path) -> None:
        self.root = root

    @property
    def record_path(self) -> Path:
        return self.root / "run.json"

    @property
    def regions_path(self) -> Path:
        """Copy of the user's extra regions, so that a recheck needs nothing outside the folder."""
        return self.root / "regions.csv"

    def regions(self) -> Regions:
        """The regions its units lie in: the program's register, and the user's copied here."""
        return load_regions(self.regions_path if self.regions_path.is_file() else None)

    @property
    def results_path(self) -> Path:
        return self.root / "results.json"

    @property
    def cache(self) -> Path:
        return self.root / "cache"

    @property
    def log_path(self) -> Path:
        return self.root / "auditor.log"

    def unit(self, unit_id: str) -> Path:
        """The folder of one unit; its id is percent-encoded so that any id is one file name."""
        return self.root / "units" / quote(unit_id, safe="")

    def visited(self, unit_id: str) -> bool:
        return (self.unit(unit_id) / "visit.json").is_file()

    def previous(self, record: RunRecord) -> RunFolder | None:
        """The run folder that ``record`` comes back to; None for a first run, or when it is gone."""
        if not record.previous:
            return None
        earlier = RunFolder((self.root / record.previous).resolve())
        return earlier if earlier.record_path.is_file() else None

    def take_over_cache(self, record: RunRecord) -> None:
        """Texts read off pictures in the run before need not be read again. Raises UnwritableError."""
        earlier = self.previous(record)
        if earlier is None:
            return
        for path in earlier.cache.rglob("*.json"):
            place = self.cache / path.relative_to(earlier.cache)
            try:
                place.parent.mkdir(parents=True, exist_ok=True)
                link_or_copy(path, place)
            except OSError as error:
                raise UnwritableError(place, error) from error

    def result_path(self, unit_id: str) -> Path:
        return self.unit(unit_id) / RESULT_NAME

    def clear(self) -> None:
        """Remove an earlier run; a folder that is no run is left alone. Raises FolderError for one."""
        if not self.root.exists() or not any(self.root.iterdir()):
            return
        if not self.record_path.is_file():
            raise FolderError(f"{self.root}: berisi berkas lain, bukan hasil audit; pilih folder lain")
        shutil.rmtree(self.root)

    def read_record(self) -> RunRecord:
        """The run's record. Raises FolderError when the folder holds none, or a damaged one."""
        try:
            data = self.record_path.read_bytes()
        except (FileNotFoundError, NotADirectoryError):
            raise FolderError(
                f"{self.root}: bukan folder hasil audit (run.json tidak ada); "
                "beri folder yang ditulis oleh 'auditor run --out'"
            ) from None
        try:
            return msgspec.json.decode(data, type=RunRecord)
        except msgspec.DecodeError as error:
            raise FolderError(f"{self.record_path}: rusak ({error}); ulangi 'auditor run'") from error

    def read_results(self) -> Results:
        """The judged units. Raises ResultsError when the run is not finished or its results are damaged."""
        units = UnitStream(self.results_path)
        return Results(run=units.run, units=tuple(held_once(units)))

    def write_record(self, record: RunRecord) -> None:
        write_atomically(self.record_path, msgspec.json.format(msgspec.json.encode(record), indent=2) + b"\n")

    def open(self, record: RunRecord, *, resume: bool, regions: Path | None) -> RunRecord:
        """Make the folder ready for ``record``; the record in force is returned.

        Raises FolderError when the folder cannot be written, already holds a run and ``resume``
        is not given, or holds a run of other targets or settings.
        """
        try:
            self.root.mkdir(parents=True, exist_ok=True)
            probe = self.root / ".tulis"
            probe.write_bytes(b"")
            probe.unlink()
        except OSError as error:
            raise FolderError(
                f"{self.root}: tidak dapat ditulis ({error.strerror}); pilih folder lain dengan --out"
            ) from error
        if self.record_path.exists():
            if not resume:
                raise FolderError(
                    f"{self.root}: sudah berisi hasil audit; lanjutkan dengan --resume atau pilih --out lain"
                )
            earlier = self.read_record()
            if earlier.fingerprint != record.fingerprint:
                raise FolderError(
                    f"{self.root}: berisi audit dengan sasaran atau pilihan lain; "
                    "--resume hanya untuk perintah yang sama, pilih --out lain"
                )
            return replace(earlier, info=replace(earlier.info, finished_at=""))
        if regions is not None:
            write_atomically(self.regions_path, regions.read_bytes())
        self.write_record(record)
        return record
