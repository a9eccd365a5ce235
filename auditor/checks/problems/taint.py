"""Pages that somebody else wrote into: injected gambling, defacement. They are evidence of nothing.

Gambling words are counted by ``auditor.signals`` (three different ones; half where the text warns of
them), over everything the page holds, also what it hides by style. A defaced page says so in its title
or in a short text.
"""

from __future__ import annotations

from auditor.checks import facts
from auditor.checks.problems.wordlists import words
from auditor.checks.words.phrasebook import fold, folded
from auditor.models import Page, Source
from auditor.signals import injected

_SHORT = 2500  # characters of a defacement page; a report about one is longer


def is_defaced(page: Page) -> bool:
    """Whether the page was replaced by a defacer's."""
    return defacement(page) is not None


def defacement(page: Page) -> str | None:
    """The words that show a defacement, verbatim."""
    title = words("defaced").hit(fold(page.title))
    text = page.text if len(page.text) <= _SHORT else ""
    hit = words("defaced").hit(folded(text))
    if hit is None and title is None:
        return None
    if page.dated:  # a post about a hacked site
        return None
    if hit is not None:
        return text[max(0, hit.start() - 20) : hit.end() + 60].strip()
    return page.title[:200]


def is_gambling(page: Page) -> bool:
    """Whether the page carries injected gambling text, shown or hidden."""
    return gambling(page) is not None


def gambling(page: Page) -> str | None:
    """The first gambling words on the page, verbatim."""
    if page.source not in {Source.HTML, Source.RENDERED}:
        return None
    return facts.remembered(page, "gambling", lambda: _gambling(page))


def _hidden(page: Page) -> str:
    hides = "hidden_links" in page.marks
    sections = "\n".join([f"{item.label}\n{item.body}" for item in page.sections]) if hides else ""
    return sections + "\n".join([link.text for link in page.links])


def _gambling(page: Page) -> str | None:
    everything = f"{page.title}\n{page.text}\n{_hidden(page)}"
    for snippet in injected(everything):
        if words("defaced").hit(fold(snippet)) is None:
            place = fold(everything).find(snippet)
            start = max(0, place)
            return everything[start : start + max(60, len(snippet))].strip() if place >= 0 else snippet
    return None


def tainted(page: Page) -> bool:
    """Whether a page may be no evidence of anything the unit says."""
    return facts.once(page, "tainted", lambda: is_defaced(page) or is_gambling(page), bool)
