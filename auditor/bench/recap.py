"""``python -m auditor.bench.recap``: the papers of a national run, their time and their memory.

Makes units up (seeded, spread over all regions of the reference data, with quotes, services and
refused addresses as long as real ones), writes their ``results.json``, and makes recap, letters' lists
and open data in a process of their own, whose peak memory is printed.
"""

from __future__ import annotations

import argparse
import multiprocessing
import multiprocessing.connection
import random
import resource
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from auditor import __version__
from auditor.jobs.letters import write_letters
from auditor.jobs.opendata import write_opendata
from auditor.jobs.recap import RecapOrder, write_recap
from auditor.models import (
    COMPONENTS,
    SERVICE_DELIVERY,
    Candidate,
    ComponentResult,
    DomainClass,
    Evidence,
    Finding,
    Https,
    Kind,
    RunInfo,
    Service,
    ServiceFinding,
    Site,
    SiteStatus,
    Source,
    UnitResult,
    Verdict,
)
from auditor.reference import load_regions
from auditor.results import encode_parts, encode_unit
from auditor.scoring import Rubric, load_rubric, score

LIMIT_MB = 1024
_AT = "2026-11-22T03:00:00Z"
RUN = RunInfo(
    id="bench", started_at=_AT, finished_at=_AT, rubric="uu25-2009@2026.1", tool_version=__version__
)
_QUOTE = "1. Fotokopi KTP-el pemohon 2. Fotokopi Kartu Keluarga 3. Surat pengantar RT/RW yang masih berlaku "


def made_up(many: int, seed: int = 1) -> Iterator[UnitResult]:
    """That many units, about one third of them without a website."""
    rubric, codes = load_rubric(RUN.rubric), sorted(load_regions())
    kinds = (Kind.OPD, Kind.OPD, Kind.PUSKESMAS, Kind.PUSKESMAS, Kind.KECAMATAN)
    for number in range(many):
        yield _unit(random.Random(f"{seed}/{number}"), number, codes, kinds, rubric)  # noqa: S311 - no secret


def _unit(
    rng: random.Random, number: int, codes: Sequence[str], kinds: Sequence[Kind], rubric: Rubric
) -> UnitResult:
    host = f"unit{number}.contohkab.go.id"
    lost = rng.random() < 0.35
    care = 0.0 if lost else rng.random()
    findings = {}
    for code in COMPONENTS:
        verdict = rng.choices(
            (Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND), (care, 0.0 if lost else 0.1, 1.1 - care)
        )[0]
        proofs = () if verdict is Verdict.NOT_FOUND else tuple(_proof(rng, host, code, n) for n in range(2))
        findings[code] = Finding(
            component=code, verdict=verdict, confidence=0.9, reason="specific", evidence=proofs
        )
    kind = kinds[number % len(kinds)]
    points = score(findings, kind, rubric)
    lines = {line.code: line for line in points.lines}
    tried = tuple(
        Candidate(
            url=f"https://{n}.{host}/", origin="pattern", outcome="unreachable", reason="dns_nxdomain", at=_AT
        )
        for n in range(6)
    )
    return UnitResult(
        unit_id=f"u{number:05d}",
        name=f"Dinas Contoh Nomor {number} Kabupaten Contoh",
        kind=kind,
        region=codes[number % len(codes)],
        site=Site(status=SiteStatus.NONE, candidates=tried)
        if lost
        else Site(
            status=SiteStatus.ONLINE,
            url=f"https://{host}/",
            final_url=f"https://{host}/",
            domain=DomainClass.GO_ID,
            registered_domain="contohkab.go.id",
            https=Https.VALID,
        ),
        components={
            code: ComponentResult(
                verdict=found.verdict,
                confidence=found.confidence,
                points=lines[code].points,
                max_points=lines[code].max_points,
                evidence=found.evidence,
                reason=found.reason,
            )
            for code, found in findings.items()
        },
        services=()
        if lost
        else tuple(
            Service(
                name=f"Layanan {n} dari unit {number}",
                url=f"https://{host}/layanan/{n}",
                components={code: ServiceFinding(verdict=Verdict.PUBLISHED) for code in SERVICE_DELIVERY},
            )
            for n in range(4)
        ),
        problems=(),
        score=points,
    )


def _proof(rng: random.Random, host: str, code: str, number: int) -> Evidence:
    return Evidence(
        url=f"https://{host}/standar-pelayanan/{code}/{number}",
        source=rng.choice((Source.HTML, Source.PDF)),
        locator="halaman 3",
        snippet=_QUOTE * rng.randint(1, 4),
        sha256=f"{rng.getrandbits(256):064x}",
        fetched_at=_AT,
    )


def _measure(paper: str, folder: Path, pipe: multiprocessing.connection.Connection) -> None:
    began = time.perf_counter()
    out = folder / paper
    if paper == "recap":
        write_recap(RecapOrder(folder=folder, out=out, previous=folder))
    elif paper == "letters":
        write_letters(folder, out)
    else:
        write_opendata(folder, out)
    spent = time.perf_counter() - began
    pipe.send((spent, resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024))


def main(argv: Sequence[str]) -> int:
    """Print time and peak memory of each paper; 1 when one needed more than ``LIMIT_MB``."""
    parser = argparse.ArgumentParser(prog="python -m auditor.bench.recap")
    parser.add_argument("--units", type=int, default=30_000)
    args = parser.parse_args(argv)
    most = 0.0
    with TemporaryDirectory(prefix="auditor-bench-") as room:
        folder = Path(room)
        with (folder / "results.json").open("wb") as file:
            file.writelines(encode_parts(RUN, map(encode_unit, made_up(args.units))))
        size = (folder / "results.json").stat().st_size / 1e6
        sys.stdout.write(f"{args.units} units, results.json {size:.0f} MB\n")
        for paper in ("recap", "letters", "opendata"):
            context = multiprocessing.get_context("spawn")
            here, there = context.Pipe(duplex=False)
            process = context.Process(target=_measure, args=(paper, folder, there))
            process.start()
            there.close()
            spent, peak = here.recv()
            process.join()
            most = max(most, peak)
            sys.stdout.write(f"{paper}: {spent:.1f} s, peak {peak:.0f} MB (limit {LIMIT_MB} MB)\n")
    return 0 if most <= LIMIT_MB else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
