"""``notices.toml``: whom to tell what, and through which mail server. Passwords stay in the environment.

[smtp]
host = "mail.contoh.go.id"
port = 587
security = "starttls"        # starttls | tls | none
user = "auditor"
password_env = "AUDITOR_SMTP_PASSWORD"
sender = "auditor@contoh.go.id"

[[email]]
to = "kominfo@contoh.go.id"
regions = ["61.12"]          # kosong: semua wilayah
events = ["run_held", "site_lost", "hacked"]   # kosong: semua peristiwa

[[webhook]]
url = "https://hook.contoh.go.id/auditor"
secret_env = "AUDITOR_HOOK_SECRET"   # tanda tangan HMAC-SHA256 pada X-Auditor-Signature
"""

from __future__ import annotations

import os
import re
from pathlib import Path
from typing import Literal
from urllib.parse import urlsplit

import msgspec

from auditor.errors import AuditorError

EVENTS = ("run_finished", "run_held", "site_lost", "site_back", "hacked", "improved", "fell")
_EMAIL = re.compile(r"[^\s@,;<>]+@[^\s@,;<>]+\.[^\s@,;<>]+")


class NoticeError(AuditorError):
    """``notices.toml`` cannot be used: which entry, how to mend it."""


class Smtp(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The mail server. ``timeout`` in seconds."""

    host: str
    sender: str
    port: int = 587
    security: Literal["starttls", "tls", "none"] = "starttls"
    user: str = ""
    password_env: str = ""
    timeout: float = 20.0


class Recipient(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What somebody wants to hear of; empty ``regions``/``events`` mean all."""

    regions: tuple[str, ...] = ()
    events: tuple[str, ...] = ()


class Email(Recipient, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One mail recipient."""

    to: str


class Webhook(Recipient, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """One address that takes the digest as JSON; ``secret_env`` names the key it is signed with."""

    url: str
    secret_env: str = ""
    timeout: float = 20.0


class NoticeSettings(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """All of ``notices.toml``. ``most`` is how many units a digest names per event."""

    smtp: Smtp | None = None
    email: tuple[Email, ...] = ()
    webhook: tuple[Webhook, ...] = ()
    most: int = 15


def load_notices(path: Path) -> NoticeSettings:
    """Read and check ``path``. Raises NoticeError, one line with the entry and the mend."""
    try:
        settings = msgspec.toml.decode(path.read_bytes(), type=NoticeSettings)
    except OSError as error:
        raise NoticeError(f"{path}: tidak dapat dibaca ({error.strerror})") from error
    except msgspec.DecodeError as error:
        raise NoticeError(f"{path}: {error}; lihat contoh dalam docs/operations.md") from error
    if settings.email and settings.smtp is None:
        raise NoticeError(f"{path}: ada [[email]] tetapi [smtp] belum; isi host dan sender")
    addresses = [entry.to for entry in settings.email] + ([settings.smtp.sender] if settings.smtp else [])
    for address in addresses:
        if not _EMAIL.fullmatch(address):
            raise NoticeError(f"{path}: alamat surel {address!r} tidak benar; tulis nama@domain")
    for hook in settings.webhook:
        parts = urlsplit(hook.url)
        if parts.scheme not in ("http", "https") or not parts.hostname:
            raise NoticeError(f"{path}: webhook {hook.url!r}: tulis alamat http atau https lengkap")
    recipients: tuple[Recipient, ...] = (*settings.email, *settings.webhook)
    for entry in recipients:
        for event in entry.events:
            if event not in EVENTS:
                raise NoticeError(f"{path}: peristiwa {event!r} tidak dikenal; pilih {', '.join(EVENTS)}")
    return settings


def secret(variable: str) -> str:
    """The value of an environment variable that must be there. Raises NoticeError."""
    value = os.environ.get(variable, "")
    if not value:
        raise NoticeError(f"variabel lingkungan {variable} kosong; isi sebelum mengirim pemberitahuan")
    return value
