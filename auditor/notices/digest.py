"""What a batch's digest says: pure, from the results, those before, and the health judgement."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass

from auditor.health import Doubt, Health, reached
from auditor.masking import mask
from auditor.models import Region, Results, SiteStatus, UnitResult
from auditor.reporting.texts import Texts, load_texts
from auditor.reporting.wording import number


@dataclass(frozen=True, slots=True, kw_only=True)
class News:
    """One thing that happened. ``event`` is one of ``settings.EVENTS``; no unit for the run's own."""

    event: str
    unit_id: str = ""
    unit: str = ""
    region: str = ""
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Digest:
    """What one recipient gets. ``text`` is for a mail, ``news`` for programs."""

    run: str
    held: bool
    subject: str
    text: str
    news: tuple[News, ...]


def happenings(now: Results, before: Results | None, health: Health) -> tuple[News, ...]:
    """Everything worth telling. Of a held run nothing is told about units: it may not be true."""
    words = load_texts()
    if not health.plausible:
        why = "; ".join(doubt_text(doubt, words) for doubt in health.doubts)
        return (News(event="run_held", detail=why),)
    known = {unit.unit_id: unit for unit in before.units} if before else {}
    same_rubric = before is not None and before.run.rubric == now.run.rubric
    news = [News(event="run_finished", detail=f"{health.reached} dari {health.units} unit terjangkau")]
    for unit in now.units:
        if unit.unit_id in known:
            news += _unit_news(known[unit.unit_id], unit, words, same_rubric=same_rubric)
        elif unit.site.status is SiteStatus.HACKED and before is not None:
            news.append(_about(unit, "hacked", words("statuses", unit.site.status.value)))
    return tuple(news)


def _unit_news(then: UnitResult, now: UnitResult, words: Texts, *, same_rubric: bool) -> Iterator[News]:
    if reached(then) and now.site.status in (SiteStatus.DEAD, SiteStatus.NONE):
        yield _about(now, "site_lost", f"{then.site.url or '-'}: {words('statuses', now.site.status.value)}")
    if then.site.status in (SiteStatus.DEAD, SiteStatus.NONE) and now.site.status is SiteStatus.ONLINE:
        yield _about(now, "site_back", now.site.url)
    hacked = SiteStatus.HACKED
    if now.site.status is hacked and then.site.status is not hacked:
        yield _about(now, "hacked", now.site.url)
    if same_rubric and then.score.zone and now.score.zone and then.score.zone != now.score.zone:
        if then.score.value is None or now.score.value is None:
            return
        event = "improved" if now.score.value > then.score.value else "fell"
        detail = (
            f"{then.score.zone} ({number(then.score.value)}) → {now.score.zone} ({number(now.score.value)})"
        )
        yield _about(now, event, detail)


def _about(unit: UnitResult, event: str, detail: str) -> News:
    return News(
        event=event,
        unit_id=mask(unit.unit_id),
        unit=mask(unit.name),
        region=unit.region,
        detail=mask(detail),
    )


def digest(
    run: str,
    news: Collection[News],
    regions: Mapping[str, Region],
    *,
    batch: str,
    only_regions: Collection[str] = (),
    only_events: Collection[str] = (),
    most: int = 15,
) -> Digest | None:
    """What a recipient who asked for these regions and events gets; None when nothing concerns him."""
    chosen = tuple(
        item
        for item in news
        if (not only_events or item.event in only_events)
        and (not only_regions or not item.region or item.region in only_regions)
    )
    if not chosen:
        return None
    words = load_texts()
    held = any(item.event == "run_held" for item in news)
    counts = {event: [item for item in chosen if item.event == event] for event in words.tables["events"]}
    about_units = [item for item in chosen if item.unit_id]
    state = "ditahan" if held else "selesai"
    subject = f"[auditor] {batch}: audit {state}" + (f", {len(about_units)} perubahan" if about_units else "")
    lines = [f"Audit {batch} ({run}) {state}.", ""]
    for event, items in counts.items():
        if not items:
            continue
        if not items[0].unit_id:
            lines += [f"{words('events', event)}: {item.detail}" for item in items] + [""]
            continue
        lines.append(f"{words('events', event)} ({len(items)}):")
        for item in items[:most]:
            region = regions.get(item.region)
            place = f", {region.name}" if region else ""
            lines.append(f"  - {item.unit}{place}: {item.detail}")
        if len(items) > most:
            lines.append(f"  … dan {len(items) - most} lainnya; lihat laporan.")
        lines.append("")
    if held:
        lines += [words("events_help", "held"), ""]
    lines.append(words("events_help", "foot"))
    return Digest(run=run, held=held, subject=subject, text="\n".join(lines) + "\n", news=chosen)


def doubt_text(doubt: Doubt, words: Texts | None = None) -> str:
    """A reason to hold a run, in Bahasa Indonesia."""
    words = words or load_texts()
    place = words("health_scopes", doubt.scope)
    where = f"{place} {doubt.name}" if doubt.name else place
    return (
        f"{where} ({doubt.units} unit): {words('health', doubt.what)} "
        f"{number(100 * doubt.seen)} %, batasnya {number(100 * doubt.limit)} %"
    )
