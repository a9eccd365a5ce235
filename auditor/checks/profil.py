"""Profil: who the office is — vision and mission, tasks, history, structure (UU 25/2009 art. 23).

Published   the real text of at least one of them, of this unit: a vision or mission sentence, tasks,
            history, or a structure with two posts (also as a chart that is a picture).
Partial     a general statement ("memberikan pelayanan terbaik"), lorem ipsum, another unit's text, or
            a heading whose target is empty.
Not found   none of these. The profile of the PPID is none; names of staff alone are none.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from auditor.checks import owners
from auditor.checks.base import (
    Phrases,
    SectionCheck,
    Sight,
    SiteSight,
    partial,
    published,
    published_by_page,
)
from auditor.checks.beginnings import core_of, founded_in
from auditor.checks.clauses import REACH, clause, words_around
from auditor.checks.phrasebook import bare_label, fold
from auditor.models import Finding, SectionKind, Source, Verdict

PHRASES = Phrases.load("profil")
_ID = "profil"
_LAW = re.compile(r"(?:nomor|no\.?)\s*[\w/.\-]{1,20}\s+(?:tahun|th\.?)\s+\d{4}")
_PLACE = re.compile(r"(?<!\w)(kabupaten|kota|kecamatan|kelurahan|desa)\s+([a-z]{3,})")
_SUBJECT = re.compile(r"(?:sejarah(?: singkat)?|tentang|about(?! us))\s+(\S.*)")
_A_MISSION = re.compile(r"\W*misi\s*:")
_ITS_VISION = re.compile(r"\W*visi\b(?!\W*(?:dan |& |/ ?|, ?)?misi\b)")
_HOSPITAL = re.compile(r"rumah sakit|rsud?\b|klinik")
_NAMESAKE = re.compile(
    r"(?:^|[.\n]\s*)(puskesmas|kecamatan|kelurahan|desa) ([a-z]{3,})(?: [a-z]{3,})?"
    r" (?:didirikan|berdiri|dibangun|dibentuk|diresmikan|terletak|mempunyai|memiliki)"
)
_DUTY = re.compile(
    r"(?:mempunyai|memiliki)\s+tugas|(?<!\w)tugas[^:\n.]{0,40}:\s*\w"
    r"|(?<!\w)bertugas (?:untuk )?(?:melaksanakan|membantu|menyelenggarakan|merumuskan|menegakkan)"
)
_SHORT, _LONG = 60, 100  # characters of a history in a line or two, and of one that needs no three signs
_WHOSE = re.compile(
    r"\s(?:kami|dinas|badan|kantor|puskesmas|kecamatan|kelurahan|desa|rsud|organisasi|instansi|uptd?)(?:\s\w+)*$"
)
_PARTS = 3  # posts and parts of an office that make a sentence its structure
_NO_PLACE = frozenset(
    {"dan", "yang", "ini", "kami", "atau", "setempat", "untuk", "dalam", "masing", "lainnya"}
)


def judge(sight: Sight) -> Finding | None:  # noqa: PLR0911, PLR0912 - one return per rule
    """Judge one section; None when it is about something else."""
    if (
        sight.page.is_news_about
        or PHRASES["not_labels"].search(sight.around)
        or sight.kind is SectionKind.FORM
    ):
        return None
    label = sight.label
    told: Finding | None = None
    if not PHRASES["labels"].is_label(label, 70) and not PHRASES["structure"].is_label(label, 70):
        if sight.section.path and PHRASES["labels"].is_label(sight.above, 70):
            label = sight.above
            if sight.zone in {"footer", "aside"}:
                return None
        elif (
            sight.kind is SectionKind.PARAGRAPH
            and sight.zone == "main"
            and PHRASES["labels"].search(sight.page.title)
        ):
            label = sight.page.title
        elif sight.zone == "main" and not sight.page.is_news and _opens_with_duty(sight):
            label = "tugas"
        elif not sight.label and sight.zone == "main" and PHRASES["vision_start"].search(sight.body):
            label = "visi"
        elif (told := _told(sight)) is not None:
            label = "visi" if told.reason == "vision" else "sejarah"
        else:
            return None
    if sight.page.is_news and not PHRASES["own_pages"].opens(label):
        return None  # many sites keep their history as a dated post, but news tells of others too
    if sight.kind is SectionKind.IMAGE:
        return None  # the picture itself is a page of its own; a caption announces
    if PHRASES["persons"].search(label):
        return None
    if not sight.body.strip() or (sight.is_placeholder and ":" in label):
        inner = re.match(r"\W*(?:visi|misi)\s*:\s*(\S[^\n]{15,})", label)  # "Visi : Menjadi unit ..."
        return published(_ID, sight, "vision", 0.85) if inner and not sight.is_nav else None
    if sight.is_placeholder:
        return partial(_ID, sight, "lorem", 0.7) if len(sight.body) > 30 else None
    if _is_of_a_subject(sight, label):
        return None
    found = told or _content(sight, label)
    if found is not None and found.verdict is Verdict.PUBLISHED:
        others = owners.is_of_other_office(sight) or owners.is_of_another_level(sight)
        if others or _is_of_company(sight, found) or _is_elsewhere(sight):
            return partial(_ID, sight, "other_unit", 0.65)
        if _is_from_above(sight, label, found) or owners.is_of_region(sight, _quoted(found)):
            return partial(_ID, sight, "region", 0.65)
        if PHRASES["unfinished"].search(sight.body) and (
            not sight.is_leaf
            or len(_finished(sight.body)) < 100  # parts that are told are judged by themselves
        ):
            return partial(_ID, sight, "unfinished", 0.65)
        if PHRASES["textbook"].count(sight.body) >= 2:
            return partial(_ID, sight, "general", 0.6)
    return found


def _told(sight: Sight) -> Finding | None:
    """The unit's vision or its beginning in a sentence, without any heading."""
    hit = PHRASES["vision_told"].search(sight.body) if sight.zone == "main" else None
    if hit is not None:
        return published(_ID, sight, "vision", 0.8, hit.span())
    founded = founded_in(sight)
    return published(_ID, sight, "history", 0.8, founded) if founded else None


