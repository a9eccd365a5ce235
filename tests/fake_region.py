# ruff: noqa: E501 - rows of sample data read better on one line
"""Seeded made-up results, varied as a real region is, for everything that shows or stores results.

No network, no crawler: the records are built by hand so that reports can be looked at and broken.
"""

from __future__ import annotations

import hashlib
import random

from auditor.models import (
    COMPONENTS,
    Candidate,
    Channel,
    ComponentResult,
    DomainClass,
    Duration,
    Evidence,
    Fact,
    Feature,
    Fee,
    Finding,
    Https,
    Kind,
    Problem,
    Results,
    RunInfo,
    Service,
    ServiceFinding,
    Site,
    SiteStatus,
    Source,
    UnitResult,
    Value,
    Verdict,
)
from auditor.scoring import Rubric, apply_exceptions, load_rubric, score

AT = "2026-11-22T03:00:00Z"
HOSTILE = (
    '=HYPERLINK("http://jahat.example","klik")',
    "+62 812-3456-7890",
    "-1+1",
    "@SUM(A1:A9)",
    "\tTab di depan",
    "\rCR di depan",
    "<script>alert('xss')</script> & \"kutip\" 'tunggal'",
    "#set page(width: 1pt) $x$ *tebal* [isi] \\ `kode`",
)
_OPD = (
    "Dinas Kesehatan", "Dinas Pendidikan dan Kebudayaan", "Dinas Sosial", "Dinas Perhubungan",
    "Dinas Lingkungan Hidup", "Dinas Kependudukan dan Pencatatan Sipil", "Dinas Komunikasi dan Informatika",
    "Dinas Penanaman Modal dan Pelayanan Terpadu Satu Pintu", "Badan Pendapatan Daerah", "Satuan Polisi Pamong Praja",
    "Dinas Pekerjaan Umum, Penataan Ruang, Perumahan Rakyat dan Kawasan Permukiman", "Inspektorat",
)  # fmt: skip
_PLACES = (
    "Muara Kaca",
    "Sungai Pinang",
    "Tanjung Sari",
    "Rawa Indah",
    "Bukit Lada",
    "Teluk Nipah",
    "Kampung Baru",
)
_QUOTES = {
    "persyaratan": "1. Fotokopi KTP-el pemohon; 2. Fotokopi Kartu Keluarga; 3. Surat pengantar RT/RW",
    "prosedur": "1. Pemohon mengambil nomor antrean 2. Petugas memeriksa berkas 3. Pemohon menerima dokumen",
    "jangka_waktu": "Jangka waktu penyelesaian: 3 (tiga) hari kerja sejak berkas lengkap",
    "biaya": "Biaya/tarif: Rp. 10.000,- per lembar",
    "pengaduan": "Pengaduan, saran dan masukan: WhatsApp 0812-3456-7890 atau www.lapor.go.id",
    "skm": "Nilai IKM semester I 2026: 86,42 (B)",
    "jam_layanan": "Senin–Kamis 08.00–14.00 WIB, Jumat 08.00–11.00 WIB",
}
_PROBLEMS = (
    "lorem_ipsum",
    "dead_link",
    "placeholder_link",
    "gambling_spam",
    "stale",
    "unfilled_template",
    "personal_data",
)
_STATUS = [SiteStatus.ONLINE] * 14 + [
    SiteStatus.NONE, SiteStatus.NONE, SiteStatus.SOCIAL_ONLY, SiteStatus.DEAD, SiteStatus.PARKED, SiteStatus.BLOCKED,
    SiteStatus.REDIRECTED_AWAY, SiteStatus.HACKED, SiteStatus.UNDER_CONSTRUCTION, SiteStatus.NOT_TESTED,
]  # fmt: skip
_REASONS = {
    SiteStatus.NONE: ("no_candidate",),
    SiteStatus.DEAD: ("dns_nxdomain",),
    SiteStatus.BLOCKED: ("robots",),
    SiteStatus.NOT_TESTED: ("dns_timeout",),
    SiteStatus.HACKED: ("gambling_spam",),
}


def fake_results(
    units: int = 60, seed: int = 7, *, hostile: bool = False, rubric: str = "uu25-2009"
) -> Results:
    """A made-up region of ``units`` units; ``hostile`` puts formulas, markup and scripts into every text."""
    loaded = load_rubric(rubric)
    made = tuple(_unit(random.Random(f"{seed}/{number}"), number, loaded, hostile) for number in range(units))
    run = RunInfo(
        id="percobaan-1",
        started_at="2026-11-22T02:00:00Z",
        finished_at="2026-11-22T03:10:00Z",
        rubric=loaded.full_id,
        tool_version="0.1.0",
        options={"max_pages": "60", "ocr": "auto", "render": "auto"},
    )
    return Results(run=run, units=made)


