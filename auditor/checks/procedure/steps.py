"""Ordered steps as a text shows them: numbered items, arrows, rows of a table, clauses in a row."""

from __future__ import annotations

import re
from itertools import pairwise

from auditor.checks.base import (
    Sight,
)
from auditor.checks.procedure.papers import PHRASES
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.marks import behind
from auditor.models import SectionKind

ITEM = re.compile(
    r"(?m)^\s*(?:(?:langkah|step|tahap)\s*(?:ke-?)?)?(?:\d{1,2}\s*[.):]|[a-z][.)]|-|\d{1,2}(?:\ufe0f?\u20e3|(?=\n|\s+[a-z])))\s*(.+)$"
)
CLAUSE = re.compile(r"[,;\n]|\s-\s|\b(?:lalu|kemudian|selanjutnya|setelah itu)\b|\byaitu\b|:\s|\.\s")
_SIGNS = "→➜➔➡⟶►▶⇒👉⏩"
ARROW = f"[{_SIGNS}]|->|=>"
"""What points from one act, or from one hand, to the next."""
_ARROW = re.compile(rf"\s*(?:{ARROW}|»|>{{1,2}})\s*")
ARROWS = f"{_SIGNS}»>↓⬇"  # one of them is in every arrow
_LONE_ARROW = re.compile(r"\s*[→➜➔➡⟶⇒↓⬇]\ufe0f?\s*")
_NUMBER = re.compile(r"^(?:\(?\d{1,2}[.)]|[-•*])\s*")  # "(1) minta surat pengantar"
_SHORT = 6  # blanks in an item that only says what to bring
QUESTION = re.compile(r"(?m)^[^\n?]{8,160}\?[ \t]*$")
_NUMBER_LINE = re.compile(r"\W*\d{0,2}\W*")


def column_of_steps(sight: Sight) -> tuple[int, int] | None:
    """A table one of whose heads names the way ("No | Uraian Prosedur | Berkas | Waktu"): a row is a step.

    Under a heading the rows of a table stand as lines with tabs; three of them must say what is done.
    """
    if sight.kind is not SectionKind.HEADING or "\t" not in sight.body:
        return None
    place = 0
    lines = sight.body.split("\n")
    for number, line in enumerate(lines):
        cells = line.split("\t")
        if len(cells) >= 2 and any(PHRASES["labels"].is_label(cell.strip(), 40) for cell in cells):
            rows = [row for row in lines[number + 1 : number + 40] if row.strip()]
            acting = sum(bool(PHRASES["steps"].search(row[:90])) for row in rows)
            return (place, place + len(line) + 1 + len(rows[0])) if acting >= 3 else None
        place += len(line) + 1
    return None


def clauses_in_order(body: str, parting: str) -> tuple[int, int] | None:
    """Three short clauses in a row that act: "pemohon ke RT, Kasi memeriksa, Lurah tanda tangan".

    Parted by commas, semicolons, lines, spaced dashes; documents to bring are no acts. ``parting`` stands
    between what is told by itself: a post tells its way in one paragraph, not scattered over several; an
    answer ends where the next question begins. Another way to the same end is no further step.
    """
    start = 0
    for line in told_apart(body, parting):
        told = one_way(line)
        clauses = (part.strip() for part in CLAUSE.split(told))
        parts = [behind(_NUMBER, part) for part in clauses if len(part) > 2 and not part.endswith("?")]
        bare = [PHRASES["labels"].regex.sub("", part).strip() for part in parts]  # no act: "cara membuat"
        hits = [
            PHRASES["imperatives"].regex.match(part) or PHRASES["acts"].search(part)
            for part in bare
            if not PHRASES["invitations"].regex.match(part)
        ]
        acting, acts = sum(map(bool, hits)), {hit.group() for hit in hits if hit}
        papers = sum(bool(REQUIREMENTS["documents"].regex.match(part)) for part in parts)
        short = sum(len(part.split()) <= 12 for part in parts)
        ordered = PHRASES["order"].has(told, 2) and acting >= 1
        if (
            len(parts) >= 3
            and (len(acts) >= 2 or acting >= 3 or ordered)
            and acting > papers
            and short * 3 >= len(parts) * 2
        ):
            return start, start + min(len(line), 250)
        start += len(line)
    return None


