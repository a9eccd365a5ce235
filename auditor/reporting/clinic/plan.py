"""The clinic's plan for one unit: what to mend first, what it brings, who does it, who shows how. Pure."""

from __future__ import annotations

import re
from typing import Any

from auditor.masking import mask
from auditor.models import COMPONENTS, Problem, Verdict
from auditor.reporting.clinic.peers import Peers
from auditor.reporting.dates import day
from auditor.reporting.links import evidence_link, link
from auditor.reporting.printable import clipped
from auditor.reporting.tasks import Task, Tasks, load_tasks
from auditor.reporting.texts import Texts
from auditor.reporting.view import RegionView, UnitView
from auditor.reporting.wording import number, plain, ranged
from auditor.scoring import Rubric
from auditor.simulate import Gain, Simulation, simulate

_TOLD = re.compile(r"[^\W\d_]{2}")  # a lone dash or dots show nothing
_QUOTE, _ADDRESS, _SAME = 200, 110, 3

Row = dict[str, Any]


def plan(view: UnitView, region: RegionView, rubric: Rubric, peers: Peers) -> Row:
    """Everything the plan shows, words masked; points and scores come from :mod:`auditor.simulate`."""
    words, unit, tasks = view.texts, view.unit, load_tasks()
    own, run = words.tables["clinic"], region.results.run
    lacking = _codes(view, Verdict.PARTIAL, Verdict.NOT_FOUND)
    untested = _codes(view, Verdict.NOT_TESTED)
    gains = _heaviest(simulate(unit, rubric, lacking))
    doubts = _heaviest(simulate(unit, rubric, untested))
    fixed = simulate(unit, rubric, lacking)
    everything = simulate(unit, rubric, [*lacking, *untested])
    outcome = []
    if lacking:
        outcome.append(own["then"].format(score=_score(fixed.after.value, words)))
    if untested:
        outcome.append(own["then_untested"].format(score=_score(everything.after.value, words)))
    return {
        "lang": words.lang,
        "title": own["title"].format(name=view.name),
        "name": view.name,
        "words": own,
        "subtitle": " · ".join(
            (
                words("kinds", unit.kind.value),
                region.region(unit.region),
                mask(unit.unit_id),
                own["date"].format(date=day(run.finished_at or run.started_at, words)),
            )
        ),
        "now": own["now"].format(score=_score(fixed.before.value, words)),
        "outcome": outcome,
        "note": own["points_note"].format(rubric=rubric.full_id),
        "first": _first(view, tasks),
        "fixes": _fixes(view, rubric, gains, tasks, peers),
        "untested": [_untested(view, gain, tasks) for gain in doubts],
        "zone": unit.score.zone or "",
    }


def simulation_text(view: UnitView, result: Simulation) -> str:
    """A simulation for a terminal."""
    words = view.texts
    own = words.tables["simulation"]

    def score(name: str, one: Any) -> str:
        return own[name].format(
            score=_score(one.value, words), range=ranged(words, "simulation", "range", one, digits=2)
        )

    lines = [own["title"].format(name=_flat(view.name), unit=_flat(mask(view.unit.unit_id))), ""]
    for gain in result.gains:
        lines.append(
            "  "
            + own["line"].format(
                name=words("components", gain.component), before=words("verdicts", gain.before.value)
            )
        )
        if gain.before is Verdict.NOT_APPLICABLE:
            lines.append(f"      {own['excused']}")
        elif gain.before is Verdict.PUBLISHED:
            lines.append(f"      {own['nothing']}")
        else:
            alone = own["alone"].format(score=_score(gain.alone, words))
            lines.append(f"      {own['points'].format(points=plain(gain.points))}; {alone}")
    lines += ["", score("now", result.before), score("then", result.after)]
    lines.append(own["note"].format(rubric=result.after.rubric))
    return "\n".join(lines) + "\n"


