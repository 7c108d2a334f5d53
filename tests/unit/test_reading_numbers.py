"""Numerals in digits and words."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.numbers import digits_value, numeral_at, split_words


def read(text: str) -> tuple[int, int] | None:
    numeral = numeral_at(split_words(text).words, 0)
    return None if numeral is None else (numeral.low, numeral.high)


EXACT = [
    ("7 drones", 7),
    ("1,200 drones", 1200),
    ("1.200 Drohnen", 1200),
    ("1 200 дронов", 1200),
    ("12 thousand shells", 12000),
    ("5 тысяч снарядов", 5000),
    ("two", 2),
    ("Twenty-three people", 23),
    ("two hundred and five people", 205),
    ("three thousand", 3000),
    ("двое", 2),
    ("троих", 3),
    ("двадцать три человека", 23),
    ("сто двадцать пять", 125),
    ("трёх", 3),
    ("п’ятеро", 5),
    ("двоє", 2),
    ("двадцять три особи", 23),
    ("одинадцять", 11),
    ("dreiundzwanzig", 23),
    ("zwölf", 12),
    ("vingt et un", 21),
    ("soixante-douze", 72),
    ("quatre-vingt-dix-sept", 97),
    ("treinta y dos", 32),
    ("veintitrés", 23),
    ("ventitré", 23),
    ("trentotto", 38),
    ("dwadzieścia trzy", 23),
    ("dwoje", 2),
    ("yirmi üç kişi", 23),
    ("on iki asker", 12),
    ("vinte e três", 23),
    ("two dozen people", 24),
    ("half a dozen people", 6),
    ("два десятки людей", 20),
    ("vingtaine de blessés", 20),
]


@pytest.mark.parametrize(("text", "value"), EXACT)
def test_exact_numerals(text: str, value: int) -> None:
    assert read(text) == (value, value)


VAGUE = [
    ("dozens of people", (24, 99)),
    ("десятки людей", (24, 99)),
    ("scores of people", (40, 99)),
    ("hundreds of people", (200, 999)),
    ("several people", (3, 9)),
    ("несколько человек", (3, 9)),
    ("кілька людей", (3, 9)),
    ("plusieurs personnes", (3, 9)),
    ("several dozen people", (24, 99)),
    ("несколько десятков человек", (24, 99)),
    ("kilkanaście osób", (11, 19)),
]


@pytest.mark.parametrize(("text", "span"), VAGUE)
def test_vague_words_are_ranges(text: str, span: tuple[int, int]) -> None:
    assert read(text) == span


NONE = [
    "due to fire",
    "on Tuesday",
    "once again",
    "bin Laden",
    "3.5 km",
    "03:40",
    "05.09.2023",
    "drone",
    "ten sam dron",
    "une cinquantaine",
]


@pytest.mark.parametrize("text", NONE)
def test_what_is_no_numeral(text: str) -> None:
    assert read(text) is None


def test_a_numeral_ends_where_it_ends() -> None:
    words = split_words("three and twenty").words
    numeral = numeral_at(words, 0)
    assert numeral is not None
    assert (numeral.low, numeral.end) == (3, 1)


@given(st.integers(min_value=0, max_value=999_999_999))
def test_digits_with_any_grouping(value: int) -> None:
    for separator in (",", ".", " ", "\u00a0", ""):
        assert digits_value(f"{value:,}".replace(",", separator)) == value


@given(st.text(max_size=60))
def test_words_stand_where_they_say(text: str) -> None:
    words = split_words(text)
    for word, start, end in zip(words.words, words.starts, words.ends, strict=True):
        assert len(word) == end - start
        assert word[0].isdecimal() or not word.isspace()
