"""The set-up script: plain sh, clear when something is missing, at once when nothing is to do."""

import hashlib
import os
import re
import shutil
import subprocess
import sys
import time
import tomllib
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TOOLS = (
    "sh",
    "dirname",
    "cat",
    "sha256sum",
    "cut",
    "mktemp",
    "id",
    "rm",
    "head",
    "grep",
    "readlink",
    "tail",
    "env",
)


@pytest.fixture
def machine(tmp_path):
    """A checkout and a PATH that holds nothing but what every Debian has."""
    checkout, programs = tmp_path / "checkout", tmp_path / "bin"
    (checkout / ".ci").mkdir(parents=True)
    programs.mkdir()
    for name in ("requirements.lock", "pyproject.toml", ".ci/setup"):
        shutil.copy(ROOT / name, checkout / name)
    for tool in TOOLS:
        (programs / tool).symlink_to(shutil.which(tool))
    return checkout, programs


def run(machine, **more):
    checkout, programs = machine
    environment = {"PATH": str(programs), "HOME": str(checkout), "SETUP_NO_APT": "1"} | more
    return subprocess.run(
        [checkout / ".ci/setup"],
        check=False,
        env=environment,
        capture_output=True,
        text=True,
        timeout=60,
    )


def program(folder: Path, name: str, text: str) -> None:
    (folder / name).write_text(text)
    (folder / name).chmod(0o755)


def ready(checkout: Path) -> None:
    data = b"".join(
        (checkout / name).read_bytes() for name in ("requirements.lock", "pyproject.toml", ".ci/setup")
    )
    (checkout / ".venv/bin").mkdir(parents=True)
    (checkout / ".venv/bin/python").symlink_to(sys.executable)
    key = hashlib.sha256(data).hexdigest()[:16]
    (checkout / f".venv/.ready-{key}").touch()
    (checkout / f".venv/.programs-{key}").touch()


def test_no_python(machine):
    done = run(machine)
    assert done.returncode == 1
    assert (
        done.stderr == "setup: no Python 3.11-3.13 found; type: sudo apt-get install python3 python3-venv\n"
    )


def test_python_without_venv(machine):
    program(
        machine[1],
        "python3",
        f'#!/bin/sh\ncase "$*" in *ensurepip*) exit 1;; esac\nexec {sys.executable} "$@"\n',
    )
    done = run(machine)
    assert done.returncode == 1
    assert done.stderr == "setup: python3 has no venv module; type: sudo apt-get install python3-venv\n"


def test_ready_starts_at_once_and_names_what_is_missing(machine):
    ready(machine[0])
    started = time.monotonic()
    done = run(machine)
    assert done.returncode == 0
    assert time.monotonic() - started < 3
    ocr, browser = done.stderr.splitlines()
    assert "not_tested" in ocr and "apt-get install tesseract-ocr tesseract-ocr-ind" in ocr
    assert "not_tested" in browser and "apt-get install chromium" in browser


def test_ci_after_a_demo_still_installs_what_only_ci_wants(machine):
    """The demo's stamp says nothing of qpdf, LibreOffice and PostgreSQL; the packages of Python stay."""
    ready(machine[0])
    asked = machine[0] / "asked"
    program(machine[1], "apt-get", f'#!/bin/sh\necho "$@" >>"{asked}"\n')
    program(machine[1], "sudo", '#!/bin/sh\n[ "$1" = -n ] && shift\nexec "$@"\n')
    assert run(machine, SETUP_NO_APT="").returncode == 0
    assert not asked.exists(), "a machine that is ready installs nothing"
    assert run(machine, SETUP_NO_APT="", CI="true").returncode == 0
    wanted = asked.read_text()
    assert {"qpdf", "postgresql", "libreoffice-calc"} <= set(wanted.split())
    assert run(machine, SETUP_NO_APT="", CI="true").returncode == 0
    assert asked.read_text() == wanted, "the second CI run starts at once"


def test_snap_stub_is_no_browser(machine):
    ready(machine[0])
    stub = "#!/bin/sh\nif ! [ -x /snap/bin/chromium ]; then echo 'snap install chromium' >&2; exit 1; fi\n"
    program(machine[1], "chromium-browser", stub)
    assert "no Chromium" in run(machine).stderr
    program(machine[1], "chromium", "#!/bin/sh\nexec /usr/lib/chromium/chromium\n")
    assert "no Chromium" not in run(machine).stderr


def test_tesseract_needs_indonesian(machine):
    ready(machine[0])
    program(machine[1], "tesseract", "#!/bin/sh\necho eng\n")
    assert "tesseract with Indonesian is missing" in run(machine).stderr
    program(machine[1], "tesseract", "#!/bin/sh\nprintf 'eng\\nind\\n'\n")
    assert "tesseract" not in run(machine).stderr


def test_lock_is_whole():
    text = (ROOT / "requirements.lock").read_text()
    blocks = re.split(r"\n(?=\S)", text.strip())
    assert all("--hash=sha256:" in block for block in blocks if not block.startswith("#"))
    assert not re.search(r"https?://|file:|--(?:extra-)?index-url|--find-links", text)
    locked = {
        re.match(r"[A-Za-z0-9._-]+", block)[0].lower().replace("_", "-").replace(".", "-") for block in blocks
    }
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())
    wanted = [*project["project"]["dependencies"], *project["build-system"]["requires"]]
    wanted += [w for extra in project["project"]["optional-dependencies"].values() for w in extra]
    names = {re.match(r"[A-Za-z0-9._-]+", w)[0].lower().replace("_", "-").replace(".", "-") for w in wanted}
    assert names - {"auditor"} <= locked


def test_scripts_are_executable_and_parse():
    for name, shell in ((".ci/setup", "sh"), (".ci/form", "sh"), (".ci/run", "bash")):
        assert os.access(ROOT / name, os.X_OK)
        subprocess.run([shell, "-n", ROOT / name], check=True)
