"""One child for many documents: the same answers as a child for each, whatever happens to it."""

from __future__ import annotations

import ctypes.util
import os
import signal
import threading
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import fpdf
import pytest
from PIL import Image, ImageDraw

from auditor.extract import ReadOptions, tesseract, tesseract_child
from auditor.extract.child import Child

MEMORY = 2 * 1024**3
PDF = "auditor.extract.pdf_child"
TEXT = {"mode": "text", "pages": 5}


def _pdf(words: str) -> bytes:
    pdf = fpdf.FPDF()
    pdf.set_font("helvetica", size=11)
    pdf.add_page()
    pdf.cell(0, 8, words)
    return bytes(pdf.output())


def _words(answer: dict[str, Any]) -> list[str]:
    return [piece[0] for page in answer["pages"] for piece in page["pieces"]]


@pytest.fixture
def worker() -> Iterator[Child]:
    made = Child(PDF, documents=100, grace=0.3)
    yield made
    made.close()


def _pid(worker: Child) -> int | None:
    child = worker._child
    return None if child is None else child.pid


def test_one_child_reads_many(worker: Child) -> None:
    assert _words(worker.ask(_pdf("Persyaratan"), TEXT, 30, MEMORY)) == ["Persyaratan"]
    first = _pid(worker)
    assert _words(worker.ask(_pdf("Biaya"), TEXT, 30, MEMORY)) == ["Biaya"]
    images = worker.ask(_pdf("Waktu"), {"mode": "render", "wanted": [0]}, 30, MEMORY)["images"]
    assert list(images) == ["0"]
    assert _pid(worker) == first is not None


def test_a_broken_document_takes_nothing_from_the_next(worker: Child) -> None:
    assert worker.ask(b"%PDF-1.4 nonsense", TEXT, 30, MEMORY)["error"] == "broken"
    assert _words(worker.ask(_pdf("Biaya"), TEXT, 30, MEMORY)) == ["Biaya"]


def test_a_child_that_died_meanwhile_is_replaced(worker: Child) -> None:
    worker.ask(_pdf("Biaya"), TEXT, 30, MEMORY)
    first = _pid(worker)
    assert first is not None
    os.kill(first, signal.SIGKILL)
    assert _words(worker.ask(_pdf("Waktu"), TEXT, 30, MEMORY)) == ["Waktu"]
    assert _pid(worker) != first


def test_time_is_capped_by_the_clock_and_the_next_is_read(worker: Child) -> None:
    worker.ask(_pdf("Biaya"), TEXT, 30, MEMORY)
    stuck = _pid(worker)
    assert stuck is not None
    os.kill(stuck, signal.SIGSTOP)
    assert worker.ask(_pdf("Waktu"), TEXT, 0.2, MEMORY) == {"error": "timeout"}
    assert _words(worker.ask(_pdf("Waktu"), TEXT, 30, MEMORY)) == ["Waktu"]


def test_memory_is_capped_for_each_document(worker: Child) -> None:
    worker.ask(_pdf("Biaya"), TEXT, 30, MEMORY)
    sheet = {"mode": "render", "wanted": [0]}  # needs a few megabytes more
    assert worker.ask(_pdf("Biaya"), sheet, 30, 1024**2)["error"] in {"memory", "broken"}
    assert _words(worker.ask(_pdf("Waktu"), TEXT, 30, MEMORY)) == ["Waktu"]


def test_a_child_is_replaced_after_its_share() -> None:
    worker = Child(PDF, documents=2)
    worker.ask(_pdf("a"), TEXT, 30, MEMORY)
    assert _pid(worker) is not None
    worker.ask(_pdf("b"), TEXT, 30, MEMORY)
    assert _pid(worker) is None


def test_threads_do_not_mix_their_answers(worker: Child) -> None:
    seen: dict[str, list[str]] = {}

    def read(words: str) -> None:
        seen[words] = _words(worker.ask(_pdf(words), TEXT, 30, MEMORY))

    threads = [threading.Thread(target=read, args=(f"kata{number}",)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert seen == {f"kata{number}": [f"kata{number}"] for number in range(4)}


@pytest.mark.skipif(not tesseract.available(), reason="needs Tesseract")
def test_a_picture_that_takes_too_long_or_kills_tesseract_takes_nothing_from_the_next(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    pictures = Child("auditor.extract.tesseract_child", documents=100, grace=0.3)
    monkeypatch.setattr(tesseract, "PICTURES", pictures)
    sheet = Image.new("L", (420, 90), 255)
    ImageDraw.Draw(sheet).text((20, 20), "Persyaratan 27", fill=0, font_size=40)

    def words(seconds: float = 30) -> list[str] | str:
        found = tesseract.look(sheet, ReadOptions(ocr_seconds=seconds), tesseract.BLOCK)
        return found if isinstance(found, str) else [word.text for word in found]

    assert words() == words() == ["Persyaratan", "27"]
    for blow in (signal.SIGSTOP, signal.SIGKILL):
        child = _pid(pictures)
        assert child is not None
        os.kill(child, blow)
        assert words(0.2) == "ocr_timeout" if blow == signal.SIGSTOP else ["Persyaratan", "27"]
        assert words() == ["Persyaratan", "27"]
    pictures.close()


@pytest.mark.skipif(not tesseract.available(), reason="needs Tesseract")
@pytest.mark.skipif(not Path("/proc/self/maps").exists(), reason="asks Linux where a library was loaded from")
def test_a_library_the_system_does_not_find_is_taken_from_beside_the_program(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As Homebrew keeps it: the program on the PATH, its library where the system does not look."""
    tesseract_child._loaded()
    mapped = Path("/proc/self/maps").read_text().split()
    real = next(place for place in mapped if "/libtesseract" in place)
    program = tmp_path / "bin" / "tesseract"
    program.parent.mkdir()
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(program.parent))
    monkeypatch.setattr(ctypes.util, "find_library", lambda name: f"lib{name}-not-there.so")
    with pytest.raises(OSError, match="libtesseract"):
        tesseract_child._loaded()
    beside = tmp_path / "lib" / "libtesseract.so.5"
    beside.parent.mkdir()
    beside.symlink_to(real)
    library = tesseract_child._loaded()
    assert library._name == str(beside)
    assert library.TessBaseAPICreate
