"""Polling feeds with the real pipeline, on both databases: what is stored and queued, once, whatever goes wrong."""

from __future__ import annotations

import logging
from collections.abc import Sequence, Set
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from html import escape
from types import SimpleNamespace
from typing import Any

import pytest

from monitor.config import Settings
from monitor.errors import FetchError, NotFoundError
from monitor.feeds.answers import Answer, Gone, ParsedFeed, Response
from monitor.feeds.parse import Parser
from monitor.jobs.ingesting import Pipeline
from monitor.jobs.polling import poll_due
from monitor.jobs.recording import PollReport
from monitor.model import (
    Delivery,
    Entry,
    Feed,
    FeedId,
    FeedState,
    FeedStatus,
    Incident,
    Mode,
    PollOutcome,
    RuleId,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.reading.reader import Reader, Reading
from monitor.storage import Store
from monitor.storage.queries.feeds import Feeds
from tests.assembled import FakeClock, TestServices
from tests.fakes import FakeFetcher

NOW = datetime(2024, 5, 14, 6, 0, tzinfo=UTC)
"""A Tuesday, nine in the morning in Kyiv."""

WIRE = Feed(id=FeedId("wire"), url="https://wire.example/rss", publisher="Example Wire", lang="en")
HERALD = Feed(id=FeedId("herald"), url="https://herald.example/rss", publisher="The Herald", lang="ru")
RULE = RuleId("energy-and-refineries")


@dataclass(frozen=True)
class Item:
    """One item of a feed."""

    guid: str
    title: str
    text: str
    published: datetime = NOW - timedelta(minutes=30)


BRYANSK = Item(
    "w1",
    "Drone sets oil depot on fire in Bryansk",
    "A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, the governor said.",
)
BRYANSK_RU = Item(
    "h1",
    "Беспилотник атаковал нефтебазу в Брянске",
    "В ночь на 14 мая беспилотник атаковал нефтебазу в Брянске. Пострадали два человека, сообщил губернатор.",
)
TUAPSE = Item(
    "w2",
    "Drones hit refinery in Tuapse",
    "Drones hit an oil refinery in the port of Tuapse early on Tuesday, the regional governor said.",
)
WEATHER = Item("w3", "Rain in Kyiv", "It will rain in Kyiv on Tuesday.")
OLD = Item(
    "w0",
    "Drone hits oil depot in Oryol",
    "A drone hit an oil depot in Oryol on Friday, wounding two people, the governor said.",
    NOW - timedelta(days=4),
)


def rss(*items: Item) -> bytes:
    rows = "".join(
        f"<item><title>{escape(i.title)}</title><guid isPermaLink='false'>{i.guid}</guid>"
        f"<link>https://news.example/{i.guid}</link><pubDate>{format_datetime(i.published)}</pubDate>"
        f"<description>{escape(i.text)}</description></item>"
        for i in items
    )
    return f"<rss version='2.0'><channel><title>News</title>{rows}</channel></rss>".encode()


class Desk:
    """The service with two feeds and a subscriber to one rule, on a store that the test gives."""

    def __init__(self, store: Store, pipeline: Pipeline, fetcher: FakeFetcher | None = None) -> None:
        self.clock = FakeClock(NOW)
        self.fetcher = fetcher or FakeFetcher({WIRE.url: rss(), HERALD.url: rss()})
        self.services: Any = TestServices(
            store=store,
            settings=Settings(poll_floor_s=60, poll_interval_s=600, fetch_connections=2, fetch_spacing_s=0),
            clock=self.clock,
            fetcher=self.fetcher,
        )
        self.use(pipeline)
        with store.begin() as tx:
            tx.feeds.sync([WIRE, HERALD], NOW)
            person = tx.subscribers.add(Subscriber(id=SubscriberId(0), email="anna@example.org", confirmed_at=NOW))
            wanted = Subscription(id=SubscriptionId(0), subscriber=person.id, mode=Mode.ALERT, rules=frozenset({RULE}))
            tx.subscribers.subscribe(wanted, NOW)

    def use(self, pipeline: Pipeline) -> None:
        self.services.rules = SimpleNamespace(in_force=SimpleNamespace(pipeline=pipeline))

    def serve(self, feed: Feed, *items: Item) -> None:
        self.fetcher.answers[feed.url] = rss(*items)

    def poll(self, *items: Item, **later: float) -> PollReport:
        """Let time pass, put *items* in the first feed and poll it."""
        self.clock.go_on(**later)
        if items:
            self.serve(WIRE, *items)
        [report] = poll_due(self.services, self.clock(), only=WIRE.id)
        return report

    def sweep(self, **later: float) -> dict[str, PollReport]:
        """Let time pass and poll everything."""
        self.clock.go_on(**later)
        return {report.feed.id: report for report in poll_due(self.services, self.clock(), everything=True)}

    @property
    def incidents(self) -> Sequence[Incident]:
        with self.services.store.read() as tx:
            return tx.incidents.list()

    @property
    def outbox(self) -> list[Delivery]:
        with self.services.store.read() as tx:
            return tx.outbox.list()

    def entry(self, report: PollReport, number: int = 0) -> Entry:
        with self.services.store.read() as tx:
            return tx.entries.get(report.entries[number].entry.id)


@pytest.fixture
def desk(store: Store, pipeline: Pipeline) -> Desk:
    return Desk(store, pipeline)


def regions(incidents: Sequence[Incident]) -> list[str | None]:
    return sorted(incident.place.iso_region or "" for incident in incidents)


class StumblingReader:
    """Reads like the real one, except that it fails on some entries, by guid."""

    def __init__(self, reader: Reader, *poison: str) -> None:
        self.reader, self.poison, self.asked = reader, set(poison), list[str]()

    def read(self, entry: Entry) -> Reading:
        self.asked.append(entry.guid)
        if entry.guid in self.poison:
            raise RuntimeError(f"cannot read {entry.guid}")
        return self.reader.read(entry)


class SpoilingReader(StumblingReader):
    """Gives readings of some entries that cannot be stored."""

    def read(self, entry: Entry) -> Reading:
        reading = self.reader.read(entry)
        if entry.guid not in self.poison:
            return reading
        return replace(reading, reports=tuple(replace(report, types=None) for report in reading.reports))


def with_reader(pipeline: Pipeline, reader: StumblingReader) -> Pipeline:
    return replace(pipeline, reader=reader)  # type: ignore[arg-type]


# ---------------------------------------------------------------- new, known and revised entries


def test_attack_in_a_new_entry_becomes_an_incident_and_a_delivery(desk: Desk):
    report = desk.poll(BRYANSK, WEATHER)

    assert (report.poll.outcome, report.poll.entries, report.poll.new, report.poll.revised) == (PollOutcome.OK, 2, 2, 0)
    [incident] = desk.incidents
    assert incident.place.iso_region == "RU-BRY"
    assert incident.publishers == {"Example Wire"}
    [delivery] = desk.outbox
    assert [item.incident for item in delivery.items] == [incident.id]


def test_first_alert_waits_as_long_as_the_rule_says(desk: Desk, pipeline: Pipeline):
    desk.poll(BRYANSK)

    wait = timedelta(seconds=pipeline.alerting[RULE].wait_s)
    assert wait > timedelta(0)
    assert [delivery.due_at for delivery in desk.outbox] == [NOW + wait]


def test_same_document_again_is_not_read_again(desk: Desk, pipeline: Pipeline):
    desk.poll(BRYANSK)
    reader = StumblingReader(pipeline.reader)
    desk.use(with_reader(pipeline, reader))

    report = desk.poll(minutes=20)

    assert report.poll.outcome is PollOutcome.NOT_MODIFIED
    assert reader.asked == []
    assert len(desk.outbox) == 1


def test_known_entry_beside_a_new_one_is_not_read_again(desk: Desk, pipeline: Pipeline):
    desk.poll(BRYANSK)
    reader = StumblingReader(pipeline.reader)
    desk.use(with_reader(pipeline, reader))

    report = desk.poll(TUAPSE, BRYANSK, minutes=20)

    assert (report.poll.new, report.poll.revised) == (1, 0)
    assert reader.asked == ["w2"]
    assert regions(desk.incidents) == ["RU-BRY", "RU-KDA"]


class WatchingParser(Parser):
    """Notes what it had to read of each document: entries read, entries left out."""

    def __init__(self) -> None:
        self.asked: list[tuple[int, int]] = []

    def parse(self, answer: Response, known: Set[str] = frozenset()) -> ParsedFeed:
        parsed = super().parse(answer, known)
        self.asked.append((len(parsed.entries), len(parsed.dropped)))
        return parsed


def test_known_entries_are_not_even_parsed_again(desk: Desk):
    desk.services.parser = WatchingParser()
    desk.poll(BRYANSK, WEATHER)

    report = desk.poll(TUAPSE, BRYANSK, WEATHER, minutes=20)
    again = desk.poll(replace(WEATHER, title="Snow in Kyiv"), TUAPSE, minutes=20)

    assert desk.services.parser.asked == [(2, 0), (1, 2), (1, 1)]
    assert (report.poll.entries, report.poll.new, report.poll.revised, report.poll.gap) == (3, 1, 0, False)
    assert (again.poll.entries, again.poll.new, again.poll.revised, again.poll.gap) == (2, 0, 1, False)


def test_a_day_later_the_whole_document_is_read_to_see_which_entries_still_stand_in_it(desk: Desk):
    desk.services.parser = WatchingParser()
    first = desk.poll(WEATHER)
    for hours in (20, 5):
        desk.poll(replace(WEATHER, guid=f"later-{hours}"), WEATHER, hours=hours)

    assert desk.services.parser.asked == [(1, 0), (1, 1), (2, 0)]
    with desk.services.store.begin() as tx:
        assert tx.retention.forget_entries(NOW + timedelta(hours=24), 10) == 1
        assert tx.entries.get(first.entries[0].entry.id).guid == WEATHER.guid


def test_a_new_entry_with_the_guid_of_one_that_still_stands_in_the_feed_is_new(desk: Desk):
    desk.services.parser = WatchingParser()
    desk.poll(BRYANSK, WEATHER)

    report = desk.poll(Item(BRYANSK.guid, TUAPSE.title, TUAPSE.text), BRYANSK, WEATHER, minutes=20)

    assert desk.services.parser.asked == [(2, 0), (1, 2), (3, 0)]
    assert report.poll.new + report.poll.revised >= 1
    assert regions(desk.incidents) == ["RU-BRY", "RU-KDA"]


def test_an_entry_that_failed_is_parsed_again(desk: Desk, pipeline: Pipeline, caplog: pytest.LogCaptureFixture):
    caplog.set_level(logging.CRITICAL)
    desk.services.parser = WatchingParser()
    desk.use(with_reader(pipeline, StumblingReader(pipeline.reader, "w2")))
    desk.poll(TUAPSE, BRYANSK)
    desk.use(pipeline)
    desk.poll(minutes=20)

    assert desk.services.parser.asked == [(2, 0), (1, 1)]
    assert regions(desk.incidents) == ["RU-BRY", "RU-KDA"]


def test_a_guid_that_all_entries_share_is_never_left_to_one_of_them(desk: Desk):
    desk.services.parser = WatchingParser()
    same = [replace(item, guid="same") for item in (BRYANSK, TUAPSE)]
    desk.fetcher.answers[WIRE.url] = rss(*same).replace(b"https://news.example/same", b"https://news.example/")
    desk.poll()
    desk.fetcher.answers[WIRE.url] = rss(replace(WEATHER, guid="same"), *same).replace(
        b"news.example/same", b"news.example/"
    )
    report = desk.poll(minutes=20)

    assert desk.services.parser.asked[-1][0] == 3
    assert (report.poll.new, report.poll.revised) == (1, 0)


def test_entries_are_read_in_the_order_of_publication(desk: Desk, pipeline: Pipeline):
    reader = StumblingReader(pipeline.reader)
    desk.use(with_reader(pipeline, reader))
    last = replace(WEATHER, guid="a-guid-that-sorts-first", published=NOW - timedelta(minutes=5))

    desk.poll(last, BRYANSK, OLD)

    assert reader.asked == ["w0", "w1", "a-guid-that-sorts-first"]


def test_revised_entry_updates_its_own_incident(desk: Desk):
    desk.poll(BRYANSK)

    report = desk.poll(replace(BRYANSK, text=BRYANSK.text.replace("wounding two", "wounding five")), minutes=20)

    assert (report.poll.new, report.poll.revised) == (0, 1)
    assert desk.entry(report).revision == 2
    [incident] = desk.incidents
    assert incident.toll.injured is not None
    assert incident.toll.injured.high == 5
    assert len(desk.outbox) == 1  # it tells the incident as it is when it is sent


def test_entry_without_news_is_stored_and_opens_nothing(desk: Desk):
    report = desk.poll(WEATHER)

    assert desk.entry(report).title == WEATHER.title
    assert (list(desk.incidents), desk.outbox) == ([], [])


def test_what_a_filter_stopped_is_kept_for_review(desk: Desk):
    drill = Item("w4", "Latvia holds drone drill", "Soldiers practised shooting down drones near Riga in an exercise.")

    report = desk.poll(drill)

    with desk.services.store.read() as tx:
        [stopped] = tx.set_aside.list()
    assert (stopped.entry, stopped.filter, stopped.sentence) == (report.entries[0].entry.id, "drill", drill.title)
    assert desk.outbox == []


# ---------------------------------------------------------------- the first fetch


def test_old_entries_of_a_first_fetch_are_known_and_alert_nobody(desk: Desk):
    desk.poll(OLD)

    assert regions(desk.incidents) == ["RU-ORL"]
    assert desk.outbox == []


def test_fresh_entries_of_a_first_fetch_alert(desk: Desk):
    desk.poll(OLD, BRYANSK)

    assert regions(desk.incidents) == ["RU-BRY", "RU-ORL"]
    [delivery] = desk.outbox
    assert len(delivery.items) == 1


# ---------------------------------------------------------------- several feeds


def test_story_of_two_feeds_is_one_incident_and_one_delivery(desk: Desk):
    desk.serve(WIRE, BRYANSK)
    desk.serve(HERALD, BRYANSK_RU)

    desk.sweep()

    [incident] = desk.incidents
    assert incident.publishers == {"Example Wire", "The Herald"}
    assert len(desk.outbox) == 1


def test_entry_that_another_process_stores_meanwhile_counts_once(desk: Desk, pipeline: Pipeline):
    desk.serve(WIRE, BRYANSK)

    class OvertakenReader:
        def read(self, entry: Entry) -> Reading:
            desk.use(pipeline)
            desk.sweep()  # the other process
            return pipeline.reader.read(entry)

    desk.use(replace(pipeline, reader=OvertakenReader()))  # type: ignore[arg-type]
    report = desk.poll()

    assert report.entries == ()
    [incident] = desk.incidents
    with desk.services.store.read() as tx:
        assert len(tx.reports.of_incident(incident.id)) == 1
    assert len(desk.outbox) == 1


def test_story_of_thirty_feeds_is_one_incident_and_one_delivery(desk: Desk):
    """E13: thirty outlets within five minutes, each in its own words or another's."""
    feeds = [replace(WIRE, id=FeedId(f"f{n}"), url=f"https://f{n}.example/rss", publisher=f"P{n}") for n in range(30)]
    with desk.services.store.begin() as tx:
        tx.feeds.sync(feeds, NOW)
    for n, feed in enumerate(feeds):
        text = (
            BRYANSK.text
            if n % 3
            else f"Oil depot burns in the city of Bryansk after an overnight drone attack, paper {n} writes."
        )
        desk.serve(feed, replace(BRYANSK, guid=f"g{n}", text=text, published=NOW - timedelta(seconds=10 * n)))
    desk.sweep()
    [incident] = desk.incidents
    assert incident.reports == 30
    assert len(desk.outbox) == 1


def test_polling_again_and_again_queues_nothing_new(desk: Desk):
    desk.serve(WIRE, BRYANSK, TUAPSE, WEATHER)
    desk.serve(HERALD, BRYANSK_RU)
    desk.sweep()
    keys = {delivery.key for delivery in desk.outbox}
    incidents = desk.incidents

    for _ in range(3):
        desk.sweep(minutes=15)
        desk.serve(WIRE, WEATHER, TUAPSE, BRYANSK)  # the order of a feed means nothing

    assert {delivery.key for delivery in desk.outbox} == keys
    assert desk.incidents == incidents


def test_feed_that_is_not_due_is_left_alone(desk: Desk):
    poll_due(desk.services, desk.clock())
    assert sorted(desk.fetcher.asked) == [HERALD.url, WIRE.url]

    poll_due(desk.services, desk.clock.go_on(seconds=1))

    assert len(desk.fetcher.asked) == 2


def test_feed_asked_for_by_name_is_polled_though_not_due(desk: Desk):
    desk.sweep()

    [report] = poll_due(desk.services, desk.clock.go_on(seconds=1), only=HERALD.id)

    assert report.feed == HERALD


def test_feed_that_nobody_has_is_an_error(desk: Desk):
    with pytest.raises(NotFoundError, match="no feed 'nosuch'"):
        poll_due(desk.services, NOW, only=FeedId("nosuch"))


def test_stopping_service_polls_no_further_feed(desk: Desk):
    desk.services.stop.set()

    assert desk.sweep() == {}
    assert desk.fetcher.asked == []


def test_feed_that_gives_everything_new_identifiers_is_remarked(desk: Desk, caplog: pytest.LogCaptureFixture):
    items = [replace(WEATHER, guid=f"old-{n}") for n in range(10)]
    assert desk.poll(*items).poll.message is None

    report = desk.poll(*(replace(WEATHER, guid=f"moved-{n}") for n in range(10)), hours=1)

    assert report.poll.message is not None
    assert "identifiers never seen" in report.poll.message
    assert "feed.strange" in {record.getMessage() for record in caplog.records}


# ---------------------------------------------------------------- failures


class BrokenFetcher(FakeFetcher):
    """Has a bug with one address."""

    def fetch(self, feed: Feed, status: FeedStatus) -> Answer:
        if feed.id == WIRE.id:
            raise ZeroDivisionError("bug")
        return super().fetch(feed, status)


FAILURES = {
    "not reachable": (FetchError("no answer in 20 s", url=WIRE.url, reason="timeout"), PollOutcome.FAILED, "timeout"),
    "not a feed": (b"<html><body>Please log in</body></html>", PollOutcome.FAILED, "not_a_feed"),
    "empty": (b"", PollOutcome.FAILED, None),
    "gone": (Gone(url=WIRE.url), PollOutcome.GONE, None),
}


@pytest.mark.parametrize(("answer", "outcome", "reason"), FAILURES.values(), ids=FAILURES.keys())
def test_failing_feed_is_recorded_and_does_not_stop_others(
    desk: Desk, answer: bytes | Answer | FetchError, outcome: PollOutcome, reason: str | None
):
    desk.fetcher.answers[WIRE.url] = answer
    desk.serve(HERALD, BRYANSK_RU)

    polls = desk.sweep()

    assert (polls["wire"].poll.outcome, polls["herald"].poll.outcome) == (outcome, PollOutcome.OK)
    assert reason in (None, polls["wire"].poll.reason)
    assert polls["wire"].status.next_poll_at is not None
    assert polls["wire"].status.next_poll_at > NOW
    assert len(desk.outbox) == 1
    with desk.services.store.read() as tx:
        assert tx.feeds.status(WIRE.id) == polls["wire"].status
        assert [poll.outcome for poll in tx.feeds.polls(WIRE.id, 9)] == [outcome]


def test_bug_in_fetching_fails_one_feed(store: Store, pipeline: Pipeline, caplog: pytest.LogCaptureFixture):
    desk = Desk(store, pipeline, BrokenFetcher({HERALD.url: rss(BRYANSK_RU)}))

    polls = desk.sweep()

    assert (polls["wire"].poll.reason, polls["herald"].poll.outcome) == ("internal", PollOutcome.OK)
    assert "ZeroDivisionError" in (polls["wire"].poll.message or "")
    assert "fetch.failed" in caplog.messages


def test_feed_that_works_again_goes_on_where_it_was(desk: Desk):
    desk.poll(BRYANSK)
    desk.fetcher.answers[WIRE.url] = FetchError("no answer in 20 s", url=WIRE.url, reason="timeout")
    failed = desk.poll(minutes=20)

    report = desk.poll(BRYANSK, TUAPSE, minutes=60)

    assert (failed.status.failures, report.status.failures) == (1, 0)
    assert report.poll.new == 1
    assert regions(desk.incidents) == ["RU-BRY", "RU-KDA"]


@pytest.mark.parametrize("kind", [StumblingReader, SpoilingReader])
def test_poison_entry_fails_alone_and_is_set_aside_after_three_tries(
    desk: Desk, pipeline: Pipeline, kind: type[StumblingReader], caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.CRITICAL)
    desk.use(with_reader(pipeline, kind(pipeline.reader, "w2")))

    tried = [desk.poll(TUAPSE, BRYANSK, minutes=20) for _ in range(5)]

    assert [report.poll.outcome for report in tried] == [PollOutcome.OK] * 4 + [PollOutcome.NOT_MODIFIED]
    assert [[polled.entry.guid for polled in report.entries] for report in tried] == [["w1"], [], [], ["w2"], []]
    assert regions(desk.incidents) == ["RU-BRY"]
    assert len(desk.outbox) == 1
    with desk.services.store.read() as tx:
        [quarantined] = tx.quarantine.list()
    assert (quarantined.feed, quarantined.guid, quarantined.tries) == (WIRE.id, "w2", 3)
    assert "Error" in quarantined.error


def test_entry_that_can_be_read_at_the_second_try_is_told(
    desk: Desk, pipeline: Pipeline, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.CRITICAL)
    desk.use(with_reader(pipeline, StumblingReader(pipeline.reader, "w2")))
    desk.poll(TUAPSE, BRYANSK)
    desk.use(pipeline)

    desk.poll(minutes=20)

    assert regions(desk.incidents) == ["RU-BRY", "RU-KDA"]
    assert len(desk.outbox) == 2


def test_crash_before_the_commit_leaves_nothing_and_loses_nothing(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    def crash(*_: object) -> None:
        raise RuntimeError("the power fails")

    desk.serve(WIRE, BRYANSK)
    with monkeypatch.context() as patch:
        patch.setattr(Feeds, "record_all", crash)
        assert poll_due(desk.services, NOW, only=WIRE.id) == []

    assert "poll.failed" in caplog.messages
    assert (list(desk.incidents), desk.outbox) == ([], [])
    with desk.services.store.read() as tx:
        assert tx.feeds.status(WIRE.id).body_hash is None
        assert tx.entries.known(WIRE.id, ["w1"]) == {}

    report = desk.poll(minutes=1)

    assert report.poll.new == 1
    assert len(desk.incidents) == len(desk.outbox) == 1


def test_crash_on_one_feed_does_not_undo_another(
    desk: Desk, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    caplog.set_level(logging.CRITICAL)
    record_all = Feeds.record_all

    def crash(self: Feeds, polls: Any) -> None:
        if any(poll.feed == WIRE.id for poll, *_ in polls):
            raise RuntimeError("bug")
        record_all(self, polls)

    monkeypatch.setattr(Feeds, "record_all", crash)
    desk.serve(WIRE, TUAPSE)
    desk.serve(HERALD, BRYANSK_RU)

    assert list(desk.sweep()) == ["herald"]
    assert regions(desk.incidents) == ["RU-BRY"]


# ---------------------------------------------------------------- health: rhythm, gaps, flags


def every(minutes: float, number: int, until: datetime) -> list[Item]:
    """Entries about nothing, one every so many minutes, the latest at *until*."""
    moments = [until - timedelta(minutes=minutes * n) for n in range(number)]
    return [Item(f"rain-{moment:%d%H%M}", f"Rain at {moment:%H:%M}", "It rains.", moment) for moment in moments]


def test_feed_is_polled_by_its_publishers_rhythm(desk: Desk):
    report = desk.poll(*every(10, 20, NOW))

    assert report.status.next_poll_at is not None
    assert timedelta(minutes=2.5) <= report.status.next_poll_at - NOW < timedelta(minutes=3)
    assert report.status.because == ("the publisher's rhythm, an entry every 10 min",)


def test_nothing_known_left_is_a_gap_that_makes_polls_hasty(desk: Desk):
    desk.poll(*every(10, 20, NOW))
    calm = desk.poll(*every(10, 20, NOW + timedelta(hours=1)), hours=1)
    assert (calm.poll.gap, calm.settled.gap) == (False, None)

    late = desk.poll(*every(10, 20, NOW + timedelta(hours=9)), hours=8)

    assert late.poll.gap
    assert "shortened to 1/2 because entries were missed" in late.status.because[0]
    with desk.services.store.read() as tx:
        [gap] = tx.feeds.gaps(NOW, NOW + timedelta(days=1))
    # From the reading an hour after the first to the oldest entry left: twenty entries, ten minutes apart.
    assert (gap.feed, gap.start) == (WIRE.id, NOW + timedelta(hours=1))
    assert gap.end == NOW + timedelta(hours=9) - timedelta(minutes=190)


def test_entries_of_a_feed_that_was_empty_are_no_gap(desk: Desk):
    desk.poll()
    report = desk.poll(BRYANSK, WEATHER, hours=1)

    assert (report.poll.new, report.poll.gap) == (2, False)


def test_feed_that_falls_silent_is_flagged_until_it_speaks_again(desk: Desk, caplog: pytest.LogCaptureFixture):
    desk.poll(WEATHER)
    with caplog.at_level(logging.INFO):
        silent = desk.poll(days=8)
        again = desk.poll(WEATHER, TUAPSE, minutes=10)

    assert [(each.flag, each.why) for each in silent.status.flags] == [
        ("stale", "its document has been the same since 14 May 2024")
    ]
    assert again.status.flags == ()
    told = [(record.mark, record.begins) for record in caplog.records if record.message == "feed.changed"]  # type: ignore[attr-defined]
    assert told == [("stale", True), ("stale", False)]
    with desk.services.store.read() as tx:
        history = [(change.mark, change.begins) for change in tx.feeds.changes(WIRE.id, 9)]
    assert history == [("stale", False), ("stale", True), ("healthy", True)]


def test_page_in_place_of_a_feed_is_suspicious(desk: Desk):
    desk.poll(WEATHER)
    desk.fetcher.answers[WIRE.url] = b"<!DOCTYPE html><html><body>Please log in</body></html>"

    report = desk.poll(minutes=10)

    assert (report.status.state, report.poll.reason) == (FeedState.DEGRADED, "not_a_feed")
    assert [each.flag for each in report.status.flags] == ["suspicious"]


@pytest.mark.parametrize(("status", "attacks"), [("Actual", 1), ("Exercise", 0), ("Test", 0)])
def test_warnings_that_are_no_real_ones_are_no_attacks(desk: Desk, status: str, attacks: int):
    desk.fetcher.answers[WIRE.url] = (
        f"<alert xmlns='urn:oasis:names:tc:emergency:cap:1.2'><identifier>A</identifier><sent>{NOW:%Y-%m-%dT%H:%M:%S}+00:00</sent>"
        f"<status>{status}</status><msgType>Alert</msgType><info><headline>{BRYANSK.title}</headline>"
        f"<description>{BRYANSK.text}</description></info></alert>"
    ).encode()
    assert desk.poll().poll.new == 1
    assert len(desk.incidents) == len(desk.outbox) == attacks
