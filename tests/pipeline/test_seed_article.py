"""The article that started the project comes out as the right incidents and one mail."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from monitor.jobs.ingesting import Pipeline, ingest
from monitor.model import (
    Entry,
    EntryId,
    Feed,
    Mode,
    Report,
    Role,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.storage.store import Store
from tests.builders import an_entry

SEED = Path(__file__).parents[3] / "shared" / "seed" / "000_e8837c8a0338fe94.txt"
PUBLISHED = datetime(2023, 9, 5, 14, 0, tzinfo=UTC)


@pytest.fixture(scope="module")
def seed() -> Entry:
    return an_entry(
        id=EntryId("seed"), published=PUBLISHED, content=SEED.read_text(encoding="utf-8"), publisher="The Independent"
    )


@pytest.fixture(scope="module")
def reports(pipeline: Pipeline, seed: Entry) -> tuple[Report, ...]:
    return pipeline.reader.read(seed).reports


def table(reports: tuple[Report, ...], role: Role) -> set[tuple[str | None, str, date]]:
    return {(r.place.iso_region, r.place.precision.value, r.window.last) for r in reports if r.role is role}


def test_the_news_is_three_interceptions_on_tuesday(reports: tuple[Report, ...]) -> None:
    assert table(reports, Role.MAIN) == {
        ("RU-MOS", "district", date(2023, 9, 5)),
        ("RU-KLU", "region", date(2023, 9, 5)),
        ("RU-TVE", "region", date(2023, 9, 5)),
    }
    assert next(r.place.name for r in reports if r.place.iso_region == "RU-MOS") == "Istra"
    assert all(r.types == ("drone",) and "intercepted" in r.outcomes for r in reports if r.role is Role.MAIN)


def test_what_it_recalls_is_background(reports: tuple[Report, ...]) -> None:
    recalled = {(r.place.iso_region, r.place.precision.value): r for r in reports if r.role is Role.BACKGROUND}
    assert recalled.keys() == {
        ("RU-PSK", "city"), ("RU-BRY", "region"), ("RU-KLU", "region"), ("RU-ORL", "region"), ("RU-RYA", "region"),
        ("RU-MOS", "region"), ("UA-51", "city"), ("UA-30", "city"),
    }  # fmt: skip
    assert recalled["UA-51", "city"].window.last == date(2023, 9, 4)
    assert recalled["UA-30", "city"].window.last == date(2023, 8, 30)
    night = date(2023, 8, 30)
    assert recalled["RU-PSK", "city"].window.first <= night <= recalled["RU-PSK", "city"].window.last
    killed = recalled["UA-30", "city"].toll.killed
    assert killed is not None
    assert killed.high == 2


def test_moscow_is_no_place_of_attack(reports: tuple[Report, ...]) -> None:
    assert not {r.place.name for r in reports if r.place.precision.value in ("city", "site", "country")} & {
        "Moscow", "Kremlin", "Russia", "Ukraine",
    }  # fmt: skip


def test_with_pskov_known_it_is_one_mail_of_three_incidents(pipeline: Pipeline, seed: Entry) -> None:
    earlier = an_entry(
        id=EntryId("pskov"),
        guid="pskov",
        published=datetime(2023, 8, 30, 5, 0, tzinfo=UTC),
        title="Drones hit airfield in Pskov, military planes burn",
        summary="Several transport aircraft were damaged overnight at the air base in the Russian city of Pskov.",
    )
    reader = Subscriber(id=SubscriberId(1), email="reader@example.org", confirmed_at=PUBLISHED)
    everything = Subscription(
        id=SubscriptionId(1), subscriber=reader.id, mode=Mode.ALERT, rules=frozenset(pipeline.alerting)
    )
    with Store.open("sqlite://") as store:
        with store.begin() as tx:
            tx.feeds.sync([Feed(id=seed.feed, url="https://wire.example/rss", publisher="Wire")], earlier.published)
            tx.subscribers.add(reader)
            tx.entries.add(earlier)
            first = ingest(tx, pipeline.reader.read(earlier), pipeline, [(reader, [everything])], earlier.published)
        assert [d.report.place.name for d in first if d.alerts] == ["Pskov"]
        with store.begin() as tx:
            tx.entries.add(seed)
            decisions = ingest(tx, pipeline.reader.read(seed), pipeline, [(reader, [everything])], PUBLISHED)
            mails = [d for d in tx.outbox.list() if any(i.incident for i in d.items)][:-1]
        assert {d.report.place.name for d in decisions if d.alerts} == {
            "Istra", "Kaluga", "Tver",
        }  # fmt: skip
        assert [len(mail.items) for mail in mails] == [3]
        linked = next(d for d in decisions if d.report.place.name == "Pskov")
        assert linked.change is not None
        assert linked.change.after.id == first[0].change.after.id  # type: ignore[union-attr]


def test_reading_needs_no_clock(pipeline: Pipeline, seed: Entry) -> None:
    again = replace(seed, first_seen=datetime(2030, 1, 1, tzinfo=UTC))
    assert pipeline.reader.read(again).reports == pipeline.reader.read(seed).reports