def _flat(text: str) -> str:
    """A name without what could steer a terminal."""
    return " ".join("".join(char if char.isprintable() else " " for char in text).split())


def _score(value: float | None, words: Texts) -> str:
    return words("labels", "no_score") if value is None else number(value, 2)


def _codes(view: UnitView, *verdicts: Verdict) -> list[str]:
    found = view.unit.components
    return [code for code in COMPONENTS if code in found and found[code].verdict in verdicts]


def _heaviest(result: Simulation) -> list[Gain]:
    return sorted(result.gains, key=lambda gain: (-gain.points, COMPONENTS.index(gain.component)))


def _fixes(view: UnitView, rubric: Rubric, gains: list[Gain], tasks: Tasks, peers: Peers) -> list[Row]:
    words, rows = view.texts, list[Row]()
    for place, gain in enumerate(gains, 1):
        code = gain.component
        found, part = view.unit.components[code], tasks.components[code]
        so_far = simulate(view.unit, rubric, [one.component for one in gains[:place]]).after.value
        quote = next((proof for proof in found.evidence if _TOLD.search(proof.snippet)), None)
        rows.append(
            {
                "number": str(place),
                "code": code,
                "name": words("components", code),
                "state": words("verdicts", found.verdict.value),
                "verdict": found.verdict.value,
                "points": f"+{plain(gain.points)}",
                "after": _score(so_far, words),
                "what": words("advice", code),
                "who": tasks.people(part.who),
                "draft": part.draft,
                "seen": f"“{clipped(mask(quote.snippet), 80)}”" if quote else "",
                "seen_url": evidence_link(quote) if quote else "",
                "examples": [
                    {
                        "name": words("clinic", "example").format(
                            name=one.view.name, score=number(one.view.unit.score.value)
                        ),
                        "quote": clipped(mask(one.proof.snippet), _QUOTE),
                        "url": evidence_link(one.proof),
                        "shown": clipped(mask(one.proof.url), _ADDRESS),
                    }
                    for one in peers.of(view.unit, code)
                ],
            }
        )
    return rows


def _untested(view: UnitView, gain: Gain, tasks: Tasks) -> Row:
    words, code = view.texts, gain.component
    return {
        "name": words("components", code),
        "points": f"+{plain(gain.points)}",
        "why": words.reason(code, view.unit.components[code].reason),
        "who": tasks.people(tasks.components[code].who),
    }


def _first(view: UnitView, tasks: Tasks) -> list[Row]:
    """What is to be done about the site itself: its status, domain, https, then its problems."""
    site, words = view.unit.site, view.texts
    rows: list[Row] = []

    def add(title: str, task: Task | None, problems: list[Problem] | None = None) -> None:
        if task is None:
            return
        shown = (problems or [])[:_SAME]
        more = len(problems or []) - len(shown)
        rows.append(
            {
                "title": title,
                "task": task.task,
                "who": tasks.people(task.who),
                "seen": [{"url": link(one.url), "shown": clipped(mask(one.url), _ADDRESS)} for one in shown],
                "more": words("clinic", "more").format(many=more) if more > 0 else "",
            }
        )

    label = words.tables["labels"]
    add(f"{label['status']}: {words('statuses', site.status.value)}", tasks.sites.get(site.status.value))
    if site.status.value not in {"none", "social_only"}:
        add(f"{label['domain']}: {words('domains', site.domain.value)}", tasks.domains.get(site.domain.value))
    if site.status.value == "online" or site.https.value == "invalid":
        add(f"{label['https']}: {words('https', site.https.value)}", tasks.https.get(site.https.value))
    by_code: dict[str, list[Problem]] = {}
    for problem in view.unit.problems:
        by_code.setdefault(problem.code, []).append(problem)
    for code, problems in by_code.items():
        seen = list({problem.url: problem for problem in problems}.values())
        add(words("problems", code), tasks.problems.get(code), seen)
    return rows
