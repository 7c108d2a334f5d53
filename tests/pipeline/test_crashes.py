"""Wherever the process dies, nothing is lost, and only a message that was being handed over may come twice (P1 to P4).

A run from the feed to the mail is repeated; each time it dies one step later: before a statement, before a commit, before
or after a message is handed over. Then the service starts again on what is left.
"""

from __future__ import annotations

import shutil
from collections import Counter
from collections.abc import Iterator
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest
from sqlalchemy import event

from monitor.bootstrap import Assembled, services
from monitor.config import Settings
from monitor.feeds.parse import Parser
from monitor.jobs.delivering import deliver_due
from monitor.jobs.leases import LEASE_S
from monitor.jobs.live_rules import LiveRules
from monitor.jobs.polling import poll_due
from monitor.jobs.reloading import sync_feeds
from monitor.model import DeliveryState, Mode, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId
from monitor.places.gazetteer import Gazetteer
from tests.assembled import FakeChannel, FakeClock
from tests.fakes import FakeFetcher
from tests.pipeline.test_feed_to_mail import FEEDS, MORNING, ROOT, WIRE, rss_without_items

READERS = ("anna@example.org", "bob@example.org")
LEAST_POINTS = 60
"""Fewer points than this and the run is not the whole way any more."""


class ProcessDiedError(BaseException):
    """Stands for a kill: nothing in the service catches it."""


class Fuse:
    """Dies at the given step, counted from 1; a step of 0 never comes."""

    def __init__(self, step: int) -> None:
        self.left = step

    def burn(self, *_: object) -> None:
        self.left -= 1
        if self.left == 0:
            raise ProcessDiedError


class DyingChannel(FakeChannel):
    """Dies before a message is handed over, or just after."""

    def __init__(self, fuse: Fuse, log: list[tuple[str, str]]) -> None:
        super().__init__()
        self._fuse, self._log = fuse, log

    def send(self, message: EmailMessage, recipient: str) -> None:
        self._fuse.burn()
        self._log.append((recipient, str(message["Message-ID"])))
        self._fuse.burn()


@pytest.fixture(scope="module")
def rules(tmp_path_factory: pytest.TempPathFactory) -> LiveRules:
    """Shipped rules with two feeds, loaded once: they hold no state of a run."""
    folder = tmp_path_factory.mktemp("rules") / "rules"
    shutil.copytree(ROOT / "rules", folder)
    (folder / "feeds.yml").write_text(FEEDS, encoding="utf-8")
    return LiveRules(folder, Gazetteer.open())


class Life:
    """One process on a database that outlives it."""

    def __init__(
        self, path: Path, rules: LiveRules, clock: FakeClock, log: list[tuple[str, str]], dies_at: int
    ) -> None:
        self.fuse, self.clock = Fuse(dies_at), clock
        fetcher = FakeFetcher({"https://wire.example/rss": WIRE, "https://herald.example/rss": rss_without_items()})
        settings = Settings(database_url=f"sqlite:///{path}", mail_from="monitor@alerts.example.org")  # type: ignore[arg-type]
        self.services: Assembled = services(
            settings, clock=clock, fetcher=fetcher, channel=DyingChannel(self.fuse, log)
        )
        vars(self.services).update(rules=rules, parser=Parser())
        engine = self.services.store._engine
        event.listen(engine, "before_cursor_execute", self.fuse.burn)
        event.listen(engine, "commit", self.fuse.burn)

    def __enter__(self) -> Life:
        return self

    def __exit__(self, *_: object) -> None:
        self.services.store.close()

    def live(self) -> bool:
        """Whether the whole way was gone before death came."""
        try:
            poll_due(self.services, self.clock(), everything=True)
            self.clock.go_on(minutes=10)
            deliver_due(self.services, self.clock())
        except ProcessDiedError:
            return False
        return True


@pytest.fixture
def before(tmp_path: Path, rules: LiveRules) -> Path:
    """A database with feeds and readers, and nothing polled."""
    path = tmp_path / "before.db"
    with Life(path, rules, FakeClock(MORNING), [], 0) as life:
        sync_feeds(life.services, MORNING)
        with life.services.store.begin() as tx:
            for email in READERS:
                person = tx.subscribers.add(Subscriber(id=SubscriberId(0), email=email, confirmed_at=MORNING))
                wanted = Subscription(
                    id=SubscriptionId(0),
                    subscriber=person.id,
                    mode=Mode.ALERT,
                    rules=frozenset({RuleId("energy-and-refineries")}),
                )
                tx.subscribers.subscribe(wanted, MORNING)
    return path


def deaths(before: Path, rules: LiveRules) -> Iterator[tuple[int, Life, list[tuple[str, str]]]]:
    """(step, the life after the death, what was handed over in both), for every step of the way."""
    step, finished = 0, False
    while not finished:
        step += 1
        path, clock, log = before.with_name("run.db"), FakeClock(MORNING), list[tuple[str, str]]()
        shutil.copy(before, path)
        with Life(path, rules, clock, log, step) as first:
            finished = first.live()
        clock.now = max(clock.now, MORNING + timedelta(minutes=10)) + timedelta(seconds=LEASE_S + 1)
        with Life(path, rules, clock, log, 0) as second:
            assert second.live()
            yield step, second, log
        for left in path.parent.glob("run.db*"):
            left.unlink()


def test_death_at_any_step_loses_nothing_and_repeats_only_what_was_in_hand(before: Path, rules: LiveRules):
    steps = 0
    for step, life, log in deaths(before, rules):
        steps = step
        with life.services.store.read() as tx:
            [incident] = tx.incidents.list()
            assert tx.outbox.counts()[DeliveryState.SENT] == len(READERS), f"step {step}"
            assert sum(tx.outbox.counts().values()) == len(READERS), f"step {step}"
            assert len(tx.reports.of_incident(incident.id)) == 1, f"step {step}"
        sent = Counter(log)
        assert {recipient for recipient, _ in sent} == set(READERS), f"step {step}"
        assert len(sent) == len(READERS), f"step {step}: a message was repeated under another Message-ID"
        assert sum(sent.values()) <= len(READERS) + 1, f"step {step}: more than one message was repeated"
    assert steps >= LEAST_POINTS
