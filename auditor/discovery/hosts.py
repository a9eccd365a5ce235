"""Which hosts a unit may have: labels really used, in the order of how often they are.

Only ``{label}.{domain}`` is worth trying (and the same under a former domain): that is what the
counted hosts look like. Candidates need checking by DNS and content; wildcard DNS answers for all.
"""

from __future__ import annotations

import itertools
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from auditor.discovery.aliases import names_in, names_of
from auditor.discovery.names import PLACED, Name, fold, parse, similarity
from auditor.models import Agency, Kind, Region
from auditor.reference import UnitKind, load_kinds
from auditor.reference.naming import load_abbreviations, load_host_forms
from auditor.urls import host_of, registered_domain

MAX_CANDIDATES = 30
"""Hosts tried for one unit: each costs the region's name server a question."""


@dataclass(frozen=True, slots=True)
class Habit:
    """How a region names its hosts: label templates with the number of hosts that follow them.

    ``www`` is the share (0-1) of hosts known only with ``www.``; ``prefix`` counts how agencies
    shorten "Dinas" (``dis``, ``din``, ``dinas``, ``d``). ``own`` are templates no public list showed, by
    kind: of labels (``{joined}-puskesmas``, ``{label}.opd``), or of whole hosts outside the region's
    domain (they begin with ``//``).
    """

    labels: Mapping[str, int] = field(default_factory=dict)
    prefixes: Mapping[str, int] = field(default_factory=dict)
    www: float = 0.0
    own: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


def packaged_habit(region: Region) -> Habit:
    """What public lists showed of the region's habit; empty for most regions."""
    for habit in load_host_forms().habits:
        if habit.region == region.code:
            return Habit(labels=habit.labels)
    return Habit()


def learn_habit(region: Region, known: Iterable[tuple[str, str]]) -> Habit:
    """Learn from sibling units: pairs of name and host (or address), known to belong together."""
    labels: Counter[str] = Counter(packaged_habit(region).labels)
    prefixes: Counter[str] = Counter()
    own: dict[str, Counter[str]] = {}
    www = total = 0
    for name, where in dict.fromkeys(known):
        host = host_of(where) if "://" in where else where.lower()
        bare = host.removeprefix("www.")
        domain = next((d for d in (region.domain, *region.other_domains) if d and bare.endswith(f".{d}")), "")
        parsed = parse(name, region)
        if not domain:
            if "." in bare and (template := _template_of(bare, name, parsed, region)):
                own.setdefault(parsed.kind, Counter())[f"//{template}"] += 1
            continue
        total += 1
        www += host.startswith("www.")
        label = bare.removesuffix(f".{domain}")
        if parsed.kind in PLACED:
            fitting = (t for t in _templates(parsed.kind) if label in _filled(t, name, region))
            if template := next(fitting, ""):
                labels[template] += 1
                continue
        elif prefix := _telling_prefix(label):
            prefixes[prefix] += 1
        if template := _template_of(label, name, parsed, region):
            own.setdefault(parsed.kind, Counter())[template] += 1
    return Habit(
        dict(labels),
        dict(prefixes),
        www / total if total else 0.0,
        {kind: dict(counts) for kind, counts in own.items()},
    )


def _template_of(label: str, name: str, parsed: Name, region: Region) -> str:
    """The form a label (or host) follows that no public list showed; empty when it names nothing known.

    For agencies something must be set apart (``opd-dinsos``, ``dinsos.opd``): a merged name is no form.
    """
    if parsed.kind in PLACED:
        if parsed.number:
            return ""
        for words in (parsed.words, _as_written(name, parsed.words)):
            for mark, part in (("hyphen", "-".join(words)), ("joined", "".join(words))):
                if len(part) > 3 and part in label and (mark == "joined" or len(words) > 1):
                    return label.replace(part, "{" + mark + "}", 1)
        return ""
    unit = Agency(unit_id="-", name=name, kind=Kind.OPD, region=region.code)
    for known in sorted(_all_labels(unit, region), key=len, reverse=True):
        match = re.fullmatch(rf"((?:[a-z0-9-]+[-.])?){re.escape(known)}((?:[-.][a-z0-9.-]+)?)", label)
        if match and len(known) > 2 and (match[1] or match[2]):
            return f"{match[1]}{{label}}{match[2]}"
    return ""


