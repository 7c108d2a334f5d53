"""When feeds are polled next, and what polls leave behind."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import FeedError, FetchError, ParseError
from monitor.feeds.answers import NotModified, ParsedFeed, Response
from monitor.feeds.schedule import (
    SUSPENDED_LOOK,
    Hints,
    PollPolicy,
    address_of,
    after_failure,
    after_gone,
    after_success,
    hints_of,
    next_poll_at,
)
from monitor.model import Feed, FeedId, FeedState, FeedStatus

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)  # a Monday
EXACT = PollPolicy(jitter=0.0)
FEED = Feed(id=FeedId("f"), url="https://news.example.org/rss", publisher="P")
FRESH = FeedStatus(feed=FEED.id)
HEALTHY = replace(FRESH, state=FeedState.HEALTHY, etag='"1"', last_modified="then", body_hash="h", url=FEED.url,
                  last_success_at=NOW - timedelta(minutes=10))  # fmt: skip


def error(reason: str = "timeout", retry_after_s: float | None = None) -> FetchError:
    return FetchError("it did not work", url=FEED.url, reason=reason, retry_after_s=retry_after_s)


def response(**fields: object) -> Response:
    return Response(**({"url": FEED.url, "body": b"x", "body_hash": "new"} | fields))  # type: ignore[arg-type]


@pytest.mark.parametrize(
    ("interval_s", "hints", "minutes", "because"),
    [
        (None, Hints(), 10, "usual"),
        (None, Hints(ttl_s=1800), 30, "ttl"),
        (None, Hints(ttl_s=60), 10, "usual"),
        (None, Hints(max_age_s=1200), 20, "max-age"),
        (None, Hints(ttl_s=1800, max_age_s=1200), 30, "ttl"),
        (None, Hints(ttl_s=86_400), 60, "ttl"),
        (420, Hints(ttl_s=1800, max_age_s=1200), 7, "operator"),
        (60, Hints(), 5, "raised to the floor"),
        (7200, Hints(), 120, "operator"),
        (420, Hints(skip_hours=frozenset(range(12, 20))), 7, "operator"),
    ],
    ids=["nothing said", "ttl", "short ttl", "max-age", "the longest wins", "ceiling", "operator wins", "floor", "operator may be slow",
         "operator over skipHours"],
)  # fmt: skip
def test_the_interval(interval_s: int | None, hints: Hints, minutes: int, because: str) -> None:
    found = next_poll_at(replace(FEED, interval_s=interval_s), HEALTHY, now=NOW, policy=EXACT, hints=hints)
    assert found.at - NOW == timedelta(minutes=minutes)
    assert because in found.because


@pytest.mark.parametrize(
    ("hours", "days", "expected"),
    [
        ({12, 13}, set(), "2026-03-02T14:40"),
        ({22, 23}, set(), "2026-03-02T12:40"),
        (set(), {0}, "2026-03-03T00:40"),
        ({0, 1}, {0}, "2026-03-03T02:40"),
        (set(range(24)), set(), "2026-03-02T12:40"),
        (set(), set(range(7)), "2026-03-02T12:40"),
    ],
    ids=["hours", "other hours", "day", "both", "every hour is not obeyed", "every day is not obeyed"],
)
def test_hours_and_days_to_skip(hours: set[int], days: set[int], expected: str) -> None:
    hints = Hints(skip_hours=frozenset(hours), skip_days=frozenset(days))
    found = next_poll_at(FEED, HEALTHY, now=NOW, policy=EXACT, hints=hints)
    assert found.at == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("failures", "failed_with", "minutes"),
    [
        (1, error(), 10),
        (2, error(), 20),
        (4, error(), 80),
        (40, error(), 24 * 60),
        (1, error(retry_after_s=3600), 60),
        (4, error(retry_after_s=600), 80),
        (1, error("needs_operator"), 60),
        (2, ParseError("broken", url=FEED.url, reason="not_a_feed"), 20),
    ],
    ids=["first", "second", "fourth", "at most a day", "Retry-After", "the longer of two", "refused", "not a feed"],
)
def test_backing_off(failures: int, failed_with: FeedError, minutes: int) -> None:
    found = next_poll_at(FEED, replace(HEALTHY, failures=failures), now=NOW, policy=EXACT, error=failed_with)
    assert found.at - NOW == timedelta(minutes=minutes)


def test_a_slow_feed_is_not_polled_faster_because_it_fails() -> None:
    weekly = replace(FEED, interval_s=7 * 86_400)
    found = next_poll_at(weekly, replace(HEALTHY, failures=3), now=NOW, policy=EXACT, error=error())
    assert found.at - NOW == timedelta(days=7)


@given(
    st.one_of(st.none(), st.integers(1, 10**6)),
    st.one_of(st.none(), st.floats(0, 10**9)),
    st.one_of(st.none(), st.floats(0, 10**9)),
    st.frozensets(st.integers(0, 23)),
    st.datetimes(datetime(2020, 1, 1), datetime(2030, 1, 1)),
)
def test_never_below_the_floor_and_always_the_same(
    interval_s: int | None, ttl_s: float | None, max_age_s: float | None, hours: frozenset[int], now: datetime
) -> None:
    feed, now, policy = replace(FEED, interval_s=interval_s), now.replace(tzinfo=UTC), PollPolicy()
    hints = Hints(ttl_s=ttl_s, max_age_s=max_age_s, skip_hours=hours)
    found = next_poll_at(feed, HEALTHY, now=now, policy=policy, hints=hints)
    assert found.at - now >= timedelta(seconds=policy.floor_s)
    assert found == next_poll_at(feed, HEALTHY, now=now, policy=policy, hints=hints)


def test_feeds_are_spread() -> None:
    feeds = [replace(FEED, url=f"https://news.example.org/{n}") for n in range(100)]
    moments = {next_poll_at(feed, HEALTHY, now=NOW, policy=PollPolicy()).at for feed in feeds}
    assert len(moments) == 100
    assert max(moments) - min(moments) > timedelta(seconds=40)  # ten per cent of ten minutes, nearly all of it
    assert max(moments) - NOW <= timedelta(minutes=11)


@pytest.mark.parametrize(
    ("base", "minutes"),
    [
        (None, 30),
        (NOW - timedelta(minutes=10), 20),
        (NOW - timedelta(days=3, minutes=10), 20),
        (NOW + timedelta(days=3, minutes=25), 25),
        (NOW, 30),
        (NOW - timedelta(minutes=29), 10),
    ],
    ids=["none", "ten minutes ago", "long ago", "in the future", "now", "nearly over: the usual interval"],
)
def test_polls_follow_the_moments_at_which_the_feed_says_that_it_is_updated(
    base: datetime | None, minutes: float
) -> None:
    found = next_poll_at(
        FEED, HEALTHY, now=NOW, policy=PollPolicy(jitter=0.0), hints=Hints(update_s=1800, update_base=base)
    )
    assert found.at - NOW == timedelta(minutes=minutes)


def test_hints_come_from_document_and_answer() -> None:
    parsed = ParsedFeed(
        title=None, language=None, entries=(), ttl_s=600, update_period_s=900, skip_hours=frozenset({1})
    )
    assert hints_of(response(max_age_s=60), parsed) == Hints(
        ttl_s=600, update_s=900, max_age_s=60, skip_hours=frozenset({1})
    )
    assert hints_of(NotModified(url=FEED.url, max_age_s=60), None) == Hints(max_age_s=60)


def test_the_states_of_a_feed() -> None:
    status, states = FRESH, [FRESH.state]
    status = after_success(status, FEED, response(), now=NOW)
    states.append(status.state)
    for _ in range(3):
        status = after_failure(status, FEED, error(), now=NOW)
        states.append(status.state)
    assert (status.failures, status.reason, status.message) == (3, "timeout", "it did not work")
    status = after_success(status, FEED, response(), now=NOW)
    states.append(status.state)
    assert [str(state) for state in states] == ["new", "healthy", "degraded", "degraded", "failing", "healthy"]
    assert (status.failures, status.reason, status.message) == (0, None, None)


@pytest.mark.parametrize(
    ("reason", "failures", "last_success", "suspended"),
    [
        ("timeout", 20, timedelta(days=15), True),
        ("timeout", 20, timedelta(days=13), False),
        ("not_found", 20, timedelta(days=8), True),
        ("not_found", 20, timedelta(days=6), False),
        ("timeout", 1, timedelta(days=300), False),
        ("timeout", 18, None, False),
        ("timeout", 19, None, True),
    ],
    ids=[
        "a fortnight",
        "less",
        "missing for a week",
        "missing for less",
        "first failure after a long pause",
        "never worked",
        "for long",
    ],
)
def test_feeds_that_fail_for_long_are_suspended(
    reason: str, failures: int, last_success: timedelta | None, suspended: bool
) -> None:
    before = replace(HEALTHY, failures=failures, last_success_at=NOW - last_success if last_success else None)
    after = after_failure(before, FEED, error(reason), now=NOW)
    assert (after.state is FeedState.SUSPENDED) == suspended


def test_gone_suspends_at_once_and_is_looked_at_weekly() -> None:
    status = after_gone(HEALTHY, FEED, now=NOW)
    assert (status.state, status.reason) == (FeedState.SUSPENDED, "gone")
    assert next_poll_at(FEED, status, now=NOW, policy=EXACT).at == NOW + SUSPENDED_LOOK
    assert after_success(status, FEED, response(), now=NOW).state is FeedState.HEALTHY


@pytest.mark.parametrize("reason", ["host_paused", "host_busy"])
def test_being_put_off_is_not_the_feeds_failure(reason: str) -> None:
    put_off = error(reason, retry_after_s=1200)
    assert after_failure(HEALTHY, FEED, put_off, now=NOW) == HEALTHY
    assert next_poll_at(FEED, HEALTHY, now=NOW, policy=EXACT, error=put_off).at == NOW + timedelta(minutes=20)


def test_validators_are_kept_as_long_as_they_hold() -> None:
    read = after_success(FRESH, FEED, response(etag='"1"', last_modified="then"), now=NOW, new_entries=2)
    assert (read.etag, read.last_modified, read.body_hash, read.last_new_entry_at) == ('"1"', "then", "new", NOW)
    unchanged = after_success(read, FEED, NotModified(url=FEED.url), now=NOW)
    assert (unchanged.etag, unchanged.last_modified, unchanged.body_hash) == ('"1"', "then", "new")
    failed = after_failure(unchanged, FEED, error("not_a_feed"), now=NOW)
    assert (failed.etag, failed.last_modified, failed.body_hash) == ('"1"', "then", "new")
    same_body = after_success(failed, FEED, NotModified(url=FEED.url, status=200, etag='"2"'), now=NOW)
    assert (same_body.etag, same_body.last_modified, same_body.body_hash) == ('"2"', None, "new")


def test_another_address_starts_without_validators() -> None:
    moved = replace(FEED, url="https://elsewhere.example.org/rss")
    status = after_success(HEALTHY, moved, NotModified(url=moved.url), now=NOW)
    assert (status.etag, status.last_modified, status.body_hash, status.url) == (None, None, None, moved.url)


NEW_URL = "https://news.example.org/feed"


def polled(moves: list[str | None], status: FeedStatus = FRESH) -> FeedStatus:
    for moved_to in moves:
        status = after_success(status, FEED, response(moved_to=moved_to), now=NOW)
    return status


@pytest.mark.parametrize(
    ("moves", "address"),
    [
        ([NEW_URL] * 2, FEED.url),
        ([NEW_URL] * 3, NEW_URL),
        ([NEW_URL, None, NEW_URL, NEW_URL], FEED.url),
        ([NEW_URL, NEW_URL, NEW_URL, None, None], NEW_URL),
        (["https://other.example.org/feed"] * 5, FEED.url),
    ],
    ids=["twice", "three times", "interrupted", "kept once adopted", "another host needs the operator"],
)
def test_permanent_moves_are_adopted_slowly(moves: list[str | None], address: str) -> None:
    assert address_of(FEED, polled(moves)) == address


def test_an_adopted_move_is_given_up_when_it_fails() -> None:
    status = polled([NEW_URL] * 3)
    for _ in range(3):
        assert address_of(FEED, status) == NEW_URL
        status = after_failure(status, FEED, error("not_found"), now=NOW)
    assert address_of(FEED, status) == FEED.url


def test_the_operators_new_address_overrides_a_move() -> None:
    edited = replace(FEED, url="https://news.example.org/third")
    assert address_of(edited, polled([NEW_URL] * 3)) == edited.url
