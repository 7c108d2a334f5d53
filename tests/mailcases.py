"""Incidents, reports and people for the tests of alerts, digests and mails."""

from __future__ import annotations

from datetime import UTC, date, datetime

from monitor.delivery.views import Cited, Footer, Telling
from monitor.model import (
    AlertKind,
    AttackType,
    Because,
    Change,
    ChangeKind,
    Claim,
    Count,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryKind,
    EntryId,
    Evidence,
    Incident,
    IncidentId,
    Level,
    Match,
    Outcome,
    Place,
    PlaceId,
    Precision,
    Report,
    Role,
    RuleId,
    Standing,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
    TimePrecision,
    Toll,
    Window,
    because,
)

NOW = datetime(2023, 9, 5, 5, 0, tzinfo=UTC)
DRONES = RuleId("drones")
RAIDS = RuleId("raids")

MOSCOW_REGION = Place(
    id=PlaceId(10),
    name="Moscow",
    name_ru="Московская область",
    name_uk="Московська область",
    kind="region",
    precision=Precision.REGION,
    country="RU",
    iso_region="RU-MOS",
    lat=55.5,
    lon=36.9,
)
KALUGA_REGION = Place(
    id=PlaceId(11),
    name="Kaluga",
    name_ru="Калужская область",
    name_uk="Калузька область",
    kind="region",
    precision=Precision.REGION,
    country="RU",
    iso_region="RU-KLU",
    lat=54.5,
    lon=35.5,
)
TVER_REGION = Place(
    id=PlaceId(12),
    name="Tver",
    name_ru="Тверская область",
    name_uk="Тверська область",
    kind="region",
    precision=Precision.REGION,
    country="RU",
    iso_region="RU-TVE",
    lat=57.1,
    lon=34.6,
)
ISTRA = Place(
    id=PlaceId(20),
    name="Istra",
    name_ru="Истринский район",
    name_uk="Істринський район",
    kind="district",
    precision=Precision.DISTRICT,
    country="RU",
    iso_region="RU-MOS",
    region=MOSCOW_REGION.id,
    lat=55.92,
    lon=36.86,
)
PLACES = {place.id: place for place in (MOSCOW_REGION, KALUGA_REGION, TVER_REGION, ISTRA)}

NIGHT = Window(
    start=datetime(2023, 9, 4, 21, 0, tzinfo=UTC),
    end=datetime(2023, 9, 5, 3, 0, tzinfo=UTC),
    first=date(2023, 9, 5),
    last=date(2023, 9, 5),
    precision=TimePrecision.PART_OF_DAY,
)

ANNA = Subscriber(id=SubscriberId(1), email="anna@example.net", tz="Europe/Moscow", confirmed_at=NOW)
FOOTER = Footer(
    service="Attack monitor",
    unsubscribe="https://alerts.example.org/stop/abc",
    contact="desk@alerts.example.org",
    answer="https://alerts.example.org/answer/abc",
)


EVERY_REASON = (
    because(Because.TYPE, "drone", "missile"),
    because(Because.ANY),
    because(Because.OUTCOME, "hit", "fire"),
    because(Because.TARGET, "refinery", "power_station", "grain_silo"),
    because(Because.PUBLISHER, "official"),
    because(Because.KILLED, "2", "3"),
    because(Because.INJURED, "5", "5"),
    because(Because.INSIDE, places=(ISTRA, MOSCOW_REGION)),
    because(Because.INSIDE, places=(ISTRA, ISTRA)),
    because(Because.AROUND, places=(MOSCOW_REGION, ISTRA)),
    because(Because.OUTSIDE, places=(ISTRA, KALUGA_REGION, TVER_REGION)),
    because(Because.NEAR, places=(ISTRA, MOSCOW_REGION), km=49.6, about=True),
    because(Because.TEXT, "refinery", "НПЗ"),
    because(Because.NO_TEXT, "drill"),
    because(Because.WANTED_TYPE, "drone"),
    because(Because.WANTED_REGION, "RU", places=(ISTRA,)),
    because(Because.WANTED_REGION, "RU-MOS", places=(MOSCOW_REGION,)),
    because(Because.PERHAPS_NEAR, places=(MOSCOW_REGION, ISTRA)),
    because(Because.DISTANCE, places=(ISTRA, KALUGA_REGION), km=30),
)
"""One reason of every kind, of regions two."""
REASONS = (because(Because.TYPE, "drone"), because(Because.INSIDE, places=(ISTRA, MOSCOW_REGION)))


def place_of(place: PlaceId) -> Place | None:
    return PLACES.get(place)


def an_incident(number: int = 7, version: int = 1, place: Place = ISTRA, **facts: object) -> Incident:
    defaults: dict[str, object] = {
        "types": (AttackType("drone"),),
        "window": NIGHT,
        "outcomes": frozenset({Outcome.INTERCEPTED, Outcome.DEBRIS}),
        "publishers": frozenset({"Northern Wire"}),
        "first_reported_at": NOW,
        "last_reported_at": NOW,
    }
    return Incident(id=IncidentId(number), version=version, place=place, **{**defaults, **facts})  # type: ignore[arg-type]


