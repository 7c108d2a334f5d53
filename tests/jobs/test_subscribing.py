"""Choices of subscribers: nothing that waits is lost when they change their mind, nothing comes that they have ended."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import NotFoundError
from monitor.jobs import subscribing
from monitor.model import Choice, Chosen, IncidentId, Mode, Subscriber, SubscriberId, Subscription, SubscriptionId
from monitor.storage import Store, Transaction
from tests.storage.builders import NOW, alert, change, incident, subscriber, with_entry

LATER = NOW + timedelta(days=2)


def person_with(tx: Transaction, *modes: Mode) -> tuple[Subscriber, list[Subscription]]:
    person = tx.subscribers.add(subscriber())
    wanted = [Subscription(id=SubscriptionId(0), subscriber=person.id, mode=mode) for mode in modes]
    return person, [subscribing.subscribe(tx, each, NOW) for each in wanted]


def held(tx: Transaction, person: Subscriber, mode: Mode) -> IncidentId:
    with_entry(tx)
    known = tx.incidents.save(change(None, incident()), NOW)
    tx.alerts.hold(replace(alert(person.id, known.id, mode), due_at=NOW))
    return known.id


def waiting(tx: Transaction, person: Subscriber) -> dict[Mode, int]:
    found = {mode: len(tx.alerts.held(person.id, mode, LATER)) for mode in Mode}
    return {mode: count for mode, count in found.items() if count}


def test_same_subscription_twice_is_one(store: Store) -> None:
    with store.begin() as tx:
        _, [first] = person_with(tx, Mode.DAILY)
        assert subscribing.subscribe(tx, replace(first, id=SubscriptionId(0)), LATER) == first


@pytest.mark.parametrize(
    ("mode", "then", "waits_for"),
    [
        (Mode.DAILY, Mode.WEEKLY, Mode.WEEKLY),
        (Mode.WEEKLY, Mode.ALERT, Mode.HOURLY),
        (Mode.DAILY, Mode.DAILY, Mode.DAILY),
    ],
)
def test_what_waits_moves_with_the_mode(store: Store, mode: Mode, then: Mode, waits_for: Mode) -> None:
    with store.begin() as tx:
        person, [only] = person_with(tx, mode)
        held(tx, person, mode)
        subscribing.change(tx, replace(only, mode=then), LATER)
        assert waiting(tx, person) == {waits_for: 1}


def test_digest_of_a_new_mode_begins_when_it_was_chosen(store: Store) -> None:
    with store.begin() as tx:
        _, [only] = person_with(tx, Mode.ALERT)
        subscribing.change(tx, replace(only, mode=Mode.DAILY), LATER)
        assert tx.subscribers.digested_until(only.id) == LATER


def test_ended_subscription_takes_along_what_waits_unless_it_is_shared(store: Store) -> None:
    with store.begin() as tx:
        person, [one, two, _] = person_with(tx, Mode.DAILY, Mode.HOURLY, Mode.ALERT)
        other = subscribing.subscribe(
            tx,
            Subscription(id=SubscriptionId(0), subscriber=person.id, mode=Mode.DAILY, regions=frozenset({"UA"})),
            NOW,
        )
        held(tx, person, Mode.DAILY)
        held(tx, person, Mode.HOURLY)
        subscribing.end(tx, person.id, one.id, LATER)
        subscribing.end(tx, person.id, two.id, LATER)
        assert waiting(tx, person) == {Mode.DAILY: 1}
        subscribing.end(tx, person.id, other.id, LATER)
        assert waiting(tx, person) == {}


def test_nobody_ends_the_subscription_of_somebody_else(store: Store) -> None:
    with store.begin() as tx:
        _, [only] = person_with(tx, Mode.DAILY)
        with pytest.raises(NotFoundError, match="no subscription"):
            subscribing.end(tx, SubscriberId(99), only.id, LATER)
        with pytest.raises(NotFoundError, match="no subscription"):
            subscribing.change(tx, replace(only, subscriber=SubscriberId(99)), LATER)


def test_pause_and_resumption(store: Store) -> None:
    with store.begin() as tx:
        person, [only] = person_with(tx, Mode.DAILY)
        resting = subscribing.pause(tx, person, LATER)
        assert (resting.paused, resting.rests_until(NOW), resting.rests_until(LATER)) == (False, LATER, None)
        assert [each.id for each, _ in tx.subscribers.confirmed()] == [person.id], "corrections wait for the end"
        stopped = subscribing.pause(tx, resting)
        assert tx.subscribers.confirmed() == []
        assert subscribing.resume(tx, stopped, LATER) == person
        assert tx.subscribers.digested_until(only.id) == LATER, "what happened in the pause is not told"


def test_choices_about_one_incident(store: Store) -> None:
    with store.begin() as tx:
        person, _ = person_with(tx, Mode.ALERT)
        number = held(tx, person, Mode.DAILY)
        subscribing.follow(tx, person.id, number)
        assert tx.choices.of_incident(number, NOW) == {person.id: Choice.FOLLOW}
        subscribing.snooze(tx, person.id, number, LATER)
        chosen = Chosen(subscriber=person.id, incident=number, choice=Choice.SNOOZE, until=LATER)
        assert subscribing.preferences(tx, person.id, NOW).chosen == (chosen,)
        assert tx.choices.of_incident(number, LATER) == {}
        assert tx.choices.forget(person.id, number)
        assert not tx.choices.forget(person.id, number)
        with pytest.raises(NotFoundError):
            subscribing.follow(tx, person.id, IncidentId(99))
