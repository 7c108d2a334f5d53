"""The running service: it starts, sweeps, and stops in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from monitor.bootstrap import utc_now
from monitor.config import Settings
from monitor.jobs.health import complaints
from monitor.model import DeliveryState
from monitor.scheduling import run_until_stopped
from monitor.storage import Store
from tests.assembled import FakeChannel, TestServices
from tests.feedserver import Reply, Request, feed_server
from tests.storage.builders import change, delivery, incident, item, report, subscriber, with_entry

PATIENCE_S = 30.0


class SlowChannel(FakeChannel):
    """Takes a message only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def send(self, message: object, recipient: str, still_ours: object = None) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S)
        super().send(message, recipient)  # type: ignore[arg-type]


@pytest.fixture
def services(sqlite_template: Path, tmp_path: Path):
    database = tmp_path / "monitor.db"
    database.write_bytes(sqlite_template.read_bytes())
    settings = Settings(mailbox_dir=tmp_path / "mailbox", sweep_interval_s=0.1, stop_timeout_s=5)
    with Store.open(f"sqlite:///{database}") as store:
        made = TestServices(store=store, settings=settings, clock=utc_now, channel=SlowChannel())
        yield made
        # Also after a test that failed half-way.
        made.stop.set()
        made.channel.go_on.set()


def queue(services: TestServices, *emails: str) -> None:
    with services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), services.clock())
        tx.reports.add(report(), known.id)
        for email in emails:
            queued = delivery(email, tx.subscribers.add(subscriber(email)).id, item(known.id))
            tx.outbox.add(replace(queued, created_at=services.clock()))


class Run(threading.Thread):
    """The service in a thread of its own. ``clean`` None: it still runs."""

    def __init__(self, services: TestServices) -> None:
        super().__init__(daemon=True)
        self.services, self.clean = services, None

    def run(self) -> None:
        self.clean = run_until_stopped(self.services)


def wait_for(condition: Callable[[], object]) -> None:
    end = time.monotonic() + PATIENCE_S
    while not condition():
        assert time.monotonic() < end, "it did not come to pass"
        time.sleep(0.02)


def test_stopping_service_finishes_the_message_in_hand(services: TestServices):
    queue(services, "ada@example.org", "bob@example.org")
    run = Run(services)
    run.start()
    assert services.channel.begun.wait(PATIENCE_S)

    services.stop.set()
    services.channel.go_on.set()
    run.join(PATIENCE_S)

    assert run.clean is True
    with services.store.read() as tx:
        assert tx.outbox.counts()[DeliveryState.SENT] == 1
        assert tx.outbox.counts()[DeliveryState.PENDING] == 1


def test_service_that_cannot_finish_says_so(services: TestServices):
    services.settings = services.settings.model_copy(update={"stop_timeout_s": 0.2})
    queue(services, "ada@example.org")
    run = Run(services)
    run.start()
    assert services.channel.begun.wait(PATIENCE_S)

    services.stop.set()
    run.join(PATIENCE_S)

    assert run.clean is False
    services.channel.go_on.set()


def test_running_service_is_healthy_and_one_that_never_ran_is_not(services: TestServices):
    services.channel.go_on.set()
    assert len(complaints(services, services.clock())) == 3
    run = Run(services)
    run.start()

    wait_for(lambda: not complaints(services, services.clock()))

    services.stop.set()
    run.join(PATIENCE_S)


def test_sweep_that_fails_is_tried_again(services: TestServices, monkeypatch: pytest.MonkeyPatch, caplog):
    calls = []

    def deliver(*_: object) -> None:
        calls.append(1)
        if len(calls) == 1:
            raise RuntimeError("bug")

    monkeypatch.setattr("monitor.scheduling.deliver_due", deliver)
    run = Run(services)
    run.start()

    wait_for(lambda: len(calls) > 1)

    services.stop.set()
    run.join(PATIENCE_S)
    assert "sweep.failed" in {record.getMessage() for record in caplog.records}


@contextmanager
def process(folder: Path, *feeds: str, **variables: str) -> Iterator[subprocess.Popen[str]]:
    """``monitor run`` in *folder*, with rules that say nothing; killed when the test is over, or takes too long."""
    for name in ("alerts", "attacks", "filters"):
        (folder / "rules" / name).mkdir(parents=True)
    listed = [{"id": f"feed-{number}", "url": url, "publisher": "somebody"} for number, url in enumerate(feeds)]
    # YAML holds JSON.
    (folder / "rules" / "feeds.yml").write_text(json.dumps({"version": 1, "feeds": listed}), "utf-8")
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    # Several tests run at the same time, and there is one port for all.
    environment |= {"MONITOR_WEB_ENABLED": "false"} | variables
    command = [sys.executable, "-m", "monitor", "run"]
    started = subprocess.Popen(command, cwd=folder, env=environment, stderr=subprocess.PIPE, text=True)
    killer = threading.Timer(PATIENCE_S, started.kill)
    killer.start()
    try:
        yield started
    finally:
        killer.cancel()
        started.kill()
        assert started.stderr is not None
        started.stderr.close()
        started.wait(PATIENCE_S)


def events(running: subprocess.Popen[str], until: str = "") -> list[str]:
    """The events that *running* logs, up to and with *until*, or to its end."""
    assert running.stderr is not None
    found = []
    for line in running.stderr:
        found.append(json.loads(line)["event"])
        if found[-1] == until:
            break
    return found


@pytest.mark.parametrize("moment", ["database.created", "service.started"])
def test_sigterm_ends_the_process_with_status_0(tmp_path: Path, moment: str):
    with process(tmp_path) as running:
        events(running, until=moment)
        running.send_signal(signal.SIGTERM)
        last = events(running)
        assert running.wait(PATIENCE_S) == 0

    assert last[-2:] == ["service.stopping", "service.stopped"]
    assert (tmp_path / "var" / "monitor.db").exists()


def test_stopping_service_does_not_wait_for_a_feed_that_does_not_answer(tmp_path: Path):
    asked, over = threading.Event(), threading.Event()

    def hang(_: Request) -> Reply:
        asked.set()
        over.wait(PATIENCE_S)
        return Reply()

    with (
        feed_server() as server,
        process(tmp_path, server.answer("/feed", hang), MONITOR_ALLOW_PRIVATE_ADDRESSES="true") as running,
    ):
        assert asked.wait(PATIENCE_S)
        begun = time.monotonic()
        running.send_signal(signal.SIGTERM)
        assert running.wait(PATIENCE_S) == 0
        took_s = time.monotonic() - begun
        over.set()

    assert took_s < 10  # the fetch alone may take 30
