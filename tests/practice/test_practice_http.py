"""Each habit and trouble of an answer, shown to a real HTTP client."""

from __future__ import annotations

import gzip
import http.client
import json
import socket
import time
import zlib

import brotli
import pytest
from practice_client import get

from auditor.practice.server import Practice

WP = "https://wp.ujikab.go.id"


def test_robots_and_headers(net: Practice) -> None:
    reply = get(net, f"{WP}/robots.txt")
    assert reply.text == "User-agent: *\nCrawl-delay: 2\nDisallow: /rahasia\n"
    assert get(net, f"{WP}/").headers["x-powered-by"] == "PHP/7.4.3"
    assert get(net, "https://onepage.ujikab.go.id/robots.txt").status == 404


def test_missing_pages_hard_and_soft(net: Practice) -> None:
    hard, soft = get(net, f"{WP}/tiada"), get(net, "https://lain.ujikab.go.id/tiada")
    assert (hard.status, soft.status) == (404, 200)
    assert "tidak ditemukan" in hard.text
    assert "tidak ditemukan" in soft.text
    assert get(net, "http://tak-dikenal.go.id/").status == 404


def test_slow_answers_wait_scaled_time(net: Practice) -> None:
    began = time.monotonic()
    assert "pelan" in get(net, f"{WP}/pelan/satu").text
    assert 0.45 < time.monotonic() - began < 3  # 10 s at scale 0.05


def test_an_endless_answer_goes_on(net: Practice) -> None:
    raw = socket.create_connection(("127.0.0.1", net.http_port), 2)
    with raw:
        raw.sendall(b"GET /tiada-akhir HTTP/1.1\r\nHost: wp.ujikab.go.id\r\n\r\n")
        seen, end = b"", time.monotonic() + 0.6
        while time.monotonic() < end:
            seen += raw.recv(4096)
        assert b"Content-Length" not in seen
        assert seen.endswith(b"  ")


def test_the_connection_is_reset_in_the_middle_of_a_body(net: Practice) -> None:
    with pytest.raises((ConnectionResetError, http.client.IncompleteRead)):
        get(net, "http://wp.ujikab.go.id/putus")


def test_first_errors_then_the_page(net: Practice) -> None:
    replies = [get(net, f"{WP}/goyah") for _ in range(3)]
    assert [reply.status for reply in replies] == [502, 502, 200]
    assert replies[0].headers["retry-after"] == "1"
    assert "akhirnya" in replies[2].text
    assert get(net, f"{WP}/galat").status == 500


def test_endless_calendar_links_on_for_ever(net: Practice) -> None:
    path, seen = "/agenda", set()
    for _ in range(30):
        text = get(net, WP + path).text
        path = text.split('rel="next" href="')[1].split('"')[0]
        assert path not in seen
        seen.add(path)
    assert path == "/agenda/2029/05/"


def test_redirects(net: Practice) -> None:
    def to(path: str) -> tuple[int, str]:
        reply = get(net, WP + path)
        return reply.status, reply.headers.get("location", "")

    assert to("/lama") == (301, "https://baru.ujikab.go.id/")
    assert to("/arsip/2019/a.html?x=1") == (301, "https://baru.ujikab.go.id/2019/a.html?x=1")
    assert to("/putar1") == (302, "/putar2")
    assert to("/putar2") == (302, "/putar1")
    assert to("/standar-pelayanan") == (301, "/standar-pelayanan/")
    assert 'http-equiv="refresh"' in get(net, f"{WP}/meta").text
    assert "window.location.replace" in get(net, f"{WP}/script").text
    alias = get(net, "https://www.wp.ujikab.go.id/berita/sop/")
    assert (alias.status, alias.headers["location"]) == (301, f"{WP}/berita/sop/")


def test_query_in_the_key_and_blanks_in_the_path(net: Practice) -> None:
    assert "tujuh" in get(net, f"{WP}/?id=7&page=layanan&utm=x").text
    assert "tujuh" not in get(net, f"{WP}/?id=8&page=layanan").text
    assert "spasi" in get(net, f"{WP}/cerita/spasi%20di%20alamat").text


def test_charsets_honest_and_lying(net: Practice) -> None:
    latin = get(net, f"{WP}/latin")
    assert latin.headers["content-type"] == "text/html; charset=windows-1252"
    assert "caf\xe9 – “kutip”" in latin.body.decode("windows-1252")
    lie = get(net, f"{WP}/salah-sebut")
    assert lie.headers["content-type"] == "text/html; charset=utf-8"
    with pytest.raises(UnicodeDecodeError):
        lie.body.decode("utf-8")
    silent = get(net, f"{WP}/tanpa-sebut")
    assert silent.headers["content-type"] == "text/html"
    assert b"<meta charset" not in silent.body
    assert "<p>é</p>" in get(net, f"{WP}/utf16").body.decode("utf-16")


def test_compression(net: Practice) -> None:
    plain = get(net, f"{WP}/")
    assert "content-encoding" not in plain.headers
    packed = get(net, f"{WP}/", Accept_Encoding="gzip, deflate")
    assert packed.headers["content-encoding"] == "gzip"
    assert gzip.decompress(packed.body) == plain.body
    br = get(net, f"{WP}/brotli", Accept_Encoding="gzip, br")
    assert br.headers["content-encoding"] == "br"
    assert b"isi brotli" in brotli.decompress(br.body)
    broken = get(net, f"{WP}/gzip-rusak", Accept_Encoding="gzip")
    with pytest.raises((OSError, EOFError, zlib.error)):
        gzip.decompress(broken.body)


