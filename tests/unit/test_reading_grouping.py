"""Which claims of one entry are about one attack."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import Place, PlaceId, Precision
from monitor.reading.claims import Claim
from monitor.reading.grouping import Group, group_claims, same_spot
from tests.builders import DISTRICT, NOON, OTHER_TOWN, REGION, TOWN, a_place, a_window, unstated
from tests.vocabulary import signals

FAR_TOWN = a_place("Far", id=PlaceId(50), iso_region="RU-SAR", lat=51.5, lon=46.0)
PLANT = a_place(
    "Plant", id=PlaceId(51), kind="factory", precision=Precision.SITE, region=PlaceId(1), lat=52.62, lon=32.80
)
CITY = a_place("City", id=PlaceId(52), population=900_000, lat=56.0, lon=44.0, iso_region="RU-NIZ")
REFINERY = a_place("Refinery", id=PlaceId(53), kind="refinery", precision=Precision.SITE, lat=56.1, lon=44.15, iso_region="RU-NIZ")  # fmt: skip
COUNTRY = Place(id=PlaceId(54), name="Russia", kind="country", precision=Precision.COUNTRY, country="RU")


def claim(place: Place, start: int = 0, text: str = "A drone hit a plant.", **given: Any) -> Claim:
    defaults: dict[str, Any] = {"probability": 0.9, "window": a_window(), "background": False, "why": ("it says so",)}
    [own] = signals(text)
    return Claim(signals=own, place=place, start=start, end=start + 1, **{**defaults, **given})


def places(groups: list[Group]) -> list[list[str]]:
    return [[c.place.name for c in group.claims] for group in groups]


SPOTS = {
    "a town and itself": (TOWN, TOWN, True),
    "a town in its region": (TOWN, REGION, True),
    "a town in its district": (TOWN, DISTRICT, True),
    "two towns of a region": (TOWN, OTHER_TOWN, False),
    "a plant beside its town": (PLANT, TOWN, True),
    "a plant outside a large city": (REFINERY, CITY, True),
    "a plant and a far town": (REFINERY, TOWN, False),
    "a town and another's district": (OTHER_TOWN, DISTRICT, False),
    "a town and another region": (FAR_TOWN, REGION, False),
    "a town in its country": (FAR_TOWN, COUNTRY, True),
}


@pytest.mark.parametrize(("a", "b", "same"), SPOTS.values(), ids=SPOTS.keys())
def test_two_places_of_an_entry_that_are_one(a: Place, b: Place, same: bool):
    assert same_spot(a, b) is same
    assert same_spot(b, a) is same


GROUPS = {
    "one claim": ([claim(TOWN)], [["Starodub"]]),
    "the same place twice": ([claim(TOWN), claim(TOWN, 50)], [["Starodub", "Starodub"]]),
    "a region, then its town": ([claim(REGION), claim(TOWN, 50)], [["Bryansk Oblast", "Starodub"]]),
    "two towns": ([claim(TOWN), claim(OTHER_TOWN, 50)], [["Starodub"], ["Klintsy"]]),
    "a region with two of its towns": (
        [claim(REGION), claim(TOWN, 50), claim(OTHER_TOWN, 60)],
        [["Starodub"], ["Klintsy"]],
    ),
    "towns of two regions": ([claim(FAR_TOWN), claim(TOWN, 50)], [["Far"], ["Starodub"]]),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("claims", "expected"), GROUPS.values(), ids=GROUPS.keys())
def test_claims_about_one_attack_come_together(claims: list[Claim], expected: list[list[str]]):
    assert places(group_claims(claims)) == expected


def test_attacks_on_one_town_at_two_times_are_two():
    morning, evening = a_window(NOON - timedelta(hours=8)), a_window(NOON + timedelta(hours=8))

    assert len(group_claims([claim(TOWN, window=morning), claim(TOWN, 50, window=evening)])) == 2
    assert len(group_claims([claim(TOWN, window=morning), claim(TOWN, 50, window=unstated())])) == 1


def test_what_is_recalled_is_kept_apart_from_the_news():
    groups = group_claims([claim(TOWN), claim(TOWN, 50, background=True)])

    assert [group.background for group in groups] == [False, True]


def test_group_tells_its_finest_place_and_time():
    [group] = group_claims(
        [claim(REGION, window=unstated()), claim(TOWN, 50, window=a_window()), claim(PLANT, 60, window=unstated())]
    )

    assert group.place == PLANT
    assert group.window == a_window()


def test_among_equal_places_the_likelier_is_the_groups():
    [group] = group_claims([claim(TOWN, probability=0.6), claim(PLANT, 9, probability=0.9), claim(PLANT, 3)])

    assert group.place == PLANT


def test_types_are_those_named_most_often_first():
    [group] = group_claims(
        [
            claim(TOWN, 0, "A missile fell."),
            claim(TOWN, 50, "A drone hit a plant."),
            claim(TOWN, 60, "Another drone fell."),
        ]
    )

    assert group.types == ("drone", "missile")


ALL = [
    claim(place, start, background=background, window=window)
    for start, (place, background, window) in enumerate(
        [
            (TOWN, False, a_window()),
            (REGION, False, a_window()),
            (OTHER_TOWN, False, a_window()),
            (TOWN, True, a_window(NOON - timedelta(days=9))),
            (PLANT, False, unstated()),
            (FAR_TOWN, False, unstated()),
        ]
    )
]


@given(st.permutations(ALL))
def test_order_of_claims_changes_no_group(claims: list[Claim]):
    assert places(group_claims(claims)) == places(group_claims(ALL))


@given(st.lists(st.sampled_from(ALL), max_size=8))
def test_groups_hold_claims_in_order_and_mix_no_news_with_what_is_recalled(claims: list[Claim]):
    groups = group_claims(claims)

    for group in groups:
        assert [c.start for c in group.claims] == sorted(c.start for c in group.claims)
        assert len({c.background for c in group.claims}) == 1
    assert [g.claims[0].start for g in groups] == sorted(g.claims[0].start for g in groups)
