"""The facts of an incident in words: what, where, when, how sure, how many. Every English word outside the templates."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

from babel import Locale
from babel.dates import format_date, format_datetime

from monitor.model import (
    AttackType,
    Count,
    Incident,
    Outcome,
    Place,
    PlaceId,
    Precision,
    Standing,
    TimePrecision,
    Window,
)

PlaceOf = Callable[[PlaceId], Place | None]
"""Looks up the region that holds a place; None: the gazetteer does not have it (any more)."""

# What one attack of a type is called, and how the type is called inside a list ("drone and missile attack").
_NOUNS = {
    "drone": ("drone attack", "drone attacks", "drone"),
    "missile": ("missile attack", "missile attacks", "missile"),
    "air_strike": ("air strike", "air strikes", "air"),
    "artillery": ("shelling", "shellings", "artillery"),
    "naval_drone": ("naval drone attack", "naval drone attacks", "naval drone"),
    "sabotage": ("sabotage", "acts of sabotage", "sabotage"),
    "explosion": ("explosion", "explosions", "bomb"),
    "ground": ("ground attack", "ground attacks", "ground"),
}
_OUTCOMES = {
    Outcome.LAUNCHED: "launched",
    Outcome.INTERCEPTED: "shot down or intercepted",
    Outcome.DEBRIS: "falling debris",
    Outcome.HIT: "hit",
    Outcome.EXPLODED: "exploded",
    Outcome.FIRE: "fire",
    Outcome.DAMAGE: "damage",
    Outcome.CASUALTIES: "casualties",
}
_PRECISIONS = {
    Precision.SITE: "exact site",
    Precision.CITY: "known to the town",
    Precision.DISTRICT: "known to the district",
    Precision.REGION: "only the region is known",
    Precision.COUNTRY: "only the country is known",
}
_STANDINGS = {
    Standing.REPORTED: "reported, not corroborated yet",
    Standing.CORROBORATED: "corroborated",
    Standing.OFFICIAL: "confirmed by an authority",
}
# Countries whose regions are named after their main town, so that the bare name would be read as the town.
_NAMED_AFTER_TOWNS = frozenset({"RU", "UA", "BY", "KZ"})
# Their regions that are called by name alone: cities of their own, republics and peninsulas (ISO 3166-2).
_BARE_REGIONS = frozenset(
    "RU-MOW RU-SPE RU-AD RU-AL RU-BA RU-BU RU-CE RU-CU RU-DA RU-IN RU-KB RU-KC RU-KK RU-KL RU-KO RU-KR RU-ME RU-MO "
    "RU-SA RU-SE RU-TA RU-TY RU-UD UA-30 UA-40 UA-43 BY-HM KZ-71 KZ-75 KZ-79".split()
)
_DIVISIONS = ("region", "oblast", "krai", "republic", "district", "raion", "rayon", "okrug", "autonomous", "city")


def attack(types: Sequence[AttackType], *, several: bool = False) -> str:
    """Return what was done, for example ``drone attack``, ``drone and missile attacks`` or just ``attack``."""
    if not types:
        return "attacks" if several else "attack"
    nouns = [_NOUNS.get(kind, (f"{_plain(kind)} attack", f"{_plain(kind)} attacks", _plain(kind))) for kind in types]
    if len(nouns) == 1:
        return nouns[0][1 if several else 0]
    return f"{enumerate_words([noun[2] for noun in nouns])} {'attacks' if several else 'attack'}"


def _plain(identifier: str) -> str:
    return identifier.replace("_", " ")


def enumerate_words(words: Sequence[str]) -> str:
    """Return ``a``, ``a and b`` or ``a, b and c``."""
    return words[0] if len(words) == 1 else f"{', '.join(words[:-1])} and {words[-1]}"


def short_place(place: Place) -> str:
    """Return the name with the word that keeps a region or district apart from its town: ``Kaluga region``."""
    bare = any(division in place.name.lower() for division in _DIVISIONS)
    if place.precision is Precision.REGION and place.country in _NAMED_AFTER_TOWNS and not bare:
        return place.name if place.iso_region in _BARE_REGIONS else f"{place.name} region"
    if place.precision is Precision.DISTRICT and not bare:
        return f"{place.name} district"
    return place.name


def place_in_region(place: Place, place_of: PlaceOf) -> str:
    """Return the place and what holds it: ``Istra district, Moscow region``; for a region, the country."""
    return ", ".join(_distinct([short_place(place), _holder(place, place_of)])[:2])


def full_place(place: Place, place_of: PlaceOf) -> str:
    """Return the place down from the country: ``Istra, Istra district, Moscow region, Russia``."""
    district = place_of(place.district) if place.district is not None else None
    names = [short_place(place)]
    names += [short_place(district)] if district is not None else []
    return ", ".join(_distinct([*names, _holder(place, place_of), country(place.country)]))


def region_of(place: Place, place_of: PlaceOf) -> str:
    """Return the heading that a digest puts the place under: ``Moscow region, Russia``."""
    own = short_place(place) if place.precision is Precision.REGION else _holder(place, place_of)
    return ", ".join(_distinct([own, country(place.country)]))


def _holder(place: Place, place_of: PlaceOf) -> str:
    region = place_of(place.region) if place.region is not None else None
    return country(place.country) if region is None or region.id == place.id else short_place(region)


def _distinct(names: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(names))


def country(code: str) -> str:
    """Return the English name of an ISO 3166-1 code, or the code itself where it is not one."""
    return str(Locale("en").territories.get(code, code))


def precision(place: Place) -> str:
    """Return how exactly the place is known."""
    return "approximate position" if place.approximate else _PRECISIONS[place.precision]


def moment(at: datetime, tz: ZoneInfo) -> str:
    """Return a moment in a zone, for example ``Tue 5 Sep 2023, 03:40``."""
    return format_datetime(at, "EEE d MMM yyyy, HH:mm", tzinfo=tz, locale="en")


def zone(at: datetime, tz: ZoneInfo) -> str:
    """Return the zone with its offset at that moment: ``Europe/Moscow, UTC+3``."""
    offset = at.astimezone(tz).strftime("%z")
    hours, minutes = int(offset[1:3]), offset[3:5]
    shown = f"UTC{offset[0]}{hours}" + ("" if minutes == "00" else f":{minutes}")
    return "UTC" if tz.key == "UTC" else f"{tz.key}, {shown if int(offset[1:]) else 'UTC+0'}"


def span(window: Window, tz: ZoneInfo) -> str:
    """Return the window in one zone: ``Tue 5 Sep 2023, 00:00–06:00``; a single moment where start and end are the same."""
    start, end = moment(window.start, tz), moment(window.end, tz)
    if start == end:
        return start
    if start.rpartition(", ")[0] == end.rpartition(", ")[0]:
        return f"{start}–{end.rpartition(' ')[2]}"
    return f"{start} to {end}"


def when(window: Window, tz: ZoneInfo) -> tuple[str, ...]:
    """Return when it happened, line by line: local date, the reader's time, UTC, and how exactly that is known."""
    dates = _date(window.first)
    if window.last != window.first:
        dates = f"between {dates} and {_date(window.last)}"
    if window.precision.rank >= TimePrecision.DAY.rank:
        lines = [f"{dates}, local date; time of day not stated"]
    else:
        lines = [f"{span(window, tz)} ({zone(window.start, tz)})"]
        lines += [f"{span(window, ZoneInfo('UTC'))} UTC"] if tz.key != "UTC" else []
    if not window.stated:
        lines.append("inferred from the time of the first report")
    return tuple(lines)


