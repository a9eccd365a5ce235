"""Labels made of a unit's name: which forms there are, and which come first."""

from itertools import islice

import pytest

from auditor.discovery import Habit
from auditor.discovery.labels import (
    agency_labels,
    as_written,
    filled,
    likely_labels,
    sure_labels,
    telling_prefix,
    templates,
)
from auditor.models import Agency, Kind
from auditor.reference import load_kinds, load_regions

REGIONS = load_regions()
REGENCY = REGIONS["61.12"]


def unit(name: str, kind: str = "opd", notes: str = "") -> Agency:
    return Agency(unit_id="x", name=name, kind=Kind(kind), region="61.12", notes=notes)


def likely(name: str, kind: str, habit: Habit, many: int) -> list[str]:
    return list(islice(likely_labels(unit(name, kind), REGENCY, habit), many))


# ---------------------------------------------------------------- what surely means the unit


def test_an_agencys_sure_labels_are_made_ones_and_those_of_its_own_kind():
    sure = sure_labels(unit("Dinas Kesehatan"), REGENCY)
    assert {"dinkes", "diskes", "dkk"} <= sure  # made of its name, seen for its kind
    assert not sure & {"dinsos", "disdik", "kominfo"}
    # Only the kind that fits best: what merely shares a word is some other office's.
    assert not sure_labels(unit("Dinas Pendidikan"), REGENCY) & set(load_kinds()["dinkes"].labels)


def test_a_place_is_sure_by_its_forms_without_hyphens():
    sure = sure_labels(unit("Puskesmas Sungai Kakap", "puskesmas"), REGENCY)
    assert {"pkmsungaikakap", "puskesmassungaikakap"} <= sure
    assert not any("-" in label for label in sure)


def test_other_names_of_the_notes_are_sure_too():
    former = sure_labels(unit("Dinas Sosial", notes="dahulu Dinas Perhubungan"), REGENCY)
    assert {"dinsos", "dishub"} <= former
    short = sure_labels(unit("Dinas Antah", notes="singkatan DAB"), REGENCY)
    assert "dab" in short
    # The official name is no abbreviation of itself, however short.
    assert "antah" not in sure_labels(unit("Antah"), REGENCY)


# ---------------------------------------------------------------- forms of places


def test_a_form_is_filled_as_spelled_and_as_written():
    assert filled("pkm-{joined}", "Puskesmas Sei Kapih", REGENCY) == ["pkm-sungaikapih", "pkm-seikapih"]
    assert filled("rsud", "RSUD", REGENCY) == ["rsud"]
    assert filled("pkm-{joined}", "Puskesmas", REGENCY) == []  # no place, no label


def test_a_number_stands_behind_before_or_after_a_hyphen():
    found = filled("pkm-{joined}", "Puskesmas Guntur II", REGENCY)
    assert found == ["pkm-guntur2", "pkm-2guntur", "pkm-guntur-2"]
    assert filled("pkm-{hyphen}", "Puskesmas Guntur II", REGENCY) == ["pkm-2-guntur", "pkm-guntur-2"]


def test_a_label_longer_than_dns_takes_is_none():
    assert filled("{joined}", f"Kecamatan {'a' * 63}", REGENCY) == ["a" * 63]
    assert filled("{joined}", f"Kecamatan {'a' * 64}", REGENCY) == []
    # Each part of it counts for itself.
    assert filled("{joined}.kecamatan", f"Kecamatan {'a' * 60}", REGENCY) == [f"{'a' * 60}.kecamatan"]


def test_a_shortened_word_is_written_as_the_name_has_it():
    assert as_written("Puskesmas Sei Kapih", ("sungai", "kapih")) == ("sei", "kapih")
    assert as_written("Puskesmas Sungai Kapih", ("sungai", "kapih")) == ("sungai", "kapih")
    assert as_written("Puskesmas Seikapih", ("sungai", "kapih")) == ("sungai", "kapih")  # a word, no part


def test_forms_are_asked_by_how_often_they_were_seen():
    assert templates("opd") == {}
    seen = templates("kecamatan")
    best = [*sorted(seen, key=lambda form: -seen[form])][:3]
    assert likely("Kecamatan Sungai Raya", "kecamatan", Habit(), 3) == [
        form.format(joined="sungairaya", hyphen="sungai-raya") for form in best
    ]


