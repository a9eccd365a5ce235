"""Which hosts are literal addresses, and which of these lie on the public internet."""

import pytest

from auditor.spiders.addresses import is_public, literal


@pytest.mark.parametrize(
    "address",
    [
        "8.8.8.8",
        "2001:4860:4860::8888",
        "::ffff:8.8.8.8",
        "64:ff9b::808:808",  # NAT64 of 8.8.8.8
        "2002:808:808::1",  # 6to4 of 8.8.8.8
        "2001:0:4136:e378:8000:63bf:f7f7:f7f7",  # Teredo of 8.8.8.8
        "::8.8.8.8",
    ],
)
def test_public(address):
    assert is_public(address)


@pytest.mark.parametrize(
    "address",
    [
        "127.0.0.1",
        "10.1.2.3",
        "169.254.169.254",  # the cloud's metadata
        "192.168.0.1",
        "100.64.0.1",  # between a provider and its customers
        "0.0.0.0",
        "224.0.0.1",
        "240.0.0.1",
        "255.255.255.255",
        "::1",
        "fe80::1%eth0",
        "fc00::1",
        "ff02::1",
        "::ffff:127.0.0.1",
        "::127.0.0.1",
        "64:ff9b::7f00:1",
        "2002:7f00:1::1",
        "2002:a00:1::1",
        "2001:0:7f00:1::",  # Teredo
    ],
)
def test_not_public(address):
    assert not is_public(address)


@pytest.mark.parametrize(
    ("host", "address"),
    [
        ("127.0.0.1", "127.0.0.1"),
        ("127.0.0.1.", "127.0.0.1"),
        ("127.1", "127.0.0.1"),
        ("10.1.2", "10.1.0.2"),
        ("2130706433", "127.0.0.1"),
        ("0x7f000001", "127.0.0.1"),
        ("0X7F.1", "127.0.0.1"),
        ("0x7f.0.0.1", "127.0.0.1"),
        ("0177.0.0.1", "127.0.0.1"),
        ("017700000001", "127.0.0.1"),
        ("0x.1", "0.0.0.1"),
        ("0.0.0.0", "0.0.0.0"),
        ("127.65535", "127.0.255.255"),
        ("1.16777215", "1.255.255.255"),
        ("[::1]", "::1"),
        ("[fe80::1%25eth0]", "fe80::1"),
    ],
)
def test_every_form_that_browsers_take(host, address):
    assert literal(host) == address


@pytest.mark.parametrize(
    "host",
    [
        "dinkes.contohkab.go.id",
        "256.1.1.1",
        "1.1.1.256",
        "1.16777216",
        "4294967296",
        "1.2.3.4.5",
        "1.2.3.4.0",
        "1..2.3",
        "089.1.1.1",  # eight is no octal digit
        "0xzz",
        "١٢٧.0.0.1",  # other scripts' digits are a name's
        "",
    ],
)
def test_names(host):
    assert literal(host) is None
