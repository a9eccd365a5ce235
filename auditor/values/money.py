"""Fees as pages write them: ``Rp. 10.000,-``, ``Rp 1,5 juta``, ``gratis``, ``sesuai Perda No. 5 Tahun 2020``.

Only the words are read here; whether an amount is the *fee of a service* (and not a budget, a fine, a
stamp or a price of goods) is for ``auditor.checks.biaya`` to say. Forms: rubric-sources section 5.2,
row "Biaya/tarif". Amounts are whole or broken rupiah; 0 means free of charge. A figure between Rp 1
and Rp 99 is a broken value ("Rp. 5") and is not given, unless it is for a small piece ("Rp 7/kg").
"""

from __future__ import annotations

import re

from auditor.models import Fee
from auditor.patterns import Located
from auditor.values.found import MAX_TEXT, Found, without_overlaps
from auditor.values.signs import seen
from auditor.values.words import NUMBER_WORD, alternatives, number_of_words, small, table

LEAST = 100.0
"""The smallest fee in rupiah that is taken for one: smaller figures are broken values."""
MOST = 1e12
"""Above this no figure on a page is a fee."""

_FIGURE = (
    r"\d[\dOo]{0,2}(?:[.,]\s?[\dOo]{3}){1,4}(?:,\d{1,2}(?!\d))?"
    r"|\d{1,3}(?: \d{3}){1,3}(?!\d)|\d{1,12}(?:[.,]\d{1,2}(?!\d))?"
)
_SCALE = r"(?:\s{0,2}(?P<scale@>ribu|rb|juta|jt|k)\b\.?)?"
_TAIL = r"(?:[^\S\n]?[,.][^\S\n]?[-–—=]{1,2}|[^\S\n]?[,.]?-(?=\s|$|/)(?!\s{0,2}(?:rp|\d{1,3}\.\d{3})))?"
_IN_WORDS = (
    rf"(?:\s{{0,3}}\(\s{{0,2}}(?:{NUMBER_WORD})(?:\s{{1,4}}(?:{NUMBER_WORD})){{0,7}}"
    r"\s{1,4}rupiah\s{0,2}\))?"
)

