"""Figures for Prometheus: what was fetched and what went wrong, what waits in the queue, how late it is.

One registry per process. A worker's runs are processes of their own: what they count (``Figures``) comes
to the worker as lines of JSON and is added up there, so that no count ever falls when a process ends.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from functools import partial

import msgspec
from prometheus_client import CollectorRegistry, Counter, Gauge, start_http_server

from auditor.errors import AuditorError
from auditor.spiders.events import Answered, Event, PageRead, Unanswered, UnitDone, UnitFailed
from auditor.spiders.options import parse_host_port


class Figures(msgspec.Struct):
    """What a crawl did since it was last asked. ``errors`` by cause, with the names of ``Failure.cause``;
    ``http_500`` and the like are answers as well. ``bytes`` are those of unpacked bodies."""

    requests: int = 0
    bytes: int = 0
    pages: int = 0
    done: int = 0
    failed: int = 0
    errors: dict[str, int] = {}

    def hear(self, event: Event) -> None:
        """Count what an event tells."""
        if isinstance(event, Answered):
            self.requests += 1
            self.bytes += event.size
            if event.status >= 400:
                self._wrong(f"http_{event.status}")
        elif isinstance(event, Unanswered):
            self.requests += 1
            self._wrong(event.cause)
        elif isinstance(event, PageRead):
            self.pages += 1
        elif isinstance(event, UnitDone):
            self.done += 1
        elif isinstance(event, UnitFailed):
            self.failed += 1

    def _wrong(self, cause: str) -> None:
        self.errors[cause] = self.errors.get(cause, 0) + 1


class Teller:
    """Hands on what a crawl counted, from a thread every so many seconds, and for the last time when it is
    closed."""

    def __init__(self, tell: Callable[[Figures], None], every: float = 1.0) -> None:
        self._tell, self._every = tell, every
        self._figures, self._lock = Figures(), threading.Lock()
        self._closed = threading.Event()
        self._thread = threading.Thread(target=self._keep_telling, name="figures", daemon=True)
        self._thread.start()

    def hear(self, event: Event) -> None:
        """Count what an event tells."""
        with self._lock:
            self._figures.hear(event)

    def close(self) -> None:
        """Tell what is left."""
        self._closed.set()
        self._thread.join()
        self._hand_on()

    def _keep_telling(self) -> None:
        while not self._closed.wait(self._every):
            self._hand_on()

    def _hand_on(self) -> None:
        with self._lock:
            counted, self._figures = self._figures, Figures()
        if counted != Figures():
            self._tell(counted)


class Metrics:
    """The figures of one process, and the door where Prometheus asks for them."""

    def __init__(self) -> None:
        self._registry = here = CollectorRegistry()
        self._requests = Counter("auditor_requests", "Requests sent", registry=here)
        self._bytes = Counter("auditor_bytes", "Bytes of unpacked bodies received", registry=here)
        self._pages = Counter("auditor_pages", "Responses and drawn pages archived", registry=here)
        self._units = Counter("auditor_units", "Units by how their crawl ended", ["end"], registry=here)
        self._errors = Counter("auditor_errors", "Requests that failed, by cause", ["cause"], registry=here)
        for end in ("done", "failed"):
            self._units.labels(end)  # told from the beginning, so that the first one is seen as a rise

    def add(self, figures: Figures) -> None:
        """Add what a crawl counted."""
        self._requests.inc(figures.requests)
        self._bytes.inc(figures.bytes)
        self._pages.inc(figures.pages)
        self._units.labels("done").inc(figures.done)
        self._units.labels("failed").inc(figures.failed)
        for cause, times in figures.errors.items():
            self._errors.labels(cause).inc(times)

    def hear(self, event: Event) -> None:
        """Count what an event of a crawl in this process tells."""
        figures = Figures()
        figures.hear(event)
        self.add(figures)

    def watch_queue(self, count: Callable[[str], float], oldest: Callable[[], float]) -> None:
        """Whenever the figures are read, ask for the units in a state of the queue, and for the age of the
        oldest due one in seconds."""
        queue = Gauge("auditor_queue", "Units by state in the queue", ["state"], registry=self._registry)
        for state in ("waiting", "ready", "running", "failed"):
            queue.labels(state).set_function(partial(count, state))
        age = Gauge("auditor_oldest_due_seconds", "Age of the oldest due unit", registry=self._registry)
        age.set_function(oldest)

    def serve(self, address: str) -> tuple[str, int]:
        """Answer Prometheus at ``HOST:PORT``; where it really listens. Raises AuditorError."""
        host, port = parse_host_port(address, "--metrics", 9464)
        try:
            server, _ = start_http_server(port, host, self._registry)
        except OSError as error:
            raise AuditorError(f"--metrics {address}: tidak dapat dibuka ({error.strerror})") from error
        return host, server.server_port
