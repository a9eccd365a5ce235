"""PPTX (ECMA-376 part 1, PresentationML) → pseudo-HTML: a slide's title, texts, tables and pictures, from the
top, in columns from the left."""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
from collections.abc import Callable, Iterator
from html import escape
from typing import Any, Final

_A: Final = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_P: Final = "{http://schemas.openxmlformats.org/presentationml/2006/main}"
_R: Final = "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}"
_RELATION: Final = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_SLIDE: Final = re.compile(r"ppt/slides/slide(\d{1,4})\.xml")
_TITLES: Final = frozenset({"title", "ctrTitle"})
_BAND: Final = 360_000  # EMU (1 cm): shapes that begin less apart stand side by side
MAX_SLIDES: Final = 100


def slides_html(body: bytes, picture: Callable[[bytes], str]) -> str:
    """The slides in their order; ``picture`` gives what stands for a picture's bytes. Hidden slides are left
    out.

    Raises what zipfile and lxml raise at a broken file.
    """
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        names = set(archive.namelist())
        return "".join(
            f'<div data-halaman="{number}">{"".join(_slide(archive, name, names, picture))}</div>'
            for number, name in enumerate(_order(archive, names), 1)
        )


def _order(archive: zipfile.ZipFile, names: set[str]) -> list[str]:
    listed: list[str] = []
    if "ppt/presentation.xml" in names:
        targets = _targets(archive, "ppt/presentation.xml", names)
        shown = _tree(archive, "ppt/presentation.xml").iter(f"{_P}sldId")
        listed = [targets.get(item.get(f"{_R}id", ""), "") for item in shown]
    if not any(name in names for name in listed):
        numbered = {int(match[1]): name for name in names if (match := _SLIDE.fullmatch(name))}
        listed = [numbered[number] for number in sorted(numbered)]
    return [name for name in listed if name in names][:MAX_SLIDES]


def _slide(
    archive: zipfile.ZipFile, name: str, names: set[str], picture: Callable[[bytes], str]
) -> Iterator[str]:
    tree = _tree(archive, name)
    if tree.get("show") == "0":
        return
    targets = _targets(archive, name, names)
    shapes = list(tree.iter(f"{_P}sp", f"{_P}graphicFrame", f"{_P}pic"))
    for shape in sorted(shapes, key=_place):
        if shape.tag == f"{_P}pic":
            blip = next(shape.iter(f"{_A}blip"), None)
            target = targets.get(blip.get(f"{_R}embed", ""), "") if blip is not None else ""
            if target in names:
                yield picture(archive.read(target))
        elif shape.tag == f"{_P}graphicFrame":
            for table in shape.iter(f"{_A}tbl"):
                yield _table(table)
        else:
            lines = [text for paragraph in shape.iter(f"{_A}p") if (text := _text(paragraph))]
            if lines and _is_title(shape):
                yield f"<h2>{' '.join(lines)}</h2>"
            else:
                yield "".join(f"<p>{line}</p>" for line in lines)


def _place(shape: Any) -> tuple[int, int, int]:
    """A title first, then by where the shape stands; one without a place takes its layout's, below titles."""
    offset = next(shape.iter(f"{_A}off"), None)
    x, y = (_number(offset.get("x")), _number(offset.get("y"))) if offset is not None else (0, 0)
    return (0 if _is_title(shape) else 1, y // _BAND, x)


def _number(text: str | None) -> int:
    try:
        return int(text or 0)
    except ValueError:
        return 0


def _is_title(shape: Any) -> bool:
    return any(item.get("type") in _TITLES for item in shape.iter(f"{_P}ph"))


def _text(paragraph: Any) -> str:
    words = "".join(
        "\n" if item.tag == f"{_A}br" else item.text or "" for item in paragraph.iter(f"{_A}t", f"{_A}br")
    )
    return "<br>".join(escape(line.strip()) for line in words.split("\n") if line.strip())


def _table(table: Any) -> str:
    out = ["<table border=1>"]
    for row in table.iter(f"{_A}tr"):
        out.append("<tr>")
        for cell in row.iter(f"{_A}tc"):
            if "1" in (cell.get("hMerge"), cell.get("vMerge")):
                continue  # inside a cell that spans it
            high, wide = _number(cell.get("rowSpan")), _number(cell.get("gridSpan"))
            spans = (f' rowspan="{high}"' if high > 1 else "") + (f' colspan="{wide}"' if wide > 1 else "")
            lines = [text for paragraph in cell.iter(f"{_A}p") if (text := _text(paragraph))]
            out.append(f"<td{spans}>{'<br>'.join(lines)}</td>")
        out.append("</tr>")
    return "".join((*out, "</table>"))


def _targets(archive: zipfile.ZipFile, name: str, names: set[str]) -> dict[str, str]:
    """Members that a member refers to, by the reference's id."""
    folder, _, file = name.rpartition("/")
    listed = f"{folder}/_rels/{file}.rels"
    if listed not in names:
        return {}
    return {
        item.get("Id", ""): posixpath.normpath(posixpath.join("/", folder, item.get("Target", ""))).lstrip(
            "/"
        )
        for item in _tree(archive, listed).iter(_RELATION)
    }


def _tree(archive: zipfile.ZipFile, name: str) -> Any:
    from lxml import etree  # noqa: PLC0415

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    return etree.fromstring(archive.read(name), parser)
