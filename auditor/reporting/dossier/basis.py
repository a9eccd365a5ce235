"""The data behind a dossier: risks that follow from the law, and questions for the visit."""

from __future__ import annotations

from functools import lru_cache
from importlib import resources

import msgspec

from auditor.errors import AuditorError
from auditor.models import COMPONENTS, SiteStatus


class BasisError(AuditorError):
    """A data file of the dossier is wrong: which, where, how to mend it."""


class Definition(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What the law calls maladministration, and where that was read."""

    rule: str
    says: str
    source: str
    status: str


class Risk(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """A risk and what raises it: lacking components, or the state of the website."""

    id: str
    title: str
    why: str
    rule: str
    source: str
    status: str
    components: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()


class Risks(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """``risks.toml``."""

    note: str
    definition: Definition
    risks: tuple[Risk, ...]


class Visit(msgspec.Struct, forbid_unknown_fields=True, frozen=True):
    """What to ask and what to look at for one component."""

    ask: str
    look: str


@lru_cache(maxsize=1)
def load_risks() -> Risks:
    """The risks. Raises BasisError where an entry names no known component or status."""
    found = msgspec.toml.decode(_read("risks.toml"), type=Risks)
    for risk in found.risks:
        unknown = [code for code in risk.components if code not in COMPONENTS]
        unknown += [status for status in risk.statuses if status not in list(SiteStatus)]
        if unknown or not (risk.components or risk.statuses):
            named = ", ".join(unknown) or "kosong"
            raise BasisError(
                f"risks.toml: {risk.id}: komponen atau keadaan tak dikenal ({named}); perbaiki ejaannya"
            )
    return found


@lru_cache(maxsize=1)
def load_visit() -> dict[str, Visit]:
    """The questions by component. Raises BasisError where one is missing."""
    found = msgspec.toml.decode(_read("visit.toml"), type=dict[str, Visit])
    missing = [code for code in COMPONENTS if code not in found]
    if missing:
        raise BasisError(f"visit.toml: pertanyaan belum ada: {', '.join(missing)}; tambahkan")
    return found


def _read(name: str) -> bytes:
    return resources.files(__package__).joinpath(name).read_bytes()
