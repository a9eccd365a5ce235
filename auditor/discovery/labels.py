"""The labels a unit's host may begin with, made of its name."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cache, lru_cache

from auditor.discovery.aliases import names_of
from auditor.discovery.habits import Habit, packaged_habit
from auditor.discovery.names import PLACED, Name, fold, parse, similarity
from auditor.models import Agency, Region
from auditor.reference import UnitKind, load_kinds
from auditor.reference.naming import load_abbreviations, load_host_forms


@lru_cache(maxsize=8192)
def sure_labels(agency: Agency, region: Region) -> frozenset[str]:
    """Squeezed labels that surely mean the unit: its place forms, or those of its own kind only."""
    labels: set[str] = set()
    for name in names_of(agency):
        labels |= _sure_of_name(replace(agency, name=name, notes=""), region)
        if " " not in name and name != agency.name:
            labels.add(name.lower())
    return frozenset(label.replace("-", "") for label in labels)


def _sure_of_name(agency: Agency, region: Region) -> set[str]:
    own = parse(agency.name, region)
    if own.kind in PLACED:
        return set(likely_labels(agency, region, packaged_habit(region)))
    labels = set(_made(agency.name, own.words, Habit()))
    fits = _fitting_kinds(agency, region)
    for fit, kind in fits:
        if fit >= 0.75 and fit >= fits[0][0] - 0.05:
            labels.update(kind.labels)
    return labels


def likely_labels(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Labels by the unit's own name, the likeliest first."""
    kind = parse(agency.name, region).kind
    if kind == "agency" and agency.kind.value in PLACED:
        kind = agency.kind.value
    if kind in PLACED:
        own = {t: count for t, count in habit.own.get(kind, {}).items() if not t.startswith("//")}
        # A form that siblings in this region follow comes before any that is frequent elsewhere.
        seen = {t: 1000 * habit.labels.get(t, 0) + count for t, count in templates(kind).items()}
        seen |= {t: 1000 * count for t, count in own.items()}
        for template in sorted(seen, key=lambda t: -seen[t]):
            yield from filled(template, agency.name, region)
        return
    forms = [t for t, count in habit.own.get("agency", {}).items() if count > 1 and not t.startswith("//")]
    plain = agency_labels(agency, region, habit)
    for label in itertools.islice(plain, 3) if forms else ():
        yield from (form.format(label=label) for form in forms)
        yield label
    yield from plain


def templates(kind: str) -> dict[str, int]:
    """Forms of labels that public lists showed for a kind of place, and how often; empty for others."""
    return next((forms.labels for forms in load_host_forms().forms if forms.kind == kind), {})


def filled(template: str, name: str, region: Region) -> list[str]:
    """The labels a template gives for a name: spelled out, as written, numbered before or behind."""
    parsed = parse(name, region)
    written = as_written(name, parsed.words)
    labels = []
    for words in dict.fromkeys([parsed.words, written]):
        if not words and "{" in template:
            continue
        numbered = [(*words, parsed.number), (parsed.number, *words)] if parsed.number else [words]
        for parts in numbered:
            joined, hyphen = "".join(parts), "-".join(parts)
            if parsed.number and "{joined}" in template and parts[-1] == parsed.number:
                labels.append(template.format(joined=f"{''.join(words)}-{parsed.number}", hyphen=hyphen))
            labels.insert(
                len(labels) - 1 if parsed.number and labels else len(labels),
                template.format(joined=joined, hyphen=hyphen),
            )
    return [label for label in dict.fromkeys(labels) if all(len(p) <= 63 for p in label.split("."))]


