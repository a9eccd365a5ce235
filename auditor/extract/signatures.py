"""Digital signatures of a PDF: who signed, by whose certificate, and whether the bytes are unchanged."""

from __future__ import annotations

import io
from typing import Any

_MOST = 10


def may_be_signed(body: bytes) -> bool:
    """Whether it is worth looking: every PDF signature names the bytes it covers (ISO 32000-1, 12.8)."""
    return b"/ByteRange" in body


def read_signatures(body: bytes) -> list[dict[str, Any]]:
    """``signer``, ``issuer``, ``intact``, ``whole`` and ``signed_at`` of each signature.

    ``intact`` says that digest and signature fit the certificate inside the file; no certificate
    authority is asked or trusted here, and nothing is fetched. ``whole``: the signature covers the
    file as it is now. Runs where the PDF is read, under the same caps. Raises whatever a hostile
    file makes the parser raise.
    """
    from pyhanko.pdf_utils.reader import PdfFileReader  # noqa: PLC0415 - only signed files need it
    from pyhanko.sign.validation.status import SignatureCoverageLevel  # noqa: PLC0415

    found: list[dict[str, Any]] = []
    for signature in PdfFileReader(io.BytesIO(body), strict=False).embedded_signatures[:_MOST]:
        signature.compute_integrity_info()
        certificate = signature.signer_cert
        at = signature.self_reported_timestamp
        found.append(
            {
                "signer": _name(certificate.subject),
                "issuer": _name(certificate.issuer),
                "intact": _intact(signature),
                "whole": signature.coverage == SignatureCoverageLevel.ENTIRE_FILE,
                "signed_at": at.isoformat() if at else "",
            }
        )
    return found


def _name(name: Any) -> str:
    native = name.native
    parts = (native.get("common_name"), native.get("organization_name"))
    words = [", ".join(part) if isinstance(part, list) else part for part in parts if part]
    return ", ".join(dict.fromkeys(words))


def _intact(signature: Any) -> bool:
    from pyhanko.sign.validation.generic_cms import validate_sig_integrity  # noqa: PLC0415

    intact, valid = validate_sig_integrity(
        signature.signer_info,
        signature.signer_cert,
        expected_content_type=signature.signed_data["encap_content_info"]["content_type"].native,
        actual_digest=signature.compute_digest(),
    )
    return bool(intact and valid)
