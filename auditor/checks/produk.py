"""Produk pelayanan: what the unit gives, by name (UU 25/2009 art. 21; PermenPANRB 15/2014).

Published   at least two services or products named as such: by the sections of a page (services with
            their own content), as items under "Jenis Pelayanan", as choices of an application form,
            or in the rows "Produk Pelayanan" of standards.
Partial     one service only, a heading without names, or services told only inside the tasks.
Not found   none. Fields of duty and the facilities of a tourist site are no services.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache

from auditor.checks import facts
from auditor.checks.base import (
    PageSight,
    Phrases,
    Sight,
    SiteSight,
    announced,
    best,
    evidence,
    look,
    partial,
    settle,
)
from auditor.checks.names import (
    distinct,
    is_group_label,
    is_office,
    is_part,
    is_service_name,
    is_weak_name,
    normal,
)
from auditor.checks.offered import lists_services
from auditor.checks.persyaratan import PHRASES as REQUIREMENTS
from auditor.checks.phrasebook import bare_label, fold, folded
from auditor.checks.products import BULLET, Named, products
from auditor.checks.prosedur import PHRASES as STEPS
from auditor.models import Evidence, Finding, SectionKind, Snapshot, Verdict

PHRASES = Phrases.load("produk")
_ID = "produk"
_CARDS = 20  # characters of what stands below a heading of services, at least
_LEAD = 160  # characters of a sentence that only leads to them
_COUNTED = 60  # names that are compared with one another
_TELLING = 0.3  # weight of a name that programmes and news bear too
_STEP = re.compile(r"^\W*(?:langkah|step|tahap)\b", re.IGNORECASE)
_TERMS = re.compile(r"\d+\s*(?:\(\w+\)\s*)?(?:menit|hari kerja|hari)\b|rp\.?\s?\d|gratis|tidak dipungut")
_INHERITED = frozenset(
    {"pemeriksaan", "pengujian", "pembuatan", "penerbitan", "pengurusan", "rekomendasi", "uji"}
)
_UPLOAD = "[unggah berkas]"  # how reading tells a field for a file
_ABOUT = re.compile(r"^(?:informasi|persyaratan|syarat|panduan|tata cara|cara)\s+")
_SHARE = re.compile(r"\d\s?%")
_TOPICS = re.compile(r"\W*(?:kategori|topik|perihal|tujuan)\b")


def named_services(page: PageSight) -> tuple[Named, ...]:
    """Service names of one page, in order, as printed; the same name may come more than once."""
    found: tuple[Named, ...] | None = page.memo.get(_ID)
    if found is None:
        rows = facts.once(
            page.page,
            "named_services",
            lambda: [
                (named.name, named.sight.index, named.span, named.weight) for named in _named_services(page)
            ],
            list[tuple[str, int, tuple[int, int] | None, float]],
        )
        found = page.memo[_ID] = tuple(
            Named(name, page.sections[index], span, weight) for name, index, span, weight in rows
        )
    return found


@lru_cache(maxsize=2048)
def _may_list(body: str) -> bool:
    return any(PHRASES[name].may_occur(body) for name in ("sure_items", "told", "standards"))


def may_name(sight: Sight) -> bool:
    """Whether a section may name services at all; the rules that tell whose they are come after."""
    return (
        bool(sight.section.service)
        or is_service_name(sight.label)
        or is_group_label(sight.label)
        or is_group_label(sight.above)
        or sight.label.endswith("?")
        or _may_list(sight.body)
        or PHRASES["labels"].is_label(sight.label, 50)
    )


def _named_services(page: PageSight) -> Iterator[Named]:
    if page.is_ppid or page.external or page.is_listing or page.is_of_another_body:
        return
    if PHRASES["tasks"].search(page.heading):
        return
    for sight in page.sections:
        if sight.is_nav or not may_name(sight):
            continue
        if sight.is_ppid or sight.is_vacancy_or_event or sight.is_about_internal:
            continue
        if PHRASES["tasks"].search(sight.around) or sight.is_survey:
            continue
        if sight.zone == "main" and not page.is_news and (asked := _asked(sight)):
            yield Named(asked, sight, None, 0.7)
        if _among_others(sight):
            continue
        if not _is_paper_for(sight) and not _repeats_headline(sight):
            yield from _of_section(page, sight)


def _of_section(page: PageSight, sight: Sight) -> Iterator[Named]:
    news = page.is_news and not sight.section.service
    if sight.service and not news:
        yield Named(sight.section.service, sight, None, _weight(sight, sight.service, 0.95))
    if (
        sight.kind is not SectionKind.FORM
        and not news
        and sight.zone == "main"
        and sight.label != sight.service
        and is_service_name(sight.label)
        and (not sight.is_placeholder or (sight.kind is SectionKind.ROW and sight.section.links))
        and not _lists_papers_of(sight)
        and not _STEP.match(sight.section.label)
    ):
        yield Named(sight.section.label, sight, None, _weight(sight, sight.label, 0.85))
    if news or (sight.service and not lists_services(sight)):
        return
    raw = sight.section.service
    if (
        raw
        and bare_label(fold(raw)) == bare_label(sight.label)
        and not is_part(bare_label(sight.label))
        and _has_parts(sight)
    ):
        yield Named(raw, sight, None, 0.8)
    if _under_group(sight):
        yield Named(sight.section.label, sight, None, 0.7)
    if _is_group(sight):
        if _lists_items(sight):
            yield from _items(sight)
    elif sight.kind is SectionKind.FORM or (
        sight.zone == "main"
        and sight.is_leaf
        and not _lists_papers(sight)
        and not PHRASES["other_lists"].opens(sight.label)
    ):
        yield from _bullets(sight)
    if sight.zone == "main":
        yield from _told(sight)


def _asked(sight: Sight) -> str:
    """The service that a question is about, if its answer says how to get it; else empty."""
    hit = PHRASES["asked"].search(sight.label) if sight.label.endswith("?") else None
    name = sight.section.label[hit.end() :].strip(" ?") if hit else ""
    told = name and (_has_content_of_a_service(sight) or REQUIREMENTS["documents"].search(sight.body))
    return name if told and is_service_name(fold(name)) else ""


def _among_others(sight: Sight) -> bool:
    """Cards and rows under "Berita", "Keunggulan", "Anggaran": no services whatever they begin with."""
    titled = bool(sight.page.page.title)  # then the title heads every path
    above = [folded(part) for part in sight.section.path[titled:][-2:]]
    return any(len(part) <= 60 and PHRASES["other_lists"].opens(part) for part in above)


def _weight(sight: Sight, name: str, full: float) -> float:
    """A name that programmes and news bear too counts fully only where services are told."""
    if not is_weak_name(name):
        return full
    above = [fold(part) for part in sight.section.path[1:]]
    if name != sight.label and not _bears(sight.page, sight.label):
        above.append(sight.label)
    if any(is_group_label(part) or PHRASES["service_pages"].search(part) for part in above):
        return full
    if PHRASES["service_pages"].search(sight.page.heading):
        return full
    if _has_content_of_a_service(sight):
        return full
    return 0.3


def _bears(page: PageSight, label: str) -> bool:
    """The page's own name stands over everything on it."""
    return bool(label) and label in page.title