def as_written(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name's own spelling of the place ("sei kapih"), where it differs from the long one."""
    places = load_abbreviations().places
    short = {long: word for word, long in places.items() if long and f" {word} " in f" {fold(name)} "}
    return tuple(short.get(word, word) for word in words)


def agency_labels(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Labels of the kinds the name fits, then abbreviations made from its functions."""
    own = parse(agency.name, region)
    made = list(_made(agency.name, own.words, habit))
    fitting = _fitting_kinds(agency, region)
    spelled: list[tuple[float, int, str]] = []
    for rank, (fit, kind) in enumerate(fitting):
        level = {"provinsi": "prov", "kabupaten": "kab", "kota": "kota"}[region.kind]
        if level not in kind.levels:
            continue
        for place, label in enumerate(kind.labels):
            if label.endswith(("-", ".")):
                continue
            close = similarity(own, parse(label.replace("-", " "), region))
            favour = habit.prefixes.get(_prefix(label), 0) and 0.2
            # The label that spells the whole name first; then how often the label is used.
            spelled.append((-(fit * 0.5 + close * 0.5 + favour) + place * 0.02 + rank * 0.05, place, label))
    ordered = [label for _, _, label in sorted(spelled)]
    exact = [label for label in ordered if label in made]
    yield from ordered[:2] if not exact else exact[:2]
    yield from made[:4]
    yield from ordered[:12]
    yield from made[4:]
    yield from ordered[12:]


@cache
def _prefixes() -> re.Pattern[str]:
    forms = sorted(load_host_forms().dinas, key=len, reverse=True)
    return re.compile(
        "|".join(f"{form}(?=[bcdfghjklmnpqrstvwxyz])" if len(form) == 1 else form for form in forms)
    )


def _prefix(label: str) -> str:
    match = _prefixes().match(label)
    return match[0] if match else ""


@lru_cache(maxsize=4096)
def telling_prefix(label: str) -> str:
    """The short form of "Dinas" in a label, where another was possible: everybody writes ``dinkes``."""
    prefix = _prefix(label)
    rest = label.removeprefix(prefix)
    others = {form + rest for form in load_host_forms().dinas if form != prefix}
    known = any(others.intersection(kind.labels) for kind in load_kinds().values())
    return prefix if prefix and known else ""


def _fitting_kinds(agency: Agency, region: Region) -> Sequence[tuple[float, UnitKind]]:
    return _kinds_like(parse(agency.name, region))


@lru_cache(maxsize=4096)
def _kinds_like(own: Name) -> Sequence[tuple[float, UnitKind]]:
    """Kinds whose names are like a unit's: a Dinas Sosial is the same in 500 regions."""
    fits = []
    for kind in load_kinds().values():
        if kind.usual == "aplikasi":
            continue
        fit = max(similarity(own, parse(name)) for name in (kind.name, *kind.names))
        if fit >= 0.6:
            fits.append((fit, kind))
    return tuple(sorted(fits, key=lambda pair: (-pair[0], -pair[1].seen))[:3])


def _made(name: str, words: tuple[str, ...], habit: Habit) -> Iterator[str]:
    """Abbreviations in the way merged agencies make them: dinas + sos + p3a; d + initials."""
    passed_over = load_abbreviations().no_initials.words
    initials = [word for word in fold(name).split() if word not in passed_over]
    if " " in name.strip() and 3 <= len(initials) <= 9:
        yield "".join(word[0] for word in initials)
    parts = _parts(" ".join(words))
    if parts and fold(name).startswith("dinas"):
        order = sorted(load_host_forms().dinas, key=lambda form: -habit.prefixes.get(form, 0))
        for prefix in order[:3]:
            yield prefix + "".join(part[0] for part in parts)
        if len(parts) > 1:
            yield order[0] + "".join(part[-1] if len(part) > 1 else part[0] for part in parts)
            yield order[0] + parts[0][0]


def _parts(words: str) -> list[tuple[str, ...]]:
    """The name's functions in order, each with its short forms; [] when one has none."""
    functions = sorted(load_abbreviations().functions, key=lambda f: -len(f.name))
    found: list[tuple[int, tuple[str, ...]]] = []
    rest = f" {words} "
    for function in functions:
        at = rest.find(f" {function.name} ")
        if at >= 0:
            found.append((at, function.short))
            rest = rest.replace(f" {function.name} ", " " + "#" * len(function.name) + " ", 1)
    if re.search(r"[a-z0-9]", rest):
        return []
    return [short for _, short in sorted(found)]