# "(Rp.000)" in a column's head is a scale
_RUPIAH = Located(
    rf"(?<![a-z])(?!rp\.?\s?000\))(?:rp|idr)\s{{0,2}}[.,:]?-?\s{{0,3}}(?P<figure>{_FIGURE})"
    rf"{_SCALE.replace('@', '')}{_TAIL}{_IN_WORDS}"
    rf"(?:\s{{0,2}}(?:-|–|s\.?/?d\.?|sampai(?: dengan)?|hingga)\s{{0,2}}(?:rp\s?\.?\s?)?"
    rf"(?P<upto>{_FIGURE}){_SCALE.replace('@', '2')}{_TAIL})?",
    re.IGNORECASE,
)
_AFTER = Located(
    rf"(?<![\w.,])(?P<figure>{_FIGURE})(?:\s{{0,2}}(?P<scale>ribu|rb|juta|jt))?\s{{1,3}}rupiah\b",
    re.IGNORECASE,
)
_WORDS = Located(
    rf"\b(?P<words>(?:{NUMBER_WORD})(?:\s{{1,4}}(?:{NUMBER_WORD})){{0,7}})\s{{1,4}}rupiah\b", re.IGNORECASE
)
_NO_CHARGE = (
    rf"(?:{alternatives(table('free')['no'])})\s{{1,4}}(?:{alternatives(table('free')['unpaid'])}"
    rf"|(?:{alternatives(table('free')['levied'])})\s{{1,4}}(?:{alternatives(table('free')['levies'])}))"
)
_FREE = Located(
    rf"(?<![\w])(?:(?:{alternatives(table('free')['phrases'])})(?:nya)?|{_NO_CHARGE}|gratis+)(?![\w])"
    rf"(?!(?:\s{{1,4}}biaya)?\s{{1,4}}(?:{alternatives(table('free')['but'])})(?!\w))",
    re.IGNORECASE,
)
_CHARGED = re.compile(
    rf"(?<!\w)(?:{alternatives(table('charging')['words'])})\s{{0,2}}:?\s{{0,2}}"
    rf"(?:(?:{alternatives(table('charging')['between'])})\s{{1,2}})?"
    r"(?P<figure>\d{1,3}(?:\.\d{3}){1,2}(?![\d.]|,\d)|\d{1,3}(?=\s?(?:ribu|rb|k)\b))(?:\s?(?P<scale>ribu|rb|k)\b)?",
    re.IGNORECASE,
)
_BARE_FREE = re.compile(r"\A\W{0,6}free\W{0,6}\Z", re.IGNORECASE)
_BARE = re.compile(
    r"(?:^|[\t:=|]|\.{3,40}|[ ]{2})[ ]{0,4}(?P<figure>\d{1,3}(?:[.,]\d{3}){1,3})(?:,00)?(?:\s?,?-{1,2})?"
    r"(?:[ ]?/[ ]?\w{2,20})?(?=[ ]{0,4}(?:$|[\t|]))"
    r"|(?<![\w.,])(?P<scaled>\d{1,3}(?:[.,]\d{1,2})?)[ ]?(?P<scale>ribu|rb|k)\b",
    re.MULTILINE | re.IGNORECASE,
)
_NOUGHT = re.compile(r"\W*(?:0(?:[.,]0{2,3})?|nihil|nol|tidak ada)\W*", re.IGNORECASE)
_RULE = re.compile(rf"(?<![\w])(?P<rule>{alternatives(table('rules'))})(?![\w])", re.IGNORECASE)
_RULE_NUMBER = re.compile(
    r"(?:\s{1,3}(?!(?:No|N0|Nomor|Nomer|Tahun)\b)[A-Za-z.]{2,20}){0,6}?"
    r"\s{0,3}(?:Nomor|Nomer|No|N0)?\s{0,2}[.:]?\s{0,3}(?P<number>\d{1,4})\s{0,3}"
    r"(?:Tahun|Thn|Th\.?|/)\s{0,3}\.?\s{0,2}(?P<year>(?:19|20)\d\d)",
    re.IGNORECASE,
)
_PIECE = re.compile(
    rf"[\s,.\-]{{0,3}}(?:/|per\b)\s{{0,2}}(?:{alternatives(table('pieces')['words'])})\b", re.IGNORECASE
)
_UPTO = re.compile(
    r"[\s\-–]*(?:s\.?/?d\.?|sampai(?: dengan)?|hingga)?\s*(?:rp\s?\.?\s?)?$", re.IGNORECASE
)  # between the two figures of a range
_SCALES = {"ribu": 1e3, "rb": 1e3, "k": 1e3, "juta": 1e6, "jt": 1e6}


def _amount(figure: str, scale: str | None, least: float = LEAST) -> int | float | None:
    """Rupiah of ``10.000``, ``10,000``, ``1,5`` with ``juta``; None when it cannot be a fee."""
    digits = figure.replace("O", "0").replace("o", "0").replace(" ", "")
    if re.fullmatch(r"\d{1,3}(?:[.,]\d{3})+(?:,\d{1,2})?", digits):
        head = re.match(r"\d{1,3}(?:[.,]\d{3})+", digits)
        digits = re.sub(r"[.,]", "", head.group() if head else digits)
    else:
        digits = digits.replace(",", ".")
        if digits.count(".") > 1:
            return None
    amount = float(digits) * (_SCALES[small(scale)] if scale else 1.0)
    if amount != 0 and not least <= amount <= MOST:
        return None
    if amount == int(amount):
        return int(amount)
    return amount


def _fee(text: str, amount: int | float) -> Fee:
    return Fee(text=text, amount=amount, currency="IDR")


