"""A region's habit of naming hosts, learnt from units whose hosts are known."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable

from auditor.discovery.habits import Habit, packaged_habit
from auditor.discovery.labels import as_written, filled, sure_labels, telling_prefix, templates
from auditor.discovery.names import PLACED, Name, parse
from auditor.models import Agency, Kind, Region
from auditor.urls import host_of


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
            fitting = (t for t in templates(parsed.kind) if label in filled(t, name, region))
            if template := next(fitting, ""):
                labels[template] += 1
                continue
        elif prefix := telling_prefix(label):
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
        for words in (parsed.words, as_written(name, parsed.words)):
            for mark, part in (("hyphen", "-".join(words)), ("joined", "".join(words))):
                if len(part) > 3 and part in label and (mark == "joined" or len(words) > 1):
                    return label.replace(part, "{" + mark + "}", 1)
        return ""
    unit = Agency(unit_id="-", name=name, kind=Kind.OPD, region=region.code)
    for known in sorted(sure_labels(unit, region), key=len, reverse=True):
        match = re.fullmatch(rf"((?:[a-z0-9-]+[-.])?){re.escape(known)}((?:[-.][a-z0-9.-]+)?)", label)
        if match and len(known) > 2 and (match[1] or match[2]):
            return f"{match[1]}{{label}}{match[2]}"
    return ""
