"""What an entry is about besides attacks."""

from __future__ import annotations

import pytest

from monitor.reading.topic_words import TOPIC_WORDS
from monitor.reading.topics import OFTEN, topics_of


@pytest.mark.parametrize(
    ("words", "topic"),
    [
        ("the goalkeeper saved a penalty", "sport"),
        ("прогноз синоптиков: ливень", "weather"),
        ("суд у києві виніс вирок", "court"),
        ("les orpailleurs de la carrière", "quarry"),
        ("la cosecha de trigo", "farming"),
        ("aşı kampanyası", "health"),
    ],
)
def test_a_word_in_any_case_or_language_tells_the_topic(words: str, topic: str) -> None:
    assert f"about {topic}" in set(topics_of(word[:6] for word in words.split()))


def test_many_words_of_a_topic_say_more_than_one() -> None:
    one, many = {"stadiu"}, {"stadiu", "footba", "goalke"}
    assert set(topics_of(one)) == {"about sport"}
    assert len(many) >= OFTEN
    assert set(topics_of(many)) == {"about sport", "about sport, more than once", "full of sport"}


def test_an_attack_alone_is_about_no_other_topic() -> None:
    assert not set(topics_of(word[:6] for word in "drones hit a village near the border killing two".split()))


def test_topics_hold_plain_words_of_enough_languages() -> None:
    for topic, words in TOPIC_WORDS.items():
        assert len(set(words.split())) >= 45, topic
        assert words == words.lower(), topic
