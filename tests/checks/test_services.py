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


def _shown(*sections: dict[str, object], title: str = "Layanan") -> list[str]:
    return [service.name for service in services.find(snapshot_of({"title": title, "sections": [*sections]}))]


def _card(label: str, body: str, *above: str) -> dict[str, object]:
    return {"label": label, "body": body, "kind": "heading", "path": ["Layanan", *above]}


def test_names_are_shown_without_what_stands_around_them() -> None:
    papers = "Persyaratan: KTP, KK dan surat pengantar RT"
    for printed, shown in {
        "1. Surat Keterangan Usaha": "Surat Keterangan Usaha",
        "Ajukan Surat Keterangan Usaha Sekarang": "Surat Keterangan Usaha",
        "SOP (Poli Umum)": "Poli Umum",
        "Persyaratan Kartu Keluarga": "Kartu Keluarga",
        "Legalisir Ijazah 1 hari kerja Gratis": "Legalisir Ijazah",
        "Kartu Pencari Kerja - Rp 5.000": "Kartu Pencari Kerja",
        "KTP-el Rusak (Layanan Keliling)": "KTP-el Rusak",
        # what tells the case, or is the name's own, stays
        "Akta Kelahiran (0-60 hari)": "Akta Kelahiran (0-60 hari)",
        "Akta Kematian lebih dari 30 hari": "Akta Kematian lebih dari 30 hari",
        "Ambulans Gratis": "Ambulans Gratis",
        "Pajak 5 Tahunan": "Pajak 5 Tahunan",
        "UGD 24 Jam": "UGD 24 Jam",
    }.items():
        assert _shown(_card(printed, papers)) == [shown], printed


def test_one_service_told_twice_is_shown_once_with_what_both_tell() -> None:
    found = services.find(
        snapshot_of(
            {
                "title": "Layanan",
                "sections": [
                    _card("Surat Keterangan Tidak Mampu (SKTM)", "Persyaratan: KTP, KK, surat pengantar RT"),
                    _card("SKTM", "Waktu penyelesaian 1 hari kerja"),
                    _card("Surat Tidak Mampu", "Biaya: gratis"),
                    _card("KTP Elektronik (e-KTP)", "Persyaratan: fotokopi KK"),
                    _card("KTP-el", "Biaya: gratis"),
                ],
            }
        )
    )
    assert [service.name for service in found] == [
        "Surat Keterangan Tidak Mampu (SKTM)",
        "KTP Elektronik (e-KTP)",
    ]
    assert {"persyaratan", "jangka_waktu", "biaya"} <= found[0].components.keys()


def test_services_that_differ_stay_apart() -> None:
    names = [
        "Akta Kelahiran Baru",
        "Akta Kelahiran Hilang",
        "Mutasi Siswa ke Luar Daerah",
        "Mutasi Siswa dari Luar Daerah",
        "Surat Keterangan Usaha",
        "Surat Pengantar Usaha",
        "Pajak Tahunan",
        "Pajak 5 Tahunan",
    ]
    assert _shown(*(_card(name, "Persyaratan: KTP dan KK") for name in names)) == names


def test_what_heads_services_is_none() -> None:
    assert _shown(
        _card("Pelayanan Kesehatan Dasar", "Poli Umum\nPoli Gigi"),
        _card("Poli Umum", "Pemeriksaan oleh dokter", "Pelayanan Kesehatan Dasar"),
        _card("Poli Gigi", "Pemeriksaan oleh dokter gigi", "Pelayanan Kesehatan Dasar"),
    ) == ["Poli Umum", "Poli Gigi"]
    # a service of its own, whatever stands below
    assert "Kartu Keluarga" in _shown(
        _card("Kartu Keluarga", "Biaya: gratis"),
        _card("KK Baru", "Persyaratan: buku nikah dan KTP", "Kartu Keluarga"),
        _card("KK Hilang", "Persyaratan: surat kehilangan dan KTP", "Kartu Keluarga"),
    )


def test_a_name_that_programmes_bear_too_needs_company() -> None:
    about: dict[str, object] = {"path": ["Tentang"], "kind": "heading"}
    alone = {"label": "Layanan Siaga", "body": "Kami selalu ada untuk Anda", **about}
    assert services.find(snapshot_of({"title": "Tentang", "sections": [alone]})) == ()
    beside = {"label": "Poli Gigi", "body": "Pemeriksaan oleh dokter gigi", **about}
    found = services.find(snapshot_of({"title": "Tentang", "sections": [alone, beside]}))
    assert [service.name for service in found] == ["Layanan Siaga", "Poli Gigi"]


