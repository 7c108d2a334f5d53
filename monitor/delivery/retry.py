"""What becomes of a delivery that failed. Pure.

Source: promises P5 and P7; RFC 5321 section 4.5.4.1 (retry for four to five days).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.errors import DeliveryError


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """How patient the service is. The defaults are those that mail servers themselves use.

    ``first``: before the second try; grey-listing servers want 5 minutes. ``longest``: between two tries.
    ``give_up_after``: since the message's own first failure. ``channel_pause``: before the next try of a channel that is
    down, short because the first success lets everything out.
    """

    first: timedelta = timedelta(minutes=5)
    longest: timedelta = timedelta(hours=4)
    give_up_after: timedelta = timedelta(days=5)
    channel_pause: timedelta = timedelta(minutes=15)


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryAt:
    """Try this message again, not before ``at``. ``uncertain``: it may have been taken already, so it may come twice."""

    at: datetime
    uncertain: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class GiveUp:
    """Never try this message again; ``reason`` is for the operator."""

    reason: str


@dataclass(frozen=True, slots=True, kw_only=True)
class HoldChannel:
    """Send nothing at all until then, tell the operator ``reason``; it is no failure of the message, and not counted."""

    until: datetime
    reason: str


Verdict = RetryAt | GiveUp | HoldChannel

_DEFAULT = RetryPolicy()


def after_failure(
    error: DeliveryError, attempts: int, first_at: datetime, now: datetime, policy: RetryPolicy = _DEFAULT
) -> Verdict:
    """Decide what becomes of a delivery after *error*.

    Args:
        error: as the channel raised it.
        attempts: how often this message itself has failed, this time included: 1 for the first failure. Times when the
            channel was down do not count.
        first_at: when this message itself failed first, counted alike.
        now: the moment of the decision.
        policy: how patient to be.

    Returns:
        `HoldChannel` when no message can go out; `GiveUp` when the refusal is final or the time is over; else `RetryAt`
        with pauses that double from ``policy.first`` up to ``policy.longest``.
    """
    if error.channel_down:
        return HoldChannel(until=now + policy.channel_pause, reason=str(error))
    if error.permanent:
        return GiveUp(reason=str(error))
    pause = min(policy.first * 2 ** min(max(attempts, 1) - 1, 16), policy.longest)
    if now + pause - first_at > policy.give_up_after:
        return GiveUp(reason=f"given up after {_days(policy.give_up_after)}: {error}")
    return RetryAt(at=now + pause, uncertain=error.uncertain)


def _days(span: timedelta) -> str:
    days = span / timedelta(days=1)
    return f"{days:g} day" if days == 1 else f"{days:g} days"
