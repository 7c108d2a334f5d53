"""Capitals named by description, and what only looks like one."""

from __future__ import annotations

import pytest

from monitor.places.capitals import capital_mentions
from monitor.places.choosing import LocatedMention, choose
from monitor.places.gazetteer import Gazetteer
from monitor.places.mentions import find_mentions


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


def capitals(text: str, gazetteer: Gazetteer, country: str | None = None) -> list[LocatedMention]:
    [located] = choose(find_mentions([text], gazetteer), gazetteer, None)
    return list(capital_mentions(text, located, gazetteer, country))


DESCRIBED = {
    "en, by the adjective": ("Missiles struck the Ukrainian capital before dawn.", "UA"),
    "en, by the country after it": ("Blasts shook the capital of Syria.", "SY"),
    "ru": ("Над украинской столицей сбили ракеты.", "UA"),
    "uk": ("Вибухи у столиці України.", "UA"),
}


@pytest.mark.parametrize(("text", "country"), DESCRIBED.values(), ids=DESCRIBED.keys())
def test_a_described_capital_is_found_and_sure(text: str, country: str, gazetteer: Gazetteer) -> None:
    [capital] = capitals(text, gazetteer)
    assert (capital.place.country, capital.place.kind) == (country, "city")
    assert capital.probability > 0.9
    assert text[capital.start : capital.end] == capital.text


def test_the_capital_alone_is_that_of_the_feeds_country_and_doubtful(gazetteer: Gazetteer) -> None:
    text = "Explosions were heard in the capital at night."
    assert capitals(text, gazetteer) == []
    [capital] = capitals(text, gazetteer, "UA")
    assert capital.place.country == "UA"
    assert capital.probability < 0.9


NONE = {
    "money": "Capital markets fell after the strike.",
    "a penalty": "He faces capital punishment for the bombing.",
    "of a province": "The attack hit the capital of the province.",
}


@pytest.mark.parametrize("text", NONE.values(), ids=NONE.keys())
def test_no_capital_of_a_country(text: str, gazetteer: Gazetteer) -> None:
    assert capitals(text, gazetteer, "UA") == []
