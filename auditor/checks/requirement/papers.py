"""Papers that a text names: those asked for, those that services are called by, items of a list."""

from __future__ import annotations

import re
from functools import lru_cache
from itertools import pairwise

from auditor.checks.base import Sight
from auditor.checks.requirement.offered import is_handled
from auditor.checks.requirement.owners import PHRASES, headed_otherwise
from auditor.checks.sight.below import spans_below
from auditor.checks.sight.row_links import is_unnamed
from auditor.checks.words.clauses import line_around, line_span, within
from auditor.checks.words.marks import MARKED, unmarked

REACH = 130  # characters between "membawa" and the document: one clause
_BEFORE_PAPER = 30  # characters before a paper that say it is what people come for
_VERB = 24  # characters behind a paper in which its verb stands
_OPENING = 12  # characters between a caption and the first paper: "Berkas: fotokopi KTP"


@lru_cache(maxsize=1024)  # cards repeat on every page
def papers_named(body: str) -> tuple[re.Match[str], ...]:
    """Papers a body names, but for those that are the services whose requirements it speaks of."""
    hits = list(PHRASES["documents"].finditer(body))
    spans = overviews(body) if hits else []
    return tuple(hit for hit in hits if not within(spans, hit.start()))


def overviews(body: str) -> list[tuple[int, int]]:
    """Where a body says of which services requirements are told, there or elsewhere."""
    spans = []
    for told in PHRASES["overview"].finditer(body):
        end = PHRASES["overview_end"].regex.search(body, told.end())
        spans.append((told.start(), end.start() if end else len(body)))
    return spans


def captioned(sight: Sight, hits: list[re.Match[str]]) -> tuple[int, int] | None:
    """ "Berkas KTP, KK" on a line of its own: a caption, and two papers or more right behind it."""
    if len(hits) < 2 or sight.is_nav or sight.page.is_news or not PHRASES["captions"].may_occur(sight.body):
        return None
    for caption in PHRASES["captions"].finditer(sight.body):
        _, end = line_span(sight.body, *caption.span())
        if PHRASES["courses"].search(sight.body[max(0, caption.start() - REACH) : end]):
            continue
        papers = [hit for hit in hits if caption.end() <= hit.start() < end]
        if len(papers) < 2 or papers[0].start() - caption.end() > _OPENING:
            continue
        if not within(spans_below(sight, headed_otherwise), papers[0].start()):
            return papers[0].span()
    return None


def not_told_in_general(sight: Sight, hits: list[re.Match[str]]) -> list[re.Match[str]]:
    """Papers but for those that services are called by, told in nothing but general words or offered as
    questions by a chat window."""
    if hits and PHRASES["chat_windows"].has(sight.body, 2):
        return []
    spans = _told_in_general(sight.body) if hits else []
    if len(spans) >= 2:
        return [hit for hit in hits if not within(spans, hit.start())]
    if hits and "\n" not in sight.body.strip() and PHRASES["vague"].search(sight.body):
        return [hit for hit in hits if hit.group() not in sight.label]
    return hits


def _told_in_general(body: str) -> list[tuple[int, int]]:
    """Lines "Paspor" over "Siapkan dokumen sesuai persyaratan": what people come for, named like a paper."""
    found, start = [], 0
    lines = body.split("\n")
    for line, after in pairwise(lines):
        bare = not (MARKED.match(line) or PHRASES["copies"].search(line))
        other = (hit for hit in PHRASES["documents"].finditer(after) if hit.group() not in line)
        if bare and PHRASES["vague"].search(after) and next(other, None) is None:
            found.append((start, start + len(line) + 1 + len(after)))
        start += len(line) + 1
    return found


def are_downloads(sight: Sight) -> bool:
    """Files on offer, each with its own button: lines "SK Kode Etik", "Lihat PDF", "Unduh". A list of papers
    to bring may offer a form among them; one headed "Persyaratan" is one."""
    if "syarat" in f"{sight.label} {sight.above}" or PHRASES["copies"].search(sight.body):
        return False
    lines = [line for line in sight.body.split("\n") if line.strip()]
    offered = [place for place, line in enumerate(lines) if place and is_unnamed(line)]
    named = {place for place in offered if not is_unnamed(lines[place - 1])}
    others = len(lines) - len(offered) - len(named)
    return len(named) >= 2 and others <= len(named)


def count_items(body: str) -> int:
    """List items of a body: lines that begin with a number or a dash; a single line is one item."""
    marked = len(MARKED.findall(body))
    return marked or (1 if body.strip() else 0)


def is_item_list(sight: Sight, hits: list[re.Match[str]]) -> bool:
    """Whether the documents stand as items (short lines or comma-parted), not in running prose."""
    starts = 0
    for match in hits:
        before = sight.body[max(0, match.start() - 40) : match.start()]
        if PHRASES["explained"].search(line_around(sight.body, *match.span())):
            continue
        line = unmarked(re.split(r"[\n,;•+]", before)[-1]).strip()
        if is_handled(re.split(r"[\n,;•+]", sight.body[match.start() : match.end() + _VERB], maxsplit=1)[0]):
            continue
        if not line or PHRASES["item_openings"].regex.fullmatch(line):
            starts += 1
    longest = max((len(line) for line in sight.body.splitlines()), default=0)
    return starts >= 2 and (longest < 160 or starts >= 3)


def is_obtained(body: str, hit: re.Match[str]) -> bool:
    """ "cara memperoleh NIB": the paper is what people come for."""
    if PHRASES["written"].regex.fullmatch(hit.group()):
        return False
    return PHRASES["obtained"].search(body[max(0, hit.start() - _BEFORE_PAPER) : hit.start()]) is not None


def lists_several(verb: re.Match[str], clause: str) -> bool:
    """ "Persyaratannya: KTP, STNK, BPKB": three papers in a row are a list, whoever says it."""
    return verb.group().strip().endswith("nya") and PHRASES["documents"].has(clause, 3)
