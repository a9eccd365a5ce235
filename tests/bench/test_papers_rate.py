"""The rate of papers is measured on papers that were really made."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

import pytest

from auditor.bench import papers


def test_rates_are_measured(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[str] = []
    exhaust = papers._exhaust

    def counted(paths: Iterable[Path]) -> None:
        told = list(paths)
        made.extend(path.suffix for path in told)
        exhaust(told)

    monkeypatch.setattr(papers, "_exhaust", counted)
    assert papers.main(["--units", "2"]) == 0
    out = capsys.readouterr().out
    assert "dossiers, PDF: " in out and "a minute and core (2 units; goal 1000: " in out
    # two to warm up, two as PDF, two as both; one pack
    assert made.count(".pdf") == 6
    assert made.count(".docx") == 5


def test_no_units_is_wrong_use() -> None:
    with pytest.raises(SystemExit) as stop:
        papers.main(["--units", "0"])
    assert stop.value.code == 2
