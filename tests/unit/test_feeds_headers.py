"""HTTP headers that matter to polling."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.feeds.headers import RETRY_AFTER_MAX_S, RETRY_AFTER_MIN_S, http_date, max_age_s, retry_after_s, validator

NOW = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("value", "seconds"),
    [
        ("120", 120),
        (" 120 ", 120),
        ("0", 60),
        ("5", 60),
        ("1000000000000", 86_400),
        ("Sun, 01 Mar 2026 13:00:00 GMT", 3600),
        ("Sun, 01 Mar 2026 11:00:00 GMT", 60),
        ("Sun, 01 Mar 2099 11:00:00 GMT", 86_400),
        ("-5", None),
        ("1.5", None),
        ("soon", None),
        ("", None),
        (None, None),
    ],
)
def test_retry_after(value: str | None, seconds: float | None) -> None:
    assert retry_after_s(value, NOW) == seconds


@pytest.mark.parametrize(
    ("headers", "seconds"),
    [
        ({"cache-control": "public, max-age=900"}, 900),
        ({"cache-control": 'Max-Age="900"'}, 900),
        ({"cache-control": "max-age=900", "age": "300"}, 600),
        ({"cache-control": "max-age=900", "age": "900"}, None),
        ({"cache-control": "s-maxage=900"}, None),
        ({"cache-control": "no-cache, max-age=900"}, None),
        ({"cache-control": "no-store"}, None),
        ({"expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, 600),
        ({"expires": "Sun, 01 Mar 2026 12:10:00 GMT", "date": "Sun, 01 Mar 2026 12:05:00 GMT"}, 300),
        ({"cache-control": "max-age=60", "expires": "Sun, 01 Mar 2026 12:10:00 GMT"}, 60),
        ({"expires": "0"}, None),
        ({"expires": "Sun, 01 Mar 2020 12:10:00 GMT"}, None),
        ({}, None),
    ],
)
def test_max_age(headers: dict[str, str], seconds: float | None) -> None:
    assert max_age_s(headers, NOW) == seconds


@pytest.mark.parametrize(
    ("value", "kept"),
    [
        ('W/"a b"', True),
        ('"x"', True),
        ("x" * 1000, True),
        ("x" * 1001, False),
        ("a\r\nX-Evil: 1", False),
        ("a\x00", False),
        ("é", False),
        ("", False),
        (None, False),
    ],
)
def test_validators(value: str | None, kept: bool) -> None:
    assert validator(value) == (value if kept else None)


@given(st.text(max_size=60))
def test_no_header_raises(text: str) -> None:
    wait = retry_after_s(text, NOW)
    assert wait is None or RETRY_AFTER_MIN_S <= wait <= RETRY_AFTER_MAX_S
    fresh = max_age_s({"cache-control": text, "expires": text, "age": text, "date": text}, NOW)
    assert fresh is None or fresh > 0
    moment = http_date(text)
    assert moment is None or moment.tzinfo is UTC
