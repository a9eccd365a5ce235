"""The rubrics that borrow limits or weights of official assessments, and what is said of them."""

from __future__ import annotations

import pytest
from fake_region import fake_results

from auditor.models import COMPONENTS, SERVICE_DELIVERY, Finding, Kind, Verdict
from auditor.rubrics.instruments import NAMES, InstrumentError, load_instrument, parse_instrument
from auditor.scoring import available_rubrics, load_rubric, rescore, score

OWN = load_rubric("uu25-2009")


def all_of(verdict: Verdict) -> dict[str, Finding]:
    return {
        code: Finding(component=code, verdict=verdict, confidence=1, reason="specific") for code in COMPONENTS
    }


def test_limits_are_those_of_the_sources() -> None:
    assert [(zone.id, zone.min) for zone in load_rubric("zona-2021").zones] == [
        ("hijau", 81.0),
        ("kuning", 51.0),
        ("merah", 0.0),
    ]
    letters = load_rubric("kategori-2022")
    assert [(zone.id, zone.min) for zone in letters.zones] == [
        ("A", 88.0),
        ("B", 78.0),
        ("C", 54.0),
        ("D", 32.0),
        ("E", 0.0),
    ]
    assert letters.zones_status == "unverified"
    assert all("belum terverifikasi" in zone.title for zone in letters.zones)
    assert OWN.zones_status == "project"


@pytest.mark.parametrize("name", available_rubrics())
def test_every_rubric_says_it_is_no_official_result(name: str) -> None:
    rubric = load_rubric(name)
    assert "bukan nilai Ombudsman" in rubric.note
    assert all(basis.url.startswith("http") and basis.status for basis in rubric.basis)
    assert rubric.excuse("biaya", Kind.PORTAL)


def test_borrowed_limits_leave_the_weights_alone() -> None:
    for name in ("zona-2021", "kategori-2022"):
        assert load_rubric(name).weights == OWN.weights
    found = all_of(Verdict.PARTIAL)
    assert {score(found, Kind.OPD, load_rubric(n)).value for n in ("zona-2021", "kategori-2022")} == {50.0}
    assert score(found, Kind.OPD, load_rubric("zona-2021")).zone == "merah"
    assert score(found, Kind.OPD, load_rubric("kategori-2022")).zone == "D"


def test_pekppp_counts_only_what_is_published() -> None:
    rubric = load_rubric("pekppp-publikasi")
    assert sum(rubric.weights[code] for code in SERVICE_DELIVERY) == pytest.approx(7)
    assert (rubric.weights["maklumat"], rubric.weights["skm"]) == (10, 7)
    assert sum(rubric.weights.values()) == pytest.approx(24)
    found = all_of(Verdict.NOT_FOUND) | {
        "maklumat": Finding(component="maklumat", verdict=Verdict.PUBLISHED, confidence=1, reason="x"),
        "sop": Finding(component="sop", verdict=Verdict.NOT_TESTED, confidence=1, reason="x"),
    }
    result = score(found, Kind.PUSKESMAS, rubric)
    assert result.value == round(100 * 10 / 24, 2)
    assert (result.coverage, result.zone) == (1.0, None)  # sop has no weight here, and no source has limits
    assert next(line for line in result.lines if line.code == "sop").why == "Tidak dinilai oleh rubrik ini."


def test_the_same_crawl_under_each_rubric() -> None:
    for unit in fake_results(30).units:
        assert rescore(unit, OWN) == unit.score
        other = rescore(unit, load_rubric("zona-2021"))
        assert (other.value, other.zone, other.rubric) == (
            unit.score.value,
            unit.score.zone,
            "zona-2021@2026.1",
        )


def test_instruments_as_the_sources_have_them() -> None:
    four = load_instrument("ombudsman-2022")
    assert {d.id: d.weight for d in four.dimensions} == {
        "input": 21.85,
        "proses": 32.37,
        "output": 24.24,
        "pengaduan": 21.54,
    }
    assert sum(d.weight or 0 for d in four.dimensions) == pytest.approx(100)
    assert [d.weight for d in load_instrument("pekppp").dimensions] == [24, 25, 18, 11, 10, 12]
    output = next(d for d in four.dimensions if d.id == "output")
    assert all(i.visible == "no" for i in output.indicators)
    proses = next(d for d in four.dimensions if d.id == "proses")
    assert set(SERVICE_DELIVERY) <= set(proses.indicators[0].components)
    note = load_instrument("ombudsman-2025")
    assert "tidak menyediakan rubrik" in note.note
    assert [d.weight for d in note.dimensions] == [None, None, None, None, 30]
    for name in NAMES:
        instrument = load_instrument(name)
        assert all(url.startswith("http") for url in instrument.sources.values())


@pytest.mark.parametrize(
    ("entry", "says"),
    [
        ('visible = "yes"', "sebut components"),
        ('visible = "no"\ncomponents = ["biaya"]', "sebut components"),
        ('visible = "yes"\ncomponents = ["ongkos"]', "ongkos"),
        ('visible = "maybe"', "maybe"),
    ],
)
def test_a_wrong_instrument_is_refused(entry: str, says: str) -> None:
    text = (
        'id="x"\ntitle="x"\nperiod="x"\ndate="x"\nnote="x"\n[sources]\nA="http://a"\n[[dimensions]]\nid="d"\n'
        'title="d"\nweight_status="x"\nsources=["A"]\n[[dimensions.indicators]]\ntitle="i"\nhow="h"\nwhy="w"\n'
        f'sources=["A"]\n{entry}\n'
    )
    with pytest.raises(InstrumentError, match=says) as caught:
        parse_instrument(text.encode(), "x.toml")
    assert "\n" not in str(caught.value)
    with pytest.raises(InstrumentError, match="tidak ada"):
        load_instrument("ipp")