def test_what_siblings_follow_comes_before_what_is_frequent_elsewhere():
    followed = Habit(labels={"{joined}kec": 1})
    assert likely("Kecamatan Sungai Raya", "kecamatan", followed, 2) == ["sungairayakec", "sungairaya"]
    own = Habit(own={"kecamatan": {"camat.{joined}": 2, "//{joined}.example.id": 9}})
    assert likely("Kecamatan Sungai Raya", "kecamatan", own, 2) == ["camat.sungairaya", "sungairaya"]
    others = Habit(own={"puskesmas": {"pkm.{joined}": 2}})
    assert "pkm.sungairaya" not in likely("Kecamatan Sungai Raya", "kecamatan", others, 20)


def test_the_units_kind_speaks_where_its_name_does_not():
    assert likely("Sungai Raya", "kecamatan", Habit(), 2) == ["sungairaya", "kecsungairaya"]


# ---------------------------------------------------------------- agencies


def test_a_regions_own_forms_are_asked_beside_the_plain_ones():
    own = Habit(own={"agency": {"web-{label}": 2, "once-{label}": 1, "//p/{label}": 5}})
    found = likely("Dinas Kesehatan", "opd", own, 12)
    assert found[:2] == ["web-dinkes", "dinkes"]
    assert not any(label.startswith(("once-", "//")) for label in found)  # one host is no habit
    assert sum(label.startswith("web-") for label in found) == 3


def test_labels_of_other_levels_are_none():
    for code, has in {
        "61": True,
        "61.12": False,
        "61.71": False,
    }.items():  # mining is the provinces' (UU 23/2014)
        region = REGIONS[code]
        agency = Agency(unit_id="x", name="Dinas Energi dan Sumber Daya Mineral", kind=Kind.OPD, region=code)
        assert ("distamben" in agency_labels(agency, region, Habit())) is has, code


def test_the_way_a_region_shortens_dinas_comes_first():
    for short in ("dis", "din", "dinas"):
        found = [*agency_labels(unit("Dinas Kesehatan"), REGENCY, Habit(prefixes={short: 3}))]
        made = [label for label in found if label in {"diskes", "dinkes", "dinaskes"}]
        assert made[0] == f"{short}kes" or found[2] == f"{short}kes"


def test_merged_agencies_are_abbreviated_part_by_part():
    found = [
        *agency_labels(unit("Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak"), REGENCY, Habit())
    ]
    assert {"dinsosp3a", "dissosp3a", "dspppa", "dissos"} <= set(found)
    # One part without a known short form: nothing is made of the others alone.
    odd = [*agency_labels(unit("Dinas Sosial dan Antariksa"), REGENCY, Habit())]
    assert "dissos" not in odd[:4]
    assert "dsa" in odd  # its initials


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Dinas Pekerjaan Umum dan Penataan Ruang", "dpupr"),  # "dan" has none
        ("Badan Pendapatan Daerah", "bpd"),
    ],
)
def test_initials(name, initials):
    assert initials in list(agency_labels(unit(name), REGENCY, Habit()))


def test_two_words_have_no_initials():
    assert "ds" not in list(agency_labels(unit("Dinas Sosial"), REGENCY, Habit()))


# ---------------------------------------------------------------- how "Dinas" is shortened


@pytest.mark.parametrize(
    ("label", "prefix"),
    [
        ("dinkes", "din"),
        ("diskominfo", "dis"),
        ("dpupr", "d"),
        ("dinaskesehatan", ""),  # nobody writes another form of that
        ("dukcapil", ""),  # "d" before a vowel is the word's own
        ("kominfo", ""),
    ],
)
def test_a_prefix_tells_where_another_was_possible(label, prefix):
    assert telling_prefix(label) == prefix


def test_beginnings_of_labels_are_no_labels():
    found = [*agency_labels(unit("Sekretariat Daerah"), REGENCY, Habit())]
    assert "setda" in found
    assert not any(label.endswith(("-", ".")) for label in found)  # "bag-" begins "bag-hukum"


def test_the_last_short_form_of_each_part_is_tried_as_well():
    name = "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak"
    found = [*agency_labels(unit(name), REGENCY, Habit())]
    assert "dissosial3a" in found


def test_applications_are_no_kind_of_unit():
    applications = [kind for kind in load_kinds().values() if kind.usual == "aplikasi"]
    assert applications
    for kind in applications:
        assert not set(kind.labels) & set(sure_labels(unit(kind.name), REGENCY)) - {
            label for other in load_kinds().values() if other.usual != "aplikasi" for label in other.labels
        } - {"".join(word[0] for word in kind.name.lower().split())}


def test_a_label_is_made_once():
    assert filled("pkm{joined}", "Puskesmas Kubu", REGENCY) == ["pkmkubu"]
    assert filled("rsud", "RSUD Sungai Raya", REGENCY) == ["rsud"]
    assert filled("rs", "RSUD Sei Raya", REGENCY) == ["rs"]  # spelled out and as written, the same
