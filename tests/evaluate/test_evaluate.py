"""The evaluation: figures by hand, the rules of the labels, and what may not be hidden."""

from __future__ import annotations

import json
from pathlib import Path

import msgspec
import pytest
from fake_region import fake_results
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.evaluate import (
    EvaluationError,
    LabelError,
    UnitLabels,
    baseline,
    evaluate,
    evaluate_verdicts,
    load_labels,
    select,
    to_html,
    to_json,
    to_text,
)
from auditor.evaluate.labels import ComponentLabel
from auditor.evaluate.tables import calibrate
from auditor.models import (
    COMPONENTS,
    Agency,
    Channel,
    ComponentResult,
    DomainClass,
    Duration,
    Evidence,
    Fee,
    Fetch,
    Https,
    Kind,
    Page,
    Problem,
    Results,
    RunInfo,
    Score,
    Site,
    SiteStatus,
    Snapshot,
    Source,
    UnitResult,
    Value,
    Verdict,
)

P, H, N, T = Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.NOT_TESTED


def labels(unit_id: str, verdicts: dict[str, Verdict], **more: object) -> UnitLabels:
    entry = {
        "unit_id": unit_id,
        "labels": {code: {"verdict": v.value} for code, v in verdicts.items()},
        **more,
    }
    return msgspec.convert(entry, UnitLabels)


def result(
    unit_id: str,
    verdicts: dict[str, Verdict],
    values: dict[str, tuple[Value, ...]] | None = None,
    problems: tuple[str, ...] = (),
    confidence: float = 0.9,
) -> UnitResult:
    proof = Evidence(
        url="https://a.example/",
        source=Source.HTML,
        locator="",
        snippet="kutipan kami",
        sha256="",
        fetched_at="",
    )
    return UnitResult(
        unit_id=unit_id,
        name=f"Unit {unit_id}",
        kind=Kind.OPD,
        region="61.12",
        site=Site(status=SiteStatus.ONLINE, domain=DomainClass.GO_ID, https=Https.VALID),
        components={
            code: ComponentResult(
                verdict=verdicts.get(code, N),
                confidence=confidence,
                points=0,
                max_points=0,
                evidence=(proof,) if verdicts.get(code) is P else (),
                values=(values or {}).get(code, ()),
            )
            for code in COMPONENTS
        },
        services=(),
        problems=tuple(Problem(code=code, url="https://a.example/", snippet="x") for code in problems),
        score=Score(value=None, coverage=0, low=0, high=100, zone=None, rubric=""),
    )


def run(*units: UnitResult) -> Results:
    info = RunInfo(id="r", started_at="", finished_at="", rubric="uu25-2009@2026.1", tool_version="0.1.0")
    return Results(run=info, units=units)


def test_figures_by_hand() -> None:
    """biaya: 5 labelled published, 4 of them found, 1 wrongly claimed elsewhere."""
    said = {"a": P, "b": P, "c": P, "d": P, "e": N, "f": P, "g": N, "h": H}
    true = {"a": P, "b": P, "c": P, "d": P, "e": P, "f": N, "g": N, "h": H}
    found = evaluate_verdicts(
        [labels(unit, {"biaya": v}) for unit, v in true.items()],
        {unit: {"biaya": v} for unit, v in said.items()},
    )
    (biaya,) = found.components
    assert (biaya.positives, biaya.counted) == (5, True)
    assert (biaya.precision, biaya.recall, biaya.f1) == (0.8, 0.8, 0.8)
    assert biaya.accuracy == 0.75
    assert biaya.macro_f1_classes == pytest.approx((0.8 + 1 + 0.5) / 3, abs=1e-4)
    # agreement 6/8; chance (5x5 + 1x1 + 2x2)/64
    assert biaya.kappa == pytest.approx((6 / 8 - 30 / 64) / (1 - 30 / 64), abs=1e-4)
    assert biaya.confusion["published"] == {"published": 4, "partial": 0, "not_found": 1, "not_tested": 0}
    assert found.macro_f1.value == 0.8
    assert found.precision.low is not None and found.precision.high is not None
    assert found.precision.low < 0.8 < found.precision.high


def test_macro_f1_counts_only_components_with_four_positives() -> None:
    truth = [labels(str(n), {"biaya": P, "skm": P if n < 3 else N}) for n in range(6)]
    said = {str(n): {"biaya": P, "skm": N} for n in range(6)}
    found = evaluate_verdicts(truth, said)
    assert found.macro_f1.value == 1.0
    assert {part.component: part.counted for part in found.components} == {"biaya": True, "skm": False}
    assert found.recall.value == pytest.approx(6 / 9, abs=1e-4)


def test_not_tested_is_no_pass_and_the_rubrics_excuses_are_left_out() -> None:
    truth = [labels(str(n), {"biaya": P}) for n in range(4)]
    said = {"0": {"biaya": P}, "1": {"biaya": T}, "2": {"biaya": Verdict.NOT_APPLICABLE}, "3": {"biaya": P}}
    found = evaluate_verdicts(truth, said)
    assert (found.pairs, found.excused) == (3, 1)
    assert found.recall.value == pytest.approx(2 / 3, abs=1e-4)
    assert found.precision.value == 1.0


