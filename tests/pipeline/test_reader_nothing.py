"""Texts with the words of an attack that tell of none, and those that do although they look alike."""

from __future__ import annotations

import pytest

from monitor.jobs.ingesting import Pipeline
from tests.pipeline.readings import news, read, where

NO_ATTACK = {
    "en, a drill": ("en", "Latvia holds drone drill", "Soldiers practised shooting down drones near Riga during the annual exercise on Tuesday."),
    "ru, a drill": ("ru", "Учения ПВО под Москвой", "В ходе учений под Москвой расчёты ПВО условно уничтожили десять беспилотников."),
    "uk, a drill": ("uk", "Навчання під Львовом", "Під час навчань поблизу Львова військові вчилися збивати дрони."),
    "en, chess": ("en", "Carlsen attacks with the queen in Moscow", "The chess champion launched a fierce attack on the king's side and won in Moscow on Tuesday."),
    "ru, chess": ("ru", "Шахматы", "Гроссмейстер провёл блестящую атаку на короля и победил на турнире в Казани."),
    "uk, football": ("uk", "Футбол", "Шахтар провів потужну атаку у Львові та забив двічі."),
    "en, a trial": ("en", "Court jails man over Kyiv blast plot", "A court in Kyiv sentenced a man to ten years in prison for planning an explosion at a military office."),
    "ru, a trial": ("ru", "Суд приговорил участника взрыва в Петербурге", "Суд в Петербурге приговорил к 15 годам обвиняемого в подготовке взрыва кафе."),
    "en, an anniversary": ("en", "Madrid marks 20 years since train bombings", "Mourners laid flowers in Madrid on the anniversary of the bombings that killed 193 people."),
    "ru, an anniversary": ("ru", "Годовщина взрыва в Минске", "В Минске вспоминают жертв взрыва в метро: исполнилось 13 лет со дня теракта."),
    "uk, an anniversary": ("uk", "Річниця удару по Вінниці", "У Вінниці вшанували пам'ять загиблих: минув рік від ракетного удару по центру міста, який забрав життя 29 людей."),
    "en, statistics": ("en", "Russia fired 3,000 bombs in a month", "Russia dropped more than 3,000 guided bombs on Ukraine in April, the president said."),
    "ru, statistics": ("ru", "Итоги недели", "За неделю ВСУ обстреляли Белгородскую область 400 раз."),
    "uk, statistics": ("uk", "Від початку року", "Від початку року росіяни випустили по Харківщині понад 3000 авіабомб."),
    "en, drones under way": ("en", "Drones heading for Poltava", "A group of drones is heading for Poltava, the air force warned."),
    "uk, drones under way": ("uk", "Шахеди летять на Житомир", "Шахеди з Чернігівщини курсом на Житомир."),
    "en, an alert": ("en", "Air raid alert in Kyiv", "An air raid alert was declared in Kyiv on Tuesday. Residents were told to go to shelters."),
    "ru, an alert": ("ru", "В Курске объявлена ракетная опасность", "В Курске и области объявлена ракетная опасность. Жителей просят оставаться дома."),
    "uk, an alert": ("uk", "Повітряна тривога у Києві", "У Києві оголошено повітряну тривогу. Прямуйте в укриття!"),
    "ru, an all-clear": ("ru", "", "Отбой ракетной опасности в Белгородской области."),
    "ru, an airport": ("ru", "Аэропорт Казани временно ограничил приём рейсов", "Ограничения нужны для безопасности полётов."),
    "en, mourning": ("en", "Kharkiv mourns", "Residents of Kharkiv laid flowers for the seven people killed in Saturday's missile strike."),
    "en, a week's sum": ("en", "900 bombs this week", "The president said Russia had used more than 900 guided bombs against Kharkiv region this week."),
    "en, a threat": ("en", "Putin threatens to strike Kyiv", "Russia may strike decision centres in Kyiv, President Putin warned on Tuesday."),
    "en, a warning": ("en", "Russia may strike Odesa, intelligence warns", "Russia could launch a missile attack on Odesa in the coming days, military intelligence warned."),
    "en, a denial": ("en", "No attack on Voronezh, officials say", "Officials denied reports of an attack on Voronezh. The noise was a sonic boom."),
    "ru, a denial": ("ru", "Власти опровергли атаку на Воронеж", "Сообщения об атаке беспилотников на Воронеж не соответствуют действительности, заявили власти."),
    "uk, a denial": ("uk", "У Сумах спростували інформацію про вибухи", "Інформація про вибухи у Сумах не відповідає дійсності, заявили в міськраді."),
    "en, hackers": ("en", "Hackers attack bank in Tallinn", "A cyberattack took down the website of a bank in Tallinn on Tuesday."),
    "en, a heart": ("en", "Man has heart attack on Kyiv metro", "A passenger suffered a heart attack on the metro in Kyiv on Tuesday."),
    "ru, a dog": ("ru", "Собака напала на ребёнка в Туле", "В Туле бродячая собака напала на ребёнка, мальчик ранен."),
    "en, a storm": ("en", "Storm lashes Odesa", "A storm hit Odesa on Tuesday, tearing down trees and wounding two people."),
    "ru, old shells": ("ru", "В Орле утилизируют снаряды", "Под Орлом уничтожат снаряды времён войны: взрывы будут слышны 15 мая."),
    "uk, sappers": ("uk", "У Чернігові знищать боєприпаси", "Сьогодні у Чернігові сапери проводитимуть контрольовані підриви, лунатимуть вибухи."),
    "en, aid": ("en", "Ukraine to get new drones", "Germany will hand over a thousand drones to Ukraine, the minister said in Berlin on Tuesday."),
    "ru, a works": ("ru", "Завод в Ижевске нарастил выпуск беспилотников", "Завод в Ижевске увеличил выпуск ударных беспилотников, рассказал директор."),
    "en, a test": ("en", "Iran tests missile", "Iran test-fired a ballistic missile near Semnan on Tuesday, state television said."),
    "en, an opinion": ("en", "Opinion: after the strike on Kharkiv", "Why the strike on Kharkiv should change the debate in Europe about long-range weapons."),
}  # fmt: skip


