"""Places that texts tell apart and attacks do not: a city and its quarters."""

from __future__ import annotations

from monitor.model import Place, PlaceId, Precision, in_one_city
from tests.builders import OTHER_TOWN, TOWN, a_place

CITY = a_place("Kharkiv", country="UA", iso_region="UA-63", population=1_430_000, lat=49.98, lon=36.25)


def quarter(**given: object) -> Place:
    defaults: dict[str, object] = {
        "id": PlaceId(77), "kind": "district", "precision": Precision.DISTRICT, "country": "UA", "iso_region": "UA-63",
        "population": 180_000, "lat": 50.02, "lon": 36.33,
    }  # fmt: skip
    return a_place("Saltivka", **{**defaults, **given})


def test_a_quarter_and_its_city_are_one_either_way_round() -> None:
    assert in_one_city(CITY, quarter())
    assert in_one_city(quarter(), CITY)


def test_a_district_far_off_is_not_a_quarter() -> None:
    assert not in_one_city(CITY, quarter(lat=49.2))


def test_two_towns_of_a_region_are_two() -> None:
    assert not in_one_city(TOWN, OTHER_TOWN)


def test_another_region_is_another_place_however_near() -> None:
    assert not in_one_city(CITY, quarter(iso_region="UA-53"))


def test_all_of_a_city_that_is_a_region_is_one() -> None:
    west = a_place("Solntsevo", iso_region="RU-MOW", lat=55.65, lon=37.38)
    east = a_place("Izmaylovo", iso_region="RU-MOW", lat=55.79, lon=37.79)
    assert in_one_city(west, east)
