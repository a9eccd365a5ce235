"""Numbers, values and reasons in words, as every report says them."""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.masking import mask
from auditor.models import Asked, Channel, Duration, Fact, Score, Value
from auditor.reporting.texts import Texts

_COUNTED = ("halaman ", "gambar")  # how reading names a page of a document, a picture
_ROW = re.compile(r"(?<![\w#.-])tr:nth-of-type\((\d+)\)(?!.*(?<![\w#.-])tr\b)")  # the innermost table's


def number(value: float | None, digits: int = 1) -> str:
    """A number with decimal comma; ``–`` for none."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".replace(".", ",")


def ranged(texts: Texts, table: str, key: str, score: Score, *, digits: int = 1) -> str:
    """The range of a score in the words of ``table`` and ``key``; empty where both ends read the same."""
    ends = number(score.low, digits), number(score.high, digits)
    return "" if ends[0] == ends[1] else texts(table, key).format(low=ends[0], high=ends[1])


def plain(value: float) -> str:
    """A number with only the decimals it has, decimal comma and dots between thousands."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def percent(part: float, whole: float) -> str:
    """A share as whole percent; ``0 %`` of nothing."""
    return f"{round(100 * part / whole) if whole else 0} %"


def joined(parts: Iterable[str]) -> str:
    """Words joined for one table cell."""
    return "; ".join(part for part in parts if part)


def candidate_words(reason: str, texts: Texts) -> str:
    """A candidate's reason in words: what it is, and what spoke for or against it.

    Discovery writes ``namesake: +title -other_region_go_id``, bare marks, or the cause of a failure.
    """
    head, _, tail = (part.strip() for part in reason.partition(":"))
    marks = (reason if head[:1] in {"+", "-"} else tail).split()
    if not marks or not all(mark[0] in "+-" for mark in marks):
        return _known(reason, texts) or mask(texts.cause(reason))
    against = [told for mark in marks if mark[0] == "-" and (told := _known(mark[1:], texts))]
    if head[:1] in {"+", "-"}:
        support = [texts("letter_support", mark[1:]) for mark in marks if mark[0] == "+"]
        return ", ".join(against or support)
    name = _known(head, texts) or mask(texts.cause(head))
    shown = ", ".join(told for told in against if told != name)
    if head == "empty" and shown:
        return shown
    return f"{name} ({shown})" if shown else name


def source_words(asked: Asked, texts: Texts) -> str:
    """One source that was asked for the unit's website, and whether it answered."""
    told = candidate_words(asked.detail, texts)
    state = texts("letter_states", asked.state)
    return f"{texts('letter_sources', asked.source)} ({state}{f': {told}' if told else ''})"


def _known(name: str, texts: Texts) -> str:
    return texts("letter_identity", name) if texts.knows("letter_identity", name) else ""


def value_texts(values: Iterable[Value], texts: Texts) -> list[str]:
    """Values in words, each once: what was read, then all words it was read from."""
    told: dict[str, dict[str, str]] = {}
    for value in values:
        meaning, words = _told(value, texts)
        quoted = told.setdefault(meaning, {})
        if words:
            quoted.setdefault(words.casefold(), f"“{words}”")
    return [
        f"{meaning} ({', '.join(quoted.values())})" if quoted else meaning for meaning, quoted in told.items()
    ]


def place_text(locator: str, texts: Texts) -> str:
    """Where a quote stands as a reader counts ("halaman 3", "baris tabel ke-4"); empty where only a
    selector tells."""
    if locator.startswith(_COUNTED):
        return locator
    row = _ROW.search(locator)
    return texts("labels", "table_row").format(row=row.group(1)) if row else ""


def channel_text(value: Channel, texts: Texts) -> str:
    """A complaint channel in words. An official number is published on purpose: it is the finding, not
    personal data."""
    return f"{texts('channels', value.channel)}: {value.value}"


def _told(value: Value, texts: Texts) -> tuple[str, str]:
    """What a value means, and the words it was read from where they say more."""
    if isinstance(value, Channel):
        return channel_text(value, texts), ""
    words = mask(value.text)
    if isinstance(value, Duration):
        span = plain(value.min) if value.min == value.max else f"{plain(value.min)}–{plain(value.max)}"
        return f"{span} {texts('durations', value.unit)}", words
    if isinstance(value, Fact):
        parts = ", ".join(f"{name}: {mask(part)}" for name, part in value.parts.items())
        return (f"{words} ({parts})" if parts else words), ""
    if value.amount is not None:
        return ("Gratis" if value.amount == 0 else f"Rp{plain(value.amount)}"), words
    return (mask(value.by_regulation), words) if value.by_regulation else (words, "")
