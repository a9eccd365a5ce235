"""Findings and a rubric make a score: pure arithmetic, every number explained.

The score is the project's own *online-information sub-score*, never an Ombudsman result. It is the
weighted mean over the components that could be tested; what could not be tested lowers ``coverage``
and widens ``low``..``high``, it never counts as 0. Weights, thresholds and exceptions are data in
``auditor/rubrics/*.toml``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from typing import Any, Literal

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, Finding, Kind, Score, ScoreLine, UnitResult, Verdict

EXCUSED = "not_applicable_kind"
"""``Finding.reason`` of a component the rubric does not ask of the unit's kind."""


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


# ---------------------------------------------------------------- loading


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


# ---------------------------------------------------------------- scoring


def apply_exceptions(findings: Mapping[str, Finding], kind: Kind, rubric: Rubric) -> dict[str, Finding]:
    """The findings with ``not_applicable`` where the rubric excuses the kind; evidence is kept."""
    return {
        code: replace(finding, verdict=Verdict.NOT_APPLICABLE, confidence=1.0, reason=EXCUSED)
        if rubric.excuse(code, kind)
        else finding
        for code, finding in findings.items()
    }


def score(findings: Mapping[str, Finding], kind: Kind, rubric: Rubric) -> Score:
    """The sub-score of one unit, with one line per component in the order of ``COMPONENTS``.

    ``max_points`` is the component's weight where it was tested and 0 where it was not (not
    tested, or not asked of this kind), so that ``value`` is 100 x the sum of points over the sum
    of max_points. A component without a finding counts as not tested. Raises KeyError for a
    finding of an unknown component.
    """
    unknown = set(findings) - set(COMPONENTS)
    if unknown:
        raise KeyError(f"unknown component: {', '.join(sorted(unknown))}")
    lines = tuple(_line(code, findings.get(code), kind, rubric) for code in COMPONENTS)
    gained = math.fsum(line.points for line in lines)
    tested = math.fsum(line.max_points for line in lines)
    applicable = math.fsum(
        rubric.weights[code] for code in COMPONENTS if not _excused(code, findings.get(code), kind, rubric)
    )
    untested = max(applicable - tested, 0.0)
    least, most = rubric.values[Verdict.NOT_FOUND], rubric.values[Verdict.PUBLISHED]
    coverage = tested / applicable if applicable else 0.0
    low = 100 * (gained + untested * least) / applicable if applicable else 0.0
    high = 100 * (gained + untested * most) / applicable if applicable else 100.0
    value = None
    if tested and coverage >= rubric.minimum_coverage:
        # Floating-point sums must not push the mean over its own bounds.
        value = min(max(100 * gained / tested, low), high)
    shown = None if value is None else round(value, 2)
    band = None if shown is None else rubric.zone(shown)
    return Score(
        value=shown,
        coverage=round(coverage, 4),
        low=round(low, 2),
        high=round(high, 2),
        zone=band.id if band else None,
        rubric=rubric.full_id,
        lines=lines,
    )


def rescore(unit: UnitResult, rubric: Rubric) -> Score:
    """The same verdicts under another rubric, without judging again.

    What the unit's own rubric excused and this one asks for counts as not tested: its verdict is
    not in the record (``auditor recheck --rubric`` knows it).
    """
    findings = {}
    for code, found in unit.components.items():
        verdict = found.verdict
        if verdict is Verdict.NOT_APPLICABLE and not rubric.excuse(code, unit.kind):
            verdict = Verdict.NOT_TESTED
        findings[code] = Finding(
            component=code, verdict=verdict, confidence=found.confidence, reason=found.reason
        )
    return score(findings, unit.kind, rubric)


def _excused(code: str, finding: Finding | None, kind: Kind, rubric: Rubric) -> bool:
    return bool(rubric.excuse(code, kind)) or (
        finding is not None and finding.verdict is Verdict.NOT_APPLICABLE
    )


def _line(code: str, finding: Finding | None, kind: Kind, rubric: Rubric) -> ScoreLine:
    weight = rubric.weights[code]
    if not weight:
        return ScoreLine(code=code, points=0.0, max_points=0.0, why="Tidak dinilai oleh rubrik ini.")
    if _excused(code, finding, kind, rubric):
        reason = rubric.excuse(code, kind) or "Tidak diminta dari unit ini."
        return ScoreLine(code=code, points=0.0, max_points=0.0, why=f"Tidak berlaku. {reason}")
    if finding is None or finding.verdict is Verdict.NOT_TESTED:
        why = f"Belum dapat diperiksa: bobot {_number(weight)} tidak dihitung, bukan nol."
        return ScoreLine(code=code, points=0.0, max_points=0.0, why=why)
    share = rubric.values[finding.verdict]
    points = weight * share
    words = {
        Verdict.PUBLISHED: "Terpublikasi",
        Verdict.PARTIAL: "Sebagian",
        Verdict.NOT_FOUND: "Tidak ditemukan",
    }[finding.verdict]
    why = f"{words}: {_number(share)} × bobot {_number(weight)} = {_number(points)}."
    return ScoreLine(code=code, points=points, max_points=weight, why=why)


def _number(value: float) -> str:
    """A number as Indonesian readers write it: decimal comma."""
    return f"{value:g}".replace(".", ",")
