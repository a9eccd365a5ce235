"""Telephone numbers as Indonesian pages write them, and what each is said to be for.

A number is a telephone, a WhatsApp or an SMS number by the words in front of it or behind it; a caption
that names several ("Telp, SMS, WA: 0812 …") gives each of them. Numbers follow ``phonenumbers``.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

import phonenumbers

from auditor.models import Channel
from auditor.patterns import Located
from auditor.values.found import Found
from auditor.values.words import alternatives, channel_table

_NEAR = 30
_ABOVE = 3  # lines over a number that stands alone on its line: its card's title, a sentence about it
_TITLE = 40  # characters of such a title
_ODD_DASHES = str.maketrans("–—‐‑−", "-----")
_KINDS = {
    "whatsapp": alternatives(channel_table("whatsapp")["words"]),
    "sms": alternatives(channel_table("sms")["words"]),
    "phone": alternatives(channel_table("phone")["words"]),
}
_IS_KIND = {
    kind: re.compile(rf"(?<![a-z])(?:{words})(?![a-z])", re.IGNORECASE) for kind, words in _KINDS.items()
}
_WHATSAPP, _SMS, _RINGS = _IS_KIND["whatsapp"], _IS_KIND["sms"], _IS_KIND["phone"]
# "0812 … WhatsApp"; in "SMS 0812 …, WA 0813 …" the word is the next number's
_IS_CHAT = re.compile(rf"\W{{0,3}}{_WHATSAPP.pattern}(?![ :.+(]{{0,6}}(?:62|0)\d)", re.IGNORECASE)
_NEXT_POINT = re.compile(r"\s\d{1,2}$")  # "HP 0812 … 2. WA 0813 …": the list's own number
_TELEPHONE = re.compile(r"tel|telp|phone|hp", re.IGNORECASE)
_NAMED = rf"(?<![a-z])(?:{'|'.join(_KINDS.values())})(?![a-z])\.?"
_JOINED = rf"{_NAMED}(?:\s{{0,2}}(?:[,/&+]|dan|atau)\s{{0,2}}{_NAMED}){{1,3}}"
_CAPTION = re.compile(
    rf"({_JOINED})\W{{0,6}}(?:(?:nomor|no|kami|center|pengaduan|aduan)\.?\W{{1,4}}){{0,2}}$",
    re.IGNORECASE,
)
_BEHIND = re.compile(rf"[ ]{{0,2}}\(([^()\n\d]{{0,20}}{_NAMED}[^()\n\d]{{0,20}})\)", re.IGNORECASE)
# what stands before one of these says nothing of a number behind it: another number, its bracket
_CUT = re.compile(r"\d{4}|(?<=\d);|\||\)[^\S\n]*\n")
# "(khusus WhatsApp, tidak menerima telepon)": what a number is not for
_DENIED = re.compile(
    rf"(?<!\w)(?:tidak|bukan|tanpa)\s+(?:(?:menerima|melayani|untuk|bisa|dapat|layanan)\s+){{0,2}}"
    rf"(?:panggilan\s+)?(?:{'|'.join(_KINDS.values())})(?![a-z])",
    re.IGNORECASE,
)
_OF_ANOTHER = re.compile(r"\d{4}|@")  # another number, an address
_CARRIED = re.compile(r"\s{0,2}(?:[,/&]|dan|atau)\s{0,2}", re.IGNORECASE)
# A number runs into the word before it: "Telp.0561-721234", "Telepon(0561) 721234", "WA081290901122".
_RUNS_ON = "|".join(
    f"(?<={re.escape(word)}{dot}.)"
    for kind in ("whatsapp", "sms", "phone")
    for word in (*channel_table(kind)["words"], "no")
    for dot in ("", r"\.")
    if word != "no" or dot
)
_PHONE = re.compile(
    # the first sign alone, before anything else is asked: ``re`` leaps from one to the next
    rf"[(+06](?:(?<![\w.,/@=\-].)|{_RUNS_ON})"
    r"(?:(?<=\()\s?(?:\+?62|0)\s?\d{0,4}\s?\)|(?<=\+)\s?62|(?<=6)2(?=\s?[-.]?\s?[\d])|(?<=0))"
    r"[\d\s().\-]{5,22}\d(?![\w@]|[.,]\d|/\d)",
    re.IGNORECASE,
)
_NOT_PHONE_BEFORE = re.compile(
    r"(?:fax|faks|facsimile|faximile|faksimile|nip|nik|npwp|nuptk|kode pos|rekening|rek|no\.?\s?surat|nisn)"
    r"\W{0,5}$",
    re.IGNORECASE,
)
# A number as it is dialled in town ("Telp. 721234"): only right behind the word.
_LOCAL = Located(
    rf"(?<![a-z])(?:{_KINDS['phone']})(?![a-z])\.?(?:[ ]kantor)?\s{{0,2}}[:.]?\s{{0,2}}"
    r"(?P<digits>[2-9]\d{5,7}|[2-9]\d{2,3}[ \-]\d{3,4})(?![\d.\-]*\d)",
    re.IGNORECASE,
)
_AND_FAX = re.compile(
    rf"(?:{_KINDS['phone']})\.?\s?(?:[/&,]|dan)\s?(?:fax|faks\w*|fak?simi\w*)\W{{0,5}}$", re.IGNORECASE
)
_MASKED = re.compile(
    r"(?<![\w.,/@=\-])(?:\(0\d{2,3}\)|\+?62|0\d{1,3})"
    r"[\d \t.\-]{0,12}[x*•][\dx*• \t.\-]{1,14}(?<=[x*•\d])(?!\w)",
    re.IGNORECASE,
)
_MIN_MASKED = 3
_GOES_ON = re.compile(r"[\s.\-]{0,3}[x*•]", re.IGNORECASE)  # "+62 821-2345-XXXX"
_LEFT_OUT = re.compile(r"[x*•](?:[\s.\-]?[x*•]){2}", re.IGNORECASE)
_EXAMPLE = re.compile(
    rf"(?<!\w)(?:{alternatives(channel_table('example')['words'])})\W{{0,4}}$", re.IGNORECASE
)
_FILLS_IN = re.compile(r"\*\s?\n\W*\Z")  # "Nomor Telepon *", and below it how to write one
_CLOCK = re.compile(r"\d\d[.:]\d\d\s?-\s?\d\d[.:]\d\d")
_OF_A_NUMBER = re.compile(r"(?:0|62)\d{7,13}")
# What OCR reads for a digit of an area code: "(OSII) 591 678" is "(0511) 591 678".
_AREA = re.compile(r"\((?=[^)\n]{0,4}[A-Za-z|])[0OoQ][0-9OoQSIl|B]{2,3}\)(?=\s?\d{3})")
_OCR_DIGITS = str.maketrans("OoQSIl|B", "00051118")


def phone(digits: str) -> str | None:
    """A telephone number in E.164, read as an Indonesian would dial it; None if it can be none."""
    try:
        number = phonenumbers.parse(digits[:40], "ID")
    except phonenumbers.NumberParseException:
        return None
    if not phonenumbers.is_valid_number(number):
        return None
    return str(phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164))


def is_example(text: str, start: int) -> bool:
    """Whether words right before a number or an address say that it shows how to fill in a field."""
    return _EXAMPLE.search(text[max(0, start - 16) : start]) is not None


def find_phones(text: str) -> Iterator[Found[Channel]]:
    """Every telephone number of ``text``, once for each kind it is said to be."""
    plain = _AREA.sub(lambda area: area.group().translate(_OCR_DIGITS), text.translate(_ODD_DASHES))
    kinds: tuple[str, ...] = ()
    last = -1
    for match, stretch in _stretches(plain):
        shape = stretch
        if _CLOCK.search(shape) or shape.count("(") != shape.count(")"):
            continue
        number = phone(shape)
        # "0271-656623 0271-656624" is two numbers: try the first part alone
        while number is None and " " in shape.strip():
            shape = shape.strip().rpartition(" ")[0]
            number = phone(shape)
        before = plain[max(0, match.start() - 30) : match.start()]
        if number is None or (_NOT_PHONE_BEFORE.search(before) and not _AND_FAX.search(before)):
            continue
        start, end = match.start(), match.start() + len(shape.rstrip())
        mobile = number.startswith("+628")
        if not (mobile and 0 <= last <= start and kinds and _CARRIED.fullmatch(plain[last:start])):
            kinds = _kinds(plain, start, end, mobile=mobile)
        last = end if mobile else -1
        for kind in kinds:
            yield Found(Channel(channel=kind, value=number), start, end)
    for match in _LOCAL.finditer(plain):
        digits = re.sub(r"\D", "", match["digits"])
        yield Found(Channel(channel="phone", value=digits), match.start("digits"), match.end("digits"))


def _stretches(plain: str) -> Iterator[tuple[re.Match[str], str]]:
    """What may be numbers; a line's end or a gap ends one, and the next may begin right behind it."""
    place = 0
    while match := _PHONE.search(plain, place):
        shape = match.group()
        if re.search(r"\s{3}|\n", shape):
            shape = re.split(r"\s{3,}|\n", shape)[0].rstrip(" .-(")
        if shape.count("(") > shape.count(")"):  # "(0561) 721234 (24 jam)"
            shape = shape[: shape.rindex("(")].rstrip(" .-")
        place = match.start() + max(len(shape), 1)
        if plain[match.start() + len(shape) :][:1] in {".", ")"}:
            shape = _NEXT_POINT.sub("", shape)
        yield match, shape


