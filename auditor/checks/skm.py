"""SKM: the result of the public satisfaction survey (PermenPANRB 14/2017; UU 25/2009 art. 21, evaluation).

Published   a value called SKM, IKM or survey result of the unit, with grade and period where printed; a share
            of the satisfied only under a heading that calls it the result.
Partial     the survey is there, its result is not: a menu entry, a link to a questionnaire, the form
            itself, an article on the method, a counter "kepuasan 98%".
Not found   nothing of the kind. A report on another agency's survey is none either. Source: corpus
            definitions, rubric-sources 1.2 (grades) and 5.2 ([P39], [P41] method only, [C10] form).
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from auditor.checks.base import (
    PageSight,
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    link_evidence,
    partial,
    published,
    published_by_page,
)
from auditor.checks.sight import posters
from auditor.checks.words.clauses import line_span
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.wordings import CONTEXT
from auditor.models import Fact, Finding, Link, SectionKind, Verdict
from auditor.values import find_index

PHRASES = Phrases.load("skm")
_ID = PHRASES.id
_SHARE = re.compile(
    r"(?:ke)?puas(?:an)?[^\n\d]{0,20}(?P<value>\d{2}(?:[.,]\d{1,2})?)\s?%"
    r"|(?P<share>\d{2}(?:[.,]\d{1,2})?)\s?(?:%|persen)[^\n\d]{0,40}?(?<!tidak )(?<!kurang )puas(?!an)",
    re.IGNORECASE,
)
_PART = re.compile(r"(?<![\d.,])(?P<value>\d{2}[.,]\d{1,2})\s?%")  # an index in percent, of one service
_CARD_SHARE = re.compile(r"(?<![\w.,/])(?P<value>\d{2,3}(?:[.,]\d{1,2})?)\s?(?:%|persen)")
_PARTS = 2
_FIRST = re.compile(r"\s/\s|(?<=\))\s")  # "Survei ... (SPKP) Survei ... (SPAK)": two in one link
_CLAUSE = re.compile(r"[.,;:\n]|\d%?\s")
_BELOW = 4  # sections below a caption in which its figure stands
_GRADE = 20  # characters of a heading that is a grade ("Sangat Baik")
_RESULT = 80  # characters of a heading "Hasil Survei Kepuasan ... Tahun ..."
_CARD = 5  # lines of a card before and behind the name of what is counted
_POSTER = 1500  # characters: a page of a document says more
_INDEX = re.compile(r"(?m)^\W*(\d{2,3}[.,]\d{1,4})\W*$")
# a figure on a line of its own: "98%", "4,5/5", "4.5 dari 120 ulasan"
_FIGURE = re.compile(r"\W*\d{1,3}(?:[.,]\d{1,2})?\s?(?:%|persen|/\s?\d{1,3}|\+)?(?:\s?dari \d+ \w+)?\W*")
# no year, no time of day, no item's number, no rupiah, not how often or how many
_COUNT = re.compile(
    r"(?<![\w.,:/\-])(?<!rp )(?<!rp\. )\d{1,3}(?:[.,]\d{1,2})?"
    r"(?![\w:/\-]|[.,]\d|[.)]\s|\s?(?:\([a-z ]{1,20}\)\s?)?"
    r"(?:kali|x|bulan|tahun|semester|triwulan|orang|hari)(?!\w))"
)


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when no survey of satisfaction is in it."""
    named = any(PHRASES["labels"].search(_without_degrees(text)) for text in (sight.label, sight.body))
    named = named or _is_graded(sight)
    under = PHRASES["labels"].search(sight.path) is not None
    if not named and not under and not PHRASES["counter"].search(sight.whole):
        return None
    if PHRASES["not_around"].search(sight.around) or _is_trade(sight) or _aimed(sight) or _of_others(sight):
        return None
    joined = _joined(sight, under)
    found = find_index(joined) if not PHRASES["method"].search(sight.label) else []
    found = [
        item
        for item in found
        if not PHRASES["not_result"].search(fold(item.value.text)) and not _is_aim(joined, item.start)
    ]
    if found and PHRASES["not_yet"].search(sight.body):  # whole numbers beside it count answers
        found = [item for item in found if "." in item.value.parts["nilai"]]
    if found:
        shift = len(joined) - len(sight.section.body)
        span = (max(0, found[0].start - shift), max(0, found[0].end - shift))
        values = [item.value for item in found]
        if sight.page.is_news_about:
            return partial(_ID, sight, "reported", 0.55, span, values)
        strong = sum("mutu" in item.value.parts or "periode" in item.value.parts for item in found) > 0
        return published(_ID, sight, "value", 0.93 if strong else 0.8, span, values)
    if sight.page.is_news_about or sight.is_reporting:
        return None
    return _figure_below(sight) or _share(sight) or _without_value(sight, named or under)


def _without_degrees(text: str) -> str:
    """Without the degree of public health ("Siti Aminah, SKM"), which names no survey."""
    return PHRASES["degree"].regex.sub(" ", text) if "skm" in text else text


