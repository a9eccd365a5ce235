"""Figures for Prometheus: what waits in the queue, and how late the oldest is.

One registry per process; the figures are asked for when somebody looks.
"""

from __future__ import annotations

from collections.abc import Callable

from prometheus_client import CollectorRegistry, Gauge, start_http_server

from auditor.errors import AuditorError
from auditor.spiders.options import parse_host_port


class Metrics:
    """The figures of one process, and the door where Prometheus asks for them."""

    def __init__(self) -> None:
        self._registry = CollectorRegistry()
        self._queue = Gauge(
            "auditor_queue", "Units by state in the queue", ["state"], registry=self._registry
        )
        self._oldest = Gauge(
            "auditor_oldest_due_seconds", "Age of the oldest unit that is due", registry=self._registry
        )

    def watch_queue(self, state: str, count: Callable[[], float]) -> None:
        """Ask ``count`` for the units in a state of the queue whenever the figures are read."""
        self._queue.labels(state).set_function(count)

    def watch_oldest(self, seconds: Callable[[], float]) -> None:
        """Ask ``seconds`` for the age of the oldest due unit whenever the figures are read."""
        self._oldest.set_function(seconds)

    def serve(self, address: str) -> tuple[str, int]:
        """Answer Prometheus at ``HOST:PORT``; where it really listens. Raises AuditorError."""
        host, port = parse_host_port(address, "--metrics", 9464)
        try:
            server, _ = start_http_server(port, host, self._registry)
        except OSError as error:
            raise AuditorError(f"--metrics {address}: tidak dapat dibuka ({error.strerror})") from error
        return host, server.server_port
