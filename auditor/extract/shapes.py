"""How an element stands among others: its like, what ends with it, its terms and place. Asked of nodes."""

from __future__ import annotations

from typing import Final

from auditor.extract.dom import Node
from auditor.extract.headings import first_heading
from auditor.extract.looks import IMAGE

_BOXES: Final = frozenset({"div", "section", "article"})
_LISTS: Final = frozenset({"ul", "ol", "table", "dl"})


class Like:
    """The elements under one parent, told apart by shape and, where a shape comes again, by first heading.

    Cards of one kind begin with headings of one level. The head and the body of a single card are boxes of
    one shape too, with a heading each: "h3 Surat Domisili" and "h4 Persyaratan".
    """

    def __init__(self, parent: Node) -> None:
        shapes: dict[str, int] = {}
        kids = [kid for kid in parent.kids if kid.tag and kid.tlen]
        for kid in kids:
            shapes[kid.look.shape] = shapes.get(kid.look.shape, 0) + 1
        levels: dict[tuple[str, str], int] = {}
        if len(shapes) < len(kids):
            for kid in kids:
                if shapes[kid.look.shape] > 1:
                    key = (kid.look.shape, first_heading(kid))
                    levels[key] = levels.get(key, 0) + 1
        self.shapes, self.levels = shapes, levels

    def has_twin(self, node: Node) -> bool:
        """Whether an element of its kind stands beside it."""
        shape = node.look.shape
        if self.shapes.get(shape, 0) < 2:
            return False
        level = first_heading(node)
        if not level or self.levels.get((shape, level), 0) > 1:
            return True
        return bool(node.classes) and self.levels.get((shape, ""), 0) > 0


def ends_here(node: Node) -> bool:
    """A box of several elements with something other than a list after it: labels inside it end with it."""
    if len(node.kids) < 2 or node.parent is None:
        return False
    siblings = node.parent.kids
    after = next((kid for kid in siblings[siblings.index(node) + 1 :] if kid.tlen), None)
    return after is not None and after.tag in _BOXES and not _begins_list(after)


def _begins_list(node: Node) -> bool:
    item: Node | None = node
    while item is not None and item.tag in _BOXES:
        item = next((kid for kid in item.kids if kid.tlen), None)
    return item is not None and item.tag in _LISTS


def alt(node: Node) -> str:
    """The words that stand for the first picture below that has any."""
    if not (node.look.holds | node.holds) & IMAGE:
        return ""
    return next((item.get("alt") for item in node.iter() if item.tag == "img" and item.get("alt")), "")


def terms(node: Node) -> list[Node]:
    """The dt and dd of a list; a div may wrap each pair. Whatever else stands there is read as dd."""
    out: list[Node] = []
    for kid in node.kids:
        if kid.tag == "div" and any(inner.tag in {"dt", "dd"} for inner in kid.kids):
            out.extend(inner for inner in kid.kids if inner.tag or inner.tlen)
        elif kid.tag or kid.tlen:
            out.append(kid)
    return out


def locator(node: Node) -> str:
    """A CSS path a person can paste: from the nearest id down, at most four steps."""
    steps: list[str] = []
    item: Node | None = node
    while item is not None and len(steps) < 4:
        step = item.look.step
        if step:
            steps.append(step)
            break
        tag = item.tag
        if tag in {"html", ""}:
            break
        steps.append(f"{tag}:nth-of-type({item.nth})" if item.nth else tag)
        item = item.parent
    if len(steps) == 1:
        return steps[0]
    steps.reverse()
    return " > ".join(steps)
