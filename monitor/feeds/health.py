"""How well a feed does: what its polls show, which flags that raises and why, and one line in plain words. Pure.

States are decided in ``schedule`` (they follow from failures in a row); flags are crosswise to them and follow from what
polls have shown over days. A flag is assessed anew whenever it is asked for, so that it goes by itself when its cause goes.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.feeds.rhythm import ago, span
from monitor.feeds.schedule import ADOPT_AFTER_POLLS
from monitor.model import (
    Feed,
    FeedChange,
    FeedFlag,
    FeedState,
    FeedStatus,
    Flagged,
    Observed,
    Poll,
    PollOutcome,
)

QUIET_AFTER = timedelta(days=7)
QUIET_GAPS = 5
"""A feed is silent or stale after a week, or after five of its usual gaps when these are longer."""

SUSPICION_LASTS = timedelta(days=3)
"""How long one sign that a feed serves something else keeps it flagged: long enough to be seen, not for ever."""

OVERDUE = timedelta(hours=1)
"""How late a poll may be before its feed no longer counts as read: a service that stands still must not look healthy."""

POISON_AFTER = 3
"""Times in a row that reading a feed must be broken off before it is called poison."""

FLOOD_LEAST, FLOOD_TIMES = 100, 10
"""A flood is a hundred new entries in one document, and ten times as many as the feed's rhythm lets expect."""

KILLED = frozenset({"parse_timeout", "parse_memory", "parse_crashed"})
"""Reasons of polls whose document could not be read within its bounds."""

REFUSED = {
    "needs_operator": "the server refuses us or asks for a log-in",
    "tls": "the server's certificate is not valid",
}
"""Reasons of failed polls that only a person can do something about."""


def observe(feed: Feed, before: FeedStatus, poll: Poll, *, strange: bool = False) -> Observed:
    """Return what has been observed of *feed* after one more poll, rhythm and hurry apart (``rhythm``).

    Args:
        feed: as the operator wrote it; at a new address everything begins anew.
        before: the status before the poll.
        poll: how it went.
        strange: whether nearly all its entries had identifiers never seen before.
    """
    seen = before.observed if before.url in (None, feed.url) else Observed()
    if poll.outcome is PollOutcome.FAILED:
        if poll.reason in KILLED:
            return replace(seen, kills=seen.kills + 1)
        if poll.reason == "not_a_feed" and before.last_success_at is not None:
            return replace(
                seen, suspect_at=poll.at, suspect_why="it served something that is no feed, such as a web page"
            )
        return seen
    if poll.outcome is PollOutcome.GONE:
        return seen
    if poll.outcome is PollOutcome.OK or seen.changed_at is None:
        seen = replace(seen, changed_at=poll.at)
    if seen.kills:
        seen = replace(seen, kills=0)
    if strange:
        return replace(seen, suspect_at=poll.at, suspect_why="nearly all its entries had identifiers never seen before")
    if is_flood(before, poll):
        return replace(seen, suspect_at=poll.at, suspect_why=f"it brought {poll.new} new entries at once")
    return seen


def is_flood(before: FeedStatus, poll: Poll) -> bool:
    """Whether one document brought far more new entries than the feed's rhythm lets expect."""
    every_s, last = before.observed.every_s, before.last_success_at
    if poll.new < FLOOD_LEAST or not every_s or last is None:
        return False
    expected = max((poll.at - last) / timedelta(seconds=every_s), 1.0)
    return poll.new > FLOOD_TIMES * expected


def assess(feed: Feed, status: FeedStatus, now: datetime) -> dict[FeedFlag, str]:
    """Return the flags that *feed* has at *now*, each with its reason in plain words."""
    seen, found = status.observed, dict[FeedFlag, str]()
    if seen.kills >= POISON_AFTER:
        found[FeedFlag.POISON] = f"reading it had to be broken off {seen.kills} times in a row"
    if status.reason == "blocked_address":
        found[FeedFlag.BLOCKED] = status.message or "its address is one that is never connected to"
    if status.reason in REFUSED:
        found[FeedFlag.NEEDS_OPERATOR] = status.message or REFUSED[status.reason]
    if elsewhere := _moved_elsewhere(feed, status):
        found[FeedFlag.SUSPICIOUS] = elsewhere
    elif seen.suspect_at is not None and now - seen.suspect_at < SUSPICION_LASTS:
        found[FeedFlag.SUSPICIOUS] = f"{seen.suspect_why} ({seen.suspect_at:%d %B, %H:%M} UTC)"
    if status.state is FeedState.HEALTHY:
        found |= _quiet(status, now)
    return found


