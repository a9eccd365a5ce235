"""Result of a satisfaction survey: ``Nilai SKM 83,25``, ``IKM ... NILAI 89.08 (A)``, with grade and period.

PermenPANRB 14/2017: the index lies between 25 and 100 (or 1 and 4 unconverted); grades A 88.31-100,
B 76.61-88.30, C 65.00-76.60, D 25.00-64.99 (rubric-sources section 1.2).
"""

from __future__ import annotations

import re

from auditor.models import Fact
from auditor.values.found import MAX_TEXT, Found
from auditor.values.words import alternatives, table

_NAME = (
    r"(?<![a-z])(?:e-?skm|skm|ikm|indeks\s{1,3}kepuasan(?:\s{1,3}\w{3,14}){0,2}|survei?y?\s{1,3}kepuasan(?:\s{1,3}\w{3,14}){0,2}"
    r"|(?:nilai|tingkat)\s{1,3}kepuasan(?:\s{1,3}\w{3,14}){0,2}|nrr\s{1,3}tertimbang\s{0,2}[x×*]\s{0,2}25)(?![a-z])"
)
_COUNTED = f"{'|'.join(table('survey')['counted'])}|{alternatives(table('months'))}"
# Both ends of a grade's interval ("76,61 - 88,30", "88,31 s.d. 100") are no result; a year beside it may be
_ON_TO = r"\s{0,2}(?:-|–|—|s/d|s\.d\.?|sampai|hingga)\s{0,2}(?:100|\d{1,2})(?!\d)"
_NO_END = "".join(
    rf"(?<!{low} {to} )"
    for low in (r"[.,]\d", r"[.,]\d\d", r"[.,]\d{4}", r"\D\d\d")
    for to in ("[-–—]", r"s\.d\.", "s/d", "sampai")
)
_VALUE = (
    rf"(?<![\w.,/:\-]){_NO_END}(?<!25 hingga )(?<!dasar )(?<!interval )(?<!rp)(?<!rp )(?<!rp\.)(?<!rp\. )"
    r"(?P<value>(?:100|[2-9]\d)(?:[.,]\d{1,4})?|[1-4][.,]\d{1,4})"
    rf"(?!(?!(?-i:[A-Z][a-z]))\w|[.,:]?\d|/(?!\s?(?:4|100)(?:[.,]0{{1,2}})?(?![\d/]))\s?\d|\s?(?:{_COUNTED})|{_ON_TO})"
)
_NEXT_CELL = re.compile(r"[ ]?[\t|][ ]?(?P<value>[2-9]\d[.,]\d{1,4})(?=\s|$)")
_NAMED = re.compile(_NAME, re.IGNORECASE)
_LOOK = re.compile(rf"{_NAME}(?P<between>[^\x00]{{0,220}}?){_VALUE}", re.IGNORECASE)
_BACK = re.compile(
    rf"(?:(?:nilai|skor|indeks)\W{{0,6}}|kepuasan(?:\s\w{{3,14}}){{1,2}}(?:\s20\d\d)?\W{{1,3}}(?=\d{{1,2}}[.,]))"
    rf"{_VALUE}(?P<between>[^\n]{{0,60}}?){_NAME}",
    re.IGNORECASE,
)
_ABOVE = re.compile(
    rf"(?:\A|\n)\W{{0,4}}{_VALUE}[ \t]*\n"
    rf"(?P<between>\W{{0,4}}(?:(?:nilai|skor|indeks|rata-rata)\W{{1,3}})?){_NAME}",
    re.IGNORECASE,
)
_SAYS = re.compile(
    r"nilai|skor|score|indeks|index|sebesar|mencapai|hasil|memperoleh|adalah|konversi|[:=]|mutu|predikat"
    r"|(?:pada|ke|di|angka|menjadi|naik|turun|diperoleh|skor)\s+[1-9]\d?[.,]\d",
    re.IGNORECASE,
)
_GRADE = re.compile(
    r"\(\s?(?P<g1>[A-D])\s?\)|(?:mutu(?:\s+pelayanan)?|kategori|predikat|grade|kinerja)"
    r"[^\n]{0,24}?(?<![a-z])(?P<g2>[A-D]\b|sangat baik|kurang baik|tidak baik|baik)",
    re.IGNORECASE,
)
_PERCENT = re.compile(r"\s{0,2}(?:%|persen)", re.IGNORECASE)
_GRADED = re.compile(
    r"\s{0,2}(?:%|persen)[^a-z]{0,12}(?:(?:mutu|kategori|predikat)[^\n]{0,24}?)?"
    r"(?:sangat |kurang |tidak )?(?:baik|memuaskan)(?![a-z])",
    re.IGNORECASE,
)
_PERIOD = re.compile(
    rf"(?<![a-z])(?:(?:semester|triwulan|tw|caturwulan|periode|bulan)\s{{0,3}}[:.]?\s{{0,2}})?(?:(?:[IV]{{1,3}}|[1-4]|{alternatives(table('months'))})"
    rf"(?:\s{{0,2}}(?:-|–|s/d|s\.d\.?|sampai)\s{{0,2}}(?:{alternatives(table('months'))}))?\s{{1,3}})?(?:tahun\s{{1,3}})?(?<!\d)20[0-3]\d(?!\d)",
    re.IGNORECASE,
)


