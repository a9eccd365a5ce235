"""The present moment, written the one way every record writes it."""

from __future__ import annotations

from datetime import UTC, datetime


def now() -> str:
    """UTC, seconds, ``Z``."""
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
