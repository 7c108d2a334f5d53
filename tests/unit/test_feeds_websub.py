"""Which hub a feed names, and which signatures are believed."""

from __future__ import annotations

import hashlib
import hmac
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.answers import Response
from monitor.feeds.parse import parse
from monitor.feeds.websub import discovered, is_signed

URL = "https://news.example/rss"
ATOM = "xmlns:atom='http://www.w3.org/2005/Atom'"


def found(body: str, link: str = "") -> tuple[str, str] | None:
    headers = {"link": link} if link else {}
    return discovered(Response(url=URL, body=b"", body_hash="", headers=headers), parse(body.encode(), url=URL))


def rss(inside: str = "") -> str:
    return f"<rss version='2.0' {ATOM}><channel><title>T</title>{inside}<item><title>i</title></item></channel></rss>"


HUB, SELF = "<atom:link rel='hub' href='https://hub.example/'/>", "<atom:link rel='self' href='/feed'/>"
ATOM_FEED = (
    "<feed xmlns='http://www.w3.org/2005/Atom'><link rel='hub' href='https://hub.example/'/>"
    "<link rel='self' href='https://news.example/atom'/><title>T</title></feed>"
)
JSON = {
    "version": "https://jsonfeed.org/version/1.1",
    "feed_url": "https://news.example/j",
    "hubs": [{"type": "rssCloud", "url": "https://cloud.example"}, {"type": "WebSub", "url": "https://hub.example/"}],
    "items": [],
}


@pytest.mark.parametrize(
    ("body", "link", "expected"),
    [
        (rss(), "", None),
        (rss(SELF), "", None),
        (rss(HUB + SELF), "", ("https://hub.example/", "https://news.example/feed")),
        (rss(HUB), "", ("https://hub.example/", URL)),
        (rss(HUB + SELF), '</h>; rel="hub", </s>; rel=self', ("https://news.example/h", "https://news.example/s")),
        (rss(), "<https://h.example/>; title=x; rel='hub'", None),
        (rss(), '<https://h.example/>; title="a, b"; rel="next hub"', ("https://h.example/", URL)),
        (rss(), "<http://a.example/>; rel=hub, <https://b.example/>; rel=hub", ("https://b.example/", URL)),
        (rss("<atom:link rel='hub' href='javascript:alert(1)'/>"), "", None),
        (rss("<atom:link rel='hub' href='file:///etc/passwd'/>"), "", None),
        (json.dumps(JSON), "", ("https://hub.example/", "https://news.example/j")),
        (
            ATOM_FEED,
            "",
            ("https://hub.example/", "https://news.example/atom"),
        ),
    ],
)
def test_hub_and_topic_are_found(body: str, link: str, expected: tuple[str, str] | None):
    assert found(body, link) == expected


@given(st.text(max_size=300))
def test_no_header_is_too_strange(link: str):
    found(rss(), link)


@given(
    st.binary(max_size=100), st.text(min_size=1, max_size=20), st.sampled_from(["sha1", "sha256", "sha384", "sha512"])
)
def test_only_the_right_signature_is_believed(body: bytes, secret: str, method: str):
    key = secret.encode("utf-8", "replace")
    right = f"{method}={hmac.new(key, body, getattr(hashlib, method)).hexdigest()}"
    assert is_signed(body, key.decode(), right)
    assert is_signed(body, key.decode(), right.upper().replace(method.upper(), method))
    assert not is_signed(body + b"x", key.decode(), right)
    assert not is_signed(body, key.decode() + "x", right)


@pytest.mark.parametrize("signature", ["", "sha256", "sha256=", "md5=00", "sha256=é", "=", "sha256=00"])
def test_nonsense_is_no_signature(signature: str):
    assert not is_signed(b"", "secret", signature)
