"""Pages that several units look at (portals, lists, home pages), each asked once per crawl."""

from __future__ import annotations

from dataclasses import replace

from auditor.spiders.fetcher import Fetcher, Got
from auditor.spiders.once import Once

MAX_BYTES = 64_000_000
"""Bytes kept at once; a region of a hundred units needs about a tenth of it."""
_BESIDE_BODY = 4_000  # bytes an answer takes besides its body: addresses, headers


async def _fetch(fetcher: Fetcher, url: str, attempts: int) -> Got:
    """The answer without what one unit's earlier visit made of it: that is nobody else's."""
    got = await fetcher.get(url, attempts=attempts)
    return replace(got, content=got.body, note=None, not_modified=False, noisy=False)


class Fronts:
    """Answers by address. A failure that may pass is not kept."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._answers: Once[str, Got] = Once(
            max_bytes, weight=lambda got: _BESIDE_BODY + len(got.body), refusals=True
        )

    async def get(self, fetcher: Fetcher, url: str, *, attempts: int) -> Got:
        """The answer at ``url``, asked with the first asker's ``fetcher``. Raises FetchError as it does."""
        return await self._answers.of(url, lambda: _fetch(fetcher, url, attempts))
