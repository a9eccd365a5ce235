"""Names of services: what an office issues or does for a visitor, as pages print them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import lru_cache

from auditor.checks.words.clauses import JOINED
from auditor.checks.words.phrasebook import Phrases, bare_label, fold

_NAMES = Phrases.load("names")
# "4 Jenis Layanan", "Berikut ini jenis pelayanan yang dapat diakses:"
_BETWEEN = re.compile(r"[\W_]+")
_WORD = re.compile(r"[^\W\d_]{2,}")
_LETTERS = re.compile(r"[a-z]{2,}")
_WORD_OR_FIGURE = re.compile(r"[a-z]{2,}|\d+")
IN_BRACKETS = re.compile(r"\(([^()]*)\)")
_SAME = (
    ("kk", re.compile(r"\bkartu keluarga\b")),
    ("ktp", re.compile(r"\b(?:kartu tanda penduduk|e ktp|ktp el|ktp elektronik)\b")),
    ("akta", re.compile(r"\bakte\b")),
)


_JOINS = (",", "/", "&", "dan", "serta")
"""One of them is in whatever ``JOINED`` parts."""


@lru_cache(maxsize=4096)
def is_service_name(folded: str) -> bool:
    """Whether a folded heading, card title or item reads like the name of one service."""
    text = bare_label(folded)
    if (
        not 3 <= len(text) <= 110
        or text.count(" ") > 14
        or text.endswith("?")
        or _NAMES["clauses"].search(text)
    ):
        return False
    if (opening := _NAMES["asked_of_service"].regex.match(text)) is not None:
        return is_service_name(text[opening.end() :])
    if is_part(text) or _joins_site_part(text):
        return False
    hit = _NAMES["service"].regex.match(text)
    if hit is None:
        return bool(_NAMES["service_marks"].search(text))
    rest = text[hit.end() :]
    if not _WORD.search(rest):
        return not _NAMES["needs_object"].regex.fullmatch(hit.group())
    return not (_NAMES["needs_object"].regex.fullmatch(hit.group()) and is_praise(rest))


def told_of_service(folded: str) -> int:
    """How far into a heading what it tells of a service goes ("SOP (Poli Umum)"); 0 where that is nothing."""
    hit = _NAMES["asked_of_service"].regex.match(folded)
    return hit.end() if hit else 0


def is_praise(folded: str) -> bool:
    """ "Cepat dan Ramah", "Layanan Digital Terpadu": how the office serves, not what it gives."""
    words = _WORD.findall(folded)
    return all(word in _SERVING or _NAMES["qualities"].regex.fullmatch(word) for word in words)


def opens_name(folded: str) -> bool:
    """Whether words begin as names of services do, though they may name none alone ("Pemeriksaan")."""
    return _NAMES["service"].opens(folded)


def is_weak_name(folded: str) -> bool:
    """Whether a name says a service only where services are listed ("Penanganan Stunting").

    Programmes, news and rows of a budget begin with the same words.
    """
    text = bare_label(folded)
    opening = _NAMES["weak_openings"].regex.match(text)
    if opening is None or _NAMES["service_marks"].search(text):
        return False
    served = text[opening.end() :].strip() if opening.group() in _SERVING else ""
    if served and served.count(" ") <= _SERVED and is_service_name(served) and not is_weak_name(served):
        return False  # "Pelayanan Farmasi": no programme is called so
    return _NAMES["papers"].regex.match(text, opening.end() + 1) is None  # "Pengajuan Surat Nikah"


def mentions_service(folded: str) -> bool:
    """Whether a headline speaks of getting a service ("Standar Pelayanan: Rekomendasi Mutasi")."""
    return bool(_NAMES["mentions"].search(folded) or _NAMES["service_marks"].search(folded))


@lru_cache(maxsize=4096)
def is_part(text: str) -> bool:
    """The site's own parts ("Profil", "Jam Pelayanan"), or a bare word like "Layanan"."""
    if is_group_label(text):
        return True
    hit = _NAMES["not_service"].regex.match(text)
    return hit is not None


@lru_cache(maxsize=4096)
def is_site_part(text: str) -> bool:
    """A part of the site and nothing more ("Berita", "Pengaduan Online"), whatever it is listed among."""
    return (
        _NAMES["not_service"].regex.fullmatch(_NAMES["served_how"].regex.sub("", bare_label(text)))
        is not None
    )


def _joins_site_part(text: str) -> bool:
    """ "Bantuan & Layanan Pengaduan": a part of the site, joined to a word that names nothing alone."""
    parts = JOINED.split(text) if any(sign in text for sign in _JOINS) else ()
    if len(parts) < 2:
        return False
    sites = [is_site_part(part) for part in parts]
    return any(sites) and not any(
        is_service_name(part) for part, site in zip(parts, sites, strict=True) if not site
    )