def test_intervals_are_seeded_and_hold_the_figure() -> None:
    truth = [labels(str(n), {"biaya": P if n % 2 else N, "produk": P}) for n in range(12)]
    said = {str(n): {"biaya": P if n % 3 else N, "produk": P if n % 4 else H} for n in range(12)}
    first, again = evaluate_verdicts(truth, said), evaluate_verdicts(truth, said)
    assert first == again
    assert first != evaluate_verdicts(truth, said, seed=1)
    for measure in (first.precision, first.recall, first.macro_f1, first.kappa, first.accuracy):
        assert measure.value is not None and measure.low is not None and measure.high is not None
        assert measure.low <= measure.value <= measure.high


@settings(max_examples=25)
@given(
    st.lists(st.tuples(st.sampled_from([P, H, N]), st.sampled_from([P, H, N, T])), min_size=1, max_size=20)
)
def test_any_tables_give_shares(pairs: list[tuple[Verdict, Verdict]]) -> None:
    truth = [labels(str(n), {"biaya": true}) for n, (true, _) in enumerate(pairs)]
    said = {str(n): {"biaya": v} for n, (_, v) in enumerate(pairs)}
    found = evaluate_verdicts(truth, said)
    for measure in (found.precision, found.recall, found.macro_f1, found.macro_f1_classes, found.accuracy):
        assert measure.value is None or 0 <= measure.value <= 1
    assert found.accuracy.value == pytest.approx(sum(a is b for a, b in pairs) / len(pairs), abs=1e-4)


def test_values_any_one_right_is_a_hit() -> None:
    truth = msgspec.convert(
        {
            "unit_id": "a",
            "labels": {
                "jangka_waktu": {"verdict": "published", "values": ["KTP 3 hari kerja", "KK 5 hari kerja"]},
                "biaya": {
                    "verdict": "published",
                    "values": [{"text": "Rp 5.000", "amount": 5000, "currency": "IDR"}],
                },
                "pengaduan": {
                    "verdict": "published",
                    "channels": [
                        {"kind": "web_form", "value": "x"},
                        {"kind": "suggestion_box"},
                        {"kind": "lapor"},
                    ],
                },
            },
        },
        UnitLabels,
    )
    values: dict[str, tuple[Value, ...]] = {
        "jangka_waktu": (Duration(text="5 hari kerja", min=5, max=5, unit="working_day"),),
        "biaya": (Fee(text="Rp 10.000", amount=10000, currency="IDR"),),
        "pengaduan": (
            Channel(channel="form", value="/x"),
            Channel(channel="in_person", value=""),
            Channel(channel="email", value="a@b"),
        ),
    }
    found = evaluate([truth], run(result("a", {"jangka_waktu": P, "biaya": P, "pengaduan": P}, values)))
    assert found.values["jangka_waktu"].hits == 1
    assert (found.values["biaya"].hits, found.values["biaya"].total) == (0, 1)
    assert (
        found.values["pengaduan: jenis kanal terbaca"].hits,
        found.values["pengaduan: jenis kanal terbaca"].total,
    ) == (2, 3)
    assert (
        found.values["pengaduan: jenis kanal benar"].hits,
        found.values["pengaduan: jenis kanal benar"].total,
    ) == (2, 3)
    assert {miss.component for miss in found.value_misses} == {"biaya", "pengaduan"}


def test_problems_by_the_mapping_and_what_absence_means() -> None:
    passing = labels("a", {}, problems=[{"kind": "hacked_spam"}, {"kind": "admin_page_public"}])
    units = run(result("a", {}, problems=("gambling_spam", "dead_link", "lorem_ipsum")))
    found = evaluate([passing], units)
    assert found.problems["recall"]["hacked_spam"].hits == 1
    assert set(found.problems["precision"]) == {"gambling_spam", "lorem_ipsum"}
    assert found.problems["precision"]["lorem_ipsum"].hits == 0
    assert found.problems_left_out == {"admin_page_public": 1}
    whole = labels("a", {}, problems_complete=True, problems=[{"kind": "gambling_spam"}])
    assert evaluate([whole], units).problems["precision"]["dead_link"].total == 1


def test_the_site_as_a_whole() -> None:
    right = labels("a", {}, site={"status": "online", "domain": "go_id", "https": "valid"})
    wrong = labels("b", {}, site={"status": "hacked", "domain": "go_id"})
    found = evaluate([right, wrong], run(result("a", {}), result("b", {})))
    assert (found.site_right["status"].hits, found.site_right["status"].total) == (1, 2)
    assert found.site_right["https"].total == 1
    assert found.site_wrong == (("b", "status", "hacked", "online"),)


