"""What the runs of years say of one unit: from a store, or from the run folders themselves."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import NamedTuple

from auditor.compare.records import CAUSES, Pages
from auditor.compare.verdicts import Archives, unit_changes
from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.masking import mask
from auditor.models import COMPONENTS, RunInfo, UnitResult
from auditor.reporting.texts import Texts, load_texts
from auditor.reporting.wording import number
from auditor.results import decode_unit
from auditor.store.archive import read_visit


class Entry(NamedTuple):
    """What one run said of the unit."""

    run: RunInfo
    unit: UnitResult


def history(source: str, unit_id: str) -> list[Entry]:
    """Every finished run's result of a unit, oldest first.

    ``source`` is a database address (``sqlite:///…``, ``postgresql://…``), an SQLite file, a run folder
    (with the runs it came back to) or a folder of run folders. Raises AuditorError when it is none, or
    no run there knows the unit.
    """
    found = _from_store(source, unit_id) if _is_store(source) else _from_folders(Path(source), unit_id)
    if not found:
        raise AuditorError(f"unit {unit_id!r}: tidak ada dalam audit mana pun di {_shown(source)}")
    return sorted(found, key=lambda entry: (entry.run.started_at, entry.run.id))


def _is_store(source: str) -> bool:
    return "://" in source or Path(source).is_file()


def _shown(source: str) -> str:
    """An address without its password."""
    head, mark, rest = source.partition("://")
    return f"{head}{mark}{rest.rpartition('@')[2]}"


def _from_store(source: str, unit_id: str) -> list[Entry]:
    from auditor.store.db import configure  # noqa: PLC0415 - Django only where a store is read

    configure(source if "://" in source else f"sqlite:///{Path(source).resolve()}")
    from auditor.store.save import load_unit_history  # noqa: PLC0415 - its models need settings first

    return [Entry(run, unit) for run, unit in load_unit_history(unit_id)]


def _from_folders(place: Path, unit_id: str) -> list[Entry]:
    found = []
    for folder in run_folders(place):
        record = folder.read_record()
        path = folder.result_path(unit_id)
        try:
            unit = decode_unit(path.read_bytes(), path)
        except OSError:
            continue
        if record.info.finished_at:
            found.append(Entry(record.info, unit))
    return found


def run_folders(place: Path) -> list[RunFolder]:
    """The run folder ``place`` and those it came back to, or all run folders right below it; oldest first.

    Raises AuditorError when there is none.
    """
    folders: list[RunFolder] = []
    if (place / "run.json").is_file():
        here: RunFolder | None = RunFolder(place)
        while here is not None and here.root.resolve() not in {known.root.resolve() for known in folders}:
            folders.append(here)
            here = here.previous(here.read_record())
    elif place.is_dir():
        folders = [RunFolder(entry) for entry in place.iterdir() if (entry / "run.json").is_file()]
    if not folders:
        raise AuditorError(f"{place}: bukan basis data, folder hasil audit, atau folder berisi hasil audit")
    return sorted(folders, key=lambda folder: folder.read_record().info.started_at)


def archives_of(before: Path, after: Path) -> Archives:
    """What two run folders read of a unit, for ``compare``; None where an archive is not at hand."""

    def pages(unit_id: str) -> tuple[Pages, Pages] | None:
        try:
            old, new = (read_visit(RunFolder(root).unit(unit_id)) for root in (before, after))
        except AuditorError:
            return None
        gone = frozenset(page.url for page in new.gone if page.cause != "unlinked")
        # A page that says the same in other bytes counts as the same.
        first = {fetch.url: fetch.reads or fetch.sha256 for fetch in old.fetches}
        second = {fetch.url: fetch.reads or fetch.sha256 for fetch in new.fetches}
        return Pages(first), Pages(second, gone)

    return pages


def to_text(entries: Sequence[Entry], component: str = "", lang: str = "id") -> str:
    """The history for a terminal. Raises AuditorError for an unknown component."""
    if component and component not in COMPONENTS:
        raise AuditorError(f"komponen {component!r} tidak dikenal; pilih: {', '.join(COMPONENTS)}")
    words = load_texts(lang)
    last = entries[-1].unit
    lines = [f"{mask(last.name)} ({mask(last.unit_id)})"]
    before: Entry | None = None
    for entry in entries:
        lines += _component(entry, component, words) if component else _whole(entry, before, words)
        before = entry
    return "\n".join(lines) + "\n"


def _head(entry: Entry) -> str:
    return f"{entry.run.started_at[:10]}  {entry.run.id}"


def _whole(entry: Entry, before: Entry | None, words: Texts) -> list[str]:
    unit = entry.unit
    lines = [
        f"{_head(entry)}  {words('statuses', unit.site.status.value)}  skor {number(unit.score.value)}  "
        f"({unit.score.rubric}, program {entry.run.tool_version})"
    ]
    if before is None:
        return lines
    rules = before.run.tool_version != entry.run.tool_version
    for change in unit_changes(before.unit, unit, rules=rules):
        lines.append(
            f"    {words('components', change.component)}: {words('verdicts', change.before.value)} → "
            f"{words('verdicts', change.after.value)} ({CAUSES[change.cause]})"
        )
    return lines


def _component(entry: Entry, component: str, words: Texts) -> list[str]:
    found = entry.unit.components.get(component)
    if found is None:
        return [f"{_head(entry)}  –"]
    line = f"{_head(entry)}  {words('verdicts', found.verdict.value)}"
    date = found.last_seen[:10]
    if found.last_verdict is not None:
        seen = words("verdicts", found.last_verdict.value)
        line += f" ({words('memory', 'untested').format(date=date, verdict=seen)})"
    elif date:
        line += f" ({words('memory', 'kept').format(date=date)})"
    return [line, *(f"    {mask(quote.url)}: {mask(_short(quote.snippet))}" for quote in found.evidence)]


def _short(text: str) -> str:
    return " ".join(text.split())[:160]
