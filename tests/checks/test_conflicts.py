"""Values that contradict each other, profiles of another office, and what only seems to be so."""

from __future__ import annotations

from typing import Any

import pytest
from case_files import snapshot_of

from auditor.checks import REGISTRY, conflicts, services
from auditor.models import Verdict

NAME = "Surat Keterangan Usaha"


def rows(page: str, *told: tuple[str, str]) -> dict[str, Any]:
    sections = [{"label": label, "body": body, "kind": "row", "service": NAME} for label, body in told]
    return {"url": f"https://unit.example/{page}", "title": NAME, "sections": sections}


def found(*pages: dict[str, Any]) -> list[tuple[str, str]]:
    gathered = services.gather(snapshot_of({"pages": list(pages)}))
    return [(problem.url, problem.snippet) for problem in conflicts.find(gathered)]


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [("Jangka waktu", "3 hari kerja", "10 hari kerja"), ("Biaya", "Gratis", "Rp 25.000")],
)
def test_two_pages_that_exclude_each_other(label: str, first: str, second: str) -> None:
    ((url, snippet),) = found(rows("a", (label, first)), rows("b", (label, second)))
    assert url == "https://unit.example/b"
    assert NAME in snippet
    assert first in snippet
    assert second in snippet


@pytest.mark.parametrize(
    ("label", "first", "second"),
    [
        ("Jangka waktu", "1 hari", "1-2 hari kerja"),
        ("Jangka waktu", "60 menit", "1 jam"),
        ("Biaya", "Gratis", "Tidak dipungut biaya"),
        ("Biaya", "Rp 25.000", "Rp 25.000,-"),
    ],
)
def test_other_words_for_the_same(label: str, first: str, second: str) -> None:
    assert found(rows("a", (label, first)), rows("b", (label, second))) == []


def test_a_page_that_tells_cases_contradicts_nobody() -> None:
    cases = rows("b", ("Jangka waktu", "5 hari kerja"), ("Jangka waktu", "14 hari kerja"))
    assert found(rows("a", ("Jangka waktu", "1 hari kerja")), cases) == []
    assert found(cases) == []


@pytest.mark.parametrize(
    ("agency", "kind", "sections", "codes"),
    [
        (
            "Kecamatan Umpama",
            "kecamatan",
            [
                {
                    "label": "Tugas Pokok",
                    "body": "Dinas Sosial Kabupaten Contoh mempunyai tugas melaksanakan urusan sosial.",
                }
            ],
            ["mismatch"],
        ),
        (
            "Dinas Sosial Kabupaten Andai",
            "opd",
            [{"label": "Visi Kabupaten Andai", "body": "Terwujudnya Andai yang maju dan sejahtera."}],
            [],
        ),
    ],
    ids=["another office", "the region's vision"],
)
def test_a_profile_of_another_office(
    agency: str, kind: str, sections: list[dict[str, Any]], codes: list[str]
) -> None:
    told = snapshot_of({"agency": agency, "kind": kind, "sections": sections})
    finding = REGISTRY["profil"].run(told)
    assert finding.verdict is Verdict.PARTIAL
    assert [problem.code for problem in conflicts.of_profile(finding)] == codes


def hours(*pages: list[dict[str, Any]]) -> list[tuple[str, str]]:
    """Each page given by its sections."""
    told = [{"url": f"https://unit.example/{at}", "sections": page} for at, page in enumerate(pages)]
    return [(problem.url, problem.snippet) for problem in conflicts.of_hours(snapshot_of({"pages": told}))]


def office(body: str, label: str = "Jam Pelayanan", **more: str) -> list[dict[str, Any]]:
    return [{"label": label, "body": body, **more}]


@pytest.mark.parametrize(
    "other",
    [
        office("Senin - Jumat 08.00 - 16.00"),
        office("Sen-Kam: 08:00 - 15:30 WIB", "Jam Operasional", zone="footer"),
        [{"body": "Kantor buka Rabu sampai Kamis pukul 09.00 - 15.00"}],
    ],
)
def test_opening_hours_that_exclude_each_other(other: list[dict[str, Any]]) -> None:
    ((url, snippet),) = hours(office("Senin - Kamis 08.00 - 15.00"), other)
    assert url == "https://unit.example/1"
    assert "08.00 - 15.00" in snippet


@pytest.mark.parametrize(
    "other",
    [
        office("Senin - Kamis 8:00 - 15:00 WIB"),
        office("Jumat 08.00 - 11.00"),
        office("Senin - Kamis 08.00 - 11.00", "Loket Pendaftaran"),
        office("Senin - Kamis 07.30 - 16.00", "Jam Kerja"),
        office("Senin - Kamis 08.00 - 14.00", "Jam Pelayanan Selama Ramadan"),
        office("Senin - Kamis 08.00 - 12.00 dan 13.00 - 15.30"),
        office("Senin - Kamis 08.00 - 11.00\nSenin - Kamis 13.00 - 15.00"),
        office("Senin - Jumat"),
        office("Senin - Kamis 08.00 - 11.30", "Pelayanan Legalisir"),
        office("Senin - Kamis 08.00 - 11.30", "Jam Layanan Pernikahan"),
        office("Senin - Kamis 08.00 - 11.30", service="Kartu Keluarga"),
    ],
    ids=[
        "same",
        "other days",
        "counter",
        "staff",
        "season",
        "break",
        "cases",
        "no hours",
        "service",
        "of one",
        "row",
    ],
)
def test_hours_that_agree_or_are_of_something_else(other: list[dict[str, Any]]) -> None:
    assert hours(office("Senin - Kamis 08.00 - 15.00"), other) == []