def _is_graded(sight: Sight) -> bool:
    """A form that offers grades from "Sangat Puas" to "Tidak Puas" asks for them, whatever it is called; so
    does one called "Kuesioner" that asks about the service."""
    if sight.kind is not SectionKind.FORM:
        return False
    asks = PHRASES["questionnaires"].search(sight.label) and PHRASES["of_service"].search(sight.whole)
    if not (asks or PHRASES["scale"].search(sight.body)):
        return False
    return PHRASES["self_tests"].search(f"{sight.path} / {sight.whole}") is None


def _is_trade(sight: Sight) -> bool:
    """ "IKM" is the small industries too ("Sertifikasi TKDN-IKM dan Halal"), "SPKP" a certificate of those
    who make food; an office for industry has an
    index of its own ("Nilai IKM Semester I: 84,52")."""
    said = f"{sight.around} / {sight.body}"
    if not (PHRASES["trade"].search(sight.around) or PHRASES["food"].search(said)):
        return False
    return not (PHRASES["survey"].search(said) or PHRASES["index"].search(said))


def _aimed(sight: Sight) -> bool:
    """A table of aims, or a row of one: its head stands in the section that has the whole table."""
    if PHRASES["at_least"].regex.match(sight.body):
        return True
    if sight.kind is not SectionKind.ROW:
        return PHRASES["aims"].search(sight.body) is not None
    return any(
        0 < len(sight.body) < len(whole.body)
        and sight.body in whole.body
        and PHRASES["aims"].search(whole.body)
        for whole in sight.page.sections
        if whole.kind is not SectionKind.ROW
    )


def _is_aim(text: str, start: int) -> bool:
    """ "Target Indeks Kepuasan Masyarakat tahun 2025 sebesar 88,5": said in the same clause, before it."""
    return PHRASES["aimed_at"].search(fold(_CLAUSE.split(text[:start])[-1])) is not None


def _of_others(sight: Sight) -> bool:
    """News of a ministry's survey: "Ditjen Dukcapil Kementerian Dalam Negeri mencatat ..."; another house's
    result on a poster."""
    page = sight.page
    if page.is_poster and page.unit_name and posters.is_of_another_house(page.text, page.unit_name):
        return True
    return PHRASES["others"].search(sight.page.text if sight.page.is_news else sight.body) is not None


def _share(sight: Sight) -> Finding | None:
    """ "Hasil Survei": "Kepuasan: 95%", "Sangat puas: 65%"; "IKM Semester 2 Tahun 2020": "80,11%" each."""
    if PHRASES["result"].search(sight.label) and len(sight.label) <= _RESULT:
        hit = _SHARE.search(sight.section.body)
    elif PHRASES["labels"].is_label(sight.label, 60) and PHRASES["period"].search(sight.body):
        parts = list(_PART.finditer(sight.section.body))
        hit = parts[0] if len(parts) >= _PARTS else None
    else:
        hit = None
    if hit is None:
        return None
    value = Fact(text=hit.group(), parts={"nilai": _number(hit)})
    return published(_ID, sight, "value", 0.78, hit.span(), [value])


def _figure_below(sight: Sight) -> Finding | None:
    """ "Nilai IKM" over a heading "88,75", which nothing ties to what is above; a grade may lie between."""
    head = sight.section.label or sight.section.body
    if (
        (sight.section.label and sight.body.strip())
        or len(head) > _RESULT
        or not PHRASES["labels"].search(fold(head))
    ):
        return None
    said = head
    for below in sight.page.sections[sight.index + 1 : sight.index + 1 + _BELOW]:
        if below.zone != sight.zone or len(below.label) > _GRADE:
            return None
        said = f"{said}\n{below.section.label}"
        if _FIGURE.fullmatch(below.label):
            values = [item.value for item in find_index(f"{said}\n{below.section.body}")]
            return published(_ID, below, "value", 0.8, None, values) if values else None
    return None


def _number(hit: re.Match[str]) -> str:
    named = hit.groupdict()
    return (named.get("share") or hit["value"]).replace(",", ".")


def _joined(sight: Sight, under: bool) -> str:
    """Label and body, so that "IKM" | "89,08" is one; the heading above when only that names the survey."""
    head = sight.section.label
    if under and not PHRASES["labels"].search(sight.whole):
        head = f"{sight.section.path[-1]} {head}"
    return f"{head}\n{sight.section.body}"


