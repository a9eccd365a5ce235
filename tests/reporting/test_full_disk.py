"""A disk that takes no more: the writer says so once, and Python says nothing of it afterwards."""

from __future__ import annotations

import gc
import sys
from pathlib import Path

import pytest

from auditor.reporting.sheets import Book


@pytest.mark.parametrize("lean", [False, True])
def test_a_workbook_on_a_full_disk(lean: bool, monkeypatch: pytest.MonkeyPatch) -> None:
    said: list[object] = []
    monkeypatch.setattr(sys, "unraisablehook", said.append)
    book = Book(Path("/dev/full"), lean=lean, created="2026-11-23T00:00:00Z", title="x")
    sheet = book.sheet("Unit", wide=False)
    for row in range(2000):
        sheet.write_string(row, 0, f"Dinas {row * 7919 % 1000}")
    with pytest.raises(OSError, match="No space left"):
        book.close()
    del book, sheet
    gc.collect()
    assert not said
