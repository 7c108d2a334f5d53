"""Lists of feeds as OPML: what goes out comes back, and what is hostile is refused."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import ParseError
from monitor.feeds.opml import MAX_BYTES, Outline, read, write
from monitor.jobs.feed_listing import KNOWN, imported, new_id
from monitor.model import Feed, FeedId

WORDS = st.text(st.characters(exclude_categories=("C", "Z")), min_size=1, max_size=20)
FEEDS = st.builds(
    Feed,
    id=st.sampled_from(["a", "the-herald", "x_1", "0" * 64, "bbc-2"]).map(FeedId),
    url=st.text("az?&=<>\"'%é", max_size=9).map("https://news.example/{}".format),
    publisher=WORDS,
    lang=st.none() | st.sampled_from(["en", "ru", "uk"]),
    home=st.none() | st.sampled_from(["UA", "RU-BEL", "Kyiv"]),
    tags=st.frozensets(st.sampled_from(["wire", "local", "official-2"])),
    interval_s=st.none() | st.integers(60, 86_400),
    enabled=st.booleans(),
    full_text=st.booleans(),
    websub=st.booleans(),
)


@settings(max_examples=40)
@given(st.lists(FEEDS, max_size=4, unique_by=(lambda feed: feed.id, lambda feed: feed.url)))
def test_list_comes_back_as_it_went_out(feeds: list[Feed]) -> None:
    result = imported(read(write(feeds, "Mine").encode(), "feeds.opml"), ())

    assert list(result.added) == feeds
    assert result.skipped == {}


OF_A_READER = """\
<?xml version="1.0" encoding="UTF-8"?>
<opml version="1.0"><head><title>Subscriptions</title></head><body>
  <outline text="War" title="War">
    <outline type="rss" text="The Herald" title="The  Herald" xmlUrl="https://herald.example/rss" htmlUrl="https://herald.example/"/>
    <outline type="rss" text="Нова Газета" xmlUrl="http://nova.example/feed" language="uk-UA" category="wire,/Local news"/>
  </outline>
  <outline type="rss" xmlUrl="https://herald.example/rss" text="again"/>
  <outline type="rss" xmlUrl=" https://untitled.example/rss "/>
  <outline type="rss" xmlUrl="ftp://files.example/rss" text="Files"/>
  <outline type="rss" xmlUrl="https://user:secret@login.example/rss" text="Log-in"/>
  <outline text="a note"/>
</body></opml>
"""


def test_list_of_a_feed_reader_is_understood() -> None:
    outlines = read(OF_A_READER.encode(), "reader.opml")

    assert outlines[:3] == (
        Outline(url="https://herald.example/rss", title="The Herald"),
        Outline(
            url="http://nova.example/feed", title="Нова Газета", lang="uk", tags=frozenset({"wire", "/Local news"})
        ),
        Outline(url="https://untitled.example/rss", title="https://untitled.example/rss"),
    )


def test_import_gives_ids_and_leaves_out_what_is_known_or_no_address() -> None:
    known = [Feed(id=FeedId("the-herald"), url="https://other.example/rss", publisher="The Herald")]
    known.append(Feed(id=FeedId("x"), url="https://untitled.example/rss", publisher="X"))

    result = imported(read(OF_A_READER.encode(), "reader.opml"), known, ["new"])

    assert [(feed.id, feed.publisher, sorted(feed.tags)) for feed in result.added] == [
        ("the-herald-2", "The Herald", ["new"]),
        ("nova-gazeta", "Нова Газета", ["local-news", "new", "wire"]),
    ]
    assert result.skipped["https://untitled.example/rss"] == KNOWN
    assert set(result.skipped) == {
        "https://untitled.example/rss",
        "ftp://files.example/rss",
        "https://user:secret@login.example/rss",
    }


BOMB = '<!DOCTYPE x [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;">]><opml><body><outline text="&b;"/></body></opml>'
HOSTILE = {
    "entities": (BOMB.encode(), "has a document type"),
    "a file of ours": (
        b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><opml><body><outline xmlUrl="&a;"/></body></opml>',
        "document type|no XML",
    ),
    "no XML": (b"feeds", "this is no XML"),
    "nothing": (b"", "this is no XML"),
    "another document": (b"<rss version='2.0'/>", "this is no OPML: it begins with <rss>"),
    "too large": (b" " * (MAX_BYTES + 1), "larger than"),
    "folders without end": (
        b"<opml><body>" + b"<outline text='x'>" * 60 + b"<outline xmlUrl='https://a.example'/>" + b"</outline>" * 60 + b"</body></opml>",
        "nested deeper",
    ),
}  # fmt: skip


@pytest.mark.parametrize(("content", "told"), HOSTILE.values(), ids=HOSTILE.keys())
def test_hostile_file_is_refused(content: bytes, told: str) -> None:
    with pytest.raises(ParseError, match=told):
        read(content, "feeds.opml")


@pytest.mark.parametrize(
    ("wish", "taken", "expected"),
    [
        ("Українська правда", (), "ukrainska-pravda"),
        ("BBC News - World", (), "bbc-news-world"),
        ("BBC", ("bbc", "bbc-2"), "bbc-3"),
        ("！？", (), "feed"),
        ("x" * 200, (), "x" * 50),
    ],
)
def test_ids_are_made_of_titles(wish: str, taken: tuple[str, ...], expected: str) -> None:
    assert new_id(wish, taken) == expected
