"""Complaint words in running text, and the channel beside them that is meant for complaints."""

from __future__ import annotations

import re
from collections.abc import Sequence

from auditor.checks.base import (
    Phrases,
    Sight,
    partial,
    published,
)
from auditor.checks.complaint.channels import VALUE, tied
from auditor.checks.complaint.elsewhere import named_ways
from auditor.checks.complaint.forms import form
from auditor.checks.complaint.going import gone_to
from auditor.checks.complaint.named import gone_parts, named_apps, named_forms, scanned
from auditor.checks.complaint.names import CAPTION, is_clinical, other_sense
from auditor.checks.complaint.parts import form_captions, is_of_other_part, parts
from auditor.checks.words.clauses import clause, line_around, line_span, within
from auditor.checks.words.phrasebook import fold
from auditor.checks.words.stops import FULL_STOP, parted
from auditor.models import Channel, Finding, SectionKind, Verdict
from auditor.values import Found, find_channels, find_masked, is_left_out, link_channel

PHRASES = Phrases.load("pengaduan")
_ID = PHRASES.id
_CAPTIONS = re.compile(r"[:\t]")  # a cell of a table is its neighbour's caption
_POINT = re.compile(r"\W*(?:\d{1,2}[.)]|[\-•*])\s")
_PURPOSE = re.compile(r"\s?\(([^()\d\n]{3,40})\)")
_BEFORE = 60  # characters before complaint words in which they are denied
_NEAR = 220  # characters between complaint wording and its channel: one card or paragraph


def mention(sight: Sight) -> Finding | None:
    """Complaint words in running text with a channel beside them."""
    if sight.page.is_news and not sight.page.is_standard_post:
        return None
    said = list(PHRASES["words"].finditer(sight.body))
    if not said or sight.is_reporting or sight.is_regulation_text or is_clinical(sight.label):
        return None
    below = parts(sight) + (form_captions(sight) if _has_form(sight) else [])
    hits = [
        hit
        for hit in said
        if not other_sense(sight.body, hit)
        and not is_button(sight.body, hit)
        and not _is_menu(sight, hit)
        and not within(below, hit.start())
        and not PHRASES["questions"].search(_line(sight.body, hit))
        and not PHRASES["counted"].search(_sentence(sight.body, hit))
        and not PHRASES["desk_hours"].search(_line(sight.body, hit))
        and not _is_told_elsewhere(_sentence(sight.body, hit))
        and not _invites_nobody(sight, hit)
    ]
    if not hits:
        return None  # channels are dear to look for
    return _way(sight, hits, below) or _welcome(sight, hits)


def _way(sight: Sight, hits: list[re.Match[str]], below: list[tuple[int, int]]) -> Finding | None:
    """The channel beside complaint words that is meant for complaints."""
    found = tied(sight, about=False)
    hits = [hit for hit in hits if not _is_post(sight.body, hit, found)]
    if not hits:
        return None
    near: list[Found[Channel]] = []
    addresses = [(item.start, item.end) for item in found if item.value.channel == "email"]
    # "dumas@..." names what it is for itself, and not the number beside it
    said = [hit for hit in hits if not within(addresses, hit.start())]
    for item in found:
        if item.value.channel == "in_person" and (
            _is_duty(sight.body, item.start)
            or within(below, item.start)
            or is_of_other_part(sight, *line_span(sight.body, item.start, item.end))
        ):
            continue
        beside = any(
            (abs(item.start - hit.end()) <= _NEAR or abs(hit.start() - item.end) <= _NEAR)
            and not _is_asked_apart(sight.body, item, hit)
            for hit in said
        )
        if beside or any(item.start <= hit.start() < item.end for hit in hits):
            near.append(item)
    near += [
        item
        for item in (*named_apps(sight), *named_forms(sight), *scanned(sight))
        if _is_said_with(sight.body, item, hits)
    ]
    near = [
        item for item in near if not is_office(sight.body, item) or _is_said_with(sight.body, item, hits)
    ] or near
    near = [item for item in near if not (item.end and is_of_other_part(sight, item.start, item.end))] or near
    near = [item for item in near if not _is_of_other_matter(sight.body, item, hits, near)] or near
    near = [item for item in near if not _is_other_link(sight, item, hits)]
    near = _of_its_line(sight, hits, near)
    near = _without_accounts(sight.body, near, said)
    near = _for_complaints(sight, near, hits)
    if near and all(_is_bare_head(sight, item) for item in near):
        return partial(_ID, sight, "announced", 0.6, (near[0].start, near[0].end))
    if near and _has_form(sight) and not PHRASES["points"].search(sight.body):
        # the way is the form; a card "Informasi Kontak" beside it that no word sends to is general
        cards = parts(sight, "contact_labels")
        near = [item for item in near if not within(cards, item.start)]
    if near and all(_is_entry(sight, hit) or _only_welcomes(sight, hit) for hit in hits):
        cards = parts(sight, "contact_labels")
        near = [item for item in near if not within(cards, item.start)]
    near += named_ways(sight, near, [hit.start() for hit in hits])
    near += gone_to(sight, near)
    near = [item for item in near if not is_errand(sight.body, item)]
    if not all(is_left_out(item.value.value) for item in near):
        start = min(near[0].start, hits[0].start())
        strong = sight.zone == "main" and (len(near) > 1 or near[0].value.channel == "lapor")
        span = (start, min(start + 250, max(near[0].end, hits[0].end())))
        return published(_ID, sight, "channel", 0.86 if strong else 0.78, span, [item.value for item in near])
    gone = [item for item in gone_parts(sight) if _is_said_with(sight.body, item, hits)]
    return partial(_ID, sight, "announced", 0.6, (gone[0].start, gone[0].end)) if gone else None