def _has_content_of_a_service(sight: Sight) -> bool:
    """Papers, steps, a time, a fee or a file to hand in under the name make it a service."""
    return bool(
        (sight.kind is SectionKind.FORM and _UPLOAD in sight.body)
        or REQUIREMENTS["labels"].search(sight.body)
        or REQUIREMENTS["copies"].search(sight.body)
        or STEPS["labels"].search(sight.body)
        or _TERMS.search(sight.body)
    )


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


def _has_parts(sight: Sight) -> bool:
    """Two components of a standard stand under the heading: whatever it is called, it is a service."""
    return len({hit.group().strip() for hit in PHRASES["parts"].finditer(sight.body)}) >= 2


def _told(sight: Sight) -> Iterator[Named]:
    """ "Kami melayani: tera ulang timbangan, ..." - services listed in a sentence."""
    hit = PHRASES["told"].search(sight.body)
    if hit is None or sight.is_reporting:
        return
    end = re.search(r"(?<=[a-z)][a-z)])\.(?=\s|$)|\n\n", sight.body[hit.end() : hit.end() + 600])
    stop = hit.end() + (end.start() if end else min(600, len(sight.body) - hit.end()))
    opening = ""
    place = hit.end()
    found: list[Named] = []
    for piece in re.split(r"([,;\n]|\s(?:dan|serta)\s)", sight.section.body[hit.end() : stop]):
        words = re.sub(r"^(?:dan|serta)\s+", "", BULLET.sub("", piece)).strip(" ,;:.\n\t()")
        folded = fold(words)
        if 3 <= len(words) <= 80 and words.count(" ") <= 8:
            if is_service_name(folded):
                opening = folded.split()[0]
                found.append(Named(words, sight, (place, place + len(piece)), 0.7))
            elif opening in _INHERITED and words.count(" ") <= 2:
                # "pemeriksaan air dan klinik": the first word goes for both
                found.append(Named(words, sight, (place, place + len(piece)), 0.6))
        place += len(piece)
    if len(found) >= 2:
        yield from found


