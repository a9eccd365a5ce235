"""Any folder of captured sites can be served, and the servers can run in a process of their own."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from practice_client import addresses, ask, get

from auditor.practice.captured import load_folder
from auditor.practice.server import Practice, spawn, start
from auditor.practice.yamlfile import PracticeError


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("tangkapan")
    site = root / "situs.contoh.go.id"
    (site / "dalam").mkdir(parents=True)
    (site / "index.html").write_bytes(b"<meta charset=windows-1252><a href=dalam>caf\xe9</a>")
    (site / "dalam" / "index.htm").write_text("dalam", encoding="utf-8")
    (site / "berkas sp.pdf").write_bytes(b"%PDF-1.4")
    (site / "tanpa-akhiran").write_text("<!DOCTYPE html><p>x", encoding="utf-8")
    (site / "lihat.php?id=2").write_text("dua", encoding="utf-8")
    (root / "lain.contoh.go.id").mkdir()
    (root / "lain.contoh.go.id" / "mulai.html").write_text("mulai", encoding="utf-8")
    (root / "rahasia.txt").write_text("di luar", encoding="utf-8")
    return root


@pytest.fixture(scope="module")
def served(folder: Path) -> Iterator[Practice]:
    with start(captured=load_folder(folder, {"lain.contoh.go.id": "mulai.html"})) as net:
        yield net


HOME = "https://situs.contoh.go.id"


def test_index_and_declared_charset(served: Practice) -> None:
    reply = get(served, f"{HOME}/")
    assert reply.body.endswith(b"caf\xe9</a>")
    assert reply.headers["content-type"] == "text/html"
    assert get(served, "http://situs.contoh.go.id/").body == reply.body
    assert len(addresses(ask(served, "situs.contoh.go.id"))) == 1


def test_folders_types_and_missing_files(served: Practice) -> None:
    assert get(served, f"{HOME}/dalam").headers["location"] == "/dalam/"
    assert get(served, f"{HOME}/dalam/").text == "dalam"
    assert get(served, f"{HOME}/berkas%20sp.pdf").headers["content-type"] == "application/pdf"
    assert get(served, f"{HOME}/tanpa-akhiran").headers["content-type"] == "text/html"
    assert get(served, f"{HOME}/lihat.php?id=2").text == "dua"
    assert get(served, f"{HOME}/tiada.css").status == 404


def test_start_page_of_its_own(served: Practice) -> None:
    assert get(served, "https://lain.contoh.go.id/").headers["location"] == "/mulai.html"
    assert get(served, "https://lain.contoh.go.id/mulai.html").text == "mulai"


@pytest.mark.parametrize("path", ["/../rahasia.txt", "/..%2Frahasia.txt", "/%2e%2e/rahasia.txt", "/a%00b"])
def test_nothing_outside_the_folder_is_served(served: Practice, path: str) -> None:
    assert get(served, HOME + path).status == 404


def test_a_folder_without_sites_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PracticeError, match="holds no folder"):
        load_folder(tmp_path)
    with pytest.raises(PracticeError, match="no such folder"):
        load_folder(tmp_path / "tiada")


def test_a_process_of_its_own(folder: Path) -> None:
    with spawn(sites=folder) as net:
        assert get(net, f"{HOME}/dalam/", User_Agent="uji").text == "dalam"
        assert [(line.target, line.agent) for line in net.log] == [("/dalam/", "uji")]
        ca_file = net.ca_file
    assert not ca_file.exists()
    with pytest.raises(PracticeError, match="holds no folder"):
        spawn(sites=folder / "situs.contoh.go.id" / "dalam")