def find_fees(text: str) -> list[Found[Fee]]:
    """Every amount in rupiah and every explicit "no charge" in ``text``, in reading order.

    A range ("Rp 15.000 - 20.000") gives two values, each with the span of its own figure.
    Never raises on page text.
    """
    text = text[:MAX_TEXT]
    found: list[Found[Fee]] = []
    signs = seen(text)
    for match in _RUPIAH.finditer(text) if "amount" in signs else ():
        least = 1.0 if _PIECE.match(text, match.end()) else LEAST  # "Rp 7/kg" is whole
        scale = match["scale"] or (match["scale2"] if match["upto"] else None)
        amount = _amount(match["figure"], scale, least)
        upto = _amount(match["upto"], match["scale2"]) if match["upto"] else None
        end = match.start("upto") if upto else match.end()
        if amount is not None:
            words = _UPTO.sub("", text[match.start() : end]) if upto else match.group().strip()
            found.append(Found(_fee(words, amount), match.start(), match.start() + len(words)))
        if upto:
            found.append(Found(_fee(match.group().strip(), upto), match.start("upto"), match.end()))
    for match in _AFTER.finditer(text) if "rupiah" in signs else ():
        amount = _amount(match["figure"], match["scale"])
        if amount is not None:
            found.append(Found(_fee(match.group(), amount), match.start(), match.end()))
    for match in _WORDS.finditer(text) if "rupiah" in signs else ():
        figure = number_of_words(match["words"])
        if figure is not None and (figure == 0 or LEAST <= figure <= MOST):
            found.append(Found(_fee(match.group(), figure), match.start(), match.end()))
    for match in _CHARGED.finditer(text) if "charged" in signs else ():
        amount = _amount(match["figure"], match["scale"])
        if amount is not None:
            start, end = match.start("figure"), match.end()
            found.append(Found(_fee(text[start:end], amount), start, end))
    for match in (*_FREE.finditer(text), *_BARE_FREE.finditer(text)) if "free" in signs else ():
        found.append(Found(_fee(match.group().strip(), 0), match.start(), match.end()))
    return without_overlaps(found)


def find_bare_amounts(text: str) -> list[Found[Fee]]:
    """Figures that end a line behind a blank or colon ("15.000", "Karcis : 5.000,-"), and "15 ribu", "5rb".

    Nothing but ``0``, "nihil" or "tidak ada" is no charge. Only for places that are known to hold fees:
    without ``Rp`` a figure says nothing by itself.
    """
    if _NOUGHT.fullmatch(text[:20]) and len(text) <= 20:
        return [Found(_fee(text.strip(), 0), 0, len(text))]
    found: list[Found[Fee]] = []
    for match in _BARE.finditer(text[:MAX_TEXT]):
        part = "figure" if match["figure"] else "scaled"
        amount = _amount(match[part], match["scale"])
        if amount is not None and amount >= LEAST:
            end = match.end("scale") if match["scale"] else match.end(part)
            words = match.string[match.start(part) : end]
            found.append(Found(_fee(words, amount), match.start(part), end))
    return found


def find_rules(text: str) -> list[Found[Fee]]:
    """Every regulation named, as a :class:`Fee` with ``by_regulation`` (``Perda 5/2020``, ``Perda``)."""
    found: list[Found[Fee]] = []
    for match in _RULE.finditer(text[:MAX_TEXT]):
        short = table("rules")[re.sub(r"\s+", " ", small(match["rule"]))]
        numbered = _RULE_NUMBER.match(text, match.end())
        if numbered:
            name, end = f"{short} {int(numbered['number'])}/{numbered['year']}", numbered.end()
        else:
            name, end = short, match.end()
            if short in {"PP", "UU"}:  # two letters alone name nothing
                continue
        words = text[match.start() : end]
        found.append(Found(Fee(text=words, by_regulation=name), match.start(), end))
    return without_overlaps(found)
