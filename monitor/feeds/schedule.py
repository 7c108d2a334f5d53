"""When a feed is polled next, and what a poll leaves behind. Pure: the time comes in as a value."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from monitor.errors import FeedError, FetchError
from monitor.feeds import rhythm
from monitor.feeds.answers import NotModified, ParsedFeed, Response
from monitor.model import Feed, FeedState, FeedStatus, Observed, PollOutcome

ADOPT_AFTER_POLLS = 3
"""Polls in a row that must see the same permanent redirect before it is followed directly (fastladder #575)."""

FAILING_AFTER = 3
"""Failures in a row after which a feed is ``failing`` instead of ``degraded``."""

SUSPEND_AFTER = timedelta(days=14)
SUSPEND_NOT_FOUND_AFTER = timedelta(days=7)
"""Time without a success after which a feed is suspended; shorter where the server answers 404."""

SUSPENDED_LOOK = timedelta(days=7)
"""Time between two looks at a suspended feed; one that works again is healthy again."""

SUSPEND_NEVER_SEEN_AFTER = 20
"""Failures in a row that suspend a feed that never worked: with doubling back-off about a fortnight."""

BLAMELESS = frozenset({"host_paused", "host_busy", "no_room"})
"""Reasons why a fetch was put off by ourselves: they say nothing about the feed."""

NEEDS_OPERATOR_MIN_S = 3600.0
"""Shortest wait after a refusal (401, 403, challenge): asking again soon only hardens it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PollPolicy:
    """Bounds and defaults of polling, all in seconds.

    ``floor_s``: nobody may ask for less. ``interval_s``: where the publisher's rhythm is not known. ``slowest_s``: the
    longest that a slow rhythm is followed, ``ceiling_s``: that a server's own wish (ttl, max-age) is.
    ``back_off_max_s``: the longest wait after failures. ``pushed_s``: while the feed is pushed to us, which the poll only
    checks. ``jitter``: share of the interval by which polls are spread.
    """

    floor_s: float = 300.0
    interval_s: float = 600.0
    slowest_s: float = 1800.0
    ceiling_s: float = 3600.0
    back_off_max_s: float = 86_400.0
    pushed_s: float = 3600.0
    jitter: float = 0.1


@dataclass(frozen=True, slots=True, kw_only=True)
class Hints:
    """What server and feed say about how often to ask. None or empty: nothing said.

    ``ttl_s``: RSS ttl. ``update_s``: time between two updates by sy:updatePeriod and sy:updateFrequency; ``update_base``: the
    moment of one of them. ``max_age_s``: freshness by HTTP. ``skip_hours``: hours of the day in UTC, 0 to 23. ``skip_days``: days
    of the week, Monday 0.
    """

    ttl_s: float | None = None
    update_s: float | None = None
    update_base: datetime | None = None
    max_age_s: float | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()


NO_HINTS = Hints()


def hints_of(answer: Response | NotModified, parsed: ParsedFeed | None) -> Hints:
    """Collect the hints of one poll.

    Args:
        parsed: None for an answer without a document: only HTTP hints then.
    """
    if parsed is None:
        return Hints(max_age_s=answer.max_age_s)
    return Hints(
        ttl_s=parsed.ttl_s,
        update_s=parsed.update_period_s,
        update_base=parsed.update_base,
        max_age_s=answer.max_age_s,
        skip_hours=parsed.skip_hours,
        skip_days=parsed.skip_days,
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class NextPoll:
    """When to poll next, and why then, in plain words. ``weighed``: what else was looked at and did not decide."""

    at: datetime
    because: str
    weighed: tuple[str, ...] = ()


def address_of(feed: Feed, status: FeedStatus) -> str:
    """Return the address to poll: the operator's, or where it has permanently moved on the same host.

    A move is adopted after ``ADOPT_AFTER_POLLS`` polls; the operator's address is tried again when the new one fails.
    Moves to other hosts are never adopted without the operator.
    """
    moved_to = status.moved_to
    if (
        moved_to is None
        or status.url not in (None, feed.url)
        or status.moved_count < ADOPT_AFTER_POLLS
        or status.failures >= FAILING_AFTER
        or urlsplit(moved_to).hostname != urlsplit(feed.url).hostname
    ):
        return feed.url
    return moved_to


def after_success(
    status: FeedStatus, feed: Feed, answer: Response | NotModified, *, now: datetime, new_entries: int = 0
) -> FeedStatus:
    """Return the status after a feed was fetched and read, or found unchanged. ``next_poll_at`` is left as it was.

    To be stored together with the entries: from then on the server may answer that nothing has changed.
    """
    kept = status if status.url in (None, feed.url) else FeedStatus(feed=feed.id)
    moved_to, moved_count = _moves(kept, feed, answer)
    is_304 = isinstance(answer, NotModified) and answer.status == 304
    return replace(
        status,
        state=FeedState.HEALTHY,
        etag=answer.etag or (kept.etag if is_304 else None),
        last_modified=answer.last_modified or (kept.last_modified if is_304 else None),
        body_hash=answer.body_hash if isinstance(answer, Response) else kept.body_hash,
        failures=0,
        last_poll_at=now,
        last_success_at=now,
        last_new_entry_at=now if new_entries else status.last_new_entry_at,
        reason=None,
        message=None,
        moved_to=moved_to,
        moved_count=moved_count,
        url=feed.url,
    )


def after_failure(status: FeedStatus, feed: Feed, error: FeedError, *, now: datetime) -> FeedStatus:
    """Return the status after a poll that failed. Validators stay: what was last read well still counts."""
    if error.reason in BLAMELESS:
        return status
    failures = status.failures + 1
    failed = replace(
        status,
        failures=failures,
        last_poll_at=now,
        reason=error.reason,
        message=error.message,
        state=FeedState.FAILING if failures >= FAILING_AFTER else FeedState.DEGRADED,
    )
    return replace(failed, state=FeedState.SUSPENDED) if _is_given_up(failed, now) else failed


def after_gone(status: FeedStatus, feed: Feed, *, now: datetime) -> FeedStatus:
    """Return the status after the server said that the feed is gone for good (410)."""
    return replace(
        status,
        state=FeedState.SUSPENDED,
        failures=status.failures + 1,
        last_poll_at=now,
        reason="gone",
        message="the publisher has taken the feed down for good (410); look for its new address or remove it",
    )


def next_poll_at(
    feed: Feed,
    status: FeedStatus,
    *,
    now: datetime,
    policy: PollPolicy,
    hints: Hints = NO_HINTS,
    error: FeedError | None = None,
    pushed: bool = False,
) -> NextPoll:
    """Decide when *feed* is polled next.

    Args:
        status: as it is after the poll.
        hints: what the answer said; kept out of the decision where the operator set an interval.
        error: what the poll failed with; None after a success.
        pushed: whether a hub pushes the feed's entries, and has proved that it does.

    The moment is spread by a hash of the feed's address, so that feeds do not run in step, and repeats exactly.
    """
    if status.state is FeedState.SUSPENDED:
        return NextPoll(at=now + SUSPENDED_LOOK, because="suspended: looked at once a week")
    if error is not None:
        return _after_error(feed, status, error, now, policy)
    interval, *because = _interval(feed, hints, policy, status.observed, now, pushed=pushed)
    at = now + timedelta(seconds=_spread(feed, interval, now, policy))
    if feed.interval_s is None and (moved := _skip(at, hints)) != at:
        at, because = moved, ["the feed's skipHours or skipDays", *because]
    return NextPoll(at=at, because=because[0], weighed=tuple(because[1:]))


def _interval(
    feed: Feed, hints: Hints, policy: PollPolicy, observed: Observed, now: datetime, *, pushed: bool = False
) -> tuple[float, str, *tuple[str, ...]]:
    """The undisturbed interval and whose wish it is, then the other wishes that were weighed."""
    own = [
        (min(seconds, policy.ceiling_s), f"{whose} of {rhythm.span(seconds)}")
        for seconds, whose in (
            (hints.ttl_s, "the feed's ttl"),
            (_until_update_s(hints, now), "the feed's sy:updatePeriod"),
            (hints.max_age_s, "the server's max-age"),
        )
        if seconds is not None
    ]
    if pushed:
        own.append((rhythm.check_s(observed, policy.pushed_s), "the hub that pushes its entries, this being a check"))
    usual = rhythm.wish(observed, policy.interval_s, policy.slowest_s)
    if feed.interval_s is not None:
        weighed = tuple(_in_words(*wish) for wish in (*own, usual))
        if feed.interval_s < policy.floor_s:
            return policy.floor_s, f"the operator's interval, raised to the floor of {policy.floor_s:.0f} s", *weighed
        return float(feed.interval_s), "the operator's interval", *weighed
    wishes = sorted([usual, *own], key=lambda wish: -wish[0])
    (seconds, whose), weighed = wishes[0], tuple(_in_words(*wish) for wish in wishes[1:])
    if seconds < policy.floor_s:
        return policy.floor_s, f"the shortest interval that we allow ourselves; asked for by {whose}", *weighed
    if observed.kept_s is not None and seconds > observed.kept_s:
        whose += f", although entries stay in the feed for only {rhythm.span(observed.kept_s)}"
    return seconds, whose, *weighed


def _until_update_s(hints: Hints, now: datetime) -> float | None:
    """Seconds until the feed is updated again by its own word; None: it does not say how often it is."""
    if hints.update_s is None or hints.update_base is None or hints.update_s <= 0:
        return hints.update_s
    return hints.update_s - (now - hints.update_base).total_seconds() % hints.update_s


def _in_words(seconds: float, whose: str) -> str:
    return f"{whose}: every {rhythm.span(seconds)}"


def _after_error(feed: Feed, status: FeedStatus, error: FeedError, now: datetime, policy: PollPolicy) -> NextPoll:
    """Back off: the interval, doubled with each failure after the first, or longer if the server asked for it."""
    asked = error.retry_after_s if isinstance(error, FetchError) else None
    if error.reason in BLAMELESS:
        return NextPoll(
            at=now + timedelta(seconds=max(asked or 0.0, policy.floor_s / 10)), because=f"put off: {error.reason}"
        )
    interval, *_ = _interval(feed, NO_HINTS, policy, status.observed, now)
    wait = min(interval * 2.0 ** min(max(status.failures - 1, 0), 16), max(policy.back_off_max_s, interval))
    because = f"backing off after {status.failures} failure{'s' if status.failures != 1 else ''}"
    if error.reason == "needs_operator":
        wait = max(wait, NEEDS_OPERATOR_MIN_S)
    wait = _spread(feed, wait, now, policy)
    if asked is not None and asked > wait:
        wait, because = asked, "the server's Retry-After"
    return NextPoll(at=now + timedelta(seconds=wait), because=because)


def _spread(feed: Feed, interval: float, now: datetime, policy: PollPolicy) -> float:
    """Lengthen *interval* by up to the jitter; by how much follows from the address and the time of day."""
    digest = hashlib.sha256(f"{feed.url} {int(now.timestamp() // interval)}".encode()).digest()
    return interval * (1.0 + policy.jitter * int.from_bytes(digest[:4]) / 2**32)


def _skip(at: datetime, hints: Hints) -> datetime:
    """Move on to the first hour that the feed does not ask to skip; one that skips all hours is not obeyed."""
    moved = at
    for _ in range(7 * 24):
        if moved.hour not in hints.skip_hours and moved.weekday() not in hints.skip_days:
            return moved
        moved = (moved + timedelta(hours=1)).replace(minute=at.minute, second=at.second)
    return at


def _moves(kept: FeedStatus, feed: Feed, answer: Response | NotModified) -> tuple[str | None, int]:
    """Where permanent redirects point, and for how many polls in a row they have."""
    if answer.moved_to is not None:
        return answer.moved_to, kept.moved_count + 1 if answer.moved_to == kept.moved_to else 1
    if address_of(feed, kept) != feed.url:
        return kept.moved_to, kept.moved_count
    return None, 0


def _is_given_up(status: FeedStatus, now: datetime) -> bool:
    """Whether a failing feed has been failing for so long that it is suspended."""
    if status.last_success_at is None:
        return status.failures >= SUSPEND_NEVER_SEEN_AFTER
    limit = SUSPEND_NOT_FOUND_AFTER if status.reason == "not_found" else SUSPEND_AFTER
    return status.failures >= FAILING_AFTER and now - status.last_success_at >= limit


def outcome_of(answer: Response | NotModified) -> PollOutcome:
    """Name the outcome of a poll that got an answer, for the history."""
    return PollOutcome.OK if isinstance(answer, Response) else PollOutcome.NOT_MODIFIED
