"""The assessor's dossier: a PDF and an HTML page for each unit, for an unannounced visit."""

from __future__ import annotations

import io
from collections.abc import Collection, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pypdfium2
import segno

from auditor.errors import AuditorError
from auditor.reporting.dossier.changes import ChangedVerdict, UnitChanges
from auditor.reporting.dossier.content import content
from auditor.reporting.dossier.limits import MOST_PAGES, WIDEST_FIRST, Limits
from auditor.reporting.html import environment
from auditor.reporting.links import link
from auditor.reporting.printable import clipped
from auditor.reporting.typeset import Typesetter
from auditor.reporting.view import RegionView, UnitView

__all__ = [
    "ChangedVerdict",
    "DossierError",
    "UnitChanges",
    "dossier",
    "evidence_address",
    "pdf",
    "write",
]

_QR_LONGEST = 500  # an address of more characters makes a code no phone reads off paper


class DossierError(AuditorError):
    """A dossier cannot be written: which, where, how to mend it."""


def write(
    region: RegionView,
    views: Sequence[UnitView],
    folder: Path,
    formats: Collection[str],
    *,
    changes: Mapping[str, UnitChanges] | None = None,
    base: str = "",
) -> Iterator[Path]:
    """Write one dossier per unit into ``folder``; the paths as they are written.

    ``changes`` are those since an earlier run, by unit_id; ``base`` is the address under which the
    HTML report is published, for the QR code. Raises DossierError, TypesetError.
    """
    typesetter = Typesetter("dossier.typ") if "pdf" in formats else None
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for view in views:
            stem = folder / view.file.removesuffix(".html")
            changed = (changes or {}).get(view.unit.unit_id)
            if typesetter is not None:
                path = stem.with_name(f"{stem.name}.pdf")
                path.write_bytes(pdf(typesetter, view, region, changed, base=base))
                yield path
            if "html" in formats:
                path = stem.with_name(f"{stem.name}.html")
                data = dossier(view, region, changed, base=base)
                page = environment().get_template("dossier.html").render(d=data, region=region, T=view.texts)
                path.write_text(page, "utf-8")
                yield path
    except OSError as error:
        raise DossierError(
            f"{error.filename or folder}: tidak dapat ditulis ({error.strerror}); "
            "periksa izin dan sisa tempat, atau pilih folder lain dengan --out"
        ) from error


def pdf(
    typesetter: Typesetter,
    view: UnitView,
    region: RegionView,
    changes: UnitChanges | None = None,
    *,
    base: str = "",
) -> bytes:
    """The dossier as PDF, with as much of each list as leaves it at most six pages.

    Raises TypesetError.
    """
    made = b""
    for limits in WIDEST_FIRST:
        made = typesetter.pdf(dossier(view, region, changes, base=base, limits=limits), view.file)
        if _pages(made) <= MOST_PAGES:
            break
    return made


def _pages(data: bytes) -> int:
    document = pypdfium2.PdfDocument(data)
    try:
        return len(document)
    finally:
        document.close()


def dossier(
    view: UnitView,
    region: RegionView,
    changes: UnitChanges | None = None,
    *,
    base: str = "",
    limits: Limits = WIDEST_FIRST[0],
) -> dict[str, Any]:
    """The dossier's words as both templates take them, QR code included."""
    data = content(view, region, changes, evidence_address(base, view) if base else "", limits)
    words, own, qr = view.texts, data["words"], data["qr"]
    data["qr"] = {
        **qr,
        "svg": _qr(qr["url"]),
        "alt": own["qr_alt"].format(url=qr["url"]),
        "shown": clipped(qr["url"].removeprefix("https://").removeprefix("http://"), 46),
    }
    data["heads"] = {
        "component": words("labels", "component"),
        "confidence": words("labels", "confidence").lower(),
        "verdict": words("labels", "verdict"),
        "problem": words("labels", "problem"),
        "quote": words("labels", "quote"),
        "services": words("labels", "services"),
        "question": own["question"],
    }
    data["short"] = f"{own['kicker']}: {clipped(view.name, 70)} ({own['score_is']})"
    return data


def evidence_address(base: str, view: UnitView) -> str:
    """Where the unit's evidence page stands when the report is published at ``base``.

    ``base`` is a folder's address, or a pattern with ``{unit}`` for the unit's id (a dashboard).
    Raises DossierError when it is no http(s) address.
    """
    if "{unit}" in base:
        url = base.replace("{unit}", quote(view.unit.unit_id, safe=""))
    else:
        url = f"{base.rstrip('/')}/{view.href}"
    if not link(url):
        raise DossierError(f"--link {base!r}: bukan alamat http(s); beri mis. https://contoh.go.id/audit")
    return url


def _qr(url: str) -> str:
    """The QR code as SVG; empty where there is no address or one too long to scan."""
    if not url or len(url) > _QR_LONGEST:
        return ""
    buffer = io.BytesIO()
    segno.make(url, error="m", micro=False).save(buffer, kind="svg", border=2, xmldecl=False, svgns=True)
    return buffer.getvalue().decode()
