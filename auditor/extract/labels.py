"""Which lines are labels, and which labels name a service. Words in ``labels.toml``."""

from __future__ import annotations

import re
import tomllib
from functools import cache, lru_cache
from importlib import resources
from typing import Any, Final

from auditor.text import distance, fold_label, near, strip_number

MAX_LABEL: Final = 110  # characters; a longer line is prose
_BUTTON: Final = 60  # characters; longer words say what they lead to


@cache
def words() -> dict[str, Any]:
    """The data file ``labels.toml``."""
    return tomllib.loads(resources.files("auditor.extract").joinpath("labels.toml").read_text("utf-8"))


def _alternation(entries: list[str]) -> str:
    return "|".join(re.escape(entry) for entry in sorted(entries, key=lambda entry: (-len(entry), entry)))


@cache
def _component() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(words()['components'])})\b")


@cache
def _begins() -> frozenset[str]:
    return frozenset(entry[:2] for entry in words()["components"])


def _component_of(folded: str) -> re.Match[str] | None:
    """The component's label that folded words begin with."""
    return _component().match(folded) if folded[:2] in _begins() else None


@cache
def _with_service() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(words()['with_service'])})\b\s*(?:layanan|pelayanan)?\s*(.*)")


@cache
def _service_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(words()['service_starts'])})(?![\w-])")


@cache
def _set(name: str) -> frozenset[str]:
    return frozenset(words()[name])


@lru_cache(4096)
def component_start(text: str) -> bool:
    """The line begins with a component's label."""
    return _component_of(fold_label(text)) is not None


@cache
def _filler() -> re.Pattern[str]:
    return re.compile(rf"(?:[\s,/()&.:-]|\b(?:{_alternation(words()['fillers'])})\b)*")


@cache
def title_class() -> re.Pattern[str]:
    """A class name that calls its element a title ("card-title", "judul-md")."""
    return re.compile(
        rf"(?:^|[-_])(?:{_alternation(words()['title_classes'])})(?:[-_](?:\d|{_alternation(words()['class_tails'])}))?$"
    )


@lru_cache(4096)
def component_only(text: str) -> bool:
    """The line is a component's label and nothing more (numbers, colons and fillers aside)."""
    folded = fold_label(text)
    match = _component_of(folded)
    if not match or len(folded) > MAX_LABEL:
        return False
    rest = folded[match.end() :]
    filler = _filler().match(rest)
    return filler is not None and filler.end() == len(rest)


@cache
def _label_words() -> dict[str, tuple[str, ...]]:
    """Words of five letters and more in components' labels, by their first and by their last letters."""
    out: dict[str, set[str]] = {}
    for entry in words()["components"]:
        for word in re.findall(r"[a-z]{5,}", entry):
            for key in (word[:2], word[-2:] + "$"):
                out.setdefault(key, set()).add(word)
    return {key: tuple(sorted(found)) for key, found in out.items()}


def mend_label(line: str) -> str:
    """A scanned line whose label is a letter or two off, spelled right; any other line as it is."""
    label, colon, rest = line.partition(":")
    if len(label) > 60 or component_only(label):
        return line

    def near_word(match: re.Match[str]) -> str:
        word = match.group()
        low = word.casefold()
        table = _label_words()
        close = [
            (distance(low, target), target)
            for target in {*table.get(low[:2], ()), *table.get(low[-2:] + "$", ())}
            if near(low, target)
        ]
        if close:
            target = min(close)[1]
            if word.isupper():
                return target.upper()
            return target.capitalize() if word[:1].isupper() else target
        return word

    mended = re.sub(r"[^\W_]{4,}", near_word, label)
    return mended + colon + rest if mended != label and component_only(mended) else line


_ENDED: Final = re.compile(r"[.!?;,]\s*$|[.!?]\s")


@lru_cache(4096)
def heads_list(text: str) -> bool:
    """A component's word with a few words more ("Syarat Pindah Datang"): a label, if a list follows."""
    folded = fold_label(text)
    match = _with_service().match(folded)
    return (
        match is not None
        and len(match.group(1).split()) <= 8
        and len(folded) <= MAX_LABEL
        and not _ENDED.search(strip_number(text).strip())
    )


@cache
def _valued() -> re.Pattern[str]:
    # A value as it stands right behind its label in tables that lost their rules: "Tarif Rp 30.000".
    return re.compile(
        r"^(?P<label>[^\d:]{4,60}?)\s+(?P<value>(?:±\s*)?(?:rp\b\.?\s*\d|\d{1,3}\s*(?:\([^()]{1,40}\)\s*)?"
        r"(?:menit|jam|hari|minggu|bulan|detik)\b|gratis\b|nihil\b|tidak dipungut|tanpa biaya).{0,80})$",
        re.IGNORECASE,
    )


