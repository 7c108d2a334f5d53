"""Metrics in the form of Prometheus. The only module that knows its client.

Two sources, so that no job has to count anything: what happened is counted from the events that the service logs anyway
(`EventCounters`), how things stand is looked up when somebody asks (`Standing`). Labels are from short lists of our own; no
address of a feed or person is ever one.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from prometheus_client import CollectorRegistry, Counter, Histogram, generate_latest, start_http_server
from prometheus_client import Gauge as GaugeOfOne
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.registry import Collector

from monitor import __version__
from monitor.errors import ConfigError

PREFIX = "attack_monitor"
SECONDS = (0.1, 0.3, 1.0, 3.0, 10.0, 30.0)
"""Bounds of the times of polls: a good answer is one of tenths, the longest fetch one of thirty seconds."""

LATENCIES = (1.0, 5.0, 15.0, 60.0, 300.0, 1800.0, 7200.0, 43_200.0)
"""Bounds of the times that messages wait: seconds when all is well, hours after grey-listing or a server that was down."""

KILLED = frozenset({"parse_timeout", "parse_memory", "parse_crashed"})
"""Reasons of polls whose document could not be read within its bounds."""

_EVENT = re.compile(r"[a-z_]{1,40}\.[a-z_]{1,40}\Z")


@dataclass(frozen=True, slots=True, kw_only=True)
class Gauge:
    """How one thing stands: a value for each combination of labels; one without labels has the key ``()``."""

    name: str
    help: str
    labels: tuple[str, ...] = ()
    values: Mapping[tuple[str, ...], float] = field(default_factory=dict)


class EventCounters(logging.Handler):
    """Counts the events that go through it.

    Args:
        registry: what the counters are added to.
    """

    def __init__(self, registry: CollectorRegistry) -> None:
        super().__init__()

        def counter(name: str, text: str, *labels: str) -> Counter:
            return Counter(f"{PREFIX}_{name}", text, labels, registry=registry)

        self._events = counter("events", "What the service has logged, by event and level.", "event", "level")
        self._fetches = counter("feed_fetches", "Polls of feeds, by how they ended.", "outcome")
        self._failures = counter("feed_failures", "Polls that failed, by reason.", "reason")
        self._entries = counter("entries", "Entries that polls found, by what they were.", "result")
        self._bytes = counter(
            "feed_bytes", "Bytes that feeds have sent: as sent, unpacked, or pushed by a hub.", "kind"
        )
        self._killed = counter("parse_killed", "Documents whose reading was broken off, by reason.", "reason")
        self._blocked = counter("blocked_addresses", "Polls that were refused for the address they led to.")
        self._incidents = counter("incidents", "Reports that opened an incident, or were merged into one.", "result")
        self._matches = counter("rule_matches", "Times that a rule held for an incident.")
        self._signups = counter("signups", "What became of sign-ups.", "result")
        self._signups_limited = counter("signups_limited", "Forms that came too often from one place.")
        self._rules_good = GaugeOfOne(
            f"{PREFIX}_rules_last_reload_successful", "Whether the operator files loaded last time.", registry=registry
        )
        self._rules_at = GaugeOfOne(
            f"{PREFIX}_rules_last_reload_success_timestamp_seconds", "When they last loaded.", registry=registry
        )
        self._rules_good.set(1)
        self._rules_at.set_to_current_time()
        self._gaps = counter("feed_gaps", "Times that nothing known was left in a feed.")
        self._sent = counter("notifications", "Messages handed over, by kind.", "kind")
        self._not_sent = counter("notifications_failed", "Messages given up, by what became of them.", "kind", "state")
        self._replies = counter("smtp_replies", "Last words of mail servers about a message.", "stage", "class")
        self._uncertain = counter("deliveries_uncertain", "Messages that may have been taken, and are sent again.")
        self._busy = counter("db_busy_retries", "Times that SQLite was still locked after five seconds of waiting.")
        self._latency = Histogram(
            f"{PREFIX}_notification_latency_seconds",
            "Time from when a message was due to when it was taken.",
            buckets=LATENCIES,
            registry=registry,
        )
        self._seconds = Histogram(
            f"{PREFIX}_feed_fetch_duration_seconds", "Time of one poll.", buckets=SECONDS, registry=registry
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Count *record*; one that is no event of ours is passed over."""
        event, told = record.getMessage(), vars(record)
        if not record.name.startswith("monitor") or not _EVENT.match(event):
            return
        self._events.labels(event, record.levelname.lower()).inc()
        match event:
            case "feed.polled":
                self._polled(told)
            case "feed.gap":
                self._gaps.inc()
            case "push.received":
                self._bytes.labels("pushed").inc(told["bytes"])
            case "entry.failed" | "entry.unreadable":
                self._entries.labels("quarantined").inc()
            case "delivery.sent" | "delivery.postponed" | "delivery.failed" | "channel.down":
                self._delivered(event, told)
            case "database.busy":
                self._busy.inc()
            case "subscriber.asked" | "subscriber.confirmed" | "subscriber.not_mailed":
                self._signups.labels(event.partition(".")[2]).inc()
            case "web.limited":
                self._signups_limited.inc()
            case "rules.broken":
                self._rules_good.set(0)
            case "rules.mended" | "rules.reloaded":
                self._rules_good.set(1)
                self._rules_at.set(record.created)

    def _delivered(self, event: str, told: Mapping[str, Any]) -> None:
        """Count a message that was taken, or was not, and what the mail server said."""
        if event == "delivery.sent":
            self._sent.labels(told["kind"]).inc()
            self._latency.observe(told["waited_s"])
            if told["smtp"]:
                self._replies.labels("end of message", "2xx").inc()
        if event == "delivery.failed":
            self._not_sent.labels(told["kind"], told["state"]).inc()
        if told.get("stage"):
            code = told["code"]
            self._replies.labels(told["stage"], f"{code // 100}xx" if code else "none").inc()
        if told.get("uncertain"):
            self._uncertain.inc()

    def _polled(self, told: Mapping[str, Any]) -> None:
        """Count one poll."""
        self._fetches.labels(told["outcome"]).inc()
        self._seconds.observe(told["duration_s"])
        self._bytes.labels("wire").inc(told["bytes"])
        self._bytes.labels("decoded").inc(told["decoded"])
        self._entries.labels("new").inc(told["new"])
        self._entries.labels("revised").inc(told["revised"])
        self._entries.labels("known").inc(max(told["entries"] - told["new"] - told["revised"], 0))
        self._incidents.labels("new").inc(told["opened"])
        self._incidents.labels("merged").inc(told["joined"])
        self._matches.inc(told["matches"])
        reason = told.get("reason")
        if reason:
            self._failures.labels(reason).inc()
        if reason in KILLED:
            self._killed.labels(reason).inc()
        if reason == "blocked_address":
            self._blocked.inc()


