"""Mails in other languages: complete catalogues, the right plural, names as the language has them."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Catalog
from babel.messages.extract import extract
from babel.messages.pofile import read_po

from monitor.delivery.describing import alert_view
from monitor.delivery.describing_digest import digest_view, lines_of
from monitor.delivery.language import LANGUAGES
from monitor.delivery.render import Renderer
from monitor.delivery.wording import Words
from monitor.model import (
    AttackType,
    Count,
    DigestKind,
    Level,
    Place,
    PlaceId,
    Precision,
    Standing,
    TimePrecision,
    Window,
)
from tests.mailcases import (
    ANNA,
    FOOTER,
    ISTRA,
    KALUGA_REGION,
    MOSCOW_REGION,
    NIGHT,
    NOW,
    an_incident,
    place_of,
    the_correction,
    the_update,
    the_wave,
    the_withdrawal,
)

PROJECT = Path(__file__).parents[2]
DELIVERY = PROJECT / "monitor" / "delivery"
CALLED = re.compile(r"""_\("([^"]+)\"""")


def catalogue_file(lang: str) -> Catalog:
    with (DELIVERY / "catalogues" / f"{lang}.po").open("rb") as file:
        return read_po(file, locale=lang)


def phrases_in_use() -> Iterator[str]:
    for template in (PROJECT / "templates" / "email").glob("*.j2"):
        yield from CALLED.findall(template.read_text(encoding="utf-8"))
    for module in ("wording", "wishes_in_words", "describing", "describing_digest", "reasons"):
        with (DELIVERY / f"{module}.py").open("rb") as file:
            for _, phrase, _, _ in extract(
                "python", file, keywords={"_": None, "N_": None, "say": None, "number": (1, 2), "counted": (1, 2)}
            ):
                yield phrase if isinstance(phrase, str) else phrase[0]
    yield from Level
    yield "it is now known not to have happened as reported"


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_catalogue_has_every_phrase_and_no_other(lang: str) -> None:
    messages = [message for message in catalogue_file(lang) if message.id]
    known = {message.id if isinstance(message.id, str) else message.id[0] for message in messages}
    assert known == set(phrases_in_use())


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_translations_keep_the_places_of_values(lang: str) -> None:
    for message in catalogue_file(lang):
        if not message.id:
            continue
        originals = [message.id] if isinstance(message.id, str) else message.id
        translations = [message.string] if isinstance(message.string, str) else message.string
        assert not message.fuzzy
        for translation in translations:
            assert translation, originals
            assert sorted(re.findall(r"%\(\w+\)s", translation)) == sorted(re.findall(r"%\(\w+\)s", originals[0]))


@pytest.mark.parametrize(
    ("lang", "number", "expected"),
    [
        ("en", 1, "1 new attack"),
        ("en", 21, "21 new attacks"),
        ("ru", 1, "1 новая атака"),
        ("ru", 3, "3 новые атаки"),
        ("ru", 12, "12 новых атак"),
        ("ru", 21, "21 новая атака"),
        ("uk", 5, "5 нових атак"),
        ("xx", 2, "2 new attacks"),
    ],
)
def test_number_has_its_form(lang: str, number: int, expected: str) -> None:
    assert Words(lang).number("%(number)s new attack", "%(number)s new attacks", number) == expected


@pytest.mark.parametrize(
    ("lang", "types", "several", "expected"),
    [
        ("en", ["drone"], False, "Drone attack"),
        ("en", ["air_strike"], True, "Air strikes"),
        ("en", ["drone", "missile"], False, "Drone and missile attack"),
        ("en", ["drone", "missile", "artillery"], True, "Drone, missile and artillery attacks"),
        ("en", ["laser_beam"], False, "Laser beam attack"),
        ("en", [], False, "Attack"),
        ("ru", ["drone"], False, "Атака дронов"),
        ("ru", ["drone", "missile"], True, "Атаки (дроны и ракеты)"),
        ("uk", ["missile"], False, "Ракетний удар"),
    ],
)
def test_attack_in_words(lang: str, types: list[str], several: bool, expected: str) -> None:
    assert Words(lang).attack([AttackType(kind) for kind in types], several=several) == expected


MOSCOW = Place(id=PlaceId(30), name="Moscow", kind="city", precision=Precision.CITY, country="RU", iso_region="RU-MOW")
CRIMEA = replace(MOSCOW_REGION, id=PlaceId(31), name="Crimea", country="UA", iso_region="UA-43", name_uk="Крим")
TVER = replace(MOSCOW, name="Tver", region=PlaceId(12), iso_region="RU-TVE")


@pytest.mark.parametrize(
    ("place", "expected"),
    [
        (ISTRA, "Istra district, Moscow region"),
        (KALUGA_REGION, "Kaluga region, Russia"),
        (TVER, "Tver, Tver region"),
        (MOSCOW, "Moscow, Russia"),
        (CRIMEA, "Crimea, Ukraine"),
        (replace(KALUGA_REGION, name="Kaluga Oblast"), "Kaluga Oblast, Russia"),
        (replace(ISTRA, name="Istra Urban District"), "Istra Urban District, Moscow region"),
        (replace(KALUGA_REGION, name="Bavaria", country="DE"), "Bavaria, Germany"),
        (replace(KALUGA_REGION, name="Ukraine", precision=Precision.COUNTRY, country="UA"), "Ukraine"),
    ],
)
def test_place_in_words(place: Place, expected: str) -> None:
    assert Words("en").place_in_region(place, place_of) == expected


def test_place_has_the_name_of_the_language() -> None:
    region = replace(KALUGA_REGION, name_ru="Калужская область")
    assert Words("ru").place_in_region(region, place_of) == "Калужская область, Россия"
    assert Words("uk").place_in_region(CRIMEA, place_of) == "Крим, Україна"


MINUTE = datetime(2026, 10, 25, 0, 30, tzinfo=UTC)
EXACT = Window(
    start=MINUTE, end=MINUTE, first=date(2026, 10, 25), last=date(2026, 10, 25), precision=TimePrecision.MINUTE
)


@pytest.mark.parametrize(
    ("name", "window", "tz", "expected"),
    [
        ("part of a day", NIGHT, "UTC", ("Mon 4 Sep 2023, 21:00 to Tue 5 Sep 2023, 03:00 (UTC)",)),
        (
            "in the reader's zone and UTC",
            NIGHT,
            "Asia/Kolkata",
            (
                "Tue 5 Sep 2023, 02:30–08:30 (Asia/Kolkata, UTC+5:30)",
                "Mon 4 Sep 2023, 21:00 to Tue 5 Sep 2023, 03:00 UTC",
            ),
        ),
        ("west of Greenwich", EXACT, "America/Lima", ("Sat 24 Oct 2026, 19:30 (America/Lima, UTC-5)", "Sun 25 Oct 2026, 00:30 UTC")),
        ("a day", replace(NIGHT, precision=TimePrecision.DAY), "UTC", ("Tue 5 Sep 2023, local date; time of day not stated",)),
        (
            "several days, guessed",
            replace(NIGHT, first=date(2023, 9, 1), precision=TimePrecision.WEEK, stated=False),
            "UTC",
            (
                "between Fri 1 Sep 2023 and Tue 5 Sep 2023, local date; time of day not stated",
                "inferred from the time of the first report",
            ),
        ),
    ],
)  # fmt: skip
def test_time_in_words(name: str, window: Window, tz: str, expected: tuple[str, ...]) -> None:
    assert Words("en", ZoneInfo(tz)).when(window) == expected, name


@pytest.mark.parametrize(
    ("count", "expected"),
    [(None, "not stated"), (Count(low=0, high=0), "none"), (Count(low=3, high=3), "3"), (Count(low=0, high=2), "0–2")],
)
def test_count_in_words(count: Count | None, expected: str) -> None:
    assert Words("en").count(count) == expected


def test_standing_counts_independent_publishers() -> None:
    incident = an_incident(standing=Standing.OFFICIAL, publishers=frozenset({"A", "B", "C"}))
    assert Words("en").standing(incident) == "confirmed by an authority (3 independent publishers)"
    assert Words("uk").standing(incident) == "підтверджено владою (3 незалежні джерела)"


@pytest.mark.parametrize("lang", LANGUAGES[1:])
def test_whole_mail_is_in_the_readers_language(lang: str) -> None:
    renderer, reader = Renderer(PROJECT / "templates"), replace(ANNA, lang=lang)
    tellings = (*the_wave(), the_update(), the_correction(), the_withdrawal())
    coverage = Words(lang).coverage(58, 60)
    alert = renderer.alert(alert_view(tellings, reader, place_of, FOOTER))
    digest = renderer.digest(
        digest_view(
            lines_of(tellings),
            tellings,
            reader,
            place_of,
            FOOTER,
            kind=DigestKind.DAILY,
            start=NOW.replace(day=4),
            end=NOW,
            coverage=coverage,
            map_source="cid:map",
        )
    )
    for mail in (alert, digest):
        assert f'<html lang="{lang}"' in mail.html
        left_over = set(
            re.findall(r"\b(?:Where|When|Evidence|Level|Sources|known|reported|update|attack|Rule)\b", mail.text)
        )
        # What rules and publishers say stays in their own words.
        assert left_over <= {"attack"}