def _moved_elsewhere(feed: Feed, status: FeedStatus) -> str | None:
    """Where the feed has moved to on another host, which is never followed without the operator."""
    if status.moved_to is None or status.url not in (None, feed.url) or status.moved_count < ADOPT_AFTER_POLLS:
        return None
    host, new_host = (urlsplit(url).hostname or "" for url in (feed.url, status.moved_to))
    if host.removeprefix("www.") == new_host.removeprefix("www."):
        return None
    return f"{host} says that it has moved to {status.moved_to}; put that address into feeds.yml if you trust it"


def _quiet(status: FeedStatus, now: datetime) -> Mapping[FeedFlag, str]:
    """Whether a feed that is read well has brought nothing for longer than is usual for it."""
    seen = status.observed
    limit = max(QUIET_AFTER, timedelta(seconds=QUIET_GAPS * (seen.every_s or 0.0)))
    if seen.changed_at is not None and now - seen.changed_at > limit:
        return {FeedFlag.STALE: f"its document has been the same since {seen.changed_at:%d %B %Y}"}
    last = status.last_new_entry_at
    if last is not None and now - last > limit:
        usual = f", usually every {span(seen.every_s)}" if seen.every_s else ""
        return {FeedFlag.SILENT: f"no new entry since {last:%d %B %Y}{usual}"}
    return {}


def is_well(feed: Feed, status: FeedStatus, now: datetime) -> bool:
    """Whether *feed* is read as it should be: healthy, without any flag, and not overdue."""
    late = status.next_poll_at is None or now - status.next_poll_at > OVERDUE
    return status.state is FeedState.HEALTHY and not late and not assess(feed, status, now)


def is_failing(status: FeedStatus) -> bool:
    """Whether a feed has not been read for several polls."""
    return status.state in (FeedState.FAILING, FeedState.SUSPENDED)


def flagged(before: FeedStatus, found: Mapping[FeedFlag, str], now: datetime) -> tuple[Flagged, ...]:
    """Return the flags of a status with the time since when each holds."""
    since = {each.flag: each.since for each in before.flags}
    return tuple(Flagged(flag=flag, why=why, since=since.get(flag, now)) for flag, why in sorted(found.items()))


def changes_of(before: FeedStatus, after: FeedStatus, now: datetime) -> tuple[FeedChange, ...]:
    """Return what a poll changed about state and flags, for the history."""
    changes = []
    if before.state is not after.state:
        why = after.message or ("it was read well" if after.state is FeedState.HEALTHY else "")
        changes.append(FeedChange(feed=after.feed, at=now, mark=after.state, why=why))
    old, new = {each.flag: each for each in before.flags}, {each.flag: each for each in after.flags}
    changes += [FeedChange(feed=after.feed, at=now, mark=flag, why=new[flag].why) for flag in new if flag not in old]
    changes += [
        FeedChange(feed=after.feed, at=now, mark=flag, begins=False, why="the cause is gone")
        for flag in old
        if flag not in new
    ]
    return tuple(changes)


def line(feed: Feed, status: FeedStatus, now: datetime) -> str:
    """Return how *feed* does, in one line of plain words with the next try."""
    if not feed.enabled:
        return "switched off in feeds.yml"
    if status.last_poll_at is None:
        return "never read yet; the next sweep reads it"
    flags = assess(feed, status, now)
    quiet = FeedFlag.SILENT in flags or FeedFlag.STALE in flags
    # A quiet feed's flag tells of its latest entry itself; a failure's message says what its flag says.
    parts = [*([] if quiet else [_how(status, now)]), *([] if status.message else flags.values()), _next(status, now)]
    return "; ".join(parts)


def _how(status: FeedStatus, now: datetime) -> str:
    if status.state is FeedState.HEALTHY:
        latest = (
            "no entry yet" if status.last_new_entry_at is None else f"latest entry {ago(status.last_new_entry_at, now)}"
        )
        every = status.observed.every_s
        return latest if every is None else f"{latest}, usually every {span(every)}"
    what = status.message or "it could not be read"
    times = "" if status.failures < 2 else f" ({status.failures} times in a row)"
    read = "never read" if status.last_success_at is None else f"read {ago(status.last_success_at, now)}"
    return f"{what}{times}; {read}"


def _next(status: FeedStatus, now: datetime) -> str:
    verb = "next look" if status.state is FeedState.HEALTHY else "next try"
    if status.next_poll_at is None or status.next_poll_at <= now:
        return f"{verb} now"
    return f"{verb} in {span((status.next_poll_at - now) / timedelta(seconds=1))}"