def _text(rng: random.Random, text: str, hostile: bool) -> str:
    return f"{rng.choice(HOSTILE)} {text}" if hostile else text


def _identity(number: int) -> tuple[str, str, Kind]:
    if number == 0:
        return "portal", "Portal Kabupaten Muara Kaca", Kind.PORTAL
    kind = (Kind.OPD, Kind.OPD, Kind.PUSKESMAS, Kind.KECAMATAN)[number % 4]
    place = _PLACES[number % len(_PLACES)]
    if kind is Kind.OPD:
        name = f"{_OPD[(number // 2) % len(_OPD)]} Kabupaten Muara Kaca"
    else:
        name = f"{'UPT Puskesmas' if kind is Kind.PUSKESMAS else 'Kecamatan'} {place}"
    return f"{kind.value}-{number:02d}", name, kind


def _unit(rng: random.Random, number: int, rubric: Rubric, hostile: bool) -> UnitResult:
    unit_id, name, kind = _identity(number)
    site = _site(rng, unit_id, hostile)
    found = apply_exceptions(_findings(rng, site, hostile), kind, rubric)
    points = score(found, kind, rubric)
    lines = {line.code: line for line in points.lines}
    components = {
        code: ComponentResult(
            verdict=finding.verdict,
            confidence=finding.confidence,
            points=lines[code].points,
            max_points=lines[code].max_points,
            evidence=finding.evidence,
            values=finding.values,
            reason=finding.reason,
        )
        for code, finding in found.items()
    }
    return UnitResult(
        unit_id=_text(rng, unit_id, hostile) if hostile else unit_id,
        name=_text(rng, name, hostile),
        kind=kind,
        region="61.12",
        site=site,
        components=components,
        services=_services(rng, site, hostile),
        problems=_problems(rng, site, hostile),
        score=points,
        features=_features(number, site),
    )


def _features(number: int, site: Site) -> tuple[Feature, ...]:
    """Every third site links to LAPOR!, every fifth was examined in the browser."""
    if site.status is not SiteStatus.ONLINE:
        return (Feature(code="lapor", state="not_tested"),)
    proof = Evidence(
        url=site.url,
        source=Source.HTML,
        locator="",
        snippet="LAPOR! → https://www.lapor.go.id/",
        sha256="b" * 64,
        fetched_at=AT,
    )
    seen = Feature(code="accessibility", state="found", facts={"pages": "3", "serious": str(number)})
    return (
        Feature(
            code="lapor",
            state="not_found" if number % 3 else "found",
            evidence=() if number % 3 else (proof,),
        ),
        seen if number % 5 == 0 else Feature(code="accessibility", state="not_tested"),
    )


def _site(rng: random.Random, unit_id: str, hostile: bool) -> Site:
    status = rng.choice(_STATUS)
    if status is SiteStatus.NONE:
        tried = tuple(
            Candidate(
                url=f"https://{prefix}{unit_id}.muarakacakab.go.id/",
                origin="pattern",
                outcome="unreachable",
                reason="dns_nxdomain",
            )
            for prefix in ("", "upt-")
        )
        return Site(status=status, reasons=_REASONS[status], candidates=tried)
    domain = rng.choice(
        [DomainClass.GO_ID] * 7
        + [DomainClass.FREE_HOST, DomainClass.NON_GO_ID, DomainClass.GO_ID_OTHER, DomainClass.DESA_ID]
    )
    host = {
        DomainClass.GO_ID: f"{unit_id}.muarakacakab.go.id",
        DomainClass.GO_ID_OTHER: f"{unit_id}.provinsiuji.go.id",
        DomainClass.DESA_ID: f"{unit_id}.desa.id",
        DomainClass.FREE_HOST: f"{unit_id}.blogspot.com",
        DomainClass.NON_GO_ID: f"{unit_id}-muarakaca.com",
    }[domain]
    url = "javascript:alert(1)" if hostile else f"https://{host}/"
    return Site(
        status=status,
        url=url,
        final_url=url,
        domain=domain,
        registered_domain=host,
        https=rng.choice([Https.VALID] * 4 + [Https.INVALID, Https.NONE]),
        reasons=tuple(_text(rng, reason, hostile) for reason in _REASONS.get(status, ())),
        pages_fetched=rng.randint(1, 60),
        documents_fetched=rng.randint(0, 9),
        pages_rendered=rng.choice([0, 0, 0, 4]),
        images_read=rng.randint(0, 5),
        platform=rng.choice(["wordpress", "joomla", ""]),
        confidence=round(rng.uniform(0.6, 1), 2),
        candidates=(
            Candidate(
                url=url,
                origin="portal",
                outcome="accepted",
                reason=_text(rng, "nama unit pada judul", hostile),
            ),
        ),
        social=("https://www.instagram.com/contoh",) if rng.random() < 0.3 else (),
    )


