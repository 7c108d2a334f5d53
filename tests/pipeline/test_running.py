"""The running service: it starts, sweeps, and stops in good order."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest

from monitor.bootstrap import utc_now
from monitor.config import Settings
from monitor.jobs.health import complaints
from monitor.model import DeliveryState
from monitor.scheduling import run_until_stopped
from monitor.storage import Store
from tests.assembled import FakeChannel, TestServices
from tests.storage.builders import change, delivery, incident, item, report, subscriber, with_entry

PATIENCE_S = 30.0


class SlowChannel(FakeChannel):
    """Takes a message only when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.begun, self.go_on = threading.Event(), threading.Event()

    def send(self, message: object, recipient: str) -> None:
        self.begun.set()
        assert self.go_on.wait(PATIENCE_S)
        super().send(message, recipient)  # type: ignore[arg-type]


@pytest.fixture
def services(sqlite_template: Path, tmp_path: Path):
    database = tmp_path / "monitor.db"
    database.write_bytes(sqlite_template.read_bytes())
    settings = Settings(mailbox_dir=tmp_path / "mailbox", sweep_interval_s=0.1, stop_timeout_s=5)
    with Store.open(f"sqlite:///{database}") as store:
        yield TestServices(store=store, settings=settings, clock=utc_now, channel=SlowChannel())


def queue(services: TestServices, *emails: str) -> None:
    with services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), services.clock())
        tx.reports.add(report(), known.id)
        for email in emails:
            tx.outbox.add(delivery(email, tx.subscribers.add(subscriber(email)).id, item(known.id)))


class Run(threading.Thread):
    """The service in a thread of its own. ``clean`` None: it still runs."""

    def __init__(self, services: TestServices) -> None:
        super().__init__()
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


def test_sigterm_ends_the_process_with_status_0(tmp_path: Path):
    for folder in ("alerts", "attacks", "filters"):
        (tmp_path / "rules" / folder).mkdir(parents=True)
    environment = {name: value for name, value in os.environ.items() if not name.startswith("MONITOR_")}
    process = subprocess.Popen(
        [sys.executable, "-m", "monitor", "run"], cwd=tmp_path, env=environment, stderr=subprocess.PIPE, text=True
    )
    try:
        assert process.stderr is not None
        events = []
        for line in process.stderr:
            events.append(json.loads(line)["event"])
            if events[-1] == "service.started":
                break
        process.send_signal(signal.SIGTERM)
        events += [json.loads(line)["event"] for line in process.stderr]
        assert process.wait(PATIENCE_S) == 0
    finally:
        process.kill()
        process.stderr.close()
    assert events[-3:] == ["service.started", "service.stopping", "service.stopped"]
    assert (tmp_path / "var" / "monitor.db").exists()