def _opens_with_duty(sight: Sight) -> bool:
    """A text that begins with a part of the office and its duty; the part may be its heading."""
    if PHRASES["duty_start"].search(sight.body):
        return PHRASES["duty_opening"].search(f"{sight.label} {sight.body[:60]}") is not None
    return PHRASES["duty_opening"].search(sight.body) is not None


def _quoted(found: Finding) -> str:
    """The words a finding quotes, folded."""
    return fold(found.evidence[0].snippet) if found.evidence else ""


def _finished(body: str) -> str:
    """What a body tells beside the sentences that say that something is still to come."""
    told = (sentence for sentence in re.split(r"(?<=[.!?])\s+|\n", body))
    return " ".join(sentence for sentence in told if not PHRASES["unfinished"].search(sentence))


def _content(sight: Sight, label: str) -> Finding | None:  # noqa: PLR0911 - one return per kind
    body = sight.body
    if PHRASES["structure"].is_label(label, 70) and PHRASES["posts"].count(body) >= 2:
        return published(_ID, sight, "structure", 0.9)
    if PHRASES["tasks"].search(label) and len(body) >= 40:
        hit = PHRASES["task_words"].search(body)
        if hit:
            return published(_ID, sight, "tasks", 0.95, hit.span())
    if PHRASES["vision"].search(label) and (said := _vision(sight, label)) is not None:
        return published(_ID, sight, "vision", 0.95, said)
    if PHRASES["vision"].search(label) and PHRASES["meaning"].search(body):
        return partial(_ID, sight, "general", 0.6)
    if PHRASES["history"].search(label) and len(body) >= _SHORT:
        hits = list(PHRASES["history_words"].finditer(body))
        if hits and (len(body) >= _LONG or len({hit.group() for hit in hits}) >= 3):
            return published(_ID, sight, "history", 0.93 if len(hits) >= 2 else 0.8, hits[0].span())
    parts = _made_of(body)
    if parts and PHRASES["history"].search(label) and PHRASES["posts"].count(body) >= _PARTS:
        return published(_ID, sight, "structure", 0.8, parts.span())
    if PHRASES["history"].search(label) and _is_welcome(sight):
        return partial(_ID, sight, "general", 0.6)
    inner = re.search(r"(?<!\w)(?:visi|misi)(\s*[:\n]\s*)\S[^\n]{15,}", body)
    if inner and not sight.is_ppid and (":" in inner[1] or PHRASES["aims"].search(inner.group())):
        return published(_ID, sight, "vision", 0.9, inner.span())
    if PHRASES["about"].search(label) and len(body) >= 60:
        return _about(sight)
    return None


