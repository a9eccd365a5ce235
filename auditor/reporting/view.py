"""What all report formats share: masked words, safe links, counts and orders. Pure."""

from __future__ import annotations

import hashlib
import re
import statistics
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cached_property
from urllib.parse import quote, urlsplit

from auditor.masking import mask
from auditor.models import (
    AROUND,
    COMPONENTS,
    MANUFACTURING,
    SERVICE_DELIVERY,
    Asked,
    Channel,
    ComponentResult,
    DomainClass,
    Duration,
    Evidence,
    Fact,
    Region,
    Results,
    SiteStatus,
    Source,
    UnitResult,
    Value,
    Verdict,
)
from auditor.reporting.texts import Texts
from auditor.scoring import Rubric

GROUPS = (("service_delivery", SERVICE_DELIVERY), ("manufacturing", MANUFACTURING), ("around", AROUND))
NO_SITE = (SiteStatus.NONE, SiteStatus.SOCIAL_ONLY)
UNWELL = (
    SiteStatus.DEAD,
    SiteStatus.PARKED,
    SiteStatus.BLOCKED,
    SiteStatus.REDIRECTED_AWAY,
    SiteStatus.HACKED,
    SiteStatus.UNDER_CONSTRUCTION,
    SiteStatus.NOT_TESTED,
)
OUTSIDE = (DomainClass.NON_GO_ID, DomainClass.FREE_HOST, DomainClass.DESA_ID, DomainClass.GO_ID_OTHER)
LOW_CONFIDENCE = 0.6
_PAGE = re.compile(r"(?:halaman|page|hal\.?)[\s:=#]*(\d+)", re.IGNORECASE)


def link(url: str) -> str:
    """The address if it may be clicked (http or https, no control characters), else empty."""
    if any(char <= " " or char in '<>"\\^`{|}' for char in url):
        return ""
    try:
        parts = urlsplit(url)
    except ValueError:
        return ""
    return url if parts.scheme in {"http", "https"} and parts.hostname else ""


def evidence_link(evidence: Evidence) -> str:
    """A link that opens the live page at the quote (text fragment) or the PDF at its page.

    Empty when the address may not be clicked. A quote that holds personal data is not put into
    the address, and neither is one read off a picture: no browser finds that text on the page.
    """
    url = link(evidence.url)
    if not url or "#" in url:
        return url
    if evidence.source is Source.PDF:
        page = _PAGE.search(evidence.locator)
        return f"{url}#page={page.group(1)}" if page else url
    if evidence.source not in {Source.HTML, Source.RENDERED} or mask(evidence.snippet) != evidence.snippet:
        return url
    fragment = text_fragment(evidence.snippet)
    return f"{url}#:~:text={fragment}" if fragment else url


def text_fragment(snippet: str) -> str:
    """The value of a ``:~:text=`` fragment: the whole of a short quote, else its first and last words.

    Rule: WICG Scroll To Text Fragment; dash, comma and ampersand are its syntax and must be encoded.
    """
    words = snippet.strip(" .…\n\t").split()
    if not words:
        return ""
    if len(words) <= 8 and "\n" not in snippet.strip():
        return _fragment_part(words)
    return f"{_fragment_part(words[:4])},{_fragment_part(words[-4:])}"


def _fragment_part(words: list[str]) -> str:
    return quote(" ".join(words), safe="").replace("-", "%2D")


def unit_file(unit_id: str) -> str:
    """File name of a unit's page: its id percent-encoded, shortened by its hash where too long."""
    name = quote(unit_id, safe="")
    if len(name) > 180:
        name = f"{name[:150]}-{hashlib.sha256(unit_id.encode()).hexdigest()[:16]}"
    return f"{name}.html"


def number(value: float | None, digits: int = 1) -> str:
    """A number with decimal comma; ``–`` for none."""
    if value is None:
        return "–"
    return f"{value:.{digits}f}".replace(".", ",")


def plain(value: float) -> str:
    """A number with only the decimals it has, decimal comma and dots between thousands."""
    text = f"{value:,.2f}".rstrip("0").rstrip(".") if value % 1 else f"{value:,.0f}"
    return text.translate(str.maketrans(",.", ".,"))


