"""How an entry sounds, whatever it names."""

from __future__ import annotations

import pytest

from monitor.reading.text import document
from monitor.reading.wording import HEAD, step, wording, wording_features
from tests.builders import an_entry


def sounds(title: str, summary: str = "", lang: str = "en") -> float:
    return wording(document(an_entry(title=title, summary=summary, lang=lang)).sentences)[0]


ATTACKS = {
    "en": (
        "Gunmen kill nine in raid on village",
        "The attackers came on motorcycles at dawn and opened fire, residents said.",
    ),
    "ru": ("Беспилотник попал в жилой дом, трое раненых", "По словам губернатора, пострадавших доставили в больницу."),
    "uk": ("Вночі дрони вдарили по порту, є поранені", "Пожежу ліквідовано, повідомив голова ОВА."),
}

OTHERS = {
    "sport": (
        "Striker bombards the goal but the match ends in a draw",
        "The coach praised his players after the final.",
    ),
    "an accident": ("Tanker explodes after crash on motorway", "The driver lost control, traffic police said."),
    "the economy": ("Shares hit record high as tech boom goes on", "Analysts expect sales to rise next quarter."),
}


@pytest.mark.parametrize(("title", "summary"), ATTACKS.values(), ids=ATTACKS)
def test_news_of_attacks_sounds_like_it(title: str, summary: str) -> None:
    assert sounds(title, summary) > 0.6


@pytest.mark.parametrize(("title", "summary"), OTHERS.values(), ids=OTHERS)
def test_other_news_does_not(title: str, summary: str) -> None:
    assert sounds(title, summary) < 0.5


def test_names_make_no_difference() -> None:
    text = "Drone hits depot in {}, two hurt"
    assert sounds(text.format("Kharkiv")) == sounds(text.format("Atlantis"))


def test_only_the_head_is_looked_at() -> None:
    lines = [f"Sentence number {n} says nothing much." for n in range(HEAD + 3)]
    whole = document(an_entry(title="Title", summary=" ".join(lines))).sentences
    assert wording_features(whole) == wording_features(whole[:HEAD])


def test_steps_cover_every_probability() -> None:
    assert [step(p) for p in (0.0, 0.2, 0.5, 0.8, 1.0)] == ["not at all", "hardly", "perhaps", "likely", "surely"]
