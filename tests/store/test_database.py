"""The store: what goes in comes out, a second save replaces, and other databases by setting."""

from __future__ import annotations

import dataclasses
import os
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from django.core.management import call_command
from fake_region import fake_results

from auditor.keepsakes import keepsakes
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


def _schema(place: Path) -> tuple[list[str], list[tuple[str, str]]]:
    with closing(sqlite3.connect(place)) as opened:
        schema = [sql for (sql,) in opened.execute("SELECT sql FROM sqlite_master ORDER BY type, name")]
        done = opened.execute("SELECT app, name FROM django_migrations ORDER BY id").fetchall()
    return schema, done


def test_tables_are_laid_out_as_migrations_make_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import connection

    ran: list[str] = []

    def migrates(*words: str, **_: object) -> None:
        ran.append("migrate")
        call_command(*words, interactive=False, verbosity=0)

    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.setattr("django.core.management.call_command", migrates)
    places = [tmp_path / f"{name}.sqlite3" for name in ("migrated", "laid", "other", "damaged")]
    for place in places[:2]:
        configure(f"sqlite:///{place}")
        save_everything()
        configure(f"sqlite:///{place}")  # a file that is there is brought up to date, as ever
    connection.close()
    assert _schema(places[0]) == _schema(places[1])
    assert ran == ["migrate"] * 3
    monkeypatch.setattr("auditor.store.db._made_of", lambda: "another program")
    configure(f"sqlite:///{places[2]}")
    (keepsakes() / "store-tables").write_bytes(b"another program\n{")
    configure(f"sqlite:///{places[3]}")
    connection.close()
    assert ran == ["migrate"] * 5
    assert _schema(places[0]) == _schema(places[2]) == _schema(places[3])


def save_everything() -> None:
    from auditor.store.save import load_results, save_results

    save_results(RESULTS)
    assert load_results(RESULTS.run.id) == RESULTS
