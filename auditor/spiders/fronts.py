"""Pages that several units look at (portals, lists, home pages), each asked once per crawl."""

from __future__ import annotations

from dataclasses import dataclass, replace

from isal import isal_zlib

from auditor.spiders.answers import Got
from auditor.spiders.fetcher import Fetcher
from auditor.spiders.once import Once

MAX_BYTES = 24_000_000
"""Bytes kept at once, bodies packed: 2,400 usual home pages, of a dozen regions of two hundred units."""
_LEVEL = 1  # of ISA-L
_BESIDE_BODY = 4_000  # bytes an answer takes besides its body: addresses, headers


@dataclass(frozen=True, slots=True)
class _Packed:
    """A body that is unpacked whenever it is asked for: a few times by its own unit, seldom later."""

    data: bytes

    def __call__(self) -> bytes:
        return isal_zlib.decompress(self.data)


async def _fetch(fetcher: Fetcher, url: str, attempts: int) -> Got:
    """The answer without what one unit's earlier visit made of it: that is nobody else's."""
    got = await fetcher.get(url, attempts=attempts)
    packed = _Packed(isal_zlib.compress(got.body, _LEVEL))
    return replace(got, content=packed, note=None, not_modified=False, noisy=False)


def _weight(got: Got) -> int:
    return _BESIDE_BODY + (len(got.content.data) if isinstance(got.content, _Packed) else 0)


class Fronts:
    """Answers by address. A failure that may pass is not kept."""

    def __init__(self, max_bytes: int = MAX_BYTES) -> None:
        self._answers: Once[str, Got] = Once(max_bytes, weight=_weight, refusals=True)

    async def get(self, fetcher: Fetcher, url: str, *, attempts: int) -> Got:
        """The answer at ``url``, asked with the first asker's ``fetcher``. Raises FetchError as it does."""
        return await self._answers.of(url, lambda: _fetch(fetcher, url, attempts))
