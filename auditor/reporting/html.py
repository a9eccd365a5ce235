"""Static HTML report: an index and one page per unit; opens from a file, prints, needs no script."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache
from importlib import resources
from pathlib import Path

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from auditor.models import SERVICE_DELIVERY, Verdict
from auditor.reporting import view
from auditor.reporting.view import RegionView
from auditor.values.masking import mask


@lru_cache(maxsize=1)
def environment() -> Environment:
    """The templates of all HTML papers: escaped, strict about names, with the reports' filters."""
    made = Environment(
        loader=PackageLoader("auditor.reporting"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.filters |= {"mask": mask, "num": view.number, "plain": view.plain, "link": view.link}
    made.globals |= {
        "evidence_link": view.evidence_link,
        "value_text": view.value_text,
        "percent": view.percent,
        "VERDICTS": tuple(Verdict),
        "GROUPS": view.GROUPS,
        "SERVICE_DELIVERY": SERVICE_DELIVERY,
        "SCORED": (Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND),
        # Our own files, no input of anybody else: marked as safe so that quotes survive.
        "STYLE": Markup(_own("report.css")),  # noqa: S704
        "SCRIPT": Markup(_own("report.js")),  # noqa: S704
    }
    return made


def _own(name: str) -> str:
    return resources.files("auditor.reporting").joinpath("templates", name).read_text("utf-8")


def write(region: RegionView, folder: Path) -> Iterator[Path]:
    """Write ``index.html`` and ``unit/<unit_id>.html``; the paths as they are written."""
    templates = environment()
    index = folder / "index.html"
    index.write_text(templates.get_template("index.html").render(region=region, T=region.texts), "utf-8")
    yield index
    pages = folder / "unit"
    pages.mkdir(exist_ok=True)
    template = templates.get_template("unit.html")
    for unit in region.units:
        page = pages / unit.file
        page.write_text(template.render(region=region, view=unit, unit=unit.unit, T=region.texts), "utf-8")
        yield page