def _without_value(sight: Sight, named: bool) -> Finding | None:
    if sight.kind is SectionKind.FORM and named and sight.body.strip():
        return partial(_ID, sight, "form", 0.8)
    is_called = PHRASES["labels"].is_label(_without_degrees(sight.label), 90)
    if is_called and sight.body.strip() and not sight.page.is_news:
        return partial(_ID, sight, "no_value", 0.75)
    counter = next(
        (hit for hit in PHRASES["counter"].finditer(sight.whole) if _counts(sight.whole, hit)), None
    )
    if counter and PHRASES["not_counter"].search(sight.whole[max(0, counter.start() - 120) : counter.end()]):
        counter = None
    if counter and not sight.page.is_news:
        return _of_survey(sight, counter) or partial(_ID, sight, "counter", 0.7)
    if named and PHRASES["invites"].search(sight.body) and not sight.page.is_news:
        hit = PHRASES["invites"].search(sight.body)
        return partial(_ID, sight, "form", 0.65, hit.span() if hit else None)
    return None


def _counts(text: str, hit: re.Match[str]) -> bool:
    """A figure in the counter's own line, or alone beside it; "berorientasi pada kepuasan" has none."""
    start, end = line_span(text, hit.start(), hit.end())
    if _COUNT.search(text, max(start, hit.start() - 40), min(end, hit.end() + 40)):
        return True
    beside = [line for line in text[:start].split("\n") if line.strip()][-2:]
    beside += [line for line in text[end:].split("\n", 6) if line.strip()][:2]
    return any(_FIGURE.fullmatch(line) for line in beside)


def _of_survey(sight: Sight, counter: re.Match[str]) -> Finding | None:
    """ "99,1%" large over "Tingkat Kepuasan Masyarakat / Maret 2026 / berdasarkan survei ...": a card that
    says by which survey, with its period or grade, shows the survey's result."""
    start, _ = line_span(sight.whole, counter.start(), counter.end())
    lines = [*sight.whole[:start].split("\n")[-_CARD:], *sight.whole[start:].split("\n")[: _CARD + 1]]
    card = "\n".join(lines)
    if not PHRASES["by_survey"].search(card) or PHRASES["not_result"].search(card):
        return None
    shares = list(_CARD_SHARE.finditer(card))
    if len(shares) != 1 or not (PHRASES["graded"].search(card) or PHRASES["held_in"].search(card)):
        return None
    value = Fact(text=shares[0].group().strip(), parts={"nilai": _number(shares[0])})
    return published(_ID, sight, "value", 0.75, None, [value])


def _posters(site: SiteSight) -> Iterable[Finding]:
    """A poster of the survey with its index in large print, away from the name: the only bare figure beside a
    grade."""
    for page in site.pages_for(_ID):
        if not page.is_document or len(page.page.text) > _POSTER:
            continue
        if page.external or page.is_ppid or page.is_news_about:
            continue
        text = page.text
        if page.is_poster and page.unit_name and posters.is_of_another_house(text, page.unit_name):
            continue
        figures = [hit for hit in _INDEX.finditer(text) if 25 <= float(hit[1].replace(",", ".")) <= 100]
        graded, survey = PHRASES["graded"].search(text), PHRASES["labels"].search(text)
        if len(figures) == 1 and graded and survey and not PHRASES["not_around"].search(text):
            value = Fact(text=figures[0][1], parts={"nilai": figures[0][1].replace(",", ".")})
            yield published_by_page(_ID, page, "value", 0.75, figures[0].span(1), [value])


def _more(site: SiteSight) -> Iterable[Finding]:
    yield from _links(site)
    yield from _posters(site)


def _links(site: SiteSight) -> Iterable[Finding]:
    """A link to the survey, wherever it leads: the survey is offered, its result not seen."""
    for page in site.pages_for(_ID):
        if page.external or page.is_news or page.is_ppid:
            continue
        for text, link in page.links_named("skm.labels"):
            if _offers(site, text, link):
                yield Finding(
                    component=_ID,
                    verdict=Verdict.PARTIAL,
                    confidence=0.7,
                    reason="announced",
                    evidence=(link_evidence(page, link.text),),
                )
        for row in page.rows if "skm.labels" in page.text_said else ():
            if not row.sight.is_ppid and _offers(site, row.name, row.link):
                yield partial(_ID, row.sight, "announced", 0.65, row.span)


def _offers(site: SiteSight, text: str, link: Link) -> bool:
    """Whether a link that is called ``text`` (folded) leads to a survey of satisfaction."""
    first = _FIRST.split(text, 1)[0]
    return (
        2 < len(first) < 70
        and PHRASES["labels"].is_label(_without_degrees(first), 60)
        and not PHRASES["not_around"].search(text)
        and not any(words.search(text) for words in (CONTEXT["reporting"], PHRASES["others"]))
        and (PHRASES["labels"].opens(text) or not CONTEXT["headline_verbs"].search(text))
        and ("kepuasan" in text or not PHRASES["other_surveys"].search(fold(link.url)))
        and not _is_of_trade(site.page_at(link.url))
    )


def _is_of_trade(page: PageSight | None) -> bool:
    """ "IKM" leads to the small industries (industri kecil dan menengah)."""
    return (
        page is not None
        and PHRASES["not_around"].search(page.text) is not None
        and not page.is_ppid
        and (PHRASES["survey"].search(page.text) is None)
    )


CHECK = SectionCheck(PHRASES, judge, extra=_more)
