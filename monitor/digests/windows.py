"""When digests are due: local calendar windows that neither a clock change nor a restart can double or skip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.model import Mode, Subscription, require_aware

DIGEST_AT = time(8)
"""Local time at which daily and weekly digests close, when nobody says otherwise: the night is told by breakfast."""

LATEST = timedelta(hours=24)
"""A digest that is later than this is not made up for by itself: its time joins the next one (P23, D12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWindow:
    """The span that one digest tells: from ``start`` (included) to ``end`` (excluded), when the digest is due.

    ``label`` is the local date of ``end`` (``2026-03-29``), its ISO week (``2026-W13``) or its UTC hour
    (``2026-03-29T07Z``); with the subscription it is the key of the digest.
    """

    label: str
    start: datetime
    end: datetime


def due_windows(
    subscription: Subscription, tz: str, since: datetime, now: datetime, at: time = DIGEST_AT
) -> tuple[DigestWindow, ...]:
    """Return the windows of *subscription* that have closed and were not told, oldest first.

    Args:
        subscription: of a digest mode; a subscription that is told at once has no windows.
        tz: IANA name of the subscriber's zone.
        since: end of the last window told; for the first digest, when the subscription began.
        now: the moment of the question. A clock that went back before *since* gives no window.
        at: local time at which a day or week closes. Where clocks jump over it, the moment they land on; where it
            comes twice, the first.

    Returns:
        Windows without gap or overlap from *since* to the last closing time; just one for each local date (or week, or
        hour). Those later than `LATEST` are joined with the first that is not, so that nothing is lost after a long
        stand-still and nobody gets ten digests at once.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    require_aware(since, "since")
    require_aware(now, "now")
    closings = [(label, end) for label, end in _closings(subscription.mode, ZoneInfo(tz), since, now, at)]
    fresh = [(label, end) for label, end in closings if now - end <= LATEST] or closings[-1:]
    starts = [since.astimezone(UTC), *(end for _, end in fresh)]
    return tuple(
        DigestWindow(label=label, start=start, end=end)
        for (label, _), (start, end) in zip(fresh, pairwise(starts), strict=True)
    )


def _closings(mode: Mode, tz: ZoneInfo, since: datetime, now: datetime, at: time) -> Iterator[tuple[str, datetime]]:
    """Closing times in (since, now], in order."""
    match mode:
        case Mode.ALERT:
            return
        case Mode.HOURLY:
            candidates = _hours(since, now)
        case Mode.DAILY:
            candidates = ((day.isoformat(), moment) for day, moment in _days(tz, since, now, at))
        case Mode.WEEKLY:
            candidates = ((_week(day), moment) for day, moment in _days(tz, since, now, at) if day.isoweekday() == 1)
    for label, moment in candidates:
        if since < moment <= now:
            yield label, moment


def _hours(since: datetime, now: datetime) -> Iterator[tuple[str, datetime]]:
    """Full hours of UTC: they are those of all zones but a few, and no clock change touches them."""
    moment = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    while moment <= now:
        yield f"{moment:%Y-%m-%dT%HZ}", moment
        moment += timedelta(hours=1)


def _days(tz: ZoneInfo, since: datetime, now: datetime, at: time) -> Iterator[tuple[date, datetime]]:
    """Every local date with the moment at which its digest closes; dates that a zone skips (Samoa, 30 December 2011)
    are left out."""
    day = since.astimezone(tz).date()
    last = now.astimezone(tz).date()
    while day <= last:
        ends = _moment(day + timedelta(days=1), time(0), tz)
        if _moment(day, time(0), tz) < ends:
            yield day, min(_moment(day, at, tz), ends)
        day += timedelta(days=1)


def _moment(day: date, at: time, tz: ZoneInfo) -> datetime:
    """A local time in UTC: the first of one that comes twice; one that never comes is read as if no clock had jumped."""
    return datetime.combine(day, at, tzinfo=tz).astimezone(UTC)


def _week(day: date) -> str:
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02d}"
