"""Digests reach a real mail server and a real webhook, or wait for the next try."""

from __future__ import annotations

import hashlib
import hmac
import json
import os
import socket
import ssl
import threading
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest
from aiosmtpd.controller import Controller
from aiosmtpd.smtp import AuthResult, LoginPassword
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from fake_region import fake_results

from auditor.health import judge
from auditor.models import Results, SiteStatus
from auditor.notices.digest import Digest, News, digest, happenings
from auditor.notices.send import Outbox, letter, send_waiting
from auditor.notices.settings import Email, NoticeError, NoticeSettings, Smtp, Webhook, load_notices
from auditor.reference import load_regions


class Inbox:
    """Takes every mail; refuses while ``down``."""

    def __init__(self) -> None:
        self.mails: list[EmailMessage] = []
        self.down = False

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:
        if self.down:
            return "451 coba lagi nanti"
        self.mails.append(message_from_bytes(envelope.content, policy=policy.default))  # type: ignore[arg-type]
        return "250 OK"


def free_port() -> int:
    """A port nobody listens at: the mail server's controller cannot be asked for port 0."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        return int(found.getsockname()[1])


@pytest.fixture
def certificate(tmp_path: Path) -> tuple[Path, Path]:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(7)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    cert, private = tmp_path / "cert.pem", tmp_path / "key.pem"
    cert.write_bytes(made.public_bytes(serialization.Encoding.PEM))
    private.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return cert, private


@pytest.fixture
def inbox() -> Iterator[tuple[Inbox, int]]:
    box = Inbox()
    port = free_port()
    server = Controller(box, hostname="127.0.0.1", port=port)
    server.start()
    yield box, port
    server.stop()


@pytest.fixture
def hook() -> Iterator[tuple[list[tuple[dict[str, str], bytes]], str]]:
    taken: list[tuple[dict[str, str], bytes]] = []

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            taken.append((dict(self.headers), body))
            self.send_response(204)
            self.end_headers()

        def log_message(self, *args: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield taken, f"http://127.0.0.1:{server.server_address[1]}/auditor"
    server.shutdown()
    server.server_close()


def two_runs() -> tuple[Results, Results]:
    """A region, and the week after: one site lost, one hacked, one a zone lower."""
    before = fake_results(60, seed=4)
    online = [unit for unit in before.units if unit.site.status is SiteStatus.ONLINE]
    scored = next(u for u in online[2:] if u.score.value is not None and u.score.zone == "hijau")
    changed = {
        online[0].unit_id: replace(online[0], site=replace(online[0].site, status=SiteStatus.DEAD)),
        online[1].unit_id: replace(online[1], site=replace(online[1].site, status=SiteStatus.HACKED)),
        scored.unit_id: replace(scored, score=replace(scored.score, value=20.0, zone="merah")),
    }
    units = tuple(changed.get(unit.unit_id, unit) for unit in before.units)
    return before, replace(before, run=replace(before.run, id="pekan-2"), units=units)


def made(now: Results, before: Results, **chosen: Any) -> Digest | None:
    news = happenings(now, before, judge(now, before))
    return digest(now.run.id, news, load_regions(), batch="Kubu Raya", **chosen)


def test_a_digest_says_what_happened_once() -> None:
    before, now = two_runs()
    told = made(now, before)
    assert told is not None
    events = [item.event for item in told.news]
    assert events.count("run_finished") == 1
    assert {"site_lost", "hacked", "fell"} <= set(events)
    assert "Kehilangan situs (1)" in told.text
    assert "bukan nilai Ombudsman" in told.text


def test_a_held_run_says_nothing_of_units() -> None:
    before, _ = two_runs()
    dead = tuple(replace(u, site=replace(u.site, status=SiteStatus.DEAD)) for u in before.units)
    told = made(replace(before, run=replace(before.run, id="putus"), units=dead), before)
    assert told is not None
    assert told.held
    assert [item.event for item in told.news] == ["run_held"]
    assert "ditahan" in told.subject


def test_regions_events_and_length_are_respected() -> None:
    before, now = two_runs()
    assert made(now, before, only_regions=["99.99"], only_events=["hacked"]) is None
    news = [
        News(event="site_lost", unit_id=f"u{n}", unit=f"Dinas {n}", region="61.12", detail="mati")
        for n in range(40)
    ]
    told = digest("r", news, load_regions(), batch="b", most=5)
    assert told is not None
    assert told.text.count("  - ") == 5
    assert "35 lainnya" in told.text


def test_private_numbers_are_masked() -> None:
    before, now = two_runs()
    named = tuple(replace(unit, name=f"{unit.name} NIK 6112010203040005") for unit in now.units)
    told = made(replace(now, units=named), before)
    assert told is not None
    assert "6112010203040005" not in told.text
    assert all("6112010203040005" not in item.unit for item in told.news)


def test_mail_is_sent_once_and_waits_while_the_server_is_down(
    inbox: tuple[Inbox, int], tmp_path: Path
) -> None:
    box, port = inbox
    settings = NoticeSettings(
        smtp=Smtp(host="127.0.0.1", port=port, sender="auditor@contoh.go.id", security="none"),
        email=(Email(to="kominfo@contoh.go.id"),),
    )
    before, now = two_runs()
    told = made(now, before)
    assert told is not None
    outbox = Outbox(tmp_path / "outbox")
    outbox.put(letter("email", "kominfo@contoh.go.id", told))
    box.down = True
    sent, troubles = send_waiting(outbox, settings)
    assert (sent, len(troubles)) == (0, 1)
    assert not outbox.due(), "a server that is down is left alone for a while"
    os.utime(tmp_path / "outbox" / "tried", (0, 0))
    assert outbox.due()
    assert "akan dicoba lagi" in troubles[0]
    assert "\n" not in troubles[0]
    box.down = False
    assert send_waiting(outbox, settings) == (1, ())
    outbox.put(letter("email", "kominfo@contoh.go.id", told))
    assert send_waiting(outbox, settings) == (0, ()), "the same digest is not sent twice"
    (mail,) = box.mails
    assert mail["To"] == "kominfo@contoh.go.id"
    assert str(mail["Subject"]).startswith("[auditor] Kubu Raya: audit selesai")
    assert "Kehilangan situs" in mail.get_content()


def test_starttls_and_login(
    certificate: tuple[Path, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)

    def check(server: Any, session: Any, envelope: Any, mechanism: str, data: LoginPassword) -> AuthResult:
        return AuthResult(success=(data.login, data.password) == (b"auditor", b"rahasia"))

    box = Inbox()
    port = free_port()
    server = Controller(
        box,
        hostname="127.0.0.1",
        port=port,
        tls_context=context,
        authenticator=check,
        auth_required=True,
        require_starttls=True,
    )
    server.start()
    try:
        smtp = Smtp(
            host="localhost",
            port=port,
            sender="auditor@contoh.go.id",
            user="auditor",
            password_env="UJI_SMTP",
            timeout=2,
        )
        settings = NoticeSettings(smtp=smtp, email=(Email(to="a@contoh.go.id"),))
        before, now = two_runs()
        told = made(now, before)
        assert told is not None
        outbox = Outbox(tmp_path / "outbox")
        outbox.put(letter("email", "a@contoh.go.id", told))
        monkeypatch.setenv("SSL_CERT_FILE", str(certificate[0]))
        sent, troubles = send_waiting(outbox, settings)
        assert sent == 0
        assert "UJI_SMTP" in troubles[0]
        monkeypatch.setenv("UJI_SMTP", "salah")
        assert send_waiting(outbox, settings)[0] == 0
        monkeypatch.setenv("UJI_SMTP", "rahasia")
        assert send_waiting(outbox, settings) == (1, ())
        monkeypatch.delenv("SSL_CERT_FILE")
        outbox.put(letter("email", "b@contoh.go.id", told))
        sent, troubles = send_waiting(outbox, settings)
        assert sent == 0, "a server with an unknown certificate gets no mail"
        assert "certificate" in troubles[0].lower()
    finally:
        server.stop()
    assert len(box.mails) == 1


def test_webhook_is_signed(
    hook: tuple[list[tuple[dict[str, str], bytes]], str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    taken, url = hook
    monkeypatch.setenv("UJI_KUNCI", "kunci")
    settings = NoticeSettings(webhook=(Webhook(url=url, secret_env="UJI_KUNCI"),))
    before, now = two_runs()
    told = made(now, before, only_events=["hacked"])
    assert told is not None
    outbox = Outbox(tmp_path)
    outbox.put(letter("webhook", url, told))
    assert send_waiting(outbox, settings) == (1, ())
    ((headers, body),) = taken
    signature = hmac.new(b"kunci", body, hashlib.sha256).hexdigest()
    assert headers["X-Auditor-Signature"] == f"sha256={signature}"
    assert [item["event"] for item in json.loads(body)["news"]] == ["hacked"]


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("[[email]]\nto='a@b.id'", "smtp"),
        ("[smtp]\nhost='h'\nsender='x@y.id'\n[[email]]\nto='salah'", "salah"),
        ("[[webhook]]\nurl='ftp://x'", "ftp://x"),
        ("[[webhook]]\nurl='https://x/'\nevents=['hilang']", "hilang"),
        ("[smtp]\nhost='h'\nsender='x@y.id'\nsecurty='tls'", "securty"),
        ("[smtp", "notices.toml"),
    ],
)
def test_mistakes_are_one_line(text: str, says: str, tmp_path: Path) -> None:
    path = tmp_path / "notices.toml"
    path.write_text(text)
    with pytest.raises(NoticeError, match=r"notices\.toml") as caught:
        load_notices(path)
    assert says in str(caught.value)
    assert "\n" not in str(caught.value)