def find_masked(text: str) -> list[Found[Channel]]:
    """Numbers that a page names but leaves out ("0812-xxxx-xxxx") or makes up ("WA: 0800-1234-5678", of no
    exchange): as written, nobody can call them, but the page says by which way it is to be reached."""
    plain = text.translate(_ODD_DASHES)
    found = list(_made_up(plain))
    may = sum(map(plain.count, "xX*•")) >= _MIN_MASKED
    for match in _MASKED.finditer(plain) if may else ():
        if sum(char in "xX*•" for char in match.group()) < _MIN_MASKED:
            continue
        start, end = match.span()
        mobile = bool(re.match(r"(?:\+?62\W{0,2}|0)8", match.group()))
        value = re.sub(r"\s+", " ", match.group()).upper()
        for kind in _kinds(plain, start, end, mobile=mobile):
            found.append(Found(Channel(channel=kind, value=value), start, end))
    return [item for item in found if not (is_example(plain, item.start) or _fills_in(plain, item.start))]


def _fills_in(text: str, start: int) -> bool:
    return _FILLS_IN.search(text[max(0, start - 10) : start]) is not None


def _made_up(plain: str) -> Iterator[Found[Channel]]:
    for match, shape in _stretches(plain):
        start, end = match.start(), match.start() + len(shape)
        if not _OF_A_NUMBER.fullmatch(re.sub(r"\D", "", shape)) or _CLOCK.search(shape):
            continue
        if _GOES_ON.match(plain, end) or not _is_called(plain, start, end) or any(map(phone, _heads(shape))):
            continue
        mobile = re.match(r"(?:\+?62\W{0,2}|0)8", shape) is not None
        for kind in _kinds(plain, start, end, mobile=mobile):
            yield Found(Channel(channel=kind, value=shape), start, end)


