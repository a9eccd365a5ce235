"""Rubric files: what stops the run, and the line the user reads."""

from __future__ import annotations

from importlib import resources
from pathlib import Path

import pytest

from auditor.models import COMPONENTS, SERVICE_DELIVERY, Kind, Verdict
from auditor.scoring import RubricError, available_rubrics, load_rubric, parse_rubric

TEXT = resources.files("auditor").joinpath("rubrics", "uu25-2009.toml").read_text("utf-8")


def test_the_rubric_names_its_law_and_owns_its_weights() -> None:
    rubric = load_rubric("uu25-2009")
    assert set(rubric.weights) == set(COMPONENTS)
    assert sum(rubric.weights[code] for code in SERVICE_DELIVERY) > sum(rubric.weights.values()) / 2
    assert "bukan nilai Ombudsman" in rubric.note
    assert "milik proyek" in rubric.weights_note
    assert "milik proyek" in rubric.zones_note
    assert any("Pasal 21" in basis.rule for basis in rubric.basis)
    assert all(basis.url.startswith("http") and basis.status for basis in rubric.basis)
    assert rubric.values[Verdict.PARTIAL] == 0.5
    assert rubric.excuse("biaya", Kind.PORTAL)
    assert not rubric.excuse("biaya", Kind.PUSKESMAS)


def test_name_version_and_path(tmp_path: Path) -> None:
    assert available_rubrics() == ("kategori-2022", "pekppp-publikasi", "uu25-2009", "zona-2021")
    rubric = load_rubric("uu25-2009@2026.1")
    assert rubric.full_id == "uu25-2009@2026.1"
    copy = tmp_path / "own.toml"
    copy.write_text(TEXT.replace('version = "2026.1"', 'version = "9"'), encoding="utf-8")
    assert load_rubric(str(copy)).full_id == "uu25-2009@9"
    with pytest.raises(RubricError, match=r"versi yang ada 2026\.1"):
        load_rubric("uu25-2009@1999")


def test_unknown_rubric_lists_those_that_exist() -> None:
    with pytest.raises(RubricError, match="'ombudsman' tidak ada; yang ada: kategori-2022, pekppp"):
        load_rubric("ombudsman")


@pytest.mark.parametrize(
    ("old", "new", "says"),
    [
        ("sop = 3\n", "sop = 2\nharga = 1\n", "komponen tak dikenal: harga"),
        ("sop = 3\n", "", "komponen belum ada: sop"),
        ("sop = 3\n", "sop = -3\n", "sop = -3"),
        ("sop = 3\n", "sop = nan\n", "sop = nan"),
        ("sop = 3\n", 'sop = "tiga"\n', r"Expected `float`, got `str` - at `\$.weights"),
        ("sop = 3\n", "sop = 4\n", "jumlah bobot 101"),
        ('id = "uu25-2009"', 'base = "umum@1"\nid = "x"', "base = 'umum' tidak ada"),
        ('id = "uu25-2009"', 'base = "uu25-2009@1"\nid = "x"', "base = 'uu25-2009@1' tidak cocok"),
        ("minimum_coverage = 0.7", "minimum_coverge = 0.7", "minimum_coverge|minimum_coverage"),
        ("minimum_coverage = 0.7", "minimum_coverage = 0", "minimum_coverage"),
        ("partial = 0.5", "partial = 1.5", r"\[values\]"),
        ("min = 81.0", "min = 41.0", r"\[\[zones\]\]"),
        ('kind = "portal"', 'kind = "bank"', "bank"),
        ('"persyaratan", "prosedur", "jangka_waktu"', '"persyaratan", "ongkos"', "ongkos"),
        ('id = "uu25-2009"', "id = ", "tidak terbaca"),
    ],
)
def test_a_wrong_file_stops_with_file_and_entry(old: str, new: str, says: str) -> None:
    assert old in TEXT
    with pytest.raises(RubricError, match=says) as caught:
        parse_rubric(TEXT.replace(old, new, 1).encode(), "own.toml")
    assert str(caught.value).startswith("own.toml: ")
    assert "\n" not in str(caught.value)
