"""The sentence or line a value stands in: values are judged by the words beside them, not by the page."""

from __future__ import annotations

import re
from collections.abc import Iterable

# one class of signs first, so that ``re`` leaps from one to the next; so elsewhere
_STOP = re.compile(
    r"[\s.!?;•|✓](?:(?<=[\n;•|✓])|(?<=[a-z0-9)][.!?])(?<!s\.d.)(?=\s)(?!\s+(?:\d|000))|(?<=\s)-\s(?=[A-Z]))"
)
JOINED = re.compile(r"\s*(?:,(?:\s*(?:dan|serta)\b)?|[/&]|\b(?:dan|serta)\b)\s*")
"""What stands between things named in a row."""
REACH = 260
"""Characters looked at to either side; longer sentences are cut there."""
# "Cepat, cuma 10 menit, gratis!" (Ibu Wati)
_QUOTED = re.compile(
    r"[\"“”«]\w[^\"“”«»\n]{12,400}[\"“”»]\s{0,2}"
    r"(?:[(–—-]\s{0,2}(?:\w+\.? )?[a-z]{3}|,?\s?(?:ujar|kata|tutur|ungkap|cerita))"
)
_IN_LINE = re.compile(r"(?<!\S)(\d{1,2})[.)]\s+(?=[a-z])")


def clause(text: str, start: int, end: int, reach: int = REACH) -> tuple[int, int]:
    """Span of the sentence, line or list item around ``text[start:end]``."""
    left, right = max(0, start - reach), min(len(text), end + reach)
    left = max(left, text.rfind("\n", left, start) + 1)  # nothing before the line counts
    for match in _STOP.finditer(text, left, start):
        left = match.end()
    after = _STOP.search(text, end, right)
    return left, after.start() if after else right


def words_around(text: str, start: int, end: int, reach: int = REACH) -> str:
    """The clause around a span, as text."""
    left, right = clause(text, start, end, reach)
    return text[left:right]


def is_testimony(text: str, start: int, end: int) -> bool:
    """Whether ``text[start:end]`` stands in a quoted sentence with somebody's name behind it: how a visitor
    found it, not what the unit says."""
    left, right = line_span(text, start, end)
    return any(quote.start() <= start and end <= quote.end() for quote in _QUOTED.finditer(text, left, right))


def within(spans: Iterable[tuple[int, int]], place: int) -> bool:
    """Whether a place of a text is in one of the spans."""
    return any(start <= place < end for start, end in spans)


def bare_span(text: str) -> tuple[int, int]:
    """Span of a text without the blanks around it, as of a table's cell."""
    return len(text) - len(text.lstrip()), len(text.rstrip())


def line_span(text: str, start: int, end: int) -> tuple[int, int]:
    """Span of the line, or lines, that ``text[start:end]`` stands in."""
    right = text.find("\n", end)
    return text.rfind("\n", 0, start) + 1, right if right >= 0 else len(text)


def line_around(text: str, start: int, end: int) -> str:
    """The line of a span, as text."""
    left, right = line_span(text, start, end)
    return text[left:right]


def lines_around(text: str, start: int, end: int, before: int = 1) -> str:
    """The line of a span with up to ``before`` lines that are not empty above it."""
    above = [line for line in text[:start].split("\n")[:-1] if line.strip()][-before:] if before else []
    return "\n".join([*above, line_around(text, start, end)])


def numbered_in_line(body: str) -> list[tuple[int, int]]:
    """Items of the first line that goes "1. this 2. that 3. those": lists whose line ends were lost."""
    start = 0
    for line in body.split("\n"):
        marks = list(_IN_LINE.finditer(line))
        if len(marks) >= 3 and [int(mark.group(1)) for mark in marks] == [*range(1, len(marks) + 1)]:
            ends = [*(mark.start() for mark in marks[1:]), len(line)]
            return [(start + mark.end(), start + end) for mark, end in zip(marks, ends, strict=True)]
        start += len(line) + 1
    return []
