"""Changes to ``feeds.yml`` as text: comments, order and layout stay, and what is written reads back."""

from __future__ import annotations

import difflib
from dataclasses import replace
from pathlib import Path, PurePath

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from monitor.errors import RulesError
from monitor.model import Feed, FeedId
from monitor.places.gazetteer import Gazetteer
from monitor.rules.feed_file import EMPTY, add, duration, feeds_of, item, switch
from monitor.rules.scalars import seconds

PATH = PurePath("rules/feeds.yml")
SHIPPED = (Path(__file__).parents[2] / "rules" / "feeds.yml").read_text("utf-8")
GAZETTEER = Gazetteer.open()
NEW = Feed(
    id=FeedId("example"),
    url="https://example.org/rss?a=1#top",
    publisher='Example: the "Wire"',
    lang="uk",
    home="UA",
    tags=frozenset({"wire", "local"}),
    interval_s=600,
    enabled=False,
)

BLOCK = """\
# Mine.
version: 1
feeds:
- id: one   # the first
  url: https://one.example/rss
  publisher: One

  # about the second
- id: two
  url: https://two.example/rss
  publisher: Two
  enabled: false  # for now
  tags:
  - wire
# The end.
"""

FLOW = """\
version: 1
feeds:
    - {id: one, url: "https://one.example/rss", publisher: One}  # the first
    - {id: two,
       url: "https://two.example/rss",
       publisher: Two, enabled: false,
      }
"""


def feeds(text: str) -> tuple[Feed, ...]:
    return feeds_of(text, PATH, GAZETTEER)


def changed(before: str, after: str) -> list[str]:
    """The lines that differ, as a diff shows them."""
    lines = difflib.ndiff(before.splitlines(), after.splitlines())
    return [line for line in lines if line.startswith(("+ ", "- "))]


@pytest.mark.parametrize("text", [SHIPPED, BLOCK, FLOW, EMPTY, "version: 1\nfeeds:\n", "version: 1\nfeeds: []"])
def test_added_feed_is_the_last_and_all_else_stays(text: str) -> None:
    after = add(text, [NEW], PATH)

    had = feeds(text) if not text.endswith("feeds:\n") else ()
    assert feeds(after) == (*had, NEW)
    assert [line for line in changed(text, after) if line.startswith("- ") and "feeds:" not in line] == []


def test_added_feeds_stand_under_a_heading_of_their_own_once() -> None:
    once = add(SHIPPED, [NEW], PATH)
    twice = add(once, [replace(NEW, id=FeedId("other"), url="https://other.example/rss")], PATH)

    assert changed(SHIPPED, once) == ["+ ", "+   # --- Added with monitor feeds", f"+   {item(NEW)}"]
    assert twice.count("# --- Added with monitor feeds") == 1


def test_comment_under_the_last_feed_stays_behind_the_added_one() -> None:
    assert add(BLOCK, [NEW], PATH).endswith("# The end.\n")


@pytest.mark.parametrize(
    ("text", "feed", "enabled", "lines"),
    [
        (BLOCK, "one", False, ["+   enabled: false"]),
        (BLOCK, "two", True, ["-   enabled: false  # for now", "+   enabled: true  # for now"]),
        (BLOCK, "one", True, []),
        (
            FLOW,
            "one",
            False,
            [
                '-     - {id: one, url: "https://one.example/rss", publisher: One}  # the first',
                '+     - {id: one, url: "https://one.example/rss", publisher: One, enabled: false}  # the first',
            ],
        ),
        (FLOW, "two", True, ["-        publisher: Two, enabled: false,", "+        publisher: Two, enabled: true,"]),
    ],
    ids=["block", "block, on", "on already", "braces", "braces over lines"],
)
def test_switching_changes_one_word(text: str, feed: str, enabled: bool, lines: list[str]) -> None:
    after = switch(text, FeedId(feed), PATH, enabled=enabled)

    assert changed(text, after) == lines
    assert {each.id: each.enabled for each in feeds(after)}[FeedId(feed)] is enabled


@pytest.mark.parametrize("feed", [each.id for each in feeds(SHIPPED)][::7])
def test_every_shipped_feed_can_be_switched_off_and_on(feed: FeedId) -> None:
    off = switch(SHIPPED, feed, PATH, enabled=False)
    on = switch(off, feed, PATH, enabled=True)

    assert [each.id for each in feeds(off) if not each.enabled] == [
        each.id for each in feeds(SHIPPED) if not each.enabled or each.id == feed
    ]
    assert next(each for each in feeds(on) if each.id == feed).enabled


WRONG = {
    "no such feed": (BLOCK, 'no feed "three"'),
    "no list": ("version: 1\n", 'there is no list "feeds:"'),
    "square brackets": ('version: 1\nfeeds: [{id: a, url: "https://a.example", publisher: A}]\n', "square brackets"),
    "no YAML": ("version: 1\nfeeds:\n\t- id: a\n", "a tab in the indentation"),
}


@pytest.mark.parametrize(("text", "told"), WRONG.values(), ids=WRONG.keys())
def test_file_that_cannot_be_changed_is_told(text: str, told: str) -> None:
    with pytest.raises(RulesError, match=told):
        switch(text, FeedId("three"), PATH, enabled=False)


TITLES = st.text(st.characters(exclude_categories=("C", "Zl", "Zp")), min_size=1, max_size=60)


@settings(max_examples=40)
@given(st.builds(replace, st.just(NEW), publisher=TITLES, interval_s=st.none() | st.integers(1, 90_000)))
def test_any_publisher_and_interval_read_back(feed: Feed) -> None:
    assert feeds(add(BLOCK, [feed], PATH))[-1] == feed


@pytest.mark.parametrize(
    "publisher", ["No", "true", "null", "~", "12", "1.5", "- a", "a: b", "a #b", "{x}", "BBC", "Нова газета"]
)
def test_words_that_yaml_takes_for_something_else_read_back(publisher: str) -> None:
    assert feeds(add(BLOCK, [replace(NEW, publisher=publisher)], PATH))[-1].publisher == publisher


@settings(max_examples=40)
@given(st.integers(1, 90_000))
def test_durations_read_back(number: int) -> None:
    assert seconds(duration(number)) == number


def test_mistakes_are_told_with_their_place() -> None:
    with pytest.raises(RulesError, match=r'rules/feeds.yml:\d+:\d+: the id "two" stands already'):
        feeds(add(BLOCK, [replace(NEW, id=FeedId("two"))], PATH))