def split_valued(line: str) -> tuple[str, str] | None:
    """``"Lama layanan 15 menit"`` → its label and value; None where the words before are no bare label."""
    if not component_start(line):
        return None
    match = _valued().match(line)
    if not match or not component_only(match["label"]):
        return None
    return match["label"].strip(), match["value"].strip()


def is_valued(label: str, value: str) -> bool:
    """A label of a time or cost, and such a value alone: ``("Estimasi Waktu", "3 hari kerja")``."""
    pair = split_valued(f"{label} {value}")
    alone = pair is not None and pair[1] == value.strip()
    return alone and not _set("valued").isdisjoint(fold_label(label).split())


def split_clauses(text: str) -> list[tuple[str, str]]:
    """``"persyaratan FC KTP; jangka waktu 1 hari; biaya gratis"`` → its labelled clauses; a clause that
    begins with no label has an empty one. Empty list where fewer than three clauses have one."""
    if text.count(";") < 2:
        return []
    head, colon, rest = text.partition(":")
    clauses = [part.strip() for part in (rest if colon and ";" not in head else text).split(";")]
    found = [_component_of(clause.casefold()) for clause in clauses]
    if (
        sum(
            match is not None and len(clause) > match.end()
            for match, clause in zip(found, clauses, strict=True)
        )
        < 3
    ):
        return []
    out = [(head.strip(), "")] if colon and ";" not in head else []
    for match, clause in zip(found, clauses, strict=True):
        if match is None:
            out.append(("", clause))
        else:
            out.append((clause[: match.end()].strip(), clause[match.end() :].lstrip(" :-").rstrip(" :")))
    return [part for part in out if any(part)]


def is_generic_button(text: str) -> bool:
    return len(text) <= _BUTTON and fold_label(text) in _set("generic_buttons")


def is_example(text: str) -> bool:
    """A field's words that only show how it may be filled in."""
    return text.lower().startswith(tuple(words()["example_starts"]))


@lru_cache(4096)
def opens_its_row(text: str) -> bool:
    """A button's words that say nothing of what it opens ("Buka / Unduh")."""
    return len(text) <= _BUTTON and fold_label(text) in _set("open_buttons")


_PARTED: Final = re.compile(r"\s[|»–—-]\s")
_LETTERS: Final = re.compile(r"[^\W\d_]{2,}")


@lru_cache(4096)
def service_of(label: str) -> str:  # noqa: PLR0911
    """The service a label names as printed there, else empty.

    ``"Standar Pelayanan Penerbitan KTP-el"`` → ``"Penerbitan KTP-el"``; ``"Persyaratan"`` → ``""``.
    """
    text = _PARTED.split(strip_number(label), maxsplit=1)[0].strip(" :.;-–*")
    if not 2 <= len(text) <= MAX_LABEL or text.endswith("?"):
        return ""
    folded = fold_label(text)
    if folded in _set("not_services") or component_only(text) or folded.endswith(_sentence_ends()):
        return ""
    match = _with_service().match(folded)
    if match:
        rest = match.group(1).strip(" :.;-")
        if rest in _set("not_services") or len(rest) < 2 or not _service_start().match(rest):
            return ""
        tail = text[-len(rest) :] if text.casefold().endswith(rest) else ""
        if not tail:
            found = re.search(re.escape(rest.split(" ")[0]), text, re.IGNORECASE)
            tail = text[found.start() :] if found else rest
        return tail.strip(" :.;-")
    if component_start(text):
        return ""
    if not _service_start().match(folded):
        return ""
    if " " not in folded and folded in _set("generic_single"):
        return ""
    if all(word in _set("service_fillers") for word in re.findall(r"[^\W_]+", folded)):
        return ""
    return text


@cache
def _no_services_below() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(words()['no_services_below'])})\b")


@cache
def _adds_services() -> tuple[str, ...]:
    return tuple(words()["adds_services"])


@lru_cache(4096)
def holds_services(label: str) -> bool:
    """Headings below this label may name services; not below "Alur", "Pengaduan", "Berita" ..., unless it
    adds them ("Program & Layanan")."""
    folded = fold_label(label)
    other = _no_services_below().match(folded)
    return other is None or folded[other.end() :].strip().startswith(_adds_services())


@lru_cache(4096)
def holds_nothing(label: str) -> bool:
    """A component's label that can only hold that component ("Persyaratan", "Biaya"), not a list of
    services."""
    return component_only(label) and not fold_label(label).startswith(
        ("standar", "standart", "jenis", "produk", "sop")
    )


def is_brow(line: str) -> bool:
    """Words that themes set in small type above a section's heading to say what kind of part it is."""
    return len(line) <= MAX_LABEL and fold_label(line) in _set("brows")


