"""Figures for Prometheus: what is read, what fails and why, what waits, how late the oldest is.

One registry per process. ``serve`` answers on an address of its own, ``write`` leaves a text file
for node_exporter where no port may be opened.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server, write_to_textfile

from auditor.errors import AuditorError
from auditor.spiders.events import Event, PageRead, Paused, UnitDone, UnitFailed, UnitStarted
from auditor.spiders.options import parse_host_port


class Metrics:
    """Takes the events of a crawl; queue figures are asked when somebody looks."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        self._pages = Counter("auditor_pages", "Responses stored", ["via", "answer"], registry=self.registry)
        self._bytes = Counter("auditor_bytes", "Bytes of bodies stored", registry=self.registry)
        self._errors = Counter(
            "auditor_errors", "Addresses that gave nothing to read", ["cause"], registry=self.registry
        )
        self._units = Counter("auditor_units", "Units by how they ended", ["end"], registry=self.registry)
        self._open = Gauge("auditor_units_open", "Units being crawled now", registry=self.registry)
        self._paused = Counter("auditor_pauses", "Crawls stopped early", registry=self.registry)
        self._queue = Gauge("auditor_queue", "Units by state in the queue", ["state"], registry=self.registry)
        self._oldest = Gauge(
            "auditor_oldest_due_seconds", "Age of the oldest unit that is due", registry=self.registry
        )

    def __call__(self, event: Event) -> None:
        """Take one event."""
        if isinstance(event, PageRead):
            self._pages.labels(event.via, f"{event.status // 100}xx").inc()
            self._bytes.inc(event.size)
        elif isinstance(event, UnitStarted):
            self._open.inc()
        elif isinstance(event, UnitDone):
            self._open.dec()
            self._units.labels("done").inc()
            for failure in event.visit.failures:
                self._errors.labels(failure.cause).inc()
        elif isinstance(event, UnitFailed):
            self._open.dec()
            self._units.labels("failed").inc()
        elif isinstance(event, Paused):
            self._paused.inc()

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
            server, _ = start_http_server(port, host, self.registry)
        except OSError as error:
            raise AuditorError(f"--metrics {address}: tidak dapat dibuka ({error.strerror})") from error
        return host, server.server_port

    def write(self, path: Path) -> None:
        """Leave the figures as a text file (node_exporter's textfile collector)."""
        write_to_textfile(str(path), self.registry)
