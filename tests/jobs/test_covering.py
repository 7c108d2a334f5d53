"""Digests say how many feeds are healthy and for which times entries may have been missed, in the reader's language."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitor.delivery.wording import Words
from monitor.jobs.covering import coverage
from monitor.model import FeedId, FeedState, FeedStatus, Gap, Observed, Poll, PollOutcome
from monitor.storage import Store
from tests.storage.builders import NOW, feed

DAY_AGO = NOW - timedelta(days=1)
WELL = FeedStatus(
    feed=FeedId("a"),
    state=FeedState.HEALTHY,
    last_poll_at=NOW,
    last_success_at=NOW,
    last_new_entry_at=NOW,
    next_poll_at=NOW + timedelta(minutes=10),
    observed=Observed(changed_at=NOW),
)


def poll(store: Store, name: str, status: FeedStatus = WELL, gap: tuple[float, float] | None = None) -> None:
    """Store how a feed does, and a gap that was found just now, as hours before now."""
    missed = None
    if gap is not None:
        start, end = (NOW - timedelta(hours=hours) for hours in gap)
        missed = Gap(feed=FeedId(name), start=start, end=end, found_at=NOW - timedelta(minutes=1))
    with store.begin() as tx:
        attempt = Poll(feed=FeedId(name), at=NOW, outcome=PollOutcome.OK)
        tx.feeds.record(attempt, replace(status, feed=FeedId(name)), (), missed)


@pytest.fixture
def told(store: Store):
    """What a digest of the last day says after five feeds were read well, but for what the test says."""
    with store.begin() as tx:
        tx.feeds.sync([*(feed(name) for name in "abcde"), feed("off", enabled=False)], NOW)
    for name in "abcde":
        poll(store, name)

    def say(lang: str = "en", tz: str = "UTC") -> str:
        with store.read() as tx:
            return coverage(tx, Words(lang, ZoneInfo(tz)), DAY_AGO, NOW, NOW)

    return say


def test_all_is_well(told):
    assert told() == "5 of 5 feeds healthy."


def test_gaps_are_told_by_publisher_in_the_readers_time(store: Store, told):
    poll(store, "b", gap=(5, 3.5))

    assert told() == "5 of 5 feeds healthy; gaps: b (Tue 4 Mar 2025, 01:30–03:00)."
    assert told(tz="Europe/Kyiv") == "5 of 5 feeds healthy; gaps: b (Tue 4 Mar 2025, 03:30–05:00)."


def test_feed_that_fails_is_an_open_gap(store: Store, told):
    poll(store, "b", replace(WELL, state=FeedState.FAILING, last_success_at=NOW - timedelta(hours=7)))

    assert told() == "4 of 5 feeds healthy; gaps: b (since Mon 3 Mar 2025, 23:30)."


@pytest.mark.parametrize(
    ("lang", "expected"),
    [
        ("ru", "Исправных лент: 4 из 5; пробелы: b (с вт 4 мар. 2025, 05:30); c (вт 4 мар. 2025, 02:30–04:30)."),
        ("uk", "Справних стрічок: 4 із 5; прогалини: b (з вт 4 бер. 2025, 05:30); c (вт 4 бер. 2025, 02:30–04:30)."),
    ],
)
def test_in_the_readers_language(store: Store, told, lang: str, expected: str):
    poll(store, "b", replace(WELL, state=FeedState.FAILING, last_success_at=NOW - timedelta(hours=3)))
    poll(store, "c", gap=(6, 4))

    assert told(lang, "Europe/Kyiv") == expected


def test_the_longest_are_named_and_the_others_counted(store: Store, told):
    for number, name in enumerate("abcde"):
        poll(store, name, gap=(6 + number, 5))

    assert told() == (
        "5 of 5 feeds healthy; gaps: e (Mon 3 Mar 2025, 20:30 to Tue 4 Mar 2025, 01:30); "
        "d (Mon 3 Mar 2025, 21:30 to Tue 4 Mar 2025, 01:30); c (Mon 3 Mar 2025, 22:30 to Tue 4 Mar 2025, 01:30); "
        "b (Mon 3 Mar 2025, 23:30 to Tue 4 Mar 2025, 01:30); and 1 more."
    )


def test_gaps_that_an_earlier_digest_told_are_not_told_again(store: Store, told):
    with store.begin() as tx:
        early = Gap(feed=FeedId("b"), start=DAY_AGO, end=DAY_AGO, found_at=DAY_AGO - timedelta(minutes=1))
        tx.feeds.record(
            Poll(feed=FeedId("b"), at=NOW, outcome=PollOutcome.OK), replace(WELL, feed=FeedId("b")), (), early
        )

    assert told() == "5 of 5 feeds healthy."


UNWELL = {
    "degraded": replace(WELL, state=FeedState.DEGRADED),
    "never read": FeedStatus(feed=FeedId("b")),
    "silent": replace(WELL, last_new_entry_at=NOW - timedelta(days=9)),
    "overdue, because the service stands still": replace(WELL, next_poll_at=NOW - timedelta(hours=2)),
}


@pytest.mark.parametrize("status", UNWELL.values(), ids=UNWELL.keys())
def test_feed_that_is_not_well_is_not_counted(store: Store, told, status: FeedStatus):
    poll(store, "b", status)

    assert told() == "4 of 5 feeds healthy."
