"""How often a publisher publishes, and whether we look often enough: interval by rhythm, overlap, gaps. Pure.

The rhythm is the median time between the latest dated entries of the feed's own document: one burst, one pinned old entry
and one night change it little, and the same document always gives the same rhythm.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from monitor.model import FeedStatus, Gap, Observed

LATEST = 20
"""Times between entries that are looked at: about a day of a busy feed, so that quiet weeks are soon forgotten."""

LEAST_DATED = 5
"""Dated entries below which a document tells no rhythm."""

LOOKS_PER_ENTRY = 4
"""Polls in the usual time between two entries: an entry waits an eighth of that time on average."""

OVERLAP_LOOKS = 2
"""Polls in the time for which an entry stays in the feed: one may fail without anything being missed."""

MOST_HURRY = 4
"""Halvings of the interval after gaps: a sixteenth of an hour is the floor of five minutes."""

ENOUGH_KNOWN = 0.75
"""Share of known entries in a changed document from which a feed is polled less hastily again."""


def learn(observed: Observed, dates: Sequence[datetime | None], now: datetime) -> Observed:
    """Return *observed* with the rhythm of a document that was just read.

    Args:
        observed: from the polls before.
        dates: publication of each of its entries, None where undated; those in the future say nothing.
        now: the moment of the poll.
    """
    dated = sorted((date for date in dates if date is not None and date <= now), reverse=True)
    if len(dated) < LEAST_DATED:
        return replace(observed, every_s=None, kept_s=None)
    every_s = median((newer - older).total_seconds() for newer, older in pairwise(dated[: LATEST + 1]))
    return replace(observed, every_s=every_s, kept_s=every_s * len(dates))


def hurried(observed: Observed, *, known: int, new: int, gap: bool) -> Observed:
    """Return *observed* after a document with so many *known* and *new* entries: faster after a gap, calmer when all is well."""
    if gap:
        return replace(observed, hurry=min(observed.hurry + 1, MOST_HURRY))
    if observed.hurry and known >= ENOUGH_KNOWN * (known + new):
        return replace(observed, hurry=observed.hurry - 1)
    return observed


def gap(status: FeedStatus, url: str, dates: Sequence[datetime | None], now: datetime) -> Gap | None:
    """Return the time that was missed when nothing known is left in a document; None when it cannot be told.

    Args:
        status: as it was before the poll.
        url: the feed's address now: another one than at the last poll has entries of its own.
        dates: publication of each entry in the document.
        now: the moment of the poll.

    A feed that never had an entry has missed none; nor has one with a single place for "the latest", which nobody can
    read without gaps, so it is not called one.
    """
    if status.last_success_at is None or status.last_new_entry_at is None or status.url not in (None, url):
        return None
    if len(dates) < 2:
        return None
    start = status.last_success_at
    oldest = min((date for date in dates if date is not None and start < date <= now), default=now)
    return Gap(feed=status.feed, start=start, end=oldest, found_at=now)


def wish(observed: Observed, usual_s: float, slowest_s: float) -> tuple[float, str]:
    """Return the interval that the publisher's rhythm asks for in seconds, and why in plain words; may be below any floor.

    Args:
        observed: what the polls have shown.
        usual_s: the interval where the rhythm is not known.
        slowest_s: the longest interval, however seldom something is published.
    """
    if observed.every_s is None:
        interval, why = usual_s, "the usual interval"
    else:
        interval, why = (
            observed.every_s / LOOKS_PER_ENTRY,
            f"the publisher's rhythm, an entry every {span(observed.every_s)}",
        )
        if interval > slowest_s:
            interval, why = slowest_s, f"the longest interval for a feed with an entry every {span(observed.every_s)}"
    if observed.kept_s is not None and interval > observed.kept_s / OVERLAP_LOOKS:
        interval = observed.kept_s / OVERLAP_LOOKS
        why = f"entries stay in the feed for only {span(observed.kept_s)}"
    if observed.hurry:
        interval /= 2.0**observed.hurry
        why += f", shortened to 1/{2**observed.hurry} because entries were missed"
    return interval, why


def check_s(observed: Observed, longest_s: float) -> float:
    """Return how often a feed that is pushed is polled as a check, in seconds: nothing may be lost where the pushes stop."""
    return longest_s if observed.kept_s is None else min(longest_s, observed.kept_s / OVERLAP_LOOKS)


def span(seconds: float) -> str:
    """Return a time in words, in the largest unit that fits: ``45 s``, ``12 min``, ``3 h``, ``9 days``."""
    for unit, name, least in ((86_400, "days", 2 * 86_400), (3600, "h", 5400), (60, "min", 90)):
        if seconds >= least:
            return f"{seconds / unit:.0f} {name}"
    return f"{seconds:.0f} s"


def ago(moment: datetime, now: datetime) -> str:
    """Return how long ago a moment was, in words: ``12 min ago``."""
    return f"{span(max((now - moment) / timedelta(seconds=1), 0.0))} ago"
