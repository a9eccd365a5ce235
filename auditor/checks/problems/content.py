"""Trouble in what a page says: filler, theme text, placeholders, empty pages, blanks, wrong service."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from auditor.checks import facts
from auditor.checks.base import is_placeholder
from auditor.checks.problems.wordlists import NIK, families, limits, may_be_broken, suspects, words
from auditor.checks.words.phrasebook import Phrases, fold, folded
from auditor.models import Page, Problem, SectionKind, Source
from auditor.values import is_nik, mask

_PAGES = frozenset({Source.HTML, Source.RENDERED})
_TEXT_CODES = ("lorem_ipsum", "theme_demo", "placeholder_content", "placeholder_identity", "mojibake_text")
_FIELD_HINTS = frozenset({"placeholder_identity", "placeholder_content"})
_NIK = re.compile(NIK)
_FILLER = Phrases.load("filler")
_AGAIN = 3  # times a sentence stands on a page
_SENTENCE = 40  # characters
_LISTED = 2  # items of a list that say something
_ENGLISH = 3  # different small words


def quote(text: str, start: int, end: int, spare: int = 80) -> str:
    """Words around a hit, cut at blanks, verbatim."""
    left, right = max(0, start - spare // 2), min(len(text), end + spare)
    piece = text[left:right]
    if left and " " in piece[: start - left]:
        piece = piece[piece.index(" ") + 1 :]
    if right < len(text) and " " in piece[-spare // 2 :]:
        piece = piece[: piece.rindex(" ")]
    return re.sub(r"\s+", " ", piece).strip()


def text_problems(page: Page) -> Iterator[Problem]:
    """Filler, theme text, placeholders and broken letters, each once a page."""
    said = _beside_forms(page)
    if said is None:
        text, whole = f"{page.title}\n{page.text}", page_words(page)
    else:
        text = f"{page.title}\n{_lines(said)}"
        # pieces folded apart are those of the whole, and sights ask them too
        whole = f"{fold(page.title)}\n{_lines(map(folded, said))}"
    likely = suspects(whole)
    for code in _TEXT_CODES:
        if code == "theme_demo" and page.source not in _PAGES:
            continue
        if code == "mojibake_text":  # its letters are none that folding leaves
            hit = words(code).hit(text.lower()) if may_be_broken(text) else None
        else:
            listed = likely.words(code)
            hit = listed.hit(whole) if listed is not None else None
        if hit is None and code == "theme_demo" and (told := _told_again(page)):
            yield Problem(code=code, url=page.fetch.url, snippet=told[:200])
        if hit is not None and code in _FIELD_HINTS and _is_hint(whole, hit.start(), hit.end()):
            hit = None
        if hit is None and code == "mojibake_text" and "mojibake" in page.marks:
            yield Problem(code=code, url=page.fetch.url, snippet=(page.title or text.strip())[:200])
        if hit is not None:
            yield Problem(code=code, url=page.fetch.url, snippet=quote(text, hit.start(), hit.end()))


def _told_again(page: Page) -> str:
    """An English sentence that stands word for word under several headings: a theme's, nobody's own."""
    said = Counter(
        section.body for section in page.sections if section.zone == "main" and len(section.body) >= _SENTENCE
    )
    for body, times in said.items():
        if times < _AGAIN:
            continue
        english, own = _FILLER["english"].count(fold(body)), _FILLER["indonesian"].count(fold(body))
        if english >= _ENGLISH and own == 0:
            return body
    return ""


def _is_hint(folded: str, start: int, end: int) -> bool:
    """An example in or beside a field ("Contoh: 0812-xxxx-xxxx"), also where no form was marked up."""
    before, around = folded[max(0, start - 30) : start], folded[max(0, start - 90) : end + 90]
    return words("field_hint").hit(before) is not None or words("field_row").hit(around) is not None


_lines = "\n".join


def _beside_forms(page: Page) -> list[str] | None:
    """Labels and bodies without those of forms, None where there is no form: "contoh@email.com" in a field is
    a hint, no filler."""
    form = SectionKind.FORM
    told = [section for section in page.sections if section.kind is not form]
    if len(told) == len(page.sections):
        return None
    return [part for section in told for part in (section.label, section.body)]


def page_words(page: Page) -> str:
    """A page's title and text, folded."""
    return facts.remembered(page, "words", lambda: f"{fold(page.title)}\n{folded(page.text)}")