def answers_of(body: str) -> list[str]:
    """A body's pieces between its lines that ask; the body itself where none asks."""
    return QUESTION.split(body) if QUESTION.search(body) else [body]


def one_way(body: str) -> str:
    """A body with blanks in place of the other ways to the same end, as long as before."""
    for hit in reversed(list(PHRASES["other_ways"].finditer(body))):
        body = f"{body[: hit.start()]}{' ' * (hit.end() - hit.start())}{body[hit.end() :]}"
    return body


def told_apart(body: str, parting: str) -> list[str]:
    """A body's pieces, which together are the body: parted by ``parting`` and before each question."""
    ends = [hit.end() for hit in re.finditer(re.escape(parting), body)]
    ends += [hit.start() for hit in QUESTION.finditer(body)]
    return [body[start:end] for start, end in pairwise(sorted({0, *ends, len(body)}))]


def arrows_between(sight: Sight, least: int = 2) -> tuple[int, int] | None:
    """A line of three words or more joined by arrows, of which ``least`` read like steps."""
    if not any(map(sight.body.__contains__, ARROWS)):
        return None
    start = 0
    for line in sight.body.splitlines(keepends=True):
        parts = [part for part in _ARROW.split(line) if len(part.strip()) > 2]
        if len(parts) >= 3 and sum(bool(PHRASES["steps"].search(part)) for part in parts) >= least:
            return start, start + len(line)
        start += len(line)
    return _lone_arrows(sight, least)


def _lone_arrows(sight: Sight, least: int) -> tuple[int, int] | None:
    """Boxes in a row with an arrow between two of them, each on a line of its own, also numbered."""
    lines = [
        line
        for line in re.finditer(r"[^\n]+", sight.body)
        if not _NUMBER_LINE.fullmatch(line.group()) or _LONE_ARROW.fullmatch(line.group())
    ]
    arrows = [place for place, line in enumerate(lines) if _LONE_ARROW.fullmatch(line.group())]
    arrows = [place for place in arrows if 0 < place < len(lines) - 1]
    if len(arrows) < 2 or any(not 2 <= after - before <= 4 for before, after in pairwise(arrows)):
        return None
    boxes = [lines[place - 1] for place in arrows] + [lines[arrows[-1] + 1]]
    acting = sum(bool(PHRASES["steps"].search(box.group())) for box in boxes)
    return (boxes[0].start(), boxes[-1].end()) if acting >= least else None


def numbered_steps(sight: Sight) -> tuple[int, tuple[int, int]] | None:
    """Numbered items that act: how many, and where the first stands."""
    items = list(ITEM.finditer(sight.body))
    if len(items) < 2 or not PHRASES["steps"].may_occur(sight.body):
        return None
    acts = 0
    documents = 0
    first: tuple[int, int] | None = None
    papers = REQUIREMENTS["documents"].may_occur(sight.body)
    for item in items:
        text = item.group(1)
        hit = PHRASES["steps"].search(text[:90])
        paper = REQUIREMENTS["documents"].search(text[:28]) if papers else None
        if paper and text.count(" ") <= _SHORT and PHRASES["carrying"].regex.match(text):
            documents += 1  # "Membawa KTP": what to bring, said as an act
        elif hit and not (paper and paper.start() <= hit.start()):
            acts += 1
            first = first or (item.start(), item.end())
        elif paper:
            documents += 1
    if first is None or acts < 2 or documents > acts:
        return None
    return acts, first


def steps_of(sight: Sight) -> tuple[int, int] | None:
    """Where the ordered steps of a section begin, whatever it is called; None when it tells none."""
    arrows = arrows_between(sight)
    if arrows:
        return arrows
    steps = numbered_steps(sight)
    return steps[1] if steps and steps[0] >= 2 else None


def count_actors(sight: Sight) -> int:
    """Items that begin with who acts or with an order ("Pemohon ...", "Datang ke ...")."""
    return sum(bool(PHRASES["actors"].regex.match(item.group(1))) for item in ITEM.finditer(sight.body))
