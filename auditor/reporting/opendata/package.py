"""The open data as files: a Frictionless data package with CSV, JSON Lines and Parquet.

Written unit by unit; a Parquet file keeps a few thousand rows before it writes them. Text that a
spreadsheet would calculate gets an apostrophe in the CSV files only, as the dictionary says.
"""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from pathlib import Path
from types import TracebackType
from typing import IO, Any

import msgspec
import pyarrow as pa
import pyarrow.parquet as pq

from auditor.models import Region, RunInfo
from auditor.reporting.csv_files import safe
from auditor.reporting.html import environment
from auditor.reporting.opendata import TABLES, Cell, TableSpec, load_tables, rows
from auditor.reporting.view import UnitView
from auditor.scoring import Rubric

BATCH = 2_000
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Atribusi 4.0 Internasional",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
_ARROW = {"string": pa.string(), "number": pa.float64(), "integer": pa.int64()}
_APOSTROPHE = (
    "Teks yang diawali = + - @, tab, atau CR diberi tanda ' di depannya agar tidak dihitung lembar kerja; "
    "Parquet dan JSON Lines tidak memakainya. / Text that begins with = + - @, tab or CR has a leading ' so "
    "that no spreadsheet calculates it; Parquet and JSON Lines have none."
)


@dataclass
class _Table:
    """The open files of one table and the rows waiting for the next batch."""

    spec: TableSpec
    file: IO[str]
    parquet: pq.ParquetWriter
    waiting: list[tuple[Cell, ...]] = field(default_factory=list)
    many: int = 0

    def __post_init__(self) -> None:
        self.writer = csv.writer(self.file, lineterminator="\n")
        self.writer.writerow([column.name for column in self.spec.columns])

    def add(self, cells: tuple[Cell, ...]) -> None:
        self.writer.writerow([safe(cell) for cell in cells])
        self.waiting.append(tuple(None if cell == "" else cell for cell in cells))
        self.many += 1
        if len(self.waiting) >= BATCH:
            self.flush()

    def flush(self) -> None:
        """Write the waiting rows as one row group."""
        if self.waiting or not self.many:
            columns = zip(*self.waiting, strict=True) if self.waiting else ((),) * len(self.spec.columns)
            arrays = [
                pa.array(cells, type=_ARROW[column.type])
                for cells, column in zip(columns, self.spec.columns, strict=True)
            ]
            self.parquet.write_table(pa.table(arrays, schema=_arrow_schema(self.spec)))
            self.waiting.clear()


