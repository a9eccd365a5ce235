"""Discovery on a small loopback internet: lists, profile pages, decisions, DNS trouble, outside sources."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from small_net import Net, files_below

from auditor.checks.site import judge_site
from auditor.models import Agency, Decision, Kind, SiteStatus, Snapshot, Visit
from auditor.practice.dns import Name
from auditor.reference import load_regions

DOMAIN = "kuburayakab.go.id"
KUBU = "Kabupaten Kubu Raya"
RECORDED = Path(__file__).with_name("recorded")
KEY = "kunci-rahasia-42"
Found = Callable[[str], Visit]


def html(title: str, body: str) -> str:
    return f"<html><head><title>{title}</title></head><body>{body}</body></html>"


def site(name: str) -> str:
    menu = "".join(f'<a href="/{word}">{word}</a> ' for word in ("profil", "layanan", "kontak"))
    return html(f"{name} {KUBU}", f"{menu}<h1>{name}</h1><p>Situs resmi {name} {KUBU}.</p>")


def unit(unit_id: str, name: str, kind: str = "puskesmas", **more: Any) -> Agency:
    return Agency(unit_id=unit_id, name=name, kind=Kind(kind), region="61.12", **more)


def decided(website: str) -> Decision:
    return Decision(website=website, reason="r", person="Ani", date="2026-01-01", valid_until="2099-01-01")


UNITS = [
    unit("punggur", "Puskesmas Punggur"),
    unit("korpri", "Puskesmas Korpri"),
    unit("lingga", "Puskesmas Lingga"),
    unit("kakap", "Puskesmas Kakap", decision=decided("")),
    unit("terentang", "Puskesmas Terentang", decision=decided(f"http://trt.{DOMAIN}/")),
    unit("ambawang", "Puskesmas Sungai Ambawang", decision=decided(f"http://www.{DOMAIN}/")),
    unit("rasau", "Puskesmas Rasau Jaya"),
    unit("durian", "Puskesmas Sungai Durian"),
    unit("kubu", "Puskesmas Kubu"),
    unit("dishub", "Dinas Perhubungan", "opd"),
    unit("distan", "Dinas Pertanian", "opd"),
    unit("bunnak", "Dinas Perkebunan dan Peternakan", "opd"),
    unit("disbun", "Dinas Perkebunan", "opd", website=f"http://disbun.{DOMAIN}/"),
    unit("kominfo", "Dinas Komunikasi", "opd", notes=f"juga pernah: pdekominfo.{DOMAIN}"),
]


@pytest.fixture(scope="module")
def net(serve: Callable[[Net], None]) -> Net:
    net = Net()
    net.add(
        f"www.{DOMAIN}",
        home=html(
            f"Portal {KUBU}",
            f'<a href="/opd">Perangkat Daerah</a><a href="http://dinkes.{DOMAIN}/">Dinas Kesehatan</a>'
            '<a href="/berita">Berita</a><a href="/profil">Profil</a>',
        ),
        opd=html(
            "Perangkat Daerah",
            f'<ul><li><a href="http://distan.{DOMAIN}/">Dinas Pertanian</a></li></ul>',
        ),
    )
    rows = (
        '<tr><td>1</td><td>Puskesmas Punggur</td><td><a href="http://pkmpunggur.blogspot.com/">Kunjungi</a></td></tr>'
        '<tr><td>2</td><td>Puskesmas Korpri</td><td><a href="https://www.instagram.com/pkm.korpri/">IG</a></td></tr>'
        '<tr><td>3</td><td><a href="/puskesmas/lingga">Puskesmas Lingga</a></td><td></td></tr>'
        f'<tr><td>4</td><td>Puskesmas Kakap</td><td><a href="http://kkp.{DOMAIN}/">situs</a></td></tr>'
    )
    net.add(
        f"dinkes.{DOMAIN}",
        home=html(f"Dinas Kesehatan {KUBU}", '<a href="/puskesmas">Daftar Puskesmas</a>'),
        puskesmas=html("Daftar Puskesmas", f"<table>{rows}</table>"),
    )
    net.pages[f"dinkes.{DOMAIN}/puskesmas/lingga"] = html(
        f"Puskesmas Lingga - Dinas Kesehatan {KUBU}", "<h1>Puskesmas Lingga</h1><p>Alamat: Desa Lingga.</p>"
    )
    net.add("pkmpunggur.blogspot.com", home=site("Puskesmas Punggur"))
    net.add(f"kkp.{DOMAIN}", home=site("Puskesmas Kakap"))
    net.add(f"trt.{DOMAIN}", home=site("Puskesmas Terentang"))
    net.add(f"rasaujaya-sehat.{DOMAIN}", home=site("Puskesmas Rasau Jaya"))
    net.add("puskesmassungaidurian.com", home=site("Puskesmas Sungai Durian"))
    net.add(f"pdekominfo.{DOMAIN}", home=site("Dinas Komunikasi"))
    net.add(f"disbun.{DOMAIN}")
    net.names[f"dishub.{DOMAIN}"] = Name(state="servfail")
    net.add("ct.uji.net")
    net.pages[f"ct.uji.net/?q=%25.{DOMAIN}&output=json"] = (RECORDED / "certificates.json").read_text()
    net.add("api.uji.net")
    net.pages["api.uji.net/search?q=%22Puskesmas%20Sungai%20Durian%22%20%22Kabupaten%20Kubu%20Raya%22"] = (
        lambda headers: (
            (RECORDED / "search.json").read_text() if headers.get("X-Subscription-Token") == KEY else None
        )
    )
    serve(net)
    return net


@pytest.fixture(scope="module")
def found(net: Net, discover: Callable[..., Found]) -> Found:
    return discover(
        net,
        UNITS,
        {"AUDITOR_SEARCH_KEY": KEY},
        ct="http://ct.uji.net/?q=%25.{domain}&output=json",
        search="http://api.uji.net/search?q={query}",
    )


def states(visit: Visit) -> dict[str, str]:
    return {item.source: item.state for item in visit.asked}


def judged(visit: Visit) -> Any:
    return judge_site(visit, Snapshot(agency=visit.agency, reached=False), load_regions())


@pytest.mark.parametrize(
    ("unit_id", "home", "origin"),
    [
        ("punggur", "http://pkmpunggur.blogspot.com/", "health_office"),
        ("rasau", f"http://rasaujaya-sehat.{DOMAIN}/", "certificates"),
        ("durian", "http://puskesmassungaidurian.com/", "search"),
        ("kominfo", f"http://pdekominfo.{DOMAIN}/", "pattern"),
        ("terentang", f"http://trt.{DOMAIN}/", "decision"),
    ],
)
def test_each_source_finds_its_site(found: Found, unit_id: str, home: str, origin: str) -> None:
    visit = found(unit_id)
    assert visit.home == home, visit.trail
    assert [item.origin for item in visit.trail if item.outcome == "accepted"] == [origin]


def test_the_row_that_names_a_unit_is_the_proof(found: Found) -> None:
    (item,) = [item for item in found("punggur").trail if item.outcome == "accepted"]
    assert (item.claim, item.found_on, item.text) == (
        "listed",
        f"http://dinkes.{DOMAIN}/puskesmas",
        "Puskesmas Punggur",
    )
    assert item.at


def test_an_account_in_the_list_is_social_only(found: Found) -> None:
    visit = found("korpri")
    assert visit.social == ("https://instagram.com/pkm.korpri",)
    assert judged(visit).status is SiteStatus.SOCIAL_ONLY


def test_one_page_on_the_health_offices_site_is_no_website(found: Found) -> None:
    visit = found("lingga")
    assert not visit.home
    assert [item.reason.partition(":")[0] for item in visit.trail if "lingga" in item.url] == ["profile"]
    assert judged(visit).status is SiteStatus.NONE


def test_none_names_every_source_that_answered(found: Found) -> None:
    visit = found("kubu")
    told = states(visit)
    wanted = ("portal", "health_office", "dns", "certificates", "search")
    assert {name: told[name] for name in wanted} == dict.fromkeys(wanted, "answered") | {"search": "silent"}
    assert visit.sources_asked == ("portal", "health_office", "dns", "certificates")
    assert judged(visit).status is SiteStatus.NONE


def test_servfail_is_never_none(found: Found) -> None:
    visit = found("dishub")
    assert states(visit)["dns"] == "silent"
    site = judged(visit)
    assert site.status is SiteStatus.NOT_TESTED
    assert any(f"dishub.{DOMAIN}" in line and "SERVFAIL" in line for line in site.reasons)


def test_a_listed_address_that_is_gone_is_dead_and_keeps_where_it_was_listed(found: Found) -> None:
    site = judged(found("distan"))
    assert site.status is SiteStatus.DEAD
    assert site.url == f"http://distan.{DOMAIN}/"
    assert any(f"http://www.{DOMAIN}/opd" in line for line in site.reasons)


def test_a_dead_host_of_another_unit_is_not_this_ones(found: Found) -> None:
    assert judged(found("disbun")).status is SiteStatus.DEAD
    tried = [item for item in found("bunnak").trail if item.url.startswith(f"https://disbun.{DOMAIN}")]
    assert tried, "its name is tried: merged units may share a site"
    assert [item.claim for item in tried] == [""]
    assert judged(found("bunnak")).status is SiteStatus.NONE


def test_decisions_are_rechecked(found: Found) -> None:
    kakap = found("kakap")
    assert not kakap.home
    assert [item.url for item in kakap.trail if item.outcome == "overruled"] == [f"http://kkp.{DOMAIN}/"]
    site = judged(kakap)
    assert site.status is SiteStatus.NONE
    assert any("tidak sesuai" in line for line in site.reasons)


def test_a_decision_for_a_page_of_somebody_else_holds_and_is_doubted(found: Found) -> None:
    visit = found("ambawang")
    item = visit.trail[-1]
    assert (item.origin, item.outcome) == ("decision", "accepted")
    assert item.reason.startswith("doubtful: portal")
    assert visit.home == f"http://www.{DOMAIN}/"
    assert any("tampak milik pihak lain" in line for line in judged(visit).reasons)


def test_lists_are_asked_once_and_names_sparingly(net: Net, found: Found) -> None:
    found("kubu")
    assert net.count(f"www.{DOMAIN}/") == 1
    assert net.count(f"dinkes.{DOMAIN}/puskesmas") == 1
    assert net.count(f"ct.uji.net/?q=%25.{DOMAIN}&output=json") == 1
    asked = [name for _, name in net.questions]
    assert len(asked) / len(UNITS) < 40
    assert max(asked.count(name) for name in set(asked) if name.endswith(DOMAIN)) <= 4


def test_the_search_key_is_written_nowhere(net: Net, found: Found) -> None:
    found("durian")
    assert any(headers.get("X-Subscription-Token") == KEY for _, _, headers in net.asked)
    out = found.out  # type: ignore[attr-defined]
    for data in files_below(out):
        plain = gzip.decompress(data) if data[:2] == b"\x1f\x8b" else data
        assert KEY.encode() not in plain


def test_without_a_name_server_dns_was_not_asked(net: Net, discover: Callable[..., Found]) -> None:
    visit = discover(net, [unit("kubu", "Puskesmas Kubu")], nameserver="")("kubu")
    assert states(visit)["dns"] == "off"
    assert "dns" not in visit.sources_asked
    assert judged(visit).status is SiteStatus.NOT_TESTED
