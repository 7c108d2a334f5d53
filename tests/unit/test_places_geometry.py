"""Places told by where they lie from a town: beside it, or in the sea off it."""

from __future__ import annotations

import pytest

from monitor.model import Place, PlaceId, Precision
from monitor.places.geometry import SEA_COUNTRY, is_offshore, waters_off

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
