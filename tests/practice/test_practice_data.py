"""The data files are strict, and the packaged region is whole."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest
import yaml

from auditor.models import COMPONENTS
from auditor.practice.command import drawn, main
from auditor.practice.labels import unit_labels, write_labels, write_targets
from auditor.practice.region import Region, load_region
from auditor.practice.yamlfile import PracticeError

REGION = "region: {code: '99.09', name: Uji, kind: kota, province: Uji, domain: ujikota.go.id}\n"
GOOD = """
unit: {name: Dinas, kind: opd}
hosts: [a.ujikota.go.id]
site: {title: A}
pages: {"/": {title: T, body: "<p>Buka 08:00</p>"}}
labels:
  site: {status: online, domain: go_id, https: valid}
  components: {jam_layanan: {verdict: published, evidence: [{path: /, quote: Buka 08:00}]}}
"""


def write(folder: Path, unit: str, region: str = REGION) -> Path:
    (folder / "dinas").mkdir()
    (folder / "region.yaml").write_text(region, encoding="utf-8")
    (folder / "dinas" / "unit.yaml").write_text(unit, encoding="utf-8")
    return folder


def test_a_whole_region_loads(tmp_path: Path) -> None:
    region = load_region(write(tmp_path, GOOD))
    assert region.sites["dinas"].url("/") == "https://a.ujikota.go.id/"


@pytest.mark.parametrize(
    ("old", "new", "complaint"),
    [
        ("hosts:", "tema: wp\nhosts:", "unknown field `tema`"),
        ("title: T", "titel: T", r"pages\[/\].*unknown field `titel`"),
        ("kind: opd", "kind: dinas", "unit.kind"),
        ("quote: Buka 08:00", "quote: Tutup", "'Tutup' does not stand at /"),
        ("path: /,", "path: /x,", "'/x' is neither a page nor a file"),
        ("jam_layanan:", "jam:", "unknown component"),
        (", evidence: [{path: /, quote: Buka 08:00}]", "", "needs evidence"),
        ('"/": {', "beranda: {", "must begin with '/'"),
        ("site: {title: A}", "", "need 'site'"),
        ("[a.ujikota.go.id]", "['https://a.id/']", "no bare lower-case host"),
        ("hosts:", "hosts: [b.id]\nhosts:", "stands twice"),
        ("labels:", "lain:\n\tx", "line"),
    ],
)
def test_mistakes_name_file_and_key(tmp_path: Path, old: str, new: str, complaint: str) -> None:
    assert old in GOOD
    with pytest.raises(PracticeError, match=complaint) as caught:
        load_region(write(tmp_path, GOOD.replace(old, new, 1)))
    assert "unit.yaml" in str(caught.value)
    assert "\n" not in str(caught.value)


def test_scalars_stay_as_written(tmp_path: Path) -> None:
    unit = GOOD.replace("name: Dinas,", "name: 0561, notes: 08:30, parent: no,")
    info = load_region(write(tmp_path, unit)).sites["dinas"].file.unit
    assert info is not None
    assert (info.name, info.notes, info.parent) == ("0561", "08:30", "no")


def test_two_sites_cannot_share_a_host(tmp_path: Path) -> None:
    write(tmp_path, GOOD)
    (tmp_path / "satu").mkdir()
    (tmp_path / "satu" / "unit.yaml").write_text(GOOD, encoding="utf-8")
    with pytest.raises(PracticeError, match="already belongs to dinas"):
        load_region(tmp_path)


def test_check_reports_every_mistake(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    folder = write(tmp_path, GOOD.replace("quote: Buka 08:00", "quote: X").replace("jam_layanan", "jam"))
    assert main(["check", "--region", str(folder)]) == 2
    out = capsys.readouterr().out
    assert "unknown component" in out
    assert "2 mistakes" in out


def test_check_of_a_unit_that_is_not_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["check", "--region", str(write(tmp_path, GOOD)), "tiada"]) == 2
    assert "'tiada'" in capsys.readouterr().err


def test_targets_and_regions(region: Region, tmp_path: Path) -> None:
    targets, regions = write_targets(region, tmp_path)
    rows = list(csv.DictReader(targets.open(encoding="utf-8")))
    assert len(rows) == 28
    row = next(row for row in rows if row["unit_id"] == "wp")
    assert (row["name"], row["region"], row["website"]) == ("Dinas Uji", "99.09", "https://wp.ujikab.go.id")
    assert [row["code"] for row in csv.DictReader(regions.open(encoding="utf-8"))] == ["99.09", "99.10"]


def test_labels_in_the_corpus_format(region: Region, tmp_path: Path) -> None:
    sites = yaml.safe_load(write_labels(region, tmp_path).read_text(encoding="utf-8"))["sites"]
    by_id = {site["unit_id"]: site for site in sites}
    wp = by_id["wp"]
    assert list(wp["labels"]) == list(COMPONENTS)
    assert wp["site"] == {"status": "online", "domain": "go_id", "https": "valid"}
    evidence = wp["labels"]["persyaratan"]["evidence"]
    assert [item["via"] for item in evidence] == ["html", "pdf"]
    assert evidence[1]["file"] == "sp.pdf"
    assert wp["labels"]["biaya"]["evidence"][0]["via"] == "external"
    assert wp["labels"]["pengaduan"]["channels"] == [{"kind": "web_form", "value": "/aduan"}]
    assert wp["labels"]["skm"] == {"verdict": "not_found"}
    assert wp["problems"][0]["kind"] == "placeholder_link"
    assert by_id["mati"]["labels"]["skm"] == {"verdict": "not_tested"}
    assert by_id["tanpa"]["labels"]["skm"] == {"verdict": "not_found"}
    drawn_evidence = by_id["hash"]["labels"]["biaya"]["evidence"][0]
    assert (drawn_evidence["file"], drawn_evidence["via"]) == ("#/layanan", "rendered")
    assert by_id["mounted"]["labels"]["profil"]["evidence"][0]["file"] == "dinas-bawah/profil"


def test_the_packaged_region_is_whole_and_can_be_drawn() -> None:
    region = load_region()
    kinds = [unit.file.unit.kind for unit in region.units if unit.file.unit]
    assert len(kinds) >= 70
    assert kinds.count("puskesmas") >= 25
    assert kinds.count("opd") + kinds.count("kecamatan") >= 40
    mistakes = [line for site in region.sites.values() for line in drawn(site)]
    assert mistakes == []
    assert all(list(unit_labels(unit)["labels"]) == list(COMPONENTS) for unit in region.units)
