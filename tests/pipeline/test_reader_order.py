"""The order in which reports arrive within minutes does not change which attacks are known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from hypothesis import example, given, settings
from hypothesis import strategies as st

from monitor.jobs.ingesting import Pipeline, days_touched, ingest
from monitor.model import Entry, EntryId, Feed, FeedId, Incident
from monitor.storage import Store
from tests.builders import an_entry
from tests.pipeline.readings import TUESDAY, where

TEXTS = (
    (
        "en",
        "Drone sets oil depot on fire in Bryansk",
        "A drone attack overnight set an oil depot on fire in the city of Bryansk, wounding two people, officials said.",
    ),
    (
        "ru",
        "Беспилотник атаковал нефтебазу в Брянске",
        "В ночь на 14 мая беспилотник атаковал нефтебазу в Брянске. Пострадали два человека, сообщил губернатор.",
    ),
    (
        "uk",
        "Ракета влучила в будинок у Харкові",
        "Вранці 14 травня ракета влучила в будинок у Харкові, загинули троє. Минулого тижня дрони атакували Суми.",
    ),
    (
        "en",
        "Missile kills three in Kharkiv",
        "A missile hit a block of flats in Kharkiv on Tuesday morning, killing three people and wounding seven.",
    ),
    (
        "ru",
        "Над Калужской областью сбиты беспилотники",
        "Ночью над Калужской областью сбиты четыре беспилотника. Пострадавших нет, сообщил губернатор.",
    ),
)
ATTACKS = {("RU-BRY city", "2024-05-14"), ("UA-63 city", "2024-05-14"), ("RU-KLU region", "2024-05-14")}


def entries(order: Iterable[int]) -> Iterable[Entry]:
    for minutes, number in enumerate(order):
        lang, title, summary = TEXTS[number]
        moment = TUESDAY + timedelta(minutes=minutes)
        yield an_entry(
            id=EntryId(f"e{number}"),
            guid=f"e{number}",
            feed=FeedId(f"feed-{number}"),
            publisher=f"Publisher {number}",
            lang=lang,
            title=title,
            summary=summary,
            published=moment,
        )


def incidents(pipeline: Pipeline, arriving: Iterable[Entry]) -> list[Incident]:
    """What is known after the entries have come in one by one."""
    with Store.open("sqlite://") as store:
        for entry in arriving:
            reading = pipeline.reader.read(entry)
            with store.begin() as tx:
                tx.feeds.sync([Feed(id=entry.feed, url=f"stream:{entry.feed}", publisher=entry.publisher)], TUESDAY)
                tx.entries.add(entry)
                tx.incidents.lock(days_touched([reading], pipeline.policy))
                ingest(tx, reading, pipeline, (), entry.published)
        with store.read() as tx:
            return tx.incidents.list()


@settings(max_examples=20, deadline=None)
@given(order=st.permutations(range(len(TEXTS))))
@example(order=[0, 1, 2, 3, 4])
@example(order=[4, 3, 2, 1, 0])
def test_any_order_of_arrival_gives_the_same_attacks(pipeline: Pipeline, order: list[int]):
    known = [incident for incident in incidents(pipeline, entries(order)) if not incident.quiet]

    assert {(where(i.place), i.window.last.isoformat()) for i in known} == ATTACKS
    assert len(known) == len(ATTACKS)
    assert {frozenset(i.publishers) for i in known} == {
        frozenset({"Publisher 0", "Publisher 1"}),
        frozenset({"Publisher 2", "Publisher 3"}),
        frozenset({"Publisher 4"}),
    }


def test_entry_that_comes_twice_changes_no_attack(pipeline: Pipeline):
    once = incidents(pipeline, entries([0, 2]))
    twice = incidents(pipeline, [*entries([0, 2]), *entries([0, 2])])

    assert [(i.place, i.window, i.toll, i.publishers) for i in twice] == [
        (i.place, i.window, i.toll, i.publishers) for i in once
    ]
