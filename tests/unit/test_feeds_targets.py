"""Addresses are taken apart as httpx does it, whichever way was taken."""

from __future__ import annotations

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FetchError
from monitor.feeds import targets
from monitor.feeds.targets import Target, checked

PLAIN = [
    "https://www.example.org/rss",
    "http://127.0.0.1:8080/1",
    "https://a-b.example.co.uk:8443/a/b.xml?x=1&y=a+b/c",
    "http://example.org/a//b/",
]
NOT_PLAIN = [
    "https://example.org",
    "http://example.org:80/",
    "https://EXAMPLE.org/",
    "http://xn--e1aybc.example/",
    "http://пример.example/",
    "http://0x7f.1/",
    "http://2130706433/",
    "http://127.1/",
    "http://010.1.1.1/",
    "http://example.org/a/../b",
    "http://example.org/.well-known/feed",
    "http://example.org/%41",
    "http://example.org/a b",
    "http://example.org/#a",
    "http://user@example.org/",
    "http://[::1]/",
    "http://example.org./",
    "ftp://example.org/",
]


@pytest.mark.parametrize("url", PLAIN)
def test_plain_addresses_need_no_httpx(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(targets.httpx, "URL", None)
    assert checked(url, any_port=True, start=url).url == url


@pytest.mark.parametrize("url", NOT_PLAIN)
def test_what_could_be_read_in_two_ways_is_left_to_httpx(url: str) -> None:
    assert targets._plain(url) is None


HOSTS = st.one_of(
    st.sampled_from(
        ["example.org", "a.b-c.example", "127.0.0.1", "1.2.3.4", "300.1.1.1", "example.org.", "1.2.3", "x"]
    ),
    st.text("a1.-_Xn", min_size=1, max_size=12),
)
PARTS = st.text("ab.1/~_-?=&+%2\\;:@é #", max_size=15)


@given(st.sampled_from(["http", "https"]), HOSTS, st.sampled_from(["", ":80", ":443", ":8080", ":0", ":99999"]), PARTS)
def test_both_ways_come_to_the_same(scheme: str, host: str, port: str, path: str) -> None:
    url = f"{scheme}://{host}{port}/{path}"
    plain = targets._plain(url)
    if plain is None:
        return
    read = httpx.URL(url)
    assert plain == Target(
        url=str(read),
        scheme=read.scheme,
        host=read.host,
        origin=(read.raw_scheme, read.raw_host, read.port or {"http": 80, "https": 443}[scheme]),
        authority=read.netloc,
        path=read.raw_path,
    )


@pytest.mark.parametrize("url", ["http://example.org:25/a", "https://127.0.0.1:6379/a"])
def test_other_ports_are_refused_by_both_ways(url: str) -> None:
    with pytest.raises(FetchError, match="is not fetched from") as caught:
        checked(url, any_port=False, start=url)
    assert caught.value.reason == "blocked_address"
