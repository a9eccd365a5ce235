"""Stale sites: the newest dated post lies more than two years before the visit."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator

from auditor.checks.problems.wordlists import limits
from auditor.models import Page, Problem, Snapshot


def stale(snapshot: Snapshot) -> Iterator[Problem]:
    """One problem at the newest dated page; silent where nothing is dated."""
    newest = _newest(snapshot)
    if newest is None:
        return
    try:
        then = dt.date.fromisoformat(newest.dated[:10])
        now = dt.date.fromisoformat(newest.fetch.fetched_at[:10])
    except ValueError:
        return
    if (now - then).days > limits().stale_days:
        snippet = f"Tulisan terbaru: {newest.title.strip() or newest.fetch.url} ({newest.dated[:10]})"
        yield Problem(code="stale", url=newest.fetch.url, snippet=snippet[:200])


def stale_from(snapshot: Snapshot) -> dt.date | None:
    """The day from which the same pages would be stale; None where nothing is dated."""
    newest = _newest(snapshot)
    if newest is None:
        return None
    try:
        return dt.date.fromisoformat(newest.dated[:10]) + dt.timedelta(days=limits().stale_days + 1)
    except ValueError:
        return None


def _newest(snapshot: Snapshot) -> Page | None:
    dated = [page for page in snapshot.pages if page.dated and not page.fetch.external]
    return max(dated, key=lambda page: page.dated) if dated else None