def _is_entry(sight: Sight, hit: re.Match[str]) -> bool:
    """A line that is nothing but a link's words ("Pengaduan Masyarakat" on a tile): the part "Hubungi Kami"
    below it is not what it speaks of."""
    line = _line(sight.body, hit).strip(" -•→›»")
    return any(fold(link.text).strip() == line for link in sight.section.links)


def _without_accounts(
    text: str, near: list[Found[Channel]], hits: list[re.Match[str]]
) -> list[Found[Channel]]:
    """ "Untuk pertanyaan, kritik dan saran hubungi kami" over cards of contacts: the office's accounts among
    them are not written to with complaints, unless the sentence names them."""
    if not hits or not all("pertanyaan" in _line(text, hit) for hit in hits):
        return near
    lines = {line_span(text, hit.start(), hit.start()) for hit in hits}
    return [
        item
        for item in near
        if item.value.channel != "social" or line_span(text, item.start, item.start) in lines
    ] or near


def _for_complaints(
    sight: Sight, near: list[Found[Channel]], hits: list[re.Match[str]]
) -> list[Found[Channel]]:
    """ "0812... (pendaftaran), 0813... (ambulans), 0814... (saran)", "Adukan ke 0812... Info: 0813...": each
    number with what it is for."""
    text = sight.body
    own = [item for item in near if item.end and _is_said_with(text, item, hits)]
    if 0 < len(own) < len(near):
        near = [item for item in near if item in own or not _is_for_another(sight, item)]
    meant = {
        item.start: PHRASES["words"].search(hit[1]) is not None
        for item in near
        if item.end and (hit := _PURPOSE.match(text, item.end))
    }
    return [item for item in near if meant.get(item.start, True)] if any(meant.values()) else near


def _is_for_another(sight: Sight, item: Found[Channel]) -> bool:
    start = clause(sight.body, item.start, item.end)[0]
    said = sight.body[start : item.start] if start else f"{sight.label}: {sight.body[: item.start]}"
    return item.end > 0 and PHRASES["other_purposes"].search(said) is not None


def _is_bare_head(sight: Sight, item: Found[Channel]) -> bool:
    """ "Kotak saran" as a line of its own among other heads, with nothing said of it."""
    if item.value.channel != "in_person" or not item.end:
        return False
    start, end = line_span(sight.body, item.start, item.end)
    if sight.body[start:end].strip() != sight.body[item.start : item.end].strip():
        return False
    above = sight.body[: max(start - 1, 0)].rpartition("\n")[2]
    return not (above.rstrip().endswith(":") or PHRASES["words"].search(above) or _POINT.match(above))


def _invites_nobody(sight: Sight, hit: re.Match[str]) -> bool:
    """Complaints that a number is not for, a caption without a value, wishes gathered at a meeting, a box
    that somebody looks at, one of a list of services."""
    text = sight.body
    if PHRASES["denied"].search(text[max(0, hit.start() - _BEFORE) : hit.start()]):
        return True
    start, end = line_span(text, hit.start(), hit.end())
    if PHRASES["unfilled"].regex.match(text[hit.end() : end]):
        return True
    sentence = _sentence(text, hit)
    if PHRASES["seen"].search(sentence) or _is_one_service(text, start, end):
        return True
    if PHRASES["of_bodies"].search(sentence) and _asks_nobody(sentence):
        return True
    if (
        PHRASES["meetings"].search(f"{sight.label}\n{sentence}" if len(sight.label) <= CAPTION else sentence)
        is None
    ):
        return False
    return _asks_nobody(sentence)


