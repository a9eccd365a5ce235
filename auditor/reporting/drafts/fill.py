"""What the site already says, for the blanks of a draft: masked quotes of published components only.

A quote is carried over for a service only where it stands on that service's own page; where the page
serves several services, or the quote speaks for the unit, it is marked to be checked. Partial
findings (a heading, a template's dots) and spoiled pages fill nothing.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from auditor.masking import mask
from auditor.models import Channel, Evidence, Fact, Service, Value, Verdict
from auditor.reporting.drafts.forms import load_forms
from auditor.reporting.proofs import clean, spoiled
from auditor.reporting.view import UnitView
from auditor.reporting.wording import channel_text

DRAFTED = 20
"""So many services get their own sheet; more are named at the end."""
_MEASURED = frozenset(("jangka_waktu", "biaya"))
# A line, or a sentence of it; one that begins in small letters goes on from the line before.
_LINE = re.compile(r"(?:(?!\n(?! *[a-z](?![.)]))|(?<=[a-zA-Z]{3}[.;!?]) +[A-Z])[\s\S])+")
_STEP = re.compile(r"^\s*(?:\d{1,2}[.)]?|[a-z][.)]|[-•*])\s+")


@dataclass(frozen=True, slots=True, kw_only=True)
class Piece:
    """Words from the site, where they stand, and what must be checked before they are used."""

    text: str
    url: str
    check: str = ""


class Filler:
    """Fills the blanks of one unit's drafts."""

    def __init__(self, view: UnitView) -> None:
        self._unit = view.unit
        self._texts = view.texts
        self._forms = load_forms()
        self._spoiled = spoiled(view.unit)
        self._shared = Counter(
            (service.url, code)
            for service in view.unit.services
            for code, part in service.components.items()
            if part.verdict is Verdict.PUBLISHED
        )

    @property
    def services(self) -> list[Service]:
        """The services once each, those with most published first, at most DRAFTED."""
        return self._ordered()[:DRAFTED]

    @property
    def rest(self) -> list[str]:
        """Names of the services without a sheet of their own."""
        return [mask(service.name) for service in self._ordered()[DRAFTED:]]

    def _ordered(self) -> list[Service]:
        once: dict[str, Service] = {}
        for service in self._unit.services:
            if service.url not in self._spoiled:
                once.setdefault(" ".join(service.name.casefold().split()), service)
        return sorted(once.values(), key=lambda service: -_published(service))

    def pieces(self, service: Service | None, code: str) -> list[Piece]:
        """What the site says of a component of a service; of the unit where ``service`` is None."""
        own = self._of_service(service, code) if service is not None else []
        if own or not (service is None or code in self._forms.standard.unit_wide):
            return own
        check = self._forms.words.check_unit if service is not None else ""
        return self._first(code, self._quotes(code), check)

    def copied(self, service: Service, code: str) -> str:
        """The page to copy from where a component is published but no quote can be carried over."""
        part = service.components.get(code)
        published = part is not None and part.verdict is Verdict.PUBLISHED
        return mask(service.url) if published and code != "produk" else ""

    def steps(self, service: Service | None) -> tuple[list[str], str]:
        """The steps of a service's procedure as single lines, and where they stand."""
        found = self.pieces(service, "prosedur")
        if not found:
            return [], ""
        lines = [line for line in found[0].text.splitlines() if line.strip()]
        if len(lines) == 1:
            lines = re.split(r"\s*[;→]\s*|\s+[-–>]\s+", lines[0])
        return [_STEP.sub("", line).strip() for line in lines if line.strip()][:15], found[0].url

    def hours(self) -> str:
        """The opening hours as read off the site, each once; empty when there are none."""
        found = self._unit.components.get("jam_layanan")
        if found is None or not self._quotes("jam_layanan"):
            return ""
        texts = (" ".join(mask(value.text).split()) for value in found.values if isinstance(value, Fact))
        once = {re.sub(r"\W", "", text).casefold(): text for text in texts}
        return "; ".join(once.values())

    def _of_service(self, service: Service, code: str) -> list[Piece]:
        words, part = self._forms.words, service.components.get(code)
        if part is None or part.verdict is not Verdict.PUBLISHED:
            return []
        if code == "produk":
            return [Piece(text=mask(service.name), url=mask(service.url), check=words.check_product)]
        alone = self._shared[service.url, code] == 1
        quotes = [proof for proof in self._quotes(code) if proof.url == service.url]
        for proof in quotes:
            # On a shared page: a quote with all the values read for this service is its own, and a
            # complaint channel holds for every service of the page.
            if alone or (part.values and all(_words(value) in proof.snippet for value in part.values)):
                return [Piece(text=mask(_cut(code, proof.snippet, part.values)), url=mask(service.url))]
        # Values were read for this very service, so they need no second look, wherever they stand.
        values = dict.fromkeys(
            channel_text(value, self._texts) if isinstance(value, Channel) else mask(value.text)
            for value in part.values
        )
        if values:
            return [Piece(text="\n".join(values), url=mask(service.url))]
        return self._first(code, quotes, words.check_page)

    def _first(self, code: str, quotes: Sequence[Evidence], check: str) -> list[Piece]:
        """The first of the unit's quotes for a component, where there is any; ``check``: what to look at."""
        return [
            Piece(
                text=mask(_cut(code, proof.snippet, self._unit.components[code].values)),
                url=mask(proof.url),
                check=check,
            )
            for proof in quotes[:1]
        ]

    def _quotes(self, code: str) -> list[Evidence]:
        found = self._unit.components.get(code)
        if found is None or found.verdict is not Verdict.PUBLISHED:
            return []
        return clean(self._unit, found.evidence)


def _words(value: Value) -> str:
    """The words a value was read from; a channel's are spelled anew, so none are asked for."""
    return "" if isinstance(value, Channel) else value.text


def _cut(code: str, quote: str, values: Iterable[Value]) -> str:
    """Of a quote about a time or a fee, which may hold a whole standard, the lines from first to last value.

    Lines that hold sentences are cut between them. Where no line holds a value the quote stays whole.
    """
    if code not in _MEASURED:
        return quote
    known = [words for value in values if (words := _words(value))]
    held = [line for line in _LINE.finditer(quote) if any(words in line.group() for words in known)]
    return quote[held[0].start() : held[-1].end()].strip() if held else quote


def _published(service: Service) -> int:
    return sum(part.verdict is Verdict.PUBLISHED for part in service.components.values())
