"""What is read of an attack besides place and time: kind, outcome, toll, figures, target, who says so, and the evidence."""

from __future__ import annotations

import pytest

from monitor.jobs.ingesting import Pipeline
from monitor.model import Count, Outcome
from monitor.reading.text import document
from tests.builders import an_entry
from tests.pipeline.readings import TUESDAY, news, read

KINDS = {
    "en, drone": ("en", "A drone hit a depot in Bryansk on Tuesday, wounding two people.", "drone"),
    "en, missile": ("en", "A ballistic missile hit Odesa on Tuesday, killing one person.", "missile"),
    "en, guided bomb": ("en", "A guided bomb hit a school in Kharkiv on Tuesday, wounding six people.", "air_strike"),
    "en, artillery": ("en", "Artillery shelled Kherson on Tuesday, killing one man.", "artillery"),
    "en, sea drone": ("en", "Sea drones struck a patrol ship in Feodosia on Tuesday.", "naval_drone"),
    "en, bomb": ("en", "A bomb exploded in Istanbul on Tuesday, wounding five people.", "explosion"),
    "ru, drone": ("ru", "Утром 14 мая беспилотник атаковал нефтебазу в Брянске, пострадали двое.", "drone"),
    "ru, shelling": (
        "ru",
        "В результате обстрела Донецка 14 мая погибли три человека, ещё семеро ранены.",
        "artillery",
    ),
    "ru, sabotage": ("ru", "Неизвестные подорвали железнодорожное полотно в Клинцах ночью 14 мая.", "sabotage"),
    "uk, drone": ("uk", "У ніч на 14 травня росіяни атакували Одесу дронами. Поранено трьох людей.", "drone"),
    "uk, missile": ("uk", "О 04:15 ракета влучила у склад у Запоріжжі, поранено двох людей.", "missile"),
    "uk, artillery": ("uk", "Армія РФ обстріляла Нікополь з артилерії зранку 14 травня. Загинула жінка.", "artillery"),
    "de, missile": (
        "de",
        "Bei einem Raketenangriff auf Odessa sind am Dienstag vier Menschen getötet worden.",
        "missile",
    ),
    "fr, drone": ("fr", "Des drones ont attaqué la ville de Belgorod mardi, blessant trois personnes.", "drone"),
}


@pytest.mark.parametrize(("lang", "text", "kind"), KINDS.values(), ids=KINDS.keys())
def test_kind_of_attack(pipeline: Pipeline, lang: str, text: str, kind: str):
    [report] = read(pipeline, "", text, lang)

    assert report.types[0] == kind


OUTCOMES = {
    "shot down": ("en", "Two drones were shot down over the Tver region early on Tuesday.", {Outcome.INTERCEPTED}),
    "debris and fire": (
        "en",
        "Debris from a downed drone fell on a house in Belgorod on Tuesday, setting its roof on fire.",
        {Outcome.DEBRIS, Outcome.FIRE},
    ),
    "ru, shot down": ("ru", "Ночью над Калужской областью сбит беспилотник.", {Outcome.INTERCEPTED}),
    "uk, hit": ("uk", "О 04:15 ракета влучила у склад у Запоріжжі, поранено двох.", {Outcome.HIT}),
    "uk, blasts": ("uk", "У ніч на 14 травня у Харкові пролунали вибухи, ракета влучила у будинок.", {Outcome.EXPLODED}),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "outcomes"), OUTCOMES.values(), ids=OUTCOMES.keys())
def test_what_became_of_the_attack(pipeline: Pipeline, lang: str, text: str, outcomes: set[Outcome]):
    [report] = read(pipeline, "", text, lang)

    assert outcomes <= report.outcomes


def count(low: int, high: int | None = None) -> Count:
    return Count(low=low, high=low if high is None else high)


