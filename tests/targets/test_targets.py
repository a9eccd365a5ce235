"""Target files: every defect named with file, row, column and mend; nothing but TargetError raised."""

# ruff: noqa: E501 - one case a line

import codecs
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from auditor.models import Kind
from auditor.reference import load_regions
from auditor.targets import TargetError, load_targets

REGIONS = load_regions()
HEADER = "unit_id,name,kind,region,website,parent,notes\n"
GOOD = "a,Dinas Kesehatan,opd,61.12,dinkes.contohkab.go.id,,\n"


def write(folder: Path, data: str | bytes, name: str = "t.csv") -> Path:
    path = folder / name
    path.write_bytes(data if isinstance(data, bytes) else data.encode())
    return path


def lines(path: Path) -> list[str]:
    with pytest.raises(TargetError) as caught:
        load_targets([path], REGIONS)
    return str(caught.value).splitlines()


def test_good_file(tmp_path):
    data = codecs.BOM_UTF8 + (HEADER + GOOD + "\r\nb,Puskesmas X,PUSKESMAS,61.12,,a,catatan\r\n").encode()
    first, second = load_targets([write(tmp_path, data)], REGIONS)
    assert (first.unit_id, first.kind, first.website) == ("a", Kind.OPD, "https://dinkes.contohkab.go.id/")
    assert (second.kind, second.parent, second.notes) == (Kind.PUSKESMAS, "a", "catatan")


def test_excel_of_indonesia_writes_semicolons(tmp_path):
    path = write(tmp_path, "unit_id;name;kind;region\na;Dinas A, B dan C;opd;61.12\n")
    assert load_targets([path], REGIONS)[0].name == "Dinas A, B dan C"


@pytest.mark.parametrize("said", ["-", "–", " — ", "Belum ada", "TIDAK  ADA", "(belum ada)", "Nihil."])
def test_words_for_no_website_are_none(tmp_path, said):
    (unit,) = load_targets([write(tmp_path, f"{HEADER}a,Dinas A,opd,61.12,{said},,\n")], REGIONS)
    assert unit.website == ""


