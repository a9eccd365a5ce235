"""The same words in another markup get the same verdicts: pages of the practice region written over as other
makers of sites write them."""

from __future__ import annotations

import dataclasses
import re
from collections.abc import Callable

import pytest
from lxml import html as lxml_html

from auditor.bench import material, sides
from auditor.checks import judge
from auditor.models import Site, SiteStatus, Verdict

UNITS = ("disdukcapil", "pkm-selasihkota", "dispusip")
ONLINE = Site(status=SiteStatus.ONLINE)
HEADINGS = ("h2", "h3", "h4", "h5", "h6")
Tree = lxml_html.HtmlElement


def _headings(page: Tree) -> list[Tree]:
    return [item for item in page.iter(*HEADINGS) if item.text_content().strip()]


def _as(item: Tree, tag: str, **attrs: str) -> None:
    item.tag = tag
    item.attrib.clear()
    item.attrib.update(attrs)


def by_classes(page: Tree) -> None:
    """Headings as boxes whose classes set the type."""
    for item in _headings(page):
        _as(item, "div", **{"class": "text-2xl font-bold mb-4 text-gray-800"})


def by_style(page: Tree) -> None:
    """Headings as paragraphs with a style."""
    for item in _headings(page):
        _as(item, "p", style="margin:0; font-size: 24px")


def as_accordions(page: Tree) -> None:
    """What stands under a heading in a box below a button, with nothing that names either."""
    for item in _headings(page):
        below = []
        for after in item.itersiblings():
            if after.tag in HEADINGS or any(True for _ in after.iter(*HEADINGS)):
                break
            below.append(after)
        if not any(len(one.text_content().strip()) > 20 for one in below):
            continue
        outer, box = (page.makeelement("div", {"class": name}) for name in ("css-0", "css-1"))
        item.addprevious(outer)
        _as(item, "button", type="button")
        sign = page.makeelement("span", {})
        sign.text = "+"
        item.append(sign)
        box.extend(below)
        outer.extend([item, box])


def without_width(page: Tree) -> None:
    """Soft hyphens within words, marks of no width between them."""
    for item in page.find("body").iter():
        if isinstance(item.tag, str) and item.tag not in {"script", "style"}:
            item.text, item.tail = _torn(item.text), _torn(item.tail)


def _torn(text: str | None) -> str | None:
    return text and re.sub(r"([^\W\d_]{4})([^\W\d_]{4})", "\\1\u00ad\\2", text).replace(" ", " \u200b")


def as_rows(page: Tree) -> None:
    """Tables as rows of boxes of one class."""
    for table in list(page.iter("table")):
        if any(cell.get("colspan") or cell.get("rowspan") for cell in table.iter("td", "th")):
            continue
        for cell in table.iter("td", "th"):
            _as(cell, "div", **{"class": "col"})
        for row in table.iter("tr"):
            _as(row, "div", **{"class": "row"})
        for part in list(table.iter("thead", "tbody")):
            part.drop_tag()
        _as(table, "div")


def with_plain_heads(page: Tree) -> None:
    """Head cells as cells like any other."""
    for cell in page.iter("th"):
        cell.tag = "td"


def as_boxes(page: Tree) -> None:
    """Parts of the page as boxes without a name."""
    for part in page.iter("section", "article", "main"):
        part.tag = "div"


def by_pictures(page: Tree) -> None:
    """A picture of Unicode before each heading."""
    for item in _headings(page):
        item.text = f"📋 {item.text or ''}"


def _verdicts(site: material.SitePieces, change: Callable[[Tree], None] | None) -> dict[str, Verdict]:
    pieces = []
    for piece in site.pages:
        page = lxml_html.document_fromstring(piece.body.decode())
        if change is not None:
            change(page)
        body = b"<!DOCTYPE html>" + lxml_html.tostring(page, encoding="utf-8")
        pieces.append(dataclasses.replace(piece, body=body))
    (shot,) = sides.read_sites([dataclasses.replace(site, pages=tuple(pieces))])
    return {code: found.verdict for code, found in judge(shot, ONLINE).findings.items()}


@pytest.fixture(scope="module")
def plain() -> dict[str, tuple[material.SitePieces, dict[str, Verdict]]]:
    sites = {site.agency.unit_id: site for site in material.practice_pages()}
    return {unit: (sites[unit], _verdicts(sites[unit], None)) for unit in UNITS}


@pytest.mark.parametrize("unit", UNITS)
@pytest.mark.parametrize(
    "change",
    [
        by_classes, by_style, as_accordions, as_boxes, without_width, as_rows, by_pictures, with_plain_heads,
    ],
)  # fmt: skip
def test_another_markup_changes_no_verdict(
    plain: dict[str, tuple[material.SitePieces, dict[str, Verdict]]],
    unit: str,
    change: Callable[[Tree], None],
) -> None:
    site, expected = plain[unit]
    assert _verdicts(site, change) == expected
