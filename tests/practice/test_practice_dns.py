"""Every way a name can answer, asked with dnspython."""

from __future__ import annotations

import dns.exception
import dns.flags
import dns.message
import dns.rcode
import pytest
from practice_client import addresses, ask

from auditor.practice.dns import Name, Zone
from auditor.practice.server import Practice


@pytest.mark.parametrize("tcp", [False, True])
def test_a_site_answers_with_its_own_address(net: Practice, tcp: bool) -> None:
    assert addresses(ask(net, "wp.ujikab.go.id", tcp=tcp)) == ["103.9.1.1"]
    assert addresses(ask(net, "LAIN.ujikab.go.id", tcp=tcp)) == ["103.9.1.1"]  # shared hosting
    made = addresses(ask(net, "onepage.ujikab.go.id", tcp=tcp))
    assert made == addresses(ask(net, "onepage.ujikab.go.id"))
    assert made != addresses(ask(net, "hash.ujikab.go.id"))


def test_alias_leads_to_the_address(net: Practice) -> None:
    assert addresses(ask(net, "alias.ujikab.go.id")) == ["wp.ujikab.go.id.", "103.9.1.1"]


def test_ipv6_only_where_declared(net: Practice) -> None:
    assert addresses(ask(net, "enam.ujikab.go.id", "AAAA")) == ["2001:db8::9"]
    answer = ask(net, "wp.ujikab.go.id", "AAAA")
    assert (answer.rcode(), answer.answer) == (dns.rcode.NOERROR, [])


@pytest.mark.parametrize(
    ("name", "code"),
    [
        ("tiada.ujikab.go.id", dns.rcode.NXDOMAIN),
        ("rusak-dns.ujikab.go.id", dns.rcode.SERVFAIL),
        ("tolak.ujikab.go.id", dns.rcode.REFUSED),
        ("kosong.ujikab.go.id", dns.rcode.NOERROR),
        ("ujikab.go.id", dns.rcode.NOERROR),  # a name with names below it exists, without addresses
    ],
)
def test_failures_are_response_codes(net: Practice, name: str, code: dns.rcode.Rcode) -> None:
    answer = ask(net, name)
    assert (answer.rcode(), answer.answer) == (code, [])


def test_a_silent_name_never_answers(net: Practice) -> None:
    with pytest.raises(dns.exception.Timeout):
        ask(net, "bisu.ujikab.go.id", timeout=0.3)
    assert addresses(ask(net, "wp.ujikab.go.id")) == ["103.9.1.1"]  # others are not held up


def test_wildcards_answer_for_every_name_below(net: Practice) -> None:
    assert addresses(ask(net, "apa-saja.semua.web.id")) == ["103.9.9.8"]
    assert addresses(ask(net, "a.b.semua.web.id")) == ["103.9.9.8"]
    assert addresses(ask(net, "x.kumpulan.ujikab.go.id")) == ["103.9.1.1"]


def test_private_address(net: Practice) -> None:
    assert addresses(ask(net, "dalam.ujikab.go.id")) == ["10.20.30.40"]


def test_a_large_answer_is_truncated_over_udp_only() -> None:
    zone = Zone({"besar.id": Name(a=tuple(f"103.1.{n // 250}.{n % 250 + 1}" for n in range(200)))})
    query = __import__("dns.message").message.make_query("besar.id", "A").to_wire()
    parse = __import__("dns.message").message.from_wire
    udp, tcp = zone.reply(query), zone.reply(query, tcp=True)
    assert udp is not None
    assert tcp is not None
    assert parse(udp).flags & dns.flags.TC
    assert len(addresses(parse(tcp))) == 200


def test_a_lame_server_refers_to_the_root() -> None:
    zone = Zone({"timpang.go.id": Name(state="lame")})
    answer = dns.message.from_wire(zone.reply(dns.message.make_query("timpang.go.id", "A").to_wire()) or b"")
    assert (answer.rcode(), answer.answer, bool(answer.flags & dns.flags.AA)) == (
        dns.rcode.NOERROR,
        [],
        False,
    )
    assert [str(item.name) for item in answer.authority] == ["."]


def test_a_slow_name_server_answers_late() -> None:
    zone = Zone({"lambat.go.id": Name(a=("103.9.1.7",), slow=2.0)})
    asked = [dns.message.make_query(name, "A").to_wire() for name in ("lambat.go.id", "lain.go.id")]
    assert [zone.delay(query) for query in asked] == [2.0, 0.0]
    assert zone.address("lambat.go.id") == "103.9.1.7"


def test_ipv6_alone_counts_as_an_address() -> None:
    assert Zone({"enam.go.id": Name(aaaa=("2404:c0:1::7",))}).address("enam.go.id") == "2404:c0:1::7"
