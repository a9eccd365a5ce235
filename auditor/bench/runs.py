"""Whole commands in processes of their own, on a synthetic web served on loopback, and what they cost."""

from __future__ import annotations

import os
import resource
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from auditor.bench.web import Web
from auditor.practice.server import Practice
from auditor.practice.wire import Access

_AUDITOR = (sys.executable, "-c", "from auditor.cli import main; main()")


@dataclass(frozen=True, slots=True, kw_only=True)
class Spent:
    """One command: CPU seconds with all its children, peak memory of the largest of them in MB, and what
    the server answered meanwhile."""

    cpu: float
    peak: float
    log: list[Access]


def spend(net: Practice, words: Sequence[str], allowed: Sequence[int] = (0,)) -> Spent:
    """Run a command to its end. Raises SystemExit when it ends with a status not ``allowed``."""
    served = len(net.log)
    # Bytecode is kept, as where audits run: else each start would compile all of the audit's modules again.
    kept = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    child = subprocess.Popen(list(words), stdout=subprocess.DEVNULL, env=kept)  # noqa: S603
    used = ended(child)
    if child.returncode not in allowed:
        raise SystemExit(f"auditor.bench: {words[0]} ended with {child.returncode}")
    return Spent(cpu=used.ru_utime + used.ru_stime, peak=used.ru_maxrss / 1024, log=net.log[served:])


def ended(child: subprocess.Popen[bytes]) -> resource.struct_rusage:
    """Wait for a command; what it and all its children used."""
    _, status, used = os.wait4(child.pid, 0)
    child.returncode = os.waitstatus_to_exitcode(status)
    return used


def audit(web: Web, net: Practice, out: Path, *more: str) -> Spent:
    """``auditor run`` over the web, without a browser or OCR."""
    return spend(net, [*audit_words(web.targets, net, out), *more])


def audit_words(targets: Path, net: Practice, out: Path) -> list[str]:
    """The command that audits the targets on that net at full speed, without a browser or OCR."""
    ways = [word for rule in net.connect_to for word in ("--connect-to", rule)]
    words = ["run", str(targets), "--out", str(out), "--nameserver", net.nameserver, "--delay", "0"]
    words += ["--ca-file", str(net.ca_file), "--render", "never", "--ocr", "never", "--no-progress"]
    return [*_AUDITOR, *words, *ways]
