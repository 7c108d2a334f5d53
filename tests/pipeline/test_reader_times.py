"""When an attack happened, told on Tuesday 14 May 2024; and what an entry only recalls."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from monitor.jobs.ingesting import Pipeline
from tests.pipeline.readings import TUESDAY, news, read, recalled, where

# language, text, first and last day in May
WINDOWS = {
    "en, a weekday": ("en", "A missile hit a block of flats in Kharkiv on Tuesday, killing three people.", 14, 14),
    "en, the weekday before": ("en", "Two drones were shot down over the Tver region early on Monday.", 13, 13),
    "en, overnight": ("en", "A drone hit a depot in Bryansk overnight, wounding two people.", 13, 14),
    "en, a clock time": ("en", "Missiles hit Odesa at about 3.20 am on Tuesday, killing one person.", 14, 14),
    "en, a night by its date": ("en", "Drones struck an oil depot in Feodosia, Crimea, on the night of May 13.", 13, 14),
    "en, the evening before": ("en", "Artillery shelled Kherson on Monday evening, killing one man.", 13, 13),
    "ru, a date": ("ru", "Утром 14 мая беспилотник упал на дом в Курске, ранен мужчина.", 14, 14),
    "ru, yesterday": ("ru", "Вчера беспилотник упал на дом в Курске, ранен мужчина.", 13, 13),
    "ru, the day before yesterday": ("ru", "Позавчера беспилотник упал на дом в Курске, ранен мужчина.", 12, 12),
    "ru, into a night": ("ru", "В ночь на 14 мая беспилотники атаковали аэродром в Энгельсе. Пострадали двое.", 13, 14),
    "ru, a night from to": ("ru", "В ночь с 13 на 14 мая беспилотники атаковали аэродром в Энгельсе.", 13, 14),
    "ru, a weekday's evening": ("ru", "В понедельник вечером беспилотник упал на дом в Курске.", 13, 13),
    "uk, yesterday evening": ("uk", "Учора ввечері дрон упав на будинок у Сумах, поранено жінку.", 13, 13),
    "uk, into a night": ("uk", "У ніч на 14 травня росіяни атакували Одесу дронами. Поранено трьох людей.", 13, 14),
    "uk, a clock time": ("uk", "О 04:15 ракета влучила у склад у Запоріжжі, поранено двох людей.", 14, 14),
    "uk, before midnight": ("uk", "Близько 23:30 13 травня у Харкові пролунали вибухи, влучання у житловий будинок.", 13, 13),
    "de, into a night": ("de", "Eine Drohne hat in der Nacht zum Dienstag eine Raffinerie in Rjasan getroffen.", 13, 14),
    "fr, a weekday's morning": ("fr", "Un missile russe a frappé un immeuble à Kharkiv mardi matin, faisant trois morts.", 14, 14),
    "es, a weekday": ("es", "Un ataque ruso con misiles contra Járkov dejó dos muertos este martes.", 14, 14),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "text", "first", "last"), WINDOWS.values(), ids=WINDOWS.keys())
def test_days_of_an_attack(pipeline: Pipeline, lang: str, text: str, first: int, last: int):
    [report] = news(read(pipeline, "", text, lang))

    assert (report.window.first, report.window.last) == (date(2024, 5, first), date(2024, 5, last))
    assert report.window.stated


def test_attack_without_a_time_is_of_the_hours_before_publication(pipeline: Pipeline):
    [report] = news(read(pipeline, "", "Ракета попала в жилой дом в Харькове, погибли трое.", "ru"))

    assert not report.window.stated
    assert report.window.end == TUESDAY


def test_days_are_those_at_the_place_of_attack(pipeline: Pipeline):
    just_after_midnight_in_kyiv = datetime(2024, 5, 14, 21, 30, tzinfo=UTC)

    [report] = news(
        read(pipeline, "", "A missile hit Kharkiv today, killing two people.", published=just_after_midnight_in_kyiv)
    )

    assert report.window.last == date(2024, 5, 15)


# language, text, place of the attack that is recalled, first and last day of it
RECALLED = {
    "en, last week": ("en", "Last week a missile strike on Mykolaiv killed four people.", "UA-48", "2024-05-01", "2024-05-12"),
    "en, an older weekday": ("en", "On Friday, missiles struck Mykolaiv, killing one person.", "UA-48", "2024-05-10", "2024-05-10"),
    "en, an older date": ("en", "On 2 May, drones struck a refinery in Ryazan.", "RU-RYA", "2024-05-02", "2024-05-02"),
    "en, earlier this month": ("en", "Earlier this month, drones attacked Sumy, wounding eight people.", "UA-59", "2024-04-14", "2024-05-12"),
    "en, a year ago": ("en", "A year ago a missile hit a market in Sumy, killing 16 people.", "UA-59", "2023-01-01", "2023-12-31"),
    "en, it says that it recalls": ("en", "Officials recalled that drones had earlier struck a terminal in Novorossiysk.", "RU-KDA", None, None),
    "ru, last week": ("ru", "На прошлой неделе дроны атаковали Сумы, пострадали восемь человек.", "UA-59", "2024-05-01", "2024-05-12"),
    "ru, a month": ("ru", "В апреле при ударе по Чернигову погибли 18 человек.", "UA-74", "2024-04-01", "2024-04-30"),
    "ru, it says that it recalls": ("ru", "Напомним, ранее дроны атаковали завод в Рязани.", "RU-RYA", None, None),
    "uk, last week": ("uk", "Минулого тижня росіяни вдарили по Чернігову, загинули двоє.", "UA-74", "2024-05-01", "2024-05-12"),
    "uk, an older date": ("uk", "9 травня росіяни обстріляли Херсон, поранено п'ятьох.", "UA-65", "2024-05-09", "2024-05-09"),
    "uk, it says that it recalls": ("uk", "Нагадаємо, 2 травня ракета вбила у Херсоні трьох людей.", "UA-65", "2024-05-02", "2024-05-02"),
    "de, last week": ("de", "Vergangene Woche waren bei einem Angriff auf Sumy drei Menschen getötet worden.", "UA-59", "2024-05-01", "2024-05-12"),
    "fr, last week": ("fr", "La semaine dernière, une attaque de drones contre Soumy avait fait trois morts.", "UA-59", "2024-05-01", "2024-05-12"),
}  # fmt: skip

NEWS = {
    "en": "A missile hit Dnipro on Tuesday, killing two people.",
    "ru": "Утром 14 мая ракета попала в жилой дом в Днепре, погибли двое.",
    "uk": "Вранці 14 травня ракета влучила в будинок у Дніпрі, загинули двоє.",
    "de": "Am Dienstag schlug eine Rakete in Dnipro ein und tötete zwei Menschen.",
    "fr": "Un missile a frappé Dnipro mardi, tuant deux personnes.",
}


@pytest.mark.parametrize(("lang", "text", "region", "first", "last"), RECALLED.values(), ids=RECALLED.keys())
def test_older_attack_behind_the_news_is_background(
    pipeline: Pipeline, lang: str, text: str, region: str, first: str | None, last: str | None
):
    reports = read(pipeline, "", f"{NEWS[lang]} {text}", lang)

    assert [where(report.place) for report in news(reports)] == ["UA-12 city"]
    [old] = recalled(reports)
    assert old.place.iso_region == region
    if first is not None and last is not None:
        assert date.fromisoformat(first) <= old.window.first <= old.window.last <= date.fromisoformat(last)


def test_recalled_attack_on_the_same_town_is_kept_apart(pipeline: Pipeline):
    text = "Уночі дрон влучив у порт Одеси. Нагадаємо, 2 травня ракета вбила в Одесі трьох людей."

    reports = read(pipeline, "Дрон влучив у Одесу", text, "uk")

    [new], [old] = news(reports), recalled(reports)
    assert (new.toll.killed, old.toll.killed.high if old.toll.killed else None) == (None, 3)


def test_entry_about_an_old_attack_only_recalls_it(pipeline: Pipeline):
    reports = read(
        pipeline,
        "Drone attack on Ryazan refinery on 1 May cut output",
        "The drone attack on the refinery in Ryazan on 1 May cut its output by a third, traders said.",
    )

    assert news(reports) == []
    assert [report.window.first for report in recalled(reports)] == [date(2024, 5, 1)]


RISING = {
    "en": (
        "Death toll in Kharkiv rises to 18",
        "The death toll from Saturday's missile strike on Kharkiv has risen to 18, the mayor said.",
        "UA-63",
        11,
        18,
    ),
    "ru": (
        "В Белгороде умерла пострадавшая",
        "Скончалась женщина, раненная при обстреле Белгорода 12 мая, число погибших выросло до 17.",
        "RU-BEL",
        12,
        17,
    ),
    "uk": (
        "У Харкові завершили пошуки",
        "Кількість загиблих унаслідок ракетного удару по Харкову 11 травня зросла до 19 людей.",
        "UA-63",
        11,
        19,
    ),
}


@pytest.mark.parametrize("lang", RISING)
def test_toll_that_rises_days_later_is_news_of_the_day_of_the_attack(pipeline: Pipeline, lang: str):
    title, summary, region, day, killed = RISING[lang]

    [report] = read(pipeline, title, summary, lang)

    assert (report.role, report.place.iso_region, report.window.first.day) == ("main", region, day)
    assert report.toll.killed is not None
    assert report.toll.killed.high == killed
