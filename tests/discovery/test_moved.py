"""A website that came under go.id between two runs is told as such."""

from __future__ import annotations

from dataclasses import replace

from fake_region import fake_results

from auditor.compare import compare
from auditor.compare.text import to_text
from auditor.models import DomainClass, Results, SiteStatus


def with_site(results: Results, url: str, domain: DomainClass) -> Results:
    unit = results.units[0]
    site = replace(unit.site, status=SiteStatus.ONLINE, url=url, final_url=url, domain=domain)
    return replace(results, units=(replace(unit, site=site), *results.units[1:]))


def test_a_move_to_go_id_is_named_and_a_move_away_is_not() -> None:
    results = fake_results(3)
    before = with_site(results, "https://dinasuji.com/", DomainClass.NON_GO_ID)
    after = with_site(results, "https://dinas.ujikab.go.id/", DomainClass.GO_ID)
    (moved,) = compare(before, after).to_go_id
    assert (moved.before, moved.after) == ("dinasuji.com", "dinas.ujikab.go.id")
    assert "Pindah ke go.id (1):" in to_text(compare(before, after))
    assert compare(after, before).to_go_id == ()
    assert compare(after, after).to_go_id == ()
