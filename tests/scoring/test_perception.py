"""SKM results of a region: what is taken, and the line that says why a file is refused."""

from __future__ import annotations

from pathlib import Path

import pytest

from auditor.perception import ELEMENTS, PerceptionError, element_titles, latest, load_skm

HEAD = "unit_id,period,value,U1,U2,U3,U4,U5,U6,U7,U8,U9"


def write(folder: Path, *rows: str, head: str = HEAD) -> Path:
    path = folder / "skm.csv"
    path.write_text("\n".join([head, *rows]) + "\n", encoding="utf-8")
    return path


def test_surveys_with_their_source_and_grade(tmp_path: Path) -> None:
    path = write(
        tmp_path,
        "dinkes,2025,82.5,3.3,3.3,3.3,3.3,3.3,3.3,3.3,3.3,3.3,Laporan SKM 2025",
        "dinkes,2026-S1,88.31,,,,,,,,,,",
        head=HEAD + ",source",
    )
    old, new = load_skm(path, {"dinkes"})
    assert (old.grade, old.source, old.elements) == ("B", "Laporan SKM 2025", (3.3,) * 9)
    assert (new.grade, new.source, new.elements) == ("A", "skm.csv", ())
    assert latest([old, new]) == {"dinkes": new} == latest([new, old])
    assert tuple(element_titles()) == ELEMENTS


def test_a_spreadsheet_with_semicolons_commas_and_converted_elements(tmp_path: Path) -> None:
    path = write(
        tmp_path, "dinkes;2026;82,5;82,5;82,5;82,5;82,5;82,5;82,5;82,5;82,5;82,5", head=HEAD.replace(",", ";")
    )
    assert load_skm(path)[0].elements == pytest.approx((3.3,) * 9)


@pytest.mark.parametrize(
    ("row", "says"),
    [
        ("dinas,2026,82,,,,,,,,,", "baris 2: unit_id 'dinas'"),
        ("dinkes,26,82,,,,,,,,,", "baris 2: kolom period '26'"),
        ("dinkes,2026,24.9,,,,,,,,,", "baris 2: kolom value 24.9"),
        ("dinkes,2026,baik,,,,,,,,,", "kolom value 'baik' bukan angka"),
        ("dinkes,2026,=1+1,,,,,,,,,", "bukan angka"),
        ("dinkes,2026,82,3,3,3,3,3,3,3,3,", "kolom U9 kosong"),
        ("dinkes,2026,82,3,3,3,3,3,3,3,3,9", "kolom U9 9"),
        ("dinkes,2026,95,3,3,3,3,3,3,3,3,3", "tidak sesuai unsurnya"),
        ("dinkes,2026,82", "3 sel, seharusnya 12"),
    ],
)
def test_a_wrong_row_is_named(tmp_path: Path, row: str, says: str) -> None:
    with pytest.raises(PerceptionError) as caught:
        load_skm(write(tmp_path, row), {"dinkes"})
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_a_wrong_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(PerceptionError, match="kolom U9 tidak ada"):
        load_skm(write(tmp_path, head=HEAD.removesuffix(",U9")))
    with pytest.raises(PerceptionError, match="sudah ada di atas"):
        load_skm(write(tmp_path, "a,2026,82,,,,,,,,,", "a,2026,83,,,,,,,,,"))
    with pytest.raises(PerceptionError, match="tidak terbaca"):
        load_skm(tmp_path / "tiada.csv")
    (tmp_path / "lain.csv").write_bytes(HEAD.encode("utf-16"))
    with pytest.raises(PerceptionError, match="bukan UTF-8"):
        load_skm(tmp_path / "lain.csv")
