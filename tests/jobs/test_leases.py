"""What is in hand stays in hand while the process lives, and only then."""

from __future__ import annotations

from datetime import timedelta

import pytest

from monitor.config import Settings
from monitor.jobs.leases import LEASE_S, Leases
from monitor.model import Delivery
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, delivery, item, with_subscriber_and_incident


@pytest.fixture
def services(store: Store) -> TestServices:
    return TestServices(store=store, settings=Settings(), clock=FakeClock(NOW))


@pytest.fixture
def claimed(store: Store) -> Delivery:
    to, incident = with_subscriber_and_incident(store)
    with store.begin() as tx:
        queued = tx.outbox.add(delivery("k", to, item(incident)))
        assert queued is not None
        ours = tx.outbox.claim(queued.id, NOW, LEASE_S)
        assert ours is not None
    return ours


def lease_until(store: Store, claimed: Delivery) -> object:
    with store.read() as tx:
        found = tx.outbox.get(claimed.id)
    return found and found.lease_until


def test_renewing_puts_the_end_off_until_the_message_is_settled(services: TestServices, claimed: Delivery) -> None:
    leases = Leases(services)
    leases.take([claimed])
    services.clock.go_on(seconds=LEASE_S - 1)
    leases.renew()
    assert lease_until(services.store, claimed) == services.clock() + timedelta(seconds=LEASE_S)
    assert leases.holds(claimed.id)

    leases.settled(claimed.id)
    services.clock.go_on(seconds=1)
    leases.renew()
    assert lease_until(services.store, claimed) == NOW + timedelta(seconds=2 * LEASE_S - 1)
    assert not leases.holds(claimed.id)


def test_process_that_was_stopped_for_a_while_holds_nothing_any_more(services: TestServices, claimed: Delivery) -> None:
    leases = Leases(services)
    leases.take([claimed])
    services.clock.go_on(seconds=LEASE_S)
    assert not leases.holds(claimed.id)


def test_what_another_process_has_taken_over_is_not_renewed(services: TestServices, claimed: Delivery) -> None:
    leases = Leases(services)
    leases.take([claimed])
    now = services.clock.go_on(seconds=LEASE_S + 1)
    with services.store.begin() as tx:
        tx.outbox.release_expired(now)
        assert tx.outbox.claim(claimed.id, now, LEASE_S) is not None
    leases.renew()
    assert not leases.holds(claimed.id)


def test_thread_renews_by_itself(services: TestServices, claimed: Delivery) -> None:
    services.clock.go_on(seconds=1)
    with Leases(services, renew_s=0.01) as leases:
        leases.take([claimed])
        while lease_until(services.store, claimed) == claimed.lease_until:
            pass
        assert leases.holds(claimed.id)
