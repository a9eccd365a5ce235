"""The names of services on one page, wherever they stand: headings, cards, rows, items, forms, questions."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import islice

from auditor.checks.base import PageSight, Phrases, Sight
from auditor.checks.gates import lists_named
from auditor.checks.named.groups import is_below_title_of_services, is_group, is_under_group, lists_links
from auditor.checks.named.lists import (
    ITEMS,
    asked_for,
    asks_which,
    bullets,
    content_of_a_service,
    items,
    listing,
    priced,
    weight_of,
)
from auditor.checks.named.pairs import in_a_row, paired
from auditor.checks.named.parts import has_parts, lists_papers, over_papers, told_in_parts
from auditor.checks.named.products import Named, kept
from auditor.checks.named.told import told
from auditor.checks.procedure.papers import PHRASES as STEPS
from auditor.checks.requirement.offered import lists_services
from auditor.checks.requirement.owners import PHRASES as REQUIREMENTS
from auditor.checks.requirement.owners import headed_otherwise, of_other_office
from auditor.checks.words.marks import MARKED, uncounted
from auditor.checks.words.names import (
    is_group_label,
    is_office,
    is_part,
    is_service_name,
    normal,
    strip_ways,
)
from auditor.checks.words.phrasebook import bare_label, fold, folded
from auditor.checks.words.wordings import CONTEXT
from auditor.models import SectionKind

PHRASES = Phrases.load("produk")
_TITLE = 8  # characters that make a title a name
_HEADLINE = 90  # characters of a line that heads what follows
_SHORTEST = 3  # characters of a name ("KTP")
_LETTERS = re.compile(r"[^\W\d_]{2}")  # "KB" is a service, a clock's "29" is none
# A row of an SOP's sheet tells who does what: "Mengajukan permohonan akta perkawinan dengan ..."
_DEED = re.compile(r"\W*(?:\d+\W+)?(?:meng|meny|mem|men|me)[a-z]{3,}(?:\s+\S+){3,}")
_POSTED = re.compile(r"(?<!\d)20\d\d(?!\d)")
_STEP = re.compile(r"^\W*(?:langkah|step|tahap)\b", re.IGNORECASE)


def named_services(page: PageSight) -> tuple[Named, ...]:
    """Service names of one page, in order, as printed; the same name may come more than once."""
    found: tuple[Named, ...] | None = page.memo.get("produk")
    if found is None:
        found = page.memo["produk"] = tuple(
            kept(
                page,
                "named_services",
                lambda: _named_services(page),
            )
        )
    return found


@lru_cache(maxsize=8192)
def _may_be_name(words: str) -> bool:
    """Not a question, a table's head, an hour, an address, an account, a figure, a call to take heed."""
    if _LETTERS.search(words) is None:
        return False
    return PHRASES["no_names"].search(fold(uncounted(words)).strip()) is None


@lru_cache(maxsize=8192)  # menus, heads and cards repeat on every page
def _may_head(label: str) -> bool:
    """Whether a label may stand over services, or over one that it names."""
    return (
        is_service_name(label)
        or is_group_label(label)
        or label.endswith("?")
        or PHRASES["how_to"].search(label) is not None
        or ("produk.labels" in lists_named(label) and PHRASES["labels"].is_label(label, 50))
        or PHRASES["price_list"].search(label) is not None
        or PHRASES["standards"].search(label) is not None
    )


def may_name(sight: Sight) -> bool:
    """Whether a section may name services at all; the rules that tell whose they are come after."""
    return (
        bool(sight.section.service)
        or _may_head(sight.label)
        or is_group_label(sight.above)
        or is_group_label(sight.page.own_title)
        or bool(listing(sight.body))
        or asks_which(sight)
    )


def _named_services(page: PageSight) -> Iterator[Named]:
    return (named for named in _names_told(page) if _may_be_name(named.name))


def _names_told(page: PageSight) -> Iterator[Named]:
    if page.is_ppid or page.external or page.is_of_another_body or page.is_account_of_work:
        return
    if page.is_listing and not page.is_front:
        return
    if PHRASES["tasks"].search(page.heading):
        return
    yield from over_papers(page)
    for name, parts in told_in_parts(page).items():
        yield from (Named(name, sight, None, 0.8) for sight in islice(filter(_is_own, parts), 1))
    yield from (named for named in paired(page) if _is_own(named.sight))
    for sight in page.sections:
        if sight.is_nav or not may_name(sight) or (page.is_listing and not _is_beside_posts(sight)):
            continue
        asked = _asked(sight) if sight.zone == "main" and not page.is_news else ""
        found = [Named(asked, sight, None, 0.7)] if asked else []
        found += () if _is_of_another(sight) else _of_section(page, sight)
        if found and not _is_of_another_matter(sight):
            yield from found


