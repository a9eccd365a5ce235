"""Whose site it is: the unit's, a namesake's, the portal's, a list, news, or nobody's."""

# ruff: noqa: E501 - one case a line

import pytest

from auditor.discovery import Belongs, belongs, from_links
from auditor.models import Agency, Kind, Link
from auditor.reference import load_regions

REGIONS = load_regions()
KUBU = "Kabupaten Kubu Raya"


def unit(name: str, region: str, kind: str = "opd") -> Agency:
    return Agency(unit_id="x", name=name, kind=Kind(kind), region=region)


CASES = [
    # name, kind, region, title, text, address, verdict
    ("Dinas Kesehatan", "opd", "61.12", f"Dinas Kesehatan {KUBU}", KUBU, "https://dinkes.kuburayakab.go.id/", "own"),
    ("Dinas Komunikasi dan Informatika", "opd", "61.12", "Diskominfo Kubu Raya", "", "https://kominfo.kuburayakab.go.id/", "own"),
    ("Dinas Sosial", "opd", "33.01", "Dinsos P3A Kabupaten Cilacap", "", "https://dinsosp3a.cilacapkab.go.id/", "own"),
    ("Dinas Sosial", "opd", "61.12", f"Dinas Kesehatan {KUBU}", KUBU, "https://dinkes.kuburayakab.go.id/", "other_unit"),
    ("Dinas Sosial", "opd", "61.12", f"Pemerintah {KUBU}", KUBU, "https://dinsos.kuburayakab.go.id/", "unclear"),  # wildcard DNS
    ("Dinas Sosial", "opd", "61.12", f"Pemerintah {KUBU}", KUBU, "https://kuburayakab.go.id/", "portal"),
    ("Dinas Sosial", "opd", "61.12", f"Dinas Sosial | {KUBU}", KUBU, "https://kuburayakab.go.id/opd/dinsos", "own"),
    ("Dinas Sosial", "opd", "61.12", f"Berita | {KUBU}", KUBU, "https://kuburayakab.go.id/berita/1", "portal"),
    ("Portal Kubu Raya", "portal", "61.12", f"Portal {KUBU}", KUBU, "https://kuburayakab.go.id/", "own"),
    ("Puskesmas Larangan", "puskesmas", "35.28", "Puskesmas Larangan", "Kabupaten Pamekasan", "https://puskesmaslarangan.blogspot.com/", "own"),
    ("Puskesmas Larangan", "puskesmas", "35.28", "Puskesmas Larangan", "Kabupaten Brebes", "https://puskesmaslarangan.blogspot.com/", "namesake"),
    ("Puskesmas Larangan", "puskesmas", "35.28", "Puskesmas Larangan", "", "https://puskesmaslarangan.brebeskab.go.id/", "namesake"),
    ("Kecamatan Sungai Raya", "kecamatan", "61.12", "Kecamatan Sungai Raya", "", "https://sungairaya.bengkayangkab.go.id/", "namesake"),
    ("Puskesmas Guntur II", "puskesmas", "33.21", "UPTD Puskesmas Guntur II", "Kab. Demak", "https://pkmguntur2.demakkab.go.id/", "own"),
    ("Puskesmas Guntur II", "puskesmas", "33.21", "UPTD Puskesmas Guntur I", "Kab. Demak", "https://pkmguntur1.demakkab.go.id/", "other_unit"),
    ("Puskesmas Cimahi Selatan", "puskesmas", "32.77", "Puskesmas Cimahi Tengah", "Kota Cimahi", "https://pkmtengah.blogspot.com/", "other_unit"),
    ("Puskesmas Kakap", "puskesmas", "61.12", "Puskesmas Sungai Kakap", KUBU, "https://pkm-sungaikakap.kuburayakab.go.id/", "own"),
    ("Puskesmas Mandiangin", "puskesmas", "13.75", "Puskesmas Plus Mandiangin", "Kota Bukittinggi", "https://pkmplus.blogspot.com/", "other_unit"),
    ("Puskesmas Kubu", "puskesmas", "61.12", "kuburaya.epuskesmas.id", "Login", "https://kuburaya.epuskesmas.id/", "directory"),
    ("Puskesmas Kubu", "puskesmas", "61.12", "Puskesmas Kubu - Wikipedia", KUBU, "https://id.wikipedia.org/wiki/Puskesmas_Kubu", "directory"),
    ("Puskesmas Kubu", "puskesmas", "61.12", "Puskesmas Kubu", KUBU, "https://www.facebook.com/pkmkubu", "social"),
    ("Dinas Kesehatan", "opd", "61.12", "Dinas Kesehatan Kubu Raya Gelar Vaksinasi - Kabar", f"Dinas Kesehatan {KUBU}", "https://kabar.com/2021/03/dinas", "news"),
    ("Kecamatan Kuala Mandor B", "kecamatan", "61.12", "Kecamatan Kuala Mandor B", KUBU, "https://keckmb.kuburayakab.go.id/", "own"),
    ("Kecamatan Terentang", "kecamatan", "61.12", "Beranda", KUBU, "https://kec-kubu.kuburayakab.go.id/", "other_unit"),
    ("Dinas Kesehatan", "opd", "61.12", "Slot Gacor", "deposit pulsa", "https://contoh.com/", "no"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "kind", "region", "title", "text", "url", "verdict"), CASES)
