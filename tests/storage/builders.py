"""Values for the storage tests, with everything that does not matter filled in."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from typing import Any

from monitor.model import (
    Alert,
    AlertKind,
    AttackType,
    Because,
    Change,
    ChangeKind,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryKind,
    Entry,
    EntryId,
    Evidence,
    Feed,
    FeedId,
    Incident,
    IncidentId,
    Level,
    Match,
    Mode,
    Place,
    PlaceId,
    Precision,
    Report,
    Role,
    RuleId,
    Subscriber,
    SubscriberId,
    TimePrecision,
    Window,
    because,
)
from monitor.storage import Store, Transaction

NOW = datetime(2025, 3, 4, 6, 30, tzinfo=UTC)
DAY = date(2025, 3, 4)
DRONE = AttackType("drone")
KYIV = Place(
    id=PlaceId(1),
    name="Kyiv",
    kind="city",
    precision=Precision.CITY,
    country="UA",
    iso_region="UA-30",
    lat=50.45,
    lon=30.52,
)


def feed(name: str = "city-news", **changes: Any) -> Feed:
    return Feed(**{"id": FeedId(name), "url": f"https://{name}.example/rss", "publisher": name, **changes})


def entry(name: str = "e1", **changes: Any) -> Entry:
    fields: dict[str, Any] = {
        "id": EntryId(name),
        "feed": FeedId("city-news"),
        "guid": f"guid-{name}",
        "title": "Drone hits a depot",
        "summary": "<p>A drone hit a depot at night.</p>",
        "content": None,
        "link": f"https://city-news.example/{name}",
        "lang": "en",
        "published": NOW,
        "first_seen": NOW,
        "publisher": "city-news",
        "tags": frozenset({"local", "wire"}),
        "content_hash": f"hash-{name}",
    }
    return Entry(**fields | changes)


def window(first: date = DAY, last: date | None = None) -> Window:
    last = last or first
    return Window(
        start=datetime.combine(first, time(0), UTC),
        end=datetime.combine(last, time(23, 59), UTC),
        first=first,
        last=last,
        precision=TimePrecision.DAY if first == last else TimePrecision.WEEK,
    )


def incident(**changes: Any) -> Incident:
    fields: dict[str, Any] = {
        "id": IncidentId(0),
        "version": 1,
        "types": (DRONE,),
        "place": KYIV,
        "window": window(),
        "publishers": frozenset({"city-news"}),
        "reports": 1,
        "first_reported_at": NOW,
        "last_reported_at": NOW,
    }
    return Incident(**fields | changes)


def report(entry_id: str = "e1", **changes: Any) -> Report:
    fields: dict[str, Any] = {
        "entry": EntryId(entry_id),
        "publisher": "city-news",
        "published": NOW,
        "role": Role.MAIN,
        "types": (DRONE,),
        "place": KYIV,
        "window": window(),
        "evidence": (Evidence(fact="type", start=0, end=5, quote="Drone hits a depot"),),
    }
    return Report(**fields | changes)


def change(before: Incident | None, after: Incident, kind: ChangeKind = ChangeKind.NEW, *facts: str) -> Change:
    return Change(kind=kind, before=before, after=after, report=report(), facts=frozenset(facts))


def subscriber(email: str = "ada@example.org", **changes: Any) -> Subscriber:
    return Subscriber(**{"id": SubscriberId(0), "email": email, "confirmed_at": NOW, "created_at": NOW, **changes})


def item(incident_id: int, version: int = 1, rule: str = "kyiv-drones") -> DeliveryItem:
    match = Match(
        rule=RuleId(rule),
        level=Level.HIGH,
        because=(because(Because.TYPE, "drone"), because(Because.INSIDE, places=(KYIV, KYIV))),
    )
    return DeliveryItem(
        incident=IncidentId(incident_id), version=version, kind=AlertKind.NEW, reason="new attack", matches=(match,)
    )


def delivery(key: str, to: int, *items: DeliveryItem, due_in: timedelta = timedelta(0)) -> Delivery:
    return Delivery(
        id=DeliveryId(0),
        key=key,
        kind=DeliveryKind.ALERT,
        subscriber=SubscriberId(to),
        items=items,
        created_at=NOW,
        due_at=NOW + due_in,
        headers={"X-Level": "high"},
    )


def alert(to: int, incident_id: int, mode: Mode = Mode.DAILY, version: int = 1) -> Alert:
    return Alert(
        kind=AlertKind.NEW,
        subscriber=SubscriberId(to),
        incident=IncidentId(incident_id),
        version=version,
        entry="e1",
        matches=(Match(rule=RuleId("kyiv-drones"), level=Level.HIGH),),
        reason="new attack",
        due_at=NOW,
        mode=mode,
    )


def with_entry(tx: Transaction, *names: str) -> None:
    """Store the feed and entries that reports refer to."""
    tx.feeds.sync([feed()], NOW)
    for name in names or ("e1",):
        tx.entries.add(entry(name))


def with_subscriber_and_incident(store: Store) -> tuple[SubscriberId, IncidentId]:
    """Store one confirmed subscriber and one incident, and return their ids."""
    with store.begin() as tx:
        return tx.subscribers.add(subscriber()).id, tx.incidents.add(incident()).id