def _asks_nobody(sentence: str) -> bool:
    """Told without a number or an address, or without a word to the reader."""
    return VALUE.search(sentence) is None or PHRASES["asks"].search(sentence) is None


def _is_one_service(text: str, start: int, end: int) -> bool:
    """ "6. Pengaduan dan laporan" below "5. Surat pengantar KTP"."""
    line = text[start:end]
    if len(line) > CAPTION or _POINT.match(line) is None or VALUE.search(line):
        return False
    beside = (text[: max(start - 1, 0)].rpartition("\n")[2], text[end + 1 :].partition("\n")[0])
    return any(PHRASES["named_services"].regex.match(other) for other in beside)


def _welcome(sight: Sight, hits: list[re.Match[str]]) -> Finding | None:
    """ "Kritik dan saran sangat kami harapkan": complaints are welcome, and no way is told."""
    if sight.zone != "main" or sight.is_dated_item:
        return None
    hit = next((hit for hit in hits if _is_welcomed(sight, hit)), None)
    return partial(_ID, sight, "no_channel", 0.6, hit.span()) if hit else None


def _only_welcomes(sight: Sight, hit: re.Match[str]) -> bool:
    """A welcome that says nothing of how ("... melalui kontak berikut")."""
    return _is_welcomed(sight, hit) and PHRASES["ways"].search(_sentence(sight.body, hit)) is None


def _is_welcomed(sight: Sight, hit: re.Match[str]) -> bool:
    sentence = _sentence(sight.body, hit)
    return (
        PHRASES["welcomes"].search(sentence) is not None and PHRASES["told_as_done"].search(sentence) is None
    )


def _is_told_elsewhere(said: str) -> bool:
    """ "Pengaduan dapat dilihat di halaman ...": sends to another page and names no number itself."""
    return PHRASES["told_elsewhere"].search(said) is not None and VALUE.search(said) is None


def _is_said_with(text: str, item: Found[Channel], hits: list[re.Match[str]]) -> bool:
    start, end = clause(text, item.start, item.end)
    if text[:start].rstrip(" ").endswith("?"):  # "Ada keluhan? Scan QR di loket"
        start = clause(text, start - 1, start - 1)[0]
    return any(start <= hit.start() < end for hit in hits)


def is_errand(text: str, item: Found[Channel]) -> bool:
    """A desk to which papers are brought ("Dokumen asli dibawa langsung ke loket")."""
    if item.value.channel != "in_person" or not item.end:
        return False
    start, end = clause(text, item.start, item.end)
    # who is told to come and to bring papers ("Datang langsung ke kantor membawa KTP") comes to complain
    brought = PHRASES["errands"].search(text[start : item.start])
    return brought is not None and PHRASES["words"].search(text[start:end]) is None


def _is_asked_apart(text: str, item: Found[Channel], hit: re.Match[str]) -> bool:
    """Another question of a list stands between complaint words and a channel: it answers that one."""
    first, last = sorted((item.start, hit.start()))
    between = text[line_span(text, first, first)[1] : line_span(text, last, last)[1]]
    lines = between.split("\n")[:-1] if last == item.start else between.split("\n")
    return any(PHRASES["asks_other"].search(line) for line in lines if line.rstrip().endswith("?"))


def _is_other_link(sight: Sight, item: Found[Channel], hits: list[re.Match[str]]) -> bool:
    """An account or a chat in a list of links one of which is "Pengaduan" and leads somewhere of its own."""
    ways = {" ".join(fold(link.text).split()) for link in sight.section.links if _leads(link.url)}
    lines = {_line(sight.body, hit).strip(" -\n") for hit in hits}
    own = line_around(sight.body, item.start, item.start).strip(" -\n")
    return own not in lines and own in ways and lines <= ways


def _leads(url: str) -> bool:
    return url.lower().startswith(("http://", "https://")) and not url.endswith("#")


def _is_of_other_matter(
    text: str, item: Found[Channel], hits: list[re.Match[str]], near: Sequence[Found[Channel]]
) -> bool:
    """ "Data dapat diminta melalui WhatsApp 08..., dan pengaduan disampaikan melalui email ...": the number
    stands before the complaint's own clause, which has a way of its own. "Kotak saran dan telepon pengaduan"
    are two ways of one matter."""
    if any(item.start <= hit.start() < item.end for hit in hits):
        return False
    _, end = clause(text, item.start, item.end)
    hit = next((hit for hit in hits if item.end <= hit.start() < end), None)
    if hit is None or not any(hit.end() <= other.start < end for other in near):
        return False
    return PHRASES["next_matter"].regex.match(text[item.end : hit.end()]) is not None


