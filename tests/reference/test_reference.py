"""Reference data: complete, consistent, and extended by a user's file."""

# ruff: noqa: E501 - one case a line

from collections import Counter

import pytest

from auditor.reference import (
    RegionFileError,
    load_districts,
    load_kinds,
    load_policy,
    load_puskesmas,
    load_regions,
)
from auditor.reference.naming import load_abbreviations, load_host_forms

REGIONS = load_regions()
HEADER = "code,name,kind,province,domain,other_domains\n"


def test_all_regions():
    kinds = Counter(region.kind for region in REGIONS.values())
    assert kinds == {"provinsi": 38, "kabupaten": 416, "kota": 98}
    without = {code for code, region in REGIONS.items() if not region.domain}
    assert without == {"92.11", "95.05", "95.06", "95.07", "95.08"}
    for code, region in REGIONS.items():
        assert region.province == REGIONS[code[:2]].name
        assert bool(region.source) is bool(region.domain)
    domains = [d for r in REGIONS.values() for d in (r.domain, *r.other_domains) if d]
    assert len(domains) == len(set(domains))


def test_by_host():
    assert REGIONS.by_host("kuburaya.go.id") is REGIONS["61.12"]
    assert REGIONS.by_host("a.dinkes.kuburayakab.go.id") is REGIONS["61.12"]
    assert REGIONS.by_host("dinkes.pusat.jakarta.go.id") is REGIONS["31.71"]
    assert REGIONS.by_host("kemkes.go.id") is None


def test_registers_cover_every_regency_and_city():
    codes = [code for code, region in REGIONS.items() if region.kind != "provinsi"]
    assert sum(len(load_puskesmas(code)) for code in codes) == 10_292
    assert sum(len(load_districts(code)) for code in codes) == 7_285
    assert all(load_puskesmas(code) for code in codes)
    assert all(unit.name.startswith("Puskesmas ") for code in codes for unit in load_puskesmas(code))
    assert len(load_puskesmas("61.12")) == 20


def test_data_files_keep_their_shape():
    assert {"dinkes", "disdukcapil", "puskesmas", "kecamatan"} <= set(load_kinds())
    for kind in load_kinds().values():
        assert kind.labels and len(set(kind.labels)) == len(kind.labels)
    policy = load_policy()
    assert {"blogspot.com", "wordpress.com", "sites.google.com"} <= set(policy.free_hosts.hosts)
    assert set(policy.suffixes.government) == {"go.id"}
    assert {basis.rule for basis in policy.basis} == {"PM Kominfo 28/2006", "PM Kominfo 5/2015"}
    assert all(forms.labels for forms in load_host_forms().forms)
    assert all(habit.region in REGIONS for habit in load_host_forms().habits)
    assert all(function.short for function in load_abbreviations().functions)


def test_extra_regions(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(HEADER + "99,Latihan,provinsi,Latihan,latihanprov.go.id,\n"
                    "99.01,Kabupaten Contoh,kabupaten,Latihan,contohkab.go.id,contoh.go.id|contohlama.go.id\n")  # fmt: skip
    regions = load_regions(path)
    assert len(regions) == len(REGIONS) + 2
    assert regions.by_host("contohlama.go.id") is regions["99.01"]
    assert "99.01" not in load_regions()


def test_extra_row_replaces_a_packaged_one(tmp_path):
    path = tmp_path / "r.csv"
    path.write_text(HEADER + "95.08,Kabupaten Nduga,kabupaten,Papua Pegunungan,ndugakab.go.id,\n")
    assert load_regions(path)["95.08"].domain == "ndugakab.go.id"
    assert len(load_regions(path)) == len(REGIONS)


@pytest.mark.parametrize(
    ("row", "words"),
    [
        ("99.1,Kabupaten X,kabupaten,Y,,", '"99.1" bukan kode wilayah'),
        ("99.01,,kabupaten,Y,,", "nama wilayah kosong"),
        ("99.01,X,distrik,Y,,", "provinsi, kabupaten, kota"),
        ("99.01,X,kota,Y,http://x.go.id,", "bukan nama domain"),
        ("99.01,X,kota,Y,kuburayakab.go.id,", "sudah milik Kabupaten Kubu Raya (61.12)"),
        ("99.01,X,kota,Y,,\n99.01,X,kota,Y,,", "dua kali"),
    ],
)
def test_defects_of_an_extra_file(tmp_path, row, words):
    path = tmp_path / "r.csv"
    path.write_text(f"{HEADER}{row}\n")
    with pytest.raises(RegionFileError) as caught:
        load_regions(path)
    assert str(path) in str(caught.value) and words in str(caught.value)
    assert len(str(caught.value).splitlines()) == 1