def _is_of_another(sight: Sight) -> bool:
    """What stands there is named by something else: its list, a service's papers, the page, the site."""
    return (
        _among_others(sight)
        or _is_paper_for(sight)
        or _repeats_headline(sight)
        or _is_name_of_site(sight)
        or _is_stage(sight)
        or (sight.kind is SectionKind.IMAGE and PHRASES["rooms"].opens(sight.above))
        or (sight.kind is SectionKind.ROW and PHRASES["counted"].regex.match(sight.body) is not None)
    )


def _is_own(sight: Sight) -> bool:
    return not _is_of_another(sight) and not _is_of_another_matter(sight)


def _is_of_another_matter(sight: Sight) -> bool:
    """Asked of what names services alone."""
    return (
        sight.is_ppid
        or (sight.is_vacancy_or_event and not _lists_one_among_others(sight))
        or sight.is_about_internal
        or sight.is_survey
        or of_other_office(sight)
        or headed_otherwise(sight)
        or PHRASES["tasks"].search(sight.around) is not None
    )


def _lists_one_among_others(sight: Sight) -> bool:
    """ "Layanan Kami: kartu pencari kerja, lowongan, pelatihan": of what else is served there."""
    listed = is_group_label(sight.label) or is_below_title_of_services(sight)
    return listed and CONTEXT["vacancy_or_event"].search(sight.around) is None


def _of_section(page: PageSight, sight: Sight) -> Iterator[Named]:
    news = page.is_news and not sight.section.service
    if sight.service and not news and not _is_filler(sight):
        yield Named(sight.section.service, sight, None, weight_of(sight, sight.service, 0.95))
    if (
        sight.kind is not SectionKind.FORM
        and not news
        and sight.zone == "main"
        and sight.label != sight.service
        and is_service_name(sight.label)
        and (not sight.is_placeholder or (sight.kind is SectionKind.ROW and sight.section.links))
        and not _lists_papers_of(sight)
        and not _STEP.match(sight.section.label)
        and not (sight.kind is SectionKind.ROW and _DEED.match(sight.label))
    ):
        yield Named(sight.section.label, sight, None, weight_of(sight, sight.label, 0.85))
    if not news and is_under_group(sight):
        yield Named(sight.section.label, sight, None, 0.7)
    if news and not (page.is_standard_post and is_group(sight)):  # "Jenis Pelayanan" in a post of a standard
        return
    if sight.service and not lists_services(sight) and not asks_which(sight):
        return
    raw = sight.section.service
    if (
        raw
        and bare_label(fold(raw)) == bare_label(sight.label)
        and not is_part(bare_label(sight.label))
        and has_parts(sight)
    ):
        yield Named(raw, sight, None, 0.8)
    if (standard := _of_standard(sight)) and _is_among_standards(page, sight, standard):
        yield Named(standard, sight, None, 0.7)
    if lists_links(sight) or is_group(sight) or is_below_title_of_services(sight):
        yield from items(sight)
    elif sight.kind is SectionKind.FORM or (
        sight.zone == "main"
        and not listing(sight.body).isdisjoint(ITEMS)
        and not lists_papers(sight)
        and not PHRASES["other_lists"].opens(sight.label)
    ):
        yield from bullets(sight)
    if sight.zone == "main":
        yield from told(sight)
        yield from asked_for(sight)
        yield from in_a_row(sight)
        yield from priced(sight)


def _is_filler(sight: Sight) -> bool:
    """Filler that nobody replaced, below a name that stands in no list of services: a theme's sample."""
    if not (sight.body.strip() and sight.is_placeholder):
        return False
    above = {sight.page.own_title, *map(folded, sight.section.path)} - {sight.service}
    return not any(is_group_label(part) or PHRASES["service_pages"].search(part) for part in above)


def _asked(sight: Sight) -> str:
    """The service that a question or a "how to" is about, if below it stands how to get it; else empty."""
    if (how := PHRASES["how_to"].search(sight.label)) is not None:
        name = sight.section.label[how.end() :]
        named = len(normal(strip_ways(f"x{fold(name)}"))) > 1  # "Cara Daftar Online" names nothing
        own = named and not PHRASES["how_to_use"].search(sight.label)
        loose = PHRASES["how_to_any"].search(sight.label) is None or is_service_name(fold(name))
        return name.strip() if own and loose and _teaches(sight) else ""
    hit = PHRASES["asked"].search(sight.label) if sight.label.endswith("?") else None
    name = sight.section.label[hit.end() :].strip(" ?") if hit else ""
    answered = name and (content_of_a_service(sight) or REQUIREMENTS["documents"].search(sight.body))
    return name if answered and is_service_name(fold(name)) else ""


