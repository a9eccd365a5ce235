"""``auditor init`` reads the portal's own list where there is a network, and says in one line what."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from small_net import Net

from auditor.discovery.listed import with_listed
from auditor.init_targets import build
from auditor.models import Agency, Kind, Link
from auditor.reference import load_regions
from auditor.targets import load_targets

DOMAIN = "kuburayakab.go.id"
REGION = load_regions()["61.12"]


def init(folder: Path, *options: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "auditor.cli", "init", "61.12", "--folder", str(folder), *options]
    code = "import sys; from auditor.cli import main; main(sys.argv[1:])"
    return subprocess.run(
        [sys.executable, "-c", code, *command[3:]], capture_output=True, text=True, timeout=90, check=False
    )


def test_the_portals_own_names_and_addresses_come_in(serve: Callable[[Net], None], tmp_path: Path) -> None:
    net = Net()
    entries = "".join(
        f'<li><a href="http://{label}.{DOMAIN}/">{name}</a></li>'
        for label, name in (
            ("dinsos", "Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak"),
            ("diskan", "Dinas Perikanan"),
            ("berita", "Dinas Sosial Salurkan Bantuan Sembako"),
        )
    )
    net.add(
        f"www.{DOMAIN}",
        home='<title>Portal</title><a href="/opd">Perangkat Daerah</a><a href="/kontak">Kontak</a>',
        opd=f"<title>OPD</title><ul>{entries}</ul>",
    )
    serve(net)
    told = init(
        tmp_path,
        *("--nameserver", f"127.0.0.1:{net.dns_port}", "--delay", "0", "--render", "never"),
        *("--connect-to", f":80:127.0.0.1:{net.web_port}", "--connect-to", ":443:127.0.0.1:1"),
    )
    assert told.returncode == 0, told.stderr
    assert "halaman daftar dibaca" in told.stderr
    assert told.stderr.count("\n") == 1
    units = {unit.name: unit for unit in load_targets([tmp_path / "61.12-kubu-raya.csv"], load_regions())}
    social = units["Dinas Sosial, Pemberdayaan Perempuan dan Perlindungan Anak"]
    assert social.unit_id == "61.12-dinsos"
    assert social.website == f"http://dinsos.{DOMAIN}/"
    assert f"http://www.{DOMAIN}/opd" in social.notes
    assert units["Dinas Perikanan"].website == f"http://diskan.{DOMAIN}/"
    assert not any("Sembako" in name for name in units), "a headline is no unit"
    assert "Puskesmas Kakap" in units, "the register stays"


@pytest.mark.parametrize(
    ("options", "words"),
    [
        (("--offline",), ""),
        (("--nameserver", "127.0.0.1:1"), "tidak ada jaringan; hanya dari data acuan"),
    ],
)
def test_without_a_network_reference_data_alone(tmp_path: Path, options: tuple[str, ...], words: str) -> None:
    told = init(tmp_path, *options)
    assert told.returncode == 0, told.stderr
    assert words in told.stderr
    written = load_targets([tmp_path / "61.12-kubu-raya.csv"], load_regions())
    assert [unit.name for unit in written] == [unit.name for unit in build(REGION)]
    again = init(tmp_path, *options)
    assert again.returncode == 2
    assert "sudah ada" in again.stderr


def test_accounts_and_the_portals_front_page_are_no_websites() -> None:
    unit = Agency(unit_id="a", name="Dinas Sosial", kind=Kind.OPD, region="61.12")
    links = [
        Link(text="Dinas Sosial", url="https://www.instagram.com/dinsos.x/"),
        Link(text="Dinas Sosial", url=f"https://{DOMAIN}/"),
    ]
    (found,) = with_listed([unit], REGION, [(link, "https://p/") for link in links], "2026-11-22")
    assert found.website == ""