def _lists_papers(sight: Sight) -> bool:
    """A list of what to bring or do names documents and steps, not services."""
    for phrases in (REQUIREMENTS, STEPS):
        if phrases["labels"].is_label(sight.label) or phrases["labels"].is_label(sight.above):
            return True
    if lists_services(sight):
        return False
    return (
        bool(sight.service) or is_service_name(sight.label) or bool(REQUIREMENTS["copies"].search(sight.body))
    )


def _under_group(sight: Sight) -> bool:
    """A card or row under "Jenis Pelayanan": its title names a service, whatever its words."""
    label = bare_label(sight.label)
    return (
        bool(sight.section.path)
        and sight.kind in {SectionKind.HEADING, SectionKind.PANEL, SectionKind.DEFINITION, SectionKind.ROW}
        and is_group_label(sight.above)
        and not (sight.body.strip() and sight.is_placeholder)
        and not PHRASES["company_services"].opens(label)
        and 3 <= len(label) <= 60
        and label.count(" ") <= 6
        and not PHRASES["not_items"].search(label)
        and not is_part(label)
        and not is_office(label)
    )


def _is_group(sight: Sight) -> bool:
    return (
        is_group_label(sight.label)
        or (PHRASES["labels"].is_label(sight.label, 50) and not PHRASES["other_lists"].opens(sight.label))
        or (is_office(sight.label) and is_group_label(sight.above))
        or (bare_label(sight.label).startswith(("layanan ", "pelayanan ")) and lists_services(sight))
    )


def _lists_items(sight: Sight) -> bool:
    """Nothing but the items themselves stands under the heading; under a line also pictures of each."""
    return sight.is_leaf or sight.kind is SectionKind.LINE


def _items(sight: Sight) -> Iterator[Named]:
    """Items under "Jenis Pelayanan": short lines name services, whatever their words."""
    place = 0
    goods = bare_label(sight.label) == "produk"  # there only sure names: goods are listed so too
    lines = sight.section.body.splitlines(keepends=True)
    pieces = lines if len(lines) > 1 else re.split(r"(?<=[,;])", sight.section.body)
    for piece in pieces:
        words = BULLET.sub("", piece).strip(" ,;.\n\t")
        folded = words.lower()
        if 3 <= len(words) <= 80 and words.count(" ") <= 8 and not PHRASES["not_items"].search(folded):
            sure = is_service_name(folded)
            marked = BULLET.match(piece)
            if sure or (not goods and _lists_items(sight) and marked is not None and marked.group().strip()):
                yield Named(words, sight, (place, place + len(piece)), 0.85 if sure else 0.6)
        place += len(piece)


def _bullets(sight: Sight) -> Iterator[Named]:
    """Items anywhere that read like service names on their own; choices of a form stand in one line."""
    place = 0
    form = sight.kind is SectionKind.FORM
    standards = (
        not form and sum(bool(PHRASES["standards"].search(line)) for line in sight.body.split("\n")) >= 2
    )
    before = ""
    for line in sight.section.body.splitlines(keepends=True):
        before, label = line, before
        if (form and _TOPICS.match(fold(label))) or _SHARE.search(line):
            place += len(line)  # what a complaint is about, or a target reached, names no service
            continue
        inner = place
        for piece in re.split(r"(\s/\s)", line) if form else [line]:
            words = BULLET.sub("", piece).strip(" ,;.\n\t")
            short = (3 if form else 5) <= len(words) <= 80 and words.count(" ") <= 7
            if short and PHRASES["sure_items"].opens(words.lower()) and is_service_name(fold(words)):
                weight = 0.6 if form else _weight(sight, fold(words), 0.6)
                yield Named(words, sight, (inner, inner + len(piece)), weight)
            elif short and standards and PHRASES["standards"].search(fold(words)):
                yield Named(words, sight, (inner, inner + len(piece)), 0.6)
            inner += len(piece)
        place += len(line)


@lru_cache(maxsize=8192)
def _is_menu_entry(folded: str) -> bool:
    named = _ABOUT.sub("", folded)  # "Informasi Pembuatan KTP"
    return 3 <= len(folded) <= 70 and PHRASES["sure_items"].opens(named) and is_service_name(named)