def test_other_hosts_documents_are_partial_offline() -> None:
    likely = msgspec.convert({"verdict": "partial", "online_status": "likely_published"}, ComponentLabel)
    unverified = msgspec.convert({"verdict": "partial", "online_status": "unverified"}, ComponentLabel)
    assert [label.truth(offline=True) for label in (likely, unverified)] == [H, H]
    assert [label.truth(offline=False) for label in (likely, unverified)] == [P, H]


def test_calibration() -> None:
    bins, error = calibrate([(0.95, True)] * 9 + [(0.95, False)] + [(0.5, True), (0.55, False)])
    assert [(b.low, b.count, b.accuracy) for b in bins] == [(0.5, 2, 0.5), (0.9, 10, 0.9)]
    assert error == pytest.approx((10 * 0.05 + 2 * 0.025) / 12, abs=1e-4)
    assert calibrate([]) == ((), None)
    assert calibrate([(1.0, True)])[0][0].high == 1.0


def test_every_disagreement_is_told_with_both_sides_proof() -> None:
    truth = msgspec.convert(
        {
            "unit_id": "a",
            "labels": {
                "biaya": {
                    "verdict": "not_found",
                    "evidence": [{"file": "x.html", "quote": "kutipan orang <b>", "via": "html"}],
                },
                "skm": {"verdict": "not_found"},
            },
        },
        UnitLabels,
    )
    found = evaluate([truth], run(result("a", {"biaya": P})))
    (wrong,) = found.disagreements
    assert (wrong.component, wrong.label, wrong.verdict) == ("biaya", "not_found", "published")
    html = to_html(found, found)
    assert "kutipan orang &lt;b&gt;" in html and "kutipan kami" in html and "<script" not in html
    assert "kutipan kami" in to_text(found) and "pencarian kata" in to_text(found, found)
    tree = json.loads(to_json(found))
    assert tree["disagreements"][0]["label_evidence"][0]["quote"] == "kutipan orang <b>"
    assert tree["components"][0]["component"] == "biaya"


def test_a_labelled_unit_that_was_not_audited_is_named() -> None:
    found = evaluate([labels("a", {"skm": N}), labels("z", {"skm": N})], run(result("a", {})))
    assert found.missing == ("z",)
    assert "z" in to_text(found)
    with pytest.raises(EvaluationError, match="unit_id"):
        evaluate([labels("z", {"skm": N})], run(result("a", {})))


def test_a_whole_region() -> None:
    results = fake_results(30)
    truth = [labels(u.unit_id, {c: f.verdict for c, f in u.components.items()}) for u in results.units]
    found = evaluate(truth, results)
    assert found.macro_f1.value == found.accuracy.value == found.kappa.value == 1.0
    assert found.disagreements == ()


def test_the_kept_away_third_is_chosen_by_hash() -> None:
    many = [labels(f"unit-{n}", {}) for n in range(90)]
    kept, open_ = select(many, "kept_away"), select(many, "open")
    assert len(kept) + len(open_) == len(select(many, "all")) == 90
    assert 15 < len(kept) < 45
    assert not {site.unit_id for site in kept} & {site.unit_id for site in open_}


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("sites: [{unit_id: a, labels: {harga: {verdict: published}}}]", "a: komponen tak dikenal: harga"),
        ("sites: [{unit_id: a, labels: {skm: {verdict: absent}}}]", "a: skm: verdict 'absent'"),
        ("sites: [{labels: {}}]", "unit_id"),
        ("sites: [{unit_id: a, labels: {}}, {unit_id: a, labels: {}}]", "dua kali"),
        ("sites: [", "YAML"),
        ("", "object"),
    ],
)
def test_a_wrong_label_file_is_one_clear_line(tmp_path: Path, text: str, says: str) -> None:
    path = tmp_path / "labels.yaml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(LabelError, match=says) as caught:
        load_labels(path)
    assert str(caught.value).startswith(str(path)) and "\n" not in str(caught.value)
    with pytest.raises(LabelError, match="tidak dapat dibaca"):
        load_labels(tmp_path / "none.yaml")


def test_the_baseline_is_a_keyword_search() -> None:
    def page(text: str, source: Source = Source.HTML) -> Page:
        fetch = Fetch(
            url="https://a.example/",
            requested_url="",
            status=200,
            content_type="",
            sha256="",
            fetched_at="",
            offset=0,
        )
        return Page(fetch=fetch, source=source, title="", text=text)

    agency = Agency(unit_id="a", name="A", kind=Kind.OPD, region="61.12")
    shot = Snapshot(agency=agency, pages=(page("Beranda  Standar\nPelayanan"), page("maklumat", Source.PDF)))
    said = baseline(shot)
    assert list(said) == list(COMPONENTS)
    assert said["standar_pelayanan"] is P
    assert said["maklumat"] is N  # a search box does not see into documents
    assert said["sop"] is N
    assert set(baseline(Snapshot(agency=agency, reached=False)).values()) == {T}
