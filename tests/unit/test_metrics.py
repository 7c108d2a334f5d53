"""Metrics: events are counted as they are logged, and answered with how things stand, in the form of Prometheus."""

from __future__ import annotations

import logging
import re
import socket
import urllib.request
from pathlib import Path

import pytest
from prometheus_client import CollectorRegistry
from prometheus_client.parser import text_string_to_metric_families

from monitor.errors import ConfigError
from monitor.metrics import EventCounters, Gauge, exposition, served

FEEDS = Gauge(name="feeds", help="Feeds.", labels=("state",), values={("healthy",): 42, ("failing",): 2})
RULES = Path(__file__).parents[2] / "docs" / "prometheus-rules.yml"
log = logging.getLogger("monitor.jobs.polling")


@pytest.fixture
def registry() -> CollectorRegistry:
    return CollectorRegistry()


@pytest.fixture(autouse=True)
def _counted(registry: CollectorRegistry, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.DEBUG)
    counters = EventCounters(registry)
    logging.getLogger().addHandler(counters)
    yield
    logging.getLogger().removeHandler(counters)


def value(registry: CollectorRegistry, name: str, **labels: str) -> float | None:
    return registry.get_sample_value(f"attack_monitor_{name}", labels)


def polled(**told: object) -> None:
    nothing = dict.fromkeys(("entries", "new", "revised", "bytes", "decoded", "opened", "joined", "matches"), 0)
    log.info("feed.polled", extra={"outcome": "ok", "duration_s": 0.2} | nothing | told)


def test_polls_are_counted(registry: CollectorRegistry):
    polled(entries=50, new=3)
    polled(outcome="not_modified", duration_s=0.05)
    polled(outcome="failed", reason="timeout", duration_s=30.0)

    assert value(registry, "feed_fetches_total", outcome="ok") == 1
    assert value(registry, "feed_fetches_total", outcome="not_modified") == 1
    assert value(registry, "feed_failures_total", reason="timeout") == 1
    assert value(registry, "entries_total", result="new") == 3
    assert value(registry, "entries_total", result="known") == 47
    assert value(registry, "feed_fetch_duration_seconds_count") == 3
    assert value(registry, "feed_fetch_duration_seconds_bucket", le="0.3") == 2


def test_what_follows_from_polls_is_counted(registry: CollectorRegistry):
    polled(entries=50, new=3, revised=2, bytes=30_000, decoded=90_000, opened=2, joined=1, matches=4)
    polled(outcome="failed", reason="parse_timeout")
    polled(outcome="failed", reason="blocked_address")
    log.info("push.received", extra={"bytes": 500})
    log.error("entry.failed")

    counted = {
        name: value(registry, "entries_total", result=name) for name in ("new", "revised", "known", "quarantined")
    }
    assert counted == {"new": 3, "revised": 2, "known": 45, "quarantined": 1}
    assert value(registry, "feed_bytes_total", kind="wire") == 30_000
    assert value(registry, "feed_bytes_total", kind="decoded") == 90_000
    assert value(registry, "feed_bytes_total", kind="pushed") == 500
    assert value(registry, "incidents_total", result="new") == 2
    assert value(registry, "incidents_total", result="merged") == 1
    assert value(registry, "rule_matches_total") == 4
    assert value(registry, "parse_killed_total", reason="parse_timeout") == 1
    assert value(registry, "blocked_addresses_total") == 1


def test_rules_that_do_not_load_are_seen_until_they_do(registry: CollectorRegistry):
    assert value(registry, "rules_last_reload_successful") == 1
    before = value(registry, "rules_last_reload_success_timestamp_seconds")
    log.error("rules.broken")
    assert value(registry, "rules_last_reload_successful") == 0
    log.info("rules.mended")
    assert value(registry, "rules_last_reload_successful") == 1
    assert (value(registry, "rules_last_reload_success_timestamp_seconds") or 0) > (before or 0)


def test_signups_are_counted(registry: CollectorRegistry):
    for event in (
        "subscriber.asked",
        "subscriber.asked",
        "subscriber.not_mailed",
        "subscriber.confirmed",
        "web.limited",
    ):
        log.info(event)
    assert value(registry, "signups_total", result="asked") == 2
    assert value(registry, "signups_total", result="confirmed") == 1
    assert value(registry, "signups_limited_total") == 1


