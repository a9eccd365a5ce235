"""A person's look becomes labels; proposals nobody confirmed count for nothing."""

from __future__ import annotations

import io
import sys
from pathlib import Path
from typing import Any

import pytest
import yaml
from rich.console import Console
from typer.testing import CliRunner

from auditor.checks import REGISTRY
from auditor.cli import app
from auditor.errors import AuditorError
from auditor.evaluate import EvaluationError, LabelError, evaluate, load_labels
from auditor.jobs.folder import RunFolder
from auditor.jobs.label import Labelling, judged_unit, open_labels
from auditor.jobs.label_ask import ask
from auditor.jobs.label_case import cases
from auditor.jobs.measure import measure
from auditor.models import COMPONENTS, Verdict

sys.path.insert(0, str(Path(__file__).parent.parent / "checks"))
from case_files import snapshot_of


def opened(run: Path, path: Path) -> Labelling:
    return open_labels(path, judged_unit(run, "pkm-uji"))


def set_verdicts(path: Path, verdicts: dict[str, str], **more: Any) -> None:
    """What a person does in a text editor."""
    data = yaml.safe_load(path.read_text("utf-8"))
    for code, verdict in verdicts.items():
        data["sites"][0]["labels"][code]["verdict"] = verdict
        data["sites"][0]["labels"][code].update(more.get(code, {}))
    path.write_text(yaml.safe_dump(data, allow_unicode=True, sort_keys=False), encoding="utf-8")