def candidate_words(reason: str, texts: Texts) -> str:
    """A candidate's reason in words: what it is, and what spoke for or against it.

    Discovery writes ``namesake: +title -other_region_go_id``, bare marks, or the cause of a failure.
    """
    head, _, tail = (part.strip() for part in reason.partition(":"))
    marks = (reason if head[:1] in {"+", "-"} else tail).split()
    if not marks or not all(mark[0] in "+-" for mark in marks):
        return _known(reason, texts) or mask(texts.cause(reason))
    against = [told for mark in marks if mark[0] == "-" and (told := _known(mark[1:], texts))]
    if head[:1] in {"+", "-"}:
        support = [texts("letter_support", mark[1:]) for mark in marks if mark[0] == "+"]
        return ", ".join(against or support)
    name = _known(head, texts) or mask(texts.cause(head))
    shown = ", ".join(told for told in against if told != name)
    if head == "empty" and shown:
        return shown
    return f"{name} ({shown})" if shown else name


def source_words(asked: Asked, texts: Texts) -> str:
    """One source that was asked for the unit's website, and whether it answered."""
    told = candidate_words(asked.detail, texts)
    state = texts("letter_states", asked.state)
    return f"{texts('letter_sources', asked.source)} ({state}{f': {told}' if told else ''})"


def _known(name: str, texts: Texts) -> str:
    return texts("letter_identity", name) if texts.knows("letter_identity", name) else ""


def value_text(value: Value, texts: Texts) -> str:
    """A value in words: what was read, then the words it was read from."""
    if isinstance(value, Duration):
        span = plain(value.min) if value.min == value.max else f"{plain(value.min)}–{plain(value.max)}"
        return f"{span} {texts('durations', value.unit)} (“{mask(value.text)}”)"
    if isinstance(value, Channel):
        # An official complaint number is published on purpose: it is the finding, not personal data.
        return f"{texts('channels', value.channel)}: {value.value}"
    if isinstance(value, Fact):
        parts = ", ".join(f"{name}: {mask(part)}" for name, part in value.parts.items())
        return f"{mask(value.text)} ({parts})" if parts else mask(value.text)
    if value.amount is not None:
        amount = "Gratis" if value.amount == 0 else f"Rp{plain(value.amount)}"
        return f"{amount} (“{mask(value.text)}”)"
    if value.by_regulation:
        return f"{mask(value.by_regulation)} (“{mask(value.text)}”)"
    return mask(value.text)


@dataclass(frozen=True)
class UnitView:
    """One unit with what the reports say of it besides its records."""

    unit: UnitResult
    texts: Texts
    rubric: Rubric | None

    @cached_property
    def name(self) -> str:
        return mask(self.unit.name)

    @cached_property
    def file(self) -> str:
        return unit_file(self.unit.unit_id)

    @cached_property
    def href(self) -> str:
        """Relative address of the unit's page from the index."""
        return f"unit/{quote(self.file)}"

    @property
    def url(self) -> str:
        return self.unit.site.final_url or self.unit.site.url

    @cached_property
    def reasons(self) -> list[str]:
        return [mask(self.texts.cause(reason)) for reason in self.unit.site.reasons]

    @cached_property
    def zone(self) -> str:
        return self.unit.score.zone or ""

    @cached_property
    def counts(self) -> Counter[Verdict]:
        return Counter(found.verdict for found in self.unit.components.values())

    @cached_property
    def gaps(self) -> list[tuple[str, ComponentResult, float]]:
        """Components to mend, worth most first: code, result, points to gain (weight units)."""
        missing = [
            (code, found, found.max_points - found.points)
            for code, found in self.unit.components.items()
            if found.verdict in {Verdict.PARTIAL, Verdict.NOT_FOUND} and found.max_points > found.points
        ]
        return sorted(missing, key=lambda gap: (-gap[2], COMPONENTS.index(gap[0])))

    @cached_property
    def untested(self) -> list[tuple[str, ComponentResult]]:
        return [
            (code, found)
            for code, found in self.unit.components.items()
            if found.verdict is Verdict.NOT_TESTED
        ]

    @cached_property
    def complete_services(self) -> int:
        """Services with all six service-delivery components published."""
        return sum(
            all(
                code in service.components and service.components[code].verdict is Verdict.PUBLISHED
                for code in SERVICE_DELIVERY
            )
            for service in self.unit.services
        )


