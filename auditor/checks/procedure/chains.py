"""Acts in a row, in running words that nothing calls a way: "Ambil nomor, tunggu panggilan, bayar di kasir".

Many small offices tell their way in one sentence, under the service's name, in an answer or in no heading at
all. A row counts where its clauses tell a visitor what to do, or what comes after what on the way of a
request through the office, and where it happens at a counter: with papers, people and things one meets there.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain

from auditor.checks.procedure.papers import PHRASES
from auditor.checks.procedure.steps import ARROW, one_way
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.names import is_service_name

_CLAUSE = re.compile(
    rf"[,;!]|[.]\s|\s[-–—]\s|{ARROW}|:\s"
    r"|\b(?:lalu|kemudian|selanjutnya|setelah itu|sesudah itu|habis itu|terus|trus|baru)\b"
)
_PAPERS = REQUIREMENTS["documents"]
_LEAST = 3  # acts that make a row
_LONG = 16  # words of a clause that tells more than an act
_ACTS = ("done_then", "acts", "office_acts")
_ACTS_OF_ITEMS = (*_ACTS, "item_acts")
_TOLD_OF = ("me", "di", "pe")  # how acts begin that are told of somebody, not ordered
_STEM = 6  # letters by which two forms of an act are one
_THING = 7  # letters by which two things of a counter are one; "loket 1" and "loket 2" are two
_COUNTER = 2  # different things of a counter in the line, one of them among the acts
_NUMBER = re.compile(r"\s*(?:\d{1,2}|[a-h])[.)]\s+")
_ITEMS = re.compile(rf"(?m)^{_NUMBER.pattern}[^\n]{{3,120}}(?:\n{_NUMBER.pattern}[^\n]{{3,120}}){{2,}}$")
_JOINED = re.compile(rf"\s[-–—]\s|{ARROW}")


@dataclass(frozen=True, slots=True)
class _Clause:
    start: int
    end: int
    act: str  # beginning of its verb, or empty
    ordered: bool  # a visitor is told to do it
    asked: bool  # who wants something does it, in whatever voice


def rows_of_acts(body: str, of_service: bool) -> Iterator[tuple[int, int]]:
    """Where lines, or items one below the other, tell acts in a row. Below a service's name fewer words must
    say that a request goes on."""
    for start, line, listed in chain(_lines(body), _lists(body) if "\n" in body else ()):
        if _may_tell(line, of_a_list=of_service and listed):
            row = _row(line, of_service=of_service, listed=listed)
            if row is not None:
                yield start + row[0], start + row[1]


def _lines(body: str) -> Iterator[tuple[int, str, bool]]:
    start = 0
    for line in body.split("\n"):
        yield start, line, False
        start += len(line) + 1


def _lists(body: str) -> Iterator[tuple[int, str, bool]]:
    """Numbered and lettered items one below the other, as one line as long as they are."""
    for run in _ITEMS.finditer(body):
        if not (_names_services(run.group()) or _names_papers(run.group())):
            yield run.start(), run.group().replace("\n", ";"), True


def _names_services(items: str) -> bool:
    """ "1. Penerbitan KTP 2. Pencetakan KIA": what is on offer, called by the acts that make it."""
    lines = (_NUMBER.sub("", line) for line in items.split("\n"))
    named = {hit.group() for line in lines if is_service_name(line) and (hit := _PAPERS.search(line))}
    return len(named) >= _COUNTER


def _names_papers(items: str) -> bool:
    """ "1. Fotokopi KTP 2. Mengisi formulir permohonan": half of the items or more are papers to bring."""
    lines = [_NUMBER.sub("", line) for line in items.split("\n")]
    papers = [line for line in lines if _PAPERS.regex.match(line) and not PHRASES["passives"].search(line)]
    return len(papers) * 2 >= len(lines)


def _may_tell(line: str, *, of_a_list: bool) -> bool:
    if line.count(" ") < _LEAST or not (of_a_list or PHRASES["counter"].may_occur(line)):
        return False
    return not PHRASES["other_rows"].search(line)


def _things(line: str) -> set[str]:
    """The different things of a counter that a line speaks of."""
    return {hit.group()[:_THING] for hit in PHRASES["counter"].finditer(line)}


def _row(line: str, *, of_service: bool, listed: bool) -> tuple[int, int] | None:
    """The longest run of acts with at most one clause between two of them."""
    told = one_way(line)
    stations = list(PHRASES["numbered_places"].finditer(told))
    if len({hit.group() for hit in stations}) >= _LEAST and any(
        clause.act for clause in _clauses(told, _ACTS)
    ):
        return 0, stations[-1].end()
    of_a_list = of_service and listed
    if not of_a_list and len(_things(told)) < (1 if of_service else _COUNTER):
        return None
    run: list[_Clause] = []
    idle = 0
    for clause in [*_clauses(told, _ACTS_OF_ITEMS if of_a_list else _ACTS), None]:
        if clause is not None and clause.act:
            run.append(clause)
            idle = 0
            continue
        idle += 1
        if clause is None or idle > 1:
            if _is_way(told, run, of_service=of_service, listed=listed):
                return run[0].start, run[-1].end
            run = []
    return None


def _clauses(line: str, lists: tuple[str, ...]) -> list[_Clause]:
    cuts = [0]
    for hit in _CLAUSE.finditer(line):
        cuts += [hit.start(), hit.end()]
    cuts.append(len(line))
    found = []
    for start, end in zip(cuts[::2], cuts[1::2], strict=True):
        words = line[start:end].strip()
        opening = PHRASES["clause_openings"].regex.match(words)
        bare = words[opening.end() :] if opening else words
        if len(bare) > 2:  # "Kedua," goes on with what comes next
            clause = _clause(bare, start, end, lists)
            found += [clause] if clause is not None else []
    return found


def _clause(bare: str, start: int, end: int, lists: tuple[str, ...]) -> _Clause | None:
    order = PHRASES["visitor_acts"].regex.match(bare) or PHRASES["imperatives"].regex.match(bare)
    asked = None if PHRASES["staff"].opens(bare) else PHRASES["asked_of"].search(bare)
    if asked and not order and asked.start() == 0 and not asked.group().startswith(_TOLD_OF):
        order = asked  # "mampirlah ke kantor"
    if _only_brings(bare):
        return None
    if order:
        return _Clause(start, end, order.group()[:_STEM], ordered=True, asked=True)
    hit = asked or next((hit for name in lists if (hit := PHRASES[name].search(bare))), None)
    told = hit is not None and bare.count(" ") < _LONG and not PHRASES["deadlines"].search(bare)
    return _Clause(start, end, hit.group()[:_STEM] if hit and told else "", ordered=False, asked=bool(asked))


def _only_brings(bare: str) -> bool:
    """ "Siapkan KTP": what to bring, said as an act; "membawa pengantar ke balai desa" is a step."""
    brings = PHRASES["carrying"].regex.match(bare)
    if brings is None or PHRASES["to_a_place"].search(bare):
        return False
    return REQUIREMENTS["documents"].search(bare[brings.end() :]) is not None


def _is_way(line: str, run: list[_Clause], *, of_service: bool, listed: bool) -> bool:
    acts = {clause.act for clause in run}
    if len(run) < _LEAST or len(acts) < _LEAST:
        return False
    told = line[run[0].start : run[-1].end]
    if not (of_service and listed) and PHRASES["counter"].search(told) is None:
        return False
    if sum(clause.ordered for clause in run) >= _LEAST:
        return True
    return _goes_on(told, run, len(acts), of_service=of_service, listed=listed)


def _goes_on(told: str, run: list[_Clause], acts: int, *, of_service: bool, listed: bool) -> bool:
    """Whether a request goes from hand to hand: somebody's who wants something, or the request's own."""
    if not PHRASES["handed_out"].search(told[run[-2].start - run[0].start :]) or _is_offered(told, run):
        return False  # filed, reported or passed on: nothing comes of it for who asked
    passives = set(PHRASES["passives"].regex.findall(told))
    asked = any(clause.asked for clause in run)
    if not passives and not asked:
        return False  # what the office's own people do with their papers
    short = of_service or PHRASES["applicants"].opens(told)
    if (acts > _LEAST or short) and run[0].asked and not run[-1].asked:
        return True
    if of_service and acts > _LEAST and (asked or listed):
        return True
    joined = not listed and (len(_JOINED.findall(told)) >= _COUNTER or PHRASES["sequence"].has(told, 1))
    return joined or len(passives) >= _COUNTER


def _is_offered(told: str, run: list[_Clause]) -> bool:
    """ "Pendaftaran penduduk, pencatatan kelahiran, penerbitan akta": nouns of what is on offer."""
    nouns = all(not clause.act or clause.act.startswith("pe") for clause in run)
    return nouns and not PHRASES["handling"].has(told, _COUNTER)
