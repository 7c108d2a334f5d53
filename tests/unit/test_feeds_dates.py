"""Dates as feeds write them."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.dates import parse_date


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Sun, 01 Mar 2026 12:00:00 +0300", "2026-03-01T09:00"),
        ("Sun, 01 Mar 2026 12:00:00 GMT", "2026-03-01T12:00"),
        ("Sun, 01 Mar 2026 12:00:00 EET", "2026-03-01T10:00"),
        ("Mon, 01 Jun 2026 12:00:00 EEST", "2026-06-01T09:00"),
        ("Sun, 01 Mar 2026 12:00:00 MSK", "2026-03-01T09:00"),
        ("Sun, 01 Mar 2026 12:00:00 EST", "2026-03-01T17:00"),
        ("Sun, 01 Mar 2026 12:00:00", "2026-03-01T12:00"),
        ("1 Mar 26 12:00 GMT+3", "2026-03-01T09:00"),
        ("1 Mar 99 12:00 UTC", "1999-03-01T12:00"),
        ("2026-03-01T12:00:00Z", "2026-03-01T12:00"),
        ("2026-03-01T12:00:00.123+02:00", "2026-03-01T10:00"),
        ("2026-03-01 12:00:00 +0200", "2026-03-01T10:00"),
        ("2026-03-01T12:00", "2026-03-01T12:00"),
        ("2026-03-01", "2026-03-01T00:00"),
        ("20260301T120000Z", "2026-03-01T12:00"),
        ("1 марта 2026, 15:09", "2026-03-01T15:09"),
        ("Вс, 01 мар 2026 15:09:00 +0300", "2026-03-01T12:09"),
        ("5 мая 2026 г., 09:00", "2026-05-05T09:00"),
        ("1 березня 2026, 15:09", "2026-03-01T15:09"),
        ("12 листопада 2026 08:00 +0200", "2026-11-12T06:00"),
        ("01.03.2026 15:09", "2026-03-01T15:09"),
        ("March 1, 2026 3:09 pm", "2026-03-01T15:09"),
        ("Mar 1, 2026, 12:09 a.m.", "2026-03-01T00:09"),
        ("Sun, 01 Mar 2026 24:00:00 GMT", "2026-03-02T00:00"),
        ("Wed, 31 Dec 2025 23:59:60 GMT", "2025-12-31T23:59"),
        ("Fri, 31 Dec 9999 23:00:00 GMT", "9999-12-31T23:00"),
    ],
)
def test_dates(text: str, expected: str) -> None:
    found = parse_date(text)
    assert found is not None
    assert found.replace(second=0, microsecond=0) == datetime.fromisoformat(expected).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    ["", "yesterday", "Sun, 31 Feb 2026 12:00:00 GMT", "2026-13-01", "2026-03-01T25:00:00Z", "2026-03-01T12:75:00Z", "1 Foo 2026 12:00",
     "Sun, 01 Mar 2026 12:00:00 QQT", "2026-03-01T12:00:00+99:00", "Fri, 31 Dec 9999 23:00:00 -0500", "0000-00-00 00:00:00"],
)  # fmt: skip
def test_what_is_no_date(text: str) -> None:
    assert parse_date(text) is None


@given(st.text(alphabet="0123456789:-+. TZaprмарGM/,", max_size=60))
def test_nothing_is_raised_and_every_date_is_utc(text: str) -> None:
    found = parse_date(text)
    assert found is None or found.tzinfo is UTC
