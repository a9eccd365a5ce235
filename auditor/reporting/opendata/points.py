"""Where units stand, brought by the region as CSV: ``unit_id, lat, lon`` (WGS 84, decimal degrees).

The reference data has no coordinates whose licence is known; without this file there is no GeoJSON.
"""

from __future__ import annotations

import csv
from collections.abc import Collection
from pathlib import Path

from auditor.errors import AuditorError

COLUMNS = ("unit_id", "lat", "lon")
_LAT, _LON = (-11.2, 6.2), (94.8, 141.2)
"""Indonesia lies within these degrees: outside them latitude and longitude were exchanged or mistyped."""


class PointError(AuditorError):
    """A file of coordinates cannot be used: which row and column, and the mend."""


def load_points(path: Path, units: Collection[str]) -> dict[str, tuple[float, float]]:
    """Longitude and latitude by unit id. Raises PointError with file, row, column and mend."""
    try:
        lines = path.read_text("utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise PointError(f"{path}: bukan UTF-8; simpan ulang sebagai CSV UTF-8") from None
    except OSError as error:
        raise PointError(f"{path}: tidak terbaca ({error.strerror})") from None
    reader = csv.DictReader(lines)
    missing = [name for name in COLUMNS if name not in (reader.fieldnames or ())]
    if missing:
        raise PointError(f"{path}: baris 1: kolom {', '.join(missing)} tidak ada; perlu {', '.join(COLUMNS)}")
    points: dict[str, tuple[float, float]] = {}
    for row in reader:
        where = f"{path}: baris {reader.line_num}"
        unit_id = (row["unit_id"] or "").strip()
        if unit_id not in units:
            raise PointError(f"{where}: unit_id {unit_id!r} tidak ada dalam hasil audit; perbaiki ejaannya")
        if unit_id in points:
            raise PointError(f"{where}: {unit_id} sudah ada di atas; hapus satu")
        points[unit_id] = (_degrees(row, "lon", _LON, where), _degrees(row, "lat", _LAT, where))
    return points


def _degrees(row: dict[str, str], column: str, limits: tuple[float, float], where: str) -> float:
    try:
        degrees = float(row[column] or "")
    except ValueError:
        raise PointError(f"{where}: kolom {column} {row[column]!r} bukan angka; tulis mis. -0.0263") from None
    if not limits[0] <= degrees <= limits[1]:
        raise PointError(
            f"{where}: kolom {column} {degrees:g} di luar Indonesia; periksa lat dan lon tertukar"
        )
    return degrees
