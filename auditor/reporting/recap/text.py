"""The recap in five lines, for a message to a group: ``rekap.txt``."""

from __future__ import annotations

from auditor.models import SERVICE_DELIVERY, Verdict
from auditor.reporting.dates import day as long_day
from auditor.reporting.recap import Recap, Tally
from auditor.reporting.wording import number


def to_text(recap: Recap, tally: Tally) -> str:
    """Five lines of plain text, ending with a newline.

    Which units, their sites, the score (and whose it is), the component most often missing, and
    either the change since the period before or how to read "belum dapat diperiksa".
    """
    words, total = recap.texts, tally.total
    zones = ", ".join(f"{zone.id} {total.zones[zone.id]}" for zone in recap.zones)
    rated = f"median {number(total.median)} dari {len(total.values)} unit ternilai" if total.values else "–"
    lines = [
        f"*{words('recap', 'title')}* – {recap.title(tally.regions)}, {long_day(recap.day, words)}",
        f"Unit {total.units}: situs aktif {total.statuses['online']}, tanpa situs {total.without_site}, "  # type: ignore[index]
        f"bukan go.id wilayah sendiri {total.outside}, memuat keenam komponen {total.complete}.",
        f"Skor informasi daring: {rated}"
        + (f"; {zones}" if zones else "")
        + f"; belum dapat dinilai {total.unrated}. (Skor proyek, bukan nilai Ombudsman.)",
        _rarest(recap, tally),
        _last(recap, tally),
    ]
    return "\n".join(lines) + "\n"


def _rarest(recap: Recap, tally: Tally) -> str:
    """The two of the six that are least often published."""
    words = recap.texts
    counted = {code: tally.total.components[code] for code in SERVICE_DELIVERY}
    least = sorted(SERVICE_DELIVERY, key=lambda code: counted[code][Verdict.PUBLISHED])[:2]
    named = " dan ".join(
        f"{words('short', code).lower()} ({counted[code][Verdict.PUBLISHED]} dari "
        f"{tally.total.units - counted[code][Verdict.NOT_APPLICABLE]} unit)"
        for code in least
    )
    return f"Paling jarang dipublikasikan: {named}."


def _last(recap: Recap, tally: Tally) -> str:
    if recap.past is None:
        untested = sum(tally.total.components[code][Verdict.NOT_TESTED] > 0 for code in SERVICE_DELIVERY)
        blocked = tally.total.unrated
        return (
            f"Yang belum dapat diperiksa ({blocked} unit tanpa nilai) tidak dihitung sebagai tidak ada."
            if blocked or untested
            else "Semua unit dapat diperiksa."
        )
    past = recap.past.run
    day = long_day((past.finished_at or past.started_at)[:10], recap.texts)
    other = " (dihitung ulang dengan rubrik yang sama)" if recap.past.rubric_changed else ""
    return (
        f"Dibanding {day}{other}: skor naik {tally.risen} unit, turun {tally.fallen}, "
        f"tetap {len(tally.before) - tally.risen - tally.fallen}; unit baru {tally.new}, "
        f"tidak ada lagi {len(recap.past.lost)}."
    )
