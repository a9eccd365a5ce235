"""Whose page it is, judged once for the same page under the same circumstances, from visit to visit."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Mapping
from functools import lru_cache

import msgspec

from auditor.discovery import Identity, Locality
from auditor.models import Agency, Region
from auditor.reference import Regions
from auditor.signals import page_signals
from auditor.sources import sources_print
from auditor.spiders.answers import Got


class Whose:
    """Judgements of one visit; ``judged`` are those made or taken over, for the next one."""

    def __init__(
        self, agency: Agency, region: Region, regions: Regions, before: Mapping[str, Identity]
    ) -> None:
        self._unit = _hash(agency, region, regions.fingerprint, _program())
        self._before = before
        self.judged: dict[str, Identity] = {}

    def of(self, got: Got, claim: str, around: Locality, judge: Callable[[], Identity]) -> Identity:
        """What an earlier visit judged of this answer, else what ``judge`` says of it now."""
        # What the headers say, without those that change with every answer.
        told = page_signals(got.status, dict(got.headers), "", "", "")
        key = _hash(self._unit, got.url, got.sha256, got.status, told, claim, _around(around))
        found = self._before.get(key)
        self.judged[key] = found = judge() if found is None else found
        return found


def _program() -> str:
    """Hash of the code and data that tell whose a page is."""
    return sources_print("spiders", "signals", "text", "urls", "discovery", "reference")


@lru_cache(maxsize=256)
def _around(around: Locality) -> str:
    return _hash(sorted(around.area_codes), sorted(around.domains), around.units)


def _hash(*parts: object) -> str:
    return hashlib.sha256(msgspec.json.encode(parts)).hexdigest()[:32]
