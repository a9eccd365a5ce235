"""Biaya/tarif: what a service costs (UU 25/2009 art. 21; PermenPANRB 15/2014).

Published   an amount in rupiah or an explicit "gratis"/"tidak dipungut biaya", bound to a service or to
            all services: under a label of fees, in a table of tariffs, or in a sentence about a service.
Partial     a rule alone ("sesuai Perda No. 5 Tahun 2020": by itself it tells nobody what to pay), "sebagian
            gratis", "sesuai ketentuan", a heading without content, amounts of one dated event only.
Not found   no such place. Money is **not** this component when it is a budget, a fine, a stamp, a ticket,
            the price of goods or food, aid money, a salary; "gratis" is not when it is wifi, toilets,
            parking, a download, a lottery, PPID requests, an event. Source: corpus definitions,
            rubric-sources 5.2 (negatives of this row), 4 (PPID).
"""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, SectionCheck, Sight, is_placeholder, partial, published
from auditor.checks.clauses import line_around, line_span, words_around
from auditor.checks.names import is_service_name, is_weak_name
from auditor.checks.phrasebook import fold
from auditor.checks.requirement_owners import PHRASES as REQUIREMENTS
from auditor.checks.requirement_owners import of_a_course
from auditor.checks.wordings import CONTEXT
from auditor.models import Fee, Finding, SectionKind
from auditor.values import Found, find_bare_amounts, find_fees, find_rules

PHRASES = Phrases.load("biaya")
_ID = PHRASES.id
_BUDGET = 100_000_000  # rupiah: no service's fee, but a budget or an investment
_PRICE = 30  # characters of a price that stands alone
_NEAR = 130  # characters before a fee that say whose card it stands on
_SENTENCE = 45  # characters of a sentence that says nothing but "Tidak dipungut biaya"
_ABOVE = 200  # characters above a sentence in which its item's date stands
_LINE = 90  # characters of an item with its price
_LIST = 6  # lines between a list's caption and its last amount
_CARD = 600  # characters of a card
_SEVERAL = 2  # fees that make a list
_PARTS = 3  # components of a standard that a poster of one names beside its fee


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    if PHRASES["not_labels"].search(sight.label) or PHRASES["not_around"].search(sight.around):
        return None
    if sight.is_questionnaire or _of_other_tariff(sight):
        return None
    labelled = PHRASES["labels"].is_label(sight.label, 80) or _under_label(sight)
    amounts = find_fees(sight.section.body)
    if labelled and not amounts:
        amounts = find_bare_amounts(sight.section.body)
    found = [item for item in amounts if not _other_money(sight, item)]
    if labelled:
        return _labelled(sight, found)
    return (
        _of_a_day(sight, found)
        or _prose(sight, found)
        or _in_label(sight)
        or _tariff_sheet(sight, found)
        or _free_poster(sight, found)
        or _pointing(sight)
    )


def _pointing(sight: Sight) -> Finding | None:
    """ "Tarif layanan mengacu pada Peraturan Daerah", told in a sentence of a page that is no news."""
    if sight.page.is_news or sight.zone != "main" or sight.is_regulation_text or sight.is_vacancy_or_event:
        return None
    hit = PHRASES["pointing"].search(sight.body)
    if hit is None or PHRASES["duties"].search(
        f"{sight.around} / {sight.body[max(0, hit.start() - 60) : hit.start()]}"
    ):
        return None
    if PHRASES["other_money"].search(words_around(sight.body, *hit.span(), 110)):
        return None
    return partial(_ID, sight, "rule_only", 0.6, hit.span())