def _findings(rng: random.Random, site: Site, hostile: bool) -> dict[str, Finding]:
    untested = site.status in {SiteStatus.DEAD, SiteStatus.BLOCKED, SiteStatus.NOT_TESTED}
    judged = site.status in {SiteStatus.ONLINE, SiteStatus.HACKED, SiteStatus.REDIRECTED_AWAY}
    care = rng.random()
    found = {}
    for code in COMPONENTS:
        verdict = Verdict.NOT_TESTED if untested else Verdict.NOT_FOUND
        if judged:
            verdict = rng.choices(
                [Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND, Verdict.NOT_TESTED],
                [care, 0.2, 1 - care, 0.08],
            )[0]
        shown = verdict in {Verdict.PUBLISHED, Verdict.PARTIAL}
        found[code] = Finding(
            component=code,
            verdict=verdict,
            confidence=round(rng.uniform(0.4, 0.99), 2),
            reason="unreachable" if verdict is Verdict.NOT_TESTED else "specific" if shown else "no_section",
            evidence=_evidence(rng, site, code, hostile) if shown else (),
            values=_values(rng, code, hostile) if verdict is Verdict.PUBLISHED else (),
        )
    return found


def _evidence(rng: random.Random, site: Site, code: str, hostile: bool) -> tuple[Evidence, ...]:
    quote = _QUOTES.get(
        code, f"{code.replace('_', ' ').capitalize()} pelayanan Kecamatan Muara Kaca tahun 2026"
    )
    made = []
    for number in range(rng.randint(1, 3)):
        source = rng.choice([Source.HTML] * 4 + [Source.PDF, Source.IMAGE, Source.RENDERED, Source.DOCX])
        made.append(
            Evidence(
                url=f"{site.url}standar-pelayanan/{number}",
                source=source,
                locator="halaman 3"
                if source is Source.PDF
                else "main > table:nth-of-type(1) > tr:nth-of-type(4)",
                snippet=_text(rng, quote, hostile),
                sha256=hashlib.sha256(f"{site.url}{code}{number}".encode()).hexdigest(),
                fetched_at=AT,
            )
        )
    return tuple(made)


def _values(rng: random.Random, code: str, hostile: bool) -> tuple[Value, ...]:
    days = rng.randint(1, 14)
    if code == "jangka_waktu":
        return (
            Duration(text=_text(rng, f"{days} hari kerja", hostile), min=days, max=days, unit="working_day"),
            Duration(text="± 7,5 menit", min=7.5, max=7.5, unit="minute"),
        )
    if code == "biaya":
        return rng.choice(
            [
                (Fee(text="tidak dipungut biaya", amount=0, currency="IDR"),),
                (Fee(text=_text(rng, "Rp. 10.000,-", hostile), amount=10000, currency="IDR"), Fee(text="sesuai Perda No. 5 Tahun 2020", by_regulation="Perda 5/2020")),
            ]
        )  # fmt: skip
    if code == "pengaduan":
        return (
            Channel(channel="whatsapp", value="+6281234567890"),
            Channel(channel="lapor", value="https://www.lapor.go.id"),
        )
    if code == "skm":
        return (Fact(text="86,42 (B)", parts={"value": "86.42", "grade": "B"}),)
    return ()


def _services(rng: random.Random, site: Site, hostile: bool) -> tuple[Service, ...]:
    if site.status is not SiteStatus.ONLINE:
        return ()
    names = (
        "Pendaftaran pasien",
        "Pelayanan KIA dan KB",
        "Surat keterangan domisili",
        "Rekomendasi izin usaha mikro",
    )
    return tuple(
        Service(
            name=_text(rng, name, hostile),
            url=f"{site.url}layanan/{number}",
            components={
                code: ServiceFinding(
                    verdict=rng.choice([Verdict.PUBLISHED, Verdict.PARTIAL, Verdict.NOT_FOUND]), values=()
                )
                for code in COMPONENTS[:6]
            },
        )
        for number, name in enumerate(names[: rng.randint(0, 4)])
    )


def _problems(rng: random.Random, site: Site, hostile: bool) -> tuple[Problem, ...]:
    if not site.url or rng.random() < 0.5:
        return ()
    return tuple(
        Problem(
            code=code, url=f"{site.url}artikel", snippet=_text(rng, "Lorem ipsum dolor sit amet", hostile)
        )
        for code in rng.sample(_PROBLEMS, rng.randint(1, 3))
    )