def _vision(sight: Sight, label: str) -> tuple[int, int] | None:
    """Where a vision or mission is told under its heading: an aim, not a breadcrumb or a lead-in to it."""
    place = 0
    for whole in sight.body.split("\n"):
        start, place = place, place + len(whole) + 1
        line = PHRASES["meaning"].regex.sub("", whole)
        if len(line.strip()) < 15 or line.count(" ") < 3 or PHRASES["lead_in"].search(line):
            continue
        if PHRASES["aims"].search(line) or (
            PHRASES["vision"].regex.fullmatch(_WHOSE.sub("", bare_label(label)))
            and bare_label(line) not in label
        ):
            return start, start + len(whole)
    return None


def _is_of_a_subject(sight: Sight, label: str) -> bool:
    """ "Sejarah Imunisasi di Indonesia": the history of a thing, told without a word on the office."""
    subject = _SUBJECT.match(bare_label(label))
    if subject is None or sight.page.site is None or _PLACE.search(subject[1]):
        return False  # a region's history is the owners' matter
    agency = sight.page.site.snapshot.agency
    words = set(re.findall(r"[a-z]{4,}", core_of(agency.name))) | {agency.kind.value}
    told = label if sight.page.is_news else f"{label}\n{sight.body}"
    return not owners.names_body(subject[1]) and not any(word in told for word in words)


def _is_from_above(sight: Sight, label: str, found: Finding) -> bool:
    """The vision of a president, ministry or mayor: its heading says so, or the line before it."""
    own = fold(sight.page.site.snapshot.agency.name) if sight.page.site is not None else ""
    first = _quoted(found).split("\n", 1)[0]
    heads = (label, first) if PHRASES["vision"].opens(first) and len(first) <= 70 else (label,)
    if any(_names_above(head, own) for head in heads):
        return True
    if bare_label(label) != "misi" and not _A_MISSION.match(first):
        return False
    visions = {bare_label(other.label) for other in sight.page.sections if _ITS_VISION.match(other.label)}
    return bool(visions) and all(_names_above(head, own) or owners.is_regions(head) for head in visions)


def _names_above(head: str, own: str) -> bool:
    return any(hit[0] not in own for hit in PHRASES["others"].finditer(head))


def _is_of_company(sight: Sight, found: Finding) -> bool:
    """Text of a company, a school or an agency's theme: here, in the aim, or beside it on the page."""
    page = sight.page
    own = fold(page.site.snapshot.agency.name) if page.site is not None else ""
    if found.reason == "tasks" and page.site is not None and _short(own) in sight.body:
        return False  # "Dinas Sosial mempunyai tugas ... perguruan tinggi": whom it works with
    if is_of_others(sight):
        return True
    beside: bool | None = page.memo.get("profil.company")
    if beside is None:
        shown = [other for other in page.sections if other.zone == "main"]
        beside = page.memo["profil.company"] = any(
            PHRASES["companies"].search(other.body) for other in shown
        ) or any(_aims_as_another(other.body, own) for other in shown if PHRASES["vision"].opens(other.label))
    return beside


def _aims_as_another(body: str, own: str) -> bool:
    """ "Menjadi sekolah unggul" on the site of an office that is none."""
    aim = PHRASES["other_aims"].search(body)
    if aim is None or (_HOSPITAL.search(aim.group()) and _HOSPITAL.search(own)):
        return False
    return not any(word in own for word in aim.group().split()[1:])


def _short(name: str) -> str:
    """The first two words of an agency's name: how its texts call it."""
    return " ".join(name.split()[:2])


def is_of_others(sight: Sight) -> bool:
    """Text of another body: a school class, a company, a theme's agency, or a namesake elsewhere."""
    if PHRASES["other_bodies"].search(sight.body[:600]):
        return True
    above = " / ".join((sight.label, *sight.path.split(" / ")[-2:]))
    return PHRASES["other_owners"].search(above) is not None


def _is_elsewhere(sight: Sight) -> bool:
    """The text names another regency, district or village of the unit's kind, and never its own."""
    site = sight.page.site
    own = dict(_PLACE.findall(fold(site.snapshot.agency.name))) if site is not None else {}
    for kind, name in own.items():
        named = {its for other, its in _PLACE.findall(sight.body[:1500]) if other == kind}
        others = {its for its in named if its not in _NO_PLACE}
        if others and name not in sight.body and name not in sight.page.title:
            return True
    return _tells_of_namesake(sight)


