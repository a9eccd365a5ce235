"""Fees told by where they stand: below a heading of fees, on a service's card, in a price list."""

from __future__ import annotations

import re

from auditor.checks.base import Phrases, Sight, is_placeholder
from auditor.checks.fee.claims import is_bare_claim
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.words.clauses import bare_span, clause, line_around, line_span
from auditor.checks.words.names import is_service_name, is_weak_name
from auditor.checks.words.phrasebook import bare_label
from auditor.models import Fee, SectionKind
from auditor.values import Found, find_fees

PHRASES = Phrases.load("biaya")
_WORKS = 10_000_000  # rupiah beside a mere name: what an activity is given, not what a service costs
_PRICE = 30  # characters of a price that stands alone
_PER = re.compile(r"(?:/|per) ?[a-z]{2,10}")  # "Rp 25.000 per lembar"
_THOUSANDS = re.compile(r"\((?:dalam |x ?|rp\.? ?)?(?:ribu(?:an)?(?: rupiah| rp)?|(?:rp\.? ?)?1?\.?000)\)")
_SMALL = re.compile(r"\d{1,4}(?:[.,]\d{1,2})?")
_NAME = 8  # words of a service's name before what it costs
_NEAR = 130  # characters before a fee that say whose card it stands on
_LINE = 90  # characters of an item with its price
_LIST = 6  # lines between a list's caption and its last amount
CARD = 600  # characters of a card


def in_thousands(sight: Sight) -> list[Found[Fee]]:
    """A bare figure below a head that says its scale ("Tarif (ribuan rupiah)" | "35")."""
    start, end = bare_span(sight.section.body)
    figure = sight.section.body[start:end]
    if not _THOUSANDS.search(sight.label) or not _SMALL.fullmatch(figure):
        return []
    amount = round(float(figure.replace(",", ".")) * 1000)
    return [Found(Fee(text=figure, amount=amount, currency="IDR"), start, end)] if amount else []


def under_label(sight: Sight) -> bool:
    """The heading right above is one of fees, as over a table of tariffs."""
    above = sight.above
    return bool(above) and PHRASES["labels"].is_label(above, 80) and not PHRASES["not_labels"].search(above)


def is_over_filler(sight: Sight, item: Found[Fee]) -> bool:
    """A short line, filler text below it: the title of a sample post, whose own text nobody wrote."""
    start, end = line_span(sight.body, item.start, item.end)
    below = next((line for line in sight.body[end : end + CARD].split("\n") if line.strip()), "")
    return end - start <= _LINE < len(below) and is_placeholder(below)


def follows_service(sight: Sight, item: Found[Fee], near: str) -> bool:
    """ "... bikin surat usaha cukup bawa KTP. Tidak dipungut biaya.": bound by the sentence before it."""
    line = line_around(sight.body, item.start, item.end)
    alone = is_bare_claim(sight, item) or PHRASES["taken_up"].search(near) is not None
    if not alone or len(line) > CARD or sight.page.is_news or sight.zone != "main":
        return False
    return not PHRASES["other_free"].search(line) and PHRASES["service_words"].search(line) is not None


def is_captioned(sight: Sight, item: Found[Fee]) -> bool:
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


def is_in_price_list(sight: Sight, item: Found[Fee], found: list[Found[Fee]]) -> bool:
    """ "Gula darah - Rp 15.000" below "Pemeriksaan Laboratorium": items of a service, each with its price."""
    if sight.page.is_news or sight.zone != "main" or item.value.amount in {0, None}:
        return False
    if not (is_service_name(sight.label) and PHRASES["service_words"].search(sight.label)):
        return False
    start, end = line_span(sight.body, item.start, item.end)
    return len(found) >= 2 and end - start <= _LINE


def is_behind_name(sight: Sight, item: Found[Fee]) -> bool:
    """ "Alih media: scan Rp 2.000, cetak foto Rp 10.000", "Sewa lt 2 Rp 275 ribu, lt 3 Rp 250 ribu": a clause
    that opens with a service's name and goes on in amounts, behind a colon or two at least."""
    if sight.page.is_news or sight.zone != "main" or not sight.is_leaf:
        return False
    if not 0 < (item.value.amount or 0) < _WORKS:
        return False
    start, end = clause(sight.body, item.start, item.end)
    said = sight.body[start:end]
    amounts = find_fees(said)
    if not amounts:
        return False
    name, colon, _rest = said[: amounts[0].start].partition(":")
    name = bare_label(name)
    listed = len(amounts) >= 2 or bool(colon)
    return listed and name.count(" ") < _NAME and is_service_name(name)


def is_own_line(sight: Sight, item: Found[Fee]) -> bool:
    """A line of a service's card that is nothing but what it costs ("Rp 15.000", "Gratis")."""
    if sight.zone != "main" or sight.page.is_news or not sight.is_leaf:
        return False
    if (item.value.amount or 0) >= _WORKS:
        return False
    # "Paket Basic" is a card below "Medical Check Up"
    below = (
        sight.above != sight.page.title
        and PHRASES["service_words"].search(sight.above)
        and (is_service_name(sight.above) or sight.label.startswith("paket"))
    )
    return (is_service_name(sight.label) or bool(below and sight.label)) and is_line(sight, item)


def is_line(sight: Sight, item: Found[Fee]) -> bool:
    """The fee stands alone on its line."""
    line = line_around(sight.body, item.start, item.end)
    rest = _PER.sub("", line.replace(sight.body[item.start : item.end], "", 1))
    return not re.search(r"[a-z]{2}", rest)


def is_price_of_service(sight: Sight) -> bool:
    """ "Surat sehat: Rp 10.000", or "Bus: Rp 80.000" below "Uji KIR": nothing but a price beside."""
    if PHRASES["other_money"].search(sight.above) or any(
        (item.value.amount or 0) >= _WORKS for item in find_fees(sight.section.body)
    ):
        return False
    return sight.kind in {SectionKind.DEFINITION, SectionKind.ROW, SectionKind.LINE} and (
        (is_service_name(sight.label) and not is_weak_name(sight.label) and len(sight.body) < 80)
        or (
            is_service_name(sight.above)
            and PHRASES["service_words"].search(sight.above) is not None
            and len(sight.body) < _PRICE
        )
    )


def about_service(sight: Sight) -> bool:
    """The section is a service's, or headed by one."""
    return bool(sight.service) or is_service_name(sight.label)


def below_fee_line(sight: Sight, item: Found[Fee]) -> bool:
    """An amount in a list of a service's section whose caption names the fee ("b. Besarnya Tarif")."""
    above = sight.body[: item.start].split("\n")[:-1][-_LIST:]
    caption = next((line for line in reversed(above) if line.strip() and "rp" not in line), "")
    return PHRASES["labels"].is_label(caption.strip(), 80) and not PHRASES["not_labels"].search(caption)


def about_page_service(sight: Sight) -> bool:
    """The page itself is a service's, and no post: what "Biaya Rp 30.000" costs says its title."""
    title = sight.page.title.rsplit(" - ", 1)[0]
    return not sight.page.is_news and (about_service(sight) or is_service_name(title))
