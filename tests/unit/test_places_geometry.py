"""Places told by where they lie from a town: beside it, or in the sea off it."""

from __future__ import annotations

import pytest

from monitor.model import Place, PlaceId, Precision
from monitor.places.geometry import SEA_COUNTRY, bearing_before, is_offshore, offset, waters_off

PORT = Place(
    id=PlaceId(7),
    name="Port",
    country="YE",
    kind="city",
    precision=Precision.CITY,
    iso_region="YE-AD",
    lat=12.8,
    lon=45.0,
)

AT_SEA = ("off the coast of ", "95 NM SE of ", "40 nautical miles north of ", "al largo di ", "у берегов ")


@pytest.mark.parametrize("before", AT_SEA)
def test_words_that_put_at_sea_what_happened(before: str) -> None:
    assert is_offshore(f"A vessel was hit {before}", of_a_ship=False)


def test_off_a_town_is_at_sea_only_for_a_ship() -> None:
    assert is_offshore("A tanker was hit off ", of_a_ship=True)
    assert not is_offshore("A drone was hit off ", of_a_ship=False)
    assert not is_offshore("A drone was hit in ", of_a_ship=True)


def test_waters_are_nobodys_and_as_exact_as_a_region() -> None:
    sea = waters_off(PORT)
    assert (sea.kind, sea.country, sea.iso_region, sea.precision) == ("sea", SEA_COUNTRY, None, Precision.REGION)
    assert (sea.lat, sea.lon) == (PORT.lat, PORT.lon)
    assert waters_off(PORT).id == sea.id


BEARINGS = {
    "fr": ("à 30 km au nord-est de ", 30.0, "nord-est"),
    "fr, west": ("à l'ouest de ", None, "ouest"),
    "es": ("a 20 km al suroeste de ", 20.0, "suroeste"),
    "it": ("a 20 chilometri a nord di ", 20.0, "nord"),
    "de": ("30 Kilometer nordöstlich von ", 30.0, "nordöstlich"),
    "pl": ("30 km na północ od ", 30.0, "północ"),
    "at sea": ("98NM E of ", 98 * 1.852, "E"),
}


@pytest.mark.parametrize(("before", "km", "way"), BEARINGS.values(), ids=BEARINGS)
def test_distance_and_direction(before: str, km: float | None, way: str) -> None:
    bearing = bearing_before(before)
    assert bearing is not None
    assert (bearing.km, bearing.way) == (pytest.approx(km) if km else None, way)


@pytest.mark.parametrize("before", ["le gouverneur de ", "dans l'est de ", "attaque de ", "ville d'"])
def test_no_direction(before: str) -> None:
    assert bearing_before(before) is None


@pytest.mark.parametrize(
    ("way", "north", "east"),
    [("noroeste", 1, -1), ("sud-ouest", -1, -1), ("nordöstlich", 1, 1), ("południowy wschód", -1, 1), ("leste", 0, 1)],
)
def test_the_compass_in_other_languages(way: str, north: int, east: int) -> None:
    here = Place(id=PlaceId(1), name="X", kind="city", precision=Precision.CITY, country="XX", lat=10.0, lon=10.0)
    moved = offset(here, 20.0, way)
    assert [(value > 10.01) - (value < 9.99) for value in (moved.lat or 0, moved.lon or 0)] == [north, east]
