"""Builders of values for tests: everything has a default, name only what the test is about."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

from monitor.model import (
    AttackType,
    Claim,
    Count,
    Entry,
    EntryId,
    FeedId,
    Place,
    PlaceId,
    Precision,
    Report,
    Role,
    TimePrecision,
    Toll,
    Window,
)

NOON = datetime(2024, 5, 14, 12, 0, tzinfo=UTC)
"""A Tuesday."""


def a_place(name: str = "Selo", **given: Any) -> Place:
    defaults: dict[str, Any] = {
        "id": PlaceId(abs(hash(name)) % 10**9),
        "kind": "city",
        "precision": Precision.CITY,
        "country": "RU",
        "iso_region": "RU-BRY",
        "lat": 52.9,
        "lon": 33.4,
        "population": 4000,
        "tz": "Europe/Moscow",
    }
    return Place(name=name, **{**defaults, **given})


REGION = a_place(
    "Bryansk Oblast", id=PlaceId(1), kind="region", precision=Precision.REGION, lat=53.2, lon=33.6, region=None
)
DISTRICT = a_place("Starodub district", id=PlaceId(2), kind="district", precision=Precision.DISTRICT, region=PlaceId(1))
TOWN = a_place("Starodub", id=PlaceId(3), region=PlaceId(1), district=PlaceId(2), lat=52.58, lon=32.76)
OTHER_TOWN = a_place("Klintsy", id=PlaceId(4), region=PlaceId(1), district=PlaceId(5), lat=52.75, lon=32.23)


def a_window(start: datetime = NOON, hours: float = 2.0, **given: Any) -> Window:
    end = start + timedelta(hours=hours)
    defaults: dict[str, Any] = {
        "first": start.date(),
        "last": end.date(),
        "precision": TimePrecision.PART_OF_DAY,
        "stated": True,
    }
    return Window(start=start, end=end, **{**defaults, **given})


def a_day(day: date) -> Window:
    start = datetime(day.year, day.month, day.day, tzinfo=UTC)
    return Window(start=start, end=start + timedelta(hours=24), first=day, last=day, precision=TimePrecision.DAY)


def unstated(published: datetime = NOON) -> Window:
    start = published - timedelta(hours=18)
    return Window(
        start=start, end=published, first=start.date(), last=published.date(), precision=TimePrecision.DAY, stated=False
    )


def a_toll(killed: int | None = None, injured: int | None = None) -> Toll:
    def count(n: int | None) -> Count | None:
        return None if n is None else Count(low=n, high=n)

    return Toll(killed=count(killed), injured=count(injured))


def a_report(**given: Any) -> Report:
    defaults: dict[str, Any] = {
        "entry": EntryId("e1"),
        "publisher": "Wire",
        "published": NOON + timedelta(hours=3),
        "role": Role.MAIN,
        "types": (AttackType("drone"),),
        "place": TOWN,
        "window": a_window(),
        "claim": Claim(),
    }
    return Report(**{**defaults, **given})


def an_entry(**given: Any) -> Entry:
    defaults: dict[str, Any] = {
        "id": EntryId("e1"),
        "feed": FeedId("wire-en-1"),
        "guid": "e1",
        "title": "",
        "summary": "",
        "content": None,
        "link": None,
        "lang": "en",
        "published": NOON,
        "publisher": "Wire",
    }
    merged = {**defaults, **given}
    merged.setdefault("first_seen", merged["published"])
    return Entry(**merged)
