"""Provinces, regencies and cities with their go.id domains.

Source, date and known gaps of ``regions.csv`` are in ``README.md`` beside it. Codes are text
(``61.10`` is not ``61.1``).
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping
from functools import cache, cached_property
from pathlib import Path

import msgspec
from rapidfuzz import fuzz, process

from auditor.errors import AuditorError
from auditor.models import Region
from auditor.reference.tables import Defect, Row, TableError, read_table

PACKAGED = Path(__file__).with_name("regions.csv")
REQUIRED = ("code", "name", "kind", "province")
OPTIONAL = ("domain", "domain_confidence", "domain_source", "last_seen", "other_domains")
KINDS = ("provinsi", "kabupaten", "kota")

_CODE = re.compile(r"\d{2}(?:\.\d{2})?")
_DOMAIN = re.compile(r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,}")


class RegionFileError(AuditorError):
    """A file of regions that cannot be used: one line per defect."""


class Regions(Mapping[str, Region]):
    """Regions by Kemendagri code; also found by domain and by name."""

    def __init__(self, regions: Iterable[Region]) -> None:
        self._by_code = {region.code: region for region in regions}
        self._by_domain: dict[str, Region] = {}
        for region in self._by_code.values():
            for domain in (region.domain, *region.other_domains):
                if domain:
                    self._by_domain.setdefault(domain, region)

    def __getitem__(self, code: str) -> Region:
        """The region of that code; KeyError when there is none."""
        return self._by_code[code]

    def __iter__(self) -> Iterator[str]:
        """Codes in the order of the file."""
        return iter(self._by_code)

    def __len__(self) -> int:
        """Number of regions."""
        return len(self._by_code)

    @cached_property
    def fingerprint(self) -> str:
        """Hash of all that is known of them."""
        return hashlib.sha256(msgspec.json.encode(list(self._by_code.values()))).hexdigest()

    def by_host(self, host: str) -> Region | None:
        """The region under whose domain the host lies; the longest domain wins.

        ``dinkes.pusat.jakarta.go.id`` is Jakarta Pusat, ``dinkes.jakarta.go.id`` the province.
        """
        labels = host.lower().rstrip(".").split(".")
        for start in range(len(labels) - 1):
            if region := self._by_domain.get(".".join(labels[start:])):
                return region
        return None

    def guess_code(self, text: str) -> str:
        """The code somebody may have meant, or an empty string.

        Knows Excel's dropped zero (``61.1`` for ``61.10``), missing or wrong separators, codes
        of districts and regions written by name.
        """
        digits = re.sub(r"\D", "", text)
        if digits:
            guess = f"{digits[:2]}.{digits[2:4]:0<2}" if len(digits) > 2 else digits
            return guess if guess in self._by_code else ""
        names = {code: region.name.casefold() for code, region in self._by_code.items()}
        found = process.extractOne(text.casefold(), names, scorer=fuzz.token_set_ratio, score_cutoff=85)
        return str(found[2]) if found else ""

    @cached_property
    def spoken_names(self) -> tuple[str, ...]:
        """Names of regencies and cities without their kind, as texts write them."""
        return tuple(bare_name(region) for region in self._by_code.values() if region.kind != "provinsi")

    @cached_property
    def bare_names(self) -> dict[str, tuple[str, ...]]:
        """Codes by name without its kind, squeezed (``bandung`` is a regency and a city)."""
        names: dict[str, list[str]] = {}
        for region in self._by_code.values():
            names.setdefault(squeeze(bare_name(region)), []).append(region.code)
        return {name: tuple(codes) for name, codes in names.items()}


def bare_name(region: Region) -> str:
    """The region's name without ``Kabupaten``, ``Kota``, ``Administrasi``."""
    return re.sub(r"^(?:Kabupaten|Kota)\s+(?:Administrasi\s+)?", "", region.name)


def squeeze(name: str) -> str:
    """Letters and digits only, lower case: how a name stands in a host."""
    return re.sub(r"[^a-z0-9]", "", name.casefold())


@cache
def _packaged() -> dict[str, Region]:
    regions, defects = _read(PACKAGED)
    if defects:
        raise RegionFileError("\n".join(map(str, defects)))
    return regions


def load_regions(extra: Path | None = None) -> Regions:
    """The packaged regions, with those of ``extra`` added (same columns; same code replaces).

    ``extra`` is how regions newer than the package come in. Raises RegionFileError with one
    line per defect.
    """
    packaged = _packaged()
    if extra is None:
        return Regions(packaged.values())
    added, defects = _read(extra)
    owner = {d: r for r in packaged.values() if r.code not in added for d in (r.domain, *r.other_domains)}
    for region in added.values():
        for domain in (region.domain, *region.other_domains):
            if domain and domain in owner:
                taken = f"{owner[domain].name} ({owner[domain].code})"
                message = f"{domain} ({region.code}) sudah milik {taken}; hapus salah satu"
                defects.append(Defect(file=str(extra), row=0, column="domain", message=message))
    if defects:
        raise RegionFileError("\n".join(map(str, defects)))
    return Regions({**packaged, **added}.values())


def _read(path: Path) -> tuple[dict[str, Region], list[Defect]]:
    try:
        table = read_table(path, REQUIRED, OPTIONAL)
    except TableError as error:
        raise RegionFileError(str(error)) from error
    defects = list(table.defects)
    regions: dict[str, Region] = {}
    for row in table.rows:
        bad = [
            Defect(file=str(path), row=row.line, column=column, message=message)
            for column, message in _problems(row, regions)
        ]
        defects += bad
        if not bad:
            regions[row.values["code"]] = _region(row)
    return regions, defects


def _problems(row: Row, earlier: Mapping[str, Region]) -> Iterator[tuple[str, str]]:
    value = row.values
    code = value["code"]
    if not _CODE.fullmatch(code):
        yield "code", f'"{code}" bukan kode wilayah; tulis sebagai teks seperti 61 atau 61.12'
    elif code in earlier:
        yield "code", f"kode {code} muncul dua kali; hapus salah satu barisnya"
    if not value["name"]:
        yield "name", "nama wilayah kosong; isi nama resminya"
    if value["kind"] not in KINDS:
        yield "kind", f'"{value["kind"]}" tidak dikenal; pilih {", ".join(KINDS)}'
    for column in ("domain", "other_domains"):
        for domain in filter(None, value.get(column, "").split("|")):
            if not _DOMAIN.fullmatch(domain.lower()):
                yield column, f'"{domain}" bukan nama domain; contoh kuburayakab.go.id'


def _region(row: Row) -> Region:
    value = row.values
    told = [value.get("domain_confidence", ""), value.get("domain_source", ""), value.get("last_seen", "")]
    return Region(
        code=value["code"],
        name=value["name"],
        kind=value["kind"],
        province=value["province"],
        domain=value.get("domain", "").lower(),
        other_domains=tuple(filter(None, value.get("other_domains", "").lower().split("|"))),
        source="; ".join(filter(None, told)),
    )
