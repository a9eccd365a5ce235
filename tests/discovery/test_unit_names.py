"""Names made comparable: one unit under its many spellings, neighbours kept apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auditor.discovery.names import Name, expand, parse, similarity
from auditor.reference import load_puskesmas, load_regions

REGIONS = load_regions()


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("UPTD Puskesmas Guntur II", "pkm guntur 2"),
        ("Puskesmas Kemranjen II", "puskesmas 2 kemranjen"),
        ("UPT Pusat Kesehatan Masyarakat Lingga", "Puskesmas Lingga"),
        ("Puskesmas Sei Jang", "PUSKESMAS SUNGAI JANG"),
        ("Puskesmas Kereng Bangkiral", "Puskesmas Kereng Bangkirai"),
        ("Puskesmas Kecamatan Matraman", "Puskesmas Matraman"),
        ("Kec. Batu Ampar", "Kantor Camat Batuampar"),
        ("Distrik Sentani", "Kecamatan Sentani"),
        ("Dinas Kependudukan dan Pencatatan Sipil", "Disdukcapil"),
        ("Dinas Kependudukan dan Pencatatan Sipil", "DISPENDUKCAPIL"),
        ("Dinas Pendidikan dan Kebudayaan", "Disdikbud"),
        ("Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "DPMPTSP"),
        ("Badan Kepegawaian dan Pengembangan Sumber Daya Manusia", "BKPSDM"),
        ("Dinas Pekerjaan Umum dan Penataan Ruang", "Dinas PUPR"),
        ("Satuan Polisi Pamong Praja", "Satpol PP"),
        ("Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak", "Dinsos P3A"),
        ("Dinas Sosial, P3A dan Keluarga Berencana", "dinsosp3akb"),
        ("Dinas Kepemudaan dan Olahraga", "Dinas Pemuda dan Olahraga"),
        ("Dinas Kebudayaan dan Pariwisata", "Disparbud"),
    ],
)
def test_one_unit(one, other):
    assert similarity(parse(one), parse(other)) >= 0.85


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Puskesmas Guntur I", "Puskesmas Guntur II"),
        ("Puskesmas Guntur", "Puskesmas Guntur II"),
        ("Puskesmas Cimahi Selatan", "Puskesmas Cimahi Tengah"),
        ("Puskesmas Cimahi Selatan", "Kecamatan Cimahi Selatan"),
        ("Puskesmas Arjasari", "Puskesmas Pembantu Arjasari"),
        ("Kelurahan Karangmekar", "Kecamatan Karangmekar"),
        ("Dinas Sosial", "Dinas Kesehatan"),
        ("Dinas Pertanian", "Dinas Ketahanan Pangan"),
        ("Dinas Pemberdayaan Masyarakat dan Desa", "Dinas Pemberdayaan Perempuan dan Perlindungan Anak"),
        ("Dinas Perhubungan", "Dinas Perikanan"),
        ("Puskesmas", "Puskesmas Kubu"),
    ],
)
def test_two_units(one, other):
    assert similarity(parse(one), parse(other)) < 0.85


def test_the_regions_own_name_says_whose_unit_it_is():
    region = REGIONS["61.12"]
    assert parse("Dinas Kesehatan Kabupaten Kubu Raya", region) == parse("Dinas Kesehatan", region)
    assert parse("Puskesmas Kubu Kabupaten Kubu Raya", region) == Name("puskesmas", ("kubu",))
    assert parse("Puskesmas Kubu", region).words == ("kubu",)


def test_abbreviations_are_cut_into_functions():
    assert expand("dinsosp3akb").split()[0] == "sosial"
    assert "keluarga berencana" in expand("dinsosp3akb")
    assert expand("xyzzy") == ""


def test_all_puskesmas_of_a_region_stay_apart():
    for code in ("33.21", "33.01", "64.72", "31.75"):
        names = [parse(unit.name, REGIONS[code]) for unit in load_puskesmas(code)]
        same = [
            (a, b) for i, a in enumerate(names) for b in names[i + 1 :] if similarity(a, b) >= 0.96
        ]  # fmt: skip
        assert same == []


@given(st.text(max_size=60))
def test_any_text_can_be_a_name(text):
    name = parse(text, REGIONS["61.12"])
    assert similarity(name, name) in (0.0, 0.7) or similarity(name, name) == 1.0
