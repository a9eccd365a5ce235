"""Units at the edges: everything at its longest, nothing at all, and words that want to be something else."""

from __future__ import annotations

from dataclasses import replace

from fake_region import AT, HOSTILE, fake_results

from auditor.models import (
    COMPONENTS,
    Candidate,
    Channel,
    ComponentResult,
    Evidence,
    Fact,
    Problem,
    Results,
    Service,
    ServiceFinding,
    SiteStatus,
    Source,
    UnitResult,
    Verdict,
)
from auditor.scoring import load_rubric
from auditor.simulate import simulate

RUBRIC = load_rubric("uu25-2009")
BASE = fake_results(24)
ODD = "بسم الله 日本語 😀 \u202eterbalik\u202c \x00\x07\x1b[31m e\u0301 \ud7ff \ufffe \U000f0000 ½ ± Ŝ"


def scored(unit: UnitResult) -> UnitResult:
    """The unit with the score its verdicts give."""
    return replace(unit, score=simulate(unit, RUBRIC, ()).before)


def with_words(words: str, url: str = "https://dinas.contoh.go.id/halaman") -> UnitResult:
    """A unit whose every text is ``words``, every component published on one page."""
    proof = Evidence(
        url=url, source=Source.PDF, locator="halaman 3", snippet=words, sha256="a" * 64, fetched_at=AT
    )
    part = ComponentResult(
        verdict=Verdict.PUBLISHED,
        confidence=0.9,
        points=1,
        max_points=1,
        evidence=(proof,),
        values=(Fact(text=words),),
    )
    base = BASE.units[1]
    services = (
        Service(
            name=words,
            url=url,
            components=dict.fromkeys(COMPONENTS, ServiceFinding(verdict=Verdict.PUBLISHED)),
        ),
    )
    site = replace(
        base.site,
        status=SiteStatus.ONLINE,
        url=url,
        final_url=url,
        reasons=(words,),
        social=(words,),
        registered_domain=words,
        candidates=(Candidate(url=words, origin="portal", outcome="refused", reason=words),),
    )
    return scored(
        replace(
            base,
            unit_id="kata",
            name=words,
            site=site,
            components=dict.fromkeys(COMPONENTS, part),
            services=services,
            problems=(Problem(code="stale", url=words, snippet=words),),
        )
    )


def largest() -> UnitResult:
    """A unit with more of everything than a paper holds, all of it long and without a space."""
    wide = "W" * 300
    urls = [f"https://dinas.contoh.go.id/{'jalan-panjang-' * 12}{n}" for n in range(66)]
    found = {}
    for place, code in enumerate(COMPONENTS):
        proofs = tuple(
            Evidence(
                url=urls[3 * place + n],
                source=Source.RENDERED,
                locator="halaman 12",
                snippet=wide,
                sha256=f"{3 * place + n:064x}",
                fetched_at=AT,
            )
            for n in range(3)
        )
        found[code] = ComponentResult(
            verdict=Verdict.PARTIAL if place % 2 else Verdict.PUBLISHED,
            confidence=0.5,
            points=1,
            max_points=1,
            evidence=proofs,
            values=tuple(Channel(channel="form", value=f"{wide}{n}") for n in range(5)),
            reason="heading_only",
        )
    base = BASE.units[1]
    tried = tuple(
        Candidate(url=url, origin="pattern", outcome="refused", reason="empty: -parked") for url in urls
    )
    return scored(
        replace(
            base,
            unit_id="besar",
            name="Dinas Pekerjaan Umum, Penataan Ruang, Perumahan Rakyat dan Kawasan Permukiman " * 2,
            site=replace(
                base.site,
                status=SiteStatus.ONLINE,
                candidates=tried,
                reasons=(wide,) * 4,
                social=tuple(urls[:9]),
            ),
            components=found,
            services=tuple(
                Service(
                    name=f"Layanan {n} {wide[:90]}",
                    url=urls[n % 66],
                    components=dict.fromkeys(COMPONENTS, ServiceFinding(verdict=Verdict.PUBLISHED)),
                )
                for n in range(100)
            ),
            problems=tuple(Problem(code="dead_link", url=url, snippet=wide) for url in urls),
        )
    )


def untested() -> UnitResult:
    """A unit of which nothing could be read."""
    base = BASE.units[1]
    nothing = ComponentResult(
        verdict=Verdict.NOT_TESTED, confidence=1.0, points=0, max_points=0, reason="unreachable"
    )
    site = replace(
        base.site, status=SiteStatus.DEAD, url="", final_url="", candidates=(), reasons=(), social=()
    )
    return scored(
        replace(
            base,
            unit_id="mati",
            site=site,
            components=dict.fromkeys(COMPONENTS, nothing),
            services=(),
            problems=(),
        )
    )


def results_of(*units: UnitResult) -> Results:
    """A run of these units."""
    return replace(BASE, units=units)


HOSTILE_WORDS = (
    *HOSTILE,
    ODD,
    "",
    " ",
    "x" * 5000,
    "#eval(1) @ref <label> = Judul\n- butir\n+ urut $x$ `a` _b_ *c* // d /* e",
)
