"""The shipped target files load, and a new region's first file can be made."""

from pathlib import Path

import pytest

from auditor.init_targets import InitError, build, file_name, find_region, write_targets
from auditor.models import Kind
from auditor.reference import load_puskesmas, load_regions
from auditor.targets import load_targets
from auditor.urls import host_of

REGIONS = load_regions()
READY = sorted((Path(__file__).parents[2] / "targets").glob("[0-9]*.csv"))


def test_ready_files_are_there_and_valid():
    assert len(READY) >= 3
    agencies = load_targets(READY, REGIONS)
    assert len({(a.name, a.region) for a in agencies}) == len(agencies)
    for agency in agencies:
        assert agency.notes, agency
        if agency.website:
            assert REGIONS.by_host(host_of(agency.website)) == REGIONS[agency.region]
    for code in {agency.region for agency in agencies}:
        there = {a.name for a in agencies if a.region == code and a.kind is Kind.PUSKESMAS}
        assert there == {unit.name for unit in load_puskesmas(code)}


@pytest.mark.parametrize("code", ["11.01", "31.71", "34.71", "61", "91.05", "95.08"])
def test_first_file_of_any_region(tmp_path, code):
    region = REGIONS[code]
    path = tmp_path / file_name(region)
    write_targets(build(region), path)
    agencies = load_targets([path], REGIONS)
    assert {Kind.PORTAL, Kind.OPD, Kind.RSUD} <= {agency.kind for agency in agencies}
    assert all(not agency.website for agency in agencies if agency.kind is not Kind.PORTAL)
    with pytest.raises(InitError, match="sudah ada"):
        write_targets([], path)


def test_region_by_name():
    assert find_region("Kubu Raya", REGIONS).code == "61.12"
    assert find_region("kota bandung", REGIONS).code == "32.73"
    with pytest.raises(InitError, match="lebih dari satu"):
        find_region("Bandung", REGIONS)
    with pytest.raises(InitError, match="tidak dikenal"):
        find_region("Atlantis", REGIONS)
