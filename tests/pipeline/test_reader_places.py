"""Where an attack happened, and where somebody only said, sent or expected something. Each row is one way of telling."""

from __future__ import annotations

import pytest

from monitor.jobs.ingesting import Pipeline
from tests.pipeline.readings import news, read, where

ATTACKED = {
    "en, shot down over a region": (
        "en",
        "Drone shot down over Kaluga region",
        "Air defences shot down a drone over the Kaluga region overnight, the governor said.",
        ["RU-KLU region"],
    ),
    "en, a title's town for the region that the text names": (
        "en",
        "Missile over Kaluga",
        "Air defences destroyed a missile over the Kaluga region overnight, the ministry said.",
        ["RU-KLU region"],
    ),
    "en, shot down over a town": (
        "en",
        "Drones over Kaluga",
        "Air defences shot down two drones over Kaluga overnight, the mayor said.",
        ["RU-KLU city"],
    ),
    "ru, shot down over a region": (
        "ru",
        "Над Калужской областью сбит беспилотник",
        "Ночью над территорией Калужской области уничтожен беспилотник, сообщил губернатор.",
        ["RU-KLU region"],
    ),
    "uk, shot down over a region": (
        "uk",
        "Над Київщиною збили ракети",
        "У ніч на 14 травня сили ППО збили чотири ракети над Київською областю.",
        ["UA-32 region"],
    ),
    "en, debris in a town": (
        "en",
        "Drone debris falls in Belgorod",
        "Debris from a downed drone fell on a house in Belgorod on Tuesday morning, setting its roof on fire.",
        ["RU-BEL city"],
    ),
    "en, debris in a town and its region": (
        "en",
        "Drone debris falls on house in Istra, Moscow region",
        "Debris fell on a house in Istra, in the Moscow region, overnight.",
        ["RU-MOS city"],
    ),
    "ru, debris in a town and its region": (
        "ru",
        "Обломки беспилотника упали на дом в Шебекине",
        "Утром 14 мая обломки сбитого беспилотника упали на частный дом в Шебекине Белгородской области.",
        ["RU-BEL city"],
    ),
    "ru, shot down on the way to a capital": (
        "ru",
        "Собянин: три дрона сбиты в Подольске",
        "Средства ПВО сбили в Подольске три беспилотника, летевших на Москву.",
        ["RU-MOS city"],
    ),
    "en, a capital that is only somebody who speaks": (
        "en",
        "Missile strike kills three in Kharkiv",
        "Moscow said nothing about the strike. A Russian missile hit a block of flats in Kharkiv on Tuesday.",
        ["UA-63 city"],
    ),
    "ru, a governor's name that is also a town's": (
        "ru",
        "Гусев: в Лискинском районе подавлены несколько БПЛА",
        "Один упал на территорию нефтебазы, начался пожар.",
        ["RU-VOR district"],
    ),
    "en, police of the town tell": (
        "en",
        "Car bomb hits government base in Somali town, nine dead",
        "Police in Beledweyne said nine people were killed when the vehicle went off at the gate on Tuesday.",
        ["SO-HI city"],
    ),
    "en, an embassy that answers": (
        "en",
        "Ukrainian ambassador in Berlin condemns strike on Kharkiv",
        "The ambassador in Berlin said Monday's missile strike on Kharkiv, which killed four people, was a war crime.",
        ["UA-63 city"],
    ),
    "uk, a dateline": (
        "uk",
        "Удар по Запоріжжю",
        "КИЇВ. 14 травня. Російська ракета влучила у склад у Запоріжжі, є поранені.",
        ["UA-23 city"],
    ),
    "uk, blasts on the drones' way": (
        "uk",
        "Вибухи в Охтирці",
        "Дрони летять з боку Сум у напрямку Полтави. В Охтирці пролунали вибухи, влучання у склад.",
        ["UA-59 city"],
    ),
    "en, a list of regions": (
        "en",
        "Drones downed over Russian regions",
        "Air defences destroyed drones over the Kaluga, Tula and Oryol regions overnight, the ministry said.",
        ["RU-KLU region", "RU-ORL region", "RU-TUL region"],
    ),
    "ru, a list of regions": (
        "ru",
        "ПВО сбила дроны над Брянской, Курской и Тульской областями",
        "Ночью дежурные средства ПВО уничтожили беспилотники над Брянской, Курской и Тульской областями.",
        ["RU-BRY region", "RU-KRS region", "RU-TUL region"],
    ),
    "uk, a list of regions": (
        "uk",
        "Росіяни вдарили по Сумщині та Харківщині",
        "Протягом ночі ворог завдав ударів дронами по Сумській, Харківській та Чернігівській областях.",
        ["UA-59 region", "UA-63 region", "UA-74 region"],
    ),
    "uk, regions behind a total": (
        "uk",
        "Збито 20 із 25 шахедів",
        "Уночі росіяни запустили 25 шахедів. Сили ППО збили 20 дронів над Миколаївською та Одеською областями.",
        ["UA-48 region", "UA-51 region"],
    ),
    "en, a village in its region": (
        "en",
        "Village shelled",
        "Artillery shelled the village of Murom in the Belgorod region on Monday, killing a woman.",
        ["RU-BEL city"],
    ),
    "en, near a town in its region": (
        "en",
        "Depot hit",
        "A drone hit an oil depot near Engels in the Saratov region on Tuesday.",
        ["RU-SAR city"],
    ),
    "en, a town in its occupied region": (
        "en",
        "Drones hit Feodosia",
        "Drones struck an oil depot in Feodosia, Crimea, on the night of May 13, officials said.",
        ["UA-43 city"],
    ),
    "uk, a town in its occupied region": (
        "uk",
        "Вибухи в Криму: дрони атакували Джанкой",
        "Вночі дрони атакували аеродром у Джанкої в окупованому Криму.",
        ["UA-43 city"],
    ),
    "ru, a district": (
        "ru",
        "Обстрелян Шебекинский округ",
        "Во вторник утром обстреляли Шебекинский округ, повреждены три дома.",
        ["RU-BEL district"],
    ),
    "en, the port of a town": (
        "en",
        "Missile hits Odesa port",
        "A Russian missile hit the port of Odesa overnight, wounding two.",
        ["UA-51 site"],
    ),
    "en, two attacks": (
        "en",
        "Strikes on two cities",
        "Missiles hit Odesa on Tuesday morning, killing one person. In Kharkiv, a guided bomb wounded six people.",
        ["UA-51 city", "UA-63 city"],
    ),
    "uk, two attacks": (
        "uk",
        "Удари по двох містах",
        "Вранці ракета влучила в Одесу, загинула одна людина. У Харкові авіабомба поранила шістьох.",
        ["UA-51 city", "UA-63 city"],
    ),
    "de": (
        "de",
        "Drohne trifft Raffinerie in Rjasan",
        "Eine ukrainische Drohne hat in der Nacht zum Dienstag eine Raffinerie in Rjasan getroffen.",
        ["RU-RYA city"],
    ),
    "fr": (
        "fr",
        "Un missile russe frappe Kharkiv",
        "Un missile russe a frappé un immeuble à Kharkiv mardi matin, faisant trois morts et dix blessés.",
        ["UA-63 city"],
    ),
    "es": (
        "es",
        "Un dron ataca una refinería en Volgogrado",
        "Un dron atacó una refinería en Volgogrado la madrugada del martes y causó un incendio.",
        ["RU-VGG city"],
    ),
    "en, where it was launched from": (
        "en",
        "Drone flew from Kursk into Sumy region and hit a school",
        "A drone launched from the Kursk region hit a school in Shostka on Tuesday.",
        ["UA-59 city"],
    ),
    "en, an authority that is called after another place": (
        "en",
        "Explosions heard in Sevastopol",
        "Explosions were heard in Sevastopol early on Tuesday. The Moscow-installed governor said five missiles were hit.",
        ["UA-40 city"],
    ),
    "another war": (
        "en",
        "Air strike on Rafah",
        "An Israeli air strike hit a house in Rafah on Tuesday, killing eight people.",
        ["PS-RFH city"],
    ),
    "a war that is told from afar": (
        "en",
        "Israel strikes Damascus",
        "Israeli missiles struck a building in Damascus early on Tuesday, Syrian state media said.",
        ["SY-DI city"],
    ),
    "gunmen": (
        "en",
        "Gunmen kill five in Kabul",
        "Gunmen opened fire in Kabul on Tuesday, killing five people.",
        ["AF-KAB city"],
    ),
    "no war": (
        "en",
        "Bomb explodes in Istanbul",
        "A bomb exploded in Istanbul on Tuesday, wounding five people.",
        ["TR-34 city"],
    ),
}


