"""Entries are recognised by guid and link, revised with their old text kept, and set aside when they cannot be used."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.errors import NotFoundError
from monitor.model import EntryId, FeedId, KnownEntry, Quarantined, SetAside
from monitor.storage import Store
from tests.storage.builders import NOW, entry, feed, with_entry

CITY = FeedId("city-news")
E1 = KnownEntry(
    id=EntryId("e1"),
    guid="guid-e1",
    link="https://city-news.example/e1",
    title="Drone hits a depot",
    content_hash="hash-e1",
    published=NOW,
    first_seen=NOW,
)


def test_an_entry_comes_back(store: Store) -> None:
    stored = entry(content="<p>Більше</p>", link=None, lang=None, home="UA-30", dated=False, backfill=True, revision=3)
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        assert tx.entries.add(stored)
        assert tx.entries.get(stored.id) == stored


@pytest.mark.parametrize(
    ("guids", "links", "found"),
    [
        pytest.param(["guid-e1"], [], {"guid-e1": E1}, id="by guid"),
        pytest.param(["new guid"], ["https://city-news.example/e1"], {"guid-e1": E1}, id="by link"),
        pytest.param(["guid-e1"], ["https://city-news.example/e1"], {"guid-e1": E1}, id="by both"),
        pytest.param(["guid-other"], ["https://elsewhere.example/"], {}, id="unknown"),
        pytest.param([], [], {}, id="nothing asked"),
    ],
)
def test_known_entries_are_found(
    store: Store, guids: list[str], links: list[str], found: dict[str, KnownEntry]
) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1", "e2")
        assert tx.entries.known(CITY, guids, links) == found


def test_known_looks_at_one_feed_and_by_links_at_all(store: Store) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1")
        tx.feeds.sync([feed(), feed("other")], NOW)
        assert tx.entries.known(FeedId("other"), ["guid-e1"], [E1.link or ""]) == {}
        assert tx.entries.by_links([E1.link or ""]) == [E1]


def test_a_feed_may_have_more_entries_than_one_statement_has_parameters(store: Store) -> None:
    names = [f"e{n}" for n in range(1200)]
    with store.begin() as tx:
        with_entry(tx, *names)
        tx.entries.touch([EntryId(name) for name in names], NOW)
        assert len(tx.entries.known(CITY, [f"guid-{name}" for name in names])) == 1200


@pytest.mark.parametrize(
    "again",
    [pytest.param(entry("e1", guid="g2"), id="same id"), pytest.param(entry("e9", guid="guid-e1"), id="same guid")],
)
def test_an_entry_that_is_there_is_not_added_again(store: Store, again: object) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1")
        assert not tx.entries.add(again)  # type: ignore[arg-type]


def test_a_revision_keeps_the_old_text(store: Store) -> None:
    first = entry("e1")
    second = replace(first, title="Drone hits a depot, two hurt", content_hash="hash-2", revision=2)
    third = replace(second, title="Drone hits a depot, three hurt", content_hash="hash-3", revision=3)
    with store.begin() as tx:
        with_entry(tx, "e1")
        tx.entries.revise(second, NOW)
        tx.entries.revise(third, NOW + timedelta(hours=1))
        assert tx.entries.get(first.id) == third
        assert tx.entries.revisions(first.id) == [first, second, third]


def test_revising_what_is_not_there_is_refused(store: Store) -> None:
    with pytest.raises(NotFoundError, match="no entry 'e1'"), store.begin() as tx:
        tx.entries.revise(entry("e1"), NOW)


def test_latest_entries_come_first(store: Store) -> None:
    with store.begin() as tx:
        tx.feeds.sync([feed(), feed("other")], NOW)
        for hours, name, source in ((0, "old", "city-news"), (2, "new", "city-news"), (1, "else", "other")):
            tx.entries.add(entry(name, feed=FeedId(source), first_seen=NOW + timedelta(hours=hours)))
        assert [e.id for e in tx.entries.latest(2)] == ["new", "else"]
        assert [e.id for e in tx.entries.latest(9, CITY)] == ["new", "old"]


def test_failures_of_an_entry_are_counted(store: Store) -> None:
    later = NOW + timedelta(minutes=5)
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        assert tx.quarantine.add(CITY, "g1", "ValueError: first", NOW) == 1
        assert tx.quarantine.add(CITY, "g1", "ValueError: second", later) == 2
        assert tx.quarantine.add(CITY, "g2", "KeyError", NOW) == 1
        assert tx.quarantine.tries([CITY]) == {CITY: {"g1": 2, "g2": 1}}
        assert tx.quarantine.list() == [
            Quarantined(feed=CITY, guid="g1", tries=2, error="ValueError: second", at=later),
            Quarantined(feed=CITY, guid="g2", tries=1, error="KeyError", at=NOW),
        ]
        assert tx.quarantine.clear(CITY, "g1")
        assert not tx.quarantine.clear(CITY, "g1")
        assert tx.quarantine.tries([CITY]) == {CITY: {"g2": 1}}


def test_stopped_readings_are_kept_for_review(store: Store) -> None:
    first = SetAside(entry=EntryId("e1"), filter="drill", sentence="A drill was held.", at=NOW)
    second = replace(first, filter="trial", at=NOW + timedelta(minutes=1))
    with store.begin() as tx:
        with_entry(tx, "e1")
        tx.set_aside.add(first)
        tx.set_aside.add(second)
        assert tx.set_aside.list() == [second, first]
        assert tx.set_aside.list(limit=1) == [second]


def test_texts_come_in_the_order_in_which_they_were_fetched(store: Store) -> None:
    first, second = entry("e1"), entry("e2", first_seen=NOW + timedelta(minutes=5))
    later = NOW + timedelta(hours=1)
    with store.begin() as tx:
        tx.feeds.sync([feed()], NOW)
        tx.entries.add_all([second, first])
        tx.entries.revise(replace(first, revision=2, title="More"), later)
        tx.entries.revise(replace(first, revision=3, title="Most"), later + timedelta(hours=1))

        found = tx.entries.fetched(NOW, later + timedelta(seconds=1))
        after = tx.entries.fetched(later, later + timedelta(hours=2))

    assert [(moment, text.id, text.title) for moment, text in found] == [
        (NOW, "e1", first.title),
        (NOW + timedelta(minutes=5), "e2", second.title),
        (later, "e1", "More"),
    ]
    assert [(text.id, text.revision) for _, text in after] == [("e1", 2), ("e1", 3)]