def unfilled(page: Page) -> Iterator[Problem]:
    """Blanks of a decree or standard nobody filled in; application forms have blanks by nature."""
    listed = suspects(page_words(page)).words("unfilled_template")
    if listed is None:
        return
    name = fold(f"{page.title} {page.fetch.anchor} {page.fetch.url.rsplit('/', 1)[-1]}")
    if listed.not_on is not None and listed.not_on.search(name):
        return
    hit = listed.hit(folded(page.text))
    if hit is not None:
        yield Problem(
            code="unfilled_template", url=page.fetch.url, snippet=quote(page.text, hit.start(), hit.end())
        )


def personal_data(page: Page) -> Iterator[Problem]:
    """A list of identity numbers; the snippet is masked."""
    if not suspects(page_words(page)).numbers:
        return
    found = [match for match in _NIK.finditer(page.text) if is_nik(match.group())]
    if len({re.sub(r"\D", "", match.group()) for match in found}) >= words("personal_data").needed:
        snippet = quote(page.text, found[0].start(), found[0].end(), 60)
        yield Problem(code="personal_data", url=page.fetch.url, snippet=mask(snippet))


def empty_page(page: Page, home: bool) -> Iterator[Problem]:
    """A content page whose main part says nothing, or only that something will come."""
    if (
        page.source not in _PAGES
        or page.fetch.status >= 400
        or page.fetch.external
        or {"soft_404", "listing"} & set(page.marks)
    ):
        return
    main = [section for section in page.sections if section.zone == "main"]
    if not main and any(section.zone == "aside" and section.body.strip() for section in page.sections):
        return  # a theme whose main part is set like a side column (Blogger): nothing can be told
    called = fold(f"{page.title} / {page.fetch.anchor}")
    for section in main:
        if len(section.label) < 3 or folded(section.label) not in called:
            continue
        first = section.body.strip().split("\n", 1)[0]
        if len(first) <= 80 and words("empty_page").hit(fold(first)) is not None:
            yield Problem(code="empty_page", url=page.fetch.url, snippet=first)
            return
    most = limits().empty_chars
    if any(
        section.kind in {SectionKind.IMAGE, SectionKind.EMBED, SectionKind.FORM}
        or len(section.body) > 4 * most
        for section in main
    ):
        return
    lines = (line for section in main for line in section.body.split("\n") if line.strip())
    body = "\n".join(dict.fromkeys(lines)).strip()  # a heading's text is its part's, too
    if len(" ".join(body[: 4 * most].split())) > most or body.count("\n- ") >= _LISTED:
        return  # it says too much, however it goes on
    said = " ".join(body.split())
    if len(said) <= most and words("empty_page").hit(fold(said)) is not None:
        yield Problem(code="empty_page", url=page.fetch.url, snippet=said[:200])
        return
    links = {link.url for section in main for link in section.links}
    if not home and not links and (len(said) < 3 or (len(said) < 60 and is_placeholder(said))):
        yield Problem(code="empty_page", url=page.fetch.url, snippet=said or page.title[:200])


def iframe_only(page: Page) -> Iterator[Problem]:
    """A page that is nothing but a frame of another host."""
    if page.source not in _PAGES:
        return
    frames = [section for section in page.sections if section.kind is SectionKind.EMBED]
    if not frames:
        return
    words_of = "".join(section.body for section in page.sections if section.kind is not SectionKind.EMBED)
    host = page.fetch.url.split("/", 3)[2:3]
    own = [frame for frame in frames if any(link.url.split("/", 3)[2:3] == host for link in frame.links)]
    code = "frameset" if len(own) >= 2 else "iframe_only"
    # a frameset says to old browsers that they cannot show it
    most = 120 if code == "frameset" else 40
    if len(words_of.strip()) < most and len(page.text) < 200:
        yield Problem(code=code, url=page.fetch.url, snippet=frames[0].body[:200] or frames[0].label[:200])


def mismatch(page: Page) -> Iterator[Problem]:
    """A page of one service that lists what another service needs, and nothing of its own."""
    title = fold(page.title)
    own = [entry for entry in families() if entry[1].search(title)]
    if len(own) != 1:
        return
    _, _, own_needs = own[0]
    for section in page.sections:
        if section.zone != "main" or "syarat" not in fold(section.label):
            continue
        body = fold(section.body)
        if own_needs.search(body):
            continue
        for family, called, needs in families():
            if family is own[0][0] or (len(needs.findall(body)) < 2 and not called.search(body)):
                continue
            hit = needs.search(body)
            if hit is not None:
                yield Problem(
                    code="mismatch", url=page.fetch.url, snippet=quote(section.body, hit.start(), hit.end())
                )
                return
