"""Stale sites: the newest dated post lies more than two years before the visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from auditor.checks.problems.wordlists import limits
from auditor.models import Problem, Snapshot


def stale(snapshot: Snapshot) -> Iterator[Problem]:
    """One problem at the newest dated page; silent where nothing is dated."""
    dated = [page for page in snapshot.pages if page.dated and not page.fetch.external]
    if not dated:
        return
    newest = max(dated, key=lambda page: page.dated)
    try:
        then = dt.date.fromisoformat(newest.dated[:10])
        now = dt.date.fromisoformat(newest.fetch.fetched_at[:10])
    except ValueError:
        return
    if (now - then).days > limits().stale_days:
        snippet = f"Tulisan terbaru: {newest.title.strip() or newest.fetch.url} ({newest.dated[:10]})"
        yield Problem(code="stale", url=newest.fetch.url, snippet=snippet[:200])
