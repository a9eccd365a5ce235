"""What a class name or id says of its element: menu, foot, tab, title, date. Each name is looked at once."""

# ruff: noqa: E501 - patterns read better whole

from __future__ import annotations

from functools import cache, lru_cache
from typing import Final

from auditor.extract.label_words import title_class
from auditor.patterns import Owned

TABS: Final = 1
DATED: Final = 2
PANEL: Final = 4
PANE: Final = 8
TITLE: Final = 16
CHIP: Final = 32
ROW: Final = 64
BOLD: Final = 128
OPENER: Final = 512
SHOWN: Final = 256  # brought to light by a click (``spiders/revealed.py``)
ZONES = ("nav", "footer", "header", "aside")  # the first that fits a name is meant

_TABS = r"(?:^|[-_])(?:tabs?|tab-?(?:nav|list|buttons|menu|header|bar)|nav-(?:tabs|pills))$"
_DATED = r"(?:^|[-_])(?:date|tanggal|tgl|posted-on|published|publish|post-?meta|entry-?meta|meta-?date|time|byline|waktu)(?:[-_]|$)"
_PANEL = r"(?:^|[-_])(?:tab-?pane|tab-?panel|tab-?content|panel|collapse|modal|accordion-(?:body|content|collapse|panel)|isi)(?:[-_]|$)"
_PANE = r"^(?:tab-?pane|tab-?panel|tab-?content|tabs?-panel|panel|content-tab|tab-body)$"
_CHIP = r"^(?:[a-z0-9]+[-_]){0,3}(?:chips?|badges?|pills?|tags?|btn|button)(?:[-_]{1,2}[a-z0-9]+){0,3}$"
_ROW = r"^(?:(?:d-|is-)?(?:inline-)?(?:flex|grid)|justify-(?:content-)?between)$"
_OPENER = (
    r"^(?:\w+[-_])*(?:accordion|collapsible|expansion-panel|(?:accordion|collapsible|collapse|expansion-panel|toggle|spoiler)"
    r"[-_]+(?:button|btn|head|header|title|toggle|trigger|question))$"
)
# Classes that set type: Tailwind's and Bootstrap's words for bold and for 24 pixels and more, "bold" of hand-written styles.
_BOLD = (
    r"^(?:[a-z0-9]+:)*(?:(?:font|fw|text)[-_](?:weight[-_])?(?:semi-?bold|extra-?bold|bold|bolder|black)|bold|tebal|text-[2-9]xl|"
    r"fs-[1-4]|display-[1-6]|h[1-6])$"
)
_NAV = (
    r"^(?:(?:main|top|mobile|site|primary|secondary|side|sub|mega|drop|nav|off|sticky|header|footer|page)[-_]?)*"
    r"(?:nav|navbar|navigation|menu|navmenu|dropdown-menu|submenu|sub-menu|breadcrumbs?|pagination|topbar|topnav|sidenav|"
    r"mainmenu|offcanvas|hamburger|burger|menubar|sosmed|social|socials|social-links|social-icons|share|lang-switch)"
    r"(?:[-_]?(?:wrap|wrapper|area|container|bar|list|links|collapse|menu|nav|items?|main|primary|inner|content))*$"
)
_HEADER = r"^(?:site|main|page|top)?[-_]?(?:header|masthead|top-?bar|head-?bar)(?:[-_](?:area|wrap|wrapper|main|top|inner))*$"
_FOOTER = r"^(?:site|main|page|sub)?[-_]?(?:footer|colophon|copyright|foot)(?:[-_](?:area|wrap|wrapper|main|top|bottom|inner|section|[0-9]))*$"
_ASIDE = (
    r"^(?:side-?bar|widget|widgets|widget-area|aside|right-?bar|left-?bar|related(?:-posts)?|recent-?posts|blog-sidebar|"
    r"archive|statistik|visitor|counter-pengunjung|comments?|comment-list|respond)(?:[-_](?:area|wrap|wrapper|inner|[0-9]|right|left|widget))*$"
)


@cache
def _patterns() -> Owned[int | str]:
    """Patterns by what they make of an element: a kind, or a zone."""
    kinds = (
        (TABS, _TABS),
        (DATED, _DATED),
        (PANEL, _PANEL),
        (PANE, _PANE),
        (TITLE, title_class().pattern),
        (CHIP, _CHIP),
        (ROW, _ROW),
        (OPENER, _OPENER),
        (BOLD, _BOLD),
        (SHOWN, r"^auditor-shown$"),
    )
    return Owned((*kinds, *zip(ZONES, (_NAV, _FOOTER, _HEADER, _ASIDE), strict=True)))


@lru_cache(maxsize=8192)
def traits(name: str) -> tuple[int, str]:
    """What a class name makes of its element, as a sum (a strip of tabs, a date, a panel, a tab's pane, a
    title, a chip, a row whose parts stand apart, bold or large type, what opens a panel, what a click showed), and the part of a page it stands for, else empty. An id stands for the latter alone."""
    kinds, zone = 0, ""
    for found in _patterns().of(name):
        if isinstance(found, int):
            kinds |= found
        else:
            zone = zone or found
    return kinds, zone if len(name) <= 40 else ""
