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

from auditor.checks.base import Phrases, SectionCheck, Sight, partial, published
from auditor.checks.fee.claims import is_bare_claim, is_said_of
from auditor.checks.fee.layouts import (
    CARD,
    about_page_service,
    about_service,
    below_fee_line,
    follows_service,
    in_thousands,
    is_behind_name,
    is_captioned,
    is_in_price_list,
    is_line,
    is_over_filler,
    is_own_line,
    is_price_of_service,
    under_label,
)
from auditor.checks.fee.owners import (
    is_on_another_sheet,
    is_on_dated_card,
    is_opened_on_a_day,
    is_other_money,
    is_quoted,
    is_some,
    of_no_event,
    of_other_tariff,
    other_matters,
)
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.requirement.owners import of_a_course
from auditor.checks.told_beside import tells_service
from auditor.checks.words.clauses import line_around, within, words_around
from auditor.checks.words.names import is_group_label
from auditor.checks.words.phrasebook import fold
from auditor.models import Fee, Finding, SectionKind
from auditor.values import Found, find_bare_amounts, find_fees, find_rules

PHRASES = Phrases.load("biaya")
_ID = PHRASES.id
_PARTS = 3  # components of a standard that a poster of one names beside its fee


def judge(sight: Sight) -> Finding | None:
    """Judge one section; None when it is about something else."""
    if PHRASES["not_labels"].search(sight.label) or PHRASES["not_around"].search(sight.around_services):
        return None
    if sight.is_questionnaire or of_other_tariff(sight):
        return None
    labelled = PHRASES["labels"].is_label(sight.label, 80) or under_label(sight)
    amounts = find_fees(sight.section.body)
    if labelled and all(item.value.amount and "rp" not in item.value.text.lower() for item in amounts):
        amounts = in_thousands(sight) or find_bare_amounts(sight.section.body) or amounts
    if amounts and is_on_another_sheet(sight):
        return None
    others = other_matters(sight) if amounts else []
    found = [item for item in amounts if not (within(others, item.start) or is_other_money(sight, item))]
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
    if hit is None:
        return None
    before = f" {sight.body[: hit.start()]}"[-60:].partition(" ")[2]  # "petugas" cut in two is no "tugas"
    if PHRASES["duties"].search(f"{sight.around} / {before}"):
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
    free = [item for item in found if item.value.amount == 0 and is_line(sight, item)]
    if not free or not sight.page.is_document or sight.page.is_news_about:
        return None
    parts = {hit.group() for other in sight.page.sections for hit in PHRASES["poster"].finditer(other.label)}
    return _published(sight, "poster", 0.7, free) if len(parts) >= _PARTS else None


def _is_article(sight: Sight) -> bool:
    """An article of a law on levies; the annex with the unit's fees is a table."""
    return sight.page.is_law and sight.kind is not SectionKind.ROW


def _labelled(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    if (sight.is_placeholder and not found) or _is_article(sight):
        return None
    sure = [item for item in found if not is_some(sight, item)]
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


def _prose(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """A sentence that binds an amount or "gratis" to a service."""
    good: list[Found[Fee]] = []
    some: list[Found[Fee]] = []
    for item in found:
        near = words_around(sight.body, item.start, item.end, 140)
        free = item.value.amount == 0
        if free and not sight.service and len(sight.body) < CARD and PHRASES["vendor"].search(sight.body):
            continue  # a firm's advertisement
        if sight.body[item.end : item.end + 40].split("\n", 1)[0].rstrip().endswith("?"):
            continue  # "Apakah layanan ini gratis?" asks; the answer is another clause
        if is_on_dated_card(sight, item) or REQUIREMENTS["courses"].search(near):
            continue
        bound = PHRASES["service_words"].search(near) is not None or (
            free
            and (
                (about_service(sight) and len(near) < 90)
                or sight.page.is_standard_post
                or follows_service(sight, item, near)
                or (is_bare_claim(sight, item) and (_heads_services(sight) or tells_service(sight)))
            )
        )
        bound = bound or (
            about_page_service(sight) and PHRASES["labels"].regex.match(near.strip()) is not None
        )
        bound = bound or (not free and about_service(sight) and PHRASES["pays"].search(near) is not None)
        row = PHRASES["row_in_text"].search(sight.body[max(0, item.start - 40) : item.start])
        if row is not None and (sight.page.is_document or is_captioned(sight, item)):
            good.append(item)
            continue
        if (
            is_own_line(sight, item)
            or (sight.service and below_fee_line(sight, item))
            or is_behind_name(sight, item)
        ):
            good.append(item)
            continue
        priced = is_price_of_service(sight) or is_in_price_list(sight, item, found)
        charged = free or PHRASES["fee_words"].search(near) is not None or priced
        bound = bound or priced
        if not (bound and charged):
            continue
        (some if is_some(sight, item) else good).append(item)
    if sight.is_regulation_text or sight.is_survey:
        return None
    told = good and is_quoted(sight, good[0])
    if told or sight.is_vacancy_or_event or (sight.is_reporting and sight.page.is_news):
        day = bool(good) and sight.told_once(good[0].start, good[0].end)
        if not day or PHRASES["contests"].search(sight.page.headline):
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


def _heads_services(sight: Sight) -> bool:
    """ "Kami tidak memungut biaya" right below "Pelayanan Kelurahan": all its services are."""
    page = sight.page
    above = sight.label or sight.above
    return sight.zone == "main" and not (page.is_news or page.is_listing) and is_group_label(above)


def _of_a_day(sight: Sight, found: list[Found[Fee]]) -> Finding | None:
    """Partial (c): a free course that a dated item opens, or nothing but titles of sample posts."""
    free = [item for item in found if item.value.amount == 0]
    if not free or sight.is_regulation_text or sight.is_survey:
        return None
    opened = len(free) == len(found) and all(is_opened_on_a_day(sight, item) for item in free)
    if not opened and not all(
        is_over_filler(sight, item)
        and PHRASES["service_words"].search(line_around(sight.body, item.start, item.end))
        for item in found
    ):
        return None
    return partial(_ID, sight, "one_event", 0.55, (free[0].start, free[0].end))


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
    if (
        PHRASES["service_words"].search(sight.label)
        or PHRASES["labels"].is_label(sight.label, 80)
        or is_said_of(sight.label, fold(sight.section.service))
    ):
        return published(_ID, sight, "sentence", 0.72, None, [item.value for item in fees])
    return None


def _published(sight: Sight, reason: str, confidence: float, good: list[Found[Fee]]) -> Finding | None:
    own = of_no_event(sight, good) if reason == "value" and sight.is_vacancy_or_event else []
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
    told_once = reason == "sentence" and sight.is_reported(*span)
    if told_once or sight.is_dated_item or sight.page.is_one_event:
        return partial(_ID, sight, "one_event", 0.55, span, values)
    return published(_ID, sight, reason, confidence - (0.08 if sight.page.is_news else 0), span, values)


CHECK = SectionCheck(PHRASES, judge)
