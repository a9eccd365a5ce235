"""A cheap first look: which components a section may hold, before any rule reads it.

Two RE2 sets over the folded words of a section say which phrase lists have a word there; spelling
distance, once for every different label, says which lists a label resembles. ``gates.toml`` names for each
component the lists one of which stands wherever its judge finds anything. Patterns lose their word
borders for it, so that the screen lets through whatever ``re`` would find; tests hold judging with and
without it to the same result.
"""

from __future__ import annotations

from functools import cache, lru_cache

from auditor.checks.gatefile import Gates
from auditor.checks.words.phrasebook import PhraseList, Phrases, Spelled, bare_label
from auditor.checks.words.phraselist import joined
from auditor.patterns import MANY, Owned
from auditor.values import signs

_SIGNS = {"duration": signs.DURATION, "fee": signs.FEE, "hours": signs.HOURS, "days": signs.DAYS}
# what every judge asks of a section beside its own words: whether it may announce, or deal with requests
_SAID = ("offers", "button", "see_more", "lead_parts", "ppid", "ppid_strong")
_CELL = 35  # characters of a table's head cell
NOTHING: frozenset[str] = frozenset()


def _lists(place: str) -> list[tuple[str, PhraseList]]:
    return [
        (code, Phrases.load(code)[name])
        for code, gate in Gates.load().gates.items()
        for name in getattr(gate, place)
    ]


@cache
def _words() -> Owned[str]:
    owned = [(f"{code}.{entry.name}", pattern) for code, entry in _lists("words") for pattern in entry.loose]
    owned += [(code, _SIGNS[name]) for code, gate in Gates.load().gates.items() for name in gate.signs]
    context = Phrases.load("context")
    owned += [(f"context.{name}", pattern) for name in _SAID for pattern in context[name].loose]
    return Owned(owned, together=MANY)


@cache
def _around() -> Owned[str]:
    return Owned((code, pattern) for code, entry in _lists("around") for pattern in entry.loose)


@cache
def _named() -> dict[str, PhraseList]:
    """Every list that a label is compared with, by ``component.list``."""
    found = {
        f"{code}.{name}": Phrases.load(code)[name]
        for code, gate in Gates.load().gates.items()
        for name in (*gate.label, *gate.above, *gate.all_above, *gate.title)
    }
    for code in Gates.load().gates:
        lists = Phrases.load(code)
        found |= {f"{code}.{name}": lists[name] for name in ("labels", "announce_labels") if name in lists}
    return found


@cache
def _label_words() -> Owned[str]:
    return Owned((key, pattern) for key, entry in _named().items() for pattern in entry.loose)


@cache
def _label_signs() -> Owned[str]:
    gates = Gates.load().gates
    return Owned((code, _SIGNS[name]) for code, gate in gates.items() for name in gate.label_signs)


@cache
def _spelled() -> Spelled[str]:
    """Every spelling that a label may be a letter or two away from, and whose it is."""
    return Spelled((*pair, key) for key, entry in _named().items() for pair in entry.spellings)


@lru_cache(maxsize=8192)
def lists_named(folded_label: str) -> frozenset[str]:
    """The lists (``component.list``) that a label may be one of, spelled right or nearly so."""
    if not folded_label:
        return NOTHING
    bare = bare_label(folded_label)
    found = frozenset(_label_words().of(f"{folded_label}$\n{bare}$"))
    near = _spelled().near(joined(bare))
    return found.union(near) if near else found


@cache
def _owners_of(place: str) -> dict[str, tuple[str, ...]]:
    """Which components a list of ``lists_named`` lets through by ``place``."""
    found: dict[str, tuple[str, ...]] = {}
    for code, gate in Gates.load().gates.items():
        for name in getattr(gate, place):
            found[f"{code}.{name}"] = (*found.get(f"{code}.{name}", ()), code)
    return found


@lru_cache(maxsize=8192)
def named_by(folded_label: str, place: str) -> frozenset[str]:
    """Components that a label lets through: its own (``label``), one above, or a page's title."""
    owners = _owners_of(place)
    found = {code for key in lists_named(folded_label) for code in owners.get(key, ())}
    if place == "label" and folded_label:
        plain = _plain(folded_label)
        found.update(_label_signs().of(plain), _around().of(plain))
    return frozenset(found)


@cache
def _forms() -> frozenset[str]:
    return frozenset(code for code, gate in Gates.load().gates.items() if gate.forms)


@lru_cache(maxsize=8192)
def _stands_under(labels: tuple[str, ...], folded_service: str) -> frozenset[str]:
    """Components that the labels above and the service let through."""
    path = " / ".join(labels)
    found = set(_around().of(_plain(f"{path} / {folded_service}")))
    pieces = path.split(" / ") if " / " in path else labels
    for piece in {*labels[-2:], *pieces[-2:]}:
        found |= named_by(piece, "above")
    for piece in labels:
        found |= named_by(piece, "all_above")
    return frozenset(found)


def _plain(folded: str) -> str:
    """``re`` without regard to case takes a dotless i for an i; RE2 does not."""
    return folded if folded.isascii() else folded.replace("ı", "i")


# No more whole sections are kept than a site or two has: a judge of 20,000 sites would keep all their words.
@lru_cache(maxsize=2048)
def said_in(folded_label: str, folded_body: str) -> frozenset[str]:
    """What a section's own words may hold: components, the lists of theirs that let it through
    (``prosedur.steps``), and lists of the common words (``context.offers``)."""
    found = _words().of(_plain(f"{folded_label}\n{folded_body}"))
    return frozenset(found).union([key.partition(".")[0] for key in found])


def components_of(
    label: str, body: str, above: tuple[str, ...], service: str, *, form: bool
) -> frozenset[str]:
    """Components whose judges need to see a section (folded words; labels ``above`` it outermost first)."""
    said = said_in(label, body) & gated()
    found = said.union(named_by(label, "label"), _stands_under(above, service))
    return found | _forms() if form else found


def components_of_title(title: str) -> frozenset[str]:
    """Components whose judges need to see every section of a page that is called so (folded)."""
    return named_by(title, "title")


@cache
def gated() -> frozenset[str]:
    """Components of which ``gates.toml`` says what their judges need."""
    return frozenset(Gates.load().gates)


@lru_cache(maxsize=2048)
def announcements_of(label: str, body: str, cells: tuple[str, ...]) -> frozenset[str]:
    """The lists (``component.list``) that a section may announce: by its label, the cells of a table's head,
    or a sentence that offers something."""
    found = lists_named(label).union(*(lists_named(cell) for cell in cells if len(cell) <= _CELL))
    offers = Phrases.load("context")["offers"]
    if "context.offers" in said_in(label, body) and offers.search(body) is not None:
        found = found.union(_label_words().of(_plain(body)))
    return found


def is_compared(key: str) -> bool:
    """Whether ``component.list`` is one of the lists that labels are compared with."""
    return key in _named()
