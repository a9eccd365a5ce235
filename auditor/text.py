"""Folding of Indonesian text as pages and scans print it.

Values (times, money, phones) are read elsewhere; here words are only made comparable. All
functions are pure; none raises on any string.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache

from rapidfuzz.distance import DamerauLevenshtein

from auditor.letters import ALONE, plain_signs

_SPACE_BEFORE = re.compile(r" +([,.;:!?)])")

# "1." "2)" "(3)" "a." "IV." "A)" "1.2." "•" "-" "✓" before an item
NUMBERING = re.compile(
    r"^\s*(?:[(\[]?(?:\d{1,2}(?:\.\d{1,2}){0,3}|[a-zA-Z]|[ivxIVX]{1,5})[.)\]]+(?=\s|[A-Za-z])\s*"
    r"|\d{1,2}\s+(?=[A-Z])|[-–—•●▪■◦○*✓✔☑➢➤►▶→·§o]\s+|[•●▪■◦✓✔☑➢➤►▶·§])"
)

_ROMAN = "ivxIVX"

# The first item of a list, and an item numbered the way headings are ("A." "II." "3.").
FIRST_ITEM = re.compile(r"^\s*(?:[(\[]?[1aAiI][.)\]]+\s*(?:\S|$)|[-–—•●▪■◦○*✓✔☑➢➤►▶→·§]\s*\S)")
LETTERED = re.compile(r"^\s*(?:[A-Z]|[IVX]{1,5}|\d{1,2})[.)]\s*[^\W\d_]")


_ASCII = bytes(range(128))


def foreign(text: str) -> str:
    """The letters of a text that are not ASCII, in order: found without looking at each letter."""
    return text.encode("utf-8", "surrogatepass").translate(None, _ASCII).decode("utf-8", "surrogatepass")


_BLANK = {ord(char): " " for char in map(chr, range(128)) if char.isspace()}
_SMALL = bytes(range(256)).decode("latin-1").translate(_BLANK | {ord("`"): "'"}).encode("latin-1").lower()
"""What becomes of each byte: letters of ASCII are small, blanks are one kind."""


def fold(text: str) -> str:
    """Lower case, one kind of dash and quote, single blanks: the form in which phrases are compared."""
    if not text.isascii():
        for char in set(foreign(text)):
            plain = ALONE[char]
            if plain is None:
                return " ".join(plain_signs(unicodedata.normalize("NFKC", text)).split()).casefold()
            text = text.replace(char, plain)
    # Bytes are changed all at once, words and letters one after the other: half the time.
    text = text.encode().translate(_SMALL).decode()
    while "  " in text:
        text = text.replace("  ", " ")
    return text.strip(" ")


@lru_cache(4096)  # several ask it of one label, and menus repeat
def fold_label(text: str) -> str:
    """``fold`` without the item's number, closing colon and decoration: ``"2) Biaya / Tarif :"`` →
    ``"biaya/tarif"``."""
    text = fold(strip_number(text))
    if "/" in text:
        text = re.sub(r"\s*/\s*", "/", text)
    if _SPACE_BEFORE.search(text):  # a template with a group in it costs more than all the rest here
        text = _SPACE_BEFORE.sub(r"\1", text)
    return text.strip(" :.;,-_=*|#>~\"'")


# Pictures and arrows of Unicode that writers set before a label as a bullet.
_PICTURES = re.compile(
    r"^\s*(?:[\U0001f000-\U0001faff\u2300-\u27bf\u2b00-\u2bff][\ufe0e\ufe0f\U0001f3fb-\U0001f3ff]?\s*)+(?=[^\W_])"
)


def strip_number(text: str) -> str:
    """The line without its leading item number or bullet."""
    if text[:2].isalpha() and len(text) > 1 and text[0] not in _ROMAN:
        return text.strip()  # a word
    if not text.isascii():
        text = _PICTURES.sub("", text)
    match = NUMBERING.match(text)
    return text[match.end() :].lstrip() if match else text.strip()


def item_number(text: str) -> str:
    """The leading number or bullet of a line as printed, else empty."""
    match = NUMBERING.match(text)
    return match.group().strip() if match else ""


def near(word: str, target: str) -> bool:
    """Equal but for scan noise: no edit up to 4 letters, 1 up to 8, else 2."""
    if word == target:
        return True
    allowed = 0 if len(target) <= 4 else 1 if len(target) <= 8 else 2
    if not allowed or abs(len(word) - len(target)) > allowed:
        return False
    return DamerauLevenshtein.distance(word, target, score_cutoff=allowed) <= allowed


def distance(word: str, target: str) -> int:
    """Letters to add, drop, change or swap to make one word of the other."""
    return int(DamerauLevenshtein.distance(word, target))


_LETTER_DIGIT = re.compile(r"(?<=[a-zA-Z])[0](?=[a-zA-Z])|(?<=[a-z])[1](?=[a-z])|\bN0\b")
_BROKEN = re.compile(r"([a-z]{2,})[-‐­]\s*\n\s*([a-z]{2,})")


def _undigit(match: re.Match[str]) -> str:
    return {"0": "o", "1": "l", "N0": "No"}[match.group()]


def repair_ocr(text: str) -> str:
    """Joins words a line end split and undoes the commonest confusions (``N0`` → ``No``, ``0``/``1``
    inside words). Digits standing alone are never touched: values must stay as printed."""
    return _LETTER_DIGIT.sub(_undigit, _BROKEN.sub(r"\1\2", text))


def join_split(line: str, words: Iterable[str]) -> str:
    """Joins neighbouring pieces whose joint spelling is a known word (``PER SYARATAN`` → ``PERSYARATAN``).

    ``words`` are folded. Letter-spaced titles (``M A K L U M A T``) are joined as well.
    """
    known = words if isinstance(words, set | frozenset) else set(words)
    pieces = line.split(" ")
    out: list[str] = []
    index = 0
    while index < len(pieces):
        for size in range(min(14, len(pieces) - index), 1, -1):
            part = pieces[index : index + size]
            if size > 4 and any(len(piece) > 2 for piece in part):
                continue
            joint = "".join(part)
            bare = joint.strip(":.,;").casefold()
            if bare in known and not any(
                piece.strip(":.,;").casefold() in known and len(piece) > 3 for piece in part
            ):
                out.append(joint)
                index += size
                break
        else:
            out.append(pieces[index])
            index += 1
    return " ".join(out)


# The commonest words of Indonesian administrative prose: enough to tell it from a broken font map.
_TWICE = re.compile("[ÂÃÄÅâãð][^\\s\x00-\x7f]{1,3}")
_TWICE_BEGINS = "ÂÃÄÅâãð"
_MOJIBAKE = re.compile("[ÃÂâ][\u0080-\u00bf€‚ƒ„…†‡ˆ‰Š‹Œ‘’“”•–—˜™š›œžŸ]")


def broken_letters(text: str) -> bool:
    """UTF-8 read as windows-1252 stands in the text (``â€“``, ``Ã©``)."""
    if not any(sign in text for sign in _TWICE_BEGINS):
        return False
    return any(_again(match) != match.group() for match in _TWICE.finditer(text))


def _again(match: re.Match[str]) -> str:
    try:
        return match.group().encode("cp1252").decode("utf-8")
    except UnicodeError:
        return match.group()


def repair_mojibake(text: str) -> str:
    """UTF-8 that was read as windows-1252 read again (``â€“`` → ``–``); other text as it is."""
    if not ("Ã" in text or "Â" in text or "â" in text) or not _MOJIBAKE.search(text):
        return text
    return _TWICE.sub(_again, text)
