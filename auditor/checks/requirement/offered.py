"""A list of what the office hands out is no list of what to bring.

"Pelayanan Kependudukan: KTP, Kartu Keluarga, Akta Kelahiran" and "Administrasi Umum: Surat Keterangan Usaha,
Surat Keterangan Domisili" name services with the very words that requirements are made of. Papers to bring
are told apart by what goes with them: a copy, an original, sheets, who gave them, whose they are.
"""

from __future__ import annotations

import re
from functools import lru_cache

from auditor.checks.sight.section import Sight
from auditor.checks.words.marks import unmarked
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import Phrases, bare_label

_WORDS = Phrases.load("persyaratan")
_STEPS = Phrases.load("prosedur")
_NOUN = 2  # blanks before the verb of such an item
_SERVED = re.compile(r"(?:(?:pe)?layanan|poli|klinik)\s")  # nobody brings those


def _serves(label: str) -> bool:
    """ "Layanan Kepegawaian": what is served by name, not how ("Pelayanan Prima")."""
    return _SERVED.match(label) is not None and is_service_name(label)


def _is_asked(item: str) -> bool:
    """A paper to bring, or a step to take."""
    return bool(_WORDS["documents"].search(item) or _STEPS["steps"].search(item))


def is_handled(item: str) -> bool:
    """ "Fotokopi dicocokkan", "surat ditandatangani lurah": what is done with a paper, no paper to bring."""
    hit = _STEPS["passives"].search(item)
    return hit is not None and item[: hit.start()].count(" ") <= _NOUN


def lists_services(sight: Sight) -> bool:
    """Whether a section's items are the services of the office, not the papers for one of them."""
    return "\n" in sight.body and _lists_services(sight.label, sight.body)


@lru_cache(maxsize=2048)  # several rules ask it of a section, and cards repeat on other pages
def _lists_services(label: str, body: str) -> bool:
    raw = body.splitlines()
    if len(raw) < 2 or _WORDS["paper_signs"].search(body):
        return False
    lines = [unmarked(line).strip(" ;.,") for line in raw]
    items = [line for line in lines if line and not line.endswith(":") and line.count(" ") <= 9]
    grouped = _WORDS["groups"].regex.match(unmarked(bare_label(label))) is not None
    if _serves(bare_label(label)) and not any(_is_asked(item) for item in items):
        return len(items) >= 2
    given = sum(_WORDS["given_papers"].opens(item) or _SERVED.match(item) is not None for item in items)
    if grouped:
        given += sum(_WORDS["own_papers"].opens(item) for item in items)
    elif any(_WORDS["own_papers"].opens(item) for item in items):
        return False  # who lists KTP or KK under a service says what to bring
    return given >= 2 and given * 2 > len(items)
