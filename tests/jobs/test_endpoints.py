"""Programs and chat rooms are told like everybody: by the same outbox, each thing once."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from monitor.config import Settings
from monitor.errors import DeliveryError
from monitor.jobs.claiming import Result
from monitor.jobs.delivering import deliver_due
from monitor.model import Delivery, DeliveryState, Endpoint, EndpointKind
from monitor.storage import Store
from tests.assembled import FakeClock, TestServices
from tests.storage.builders import NOW, change, delivery, incident, item, report, subscriber, with_entry


@pytest.fixture
def services(store: Store, tmp_path: Path) -> TestServices:
    settings = Settings(
        mailbox_dir=tmp_path / "mailbox", mail_from="m@alerts.example.org", operator_email="desk@example.org"
    )
    return TestServices(store=store, settings=settings, clock=FakeClock(NOW))


def queue(services: TestServices, name: str = "newsroom") -> Delivery:
    """Queue one alert to an endpoint, or to a person."""
    with services.store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(change(None, incident()), NOW)
        tx.reports.add(report(), known.id)
        person = tx.subscribers.add(subscriber(name))
        if "@" not in name and tx.endpoints.of(person.id) is None:
            tx.endpoints.add(
                Endpoint(
                    subscriber=person.id,
                    kind=EndpointKind.WEBHOOK,
                    url="https://newsroom.example.org/hook",
                    secrets=("whsec_AAAA",),
                    created_at=NOW,
                )
            )
        queued = tx.outbox.add(delivery(f"{name}-{known.id}", person.id, item(known.id)))
        assert queued is not None
    return queued


def state_of(services: TestServices, queued: Delivery) -> Delivery:
    with services.store.read() as tx:
        found = tx.outbox.get(queued.id)
    assert found is not None
    return found


def results(services: TestServices) -> list[Result]:
    return [each.result for each in deliver_due(services, services.clock())]


def test_endpoint_is_told_the_facts_and_gets_no_mail(services: TestServices) -> None:
    queued = queue(services)
    assert results(services) == [Result.SENT]
    assert services.channel.sent == []

    [(_, event)] = services.endpoints.told
    told = json.loads(event.body)
    assert (told["specversion"], told["type"], told["id"]) == ("1.0", "org.attackmonitor.alert.v1", event.id)
    [attack] = told["data"]["incidents"]
    assert attack["id"] == queued.items[0].incident
    assert (attack["kind"], attack["types"], attack["place"]["region"]) == ("new", ["drone"], "UA-30")
    assert attack["reports"][0]["quote"] == "Drone hits a depot"
    assert "Kyiv" in told["data"]["title"]
    assert state_of(services, queued).message_id == event.id
    with services.store.read() as tx:
        assert tx.ledger.told(queued.subscriber, [queued.items[0].incident]) == {queued.items[0].incident: 1}


def test_endpoint_that_fails_is_tried_again_with_the_same_id_and_delays_nobody(services: TestServices) -> None:
    failing, other = queue(services), queue(services, "ada@example.org")
    services.endpoints.fail_next.append(DeliveryError("the webhook answered 503"))
    assert results(services) == [Result.RETRY, Result.SENT]
    assert state_of(services, failing).due_at == NOW + timedelta(minutes=5)
    assert state_of(services, other).state is DeliveryState.SENT

    services.clock.go_on(minutes=5)
    assert results(services) == [Result.SENT]


def test_endpoint_is_told_although_the_mail_server_takes_nothing(services: TestServices) -> None:
    queue(services, "ada@example.org")
    services.channel.refuse(channel_down=True)
    assert results(services) == [Result.HELD]

    queue(services)
    assert results(services) == [Result.SENT]
    services.clock.go_on(minutes=15)
    assert results(services) == [Result.SENT]
    assert len(services.channel.sent) == 1


def test_endpoint_that_is_gone_is_paused_and_the_operator_told(services: TestServices) -> None:
    queued = queue(services)
    services.endpoints.fail_next.append(DeliveryError("410", permanent=True, recipient_refused=True))
    assert results(services) == [Result.FAILED]
    with services.store.read() as tx:
        assert tx.subscribers.get(queued.subscriber).paused
        assert tx.suppressions.list() == []
    assert services.operator_channel.subjects == [
        "Attack monitor: Endpoint newsroom wants no more calls and was paused"
    ]


def test_replay_sends_what_was_taken_once_more_with_the_same_ids(services: TestServices) -> None:
    first, second = queue(services), queue(services)
    results(services)
    services.clock.go_on(hours=1)
    with services.store.begin() as tx:
        sent = tx.outbox.sent_to(first.subscriber, NOW)
        assert [each.id for each in sent] == [first.id, second.id]
        assert all(tx.outbox.replay(each, services.clock()) for each in sent)
        assert not tx.outbox.replay(first, services.clock())

    assert results(services) == [Result.SENT, Result.SENT]
    ids = [event.id for _, event in services.endpoints.told]
    assert ids[:2] == ids[2:]
    assert state_of(services, first).state is DeliveryState.SENT


def test_secrets_are_not_shown() -> None:
    endpoint = Endpoint(
        subscriber=subscriber().id, kind=EndpointKind.CHAT, url="tgram://TOKEN/1", secrets=("whsec_x",), created_at=NOW
    )
    assert "TOKEN" not in repr(endpoint)
    assert "whsec" not in repr(replace(endpoint, kind=EndpointKind.WEBHOOK))