@pytest.mark.parametrize(("lang", "title", "summary"), NO_ATTACK.values(), ids=NO_ATTACK.keys())
def test_text_that_tells_of_no_attack_opens_nothing(pipeline: Pipeline, lang: str, title: str, summary: str):
    assert [where(report.place) for report in news(read(pipeline, title, summary, lang))] == []


ATTACK_ALL_THE_SAME = {
    "casualties in an exercise": (
        "A drone struck an army camp in Belgorod on Tuesday during an exercise, killing four people and injuring nine.",
        "RU-BEL",
    ),
    "a strike on a court": (
        "A missile hit a court in Kherson on Tuesday during a trial, killing three people.",
        "UA-65",
    ),
    "a strike on a match": (
        "A missile hit the stadium in Sumy during a match on Tuesday, killing three people.",
        "UA-59",
    ),
    "a strike after an alert": (
        "An air raid alert was declared in Odesa on Tuesday. A missile hit the port of Odesa, killing two people.",
        "UA-51",
    ),
}


@pytest.mark.parametrize(("text", "region"), ATTACK_ALL_THE_SAME.values(), ids=ATTACK_ALL_THE_SAME.keys())
def test_attack_that_counts_casualties_is_told_whatever_stands_beside_it(pipeline: Pipeline, text: str, region: str):
    [report] = news(read(pipeline, "", text))

    assert report.place.iso_region == region


QUIET = {
    "an empty entry": "",
    "the weather": "It will rain in Kyiv on Tuesday.",
    "a place only": "Kharkiv.",
    "a weapon only": "Drone.",
    "an act without a place": "A missile hit a house on Tuesday.",
    "an act in a country at large": "Missiles hit Ukraine on Tuesday.",
    "signs": "!!! ??? ... ---",
}


@pytest.mark.parametrize("text", QUIET.values(), ids=QUIET.keys())
def test_text_without_an_attack_at_a_place_gives_no_report(pipeline: Pipeline, text: str):
    assert read(pipeline, text, text) == ()
