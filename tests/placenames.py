"""A gazetteer of a few places for tests that are not about places."""

from __future__ import annotations

from difflib import get_close_matches

from monitor.model import Place, PlaceId, Precision

RUSSIA = Place(id=PlaceId(1), name="Russia", kind="country", precision=Precision.COUNTRY, country="RU")
UKRAINE = Place(id=PlaceId(2), name="Ukraine", kind="country", precision=Precision.COUNTRY, country="UA")


def _region(number: int, name: str, iso: str, lat: float, lon: float) -> Place:
    return Place(
        id=PlaceId(number), name=name, kind="region", precision=Precision.REGION, country=iso[:2], iso_region=iso, region=PlaceId(number), lat=lat, lon=lon
    )  # fmt: skip


MOSCOW = _region(3, "Moscow", "RU-MOW", 55.75, 37.62)
MOSCOW_REGION = _region(4, "Moscow region", "RU-MOS", 55.5, 37.5)
BELGOROD_REGION = _region(5, "Belgorod region", "RU-BEL", 50.7, 37.6)
CRIMEA = _region(6, "Crimea", "UA-43", 45.3, 34.3)
SEVASTOPOL = _region(7, "Sevastopol", "UA-40", 44.6, 33.5)
ISTRA_DISTRICT = Place(
    id=PlaceId(8), name="Istra district", kind="district", precision=Precision.DISTRICT, country="RU", iso_region="RU-MOS", region=PlaceId(4), lat=55.9, lon=36.9
)  # fmt: skip
ISTRA = Place(
    id=PlaceId(9), name="Istra", kind="city", precision=Precision.CITY, country="RU", iso_region="RU-MOS", region=PlaceId(4), district=PlaceId(8), lat=55.92, lon=36.86
)  # fmt: skip
TULA = Place(
    id=PlaceId(10), name="Tula", kind="city", precision=Precision.CITY, country="RU", iso_region="RU-TUL", lat=54.19, lon=37.62
)  # fmt: skip
BELGOROD = Place(
    id=PlaceId(11), name="Belgorod", kind="city", precision=Precision.CITY, country="RU", iso_region="RU-BEL", region=PlaceId(5), lat=50.6, lon=36.58
)  # fmt: skip

PLACES = (
    RUSSIA, UKRAINE, MOSCOW, MOSCOW_REGION, BELGOROD_REGION, CRIMEA, SEVASTOPOL, ISTRA_DISTRICT, ISTRA, TULA, BELGOROD,
)  # fmt: skip


class SmallGazetteer:
    """Finds the places above by name or code; behaves like ``monitor.places.gazetteer.Gazetteer`` in that."""

    def __init__(self) -> None:
        codes = {place.iso_region or place.country: place for place in PLACES if place.precision.rank >= 3}
        self._names = {place.name: place for place in PLACES} | codes

    def find(self, name: str) -> Place | None:
        """The place with this name or code."""
        return self._names.get(name)

    def suggest(self, name: str) -> list[str]:
        """Names spelled like *name*."""
        return get_close_matches(name, self._names, n=1)
