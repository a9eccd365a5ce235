"""Durations told by where they stand: in a column, on a line of a service's card, as a chip."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight
from auditor.checks.duration.owners import (
    is_of_another,
    is_other_time,
    names_time,
)
from auditor.checks.words.clauses import bare_span, line_around, line_span, lines_around, words_around
from auditor.checks.words.names import is_service_name, is_weak_name
from auditor.checks.words.phrasebook import fold
from auditor.models import Duration, SectionKind
from auditor.values import Found, find_durations

PHRASES = Phrases.load("jangka_waktu")
_NUMBER = re.compile(r"\d{1,3}(?:\s?[-–]\s?\d{1,3})?")
A_FIGURE = 80  # characters below a figure
_CAPTION = 30  # characters
_ESTIMATE = "estimasi"
_NAME = 9  # spaces in the name of a service; more make a sentence
_AROUND = " \t:-.,()±~⏱⏰🕒🕐⌛\ufe0f"  # what may stand around a caption or a value


def counted_in_label(sight: Sight) -> list[Found[Duration]]:
    """A bare number below a head that says its unit ("Lama Proses (hari)" | "7"), or minutes as "15'"."""
    start, end = bare_span(sight.section.body)
    cell = sight.section.body[start:end]
    if primes := PHRASES["primes"].regex.fullmatch(cell):
        number, unit = primes[1], "menit"
    elif (told := PHRASES["column_units"].search(sight.label)) and _NUMBER.fullmatch(cell):
        number, unit = cell, told[1]
    else:
        return []
    return [Found(item.value, start, end) for item in find_durations(f"{number} {unit}")]


def is_of_result(sight: Sight) -> bool:
    """A cell that is nothing but a time below the head "Hasil"."""
    if not PHRASES["results"].is_label(sight.label, _CAPTION) or sight.kind is not SectionKind.DEFINITION:
        return False
    found = find_durations(sight.section.body)
    return len(found) == 1 and not sight.body.replace(fold(found[0].value.text), "", 1).strip(_AROUND)


def in_column(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """Durations in the column "Lama Pemeriksaan" of a table whose rows keep their own names."""
    if not found or "\t" not in sight.body:
        return []
    lines = sight.body.split("\n")
    place = 0
    column = -1
    kept: list[Found[Duration]] = []
    for line in lines:
        cells = line.split("\t")
        if column < 0:
            named = [index for index, cell in enumerate(cells) if names_time(cell.strip())]
            holds = any(place <= item.start < place + len(line) for item in found)  # a row, not the head
            if len(cells) >= 2 and named and not holds and not PHRASES["not_labels"].search(line):
                column = named[0]
        elif len(cells) > max(column, 1):
            start = place + sum(len(cell) + 1 for cell in cells[:column])
            end = start + len(cells[column])
            if not is_other_time(cells[column]) and not PHRASES["not_around"].search(line):
                kept.extend(item for item in found if start <= item.start < end)
        place += len(line) + 1
    return kept


def on_own_lines(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """A line of a service's card or page that is nothing but a duration ("1 hari kerja")."""
    if sight.page.is_news or sight.zone != "main":
        return []
    own_card = is_service_name(sight.label) and sight.is_leaf
    if not (own_card or sight.service or PHRASES["beside"].search(sight.body)):
        return []
    kept = []
    for item in found:
        line = line_around(sight.body, item.start, item.end)
        rest = line.replace(sight.body[item.start : item.end], "", 1)
        words = PHRASES["pressed"].regex.sub("", PHRASES["captions"].regex.sub("", rest))
        if PHRASES["conditions"].search(rest):
            continue
        if re.search(r"[a-z]{4}", words) and not _is_service_line(line, words):
            continue
        above = lines_around(sight.body, item.start, item.end).removesuffix(line)
        whole, bare = (f"{sight.label}\n{above}\n{text}" for text in (line, rest))  # "minggu" is a week here
        if not (is_other_time(whole) or is_of_another(bare) or _is_figure(sight, item)):
            kept.append(item)
    return kept


def _is_figure(sight: Sight, item: Found[Duration]) -> bool:
    """ "15 Menit" over "Rata-rata Waktu Pelayanan": the caption stands below; an estimate is a service's
    where its name stands above."""
    end = line_span(sight.body, item.start, item.end)[1]
    caption = sight.body[end : end + A_FIGURE].strip().split("\n", 1)[0]
    if not PHRASES["counter"].opens(caption):
        return False
    return not (caption.startswith(_ESTIMATE) and is_service_name(sight.label))


def captioned(sight: Sight, found: list[Found[Duration]]) -> list[Found[Duration]]:
    """Chips in a row, caption and value on one line ("Waktu 1 Hari"), beside another component's."""
    if sight.page.is_news or sight.zone != "main" or not PHRASES["beside"].search(sight.body):
        return []
    kept = []
    for item in found:
        start, end = line_span(sight.body, item.start, item.end)
        caption = sight.body[start : item.start].strip(_AROUND)
        rest = sight.body[item.end : end].strip(_AROUND)
        if (
            not rest
            and len(caption) <= _CAPTION
            and names_time(caption)
            and not is_other_time(sight.body[start:end])
            and not is_of_another(caption)
        ):
            kept.append(item)
    return kept


def _is_service_line(line: str, rest: str) -> bool:
    """ "- SKTM 5 menit, tanpa biaya": a service's name, its time and its fee on one line."""
    fee = PHRASES["beside"].search(line) if not PHRASES["courses"].search(line) else None
    name = rest.replace("tanpa", "").strip(" -–•|:;,.±\t")
    if fee is None or name.count(" ") > _NAME:
        return False
    return is_service_name(name) and not is_weak_name(name)


def told_together(
    sight: Sight, found: list[Found[Duration]], named: list[Found[Duration]]
) -> list[Found[Duration]]:
    """A poster's list of times, read as one text: its caption stands over the first, the others follow in
    the same unit."""
    first = named[0]
    if not PHRASES["labels"].search(words_around(sight.body, first.start, first.end, 110)):
        return named
    return [
        item
        for item in found
        if item in named
        or (
            item.start > first.start
            and item.value.unit == first.value.unit
            and not is_other_time(words_around(sight.body, item.start, item.end, 110))
        )
    ]