def test_messages_and_gaps_are_counted(registry: CollectorRegistry):
    for _ in range(2):
        log.info("delivery.sent", extra={"kind": "alert", "waited_s": 4.0, "smtp": True})
    log.info("delivery.sent", extra={"kind": "digest", "waited_s": 90.0, "smtp": False})
    log.error("delivery.failed", extra={"kind": "alert", "state": "bounced", "stage": "RCPT TO", "code": 550})
    log.warning("feed.gap", extra={"feed": "wire"})

    assert value(registry, "notifications_total", kind="alert") == 2
    assert value(registry, "notifications_failed_total", kind="alert", state="bounced") == 1
    assert value(registry, "notification_latency_seconds_count") == 3
    assert value(registry, "notification_latency_seconds_bucket", le="5.0") == 2
    assert value(registry, "smtp_replies_total", **{"stage": "end of message", "class": "2xx"}) == 2
    assert value(registry, "smtp_replies_total", **{"stage": "RCPT TO", "class": "5xx"}) == 1
    assert value(registry, "feed_gaps_total") == 1


def test_what_mail_servers_and_the_database_say_is_counted(registry: CollectorRegistry):
    log.warning("delivery.postponed", extra={"stage": "end of message", "code": None, "uncertain": True})
    log.warning("delivery.postponed", extra={"stage": "RCPT TO", "code": 451})
    log.warning("delivery.postponed", extra={"error": "a webhook did not answer"})
    log.error("channel.down", extra={"stage": "AUTH", "code": 535})
    log.warning("database.busy", extra={"attempt": 1})

    replies = {(s.labels["stage"], s.labels["class"]): s.value for f in registry.collect() for s in f.samples
               if s.name == "attack_monitor_smtp_replies_total"}  # fmt: skip
    assert replies == {("end of message", "none"): 1, ("RCPT TO", "4xx"): 1, ("AUTH", "5xx"): 1}
    assert value(registry, "deliveries_uncertain_total") == 1
    assert value(registry, "db_busy_retries_total") == 1


def test_every_event_is_counted_and_nothing_else(registry: CollectorRegistry):
    log.error("sweep.failed", extra={"sweep": "poll"})
    log.error("some text of https://feed.example/ that is no event")
    logging.getLogger("httpx").error("not.ours")

    counted = {tuple(sample.labels.values()) for family in registry.collect() for sample in family.samples
               if sample.name == "attack_monitor_events_total"}  # fmt: skip
    assert counted == {("sweep.failed", "error")}


def test_text_can_be_read_by_prometheus():
    families = {family.name: family for family in text_string_to_metric_families(exposition(lambda: [FEEDS]))}

    samples = {sample.labels["state"]: sample.value for sample in families["attack_monitor_feeds"].samples}
    assert samples == {"healthy": 42, "failing": 2}
    assert "attack_monitor_build_info" in families


def test_running_service_answers_with_both():
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    with served(lambda: [FEEDS], address="127.0.0.1", port=port):
        polled(new=1, entries=1)
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics", timeout=5) as answer:
            text = answer.read().decode()
        with pytest.raises(ConfigError, match=f"nothing can listen on 127.0.0.1 port {port}"):
            served(list, address="127.0.0.1", port=port).__enter__()

    assert 'attack_monitor_feeds{state="healthy"} 42.0' in text
    assert 'attack_monitor_feed_fetches_total{outcome="ok"} 1.0' in text


def test_what_is_too_trifling_to_be_logged_is_counted_all_the_same(capsys: pytest.CaptureFixture[str]):
    root = logging.getLogger()
    kept, root.handlers[:] = root.handlers[:], [logging.StreamHandler()]
    root.setLevel(logging.ERROR)
    try:
        with served(list, address="127.0.0.1", port=0):
            [counters] = [handler for handler in root.handlers if isinstance(handler, EventCounters)]
            polled(new=1, entries=1)
            counted = counters._entries.labels("new")._value.get()
        assert (counted, root.level) == (1, logging.ERROR)
    finally:
        root.handlers[:] = kept
    assert capsys.readouterr().err == ""


def test_shipped_alerts_ask_for_metrics_that_there_are(registry: CollectorRegistry):
    from monitor.jobs import measuring

    asked = set(re.findall(r"attack_monitor_(\w+)", RULES.read_text("utf-8")))
    counted = {f"{family.name.removeprefix('attack_monitor_')}_total" for family in registry.collect()}
    standing = set(re.findall(r'name="(\w+)"', Path(measuring.__file__).read_text("utf-8")))

    assert asked - {"build_info"} <= counted | standing
