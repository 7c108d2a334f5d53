"""When what runs: a few recurring sweeps over what is due. The only place that knows APScheduler.

A timer decides nothing: each sweep asks the database what is due, so that a late, doubled or missed tick loses nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta

from apscheduler.executors.pool import ThreadPoolExecutor
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from monitor.errors import MonitorError
from monitor.jobs.bouncing import read_bounces
from monitor.jobs.delivering import deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.jobs.full_text import read_articles
from monitor.jobs.health import note_success
from monitor.jobs.housekeeping import clean_up
from monitor.jobs.hubs import ask_hubs
from monitor.jobs.objecting import tell_objections
from monitor.jobs.pinging import ping
from monitor.jobs.polling import Poller
from monitor.jobs.pushing import read_pushed
from monitor.jobs.reloading import Reloading, sync_feeds
from monitor.jobs.services import Services
from monitor.memory import settle

log = logging.getLogger(__name__)

# Digests are due on full hours and rules change by hand: a minute is soon enough. Cleaning up is not urgent at all.
DIGEST_INTERVAL_S = 60.0
# Whoever is to be told at once is told at once; when nothing is due, a look costs less than a millisecond.
DELIVER_INTERVAL_S = 0.5
# A success is noted at most so often, so that looking does not write.
NOTE_INTERVAL = timedelta(seconds=30)
RULES_INTERVAL_S = 30.0
BOUNCES_INTERVAL_S = 60.0
ARTICLES_INTERVAL_S = 10.0
# What is pushed is news; a look when nothing was costs less than a millisecond.
PUSHED_INTERVAL_S = 1.0
HUBS_INTERVAL_S = 60.0
PING_INTERVAL_S = 60.0
# Readers who say that something is wrong wait for a person: so long are their words gathered into one mail.
OBJECTIONS_INTERVAL_S = 300.0
HOUSEKEEPING_INTERVAL_S = 3600.0
# A database file up to this size is looked through for damage at the start, in about half a second; `monitor db check` for others.
VERIFIED_BYTES = 512 * 1024 * 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Sweep:
    """One recurring job: ``run`` does what is due now, every ``interval_s`` seconds, never twice at once."""

    name: str
    run: Callable[[], object]
    interval_s: float


def sweeps(services: Services) -> tuple[Sweep, ...]:
    """All that a running service does again and again."""
    settings, clock = services.settings, services.clock
    reloading = Reloading(services)
    return (
        Sweep(name="poll", run=Poller(services).sweep, interval_s=settings.sweep_interval_s),
        Sweep(
            name="deliver",
            run=lambda: deliver_due(services, clock()),
            interval_s=min(DELIVER_INTERVAL_S, settings.sweep_interval_s),
        ),
        Sweep(name="digest", run=lambda: queue_digests(services, clock()), interval_s=DIGEST_INTERVAL_S),
        Sweep(name="bounces", run=lambda: read_bounces(services, clock()), interval_s=BOUNCES_INTERVAL_S),
        Sweep(name="articles", run=lambda: read_articles(services, clock()), interval_s=ARTICLES_INTERVAL_S),
        Sweep(
            name="pushed",
            run=lambda: read_pushed(services, clock()),
            interval_s=min(PUSHED_INTERVAL_S, settings.sweep_interval_s),
        ),
        Sweep(name="ping", run=lambda: ping(services, clock()), interval_s=PING_INTERVAL_S),
        Sweep(name="hubs", run=lambda: ask_hubs(services, clock()), interval_s=HUBS_INTERVAL_S),
        Sweep(name="rules", run=lambda: reloading.look(clock()), interval_s=RULES_INTERVAL_S),
        Sweep(name="objections", run=lambda: tell_objections(services, clock()), interval_s=OBJECTIONS_INTERVAL_S),
        Sweep(name="housekeeping", run=lambda: clean_up(services, clock()), interval_s=HOUSEKEEPING_INTERVAL_S),
    )


class Running:
    """Counts the sweeps at work, so that a stopping service can wait for them, and knows when each went well."""

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._count = 0
        self._noted: dict[str, datetime] = {}

    def is_worth_noting(self, sweep: str, now: datetime) -> bool:
        """Whether the last success of *sweep* that was noted is some time ago; if so, this one counts as noted."""
        last = self._noted.get(sweep)
        if last is not None and timedelta(0) <= now - last < NOTE_INTERVAL:
            return False
        self._noted[sweep] = now
        return True

    @contextmanager
    def one(self) -> Iterator[None]:
        """Count a sweep as at work."""
        with self._changed:
            self._count += 1
        try:
            yield
        finally:
            with self._changed:
                self._count -= 1
                self._changed.notify_all()

    def wait_for_none(self, timeout_s: float) -> bool:
        """Whether all sweeps have ended within *timeout_s*."""
        with self._changed:
            return self._changed.wait_for(lambda: self._count == 0, timeout_s)


def run_until_stopped(services: Services) -> bool:
    """Run the sweeps until ``services.stop`` is set, then let each finish what it has in hand.

    Returns:
        Whether everything ended within ``stop_timeout_s``; if not, what was in hand is taken up again at the next start.
    """
    _open_all(services)
    sync_feeds(services, services.clock())
    running = Running()
    everything = sweeps(services)
    scheduler = BackgroundScheduler(
        timezone="UTC",
        executors={"default": ThreadPoolExecutor(len(everything))},
        job_defaults={"max_instances": 1, "coalesce": True, "misfire_grace_time": None},
    )
    for sweep in everything:
        trigger = IntervalTrigger(seconds=sweep.interval_s, timezone="UTC")
        scheduler.add_job(
            _once, trigger, args=(services, sweep, running), id=sweep.name, next_run_time=services.clock()
        )
    scheduler.start()
    log.info("service.started", extra={"sweeps": ", ".join(sweep.name for sweep in everything)})
    services.stop.wait()
    log.info("service.stopping")
    scheduler.shutdown(wait=False)
    clean = running.wait_for_none(services.settings.stop_timeout_s)
    log.info("service.stopped", extra={"clean": clean})
    return clean


def _open_all(services: Services) -> None:
    """Make every service before threads share them, so that what is wrong with one is told at the start.

    Raises:
        MonitorError: a service cannot be made; it names the setting or the file.
    """
    size = services.store.file_bytes
    if size is not None and size <= VERIFIED_BYTES:
        services.store.verify()
    for made in (services.store, services.renderer, services.channel, services.operator_channel, services.fetcher):
        assert made is not None
    if any(feed.full_text and feed.enabled for feed in services.rules.in_force.ruleset.feeds):
        assert services.articles is not None
    settle()


def _once(services: Services, sweep: Sweep, running: Running) -> None:
    """Run *sweep* and note that it went well; a failure is logged, and the next tick tries again."""
    if services.stop.is_set():
        return
    with running.one():
        try:
            sweep.run()
            if running.is_worth_noting(sweep.name, now := services.clock()):
                note_success(services, sweep.name, now)
        except MonitorError as error:
            log.error("sweep.failed", extra={"sweep": sweep.name, "error": str(error)})
        except Exception:
            log.exception("sweep.failed", extra={"sweep": sweep.name})
