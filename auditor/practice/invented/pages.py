"""Home pages, lists and notices of an invented region, as fields for the templates."""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import TYPE_CHECKING

from auditor.models import Kind, Region
from auditor.practice.invented.data import ListStyle, words
from auditor.practice.invented.draft import slug
from auditor.practice.invented.records import Page

if TYPE_CHECKING:
    from auditor.practice.invented.draft import Draft

    Rows = list[tuple["Draft", str]]

THEMES = ("wordpress", "bootstrap", "minimal", "tables", "joomla")
MENU_AT_MOST = 60


def home_page(
    draft: Draft,
    region: Region,
    host: str,
    rng: random.Random,
    *,
    template: str = "",
    mute: bool = False,
    placed: bool = False,
    base: str = "",
    links: Sequence[tuple[str, str]] = (),
) -> Page:
    """The unit's home page at ``host`` (below ``base``).

    ``mute`` titles do not name the unit. Pages outside the region's go.id always say where they are
    (``placed`` forces it), the others mostly. ``links`` (text, address) stand in its menu.
    """
    bare = region.name.partition(" ")[2]
    outside = not host.endswith(region.domain)
    names = {"name": draft.shown, "short": draft.short, "region": region.name, "bare": bare}
    title = rng.choice(words().titles_mute if mute and not outside else words().titles_plain)
    where = f", {region.name}" if placed or outside or rng.random() < 0.7 else ""
    return Page(
        template=template or rng.choice(THEMES),
        fields={
            "title": title.format(**names),
            **names,
            "heading": rng.choice((draft.shown, draft.short.upper(), f"{draft.shown} {region.name}")),
            "address": f"{rng.choice(words().streets)}, {bare}{where}",
            "phone": f"(05{rng.randint(11, 68)}) {rng.randint(20000, 89999)}",
            "email": f"{slug(draft.short)}@{region.domain}",
            "slogan": rng.choice(words().slogans),
            "news": rng.sample(words().news, 3),
            "menu": rng.sample(words().pages, 5),
            "base": base,
            "links": links,
        },
    )


def mute_page(template: str, draft: Draft, region: Region, *, status: int = 200, person: str = "") -> Page:
    """A page that is no home page of the unit: a notice, a news item, somebody's campaign."""
    fields = {"name": draft.shown, "region": region.name, "person": person, "domain": region.domain}
    return Page(template=template, fields=fields, status=status)


def portal_home(region: Region, style: ListStyle, rows: Rows, rng: random.Random) -> Page:
    """The portal's home: menu, news, applications, and its list of units in the region's style."""
    bare = region.name.partition(" ")[2]
    return Page(
        template="portal",
        fields={
            "region": region.name,
            "bare": bare,
            "domain": region.domain,
            "style": style,
            "rows": [
                (draft.short if style in ("menu", "footer") else draft.shown, url) for draft, url in rows
            ][:MENU_AT_MOST],
            "applications": rng.sample(words().applications, 5),
            "news": rng.sample(words().news, 4),
            "slogan": rng.choice(words().slogans),
        },
    )


def list_page(title: str, region: Region, rows: Rows, rng: random.Random) -> Page:
    """A page that lists units: the link is on the name, on a button beside it, or the address itself."""
    return Page(
        template="list",
        fields={
            "title": title,
            "region": region.name,
            "link_on": rng.choice(("name", "button", "address")),
            "rows": [(draft.shown if rng.random() < 0.8 else draft.short, url) for draft, url in rows],
        },
    )


def directory_pages(draft: Draft, region: Region, rng: random.Random) -> tuple[str, str, Page]:
    """Host, path and page of a register, of a vendor's application, or of a map entry."""
    bare = region.name.partition(" ")[2]
    fields = {"name": draft.shown, "region": region.name, "title": draft.shown}
    if draft.kind is Kind.PUSKESMAS and rng.random() < 0.5:
        return f"{slug(bare)}.epuskesmas.id", "/", Page(template="login", fields=fields)
    path = f"/instansi/{slug(draft.name, '-')}-{slug(bare)}"
    return "sippn.menpan.go.id", path, Page(template="register", fields=fields)
