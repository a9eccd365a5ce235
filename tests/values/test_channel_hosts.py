"""An address whose host makes no channel is parted from the others at a glance, as the whole reading does."""

from __future__ import annotations

import re
from unittest.mock import patch

import pytest

from auditor.values import link_channels
from auditor.values.words import channel_table

_HOSTS = sorted(
    {
        *channel_table("whatsapp")["hosts"],
        *channel_table("form_hosts")["hosts"],
        *channel_table("social"),
        *("lapor.go.id", "docs.google.com", "dinas.andai.go.id", "notfacebook.com", "x.com.id"),
    }
)
_FORMS = (
    "https://{}/dinas.andai/forms?phone=62811721234#a",
    "http://www.{}",
    "HTTPS://{}/forms/d/e",
    " https://{}/send ",
    "https://m.{}:8080/dinas",
    "https://a@{}/dinas",
    "https://{}\t/dinas",
    "//{}/dinas",
    "https://{}\\dinas",
    "https://{}\n",
)


@pytest.mark.parametrize("host", _HOSTS)
def test_a_glance_at_the_host_says_what_the_whole_address_does(host: str) -> None:
    urls = [form.format(name) for form in _FORMS for name in (host, host.upper(), f"{host}.")]
    with patch.object(link_channels, "_PLAIN", re.compile("(?!)")):
        link_channels._channel_at.cache_clear()
        slow = [link_channels._channel_at(url) for url in urls]
    link_channels._channel_at.cache_clear()
    assert [link_channels._channel_at(url) for url in urls] == slow