def test_whose_site(name, kind, region, title, text, url, verdict):
    own = [Link(text=word, url=f"{url}/{word}") for word in ("profil", "layanan")]
    found = belongs(unit(name, region, kind), REGIONS[region], title, text, url, own)
    assert found.verdict is Belongs(verdict), found
    assert found.reasons
    assert (found.score >= 0.6) is (verdict == "own")
    assert found == belongs(unit(name, region, kind), REGIONS[region], title, text, url, own)


def test_parked_pages_are_nobodys():
    found = belongs(unit("Dinas Sosial", "61.12"), REGIONS["61.12"], "Dinas Sosial", KUBU, "https://dinsos.kuburayakab.go.id/", signals=("parked",))  # fmt: skip
    assert found.verdict is Belongs.EMPTY and found.score == 0


def test_a_list_of_all_puskesmas_is_no_ones_site():
    names = ("Lingga", "Punggur", "Terentang", "Korpri", "Air Putih", "Sungai Asam")
    links = [Link(text=f"Puskesmas {n}", url=f"https://puskesmas.kuburayakab.go.id/{n}") for n in names]
    region = REGIONS["61.12"]
    home = "https://puskesmas.kuburayakab.go.id/"
    found = belongs(
        unit("Puskesmas Kubu", "61.12", "puskesmas"), region, "Portal Puskesmas", KUBU, home, links
    )
    assert found.verdict is Belongs.LIST


def test_links_of_a_portal():
    region = REGIONS["61.12"]
    links = [
        Link(text="Disdukcapil", url="https://disdukcapil.kuburayakab.go.id"),
        Link(text="Dinas Pendidikan dan Kebudayaan", url="https://disdikbud.kuburayakab.go.id"),
        Link(text="Dinas Pemberdayaan Masyarakat dan Desa", url="https://dpmd.kuburayakab.go.id"),
        Link(text="Puskesmas Kubu", url="https://puskesmas.kuburayakab.go.id/kubu"),
        Link(text="Puskesmas Kubu", url="https://www.instagram.com/pkmkubu"),
        Link(text="", url="https://dishub.kuburayakab.go.id/"),
        Link(text="Dinas Sosial", url="#"),
    ]

    def urls(name: str, kind: str = "opd") -> list[str]:
        return [offer.url for offer in from_links(unit(name, "61.12", kind), region, links)]

    assert urls("Dinas Kependudukan dan Pencatatan Sipil") == ["https://disdukcapil.kuburayakab.go.id/"]
    assert urls("Puskesmas Kubu", "puskesmas") == ["https://puskesmas.kuburayakab.go.id/kubu"]
    assert urls("Dinas Perhubungan") == ["https://dishub.kuburayakab.go.id/"]
    assert urls("Dinas Sosial") == []
    assert urls("Dinas Pemberdayaan Perempuan dan Perlindungan Anak") == []
