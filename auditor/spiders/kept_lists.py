"""The archive of the lists that a region's directory was read from."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from auditor.models import Agency, Asked, Kind, Region, Visit
from auditor.spiders.lists import ListPage
from auditor.store.archive_writer import VisitWriter


def keep_lists(folder: Path, region: Region, pages: Sequence[ListPage], asked: Sequence[Asked]) -> None:
    """Archive what the lists said: whoever doubts a candidate can read it there."""
    if not pages:
        return
    agency = Agency(unit_id=region.code, name=region.name, kind=Kind.PORTAL, region=region.code)
    writer = VisitWriter(folder / region.code, agency)
    try:
        for page in pages:
            writer.add(
                url=page.got.url,
                requested_url=page.got.requested_url,
                status=page.got.status,
                headers=page.got.headers,
                body=page.got.body,
                content_type=page.got.header("content-type"),
                fetched_at=page.fetched_at,
                via=page.via,
            )
        writer.finish(
            Visit(
                agency=agency,
                home=pages[0].got.url,
                final_url=pages[0].got.url,
                sources_asked=tuple(item.source for item in asked if item.state == "answered"),
                asked=tuple(asked),
                fetches=writer.fetches,
                started_at=pages[0].fetched_at,
                finished_at=pages[-1].fetched_at,
            )
        )
    except BaseException:
        writer.abandon()
        raise