class Standing(Collector):
    """How things stand, looked up anew whenever somebody asks.

    Args:
        look_up: gives the gauges.
    """

    def __init__(self, look_up: Callable[[], Iterable[Gauge]]) -> None:
        self._look_up = look_up

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """The gauges, and which version this is."""
        build = GaugeMetricFamily(f"{PREFIX}_build_info", "Which version this is.", labels=("version",))
        build.add_metric((__version__,), 1.0)
        yield build
        for gauge in self._look_up():
            family = GaugeMetricFamily(f"{PREFIX}_{gauge.name}", gauge.help, labels=gauge.labels)
            for labels, value in sorted(gauge.values.items()):
                family.add_metric(labels, value)
            yield family


def exposition(look_up: Callable[[], Iterable[Gauge]]) -> str:
    """Return how things stand, as text for Prometheus."""
    registry = CollectorRegistry()
    registry.register(Standing(look_up))
    return generate_latest(registry).decode()


@contextmanager
def served(look_up: Callable[[], Iterable[Gauge]], *, address: str, port: int) -> Iterator[None]:
    """Count events and answer on ``http://address:port/metrics`` while the block runs.

    Raises:
        ConfigError: nothing can listen there.
    """
    registry = CollectorRegistry()
    counters = EventCounters(registry)
    registry.register(Standing(look_up))
    try:
        server, thread = start_http_server(port, address, registry)
    except OSError as error:
        raise ConfigError(f"metrics_port: nothing can listen on {address} port {port}: {error.strerror}") from error
    root = logging.getLogger()
    level, others = root.level, [(handler, handler.level) for handler in root.handlers]
    if level > logging.INFO:
        # What is too trifling to be logged is counted all the same.
        for handler, _ in others:
            handler.setLevel(max(handler.level, level))
        root.setLevel(logging.INFO)
    root.addHandler(counters)
    try:
        yield
    finally:
        root.removeHandler(counters)
        root.setLevel(level)
        for handler, before in others:
            handler.setLevel(before)
        server.shutdown()
        server.server_close()
        thread.join()
