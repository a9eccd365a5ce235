"""The open data: a valid package, the same totals as the recap, nothing personal, nothing that calculates."""

from __future__ import annotations

import csv
import dataclasses
import io
import json
from pathlib import Path

import frictionless
import jsonschema
import pandas as pd
import pyarrow.parquet as pq
import pytest
from fake_region import fake_results
from openpyxl import load_workbook

from auditor.jobs.opendata import write_opendata
from auditor.jobs.recap import RecapOrder, write_recap
from auditor.models import COMPONENTS, Results, Verdict
from auditor.reporting.opendata import TABLES, load_tables
from auditor.reporting.opendata.points import PointError
from auditor.results import encode
from auditor.results.schema import json_schema

RESULTS = fake_results(60)
NIK = "6112014507900003"


def run_folder(results: Results, folder: Path) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "results.json").write_bytes(encode(results))
    return folder


def with_quote(results: Results, quote: str) -> Results:
    units = list(results.units)
    place = next(n for n, unit in enumerate(units) if unit.components["profil"].evidence)
    found = units[place].components["profil"]
    proof = dataclasses.replace(found.evidence[0], snippet=quote)
    component = dataclasses.replace(found, evidence=(proof, *found.evidence[1:]))
    units[place] = dataclasses.replace(
        units[place], components={**units[place].components, "profil": component}
    )
    return dataclasses.replace(results, units=tuple(units))


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    root = tmp_path_factory.mktemp("opendata")
    folder = run_folder(with_quote(RESULTS, f"Nama: Budi NIK {NIK}"), root / "run")
    write_opendata(folder, root / "paket")
    return root / "paket"


@pytest.mark.parametrize("hostile", [False, True])
def test_frictionless_finds_the_package_valid(tmp_path: Path, hostile: bool) -> None:
    folder = run_folder(fake_results(25, hostile=hostile), tmp_path / "run")
    write_opendata(folder, tmp_path / "paket")
    report = frictionless.validate(str(tmp_path / "paket/datapackage.json"))
    assert report.valid, report.flatten(["resourceName", "rowNumber", "fieldName", "message"])[:5]
    rows = {task.name: task.stats.get("rows") for task in report.tasks}
    assert rows["units"] == 25 and rows["components"] == 25 * len(COMPONENTS)


def test_frictionless_would_see_a_wrong_code(made: Path, tmp_path: Path) -> None:
    """The schema bites: a verdict that does not exist is an error."""
    data = tmp_path / "data"
    data.mkdir()
    for name in TABLES:
        text = (made / "data" / f"{name}.csv").read_text("utf-8")
        (data / f"{name}.csv").write_text(text.replace(",partial,", ",sebagian,"), "utf-8")
    package = json.loads((made / "datapackage.json").read_text("utf-8"))
    package["resources"] = [r for r in package["resources"] if r["type"] == "table"]
    (tmp_path / "datapackage.json").write_text(json.dumps(package))
    assert not frictionless.validate(str(tmp_path / "datapackage.json")).valid


def test_pandas_counts_what_the_recap_counts(made: Path, tmp_path: Path) -> None:
    write_recap(RecapOrder(folder=made.parent / "run", out=tmp_path, formats=("xlsx",)))
    sheet = load_workbook(tmp_path / "rekap.xlsx")["Ringkasan"]
    facts = {row[0].value: [cell.value for cell in row[1:]] for row in sheet.iter_rows() if row[0].value}
    for units, components in (
        (pd.read_csv(made / "data/units.csv"), pd.read_csv(made / "data/components.csv")),
        (pd.read_parquet(made / "data/units.parquet"), pd.read_parquet(made / "data/components.parquet")),
    ):
        assert facts["Unit diperiksa"][0] == len(units)
        assert facts["Tanpa situs"][0] == units["site_status"].isin(["none", "social_only"]).sum()
        assert facts["Situs aktif"][0] == (units["site_status"] == "online").sum()
        assert facts["Median skor"][0] == pytest.approx(units["score"].median())
        assert facts["Rata-rata skor"][0] == pytest.approx(units["score"].mean())
        assert facts["Memuat keenam komponen"][0] == (units["six_published"] == 6).sum()
        assert facts["Belum dapat dinilai"][0] == units["score"].isna().sum()
        for zone, title in (("hijau", "Hijau"), ("kuning", "Kuning"), ("merah", "Merah")):
            assert facts[f"{title} (ambang proyek)"][0] == (units["zone"] == zone).sum()
        told = components.groupby(["component_name", "verdict"]).size()
        for name in components["component_name"].unique():
            assert facts[name][:5] == [told.get((name, verdict.value), 0) for verdict in Verdict], name


def test_json_lines_and_parquet_say_the_same_as_csv(made: Path) -> None:
    lines = [json.loads(line) for line in (made / "data/units.jsonl").read_text("utf-8").splitlines()]
    assert [line["unit_id"] for line in lines] == [unit.unit_id for unit in RESULTS.units]
    for name in TABLES:
        spec = load_tables()[name]
        parquet = pq.read_table(made / f"data/{name}.parquet")
        assert parquet.column_names == [column.name for column in spec.columns]
        assert parquet.schema.field(0).metadata[b"en"]
        with (made / f"data/{name}.csv").open(encoding="utf-8", newline="") as file:
            table = list(csv.DictReader(file))
        assert len(table) == parquet.num_rows
        if name != "units":
            assert sum(len(line[name]) for line in lines) == parquet.num_rows