def is_of_unit(label: str) -> bool:
    """A component's label that tells of the whole unit ("Jam Pelayanan"), not of one service."""
    return fold_label(label).startswith(tuple(words()["of_unit"]))


@cache
def _not_service_start() -> re.Pattern[str]:
    return re.compile(rf"(?:{_alternation(words()['not_service_starts'])})\b")


@cache
def _sentence_ends() -> tuple[str, ...]:
    return tuple(words()["sentence_ends"])


@lru_cache(4096)
def can_be_service(label: str) -> bool:
    """Nothing in the label speaks against its naming a service (its place has to speak for it)."""
    text = strip_number(label).strip(" :.;-–*")
    folded = fold_label(text)
    return (
        2 <= len(text) <= MAX_LABEL
        and folded not in _set("not_services")
        and not component_start(text)
        and not _not_service_start().match(folded)
        and not text.endswith("?")
        and not folded.endswith(_sentence_ends())
        and _LETTERS.search(text) is not None
    )


_IN_UNITS: Final = re.compile(r"\s*\((?:dalam |satuan )?(?:menit|jam|hari|hari kerja|minggu)\)$")


def head_kind(cell: str) -> str:
    """What a table's head cell announces: ``number``, ``component_name``, ``component``, ``service``, ``day``
    or empty."""
    folded = fold_label(cell) or cell.strip()
    if folded in _set("head_number"):
        return "number"
    if folded in _set("head_component"):
        return "component_name"
    if folded in _set("head_service"):
        return "service"
    if folded in _set("head_day"):
        return "day"
    if _IN_UNITS.sub("", folded) in _set("head_time") or (len(folded) <= 60 and component_start(cell)):
        return "component"
    return ""


def names_person(cell: str) -> bool:
    """A head cell over the names of persons ("Nama Dokter")."""
    return fold_label(cell) in _set("head_person")


_CLOCK: Final = re.compile(r"\d[.:]\d\d(?!\d)")
_SENTENCE: Final = re.compile(r"[.?!]\s")
_ENDS_IN_FIGURE: Final = re.compile(r"\d$")
_TWO_FIGURES: Final = re.compile(r"\d\d\b")
_COLON: Final = re.compile(r"^(?P<label>[^:]{2,90}?)\s*:(?!//)\s*(?P<rest>.*)$", re.DOTALL)


def split_label(line: str) -> tuple[str, str] | None:
    """``"Label : value"`` → its two parts; None where the colon is one of a time, address or sentence."""
    match = _COLON.match(line)
    if not match:
        return None
    label, rest = match["label"].strip(), match["rest"].strip()
    bare = strip_number(label)
    if not _LETTERS.match(bare) or _SENTENCE.search(bare) or len(bare.split()) > 12:
        return None
    if _ENDS_IN_FIGURE.search(bare) and _TWO_FIGURES.match(rest):  # 08:00
        return None
    return label, rest


@cache
def _inline() -> re.Pattern[str]:
    # A component's label inside a running line, closed by a colon: "... Biaya: gratis. Waktu: 1 hari".
    # The Latin lookbehind keeps "masa waktu:" whole; fillers between label and colon at most 40 characters.
    return re.compile(
        rf"(?:(?<=^)|(?<=[.;,)!|•·\s]))(?:(?:\d{{1,2}}|[a-hA-H])[.)]\s*)?"
        rf"(?P<label>(?:{_alternation(words()['components'])})\b[^:.;!?\n]{{0,40}}?)\s*:(?!//)\s*",
        re.IGNORECASE,
    )


def split_inline(text: str) -> list[tuple[str, str]]:
    """``"Syarat: KTP. Waktu: 1 hari. Biaya: gratis"`` → its labelled parts; the part before the first label
    has
    an empty label. Empty list where fewer than two labels stand inside."""
    if text.count(":") < 2:
        return []
    matches = list(_inline().finditer(text))
    if len(matches) < 2:
        return []
    out: list[tuple[str, str]] = []
    if text[: matches[0].start()].strip():
        out.append(("", text[: matches[0].start()].strip()))
    for match, after in zip(matches, [*matches[1:], None], strict=True):
        end = after.start() if after else len(text)
        out.append((match["label"].strip(), text[match.end() : end].strip(" ;|")))
    return out


def all_caps(line: str) -> bool:
    """Short, without a lower-case letter, with at least five letters and no time of day: "SENIN 08.00 -
    15.00" is no title."""
    if line.isascii() and line.upper() != line:
        return False
    letters = [char for char in line if char.isalpha()]
    return (
        len(letters) >= 5
        and len(line) <= MAX_LABEL
        and not any(char.islower() for char in letters)
        and _CLOCK.search(line) is None
    )
