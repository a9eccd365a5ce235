"""What a dossier says of the website as a whole: score, facts, addresses tried, problems. Pure."""

from __future__ import annotations

import re
from typing import Any

from auditor.masking import mask
from auditor.reporting.dossier.limits import Limits
from auditor.reporting.links import link
from auditor.reporting.printable import clipped
from auditor.reporting.texts import Texts
from auditor.reporting.view import UnitView
from auditor.reporting.wording import number, percent, ranged

Row = dict[str, Any]
_SIGN = re.compile(r"(?<!\S)[+-][a-z_0-9]+")


def score(view: UnitView) -> Row:
    """The score in words, its zone and what it rests on."""
    words, found = view.texts, view.unit.score
    zones = view.rubric.zones if view.rubric else ()
    return {
        "value": words("labels", "no_score").capitalize() if found.value is None else number(found.value),
        "zone": found.zone or "",
        "zone_title": next((zone.title for zone in zones if zone.id == found.zone), found.zone or ""),
        "line": words("dossier", "score_coverage").format(
            coverage=percent(found.coverage, 1),
            range=ranged(words, "dossier", "score_range", found),
            rubric=found.rubric,
        ),
    }


def facts(view: UnitView, limits: Limits) -> list[Row]:
    """Label, words, and the address to click, if any."""
    words, site, own = view.texts, view.unit.site, view.texts.tables["dossier"]
    status = site.status.value
    rows = [(words("labels", "status"), f"{words('statuses', status)}. {words('status_meanings', status)}")]
    if view.url:
        domain = clipped(mask(site.registered_domain), limits.address)
        rows += [
            (
                words("labels", "domain"),
                words("domains", site.domain.value) + (f" ({domain})" if domain else ""),
            ),
            (words("labels", "https"), words("https", site.https.value)),
        ]
    if site.pages_fetched or site.documents_fetched:
        read = {
            "pages": site.pages_fetched,
            "documents": site.documents_fetched,
            "images": site.images_read,
        }
        rows.append((own["reading"], own["reading_text"].format(**read)))
    if view.reasons:
        rows.append((own["reasons"], clipped(" ".join(view.reasons), limits.reasons)))
    if site.social:
        rows.append((own["social"], clipped(", ".join(map(mask, site.social)), limits.reasons)))
    home = [(words("labels", "website"), clipped(mask(view.url), limits.address), link(view.url))]
    return [
        {"label": label, "shown": shown, "url": url}
        for label, shown, url in [*(home if view.url else []), *((one, two, "") for one, two in rows)]
    ]


def features(view: UnitView, limits: Limits) -> list[list[str]]:
    """Channels and integration: what, whether it is there, and the first proof or the counted facts."""
    words = view.texts
    rows = []
    for found in view.unit.features:
        if found.state == "not_applicable":
            continue
        facts = "; ".join(f"{words('feature_facts', name)}: {value}" for name, value in found.facts.items())
        proof = found.evidence[0].snippet if found.evidence and not found.facts else ""
        rows.append(
            [
                words("features", found.code),
                words("feature_states", found.state),
                clipped(mask(facts or proof), limits.value),
            ]
        )
    return rows


def trail(view: UnitView, limits: Limits) -> Row:
    """The addresses tried as the unit's website, and what came of each."""
    words, tried = view.texts, view.unit.site.candidates
    return {
        "rows": [
            [
                clipped(mask(one.url), limits.address),
                words("origins", one.origin),
                words("outcomes", one.outcome),
                clipped(mask(_why(one.reason, words)), limits.value),
            ]
            for one in tried[: limits.trail]
        ],
        "more": more(view, "more_trail", len(tried) - limits.trail),
    }


def _why(reason: str, words: Texts) -> str:
    """Why an address was taken or refused: the answer and its signs in words."""
    if not _SIGN.search(reason):
        return words.cause(reason)
    answer, colon, _ = reason.partition(":")
    signs = "; ".join(
        ("" if sign[0] == "+" else "−") + words("identity_signs", name)
        if words.knows("identity_signs", name := sign[1:])
        else words.cause(name)
        for sign in _SIGN.findall(reason)
    )
    return f"{words('identity_answers', answer)}: {signs}" if colon else signs


def problems(view: UnitView, limits: Limits) -> Row:
    """Trouble seen on the site."""
    found = view.unit.problems
    return {
        "rows": [
            [
                view.texts("problems", problem.code),
                clipped(mask(problem.url), limits.address),
                clipped(mask(problem.snippet), limits.value),
            ]
            for problem in found[: limits.problems]
        ],
        "more": more(view, "more_problems", len(found) - limits.problems),
    }


def more(view: UnitView, name: str, many: int) -> str:
    """The sentence on what a list left out; empty when it left out nothing."""
    return view.texts("dossier", name).format(many=many) if many > 0 else ""
