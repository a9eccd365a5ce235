"""Templates are compiled once: what is kept gives the same pages, and is noticed when it is out of date."""

from pathlib import Path

import pytest
from fake_region import fake_results
from jinja2 import DictLoader, Environment

from auditor.reporting import html, region_view


@pytest.fixture
def compiled(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The names of templates that were compiled, not taken over."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    names: list[str] = []
    before = Environment.compile

    def told(self: Environment, source: str, name: str, filename: str) -> object:
        names.append(name)
        return before(self, source, name, filename)

    monkeypatch.setattr(Environment, "compile", told)
    return names


def _written(folder: Path) -> dict[str, bytes]:
    html.environment.cache_clear()
    paths = html.write(region_view(fake_results(3), folder), folder)
    return {str(path.relative_to(folder)): path.read_bytes() for path in paths}


def test_pages_are_the_same_with_what_was_kept(compiled: list[str], tmp_path: Path) -> None:
    first = _written(tmp_path / "a")
    once = list(compiled)
    assert {"index.html", "unit.html"} <= set(once)
    assert _written(tmp_path / "b") == first
    assert compiled == once


@pytest.mark.parametrize("part", ["sources_print", "sys.version"])
def test_another_program_or_python_compiles_anew(
    part: str, compiled: list[str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = _written(tmp_path / "a")
    once = list(compiled)
    if part == "sources_print":
        monkeypatch.setattr(html, part, lambda *_: "other sources")
    else:
        monkeypatch.setattr(part, "3.99")
    assert _written(tmp_path / "b") == first
    assert compiled == once * 2


def test_a_changed_template_is_compiled_anew(compiled: list[str], tmp_path: Path) -> None:
    for text in ("satu", "dua"):
        environment = html.environment.__wrapped__()
        environment.loader = DictLoader({"x.html": text})
        assert environment.get_template("x.html").render() == text
    assert compiled == ["x.html"] * 2
