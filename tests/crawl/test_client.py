"""Single requests through the client, to real servers on loopback that answer what they like."""

import asyncio
import gzip
import time
import zlib
from collections.abc import Awaitable, Callable
from pathlib import Path

import brotli
import pytest
from scrapy import Request, Spider
from scrapy.crawler import Crawler
from scrapy.http import Response

from auditor.practice.tls import Authority
from auditor.spiders.client import Answer, Client, Times
from auditor.spiders.failures import FetchError, from_exception
from auditor.spiders.handler import GuardedHandler
from auditor.spiders.network import Network
from auditor.spiders.options import CrawlOptions, parse_connect_to
from auditor.spiders.setup import settings_for
from auditor.spiders.unpacking import unpacked

Serve = Callable[[asyncio.StreamReader, asyncio.StreamWriter], Awaitable[None]]
HOST = "uji.kuburayakab.go.id"
OK = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n"


def asked(
    serve: Serve, count: int = 1, path: str = "/", times: tuple[Times, ...] = (), **options: object
) -> list[Answer]:
    """The answers of a server to ``count`` requests, one after the other."""

    async def ask() -> list[Answer]:
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        rules = parse_connect_to([f"::127.0.0.1:{port}"])
        client = made(CrawlOptions(connect_to=rules, **options))  # type: ignore[arg-type]
        try:
            taken = times or tuple(Times() for _ in range(count))
            return [await client.ask(f"http://{HOST}{path}", times=one) for one in taken]
        finally:
            await client.close()
            server.close()

    return asyncio.run(ask())


def made(options: CrawlOptions) -> Client:
    return Client(Network(options), options)


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
        client = made(CrawlOptions())
        try:
            await client.ask(f"http://{host}:9/")
        finally:
            await client.close()

    with pytest.raises(FetchError) as caught:
        asyncio.run(ask())
    assert caught.value.cause == "private_address"


def test_a_connection_is_used_again_and_only_the_first_request_is_stamped_with_it() -> None:
    heads: list[bytes] = []
    connections: list[object] = []
    before = time.monotonic()
    answers = saying(OK + b"Content-Length: 2\r\n\r\nya", close=False, heads=heads)

    async def serve(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connections.append(writer)
        await answers(reader, writer)

    times = Times(), Times()
    first, second = asked(serve, times=times, path="/a%20b/%C3%A9?q=%2F&b")
    assert (first.body, second.body) == (b"ya", b"ya")
    assert before < times[0].connected < times[0].answered <= times[1].connected < times[1].answered
    assert len(connections) == 1
    assert heads[0].startswith(b"GET /a%20b/%C3%A9?q=%2F&b HTTP/1.1\r\n"), "sent as it is written"
    assert f"Host: {HOST}\r\n".encode() in heads[0]


def test_a_long_body_is_cut_and_a_film_is_not_read() -> None:
    (long,) = asked(saying(OK + b"\r\n", b"x" * 300_000), max_body=100_000)
    assert 100_000 < len(long.body) <= 300_000 and long.cut
    film = b"HTTP/1.1 200 OK\r\nContent-Type: Video/mp4\r\nContent-Length: 900000\r\n\r\n"
    (stopped,) = asked(saying(film, b"x" * 900_000))
    assert stopped.body == b"" and stopped.cut
    announced = OK + b"Content-Length: 99000000\r\n\r\n"
    assert cause(saying(announced), max_body=1_000_000) == "too_large"


def test_a_body_that_breaks_off_is_kept_and_said_so() -> None:
    (cut,) = asked(saying(OK + b"Content-Length: 10\r\n\r\nsetengah"))
    assert cut.body == b"setengah" and cut.cut
    (chunked,) = asked(saying(OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nsete\r\n4\r\nng"))
    assert chunked.body.startswith(b"sete") and chunked.cut
    (whole,) = asked(saying(OK + b"\r\nsampai habis"))
    assert whole.body == b"sampai habis" and not whole.cut


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
    assert [value for name, value in answers[0].headers if name == "Set-Cookie"] == ["a=1", "b=2"]
    assert len(heads) == 2 and b"ookie" not in heads[1]


def test_any_certificate_is_read_over(tmp_path: Path) -> None:
    context = Authority(tmp_path).context(HOST, "expired")

    async def ask() -> Answer:
        server = await asyncio.start_server(
            saying(OK + b"Content-Length: 2\r\n\r\nya"), "127.0.0.1", 0, ssl=context
        )
        port = server.sockets[0].getsockname()[1]
        client = made(CrawlOptions(connect_to=parse_connect_to([f"::127.0.0.1:{port}"])))
        try:
            return await client.ask(f"https://{HOST}/")
        finally:
            await client.close()
            server.close()

    assert asyncio.run(ask()).body == b"ya"


def test_packed_bodies_are_unpacked_broken_ones_as_far_as_they_go() -> None:
    text = b"<html>" + b"persyaratan " * 9_000
    packed, room = gzip.compress(text), len(text)
    two = gzip.compress(text[:500]) + gzip.compress(text[500:])
    assert unpacked(packed, "gzip", room) == unpacked(two, "x-gzip", room) == text
    assert (
        unpacked(zlib.compress(text), "deflate", room) == unpacked(brotli.compress(text), "br", room) == text
    )
    assert unpacked(brotli.compress(packed), "gzip, br", room) == text
    assert unpacked(text, "identity", room) == unpacked(text, "", room) == text
    half = unpacked(packed[: len(packed) // 2], "gzip", room)
    assert half and text.startswith(half)
    for body, encoding, cause in (
        (packed, "gzip", "too_large"),
        (brotli.compress(text), "br", "too_large"),
        (text, "gzip", "bad_response"),
        (text, "br", "bad_response"),
    ):
        with pytest.raises(FetchError) as caught:
            unpacked(body, encoding, room - 1)
        assert caught.value.cause == cause
    (whole,) = asked(
        saying(OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed), packed)
    )
    assert whole.body == text and whole.header("content-encoding") == "gzip"


def test_what_goes_through_a_proxy_is_asked_of_it_alone() -> None:
    heads: list[bytes] = []

    async def ask() -> Answer:
        server = await asyncio.start_server(
            saying(OK + b"Content-Length: 2\r\n\r\nya", heads=heads), "127.0.0.1", 0
        )
        port = server.sockets[0].getsockname()[1]
        client = made(CrawlOptions(proxy=f"http://127.0.0.1:{port}"))
        try:
            return await client.ask(f"http://{HOST}/a?b=%2F")
        finally:
            await client.close()
            server.close()

    assert asyncio.run(ask()).body == b"ya"
    assert heads[0].startswith(f"GET http://{HOST}/a?b=%2F HTTP/1.1".encode())


def test_scrapy_shell_asks_through_the_same_door() -> None:
    packed = gzip.compress(b"<html>persyaratan</html>")
    head = OK + b"Content-Encoding: gzip\r\nContent-Length: %d\r\n\r\n" % len(packed)

    async def ask() -> Response:
        server = await asyncio.start_server(saying(head, packed), "127.0.0.1", 0)
        port = server.sockets[0].getsockname()[1]
        settings = settings_for(CrawlOptions(connect_to=parse_connect_to([f"::127.0.0.1:{port}"])))
        handler = GuardedHandler(Crawler(Spider, settings))
        try:
            return await handler.download_request(Request(f"http://{HOST}/"))
        finally:
            await handler.close()
            server.close()

    response = asyncio.run(ask())
    assert response.text == "<html>persyaratan</html>"  # type: ignore[attr-defined] # it is HTML
    assert "Content-Encoding" not in response.headers
