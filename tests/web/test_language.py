"""Pages in three languages: complete catalogues, and the right one chosen."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from monitor.delivery.language import LANGUAGES
from monitor.web.language import chosen
from monitor.web.zones import city, known, zones

PROJECT = Path(__file__).parents[2]
CALLED = re.compile(r"""_\("([^"]+)\"""")


def phrases(package: str, lang: str) -> dict[str, str]:
    with (PROJECT / "monitor" / package / "catalogues" / f"{lang}.po").open("rb") as file:
        found = [message for message in read_po(file, locale=lang) if message.id]
    assert not any(message.fuzzy for message in found)
    return {message.id if isinstance(message.id, str) else message.id[0]: message.string for message in found}


def phrases_in_use() -> Iterator[str]:
    for template in (PROJECT / "templates" / "web").glob("*.j2"):
        yield from CALLED.findall(template.read_text(encoding="utf-8"))
    for module in (PROJECT / "monitor" / "web").glob("*.py"):
        with module.open("rb") as file:
            for _, phrase, _, _ in extract("python", file, keywords={"N_": None}):
                assert isinstance(phrase, str)
                yield phrase


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_catalogue_has_every_phrase_that_mails_do_not_have_and_no_other(lang: str) -> None:
    assert set(phrases("web", lang)) == set(phrases_in_use()) - set(phrases("delivery", lang))


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_translations_keep_the_places_of_values(lang: str) -> None:
    for original, translation in phrases("web", lang).items():
        assert translation, original
        assert re.findall(r"%\(\w+\)s", translation) == re.findall(r"%\(\w+\)s", original)


@pytest.mark.parametrize(
    ("asked", "accepted", "expected"),
    [
        ("uk", "ru", "uk"),
        ("xx", "ru", "ru"),
        (None, "ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        (None, "de, uk;q=0.5, en;q=0.7", "en"),
        (None, "uk;q=0, ru;q=0.1", "ru"),
        (None, "de-DE", "en"),
        (None, ";;;q=x,,=;*", "en"),
        (None, None, "en"),
    ],
)
def test_language_is_that_of_the_address_then_of_the_browser(
    asked: str | None, accepted: str | None, expected: str
) -> None:
    assert chosen(asked, accepted) == expected


def test_zones_are_called_by_their_cities_in_the_language_of_the_page() -> None:
    assert city("Europe/Kyiv", "uk") == "Київ"
    assert city("Europe/Kyiv", "en") == "Kyiv"
    assert city("America/New_York", "ru") == "Нью-Йорк"
    assert city("UTC", "en") == "UTC"
    assert {zone.name for members in zones("ru").values() for zone in members} < known()
