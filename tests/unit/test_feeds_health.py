"""Which flags a feed has and why, and what is said of it in one line."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from monitor.feeds.health import assess, changes_of, flagged, line, observe
from monitor.model import (
    Feed,
    FeedChange,
    FeedFlag,
    FeedId,
    FeedState,
    FeedStatus,
    Flagged,
    Observed,
    Poll,
    PollOutcome,
)

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
FEED = Feed(id=FeedId("f"), url="https://news.example.org/rss", publisher="P")
HEALTHY = FeedStatus(
    feed=FEED.id,
    state=FeedState.HEALTHY,
    url=FEED.url,
    last_poll_at=NOW - timedelta(minutes=10),
    last_success_at=NOW - timedelta(minutes=10),
    last_new_entry_at=NOW - timedelta(minutes=25),
    next_poll_at=NOW + timedelta(minutes=5),
    observed=Observed(every_s=1200, kept_s=36_000, changed_at=NOW - timedelta(minutes=25)),
)


def days(number: float) -> datetime:
    return NOW - timedelta(days=number)


def poll(outcome: PollOutcome = PollOutcome.OK, **fields: Any) -> Poll:
    return Poll(feed=FEED.id, at=NOW, outcome=outcome, **fields)


def status(**fields: Any) -> FeedStatus:
    """A healthy feed but for some fields; those of `Observed` may be named like the others."""
    observed = {name: fields.pop(name) for name in tuple(fields) if name in Observed.__dataclass_fields__}
    return replace(HEALTHY, observed=replace(HEALTHY.observed, **observed), **fields)


FLAGS: dict[str, tuple[FeedStatus, FeedFlag | None, str]] = {
    "all is well": (HEALTHY, None, ""),
    "nothing new for eight days": (
        status(last_new_entry_at=days(8), changed_at=days(1)),
        FeedFlag.SILENT,
        "no new entry since 22 February 2026, usually every 20 min",
    ),
    "nothing new for six days": (status(last_new_entry_at=days(6)), None, ""),
    "slow feed, nothing new for eight days": (
        status(last_new_entry_at=days(8), changed_at=days(8), every_s=3 * 86_400.0),
        None,
        "",
    ),
    "slow feed, nothing new for long": (
        status(last_new_entry_at=days(16), changed_at=days(1), every_s=3 * 86_400.0),
        FeedFlag.SILENT,
        "usually every 3 days",
    ),
    "same document for eight days": (
        status(last_new_entry_at=days(8), changed_at=days(8)),
        FeedFlag.STALE,
        "its document has been the same since 22 February 2026",
    ),
    "failing feeds are not called silent": (
        status(state=FeedState.FAILING, reason="timeout", last_new_entry_at=days(8), changed_at=days(8)),
        None,
        "",
    ),
    "strange lately": (
        status(suspect_at=days(1), suspect_why="it brought 300 new entries at once"),
        FeedFlag.SUSPICIOUS,
        "it brought 300 new entries at once (01 March, 12:30 UTC)",
    ),
    "strange long ago": (status(suspect_at=days(4), suspect_why="it brought 300 new entries at once"), None, ""),
    "moved to another host": (
        status(moved_to="https://other.example.org/rss", moved_count=3),
        FeedFlag.SUSPICIOUS,
        "news.example.org says that it has moved to https://other.example.org/rss",
    ),
    "moved once": (status(moved_to="https://other.example.org/rss", moved_count=1), None, ""),
    "moved within the site": (status(moved_to="https://www.news.example.org/feed", moved_count=9), None, ""),
    "broken off three times": (
        status(state=FeedState.FAILING, reason="parse_timeout", kills=3),
        FeedFlag.POISON,
        "reading it had to be broken off 3 times in a row",
    ),
    "broken off twice": (status(state=FeedState.DEGRADED, reason="parse_timeout", kills=2), None, ""),
    "private address": (
        status(state=FeedState.DEGRADED, reason="blocked_address", message="10.0.0.1 is a private address"),
        FeedFlag.BLOCKED,
        "10.0.0.1 is a private address",
    ),
    "log-in": (
        status(state=FeedState.DEGRADED, reason="needs_operator", message="the server refuses us (403)"),
        FeedFlag.NEEDS_OPERATOR,
        "the server refuses us (403)",
    ),
    "certificate": (
        status(state=FeedState.DEGRADED, reason="tls", message="the certificate has expired"),
        FeedFlag.NEEDS_OPERATOR,
        "the certificate has expired",
    ),
}


@pytest.mark.parametrize(("given", "flag", "why"), FLAGS.values(), ids=FLAGS.keys())
def test_flags(given: FeedStatus, flag: FeedFlag | None, why: str) -> None:
    found = assess(FEED, given, NOW)

    assert list(found) == ([] if flag is None else [flag])
    assert why in "".join(found.values())


def test_reading_well_ends_a_series_of_breaks() -> None:
    seen = HEALTHY.observed
    for _ in range(3):
        seen = observe(FEED, replace(HEALTHY, observed=seen), poll(PollOutcome.FAILED, reason="parse_memory"))
    assert seen.kills == 3
    assert observe(FEED, replace(HEALTHY, observed=seen), poll(PollOutcome.NOT_MODIFIED)).kills == 0


@pytest.mark.parametrize(
    ("given", "how", "strange", "why"),
    [
        (HEALTHY, poll(PollOutcome.FAILED, reason="not_a_feed"), False, "no feed, such as a web page"),
        (replace(HEALTHY, last_success_at=None), poll(PollOutcome.FAILED, reason="not_a_feed"), False, None),
        (HEALTHY, poll(PollOutcome.FAILED, reason="host_paused"), False, None),
        (HEALTHY, poll(new=40), True, "identifiers never seen before"),
        (HEALTHY, poll(new=300), False, "it brought 300 new entries at once"),
        (HEALTHY, poll(new=99), False, None),
        (replace(HEALTHY, last_success_at=days(7)), poll(new=300), False, None),
    ],
    ids=["a page", "never was a feed", "put off", "strange", "flood", "many", "as many as are due after a week"],
)
def test_signs_of_something_else(given: FeedStatus, how: Poll, strange: bool, why: str | None) -> None:
    seen = observe(FEED, given, how, strange=strange)

    assert (seen.suspect_at is None) == (why is None)
    assert (why or "") in (seen.suspect_why or "")


def test_document_is_unchanged_until_another_comes() -> None:
    fresh = FeedStatus(feed=FEED.id)
    first = observe(FEED, fresh, poll())
    assert first.changed_at == NOW
    later = replace(HEALTHY, observed=replace(first, changed_at=days(3)))
    assert observe(FEED, later, poll(PollOutcome.NOT_MODIFIED)).changed_at == days(3)
    assert observe(FEED, later, poll()).changed_at == NOW


def test_another_address_is_observed_anew() -> None:
    moved = replace(FEED, url="https://elsewhere.example.org/rss")

    assert observe(moved, status(kills=2, suspect_at=days(1)), poll()) == Observed(changed_at=NOW)


def test_a_flag_keeps_the_time_when_it_was_raised() -> None:
    before = status(flags=(Flagged(flag=FeedFlag.SILENT, why="old", since=days(2)),))

    found = flagged(before, {FeedFlag.SILENT: "still", FeedFlag.BLOCKED: "fresh"}, NOW)

    assert found == (
        Flagged(flag=FeedFlag.BLOCKED, why="fresh", since=NOW),
        Flagged(flag=FeedFlag.SILENT, why="still", since=days(2)),
    )


def test_every_change_is_one_line_of_history() -> None:
    silent = Flagged(flag=FeedFlag.SILENT, why="no new entry", since=NOW)
    refused = Flagged(flag=FeedFlag.NEEDS_OPERATOR, why="it asks for a log-in", since=NOW)
    before = status(flags=(silent,))
    after = status(state=FeedState.DEGRADED, message="it asks for a log-in", flags=(refused,))

    assert changes_of(before, after, NOW) == (
        FeedChange(feed=FEED.id, at=NOW, mark="degraded", why="it asks for a log-in"),
        FeedChange(feed=FEED.id, at=NOW, mark="needs_operator", why="it asks for a log-in"),
        FeedChange(feed=FEED.id, at=NOW, mark="silent", begins=False, why="the cause is gone"),
    )
    assert changes_of(after, after, NOW) == ()


LINES: dict[str, tuple[Feed, FeedStatus, str]] = {
    "healthy": (FEED, HEALTHY, "latest entry 25 min ago, usually every 20 min; next look in 5 min"),
    "due": (FEED, status(next_poll_at=NOW, every_s=None), "latest entry 25 min ago; next look now"),
    "never read": (FEED, FeedStatus(feed=FEED.id), "never read yet; the next sweep reads it"),
    "switched off": (replace(FEED, enabled=False), HEALTHY, "switched off in feeds.yml"),
    "failing": (
        FEED,
        status(state=FeedState.FAILING, failures=4, message="the server did not answer in time", reason="timeout"),
        "the server did not answer in time (4 times in a row); read 10 min ago; next try in 5 min",
    ),
    "refused": (
        FEED,
        status(state=FeedState.DEGRADED, failures=1, message="the server refuses us (403)", reason="needs_operator"),
        "the server refuses us (403); read 10 min ago; next try in 5 min",
    ),
    "stale": (
        FEED,
        status(last_new_entry_at=days(8), changed_at=days(8), every_s=None),
        "its document has been the same since 22 February 2026; next look in 5 min",
    ),
}


@pytest.mark.parametrize(("feed", "given", "words"), LINES.values(), ids=LINES.keys())
def test_one_line_in_plain_words_with_the_next_try(feed: Feed, given: FeedStatus, words: str) -> None:
    assert line(feed, given, NOW) == words