TOLLS = {
    "en, both": ("en", "A missile hit Kharkiv on Tuesday, killing three people and wounding seven.", count(3), count(7)),
    "en, one woman": ("en", "Artillery shelled Kherson on Tuesday, killing a woman.", count(1), None),
    "en, nobody": ("en", "A drone was shot down over the Kaluga region on Tuesday. There were no casualties.", count(0), count(0)),
    "en, nothing said": ("en", "A drone hit an oil depot in Bryansk on Tuesday.", None, None),
    "ru, both": ("ru", "В результате обстрела Донецка 14 мая погибли три человека, ещё семеро ранены.", count(3), count(7)),
    "ru, nobody": ("ru", "Ночью над Калужской областью сбит беспилотник. Пострадавших и разрушений нет.", count(0), count(0)),
    "uk, both": ("uk", "Артилерія обстріляла Нікополь 14 травня. Загинула жінка, поранено чотирьох людей.", count(1), count(4)),
    "de, killed": ("de", "Bei einem Raketenangriff auf Odessa sind am Dienstag vier Menschen getötet worden.", count(4), None),
    "fr, both": ("fr", "Un missile a frappé un immeuble à Kharkiv mardi, faisant trois morts et dix blessés.", count(3), count(10)),
    "es, killed": ("es", "Un ataque ruso con misiles contra Járkov dejó dos muertos este martes.", count(2), None),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "killed", "injured"), TOLLS.values(), ids=TOLLS.keys())
def test_toll(pipeline: Pipeline, lang: str, text: str, killed: Count | None, injured: Count | None):
    [report] = read(pipeline, "", text, lang)

    assert (report.toll.killed, report.toll.injured) == (killed, injured)


TWO = {
    "en": (
        "Missiles hit Odesa on Tuesday morning, killing one person. In Kharkiv, a guided bomb wounded six people.",
        "missile",
        "air_strike",
    ),
    "uk": (
        "Вранці ракета влучила в Одесу, загинула одна людина. У Харкові авіабомба поранила шістьох.",
        "missile",
        "air_strike",
    ),
}


@pytest.mark.parametrize("lang", TWO)
def test_each_of_two_attacks_has_its_own_kind_and_toll(pipeline: Pipeline, lang: str):
    text, first, second = TWO[lang]

    odesa, kharkiv = read(pipeline, "", text, lang)

    assert (odesa.types[0], odesa.toll.killed, odesa.toll.injured) == (first, count(1), None)
    assert (kharkiv.types[0], kharkiv.toll.killed, kharkiv.toll.injured) == (second, None, count(6))


def test_figure_in_a_later_sentence_belongs_to_the_attack(pipeline: Pipeline):
    text = (
        "A missile hit a block of flats in Kharkiv on Tuesday. Rescuers pulled out survivors. Three people were killed."
    )

    [report] = read(pipeline, "Missile hits Kharkiv", text)

    assert report.toll.killed == count(3)


def test_number_of_weapons(pipeline: Pipeline):
    [report] = read(pipeline, "", "Air defences destroyed 10 drones over the Rostov region overnight.")

    assert report.weapons.intercepted == 10


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("A drone hit an oil refinery in Tuapse on Tuesday.", "refinery"),
        ("A drone hit an airfield in Engels on Tuesday.", "airfield"),
        ("A missile hit a power station in Odesa on Tuesday.", "power_station"),
        ("A missile hit a school in Kharkiv on Tuesday.", "school"),
    ],
)
def test_what_was_hit(pipeline: Pipeline, text: str, target: str):
    [report] = read(pipeline, "", text)

    assert target in report.targets


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "A drone hit an oil depot in Bryansk on Tuesday, the governor said."),
        ("ru", "Утром 14 мая беспилотник атаковал нефтебазу в Брянске, сообщил губернатор."),
        ("uk", "О 04:15 ракета влучила у склад у Запоріжжі, повідомив мер міста."),
    ],
)
def test_office_that_says_so_makes_it_official(pipeline: Pipeline, lang: str, text: str):
    [report] = read(pipeline, "", text, lang)

    assert report.claim.official
    assert report.claim.speaker is not None
    assert report.claim.speaker in text


