"""Readers of the HTTP headers that matter to polling: validators, freshness, Retry-After. Pure."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

MAX_VALIDATOR_CHARS = 1000
"""Longest ETag or Last-Modified that is stored and sent back; nobody honest needs more."""

RETRY_AFTER_MIN_S = 60.0
RETRY_AFTER_MAX_S = 86_400.0
"""Bounds for Retry-After: 88 hours have been seen in the wild, and a feed that sleeps that long is forgotten."""

_SECONDS = re.compile(r"\d{1,15}")
_MAX_AGE = re.compile(r"(?:^|[,\s])max-age\s*=\s*\"?(\d{1,9})", re.IGNORECASE)
_NEVER_FRESH = re.compile(r"(?:^|[,\s])no-(?:cache|store)", re.IGNORECASE)


def validator(value: str | None) -> str | None:
    """Return an ETag or Last-Modified exactly as received; None where it is not fit to be sent back.

    Only printable ASCII of at most ``MAX_VALIDATOR_CHARS``: anything else could smuggle headers into our own requests.
    """
    if not value or len(value) > MAX_VALIDATOR_CHARS or not value.isascii() or not value.isprintable():
        return None
    return value


def http_date(value: str | None) -> datetime | None:
    """Read an HTTP date as aware UTC; None for anything else."""
    if not value:
        return None
    try:
        moment = parsedate_to_datetime(value)
        return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)
    except (ValueError, TypeError, IndexError, OverflowError):
        return None


def retry_after_s(value: str | None, now: datetime) -> float | None:
    """Seconds that the server asks to be left alone, clamped to a minute and a day; None: nothing sensible was asked.

    Takes seconds or a date (RFC 9110, 10.2.3). Negative numbers and other garbage count as nothing.
    """
    text = (value or "").strip()
    if _SECONDS.fullmatch(text):
        wanted = float(text)
    elif (moment := http_date(text)) is not None:
        wanted = (moment - now).total_seconds()
    else:
        return None
    return min(max(wanted, RETRY_AFTER_MIN_S), RETRY_AFTER_MAX_S)


def max_age_s(headers: Mapping[str, str], now: datetime) -> float | None:
    """Seconds for which the answer stays fresh: ``max-age`` less ``Age``, else ``Expires``; None: not said.

    ``no-cache`` and ``no-store`` say nothing about how often to ask. Header names in lower case.
    """
    control = headers.get("cache-control", "")
    if _NEVER_FRESH.search(control):
        return None
    if found := _MAX_AGE.search(control):
        age = headers.get("age", "").strip()
        fresh = float(found[1]) - (float(age) if _SECONDS.fullmatch(age) else 0.0)
        return fresh if fresh > 0 else None
    expires = http_date(headers.get("expires"))
    if expires is None:
        return None
    fresh = (expires - (http_date(headers.get("date")) or now)).total_seconds()
    return fresh if fresh > 0 else None
