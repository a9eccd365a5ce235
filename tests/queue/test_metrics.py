"""Figures for Prometheus, asked for over HTTP while real audits run: what they say is what the server saw."""

from __future__ import annotations

import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from auditor.bench.fleet.town import House, houses, read_log, rules, served, write_targets

MAIN = "import sys; from auditor.cli import main; main(sys.argv[1:])"
PAGES = 3
Figures = dict[str, float]


def free_port() -> int:
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        return int(door.getsockname()[1])


def scrape(port: int) -> Figures | None:
    """All samples by name and label's value; None while nobody answers."""
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=10) as answer:
            text = answer.read().decode()
    except OSError:
        return None
    samples = (sample for family in text_string_to_metric_families(text) for sample in family.samples)
    return {"/".join((one.name, *one.labels.values())): one.value for one in samples}


@contextmanager
def town(folder: Path) -> Iterator[tuple[list[House], list[str]]]:
    """Two sites that answer, one that refuses, and the words that lead a command to them."""
    there = houses(3)
    write_targets(there, folder / "targets.csv")
    with served(there[:2], PAGES, folder / "access.log") as port:
        ways = [*rules(there[:2], port), f"{there[2].host}::127.0.0.1:1"]
        words = [word for rule in ways for word in ("--connect-to", rule)]
        yield there, [*words, "--render", "never", "--ocr", "never", "--delay", "0", "--format", "json"]


def held_against_the_log(found: Figures, folder: Path) -> None:
    seen = read_log(folder / "access.log")
    pages = [one for one in seen if one.path == "/" or one.path.startswith("/layanan-")]
    assert found["auditor_pages_total"] == len(pages) == 2 * PAGES
    assert found["auditor_errors_total/http_404"] == len(seen) - len(pages) > 0
    assert found["auditor_errors_total/connect_refused"] > 0
    refused = sum(number for name, number in found.items() if name.startswith("auditor_errors_total/")) - (
        len(seen) - len(pages)
    )
    assert found["auditor_requests_total"] == len(seen) + refused
    assert 500 * len(pages) < found["auditor_bytes_total"] < 5000 * len(pages)
    assert found["auditor_units_total/done"] == 3
    assert found["auditor_units_total/failed"] == 0


def last(port: int, process: subprocess.Popen[bytes], enough: Callable[[Figures], bool]) -> Figures:
    """The first figures that are enough, else the last before the process ended."""
    found: Figures = {}
    while process.poll() is None:
        found = scrape(port) or found
        if found and enough(found):
            break
        time.sleep(0.05)
    return found


@pytest.mark.timeout(300)
def test_a_run_tells_what_it_fetched(tmp_path: Path) -> None:
    port = free_port()
    with town(tmp_path) as (_, words):
        command = ["run", str(tmp_path / "targets.csv"), "--out", str(tmp_path / "out"), "--no-progress"]
        command += [*words, "--metrics", f"127.0.0.1:{port}"]
        with subprocess.Popen([sys.executable, "-c", MAIN, *command]) as process:
            found = last(port, process, lambda figures: figures["auditor_units_total/done"] == 3)
            assert process.wait(120) in (0, 3)
    held_against_the_log(found, tmp_path)


@pytest.mark.timeout(300)
def test_a_worker_adds_up_what_its_runs_fetched(tmp_path: Path) -> None:
    port, data = free_port(), ["--data", str(tmp_path / "data")]
    with town(tmp_path) as (there, words):
        add = [
            "queue",
            "add",
            *(house.unit_id for house in there),
            "--targets",
            str(tmp_path / "targets.csv"),
        ]
        subprocess.run([sys.executable, "-c", MAIN, *add, *data, *words], check=True, timeout=120)
        ways = words[: words.index("--render")]
        worker = ["worker", *data, *ways, "--jobs", "3", "--metrics", f"127.0.0.1:{port}"]
        with subprocess.Popen([sys.executable, "-c", MAIN, *worker]) as process:
            try:
                last(port, process, lambda figures: figures.get("auditor_queue/running", 0) > 0)
                found = last(
                    port,
                    process,
                    lambda figures: (
                        figures["auditor_units_total/done"] == 3
                        and not any(
                            figures[f"auditor_queue/{state}"] for state in ("waiting", "ready", "running")
                        )
                    ),
                )
                assert process.poll() is None
            finally:
                process.terminate()
                process.wait(60)
    held_against_the_log(found, tmp_path)
    assert found["auditor_oldest_due_seconds"] == 0
