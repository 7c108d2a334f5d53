"""Quiet hours: one span for each local day, whatever the clocks do."""

from __future__ import annotations

from datetime import UTC, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Around, QuietHours
from tests.mailcases import ISTRA

NIGHT = QuietHours(start=time(22), end=time(7))
ZONES = ("Europe/Kyiv", "Europe/Moscow", "America/New_York", "Australia/Lord_Howe", "Pacific/Apia", "UTC")


def at(text: str, tz: str = "Europe/Kyiv") -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=ZoneInfo(tz))


@pytest.mark.parametrize(
    ("name", "quiet", "moment", "ends"),
    [
        ("before midnight", NIGHT, "2026-01-10T23:30", "2026-01-11T07:00"),
        ("after midnight", NIGHT, "2026-01-11T06:59", "2026-01-11T07:00"),
        ("the end is not quiet any more", NIGHT, "2026-01-11T07:00", None),
        ("the start is quiet", NIGHT, "2026-01-11T22:00", "2026-01-12T07:00"),
        ("by day", NIGHT, "2026-01-11T12:00", None),
        ("a nap", QuietHours(start=time(13), end=time(14)), "2026-01-11T13:59", "2026-01-11T14:00"),
        ("clocks go on in the night", NIGHT, "2026-03-29T02:30", "2026-03-29T07:00"),
        (
            "clocks jump over the end",
            QuietHours(start=time(1), end=time(3, 30)),
            "2026-03-29T02:10",
            "2026-03-29T04:30",
        ),
    ],
)
def test_when_quiet_hours_end(name: str, quiet: QuietHours, moment: str, ends: str | None) -> None:
    assert quiet.ends_after(at(moment), "Europe/Kyiv") == (None if ends is None else at(ends)), name


def test_hour_that_comes_twice_ends_quiet_hours_once() -> None:
    # Kyiv, 25 October 2026: 03:30 comes at 00:30 and at 01:30 UTC.
    quiet = QuietHours(start=time(22), end=time(3, 30))
    moments = [datetime(2026, 10, 25, 0, tzinfo=UTC) + timedelta(minutes=10 * n) for n in range(15)]
    asleep = [quiet.ends_after(moment, "Europe/Kyiv") is not None for moment in moments]
    assert asleep == [True] * 3 + [False] * 12


@given(
    tz=st.sampled_from(ZONES),
    start=st.times(),
    end=st.times(),
    begin=st.datetimes(datetime(2026, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)),
)
def test_a_subscriber_wakes_once_a_day_and_the_last_waking_is_known(
    tz: str, start: time, end: time, begin: datetime
) -> None:
    if start == end:
        return
    quiet = QuietHours(start=start, end=end)
    moments = [begin + timedelta(minutes=20 * n) for n in range(72 * 3)]
    wakings = {quiet.last_end(moment, tz)[1] for moment in moments}
    assert len(wakings) <= 5
    assert all(two - one > timedelta(hours=20) for one, two in pairwise(sorted(wakings)))
    for moment in moments:
        ends = quiet.ends_after(moment, tz)
        assert ends is None or moment < ends <= moment + timedelta(hours=49)
        assert quiet.last_end(moment, tz)[1] <= moment


def test_what_is_no_span_of_a_day_is_refused() -> None:
    with pytest.raises(ValueError, match="are none"):
        QuietHours(start=time(7), end=time(7))
    with pytest.raises(ValueError, match="without a zone"):
        QuietHours(start=time(7, tzinfo=UTC), end=time(8))


@pytest.mark.parametrize("km", [0.0, -1.0, 1000.1, float("nan")])
def test_circle_has_a_radius(km: float) -> None:
    with pytest.raises(ValueError, match="a radius is more than 0"):
        Around(place=ISTRA, km=km)


@pytest.mark.parametrize("tz", ZONES)
def test_next_end_is_when_the_span_ends_or_the_next_one(tz: str) -> None:
    for hour in range(48):
        moment = datetime(2026, 3, 28, tzinfo=UTC) + timedelta(hours=hour, minutes=30)
        ends = NIGHT.next_end(moment, tz)
        asleep = NIGHT.ends_after(moment, tz)
        assert ends > moment
        assert ends == asleep or asleep is None
        assert NIGHT.last_end(ends, tz)[1] == ends
