"""An operator decides: whom each decision reaches, what becomes of what waits, and that it can be taken back."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any

import pytest

from monitor.alerts import group, is_moot
from monitor.errors import ConfigError
from monitor.jobs import reviewing
from monitor.jobs.ingesting import Pipeline, queue_alerts
from monitor.jobs.reviewing import Decided, Desk, Facts
from monitor.model import (
    Alert,
    AlertKind,
    Count,
    EntryId,
    Incident,
    IncidentId,
    Mode,
    RuleId,
    SubscriberId,
    Subscription,
    SubscriptionId,
    Toll,
)
from monitor.storage import Store
from tests.storage.builders import KYIV, NOW, change, incident, report, subscriber, with_entry

LVIV = replace(KYIV, id=KYIV.id + 1, name="Lviv", iso_region="UA-46", lat=49.84, lon=24.03)


@dataclass
class Newsroom:
    """A store with readers of all attacks in Ukraine; incidents are put into it ready made."""

    store: Store
    pipeline: Pipeline

    def reader(self, name: str, mode: Mode = Mode.ALERT, **given: Any) -> SubscriberId:
        with self.store.begin() as tx:
            person = tx.subscribers.add(subscriber(f"{name}@example.org"))
            wanted = Subscription(id=SubscriptionId(0), subscriber=person.id, mode=mode, **given)
            tx.subscribers.subscribe(wanted, NOW)
        return person.id

    def incident(self, *entries: str, **facts: Any) -> Incident:
        with self.store.begin() as tx:
            with_entry(tx, *entries)
            stored = tx.incidents.save(change(None, incident(**facts)), NOW)
            for entry in entries:
                place, toll = facts.get("place", KYIV), facts.get("toll", Toll())
                tx.reports.add(report(entry, place=place, toll=toll), stored.id)
        return stored

    def decide(self, decision: str, *arguments: Any, reason: str = "", minutes: int = 60) -> Decided:
        with self.store.begin() as tx:
            desk = Desk(
                tx=tx,
                pipeline=self.pipeline,
                audience=tx.subscribers.confirmed(),
                now=NOW + timedelta(minutes=minutes),
                author="olena",
                reason=reason,
            )
            decided: Decided = getattr(reviewing, decision)(desk, *arguments)
            return decided

    def tell(self, person: SubscriberId, known: Incident) -> None:
        """As if a mail had told it."""
        with self.store.begin() as tx:
            alert = self.alert(person, known)
            [queued] = [tx.outbox.add(each) for each in group([alert], NOW)]
            assert queued is not None
            claimed = tx.outbox.claim(queued.id, NOW, 60)
            assert claimed is not None
            tx.outbox.mark_sent(queued.id, claimed.fence, "<sent@example.org>", NOW)
            tx.ledger.record(person, known.id, known.version, queued.id, NOW)

    def wait(self, person: SubscriberId, known: Incident, mode: Mode = Mode.ALERT) -> None:
        """As if an alert about it was waiting to be told."""
        with self.store.begin() as tx:
            queue_alerts(tx, [replace(self.alert(person, known), mode=mode)], NOW)

    @staticmethod
    def alert(person: SubscriberId, known: Incident) -> Alert:
        return Alert(
            kind=AlertKind.NEW,
            subscriber=person,
            incident=known.id,
            version=known.version,
            entry="e1",
            matches=(),
            reason="first report",
            due_at=NOW,
            mode=Mode.ALERT,
        )

    def waiting(self, person: SubscriberId) -> list[tuple[IncidentId, AlertKind]]:
        """What the outbox would still tell this reader, moot items left out."""
        with self.store.read() as tx:
            return [
                (item.incident, item.kind)
                for delivery in tx.outbox.due(NOW + timedelta(days=9), 100)
                if delivery.subscriber == person
                for item in delivery.items
                if not is_moot(
                    item, tx.incidents.get(item.incident), tx.ledger.told(person, [item.incident]).get(item.incident)
                )
            ]

    def now(self, number: IncidentId) -> Incident:
        with self.store.read() as tx:
            return tx.incidents.get(number)


@pytest.fixture
def room(store: Store, pipeline: Pipeline) -> Newsroom:
    return Newsroom(store, pipeline)


def kinds(decided: Decided) -> dict[SubscriberId, list[AlertKind]]:
    found: dict[SubscriberId, list[AlertKind]] = {}
    for alert in decided.alerts:
        found.setdefault(alert.subscriber, []).append(alert.kind)
    return found


def test_withdrawal_reaches_who_was_told_and_silences_what_waits(room: Newsroom):
    told, waits, other = room.reader("told"), room.reader("waits"), room.reader("other")
    known = room.incident("e1")
    room.tell(told, known)
    room.wait(waits, known)

    decided = room.decide("withdraw", known.id, reason="it was a drill")

    assert kinds(decided) == {told: [AlertKind.WITHDRAWAL]}
    assert decided.alerts[0].reason == "it was a drill"
    assert room.waiting(told) == [(known.id, AlertKind.WITHDRAWAL)]
    assert room.waiting(waits) == room.waiting(other) == []
    with room.store.read() as tx:
        last = tx.incidents.history(known.id)[-1]
    assert (last.author, last.reason, last.entry) == ("olena", "it was a drill", None)


def test_withdrawal_is_taken_back(room: Newsroom):
    told = room.reader("told")
    known = room.incident("e1")
    room.tell(told, known)
    room.decide("withdraw", known.id)

    decided = room.decide("undo", known.id)

    assert kinds(decided) == {told: [AlertKind.CORRECTION]}
    assert not room.now(known.id).withdrawn
    again = room.decide("undo", known.id)
    assert again.incidents[0].withdrawn


def test_corrected_place_reaches_who_was_told_and_who_is_concerned_now(room: Newsroom):
    kyiv = room.reader("kyiv", regions=frozenset({"UA-30"}))
    waits = room.reader("waits", regions=frozenset({"UA-30"}))
    lviv = room.reader("lviv", regions=frozenset({"UA-46"}))
    daily = room.reader("daily", Mode.DAILY, regions=frozenset({"UA-30"}))
    known = room.incident("e1")
    room.tell(kyiv, known)
    room.wait(waits, known)
    room.wait(daily, known, Mode.DAILY)

    decided = room.decide("correct", known.id, Facts(place=LVIV))

    assert kinds(decided) == {kyiv: [AlertKind.CORRECTION], lviv: [AlertKind.NEW]}
    assert decided.alerts[0].due_at == NOW + timedelta(minutes=60), "at once"
    assert room.waiting(waits) == [], "it does not concern them any more"
    with room.store.read() as tx:
        assert tx.alerts.held(daily, Mode.DAILY, NOW + timedelta(days=9)) == []
    back = room.decide("undo", known.id, minutes=90)
    assert back.incidents[0].place == KYIV


@pytest.mark.parametrize(
    ("facts", "changed"),
    [
        (Facts(day=date(2025, 3, 1)), "window"),
        (Facts(killed=Count(low=0, high=0)), "toll"),
        (Facts(place=LVIV), "place"),
    ],
)
def test_each_corrected_fact_is_told_as_a_correction(room: Newsroom, facts: Facts, changed: str):
    told = room.reader("told")
    known = room.incident("e1", toll=Toll(killed=Count(low=3, high=5)))
    room.tell(told, known)

    [alert] = room.decide("correct", known.id, facts).alerts

    assert (alert.kind, alert.facts) == (AlertKind.CORRECTION, {changed})


def test_merge_tells_who_knew_only_the_one_that_goes(room: Newsroom):
    both, only, only_other, waits, nobody = (room.reader(name) for name in ("a", "b", "c", "d", "e"))
    gone, stays = room.incident("e1"), room.incident("e2")
    room.tell(both, gone)
    room.tell(both, stays)
    room.tell(only, gone)
    room.tell(only_other, stays)
    room.wait(waits, gone)

    decided = room.decide("merge", gone.id, stays.id)

    assert kinds(decided) == {both: [AlertKind.WITHDRAWAL], only: [AlertKind.WITHDRAWAL, AlertKind.UPDATE]}
    assert sorted(room.waiting(only)) == [(gone.id, AlertKind.WITHDRAWAL), (stays.id, AlertKind.UPDATE)]
    assert room.waiting(waits) == [(stays.id, AlertKind.NEW)], "told of the one that stays instead"
    assert room.waiting(only_other) == room.waiting(nobody) == []
    with room.store.read() as tx:
        assert [each.entry for each in tx.reports.of_incident(stays.id)] == ["e1", "e2"]
        assert len([each for each in tx.outbox.list() if each.subscriber == only]) == 2, "one mail for both"
    assert room.now(gone.id).merged_into == stays.id
    assert room.now(stays.id).reports == 2


def test_digest_that_waits_for_the_one_that_goes_tells_the_one_that_stays(room: Newsroom):
    daily = room.reader("daily", Mode.DAILY)
    gone, stays = room.incident("e1"), room.incident("e2")
    room.wait(daily, gone, Mode.DAILY)

    room.decide("merge", gone.id, stays.id)

    with room.store.read() as tx:
        held = {alert.incident for alert in tx.alerts.held(daily, Mode.DAILY, NOW + timedelta(days=9))}
    assert stays.id in held


def test_merge_is_taken_back_with_all_that_it_had_taken_in(room: Newsroom):
    first, second, third = room.incident("e1"), room.incident("e2"), room.incident("e3")
    room.decide("merge", first.id, second.id)
    room.decide("merge", second.id, third.id)

    room.decide("undo", second.id)

    with room.store.read() as tx:
        assert [each.entry for each in tx.reports.of_incident(second.id)] == ["e1", "e2"]
        assert [each.entry for each in tx.reports.of_incident(third.id)] == ["e3"]
    room.decide("undo", first.id)
    with room.store.read() as tx:
        assert [each.entry for each in tx.reports.of_incident(first.id)] == ["e1"]
        assert [each.entry for each in tx.reports.of_incident(second.id)] == ["e2"]
    assert [room.now(each.id).withdrawn for each in (first, second, third)] == [False] * 3


def test_split_makes_an_incident_of_its_own_and_a_merge_takes_it_back(room: Newsroom):
    told = room.reader("told")
    known = room.incident("e1", "e2", toll=Toll(killed=Count(low=2, high=2)))
    room.tell(told, known)

    decided = room.decide("split", known.id, {EntryId("e2")})

    old, fresh = decided.incidents
    assert (old.id, old.reports, fresh.reports) == (known.id, 1, 1)
    assert kinds(decided) == {told: [AlertKind.NEW]}
    with room.store.read() as tx:
        assert [each.entry for each in tx.reports.of_incident(fresh.id)] == ["e2"]
    room.decide("merge", fresh.id, old.id)
    with room.store.read() as tx:
        assert [each.entry for each in tx.reports.of_incident(known.id)] == ["e1", "e2"]


def mistakes(room: Newsroom) -> dict[str, tuple[str, tuple[Any, ...]]]:
    known, gone = room.incident("e1", "e2"), room.incident("e3")
    room.decide("withdraw", gone.id)
    return {
        "is withdrawn": ("withdraw", (gone.id,)),
        "what is known already": ("correct", (known.id, Facts())),
        "cannot be merged with itself": ("merge", (known.id, known.id)),
        "does not tell of incident": ("split", (known.id, {EntryId("e9")})),
        "leave it some": ("split", (known.id, {EntryId("e1"), EntryId("e2")})),
        "no decision to take back": ("undo", (known.id,)),
    }


def test_what_cannot_be_decided_is_refused_with_the_reason(room: Newsroom):
    for message, (decision, arguments) in mistakes(room).items():
        with pytest.raises(ConfigError, match=message):
            room.decide(decision, *arguments)


def test_rule_is_named_so_that_the_message_says_why(room: Newsroom):
    told = room.reader("told")
    known = room.incident("e1")
    room.tell(told, known)
    [alert] = room.decide("correct", known.id, Facts(place=LVIV)).alerts
    assert RuleId("any-attack") in {match.rule for match in alert.matches}