@pytest.mark.parametrize("start", [b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"])
def test_a_workbook_is_called_one(tmp_path, start):
    (line,) = lines(write(tmp_path, start + bytes(600)))
    assert "bukan CSV" in line and "CSV UTF-8" in line


def test_unknown_columns_are_ignored_but_typing_errors_are_not(tmp_path):
    path = write(tmp_path, "no,unit_id,name,kind,region\n1,a,Dinas A,opd,61.12\n")
    assert load_targets([path], REGIONS)[0].unit_id == "a"
    (line,) = lines(write(tmp_path, "unit_id,name,kind,region,web_site\na,A,opd,61.12,x.go.id\n"))
    assert "kolom web_site" in line and '"website"' in line


@pytest.mark.parametrize(
    ("row", "column", "words"),
    [
        (",Dinas,opd,61.12,,,", "unit_id", "kosong"),
        ("..,Dinas,opd,61.12,,,", "unit_id", "tidak boleh"),
        (f"{'x' * 300},Dinas,opd,61.12,,,", "unit_id", "terlalu panjang"),
        ("b,,opd,61.12,,,", "name", "kosong"),
        ("b,Dinas,odp,61.12,,,", "kind", '"opd"'),
        ("b,Dinas,instansi,61.12,,,", "kind", "puskesmas, kecamatan"),
        ("b,Dinas,opd,,,,", "region", "kosong"),
        ("b,Dinas,opd,61.1,,,", "region", "Excel membuang nol di belakang; format kolom sebagai teks dan tulis 61.10"),
        ("b,Dinas,opd,6112,,,", "region", "61.12 (Kabupaten Kubu Raya)"),
        ('b,Dinas,opd,"61,12",,,', "region", "61.12 (Kabupaten Kubu Raya)"),
        ("b,Dinas,opd,Kubu Raya,,,", "region", "61.12 (Kabupaten Kubu Raya)"),
        ("b,Dinas,opd,61.12.01,,,", "region", "61.12"),
        ("b,Dinas,opd,99.99,,,", "region", "--regions"),
        ("b,Dinas,opd,61.12,lihat catatan,,", "website", "bukan alamat situs"),
        ("b,Dinas,opd,61.12,dinkes@x.go.id,,", "website", "surel"),
        ("b,Dinas,opd,61.12,ftp://x.go.id,,", "website", "bukan alamat situs"),
        ("b,Dinas,opd,61.12,,aa,", "parent", "tidak ada"),
        ("b,Dinas,opd,61.12,,b,", "parent", "berputar"),
        ("a,Dinas,opd,61.12,,,", "unit_id", "baris 2"),
        ("b,Dinas,opd,61.12,,,x,y", "", "8 isian untuk 7 kolom"),
        ("b,Dinas", "", "hanya 2 dari 7"),
        ('b,"Dinas"x,opd,61.12,,,', "", "tanda kutip"),
        ('b,"Dinas,opd,61.12,,,', "", "tanda kutip"),
        ("b,Din\0as,opd,61.12,,,", "name", "NUL"),
        ('b,"Dinas\nX",opd,61.12,,,', "name", "pergantian baris"),
    ],
)  # fmt: skip
def test_one_line_names_row_column_and_mend(tmp_path, row, column, words):
    path = write(tmp_path, HEADER + GOOD + row + "\n")
    (line,) = lines(path)
    assert line.startswith(f"{path}, baris 3")
    assert (f", kolom {column}:" in line) if column else (", kolom" not in line)
    assert words in line
    kept = load_targets([path], REGIONS, skip_bad_rows=True)
    assert [agency.unit_id for agency in kept] == ["a"]


def test_a_byte_that_is_no_utf8_refuses_its_row_only(tmp_path):
    path = write(tmp_path, (HEADER + GOOD).encode() + b"b,Caf\xe9,opd,61.12,,,\n")
    (line,) = lines(path)
    assert "baris 3" in line and "0xE9" in line and "kolom name" in line and "huruf ke-4" in line
    assert len(load_targets([path], REGIONS, skip_bad_rows=True)) == 1


def test_a_file_of_another_encoding_is_one_line(tmp_path):
    rows = "b,Café,opd,61.12,,,é\nc,Résumé,opd,61.12,,b,\nd,Dinas D,opd,61.12,,c,\n"
    path = write(tmp_path, (HEADER + GOOD + rows).encode("cp1252"))
    (line,) = lines(path)
    assert line.startswith(f"{path}, baris 3, kolom name: ")
    assert "2 isian lain" in line and "CSV UTF-8" in line
    kept = load_targets([path], REGIONS, skip_bad_rows=True)
    assert [agency.unit_id for agency in kept] == ["a", "d"]


@pytest.mark.parametrize(
    ("data", "words"),
    [
        (b"", "kosong"),
        (b"\n \n", "kosong"),
        (HEADER.encode(), "hanya ada baris judul"),
        (b"unit_id,name,kind\na,b,opd\n", "kolom wajib tidak ada: region"),
        (b"unit_id,unit_id,name,kind,region\na,a,b,opd,61.12\n", "dua kali"),
        (b"PK\x03\x04xx", "Excel"),
        ("unit_id,name".encode("utf-16"), "UTF-16"),
    ],
)
def test_files_that_are_no_target_file(tmp_path, data, words):
    path = write(tmp_path, data)
    (line,) = lines(path)
    assert line.startswith(str(path)) and words in line
    with pytest.raises(TargetError):
        load_targets([path], REGIONS, skip_bad_rows=True)


def test_missing_file_and_folder(tmp_path):
    assert "tidak ada" in lines(tmp_path / "nope.csv")[0]
    assert "folder" in lines(tmp_path)[0]


def test_all_defects_at_once_across_files(tmp_path):
    one = write(tmp_path, HEADER + GOOD + "b,,odp,61.12,,,\n", "one.csv")
    two = write(tmp_path, HEADER + "a,Dinas,opd,61.12,,,\nc,Dinas,opd,1,,,\n", "two.csv")
    with pytest.raises(TargetError) as caught:
        load_targets([one, two], REGIONS)
    places = [(Path(d.file).name, d.row, d.column) for d in caught.value.defects]
    assert places == [
        ("one.csv", 3, "name"),
        ("one.csv", 3, "kind"),
        ("two.csv", 2, "unit_id"),
        ("two.csv", 3, "region"),
    ]
    heard = []
    kept = load_targets([one, two], REGIONS, skip_bad_rows=True, on_defect=heard.append)
    assert [agency.unit_id for agency in kept] == ["a"]
    assert len(heard) == 4


def test_child_of_a_refused_row_stays_without_parent(tmp_path):
    path = write(tmp_path, HEADER + "p,Dinas,odp,61.12,,,\nc,Puskesmas,puskesmas,61.12,,p,\n")
    assert len(lines(path)) == 1
    (kept,) = load_targets([path], REGIONS, skip_bad_rows=True)
    assert kept.parent == ""


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=150)
@given(st.binary(max_size=300))
def test_hostile_bytes_never_raise_anything_else(tmp_path, data):
    for start in (b"", HEADER.encode()):
        path = write(tmp_path, start + data)
        try:
            load_targets([path], REGIONS, skip_bad_rows=True, on_defect=lambda _: None)
        except TargetError as error:
            assert str(error)
