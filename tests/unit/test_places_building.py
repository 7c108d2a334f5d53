"""What the builder makes of a name: its case forms, its spellings in other alphabets, its adjectives."""

from __future__ import annotations

import pytest

from monitor.places.building.draft import Draft, DraftPlace, adjective_stem, languages_of
from monitor.places.building.inflection import forms_of
from monitor.places.building.spelling import cyrillic_of, latin_of, russian_of, ukrainian_of

FORMS = {
    "ru, -ск": ("Курск", "ru", "курска курску курском курске"),
    "ru, -ино, declined and not": ("Шебекино", "ru", "шебекино шебекина шебекину шебекине"),
    "ru, fleeting vowel": ("Орёл", "ru", "орла орлу орлом орле"),
    "ru, plural": ("Сольцы", "ru", "сольцах сольцам"),
    "ru, foreign": ("Рафах", "ru", "рафаха рафахе"),
    "uk, -ів": ("Харків", "uk", "харкова харкову харкові харковом"),
    "uk, -їв": ("Київ", "uk", "києва києву києві києвом"),
    "uk, consonant change": ("Костянтинівка", "uk", "костянтинівки костянтинівці"),
    "uk, fleeting vowel": ("Торець", "uk", "торця торці"),
    "uk, -піль": ("Тернопіль", "uk", "тернополя тернополі"),
    "uk, apostrophe": ("Кам'янське", "uk", "кам'янського кам'янському"),
    "uk, neuter in -лля": ("Білопілля", "uk", "білопіллю білопіллі"),
}


@pytest.mark.parametrize(("name", "lang", "expected"), FORMS.values(), ids=FORMS)
def test_one_word(name: str, lang: str, expected: str) -> None:
    assert set(expected.split()) <= forms_of(name, lang)


PHRASES = {
    "ru, adjective agrees": ("Новая Каховка", "ru", "новой каховке"),
    "ru, possessive": ("Часов Яр", "ru", "часовом яру"),
    "ru, what follows на stays": ("Ростов-на-Дону", "ru", "ростове на дону"),
    "ru, hyphen": ("Усть-Луга", "ru", "усть луге"),
    "ru, acronym stays": ("Запорожская АЭС", "ru", "запорожской аэс"),
    "ru, region": ("Тверская область", "ru", "тверской областью"),
    "uk, soft locative": ("Запорізька АЕС", "uk", "запорізькій аес"),
    "uk, region in the genitive": ("Донецька область", "uk", "донецької області"),
    "uk, adjective agrees": ("Нова Каховка", "uk", "новій каховці"),
    "uk, irregular": ("Кривий Ріг", "uk", "кривому розі"),
    "uk, possessive": ("Часів Яр", "uk", "часового яру"),
}


@pytest.mark.parametrize(("name", "lang", "expected"), PHRASES.values(), ids=PHRASES)
def test_names_of_several_words(name: str, lang: str, expected: str) -> None:
    assert expected in forms_of(name, lang)


def test_spellings_in_other_alphabets() -> None:
    assert "Шебекіно" in ukrainian_of("Шебекино")
    assert "Рильськ" in ukrainian_of("Рыльск")
    assert "Краснополье" in russian_of("Краснопілля")
    assert "Новая Каховка" in russian_of("Нова Каховка")
    assert "Николаевка" in russian_of("Миколаївка")
    assert latin_of("Юнаківка", "uk") == "Yunakivka"
    assert latin_of("Шебекино", "ru") == "Shebekino"
    assert cyrillic_of("Tuapsinskiy") == "Туапсинский"


@pytest.mark.parametrize(
    ("word", "stem"),
    [
        ("Белгородская", "белгородск"),
        ("Краснопільська", "краснопільськ"),
        ("Shebekinskiy", "shebekinsk"),
        ("Истра", None),
    ],
)
def test_adjectives(word: str, stem: str | None) -> None:
    assert adjective_stem(word) == stem


@pytest.mark.parametrize(
    ("name", "languages"),
    [("Суми", ("ru", "uk")), ("Київ", ("uk",)), ("Рыльск", ("ru",)), ("Łódź", ("la",)), ("غزة", ()), ("Київы", ())],
)
def test_the_letters_tell_the_language(name: str, languages: tuple[str, ...]) -> None:
    assert languages_of(name) == languages


def test_a_draft_refuses_an_id_that_is_taken_and_keeps_the_best_weight() -> None:
    draft = Draft()
    draft.add_place(DraftPlace(id=1, kind="city", name="Sumy", country="UA"))
    draft.add_name(1, "Sumy", 4)
    draft.add_name(1, "Sumy", 7)
    draft.add_name(1, "Sumy", 5)
    assert draft.names["Sumy", "la"] == {1: 7}
    with pytest.raises(ValueError, match="place id 1 is taken"):
        draft.add_place(DraftPlace(id=1, kind="city", name="Sumy", country="UA"))
