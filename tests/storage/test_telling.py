"""Subscribers, the outbox, alerts held for digests, and the ledger of what was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import NotFoundError, StorageError
from monitor.model import (
    Delivery,
    DeliveryId,
    DeliveryState,
    IncidentId,
    Level,
    Mode,
    RuleId,
    SubscriberId,
    Subscription,
    SubscriptionId,
    Told,
)
from monitor.storage import Store, Transaction
from tests.storage.builders import NOW, alert, delivery, incident, item, subscriber, with_subscriber_and_incident

LEASE_S = 60.0


def minutes(n: float) -> timedelta:
    return timedelta(minutes=n)


def queue(
    tx: Transaction, key: str = "k1", due: timedelta = timedelta(0), state: DeliveryState | None = None
) -> Delivery:
    """Queue a delivery about incident 1 to subscriber 1, and bring it to a state."""
    queued = tx.outbox.add(delivery(key, 1, item(1), due_in=due))
    assert queued is not None
    if state in (None, DeliveryState.PENDING):
        return queued
    claimed = tx.outbox.claim(queued.id, NOW, LEASE_S)
    assert claimed is not None
    if state is DeliveryState.SENT:
        assert tx.outbox.mark_sent(claimed.id, claimed.fence, f"<{key}@example.org>", NOW)
    elif state is not DeliveryState.SENDING:
        assert tx.outbox.fail(claimed.id, claimed.fence, "550 no such user", state)  # type: ignore[arg-type]
    return claimed


@pytest.fixture
def told_store(store: Store) -> Store:
    """A store with subscriber 1 and incident 1."""
    assert with_subscriber_and_incident(store) == (1, 1)
    return store


def test_subscribers_are_found_by_address_whatever_its_case(store: Store) -> None:
    with store.begin() as tx:
        ada = tx.subscribers.add(subscriber("Ada@Example.org", lang="uk", tz="Europe/Kyiv"))
        assert ada == subscriber("Ada@Example.org", lang="uk", tz="Europe/Kyiv", id=ada.id)
        assert tx.subscribers.by_email("ada@example.ORG") == ada
        assert tx.subscribers.by_email("bob@example.org") is None
        assert tx.subscribers.get(ada.id) == ada


def test_adding_an_address_twice_keeps_the_first(store: Store) -> None:
    with store.begin() as tx:
        first = tx.subscribers.add(subscriber("ada@example.org", lang="uk"))
        assert tx.subscribers.add(subscriber("ADA@example.org", lang="ru", confirmed_at=None)) == first
        assert tx.subscribers.list() == [first]


def test_settings_of_a_subscriber_change(store: Store) -> None:
    with store.begin() as tx:
        ada = tx.subscribers.add(subscriber(confirmed_at=None))
        tx.subscribers.update(replace(ada, confirmed_at=NOW, paused=True))
        assert tx.subscribers.get(ada.id) == replace(ada, confirmed_at=NOW, paused=True)
        with pytest.raises(NotFoundError, match="no subscriber 99"):
            tx.subscribers.update(replace(ada, id=SubscriberId(99)))


def test_only_confirmed_subscribers_that_are_not_paused_may_be_mailed(store: Store) -> None:
    with store.begin() as tx:
        ada = tx.subscribers.add(subscriber("ada@example.org"))
        tx.subscribers.add(subscriber("unconfirmed@example.org", confirmed_at=None))
        tx.subscribers.add(subscriber("paused@example.org", paused=True))
        wanted = Subscription(
            id=SubscriptionId(0), subscriber=ada.id, rules=frozenset({RuleId("a"), RuleId("b")}), min_level=Level.HIGH
        )
        first = tx.subscribers.subscribe(wanted, NOW)
        second = tx.subscribers.subscribe(replace(wanted, mode=Mode.DAILY), NOW)
        ended = tx.subscribers.subscribe(replace(second, active=False), NOW)
        assert first == replace(wanted, id=first.id)
        assert tx.subscribers.confirmed() == [(ada, [first])]
        assert tx.subscribers.subscriptions(ada.id) == [first, ended]


def test_a_subscription_that_is_not_there_cannot_change(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no subscription 5"), store.begin() as tx:
        tx.subscribers.subscribe(Subscription(id=SubscriptionId(5), subscriber=SubscriberId(1)), NOW)


def test_digest_windows_move_on_and_never_back(told_store: Store) -> None:
    with told_store.begin() as tx:
        daily = tx.subscribers.subscribe(
            Subscription(id=SubscriptionId(0), subscriber=SubscriberId(1), mode=Mode.DAILY), NOW
        )
        assert tx.subscribers.digested_until(daily.id) == NOW
        assert tx.subscribers.mark_digested(daily.id, NOW + minutes(60))
        assert not tx.subscribers.mark_digested(daily.id, NOW + minutes(60))
        assert not tx.subscribers.mark_digested(daily.id, NOW)
        assert tx.subscribers.digested_until(daily.id) == NOW + minutes(60)
        with pytest.raises(NotFoundError, match="no subscription 9"):
            tx.subscribers.digested_until(SubscriptionId(9))


def test_a_delivery_comes_back_with_an_id(told_store: Store) -> None:
    wanted = delivery("k1", 1, item(1, version=3))
    with told_store.begin() as tx:
        queued = tx.outbox.add(wanted)
        assert queued == replace(wanted, id=DeliveryId(1))
        assert tx.outbox.get(DeliveryId(1)) == queued
        assert tx.outbox.get(DeliveryId(2)) is None


def test_the_same_key_is_queued_once_even_when_it_was_sent(told_store: Store) -> None:
    with told_store.begin() as tx:
        queue(tx, "k1", state=DeliveryState.SENT)
        assert tx.outbox.add(delivery("k1", 1, item(1))) is None
        assert len(tx.outbox.list()) == 1


def test_due_gives_what_waits_longest_first(told_store: Store) -> None:
    with told_store.begin() as tx:
        other = tx.subscribers.add(subscriber("other@example.org"))
        queue(tx, "later", minutes(1))
        queue(tx, "also", minutes(-2))
        queue(tx, "long due", minutes(-5))
        queue(tx, "sent", minutes(-9), DeliveryState.SENT)
        tx.outbox.add(delivery("now", other.id, item(1)))
        assert [due.key for due in tx.outbox.due(NOW, 10)] == ["long due", "now"]
        assert [due.key for due in tx.outbox.due(NOW, 1)] == ["long due"]
        assert tx.outbox.oldest_pending(NOW) == minutes(5)
        assert tx.outbox.oldest_pending(NOW - minutes(6)) is None


def test_a_claim_leases_the_delivery_and_raises_the_fence(told_store: Store) -> None:
    with told_store.begin() as tx:
        queued = queue(tx)
        claimed = tx.outbox.claim(queued.id, NOW, LEASE_S)
        assert claimed == replace(
            queued, state=DeliveryState.SENDING, fence=1, attempts=1, lease_until=NOW + timedelta(seconds=LEASE_S)
        )
        assert tx.outbox.claim(queued.id, NOW, LEASE_S) is None


def test_of_one_subscriber_only_one_delivery_is_in_hand(told_store: Store) -> None:
    with told_store.begin() as tx:
        first, second = queue(tx, "first"), queue(tx, "second")
        claimed = tx.outbox.claim(first.id, NOW, LEASE_S)
        assert claimed is not None
        assert tx.outbox.claim(second.id, NOW, LEASE_S) is None
        tx.outbox.mark_sent(first.id, claimed.fence, "<first@example.org>", NOW)
        assert tx.outbox.claim(second.id, NOW, LEASE_S) is not None


def test_a_renewed_lease_ends_later(told_store: Store) -> None:
    with told_store.begin() as tx:
        claimed = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.renew(claimed.id, claimed.fence, NOW + minutes(0.5), LEASE_S)
        assert tx.outbox.release_expired(NOW + minutes(1.2)) == 0
        assert tx.outbox.release_expired(NOW + minutes(2)) == 1
        assert not tx.outbox.renew(claimed.id, claimed.fence, NOW + minutes(2), LEASE_S)


def test_a_delivery_cannot_be_claimed_before_it_is_due(told_store: Store) -> None:
    with told_store.begin() as tx:
        queued = queue(tx, due=minutes(1))
        assert tx.outbox.claim(queued.id, NOW, LEASE_S) is None
        assert tx.outbox.claim(queued.id, NOW + minutes(1), LEASE_S) is not None


def test_a_sent_delivery_is_marked_once(told_store: Store) -> None:
    with told_store.begin() as tx:
        claimed = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.mark_sent(claimed.id, claimed.fence, "<m@example.org>", NOW)
        assert not tx.outbox.mark_sent(claimed.id, claimed.fence, "<m@example.org>", NOW)
        sent = tx.outbox.get(claimed.id)
        assert sent == replace(
            claimed, state=DeliveryState.SENT, lease_until=None, sent_at=NOW, message_id="<m@example.org>"
        )


def test_a_retry_waits_and_keeps_its_error(told_store: Store) -> None:
    with told_store.begin() as tx:
        claimed = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.retry(claimed.id, claimed.fence, NOW + minutes(5), "451 try later")
        waiting = tx.outbox.get(claimed.id)
        assert waiting is not None
        assert (waiting.state, waiting.due_at, waiting.error) == (
            DeliveryState.PENDING,
            NOW + minutes(5),
            "451 try later",
        )
        again = tx.outbox.claim(claimed.id, NOW + minutes(5), LEASE_S)
        assert again is not None
        assert (again.fence, again.attempts) == (2, 2)


@pytest.mark.parametrize("state", [DeliveryState.FAILED, DeliveryState.BOUNCED])
def test_a_delivery_can_be_given_up(told_store: Store, state: DeliveryState) -> None:
    with told_store.begin() as tx:
        queue(tx, state=state)
        assert [(given_up.state, given_up.error) for given_up in tx.outbox.list(state)] == [(state, "550 no such user")]
        assert tx.outbox.due(NOW + minutes(60), 10) == []


def test_a_worker_that_outlived_its_lease_is_refused(told_store: Store) -> None:
    with told_store.begin() as tx:
        slow = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.release_expired(NOW + minutes(0.5)) == 0
        assert tx.outbox.release_expired(NOW + minutes(2)) == 1
        assert not tx.outbox.mark_sent(slow.id, slow.fence, "<slow@example.org>", NOW + minutes(2))
        fast = tx.outbox.claim(slow.id, NOW + minutes(2), LEASE_S)
        assert fast is not None
        assert not tx.outbox.mark_sent(slow.id, slow.fence, "<slow@example.org>", NOW + minutes(2))
        assert not tx.outbox.retry(slow.id, slow.fence, NOW, "late")
        assert not tx.outbox.fail(slow.id, slow.fence, "late")
        assert tx.outbox.mark_sent(fast.id, fast.fence, "<fast@example.org>", NOW + minutes(2))


def test_a_delivery_handed_back_was_not_tried(told_store: Store) -> None:
    with told_store.begin() as tx:
        claimed = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.hand_back(claimed.id, claimed.fence, NOW + minutes(5), "log-in refused")
        waiting = tx.outbox.get(claimed.id)
        assert waiting is not None
        assert (waiting.state, waiting.attempts, waiting.due_at) == (DeliveryState.PENDING, 0, NOW + minutes(5))


def test_a_delivery_that_was_given_up_can_be_revived(told_store: Store) -> None:
    with told_store.begin() as tx:
        failed, sent = queue(tx, "k1", state=DeliveryState.FAILED), queue(tx, "k2", state=DeliveryState.SENT)
        assert tx.outbox.revive(failed.id, NOW + minutes(9))
        assert not tx.outbox.revive(sent.id, NOW + minutes(9))
        assert [(due.key, due.attempts, due.error) for due in tx.outbox.due(NOW + minutes(9), 9)] == [("k1", 0, None)]


def test_later_news_joins_a_delivery_that_still_waits(told_store: Store) -> None:
    with told_store.begin() as tx:
        other = tx.incidents.add(incident())
        queued = queue(tx, due=minutes(3))
        assert tx.outbox.pending_for(SubscriberId(1), IncidentId(1)) == queued
        assert tx.outbox.pending_for(SubscriberId(1), other.id) is None
        items = (item(1, version=2), item(other.id))
        assert tx.outbox.replace_items(queued.id, items, NOW + minutes(1))
        folded = replace(queued, items=items, due_at=NOW + minutes(1))
        assert tx.outbox.pending_for(SubscriberId(1), other.id) == folded
        assert tx.outbox.replace_items(queued.id, (item(other.id),))
        assert tx.outbox.pending_for(SubscriberId(1), IncidentId(1)) is None


def test_later_news_does_not_join_a_delivery_that_is_begun(told_store: Store) -> None:
    with told_store.begin() as tx:
        begun = queue(tx, state=DeliveryState.SENDING)
        assert tx.outbox.pending_for(SubscriberId(1), IncidentId(1)) is None
        assert not tx.outbox.replace_items(begun.id, (item(1, version=2),))
        assert tx.outbox.get(begun.id) == begun


def test_counts_name_every_state(told_store: Store) -> None:
    with told_store.begin() as tx:
        for n, state in enumerate((DeliveryState.PENDING, DeliveryState.SENT, DeliveryState.SENT)):
            queue(tx, f"k{n}", state=state)
        assert tx.outbox.counts() == {
            DeliveryState.PENDING: 1,
            DeliveryState.SENDING: 0,
            DeliveryState.SENT: 2,
            DeliveryState.FAILED: 0,
            DeliveryState.BOUNCED: 0,
        }


def test_mails_of_a_rule_are_counted_by_their_time(told_store: Store) -> None:
    with told_store.begin() as tx:
        queue(tx, "sent", state=DeliveryState.SENT)
        queue(tx, "waiting")
        rule = RuleId("kyiv-drones")
        assert tx.outbox.sent_at(SubscriberId(1), rule, NOW) == [NOW]
        assert tx.outbox.sent_at(SubscriberId(1), rule, NOW + minutes(1)) == []
        assert tx.outbox.sent_at(SubscriberId(1), RuleId("another"), NOW) == []


def test_nobody_is_told_the_same_version_twice(told_store: Store) -> None:
    one, first = SubscriberId(1), IncidentId(1)
    with told_store.begin() as tx:
        sent = queue(tx, state=DeliveryState.SENT)
        assert tx.ledger.told(one, [first]) == {}
        assert tx.ledger.record(one, first, 1, sent.id, NOW)
        assert not tx.ledger.record(one, first, 1, sent.id, NOW + minutes(1))
        assert tx.ledger.record(one, first, 3, sent.id, NOW + minutes(2))
        assert tx.ledger.told(one, [first, IncidentId(2)]) == {first: 3}
        assert tx.ledger.knowing(first) == {one: Told(version=3, at=NOW + minutes(2))}


def test_somebody_whose_message_is_being_sent_knows(told_store: Store) -> None:
    with told_store.begin() as tx:
        queued = queue(tx, due=minutes(-2))
        assert tx.ledger.knowing(IncidentId(1)) == {}
        tx.outbox.claim(queued.id, NOW, LEASE_S)
        assert tx.ledger.knowing(IncidentId(1)) == {SubscriberId(1): Told(version=1, at=NOW - minutes(2))}


def test_a_ledger_line_needs_its_delivery(told_store: Store) -> None:
    with pytest.raises(StorageError), told_store.begin() as tx:
        tx.ledger.record(SubscriberId(1), IncidentId(1), 1, DeliveryId(99), NOW)
    with told_store.read() as tx:
        assert tx.ledger.told(SubscriberId(1), [IncidentId(1)]) == {}


def test_alerts_wait_for_their_digest(told_store: Store) -> None:
    one = SubscriberId(1)
    first, second = alert(1, 1), alert(1, 1, version=2)
    with told_store.begin() as tx:
        assert tx.alerts.hold(first)
        assert not tx.alerts.hold(first)
        assert tx.alerts.hold(replace(second, due_at=NOW + minutes(5)))
        assert tx.alerts.held(one, Mode.DAILY, NOW + minutes(1)) == [first]
        assert tx.alerts.held(one, Mode.DAILY, NOW) == []
        assert tx.alerts.held(one, Mode.HOURLY, NOW + minutes(1)) == []
        digest = queue(tx, "digest")
        assert tx.alerts.settle([first], digest.id) == 1
        assert tx.alerts.settle([first], digest.id) == 0
        assert tx.alerts.held(one, Mode.DAILY, NOW + minutes(9)) == [replace(second, due_at=NOW + minutes(5))]
        assert not tx.alerts.hold(first)


def test_pending_news_is_known_with_its_most_immediate_mode(told_store: Store) -> None:
    with told_store.begin() as tx:
        two = tx.subscribers.add(subscriber("two@example.org")).id
        assert tx.alerts.pending(IncidentId(1)) == {}
        tx.alerts.hold(alert(1, 1, Mode.WEEKLY))
        tx.alerts.hold(alert(two, 1, Mode.WEEKLY))
        tx.alerts.hold(alert(two, 1, Mode.HOURLY))
        queued = queue(tx)
        assert tx.alerts.pending(IncidentId(1)) == {SubscriberId(1): Mode.ALERT, two: Mode.HOURLY}
        tx.outbox.claim(queued.id, NOW, LEASE_S)
        assert tx.alerts.pending(IncidentId(1)) == {SubscriberId(1): Mode.WEEKLY, two: Mode.HOURLY}


def test_remembered_texts_are_replaced(store: Store) -> None:
    with store.begin() as tx:
        tx.meta.set("polling", "first", NOW)
        tx.meta.set("polling", "second", NOW)
        assert tx.meta.get("polling") == "second"
        assert tx.meta.get("digesting") is None
