"""Who signed a PDF, and whether it is unchanged since: on files signed here, with certificates made here."""

from __future__ import annotations

import io
from datetime import UTC, datetime, timedelta

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.x509.oid import NameOID
from fpdf import FPDF
from hypothesis import given, settings
from hypothesis import strategies as st
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign import signers

from auditor.extract.signatures import may_be_signed, read_signatures
from tests.extract.helpers import read

SIGNER, ISSUER = "Drs. Budi Contoh, M.Si.", "OSD Uji Kelas 2"


@pytest.fixture(scope="module")
def signed(tmp_path_factory: pytest.TempPathFactory) -> bytes:
    folder = tmp_path_factory.mktemp("sign")
    key = rsa.generate_private_key(65537, 2048)
    now = datetime.now(UTC)

    def named(common: str, organisation: str) -> x509.Name:
        return x509.Name(
            [
                x509.NameAttribute(NameOID.COMMON_NAME, common),
                x509.NameAttribute(NameOID.ORGANIZATION_NAME, organisation),
            ]
        )

    certificate = (
        x509.CertificateBuilder()
        .subject_name(named(SIGNER, "Dinas Uji"))
        .issuer_name(named(ISSUER, "Balai Sertifikasi Elektronik"))
        .public_key(key.public_key())
        .serial_number(3)
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .sign(key, hashes.SHA256())
    )
    (folder / "key.pem").write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    (folder / "cert.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    plain = FPDF()
    plain.add_page()
    plain.set_font("Helvetica", size=12)
    plain.multi_cell(0, 8, "STANDAR PELAYANAN\nPersyaratan: Fotokopi KTP dan Kartu Keluarga\nBiaya: gratis")
    signer = signers.SimpleSigner.load(str(folder / "key.pem"), str(folder / "cert.pem"))
    assert signer is not None
    made = signers.sign_pdf(
        IncrementalPdfFileWriter(io.BytesIO(bytes(plain.output()))),
        signers.PdfSignatureMetadata(field_name="TTE"),
        signer=signer,
    )
    return bytes(made.getbuffer())


def test_signer_issuer_and_integrity(signed: bytes) -> None:
    (found,) = read_signatures(signed)
    assert found["signer"] == f"{SIGNER}, Dinas Uji"
    assert found["issuer"] == f"{ISSUER}, Balai Sertifikasi Elektronik"
    assert found["intact"] is True
    assert found["whole"] is True
    assert found["signed_at"][:2] == "20"


def test_changed_after_signing_is_told(signed: bytes) -> None:
    at = signed.index(b"/Producer") if b"/Producer" in signed else 15
    changed = signed[:at] + b"/ProducEr" + signed[at + 9 :]
    (found,) = read_signatures(changed)
    assert found["intact"] is False


def test_the_page_carries_them_and_the_text_stays(signed: bytes) -> None:
    page = read(signed, "https://dinas.contohkab.go.id/sp.pdf", content_type="application/pdf")
    assert [item.signer for item in page.signatures] == [f"{SIGNER}, Dinas Uji"]
    assert "Fotokopi KTP" in page.text


@settings(max_examples=25)
@given(st.data())
def test_damaged_files_never_claim_an_intact_whole(signed: bytes, data: st.DataObject) -> None:
    at = data.draw(st.integers(10, len(signed) - 10))
    broken = signed[:at] + bytes([signed[at] ^ 0x15]) + signed[at + 1 :]
    try:
        found = read_signatures(broken)
    except Exception:  # the child answers for whatever a parser throws
        return
    gap = signed.index(b"/Contents")
    inside = gap < at < signed.index(b">", gap + 20)
    assert inside or not any(item["intact"] and item["whole"] for item in found)


def test_unsigned_files_are_not_looked_at() -> None:
    assert not may_be_signed(b"%PDF-1.7 no signature here")
