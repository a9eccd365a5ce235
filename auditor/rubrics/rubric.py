"""A rubric: weights, values, bands and exceptions, read from a TOML file and checked."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, Kind, Verdict


class RubricError(AuditorError):
    """A rubric file is missing or wrong: which file, which entry, how to mend it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A band of the score: from ``min`` (0-100, inclusive) up to the next band."""

    id: str
    title: str
    min: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Basis:
    """A rule the rubric rests on, what it says, where that was read and how sure it is."""

    rule: str
    says: str
    url: str
    status: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rubric:
    """A loaded rubric. ``weights`` has all 22 components; ``zones`` run from high to low.

    A weight of 0 leaves the component out of this rubric. ``zones`` is empty where no source states
    thresholds; ``zones_status`` says how sure those it has are: ``project`` (own), ``press`` (seen in
    print) or ``unverified`` (commonly quoted, no source found). ``exceptions`` maps a kind of unit
    to the components it is excused, each with the reason.
    """

    id: str
    version: str
    date: str
    title: str
    note: str
    weights_note: str
    zones_note: str
    minimum_coverage: float
    values: Mapping[Verdict, float]
    weights: Mapping[str, float]
    zones: tuple[Zone, ...]
    exceptions: Mapping[Kind, Mapping[str, str]]
    basis: tuple[Basis, ...]
    zones_status: str = "project"

    @property
    def full_id(self) -> str:
        """Id and version, as every score carries them: ``uu25-2009@2026.1``."""
        return f"{self.id}@{self.version}"

    def excuse(self, component: str, kind: Kind) -> str:
        """Why a kind of unit is not asked for a component; empty when it is asked."""
        return self.exceptions.get(kind, {}).get(component, "")

    def zone(self, value: float) -> Zone | None:
        """The band a value (0-100) lies in; None where the rubric has no thresholds."""
        return next((zone for zone in self.zones if value >= zone.min), None)


class _Values(msgspec.Struct, forbid_unknown_fields=True):
    published: float
    partial: float
    not_found: float


class _Exception(msgspec.Struct, forbid_unknown_fields=True):
    kind: Kind
    reason: str
    components: list[str]


class _File(msgspec.Struct, forbid_unknown_fields=True):
    id: str
    version: str
    date: str
    title: str
    note: str
    weights_note: str
    zones_note: str
    minimum_coverage: float
    weights_total: float
    values: _Values
    weights: dict[str, float]
    basis: list[Basis]
    zones: list[Zone] = []
    zones_status: Literal["project", "press", "unverified"] = "project"
    exceptions: list[_Exception] = []


def available_rubrics() -> tuple[str, ...]:
    """Names of the rubrics that come with the program."""
    entries = resources.files("auditor").joinpath("rubrics").iterdir()
    return tuple(sorted(e.name.removesuffix(".toml") for e in entries if e.name.endswith(".toml")))


@lru_cache(maxsize=16)
def load_rubric(name_or_path: str) -> Rubric:
    """A rubric by name (``uu25-2009``), name and version (``uu25-2009@2026.1``) or file path.

    Raises RubricError when there is none of that name (naming those that exist), when it has
    another version, or when the file is wrong.
    """
    name, _, version = name_or_path.partition("@")
    if name in available_rubrics():
        file = f"{name}.toml"
        raw = resources.files("auditor").joinpath("rubrics", file).read_bytes()
    else:
        path = Path(name_or_path)
        file, version = str(path), ""
        try:
            raw = path.read_bytes()
        except OSError:
            raise RubricError(
                f"rubrik {name_or_path!r} tidak ada; yang ada: {', '.join(available_rubrics())} "
                "(atau alamat berkas .toml)"
            ) from None
    rubric = parse_rubric(raw, file)
    if version and version != rubric.version:
        raise RubricError(
            f"rubrik {name_or_path!r}: versi yang ada {rubric.version}; "
            f"tulis {rubric.full_id!r} atau {rubric.id!r}"
        )
    return rubric


def find_rubric(name: str) -> Rubric | None:
    """The rubric a run was judged by; None when its file is no longer here."""
    try:
        return load_rubric(name)
    except RubricError:
        return None


def parse_rubric(raw: bytes, file: str) -> Rubric:
    """A rubric from TOML bytes; ``file`` is named in errors. Raises RubricError.

    With ``base = "name@version"`` the entries it does not have are those of that packaged rubric, and
    its ``basis`` is added to the other's: so two rubrics differ only in what they say differently.
    """
    try:
        data = msgspec.convert(_with_base(msgspec.toml.decode(raw), file), type=_File)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RubricError(f"{file}: rubrik tidak terbaca: {error}") from None
    _check_weights(data, file)
    _check_scale(data, file)
    return Rubric(
        id=data.id,
        version=data.version,
        date=data.date,
        title=data.title,
        note=data.note.strip(),
        weights_note=data.weights_note.strip(),
        zones_note=data.zones_note.strip(),
        minimum_coverage=data.minimum_coverage,
        values={
            Verdict.PUBLISHED: data.values.published,
            Verdict.PARTIAL: data.values.partial,
            Verdict.NOT_FOUND: data.values.not_found,
        },
        weights={code: data.weights[code] for code in COMPONENTS},
        zones=tuple(data.zones),
        exceptions=_exceptions(data, file),
        basis=tuple(data.basis),
        zones_status=data.zones_status,
    )


def _with_base(entries: dict[str, Any], file: str) -> dict[str, Any]:
    if "base" not in entries:
        return entries
    name, _, version = str(entries.pop("base")).partition("@")
    if name not in available_rubrics():
        raise RubricError(f"{file}: base = {name!r} tidak ada; pilih: {', '.join(available_rubrics())}")
    base = msgspec.toml.decode(resources.files("auditor").joinpath("rubrics", f"{name}.toml").read_bytes())
    if "base" in base or version != base["version"]:
        raise RubricError(
            f"{file}: base = '{name}@{version}' tidak cocok; tulis rubrik tanpa base beserta versinya, "
            f"mis. '{name}@{base['version']}'"
        )
    return {**base, **entries, "basis": [*base["basis"], *entries.get("basis", [])]}


def _check_weights(data: _File, file: str) -> None:
    unknown = [code for code in data.weights if code not in COMPONENTS]
    if unknown:
        raise RubricError(
            f"{file}: [weights] komponen tak dikenal: {', '.join(unknown)}; hapus atau perbaiki ejaannya"
        )
    missing = [code for code in COMPONENTS if code not in data.weights]
    if missing:
        raise RubricError(f"{file}: [weights] komponen belum ada: {', '.join(missing)}; beri bobotnya")
    for code, weight in data.weights.items():
        if not (math.isfinite(weight) and weight >= 0):
            raise RubricError(
                f"{file}: [weights] {code} = {weight}; bobot harus angka, 0 bila rubrik tidak menilainya"
            )
    total = math.fsum(data.weights.values())
    if not total:
        raise RubricError(f"{file}: [weights] semuanya 0; beri bobot pada yang dinilai")
    if not math.isclose(total, data.weights_total, rel_tol=1e-9):
        raise RubricError(
            f"{file}: jumlah bobot {total:g}, seharusnya weights_total = {data.weights_total:g}"
        )


def _check_scale(data: _File, file: str) -> None:
    values = data.values
    if not 0 <= values.not_found <= values.partial <= values.published <= 1:
        raise RubricError(f"{file}: [values] harus 0 <= not_found <= partial <= published <= 1")
    if not 0 < data.minimum_coverage <= 1:
        raise RubricError(
            f"{file}: minimum_coverage = {data.minimum_coverage}; harus di atas 0 dan paling besar 1"
        )
    limits = [zone.min for zone in data.zones]
    if limits and (limits[-1] != 0 or limits != sorted(set(limits), reverse=True) or limits[0] > 100):
        raise RubricError(f"{file}: [[zones]] harus menurun dan yang terakhir min = 0")


def _exceptions(data: _File, file: str) -> dict[Kind, dict[str, str]]:
    excused: dict[Kind, dict[str, str]] = {}
    for entry in data.exceptions:
        unknown = [code for code in entry.components if code not in COMPONENTS]
        if unknown:
            raise RubricError(
                f"{file}: [[exceptions]] {entry.kind.value}: komponen tak dikenal: {', '.join(unknown)}"
            )
        if not entry.reason.strip():
            raise RubricError(f"{file}: [[exceptions]] {entry.kind.value}: tulis alasannya (reason)")
        excused.setdefault(entry.kind, {}).update(dict.fromkeys(entry.components, entry.reason.strip()))
    for kind, codes in excused.items():
        if len(codes) == len(COMPONENTS):
            raise RubricError(
                f"{file}: [[exceptions]] {kind.value}: semua komponen dikecualikan; sisakan yang dinilai"
            )
    return excused
