"""What a subscription asks for: AND across the dimensions, OR inside one, honest about how exactly a place is known."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts.filters import around, asked_for
from monitor.delivery.reasons import reason_in_words
from monitor.delivery.wording import Words
from monitor.model import Around, AttackType, Place, PlaceId, Precision, Subscription
from tests.builders import a_place
from tests.mailcases import a_subscription, an_incident

DRONE, MISSILE, GROUND = AttackType("drone"), AttackType("missile"), AttackType("ground")
REGION = a_place("Moscow region", id=PlaceId(10), precision=Precision.REGION, iso_region="RU-MOS", lat=55.5, lon=36.9)
NEIGHBOUR = a_place(
    "Kaluga region", id=PlaceId(11), precision=Precision.REGION, iso_region="RU-KLU", lat=54.5, lon=35.5
)
DISTRICT = a_place(
    "Istra district",
    id=PlaceId(12),
    precision=Precision.DISTRICT,
    iso_region="RU-MOS",
    region=PlaceId(10),
    lat=55.92,
    lon=36.86,
)
HOME = a_place(
    "Istra", id=PlaceId(13), iso_region="RU-MOS", region=PlaceId(10), district=PlaceId(12), lat=55.92, lon=36.86
)
RUSSIA = a_place("Russia", id=PlaceId(14), precision=Precision.COUNTRY, iso_region=None, lat=60.0, lon=90.0)


def north_of_home(km: float, precision: Precision = Precision.SITE, **given: Any) -> Place:
    number = PlaceId(1000 + int(km))
    facts = {"region": PlaceId(10), "iso_region": "RU-MOS", **given}
    return a_place("Somewhere", id=number, precision=precision, lat=55.92 + km / 111.195, lon=36.86, **facts)


@pytest.mark.parametrize(
    ("name", "place", "told"),
    [
        ("the place itself", HOME, "place: Istra"),
        ("a site in the place's district, near", north_of_home(29.6), "30 km from Istra"),
        ("a site beyond", north_of_home(31), None),
        ("a town whose edge may be inside", north_of_home(34, Precision.CITY), "about 34 km from Istra"),
        ("a town that is too far", north_of_home(36, Precision.CITY), None),
        ("a district that reaches in", north_of_home(49, Precision.DISTRICT), "about 49 km from Istra"),
        ("a district beyond", north_of_home(51, Precision.DISTRICT), None),
        ("a description of a place", north_of_home(49, approximate=True), "about 49 km from Istra"),
        ("the district that holds it", DISTRICT, "may be near Istra, only known to be in Istra district"),
        ("the region that holds it", REGION, "may be near Istra, only known to be in Moscow region"),
        ("the region beside", NEIGHBOUR, None),
        ("the whole country", RUSSIA, None),
        ("a place without a position", replace(HOME, id=PlaceId(99), lat=None, lon=None), None),
    ],
)
def test_within_a_radius_as_far_as_reports_can_tell(name: str, place: Place, told: str | None) -> None:
    found = around(Around(place=HOME, km=30), place)
    assert (found and reason_in_words(found, Words("en"))) == told, name


@pytest.mark.parametrize(
    ("name", "filters", "asked"),
    [
        ("no filter", {}, True),
        ("its type", {"types": {DRONE, GROUND}}, True),
        ("another type", {"types": {GROUND}}, False),
        ("its region", {"regions": {"UA-30", "RU-MOS"}}, True),
        ("its country", {"regions": {"RU"}}, True),
        ("another region", {"regions": {"RU-KLU"}}, False),
        ("region or circle: one is enough", {"regions": {"RU-KLU"}, "around": (Around(place=HOME, km=5),)}, True),
        ("type and region: both are needed", {"types": {GROUND}, "regions": {"RU-MOS"}}, False),
        ("type and circle", {"types": {DRONE}, "around": (Around(place=HOME, km=5),)}, True),
    ],
)
def test_all_dimensions_must_hold_and_one_value_of_each(name: str, filters: dict[str, Any], asked: bool) -> None:
    wanted = a_subscription(
        **{key: value if isinstance(value, tuple) else frozenset(value) for key, value in filters.items()}
    )
    assert (asked_for(wanted, an_incident(place=HOME)) is not None) is asked, name


def test_attack_of_unknown_type_passes_no_type_filter() -> None:
    assert asked_for(a_subscription(types=frozenset({DRONE})), an_incident(types=())) is None


def test_crimea_holds_sevastopol() -> None:
    sevastopol = replace(HOME, iso_region="UA-40", country="UA")
    assert asked_for(a_subscription(regions=frozenset({"UA-43"})), an_incident(place=sevastopol)) is not None
    assert asked_for(a_subscription(regions=frozenset({"RU-KLU"})), an_incident(place=sevastopol)) is None


TYPES = st.frozensets(st.sampled_from([DRONE, MISSILE, GROUND]))
REGIONS = st.frozensets(st.sampled_from(["RU", "RU-MOS", "RU-KLU", "UA"]))
PLACES = st.sampled_from([HOME, DISTRICT, REGION, NEIGHBOUR, RUSSIA, north_of_home(25), north_of_home(60)])
CIRCLES = st.lists(st.floats(1, 100), max_size=2).map(lambda radii: tuple(Around(place=HOME, km=km) for km in radii))


@given(types=TYPES, regions=REGIONS, circles=CIRCLES, place=PLACES, kinds=TYPES)
def test_a_filter_narrows_and_a_value_widens(
    types: frozenset[AttackType],
    regions: frozenset[str],
    circles: tuple[Around, ...],
    place: Place,
    kinds: frozenset[AttackType],
) -> None:
    incident = an_incident(place=place, types=tuple(sorted(kinds)))

    def asks(**filters: Any) -> bool:
        wanted: Subscription = a_subscription(**filters)
        return asked_for(wanted, incident) is not None

    both = asks(types=types, regions=regions, around=circles)
    assert both == (asks(types=types) and asks(regions=regions, around=circles)), "AND across the dimensions"
    if regions and circles:
        assert asks(regions=regions, around=circles) == (asks(regions=regions) or asks(around=circles)), "OR inside"
    if types and asks(types=types):
        assert asks(types=types | {GROUND})
