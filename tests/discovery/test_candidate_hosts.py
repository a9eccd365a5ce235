"""Candidate hosts: labels really used come early, the region's own habit first."""

# ruff: noqa: E501 - one case a line

import pytest

from auditor.discovery import Habit, candidate_hosts, learn_habit
from auditor.discovery.hosts import MAX_CANDIDATES, label_fits, labels_below
from auditor.models import Agency, Kind
from auditor.reference import load_kinds, load_puskesmas, load_regions

REGIONS = load_regions()


def unit(name: str, region: str, kind: str = "opd") -> Agency:
    return Agency(unit_id="x", name=name, kind=Kind(kind), region=region)


def hosts(name: str, region: str, kind: str = "opd", habit: Habit | None = None) -> list[str]:
    return candidate_hosts(unit(name, region, kind), REGIONS[region], habit)


@pytest.mark.parametrize(
    ("name", "region", "kind", "host", "within"),
    [
        ("Dinas Kesehatan", "61.12", "opd", "dinkes.kuburayakab.go.id", 2),
        ("Dinas Kependudukan dan Pencatatan Sipil", "61.12", "opd", "disdukcapil.kuburayakab.go.id", 2),
        ("Dinas Pendidikan dan Kebudayaan", "61.12", "opd", "disdikbud.kuburayakab.go.id", 2),
        ("Dinas Pekerjaan Umum dan Penataan Ruang", "61.12", "opd", "pupr.kuburayakab.go.id", 8),
        ("Dinas Perpustakaan dan Kearsipan", "61.12", "opd", "perpustakaan.kuburayakab.go.id", 30),
        ("Badan Pendapatan Daerah", "32.77", "opd", "bappenda.cimahikota.go.id", 10),
        ("Badan Kepegawaian dan Pengembangan SDM", "32.77", "opd", "bkpsdmd.cimahikota.go.id", 10),
        ("Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak, KB", "33.01", "opd", "dinsosp3akb.cilacapkab.go.id", 8),
        ("RSUD Cibabat", "32.77", "rsud", "rsudcibabat.cimahikota.go.id", 3),
        ("Kecamatan Sungai Raya", "61.12", "kecamatan", "sungairaya.kuburayakab.go.id", 2),
        ("Kecamatan Cimahi Utara", "32.77", "kecamatan", "cimahiutarakec.cimahikota.go.id", 3),
        ("Puskesmas Padang Tikar", "61.12", "puskesmas", "pkm-padangtikar.kuburayakab.go.id", 2),
        ("Puskesmas Sei Kapih", "64.72", "puskesmas", "pkm-sungai-kapih.samarindakota.go.id", 2),
        ("Puskesmas Guntur II", "33.21", "puskesmas", "pkmguntur2.demakkab.go.id", 2),
        ("Puskesmas Kemranjen II", "33.02", "puskesmas", "puskesmas2kemranjen.banyumaskab.go.id", 20),
        ("Puskesmas Kecamatan Matraman", "31.75", "puskesmas", "puskesmasmatraman.jakarta.go.id", 5),
        ("Portal Kubu Raya", "61.12", "portal", "www.kuburayakab.go.id", 1),
    ],
)  # fmt: skip
def test_real_hosts_are_among_the_first(name, region, kind, host, within):
    assert host in hosts(name, region, kind)[:within]


def test_few_and_well_formed():
    for kind in load_kinds().values():
        found = hosts(kind.name, "61.12")
        assert len(found) == len(set(found)) <= MAX_CANDIDATES
        assert all(host == host.lower() and " " not in host and ".." not in host for host in found)
    assert hosts("Dinas Kesehatan", "95.08") == []  # no domain known


def test_habit_is_learnt_from_siblings():
    region = REGIONS["33.05"]
    known = [
        (unit.name, f"puskesmas-{'-'.join(unit.name.lower().split()[1:])}.{region.domain}")
        for unit in load_puskesmas(region.code)[:4]
        if not unit.name.endswith(("I", "1", "2"))
    ]
    assert known
    habit = learn_habit(region, known)
    assert (
        hosts("Puskesmas Suka Maju", "33.05", "puskesmas", habit)[0] == f"puskesmas-suka-maju.{region.domain}"
    )
    din = learn_habit(region, [("Dinas Kesehatan", f"dinkes.{region.domain}"), ("Dinas Perhubungan", f"dinhub.{region.domain}"), ("Dinas Sosial", "elsewhere.id")])  # fmt: skip
    assert din.prefixes == {"din": 2}
    assert hosts("Dinas Pendidikan", "33.05", habit=din).index(f"dindik.{region.domain}") < 3


def test_labels_fit_their_unit_only():
    region = REGIONS["61.12"]
    assert label_fits("dukcapil", unit("Dinas Kependudukan dan Pencatatan Sipil", "61.12"), region) == 1.0
    assert label_fits("dinsosp3a", unit("Dinas Sosial", "61.12"), region) > 0.5
    assert label_fits("dprd", unit("Sekretariat Daerah", "61.12"), region) < 0.8
    assert label_fits("pu", unit("Badan Kepegawaian dan Pengembangan SDM", "61.12"), region) < 0.5
    assert label_fits("pkm-kubu", unit("Puskesmas Kubu", "61.12", "puskesmas"), region) == 1.0
    assert label_fits("pkm-lingga", unit("Puskesmas Kubu", "61.12", "puskesmas"), region) == 0.0
    assert labels_below("ppid.dinkes.kuburayakab.go.id", region) == ("dinkes", "ppid")
    assert labels_below("dinkes.other.go.id", region) == ()


@pytest.mark.parametrize(
    ("name", "host", "own"),
    [
        (
            "Puskesmas Sungai Kakap",
            "sungaikakap-puskes.kuburayakab.go.id",
            {"puskesmas": {"{joined}-puskes": 1}},
        ),
        ("Puskesmas Rasau Jaya", "x-rasau-jaya.kuburayakab.go.id", {"puskesmas": {"x-{hyphen}": 1}}),
        (
            "Puskesmas Sungai Kakap",
            "puskesmas-sungaikakap.com",
            {"puskesmas": {"//puskesmas-{joined}.com": 1}},
        ),
        ("Dinas Sosial", "dinsos.opd.kuburayakab.go.id", {"agency": {"{label}.opd": 1}}),
        ("Dinas Sosial", "opd-dinsos.kuburayakab.go.id", {"agency": {"opd-{label}": 1}}),
        ("Dinas Sosial", "opd-dinsos.kuburaya.go.id", {"agency": {"opd-{label}": 1}}),
        ("Dinas Sosial", "dinsosnaker.kuburayakab.go.id", {}),
        ("Dinas Sosial", "dinsos", {}),
        ("Puskesmas Air", "air-x.kuburayakab.go.id", {}),
        ("Puskesmas Punggur 2", "p-punggur.kuburayakab.go.id", {}),
    ],
)
def test_a_form_no_list_showed_is_learnt_where_a_name_is_set_apart(
    name: str, host: str, own: dict[str, dict[str, int]]
) -> None:
    assert learn_habit(REGIONS["61.12"], [(name, host)]).own == own
