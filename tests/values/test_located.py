"""RE2 locates, ``re`` proves: together they find what ``re`` alone finds."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from auditor.patterns import Located, Owned, opened_once, quick
from auditor.values import channels, durations, hours, money, signs, telephones

_PARSERS = {
    f"{module.__name__.rsplit('.', 1)[-1]}.{name}": one
    for module in (channels, durations, hours, money, telephones)
    for name, one in vars(module).items()
    if isinstance(one, Located)
}
_PIECES = [
    *(
        "3",
        "1",
        "l5",
        "½",
        "1/2",
        "setengah",
        "dua puluh",
        "tiga",
        "(tiga)",
        " ",
        "  ",
        "\n",
        "-",
        "–",
        "s/d",
    ),
    *("sampai dengan", "±", "paling lama", "maksimal", "menit", "MENIT", "hari kerja", "hari (kerja)", "jam"),
    *("harı", "H+2", "1x24", "sehari", "hari yang sama", "Rp", "Rp.", "10.000", ",-", "1,5", "juta", "ribu"),
    *(
        "rupiah",
        "gratis",
        "FREE",
        "nya",
        "Senin",
        "jum'at",
        "setiap hari",
        "pukul",
        "08.00",
        "8:30",
        "15.00 WIB",
    ),
    *(
        "s/d",
        "pukul",
        "selesai",
        "24 jam",
        "3 sore",
        "waktu",
        ":",
        "/",
        "(",
        ")",
        ".",
        "x",
        "abc",
        *("Telp", "Instagram", "Facebook", "@dinas_andai", "[", "]", "- ", "Dinas Andai", "https://", "www."),
        *("wa.me/62811", "kotak saran", "call center", "112", "721234", "sms 1708", "di loket", ";"),
        "\u00a0",
        "４",
        "②",
    ),
]
_TEXTS = st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=3)), max_size=14).map("".join)


@pytest.mark.parametrize("name", sorted(_PARSERS))
def test_parsers_have_their_quick_side(name: str) -> None:
    _PARSERS[name].search("")  # compiled when first asked
    assert _PARSERS[name]._loose is not None


@settings(max_examples=400)
@given(text=_TEXTS)
def test_values_are_located_where_re_finds_them(text: str) -> None:
    for name, one in _PARSERS.items():
        found = [hit.span() for hit in one.finditer(text)]
        assert found == [hit.span() for hit in one.regex.finditer(text)], name


@settings(max_examples=200)
@given(text=_TEXTS)
def test_signs_leave_out_nothing(text: str) -> None:
    everything = frozenset(signs.SIGNS)
    assert durations.find_durations(text) == durations.without_overlaps(
        [*durations._plain(text), *durations._rest(text, everything)]
    )


def test_a_word_border_is_res_to_decide() -> None:
    one = Located(r"(?<![^\W_])ktp(?![^\W_])")
    text = "xktp ktp_ KTP ktpé ktp"
    assert [hit.span() for hit in one.finditer(text)] == [hit.span() for hit in re.finditer(one.regex, text)]
    assert one.search("xktp") is None


def test_an_empty_hit_does_not_hold_it_up() -> None:
    one = Located("ktp")
    assert list(one.finditer("ktp"))  # compiled when first asked
    one._look = lambda _text, place, end: ((place, place) if place < end else (-1, -1),)
    assert list(one.finditer("aaa")) == []


@pytest.mark.parametrize(
    ("pattern", "once"),
    [
        (r"[\w.+\-]{1,40}@x", r"[\w.+\-]@x"),
        (r"[a\]b]{1,9}x|y", r"[a\]b]x|y"),
        (r"\w{1,3}?@", r"\w?@"),
        (r"(?:a){1,3}@", r"(?:a){1,3}@"),
        (r"[ab]{2,9}@", r"[ab]{2,9}@"),
        (r"@[ab]{1,9}", r"@[ab]{1,9}"),
    ],
)
@given(text=st.text(alphabet="ab]@x.y", max_size=12))
def test_what_opens_often_is_asked_for_once(pattern: str, once: str, text: str) -> None:
    assert opened_once(pattern) == once
    if re.search(pattern, text):
        assert re.search(once, text)
        may = quick([pattern])
        assert may is not None
        assert may(text.encode())


@pytest.mark.parametrize(
    "pattern", [r"x\w", r"x\d", r"x\s", r"x[\w.]", r"x[^\w\s]", r"x[^\d]", r"x[^\W\d_]", r"x[^\W_]", r"x\W"]
)
@given(text=st.text(alphabet="xaé٤3_–\u00a0\u3000. ", max_size=4))
def test_classes_leave_out_no_letter_of_the_world(pattern: str, text: str) -> None:
    may = quick([pattern])
    assert may is not None
    assert may(text.encode()) or not re.search(pattern, text)


@given(text=st.text(alphabet="abc é", max_size=9), together=st.integers(1, 5))
def test_owners_apart_are_found_as_in_one_set(text: str, together: int) -> None:
    owned = [(number, pattern) for number, pattern in enumerate(("a", "b+c", "é", "a.c", " ")) for _ in "12"]
    assert Owned(owned, together=together).of(text) == Owned(owned).of(text)
