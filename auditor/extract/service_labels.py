"""Which labels name a service, and below which others may."""

from __future__ import annotations

import re
from functools import cache, lru_cache
from typing import Final

from auditor.extract.label_words import alternation, with_service, word_set, words
from auditor.extract.labels import (
    MAX_LABEL,
    component_only,
    component_start,
)
from auditor.text import fold_label, strip_number


@cache
def _service_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words()['service_starts'])})(?![\w-])")


_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")
_PARTED: Final = re.compile(r"\s[|»–—-]\s")


@lru_cache(4096)
def service_of(label: str) -> str:  # noqa: PLR0911
    """The service a label names as printed there, else empty.

    ``"Standar Pelayanan Penerbitan KTP-el"`` → ``"Penerbitan KTP-el"``; ``"Persyaratan"`` → ``""``.
    """
    text = _PARTED.split(strip_number(label), maxsplit=1)[0].strip(" :.;-–*")
    if not 2 <= len(text) <= MAX_LABEL or text.endswith("?"):
        return ""
    folded = fold_label(text)
    if folded in word_set("not_services") or component_only(text) or folded.endswith(_sentence_ends()):
        return ""
    match = with_service().match(folded)
    if match:
        rest = match.group(1).strip(" :.;-")
        if rest in word_set("not_services") or len(rest) < 2 or not _service_start().match(rest):
            return ""
        tail = text[-len(rest) :] if text.casefold().endswith(rest) else ""
        if not tail:
            found = re.search(re.escape(rest.split(" ")[0]), text, re.IGNORECASE)
            tail = text[found.start() :] if found else rest
        return tail.strip(" :.;-")
    if component_start(text):
        return ""
    if not _service_start().match(folded):
        return ""
    if " " not in folded and folded in word_set("generic_single"):
        return ""
    if all(word in word_set("service_fillers") for word in re.findall(r"[^\W_]+", folded)):
        return ""
    return text


@cache
def _no_services_below() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words()['no_services_below'])})\b")


@cache
def _adds_services() -> tuple[str, ...]:
    return tuple(words()["adds_services"])


@lru_cache(4096)
def holds_services(label: str) -> bool:
    """Headings below this label may name services; not below "Alur", "Pengaduan", "Berita" ..., unless it
    adds them ("Program & Layanan")."""
    folded = fold_label(label)
    other = _no_services_below().match(folded)
    return other is None or folded[other.end() :].strip().startswith(_adds_services())


@cache
def _list_starts() -> tuple[str, ...]:
    return tuple(words()["list_starts"])


@lru_cache(4096)
def holds_nothing(label: str) -> bool:
    """A component's label that can only hold that component ("Persyaratan", "Biaya"), not a list of
    services."""
    return component_only(label) and not fold_label(label).startswith(_list_starts())


@cache
def _sentence_ends() -> tuple[str, ...]:
    return tuple(words()["sentence_ends"])


@cache
def _not_service_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{alternation(words()['not_service_starts'])})\b")


@lru_cache(4096)
def can_be_service(label: str) -> bool:
    """Nothing in the label speaks against its naming a service (its place has to speak for it)."""
    text = strip_number(label).strip(" :.;-–*")
    folded = fold_label(text)
    return (
        2 <= len(text) <= MAX_LABEL
        and folded not in word_set("not_services")
        and not component_start(text)
        and not _not_service_start().match(folded)
        and not text.endswith("?")
        and not folded.endswith(_sentence_ends())
        and _LETTERS.search(text) is not None
    )
