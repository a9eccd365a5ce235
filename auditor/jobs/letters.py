"""The lists for letters of a run folder, for all its regions or one."""

from __future__ import annotations

from pathlib import Path

from auditor.errors import AuditorError
from auditor.jobs.folder import RunFolder
from auditor.reporting.letters import Letters
from auditor.reporting.letters.files import write
from auditor.reporting.texts import load_texts
from auditor.unitstream import UnitStream


def write_letters(folder: Path, out: Path, *, region: str = "", lang: str = "id") -> list[Path]:
    """Write the lists into ``out``; with several regions each one's too, in a folder of its code
    (where a list names nobody it is left out).

    Raises AuditorError, also for a region the run does not have.
    """
    stream = UnitStream(RunFolder(folder).results_path)
    letters = Letters(
        texts=load_texts(lang),
        regions=RunFolder(folder).regions(),
        day=stream.run.finished_at or stream.run.started_at or "2000-01-01",
        run_id=stream.run.id,
    )
    for unit in stream:
        letters.add(unit)
    if region and region not in letters.codes:
        raise AuditorError(f"--region {region!r} tidak ada dalam hasil; yang ada: {', '.join(letters.codes)}")
    try:
        paths = list(write(letters, out, region))
        if not region and len(letters.codes) > 1:
            for code in sorted(letters.codes):
                paths += write(letters, out / code, code, empty=False)
    except OSError as error:
        raise AuditorError(
            f"{error.filename or out}: tidak dapat ditulis ({error.strerror}); periksa izin dan sisa tempat"
        ) from error
    return paths
