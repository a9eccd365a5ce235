"""A first target file for a region, from the registers (``auditor init REGION``).

Puskesmas and districts are complete as of their register; agencies are those every region has by
PP 18/2016, under their standard names, to be mended by whoever knows the region's own (its portal
first: ``jobs/region_units.py``). No website is guessed: finding them is what discovery does.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path

from auditor.errors import AuditorError
from auditor.models import Agency, Kind, Region
from auditor.reference import Regions, bare_name, load_districts, load_kinds, load_puskesmas
from auditor.targets import OPTIONAL, REQUIRED

COLUMNS = (*REQUIRED, *OPTIONAL)
_ALWAYS = ("selalu", "hampir selalu")
_LEVELS = {"provinsi": "prov", "kabupaten": "kab", "kota": "kota"}
_AREAS = frozenset({"kecamatan", "kelurahan", "desa", "puskesmas", "rsud"})


class InitError(AuditorError):
    """No target file can be made: unknown region, or the file is there already."""


def find_region(text: str, regions: Regions) -> Region:
    """The region meant by a code or a name. Raises InitError with the nearest guess."""
    if text in regions:
        return regions[text]
    exact = [r for r in regions.values() if text.casefold() in (r.name.casefold(), bare_name(r).casefold())]
    if len(exact) == 1:
        return exact[0]
    if exact:
        choices = ", ".join(f"{r.code} ({r.name})" for r in exact)
        raise InitError(f'wilayah "{text}" ada lebih dari satu: {choices}; sebutkan kodenya')
    guess = regions.guess_code(text)
    hint = f"mungkin maksudnya {guess} ({regions[guess].name})" if guess else "tulis kode seperti 61.12"
    raise InitError(f'wilayah "{text}" tidak dikenal; {hint}')


def build(region: Region) -> list[Agency]:
    """Portal, agencies, hospital, puskesmas and districts of a region, in that order."""
    return [*_portal(region), *_agencies(region), *_puskesmas(region), *_districts(region)]


def refuse_existing(path: Path) -> None:
    """Raises InitError when the file is there: nobody's work is overwritten."""
    if path.exists():
        raise InitError(f"{path}: berkas sudah ada; pilih nama lain agar isinya tidak hilang")


def write_targets(agencies: Iterable[Agency], path: Path) -> None:
    """Write a target file. Raises InitError when it exists or cannot be written."""
    try:
        with path.open("x", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(COLUMNS)
            for a in agencies:
                writer.writerow([a.unit_id, a.name, a.kind.value, a.region, a.website, a.parent, a.notes])
    except FileExistsError:
        refuse_existing(path)
    except OSError as error:
        raise InitError(f"{path}: tidak dapat ditulis ({error.strerror}); pilih folder lain") from error


def file_name(region: Region) -> str:
    """``61.12-kubu-raya.csv``"""
    return f"{region.code}-{'-'.join(bare_name(region).lower().split())}.csv"


def _portal(region: Region) -> Iterator[Agency]:
    yield Agency(
        unit_id=f"{region.code}-portal",
        name=f"Portal {region.name}",
        kind=Kind.PORTAL,
        region=region.code,
        website=f"https://{region.domain}/" if region.domain else "",
        notes=f"domain: {region.source}" if region.domain else "domain belum diketahui dari sumber mana pun",
    )


def _agencies(region: Region) -> Iterator[Agency]:
    for kind in load_kinds().values():
        if kind.usual in _ALWAYS and _LEVELS[region.kind] in kind.levels and kind.id not in _AREAS:
            yield Agency(
                unit_id=f"{region.code}-{kind.id}",
                name=kind.name,
                kind=Kind.OPD,
                region=region.code,
                notes="nama baku menurut PP 18/2016; sesuaikan dengan perda setempat",
            )
    yield Agency(
        unit_id=f"{region.code}-rsud",
        name="Rumah Sakit Umum Daerah",
        kind=Kind.RSUD,
        region=region.code,
        notes="lengkapi dengan nama rumah sakitnya; hapus bila tidak ada",
    )


def _puskesmas(region: Region) -> Iterator[Agency]:
    for unit in load_puskesmas(region.code):
        yield Agency(
            unit_id=f"{region.code}-pkm-{unit.code}",
            name=unit.name,
            kind=Kind.PUSKESMAS,
            region=region.code,
            parent=f"{region.code}-dinkes",
            notes=f"register puskesmas Kemenkes {unit.code}, September 2022",
        )


def _districts(region: Region) -> Iterator[Agency]:
    for unit in load_districts(region.code):
        yield Agency(
            unit_id=f"{region.code}-kec-{unit.code}",
            name=f"Kecamatan {unit.name}",
            kind=Kind.KECAMATAN,
            region=region.code,
            notes=f"Kepmendagri 300.2.2-2430/2025, kode {unit.code}",
        )