@dataclass(frozen=True)
class RegionView:
    """A run's results, counted and ordered for people."""

    results: Results
    texts: Texts
    rubric: Rubric | None
    regions: Mapping[str, Region]

    @cached_property
    def units(self) -> list[UnitView]:
        """Units in the order of the target files."""
        return [UnitView(unit, self.texts, self.rubric) for unit in self.results.units]

    @property
    def judged(self) -> bool:
        """Whether contents were judged; a discovery looked for the websites only."""
        return self.results.run.options.get("site_only") != "True"

    @cached_property
    def title(self) -> str:
        """The regions audited, by name where the code is known."""
        codes = list(dict.fromkeys(unit.region for unit in self.results.units))
        names = [self.region(code) for code in codes]
        if not names:
            return self.texts("labels", "report")
        return " · ".join(names[:4]) + (f" (+{len(names) - 4})" if len(names) > 4 else "")

    def region(self, code: str) -> str:
        return self.regions[code].name if code in self.regions else code

    @cached_property
    def statuses(self) -> Counter[SiteStatus]:
        return Counter(unit.site.status for unit in self.results.units)

    @cached_property
    def domains(self) -> Counter[DomainClass]:
        return Counter(unit.site.domain for unit in self.results.units)

    @cached_property
    def without_site(self) -> list[UnitView]:
        return [view for view in self.units if view.unit.site.status in NO_SITE]

    @cached_property
    def outside(self) -> list[UnitView]:
        """Units whose site is not under their own region's go.id."""
        return [
            view
            for view in self.units
            if view.unit.site.domain in OUTSIDE and view.unit.site.status not in NO_SITE
        ]

    @cached_property
    def unwell(self) -> list[UnitView]:
        return [view for view in self.units if view.unit.site.status in UNWELL]

    @cached_property
    def scores(self) -> list[float]:
        return [unit.score.value for unit in self.results.units if unit.score.value is not None]

    @cached_property
    def median(self) -> float | None:
        return statistics.median(self.scores) if self.scores else None

    @cached_property
    def zones(self) -> list[tuple[str, str, int]]:
        """Zone id, title and number of units, from high to low."""
        counted = Counter(unit.score.zone for unit in self.results.units if unit.score.zone)
        if self.rubric is None:
            return [(zone, zone, many) for zone, many in sorted(counted.items())]
        return [(zone.id, zone.title, counted[zone.id]) for zone in self.rubric.zones]

    @cached_property
    def components(self) -> dict[str, Counter[Verdict]]:
        """Verdicts per component over all units."""
        return {
            code: Counter(
                unit.components[code].verdict for unit in self.results.units if code in unit.components
            )
            for code in COMPONENTS
        }

    @cached_property
    def doubtful(self) -> list[tuple[UnitView, str, ComponentResult]]:
        """Verdicts a person should look at first: least confident first, at most 25."""
        low = [
            (view, code, found)
            for view in self.units
            for code, found in view.unit.components.items()
            if found.confidence < LOW_CONFIDENCE
            and found.verdict in {Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND}
        ]
        return sorted(low, key=lambda entry: (entry[2].confidence, entry[0].unit.unit_id, entry[1]))[:25]

    @cached_property
    def problem_counts(self) -> list[tuple[str, int]]:
        """Problem codes and on how many units each was seen, most frequent first."""
        counted = Counter(code for unit in self.results.units for code in {p.code for p in unit.problems})
        return sorted(counted.items(), key=lambda entry: (-entry[1], entry[0]))


def percent(part: float, whole: float) -> str:
    """A share as whole percent; ``0 %`` of nothing."""
    return f"{round(100 * part / whole) if whole else 0} %"


def joined(parts: Iterable[str]) -> str:
    """Words joined for one table cell."""
    return "; ".join(part for part in parts if part)