def test_names_of_columns_do_not_move() -> None:
    """Scripts hold on to these: names may only be added."""
    names = {name: [column.name for column in spec.columns] for name, spec in load_tables().items()}
    assert names["units"][:12] == [
        "unit_id", "name", "kind", "region_code", "region_name", "site_status", "site_url", "domain_class",
        "registered_domain", "https", "site_confidence", "score",
    ]  # fmt: skip
    assert names["components"] == [
        "unit_id", "component", "component_name", "verdict", "confidence", "points", "max_points", "media",
        "values", "evidence_count", "reason",
    ]  # fmt: skip
    assert names["evidence"] == [
        "unit_id", "component", "number", "url", "source", "locator", "snippet", "sha256", "fetched_at",
    ]  # fmt: skip
    for spec in load_tables().values():
        assert all(column.id and column.en for column in spec.columns)


def test_personal_data_is_masked_in_every_file(made: Path) -> None:
    assert NIK in (made.parent / "run/results.json").read_text("utf-8")
    for path in (made / "data").iterdir():
        if path.suffix == ".parquet":
            text = pq.read_table(path).to_pandas().to_csv()
        else:
            text = path.read_text("utf-8")
        assert NIK not in text, path
    assert "611201****" in (made / "data/evidence.csv").read_text("utf-8")


def test_licence_method_and_dictionary_are_inside(made: Path) -> None:
    words = (made / "README.md").read_text("utf-8")
    for part in (
        "CC-BY-4.0",
        "bukan nilai Ombudsman",
        "not an Ombudsman",
        "`evidence_count`",
        "Quote; personal data",
    ):
        assert part in words or part in (made / "datapackage.json").read_text("utf-8"), part
    assert "GeoJSON tidak dibuat" in words
    package = json.loads((made / "datapackage.json").read_text("utf-8"))
    assert package["licenses"][0]["name"] == "CC-BY-4.0"
    field = package["resources"][0]["schema"]["fields"][0]
    assert field["title"].startswith("Tanda unit") and "identifier" in field["description"]


def test_coordinates_become_geojson(made: Path, tmp_path: Path) -> None:
    unit_id = RESULTS.units[4].unit_id
    points = tmp_path / "titik.csv"
    points.write_text(f"unit_id,lat,lon\n{unit_id},-0.0263,109.3425\n", "utf-8")
    paths = write_opendata(made.parent / "run", tmp_path / "paket", points)
    geo = json.loads((tmp_path / "paket/data/units.geojson").read_text("utf-8"))
    assert tmp_path / "paket/data/units.geojson" in paths
    assert [f["geometry"]["coordinates"] for f in geo["features"]] == [[109.3425, -0.0263]]
    assert geo["features"][0]["properties"]["unit_id"] == unit_id
    assert frictionless.validate(str(tmp_path / "paket/datapackage.json")).valid
    for row, says in (
        ("tiada,-1,110", "unit_id 'tiada'"),
        (f"{unit_id},109.3,-0.02", "di luar Indonesia"),
        (f"{unit_id},utara,110", "kolom lat 'utara' bukan angka"),
        (f"{unit_id},-1,110\n{unit_id},-1,110", "baris 3: .*sudah ada"),
    ):
        points.write_text(f"unit_id,lat,lon\n{row}\n", "utf-8")
        with pytest.raises(PointError, match=says):
            write_opendata(made.parent / "run", tmp_path / "paket", points)


def test_no_cell_of_a_csv_calculates(tmp_path: Path) -> None:
    folder = run_folder(fake_results(25, hostile=True), tmp_path / "run")
    write_opendata(folder, tmp_path)
    guarded = 0
    for name in TABLES:
        text = (tmp_path / f"data/{name}.csv").read_bytes().decode()
        for row in csv.reader(io.StringIO(text, newline="")):
            for cell in row:
                assert not cell.startswith(("=", "+", "-", "@", "\t", "\r")), (name, cell)
                guarded += cell.startswith("'")
    assert guarded > 50
    quotes = pq.read_table(tmp_path / "data/evidence.parquet").column("snippet").to_pylist()
    assert any(quote.startswith("=") for quote in quotes)


def test_the_same_run_gives_the_same_files(made: Path, tmp_path: Path) -> None:
    for path in write_opendata(made.parent / "run", tmp_path):
        assert path.read_bytes() == (made / path.relative_to(tmp_path)).read_bytes(), path


@pytest.mark.parametrize("hostile", [False, True])
def test_results_json_follows_its_schema(hostile: bool) -> None:
    tree = json.loads(encode(fake_results(20, hostile=hostile)))
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    jsonschema.Draft202012Validator(schema).validate(tree)
    tree["units"][0]["components"]["biaya"]["verdict"] = "ada"
    with pytest.raises(jsonschema.ValidationError):
        jsonschema.Draft202012Validator(schema).validate(tree)