def _menu(site: SiteSight) -> list[tuple[str, PageSight]]:
    """Service names that are links to pages that were read: a menu of services."""
    found: dict[str, tuple[str, PageSight]] = {}
    others: set[str] = set()  # words of links that name no service: they stand on page after page
    for page in site.pages[:80]:
        if page.is_ppid:
            continue
        for link in page.page.links:
            if link.text in others:
                continue
            entry = link.text.strip().lower()
            if not _is_menu_entry(entry):
                others.add(link.text)
                continue
            target = site.page_at(link.url) if link.url else None
            if target is not None and not target.is_news and not target.is_ppid and target is not page:
                found.setdefault(normal(entry), (link.text.strip(), page))
    return list(found.values())


def _in_words(page: PageSight) -> list[Finding]:
    """What tasks of one page say; kept between runs."""
    found = facts.kept_findings(page.page, _ID)
    if found is None:
        shown = [sight for sight in page.sights_for(_ID) if not (sight.is_nav or sight.is_ppid)]
        told = (_task(sight) for sight in shown)
        found = [finding for finding in told if finding is not None]
        facts.keep_findings(page.page, _ID, found)
    return found


def _findings(site: SiteSight) -> Iterable[Finding]:
    names: dict[str, Named] = {}
    for page in site.pages:
        for named in named_services(page):
            key = normal(named.name)
            if len(key) >= 2 and (key not in names or names[key].weight < named.weight):
                names[key] = named
        if page.is_ppid or page.external:
            continue
        rows = products(page)
        if len(rows) > 1 or not named_services(page):  # else it is the product of the service named there
            for product in rows:
                names.setdefault(normal(product.name), product)
        yield from _in_words(page)
    ranked = sorted(names.values(), key=lambda item: -item.weight)
    menu = _menu(site)
    told = [item for item in ranked[:_COUNTED] if item.weight >= _TELLING]
    if (
        len(ranked) >= 2
        and sum(item.weight for item in ranked[:8]) >= 1.2
        and distinct(item.name for item in told) >= 2
    ):
        confidence = min(0.97, 0.5 + 0.25 * ranked[1].weight + 0.05 * min(len(ranked), 5))
        yield Finding(
            component=_ID,
            verdict=Verdict.PUBLISHED,
            confidence=round(confidence, 3),
            reason="named",
            evidence=tuple(_quotes(ranked)),
        )
    elif ranked and ranked[0].weight >= 0.6 and len(menu) < 2:
        yield partial(_ID, ranked[0].sight, "single", 0.6, ranked[0].span)
    if len(menu) >= 2:
        text, page = menu[0]
        quote = Evidence(
            url=page.page.fetch.url,
            source=page.page.source,
            locator="a",
            snippet=text,
            sha256=page.page.fetch.sha256,
            fetched_at=page.page.fetch.fetched_at,
        )
        yield Finding(
            component=_ID, verdict=Verdict.PUBLISHED, confidence=0.75, reason="menu", evidence=(quote,)
        )


def _quotes(ranked: list[Named]) -> Iterator[Evidence]:
    for item in ranked[:3]:
        found = evidence(item.sight, item.span)
        if item.span is None:
            found = Evidence(
                url=found.url,
                source=found.source,
                locator=found.locator,
                snippet=item.name.strip()[:300],
                sha256=found.sha256,
                fetched_at=found.fetched_at,
            )
        yield found


def _task(sight: Sight) -> Finding | None:
    """Services told only inside the tasks: "Penerbitan Surat Keterangan Terdaftar"."""
    if not PHRASES["tasks"].search(sight.around):
        return None
    hit = PHRASES["in_tasks"].search(sight.body)
    return partial(_ID, sight, "in_tasks", 0.5, hit.span()) if hit else None


def _only_filler(site: SiteSight) -> Iterator[Finding]:
    """ "Layanan Kami" over a theme's cards that nobody filled, or a lead-in to nothing: announced."""
    for page in site.pages:
        if page.is_ppid or page.external or page.is_news or page.is_document:
            continue
        for sight in page.sights_announcing(f"{_ID}.labels"):
            if sight.zone != "main" or sight.kind is not SectionKind.HEADING or len(sight.body) < _CARDS:
                continue
            lead = sight.is_leaf and "\n" not in sight.body.strip() and len(sight.body) < _LEAD
            if PHRASES["labels"].opens(sight.label) and (lead or sight.is_placeholder):
                yield partial(_ID, sight, "heading_only", 0.6)


@dataclass(frozen=True)
class _Produk:
    id: str = _ID

    def run(self, snapshot: Snapshot) -> Finding:
        """Published when two names are met anywhere on the site."""
        site = look(snapshot)
        found = list(_findings(site)) if snapshot.reached else []
        top = best(found)
        if top is None and snapshot.reached:
            found = announced(_ID, site, PHRASES["labels"]) or list(_only_filler(site))
        return settle(_ID, site, found, PHRASES["labels"])


CHECK = _Produk()
