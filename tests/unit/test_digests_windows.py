from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo, available_timezones

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.digests import LATEST, DigestWindow, due_windows
from monitor.model import Mode
from tests.mailcases import a_subscription

ZONES = sorted(available_timezones())
TIMES = (time(0), time(1, 30), time(2, 30), time(8), time(23, 45))


def windows(mode: Mode, tz: str, since: datetime, now: datetime, at: time = time(8)) -> tuple[DigestWindow, ...]:
    return due_windows(a_subscription(mode=mode), tz, since, now, at)


def at(text: str, tz: str = "UTC") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))


def run(mode: Mode, tz: str, since: datetime, until: datetime, step: timedelta, digest_at: time) -> list[DigestWindow]:
    """What a service sends that looks every *step*."""
    sent: list[DigestWindow] = []
    now, told = since, since
    while now <= until:
        for window in windows(mode, tz, told, now, digest_at):
            sent.append(window)
            told = window.end
        now += step
    return sent


# A year holds every kind of transition that a zone has.
@pytest.mark.parametrize("tz", ZONES)
def test_one_digest_for_each_local_date_in_every_zone(tz: str) -> None:
    zone = ZoneInfo(tz)
    since, until = datetime(2026, 1, 1, 12, tzinfo=zone), datetime(2027, 1, 1, 12, tzinfo=zone)
    digest_at = TIMES[ZONES.index(tz) % len(TIMES)]
    sent = run(Mode.DAILY, tz, since, until, timedelta(hours=17), digest_at)
    first, last = sent[0], sent[-1]
    days = (datetime.fromisoformat(last.label) - datetime.fromisoformat(first.label)).days + 1
    assert len(sent) == len({window.label for window in sent}) == days
    assert days in {364, 365}
    assert all(one.end == two.start for one, two in pairwise(sent))


@pytest.mark.parametrize(
    ("name", "tz", "since", "until", "digest_at", "labels"),
    [
        (
            "01:30 comes twice",
            "Europe/Berlin",
            "2027-10-30T12:00",
            "2027-11-01T12:00",
            time(2, 30),
            ["2027-10-31", "2027-11-01"],
        ),
        (
            "02:30 never comes",
            "Europe/Berlin",
            "2027-03-27T12:00",
            "2027-03-29T12:00",
            time(2, 30),
            ["2027-03-28", "2027-03-29"],
        ),
        (
            "midnight never comes",
            "Africa/Cairo",
            "2026-04-23T12:00",
            "2026-04-25T12:00",
            time(0),
            ["2026-04-24", "2026-04-25"],
        ),
        (
            "the last quarter never comes",
            "America/Nuuk",
            "2026-03-27T12:00",
            "2026-03-30T12:00",
            time(23, 45),
            ["2026-03-27", "2026-03-28", "2026-03-29"],
        ),
        (
            "a date never comes",
            "Pacific/Apia",
            "2011-12-29T12:00",
            "2012-01-01T12:00",
            time(8),
            ["2011-12-31", "2012-01-01"],
        ),
    ],
)
def test_clock_change(name: str, tz: str, since: str, until: str, digest_at: time, labels: list[str]) -> None:
    sent = run(
        Mode.DAILY, tz, at(since, tz).astimezone(UTC), at(until, tz).astimezone(UTC), timedelta(minutes=15), digest_at
    )
    assert [window.label for window in sent] == labels, name


@given(
    tz=st.sampled_from(ZONES),
    start=st.datetimes(datetime(2024, 1, 1), datetime(2026, 1, 1)),
    looks=st.lists(st.integers(1, 23 * 60), min_size=1, max_size=12),
    mode=st.sampled_from([Mode.HOURLY, Mode.DAILY, Mode.WEEKLY]),
)
def test_whenever_it_is_asked_windows_follow_each_other_without_gap(
    tz: str, start: datetime, looks: list[int], mode: Mode
) -> None:
    since = now = start.replace(tzinfo=UTC)
    sent: list[DigestWindow] = []
    for minutes in looks:
        now += timedelta(minutes=minutes)
        due = windows(mode, tz, sent[-1].end if sent else since, now)
        assert windows(mode, tz, due[-1].end, now) == () if due else True
        sent += due
    assert all(one.end == two.start for one, two in pairwise(sent))
    assert len({window.label for window in sent}) == len(sent)
    assert all(window.start < window.end <= now for window in sent)


def test_after_a_night_down_the_digest_is_made_up_for() -> None:
    (window,) = windows(Mode.DAILY, "Europe/Kyiv", at("2026-05-01T05:00"), at("2026-05-03T04:30"))
    assert window.label == "2026-05-02"


def test_after_a_week_down_one_digest_tells_it_all() -> None:
    since, now = at("2026-05-01T08:00"), at("2026-05-09T10:00")
    (window,) = windows(Mode.DAILY, "UTC", since, now)
    assert (window.start, window.label) == (since, "2026-05-09")
    assert now - window.end <= LATEST


def test_a_late_week_is_told_nevertheless() -> None:
    (window,) = windows(Mode.WEEKLY, "UTC", at("2026-04-27T08:00"), at("2026-05-07T10:00"))
    assert (window.label, window.end) == ("2026-W19", at("2026-05-04T08:00"))


@pytest.mark.parametrize(
    ("mode", "label"),
    [(Mode.HOURLY, "2026-05-04T08Z"), (Mode.DAILY, "2026-05-04"), (Mode.WEEKLY, "2026-W19")],
)
def test_label_names_the_window(mode: Mode, label: str) -> None:
    assert windows(mode, "UTC", at("2026-05-04T07:10"), at("2026-05-04T08:20"))[-1].label == label


def test_subscription_that_is_told_at_once_has_no_digest() -> None:
    assert windows(Mode.ALERT, "UTC", at("2026-05-01T08:00"), at("2026-05-09T10:00")) == ()


def test_clock_that_went_back_sends_nothing() -> None:
    assert windows(Mode.DAILY, "UTC", at("2026-05-09T08:00"), at("2026-05-01T10:00")) == ()
