"""A section as a check sees it."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cache
from typing import TYPE_CHECKING

from msgspec.structs import replace

from auditor.checks import gates
from auditor.checks.lazy import Lazily, lazy
from auditor.checks.sight import own_names, posters, ppid_names
from auditor.checks.words.clauses import line_around
from auditor.checks.words.names import is_service_name
from auditor.checks.words.phrasebook import folded
from auditor.checks.words.wordings import CONTEXT, is_placeholder
from auditor.models import Finding, Section, SectionKind
from auditor.patterns import Owned

if TYPE_CHECKING:
    from auditor.checks.sight.page import PageSight

_HEADING_OR_ROW = frozenset({SectionKind.HEADING, SectionKind.ROW})
_A_QUESTION = 400  # characters a question of a survey takes with its answers, at most
# marks of a survey ("3,415 | 85,4 (B)"), not the amount of a fee ("15.000")
_BARE_NUMBER = re.compile(
    r"^(?!\W*(?:[5-9]|\d{2,3})\.\d{3}(?!\d))"
    r"(?!.*\d\.\d\d ?[-–] ?\d{1,2}\.\d\d(?!\d))"  # nor hours ("08.00-12.00")
    r"[\s\d.,%|/()a-d-]*\d[\s\d.,%|/()a-d-]*$"
)


_ITEM = re.compile(r"^\W*(?:\w{1,2}[.)])?\s*")
_PPID = frozenset({"context.ppid", "context.ppid_strong"})


@cache
def _ppid_words() -> Owned[str]:
    return Owned((name, pattern) for name in ("ppid", "ppid_strong") for pattern in CONTEXT[name].loose)


class Sight(Lazily):
    """A section as a check sees it: folded words beside the verbatim ones, and its surroundings."""

    def __init__(self, section: Section, page: PageSight, index: int) -> None:
        """What every judge asks for; the rest is made when somebody does."""
        super().__init__()
        self.section = section
        self.page = page
        self.index = index
        self.label: str = folded(section.label)
        """Folded label."""
        self.body: str = folded(section.body)
        """Folded body, as long as the verbatim one: places are the same."""
        path = " / ".join([folded(label) for label in section.path])
        self.path = ppid_names.without(page.ppid_names, path)
        """Folded labels above, joined with ``" / "``; the page title is one of them."""
        self.zone: str = section.zone
        """``main``, ``nav``, ``header``, ``footer`` or ``aside``."""
        self.kind: SectionKind = section.kind
        """How the page marked the section up."""
        self.is_nav = section.zone == "nav"
        """Menu or breadcrumb: words there announce, they never publish."""
        self.above = self.path.rsplit(" / ", 1)[-1]
        """Folded label right above; the page title where there is no other, empty where there is none."""
        name: str = folded(section.service)
        self.service = name if name and is_service_name(name) else ""
        """Folded name of the service the section belongs to, or empty.

        Reading ties sections to whatever heading stands above them; only what reads like a service's
        name is taken, or what a table's own row or card is called.
        """
        label = ppid_names.without(page.ppid_names, self.label)
        around = f"{self.path} / {self.service} / {label}"
        self.around = own_names.without(page.own_names, around)
        """Folded path, service and label without the unit's own name: what the section stands under."""
        self._judged: dict[str, Finding | None] = {}
        self._with_others: set[str] = set()  # judged with another page's help
        self._is_ppid: bool | None = None

    @property
    def nearest_heads(self) -> tuple[str, ...]:
        """Folded labels of the two headings right above, the page's own title aside."""
        return tuple(folded(label) for label in self.section.path[1:][-2:])

    @lazy
    def around_services(self) -> str:
        """``around`` without the names of services: "Izin Toko Modern" is no shop."""
        return " / ".join(part for part in self.around.split(" / ") if not is_service_name(part.strip()))

    @lazy
    def whole(self) -> str:
        """Folded label and body."""
        return f"{self.label}\n{self.body}"

    @lazy
    def may_hold(self) -> frozenset[str]:
        """Components whose judges need to see the section; the others find nothing in it (``gates``)."""
        return gates.components_of(
            self.label,
            self.body,
            tuple(map(folded, self.section.path)),
            folded(self.section.service),
            form=self.kind is SectionKind.FORM,
        )

    @property
    def said(self) -> frozenset[str]:
        """Lists of common words (``context.offers``) and of the gates' ``words`` (``prosedur.steps``) that
        may have a hit in it; the others have none."""
        return gates.said_in(self.label, self.body)

    def judged(self, component: str, judge: Judge) -> Finding | None:
        """What the component's judge says of the section, asked once."""
        if component not in self._judged:
            before = self.page.judged.get(component)
            if before is None or self.is_nav or not self.may_be(component) or self.is_ppid:
                self._judged[component] = self._judge_now(component, judge)
            else:
                self._judged[component] = before.get(self.index)
        elif component in self._with_others and self.page.site is not None:
            self.page.site.asked_for_others += 1  # whoever goes by it goes by another page, too
        return self._judged[component]

    def _judge_now(self, component: str, judge: Judge) -> Finding | None:
        site = self.page.site
        others = site.asked_for_others if site is not None else 0
        found = judge(self)
        if site is not None and site.asked_for_others != others:
            self._with_others.add(component)
        return found

    def may_be(self, component: str) -> bool:
        """Whether the component's judge may find anything in the section (True when nothing was screened)."""
        return self.page.may_hold(component, self.index)

    @lazy
    def may_announce(self) -> frozenset[str]:
        """Lists of labels (``component.list``) that the section may announce."""
        return gates.announcements_of(self.label, self.body, self.head_cells)

    @lazy
    def is_leaf(self) -> bool:
        """No other section stands under this one: its body is its own."""
        for other in self.page.sections[self.index + 1 :]:
            if other.section.zone != self.section.zone:
                continue  # a menu between them
            if self.section.label not in other.section.path:
                return True
            if other.section.label or other.kind is not SectionKind.PARAGRAPH:
                return False
        return True

    @property
    def is_ppid(self) -> bool:
        """About information requests (UU 14/2008): evidence for no component but ``ppid``."""
        if self._is_ppid is None:
            self._is_ppid = self._deals_with_requests()
        return self._is_ppid

    def _deals_with_requests(self) -> bool:
        if self.page.is_ppid:
            return True
        if self.page.is_at_a_ppid:
            return self.page.is_part_on_requests(self)
        if _PPID.isdisjoint(self.said) and not _ppid_words().of(self.around):
            return False
        if CONTEXT["ppid_strong"].search(self.around):
            return True
        if len({hit.group() for hit in CONTEXT["ppid"].finditer(self.body[:4000])}) >= 2:
            return True
        told = [*CONTEXT["ppid_strong"].finditer(self.body[:400])]
        return any(not CONTEXT["ppid_in_passing"].regex.fullmatch(hit.group()) for hit in told) and not (
            len(told) == 1 and self.is_item(told[0])
        )

    def is_item(self, hit: re.Match[str]) -> bool:
        """Whether a hit in the body is all of a list's item ("b. Pelayanan Informasi Publik;")."""
        lines = self.body.splitlines()
        return len(lines) >= 3 and any(_ITEM.sub("", line).strip(" ;.,") == hit.group() for line in lines)

    @lazy
    def before_ppid(self) -> Sight | None:
        """What stands before the first heading below, where only below it requests are dealt with.

        A page that is a whole site has one heading over everything, its PPID part among it; what stands right
        under that heading (figures, hours) stands in no other section.
        """
        if self.page.is_ppid or CONTEXT["ppid_strong"].search(self.around):
            return None
        section = self.section
        below = (other.section for other in self.page.sections[self.index + 1 :] if other.kind is self.kind)
        first = next((other.label for other in below if section.label in other.path), "")
        place = section.body.find(first) if first and self.kind is SectionKind.HEADING else -1
        if place <= 0:
            return None
        body = section.body[:place].rstrip()
        links = tuple(link for link in section.links if link.text in body)
        own = Sight(replace(section, body=body, links=links), self.page, self.index)
        return None if own.is_ppid else own

    @lazy
    def is_placeholder(self) -> bool:
        """Empty, "segera hadir", "belum tersedia", lorem ipsum, "[isi di sini]"."""
        return is_placeholder(self.section.body)

    @lazy
    def is_reporting(self) -> bool:
        """Words that report an activity ("sosialisasi", "rapat", "menghadiri"): news about a thing."""
        return bool(CONTEXT["reporting"].search(self.label) or CONTEXT["reporting"].search(self.body[:1500]))

    @lazy
    def is_vacancy_or_event(self) -> bool:
        """About a vacancy, a contest, a course, an event: conditions of those are no service; a permit for
        one is."""
        told = f"{self.around}\n{self.body[:300]}"
        if self.page.is_poster:
            told = f"{posters.headline(self.page.text)}\n{told}"
        hits = {hit.group() for hit in CONTEXT["vacancy_or_event"].finditer(told)}
        if not hits:
            return False
        free = self.kind is SectionKind.PARAGRAPH and CONTEXT["vacancy_or_event"].search(self.around) is None
        opening = self.body if free and self.body[:1].isalpha() else ""  # headed as an event's, it is that
        heads = (self.service, self.label, self.above, self.page.title, opening)
        if not self.page.is_news and any(CONTEXT["permits"].regex.match(head) for head in heads):
            return False
        # "Magang, PKL dan Penelitian": what an office offers to students, research among it, is a service
        studies = hits.issubset(CONTEXT["trainees"].words) and CONTEXT["research"].search(told)
        return not studies or CONTEXT["posts_offered"].search(told) is not None

    @lazy
    def is_survey(self) -> bool:
        """A row of a satisfaction survey: its "Persyaratan" is an element with a mark, no content.

        PermenPANRB 14/2017 names its nine elements like the components of a standard.
        """
        return bool(_BARE_NUMBER.match(self.body)) or bool(CONTEXT["survey"].search(self.around))

    @lazy
    def is_questionnaire(self) -> bool:
        """Questions of a survey with their answers ("kewajaran biaya? Gratis / Murah"): no content."""
        asked = sum(1 for _ in CONTEXT["survey_question"].finditer(self.body))
        return asked > 0 and len(self.body) < _A_QUESTION * asked

    @lazy
    def is_dated_item(self) -> bool:
        """In a card, box or dialog of one day, on a page that is no news (``dated``). A standard told under a
        date stays a standard."""
        dated = self.page.dated_labels
        return bool(dated) and (self.section.label in dated or not dated.isdisjoint(self.section.path))

    @lazy
    def is_of_a_day(self) -> bool:
        """Part of a post, or of an item of news on another page: what it says goes for its day."""
        return self.page.is_news or self.is_dated_item

    def told_once(self, start: int, end: int) -> bool:
        """Whether a passage of the body is news, by its section or by its own line (label definitions,
        partial c)."""
        return self.is_of_a_day or self.is_told_as_news(start, end)

    def is_reported(self, start: int, end: int) -> bool:
        """Whether a passage is news on a page that is not headed as a standard: told there, it goes for the
        service."""
        return self.told_once(start, end) and not self.page.is_standard_post

    def is_told_as_news(self, start: int, end: int) -> bool:
        """Whether a passage's own line is an item of news, whatever its section is."""
        return line_around(self.body, start, end).strip() in self.page.told_as_news

    @lazy
    def is_regulation_text(self) -> bool:
        """Text of a law or decree ("Pasal 5", "Menimbang"), not the unit's own statement."""
        if CONTEXT["regulation"].has(self.whole, 2) or self.page.is_law:
            return True
        titled = any(CONTEXT["rule_titles"].search(head) for head in (self.label, *self.nearest_heads))
        return titled and CONTEXT["regulation"].search(self.body) is not None

    @lazy
    def is_about_internal(self) -> bool:
        """Meant for the unit's own staff."""
        return bool(CONTEXT["internal"].search(self.around))

    @lazy
    def offers(self) -> tuple[tuple[int, int, int], ...]:
        """Where the body offers something ("dapat diunduh di sini"): start of its sentence, hit, end."""
        found = []
        for hit in CONTEXT["offers"].finditer(self.body):
            start = max(self.body.rfind("\n", 0, hit.start()), self.body.rfind(". ", 0, hit.start())) + 1
            found.append((start, hit.start(), hit.end()))
        return tuple(found)

    @lazy
    def head_cells(self) -> tuple[str, ...]:
        """The cells of what looks like the head of a table without rows below; empty for all else."""
        if self.kind not in _HEADING_OR_ROW or len(self.section.body) > 150:
            return ()
        if self.kind is SectionKind.HEADING:
            head, *below = self.body.strip().split("\n")
            if "\t" not in head or not all(is_placeholder(line) for line in below):
                return ()
            cells = tuple(cell.strip() for cell in head.split("\t") if cell.strip())
        else:
            cells = tuple(cell.strip() for cell in re.split(r"[\t\n|]+", self.whole) if cell.strip())
        return () if len(cells) < 2 or re.search(r"\d", self.whole) else cells


Judge = Callable[[Sight], Finding | None]
