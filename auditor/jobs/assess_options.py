"""What judging depends on besides the archive. Light: a run's own process knows it without what judges."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal


@dataclass(frozen=True, slots=True, kw_only=True)
class AssessOptions:
    """What can change a verdict besides the archive: small and picklable, for worker processes."""

    root: Path
    rubric: str
    ocr: Literal["auto", "never"] = "auto"
    regions: Path | None = None
    run: str = ""
    previous: Path | None = None  # the run folder that knows the units already
    previous_at: str = ""  # when that run ended
    site_only: bool = (
        False  # `auditor discover`: the home page was fetched, the components were not looked for
    )
