"""``auditor init`` with a network: the region's own portal says which units there are."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from auditor.discovery.listed import with_listed
from auditor.models import Agency, Region
from auditor.signals import cause_text
from auditor.spiders.options import CrawlOptions
from auditor.spiders.region_lists import read_region_lists

_ONLY_REFERENCE = "hanya dari data acuan; lengkapi dengan tangan"


def from_portal(
    agencies: Sequence[Agency], region: Region, options: CrawlOptions
) -> tuple[list[Agency], str]:
    """The units completed from the region's lists, and one line on what was read.

    Without a network, a known domain or a readable portal they stay as they are, and the line says so.
    """
    if not region.domain:
        return list(agencies), f"{region.name}: domain portal belum diketahui; {_ONLY_REFERENCE}"
    directory = read_region_lists(region, agencies, options)
    if directory is None:
        return list(agencies), f"{region.name}: tidak ada jaringan; {_ONLY_REFERENCE}"
    silent = next((item for item in directory.asked if item.source == "portal"), None)
    if not directory.listed:
        why = cause_text(silent.detail) if silent and silent.detail else "tidak terbaca"
        return list(
            agencies
        ), f"{region.name}: portal {region.domain} tidak terbaca ({why}); {_ONLY_REFERENCE}"
    day = datetime.now(UTC).date().isoformat()
    units = with_listed(agencies, region, [(item.link, item.page) for item in directory.listed], day)
    named = sum("tercantum di" in unit.notes for unit in units)
    new = len(units) - len(agencies)
    pages = len({item.page for item in directory.listed})
    return units, (
        f"{region.name}: {pages} halaman daftar dibaca; {named} unit tercantum di sana, "
        f"{new} di antaranya tidak ada dalam data acuan"
    )
