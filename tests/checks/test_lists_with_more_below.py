"""A list of services stays one, whatever a page sets below it: forms, dates, comments, other parts."""

import pytest

from auditor.checks import REGISTRY
from auditor.models import Agency, Kind, Snapshot
from tests.extract.helpers import read

SERVICES = "<li>Penerbitan KTP-el</li><li>Penerbitan Kartu Keluarga</li><li>Akta Kelahiran</li>"
BELOW = {
    "a form to write to": "<form method=post><textarea name=p></textarea><button>Kirim</button></form>",
    "a newsletter": "<form><input type=email placeholder='Email Anda'><button>Berlangganan</button></form>",
    "a login": "<form><input placeholder='Username'><input type=password><button>Masuk</button></form>",
    "when it was renewed": "<p>Terakhir diperbarui: 12 Maret 2025</p>",
    "comments": "<div><h3>Tinggalkan Balasan</h3><form method=post><textarea name=c></textarea></form></div>",
    "another part": "<h3>Kontak</h3><p>Jl. Merdeka No. 1, telepon (0561) 721111</p>",
}


def produk(main):
    page = read(f"<title>Dinas</title><main>{main}</main>")
    agency = Agency(
        unit_id="unit", name="Dinas Kependudukan dan Pencatatan Sipil", kind=Kind.OPD, region="61.12"
    )
    return REGISTRY["produk"].run(Snapshot(agency=agency, pages=(page,), unread=(), reached=True))


@pytest.mark.parametrize("below", BELOW.values(), ids=BELOW)
def test_what_stands_below_takes_no_service_away(below):
    found = produk(f"<h2>Jenis Pelayanan</h2><ul>{SERVICES}</ul>{below}")
    assert (found.verdict, found.reason) == ("published", "named")
    assert "Penerbitan KTP-el" in found.evidence[0].snippet


def test_items_in_their_own_words_count_beside_a_form():
    body = "<ul><li>Legalisir</li><li>Taspen</li><li>Karpeg</li></ul>"
    assert produk(f"<h2>Jenis Pelayanan</h2>{body}").verdict == "published"
    assert produk(f"<h2>Jenis Pelayanan</h2>{body}{BELOW['a newsletter']}").verdict == "published"


def test_one_item_is_still_one():
    found = produk(f"<h2>Jenis Pelayanan</h2><ul><li>Akta Kelahiran</li></ul>{BELOW['another part']}")
    assert found.verdict == "partial"


@pytest.mark.parametrize("below", [BELOW["another part"], BELOW["a login"], ""])
def test_praise_is_no_service_whatever_stands_below(below):
    lines = "<p>Kami melayani dengan cepat.</p><p>Kami melayani dengan ramah.</p>"
    assert produk(f"<h2>Pelayanan Kami</h2>{lines}{below}").verdict != "published"