def test_proposals_hold_the_tools_evidence_and_an_empty_verdict(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    text = path.read_text("utf-8")
    entry = yaml.safe_load(text)["sites"][0]
    assert (entry["unit_id"], entry["host"], entry["kind"]) == ("pkm-uji", "pkm.example", "puskesmas")
    assert list(entry["labels"]) == list(COMPONENTS)
    assert all(label["verdict"] is None for label in entry["labels"].values())
    fee = entry["labels"]["biaya"]
    assert fee["proposal"]["verdict"] == "published"
    assert "15.000" in fee["evidence"][0]["quote"]
    assert fee["evidence"][0]["url"] == "http://pkm.example/layanan"
    assert [value["amount"] for value in fee["values"]] == [15000.0]
    assert entry["labels"]["pengaduan"]["channels"] == [{"kind": "whatsapp", "value": "+6281234567890"}]
    assert text.count("verdict:   # <- ISI") == len(COMPONENTS)
    assert "status:   # <- ISI" in text


def test_unconfirmed_proposals_never_count(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    assert load_labels(path) == ()
    with pytest.raises(EvaluationError):
        evaluate(load_labels(path), RunFolder(finished_run).read_results())
    with pytest.raises(AuditorError, match="ditetapkan orang"):
        measure(path, RunFolder(finished_run).results_path, part="all", baseline=False, out=None)
    set_verdicts(path, {"biaya": "published", "maklumat": "not_found"})
    (site,) = load_labels(path)
    assert set(site.labels) == {"biaya", "maklumat"}
    assert site.site is None
    assert site.problems == []
    measured = evaluate([site], RunFolder(finished_run).read_results())
    assert measured.pairs == 2
    assert not measured.site_right


def test_a_misspelt_verdict_is_a_mistake_not_a_proposal(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    set_verdicts(path, {"biaya": "terbit"})
    with pytest.raises(LabelError, match="biaya"):
        load_labels(path)
    with pytest.raises(LabelError):
        opened(finished_run, path)


def test_what_a_person_decided_stays(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    set_verdicts(path, {"biaya": "partial"}, biaya={"notes": "hanya lewat telepon"})
    again = opened(finished_run, path)
    again.write(person="N.N.")
    label = yaml.safe_load(path.read_text("utf-8"))["sites"][0]["labels"]["biaya"]
    assert (label["verdict"], label["notes"], label["person"]) == ("partial", "hanya lewat telepon", "N.N.")
    assert label["date"].startswith("20")
    assert again.settled == 1
    others = [code for code in COMPONENTS if code != "biaya"]
    labels = yaml.safe_load(path.read_text("utf-8"))["sites"][0]["labels"]
    assert all(labels[code]["verdict"] is None and not labels[code]["person"] for code in others)


def test_other_units_and_unknown_keys_of_the_file_stay(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    other = {"unit_id": "lain", "labels": {"sop": {"verdict": "partial"}}, "traps": ["spm"]}
    path.write_text(yaml.safe_dump({"sites": [other]}), encoding="utf-8")
    opened(finished_run, path).write()
    assert yaml.safe_load(path.read_text("utf-8"))["sites"][0] == other
    assert [site.unit_id for site in load_labels(path)] == ["lain"]


def test_asking_at_the_terminal(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    found = opened(finished_run, path)
    shown = io.StringIO()
    answers = io.StringIO("p\nt\nsalah baca\nl\n")
    only = ("biaya", "persyaratan", "pengaduan")
    ask(found.entry, Console(file=shown, width=100), only, person="N.N.", stream=answers)
    found.write()
    labels = load_labels(path)[0].labels
    # Components are asked in their own order: persyaratan, biaya, pengaduan.
    assert labels["persyaratan"].verdict is Verdict.PUBLISHED
    assert labels["persyaratan"].evidence
    assert labels["biaya"].verdict is Verdict.NOT_FOUND
    assert labels["biaya"].evidence == []
    assert labels["biaya"].values == []
    assert "pengaduan" not in labels
    assert "15.000" in shown.getvalue()
    raw = yaml.safe_load(path.read_text("utf-8"))["sites"][0]["labels"]
    assert raw["biaya"]["notes"] == "salah baca"
    assert raw["biaya"]["person"] == "N.N."


def test_answers_given_before_the_input_ends_are_kept(finished_run: Path, tmp_path: Path) -> None:
    found = opened(finished_run, tmp_path / "labels.yaml")
    ask(found.entry, Console(file=io.StringIO()), stream=io.StringIO("p\n"))
    assert found.settled == 1


def test_a_correction_becomes_a_case_that_shows_the_misjudgement(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    missed = {"evidence": [{"url": "http://pkm.example/layanan", "quote": "selesai dalam waktu yang wajar"}]}
    set_verdicts(
        path,
        {"biaya": "not_found", "jangka_waktu": "partial", "persyaratan": "published"},
        jangka_waktu=missed,
    )
    unit = judged_unit(finished_run, "pkm-uji")
    text = cases(finished_run, opened(finished_run, path).entry, unit)
    assert "pkm.example" not in text
    documents = list(yaml.safe_load_all(text))
    assert [document["check"] for document in documents] == ["jangka_waktu", "biaya"]
    for document in documents:
        code = document.pop("check")
        ((_, case),) = document.items()
        said = REGISTRY[code].run(snapshot_of(case)).verdict
        assert said is unit.components[code].verdict
        assert said.value != case["verdict"]


def test_a_correction_without_a_place_says_what_is_missing(finished_run: Path, tmp_path: Path) -> None:
    path = tmp_path / "labels.yaml"
    opened(finished_run, path).write()
    set_verdicts(path, {"maklumat": "published"})
    text = cases(finished_run, opened(finished_run, path).entry, judged_unit(finished_run, "pkm-uji"))
    assert text.startswith("# maklumat:")
    assert yaml.safe_load(text) is None


def test_command_line(finished_run: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "label" / "labels.yaml"
    runner = CliRunner()
    said = runner.invoke(app, ["label", str(finished_run), "pkm-uji", "--out", str(path)])
    assert said.exit_code == 0
    assert f"0 komponen ditetapkan, {len(COMPONENTS)} masih usulan" in said.output
    editor = tmp_path / "editor.py"
    editor.write_text(
        "import pathlib, sys\np = pathlib.Path(sys.argv[1])\n"
        "t = p.read_text('utf-8')\nhead, _, tail = t.partition('    biaya:\\n')\n"
        "tail = tail.replace('verdict:   # <- ISI', 'verdict: published', 1)\n"
        "p.write_text(head + '    biaya:\\n' + tail, 'utf-8')\n",
        encoding="utf-8",
    )
    monkeypatch.delenv("VISUAL", raising=False)
    monkeypatch.setenv("EDITOR", f"{sys.executable} {editor}")
    said = runner.invoke(app, ["label", str(finished_run), "pkm-uji", "--out", str(path), "--edit"])
    assert said.exit_code == 0, said.output
    assert "1 komponen ditetapkan" in said.output
    assert list(load_labels(path)[0].labels) == ["biaya"]
    said = runner.invoke(app, ["label", str(finished_run), "pkm-uji", "--out", str(path), "--as-case"])
    assert said.output.startswith("# Tidak ada")


def test_mistakes_are_told(finished_run: Path, tmp_path: Path) -> None:
    with pytest.raises(AuditorError, match="pkm-uji"):
        judged_unit(finished_run, "tidak-ada")
    with pytest.raises(AuditorError, match="biayaa"):
        open_labels(tmp_path / "labels.yaml", judged_unit(finished_run, "pkm-uji"), ["biayaa"])
    with pytest.raises(AuditorError, match=r"tidak terbaca"):
        judged_unit(tmp_path, "pkm-uji")
