"""How things stand, in numbers: what metrics show of the database."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from datetime import datetime, timedelta

from monitor.feeds.health import assess, is_well
from monitor.jobs.services import Services
from monitor.metrics import Gauge
from monitor.model import FeedFlag, FeedState
from monitor.storage import Transaction

SWEEP = "sweep."
"""What the names begin with under which sweeps note that they went well (``jobs.health``)."""


def standing(services: Services) -> Iterator[Gauge]:
    """Every gauge, as of now.

    Raises:
        StorageError: the database cannot be read.
    """
    now = services.clock()
    with services.store.read() as tx:
        yield from _feeds(tx, now)
        yield from _outbox(tx, now)
        sweeps = tx.meta.beginning(SWEEP)
    rules = services.rules.in_force.ruleset.rules
    yield Gauge(name="rules_loaded", help="Rules in force.", values={(): len(rules)})
    ran: dict[tuple[str, ...], float] = {
        (name.removeprefix(SWEEP),): datetime.fromisoformat(at).timestamp() for name, at in sweeps.items()
    }
    yield Gauge(
        name="job_last_success_timestamp_seconds", help="When each sweep last went well.", labels=("job",), values=ran
    )


def _feeds(tx: Transaction, now: datetime) -> Iterator[Gauge]:
    feeds = [(feed, status) for feed, status in tx.feeds.all() if feed.enabled]
    states = Counter((status.state.value,) for _, status in feeds)
    flags = Counter((flag.value,) for feed, status in feeds for flag in assess(feed, status, now))
    yield Gauge(
        name="feeds",
        help="Feeds that are polled, by state.",
        labels=("state",),
        values={(state.value,): states[state.value,] for state in FeedState},
    )
    yield Gauge(
        name="feeds_flagged",
        help="Feeds that are polled, by flag.",
        labels=("flag",),
        values={(flag.value,): flags[flag.value,] for flag in FeedFlag},
    )
    healthy = sum(is_well(feed, status, now) for feed, status in feeds)
    yield Gauge(name="feeds_healthy", help="Feeds that are healthy, without a flag and not late.", values={(): healthy})
    read = [status.last_success_at.timestamp() for _, status in feeds if status.last_success_at is not None]
    yield Gauge(
        name="feed_last_success_timestamp_seconds",
        help="When the feed that was longest not read was read last.",
        values={(): min(read)} if read else {},
    )
    gaps = len(tx.feeds.gaps(now - timedelta(days=1), now))
    yield Gauge(name="feed_gaps_of_a_day", help="Gaps that were found in the last 24 hours.", values={(): gaps})


def _outbox(tx: Transaction, now: datetime) -> Iterator[Gauge]:
    yield Gauge(
        name="outbox_rows",
        help="Messages, by what became of them.",
        labels=("state",),
        values={(state.value,): number for state, number in tx.outbox.counts().items()},
    )
    waiting = tx.outbox.oldest_pending(now)
    yield Gauge(
        name="outbox_oldest_pending_seconds",
        help="How long the oldest message has been due: the one number to watch.",
        values={(): waiting.total_seconds() if waiting is not None else 0.0},
    )
