"""Single requests through the download handler, to real servers on loopback that answer what they like."""

import asyncio
import gzip
from collections.abc import Awaitable, Callable
from pathlib import Path

import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.exceptions import IgnoreRequest, ScrapyDeprecationWarning
from scrapy.http import Response

from auditor.practice.tls import Authority
from auditor.spiders import connections
from auditor.spiders.connections import SENDING
from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.handler import GuardedHandler
from auditor.spiders.options import CrawlOptions, parse_connect_to
from auditor.spiders.setup import settings_for
from auditor.spiders.unpacking import Unpacking

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HOST = "uji.kuburayakab.go.id"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def asked(
    serve: Serve, count: int = 1, path: str = "/", meta: dict[str, object] | None = None, **options: object
) -> list[Response]:
    """The answers of a server to ``count`` requests, one after the other."""

    async def ask() -> list[Response]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        rules = parse_connect_to([f"::127.0.0.1:{port}"])
        handler = made(CrawlOptions(connect_to=rules, **options))  # type: ignore[arg-type]
        try:
            one = Request(f"http://{HOST}{path}", meta=meta or {})
            return [await handler.download_request(one.copy()) for _ in range(count)]
        finally:
            await handler.close()
            server.close()

    return asyncio.run(ask())


def made(options: CrawlOptions) -> GuardedHandler:
    return GuardedHandler(Crawler(Spider, settings_for(options)))


def cause(serve: Serve, **options: object) -> str:
    with pytest.raises(Exception) as caught:
        asked(serve, **options)  # type: ignore[arg-type]
    return from_exception(caught.value).cause


def saying(*pieces: bytes, close: bool = True, heads: list[bytes] | None = None) -> Serve:
    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        while head := await reader.readuntil(b"\r\n\r\n"):
            if heads is not None:
                heads.append(head)
            for piece in pieces:
                writer.write(piece)
                await writer.drain()
            if close:
                break
        writer.close()

    return serve


