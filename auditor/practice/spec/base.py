"""What all structures of the practice data share: their root, and the words for themes and certificates."""

from __future__ import annotations

from typing import Literal

import msgspec

Tls = Literal["valid", "expired", "wrong_name", "self_signed", "http_only", "https_only"]
Theme = Literal[
    "wordpress",
    "elementor",
    "joomla",
    "blogger",
    "codeigniter",
    "opensid",
    "bootstrap",
    "onepage",
    "plain",
    "tables",
    "frameset",
    "spa_hash",
    "spa_fetch",
    "wix_like",
    "spa_buttons",
    "none",
]
THEMES_DRAWN = frozenset({"spa_hash", "spa_fetch", "wix_like", "spa_buttons"})
"""Themes whose content stands in the page only after scripts ran."""
THEMES_SINGLE = frozenset({"onepage", "spa_buttons"})
"""Themes that put every undated page on ``/`` as a section."""


class Base(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True, omit_defaults=True):
    """Root of all structures: frozen, unknown keys refused."""
