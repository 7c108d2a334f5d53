"""Places given by a distance and a direction: "65 km north-west of Moscow", «в 20 км от Курска»."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass, replace
from zlib import crc32

from monitor.model.places import EARTH_RADIUS_KM, Place, PlaceId, Precision, distance_km
from monitor.places.gazetteer import Gazetteer

_MILE_KM = 1.609
_NAUTICAL_MILE_KM = 1.852
_BESIDE_KM = 10.0
"""Kilometres meant by a direction without a distance ("north of Kharkiv")."""

_AXES = (
    (re.compile(r"north|nord|nörd|norte|\bnor(?=oe|es)|półno|север|північ", re.IGNORECASE), 0, 1),
    (re.compile(r"south|sud|süd|sur|sul|połud|юг|южн|південн|південь|півдн", re.IGNORECASE), 0, -1),
    (re.compile(r"east|(?<![wouv])est|öst|ost|wsch|восто|схід|східн|сход", re.IGNORECASE), 1, 0),
    (re.compile(r"west|ouest|oeste|ovest|zach|запад|захід|західн|заход", re.IGNORECASE), -1, 0),
)
_UNITS = r"(?:nm|nmi|nautical miles?|km|kms|kilomet(?:er|re)s?|kilomètres?|kilómetros?|chilometri|quilómetros?|quilômetros?|kilometr\w*|Kilometern?|miles?|mi|км|километр\w*|кілометр\w*|миль\w*|мил[ьюи]\w*)"
_COMPASS_EN = r"(?:(?:north|south|east|west)(?:[- ]?(?:north|south|east|west)){0,2}(?:ern)?|(?-i:[NS][EW]?|[EW]))"
_COMPASS_CY = r"(?:к |на )?(?:(?:север|юг|юж|запад|восток|восточ|північн|південн|захід|схід|західн|східн|півден|північ)\w*-?){1,2}"
_DISTANCE = re.compile(
    rf"(?:(?P<number>\d{{1,4}}(?:[.,]\d)?)\s*(?P<unit>{_UNITS})\s*(?:\([^)]{{0,20}}\)\s*)?)?(?:to the )?(?P<way>\b(?:{_COMPASS_EN}|{_COMPASS_CY})\b)?\s*(?:of|from|от|від|outside|away from)\s+(?:the\s+)?(?:city of\s+|города\s+|міста\s+)?$",
    re.IGNORECASE,
)
_COMPARATIVE = re.compile(
    r"(?:(?P<number>\d{1,4}(?:[.,]\d)?)\s*(?P<unit>км|километр\w*|кілометр\w*)\s+)?(?P<way>(?:северо-?|юго-?|північно-?|південно-?)?(?:севернее|южнее|западнее|восточнее|північніше|південніше|західніше|східніше))\s+(?:от\s+|від\s+|города\s+|міста\s+)?$",
    re.IGNORECASE,
)

_ROMANCE = re.compile(
    rf"(?:(?P<number>\d{{1,4}}(?:[.,]\d)?)\s*(?P<unit>{_UNITS})\s+)?"
    r"(?:(?:au|à l['’]|al|a|ao)\s*(?P<way>(?:nord|sud|norte|sur|sul|est|este|leste|ouest|oeste|ovest)(?:[- ]?(?:est|este|ouest|oeste|ovest))?|(?:nor|su[dr])(?:este|oeste|ouest))\s+)?"
    r"(?:de la ville de|de la ciudad de|de la|dell['’]|della|del|des|de|du|d['’]|di|da|do)\s*$",
    re.IGNORECASE,
)
_GERMAN = re.compile(
    rf"(?:(?P<number>\d{{1,4}}(?:[.,]\d)?)\s*(?P<unit>{_UNITS})\s+)?"
    r"(?P<way>(?:nord|süd|ost|west|nörd|öst|nordöst|südöst|nordwest|südwest)lich)\s+(?:der Stadt |von |des )?$",
    re.IGNORECASE,
)
_POLISH = re.compile(
    rf"(?:(?P<number>\d{{1,4}}(?:[.,]\d)?)\s*(?P<unit>{_UNITS})\s+)?"
    r"(?:na\s+)?(?P<way>(?:północn[yo]|południow[yo])[- ](?:wschód|zachód)|północ|południe|wschód|zachód)?\s*\bod\s+$",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Bearing:
    """What stands before a name. ``km``: None when only a direction is given. ``way``: words of the compass, or empty.
    ``start``: where the words begin in the text looked at."""

    km: float | None
    way: str
    start: int


def bearing_before(text: str) -> Bearing | None:
    """Return the distance and direction that *text*, which ends where a name starts, puts before it; None if none."""
    tail = text[-80:]
    for pattern in (_COMPARATIVE, _DISTANCE, _ROMANCE, _GERMAN, _POLISH):
        match = pattern.search(tail)
        if match and (match["number"] or match["way"]):
            km = None
            if match["number"]:
                km = float(match["number"].replace(",", ".")) * _unit_km(match["unit"].lower())
            return Bearing(km=km, way=(match["way"] or "").strip(), start=len(text) - len(tail) + match.start())
    return None


def _unit_km(unit: str) -> float:
    if unit.startswith(("n", "мор")):
        return _NAUTICAL_MILE_KM
    return _MILE_KM if unit.startswith(("mi", "ми")) else 1.0


def _axes(way: str) -> tuple[int, int]:
    """Return (east, north) as -1, 0 or 1 for words of the compass, or for letters of it (``SE``)."""
    if way.isupper() and way.isascii():
        return ("E" in way) - ("W" in way), ("N" in way) - ("S" in way)
    return sum(x for pattern, x, _ in _AXES if pattern.search(way)), sum(
        y for pattern, _, y in _AXES if pattern.search(way)
    )


def offset(place: Place, km: float | None, way: str, gazetteer: Gazetteer | None = None) -> Place:
    """Return the approximate place *km* from *place* in the direction *way* (words of the compass in any language read here).

    Without a direction, or without a position of *place*, it stays where it is and is only marked approximate; without a
    distance it moves by 10 km. With a gazetteer the new place lies in the region and district of the nearest town.
    The id is negative and the same for the same words.
    """
    east, north = _axes(way)
    far = _BESIDE_KM if km is None else km
    length = math.hypot(east, north)
    lat, lon = place.lat, place.lon
    if length and lat is not None and lon is not None:
        degrees = math.degrees(far / EARTH_RADIUS_KM) / length
        lat, lon = lat + north * degrees, lon + east * degrees / max(0.1, math.cos(math.radians(lat)))
        lat = max(-90.0, min(90.0, lat))
    number = PlaceId(-1 - crc32(f"{place.id}|{far}|{east}|{north}".encode()))
    moved = replace(
        place,
        id=number,
        kind="city" if place.precision is Precision.SITE else place.kind,
        lat=lat,
        lon=lon,
        population=0,
        approximate=True,
    )
    town = (
        gazetteer.nearest_city(lat, lon)
        if gazetteer is not None and length and lat is not None and lon is not None
        else None
    )
    if town is not None:
        moved = in_the_land_of(moved, town)
    return replace(moved, precision=Precision.DISTRICT if far > _BESIDE_KM else Precision.CITY)


def half_way(one: Place, other: Place, gazetteer: Gazetteer) -> Place:
    """Return the approximate place in the middle of two towns, in the region and district of the town nearest to it.

    It is as exact as a town up to 20 km between them, else as a district. The id is negative and the same for the same two.
    """
    lat, lon = ((one.lat or 0.0) + (other.lat or 0.0)) / 2, ((one.lon or 0.0) + (other.lon or 0.0)) / 2
    middle = replace(
        one,
        id=PlaceId(-1 - crc32(f"{one.id}|between|{other.id}".encode())),
        name=f"{one.name} – {other.name}",
        name_ru=f"{one.name_ru} – {other.name_ru}" if one.name_ru and other.name_ru else None,
        name_uk=f"{one.name_uk} – {other.name_uk}" if one.name_uk and other.name_uk else None,
        lat=lat,
        lon=lon,
        population=0,
        approximate=True,
        precision=Precision.CITY if distance_km(one, other) <= 2 * _BESIDE_KM else Precision.DISTRICT,
    )
    return in_the_land_of(middle, gazetteer.nearest_city(lat, lon) or one)


def in_the_land_of(place: Place, town: Place) -> Place:
    """Return *place* with the country, region, district and time zone of *town*."""
    return replace(
        place, country=town.country, iso_region=town.iso_region, region=town.region, district=town.district,
        tz=town.tz or place.tz,
    )  # fmt: skip


_TO_PORT = r"\s*(?:the )?(?:southern |northern |western |eastern )?(?:port (?:city )?of )?$"
_OFFSHORE = re.compile(
    r"(?:\boff the (?:coast|shores?|port) of|\b(?:coast|waters|shores?) (?:off|of)|(?:\b|(?<=\d))(?:nm|nmi|nautical miles?)\b[^.;]{0,30}|\bau large d(?:e|u|['’])|\bal largo d(?:i|ell['’]|el|ella)"
    rf"|\bvor der Küste(?: von)?|\bu wybrzeży|\bу (?:берегов|побережья|берегів|узбережжя)|\bбіля (?:берегів|узбережжя)|\bao largo d[aeo]){_TO_PORT}",
    re.IGNORECASE,
)
"""What puts at sea what happened: "off the coast of", "66 NM SW of", "al largo di"."""

_OFF = re.compile(rf"(?:\boff|\bfrente a(?: las? costas? de)?|\bvor(?: dem Hafen(?: von)?)?){_TO_PORT}", re.IGNORECASE)
"""What does so when a ship is spoken of: "off Aden"."""

SEA_COUNTRY = "XZ"
"""Code of international waters, which ISO 3166 leaves to its users."""


def is_offshore(before: str, *, of_a_ship: bool) -> bool:
    """Whether the words before a name put something into the sea off it."""
    tail = before[-80:]
    return bool(_OFFSHORE.search(tail)) or (of_a_ship and bool(_OFF.search(tail)))


def waters_off(place: Place) -> Place:
    """Return the sea at *place*, a town or what `offset` made of one: as exact as a region. The id follows from the place."""
    number = PlaceId(-1 - crc32(f"{place.id}|waters".encode()))
    return replace(
        place, id=number, name=f"Sea off {place.name}", kind="sea", precision=Precision.REGION, country=SEA_COUNTRY,
        iso_region=None, region=None, district=None, population=0, approximate=True,
    )  # fmt: skip
