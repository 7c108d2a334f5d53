"""One read entry into the store: who is told how, and what is kept when nobody is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import timedelta
from typing import Any

import pytest

from monitor.alerts.routing import Audience
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest
from monitor.model import (
    AlertKind,
    ChangeKind,
    Entry,
    EntryId,
    Feed,
    FeedId,
    Level,
    Mode,
    NewIncident,
    RuleId,
    SameIncident,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
    Unfounded,
)
from monitor.storage import Store
from tests.builders import an_entry
from tests.pipeline.readings import TUESDAY, where

ENERGY, ANY = RuleId("energy-and-refineries"), RuleId("any-attack")


def news(entry_id: str, title: str, summary: str, minutes: int = 0, **given: Any) -> Entry:
    return an_entry(
        id=EntryId(entry_id),
        guid=entry_id,
        feed=FeedId(f"feed-{entry_id}"),
        publisher=f"Publisher {entry_id}",
        title=title,
        summary=summary,
        published=TUESDAY + timedelta(minutes=minutes),
        **given,
    )


BRYANSK = news(
    "a",
    "Drone sets oil depot on fire in Bryansk",
    "A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, officials said.",
)
BRYANSK_AGAIN = news(
    "b",
    "Oil depot burns in Bryansk after drone attack",
    "An oil depot in Bryansk caught fire after a drone attack overnight; two people were wounded, the mayor said.",
    minutes=20,
)
BRYANSK_WORSE = news(
    "c",
    "Three killed in drone attack on Bryansk depot",
    "Three people were killed and nine wounded in the overnight drone attack on an oil depot in Bryansk, officials said.",
    minutes=40,
)
DNIPRO = news(
    "d",
    "Missile hits Dnipro",
    "A missile hit Dnipro on Tuesday, killing two people. On Friday, missiles struck Kramatorsk, killing one person.",
)
TOLL_ONLY = news("e", "Toll rises to 18", "The number of people killed in Kharkiv on Saturday has risen to 18.")


class Office:
    """A store with subscribers, into which entries are put one by one."""

    def __init__(self, store: Store, pipeline: Pipeline) -> None:
        self.store, self.pipeline = store, pipeline

    def subscribe(self, email: str, *rules: RuleId, confirmed: bool = True, **given: Any) -> SubscriberId:
        with self.store.begin() as tx:
            person = tx.subscribers.add(
                Subscriber(id=SubscriberId(0), email=email, confirmed_at=TUESDAY if confirmed else None)
            )
            wanted = Subscription(id=SubscriptionId(0), subscriber=person.id, rules=frozenset(rules), **given)
            tx.subscribers.subscribe(wanted, TUESDAY)
        return person.id

    def put(self, entry: Entry, *, silent: bool = False) -> tuple[Decision, ...]:
        reading = self.pipeline.reader.read(entry)
        with self.store.begin() as tx:
            tx.feeds.sync([Feed(id=entry.feed, url=f"stream:{entry.feed}", publisher=entry.publisher)], TUESDAY)
            tx.entries.add(entry)
            tx.incidents.lock(days_touched([reading], self.pipeline.policy))
            audience: Audience = tx.subscribers.confirmed()
            return ingest(tx, reading, self.pipeline, audience, entry.published, silent=silent)

    def told(self) -> Sequence[SubscriberId]:
        with self.store.read() as tx:
            return [delivery.subscriber for delivery in tx.outbox.list()]


@pytest.fixture
def office(pipeline: Pipeline) -> Iterator[Office]:
    with Store.open("sqlite://") as store:
        yield Office(store, pipeline)


def test_first_report_opens_an_incident_and_says_who_is_told(office: Office):
    anna = office.subscribe("anna@example.org", ENERGY)

    [decision] = office.put(BRYANSK)

    assert isinstance(decision.resolution, NewIncident)
    assert decision.change is not None
    assert decision.change.kind is ChangeKind.NEW
    assert decision.change.after.id != 0
    assert ENERGY in {match.rule for match in decision.matches}
    assert [alert.subscriber for alert in decision.alerts] == [anna]
    assert office.told() == [anna]


def test_second_report_of_the_same_corroborates_and_tells_nobody_twice(office: Office):
    office.subscribe("anna@example.org", ENERGY)
    [first] = office.put(BRYANSK)

    [decision] = office.put(BRYANSK_AGAIN)

    assert isinstance(decision.resolution, SameIncident)
    assert decision.change is not None
    assert first.change is not None
    assert decision.change.after.id == first.change.after.id
    assert len(decision.change.after.publishers) == 2
    assert decision.alerts == ()
    assert len(office.told()) == 1


def test_incident_keeps_the_reports_that_tell_of_it(office: Office):
    [first], [second] = office.put(BRYANSK), office.put(BRYANSK_AGAIN)

    assert first.change is not None
    with office.store.read() as tx:
        kept = tx.reports.of_incident(first.change.after.id)
    assert {report.entry for report in kept} == {BRYANSK.id, BRYANSK_AGAIN.id}
    assert {report.place for report in kept} == {first.report.place, second.report.place}


def test_toll_that_grows_is_told_as_new_to_whom_nothing_was_told(office: Office):
    office.put(BRYANSK)
    anna = office.subscribe("anna@example.org", ANY)

    [decision] = office.put(BRYANSK_WORSE)

    assert decision.change is not None
    assert "toll" in decision.change.facts
    assert decision.change.after.toll.killed is not None
    assert decision.change.after.toll.killed.high == 3
    assert [(alert.subscriber, alert.kind) for alert in decision.alerts] == [(anna, AlertKind.NEW)]


def test_only_those_are_told_who_asked_for_a_rule_that_holds(office: Office):
    anna = office.subscribe("anna@example.org", ENERGY)
    everything = office.subscribe("all@example.org", ANY)
    office.subscribe("elsewhere@example.org", RuleId("ukraine"))
    office.subscribe("loud@example.org", ANY, min_level=Level.CRITICAL)
    office.subscribe("unconfirmed@example.org", ANY, confirmed=False)
    office.subscribe("inactive@example.org", ANY, active=False)

    office.put(BRYANSK)

    assert sorted(office.told()) == sorted([anna, everything])


def test_daily_subscription_holds_the_alert_for_its_digest(office: Office):
    anna = office.subscribe("anna@example.org", ENERGY, mode=Mode.DAILY)

    [decision] = office.put(BRYANSK)

    assert office.told() == []
    assert [alert.mode for alert in decision.alerts] == [Mode.DAILY]
    with office.store.read() as tx:
        [held] = tx.alerts.held(anna, Mode.DAILY, TUESDAY + timedelta(days=1))
    assert decision.change is not None
    assert held.incident == decision.change.after.id


def test_silent_entry_is_known_and_told_to_nobody(office: Office):
    office.subscribe("anna@example.org", ENERGY)

    [decision] = office.put(BRYANSK, silent=True)

    assert decision.change is not None
    assert decision.alerts == ()
    assert office.told() == []


def test_recalled_attack_is_kept_quietly_and_comes_first(office: Office):
    office.subscribe("anna@example.org", ANY)

    recalled, main = office.put(DNIPRO)

    assert (where(recalled.report.place), where(main.report.place)) == ("UA-14 city", "UA-12 city")
    assert recalled.change is not None
    assert recalled.change.after.quiet
    assert recalled.alerts == ()
    assert len(main.alerts) == 1


def test_news_of_an_attack_known_from_background_is_told(office: Office):
    anna = office.subscribe("anna@example.org", ANY)
    recalled, _ = office.put(DNIPRO)
    before = len(office.told())

    kramatorsk = news(
        "k",
        "Missiles strike Kramatorsk",
        "Missiles struck Kramatorsk on Friday, killing one person and wounding four, officials said.",
        minutes=-60 * 24 * 4 + 60 * 9,
    )
    [decision] = office.put(kramatorsk)

    assert decision.change is not None
    assert recalled.change is not None
    assert decision.change.after.id == recalled.change.after.id
    assert not decision.change.after.quiet
    assert office.told()[before:] == [anna]


def test_report_that_may_not_open_an_incident_is_stored_without_one(office: Office):
    office.subscribe("anna@example.org", ANY)

    [decision] = office.put(TOLL_ONLY)

    assert isinstance(decision.resolution, Unfounded)
    assert decision.change is None
    assert office.told() == []
    with office.store.read() as tx:
        assert list(tx.incidents.list()) == []
        assert [incident for _, incident in tx.reports.of_entry(TOLL_ONLY.id)] == [None]


def test_days_to_lock_are_those_of_the_attack_in_its_country(pipeline: Pipeline):
    days = set(days_touched([pipeline.reader.read(BRYANSK)], pipeline.policy))

    assert {country for country, _ in days} == {"RU"}
    assert TUESDAY.date() in {day for _, day in days}
    assert set(days_touched([pipeline.reader.read(an_entry())], pipeline.policy)) == set()


def test_two_near_towns_that_one_entry_names_are_two_incidents(office: Office):
    office.put(news("x", "Drones hit Engels", "Drones hit an airfield in Engels overnight, the governor said."))

    decisions = office.put(
        news("y", "Drones attack Saratov and Engels", "Drones attacked Saratov and Engels overnight.", minutes=20)
    )

    found = {d.report.place.name: type(d.resolution) for d in decisions}
    assert found == {"Engels": SameIncident, "Saratov": NewIncident}
    assert len({d.change.after.id for d in decisions if d.change is not None}) == 2
