"""A small finished run to label: two real pages in an archive, judged by the real checks."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.jobs.folder import RunFolder
from auditor.jobs.run import new_record, recheck
from auditor.models import Agency, Https, Kind, Visit
from auditor.spiders.options import CrawlOptions
from auditor.store.archive_writer import VisitWriter

UNIT = Agency(
    unit_id="pkm-uji",
    name="Puskesmas Uji",
    kind=Kind.PUSKESMAS,
    region="61.12",
    website="http://pkm.example/",
)
HOME = """<html lang="id"><head><title>Puskesmas Uji</title></head><body><main><h1>Puskesmas Uji</h1>
<p>Selamat datang di Puskesmas Uji Kabupaten Kubu Raya.</p>
<a href="/layanan">Layanan</a></main></body></html>"""
SERVICE = """<html lang="id"><head><title>Layanan - Puskesmas Uji</title></head><body><main>
<h1>Surat Keterangan Sehat</h1>
<h3>Persyaratan</h3><ul><li>Fotokopi KTP</li><li>Kartu BPJS</li></ul>
<h3>Biaya</h3><p>Rp 15.000 per surat</p>
<h3>Sudut Baca</h3><p>Koleksi buku dipinjamkan kepada pengunjung; selesai dalam waktu yang wajar.</p>
<h3>Pengaduan</h3><p>Sampaikan pengaduan lewat WA 0812-3456-7890.</p></main></body></html>"""
NOW = "2026-11-22T00:00:00Z"


@pytest.fixture(scope="session")
def finished_run(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("run")
    folder = RunFolder(root)
    folder.open(new_record([UNIT], "uu25-2009", CrawlOptions(), "auto", "uji"), resume=False, regions=None)
    writer = VisitWriter(folder.unit(UNIT.unit_id), UNIT)
    for url, body in (("http://pkm.example/", HOME), ("http://pkm.example/layanan", SERVICE)):
        writer.add(
            url=url,
            requested_url=url,
            status=200,
            headers=[("Content-Type", "text/html; charset=utf-8")],
            body=body.encode(),
            content_type="text/html",
            fetched_at=NOW,
        )
    writer.finish(
        Visit(
            agency=UNIT,
            home="http://pkm.example/",
            final_url="http://pkm.example/",
            https=Https.NONE,
            fetches=writer.fetches,
            started_at=NOW,
            finished_at=NOW,
        )
    )
    recheck(root, formats=("json",))
    return root
