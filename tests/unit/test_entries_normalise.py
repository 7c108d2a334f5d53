"""Addresses, guids and texts in the form in which they are compared."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.entries.normalise import canonical_url, content_hash, entry_id, link_key, plain, title_key
from monitor.model import EntryData, FeedId

PAGE = "https://news.example.org/2026/strike"


@pytest.mark.parametrize(
    "spelling",
    [
        "http://news.example.org/2026/strike",
        "HTTPS://NEWS.example.org/2026/strike/",
        "https://www.news.example.org:443/2026/strike",
        "https://news.example.org./2026/strike",
        "http://news.example.org:80/2026/strike#comments",
        "https://news.example.org/2026/strike?utm_source=rss&utm_medium=feed",
        "https://news.example.org/2026/strike?fbclid=x&at_campaign=rss",
        "https://news.example.org/2026/strike?from=rss",
        "  https://news.example.org/2026/strike\n",
    ],
)
def test_spellings_of_one_page(spelling: str) -> None:
    assert canonical_url(spelling) == PAGE


@pytest.mark.parametrize(
    "other",
    [
        "https://news.example.org/2026/strikes",
        "https://news.example.org/2026/strike?page=2",
        "https://news.example.org/2026/strike?from=kyiv",
        "https://news.example.org:8443/2026/strike",
        "https://example.org/2026/strike",
        "https://news.example.org/2026/Strike",
    ],
)
def test_other_pages(other: str) -> None:
    assert canonical_url(other) != PAGE


def test_order_of_the_query_and_names_in_other_scripts() -> None:
    assert canonical_url("https://e.org/a?b=2&a=1") == canonical_url("https://e.org/a?a=1&b=2")
    assert canonical_url("https://новости.рф/а") == canonical_url("https://xn--b1amnebsh.xn--p1ai/%D0%B0")


@pytest.mark.parametrize(
    "text", ["tag:e.org,2026:1", "urn:uuid:1", "12345", "", "http://[broken", "http://e.org:99999/", "mailto:a@e.org"]
)
def test_what_is_no_web_address_stays(text: str) -> None:
    assert canonical_url(text) == text


@given(st.text(max_size=80).map(lambda text: f"http://e.org/{text}"))
def test_canonical_is_final(url: str) -> None:
    assert canonical_url(canonical_url(url)) == canonical_url(url)


def test_a_front_page_tells_no_entries_apart() -> None:
    assert link_key("https://news.example.org/") is None
    assert link_key(None) is None
    assert link_key("https://news.example.org/?p=1") is not None


def test_texts_are_compared_without_markup() -> None:
    assert plain("<p>Two&nbsp;killed\n in  <b>Odesa</b> &lt; 5</p>") == "Two killed in Odesa < 5"
    assert title_key(" STRIKE on <i>Odesa</i>") == title_key("strike on Odesa")
    assert plain("\u0438\u0306") == "\u0439"


def test_the_content_hash_is_of_what_is_said() -> None:
    entry = EntryData(guid="1", title="Strike", summary="<p>Two killed</p>", link="https://e.org/1")
    said = content_hash(entry)
    assert content_hash(EntryData(guid="2", title="Strike", summary="Two  killed", author="A")) == said
    assert content_hash(EntryData(guid="1", title="Strike", summary="Three killed")) != said
    assert content_hash(EntryData(guid="1", title="Strike Two", summary="killed")) != said


def test_entry_ids_are_stable() -> None:
    assert entry_id(FeedId("tass"), "https://tass.ru/1") == "cbbaa2d53874d7c3"
    assert entry_id(FeedId("a"), "bc") != entry_id(FeedId("ab"), "c")
