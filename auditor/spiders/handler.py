"""Scrapy's own HTTP/1.1 download handler, connecting only where ``Network`` says it may."""

from __future__ import annotations

import time
from typing import Any

from scrapy import Request
from scrapy.core.downloader.handlers import http11
from scrapy.crawler import Crawler
from scrapy.http import Response
from scrapy.utils._download_handlers import wrap_twisted_exceptions
from scrapy.utils.defer import deferred_from_coro, maybe_deferred_to_future
from twisted.internet.defer import Deferred
from twisted.internet.endpoints import HostnameEndpoint, wrapClientTLS
from twisted.internet.interfaces import IStreamClientEndpoint
from twisted.web.client import URI, Agent
from twisted.web.iweb import IAgentEndpointFactory
from zope.interface import implementer  # type: ignore[import-untyped]

from auditor.spiders.network import Network

# Idle connections of finished sites eat file descriptors (performance-notes.md section 0, point 5).
_IDLE_SECONDS = 5
CONNECTED_AT = "auditor_connected_at"
"""Key of a request's meta: when its own connection stood (monotonic); missing on a reused one."""


def network_of(crawler: Crawler) -> Network:
    """The crawl's one Network; made from the settings when nobody gave one (``scrapy shell``)."""
    network = getattr(crawler, "auditor_network", None)
    if network is None:
        from auditor.spiders.setup import options_from  # noqa: PLC0415 - it reads Scrapy's settings

        network = Network(options_from(crawler.settings))
        crawler.auditor_network = network  # type: ignore[attr-defined]
    return network


@implementer(IStreamClientEndpoint)
class _GuardedEndpoint:
    """Resolves and checks at connect time, so that redirects and rebinding cannot slip past."""

    def __init__(self, agent: _GuardedEndpoints, host: str, port: int) -> None:
        self._agent, self._host, self._port = agent, host, port

    def connect(self, factory: Any) -> Deferred[Any]:
        return deferred_from_coro(self._connect(factory))

    async def _connect(self, factory: Any) -> Any:
        route = await self._agent.network.route(self._host, self._port)
        tried = route.addresses[:2]
        for index, address in enumerate(tried):
            endpoint = HostnameEndpoint(self._agent.reactor, address, route.port, timeout=self._agent.seconds)
            try:
                protocol = await maybe_deferred_to_future(endpoint.connect(factory))
                self._agent.meta[CONNECTED_AT] = time.monotonic()
                return protocol  # noqa: TRY300 - only a connection that stood is stamped
            except Exception:
                if index == len(tried) - 1:
                    raise
        raise AssertionError("a route has at least one address")


@implementer(IAgentEndpointFactory)
class _GuardedEndpoints:
    def __init__(
        self, reactor: Any, network: Network, policy: Any, seconds: float, meta: dict[str, Any]
    ) -> None:
        self.reactor, self.network, self.seconds, self.meta = reactor, network, seconds, meta
        self._policy = policy

    def endpointForURI(self, uri: URI) -> Any:
        host = uri.host.decode("ascii").strip("[]")
        endpoint: Any = _GuardedEndpoint(self, host, uri.port)
        if uri.scheme == b"https":
            return wrapClientTLS(self._policy.creatorForNetloc(host.encode("ascii"), uri.port), endpoint)
        return endpoint


class _GuardedAgent(http11._ScrapyAgent):
    def __init__(self, network: Network, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._network = network

    def _get_agent(self, request: Request, timeout: float) -> Agent:
        if request.meta.get("proxy"):
            return super()._get_agent(request, timeout)
        from twisted.internet import reactor  # noqa: PLC0415 - installed by Scrapy

        # Half of the whole time: a host that takes longer to accept than that will not be read.
        factory = _GuardedEndpoints(
            reactor, self._network, self._contextFactory, max(1.0, timeout / 2), request.meta
        )
        agent: Agent = Agent.usingEndpointFactory(reactor, factory, pool=self._pool)  # type: ignore[no-untyped-call]
        return agent


class GuardedHandler(http11.HTTP11DownloadHandler):
    """``DOWNLOAD_HANDLERS`` entry for http and https."""

    def __init__(self, crawler: Crawler) -> None:
        super().__init__(crawler)
        self._network = network_of(crawler)
        self._pool.cachedConnectionTimeout = _IDLE_SECONDS

    async def download_request(self, request: Request) -> Response:
        """Raises FetchError for what the Network refuses, else what Scrapy's handler raises."""
        agent = _GuardedAgent(
            self._network,
            contextFactory=self._contextFactory,
            bindAddress=self._bind_address,
            pool=self._pool,
            maxsize=self._default_maxsize,
            warnsize=self._default_warnsize,
            fail_on_dataloss=self._fail_on_dataloss,
            crawler=self._crawler,
            tls_verbose_logging=self._tls_verbose_logging,
        )
        with wrap_twisted_exceptions():
            return await maybe_deferred_to_future(agent.download_request(request))
