"""Good and bad certificates, refused and cut connections, seen by an ordinary TLS client."""

from __future__ import annotations

import http.client
import socket
import ssl

import pytest
from practice_client import get

from auditor.practice.server import Practice


def test_good_certificate(net: Practice) -> None:
    assert get(net, "https://wp.ujikab.go.id/").status == 200
    assert get(net, "https://apa.kumpulan.ujikab.go.id/").status == 200  # wildcard host, its own certificate


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("kedaluwarsa.ujikab.go.id", "expired"),
        ("salahnama.ujikab.go.id", "Hostname mismatch"),
        ("sendiri.ujikab.go.id", "self-signed"),
    ],
)
def test_bad_certificates_fail_for_their_own_reason(net: Practice, host: str, words: str) -> None:
    with pytest.raises(ssl.SSLCertVerificationError, match=words):
        get(net, f"https://{host}/")
    assert "isi" in get(net, f"https://{host}/", verify=False).text
    assert get(net, f"http://{host}/").status == 200


def test_http_only_refuses_the_handshake(net: Practice) -> None:
    with pytest.raises((ssl.SSLError, ConnectionError)):
        get(net, "https://hanyahttp.ujikab.go.id/", verify=False)
    assert get(net, "http://hanyahttp.ujikab.go.id/").status == 200


def test_https_only_cuts_plain_connections(net: Practice) -> None:
    with pytest.raises(ConnectionResetError):
        get(net, "http://hanyahttps.ujikab.go.id/")
    assert get(net, "https://hanyahttps.ujikab.go.id/").status == 200


def test_closed_ports_refuse_the_connection_itself(net: Practice) -> None:
    rules = dict(rule.rsplit(":127.0.0.1:", 1) for rule in net.connect_to)
    for pair in ("mati.ujikab.go.id:80", "mati.ujikab.go.id:443", "hanyahttp.ujikab.go.id:443"):
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", int(rules[pair])), 2)
    assert net.connect_to[-2:] == [f":80:127.0.0.1:{net.http_port}", f":443:127.0.0.1:{net.https_port}"]
    assert "hanyahttp.ujikab.go.id:80" not in rules


@pytest.mark.parametrize("host", ["mati.ujikab.go.id", "potong.ujikab.go.id"])
def test_hosts_that_cut_the_connection(net: Practice, host: str) -> None:
    with pytest.raises((ConnectionError, http.client.RemoteDisconnected)):
        get(net, f"http://{host}/")


def test_a_host_that_never_answers(net: Practice) -> None:
    raw = socket.create_connection(("127.0.0.1", net.http_port), 2)
    raw.settimeout(0.3)
    raw.sendall(b"GET / HTTP/1.1\r\nHost: diam.ujikab.go.id\r\n\r\n")
    with raw, pytest.raises(TimeoutError):
        raw.recv(1)
