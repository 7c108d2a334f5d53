"""Places: where an attack happened, as exactly as anybody said."""

from __future__ import annotations

import math
from dataclasses import dataclass
from enum import StrEnum
from typing import NewType

PlaceId = NewType("PlaceId", int)

EARTH_RADIUS_KM = 6371.0


class Precision(StrEnum):
    """How exact a place is. Follows ACLED's geo_precision, with a step for single sites."""

    SITE = "site"
    CITY = "city"
    DISTRICT = "district"
    REGION = "region"
    COUNTRY = "country"

    @property
    def rank(self) -> int:
        """0 for a site up to 4 for a country: smaller is finer."""
        return _RANKS[self]


_RANKS = {precision: rank for rank, precision in enumerate(Precision)}


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """One record of the gazetteer, or an operator's own place.

    ``kind`` says what it is: ``city district region country`` or, for a site, ``refinery airfield power_station bridge
    port depot factory airport dam`` and the like. ``iso_region`` is the ISO 3166-2 code of the region that holds it
    (Crimea UA-43, Sevastopol UA-40); None for a country and where none is known. ``region`` and ``district`` are the
    ids of the records that hold it. ``lat`` and ``lon`` are None only where nothing is known; ``population`` is 0 then.
    ``approximate`` is set when the text gave only a direction or a distance, or a village that no gazetteer has.
    """

    id: PlaceId
    name: str
    kind: str
    precision: Precision
    country: str
    iso_region: str | None = None
    region: PlaceId | None = None
    district: PlaceId | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    name_ru: str | None = None
    name_uk: str | None = None
    tz: str | None = None
    approximate: bool = False


def distance_km(a: Place, b: Place) -> float:
    """Great-circle distance; infinite when either place has no position."""
    if a.lat is None or a.lon is None or b.lat is None or b.lon is None:
        return math.inf
    lat_a, lon_a, lat_b, lon_b = map(math.radians, (a.lat, a.lon, b.lat, b.lon))
    h = math.sin((lat_b - lat_a) / 2) ** 2 + math.cos(lat_a) * math.cos(lat_b) * math.sin((lon_b - lon_a) / 2) ** 2
    return 2 * EARTH_RADIUS_KM * math.asin(min(1.0, math.sqrt(h)))


def is_within(inner: Place, outer: Place) -> bool:
    """Whether *inner* lies in *outer*, by the hierarchy of the gazetteer (a place lies within itself).

    Crimea holds Sevastopol here, because reports do not tell them apart, and the West Bank and the Gaza Strip hold the
    governorates that ISO 3166-2 knows in their place. Distance plays no part.
    """
    if inner.id == outer.id or inner.iso_region in _PARTS_OF.get(outer.id, ()):
        return True
    match outer.precision:
        case Precision.COUNTRY:
            return outer.kind == "country" and inner.country == outer.country
        case Precision.REGION:
            if inner.precision is Precision.COUNTRY or outer.iso_region is None:
                return inner.region == outer.id
            return inner.iso_region == outer.iso_region or (outer.iso_region, inner.iso_region) == ("UA-43", "UA-40")
        case Precision.DISTRICT:
            return inner.district == outer.id
        case _:
            return False


_PARTS_OF = {
    PlaceId(285153): frozenset({f"PS-{code}" for code in "BTH HBN JEN JRH JEM NBS QQA RBH SLT TBS TKM".split()}),
    PlaceId(281132): frozenset({f"PS-{code}" for code in "DEB GZA KYS NGZ RFH".split()}),
}
"""Regions that GeoNames has beside those that ISO 3166-2 divides them into: the West Bank and the Gaza Strip."""

CITY_REGIONS = frozenset({"RU-MOW", "RU-SPE", "UA-30", "UA-40"})
"""Cities that are regions of their own, by ISO 3166-2 code: Moscow, Saint Petersburg, Kyiv, Sevastopol."""

ONE_CITY = CITY_REGIONS - {"UA-40"}
"""Those in which any two places are parts of one city; the land of Sevastopol holds towns and villages apart from it."""

BIG_CITY = 300_000
"""Population of a city whose quarters the gazetteer knows as districts or places of their own."""

QUARTER_KM = 15.0
"""A district this near to the middle of a big city is one of its quarters."""


def is_unknown_settlement(place: Place) -> bool:
    """Whether *place* is a town or village of which only the district, region or country is known."""
    return place.kind == "city" and place.precision.rank > Precision.CITY.rank and place.id < 0


def in_one_city(a: Place, b: Place) -> bool:
    """Whether both are parts of one city, or one is a quarter of the other: told apart in the text, one place of attack."""
    if a.iso_region is None or a.iso_region != b.iso_region:
        return False
    if a.iso_region in ONE_CITY:
        return True
    return any(
        city.precision is Precision.CITY
        and city.population >= BIG_CITY
        and quarter.kind in ("district", "city", "quarter")
        and quarter.population < city.population
        and distance_km(city, quarter) <= QUARTER_KM / (2 if quarter.kind == "city" else 1)
        for city, quarter in ((a, b), (b, a))
    )
