"""Copies: the same text through another outlet, with small edits, is no second voice."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.language.tokens import tokenise
from monitor.model import is_copy
from monitor.reading.copies import LEAST_WORDS, SKETCH, sketch

AGENCY = (
    "Three people were killed and nine wounded when a drone struck a bus near the village of Shevchenkove on Tuesday "
    "morning, the head of the regional administration wrote; two of the wounded are in a grave condition."
)

COPIES = {
    "word for word": AGENCY,
    "other case and punctuation": AGENCY.upper().replace(",", " -"),
    "the end cut off": AGENCY[: len(AGENCY) * 2 // 3],
    "a name spelled otherwise": AGENCY.replace("Shevchenkove", "Shevchenkovo"),
    "the outlet's mark in front": "Wire: " + AGENCY,
}

OTHERS = {
    "the same event in other words": (
        "A bus was hit by an unmanned aircraft close to Shevchenkove this morning. The governor speaks of three dead and "
        "nine people in hospital, among them two whose lives are in danger."
    ),
    "another event": "Firefighters put out a blaze at an oil depot in Feodosia that was set alight by drones at night.",
}


def of(text: str) -> tuple[int, ...]:
    return sketch(tokenise(text))


@pytest.mark.parametrize("text", COPIES.values(), ids=COPIES.keys())
def test_it_is_a_copy(text: str) -> None:
    assert is_copy(of(AGENCY), of(text))


@pytest.mark.parametrize("text", OTHERS.values(), ids=OTHERS.keys())
def test_it_is_another_text(text: str) -> None:
    assert not is_copy(of(AGENCY), of(text))


def test_short_texts_are_alike_by_chance_and_never_copies() -> None:
    assert of("Explosions in Kyiv") == ()
    assert not is_copy(of("Explosions in Kyiv"), of("Explosions in Kyiv"))


@given(st.lists(st.text(alphabet="abcdefgh", min_size=1, max_size=6), min_size=LEAST_WORDS, max_size=120))
def test_sketches_are_small_sorted_and_copies_of_themselves(words: list[str]) -> None:
    made = of(" ".join(words))
    assert 0 < len(made) <= SKETCH
    assert list(made) == sorted(made)
    assert is_copy(made, made)
