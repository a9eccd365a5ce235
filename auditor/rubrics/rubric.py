"""A rubric: weights, values, bands and exceptions, read from a TOML file and checked."""

from __future__ import annotations

import math
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec
from msgspec.structs import replace

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, Kind, Verdict

_VALUED = (Verdict.NOT_FOUND, Verdict.PARTIAL, Verdict.PUBLISHED)


class RubricError(AuditorError):
    """A rubric file is missing or wrong: which file, which entry, how to mend it."""


class Zone(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A band of the score: from ``min`` (0-100, inclusive) up to the next band."""

    id: str
    title: str
    min: float


class Basis(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A rule the rubric rests on, what it says, where that was read and how sure it is."""

    rule: str
    says: str
    url: str
    status: str


class Excused(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Components that a kind of unit is not asked for, and why."""

    kind: Kind
    reason: str
    components: tuple[str, ...]


class Rubric(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A loaded rubric. ``weights`` has all 22 components; ``zones`` run from high to low.

    A weight of 0 leaves the component out of this rubric. ``zones`` is empty where no source states
    thresholds; ``zones_status`` says how sure those it has are: ``project`` (own), ``press`` (seen in
    print) or ``unverified`` (commonly quoted, no source found).
    """

    id: str
    version: str
    date: str
    title: str
    note: str
    weights_note: str
    zones_note: str
    minimum_coverage: float
    weights_total: float
    values: dict[Verdict, float]
    weights: dict[str, float]
    basis: tuple[Basis, ...]
    zones: tuple[Zone, ...] = ()
    zones_status: Literal["project", "press", "unverified"] = "project"
    exceptions: tuple[Excused, ...] = ()

    @property
    def full_id(self) -> str:
        """Id and version, as every score carries them: ``uu25-2009@2026.1``."""
        return f"{self.id}@{self.version}"

    def excuse(self, component: str, kind: Kind) -> str:
        """Why a kind of unit is not asked for a component; empty when it is asked."""
        entries = (entry for entry in self.exceptions if entry.kind is kind and component in entry.components)
        return next((entry.reason for entry in entries), "")

    def zone(self, value: float) -> Zone | None:
        """The band a value (0-100) lies in; None where the rubric has no thresholds."""
        return next((zone for zone in self.zones if value >= zone.min), None)


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
        rubric = msgspec.convert(_with_base(msgspec.toml.decode(raw), file), type=Rubric)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise RubricError(f"{file}: rubrik tidak terbaca: {error}") from None
    _check_weights(rubric, file)
    _check_scale(rubric, file)
    _check_exceptions(rubric, file)
    return replace(rubric, weights={code: rubric.weights[code] for code in COMPONENTS})


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


def _check_weights(rubric: Rubric, file: str) -> None:
    unknown = [code for code in rubric.weights if code not in COMPONENTS]
    if unknown:
        raise RubricError(
            f"{file}: [weights] komponen tak dikenal: {', '.join(unknown)}; hapus atau perbaiki ejaannya"
        )
    missing = [code for code in COMPONENTS if code not in rubric.weights]
    if missing:
        raise RubricError(f"{file}: [weights] komponen belum ada: {', '.join(missing)}; beri bobotnya")
    for code, weight in rubric.weights.items():
        if not (math.isfinite(weight) and weight >= 0):
            raise RubricError(
                f"{file}: [weights] {code} = {weight}; bobot harus angka, 0 bila rubrik tidak menilainya"
            )
    total = math.fsum(rubric.weights.values())
    if not total:
        raise RubricError(f"{file}: [weights] semuanya 0; beri bobot pada yang dinilai")
    if not math.isclose(total, rubric.weights_total, rel_tol=1e-9):
        raise RubricError(
            f"{file}: jumlah bobot {total:g}, seharusnya weights_total = {rubric.weights_total:g}"
        )


def _check_scale(rubric: Rubric, file: str) -> None:
    scale = [rubric.values.get(verdict, math.nan) for verdict in _VALUED]
    if len(rubric.values) > len(_VALUED) or not 0 <= scale[0] <= scale[1] <= scale[2] <= 1:
        raise RubricError(f"{file}: [values] harus 0 <= not_found <= partial <= published <= 1")
    if not 0 < rubric.minimum_coverage <= 1:
        raise RubricError(
            f"{file}: minimum_coverage = {rubric.minimum_coverage}; harus di atas 0 dan paling besar 1"
        )
    limits = [zone.min for zone in rubric.zones]
    if limits and (limits[-1] != 0 or limits != sorted(set(limits), reverse=True) or limits[0] > 100):
        raise RubricError(f"{file}: [[zones]] harus menurun dan yang terakhir min = 0")


def _check_exceptions(rubric: Rubric, file: str) -> None:
    excused: dict[Kind, set[str]] = {}
    for entry in rubric.exceptions:
        unknown = [code for code in entry.components if code not in COMPONENTS]
        if unknown:
            raise RubricError(
                f"{file}: [[exceptions]] {entry.kind.value}: komponen tak dikenal: {', '.join(unknown)}"
            )
        if not entry.reason.strip():
            raise RubricError(f"{file}: [[exceptions]] {entry.kind.value}: tulis alasannya (reason)")
        excused.setdefault(entry.kind, set()).update(entry.components)
    for kind, codes in excused.items():
        if len(codes) == len(COMPONENTS):
            raise RubricError(
                f"{file}: [[exceptions]] {kind.value}: semua komponen dikecualikan; sisakan yang dinilai"
            )
