# ruff: noqa: E501 - the shapes of the interface read better on one line
"""results.json: the fixed shape, its schema, and bytes that do not wander."""

from __future__ import annotations

import json
from typing import Any

import jsonschema
import pytest
from fake_region import fake_results
from hypothesis import given
from hypothesis import strategies as st

from auditor.models import COMPONENTS, Channel, Duration, Fact, Fee, Results, RunInfo, Value
from auditor.results import (
    ResultsError,
    decode,
    decode_unit,
    encode,
    encode_unit,
)
from auditor.results.schema import json_schema
from auditor.value_shapes import value_in, value_out

RESULTS = fake_results(40)
DATA = encode(RESULTS)


def test_there_and_back() -> None:
    assert decode(DATA) == RESULTS
    assert encode(decode(DATA)) == DATA
    for unit in RESULTS.units:
        assert decode_unit(encode_unit(unit)) == unit


def test_the_shape_of_the_interface() -> None:
    tree = json.loads(DATA)
    assert list(tree) == ["schema_version", "run", "units"]
    assert tree["schema_version"] == "1"
    assert list(tree["run"]) == ["id", "started_at", "finished_at", "rubric", "tool_version", "options"]
    unit = tree["units"][1]
    assert list(unit) == [
        "unit_id",
        "name",
        "kind",
        "region",
        "site",
        "components",
        "services",
        "problems",
        "score",
        "features",
    ]
    assert list(unit["site"])[:10] == [
        "status", "url", "final_url", "domain", "registered_domain", "https", "reasons",
        "pages_fetched", "documents_fetched", "pages_rendered",
    ]  # fmt: skip
    assert list(unit["components"]) == list(COMPONENTS)
    component = unit["components"]["persyaratan"]
    assert list(component)[:6] == ["verdict", "confidence", "points", "max_points", "evidence", "values"]
    assert list(unit["score"]) == ["value", "coverage", "low", "high", "zone", "rubric", "lines"]
    assert list(unit["score"]["lines"][0]) == ["code", "points", "max_points", "why"]
    assert DATA.startswith(b'{\n  "schema_version": "1"') and DATA.endswith(b"}\n")


def test_values_are_written_as_the_interface_shows_them() -> None:
    empty = Results(run=RunInfo(id="a", started_at="", finished_at="", rubric="", tool_version=""), units=())
    assert json.loads(encode(empty))["units"] == []
    text = DATA.decode()
    assert '"amount": 10000,' in text and '"currency": "IDR"' in text
    assert '"min": 7.5,' in text and ".0," not in text
    shapes = {tuple(value_out(v)) for u in RESULTS.units for c in u.components.values() for v in c.values}
    assert shapes == {
        ("text", "min", "max", "unit"),
        ("text", "amount", "currency"),
        ("text", "by_regulation"),
        ("channel", "value"),
        ("text", "parts"),
    }


def test_the_schema_accepts_what_is_written_and_refuses_what_is_not() -> None:
    schema = json_schema()
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    tree = json.loads(DATA)
    assert list(validator.iter_errors(tree)) == []
    online = next(i for i, u in enumerate(tree["units"]) if u["components"]["biaya"]["values"])

    def refused(path: list[Any], value: object) -> bool:
        broken = json.loads(DATA)
        node = broken["units"][online]
        for key in path[:-1]:
            node = node[key]
        node[path[-1]] = value
        return not validator.is_valid(broken)

    assert refused(["site", "status"], "offline")
    assert refused(["site", "domain"], "com")
    assert refused(["components", "biaya", "verdict"], "absent")
    assert refused(["components", "biaya", "confidence"], 1.5)
    assert refused(["components", "harga"], tree["units"][online]["components"]["biaya"])
    assert refused(
        ["components", "biaya", "values"], [{"text": "3 hari", "min": 3, "max": 3, "unit": "fortnight"}]
    )
    assert refused(["components", "biaya", "values"], [{"channel": "fax", "value": "1"}])
    assert refused(["score", "coverage"], None)
    assert not refused(["score", "value"], None)
    assert not refused(["site", "a_later_name"], 1)


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"", "truncated"),
        (b'{"schema_version": "2", "run": {}, "units": []}', "schema_version"),
        (DATA.replace(b'"verdict": "published"', b'"verdict": "absent"', 1), r"absent.*\$\.units"),
        (DATA.replace(b'"persyaratan": {', b'"harga": {', 1), "harga"),
        (b"\xff\xfe{}", "results.json"),
    ],
)
def test_a_damaged_file_is_one_clear_line(data: bytes, says: str) -> None:
    with pytest.raises(ResultsError, match=says) as caught:
        decode(data)
    assert "\n" not in str(caught.value)


def test_a_later_version_may_add_names() -> None:
    assert decode(DATA.replace(b'"status": ', b'"mood": "fine", "status": ')) == RESULTS


_NUMBER = st.floats(0, 1e9, allow_nan=False)
_VALUES: st.SearchStrategy[Value] = st.one_of(
    st.builds(Duration, text=st.text(), min=_NUMBER, max=_NUMBER, unit=st.sampled_from(["day", "hour"])),
    st.builds(Fee, text=st.text(), amount=st.none() | _NUMBER, currency=st.none() | st.just("IDR"), by_regulation=st.none() | st.text()),
    st.builds(Channel, channel=st.sampled_from(["lapor", "phone"]), value=st.text()),
    st.builds(Fact, text=st.text(), parts=st.dictionaries(st.text(), st.text(), max_size=3)),
)  # fmt: skip


@given(value=_VALUES)
def test_every_value_comes_back_as_what_it_was(value: Value) -> None:
    assert value_in(value_out(value)) == value
