"""Trouble seen on a site, each with the words that show it; and the pages that are no evidence.

Codes: ``lorem_ipsum theme_demo placeholder_content placeholder_identity mojibake_text empty_page
dead_link placeholder_link gambling_spam hacked_defaced personal_data stale mismatch unfilled_template
drive_private iframe_only frameset form_dead under_construction placeholder_titles duplicate_pages
static_counters broken_widget broken_assets login_wall`` (interface.md, corpus definitions);
``conflicting_values`` comes from ``auditor.checks.conflicts``, which needs the services. A problem
never lowers a verdict by itself; a tainted page is never evidence.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from functools import partial

from auditor.checks import facts
from auditor.checks.problems.age import stale
from auditor.checks.problems.content import (
    empty_page,
    iframe_only,
    mismatch,
    personal_data,
    text_problems,
    unfilled,
)
from auditor.checks.problems.links import dead_forms, dead_links, placeholder_links, private_files
from auditor.checks.problems.others import other_units
from auditor.checks.problems.pages import (
    broken_assets,
    broken_widgets,
    duplicate_pages,
    login_walls,
    placeholder_titles,
    static_counters,
)
from auditor.checks.problems.taint import defacement, gambling, is_defaced, is_gambling, tainted
from auditor.checks.problems.wordlists import limits
from auditor.models import Page, Problem, Site, SiteStatus, Snapshot

__all__ = ["find_problems", "is_defaced", "is_gambling", "tainted"]


def find_problems(snapshot: Snapshot, site: Site | None = None) -> tuple[Problem, ...]:
    """All problems of a site, grouped by code in the order met; at most a dozen of each code."""
    kept: list[Problem] = []
    counts: Counter[str] = Counter()
    had: set[tuple[str, str]] = set()
    for problem in _all(snapshot, site):
        key = (problem.code, problem.snippet)  # the same words in every footer are one problem
        if key in had or counts[problem.code] >= limits().per_code:
            continue
        had.add(key)
        counts[problem.code] += 1
        kept.append(problem)
    order = list(dict.fromkeys(problem.code for problem in kept))
    return tuple(sorted(kept, key=lambda problem: order.index(problem.code)))


def _all(snapshot: Snapshot, site: Site | None) -> Iterator[Problem]:
    clean = replace(snapshot, pages=tuple(page for page in snapshot.pages if not tainted(page)))
    for index, page in enumerate(snapshot.pages):
        name = "problems_home" if index == 0 else "problems"
        yield from facts.once(page, name, partial(_of_page, page, home=index == 0), list[Problem])
    yield from placeholder_links(snapshot)
    yield from dead_links(snapshot)
    yield from private_files(snapshot)
    yield from stale(snapshot)
    yield from other_units(clean)
    for of_the_site in (
        placeholder_titles,
        duplicate_pages,
        static_counters,
        broken_widgets,
        login_walls,
        broken_assets,
    ):
        yield from of_the_site(clean)
    if site is not None and site.status is SiteStatus.UNDER_CONSTRUCTION:
        home = site.final_url or site.url
        text = snapshot.pages[0].text.strip()[:200] if snapshot.pages else ""
        yield Problem(code="under_construction", url=home, snippet=text)


def _of_page(page: Page, *, home: bool) -> list[Problem]:
    """What one page by itself shows."""
    if page.fetch.external or page.fetch.status >= 400 or "soft_404" in page.marks:
        return []
    found = []
    words = defacement(page)
    if words is not None:
        found.append(Problem(code="hacked_defaced", url=page.fetch.url, snippet=words))
    words = gambling(page)
    if words is not None:
        found.append(Problem(code="gambling_spam", url=page.fetch.url, snippet=words[:200]))
    if tainted(page):
        return found
    for of_page in (text_problems, unfilled, personal_data):
        found.extend(of_page(page))
    found.extend(empty_page(page, home=home))
    for of_page in (iframe_only, mismatch, dead_forms):
        found.extend(of_page(page))
    return found
