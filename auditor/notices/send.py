"""Sending digests through an outbox: what could not be sent stays on disk and goes with the next try."""

from __future__ import annotations

import hashlib
import hmac
import smtplib
import ssl
import time
import urllib.request
from collections.abc import Iterator
from email.message import EmailMessage
from email.utils import formatdate
from pathlib import Path

import msgspec

from auditor import __version__
from auditor.errors import AuditorError
from auditor.notices.digest import Digest
from auditor.notices.settings import NoticeSettings, Smtp, Webhook, secret

_DAYS_KEPT = 7.0
_AGAIN = 900.0  # seconds between two tries of an outbox: a mail server is not down for a moment only


class Letter(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One message waiting in the outbox. ``way`` is ``email`` or ``webhook``; ``key`` makes it unique."""

    key: str
    way: str
    to: str
    subject: str
    text: str
    body: str
    at: float


def letter(way: str, to: str, digest: Digest) -> Letter:
    """A digest as the message for one recipient; the same digest gives the same key."""
    body = msgspec.json.encode(
        {
            "run": digest.run,
            "held": digest.held,
            "subject": digest.subject,
            "text": digest.text,
            "news": digest.news,
        }
    ).decode()
    key = hashlib.sha256(f"{way}\n{to}\n{body}".encode()).hexdigest()[:24]
    return Letter(
        key=key, way=way, to=to, subject=digest.subject, text=digest.text, body=body, at=time.time()
    )


class Outbox:
    """Letters on disk: ``waiting/`` until the other side took them, then ``sent/`` as a mere mark."""

    def __init__(self, folder: Path) -> None:
        self._waiting, self._sent = folder / "waiting", folder / "sent"
        self._tried = folder / "tried"

    def put(self, item: Letter) -> None:
        """Keep a letter until it is sent; one that was sent before is not sent twice."""
        if (self._sent / item.key).exists():
            return
        self._waiting.mkdir(parents=True, exist_ok=True)
        part = self._waiting / f".{item.key}.part"
        part.write_bytes(msgspec.json.encode(item))
        part.replace(self._waiting / f"{item.key}.json")

    def letters(self) -> Iterator[Letter]:
        """What waits, oldest first."""
        paths = self._waiting.glob("*.json") if self._waiting.is_dir() else ()
        found = [msgspec.json.decode(path.read_bytes(), type=Letter) for path in paths]
        yield from sorted(found, key=lambda item: item.at)

    def due(self) -> bool:
        """Whether letters wait that were not tried just now."""
        if not self._waiting.is_dir() or not any(self._waiting.glob("*.json")):
            return False
        return not self._tried.exists() or time.time() - self._tried.stat().st_mtime > _AGAIN

    def tried(self) -> None:
        """Remember that it was tried now."""
        self._tried.parent.mkdir(parents=True, exist_ok=True)
        self._tried.touch()

    def done(self, item: Letter) -> None:
        """Mark as sent."""
        self._sent.mkdir(parents=True, exist_ok=True)
        (self._sent / item.key).touch()
        (self._waiting / f"{item.key}.json").unlink(missing_ok=True)


def send_waiting(outbox: Outbox, settings: NoticeSettings) -> tuple[int, tuple[str, ...]]:
    """Try every waiting letter once: how many went, and one line per letter that did not.

    A letter older than a week is given up, with a line. Nothing is raised: a mail server that is
    down must not stop an audit.
    """
    sent, troubles = 0, []
    outbox.tried()
    for item in outbox.letters():
        try:
            _send(item, settings)
        except (AuditorError, OSError, smtplib.SMTPException) as error:
            late = time.time() - item.at > _DAYS_KEPT * 86400
            if late:
                outbox.done(item)
            outcome = "tidak dikirim lagi (lebih dari sepekan)" if late else "akan dicoba lagi"
            troubles.append(f"pemberitahuan untuk {item.to}: {error}; {outcome}")
            continue
        outbox.done(item)
        sent += 1
    return sent, tuple(troubles)


def _send(item: Letter, settings: NoticeSettings) -> None:
    if item.way == "email":
        if settings.smtp is None:
            raise AuditorError("[smtp] tidak ada lagi dalam notices.toml")
        _mail(item, settings.smtp)
        return
    hook = next((hook for hook in settings.webhook if hook.url == item.to), None)
    if hook is None:
        raise AuditorError("webhook ini tidak ada lagi dalam notices.toml")
    _post(item, hook)


def _mail(item: Letter, smtp: Smtp) -> None:
    message = EmailMessage()
    message["From"], message["To"], message["Subject"] = smtp.sender, item.to, " ".join(item.subject.split())
    message["Date"] = formatdate(item.at, localtime=False)
    # The same letter keeps its id, so that a mail program shows a repeated delivery once.
    message["Message-ID"] = f"<{item.key}@{smtp.sender.rpartition('@')[2]}>"
    message["Auto-Submitted"] = "auto-generated"
    message.set_content(item.text)
    context = ssl.create_default_context()
    if smtp.security == "tls":
        server: smtplib.SMTP = smtplib.SMTP_SSL(smtp.host, smtp.port, timeout=smtp.timeout, context=context)
    else:
        server = smtplib.SMTP(smtp.host, smtp.port, timeout=smtp.timeout)
    with server:
        if smtp.security == "starttls":
            server.starttls(context=context)
        if smtp.user:
            server.login(smtp.user, secret(smtp.password_env))
        server.send_message(message)


def _post(item: Letter, hook: Webhook) -> None:
    body = item.body.encode()
    headers = {
        "Content-Type": "application/json; charset=utf-8",
        "User-Agent": f"auditor/{__version__}",
        "Idempotency-Key": item.key,
    }
    if hook.secret_env:
        signature = hmac.new(secret(hook.secret_env).encode(), body, hashlib.sha256).hexdigest()
        headers["X-Auditor-Signature"] = f"sha256={signature}"
    # The scheme was checked when the settings were read: http or https only.
    request = urllib.request.Request(hook.url, data=body, headers=headers, method="POST")  # noqa: S310
    with urllib.request.urlopen(request, timeout=hook.timeout):  # noqa: S310
        pass
