"""Names of services: what an office issues or does for a visitor, as pages print them."""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.checks.phrasebook import Phrases, bare_label, fold

_NAMES = Phrases.load("names")
_TAIL = re.compile(r"\s*(?:\(.*?\)|[-:|].*)$")


@lru_cache(maxsize=4096)
def is_service_name(folded: str) -> bool:
    """Whether a folded heading, card title or item reads like the name of one service."""
    text = bare_label(folded)
    if not 3 <= len(text) <= 110 or text.count(" ") > 14 or text.endswith("?"):
        return False
    without_opening = re.sub(
        r"^(?:persyaratan|syarat(?:-syarat)?|alur|prosedur|tata cara|cara|formulir|form|sop|biaya|standar)\s+"
        r"(?:pelayanan\s+|layanan\s+)?",
        "",
        text,
    )
    if without_opening != text and (
        _NAMES["service"].regex.match(without_opening) or _NAMES["service_marks"].search(without_opening)
    ):
        return not _is_part(without_opening)
    if _is_part(text):
        return False
    return bool(_NAMES["service"].regex.match(text)) or bool(_NAMES["service_marks"].search(text))


def _is_part(text: str) -> bool:
    """The site's own parts ("Profil", "Jam Pelayanan"), or a bare word like "Layanan"."""
    if is_group_label(text):
        return True
    hit = _NAMES["not_service"].regex.match(text)
    return hit is not None


def is_group_label(folded: str) -> bool:
    """Whether a heading says that services follow ("Jenis Pelayanan")."""
    text = bare_label(folded)
    hit = _NAMES["group_labels"].regex.match(text)
    if hit is None:
        return False
    rest = text[hit.end() :].strip()
    return not rest or bool(
        re.match(r"^(?:kami|di\b|pada\b|puskesmas|dinas|desa|kelurahan|kecamatan|uptd?|kantor|&|dan)", rest)
    )


def normal(name: str) -> str:
    """A service's name for comparing: folded, without numbering, opening word and bracketed tail."""
    text = bare_label(fold(name))
    text = re.sub(r"^(?:persyaratan|syarat(?:-syarat)?|alur|prosedur|standar)\s+", "", text)
    text = re.sub(r"^(?:pelayanan|layanan|pembuatan|penerbitan|pengurusan|permohonan)\s+(?=\S)", "", text)
    return re.sub(r"[\W_]+", " ", text).strip()
