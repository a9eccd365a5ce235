"""Says of a fetched file that it could not be read, and why."""

from __future__ import annotations

from typing import Literal

from auditor.models import Fetch, Unread


def unread_file(fetch: Fetch, reason: str, what: Literal["page", "document", "image"] = "document") -> Unread:
    """The file under the name of the link that led to it, else its own."""
    return Unread(
        url=fetch.url,
        what=what,
        reason=reason,
        label=fetch.anchor or fetch.url.rsplit("/", 1)[-1],
        referrer=fetch.referrer,
    )
