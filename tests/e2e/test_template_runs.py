"""Archives of three unrelated sites with one vendor's vision: judged again without it, and only those."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.jobs.assess import assess_unit
from auditor.jobs.assess_options import AssessOptions
from auditor.jobs.folder import RunFolder
from auditor.jobs.templates import judge_templates
from auditor.models import Agency, Https, Kind, Verdict, Visit
from auditor.results import decode_unit
from auditor.store.archive_writer import VisitWriter

VENDOR = "Menjadi lembaga terdepan yang profesional, inovatif dan terpercaya bagi semua yang membutuhkan."
MORE = "Menghadirkan kerja terbaik dengan hati yang tulus, cepat, ramah serta penuh rasa tanggung jawab."
OWN = "Terwujudnya nelayan Andai yang mandiri dan sejahtera di seluruh pesisir."
TIME = "2026-11-22T00:00:00Z"


def archive(root: Path, unit_id: str, host: str, vision: str) -> Agency:
    agency = Agency(unit_id=unit_id, name=f"Dinas {unit_id.title()}", kind=Kind.OPD, region="61.12")
    home = f"https://{host}/"
    page = f"<html><body><h2>Visi</h2><p>{vision}</p><h2>Misi</h2><p>{MORE}</p></body></html>"
    writer = VisitWriter(RunFolder(root).unit(unit_id), agency)
    fetch = writer.add(
        url=home,
        requested_url=home,
        status=200,
        headers=[("content-type", "text/html")],
        body=page.encode(),
        content_type="text/html",
        fetched_at=TIME,
    )
    writer.finish(
        Visit(
            agency=agency,
            home=home,
            final_url=home,
            https=Https.VALID,
            fetches=(fetch,),
            started_at=TIME,
            finished_at=TIME,
        )
    )
    return agency


def test_a_vendors_vision_on_unrelated_sites(tmp_path: Path) -> None:
    hosts = {"satu": "dinas-satu.com", "dua": "dinasdua.org", "tiga": "dinastiga.net"}
    agencies = [archive(tmp_path, name, host, VENDOR) for name, host in hosts.items()]
    agencies.append(archive(tmp_path, "nelayan", "dinas-nelayan.info", OWN))
    options = AssessOptions(root=tmp_path, rubric="uu25-2009", ocr="never")
    for agency in agencies:
        assert assess_unit(agency.unit_id, options).components["profil"].verdict is Verdict.PUBLISHED
    again = judge_templates(agencies, options)
    folder = RunFolder(tmp_path)
    found = {a.unit_id: decode_unit(folder.result_path(a.unit_id).read_bytes()) for a in agencies}
    assert {name for name in hosts if found[name].components["profil"].verdict is Verdict.PARTIAL} == set(
        hosts
    )
    assert set(hosts) <= set(again)
    for name in hosts:
        assert any(problem.code == "theme_demo" for problem in found[name].problems)
    nelayan = found["nelayan"].components["profil"]
    assert nelayan.verdict is Verdict.PUBLISHED
    assert OWN in nelayan.evidence[0].snippet
    assert judge_templates(agencies, options) == ()


@pytest.mark.parametrize("units", [1, 2])
def test_two_sites_prove_nothing(tmp_path: Path, units: int) -> None:
    hosts = ("dinas-satu.com", "dinasdua.org")[:units]
    agencies = [archive(tmp_path, f"unit{n}", host, VENDOR) for n, host in enumerate(hosts)]
    options = AssessOptions(root=tmp_path, rubric="uu25-2009", ocr="never")
    for agency in agencies:
        assess_unit(agency.unit_id, options)
    assert judge_templates(agencies, options) == ()
