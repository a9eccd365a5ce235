"""The end of a batch: judge its health, publish it or hold it, and tell people.

``PLACE/published.json`` names the run that papers and dashboards show; it changes only when a run
is plausible against the one it names, or when a person releases a held run with a reason. Every
run folder gets ``health.json``.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import msgspec

from auditor.clock import now
from auditor.errors import AuditorError
from auditor.health import Health, judge
from auditor.jobs.folder import RunFolder, write_atomically
from auditor.models import Results
from auditor.notices.digest import Digest, News, digest, doubt_text, happenings
from auditor.notices.send import Outbox, letter, send_waiting
from auditor.notices.settings import NoticeSettings, Recipient
from auditor.reference import Regions, load_regions


class Published(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``published.json``: the run shown. ``folder`` is its name inside the batch's place; ``by`` and
    ``reason`` only where a person released it."""

    folder: str
    run: str
    at: str
    by: str = ""
    reason: str = ""


class Ending(msgspec.Struct, frozen=True):
    """How a batch ended: its health, whether it is shown now, letters sent, and what went wrong there."""

    health: Health
    published: bool
    sent: int = 0
    troubles: tuple[str, ...] = ()


def read_published(place: Path) -> Published | None:
    """The run a batch shows; None before the first. Raises AuditorError for a damaged file."""
    path = place / "published.json"
    if not path.is_file():
        return None
    try:
        return msgspec.json.decode(path.read_bytes(), type=Published)
    except msgspec.DecodeError as error:
        raise AuditorError(
            f"{path}: rusak ({error}); hapus, lalu 'auditor release' run yang benar"
        ) from error


def finish(
    place: Path,
    folder: str,
    *,
    batch: str,
    notices: NoticeSettings | None = None,
    regions: Path | None = None,
) -> Ending:
    """End the batch whose finished run lies in ``place / folder``.

    Raises AuditorError when the run has no results or the place cannot be written; a mail server
    that is down is in ``troubles`` and its letters wait in ``place / "outbox"``.
    """
    results = RunFolder(place / folder).read_results()
    shown = read_published(place)
    before = _results_of(place, shown) if shown is not None and shown.run != results.run.id else None
    health = judge(results, before)
    write_atomically(place / folder / "health.json", msgspec.json.format(msgspec.json.encode(health)))
    if health.plausible:
        _point(place, Published(folder=folder, run=results.run.id, at=now()))
    if notices is None:
        return Ending(health=health, published=health.plausible)
    outbox = Outbox(place / "outbox")
    news = happenings(results, before, health)
    for way, to, made in _digests(results.run.id, batch, news, notices, load_regions(regions)):
        outbox.put(letter(way, to, made))
    sent, troubles = send_waiting(outbox, notices)
    return Ending(health=health, published=health.plausible, sent=sent, troubles=troubles)


def release(place: Path, folder: str, *, person: str, reason: str) -> Published:
    """A person publishes a held run. Raises AuditorError without a name, a reason or results."""
    if not person.strip() or not reason.strip():
        raise AuditorError("auditor release: isi --person dan --reason; keduanya dicatat")
    results = RunFolder(place / folder).read_results()
    shown = Published(folder=folder, run=results.run.id, at=now(), by=person.strip(), reason=reason.strip())
    _point(place, shown)
    return shown


def health_lines(health: Health) -> list[str]:
    """The judgement for a terminal, in Bahasa Indonesia."""
    if health.plausible:
        return [f"Audit layak ditampilkan: {health.reached} dari {health.units} unit terjangkau."]
    return ["Audit DITAHAN, belum ditampilkan:", *(f"  - {doubt_text(doubt)}" for doubt in health.doubts)]


def _point(place: Path, shown: Published) -> None:
    write_atomically(place / "published.json", msgspec.json.format(msgspec.json.encode(shown)))


def _results_of(place: Path, shown: Published) -> Results | None:
    folder = RunFolder(place / shown.folder)
    # Retention may have taken the folder away: then there is nothing to compare with.
    return folder.read_results() if folder.results_path.is_file() else None


def _digests(
    run: str, batch: str, news: tuple[News, ...], notices: NoticeSettings, regions: Regions
) -> Iterator[tuple[str, str, Digest]]:
    """(way, recipient, digest) for everybody whom something concerns."""
    wanted: list[tuple[str, str, Recipient]] = [("email", entry.to, entry) for entry in notices.email]
    wanted += [("webhook", entry.url, entry) for entry in notices.webhook]
    for way, to, entry in wanted:
        made = digest(
            run,
            news,
            regions,
            batch=batch,
            only_regions=entry.regions,
            only_events=entry.events,
            most=notices.most,
        )
        if made is not None:
            yield way, to, made
