"""Whose account a text under "Profil" is: another body's, a thing's, a company's, or one from above.

A profile counts only for the unit: another unit's text is partial (label definitions). The region's account
and that of another office are in ``owners``, namesakes in ``namesakes``; here stand those of bodies
and things that are no office.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from auditor.checks import owners
from auditor.checks.base import Phrases, Sight
from auditor.checks.profile.namesakes import NO_PLACE
from auditor.checks.sight.own_names import core_of
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import bare_label, fold
from auditor.models import Finding

PHRASES = Phrases.load("profil")
_ABOVE = 4  # sections above one, of which it may be a part
_HEADING = 70  # characters of a line that may be a heading in a text
_VERBS = (
    r"(?:(?:resmi|mulai) )?"
    r"(?:didirikan|berdiri|dibentuk|dibangun|diresmikan|mempunyai tugas|memiliki tugas|bertugas)(?!\w)"
)
_NAMED_SUBJECT = re.compile(rf"\W*(?P<name>[A-Z][\w.\-]*(?: [A-Z][\w.\-]*){{0,5}}) {_VERBS}")
_THIS = re.compile(rf"\W*(?P<name>[a-z]+(?: [a-z]+){{0,2}}) ini {_VERBS}")
_VERB = re.compile(_VERBS)
_OPENING = 120  # characters in which a text says whose duty it tells


def is_of_a_subject(sight: Sight, label: str) -> bool:
    """ "Sejarah Imunisasi di Indonesia": the history of a thing, told without a word on the office."""
    subject = PHRASES["headed_account"].regex.match(bare_label(label))
    if subject is None or sight.page.site is None or PHRASES["named_place"].search(subject[1]):
        return False  # a region's history is the owners' matter
    agency = sight.page.site.snapshot.agency
    if PHRASES["of_all"].search(subject[1]) and not PHRASES["of_all"].search(fold(agency.name)):
        return True
    words = set(re.findall(r"[a-z]{4,}", core_of(agency.name))) | {agency.kind.value}
    told = label if sight.page.is_news or not label.startswith("sejarah") else f"{label}\n{sight.body}"
    if is_service_name(subject[1]) and not owners.names_body(subject[1]):
        return True  # "Tentang Layanan Ahli Bahasa"
    if owners.names_body(subject[1]) or PHRASES["account_of"].search(subject[1]):
        return False
    short = _abbreviates(subject[1].split()[0], core_of(agency.name))
    return not short and not any(word in told for word in words)


def is_of_another_thing(sight: Sight, label: str) -> bool:
    """The account of a body or a thing that a heading names: the PKK, a temple, a workshop, volunteers.

    So is the answer to a question that names no office ("Apa tugas kader?").
    """
    if "?" in label and not owners.names_body(label):
        return True
    own = sight.page.unit_name
    heads = (label, *reversed(sight.nearest_heads), sight.page.own_title)
    if _is_headed_as_thing(sight, heads, own):
        return True
    subject = another_subject(sight)
    told = [subject.split()[0]] if subject else _words_of_this(sight.body)
    return any(word in head for word in told for head in heads)


def _is_headed_as_thing(sight: Sight, heads: Iterable[str], own: str) -> bool:
    """The nearest heading that names an office or a thing says whose it is, unless the text begins with an
    office ("Linmas": "Bidang Linmas mempunyai tugas ...")."""
    if _opens_with_office(sight, own):
        return False
    for place, head in enumerate(heads):
        of_office = owners.names_office(head)
        if place and of_office and PHRASES["platforms"].search(head):
            return False  # the site's own name: "Aplikasi Layanan Desa Andai"
        if _names_thing(head, own):
            return True
        if of_office:
            return False
    return False


def _opens_with_office(sight: Sight, own: str) -> bool:
    verb = _VERB.search(sight.body, 0, _OPENING)
    subject = sight.body[: verb.start()] if verb else ""
    return owners.names_body(subject) and not _names_thing(subject, own)


def _words_of_this(body: str) -> list[str]:
    """ "Rumah baca ini didirikan ...": the words for what a text begins with, where that is no office."""
    opening = _THIS.match(body)
    if opening is None or owners.names_body(opening["name"]) or opening["name"].split()[0] in NO_PLACE:
        return []
    return re.findall(r"[a-z]{4,}", opening["name"])


def another_subject(sight: Sight) -> str:
    """ "KONI Andai dibentuk pada ...": whom a text begins with, where that is no office and not the unit."""
    opening = _NAMED_SUBJECT.match(sight.section.body)
    if opening is None or sight.page.site is None:
        return ""
    own = core_of(sight.page.site.snapshot.agency.name)
    subject = fold(opening["name"])
    if owners.names_body(subject) or any(
        PHRASES[name].search(subject) for name in ("labels", "posts", "account_of")
    ):
        return ""
    first = subject.split()[0]
    if first in NO_PLACE or not (" " in subject or opening["name"].isupper()) or _abbreviates(first, own):
        return ""
    return "" if any(word in own for word in re.findall(r"[a-z]{4,}", subject)) else subject


def names_unit(sight: Sight) -> bool:
    """A text that names the unit tells how it came to be from a forerunner ("BKIA didirikan ...")."""
    site = sight.page.site
    return site is not None and _short(core_of(site.snapshot.agency.name)) in sight.body


def _abbreviates(word: str, name: str) -> bool:
    """Whether a word's letters stand in a name in that order, from a word's first ("kesbangpol", "dlh")."""
    starts = (hit.start() for hit in re.finditer(rf"(?<!\w){re.escape(word[0])}", name))
    return any(_in_order(word, iter(name[start:])) for start in starts)


def _in_order(word: str, letters: Iterator[str]) -> bool:
    return all(letter in letters for letter in word if letter.isalpha())


def _names_thing(head: str, own: str) -> bool:
    """A thing is named before any office ("PKK Desa Andai"), not beside an account ("Profil dan UMKM")."""
    for hit in PHRASES["things"].finditer(head):
        before = head[: hit.start()]
        of_office = owners.names_body(before) or PHRASES["posts"].search(before)  # "Seksi Museum"
        if hit.group() in own or of_office or PHRASES["joined_to"].search(before):
            continue
        beside = PHRASES["and_more"].regex.match(head, hit.end())  # "BPD dan Perangkat Desa"
        if beside is None or not owners.names_body(beside[1]) or _names_thing(beside[1], own):
            return True
    return False


def is_from_above(sight: Sight, label: str, found: Finding) -> bool:
    """The vision of a president, ministry or mayor: its heading says so, or the line before it."""
    own = sight.page.unit_name
    first = quoted(found).split("\n", 1)[0]
    head = first.partition(":")[0]  # "Misi Bupati : 1. ..."
    heads = [label, *(line for line in (head, _line_before(sight, first)) if PHRASES["vision"].opens(line))]
    heads = [head for head in heads if len(head) <= _HEADING]
    told_below = "\n" in quoted(found).strip()
    if any(_names_above(head, own, told_below=told_below) for head in heads):
        return True
    if bare_label(label) != "misi" and not PHRASES["mission_line"].regex.match(first):
        return False
    visions = {
        bare_label(other.label)
        for other in sight.page.sections
        if PHRASES["vision_head"].regex.match(other.label)
    }
    return bool(visions) and all(
        _names_above(head, own, told_below=True) or owners.is_regions(head) for head in visions
    )


def _line_before(sight: Sight, said: str) -> str:
    """The line right above what a text tells ("Visi dan Misi Kementerian Kesehatan"), also where the text is
    a part of the section above, which has both."""
    for whole in (sight, *reversed(sight.page.sections[max(0, sight.index - _ABOVE) : sight.index])):
        above, found, _ = whole.body.partition(said[:_HEADING]) if said else ("", "", "")
        if found and above.strip():
            return above.strip().rsplit("\n", 1)[-1].strip()
    return ""


def _names_above(head: str, own: str, *, told_below: bool) -> bool:
    """ "Visi Dinas Andai selaras dengan visi Bupati:" over a vision is the office's."""
    return any(
        hit[0] not in own and not (told_below and owners.names_body(head[: hit.start()]))
        for hit in PHRASES["others"].finditer(head)
    )


