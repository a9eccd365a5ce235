"""What judging depends on besides the archive. Light: a run's own process knows it without what judges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path


def is_ocr(value: object) -> bool:
    """Whether a value says how pictures are read: ``auto``, ``never``, or how many of a unit ("3")."""
    return isinstance(value, str) and (value in {"auto", "never"} or (value.isascii() and value.isdigit()))


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOptions:
    """What can change a verdict besides the archive: small and picklable, for worker processes."""

    root: Path
    rubric: str
    ocr: str = "auto"  # "never", or how many pictures of a unit at most ("3")
    regions: Path | None = None
    run: str = ""
    previous: Path | None = None  # the run folder that knows the units already
    previous_at: str = ""  # when that run ended
    site_only: bool = (
        False  # `auditor discover`: the home page was fetched, the components were not looked for
    )
