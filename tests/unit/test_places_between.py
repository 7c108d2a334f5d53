"""What happened between two towns happened at one place."""

from __future__ import annotations

import pytest

from monitor.model.places import Precision
from monitor.places.between import join_ends
from monitor.places.choosing import LocatedMention, choose
from monitor.places.gazetteer import Gazetteer
from monitor.places.mentions import find_mentions


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def _mentions(text: str, gazetteer: Gazetteer) -> list[LocatedMention]:
    located = choose(find_mentions([text], gazetteer), gazetteer, None)
    return join_ends(text, located[0], gazetteer)


ROADS = {
    "en": "Gunmen ambushed a bus between Maiduguri and Damaturu on Monday.",
    "fr": "L'explosion a eu lieu entre Bandiagara et Bankass.",
    "ru": "Дрон ударил по машине на дороге между Рыльском и Глушково.",
    "uk": "Дрон вдарив по авто на дорозі між Сумами та Лебедином.",
    "road from": "A mine exploded on the road from Rylsk to Glushkovo.",
}


@pytest.mark.parametrize("text", ROADS.values(), ids=ROADS)
def test_half_way(text: str, gazetteer: Gazetteer) -> None:
    (mention,) = _mentions(text, gazetteer)
    assert mention.between
    assert " – " in mention.place.name
    assert mention.place.approximate
    assert mention.place.precision is Precision.DISTRICT


def test_two_towns_stay_two(gazetteer: Gazetteer) -> None:
    assert len(_mentions("Drones hit Rylsk and Glushkovo.", gazetteer)) == 2
    far = _mentions("Talks between Moscow and Vladivostok go on.", gazetteer)
    assert not any(mention.between for mention in far)


def test_a_town_named_by_the_town_of_its_district(gazetteer: Gazetteer) -> None:
    found = _mentions("Eight dead in blast in Pishin's Khanozai.", gazetteer)
    assert [m.place.name for m in found if not m.container] == ["Khanozai"]
