"""How often a publisher publishes, and whether we look often enough."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.rhythm import MOST_HURRY, gap, hurried, learn, span, wish
from monitor.feeds.schedule import Hints, PollPolicy, next_poll_at
from monitor.model import Feed, FeedId, FeedState, FeedStatus, Gap, Observed

NOW = datetime(2026, 3, 2, 12, 30, tzinfo=UTC)
FEED = Feed(id=FeedId("f"), url="https://news.example.org/rss", publisher="P")
READ = FeedStatus(
    feed=FEED.id,
    state=FeedState.HEALTHY,
    last_success_at=NOW - timedelta(hours=1),
    last_new_entry_at=NOW - timedelta(hours=3),
    url=FEED.url,
)
EXACT = PollPolicy(jitter=0.0)


def ago(*minutes: float) -> list[datetime | None]:
    return [NOW - timedelta(minutes=each) for each in minutes]


STEADY = ago(*range(0, 200, 10))
"""Twenty entries, one every ten minutes."""


@pytest.mark.parametrize(
    ("dates", "every_min", "kept_min"),
    [
        (STEADY, 10, 200),
        ([*STEADY, *ago(100_000)], 10, 210),
        ([*STEADY, NOW + timedelta(days=1)], 10, 210),
        ([*STEADY, None], 10, 210),
        (ago(0, 0, 0, 600, 601, 602, 603), 1, 7),
        (ago(1, 2, 3, 4), None, None),
        ([None] * 30, None, None),
        ([], None, None),
    ],
    ids=[
        "steady",
        "an old one is pinned",
        "one in the future",
        "one undated",
        "two bursts",
        "too few",
        "undated",
        "empty",
    ],
)
def test_rhythm_of_a_document(dates: list[datetime | None], every_min: float | None, kept_min: float | None) -> None:
    found = learn(Observed(), dates, NOW)

    assert found.every_s == (every_min and every_min * 60)
    assert found.kept_s == (kept_min and kept_min * 60)


@given(st.permutations(STEADY))
def test_order_of_entries_changes_nothing(dates: list[datetime | None]) -> None:
    assert learn(Observed(), dates, NOW) == learn(Observed(), STEADY, NOW)


@pytest.mark.parametrize(
    ("observed", "minutes", "because"),
    [
        (Observed(), 10, "usual"),
        (Observed(every_s=40 * 60), 10, "an entry every 40 min"),
        (Observed(every_s=60), 5, "shortest interval that we allow ourselves; asked for by the publisher's rhythm"),
        (Observed(every_s=86_400 * 3), 30, "the longest interval for a feed with an entry every 3 days"),
        (Observed(every_s=7200, kept_s=2400), 20, "entries stay in the feed for only 40 min"),
        (Observed(every_s=7200, kept_s=7200, hurry=2), 7.5, "shortened to 1/4 because entries were missed"),
    ],
    ids=["nothing known", "a quarter of the rhythm", "floor", "seldom", "short feed", "after gaps"],
)
def test_interval_by_rhythm(observed: Observed, minutes: float, because: str) -> None:
    found = next_poll_at(FEED, replace(READ, observed=observed), now=NOW, policy=EXACT)

    assert found.at - NOW == timedelta(minutes=minutes)
    assert because in found.because


def test_publishers_own_wish_is_obeyed_even_if_entries_are_missed_and_that_is_said() -> None:
    short = replace(READ, observed=Observed(every_s=60, kept_s=1200))

    found = next_poll_at(FEED, short, now=NOW, policy=EXACT, hints=Hints(ttl_s=3600))

    assert found.at - NOW == timedelta(hours=1)
    assert found.because == "the feed's ttl of 60 min, although entries stay in the feed for only 20 min"
    assert found.weighed == ("the publisher's rhythm, an entry every 60 s: every 15 s",)


def test_operators_interval_is_kept_and_the_other_wishes_are_told() -> None:
    fast = replace(READ, observed=Observed(every_s=2400))

    found = next_poll_at(replace(FEED, interval_s=900), fast, now=NOW, policy=EXACT, hints=Hints(max_age_s=120))

    assert (found.at - NOW, found.because) == (timedelta(minutes=15), "the operator's interval")
    assert found.weighed == (
        "the server's max-age of 2 min: every 2 min",
        "the publisher's rhythm, an entry every 40 min: every 10 min",
    )


@given(st.builds(Observed, every_s=st.floats(0, 1e9), kept_s=st.floats(0, 1e9), hurry=st.integers(0, MOST_HURRY)))
def test_rhythm_stays_within_its_bounds(observed: Observed) -> None:
    interval = next_poll_at(FEED, replace(READ, observed=observed), now=NOW, policy=EXACT).at - NOW

    assert timedelta(seconds=EXACT.floor_s) <= interval <= timedelta(seconds=EXACT.slowest_s)
    assert wish(observed, 600, 1800) == wish(observed, 600, 1800)


def test_gaps_make_polls_hasty_and_overlap_calms_them() -> None:
    observed = Observed()
    for _ in range(MOST_HURRY + 1):
        observed = hurried(observed, known=0, new=30, gap=True)
    assert observed.hurry == MOST_HURRY

    assert hurried(observed, known=10, new=20, gap=False).hurry == MOST_HURRY
    assert hurried(observed, known=29, new=1, gap=False).hurry == MOST_HURRY - 1


def test_gap_runs_from_the_last_reading_to_the_oldest_entry_left() -> None:
    found = gap(READ, FEED.url, ago(5, 20, 35), NOW)

    assert found == Gap(feed=FEED.id, start=NOW - timedelta(hours=1), end=NOW - timedelta(minutes=35), found_at=NOW)


def test_gap_of_undated_entries_runs_until_now() -> None:
    found = gap(READ, FEED.url, [None, None, *ago(5000)], NOW)

    assert found is not None
    assert found.end == NOW


NO_GAP = {
    "never read before": (replace(READ, last_success_at=None), FEED.url, STEADY),
    "never had an entry": (replace(READ, last_new_entry_at=None), FEED.url, STEADY),
    "another address": (READ, "https://elsewhere.example.org/rss", STEADY),
    "room for one entry only": (READ, FEED.url, ago(5)),
}


@pytest.mark.parametrize(("status", "url", "dates"), NO_GAP.values(), ids=NO_GAP.keys())
def test_what_cannot_be_told_is_no_gap(status: FeedStatus, url: str, dates: list[datetime | None]) -> None:
    assert gap(status, url, dates, NOW) is None


@pytest.mark.parametrize(
    ("seconds", "words"),
    [(0, "0 s"), (89, "89 s"), (90, "2 min"), (3600, "60 min"), (5400, "2 h"), (86_400, "24 h"), (200_000, "2 days")],
)
def test_spans_in_words(seconds: float, words: str) -> None:
    assert span(seconds) == words
