"""Delivering: every message once, whatever the mail server says and wherever the process dies."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from datetime import timedelta
from email.message import EmailMessage
from pathlib import Path

import pytest

from monitor.bootstrap import make_channel
from monitor.config import Settings
from monitor.delivery.channels import StillOurs, always
from monitor.errors import DeliveryError, StorageError, TakenOverError
from monitor.jobs.claiming import Result
from monitor.jobs.delivering import deliver_due
from monitor.jobs.leases import LEASE_S
from monitor.model import (
    AlertKind,
    Delivery,
    DeliveryState,
    Incident,
    Level,
    Limit,
    Mode,
    RuleAlerting,
    RuleId,
    SubscriberId,
)
from monitor.storage import Store, Transaction
from tests.assembled import FakeChannel, FakeClock, FakeInForce, FakePipeline, FakeRules, TestServices
from tests.smtpsink import smtp_sink
from tests.storage.builders import (
    NOW,
    change,
    delivery,
    incident,
    item,
    report,
    subscriber,
    with_entry,
)

RULE = RuleId("kyiv-drones")


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(
        mailbox_dir=tmp_path / "mailbox",
        mail_from="Monitor <monitor@alerts.example.org>",
        operator_email="desk@example.org",
    )
    return TestServices(store=store, settings=settings, clock=FakeClock(NOW))


def known_incident(tx: Transaction) -> Incident:
    with_entry(tx)
    stored = tx.incidents.save(change(None, incident()), NOW)
    tx.reports.add(report(), stored.id)
    return stored


def queue(services: TestServices, *emails: str, key: str = "k", kind: AlertKind = AlertKind.NEW) -> list[Delivery]:
    """Queue one alert about one incident for each address; what is corrected was told to them before."""
    with services.store.begin() as tx:
        known = known_incident(tx)
        queued = []
        for email in emails or ("ada@example.org",):
            person = tx.subscribers.add(subscriber(email))
            told = item(known.id, version=known.version + kind.sets_right)
            stored = tx.outbox.add(delivery(f"{key}-{email}", person.id, replace(told, kind=kind)))
            assert stored is not None
            if kind.sets_right:
                tx.ledger.record(person.id, known.id, known.version, stored.id, NOW)
            queued.append(stored)
    return queued


def state_of(services: TestServices, queued: Delivery) -> Delivery:
    with services.store.read() as tx:
        found = tx.outbox.get(queued.id)
    assert found is not None
    return found


def results(services: TestServices) -> list[Result]:
    return [report.result for report in deliver_due(services, services.clock())]


def test_due_message_is_sent_once_and_noted(services: TestServices):
    [queued] = queue(services)

    assert results(services) == [Result.SENT]
    assert results(services) == []

    [(recipient, message)] = services.channel.sent
    assert recipient == "ada@example.org"
    assert "Kyiv" in message["Subject"]
    sent = state_of(services, queued)
    assert (sent.state, sent.message_id) == (DeliveryState.SENT, message["Message-ID"])
    with services.store.read() as tx:
        assert tx.ledger.told(queued.subscriber, [queued.items[0].incident]) == {queued.items[0].incident: 1}


def test_message_is_not_sent_before_it_is_due(services: TestServices):
    with services.store.begin() as tx:
        person = tx.subscribers.add(subscriber())
        tx.outbox.add(delivery("later", person.id, item(known_incident(tx).id), due_in=timedelta(minutes=3)))

    assert results(services) == []
    services.clock.go_on(minutes=3)
    assert results(services) == [Result.SENT]


def test_message_tells_the_incident_as_it_is_now(services: TestServices):
    [queued] = queue(services)
    with services.store.begin() as tx:
        before = tx.incidents.get(queued.items[0].incident)
        tx.incidents.save(change(before, replace(before, version=2, reports=2)), NOW)

    deliver_due(services, NOW)

    with services.store.read() as tx:
        assert tx.ledger.told(queued.subscriber, [before.id]) == {before.id: 2}


@pytest.mark.parametrize(
    "changes", [{"confirmed_at": None}, {"paused": True}], ids=["not confirmed any more", "paused"]
)
def test_nobody_is_mailed_who_does_not_want_it(services: TestServices, changes: dict[str, object]):
    [queued] = queue(services)
    with services.store.begin() as tx:
        tx.subscribers.update(replace(tx.subscribers.get(queued.subscriber), **changes))  # type: ignore[arg-type]

    assert results(services) == [Result.DROPPED]
    assert services.channel.tries == 0


def test_message_that_tells_nothing_new_is_dropped(services: TestServices):
    [queued] = queue(services)
    with services.store.begin() as tx:
        tx.ledger.record(queued.subscriber, queued.items[0].incident, 1, queued.id, NOW)

    assert results(services) == [Result.DROPPED]
    assert services.channel.sent == []


def test_one_refused_address_keeps_nobody_from_being_told(services: TestServices):
    refused, other = queue(services, "gone@example.org", "ada@example.org")
    services.channel.refuse(permanent=True, code=550, recipient_refused=True)

    assert results(services) == [Result.FAILED, Result.SENT]
    assert state_of(services, refused).state is DeliveryState.BOUNCED
    assert state_of(services, other).state is DeliveryState.SENT


def test_content_that_is_refused_is_no_bounce(services: TestServices):
    [queued] = queue(services)
    services.channel.refuse(permanent=True, code=554)

    assert results(services) == [Result.FAILED]
    assert state_of(services, queued).state is DeliveryState.FAILED
    assert state_of(services, queued).error == "the server said no"


def test_temporary_refusals_are_retried_with_growing_pauses_and_given_up_after_days(services: TestServices):
    [queued] = queue(services, kind=AlertKind.CORRECTION)  # what is news would join a digest after some hours
    begun, pauses = services.clock(), []
    while state_of(services, queued).state is DeliveryState.PENDING:
        services.channel.refuse(code=451)
        now = services.clock.now
        deliver_due(services, now)
        services.clock.now = max(now, state_of(services, queued).due_at)
        pauses.append(services.clock.now - now)

    assert pauses[:3] == [timedelta(minutes=5), timedelta(minutes=10), timedelta(minutes=20)]
    assert max(pauses) == timedelta(hours=4)
    assert timedelta(days=4) < services.clock() - begun <= timedelta(days=5)
    assert state_of(services, queued).state is DeliveryState.FAILED


def test_mail_server_that_is_down_for_a_week_loses_nothing(services: TestServices):
    queued = queue(services, "ada@example.org", "bob@example.org")
    for _ in range(7 * 24):
        services.channel.fail_next = [DeliveryError("log-in refused", channel_down=True)]
        assert set(results(services)) <= {Result.HELD}
        services.clock.go_on(hours=1)
    services.channel.fail_next = []

    assert results(services) == [Result.SENT, Result.SENT]
    assert {state_of(services, each).attempts for each in queued} == {1}


def test_mail_server_that_is_down_is_left_alone_for_a_while(services: TestServices):
    queue(services, "ada@example.org", "bob@example.org")
    services.channel.refuse(channel_down=True)

    assert results(services) == [Result.HELD]
    services.clock.go_on(minutes=14)
    assert results(services) == []
    assert services.channel.tries == 1
    services.clock.go_on(minutes=1)
    assert results(services) == [Result.SENT, Result.SENT]


def test_operator_is_told_once_that_the_mail_server_is_down(services: TestServices):
    queue(services)
    for _ in range(3):
        services.channel.refuse(channel_down=True)
        deliver_due(services, services.clock())
        services.clock.go_on(minutes=15)

    assert len(list(services.settings.mailbox_dir.glob("*.eml"))) == 1


def test_crash_after_the_sending_repeats_the_message_under_the_same_id(
    services: TestServices, monkeypatch: pytest.MonkeyPatch
):
    queue(services)
    with monkeypatch.context() as patch:
        patch.setattr("monitor.jobs.delivering.settle_sent", _dies)
        with pytest.raises(_ProcessDiedError):
            deliver_due(services, services.clock())

    assert results(services) == []
    services.clock.go_on(seconds=LEASE_S + 1)
    assert results(services) == [Result.SENT]
    first, second = (message["Message-ID"] for _, message in services.channel.sent)
    assert first == second


def test_worker_that_was_stopped_before_the_message_ended_does_not_send_it(services: TestServices):
    [queued] = queue(services)
    services.channel = OvertakenChannel(services)

    assert results(services) == [Result.TAKEN]
    assert services.channel.sent == []
    assert (state_of(services, queued).state, state_of(services, queued).fence) == (DeliveryState.SENDING, 2)


def test_worker_that_was_stopped_after_the_message_ended_notes_nothing(services: TestServices):
    [queued] = queue(services)
    services.channel = OvertakenChannel(services, late=True)

    assert results(services) == [Result.SENT]
    found = state_of(services, queued)
    assert (found.state, found.fence, found.message_id) == (DeliveryState.SENDING, 2, None)
    with services.store.read() as tx:
        # The other worker sends it under the same Message-ID, and notes that.
        assert tx.ledger.told(queued.subscriber, [queued.items[0].incident]) == {}


def test_database_that_refuses_for_a_while_makes_no_message_come_twice(
    services: TestServices, monkeypatch: pytest.MonkeyPatch
):
    monkeypatch.setattr("monitor.jobs.settling.ASK_AGAIN_S", 0.001)
    [queued] = queue(services)
    services.channel = RefusingStoreChannel(services)

    assert results(services) == [Result.SENT]
    assert state_of(services, queued).state is DeliveryState.SENT
    assert len(services.channel.sent) == 1
    assert services.store.refused == 3  # type: ignore[attr-defined]


def test_error_in_our_own_code_is_recorded_on_the_message_and_stops_no_other(services: TestServices):
    broken, other = queue(services, "ada@example.org", "bob@example.org")
    services.channel.fail_next.append(RuntimeError("bug"))

    assert results(services) == [Result.RETRY, Result.SENT]
    assert state_of(services, broken).error == "RuntimeError: bug"
    assert state_of(services, other).state is DeliveryState.SENT


def test_stopping_service_finishes_the_message_in_hand_and_no_other(services: TestServices):
    first, second = queue(services, "ada@example.org", "bob@example.org")
    services.channel = StoppingChannel(services.stop.set)

    assert results(services) == [Result.SENT]
    assert state_of(services, first).state is DeliveryState.SENT
    assert state_of(services, second).state is DeliveryState.PENDING


def test_mails_beyond_the_limit_of_their_rule_join_the_next_digest(services: TestServices):
    alerting = RuleAlerting(rule=RULE, level=Level.HIGH, limit=Limit(alerts=2, per_s=3600))
    services.rules = FakeRules(in_force=FakeInForce(pipeline=FakePipeline(alerting={RULE: alerting})))
    with services.store.begin() as tx:
        with_entry(tx)
        person = tx.subscribers.add(subscriber())
        for number in range(4):
            known = tx.incidents.save(change(None, incident()), NOW)
            tx.reports.add(report(), known.id)
            tx.outbox.add(delivery(f"k{number}", person.id, item(known.id)))

    assert results(services) == [Result.SENT, Result.SENT, Result.FOLDED, Result.FOLDED]
    with services.store.read() as tx:
        assert len(tx.alerts.held(SubscriberId(person.id), Mode.HOURLY, NOW + timedelta(hours=1))) == 2


def test_workers_that_deliver_at_the_same_moment_send_each_message_once(services: TestServices):
    addresses = [f"reader-{number}@example.org" for number in range(12)]
    queue(services, *addresses)
    workers = [replace(services, channel=FakeChannel()) for _ in range(4)]

    with ThreadPoolExecutor(len(workers)) as pool:
        list(pool.map(results, workers))

    assert sorted(recipient for worker in workers for recipient, _ in worker.channel.sent) == sorted(addresses)


def test_deliveries_reach_a_mail_server(services: TestServices):
    queue(services, "ada@example.org", "bob@example.org")
    with smtp_sink() as sink:
        settings = services.settings.model_copy(
            update={"smtp_host": "127.0.0.1", "smtp_port": sink.port, "smtp_tls": "none"}
        )
        services.channel = make_channel(settings)  # type: ignore[assignment]
        assert results(services) == [Result.SENT, Result.SENT]

    assert [message.rcpt_tos for message in sink.messages] == [["ada@example.org"], ["bob@example.org"]]


class OvertakenChannel(FakeChannel):
    """Stands still for longer than the lease while a message is handed over, and another worker takes it; ``late``: after the
    last look at the lease."""

    def __init__(self, services: TestServices, *, late: bool = False) -> None:
        super().__init__()
        self._services, self._late = services, late

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        if self._late:
            assert still_ours()
        now = self._services.clock.go_on(seconds=LEASE_S + 1)
        with self._services.store.begin() as tx:
            tx.outbox.release_expired(now)
            [due] = tx.outbox.due(now, 1)
            assert tx.outbox.claim(due.id, now, LEASE_S) is not None
        if not self._late and not still_ours():
            raise TakenOverError("taken over")
        super().send(message, recipient)


class StoppingChannel(FakeChannel):
    """Asks the service to stop while a message is being sent."""

    def __init__(self, stop: Callable[[], None]) -> None:
        super().__init__()
        self._stop = stop

    def send(self, message: object, recipient: str, still_ours: StillOurs = always) -> None:
        self._stop()
        super().send(message, recipient)  # type: ignore[arg-type]


class RefusingStoreChannel(FakeChannel):
    """Takes a message, and from then on the database refuses three times to write."""

    def __init__(self, services: TestServices) -> None:
        super().__init__()
        self._services = services

    def send(self, message: EmailMessage, recipient: str, still_ours: StillOurs = always) -> None:
        super().send(message, recipient)
        self._services.store = RefusingStore(self._services.store)  # type: ignore[assignment]


class RefusingStore:
    """The store behind it, after three refusals."""

    def __init__(self, store: Store) -> None:
        self._store, self.refused = store, 0

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        if self.refused < 3:
            self.refused += 1
            raise StorageError("the disk is full")
        with self._store.begin() as tx:
            yield tx

    def read(self) -> AbstractContextManager[Transaction]:
        return self._store.read()


class _ProcessDiedError(BaseException):
    """Stands for a kill: nothing may catch it."""


def _dies(*_: object) -> None:
    raise _ProcessDiedError
