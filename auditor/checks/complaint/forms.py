"""Forms that take complaints: a message field and a button, named for complaints by whatever names them."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

from auditor.checks.absence.dead_ends import leads_nowhere
from auditor.checks.base import Phrases, Sight, SiteSight, is_ppid_text, partial, published
from auditor.checks.complaint.channels import is_dead
from auditor.checks.complaint.names import CAPTION, names, other_sense, under_complaints
from auditor.checks.complaint.parts import is_captioned, without_forms
from auditor.checks.words.phrasebook import fold
from auditor.models import Channel, Finding, SectionKind
from auditor.values import Found

PHRASES = Phrases.load("pengaduan")
_ID = PHRASES.id
_CHOICES = 3
_MAIL_FIELD = "[surel]"  # how reading tells a field for an address that is called otherwise
_LEAD = 400  # characters of what stands above a form


def is_form_of_its_own(sight: Sight) -> bool:
    """A form "Pengaduan" in a tab beside the one for information requests, or one whose writer chooses
    between both: another matter."""
    if sight.kind is not SectionKind.FORM or sight.page.is_ppid:
        return False
    said = without_choices(sight.whole)
    if not (names(sight.label, CAPTION) or said != sight.whole):
        return False
    return not is_ppid_text(said) and not PHRASES["not_around"].search(said)


@lru_cache(maxsize=2048)  # a form stands on page after page
def without_choices(text: str) -> str:
    """A form's words without the line of choices that offers complaints among other matters."""
    lines = text.split("\n")
    return "\n".join(line for line in lines if not _offers_complaints(line))


def _offers_complaints(line: str) -> bool:
    """ "Permintaan Informasi / Pengaduan Masyarakat / Lainnya": each of them is about something else."""
    choices = line.split(" / ")
    return len(choices) >= _CHOICES and any(names(choice.strip(), CAPTION) for choice in choices)


def form(sight: Sight) -> Finding | None:
    """A form with a message field and a button, named for complaints by its label, fields or heading."""
    lines = sight.whole.split("\n")
    text = "\n".join(
        line
        for line, following in zip(lines, [*lines[1:], ""], strict=True)
        if not (_only_asks(line) or (len(line) <= CAPTION and _only_asks(following)))
    )
    if not _takes_a_message(sight, text):
        return None
    if _takes_an_address_only(text):
        return partial(_ID, sight, "no_message", 0.65) if PHRASES["words"].search(text) else None
    if (
        PHRASES["words"].search(text)
        or PHRASES["form_words"].search(text)
        or under_complaints(sight)
        or names(sight.label, 160)
        or _introduced(sight)
        or is_captioned(sight)
        or names(sight.page.anchor, CAPTION)  # the menu's "Pengaduan" leads here
    ):
        channel = Channel(channel="form", value=sight.page.page.fetch.url)
        return published(_ID, sight, "form", 0.93, None, [channel])
    if PHRASES["weak"].search(f"{sight.around} / {text} / {sight.page.heading}"):
        return partial(_ID, sight, "form_unnamed", 0.7)
    return None


def led_to(site: SiteSight) -> Iterator[Finding]:
    """A form for messages on a page that an entry "Pengaduan" leads to, beside one called "Kontak"."""
    known: set[str] = set()
    for page in site.pages_for(_ID):
        if page.external or page.is_ppid or page.is_news:
            continue
        for words, link in page.links_named(f"{_ID}.announce_labels"):
            if link.url in known or "#" in link.url or leads_nowhere(link.url) or not names(words, CAPTION):
                continue
            known.add(link.url)
            target = site.page_at(link.url)
            if target is None or target is page or target.is_front or target.external or target.is_news:
                continue
            channel = Channel(channel="form", value=target.page.fetch.url)
            for sight in target.sections:
                if sight.kind is not SectionKind.FORM or not _takes_a_message(sight, sight.whole):
                    continue
                said = f"{sight.label}\n{target.heading}\n{without_choices(sight.whole)}"
                if PHRASES["other_form"].search(said) or sight.is_ppid or _takes_an_address_only(sight.whole):
                    continue
                yield published(_ID, sight, "form", 0.8, None, [channel])


def _takes_a_message(sight: Sight, text: str) -> bool:
    if PHRASES["not_form"].search(without_choices(text)) or _is_of_a_patient(sight, text):
        return False
    return bool(PHRASES["message_field"].search(text) and PHRASES["button"].search(text))


def _takes_an_address_only(text: str) -> bool:
    """Without its fields for an address and its button nothing takes a message."""
    if _MAIL_FIELD not in text:
        return False
    others = [
        line for line in text.split("\n") if not (line.endswith(_MAIL_FIELD) or PHRASES["button"].opens(line))
    ]
    return PHRASES["message_field"].search("\n".join(others)) is None


def _is_of_a_patient(sight: Sight, text: str) -> bool:
    """ "Nama, Poli, Tanggal Kunjungan, Keluhan" books a visit; nothing around it names complaints."""
    said = f"{sight.label}\n{text}"
    if PHRASES["patient_form"].search(said) is None or PHRASES["sure_form"].search(said):
        return False
    named = names(sight.label, 160) or under_complaints(sight) or names(sight.page.anchor, CAPTION)
    return not named


@lru_cache(maxsize=2048)  # a form stands on page after page
def _only_asks(line: str) -> bool:
    """A survey's question about complaint desks; "Apakah Anda memiliki keluhan?" asks for the complaint."""
    return PHRASES["questions"].search(line) is not None and PHRASES["wants"].search(line) is None


def _introduced(sight: Sight) -> bool:
    """Words right above the form invite complaints ("Sampaikan kritik melalui formulir berikut")."""
    return any(
        not before.is_nav
        and len(before.body) <= _LEAD
        and PHRASES["invites"].search(said := fold(without_forms(before))) is not None
        and any(not other_sense(said, hit) for hit in PHRASES["words"].finditer(said))
        and (near or (_is_lead(before, sight) and PHRASES["to_the_form"].search(said) is not None))
        for before in sight.page.sections[: sight.index]
        for near in (before.index >= sight.index - 3,)
    )


def _is_lead(before: Sight, sight: Sight) -> bool:
    """What a page says below the headline that the form stands under, too: cards of contacts lie between."""
    path = before.section.path
    return before.zone == sight.zone and len(path) > 1 and path == sight.section.path[: len(path)]


def drawn(sight: Sight) -> list[Found[Channel]]:
    """A form whose button is a link: fields are lines, and nothing of it is marked as a form."""
    buttons = {
        " ".join(fold(link.text).split())
        for link in sight.section.links
        if is_dead(link.url) and PHRASES["button"].search(fold(link.text))
    }
    lines = [line.strip() for line in sight.body.split("\n")]
    if not (buttons & set(lines)) or not any(PHRASES["asked_for"].regex.match(line) for line in lines):
        return []
    return [Found(Channel(channel="form", value=sight.page.page.fetch.url), 0, 0)]