def is_left_out(value: str) -> bool:
    """Whether a channel's value is a gap that the page was to fill ("0812-XXXX-XXXX", wa.me/62xxxxxxxxxx)."""
    return any(char in value for char in "0123456789") and _LEFT_OUT.search(value) is not None


def _heads(shape: str) -> Iterator[str]:
    """A stretch of digits and what is left of it without its last groups."""
    while shape:
        yield shape
        shape = shape.rpartition(" ")[0].strip()


def _is_called(text: str, start: int, end: int) -> bool:
    """Whether words beside the number or a title over it call it a telephone, a chat or an SMS number."""
    if _NOT_PHONE_BEFORE.search(text[max(0, start - _NEAR) : start]):
        return False
    said = f"{_before(text, start)} {behind[1] if (behind := _BEHIND.match(text, end)) else ''}"
    return any(kind.search(said) for kind in _IS_KIND.values()) or bool(_titled(text, start))


def _before(text: str, start: int) -> str:
    said = _DENIED.sub("", text[max(0, start - 2 * _NEAR) : start])
    return _CUT.split(said[-_NEAR:])[-1]


def is_said_to_ring(text: str, start: int, end: int) -> bool:
    """Whether words beside the number ``text[start:end]`` call it a telephone; else only its digits do."""
    behind = _BEHIND.match(text, end)
    if behind:
        return _RINGS.search(behind[1]) is not None
    return _RINGS.search(_before(text, start)) is not None or "phone" in _titled(text, start)


def _kinds(text: str, start: int, end: int, *, mobile: bool) -> tuple[str, ...]:
    before = _before(text, start)
    caption = _BEHIND.match(text, end) or _CAPTION.search(before)
    if caption is not None:
        said = _DENIED.sub("", caption[1])
        if kinds := tuple(kind for kind, named in _IS_KIND.items() if named.search(said)):
            return kinds
    after = re.split(r"[\d;\n|]", text[end : end + 20])[0]
    if mobile and (_WHATSAPP.search(before) or (_IS_CHAT.match(text, end) and _WHATSAPP.search(after))):
        return ("whatsapp",)
    if _WHATSAPP.search(before) and not _TELEPHONE.search(before):
        return ("whatsapp",)
    if _SMS.search(before):
        return ("sms",)
    return (mobile and not _RINGS.search(before) and _titled(text, start)) or ("phone",)


def _titled(text: str, start: int) -> tuple[str, ...]:
    """The kinds a card's title names ("Telepon & WhatsApp") over a number that is a line of its own."""
    lines = text[max(0, start - 300) : start].split("\n")
    if re.search(r"\w", lines.pop()):
        return ()
    for line in [line for line in reversed(lines) if line.strip()][:_ABOVE]:
        if _OF_ANOTHER.search(line):
            break
        kinds = tuple(kind for kind, named in _IS_KIND.items() if named.search(line))
        if kinds and len(line.strip()) <= _TITLE:
            return kinds
    return ()
