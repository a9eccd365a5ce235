"""Cases as data: ``tests/cases/<component>.yaml``, one entry per page a person could meet.

A case gives ``sections`` (of one page) or ``pages``, maybe ``unread``, and the ``verdict``; ``reason``
and ``quote`` (words the first evidence must hold) where they matter. Keys that are not known stop the
run, so a typo never makes a case pass.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import yaml

from auditor.models import Agency, Fetch, Kind, Link, Page, Section, SectionKind, Snapshot, Source, Unread

FOLDER = Path(__file__).parent.parent / "cases"
_SHOWN = {"sections", "links", "url", "title", "source", "dated", "anchor", "marks", "referrer"}
_CASE = _SHOWN | {"pages", "unread", "reached", "agency", "kind", "verdict", "reason", "quote", "values"}
_PAGE = _SHOWN | {"external", "text"}
_SECTION = {"label", "body", "kind", "path", "zone", "service", "links"}
_TIME = "2026-11-22T00:00:00Z"


def cases() -> list[tuple[str, str, dict[str, Any]]]:
    """All cases: component, name, content."""
    found = []
    for file in sorted(FOLDER.glob("*.yaml")):
        data = yaml.safe_load(file.read_text(encoding="utf-8"))
        check = data.pop("check")
        assert check == file.stem, f"{file.name}: check is {check}"
        for name, case in data.items():
            assert set(case) <= _CASE, f"{file.name}: {name}: unknown {set(case) - _CASE}"
            found.append((check, name, case))
    return found


def snapshot_of(case: dict[str, Any]) -> Snapshot:
    """The snapshot a case describes."""
    raw = case.get("pages")
    if raw is None:
        raw = (
            [{key: case[key] for key in _PAGE if key in case}]
            if "sections" in case or "links" in case
            else []
        )
    pages = [_page(number, item) for number, item in enumerate(raw)]
    unread = [_unread(item) for item in case.get("unread", [])]
    agency = Agency(
        unit_id="unit-1",
        name=case.get("agency", "Puskesmas Contoh"),
        kind=Kind(case.get("kind", "puskesmas")),
        region="99.01",
    )
    return Snapshot(
        agency=agency, pages=tuple(pages), unread=tuple(unread), reached=case.get("reached", True)
    )


def _page(number: int, item: dict[str, Any]) -> Page:
    assert set(item) <= _PAGE, f"unknown {set(item) - _PAGE}"
    url = item.get("url", f"https://unit.example/halaman-{number}")
    sections = tuple(_section(index, entry) for index, entry in enumerate(item.get("sections", [])))
    text = item.get("text") or "\n".join(f"{section.label}\n{section.body}" for section in sections)
    return Page(
        fetch=Fetch(
            url=url,
            requested_url=url,
            status=200,
            content_type="text/html",
            sha256=f"{number:064x}",
            fetched_at=_TIME,
            offset=0,
            anchor=item.get("anchor", ""),
            referrer=item.get("referrer", ""),
            external=item.get("external", False),
        ),
        source=Source(item.get("source", "html")),
        title=item.get("title", ""),
        text=text,
        sections=sections,
        links=tuple(Link(text=words, url=target) for words, target in item.get("links", [])),
        dated=str(item.get("dated", "")),
        marks=tuple(item.get("marks", ())),
    )


def _section(index: int, entry: dict[str, Any]) -> Section:
    assert set(entry) <= _SECTION, f"unknown {set(entry) - _SECTION}"
    label = entry.get("label", "")
    return Section(
        label=label,
        body=entry.get("body", ""),
        kind=SectionKind(entry.get("kind", "heading" if label else "paragraph")),
        path=tuple(entry.get("path", ())),
        locator=f"section:{index}",
        links=tuple(Link(text=words, url=target) for words, target in entry.get("links", [])),
        zone=entry.get("zone", "main"),
        service=entry.get("service", ""),
    )


def _unread(item: Any) -> Unread:
    if isinstance(item, str):
        item = {"url": item}
    what = item.get("what") or (
        "document" if item["url"].lower().endswith((".pdf", ".doc", ".docx", ".xlsx")) else "page"
    )
    return Unread(
        url=item["url"],
        what=what,
        reason=item.get("reason", "ocr_off"),
        label=item.get("label", ""),
        referrer=item.get("referrer", ""),
    )