def is_of_company(sight: Sight, found: Finding) -> bool:
    """Text of a company, a school or an agency's theme: here, in the aim, or beside it on the page."""
    page = sight.page
    own = page.unit_name
    if found.reason == "tasks" and (
        (page.site is not None and _short(own) in sight.body) or _opens_with_office(sight, own)
    ):
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


def may_be_own(sight: Sight, called: str) -> bool:
    """Whether a heading's kind may be the unit's: "Profil Desa Binaan" of an agency is not."""
    kind = PHRASES["smaller"].search(called)
    site = sight.page.site
    return (
        kind is None
        or site is None
        or kind.group() in sight.page.unit_name
        or (kind.group() != "klinik" and owners.is_village(site.snapshot.agency))
    )


def leads_another(sight: Sight) -> bool:
    """Posts of another agency by name, two or more ("Kepala Dinas Sosial", "Sekretaris Dinas Sosial"), and no
    word of the unit's own matter: the list was copied from that agency's site."""
    site = sight.page.site
    own = owners.functions_of(site.snapshot.agency.name) if site is not None else frozenset()
    if not own or any(word in sight.whole for word in own):
        return False
    posts = {hit.group(): hit[1] for hit in PHRASES["post_of"].finditer(sight.body)}
    return sum(owners.is_matter_of_others(word, own) for word in posts.values()) >= 2


def _aims_as_another(body: str, own: str) -> bool:
    """ "Menjadi sekolah unggul" on the site of an office that is none."""
    aim = PHRASES["other_aims"].search(body)
    if aim is None or (PHRASES["hospitals"].search(aim.group()) and PHRASES["hospitals"].search(own)):
        return False
    return not any(word in own for word in aim.group().split()[1:])


def _short(name: str) -> str:
    """The first two words of an agency's name: how its texts call it."""
    return " ".join(name.split()[:2])


def is_of_others(sight: Sight) -> bool:
    """Text of another body: a school class, a company, a theme's agency, or a namesake elsewhere."""
    if PHRASES["other_bodies"].search(sight.body[:600]):
        return True
    heads = (sight.label, *sight.path.split(" / ")[-2:])
    return any(
        not owners.names_body(head[: hit.start()])  # "Bidang Pembinaan Sekolah Dasar" is a part of an office
        for head in heads
        for hit in PHRASES["other_owners"].finditer(head)
    )


def quoted(found: Finding) -> str:
    """The words a finding quotes, folded."""
    return fold(found.evidence[0].snippet) if found.evidence else ""