def _teaches(sight: Sight) -> bool:
    """Steps, papers, a time or a fee stand below."""
    steps = sum(MARKED.match(line) is not None for line in sight.body.split("\n"))
    return steps >= 2 or content_of_a_service(sight)


def _lists_papers_of(sight: Sight) -> bool:
    """A row or line inside a service's own section names papers or steps ("Surat pengantar: dari RT")."""
    if not sight.service:
        return False
    return (
        sight.kind not in {SectionKind.HEADING, SectionKind.PANEL}
        or REQUIREMENTS["labels"].is_label(sight.above)
        or STEPS["labels"].is_label(sight.above)
    )


def _repeats_headline(sight: Sight) -> bool:
    """What stands above a page's own headline has its service from the title: the same, often cut."""
    return (
        sight.zone == "header"
        and not sight.label
        and len(sight.section.path) == 1
        and any(other.zone == "main" and other.service and other.label for other in sight.page.sections[:12])
    )


def _is_beside_posts(sight: Sight) -> bool:
    """What a home page lists under a heading of services, or as those whose requirements it tells, beside its
    latest posts."""
    if sight.zone != "main" or sight.is_dated_item or _POSTED.search(sight.body):
        return False
    grouped = is_group_label(sight.label) or is_group_label(sight.above)
    return grouped or REQUIREMENTS["overview"].search(sight.body) is not None


def _is_name_of_site(sight: Sight) -> bool:
    """The home page's headline with nothing below it, as in the title: "Layanan SIAP Andai" is the site; a
    title that names the office is no service of everything below it ("SIM PKB Dinas Perhubungan ...")."""
    title = sight.page.title.strip()
    if sight.service and sight.service == title and PHRASES["office_inside"].search(title):
        return True
    if sight.body.strip() or sight.kind is not SectionKind.HEADING or len(title) < _TITLE:
        return False
    return sight.page.is_front and (title in sight.label or sight.label in title)


def _is_stage(sight: Sight) -> bool:
    """A row below a service's "Waktu proses" ("Pemeriksaan administrasi: 7 hari") is a part of its way."""
    if sight.kind not in {SectionKind.ROW, SectionKind.LINE, SectionKind.DEFINITION}:
        return False
    return PHRASES["stages"].regex.fullmatch(bare_label(sight.above)) is not None and any(
        is_service_name(folded(part)) for part in sight.section.path[:-1]
    )


def _is_paper_for(sight: Sight) -> bool:
    """A row of "Persyaratan Surat Keterangan Domisili" is a paper to bring, unless it names that service; a
    pair inside the row "Produk Pelayanan" is that row's."""
    if sight.kind not in {SectionKind.ROW, SectionKind.LINE, SectionKind.DEFINITION}:
        return False
    if sight.kind is SectionKind.DEFINITION and PHRASES["row_labels"].regex.fullmatch(
        bare_label(sight.above)
    ):
        return True
    if not REQUIREMENTS["labels"].opens(sight.above):
        return False
    asked = normal(sight.above)
    return is_service_name(asked) and asked not in normal(sight.label)


def _of_standard(sight: Sight) -> str:
    """What the standard is for that a heading names ("2. Standar Pelayanan (Peminjaman Aula)"), else empty;
    one heading alone may be called after the office or the rule."""
    if sight.zone != "main":
        return ""
    said = ""
    if sight.kind in {SectionKind.HEADING, SectionKind.PANEL}:
        said = sight.section.label
    elif (
        sight.kind is SectionKind.PARAGRAPH
        and len(sight.body) <= _HEADLINE
        and "standards" in listing(sight.body)
    ):
        said = sight.section.body.strip()  # a headline that is marked up as text
    hit = PHRASES["standards"].search(fold(said)) if said and "\n" not in said else None
    name = said[hit.end() :].strip(" ()") if hit else ""
    folded = bare_label(fold(name))
    return "" if len(folded) < _SHORTEST or is_office(folded) or is_part(folded) else name


def _is_among_standards(page: PageSight, sight: Sight, name: str) -> bool:
    """Beside the standard of something else, and one of them is called as services are or tells what one
    takes: chapters, periods and praise ("Standar Pelayanan Semester I", "... Unggul") are no names."""
    beside = [
        (named, other)
        for other in page.sections
        if other.section.path == sight.section.path and (named := _of_standard(other))
    ]
    return any(named != name for named, _ in beside) and any(
        is_service_name(bare_label(fold(named))) or content_of_a_service(other) for named, other in beside
    )


def _among_others(sight: Sight) -> bool:
    """Cards and rows under "Berita", "Keunggulan", "Anggaran": no services whatever they begin with."""
    titled = bool(sight.page.page.title)  # then the title heads every path
    above = [folded(part) for part in sight.section.path[titled:][-2:]]
    return any(len(part) <= 60 and PHRASES["other_lists"].opens(part) for part in above)