class PackageWriter:
    """A data package being written: ``add`` each unit inside ``with``; its end writes the descriptor."""

    def __init__(
        self, folder: Path, run: RunInfo, regions: Mapping[str, Region], rubric: Rubric | None
    ) -> None:
        self.folder, self.run, self.regions, self.rubric = folder, run, regions, rubric
        self.paths: list[Path] = []
        self._points: list[dict[str, Any]] = []
        self._stack = ExitStack()

    def __enter__(self) -> PackageWriter:
        data = self.folder / "data"
        data.mkdir(parents=True, exist_ok=True)
        self._lines = self._stack.enter_context((data / "units.jsonl").open("wb"))
        self._tables = {}
        for name, spec in load_tables().items():
            path, other = data / f"{name}.csv", data / f"{name}.parquet"
            file = self._stack.enter_context(path.open("w", encoding="utf-8", newline=""))
            parquet = self._stack.enter_context(pq.ParquetWriter(other, _arrow_schema(spec)))
            self._tables[name] = _Table(spec, file, parquet)
            self.paths += [path, other]
        self.paths.append(data / "units.jsonl")
        return self

    def add(self, view: UnitView, point: tuple[float, float] | None = None) -> None:
        """One unit; ``point`` is its longitude and latitude where they are known."""
        made = rows(view, self.run, self.regions)
        for name, found in made.items():
            for cells in found:
                self._tables[name].add(cells)
        whole = _named(self._tables["units"].spec, made["units"][0])
        for name in TABLES[1:]:
            spec = self._tables[name].spec
            whole[name] = [
                {key: cell for key, cell in _named(spec, cells).items() if key != "unit_id"}
                for cells in made[name]
            ]
        self._lines.write(msgspec.json.encode(whole) + b"\n")
        if point:
            properties = _named(self._tables["units"].spec, made["units"][0])
            geometry = {"type": "Point", "coordinates": list(point)}
            self._points.append({"type": "Feature", "geometry": geometry, "properties": properties})

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if kind is None:
            for table in self._tables.values():
                table.flush()
        self._stack.close()
        if kind is None:
            self._finish()

    def _finish(self) -> None:
        if self._points:
            self.paths.append(self.folder / "data" / "units.geojson")
            collection = {"type": "FeatureCollection", "features": self._points}
            _write_json(self.paths[-1], collection)
        else:
            (self.folder / "data" / "units.geojson").unlink(missing_ok=True)
        words = (
            environment()
            .get_template("opendata.md")
            .render(
                run=self.run,
                rubric=self.rubric,
                tables=[table.spec for table in self._tables.values()],
                many={name: table.many for name, table in self._tables.items()},
                points=len(self._points),
                licence=LICENCE,
                apostrophe=_APOSTROPHE,
            )
        )
        self.paths.append(self.folder / "README.md")
        self.paths[-1].write_text(words, encoding="utf-8", newline="\n")
        self.paths.append(self.folder / "datapackage.json")
        _write_json(self.paths[-1], self._descriptor())

    def _descriptor(self) -> dict[str, Any]:
        specs = [table.spec for table in self._tables.values()]
        files: list[dict[str, Any]] = [
            _file(f"{spec.name}-parquet", f"data/{spec.name}.parquet") for spec in specs
        ]
        files.append(_file("units-jsonl", "data/units.jsonl"))
        if self._points:
            files.append(_file("units-geojson", "data/units.geojson"))
        return {
            "profile": "data-package",
            "name": "audit-situs-pelayanan-publik",
            "id": self.run.id,
            "title": "Audit situs pelayanan publik: standar pelayanan yang dipublikasikan",
            "description": "Skor informasi daring adalah skor proyek, bukan nilai Ombudsman. Metode dan "
            "kamus data ada di README.md. / The score is the project's own, not an Ombudsman result; method "
            "and data dictionary are in README.md.",
            "version": self.run.tool_version,
            "created": self.run.finished_at or self.run.started_at,
            "licenses": [LICENCE],
            "sources": [
                {"title": f"{basis.rule}: {basis.status}", "path": basis.url} for basis in self._basis()
            ],
            "rubric": self.run.rubric,
            "resources": [_resource(spec, self.folder) for spec in specs] + files,
        }

    def _basis(self) -> tuple[Any, ...]:
        return self.rubric.basis if self.rubric else ()


def _named(spec: TableSpec, cells: tuple[Cell, ...]) -> dict[str, Any]:
    """A row as an object; empty text as null, like in Parquet."""
    return {
        column.name: None if cell == "" else cell for column, cell in zip(spec.columns, cells, strict=True)
    }


def _arrow_schema(spec: TableSpec) -> pa.Schema:
    return pa.schema(
        [
            pa.field(column.name, _ARROW[column.type], metadata={"id": column.id, "en": column.en})
            for column in spec.columns
        ]
    )


def _file(name: str, path: str) -> dict[str, Any]:
    return {"name": name, "type": "file", "path": path, "format": path.rpartition(".")[2]}


def _resource(spec: TableSpec, folder: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {
        "fields": [
            {
                "name": column.name,
                "type": column.type,
                "title": column.id,
                "description": column.en,
                "constraints": {
                    **({"required": True} if column.required else {}),
                    **({"enum": list(column.codes)} if column.codes else {}),
                },
            }
            for column in spec.columns
        ],
        "missingValues": [""],
        "primaryKey": list(spec.key),
    }
    if spec.name != "units":
        reference = {"resource": "units", "fields": ["unit_id"]}
        schema["foreignKeys"] = [{"fields": ["unit_id"], "reference": reference}]
    return {
        "name": spec.name,
        "type": "table",
        "title": f"{spec.title} / {spec.title_en}",
        "description": f"{spec.description} / {spec.description_en} {_APOSTROPHE}",
        "path": f"data/{spec.name}.csv",
        "scheme": "file",
        "format": "csv",
        "mediatype": "text/csv",
        "encoding": "utf-8",
        "bytes": (folder / "data" / f"{spec.name}.csv").stat().st_size,
        "schema": schema,
    }


def _write_json(path: Path, data: Any) -> None:
    path.write_text(json.dumps(data, indent=2, ensure_ascii=False) + "\n", encoding="utf-8", newline="\n")
