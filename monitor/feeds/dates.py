"""Dates as feeds write them. Pure.

feedparser takes EET, EEST and MSK for UTC (two to three hours wrong), gives up on dates without a zone, and knows no
Russian or Ukrainian months. So dates are read here first; a date without a zone is UTC.
"""

from __future__ import annotations

import re
from datetime import UTC, datetime, timedelta, timezone

_ZONES_H: dict[str, float] = {
    "ut": 0, "utc": 0, "gmt": 0, "z": 0, "wet": 0, "west": 1, "bst": 1, "cet": 1, "cest": 2, "mez": 1, "mesz": 2,
    "eet": 2, "eest": 3, "trt": 3, "msk": 3, "мск": 3, "msd": 4, "ist": 5.5, "est": -5, "edt": -4, "cst": -6, "cdt": -5,
    "mst": -7, "mdt": -6, "pst": -8, "pdt": -7, "akst": -9, "akdt": -8, "hst": -10,
}  # fmt: skip
"""Hours ahead of UTC of zone names in feeds; RFC 822 names and those of the regions that are watched."""

_MONTHS = {
    "jan": 1, "feb": 2, "mar": 3, "apr": 4, "may": 5, "jun": 6, "jul": 7, "aug": 8, "sep": 9, "oct": 10, "nov": 11,
    "dec": 12,
    "янв": 1, "фев": 2, "мар": 3, "апр": 4, "май": 5, "мая": 5, "июн": 6, "июл": 7, "авг": 8, "сен": 9, "окт": 10,
    "ноя": 11, "дек": 12,
    "січ": 1, "лют": 2, "бер": 3, "кві": 4, "тра": 5, "чер": 6, "лип": 7, "сер": 8, "вер": 9, "жов": 10, "лис": 11,
    "гру": 12,
}  # fmt: skip
"""First three letters of month names: English, Russian, Ukrainian. No two clash."""

_CLOCK = (
    r"(?P<hour>\d{1,2}):(?P<minute>\d{2})(?::(?P<second>\d{2})(?:[.,]\d{1,9})?)?\s{0,3}(?P<half>[ap]\.?m\b\.?)?"
    r"\s{0,3}(?P<zone>(?:gmt|utc)?[+\-−]\d{1,2}:?(?:\d{2})?|[a-zа-я]{1,5}\b)?"
)
_ISO = re.compile(
    r"(?P<year>\d{4})-(?P<month>\d{1,2})-(?P<day>\d{1,2})(?:(?:T|\s{1,3})" + _CLOCK + r")?", re.IGNORECASE
)
_BASIC_ISO = re.compile(
    r"(?P<year>\d{4})(?P<month>\d{2})(?P<day>\d{2})(?:T(?P<hour>\d{2})(?P<minute>\d{2})(?P<second>\d{2})?(?P<zone>Z|[+-]\d{4})?)?"
)
_DAY_FIRST = re.compile(
    r"(?:[^\W\d_]{1,12}\.?,?\s{1,3})?(?P<day>\d{1,2})(?:st|nd|rd|th)?[\s\-.]{1,3}(?P<month>[^\W\d_]{3,12})\.?[\s\-,]{1,3}"
    r"(?P<year>\d{4}|\d{2})(?!\d)(?:,?\s{0,3}(?:г\.?|р\.?|at|в|о)?,?[\s\-]{1,3}" + _CLOCK + r")?",
    re.IGNORECASE,
)
_MONTH_FIRST = re.compile(
    r"(?:[^\W\d_]{1,12}\.?,?\s{1,3})?(?P<month>[^\W\d_]{3,12})\.?\s{1,3}(?P<day>\d{1,2})(?:st|nd|rd|th)?,?\s{1,3}"
    r"(?P<year>\d{4})(?:,?\s{0,3}(?:at)?[\s\-]{1,3}" + _CLOCK + r")?",
    re.IGNORECASE,
)
_DOTTED = re.compile(
    r"(?P<day>\d{1,2})\.(?P<month>\d{1,2})\.(?P<year>\d{4})(?:,?\s{1,3}" + _CLOCK + r")?", re.IGNORECASE
)
_OFFSET = re.compile(r"(?:gmt|utc)?([+\-−])(\d{1,2}):?(\d{2})?", re.IGNORECASE)

_MAX_CHARS = 100


def parse_date(text: str) -> datetime | None:
    """Read a date as aware UTC; None where nothing sure can be read.

    Takes RFC 822 and RFC 3339 with their usual damage, ``22 декабря 2026, 15:09``, ``December 22, 2026``, ``22.12.2026``.
    Two-digit years below 70 are of this century. 24:00 is the next midnight, a leap second the one before it.
    """
    text = " ".join(text[:_MAX_CHARS].split())
    for pattern in (_ISO, _DAY_FIRST, _MONTH_FIRST, _DOTTED, _BASIC_ISO):
        if found := pattern.match(text):
            return _moment(found.groupdict())
    return None


def _moment(part: dict[str, str | None]) -> datetime | None:
    month_text, year = part["month"] or "", int(part["year"] or 0)
    month = int(month_text) if month_text.isdecimal() else _MONTHS.get(month_text[:3].lower(), 0)
    if len(part["year"] or "") == 2:
        year += 2000 if year < 70 else 1900
    hour, zone = _hour(part), _zone(part.get("zone"))
    if zone is None:
        return None
    try:
        midnight = datetime(year, month, int(part["day"] or 0), tzinfo=timezone(zone))
        minute, second = int(part.get("minute") or 0), min(int(part.get("second") or 0), 59)
        if hour > 24 or minute > 59:
            return None
        return (midnight + timedelta(hours=hour, minutes=minute, seconds=second)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def _hour(part: dict[str, str | None]) -> int:
    hour, half = int(part.get("hour") or 0), (part.get("half") or "")[:1].lower()
    if half == "p" and hour < 12:
        return hour + 12
    return 0 if half == "a" and hour == 12 else hour


def _zone(text: str | None) -> timedelta | None:
    """Offset from UTC; zero without a zone, None for a name that is not known."""
    if not text:
        return timedelta(0)
    if found := _OFFSET.fullmatch(text):
        offset = timedelta(hours=int(found[2]), minutes=int(found[3] or 0))
        if offset >= timedelta(hours=24):
            return None
        return offset if found[1] == "+" else -offset
    hours = _ZONES_H.get(text.lower())
    return None if hours is None else timedelta(hours=hours)
