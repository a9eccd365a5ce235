"""All papers of a finished run at once: recap, letters, dossiers, clinic packs, open data."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from auditor.jobs.letters import write_letters
from auditor.jobs.opendata import write_opendata
from auditor.jobs.papers import clinics, dossiers
from auditor.jobs.recap import RecapOrder, write_recap


def write_all(
    order: RecapOrder, link: str = "", only: Sequence[str] = ()
) -> Iterator[tuple[str, list[Path]]]:
    """Write everything below ``order.out``; what was made and its files, part by part.

    ``link`` is the address under which the HTML report is published, for the dossiers' QR codes;
    ``only`` names the units that get a dossier and a clinic pack (all when empty).
    Raises AuditorError.
    """
    folder, out = order.folder, order.out
    yield "rekap", write_recap(order)
    yield "lampiran surat", write_letters(folder, out / "lampiran", lang=order.lang)
    yield "data terbuka", write_opendata(folder, out / "data-terbuka")
    yield (
        "berkas kunjungan",
        dossiers(folder, only, out / "dossier", ("pdf", "html"), previous=order.previous, base=link),
    )
    yield "paket klinik", clinics(folder, only, out / "klinik")
