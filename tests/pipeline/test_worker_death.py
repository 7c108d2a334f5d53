"""A worker that dies, or stands still, keeps its messages from nobody for more than a minute (P22)."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.config import Settings
from monitor.jobs.claiming import Result, claim
from monitor.jobs.delivering import deliver_due
from monitor.jobs.leases import LEASE_S, Leases
from monitor.model import DeliveryState
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, change, delivery, incident, item, report, subscriber, with_entry


@pytest.fixture
def services(store: Store) -> TestServices:
    services = TestServices(store=store, settings=Settings(mail_from="m@example.org"), clock=FakeClock(NOW))
    with store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report(), known.id)
        for number in range(20):
            person = tx.subscribers.add(subscriber(f"reader-{number}@example.org"))
            tx.outbox.add(delivery(f"k{number}", person.id, item(known.id)))
    return services


def test_what_a_dead_worker_had_in_hand_goes_out_within_a_minute(services: TestServices) -> None:
    with services.store.read() as tx:
        due = tx.outbox.due(NOW, 100)
    claim(services, due, NOW)  # and dies

    assert deliver_due(services, services.clock()) == []
    services.clock.go_on(seconds=LEASE_S + 1)
    assert [each.result for each in deliver_due(services, services.clock())] == [Result.SENT] * 20


def test_worker_that_stood_still_and_goes_on_sends_nothing_that_others_have_sent(services: TestServices) -> None:
    with services.store.read() as tx:
        due = tx.outbox.due(NOW, 100)
    stopped = list(claim(services, due, NOW))
    leases = Leases(services)
    leases.take(each.delivery for each in stopped)  # type: ignore[union-attr,misc]
    services.clock.go_on(seconds=LEASE_S + 1)
    assert len(deliver_due(services, services.clock())) == 20

    assert not any(leases.holds(each.delivery.id) for each in stopped)  # type: ignore[union-attr]
    assert len(services.channel.sent) == 20
    with services.store.read() as tx:
        assert tx.outbox.counts()[DeliveryState.SENT] == 20
        assert tx.outbox.oldest_pending(NOW + timedelta(days=1)) is None
