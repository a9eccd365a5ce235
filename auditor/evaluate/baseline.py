"""The keyword-search baseline: what a person with a search box would conclude.

It stands beside the tool's own numbers, so that they can be read against something. It sees the
HTML pages of a snapshot only, and calls a component published when one of its words occurs.
"""

from __future__ import annotations

import re
import tomllib
from functools import lru_cache
from importlib import resources

from auditor.models import COMPONENTS, Snapshot, Source, Verdict


@lru_cache(maxsize=1)
def _patterns() -> dict[str, re.Pattern[str]]:
    """One expression per component: any of its words, as whole words."""
    raw = resources.files("auditor.evaluate").joinpath("baseline.toml").read_text("utf-8")
    words: dict[str, list[str]] = tomllib.loads(raw)["words"]
    return {code: re.compile(rf"\b(?:{'|'.join(map(re.escape, words[code]))})\b") for code in COMPONENTS}


def baseline(snapshot: Snapshot) -> dict[str, Verdict]:
    """A verdict per component: ``published`` or ``not_found``; ``not_tested`` for a site not reached."""
    if not snapshot.reached:
        return dict.fromkeys(COMPONENTS, Verdict.NOT_TESTED)
    texts = [" ".join(page.text.lower().split()) for page in snapshot.pages if page.source is Source.HTML]
    return {
        code: Verdict.PUBLISHED if any(pattern.search(text) for text in texts) else Verdict.NOT_FOUND
        for code, pattern in _patterns().items()
    }
