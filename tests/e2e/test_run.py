"""One whole run over a part of the practice region: its files, its verdicts, and the same again."""

from __future__ import annotations

import json
import shutil
from pathlib import Path

import jsonschema
import openpyxl
from auditor_command import SUBSET, Ended, Region, auditor, one_line, only, settled

from auditor.practice.labels import write_labels, write_targets
from auditor.practice.region import load_region
from auditor.practice.server import spawn

Run = tuple[Path, Ended]


def test_exit_status_and_terminal(undisturbed: Run) -> None:
    _, ended = undisturbed
    assert ended.status == 3, ended.err  # the dead and the blocked unit could not be assessed
    assert "2 unit belum dapat dinilai" in one_line(ended.err)
    assert "semua" in ended.out
    assert "index.html" in ended.out


def test_results_follow_the_schema_that_auditor_prints(undisturbed: Run) -> None:
    out, _ = undisturbed
    results = json.loads((out / "results.json").read_bytes())
    printed = auditor("schema")
    assert printed.status == 0
    schema = json.loads(printed.out)
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.validate(results, schema)
    assert sorted(unit["unit_id"] for unit in results["units"]) == sorted(SUBSET)
    # A schema that lets everything pass would prove nothing.
    results["units"][0]["site"]["status"] = "sleeping"
    assert not jsonschema.Draft202012Validator(schema).is_valid(results)


def test_reports_are_there(undisturbed: Run) -> None:
    out, _ = undisturbed
    assert {path.stem for path in (out / "unit").glob("*.html")} == set(SUBSET)
    assert "Dinas Sosial" in (out / "index.html").read_text(encoding="utf-8")
    for unit in SUBSET:
        assert unit in (out / "results.csv").read_text(encoding="utf-8-sig")
    book = openpyxl.load_workbook(out / "laporan.xlsx", read_only=True)
    assert any("Dinas Sosial" in str(row) for sheet in book for row in sheet.iter_rows(values_only=True))
    book.close()
    record = json.loads((out / "run.json").read_bytes())
    assert record["info"]["finished_at"] >= record["info"]["started_at"] > ""
    lines = [json.loads(line) for line in (out / "auditor.log").read_text(encoding="utf-8").splitlines()]
    assert {line["level"] for line in lines} <= {"info"}, "something went wrong on the way"
    run, unit = record["info"]["id"], SUBSET[0]
    told = {line["event"] for line in lines if line.get("job") == f"{run}/{unit}"}
    assert {"unit_started", "unit_done", "unit_judged"} <= told, "one id through a unit's whole way"


def test_verdicts_against_the_labels(undisturbed: Run, region: Region, tmp_path: Path) -> None:
    """The bars of the whole region, on its subset; beyond them no claim may be false."""
    out, _ = undisturbed
    ended = auditor("evaluate", region.labels, "--results", out / "results.json", "--out", tmp_path)
    assert ended.status == 0, ended.err
    measured = json.loads((tmp_path / "evaluation.json").read_bytes())
    assert measured["units"] == len(SUBSET)
    assert measured["pairs"] == len(SUBSET) * 22
    for part in ("status", "domain"):
        assert measured["site_right"][part]["hits"] == len(SUBSET), measured["site_wrong"]
    assert measured["precision"]["value"] == 1, measured["disagreements"]
    assert measured["macro_f1"]["value"] >= 0.95, measured["disagreements"]


def test_evidence_comes_from_every_form(undisturbed: Run) -> None:
    out, _ = undisturbed
    results = json.loads((out / "results.json").read_bytes())
    sources = {
        unit["unit_id"]: {item["source"] for part in unit["components"].values() for item in part["evidence"]}
        for unit in results["units"]
    }
    assert "rendered" in sources["dinsos"]
    assert "pdf" in sources["dpupr"]
    assert "pdf" in sources["disnaker"]
    assert {"docx", "xlsx"} <= sources["dlh"]
    assert "external" in sources["pkm-telukkenanga"]
    for unit in results["units"]:
        verdicts = {part["verdict"] for part in unit["components"].values()}
        if unit["unit_id"] in ("kec-rantaubakung", "dpmd"):
            assert verdicts == {"not_tested"}
            assert unit["score"]["value"] is None
        if unit["unit_id"] == "brida":
            assert verdicts <= {"not_found", "not_applicable"}
            assert unit["site"]["status"] == "none"


def test_a_second_run_differs_only_in_times_and_run_id(undisturbed: Run, tmp_path: Path) -> None:
    """Other servers on other ports, the same pages; and a recheck after they are gone: the same bytes."""
    out, _ = undisturbed
    data = load_region()
    targets, regions = write_targets(data, tmp_path)
    labels = write_labels(data, tmp_path)
    again = tmp_path / "again"
    with spawn(time_scale=0.05) as practice:
        other = Region(practice, targets, regions, labels)
        ended = auditor("run", targets, "--out", again, *only(SUBSET), *other.options())
    assert ended.status == 3, ended.err
    assert settled(again) == settled(out)

    before = (again / "results.json").read_bytes()
    moved = tmp_path / "moved"
    shutil.move(again, moved)  # nor does it need the place where it ran
    checked = auditor("recheck", moved)
    assert checked.status == 0, checked.err
    assert checked.err == ""
    assert (moved / "results.json").read_bytes() == before
