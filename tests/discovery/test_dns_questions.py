"""Questions to DNS by a real server on loopback: what each kind of answer becomes, and which are not put."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

import pytest

from auditor.practice.dns import DnsServer, Name, Zone
from auditor.spiders.failures import FetchError
from auditor.spiders.names import Answer, Names
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions

T = TypeVar("T")
NAMES = {
    "dinas.ujikab.go.id": Name(a=("103.7.0.1",)),
    "enam.ujikab.go.id": Name(aaaa=("2404:c0:1::7",)),
    "alias.ujikab.go.id": Name(cname="dinas.ujikab.go.id"),
    "rusak.ujikab.go.id": Name(state="servfail"),
    "diam.ujikab.go.id": Name(state="timeout"),
    "bawah.mati.ujikab.go.id": Name(state="nodata"),
    "tiada.ujikab.go.id": Name(state="nxdomain"),
}


class _Heard(Zone):
    def __init__(self) -> None:
        super().__init__(NAMES)
        self.asked: list[str] = []

    def find(self, name: str) -> Name | None:
        self.asked.append(name.lower().rstrip("."))
        return super().find(name)


def ask(work: Callable[[Network, Names], Awaitable[T]]) -> tuple[T, list[str]]:
    """What ``work`` finds, and the names the server was asked for."""

    async def go() -> tuple[T, list[str]]:
        zone = _Heard()
        server = DnsServer(zone)
        port = await server.start()
        options = CrawlOptions(nameserver=f"127.0.0.1:{port}", delay=0)
        network = Network(options)
        try:
            return await work(network, Names(network, options)), zone.asked
        finally:
            await server.stop()

    return asyncio.run(go())


@pytest.mark.parametrize(
    ("host", "addresses"),
    [
        ("dinas.ujikab.go.id", ("103.7.0.1",)),
        ("DINAS.ujikab.go.id.", ("103.7.0.1",)),
        ("enam.ujikab.go.id", ("2404:c0:1::7",)),
        ("alias.ujikab.go.id", ("103.7.0.1",)),
    ],
)
def test_addresses(host: str, addresses: tuple[str, ...]) -> None:
    found, _ = ask(lambda network, _: network.resolve(host))
    assert sorted(found) == sorted(addresses)


@pytest.mark.parametrize(
    ("host", "cause"),
    [
        ("tiada.ujikab.go.id", "dns_nxdomain"),
        ("bawah.mati.ujikab.go.id", "dns_no_address"),
        ("rusak.ujikab.go.id", "dns_servfail"),
        (f"{'x' * 64}.ujikab.go.id", "dns_bad_name"),
        ("a..b.go.id", "dns_bad_name"),
    ],
)
def test_why_there_is_none(host: str, cause: str) -> None:
    async def work(network: Network, _: Names) -> str:
        with pytest.raises(FetchError) as told:
            await network.resolve(host)
        return told.value.cause

    assert ask(work)[0] == cause


def test_below_a_name_that_does_not_exist_nothing_is_asked_for() -> None:
    async def work(_: Network, names: Names) -> list[Answer]:
        hosts = (
            "tiada.ujikab.go.id",
            "www.tiada.ujikab.go.id",
            "mati.ujikab.go.id",
            "bawah.mati.ujikab.go.id",
        )
        return [await names.ask(host) for host in hosts]

    found, asked = ask(work)
    assert found == [Answer()] * 4
    assert set(asked) == {"tiada.ujikab.go.id", "mati.ujikab.go.id", "bawah.mati.ujikab.go.id"}
