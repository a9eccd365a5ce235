"""Retention: old archives are cut down to what is still needed; results, visits and verdicts stay.

Needed are the records that later runs refer to (a page that did not change is stored once), and the
pages that verdicts quote. Offsets in visits stay as they are: ``pages.moved.json`` beside the archive
says where a record lies now.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.jobs.reuse import READ_NAME
from auditor.models import Visit
from auditor.results import decode_unit
from auditor.store.archive import NOTES_NAME, WARC_NAME, read_visit
from auditor.store.archive_cutting import cut_down


@dataclass(frozen=True, slots=True, kw_only=True)
class Pruned:
    """What one run folder's archives came to, in bytes."""

    folder: Path
    before: int
    after: int


def prune(
    folders: Sequence[RunFolder], keep: int, *, evidence: bool = True, dry: bool = False
) -> list[Pruned]:
    """Cut down the archives of all but the last ``keep`` runs (``folders`` oldest first).

    ``evidence``: pages that verdicts quote are kept for ever. ``dry``: only tell. Raises AuditorError
    for ``keep`` below 1 and for a run that is not finished.
    """
    if keep < 1:
        raise AuditorError(f"--keep {keep}: paling sedikit 1, agar audit berikut dapat membandingkan")
    for folder in folders:
        if not folder.read_record().info.finished_at:
            raise AuditorError(f"{folder.root}: audit belum selesai; selesaikan dulu dengan --resume")
    doomed = list(folders[:-keep])
    needed = _referred(folders)
    return [_cut(folder, needed, evidence=evidence, dry=dry) for folder in doomed]


def _visits(folder: RunFolder) -> list[tuple[Path, Visit]]:
    found = []
    for agency in folder.read_record().agencies:
        unit = folder.unit(agency.unit_id)
        if (unit / "visit.json").is_file():
            found.append((unit, read_visit(unit)))
    return found


def _referred(folders: Sequence[RunFolder]) -> dict[Path, set[int]]:
    """By unit folder: the records that visits of other runs refer to."""
    needed: dict[Path, set[int]] = {}
    for folder in folders:
        for unit, visit in _visits(folder):
            for fetch in visit.fetches:
                if fetch.held:
                    needed.setdefault((unit / fetch.held).resolve(), set()).add(fetch.offset)
    return needed


def _cut(folder: RunFolder, needed: dict[Path, set[int]], *, evidence: bool, dry: bool) -> Pruned:
    before = after = 0
    for unit, visit in _visits(folder):
        names = (WARC_NAME, NOTES_NAME, READ_NAME)
        before += sum((unit / name).stat().st_size for name in names if (unit / name).is_file())
        wanted = set(needed.get(unit.resolve(), ()))
        if evidence:
            wanted |= _quoted(folder, visit)
        after += cut_down(unit, wanted, dry=dry)
        for name in (NOTES_NAME, READ_NAME):
            if not dry:
                (unit / name).unlink(missing_ok=True)
    return Pruned(folder=folder.root, before=before, after=after)


def _quoted(folder: RunFolder, visit: Visit) -> set[int]:
    path = folder.result_path(visit.agency.unit_id)
    try:
        unit = decode_unit(path.read_bytes(), path)
    except OSError:
        return set()
    hashes = {quote.sha256 for found in unit.components.values() for quote in found.evidence}
    return {fetch.offset for fetch in visit.fetches if fetch.sha256 in hashes and not fetch.held}
