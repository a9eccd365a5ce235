"""Which server a unit lies on, as far as can be told before its crawl: the queue's ``lock``."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from auditor.jobs.timetable.domains import domain_of, named_host
from auditor.models import Agency
from auditor.reference import Regions
from auditor.spiders.failures import FetchError
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions


def locks_of(agencies: Sequence[Agency], regions: Regions, options: CrawlOptions) -> list[str]:
    """``ip:ADDRESS`` of each unit's server, ``domain:NAME`` where no address is known yet.

    Two units of one server never run at once, on any machine. Addresses change and sites lead
    elsewhere: the pauses themselves are kept request by request (``turns``).
    """
    return asyncio.run(_ask(agencies, regions, options))


async def _ask(agencies: Sequence[Agency], regions: Regions, options: CrawlOptions) -> list[str]:
    network = Network(options)

    async def one(agency: Agency) -> str:
        host, domain = named_host(agency), domain_of(agency, regions)
        if not host or network.proxied:
            return f"domain:{domain}"
        try:
            return f"ip:{(await network.route(host, 80)).polite}"
        except FetchError:
            return f"domain:{domain}"

    return list(await asyncio.gather(*map(one, agencies)))
