"""An invented night: who publishes what, when. The towns exist, so that the gazetteer knows them; nothing else is real."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from monitor.model import FeedId

# Far ahead, so that nobody takes the night for one that was. 20:00 UTC is 22:00 in Kyiv and 23:00 in Moscow.
BEGIN = datetime(2031, 3, 11, 20, 0, tzinfo=UTC)
# When the last dispatch is out and the last mail about it is due.
QUIET = BEGIN + timedelta(hours=7)
# 08:00 in Kyiv, when daily digests go out there.
MORNING = datetime(2031, 3, 12, 6, 0, tzinfo=UTC)


class Form(StrEnum):
    """Format that a publisher's feed has."""

    RSS = "rss"
    ATOM = "atom"
    JSON = "json"


@dataclass(frozen=True, slots=True, kw_only=True)
class Publisher:
    """An invented newsroom with one feed. ``home`` and ``tags`` as in ``rules/feeds.yml``."""

    feed: FeedId
    name: str
    lang: str
    form: Form
    home: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Dispatch:
    """One entry of the night. ``minute``: when it is published, counted from `BEGIN`."""

    minute: int
    publisher: Publisher
    title: str
    summary: str

    @property
    def published(self) -> datetime:
        """The moment of publication."""
        return BEGIN + timedelta(minutes=self.minute)


WIRE = Publisher(feed=FeedId("northern-wire"), name="Northern Wire", lang="en", form=Form.RSS, tags=("wire",))
PORTAL = Publisher(feed=FeedId("daily-portal"), name="Daily Portal", lang="en", form=Form.RSS)
CITY = Publisher(feed=FeedId("gorod"), name="Городской вестник", lang="ru", form=Form.ATOM, home="RU")
STEPPE = Publisher(feed=FeedId("step"), name="Степова хвиля", lang="uk", form=Form.JSON, home="UA")
BORDER = Publisher(
    feed=FeedId("pogranichye"), name="Пограничье", lang="ru", form=Form.ATOM, home="RU-BEL", tags=("local",)
)
PUBLISHERS = (WIRE, PORTAL, CITY, STEPPE, BORDER)

_REFINERY_TITLE = "Refinery in Syzran on fire after drone attack"
_REFINERY = (
    "A fire broke out at an oil refinery in the Russian city of Syzran after a drone attack in the early hours of "
    "Wednesday, the governor of the Samara region said. No one was hurt."
)
_POLTAVA_TITLE = "Missile strike on Poltava kills two"
_POLTAVA = (
    "A missile hit an apartment building in the Ukrainian city of Poltava overnight, killing two people, the regional "
    "governor said on Wednesday. Rescuers were searching the rubble for survivors."
)

