"""Lines that hold a label and its value: ``Biaya: gratis``, ``Tarif Rp 30.000``, several in a row."""

from __future__ import annotations

import re
from functools import cache
from typing import Final

from auditor.extract.label_words import alternation, component_of, word_set, words
from auditor.extract.labels import component_only, component_start
from auditor.text import fold_label, strip_number


@cache
def _valued() -> re.Pattern[str]:
    # A value as it stands right behind its label in tables that lost their rules: "Tarif Rp 30.000".
    units, free, begins = (alternation(words()[name]) for name in ("units", "free", "free_starts"))
    return re.compile(
        r"^(?P<label>[^\d:]{4,60}?)\s+(?P<value>(?:±\s*)?(?:rp\b\.?\s*\d|\d{1,3}\s*(?:\([^()]{1,40}\)\s*)?"
        rf"(?:{units})\b|(?:{free})\b|{begins}).{{0,80}})$",
        re.IGNORECASE,
    )


def split_valued(line: str) -> tuple[str, str] | None:
    """``"Lama layanan 15 menit"`` → its label and value; None where the words before are no bare label."""
    if not component_start(line):
        return None
    match = _valued().match(line)
    if not match or not component_only(match["label"]):
        return None
    return match["label"].strip(), match["value"].strip()


def is_valued(label: str, value: str) -> bool:
    """A label of a time or cost, and such a value alone: ``("Estimasi Waktu", "3 hari kerja")``."""
    pair = split_valued(f"{label} {value}")
    alone = pair is not None and pair[1] == value.strip()
    return alone and not word_set("valued").isdisjoint(fold_label(label).split())


def split_clauses(text: str) -> list[tuple[str, str]]:
    """``"persyaratan FC KTP; jangka waktu 1 hari; biaya gratis"`` → its labelled clauses; a clause that
    begins with no label has an empty one. Empty list where fewer than three clauses have one."""
    if text.count(";") < 2:
        return []
    head, colon, rest = text.partition(":")
    clauses = [part.strip() for part in (rest if colon and ";" not in head else text).split(";")]
    found = [component_of(clause.casefold()) for clause in clauses]
    if (
        sum(
            match is not None and len(clause) > match.end()
            for match, clause in zip(found, clauses, strict=True)
        )
        < 3
    ):
        return []
    out = [(head.strip(), "")] if colon and ";" not in head else []
    for match, clause in zip(found, clauses, strict=True):
        if match is None:
            out.append(("", clause))
        else:
            out.append((clause[: match.end()].strip(), clause[match.end() :].lstrip(" :-").rstrip(" :")))
    return [part for part in out if any(part)]


_BEGINS: Final = re.compile(r"[^\W\d_]{2,}")
_SENTENCE: Final = re.compile(r"[.?!]\s")
_ENDS_IN_FIGURE: Final = re.compile(r"\d$")
_TWO_FIGURES: Final = re.compile(r"\d\d\b")
_COLON: Final = re.compile(r"^(?P<label>[^:]{2,90}?)\s*:(?!//)\s*(?P<rest>.*)$", re.DOTALL)


def split_label(line: str) -> tuple[str, str] | None:
    """``"Label : value"`` → its two parts; None where the colon is one of a time, address or sentence."""
    match = _COLON.match(line)
    if not match:
        return None
    label, rest = match["label"].strip(), match["rest"].strip()
    bare = strip_number(label)
    if not _BEGINS.match(bare) or _SENTENCE.search(bare) or len(bare.split()) > 12:
        return None
    if _ENDS_IN_FIGURE.search(bare) and _TWO_FIGURES.match(rest):  # 08:00
        return None
    return label, rest


@cache
def _inline() -> re.Pattern[str]:
    # A component's label inside a running line, closed by a colon: "... Biaya: gratis. Waktu: 1 hari".
    # The Latin lookbehind keeps "masa waktu:" whole; fillers between label and colon at most 40 characters.
    return re.compile(
        rf"(?:(?<=^)|(?<=[.;,)!|•·\s]))(?:(?:\d{{1,2}}|[a-hA-H])[.)]\s*)?"
        rf"(?P<label>(?:{alternation(words()['components'])})\b[^:.;!?\n]{{0,40}}?)\s*:(?!//)\s*",
        re.IGNORECASE,
    )


def split_inline(text: str) -> list[tuple[str, str]]:
    """``"Syarat: KTP. Waktu: 1 hari. Biaya: gratis"`` → its labelled parts; the part before the first label
    has
    an empty label. Empty list where fewer than two labels stand inside."""
    if text.count(":") < 2:
        return []
    matches = list(_inline().finditer(text))
    if len(matches) < 2:
        return []
    out: list[tuple[str, str]] = []
    if text[: matches[0].start()].strip():
        out.append(("", text[: matches[0].start()].strip()))
    for match, after in zip(matches, [*matches[1:], None], strict=True):
        end = after.start() if after else len(text)
        out.append((match["label"].strip(), text[match.end() : end].strip(" ;|")))
    return out