def test_a_line_that_reads_like_a_name_needs_a_list() -> None:
    about = "Layanan posyandu dan gizi warga"
    assert (
        _shown({"label": "Sehat", "body": f"{about}\nSelengkapnya", "kind": "heading", "path": ["Desa"]})
        == []
    )
    # beside another line it is one of a list, and two cards with a line each are none
    listed = f"- {about}\n- Surat keterangan usaha"
    assert len(_shown({"label": "Sehat", "body": listed, "kind": "heading", "path": ["Desa"]})) == 2
    cards = {"Sehat": about, "Surat": "Pengurusan surat keterangan warga"}
    assert (
        _shown(*({"label": a, "body": b, "kind": "heading", "path": ["Desa"]} for a, b in cards.items()))
        == []
    )
    # what is said to be the service needs no other
    said = {"label": "Jenis Layanan", "body": "Surat keterangan usaha", "kind": "heading", "path": ["Desa"]}
    assert _shown(said) == ["Surat keterangan usaha"]


def test_cards_not_called_as_services_need_such_beside_them() -> None:
    praise = [
        _card(name, "Untuk semua pengunjung kami.", "Layanan Kami")
        for name in ("Suasana Sejuk", "Wajah Ramah")
    ]
    sure = [_card(name, "Setiap hari kerja.", "Layanan Kami") for name in ("Poli Gigi", "Poli Umum")]
    odd = _card("Pojok Remaja", "Setiap Jumat.", "Layanan Kami")
    assert _shown(*praise, odd) == []
    assert _shown(*praise, odd, sure[0]) == ["Poli Gigi"]
    assert _shown(odd, *sure) == ["Pojok Remaja", "Poli Gigi", "Poli Umum"]
    # what is told of one makes it a service
    told = _card("Pojok Remaja", "Persyaratan: KTP, KK dan surat pengantar RT", "Layanan Kami")
    assert _shown(*praise, told) == ["Pojok Remaja"]


def test_links_side_by_side_below_a_part_of_the_services_are_services() -> None:
    links = ["Pemeriksaan Ibu Hamil", "Pelayanan Imunisasi Bayi", "Kelas Balita", "Informasi Lebih Lanjut"]
    part = {
        **_card("Klaster 2", " ".join(links), "Layanan Kami"),
        "links": [[text, f"/{at}"] for at, text in enumerate(links)],
    }
    assert _shown(_card("Layanan Kami", ""), part) == links[:3]
    # not so where nothing says that services follow
    other = {**part, "path": ["Layanan", "Galeri"]}
    assert "Kelas Balita" not in _shown(_card("Galeri", ""), other, title="Beranda")


def test_cards_below_a_part_of_the_services_are_services_where_all_tell_what_they_give() -> None:
    told = "Pemberian kursi roda, kruk dan alat bantu dengar bagi warga"
    above = ("Layanan Kami", "Perlindungan dan Jaminan")
    cards = [
        _card("Layanan Alat Bantu", told, *above),
        _card("Perlindungan Lansia", told, *above),
    ]
    assert _shown(_card("Layanan Kami", ""), *cards) == ["Layanan Alat Bantu", "Perlindungan Lansia"]
    # one without a word behind it: papers or steps may be listed so
    bare = _card("Salinan Lama", "", *above)
    assert "Perlindungan Lansia" not in _shown(_card("Layanan Kami", ""), *cards, bare)


def test_a_services_own_page_may_list_services() -> None:
    page = ("Poli Gigi", "Layanan Kami")
    cards = [
        {**_card(name, "Setiap hari kerja", *page), "service": "Poli Gigi"}
        for name in ("Cabut Gigi", "Scaling", "UKGS")
    ]
    steps = {**_card("Alur", "1. Daftar\n2. Tunggu\n3. Periksa", "Poli Gigi"), "service": "Poli Gigi"}
    assert _shown(steps, *cards) == ["Poli Gigi", "Cabut Gigi", "Scaling", "UKGS"]


def test_numbered_components_below_a_heading_make_it_a_service() -> None:
    above = ("Standar", "AMDAL, UKL-UPL dan persetujuan teknis pembuangan air limbah ke laut")
    parts = [
        _card("1. Jangka Waktu Pelayanan", "14 hari kerja", *above),
        _card("2. Persyaratan Pelayanan", "KTP, KK dan denah lokasi", *above),
    ]
    assert _shown(*parts, title="Standar") == [above[1]]
    assert _shown(parts[0], title="Standar") == []


def test_several_services_in_one_line_are_none() -> None:
    papers = "Persyaratan: KTP, KK dan surat pengantar RT"
    assert _shown(_card("Poli Umum, Poli Gigi, KIA", papers), _card("Poli Anak", papers)) == ["Poli Anak"]


def test_bare_words_below_a_services_name_are_papers_or_steps() -> None:
    told = {**_card("Akta Kelahiran", "Persyaratan: KTP, KK, buku nikah"), "path": ["Pencatatan Sipil"]}
    paper = {**_card("Surat Keterangan Lahir", ""), "path": ["Pencatatan Sipil", "Akta Kelahiran"]}
    assert _shown(told, paper, title="Pencatatan Sipil") == ["Akta Kelahiran"]
    paper["body"] = "Persyaratan: KTP, KK, saksi"
    assert "Surat Keterangan Lahir" in _shown(told, paper, title="Pencatatan Sipil")
