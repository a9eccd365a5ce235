"""``results.json``: the records of :mod:`auditor.models` as bytes and back.

The shape is that of the project's fixed interface; names may only grow. The bytes are
deterministic: two-space indent, keys in the order of the records, components in the order of
:data:`auditor.models.COMPONENTS`, whole numbers without a fraction, no null where a value has no
such part (``biaya`` is either an amount with its currency or the rule that is named).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from typing import Any, TypeVar

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, ComponentResult, Results, RunInfo, Service, ServiceFinding, UnitResult
from auditor.results.wire import Raw, WireResults, WireUnit
from auditor.value_shapes import value_in, value_out

T = TypeVar("T")


class ResultsError(AuditorError):
    """A results file cannot be read: where it is wrong and what to do."""


# ---------------------------------------------------------------- out


def encode(results: Results) -> bytes:
    """The bytes of ``results.json``, ending with a newline."""
    return b"".join(encode_parts(results.run, map(encode_unit, results.units), results.schema_version))


def encode_parts(run: RunInfo, units: Iterable[bytes], schema_version: str = "1") -> Iterator[bytes]:
    """The same bytes a unit at a time, of units as :func:`encode_unit` writes them.

    The whole of 30,000 units would not fit beside the records.
    """
    head = {"schema_version": schema_version, "run": msgspec.to_builtins(run), "units": []}
    start, _, end = _bytes(head).rpartition(b"[]")
    yield start + b"["
    before = b""
    for unit in units:
        # JSON escapes line breaks inside strings, so every one here is layout.
        yield before + b"\n    " + unit.rstrip(b"\n").replace(b"\n", b"\n    ")
        before = b","
    yield (b"\n  ]" if before else b"]") + end


def encode_unit(unit: UnitResult) -> bytes:
    """One element of ``units``, written like the whole file."""
    return _bytes(_unit_out(unit))


def _bytes(tree: Raw) -> bytes:
    return msgspec.json.format(msgspec.json.encode(_whole(tree)), indent=2) + b"\n"


def _unit_out(unit: UnitResult) -> Raw:
    return {
        "unit_id": unit.unit_id,
        "name": unit.name,
        "kind": unit.kind.value,
        "region": unit.region,
        "site": msgspec.to_builtins(unit.site),
        "components": {
            code: {
                "verdict": found.verdict.value,
                "confidence": found.confidence,
                "points": found.points,
                "max_points": found.max_points,
                "evidence": msgspec.to_builtins(found.evidence),
                "values": [value_out(value) for value in found.values],
                "reason": found.reason,
                "last_seen": found.last_seen,
                "last_verdict": found.last_verdict.value if found.last_verdict else None,
            }
            for code, found in _ordered(unit.components)
        },
        "services": [
            {
                "name": service.name,
                "url": service.url,
                "components": {
                    code: {
                        "verdict": part.verdict.value,
                        "values": [value_out(value) for value in part.values],
                    }
                    for code, part in _ordered(service.components)
                },
            }
            for service in unit.services
        ],
        "problems": msgspec.to_builtins(unit.problems),
        "score": msgspec.to_builtins(unit.score),
        "features": msgspec.to_builtins(unit.features),
    }


def _ordered(components: dict[str, T]) -> list[tuple[str, T]]:
    return sorted(components.items(), key=lambda entry: COMPONENTS.index(entry[0]))


def _whole(node: Any) -> Any:
    """Whole floats as integers: 3, not 3.0, as the interface shows them."""
    if isinstance(node, float) and node.is_integer() and abs(node) < 2**53:
        return int(node)
    if isinstance(node, dict):
        return {key: _whole(part) for key, part in node.items()}
    if isinstance(node, list | tuple):
        return [_whole(part) for part in node]
    return node


# ---------------------------------------------------------------- in


def decode(data: bytes, path: object = "results.json") -> Results:
    """The records of ``results.json``. Unknown names (a later version's) are passed over.

    Raises ResultsError when the bytes are no such file, naming ``path`` and the place.
    """
    wire = _decode(data, WireResults, path)
    return Results(
        schema_version=wire.schema_version, run=wire.run, units=tuple(_unit_in(unit) for unit in wire.units)
    )


def decode_unit(data: bytes, path: object = "results.json") -> UnitResult:
    """The inverse of :func:`encode_unit`. Raises ResultsError, naming ``path``."""
    return _unit_in(_decode(data, WireUnit, path))


def held_once(units: Iterable[UnitResult]) -> Iterator[UnitResult]:
    """The same units; what one says like the one before it is the same object.

    `discover` says the same of every component of every unit: 30,000 of them fit in memory then.
    """
    before: UnitResult | None = None
    for unit in units:
        if before is not None:
            components = before.components if unit.components == before.components else unit.components
            score = before.score if unit.score == before.score else unit.score
            unit = replace(unit, components=components, score=score)  # noqa: PLW2901 - the same unit, lighter
        yield unit
        before = unit


def _decode(data: bytes, shape: type[T], path: object) -> T:
    try:
        return msgspec.json.decode(data, type=shape)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ResultsError(
            f"{path}: {error}; berkas rusak atau dari versi lain, ulangi 'auditor recheck'"
        ) from None


def _unit_in(unit: WireUnit) -> UnitResult:
    return UnitResult(
        unit_id=unit.unit_id,
        name=unit.name,
        kind=unit.kind,
        region=unit.region,
        site=unit.site,
        components={
            _known(code, unit.unit_id): ComponentResult(
                verdict=found.verdict,
                confidence=found.confidence,
                points=found.points,
                max_points=found.max_points,
                evidence=found.evidence,
                values=tuple(value_in(value) for value in found.values),
                reason=found.reason,
                last_seen=found.last_seen,
                last_verdict=found.last_verdict,
            )
            for code, found in unit.components.items()
        },
        services=tuple(
            Service(
                name=service.name,
                url=service.url,
                components={
                    _known(code, unit.unit_id): ServiceFinding(
                        verdict=part.verdict, values=tuple(value_in(value) for value in part.values)
                    )
                    for code, part in service.components.items()
                },
            )
            for service in unit.services
        ),
        problems=unit.problems,
        score=unit.score,
        features=unit.features,
    )


def _known(code: str, unit_id: str) -> str:
    if code not in COMPONENTS:
        raise ResultsError(f"results.json: unit {unit_id}: komponen tak dikenal {code!r}; perbarui auditor")
    return code