def test_publisher_that_is_an_authority_makes_it_official(pipeline: Pipeline):
    text = "A drone hit an oil depot in Bryansk on Tuesday, wounding two people."

    [of_a_governor] = read(pipeline, "", text, tags=frozenset({"official"}))
    [of_a_paper] = read(pipeline, "", text)

    assert (of_a_governor.claim.official, of_a_paper.claim.official) == (True, False)
    assert of_a_governor.claim.speaker is None


@pytest.mark.parametrize(
    ("lang", "text"),
    [
        ("en", "Russian forces struck Kherson again on Tuesday, wounding two people."),
        ("ru", "По Херсону нанесён повторный удар, ранены двое медиков."),
    ],
)
def test_further_attack_on_the_same_place_is_marked(pipeline: Pipeline, lang: str, text: str):
    [report] = read(pipeline, "", text, lang)

    assert report.again


def test_report_names_its_entry_and_carries_the_words_it_rests_on(pipeline: Pipeline):
    entry = an_entry(
        title="UPDATED: Drone hits depot in Bryansk",
        summary="<p>A drone hit an oil depot in <b>Bryansk</b> on Tuesday, wounding two people.</p>",
        published=TUESDAY,
        publisher="The Herald",
        tags=frozenset({"wire"}),
    )

    [report] = pipeline.reader.read(entry).reports

    assert (report.entry, report.publisher, report.published) == (entry.id, "The Herald", TUESDAY)
    assert (report.tags, report.lang) == (entry.tags, "en")
    assert report.reasons
    text = document(entry).text
    named = [text[e.start : e.end] for e in report.evidence if e.fact == "place"]
    assert named
    assert set(named) == {"Bryansk"}
    assert all(e.quote in text for e in report.evidence)


def test_reading_is_the_same_every_time(pipeline: Pipeline):
    entry = an_entry(summary=TWO["en"][0], published=TUESDAY)

    assert pipeline.reader.read(entry) == pipeline.reader.read(entry)


def test_entry_of_a_megabyte_is_read_in_a_moment(pipeline: Pipeline):
    text = (
        "A drone hit an oil depot in Bryansk on Tuesday, wounding two people. " + "Rain fell on the fields. " * 40_000
    )

    assert news(read(pipeline, "", text))[0].place.iso_region == "RU-BRY"


def test_nobody_hurt_is_said_of_every_place_named_before(pipeline: Pipeline):
    text = "Ночью над Калужской областью сбит беспилотник. Ещё один уничтожен над Тульской. Пострадавших нет."
    reports = news(read(pipeline, "Ночная атака", text, lang="ru"))
    assert [report.place.iso_region for report in reports] == ["RU-KLU", "RU-TUL"]
    assert [report.toll.killed for report in reports] == [Count(low=0, high=0)] * 2


def test_nobody_hurt_is_not_said_of_a_place_that_counts_its_own(pipeline: Pipeline):
    text = (
        "Ночью при атаке дронов на Орёл ранены два человека. Ещё один беспилотник уничтожен над Тульской областью. "
        "Пострадавших нет."
    )
    orel, tula = news(read(pipeline, "Ночная атака", text, lang="ru"))
    assert orel.toll.injured == Count(low=2, high=2)
    assert tula.toll.injured == Count(low=0, high=0)


LIVE = {
    "en": ("en", "Explosions in Kharkiv, air defence is working, take cover.", True),
    "ru": ("ru", "Взрывы в Белгороде, работает ПВО, все в укрытия!", True),
    "uk": ("uk", "Вибухи в Харкові, атака триває.", True),
    "en, over": ("en", "A drone hit a depot in Bryansk on Tuesday, wounding two people.", False),
    "ru, flown": ("ru", "Беспилотник, летевший на Москву, сбит под Подольском утром 14 мая.", False),
}


@pytest.mark.parametrize(("lang", "text", "live"), LIVE.values(), ids=LIVE.keys())
def test_whether_it_goes_on_while_it_is_told(lang: str, text: str, live: bool, pipeline: Pipeline):
    assert {report.live for report in read(pipeline, text, lang=lang)} == {live}
