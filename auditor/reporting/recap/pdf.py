"""The recap on paper, for signature: ``rekap.pdf`` (PDF/UA-1)."""

from __future__ import annotations

from typing import Any

from auditor.models import SERVICE_DELIVERY, Verdict
from auditor.reporting.dates import day as long_day
from auditor.reporting.recap import ROWS_UP_TO, Group, Recap, Row, Tally
from auditor.reporting.recap.method import comparison_notes
from auditor.reporting.typeset import Typesetter
from auditor.reporting.wording import number, percent


def to_pdf(recap: Recap, tally: Tally) -> bytes:
    """The PDF's bytes. Raises TypesetError."""
    return Typesetter("rekap.typ").pdf(_data(recap, tally), "rekap.pdf")


def _data(recap: Recap, tally: Tally) -> dict[str, Any]:
    words, total = recap.texts, tally.total
    rows = tally.rows if total.units <= ROWS_UP_TO else []
    return {
        "lang": words.lang,
        "date": [int(part) for part in recap.day.split("-")],
        "title": f"{words('recap', 'title')}: {recap.title(tally.regions)}",
        "heading": words("recap", "title"),
        "place": recap.title(tally.regions),
        "day": long_day(recap.day, words),
        "subtitle": f"Diperiksa {long_day(recap.day, words)} · rubrik {recap.run.rubric} "
        f"· auditor {recap.run.tool_version} · pemeriksaan {recap.run.id}",
        "note": words("recap", "score_note") + ".",
        "facts": _facts(recap, tally),
        "kinds": {
            "title": words("recap", "per_kind"),
            "heads": _heads(recap, words("labels", "kind")),
            "rows": [_group(recap, words("kinds", kind), group) for kind, group in tally.kinds.items()]
            + ([_group(recap, "Jumlah", total)] if len(tally.kinds) > 1 else []),
        },
        "regions": {
            "title": words("recap", "per_region"),
            "heads": _heads(recap, words("labels", "region")),
            "rows": [
                _group(recap, recap.region(code), group)
                for code, group in sorted(tally.regions.items())
                if len(tally.regions) > 1
            ],
        },
        "components": {
            "title": words("recap", "components"),
            "heads": [
                words("labels", "component"),
                *(words("verdicts", verdict) for verdict in Verdict),
                words("recap", "media"),
            ],
            "rows": [_component(recap, tally, code) for code in SERVICE_DELIVERY],
        },
        "compared": _comparison(recap, tally),
        "units": {
            "title": f"Unit ({total.units})",
            "heads": [
                words("labels", "unit"),
                recap.texts("recap", "zone"),
                "Skor",
                "Cakupan",
                *(words("short", code) for code in SERVICE_DELIVERY),
                words("labels", "status"),
                *(["Selisih"] if recap.past else []),
                *(["SKM"] if recap.surveys else []),
            ],
            "rows": [_unit(recap, row) for row in rows],
            "legend": "   ".join(f"{words('verdict_marks', v)} {words('verdicts', v)}" for v in Verdict),
            "none": f"{total.units} unit: lihat lembar {words('recap_sheets', 'units')} pada rekap.xlsx.",
        },
        "survey_note": words("recap", "survey_note") if recap.surveys else "",
        "method": _method(recap),
        "method_title": words("recap_sheets", "method"),
        "sign": {
            "place": "…………………………, ………………………… 20……",
            "made": "Disusun oleh",
            "agreed": "Mengetahui",
            "name": "(…………………………………………)",
            "number": "NIP. …………………………………",
        },
    }


def _facts(recap: Recap, tally: Tally) -> list[list[str]]:
    words, total = recap.texts, tally.total
    online = total.statuses["online"]  # type: ignore[index]
    facts = [
        [words("recap", "units"), str(total.units)],
        [words("recap", "online"), f"{online} ({percent(online, total.units)})"],
        [words("recap", "without"), f"{total.without_site} ({percent(total.without_site, total.units)})"],
        [words("recap", "outside"), str(total.outside)],
        [words("recap", "complete"), str(total.complete)],
        [words("recap", "median"), number(total.median)],
        *([title, str(many)] for title, many in recap.zone_counts(total)),
        [words("recap", "unrated"), str(total.unrated)],
    ]
    if recap.surveys:
        facts.append([f"Rata-rata nilai SKM ({len(total.surveys)} unit)", number(total.survey_mean, 2)])
    return facts


def _heads(recap: Recap, first: str) -> list[str]:
    words = recap.texts
    zones = [zone.id.capitalize() for zone in recap.zones]
    return [
        first,
        "Unit",
        words("recap", "online"),
        words("recap", "without"),
        *zones,
        words("recap", "unrated"),
        words("recap", "median"),
        words("recap", "complete"),
    ]


def _group(recap: Recap, name: str, group: Group) -> list[str]:
    return [
        name,
        str(group.units),
        str(group.statuses["online"]),  # type: ignore[index]
        str(group.without_site),
        *(str(many) for _, many in recap.zone_counts(group)),
        str(group.unrated),
        number(group.median),
        str(group.complete),
    ]


def _component(recap: Recap, tally: Tally, code: str) -> list[str]:
    words, counted = recap.texts, tally.total.components[code]
    forms = ", ".join(f"{form} {many}" for form, many in tally.forms(code, words))
    return [words("components", code), *(str(counted[verdict]) for verdict in Verdict), forms or "–"]


def _unit(recap: Recap, row: Row) -> dict[str, Any]:
    words, unit = recap.texts, row.unit
    tail = [words("statuses", unit.site.status.value)]
    if recap.past:
        gain = row.gain
        tail.append(
            words("recap", "new")
            if row.past is None
            else "–"
            if gain is None
            else f"{'+' if gain > 0 else ''}{number(gain)}"
        )
    if recap.surveys:
        tail.append(f"{number(row.survey.value, 2)} ({row.survey.grade})" if row.survey else "–")
    return {
        "head": [
            row.view.name,
            recap.zone_name(unit.score.zone),
            number(unit.score.value),
            percent(unit.score.coverage, 1),
        ],
        "marks": [
            {"code": verdict.value, "mark": words("verdict_marks", verdict.value)}
            for verdict in (unit.components[code].verdict for code in SERVICE_DELIVERY)
        ],
        "tail": tail,
    }


def _comparison(recap: Recap, tally: Tally) -> dict[str, Any]:
    if recap.past is None:
        return {"title": "", "rows": [], "notes": []}
    words, past = recap.texts, recap.past
    day = long_day((past.run.finished_at or past.run.started_at)[:10], words)
    return {
        "title": f"{words('recap', 'compared')} {day}",
        "rows": [
            [words("recap", "risen"), str(tally.risen)],
            [words("recap", "fallen"), str(tally.fallen)],
            [words("recap", "same"), str(len(tally.before) - tally.risen - tally.fallen)],
            [words("recap", "new"), str(tally.new)],
            [words("recap", "lost"), str(len(past.lost))],
            *(
                [f"Komponen: {words('recap_directions', name).lower()}", str(tally.directions[name])]
                for name in words.tables["recap_directions"]
            ),
        ],
        "notes": comparison_notes(recap),
    }


def _method(recap: Recap) -> list[str]:
    words = recap.texts
    lines = [f"{words('verdicts', v)}: {words('verdict_meanings', v)}." for v in Verdict]
    if recap.rubric:
        lines += [recap.rubric.note, recap.rubric.weights_note, recap.rubric.zones_note]
    return lines
