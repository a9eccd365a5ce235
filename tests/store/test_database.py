"""The store: what goes in comes out, a second save replaces, and other databases by setting."""

from __future__ import annotations

import dataclasses
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from fake_region import fake_results

from auditor.results import encode
from auditor.store.db import DatabaseUrlError, configure, default_url, parse_url

RESULTS = fake_results(12)


@pytest.fixture
def database(tmp_path: Path) -> Iterator[str]:
    url = f"sqlite:///{tmp_path / 'auditor.sqlite3'}"
    configure(url)
    yield url
    from django.db import connection

    connection.close()


def test_a_run_comes_back_as_it_was_saved(database: str) -> None:
    from auditor.store.save import load_results, save_results

    save_results(RESULTS)
    assert load_results(RESULTS.run.id) == RESULTS
    assert encode(load_results(RESULTS.run.id)) == encode(RESULTS)


def test_saving_again_replaces_and_leaves_no_orphans(database: str) -> None:
    from auditor.store import models
    from auditor.store.save import load_results, save_results, save_unit

    save_results(RESULTS)
    tables = (
        models.UnitRun,
        models.Finding,
        models.EvidenceRow,
        models.ValueRow,
        models.ServiceRow,
        models.ProblemRow,
    )
    before = [table.objects.count() for table in tables]
    run = save_results(RESULTS)
    assert [table.objects.count() for table in tables] == before
    changed = dataclasses.replace(RESULTS.units[3], name="Nama baru")
    save_unit(run, changed, position=3)
    assert load_results(RESULTS.run.id).units[3] == changed
    fewer = dataclasses.replace(RESULTS, units=RESULTS.units[:5])
    save_results(fewer)
    assert load_results(RESULTS.run.id) == fewer


def test_a_unit_is_saved_whole_or_not_at_all(database: str) -> None:
    from auditor.store import models
    from auditor.store.save import save_results, save_unit

    run = save_results(RESULTS)
    unit = RESULTS.units[1]
    findings = models.Finding.objects.count()
    broken = dataclasses.replace(unit, name="Rusak", problems=(object(),))  # type: ignore[arg-type]
    with pytest.raises(TypeError):
        save_unit(run, broken, position=1)
    assert models.Finding.objects.count() == findings
    assert run.units.get(unit_id=unit.unit_id).name == unit.name


def test_two_runs_stand_side_by_side(database: str) -> None:
    from auditor.store.save import load_results, save_results

    later = dataclasses.replace(
        RESULTS, run=dataclasses.replace(RESULTS.run, id="percobaan-2"), units=RESULTS.units[:2]
    )
    save_results(RESULTS)
    save_results(later)
    assert load_results("percobaan-1") == RESULTS
    assert load_results("percobaan-2") == later


def test_configure_moves_to_another_folder(database: str, tmp_path: Path) -> None:
    from auditor.store import models
    from auditor.store.save import save_results

    save_results(RESULTS)
    configure(f"sqlite:///{tmp_path / 'other.sqlite3'}")
    assert models.Run.objects.count() == 0
    configure(database)
    assert models.Run.objects.count() == 1


def test_the_migrations_match_the_models() -> None:
    code = (
        "from auditor.store.db import configure; configure('sqlite:///:memory:');"
        "from django.core.management import call_command;"
        "call_command('makemigrations', 'store', check=True, dry_run=True)"
    )
    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, timeout=120, check=False
    )
    assert done.returncode == 0, done.stdout + done.stderr


@pytest.mark.parametrize(
    ("url", "says"),
    [
        ("mysql://x/y", "mysql"),
        ("auditor.sqlite3", "tidak dikenal"),
        ("sqlite:///", "tanpa berkas"),
        ("postgresql://rahasia:sandi@host", "nama basis data"),
        ("postgresql://u:sandi@host:abc/db", "tidak terbaca"),
    ],
)
def test_a_wrong_address_is_one_clear_line_without_the_password(url: str, says: str) -> None:
    with pytest.raises(DatabaseUrlError, match=says) as caught:
        parse_url(url)
    assert "sandi@" not in str(caught.value) and "\n" not in str(caught.value)


def test_an_unwritable_place_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(DatabaseUrlError, match="tidak dapat dipakai"):
        configure(f"sqlite:///{tmp_path / 'missing' / 'a.sqlite3'}")


def test_the_address_comes_from_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("AUDITOR_DATABASE_URL", raising=False)
    assert default_url(tmp_path) == f"sqlite:///{tmp_path}/auditor.sqlite3"
    monkeypatch.setenv("AUDITOR_DATABASE_URL", "postgresql://u@h/db")
    assert default_url(tmp_path) == "postgresql://u@h/db"
    parsed = parse_url("postgresql://u%40x:p%2Fw@h:5433/db?sslmode=require")
    assert (parsed["USER"], parsed["PASSWORD"], parsed["PORT"]) == ("u@x", "p/w", "5433")
    assert parsed["OPTIONS"] == {"sslmode": "require"}


POSTGRES = shutil.which("initdb") or next(
    map(str, sorted(Path("/usr/lib/postgresql").glob("*/bin/initdb"))), ""
)


@pytest.mark.skipif(not POSTGRES, reason="PostgreSQL is not installed: apt-get install postgresql")
def test_the_same_store_on_postgresql() -> None:
    """A real server on a socket in a temporary folder; PostgreSQL refuses to run as root."""
    # Not below pytest's own folders: another user may not enter them, and a socket's path is short.
    with tempfile.TemporaryDirectory(prefix="auditor-pg-") as folder:
        _on_postgresql(Path(folder))


def _on_postgresql(root: Path) -> None:
    tools = Path(POSTGRES).resolve().parent
    user = "nobody" if os.geteuid() == 0 else ""

    def run(*command: str) -> None:
        subprocess.run(command, check=True, capture_output=True, timeout=60, user=user or None, cwd="/")

    if user:
        shutil.chown(root, user)
    run(str(tools / "initdb"), "-D", str(root / "data"), "-U", "auditor", "--auth=trust", "--no-sync")
    options = f"-k {root} -c listen_addresses= -c fsync=off"
    run(
        str(tools / "pg_ctl"), "-D", str(root / "data"), "-o", options, "-l", str(root / "log"), "-w", "start"
    )
    try:
        configure(f"postgresql://auditor@/postgres?host={root}")
        from django.db import connection

        from auditor.store.save import load_results, save_results

        assert connection.vendor == "postgresql"
        save_results(RESULTS)
        save_results(RESULTS)
        assert load_results(RESULTS.run.id) == RESULTS
        connection.close()
    finally:
        run(str(tools / "pg_ctl"), "-D", str(root / "data"), "-m", "immediate", "stop")
