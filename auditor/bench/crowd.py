"""A made-up web of very many small sites, served from next to nothing by a process of its own.

Every site has two pages, a start page and one standard; some names are dead: DNS says so only after
seconds. Sites lie below the domains of the real regions, as they do in the country, each on a server of
its own. HTTPS is refused everywhere.
"""

from __future__ import annotations

import csv
import multiprocessing
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

from auditor.models import Region
from auditor.practice.dns import Name, Zone
from auditor.practice.message import Request, Response, html
from auditor.practice.server import Practice, start
from auditor.practice.spec import Tls
from auditor.reference import load_regions

PAGES = 2
DEAD_SECONDS = 2.0
_STANDARD = "/standar-pelayanan.html"
_SERVICES = ("Kartu Pencari Kerja", "Izin Reklame", "Akta Kelahiran", "Surat Pindah", "Legalisasi Ijazah")


def _hosts(count: int) -> Iterator[tuple[int, str, Region]]:
    """``(number, host, region)``: region after region, and again."""
    regions = [region for _, region in sorted(load_regions().items()) if region.domain]
    for number in range(count):
        region = regions[number % len(regions)]
        yield number, f"dinas{number:05d}.{region.domain}", region


def is_dead(number: int, dead: float) -> bool:
    """Whether the site of that number is one of the dead, spread evenly over all."""
    return int((number + 1) * dead) > int(number * dead)


def write_targets(path: Path, count: int, dead: float) -> list[str]:
    """Write the target file; the ids of the units that live."""
    with path.open("w", encoding="utf-8", newline="") as out:
        sheet = csv.writer(out, lineterminator="\n")
        sheet.writerow(("unit_id", "name", "kind", "region", "website", "parent", "notes"))
        for number, host, region in _hosts(count):
            sheet.writerow((f"u{number:05d}", _name(number), "opd", region.code, f"http://{host}/", "", ""))
    return [f"u{number:05d}" for number in range(count) if not is_dead(number, dead)]


def _name(number: int) -> str:
    return f"Dinas Uji {number:05d}"


class Crowd:
    """The sites, as the practice servers want them."""

    def __init__(self, count: int, dead: float) -> None:
        self._sites = {host: (number, region) for number, host, region in _hosts(count)}
        names = {}
        for host, (number, _) in self._sites.items():
            if is_dead(number, dead):
                names[host] = names[f"www.{host}"] = Name(state="nxdomain", slow=DEAD_SECONDS)
            else:
                names[host] = Name(a=(f"45.{number >> 16}.{number >> 8 & 255}.{number & 255}",))
        self.zone = Zone(names)

    def respond(self, request: Request) -> Response:
        """A page of one of the sites."""
        found = self._sites.get(request.host)
        if found is None or request.path not in ("/", _STANDARD):
            return html("<title>Tidak ditemukan</title><p>404</p>", 404)
        number, region = found
        return html(_page(request.path, number, region))

    def tls(self, host: str) -> Tls | None:  # noqa: ARG002 - nobody speaks TLS here
        """No certificate: every connection is refused."""
        return None

    def certificate(self, host: str) -> str:
        """The host's own name, of a certificate nobody is shown."""
        return host

    def closed(self) -> list[tuple[str, int]]:
        """Port 443 of every host."""
        return [("", 443)]


def _page(path: str, number: int, region: Region) -> str:
    name, service = _name(number), _SERVICES[number % len(_SERVICES)]
    title = f"{name} {region.name}"
    body = f"<h1>{title}</h1><p>Selamat datang di situs {title}, nomor antrean {number}.</p>"
    if path != "/":
        body = (
            f"<h1>Standar Pelayanan {service}</h1><table>"
            f"<tr><td>Persyaratan</td><td>1. Fotokopi KTP<br>2. Pas foto {number % 7 + 2} lembar</td></tr>"
            "<tr><td>Prosedur</td><td>1. Pemohon mengisi formulir<br>2. Petugas memeriksa berkas</td></tr>"
            f"<tr><td>Jangka waktu penyelesaian</td><td>{number % 9 + 1} hari kerja</td></tr>"
            f"<tr><td>Biaya/tarif</td><td>Gratis</td></tr></table><p>Telepon (0561) 7{number:05d}</p>"
        )
    return (
        f'<!DOCTYPE html><html lang="id"><head><title>{title}</title></head><body>'
        f'<nav><a href="/">Beranda</a> <a href="{_STANDARD}">Standar Pelayanan {service}</a></nav>'
        f"<main>{body}</main>"
        f"<footer>Jl. Merdeka {number % 90 + 1}, {region.name}</footer></body></html>"
    )


@contextmanager
def serving(count: int, dead: float, folder: Path) -> Iterator[Practice]:
    """The crowd on loopback while inside; its requests are in ``log``."""
    method = multiprocessing.get_context("spawn")
    here, there = method.Pipe()
    log = folder / "access.jsonl"
    child = method.Process(target=_serve, args=(there, count, dead, log), daemon=True)
    child.start()
    there.close()  # so that a child that cannot begin ends the waiting for it
    try:
        nameserver, connect_to, ca_file = here.recv()
        yield Practice(nameserver=nameserver, connect_to=connect_to, ca_file=ca_file, log_file=log)
    finally:
        here.close()
        child.join(10)
        child.kill()


def _serve(pipe: Connection, count: int, dead: float, log: Path) -> None:
    with start(internet=Crowd(count, dead), log_file=log) as net:
        pipe.send((net.nameserver, net.connect_to, net.ca_file))
        pipe.poll(None)  # until the other end is closed
