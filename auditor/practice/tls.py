"""Certificates of the practice internet: one authority, and every way a certificate can be wrong.

Two leaf keys are used: one for good certificates, one for bad ones. A browser that is told to
trust the good key (``spki``) therefore still refuses the bad certificates.
"""

from __future__ import annotations

import base64
import datetime as dt
import hashlib
import ssl
from collections.abc import Callable
from pathlib import Path

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from auditor.practice.spec import Tls

DAY = dt.timedelta(days=1)
WRONG_NAME = "webhosting.server-bersama.co.id"


def _name(common: str) -> x509.Name:
    return x509.Name(
        [
            x509.NameAttribute(NameOID.COUNTRY_NAME, "ID"),
            x509.NameAttribute(NameOID.ORGANIZATION_NAME, "Auditor Practice Region"),
            x509.NameAttribute(NameOID.COMMON_NAME, common[:64]),
        ]
    )


def _covered(name: str) -> list[x509.GeneralName]:
    """A wildcard certificate covers the domain itself too, as hosting companies issue them."""
    return [x509.DNSName(one) for one in dict.fromkeys([name, name.removeprefix("*.")])]


class Authority:
    """A certificate authority of its own, made anew in ``folder`` (its ``ca.pem`` is for clients)."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self._now = dt.datetime.now(dt.UTC).replace(microsecond=0)
        self._ca_key = ec.generate_private_key(ec.SECP256R1())
        self._good_key = ec.generate_private_key(ec.SECP256R1())
        self._bad_key = ec.generate_private_key(ec.SECP256R1())
        self._ca = self._make_ca()
        self._contexts: dict[tuple[str, Tls], ssl.SSLContext] = {}
        self.ca_file = folder / "ca.pem"
        self.ca_file.write_bytes(self._ca.public_bytes(serialization.Encoding.PEM))
        public = self._good_key.public_key().public_bytes(
            serialization.Encoding.DER, serialization.PublicFormat.SubjectPublicKeyInfo
        )
        self.spki = base64.b64encode(hashlib.sha256(public).digest()).decode()

    def _make_ca(self) -> x509.Certificate:
        name = _name("Auditor Practice CA")
        public = self._ca_key.public_key()
        return (
            x509.CertificateBuilder()
            .subject_name(name)
            .issuer_name(name)
            .public_key(public)
            .serial_number(x509.random_serial_number())
            .not_valid_before(self._now - 900 * DAY)
            .not_valid_after(self._now + 900 * DAY)
            .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
            .add_extension(
                x509.KeyUsage(
                    digital_signature=True,
                    key_cert_sign=True,
                    crl_sign=True,
                    content_commitment=False,
                    key_encipherment=False,
                    data_encipherment=False,
                    key_agreement=False,
                    encipher_only=False,
                    decipher_only=False,
                ),
                critical=True,
            )
            .add_extension(x509.SubjectKeyIdentifier.from_public_key(public), critical=False)
            .sign(self._ca_key, hashes.SHA256())
        )

    def context(self, host: str, kind: Tls) -> ssl.SSLContext:
        """Server context with the certificate that ``host`` shows; made once and kept."""
        key = (host, kind)
        if key not in self._contexts:
            self._contexts[key] = self._make_context(host, kind)
        return self._contexts[key]

    def _make_context(self, host: str, kind: Tls) -> ssl.SSLContext:
        shown = WRONG_NAME if kind == "wrong_name" else host
        good = kind in ("valid", "https_only", "http_only")
        key = self._good_key if good else self._bad_key
        own = kind == "self_signed"
        start, end = self._now - 30 * DAY, self._now + 300 * DAY
        if kind == "expired":
            start, end = self._now - 395 * DAY, self._now - 30 * DAY
        certificate = (
            x509.CertificateBuilder()
            .subject_name(_name(shown))
            .issuer_name(_name(shown) if own else self._ca.subject)
            .public_key(key.public_key())
            .serial_number(x509.random_serial_number())
            .not_valid_before(start)
            .not_valid_after(end)
            .add_extension(x509.SubjectAlternativeName(_covered(shown)), critical=False)
            .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
            .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
            .add_extension(
                x509.AuthorityKeyIdentifier.from_issuer_public_key(
                    (self._bad_key if own else self._ca_key).public_key()
                ),
                critical=False,
            )
            .sign(key if own else self._ca_key, hashes.SHA256())
        )
        pem = certificate.public_bytes(serialization.Encoding.PEM)
        if not own:
            pem += self._ca.public_bytes(serialization.Encoding.PEM)
        pem += key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
        digest = hashlib.sha256(f"{host} {kind}".encode()).hexdigest()[:16]
        path = self.folder / f"{digest}.pem"
        path.touch(mode=0o600)
        path.write_bytes(pem)
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
        context.load_cert_chain(path)
        context.set_alpn_protocols(["http/1.1"])
        return context

    def server_context(
        self, kind_of: Callable[[str], Tls | None], name_of: Callable[[str], str] = lambda host: host
    ) -> ssl.SSLContext:
        """The context to listen with: picks by SNI; None from ``kind_of`` refuses the handshake.

        ``name_of`` gives the name on a host's certificate, where many hosts share one.
        """
        outer = self._make_context("default.invalid", "self_signed")

        def choose(tls: ssl.SSLObject | ssl.SSLSocket, host: str | None, _: ssl.SSLContext) -> int | None:
            kind = kind_of((host or "").lower())
            if kind is None or kind == "http_only":
                return ssl.ALERT_DESCRIPTION_HANDSHAKE_FAILURE
            tls.context = self.context(name_of((host or "default.invalid").lower()), kind)
            return None

        outer.sni_callback = choose
        return outer
