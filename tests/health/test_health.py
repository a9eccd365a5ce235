"""The gate between a finished run and what people are shown."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import msgspec
import pytest
from fake_region import fake_results
from hypothesis import given
from hypothesis import strategies as st

from auditor.errors import AuditorError
from auditor.health import Health, default_limits, judge
from auditor.jobs.folder import RunFolder
from auditor.jobs.publication import finish, health_lines, read_published, release
from auditor.models import ComponentResult, Https, Results, Site, SiteStatus, UnitResult, Verdict
from auditor.results import encode

LIMITS = default_limits()


def unit(number: int, region: str = "61.12", network: str = "contohkab.go.id", pages: int = 20) -> UnitResult:
    base = fake_results(1, seed=1).units[0]
    site = Site(
        status=SiteStatus.ONLINE,
        url=f"https://u{number}.{network}/",
        registered_domain=network,
        https=Https.VALID,
        pages_fetched=pages,
    )
    found = ComponentResult(verdict=Verdict.PUBLISHED, confidence=0.9, points=1, max_points=1)
    components = dict.fromkeys(("biaya", "prosedur"), found)
    return replace(base, unit_id=f"{region}-{number}", region=region, site=site, components=components)


def run(units: list[UnitResult], name: str) -> Results:
    base = fake_results(1, seed=1)
    return replace(base, run=replace(base.run, id=name), units=tuple(units))


def fell(item: UnitResult, status: SiteStatus = SiteStatus.DEAD) -> UnitResult:
    return replace(item, site=replace(item.site, status=status, pages_fetched=0))


def whats(health: Health) -> set[tuple[str, str, str]]:
    return {(doubt.scope, doubt.name, doubt.what) for doubt in health.doubts}


def test_an_ordinary_week_is_published() -> None:
    before = [unit(n) for n in range(40)]
    after = [fell(item) if n < 3 else item for n, item in enumerate(before)]
    health = judge(run(after, "b"), run(before, "a"))
    assert health.plausible
    assert (health.units, health.reached, health.previous) == (40, 37, "a")


@pytest.mark.parametrize(
    "status", [SiteStatus.DEAD, SiteStatus.NOT_TESTED, SiteStatus.NONE, SiteStatus.BLOCKED]
)
def test_many_lost_at_once_is_doubted(status: SiteStatus) -> None:
    before = [unit(n) for n in range(40)]
    after = [fell(item, status) if n % 2 else item for n, item in enumerate(before)]
    assert ("run", "", "lost") in whats(judge(run(after, "b"), run(before, "a")))


def test_one_region_or_one_network_alone_is_enough() -> None:
    fine = [unit(n, "61.12") for n in range(60)]
    region = [unit(n, "32.77", f"kota{n}.go.id") for n in range(6)]
    network = [unit(n, "13.75", "vendor.co.id") for n in range(6)] + [
        unit(n, "13.75", f"s{n}.go.id") for n in range(9, 40)
    ]
    before = fine + region + network
    after = fine + [fell(item) for item in region] + network
    assert whats(judge(run(after, "b"), run(before, "a"))) == {("region", "32.77", "lost")}
    after = fine + region + [fell(i) if i.site.registered_domain == "vendor.co.id" else i for i in network]
    assert whats(judge(run(after, "b"), run(before, "a"))) == {("network", "vendor.co.id", "lost")}


def test_few_pages_and_many_untested_are_doubted() -> None:
    before = [unit(n, pages=30) for n in range(10)]
    thin = [replace(item, site=replace(item.site, pages_fetched=9)) for item in before]
    assert ("run", "", "pages") in whats(judge(run(thin, "b"), run(before, "a")))
    blind = ComponentResult(verdict=Verdict.NOT_TESTED, confidence=1, points=0, max_points=1)
    unread = [
        replace(item, components=dict.fromkeys(item.components, blind)) for item in before[:4]
    ] + before[4:]
    assert ("run", "", "untested") in whats(judge(run(unread, "b"), run(before, "a")))


def test_a_first_run_is_judged_alone() -> None:
    units = [unit(n) for n in range(10)]
    assert judge(run(units, "a"), None).plausible
    none = [fell(item, SiteStatus.NONE) for item in units]
    assert judge(run(none, "a"), None).plausible, "a region without any website is a result"
    silent = [fell(item) if n < 6 else item for n, item in enumerate(units)]
    assert whats(judge(run(silent, "a"), None)) == {("run", "", "silent")}


@given(st.lists(st.sampled_from(list(SiteStatus)), min_size=1, max_size=30))
def test_the_same_again_is_always_plausible(statuses: list[SiteStatus]) -> None:
    units = [fell(unit(n), status) for n, status in enumerate(statuses)]
    assert judge(run(units, "b"), run(units, "a")).plausible


def write(place: Path, results: Results) -> str:
    folder = place / results.run.id
    folder.mkdir(parents=True)
    RunFolder(folder).results_path.write_bytes(encode(results))
    return results.run.id


def test_published_held_released(tmp_path: Path) -> None:
    good = [unit(n) for n in range(12)]
    bad = [fell(item) for item in good]
    assert finish(tmp_path, write(tmp_path, run(good, "a")), batch="Uji").published
    held = finish(tmp_path, write(tmp_path, run(bad, "b")), batch="Uji")
    assert not held.published
    shown = read_published(tmp_path)
    assert shown is not None
    assert shown.folder == "a", "the bad crawl is not shown"
    kept = msgspec.json.decode((tmp_path / "b" / "health.json").read_bytes(), type=Health)
    assert kept == held.health
    assert "DITAHAN" in health_lines(kept)[0]
    # The next good run is held against the one shown, not against the bad one.
    assert finish(tmp_path, write(tmp_path, run(good, "c")), batch="Uji").published
    with pytest.raises(AuditorError, match="--person"):
        release(tmp_path, "b", person="", reason="server pindah")
    release(tmp_path, "b", person="Sari", reason="server wilayah memang mati")
    shown = read_published(tmp_path)
    assert shown is not None
    assert (shown.folder, shown.by) == ("b", "Sari")


def test_a_damaged_pointer_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "published.json").write_text("{")
    with pytest.raises(AuditorError, match=r"published\.json"):
        read_published(tmp_path)