def _tariff_sheet(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """A poster or document that is itself the tariff: its file or the page that shows it is called so."""
    if not sight.page.is_document or len(found) < 2 or sight.page.is_news_about:
        return None
    fetch = sight.page.page.fetch
    name = " ".join(re.sub(r"[?#].*", "", url).rsplit("/", 1)[-1] for url in (fetch.url, fetch.referrer))
    name = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|[_+.\-]|%20", " ", name)
    called = fold(f"{name} {sight.page.page.title} {fetch.anchor}")
    if not PHRASES["labels"].search(called) or PHRASES["not_labels"].search(called):
        return None
    return _published(sight, "sheet", 0.85, found)


def _free_poster(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """A line of a standard's poster that says nothing but "GRATIS": reading lost the frame it stands in."""
    free = [item for item in found if item.value.amount == 0 and _is_line(sight, item)]
    if not free or not sight.page.is_document or sight.page.is_news_about:
        return None
    parts = {hit.group() for other in sight.page.sections for hit in PHRASES["poster"].finditer(other.label)}
    return _published(sight, "poster", 0.7, free) if len(parts) >= _PARTS else None


def _under_label(sight: Sight) -> bool:
    """The heading right above is one of fees, as over a table of tariffs."""
    above = sight.above
    return bool(above) and PHRASES["labels"].is_label(above, 80) and not PHRASES["not_labels"].search(above)


def _of_other_tariff(sight: Sight) -> bool:
    """A bare "Tarif" in a table below "Tarif Parkir": the heading above says whose it is."""
    return any(PHRASES["not_labels"].search(head) for head in sight.nearest_heads)


def _other_money(sight: Sight, item: Found[Fee]) -> bool:
    near = words_around(sight.body, item.start, item.end, 110)
    listed = "other_free" if item.value.amount == 0 else "other_money"
    return bool(PHRASES[listed].search(near))


def _is_article(sight: Sight) -> bool:
    """An article of a law on levies; the annex with the unit's fees is a table."""
    return sight.page.is_law and sight.kind is not SectionKind.ROW


def _labelled(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    if (sight.is_placeholder and not found) or _is_article(sight):
        return None
    sure = [item for item in found if not _is_some(sight, item)]
    if sure:
        certain = sight.kind in {SectionKind.ROW, SectionKind.DEFINITION, SectionKind.LINE}
        return _published(sight, "value", 0.97 if certain else 0.92, sure)
    if found:
        return partial(_ID, sight, "some_free", 0.8, (found[0].start, found[0].end))
    rules = find_rules(sight.section.body)
    if rules:
        span = (rules[0].start, rules[0].end)
        return partial(_ID, sight, "rule_only", 0.85, span, [item.value for item in rules])
    if PHRASES["vague"].search(sight.body) and not sight.page.is_news_about:
        return partial(_ID, sight, "vague", 0.7)
    return _in_label(sight)


def _is_some(sight: Sight, item: Found[Fee]) -> bool:
    """ "Sebagian layanan gratis": free for some, unsaid for which."""
    if item.value.amount != 0:
        return False
    return bool(PHRASES["some"].search(words_around(sight.body, item.start, item.end, 140)))


def _prose(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """A sentence that binds an amount or "gratis" to a service."""
    good: list[Found[Fee]] = []
    some: list[Found[Fee]] = []
    for item in found:
        near = words_around(sight.body, item.start, item.end, 140)
        free = item.value.amount == 0
        if free and not sight.service and len(sight.body) < _CARD and PHRASES["vendor"].search(sight.body):
            continue  # a firm's advertisement
        if sight.body[item.end : item.end + 40].split("\n", 1)[0].rstrip().endswith("?"):
            continue  # "Apakah layanan ini gratis?" asks; the answer is another clause
        if _is_on_dated_card(sight, item) or REQUIREMENTS["courses"].search(near):
            continue
        bound = PHRASES["service_words"].search(near) is not None or (
            free
            and (
                (_about_service(sight) and len(near) < 90)
                or sight.page.is_standard_post
                or _follows_service(sight, item, near)
            )
        )
        bound = bound or (
            _about_page_service(sight) and PHRASES["labels"].regex.match(near.strip()) is not None
        )
        row = PHRASES["row_in_text"].search(sight.body[max(0, item.start - 40) : item.start])
        if row is not None and (sight.page.is_document or _is_captioned(sight, item)):
            good.append(item)
            continue
        if _is_own_line(sight, item) or (sight.service and _below_fee_line(sight, item)):
            good.append(item)
            continue
        priced = _is_price_of_service(sight) or _is_in_price_list(sight, item, found)
        charged = free or PHRASES["fee_words"].search(near) is not None or priced
        bound = bound or priced
        if not (bound and charged):
            continue
        (some if _is_some(sight, item) else good).append(item)
    if sight.is_regulation_text or sight.is_survey:
        return None
    told = good and _is_told(sight, good[0])
    if told or sight.is_vacancy_or_event or (sight.is_reporting and sight.page.is_news):
        if not (good and sight.page.is_news) or PHRASES["contests"].search(sight.page.headline):
            return None
        return partial(_ID, sight, "one_event", 0.5, (good[0].start, good[0].end))
    if good:
        strong = len(good) >= 2 or PHRASES["all_services"].search(
            sight.body[max(0, good[0].start - 160) : good[0].end + 80]
        )
        return _published(sight, "sentence", 0.85 if strong else 0.74, good)
    if some:
        return partial(_ID, sight, "some_free", 0.75, (some[0].start, some[0].end))
    return None


def _is_on_dated_card(sight: Sight, item: Found[Fee]) -> bool:
    """ "Program Imunisasi Gratis", an excerpt and a date: a headline among others on a page."""
    end = line_span(sight.body, item.start, item.end)[1]
    below = [line for line in sight.body[end : end + 400].split("\n")[1:] if line.strip()][:2]
    return not sight.page.is_news and any(
        CONTEXT["date_line"].regex.fullmatch(line.strip()) for line in below
    )


def _of_a_day(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """Partial (c): a free course that a dated item opens, or nothing but titles of sample posts."""
    free = [item for item in found if item.value.amount == 0]
    if not free or sight.is_regulation_text or sight.is_survey:
        return None
    opened = len(free) == len(found) and all(_is_opened_on_a_day(sight, item) for item in free)
    if not opened and not all(
        _is_over_filler(sight, item)
        and PHRASES["service_words"].search(line_around(sight.body, item.start, item.end))
        for item in found
    ):
        return None
    return partial(_ID, sight, "one_event", 0.55, (free[0].start, free[0].end))


def _is_opened_on_a_day(sight: Sight, item: Found[Fee]) -> bool:
    """A dated item tells that the unit opens a free course: a value of one programme (partial c)."""
    start, end = line_span(sight.body, item.start, item.end)
    line = sight.body[start:end].strip()
    if PHRASES["opens"].search(line) is None:
        return False
    above = [one.strip() for one in sight.body[max(0, start - _ABOVE) : start].split("\n") if one.strip()][
        -2:
    ]
    return sight.page.is_news or any(CONTEXT["date_line"].regex.fullmatch(one) for one in above)


def _is_over_filler(sight: Sight, item: Found[Fee]) -> bool:
    """A short line, filler text below it: the title of a sample post, whose own text nobody wrote."""
    start, end = line_span(sight.body, item.start, item.end)
    below = next((line for line in sight.body[end : end + _CARD].split("\n") if line.strip()), "")
    return end - start <= _LINE < len(below) and is_placeholder(below)


def _follows_service(sight: Sight, item: Found[Fee], near: str) -> bool:
    """ "... bikin surat usaha cukup bawa KTP. Tidak dipungut biaya.": bound by the sentence before it."""
    line = line_around(sight.body, item.start, item.end)
    if len(near) > _SENTENCE or len(line) > _CARD or sight.page.is_news or sight.zone != "main":
        return False
    return not PHRASES["other_free"].search(line) and PHRASES["service_words"].search(line) is not None


def _is_captioned(sight: Sight, item: Found[Fee]) -> bool:
    """ "Biaya Gratis" as a line of a card that names another component, too."""
    before = sight.body[max(0, item.start - _NEAR) : item.start]
    if REQUIREMENTS["courses"].search(f"{sight.label}\n{before}"):
        return False
    end = line_span(sight.body, item.start, item.end)[1]
    alone = not re.search(r"[a-z]{3}", sight.body[item.end : end])
    return (
        alone
        and sight.zone == "main"
        and not sight.page.is_news
        and PHRASES["beside" if is_service_name(sight.label) else "papers"].search(sight.body) is not None
    )


def _is_in_price_list(sight: Sight, item: Found[Fee], found: list[Found[Fee]]) -> bool:
    """ "Gula darah - Rp 15.000" below "Pemeriksaan Laboratorium": items of a service, each with its price."""
    if sight.page.is_news or sight.zone != "main" or item.value.amount in {0, None}:
        return False
    if not (is_service_name(sight.label) and PHRASES["service_words"].search(sight.label)):
        return False
    start, end = line_span(sight.body, item.start, item.end)
    return len(found) >= 2 and end - start <= _LINE


def _is_own_line(sight: Sight, item: Found[Fee]) -> bool:
    """A line of a service's card that is nothing but what it costs ("Rp 15.000", "Gratis")."""
    if sight.zone != "main" or sight.page.is_news or not sight.is_leaf:
        return False
    if (item.value.amount or 0) >= _BUDGET:
        return False
    # "Paket Basic" is a card below "Medical Check Up"
    below = (
        sight.above != sight.page.title
        and PHRASES["service_words"].search(sight.above)
        and (is_service_name(sight.above) or sight.label.startswith("paket"))
    )
    return (is_service_name(sight.label) or bool(below and sight.label)) and _is_line(sight, item)


def _is_line(sight: Sight, item: Found[Fee]) -> bool:
    line = line_around(sight.body, item.start, item.end)
    return not re.search(r"[a-z]{2}", line.replace(sight.body[item.start : item.end], "", 1))


def _is_told(sight: Sight, item: Found[Fee]) -> bool:
    """Somebody is quoted saying so ("…gratis," ujar Kepala Dinas): news, whatever the address says."""
    return PHRASES["told"].search(sight.body[max(0, item.start - 250) : item.end + 250]) is not None


def _is_price_of_service(sight: Sight) -> bool:
    """ "Surat sehat: Rp 10.000", or "Bus: Rp 80.000" below "Uji KIR": nothing but a price beside."""
    if PHRASES["other_money"].search(sight.above):
        return False
    return sight.kind in {SectionKind.DEFINITION, SectionKind.ROW, SectionKind.LINE} and (
        (is_service_name(sight.label) and not is_weak_name(sight.label) and len(sight.body) < 80)
        or (
            is_service_name(sight.above)
            and PHRASES["service_words"].search(sight.above) is not None
            and len(sight.body) < _PRICE
        )
    )


def _about_service(sight: Sight) -> bool:
    return bool(sight.service) or is_service_name(sight.label)


def _below_fee_line(sight: Sight, item: Found[Fee]) -> bool:
    """An amount in a list of a service's section whose caption names the fee ("b. Besarnya Tarif")."""
    above = sight.body[: item.start].split("\n")[:-1][-_LIST:]
    caption = next((line for line in reversed(above) if line.strip() and "rp" not in line), "")
    return PHRASES["labels"].is_label(caption.strip(), 80) and not PHRASES["not_labels"].search(caption)


def _about_page_service(sight: Sight) -> bool:
    """The page itself is a service's, and no post: what "Biaya Rp 30.000" costs says its title."""
    title = sight.page.title.rsplit(" - ", 1)[0]
    return not sight.page.is_news and (_about_service(sight) or is_service_name(title))


def _in_label(sight: Sight) -> Finding | None:
    """A heading or row label that itself says it ("Pelayanan KTP - GRATIS")."""
    fees = find_fees(sight.section.label)
    if (
        not fees
        or sight.page.is_news
        or sight.is_dated_item
        or sight.is_vacancy_or_event
        or PHRASES["other_free"].search(sight.label)
        or PHRASES["other_money"].search(sight.label)
    ):
        return None
    if sight.label in sight.page.told_as_news:
        return partial(_ID, sight, "one_event", 0.55)
    if PHRASES["some"].search(sight.label):
        return partial(_ID, sight, "some_free", 0.7)
    if PHRASES["service_words"].search(sight.label) or PHRASES["labels"].is_label(sight.label, 80):
        return published(_ID, sight, "sentence", 0.72, None, [item.value for item in fees])
    return None


def _of_no_event(sight: Sight, good: list[Found[Fee]]) -> list[Found[Fee]]:
    """The fees of a list of services' fees, one of which is that of a course ("Sertifikat kursus")."""
    heads = (sight.service, sight.label, sight.path)
    if any(CONTEXT["vacancy_or_event"].search(head) for head in heads):
        return []
    if len(good) < _SEVERAL or not PHRASES["service_words"].search(sight.label):
        return []
    lines = [(item, line_around(sight.body, item.start, item.end)) for item in good]
    return [item for item, line in lines if not CONTEXT["vacancy_or_event"].search(line)]


def _published(sight: Sight, reason: str, confidence: float, good: list[Found[Fee]]) -> Finding | None:
    own = _of_no_event(sight, good) if reason == "value" and sight.is_vacancy_or_event else []
    good = own or good
    values = [item.value for item in good]
    span = (good[0].start, good[0].end)
    if sight.page.is_of_another_body:
        return None
    if sight.page.is_news_about or (sight.is_vacancy_or_event and not own):
        contest = PHRASES["contests"].search(sight.page.headline) or sight.is_vacancy_or_event
        return (
            partial(_ID, sight, "one_event", 0.55, span, values) if reason == "value" or not contest else None
        )
    if reason == "value" and of_a_course(sight):  # what one programme costs
        return partial(_ID, sight, "one_event", 0.55, span, values)
    if PHRASES["event"].search(words_around(sight.body, good[0].start, good[0].end, 160)):
        return partial(_ID, sight, "one_event", 0.6, span, values)
    as_news = sight.page.is_news or line_around(sight.body, *span).strip() in sight.page.told_as_news
    told_once = as_news and reason == "sentence" and not sight.page.is_standard_post
    if told_once or sight.is_dated_item or sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.55, span, values)
    return published(_ID, sight, reason, confidence - (0.08 if sight.page.is_news else 0), span, values)


CHECK = SectionCheck(PHRASES, judge)
