"""All a judging process needs, loaded and compiled: imported once, by the process they are forked from.

What is compiled from data files is so when it is first used; judging one made-up page uses most of it.
"""

from __future__ import annotations

from auditor.checks import judge
from auditor.checks.site import judge_site
from auditor.extract import ReadOptions, read_response
from auditor.jobs import assess, judges, reuse, templates  # noqa: F401 - judging processes use them
from auditor.models import Agency, Fetch, Kind, Page, Snapshot, Visit
from auditor.reference import load_regions
from auditor.store.archive import StoredResponse

_URL = "http://dinas.invalid/"
_PAGE = """<!DOCTYPE html><html lang="id"><head><title>Standar Pelayanan Izin</title></head><body>
<nav><a href="/">Beranda</a></nav><main><h1>Standar Pelayanan Izin</h1>
<table><tr><td>Persyaratan</td><td>1. Fotokopi KTP</td></tr>
<tr><td>Jangka waktu</td><td>3 hari kerja</td></tr><tr><td>Biaya/tarif</td><td>Rp 10.000</td></tr></table>
<p>Jam layanan Senin - Jumat 08.00 - 15.00. Pengaduan: telepon (0561) 700000.</p></main></body></html>"""


def _judge_one() -> None:
    fetch = Fetch(
        url=_URL, requested_url=_URL, status=200, content_type="text/html", sha256="", fetched_at="", offset=0
    )
    page = read_response(
        fetch, StoredResponse(status=200, headers={}, body=_PAGE.encode()), ReadOptions(ocr="never")
    )
    agency = Agency(unit_id="-", name="Dinas Perizinan", kind=Kind.OPD, region="")
    shot = Snapshot(agency=agency, pages=(page,) if isinstance(page, Page) else ())
    visit = Visit(agency=agency, home=_URL, final_url=_URL, fetches=(fetch,))
    judge(shot, judge_site(visit, shot, load_regions()))
    reuse.judge_print()
    reuse.reader_print()


_judge_one()