DISPATCHES = (
    # Five days old when the feed is first read: the incident is kept, and nobody is alerted.
    Dispatch(
        minute=-5 * 24 * 60 - 120,
        publisher=WIRE,
        title="Missile hits grain terminal in Izmail, killing a worker",
        summary="A missile struck a grain terminal in the Ukrainian port of Izmail on Thursday afternoon, killing one "
        "worker, the governor of the Odesa region said.",
    ),
    Dispatch(
        minute=5,
        publisher=PORTAL,
        title="Chess: Late attack on the king stuns champion in Lviv",
        summary="The oldest player in the field gave up a rook, launched an attack on the champion's king and won in "
        "41 moves in the fourth round of the Lviv open on Tuesday.",
    ),
    Dispatch(
        minute=12,
        publisher=STEPPE,
        title="На Полтавщину йде негода: синоптики попереджають про град і шквали",
        summary="У середу, 12 березня, на сході області вдарить гроза з градом. Пориви вітру сягатимуть 25 метрів за "
        "секунду, водіїв просять бути обережними.",
    ),
    Dispatch(
        minute=20,
        publisher=CITY,
        title="В Воронеже пройдут учения: жителей просят не пугаться взрывов",
        summary="12 марта на полигоне под Воронежем спасатели отработают действия при атаке беспилотников. Во время "
        "учений будут слышны взрывы, предупредили в мэрии.",
    ),
    Dispatch(
        minute=38,
        publisher=WIRE,
        title="Drones shot down over two Russian regions",
        summary="Air defences shot down drones over the Kaluga and Tver regions late on Tuesday, the governors of both "
        "regions said. There were no casualties.",
    ),
    Dispatch(
        minute=56,
        publisher=CITY,
        title="Над Калужской и Тверской областями сбили беспилотники",
        summary="Вечером 11 марта силы ПВО сбили несколько беспилотников над Калужской и Тверской областями. "
        "Пострадавших нет, сообщили губернаторы.",
    ),
    Dispatch(
        minute=92,
        publisher=BORDER,
        title="Шебекино попало под обстрел, ранены двое",
        summary="Поздно вечером 11 марта город Шебекино обстреляли из артиллерии. Ранены мужчина и женщина, повреждены "
        "четыре дома, сообщил губернатор Белгородской области.",
    ),
    Dispatch(
        minute=131,
        publisher=CITY,
        title="Беспилотники атаковали НПЗ в Сызрани, начался пожар",
        summary="В ночь на 12 марта беспилотники атаковали нефтеперерабатывающий завод в Сызрани. На заводе начался "
        "пожар, пострадавших нет, сообщил губернатор Самарской области.",
    ),
    Dispatch(minute=143, publisher=WIRE, title=_REFINERY_TITLE, summary=_REFINERY),
    Dispatch(minute=151, publisher=PORTAL, title=_REFINERY_TITLE, summary=_REFINERY),
    Dispatch(
        minute=174,
        publisher=STEPPE,
        title="Ракетний удар по Полтаві: двоє загиблих",
        summary="У ніч на 12 березня ракета влучила в багатоповерхівку в Полтаві. Загинули двоє людей, повідомив "
        "очільник обласної адміністрації. Рятувальники розбирають завали.",
    ),
    Dispatch(minute=186, publisher=WIRE, title=_POLTAVA_TITLE, summary=_POLTAVA),
    Dispatch(minute=191, publisher=PORTAL, title=_POLTAVA_TITLE, summary=_POLTAVA),
    Dispatch(
        minute=198,
        publisher=CITY,
        title="При ракетном ударе по Полтаве погибли два человека",
        summary="Ночью 12 марта ракета попала в жилой дом в Полтаве. Погибли два человека, под завалами ищут людей, "
        "сообщил глава области.",
    ),
    Dispatch(
        minute=207,
        publisher=STEPPE,
        title="Кількість загиблих у Полтаві зросла до п'яти",
        summary="Рятувальники дістали з-під завалів ще трьох загиблих. Унаслідок нічного ракетного удару по Полтаві "
        "загинули п'ятеро людей, повідомив очільник обласної адміністрації.",
    ),
    Dispatch(
        minute=233,
        publisher=WIRE,
        title="Death toll in Poltava missile strike rises to seven",
        summary="Two more bodies were found under the rubble of the apartment building that a missile hit in Poltava "
        "overnight, bringing the number of dead to seven, the governor said.",
    ),
    Dispatch(
        minute=244,
        publisher=WIRE,
        title="Analysis: Why ports on the Danube have become targets",
        summary="Last Thursday's missile strike on Izmail, which killed a worker at a grain terminal, was a warning to "
        "shipowners, insurers say. Premiums have doubled since autumn.",
    ),
    Dispatch(
        minute=258,
        publisher=PORTAL,
        title="Moscow says talks on prisoner exchange will go on",
        summary="Moscow said on Wednesday that talks on an exchange of prisoners would go on next week in spite of the "
        "missile strike on Poltava.",
    ),
    Dispatch(
        minute=285,
        publisher=PORTAL,
        title="Tram drivers in Dnipro go on strike over pay",
        summary="Trams will stand still in Dnipro on Wednesday morning because the drivers strike for higher pay, their "
        "union said.",
    ),
    Dispatch(
        minute=334,
        publisher=STEPPE,
        title="Кількість загиблих у Полтаві скоригували: шестеро, а не семеро",
        summary="Унаслідок нічного ракетного удару по Полтаві загинули шестеро людей, повідомив очільник обласної "
        "адміністрації. Раніше помилково називали сімох.",
    ),
)
"""In the order of publication."""