def a_report(publisher: str = "Northern Wire", role: Role = Role.MAIN, entry: str = "e1", **facts: object) -> Report:
    defaults: dict[str, object] = {
        "types": (AttackType("drone"),),
        "place": ISTRA,
        "window": NIGHT,
        "published": datetime(2023, 9, 5, 4, 40, tzinfo=UTC),
        "lang": "en",
    }
    return Report(entry=EntryId(entry), publisher=publisher, role=role, **{**defaults, **facts})  # type: ignore[arg-type]


def a_change(
    before: Incident | None, after: Incident, *facts: str, role: Role = Role.MAIN, entry: str = "e1"
) -> Change:
    if after.withdrawn:
        kind = ChangeKind.WITHDRAWN
    elif before is None:
        kind = ChangeKind.NEW
    else:
        kind = ChangeKind.UPDATED if facts else ChangeKind.CORROBORATED
    return Change(
        kind=kind, before=before, after=after, report=a_report(role=role, entry=entry), facts=frozenset(facts)
    )


def a_match(rule: RuleId = DRONES, level: Level = Level.HIGH) -> Match:
    return Match(rule=rule, level=level, because=REASONS)


def a_subscription(number: int = 1, subscriber: SubscriberId = ANNA.id, **facts: object) -> Subscription:
    defaults: dict[str, object] = {"rules": frozenset({DRONES})}
    return Subscription(id=SubscriptionId(number), subscriber=subscriber, **{**defaults, **facts})  # type: ignore[arg-type]


def an_item(
    incident: Incident, kind: AlertKind = AlertKind.NEW, reason: str = "first report", *facts: str
) -> DeliveryItem:
    return DeliveryItem(
        incident=incident.id,
        version=incident.version,
        kind=kind,
        reason=reason,
        facts=frozenset(facts),
        matches=(a_match(),),
    )


def a_delivery(*items: DeliveryItem, kind: DeliveryKind = DeliveryKind.ALERT, key: str = "alert:1:abc") -> Delivery:
    return Delivery(id=DeliveryId(1), key=key, kind=kind, subscriber=ANNA.id, items=items, created_at=NOW, due_at=NOW)


def a_telling(
    incident: Incident,
    kind: AlertKind = AlertKind.NEW,
    before: Incident | None = None,
    reason: str = "first report",
    cited: tuple[Cited, ...] | None = None,
) -> Telling:
    return Telling(
        item=an_item(incident, kind, reason),
        incident=incident,
        before=before,
        cited=(cite(),) if cited is None else cited,
        rule_titles={DRONES: "Drone attack on Moscow or the Moscow region"},
    )


def cite(
    quote: str = "Air defences brought down a drone over the Istra district before dawn, the mayor said.",
    link: str | None = "https://wire.example.com/2023/09/05/istra",
    **facts: object,
) -> Cited:
    evidence = (Evidence(fact="type", start=0, end=len(quote), quote=quote),)
    return Cited(report=a_report(evidence=evidence, **facts), link=link)


def the_wave() -> tuple[Telling, ...]:
    """Three new incidents of one entry."""
    quote = "Drones were destroyed over the Kaluga and Tver regions, as well as one over the Istra district."
    places = (ISTRA, KALUGA_REGION, TVER_REGION)
    return tuple(
        a_telling(an_incident(number, place=place), cited=(cite(quote),)) for number, place in enumerate(places, 7)
    )


def the_update() -> Telling:
    """A second publisher counts the injured."""
    after = an_incident(
        version=2,
        toll=Toll(killed=Count(low=0, high=0), injured=Count(low=2, high=3)),
        standing=Standing.CORROBORATED,
        publishers=frozenset({"Northern Wire", "Курьер"}),
    )
    second = cite(
        "Обломки упали на жилой дом в Истре, пострадали три человека.",
        link="https://курьер.example.com/новости/1",
        publisher="Курьер",
        lang="ru",
        toll=Toll(injured=Count(low=3, high=3)),
        claim=Claim(speaker="the governor", official=True),
    )
    first = cite(toll=Toll(killed=Count(low=0, high=0), injured=Count(low=2, high=2)))
    return a_telling(after, AlertKind.UPDATE, before=an_incident(), reason="toll changed", cited=(first, second))


def the_correction() -> Telling:
    """It was elsewhere, and nobody was killed."""
    before = an_incident(4, toll=Toll(killed=Count(low=1, high=1)))
    after = an_incident(4, version=2, place=TVER_REGION, toll=Toll(killed=Count(low=0, high=0)))
    return a_telling(after, AlertKind.CORRECTION, before=before, reason="place, toll corrected")


def the_withdrawal() -> Telling:
    after = an_incident(version=3, withdrawn=True)
    return a_telling(
        after, AlertKind.WITHDRAWAL, before=an_incident(), reason="it is now known not to have happened as reported"
    )
