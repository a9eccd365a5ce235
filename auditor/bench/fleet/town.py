"""The town: sites with names and addresses of their own, served by one process that logs every request."""

from __future__ import annotations

import asyncio
import contextlib
import csv
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

import msgspec

_PAGE = """<!doctype html><html lang="id"><head><title>{title} - {name}</title></head><body>
<nav>{menu}</nav><main><h1>{title}</h1>
<h2>Persyaratan</h2><ol><li>Fotokopi KTP-el untuk {name}</li><li>Fotokopi KK untuk {name}</li></ol>
<h2>Prosedur</h2><ol><li>Pemohon mendatangi loket {name}</li><li>Petugas {name} memeriksa berkas</li></ol>
<h2>Jangka waktu penyelesaian</h2><p>{days} hari kerja sejak berkas diterima {name}</p>
<h2>Biaya/tarif</h2><p>Tidak dipungut biaya oleh {name}</p></main>
<footer>{name}, Kabupaten Uji</footer></body></html>"""


@dataclass(frozen=True, slots=True, kw_only=True)
class House:
    """One site of the town."""

    unit_id: str
    name: str
    host: str
    address: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """One request of the access log; ``at`` in seconds since the epoch."""

    at: float
    address: str
    host: str
    path: str


class Plan(msgspec.Struct, frozen=True):
    """What the server process is told."""

    houses: dict[str, str]  # name of the unit by host
    addresses: list[str]
    pages: int
    log: str
    port: int = 0


def houses(number: int, *, shared: int = 0) -> list[House]:
    """``number`` sites; the last ``shared`` come in pairs on one address, and in pairs below one domain."""
    made = []
    for one in range(number):
        place = one - one % 2 if one >= number - shared and (one // 2) % 2 == 0 else one
        domain = one - one % 2 if one >= number - shared and (one // 2) % 2 == 1 else one
        made.append(
            House(
                unit_id=f"uji-{one:04}",
                name=f"Dinas Percobaan {one}",
                host=f"dinas{one}.uji{domain}kab.go.id",
                address=f"127.0.{1 + place // 200}.{1 + place % 200}",
            )
        )
    return made


def rules(town: Sequence[House], port: int) -> list[str]:
    """``--connect-to`` rules: HTTP to the site's own address; nobody speaks TLS there."""
    found = []
    for house in town:
        found += [f"{house.host}:80:{house.address}:{port}", f"{house.host}:443:{house.address}:1"]
    return found


def write_targets(town: Sequence[House], path: Path) -> None:
    """The town as a target file."""
    with path.open("w", encoding="utf-8", newline="") as file:
        rows = csv.writer(file)
        rows.writerow(("unit_id", "name", "kind", "region", "website"))
        rows.writerows((h.unit_id, h.name, "opd", "61.12", f"http://{h.host}/") for h in town)


@contextmanager
def served(town: Sequence[House], pages: int, log: Path) -> Iterator[int]:
    """Serve the town from a process of its own, ``pages`` pages a site; the port."""
    plan = Plan(
        houses={house.host: house.name for house in town},
        addresses=sorted({house.address for house in town}),
        pages=pages,
        log=str(log),
    )
    process = subprocess.Popen(  # noqa: S603 - this module
        [sys.executable, "-m", "auditor.bench.fleet.town", msgspec.json.encode(plan).decode()],
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    try:
        yield int(process.stdout.readline())
    finally:
        process.kill()
        process.wait()
        process.stdout.close()


def read_log(log: Path) -> list[Asked]:
    """All requests, in the order of their arrival."""
    with log.open(encoding="utf-8") as file:
        rows = [row.rstrip("\n").split("\t") for row in file if row.endswith("\n")]
    return sorted(
        (Asked(at=float(at), address=address, host=host, path=path) for at, address, host, path in rows),
        key=lambda one: one.at,
    )


def gaps(requests: Sequence[Asked], key: str) -> list[float]:
    """Seconds between one request and the next of the same ``address`` or ``domain``, least first."""
    by: dict[str, list[float]] = {}
    for one in requests:
        name = one.address if key == "address" else one.host.partition(".")[2]
        by.setdefault(name, []).append(one.at)
    return sorted(later - earlier for times in by.values() for earlier, later in pairwise(times))


async def _serve(plan: Plan) -> None:
    # Line by line: what a killed server has answered is in the log.
    with Path(plan.log).open("a", encoding="utf-8", buffering=1) as log:

        async def answer(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
            with contextlib.suppress(ConnectionError, asyncio.IncompleteReadError, TimeoutError):
                while head := await reader.readuntil(b"\r\n\r\n"):
                    now = time.time()
                    lines = head.decode("latin-1").split("\r\n")
                    path = lines[0].split(" ")[1]
                    host = next(
                        (line[5:].strip() for line in lines if line.lower().startswith("host:")), ""
                    ).partition(":")[0]
                    log.write(f"{now:.6f}\t{writer.get_extra_info('sockname')[0]}\t{host}\t{path}\n")
                    status, body = _page(plan, host, path)
                    writer.write(
                        f"HTTP/1.1 {status}\r\nContent-Type: text/html; charset=utf-8\r\n"
                        f"Content-Length: {len(body)}\r\n\r\n".encode()
                        + body
                    )
                    await writer.drain()
            writer.close()

        first = await asyncio.start_server(answer, plan.addresses[0], plan.port)
        port = first.sockets[0].getsockname()[1]
        servers = [first]
        for address in plan.addresses[1:]:
            servers.append(await asyncio.start_server(answer, address, port))
        sys.stdout.write(f"{port}\n")
        sys.stdout.flush()
        await asyncio.gather(*(server.serve_forever() for server in servers))


def _page(plan: Plan, host: str, path: str) -> tuple[str, bytes]:
    names = ["/", *(f"/layanan-{number}" for number in range(1, plan.pages))]
    if host not in plan.houses or path not in names:
        return "404 Not Found", b"<h1>404</h1>"
    menu = " ".join(f'<a href="{name}">Standar Pelayanan {place}</a>' for place, name in enumerate(names))
    place = names.index(path)
    title = "Beranda" if place == 0 else f"Standar Pelayanan Surat Keterangan {place}"
    return "200 OK", _PAGE.format(title=title, name=plan.houses[host], menu=menu, days=1 + place % 9).encode()


if __name__ == "__main__":
    asyncio.run(_serve(msgspec.json.decode(sys.argv[1], type=Plan)))
