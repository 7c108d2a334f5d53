"""When digests are due: local calendar windows that neither a clock change nor a restart can double or skip."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

from monitor.model import DigestKind, Mode, QuietHours, Subscription, require_aware

DIGEST_AT = time(8)
"""Local time at which daily and weekly digests close, when nobody says otherwise: the night is told by breakfast."""

LATEST = timedelta(hours=24)
"""A digest that is later than this is not made up for by itself: its time joins the next one (P23, D12)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DigestWindow:
    """The span that one digest tells: from ``start`` (included) to ``end`` (excluded), when the digest is due.

    ``label`` is the local date of ``end`` (``2026-03-29``), its ISO week (``2026-W13``), its UTC hour
    (``2026-03-29T07Z``) or the minute of waking; with the subscription it is the key of the digest.
    """

    kind: DigestKind
    label: str
    start: datetime
    end: datetime


def due_windows(
    subscription: Subscription,
    tz: str,
    since: datetime,
    now: datetime,
    at: time = DIGEST_AT,
    quiet: QuietHours | None = None,
) -> tuple[DigestWindow, ...]:
    """Return the windows of *subscription* that have closed and were not told, oldest first.

    Args:
        subscription: of a digest mode; a subscription that is told at once has no windows.
        tz: IANA name of the subscriber's zone.
        since: end of the last window told; for the first digest, when the subscription began.
        now: the moment of the question. A clock that went back before *since* gives no window.
        at: local time at which a day or week closes. Where clocks jump over it, the moment they land on; where it
            comes twice, the first.
        quiet: hours in which no hour closes: what came in them is told when they end.

    Returns:
        Windows without gap or overlap from *since* to the last closing time; just one for each local date (or week, or
        hour). Those later than `LATEST` are joined with the first that is not, so that nothing is lost after a long
        stand-still and nobody gets ten digests at once.

    Raises:
        zoneinfo.ZoneInfoNotFoundError: no such zone.
    """
    require_aware(since, "since")
    require_aware(now, "now")
    match subscription.mode:
        case Mode.ALERT:
            return ()
        case Mode.HOURLY:
            candidates = _hours(since, now, tz, quiet)
        case Mode.DAILY:
            days = _days(ZoneInfo(tz), since, now, at)
            candidates = ((DigestKind.DAILY, day.isoformat(), moment) for day, moment in days)
        case Mode.WEEKLY:
            days = _days(ZoneInfo(tz), since, now, at)
            candidates = ((DigestKind.WEEKLY, _week(day), moment) for day, moment in days if day.isoweekday() == 1)
    closings = [closing for closing in candidates if since < closing[2] <= now]
    fresh = [closing for closing in closings if now - closing[2] <= LATEST] or closings[-1:]
    starts = [since.astimezone(UTC), *(end for _, _, end in fresh)]
    return tuple(
        DigestWindow(kind=kind, label=label, start=start, end=end)
        for (kind, label, _), (start, end) in zip(fresh, pairwise(starts), strict=True)
    )


def last_hour(now: datetime, tz: str, quiet: QuietHours | None) -> DigestWindow | None:
    """Return the last window of an hour, or of quiet hours, that has closed; None in quiet hours."""
    hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    if quiet is not None:
        if quiet.ends_after(now, tz) is not None:
            return None
        start, end = quiet.last_end(now, tz)
        if end >= hour:
            return DigestWindow(kind=DigestKind.WAKING, label=_minute(end), start=start, end=end)
    return DigestWindow(kind=DigestKind.HOURLY, label=_hour(hour), start=hour - timedelta(hours=1), end=hour)


Closing = tuple[DigestKind, str, datetime]
"""Kind and label of a window, and when it closes."""


def _hours(since: datetime, now: datetime, tz: str, quiet: QuietHours | None) -> Iterator[Closing]:
    """Full hours of UTC, in order: they are those of all zones but a few, and no clock change touches them.

    An hour that closes in quiet hours gives way to their end.
    """
    moment = since.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    woken = moment
    while moment <= now:
        ends = None if quiet is None else quiet.ends_after(moment, tz)
        if ends is None and moment > woken:
            yield DigestKind.HOURLY, _hour(moment), moment
        elif ends is not None and ends > woken:
            yield DigestKind.WAKING, _minute(ends), ends
            woken = ends
        moment += timedelta(hours=1)


def _hour(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%HZ}"


def _minute(moment: datetime) -> str:
    return f"{moment:%Y-%m-%dT%H:%MZ}"


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
