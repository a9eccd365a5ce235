"""A person's correction as a YAML case in the form of ``tests/cases/*.yaml``.

The case is built from the section that was misjudged: the tool's own evidence where it claimed too
much, the person's where it missed something. The site's host and personal numbers are taken out;
the words are still the page's, so whoever keeps the case writes it in words of their own.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

import yaml

from auditor.jobs.assess import read_unit
from auditor.jobs.folder import RunFolder
from auditor.jobs.label import Entry, disagreements, proof_entry
from auditor.jobs.run import assess_options
from auditor.masking import mask
from auditor.models import Page, Section, SectionKind, Snapshot, Source, UnitResult

_HOST = "unit.example"
_BODY = 4000
_HEAD = (
    "# Sebelum disimpan di tests/cases/{check}.yaml: tulis ulang dengan kata-kata sendiri (isi halaman "
    "bukan milik proyek), beri nama yang menyebut jebakannya.\n"
)


def cases(folder: Path, entry: Entry, unit: UnitResult) -> str:
    """One YAML document a component where person and tool differ; a comment line where none can be made."""
    codes = disagreements(entry, unit)
    if not codes:
        return "# Tidak ada putusan orang yang berbeda dari putusan program.\n"
    run = RunFolder(folder)
    shot = read_unit(unit.unit_id, assess_options(run, run.read_record()))[1]
    return "---\n".join(_document(code, entry["labels"][code], unit, shot) for code in codes)


def _document(code: str, label: Entry, unit: UnitResult, shot: Snapshot) -> str:
    said = unit.components[code].verdict.value
    found = list(_places(label, [proof_entry(proof) for proof in unit.components[code].evidence], shot))
    if not found:
        return (
            f"# {code}: putusan program {said}, label {label['verdict']}; bagian halamannya tidak ditemukan. "
            "Isi evidence (url dan quote persis seperti di halaman) lalu ulangi.\n"
        )
    host = urlsplit(found[0][0].fetch.url).hostname or ""
    pages = [_page(page, sections, host) for page, sections in _grouped(found)]
    body: dict[str, Any] = pages[0] if len(pages) == 1 else {"pages": pages}
    name = f"program_{said}_orang_{label['verdict']}"
    document = {"check": code, name: {**body, "verdict": label["verdict"]}}
    return _HEAD.format(check=code) + yaml.safe_dump(document, allow_unicode=True, sort_keys=False, width=110)


def _places(label: Entry, ours: list[Entry], shot: Snapshot) -> Iterable[tuple[Page, Section]]:
    """The sections that the evidence of both sides stands in, the person's first."""
    theirs = [proof for proof in label.get("evidence") or [] if proof not in ours]
    seen: set[int] = set()
    for proof in [*theirs, *ours]:
        place = _find(proof, shot)
        if place is not None and id(place[1]) not in seen:
            seen.add(id(place[1]))
            yield place


def _find(proof: Entry, shot: Snapshot) -> tuple[Page, Section] | None:
    url, quote, locator = proof.get("url") or "", _flat(proof.get("quote") or ""), proof.get("locator") or ""
    candidates: list[tuple[bool, int, int, Page, Section]] = []
    for page in shot.pages:
        if url and url not in {page.fetch.url, page.fetch.requested_url}:
            continue
        for section in page.sections:
            text = _flat(mask(f"{section.label}\n{section.body}"))
            same = bool(locator) and section.locator == locator
            if (quote and quote.strip("… ") in text) or (same and not quote):
                # The marked place itself, then the smallest section that holds the words.
                candidates.append((not same, len(section.body), len(candidates), page, section))
    if not candidates:
        return None
    *_, page, section = min(candidates, key=lambda item: item[:3])
    return page, section


def _flat(text: str) -> str:
    return " ".join(text.split()).lower()


def _grouped(found: Iterable[tuple[Page, Section]]) -> Iterable[tuple[Page, list[Section]]]:
    pages: dict[int, tuple[Page, list[Section]]] = {}
    for page, section in found:
        pages.setdefault(id(page), (page, []))[1].append(section)
    return pages.values()


def _page(page: Page, sections: list[Section], host: str) -> dict[str, Any]:
    made: dict[str, Any] = {"url": _address(page.fetch.url, host), "title": mask(page.title)}
    if page.source is not Source.HTML:
        made["source"] = page.source.value
    for name, value in (
        ("dated", page.dated),
        ("anchor", mask(page.fetch.anchor)),
        ("marks", list(page.marks)),
    ):
        if value:
            made[name] = value
    made["sections"] = [_section(section, host) for section in sections]
    return made


def _section(section: Section, host: str) -> dict[str, Any]:
    made: dict[str, Any] = {"label": mask(section.label), "body": mask(section.body)[:_BODY]}
    usual = SectionKind.HEADING if section.label else SectionKind.PARAGRAPH
    if section.kind is not usual:
        made["kind"] = section.kind.value
    if section.path:
        made["path"] = [mask(step) for step in section.path]
    if section.zone != "main":
        made["zone"] = section.zone
    if section.service:
        made["service"] = mask(section.service)
    if section.links:
        made["links"] = [[mask(link.text), _address(link.url, host)] for link in section.links]
    return made


def _address(url: str, host: str) -> str:
    return url.replace(f"//{host}", f"//{_HOST}", 1) if host else url
