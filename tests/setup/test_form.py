"""A compiled build runs only while it fits its sources; an old one never runs in their place."""

import hashlib
import os
import subprocess
import sys
from importlib.machinery import EXTENSION_SUFFIXES
from pathlib import Path

import pytest

from auditor import cli, form

ROOT = Path(__file__).parents[2]
LOADER = f"hot{EXTENSION_SUFFIXES[0]}"
ASK = """
import sys
from importlib.util import find_spec
from pathlib import Path
from auditor.form import LIBRARY, choose
found = choose(Path("unit").resolve())
sys.path.insert(0, "")
hot, library = find_spec("unit.hot"), find_spec(LIBRARY)
print(found, Path(hot.origin).name, library is not None and Path(library.origin).parent.name == "unit")
print(found.remark)
"""


@pytest.fixture
def package(tmp_path, monkeypatch):
    """A package with one compiled module, as a build leaves it; Python itself would take the loader first."""
    monkeypatch.delenv("AUDITOR_PURE", raising=False)  # make test sets it
    folder = tmp_path / "unit"
    folder.mkdir()
    (folder / "__init__.py").touch()
    source = folder / "hot.py"
    source.write_text("told = 1\n")
    (folder / LOADER).touch()
    (folder / f"{form.LIBRARY}{EXTENSION_SUFFIXES[0]}").touch()
    (folder / form.SUMS).write_text(f"{hashlib.sha256(source.read_bytes()).hexdigest()}  hot.py\n")
    return folder


def chosen(package, **environment):
    """What a new process would run: form, file of the module, whether its library is found; the remark."""
    environment = {k: v for k, v in os.environ.items() if k != "AUDITOR_PURE"} | environment
    done = subprocess.run(
        [sys.executable, "-c", ASK],
        check=False,
        cwd=package.parent,
        env=environment | {"PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert done.returncode == 0, done.stderr
    told, remark = done.stdout.splitlines()
    return told, remark


def test_a_build_that_fits_its_sources_runs(package):
    assert chosen(package) == (f"compiled {LOADER} True", "")


def test_a_changed_source_runs_itself_and_is_named(package):
    (package / "hot.py").write_text("told = 2\n")
    told, remark = chosen(package)
    assert told == "pure hot.py False"
    assert "hot.py" in remark and "make compiled" in remark and "make pure" in remark


def test_a_source_that_is_gone_counts_as_changed(package):
    (package / "hot.py").unlink()
    assert "hot.py" in form.choose(package).remark


def test_pure_python_can_be_chosen(package):
    assert chosen(package, AUDITOR_PURE="1") == ("pure hot.py False", "")


def test_a_build_that_was_broken_off_does_not_run(package):
    """``setup.py`` begins with sums that nothing fits."""
    (package / form.SUMS).write_text("-  hot.py\n")
    assert chosen(package)[0] == "pure hot.py False"


def test_without_sums_the_library_is_not_found(package):
    (package / form.SUMS).unlink()
    assert chosen(package) == (f"pure {LOADER} False", "")


def test_a_build_for_another_python_is_passed_over(package):
    (package / f"{form.LIBRARY}{EXTENSION_SUFFIXES[0]}").unlink()
    (package / LOADER).unlink()
    assert chosen(package) == ("pure hot.py False", "")


def test_the_command_says_its_form():
    done = subprocess.run(
        [sys.executable, "-c", "from auditor.cli import main; main(['--version'])"],
        check=False,
        env={**os.environ, "AUDITOR_PURE": "1", "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        timeout=60,
    )
    assert "(pure, Python 3." in done.stdout


def test_the_command_tells_of_a_build_that_does_not_run(monkeypatch, capsys):
    monkeypatch.setattr(cli, "FORM", form.Form(changed="extract/dom.py"))
    with pytest.raises(SystemExit):
        cli.main(["--version"])
    assert "extract/dom.py" in capsys.readouterr().err