async def silent(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await reader.read()
    writer.close()


@pytest.mark.parametrize("host", ["127.0.0.1", "127.1", "0x7f000001", "[::1]", "10.0.0.1", "169.254.1.1"])
def test_no_connection_is_made_to_what_is_not_public(host: str) -> None:
    async def ask() -> None:
        handler = made(CrawlOptions())
        try:
            await handler.download_request(Request(f"http://{host}:9/"))
        finally:
            await handler.close()

    with pytest.raises(FetchError) as caught:
        asyncio.run(ask())
    assert caught.value.cause == "private_address"


def test_a_connection_is_used_again_and_each_request_says_when_it_goes_out() -> None:
    heads: list[bytes] = []
    opened: list[int] = []
    told: list[tuple[int, int]] = []
    answer = saying(OK + b"Content-Length: 2\r\n\r\nya", close=False, heads=heads)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        await answer(reader, writer)

    async def sending() -> None:
        await asyncio.sleep(0.05)  # the server would have read it by now
        told.append((len(opened), len(heads)))

    first, second = asked(serve, count=2, path="/a%20b/%C3%A9?q=%2F&b", meta={SENDING: sending})
    assert (first.body, second.body) == (b"ya", b"ya")
    assert told == [(1, 0), (1, 1)], "connected already, not yet asked"
    assert heads[0].startswith(b"GET /a%20b/%C3%A9?q=%2F&b HTTP/1.1\r\n"), "sent as it is written"
    assert f"Host: {HOST}\r\n".encode() in heads[0]


def test_a_long_body_is_cut_and_a_film_is_not_read() -> None:
    (long,) = asked(saying(OK + b"\r\n", b"x" * 300_000), max_body=100_000)
    assert 100_000 < len(long.body) <= 300_000 and "download_stopped" in long.flags
    film = b"HTTP/1.1 200 OK\r\nContent-Type: Video/mp4\r\nContent-Length: 900000\r\n\r\n"
    (stopped,) = asked(saying(film, b"x" * 900_000))
    assert stopped.body == b"" and "download_stopped" in stopped.flags
    announced = OK + b"Content-Length: 99000000\r\n\r\n"
    assert cause(saying(announced), max_body=1_000_000) == "too_large"


def test_a_body_that_breaks_off_is_kept_and_said_so() -> None:
    (cut,) = asked(saying(OK + b"Content-Length: 10\r\n\r\nsetengah"))
    assert cut.body == b"setengah" and cut.flags == ["dataloss"]
    (chunked,) = asked(saying(OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nsete\r\n4\r\nng"))
    assert chunked.body.startswith(b"sete") and chunked.flags == ["dataloss"]
    (whole,) = asked(saying(OK + b"\r\nsampai habis"))
    assert whole.body == b"sampai habis" and whole.flags == []


def test_causes_by_name() -> None:
    assert cause(saying(b"SSH-2.0-OpenSSH_9.2\r\n\r\n")) == "bad_response"
    assert cause(saying()) == "connect_reset"
    assert cause(silent, timeout=1.0) == "timeout"


def test_redirects_and_cookies_are_left_to_the_visit() -> None:
    moved = b"HTTP/1.1 302 Found\r\nLocation: /lain\r\nContent-Length: 0\r\n"
    moved += b"Set-Cookie: a=1\r\nSet-Cookie: b=2\r\n\r\n"
    heads: list[bytes] = []
    answers = asked(saying(moved, close=False, heads=heads), count=2)
    assert [answer.status for answer in answers] == [302, 302]
    assert answers[0].headers.getlist("Set-Cookie") == [b"a=1", b"b=2"]
    assert len(heads) == 2 and b"ookie" not in heads[1]


def test_any_certificate_is_read_over(tmp_path: Path) -> None:
    context = Authority(tmp_path).context(HOST, "expired")

    async def ask() -> Response:
        server = await asyncio.start_server(
            saying(OK + b"Content-Length: 2\r\n\r\nya"), "127.0.0.1", 0, ssl=context
        )
        port = server.sockets[0].getsockname()[1]
        handler = made(CrawlOptions(connect_to=parse_connect_to([f"::127.0.0.1:{port}"])))
        try:
            return await handler.download_request(Request(f"https://{HOST}/"))
        finally:
            await handler.close()
            server.close()

    assert asyncio.run(ask()).body == b"ya"


def test_packed_bodies_are_unpacked_broken_ones_as_far_as_they_go() -> None:
    text = b"<html>" + b"persyaratan " * 9_000
    packed = gzip.compress(text)
    with pytest.warns(ScrapyDeprecationWarning):  # no crawl runs here
        unpacking = Unpacking()
    request = Request("http://a/", meta={"download_maxsize": len(text)})
    two = gzip.compress(text[:500]) + gzip.compress(text[500:])
    for body, expected in ((packed, text), (two, text)):
        answer = Response("http://a/", headers={"Content-Encoding": "gzip"}, body=body)
        out = unpacking.process_response(request, answer)
        assert isinstance(out, Response) and out.body == expected
    half = Response("http://a/", headers={"Content-Encoding": "gzip"}, body=packed[: len(packed) // 2])
    out = unpacking.process_response(request, half)
    assert isinstance(out, Response) and out.body and text.startswith(out.body)
    request.meta["download_maxsize"] = len(text) - 1
    with pytest.raises(IgnoreRequest):
        unpacking.process_response(
            request, Response("http://a/", headers={"Content-Encoding": "gzip"}, body=packed)
        )


def test_connections_of_many_sites_do_not_all_stay_open(monkeypatch: pytest.MonkeyPatch) -> None:
    """Those used last stay, for their site is still being read."""
    monkeypatch.setattr(connections, "MOST_IDLE", 3)
    living: set[asyncio.StreamWriter] = set()
    opened: list[int] = []
    met: list[bytes] = []

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        opened.append(1)
        living.add(writer)
        try:
            while head := await reader.readuntil(b"\r\n\r\n"):
                met.append(head)
                writer.write(OK + b"Content-Length: 2\r\n\r\nok")
        except asyncio.IncompleteReadError:
            pass
        living.discard(writer)
        writer.close()

    async def ask() -> int:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        rules = parse_connect_to([f"::127.0.0.1:{server.sockets[0].getsockname()[1]}"])
        handler = made(CrawlOptions(connect_to=rules))
        try:
            for number in range(12):
                await handler.download_request(Request(f"http://desa{number}.kuburayakab.go.id/"))
            await asyncio.sleep(0.05)
            after_all = len(living)
            await handler.download_request(Request("http://desa11.kuburayakab.go.id/"))
            return after_all
        finally:
            await handler.close()
            server.close()

    open_ones = asyncio.run(ask())
    assert open_ones <= 4
    assert len(opened) == 12
    assert len(met) == 13
