"""Static HTML report: an index and one page per unit; opens from a file, prints, needs no script."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from dataclasses import dataclass, replace
from functools import lru_cache
from importlib import resources
from pathlib import Path
from urllib.parse import quote

import jinja2
from jinja2 import BytecodeCache, Environment, PackageLoader, StrictUndefined
from jinja2.bccache import Bucket
from markupsafe import Markup

from auditor.keepsakes import keep, kept
from auditor.masking import mask
from auditor.models import SERVICE_DELIVERY, SiteStatus, UnitResult, Verdict
from auditor.reporting import links, marking, wording
from auditor.reporting.dates import day, stamp
from auditor.reporting.tasks import load_tasks
from auditor.reporting.view import GROUPS, RegionView
from auditor.sources import sources_print


class _Compiled(BytecodeCache):
    """Templates as Python's own code, kept from one start to the next."""

    def load_bytecode(self, bucket: Bucket) -> None:
        code = kept(f"template-{bucket.key}", _made_of(bucket))
        if code is not None:
            bucket.bytecode_from_string(code)

    def dump_bytecode(self, bucket: Bucket) -> None:
        keep(f"template-{bucket.key}", _made_of(bucket), bucket.bytecode_to_string())


def _made_of(bucket: Bucket) -> str:
    """The template (its checksum), how it is compiled (this module), by which Jinja and which Python."""
    ways = f"{sources_print('reporting.html')} {jinja2.__version__} {sys.version}"
    return f"{bucket.checksum} {hashlib.sha256(ways.encode()).hexdigest()}"


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of all HTML papers: escaped, strict about names, with the reports' filters."""
    made = Environment(
        loader=PackageLoader("auditor.reporting"),
        bytecode_cache=_Compiled(),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"mask": mask, "num": wording.number, "plain": wording.plain, "link": links.link}
    made.filters["stamp"] = stamp
    made.globals |= {
        "evidence_link": links.evidence_link,
        "place_text": wording.place_text,
        "value_texts": wording.value_texts,
        "marked": marking.marked,
        "candidate_words": wording.candidate_words,
        "source_words": wording.source_words,
        "percent": wording.percent,
        "day": day,
        "SITE_TASKS": load_tasks().sites,
        "VERDICTS": tuple(Verdict),
        "GROUPS": GROUPS,
        "SERVICE_DELIVERY": SERVICE_DELIVERY,
        "SCORED": (Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND),
        # Our own files, no input of anybody else: marked as safe so that quotes survive.
        "STYLE": Markup(_own("report.css")),  # noqa: S704
        "SCRIPT": Markup(_own("report.js")),  # noqa: S704
    }
    return made


def _own(name: str) -> str:
    return resources.files("auditor.reporting").joinpath("templates", name).read_text("utf-8")


UNITS_UP_TO = 1_000
"""Above this many units a report of several regions gets a page per region: one page would not open."""


@dataclass(frozen=True)
class Part:
    """One region of a report that is split: its code, its page and its units."""

    code: str
    href: str
    view: RegionView


@dataclass(frozen=True)
class Row:
    """What the index says of one region."""

    code: str
    href: str
    title: str
    units: int
    online: int
    without_site: int
    outside: int
    zones: list[tuple[str, str, int]]
    scores: int
    median: float | None

    @classmethod
    def of(cls, part: Part) -> Row:
        """The counts of a region's part of the report."""
        view = part.view
        return cls(
            code=part.code,
            href=part.href,
            title=view.title,
            units=len(view.units),
            online=view.statuses[SiteStatus.ONLINE],
            without_site=len(view.without_site),
            outside=len(view.outside),
            zones=view.zones,
            scores=len(view.scores),
            median=view.median,
        )


def write(region: RegionView, folder: Path) -> Iterator[Path]:
    """Write ``index.html`` and ``unit/<unit_id>.html``; the paths as they are written.

    With very many units of several regions the index names the regions, and each has its own page
    ``wilayah/<code>.html``.
    """
    (folder / "unit").mkdir(parents=True, exist_ok=True)
    shares = _shares(region)
    if not shares:
        yield _page(folder / "index.html", "index.html", region=region, base="")
        yield from _units(Part("", "index.html", region), folder)
        return
    (folder / "wilayah").mkdir(exist_ok=True)
    rows: list[Row] = []
    for code, units in shares.items():
        # One region at a time: what its pages are made from is let go before the next.
        part = Part(
            code,
            f"wilayah/{quote(code, safe='')}.html",
            replace(region, results=replace(region.results, units=units)),
        )
        rows.append(Row.of(part))
        yield _page(folder / part.href, "index.html", region=part.view, base="../")
        yield from _units(part, folder)
    yield _page(folder / "index.html", "regions.html", region=region, parts=rows)


def _units(part: Part, folder: Path) -> Iterator[Path]:
    for unit in part.view.units:
        path = folder / "unit" / unit.file
        yield _page(path, "unit.html", region=part.view, view=unit, unit=unit.unit, back=part.href)


def _page(path: Path, template: str, *, region: RegionView, **words: object) -> Path:
    page = environment().get_template(template).render(region=region, T=region.texts, **words)
    path.write_text(page, "utf-8")
    return path


def _shares(region: RegionView) -> dict[str, tuple[UnitResult, ...]]:
    """The units of each region of a report too large for one page, by code; none when one page will do."""
    codes = sorted({unit.region for unit in region.results.units})
    if len(region.results.units) <= UNITS_UP_TO or len(codes) < 2:
        return {}
    units: dict[str, list[UnitResult]] = {code: [] for code in codes}
    for unit in region.results.units:
        units[unit.region].append(unit)
    return {code: tuple(units[code]) for code in codes}
