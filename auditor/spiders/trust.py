"""Whether a site's own list of its pages may be believed when it says that a page did not change.

A sitemap's ``<lastmod>`` that proved itself spares asking the pages it names. It is proved where an earlier
recrawl asked every page, some had changed, and it had moved for each of them. Even then the home page, what
verdicts quote, pages that are new, changed or without ``<lastmod>``, and a sample are asked; where one of
them changed unsaid, every page is asked in the same visit. Numbers and reasons: ``trust.toml``.
"""

from __future__ import annotations

import hashlib
import logging
import math
from collections.abc import Collection
from datetime import UTC, date, datetime, timedelta
from functools import cache
from importlib.resources import files

import msgspec

from auditor.models import Fetch
from auditor.spiders.answers import Got
from auditor.spiders.frontier_rules import same
from auditor.spiders.known import Known
from auditor.spiders.notes import Standing
from auditor.spiders.sitemaps import Sitemaps

logger = logging.getLogger(__name__)

BY_SITEMAP = "sitemap"
_TELL = frozenset({200, 404, 410})  # answers that say whether the page is still the same
_ANY_ZONE = timedelta(hours=12)  # a day or a time without its zone may end so much later


class Rules(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """``trust.toml``."""

    proofs: int
    proofs_after_lie: int
    heard_share: float
    full_every: int
    sample_share: float
    sample_least: int
    settled_hours: float


@cache
def rules() -> Rules:
    """The numbers in force."""
    return msgspec.toml.decode(files("auditor.spiders").joinpath("trust.toml").read_bytes(), type=Rules)


class Trust:
    """What one visit needs not ask; without an earlier visit everything is asked."""

    def __init__(self, unit_id: str, known: Known | None, sitemaps: Sitemaps) -> None:
        self._unit_id, self._known, self._sitemaps = unit_id, known, sitemaps
        self._now: dict[str, str] = {}
        self._heard: dict[str, tuple[Fetch, bool]] = {}  # what was asked: as it was, whether it changed
        self._believes = known is not None and known.may_be_taken_over and _is_proved(known.standing)
        self._relied = False

    @property
    def lastmods(self) -> dict[str, str]:
        """What the sitemap says now, as far as it was asked for."""
        return self._sitemaps.lastmods

    async def sample(self, cited: Collection[Fetch]) -> list[Fetch]:
        """Of the pages that need not be asked, those to ask all the same: others at each visit."""
        if self._known is None or not self._believes:
            return []
        await self._sitemaps.ask()
        self._now = self.lastmods
        asked = {fetch.url for fetch in cited}
        spared = [
            fetch
            for fetch in self._known.visit.fetches
            if fetch.url not in asked and self.spared(fetch.requested_url) is not None
        ]
        size = max(rules().sample_least, math.ceil(rules().sample_share * len(spared)))
        seed = f"{self._unit_id} {self._known.visit.finished_at} "
        spared.sort(key=lambda fetch: hashlib.sha256((seed + fetch.url).encode()).digest())
        return spared[:size]

    def spared(self, url: str) -> Got | None:
        """The answer of before for an address that need not be asked; None where it has to be."""
        known = self._known
        if known is None or not self._believes:
            return None
        fetch, page = known.page(url), same(url)
        said = self._now.get(page, "")
        if (
            fetch is None
            or fetch.kept
            or fetch.external
            or fetch.requested_url != fetch.url
            or not said
            or said != known.lastmods.get(page)
            or not is_settled(said, fetch.fetched_at)
        ):
            return None
        return known.unasked(fetch, BY_SITEMAP)

    def heard(self, url: str, got: Got) -> None:
        """A page was asked: does it say what it said?"""
        if self._known is None or got.status not in _TELL or (before := self._known.page(url)) is None:
            return
        self._heard[same(before.url)] = before, got.note is None
        if self._relied and self._believes:
            self.weigh()

    def weigh(self) -> None:
        """Rely on the sitemap from here on, unless an answer gave it the lie."""
        if self._believes and (lies := self._lies(self._now)):
            logger.info("sitemap_lied", extra={"page": lies[0]})
            self._believes = False
        self._relied = self._relied or self._believes

    def standing(self) -> Standing:
        """What the sitemap is worth after this visit."""
        before = self._known.standing if self._known is not None else Standing()
        now = self.lastmods
        if self._lies(now):
            return Standing(lies=before.lies + 1)
        if self._relied:
            return msgspec.structs.replace(before, unasked=before.unasked + 1)
        return msgspec.structs.replace(before, proofs=before.proofs + self._proved(now), unasked=0)

    def _lies(self, now: dict[str, str]) -> list[str]:
        """Pages that changed while their ``<lastmod>``, long before, stayed."""
        return [
            page
            for page, before in self._moved_ones()
            if now.get(page)
            and now[page] == self._listed_before(page)
            and is_settled(now[page], before.fetched_at)
        ]

    def _proved(self, now: dict[str, str]) -> bool:
        """Whether every listed page was asked, and some had changed where ``<lastmod>`` said so."""
        known = self._known
        if known is None:
            return False
        listed = {same(fetch.url) for fetch in known.visit.fetches} & known.lastmods.keys()
        said = ((now.get(page), self._listed_before(page)) for page, _ in self._moved_ones())
        told = any(there and before and there != before for there, before in said)
        return told and len(listed & self._heard.keys()) >= rules().heard_share * len(listed)

    def _moved_ones(self) -> list[tuple[str, Fetch]]:
        return [(page, before) for page, (before, changed) in self._heard.items() if changed]

    def _listed_before(self, page: str) -> str:
        return self._known.lastmods.get(page, "") if self._known is not None else ""


def _is_proved(standing: Standing) -> bool:
    wanted = rules().proofs_after_lie * standing.lies or rules().proofs
    return standing.proofs >= wanted and standing.unasked < rules().full_every - 1


def is_settled(lastmod: str, asked_at: str) -> bool:
    """Whether a ``<lastmod>`` (W3C datetime) surely lies long enough before the page was last asked."""
    try:
        if len(lastmod) == len("2026-11-22"):
            day = date.fromisoformat(lastmod)
            latest = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(days=1) + _ANY_ZONE
        else:
            latest = datetime.fromisoformat(lastmod)
            if latest.tzinfo is None:
                latest = latest.replace(tzinfo=UTC) + _ANY_ZONE
        return latest + timedelta(hours=rules().settled_hours) <= datetime.fromisoformat(asked_at)
    except (ValueError, OverflowError):
        return False