def _tells_of_namesake(sight: Sight) -> bool:
    """ "Puskesmas Anggrek didirikan ..." on the site of another, which its page never names in the text."""
    site = sight.page.site
    subject = _NAMESAKE.search(sight.body[:300])
    if site is None or subject is None or subject[2] in _NO_PLACE:
        return False
    agency = fold(site.snapshot.agency.name)
    words = [
        word for word in re.findall(r"[a-z]{3,}", agency.partition(subject[1])[2]) if word not in _NO_PLACE
    ]
    told = " ".join(other.whole for other in sight.page.sections if other.zone == "main")
    return bool(words) and subject[2] not in agency and not any(word in told for word in words)


def _about(sight: Sight) -> Finding | None:
    duty = _DUTY.search(sight.body) or next(
        (hit for hit in PHRASES["position"].finditer(sight.body) if not _of_a_day(sight.body, hit)), None
    )
    if duty:
        return published(_ID, sight, "tasks", 0.9, duty.span())
    parts = _made_of(sight.body)
    if (parts or sight.body.count(":") >= _PARTS) and PHRASES["posts"].count(sight.body) >= _PARTS:
        return published(_ID, sight, "structure", 0.8, parts.span() if parts else None)
    origin = PHRASES["origin"].search(sight.body)
    if origin:
        return published(_ID, sight, "history", 0.8, origin.span())
    plain = _LAW.sub(lambda law: " " * len(law.group()), sight.body)  # "Nomor 43 Tahun 2019" is no history
    hits = list(PHRASES["history_words"].finditer(plain))
    defined = PHRASES["definition"].search(sight.body[:400])
    if (
        len({hit.group() for hit in hits if not hit.group().isdigit()}) >= 2  # "pada tahun 2020" is one
        and len(sight.body) >= 200
        and not defined
        and not _is_welcome(sight)
    ):
        return published(_ID, sight, "history", 0.75, hits[0].span())
    return partial(_ID, sight, "general", 0.6) if sight.body.count(" ") >= 8 else None


def _made_of(body: str) -> re.Match[str] | None:
    """Where a text says what the office is made of: its subject is an office or a post, or stands before."""
    for hit in PHRASES["made_of"].finditer(body):
        subject = body[clause(body, *hit.span())[0] : hit.start()].strip()
        if not subject and PHRASES["of_a_day"].search(body[max(0, hit.start() - REACH) : hit.start()]):
            continue  # "... ketua panitia. Terdiri dari ..."
        whose = not subject or owners.names_body(subject) or PHRASES["structure"].search(subject)
        if (whose or PHRASES["posts"].search(subject)) and not _of_a_day(body, hit):
            return hit
    return None


def _of_a_day(body: str, hit: re.Match[str]) -> bool:
    """A committee or an event is spoken of ("ketua panitia"), not the office."""
    return PHRASES["of_a_day"].search(words_around(body, *hit.span())) is not None


def _is_welcome(sight: Sight) -> bool:
    """A greeting ("Puji syukur ... website ini") praises the website, not the office."""
    return PHRASES["welcome"].count(sight.body[:1500]) >= 2


def _of_the_site(site: SiteSight) -> list[Finding]:
    return [*_charts(site), *_called_profile(site)]


def _called_profile(site: SiteSight) -> Iterator[Finding]:
    """A part called "Profil" with something else below it: announced, whatever stands there (partial a)."""
    for page in site.pages_for(_ID):
        if page.is_news or page.is_ppid or page.external or page.is_document:
            continue
        for sight in page.sights_for(_ID):
            if sight.zone == "main" and sight.kind is SectionKind.HEADING and sight.body.strip():
                called = PHRASES["own_page"].search(bare_label(sight.label))
                barred = PHRASES["not_labels"].search(sight.label) or PHRASES["persons"].search(sight.label)
                if called and not (barred or sight.is_ppid):
                    yield partial(_ID, sight, "heading_only", 0.55)


def _charts(site: SiteSight) -> list[Finding]:
    """Structure charts and posters: a picture or PDF called so that names at least two posts."""
    found = []
    for page in site.pages_for(_ID):
        if not page.is_document or page.external or page.is_ppid:
            continue
        called = PHRASES["chart"].search(page.heading)
        if (called or PHRASES["chart"].search(page.text[:300])) and (
            PHRASES["posts"].count(page.text) >= 2
            or (called and page.page.source is Source.IMAGE and len(page.text) > 60)
        ):
            hit = PHRASES["structure"].search(page.text) or PHRASES["posts"].search(page.text)
            found.append(published_by_page(_ID, page, "structure", 0.85, hit.span() if hit else (0, 0)))
    return found


CHECK = SectionCheck(PHRASES, judge, extra=_of_the_site, announce_labels="announce_labels")
