"""Sets Django up over one database, without a project folder or manage.py.

SQLite by default (WAL, so that readers do not wait for a writer); PostgreSQL by the setting
``AUDITOR_DATABASE_URL``, e.g. ``postgresql://user:password@host:5432/auditor``.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
import sys
from datetime import UTC, datetime
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, unquote, urlsplit

import django
import msgspec
from django.apps import apps
from django.conf import settings
from django.db import DatabaseError, connection, connections, transaction

from auditor.errors import AuditorError
from auditor.keepsakes import keep, kept
from auditor.sources import sources_print

ENVIRONMENT = "AUDITOR_DATABASE_URL"
FILE_NAME = "auditor.sqlite3"


class DatabaseUrlError(AuditorError):
    """The database named in the settings cannot be used: which, why, the mend."""


def default_url(folder: Path) -> str:
    """The address of the database: of the environment, else the SQLite file of a run folder."""
    return os.environ.get(ENVIRONMENT) or f"sqlite:///{(folder / FILE_NAME).absolute()}"


def parse_url(url: str) -> dict[str, Any]:
    """Django's settings of a database address. Raises DatabaseUrlError; it never shows a password."""
    scheme, found, rest = url.partition("://")
    if found and scheme == "sqlite":
        name = rest.removeprefix("/")
        if not name:
            raise DatabaseUrlError(
                f"{ENVIRONMENT}: alamat SQLite tanpa berkas; tulis sqlite:////folder/auditor.sqlite3"
            )
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": name,
            "OPTIONS": {
                "timeout": 60,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=NORMAL;",
            },
        }
    if found and scheme in {"postgres", "postgresql"}:
        try:
            parts = urlsplit(url)
            port = parts.port
        except ValueError as error:
            raise DatabaseUrlError(f"{ENVIRONMENT}: alamat PostgreSQL tidak terbaca ({error})") from None
        if not parts.path.strip("/"):
            raise DatabaseUrlError(
                f"{ENVIRONMENT}: nama basis data belum ada; tulis postgresql://pengguna@host/nama"
            )
        options = dict(parse_qsl(parts.query))
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": unquote(parts.path.strip("/")),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            # A socket folder cannot stand in the host part of an address; libpq's ?host= may name it.
            "HOST": options.pop("host", "") or parts.hostname or "",
            "PORT": str(port or options.pop("port", "")),
            "OPTIONS": options,
            # A worker outlives its server: a connection is tried before it is used again.
            "CONN_MAX_AGE": 600,
            "CONN_HEALTH_CHECKS": True,
        }
    raise DatabaseUrlError(
        f"{ENVIRONMENT}: jenis basis data {scheme!r} tidak dikenal; pakai sqlite:/// atau postgresql://"
    )


def configure(url: str) -> None:
    """Make Django ready on the database at ``url`` and bring its tables up to date.

    May be called again, also with another address (a process can work through several run
    folders). Raises DatabaseUrlError when the database cannot be reached or written.
    """
    database = parse_url(url)
    if not settings.configured:
        settings.configure(
            DATABASES={"default": database},
            INSTALLED_APPS=["auditor.store", "auditor.store.queue"],
            USE_TZ=True,
            TIME_ZONE="UTC",
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
        )
    if not apps.ready:
        django.setup()
    current = connections.settings["default"]
    if any(current.get(key, "") != value for key, value in database.items()):
        connection.close()
        connections.settings["default"].update(database)
        del connections["default"]
    file = Path(database["NAME"]) if database["ENGINE"].endswith("sqlite3") else None
    fresh = file is not None and file.name != ":memory:" and not file.exists()
    if fresh and _laid_out():
        return
    from django.core.management import call_command  # noqa: PLC0415 - only where there is something to do

    try:
        call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        where = database["NAME"]
        if fresh and file is not None:
            # Half its tables and no row: the next try would stumble over them.
            connection.close()
            for rest in ("", "-wal", "-shm", "-journal"):
                file.with_name(file.name + rest).unlink(missing_ok=True)
        raise DatabaseUrlError(
            f"{where}: basis data tidak dapat dipakai ({' '.join(str(error).split())}); "
            "periksa izin, alamat, dan sandi"
        ) from error
    if fresh:
        keep(_EMPTY, _made_of(), msgspec.json.encode(_layout()))


# ---------------------------------------------------------------- the tables of a new SQLite file

_EMPTY = "store-tables"


class _Layout(msgspec.Struct):
    """An empty database: how its tables and indices are made, and by which migrations (app, name)."""

    schema: list[str]
    migrations: list[tuple[str, str]]


@cache
def _made_of() -> str:
    """Hash of what tables come from: our models and migrations, Django, SQLite."""
    versions = f"{django.get_version()} {sqlite3.sqlite_version} {sys.version}"
    return hashlib.sha256(f"{sources_print('store')} {versions}".encode()).hexdigest()


def _layout() -> _Layout:
    """Of the database just migrated."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT sql FROM sqlite_master WHERE name NOT LIKE 'sqlite_%' ORDER BY type DESC, rowid"
        )
        schema = [row[0] for row in cursor.fetchall()]
        cursor.execute("SELECT app, name FROM django_migrations ORDER BY id")
        return _Layout(schema, [(app, name) for app, name in cursor.fetchall()])


def _laid_out() -> bool:
    """Whether the new database got the tables that all migrations made of an earlier one."""
    known = kept(_EMPTY, _made_of())
    if known is None:
        return False
    try:
        layout = msgspec.json.decode(known, type=_Layout)
        done = [(app, name, datetime.now(UTC)) for app, name in layout.migrations]
        with transaction.atomic(), connection.cursor() as cursor:
            for statement in layout.schema:
                cursor.execute(statement)
            cursor.executemany("INSERT INTO django_migrations (app, name, applied) VALUES (%s, %s, %s)", done)
    except (DatabaseError, msgspec.DecodeError):  # the migrations say what is wrong, if anything is
        return False
    return True