def test_conditional_requests(net: Practice) -> None:
    first = get(net, f"{WP}/berita/sop/")
    again = get(net, f"{WP}/berita/sop/", If_None_Match=first.headers["etag"])
    assert (again.status, again.body) == (304, b"")
    assert first.headers["last-modified"] == "Tue, 02 May 2023 01:00:00 GMT"
    dated = get(net, f"{WP}/berita/sop/", If_Modified_Since="Wed, 03 May 2023 00:00:00 GMT")
    assert dated.status == 304
    assert get(net, f"{WP}/berita/sop/", If_None_Match='"lain"').status == 200


def test_ranges(net: Practice) -> None:
    whole = get(net, f"{WP}/besar.bin")
    assert len(whole.body) == 3_000_000
    part = get(net, f"{WP}/besar.bin", Range="bytes=5-12")
    assert (part.status, part.body) == (206, b"56789012")
    assert part.headers["content-range"] == "bytes 5-12/3000000"
    assert get(net, f"{WP}/besar.bin", Range="bytes=-3").body == b"789"
    assert get(net, f"{WP}/besar.bin", Range="bytes=3000000-").status == 416


def test_downloads_and_wrong_types(net: Practice) -> None:
    reply = get(net, f"{WP}/sp.pdf")
    assert reply.headers["content-type"] == "application/octet-stream"
    assert reply.headers["content-disposition"] == 'attachment; filename="Standar.pdf"'
    assert reply.body.startswith(b"%PDF-")
    assert json.loads(get(net, f"{WP}/data.json").text) == {"a": [1, "dua"]}


def test_head_has_the_length_and_no_body(net: Practice) -> None:
    reply = get(net, f"{WP}/sp.pdf", method="HEAD")
    assert reply.body == b""
    assert int(reply.headers["content-length"]) == len(get(net, f"{WP}/sp.pdf").body)


def test_firewall_page_has_status_200_and_hides_everything(net: Practice) -> None:
    reply = get(net, "https://tembok.ujikab.go.id/")
    assert reply.status == 200
    assert "support ID is" in reply.text
    assert "tersembunyi" not in reply.text
    assert "Disallow: /" in get(net, "https://tembok.ujikab.go.id/robots.txt").text
    assert get(net, "https://tembok.ujikab.go.id/", User_Agent="curl/8").status == 403


def test_cloaking_by_agent_and_referer(net: Practice) -> None:
    assert "gacor" not in get(net, f"{WP}/samaran").text
    assert "gacor" in get(net, f"{WP}/samaran", User_Agent="Googlebot/2.1").text
    assert "gacor" in get(net, f"{WP}/samaran", Referer="https://www.google.com/").text


def test_sessions_cookies_and_injected_links(net: Practice) -> None:
    first, second = get(net, "https://lain.ujikab.go.id/"), get(net, "https://lain.ujikab.go.id/")
    assert "/dua?PHPSESSID=" in first.text
    assert first.text != second.text
    assert "mailto:a@b.go.id" in first.text
    assert "slot gacor" in first.text
    cookie = first.headers["set-cookie"].partition(";")[0]
    assert "PHPSESSID=" not in get(net, "https://lain.ujikab.go.id/", Cookie=cookie).text
    assert get(net, "http://kuki.ujikab.go.id/x?y=1").headers["location"] == "https://kuki.ujikab.go.id/x?y=1"
    wall = get(net, "https://kuki.ujikab.go.id/")
    assert (wall.status, wall.headers["location"]) == (302, "/")
    assert "balik kuki" in get(net, "https://kuki.ujikab.go.id/", Cookie="sesi=7f3a").text


def test_parking_page_stands_under_every_path(net: Practice) -> None:
    assert get(net, "https://parkir-uji.com/").body == get(net, "https://parkir-uji.com/search?q=x").body


def test_external_host_by_query(net: Practice) -> None:
    body = get(net, "https://drive.uji-luar.com/uc?id=AB&export=download").body
    assert body.startswith(b"%PDF-")
    assert get(net, "https://drive.uji-luar.com/uc?id=XX&export=download").status == 404


def test_many_requests_cost_little(net: Practice) -> None:
    connection = http.client.HTTPConnection("127.0.0.1", net.http_port, timeout=5)
    began = time.process_time()
    for _ in range(300):
        connection.request("GET", "/", headers={"Host": "wp.ujikab.go.id", "Accept-Encoding": "gzip"})
        assert connection.getresponse().read()
    connection.close()
    assert time.process_time() - began < 2  # client and server together; 2,000 requests: a few seconds


def test_access_log_tells_who_asked_what(net: Practice) -> None:
    before = len(net.log)
    get(net, f"{WP}/berita/sop/?x=1", User_Agent="uji/1", Referer="https://asal/")
    line = net.log[before]
    assert (line.scheme, line.host, line.target) == ("https", "wp.ujikab.go.id", "/berita/sop/?x=1")
    assert (line.address, line.agent, line.referer) == ("103.9.1.1", "uji/1", "https://asal/")
    assert line.status == 200
    assert line.sent > 5000
    assert abs(line.time - time.time()) < 5
