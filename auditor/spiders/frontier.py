"""What to read next on one site: likely pages first, traps never, each address once.

Pure and deterministic: equal priorities are read in the order they were found. Words and weights
are in ``frontier.toml`` (``frontier_rules``).
"""

from __future__ import annotations

import heapq
import re
from collections import Counter
from dataclasses import dataclass, field
from urllib.parse import parse_qsl, urlsplit

from auditor.spiders.frontier_rules import decoration, is_trap, kind_of, promise, rules, same, words_of, worth
from auditor.spiders.written import Found


@dataclass(frozen=True, slots=True, kw_only=True, order=True)
class Item:
    """An address waiting to be read."""

    rank: float
    number: int
    url: str = field(compare=False)
    kind: str = field(compare=False)
    anchor: str = field(compare=False, default="")
    referrer: str = field(compare=False, default="")
    depth: int = field(compare=False, default=0)
    external: bool = field(compare=False, default=False)
    score: float = field(compare=False, default=0.0)
    how: str = field(compare=False, default="link")

    @property
    def likely(self) -> bool:
        """Whether an assessor would open this looking for the standard."""
        return self.score >= 30


class Frontier:
    """The queue of one site, with the set of what it has seen."""

    def __init__(self) -> None:
        self._heap: list[Item] = []
        self._seen: set[str] = set()
        self._variants: Counter[str] = Counter()
        self._images: Counter[str] = Counter()
        self._paid: dict[str, float] = {}
        self._number = 0

    def __len__(self) -> int:
        return len(self._heap)

    def mark(self, url: str) -> None:
        """Never ask this address (again): it was read, or redirected to."""
        self._seen.add(same(url))

    def known(self, url: str) -> bool:
        """Whether the address was asked or waits already."""
        return same(url) in self._seen

    def seen_again(self, url: str) -> None:
        """A picture that is known stands on one more page."""
        self._images[same(url)] += 1

    def offer(
        self, found: Found, *, referrer: str, depth: int, page_score: float = 0.0, external: bool = False
    ) -> None:
        """Queue a link unless it is a trap, no readable file, or known already."""
        kind = kind_of(found.url, found.how)
        key = same(found.url)
        if kind == "image":
            self._images[key] += 1
        if kind == "skip" or key in self._seen or is_trap(found.url):
            return
        score = self._score(found, kind, depth, page_score)
        if kind == "image" and (found.small or score <= -30):
            return
        if kind == "page" and self._too_many(found.url, score):
            return
        self._seen.add(key)
        self._push(found, kind, score, referrer, depth, external)

    def offer_sitemap(self, url: str, referrer: str) -> None:
        """Queue an address only the sitemap names."""
        self.offer(Found(url=url), referrer=referrer, depth=2, page_score=rules().data.sitemap)

    def _push(  # noqa: PLR0917 - the parts of an Item
        self, found: Found, kind: str, score: float, referrer: str, depth: int, external: bool
    ) -> None:
        self._number += 1
        item = Item(
            rank=-score,
            number=self._number,
            url=found.url,
            kind=kind,
            anchor=found.text,
            referrer=referrer,
            depth=depth,
            external=external,
            score=score,
            how=found.how,
        )
        heapq.heappush(self._heap, item)

    def pop(self) -> Item | None:
        """The most promising address, or None when nothing is left."""
        while self._heap:
            item = heapq.heappop(self._heap)
            data = rules().data.images
            # On every page it is part of the template, unless its name promises more.
            if (
                item.kind == "image"
                and self._images[same(item.url)] >= data.template_pages
                and promise(words_of(item.url) + " " + item.anchor) < 30
            ):
                continue
            return item
        return None

    def rest(self) -> list[Item]:
        """What was not read, most promising first."""
        return sorted(self._heap)

    def paid_off(self, url: str, points: float) -> None:
        """A page carried words of the standard: its siblings are worth reading sooner."""
        if points <= 0:
            return
        folder = _folder(url)
        before = self._paid.get(folder, 0.0)
        self._paid[folder] = max(before, min(points, 40.0))
        if self._paid[folder] > before:
            self._rerank(folder, self._paid[folder] - before)

    def _rerank(self, folder: str, gain: float) -> None:
        share = rules().data.learned_share
        changed = [
            Item(
                **{
                    name: getattr(item, name)
                    for name in ("number", "url", "kind", "anchor", "referrer", "depth", "external", "how")
                },
                rank=item.rank - gain * share,
                score=item.score + gain * share,
            )
            if _folder(item.url) == folder
            else item
            for item in self._heap
        ]
        heapq.heapify(changed)
        self._heap = changed

    def _learned(self, url: str) -> float:
        return self._paid.get(_folder(url), 0.0) * rules().data.learned_share

    def _score(self, found: Found, kind: str, depth: int, page_score: float) -> float:
        data = rules().data
        score = worth(found.text, found.url) + depth * data.depth
        if found.url.count("?"):
            score += data.query
        if found.zone == "nav":
            score += data.navigation
        if kind == "image":
            score += data.images.base + max(page_score, 0.0) * data.images.page_share
            if found.zone == "main":
                score += data.images.large_hint
            score += decoration(found)
        elif kind == "document":
            score += data.documents.base + max(page_score, 0.0) * data.images.page_share
        else:
            score += page_score * 0.2 + self._learned(found.url)
        return round(score, 3)

    def _too_many(self, url: str, score: float) -> bool:
        """Endless parameters and numbered paths: a bounded number of each shape."""
        parts = urlsplit(url)
        limits = rules().data.limits
        shapes: list[tuple[str, int]] = []
        if parts.query:
            names = ",".join(sorted(key for key, _ in parse_qsl(parts.query, keep_blank_values=True)))
            listing = re.search(r"(?:^|,)(?:page|paged|hal|halaman|start|offset|p)(?:,|$)", names)
            shapes.append(
                (f"?{parts.path}?{names}", limits.listing_pages if listing else limits.query_variants)
            )
        shape = re.sub(r"\d+", "9", parts.path)
        if shape != parts.path:
            listing = re.search(r"/(?:page|hal|halaman)/9", shape)
            shapes.append((shape, limits.listing_pages if listing else limits.numbered_path_variants))
        if any(self._variants[name] >= limit for name, limit in shapes) and score < 60:
            return True
        for name, _ in shapes:
            self._variants[name] += 1
        return False


def _folder(url: str) -> str:
    parts = urlsplit(url)
    head = parts.path.rsplit("/", 1)[0] if "/" in parts.path.strip("/") else ""
    if parts.query:
        names = ",".join(sorted(key for key, _ in parse_qsl(parts.query)))
        return f"{parts.netloc}{parts.path}?{names}"
    return f"{parts.netloc}{head}" if head else ""
