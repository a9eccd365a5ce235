"""Shadow trees written in the page: a browser shows them, unlike other templates."""

from __future__ import annotations

import re
from typing import Final

_TEMPLATE: Final = re.compile(r"<(/?)template\b([^>]*)>", re.IGNORECASE)


def opened(html: str) -> str:
    """A page whose shadow trees ("<template shadowrootmode=open>") stand as boxes where they are shown."""
    if "shadowrootmode" not in html:
        return html
    out: list[str] = []
    open_ones: list[bool] = []  # whether each template we are in is shown
    end = 0
    for match in _TEMPLATE.finditer(html):
        if match[1]:
            shown = bool(open_ones) and open_ones.pop()
        else:
            shown = "shadowrootmode" in match[2]
            open_ones.append(shown)
        if shown:
            out += (html[end : match.start()], f"<{match[1]}div>")
            end = match.end()
    return "".join((*out, html[end:]))