def _has_form(sight: Sight) -> bool:
    """A form for complaints on the same page."""
    memo = sight.page.memo
    if "complaint_form" not in memo:
        shown = (one for one in sight.page.sections if one.kind is SectionKind.FORM)
        memo["complaint_form"] = any(
            (found := form(one)) is not None and found.verdict is Verdict.PUBLISHED for one in shown
        )
    has: bool = memo["complaint_form"]
    return has


def _of_its_line(sight: Sight, hits: list[re.Match[str]], near: list[Found[Channel]]) -> list[Found[Channel]]:
    """A line "Unit Pelayanan Pengaduan: Telp. ..." within a card of contacts: the other lines are general."""
    captioned: list[Channel] = []
    spans = [(item.start, item.end) for item in near if item.value.channel != "in_person"]
    for hit in hits:
        if within(spans, hit.start()):  # "dumas@..."
            continue
        start, end = line_span(sight.body, hit.start(), hit.start())
        if sight.body[:end].rstrip().endswith(":"):  # the number stands on the next line
            below = min(end + 1, len(sight.body))
            end = line_span(sight.body, below, below)[1]
        colon = _CAPTIONS.search(sight.body, hit.end(), end)
        caption = colon.start() - start if colon else -1
        line = sight.section.body[start:end]
        told = [item for item in (*find_channels(line), *find_masked(line)) if item.start > caption >= 0]
        if not told or (sight.zone != "footer" and all(item.start >= start for item in near)):
            return near
        captioned += [item.value for item in told]
    return [item for item in near if item.value in captioned] or near


def _is_post(text: str, hit: re.Match[str], found: Sequence[Found[Channel]]) -> bool:
    """A line of the staff list ("Kepala Seksi Pengaduan: ...") without a channel of its own."""
    start, end = line_span(text, hit.start(), hit.start())
    return PHRASES["posts"].search(text[start:end]) is not None and not any(
        start <= item.start < end for item in found
    )


def _line(text: str, hit: re.Match[str]) -> str:
    return line_around(text, hit.start(), hit.start())


def _sentence(text: str, hit: re.Match[str]) -> str:
    """What is said with a hit on its line: a figure in the sentence before says nothing of it."""
    start, end = line_span(text, hit.start(), hit.start())
    told = next(span for span in parted(text[start:end], FULL_STOP) if start + span[1] > hit.start())
    return text[start + told[0] : start + told[1]].strip()


def _is_menu(sight: Sight, hit: re.Match[str]) -> bool:
    """A line of nothing but links ("Layanan Pengaduan Profil" in a foot): it leads somewhere else."""
    line = _line(sight.body, hit)
    if len(line) > _NEAR:
        return False
    own = {" ".join(fold(link.text).split()) for link in sight.section.links if link_channel(link) is None}
    if line.strip(" -") in own and (sight.zone != "main" or _is_in_list_of(own, sight.body, hit)):
        return True
    if len(sight.section.links) < 2:
        return False
    named = {" ".join(fold(link.text).split()) for link in sight.section.links}
    shown = sorted((words for words in named if words and words in line), key=len, reverse=True)
    for words in shown:
        line = line.replace(words, " ")
    return len(shown) > 1 and not re.search(r"\w", line)


def _is_in_list_of(links: set[str], text: str, hit: re.Match[str]) -> bool:
    """Whether a point of a list stands beside one that is such a link, too."""
    start, end = line_span(text, hit.start(), hit.start())
    beside = (text[: max(start - 1, 0)].rpartition("\n")[2], text[end + 1 :].partition("\n")[0])
    return text.startswith("- ", start) and any(
        line.startswith("- ") and line.strip(" -") in links for line in beside
    )


def is_button(text: str, hit: re.Match[str]) -> bool:
    """ "Ajukan Pengaduan" on a line of its own leads somewhere else; the contacts beside it are general."""
    line = _line(text, hit)
    if "pertanyaan" in line:  # "Sampaikan pertanyaan dan keluhan Anda" heads the contacts below it
        return False
    return len(line) <= CAPTION and PHRASES["buttons"].regex.fullmatch(line.strip()) is not None


def is_office(text: str, item: Found[Channel]) -> bool:
    """ "Telp. kantor (0561) ...", "(0561) ... (Telepon Kantor)" is the office's general number."""
    if item.value.channel != "phone":
        return False
    before, behind = text[max(0, item.start - 25) : item.start], text[item.end : item.end + 25]
    return bool(PHRASES["office"].search(before) or PHRASES["office_behind"].regex.match(behind))


def _is_duty(text: str, place: int) -> bool:
    """ "Bertugas mengelola loket pengaduan" tells of somebody's work."""
    return PHRASES["duties"].search(text[max(0, place - 30) : place]) is not None