def candidate_hosts(agency: Agency, region: Region, habit: Habit | None = None) -> list[str]:
    """Hosts worth asking for, best first, at most MAX_CANDIDATES; empty without a known domain."""
    if not region.domain:
        return []
    habit = habit or packaged_habit(region)
    if agency.kind is Kind.PORTAL:
        return _portal_hosts(region)
    labels = list(dict.fromkeys(_all_names(agency, region, habit)))
    # DKI's cities have sub-domains of the province's domain, their units do not.
    main = registered_domain(region.domain)
    others = [domain for domain in (region.domain, *region.other_domains) if domain != main]
    first_www = habit.www > 0.5
    hosts: list[str] = list(_outside(agency, region, habit))
    for label in labels[: MAX_CANDIDATES // 2]:
        host = f"{label}.{main}"
        hosts += [f"www.{host}", host] if first_www else [host]
    for domain in others[:2]:  # a former domain often keeps a few live hosts
        hosts += [f"{label}.{domain}" for label in labels[:4]]
    if not first_www:
        hosts += [f"www.{label}.{main}" for label in labels[:4]]
    hosts += [f"{label}.{main}" for label in labels[MAX_CANDIDATES // 2 :]]
    return list(dict.fromkeys(hosts))[:MAX_CANDIDATES]


def _all_names(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Labels of the unit's name, then a few of each other name it goes or went by."""
    names = names_of(agency)
    first, *others = (_labels(replace(agency, name=name, notes=""), region, habit) for name in names)
    yield from itertools.islice(first, MAX_CANDIDATES // 3)
    for more in others[:3]:
        yield from itertools.islice(more, 5)
    for name in names[1:]:
        if re.fullmatch(r"[A-Za-z][A-Za-z0-9-]{1,30}", name):
            yield name.lower()  # an abbreviation is a label as it stands
    yield from first


def _outside(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    """Hosts outside the region's domain, in a form that at least two siblings follow."""
    kind = parse(agency.name, region).kind
    for template, count in habit.own.get(kind, {}).items():
        if not template.startswith("//") or count < 2:
            continue
        if kind in PLACED:
            yield from _filled(template[2:], agency.name, region)
        else:
            labels = itertools.islice(_agency_labels(agency, region, habit), 3)
            yield from (template[2:].format(label=label) for label in labels)


def label_fits(label: str, agency: Agency, region: Region) -> float:
    """How well a host's first label names the unit, 0 to 1 (1: a form known to be used)."""
    label = label.lower()
    plain = label.replace("-", "")
    if plain in _all_labels(agency, region):
        return 1.0
    spaced = parse(label.replace("-", " "), region)
    agencies = (own for own in names_in(agency, region) if own.kind not in PLACED)
    return max((similarity(own, spaced) for own in agencies), default=0.0)


def may_name(host: str, agency: Agency, region: Region) -> bool:
    """Whether a host somebody else saw below the region's domain may be the unit's: it bears its name."""
    for label in labels_below(host, region):
        plain = label.replace("-", "")
        for own in names_in(agency, region):
            words = "".join(own.words)
            if own.kind in PLACED:
                if len(words) > 3 and words in plain:
                    return True
            elif similarity(own, parse(label.replace("-", " "), region)) >= 0.6:
                return True
    return False


def labels_below(host: str, region: Region) -> tuple[str, ...]:
    """All labels before the region's domain, the outermost first (``ppid.dinkes.x.go.id``: dinkes, ppid)."""
    bare = host.removeprefix("www.")
    parent = registered_domain(region.domain) if region.domain else ""
    for domain in (region.domain, *region.other_domains, parent):
        if domain and bare.endswith(f".{domain}"):
            return tuple(reversed(bare.removesuffix(f".{domain}").split(".")))
    return ()


def label_kind(label: str) -> str:
    """The kind of unit a label stands for when exactly one kind uses it, else ''."""
    plain = label.lower().replace("-", "")
    kinds = [
        kind.id
        for kind in load_kinds().values()
        if kind.usual != "aplikasi" and plain in {known.replace("-", "") for known in kind.labels}
    ]
    return kinds[0] if len(kinds) == 1 else ""


def _portal_hosts(region: Region) -> list[str]:
    hosts = [h for d in (region.domain, *region.other_domains) for h in (f"www.{d}", d)]
    return [*hosts, f"portal.{region.domain}"]


@lru_cache(maxsize=8192)
def _all_labels(agency: Agency, region: Region) -> frozenset[str]:
    """Squeezed labels that surely mean the unit: its place forms, or those of its own kind only."""
    labels: set[str] = set()
    for name in names_of(agency):
        labels |= _sure_labels(replace(agency, name=name, notes=""), region)
        if " " not in name and name != agency.name:
            labels.add(name.lower())
    return frozenset(label.replace("-", "") for label in labels)


def _sure_labels(agency: Agency, region: Region) -> set[str]:
    own = parse(agency.name, region)
    if own.kind in PLACED:
        return set(_labels(agency, region, packaged_habit(region)))
    labels = set(_made(agency.name, own.words, Habit()))
    fits = _fitting_kinds(agency, region)
    for fit, kind in fits:
        if fit >= 0.75 and fit >= fits[0][0] - 0.05:
            labels.update(kind.labels)
    return labels


def _labels(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
    kind = parse(agency.name, region).kind
    if kind == "agency" and agency.kind.value in PLACED:
        kind = agency.kind.value
    if kind in PLACED:
        own = {t: count for t, count in habit.own.get(kind, {}).items() if not t.startswith("//")}
        # A form that siblings in this region follow comes before any that is frequent elsewhere.
        seen = {t: 1000 * habit.labels.get(t, 0) + count for t, count in _templates(kind).items()}
        seen |= {t: 1000 * count for t, count in own.items()}
        for template in sorted(seen, key=lambda t: -seen[t]):
            yield from _filled(template, agency.name, region)
        return
    forms = [t for t, count in habit.own.get("agency", {}).items() if count > 1 and not t.startswith("//")]
    plain = _agency_labels(agency, region, habit)
    for label in itertools.islice(plain, 3) if forms else ():
        yield from (form.format(label=label) for form in forms)
        yield label
    yield from plain


def _templates(kind: str) -> dict[str, int]:
    return next((forms.labels for forms in load_host_forms().forms if forms.kind == kind), {})


def _filled(template: str, name: str, region: Region) -> list[str]:
    """The labels a template gives for a name: spelled out, as written, numbered before or behind."""
    parsed = parse(name, region)
    written = _as_written(name, parsed.words)
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


def _as_written(name: str, words: tuple[str, ...]) -> tuple[str, ...]:
    """The name's own spelling of the place ("sei kapih"), where it differs from the long one."""
    places = load_abbreviations().places
    short = {long: word for word, long in places.items() if long and f" {word} " in f" {fold(name)} "}
    return tuple(short.get(word, word) for word in words)


def _agency_labels(agency: Agency, region: Region, habit: Habit) -> Iterator[str]:
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


def _prefix(label: str) -> str:
    match = re.match(r"dinas|dis|din|d(?=[bcdfghjklmnpqrstvwxyz])", label)
    return match[0] if match else ""


@lru_cache(maxsize=4096)
def _telling_prefix(label: str) -> str:
    """The short form of "Dinas" in a label, where another was possible: everybody writes ``dinkes``."""
    prefix = _prefix(label)
    rest = label.removeprefix(prefix)
    others = {p + rest for p in ("dinas", "dis", "din", "d") if p != prefix}
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
    initials = [
        w for w in fold(name).split() if w not in {"dan", "serta", "di", "kabupaten", "kota", "provinsi"}
    ]
    if " " in name.strip() and 3 <= len(initials) <= 9:
        yield "".join(word[0] for word in initials)
    parts = _parts(" ".join(words))
    if parts and fold(name).startswith("dinas"):
        order = sorted(("dis", "din", "dinas", "d"), key=lambda p: -habit.prefixes.get(p, 0))
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