def _last_name(spread: str) -> tuple[int, int] | None:
    """Where the survey is named last, no more than 40 characters before the value."""
    names = [hit.span() for hit in _NAMED.finditer(spread)]
    return names[-1] if names and len(spread) - names[-1][1] <= 40 else None


def find_index(text: str) -> list[Found[Fact]]:
    """Every survey result in ``text``; parts ``nilai`` (with a dot), ``mutu`` and ``periode`` where said.

    A percentage is no index of PermenPANRB 14/2017 and is left out, unless one of its grades is beside it.
    """
    text = text[:MAX_TEXT]
    found: list[Found[Fact]] = []
    for pattern in (_LOOK, _BACK, _ABOVE):
        for match in pattern.finditer(text):
            graded = _GRADED.match(text, match.end("value")) is not None
            if _PERCENT.match(text, match.end("value")) and not graded:
                continue
            whole = match.group("value")
            words = text[match.start() : match.end()]
            spread = match["between"]
            if pattern is _ABOVE and not re.search(r"[.,]", whole):
                continue  # "98" over "kepuasan" is a counter, no index
            if not (graded or re.search(r"[.,]", whole) or _SAYS.search(spread)):
                # the aim stands before the result in a table: "Indeks Kepuasan Masyarakat | 82 | 84,30"
                cell = _NEXT_CELL.match(text, match.end()) if pattern is _LOOK else None
                if cell is None or "\n" in spread.strip():
                    continue
                whole, words = cell["value"], f"{words} {cell['value']}"
            if len(spread) > 40 and not _SAYS.search(words):
                nearest = _last_name(spread) if pattern is _LOOK else None
                if nearest is None:
                    continue
                # "... survei kepuasan. Dari survei itu diperoleh IKM 98,42": the last name has the value
                words, spread = spread[nearest[0] :] + whole, spread[nearest[1] :]
            parts = {"nilai": whole.replace(",", ".")}
            after = text[match.end() : match.end() + 120]
            if grade := (_GRADE.search(spread) or _GRADE.search(after)):
                parts["mutu"] = grade["g1"] or grade["g2"]
            if period := (
                _PERIOD.search(text[max(0, match.start() - 80) : match.end()]) or _PERIOD.search(after)
            ):
                parts["periode"] = period.group().strip()
            fact = Fact(text=re.sub(r"\s+", " ", words)[:240], parts=parts)
            found.append(Found(fact, match.end() - len(words), match.end()))
    found.sort(key=lambda item: item.start)
    unique: list[Found[Fact]] = []
    for item in found:
        if all(item.value.parts["nilai"] != had.value.parts["nilai"] for had in unique):
            unique.append(item)
    return unique
