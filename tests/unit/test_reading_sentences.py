"""Where sentences end, and where a full stop ends none."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.reading.sentences import split_sentences


def split(text: str) -> list[str]:
    return [text[start:end] for start, end in split_sentences(text)]


SEVERAL = {
    "two": ("A drone fell. Nobody is hurt.", ["A drone fell.", "Nobody is hurt."]),
    "a question and a shout": ("What burns? The depot! Run.", ["What burns?", "The depot!", "Run."]),
    "an ellipsis": ("В городе взрывы... Работает ПВО.", ["В городе взрывы...", "Работает ПВО."]),
    "one sign for an ellipsis": ("Взрывы… Громко.", ["Взрывы…", "Громко."]),
    "bullets": ("• Kursk: two drones • Tula: one", ["Kursk: two drones", "Tula: one"]),
    "semicolons": ("Kursk, two drones; Tula, one", ["Kursk, two drones", "Tula, one"]),
    "line breaks": ("Взрывы в городе\nРаботает ПВО", ["Взрывы в городе", "Работает ПВО"]),
    "a quote that ends it": ("«Слышали взрыв». Власти молчат.", ["«Слышали взрыв».", "Власти молчат."]),
    "a full stop inside the quote": ('"We heard it." Police came.', ['"We heard it."', "Police came."]),
    "brackets around one": ("It burns. (Video below.) Nobody is hurt.", ["It burns.", "(Video below.)", "Nobody is hurt."]),
    "an abbreviation at the very end": ("Ранен 1 чел. на ул. Мира в г. Орёл.", ["Ранен 1 чел. на ул. Мира в г. Орёл."]),
    "a number first": ("A drone fell. 12 people are hurt.", ["A drone fell.", "12 people are hurt."]),
    "a dash first": ("Дрон упал. — Никто не ранен.", ["Дрон упал.", "— Никто не ранен."]),
    "a year at the end": ("It began in 2022. It goes on.", ["It began in 2022.", "It goes on."]),
}  # fmt: skip


@pytest.mark.parametrize(("text", "sentences"), SEVERAL.values(), ids=SEVERAL.keys())
def test_sentences_are_split(text: str, sentences: list[str]):
    assert split(text) == sentences


WHOLE = {
    "en, a title": "Gov. Gladkov said two drones fell.",
    "en, a rank": "Lt. Gen. Kirillov and Col. Petrov were there.",
    "en, a month": "Drones came on Sept. 3 and on Oct. 4.",
    "en, a weekday": "It began on Tue. Sept 3 and went on.",
    "en, initials": "J. R. Smith and V. V. Putin met.",
    "en, a country": "The U.S. Navy shot it down.",
    "en, a time": "It fell at 5 a.m. Moscow time.",
    "en, a number": "It flew 3.5 km at 120.4 km/h.",
    "en, a saint": "The road to St. Petersburg is closed.",
    "ru, a town": "Взрыв прогремел в г. Шебекино утром.",
    "ru, a street": "Дрон упал на ул. Ленина.",
    "ru, a village": "Обстрелян пос. Маслова Пристань и с. Муром.",
    "ru, a named person": "Губернатор А. В. Гладков сообщил о взрыве.",
    "ru, a region": "В Курской обл. ВСУ атаковали село.",
    "ru, thousands": "Убыток превысил 5 млн. рублей.",
    "uk, a street": "Уламки впали на вул. Шевченка.",
    "uk, a settlement": "Обстріляно смт. Великий Бурлук.",
    "de, for example": "Getroffen wurden z.B. Lager und Höfe.",
    "de, a title": "Dr. Meier sah den Brand.",
    "a site": "Fotos zeigt example.org heute.",
    "an ellipsis that goes on": "Взрывы... и снова взрывы.",
}  # fmt: skip


@pytest.mark.parametrize("text", WHOLE.values(), ids=WHOLE.keys())
def test_full_stop_inside_a_sentence_ends_none(text: str):
    assert split(text) == [text]


@given(st.text(alphabet="aЖ .!?…\n«»\"';•()—г1", max_size=80) | st.text(max_size=60))
def test_sentences_hold_all_that_is_no_space_or_bullet(text: str):
    spans = list(split_sentences(text))

    assert all(start < end and text[start:end] == text[start:end].strip() for start, end in spans)
    assert all(a[1] <= b[0] for a, b in pairwise(spans))
    kept = "".join(text[start:end] for start, end in spans)
    assert [c for c in kept if not c.isspace() and c not in ";•▪"] == [
        c for c in text if not c.isspace() and c not in ";•▪"
    ]