def _date(day: date) -> str:
    return str(format_date(day, "EEE d MMM yyyy", locale="en"))


def standing(incident: Incident) -> str:
    """Return how well founded the incident is, with the number of independent publishers."""
    number = max(1, len(incident.publishers))
    return f"{_STANDINGS[incident.standing]} ({number} independent {'publisher' if number == 1 else 'publishers'})"


def standing_word(value: Standing) -> str:
    """Return the standing alone, for a change from one to another."""
    return _STANDINGS[value]


def outcomes(values: Iterable[Outcome]) -> str:
    """Return what became of it, in the order in which an attack goes; empty when nothing is said."""
    return ", ".join(_OUTCOMES[outcome] for outcome in Outcome if outcome in set(values))


def count(value: Count | None) -> str:
    """Return a figure as a range: ``none``, ``3`` or ``3–5``; ``not stated`` where nothing is said."""
    if value is None:
        return "not stated"
    if value.high == 0:
        return "none"
    return str(value.low) if value.low == value.high else f"{value.low}–{value.high}"


def utc_stamp(at: datetime) -> str:
    """Return a moment in UTC, for example ``5 Sep 2023, 00:40 UTC``."""
    return f"{format_datetime(at.astimezone(UTC), 'd MMM yyyy, HH:mm', locale='en')} UTC"
