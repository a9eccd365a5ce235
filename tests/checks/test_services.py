"""Services by name, each with what is published of it."""

from case_files import snapshot_of

from auditor.checks import services
from auditor.checks.words.names import is_service_name, normal
from auditor.models import Verdict

TABLE = {
    "title": "Standar Pelayanan",
    "sections": [
        {"label": "Persyaratan", "body": "KTP, KK", "kind": "row", "service": "Surat Keterangan Usaha"},
        {
            "label": "Prosedur",
            "body": "1. Pemohon datang\n2. Petugas memeriksa berkas\n3. Pemohon menerima surat",
            "kind": "row",
            "service": "Surat Keterangan Usaha",
        },
        {"label": "Jangka waktu", "body": "15 menit", "kind": "row", "service": "Surat Keterangan Usaha"},
        {"label": "Biaya", "body": "Gratis", "kind": "row", "service": "Surat Keterangan Usaha"},
        {"label": "Persyaratan", "body": "Surat pengantar RT", "kind": "row", "service": "Kartu Keluarga"},
        {"label": "Biaya", "body": "Segera hadir", "kind": "row", "service": "Kartu Keluarga"},
    ],
}


def test_each_service_has_its_own_components() -> None:
    found = {service.name: service for service in services.find(snapshot_of(TABLE))}
    assert set(found) == {"Surat Keterangan Usaha", "Kartu Keluarga"}
    usaha = found["Surat Keterangan Usaha"].components
    assert usaha["persyaratan"].verdict is Verdict.PUBLISHED
    assert usaha["prosedur"].verdict is Verdict.PUBLISHED
    assert usaha["jangka_waktu"].values
    assert usaha["biaya"].values
    keluarga = found["Kartu Keluarga"].components
    assert keluarga["persyaratan"].verdict is Verdict.PUBLISHED
    assert "prosedur" not in keluarga


def test_complete_standards_are_counted() -> None:
    assert services.complete(services.find(snapshot_of(TABLE))) == 1


def test_one_service_under_several_spellings_is_one() -> None:
    case = {
        "sections": [
            {"label": "1. Pembuatan Kartu Keluarga Baru", "body": "FC KTP, surat nikah"},
            {"label": "KARTU KELUARGA BARU", "body": "Selesai hari itu juga"},
            {"label": "Pelayanan Kartu Keluarga Baru", "body": "Loket 2"},
        ]
    }
    assert [service.name for service in services.find(snapshot_of(case))] == ["Pembuatan Kartu Keluarga Baru"]


def test_a_name_cut_inside_a_bracket_loses_what_was_opened() -> None:
    told = "- Kartu Pencari Kerja (AK/1)\n- Kartu Keluarga (KK, baru"
    case = {"sections": [{"label": "Layanan", "body": told}]}
    names = [service.name for service in services.find(snapshot_of(case))]
    assert names == ["Kartu Pencari Kerja (AK/1)", "Kartu Keluarga"]


def test_what_stands_beside_names_is_none() -> None:
    case = {
        "title": "Layanan",
        "sections": [
            {"label": "SKTM +", "body": "KTP, foto rumah, pengantar RT", "kind": "row"},
            {"label": "Surat Keterangan Usaha", "body": "- KTP, foto usaha, pengantar RT", "kind": "row"},
            {"label": "Berapa lama pembuatan KTP?", "body": "3 hari kerja, bawa KK", "kind": "panel"},
            {"label": "Poli", "body": "- Poli Gigi\tSenin\t08.00-11.00\n- Poli Tujuan", "kind": "heading"},
            {"label": "3. KK lama kedua orang tua", "body": "Jangka waktu: 1 hari", "kind": "heading"},
        ],
    }
    assert [service.name for service in services.find(snapshot_of(case))] == [
        "SKTM",
        "Surat Keterangan Usaha",
        "KTP",
        "Poli Gigi",
    ]


def test_names() -> None:
    for name in (
        "surat keterangan tidak mampu",
        "poli gigi",
        "3. penerbitan akta kelahiran",
        "syarat pembuatan kk",
    ):
        assert is_service_name(name), name
    for name in (
        "jam pelayanan",
        "profil",
        "layanan",
        "pelayanan prima",
        "penanganan",
        "alur pelayanan",
        "berita",
    ):
        assert not is_service_name(name), name
    assert normal("1. Pembuatan Kartu Keluarga (baru)") == normal("KARTU KELUARGA (BARU)")
