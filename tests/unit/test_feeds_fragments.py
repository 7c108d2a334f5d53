"""Known entries are taken out of a document before it is parsed, and only where that changes nothing."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.fragments import cut
from monitor.feeds.parse import parse
from tests.conftest import SHARED
from tests.unit.test_feeds_parse import URL

ITEMS = [f"<item><guid>{n}</guid><title>Title {n}</title><link>/{n}</link></item>" for n in range(4)]


def rss(*items: str) -> str:
    return f"<rss><channel><title>News</title><ttl>10</ttl>{' '.join(items)}<language>en</language></channel></rss>"


def test_known_entries_are_taken_out() -> None:
    before = cut(rss(*ITEMS[1:]), frozenset())
    assert before is not None
    after = cut(rss(*ITEMS), frozenset(before.prints))

    assert after is not None
    assert ITEMS[0] in after.text
    assert ITEMS[1] not in after.text
    assert "<ttl>10</ttl>" in after.text
    assert "<language>" in after.text
    assert after.dropped == before.prints


@pytest.mark.parametrize(
    "document",
    [
        rss("<item><item></item></item>"),
        rss("<item><title><![CDATA[</item><item>]]></title></item>"),
        rss("<item><!-- </item><item> --></item>"),
        rss("<!-- <item> --> </item>"),
        rss("<item>"),
        rss("</item>"),
        rss("<item/>", "<item></item>"),
    ],
    ids=["nested", "in CDATA", "in a comment", "half in a comment", "unclosed", "unopened", "empty element"],
)
def test_what_may_be_no_entry_is_not_taken_out(document: str) -> None:
    assert cut(document, frozenset()) is None
    assert parse(document.encode(), url=URL).prints == ()


def test_an_entry_that_changed_is_read_again() -> None:
    known = parse(rss(*ITEMS).encode(), url=URL)
    changed = [ITEMS[0], ITEMS[1].replace("Title", "Other title"), *ITEMS[2:]]

    found = parse(rss(*changed).encode(), url=URL, known=frozenset(known.prints))

    assert [entry.title for entry in found.entries] == ["Other title 1"]
    assert found.dropped == (known.prints[0], *known.prints[2:])
    assert (found.title, found.ttl_s, found.language) == ("News", 600, "en")


@given(st.sets(st.integers(0, 3)))
def test_dropping_some_changes_nothing_about_the_others(known: set[int]) -> None:
    whole = parse(rss(*ITEMS).encode(), url=URL)
    rest = parse(rss(*ITEMS).encode(), url=URL, known={whole.prints[n] for n in known})

    assert rest.entries == tuple(entry for n, entry in enumerate(whole.entries) if n not in known)
    assert len(rest.dropped) == len(known)


@pytest.mark.parametrize("folder", ["feed-rs", "feedparser"])
def test_in_feeds_of_other_projects_too(folder: str) -> None:
    """Every second entry is known: the others must come out as they do without that."""
    told_apart = 0
    for path in sorted((SHARED / "testdata" / folder).rglob("*.xml")):
        body = path.read_bytes()
        try:
            whole = parse(body, url=URL)
        except ParseError:
            continue
        if len(whole.prints) > 1 and len(set(whole.prints)) == len(whole.prints):
            told_apart += 1
            rest = parse(body, url=URL, known=frozenset(whole.prints[::2]))
            assert (rest.entries, rest.prints) == (whole.entries[1::2], whole.prints[1::2]), path
            assert (rest.title, rest.ttl_s, rest.skip_hours) == (whole.title, whole.ttl_s, whole.skip_hours), path
    assert told_apart >= 9