@lru_cache(maxsize=4096)
def is_group_label(folded: str) -> bool:
    """Whether a heading says that services follow ("Jenis Pelayanan")."""
    text = bare_label(folded)
    lead = _NAMES["before_lists"].regex.match(text)
    text = _NAMES["letters_online"].regex.sub("", text[lead.end() :] if lead is not None else text)
    if "/" in text:
        return all(is_group_label(part) for part in text.split("/"))  # "Poli/Pelayanan"
    if _NAMES["headings"].regex.fullmatch(text) or _NAMES["asked"].regex.fullmatch(text.rstrip(" ?!")):
        return True
    hit = _NAMES["group_labels"].regex.match(text)
    if hit is None:
        return False
    rest = text[hit.end() :].strip(" ?")
    if rest and hit.group() == "produk":
        return False  # "Produk Kami", "Produk Unggulan Desa" are goods
    if rest and is_group_label(rest):
        return True  # a small line over the heading: "Layanan" / "Layanan Publik"
    return not rest or bool(
        re.match(
            r"^(?:kami|yang|di\b|pada\b|puskesmas|dinas|desa|kelurahan|kecamatan|uptd?|kantor|mall?|mpp|&|dan)",
            rest,
        )
    )


def is_office(folded: str) -> bool:
    """Whether a heading is the name of an office ("Dinas Perhubungan"), not of a service."""
    return _NAMES["offices"].opens(bare_label(folded))


@lru_cache(maxsize=4096)
def normal(name: str) -> str:
    """A service's name for comparing: folded, without numbering, opening word and bracketed tail."""
    text = bare_label(fold(name))
    text = _NAMES["opening_words"].regex.sub("", _NAMES["tells_of_service"].regex.sub("", text))
    return _BETWEEN.sub(" ", text).strip()


def distinct(names: Iterable[str]) -> int:
    """How many services are named: "Akta Kelahiran", "Akta Kelahiran Baru", "... Hilang" are one.

    Names that differ only in the case they are for (new, lost, changed), in the office, in the place ("Izin
    Reklame Kota Andai") or in the way to it ("Pendaftaran via WhatsApp") are one service; "Tera / Tera Ulang"
    are two.
    """
    found = {_essence(part) for name in names for part in _alternatives(name)}
    return len([words for words in found if len(found) == 1 or not words <= _BARE])


def _alternatives(name: str) -> list[str]:
    parts = name.split("/")
    return parts if all(re.search(r"[^\W\d_]{4}", part) for part in parts) else [name]


_SERVING = frozenset({"pelayanan", "layanan"})
_SERVED = 3  # blanks in what is served, at most: headlines go on
_KINDS = frozenset({"surat", "keterangan"})
_FROM_OR_TO = frozenset({"ke", "dari", "dalam"})  # "Pindah ke", "Pindah dari Kota Lain" are two
_BARE = frozenset({"izin", "layanan", "pelayanan", "berkas", "dokumen"})  # "Permohonan Izin": of the other


def strip_ways(folded: str) -> str:
    """A folded name without the way to it at its end ("... via Mobile JKN", "... Online")."""
    return _NAMES["ways"].regex.sub("", folded)


def _plain(name: str) -> str:
    """A name without what stands in brackets ("Kartu Kuning (AK-1)"), unless that alone tells it."""
    plain = _NAMES["places"].regex.sub("", strip_ways(fold(re.sub(r"\([^()]*\)", " ", name))))
    return plain if set(normal(plain).split()) - _BARE else name


@lru_cache(maxsize=4096)
def told_apart_by(name: str) -> frozenset[str]:
    """The words by which a list of services tells one from another: "Surat Keterangan Usaha (SKU)" and "Surat
    Usaha" are one, "Akta Kelahiran Baru" and "Akta Kelahiran Hilang" are two."""
    text = normal(name)
    short = IN_BRACKETS.search(fold(name))
    if short and is_short_of(short.group(1), name[: short.start()]):
        text = normal(name[: short.start()] + name[short.end() :])
    words = _words_of(text, _WORD_OR_FIGURE, _FROM_OR_TO)
    return words - _KINDS or words


def is_short_of(short: str, name: str) -> bool:
    """Whether letters are the initials of a name's words ("SKTM", "Surat Keterangan Tidak Mampu")."""
    letters = _BETWEEN.sub("", fold(short))
    initials = "".join(word[0] for word in _BETWEEN.split(fold(name)) if word and word != "dan")
    return len(letters) >= 2 and letters == initials


@lru_cache(maxsize=4096)
def _essence(name: str) -> frozenset[str]:
    """The words that tell a service from others, whatever the case is that it is for."""
    whole = normal(_plain(name))
    return _words_of(_NAMES["cases"].regex.sub(" ", whole), _LETTERS) or frozenset(whole.split())


def _words_of(text: str, word: re.Pattern[str], kept: frozenset[str] = frozenset()) -> frozenset[str]:
    """The words of a name that mean something, its abbreviations unfolded to one form."""
    for short, long in _SAME:
        text = long.sub(short, text)
    return frozenset(
        found for found in word.findall(text) if found in kept or not _NAMES["joining"].regex.fullmatch(found)
    )