@pytest.mark.parametrize(("lang", "title", "summary", "places"), ATTACKED.values(), ids=ATTACKED.keys())
def test_places_of_attack(pipeline: Pipeline, lang: str, title: str, summary: str, places: list[str]):
    reports = news(read(pipeline, title, summary, lang))

    assert sorted(where(report.place) for report in reports) == places, [report.place.name for report in reports]


FEEDS = {
    "a region's feed": ({"home": "RU-BEL"}, "Два взрыва. Все живы?", "Громко над городом, работает ПВО.", "RU-BEL"),
    "a feed that its name tells": (
        {"feed": "governor-belgorod"},
        "Над городом сбит беспилотник",
        "Система ПВО сбила беспилотник на подлёте к городу. Пострадавших нет.",
        "RU-BEL",
    ),
    "another region's feed": ({"home": "RU-KRS"}, "", "Над регионом ночью сбиты три беспилотника.", "RU-KRS"),
    "a text that names a place itself": (
        {"home": "RU-BEL"},
        "Беспилотник атаковал нефтебазу в Брянске",
        "Утром 14 мая беспилотник атаковал нефтебазу в Брянске, пострадали двое.",
        "RU-BRY",
    ),
}


@pytest.mark.parametrize(("feed", "title", "summary", "region"), FEEDS.values(), ids=FEEDS.keys())
def test_place_that_the_text_leaves_out_is_the_feeds(
    pipeline: Pipeline, feed: dict[str, str], title: str, summary: str, region: str
):
    [report] = news(read(pipeline, title, summary, "ru", **feed))

    assert report.place.iso_region == region


def test_feed_about_the_world_gives_no_place(pipeline: Pipeline):
    assert read(pipeline, "Два взрыва. Все живы?", "Громко над городом, работает ПВО.", "ru") == ()
