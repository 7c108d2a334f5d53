"""A general news feed: made-up entries in three languages, of which a given share reports an attack.

Deterministic: the n-th entry is always the same. Wording varies enough that no cache can answer for a whole entry.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

from monitor.model import EntryData

START = datetime(2026, 3, 2, tzinfo=UTC)

_SUBJECTS = {
    "en": "The city council|A regional court|The central bank|Farmers in the south|A team of researchers|The national railway|Teachers|A film festival|The health ministry|A software company|Two universities|The football league",
    "ru": "Городской совет|Областной суд|Центральный банк|Фермеры юга|Группа учёных|Железная дорога|Учителя|Кинофестиваль|Министерство здравоохранения|Разработчик программ|Два университета|Футбольная лига",
    "uk": "Міська рада|Обласний суд|Національний банк|Фермери півдня|Група науковців|Залізниця|Учителі|Кінофестиваль|Міністерство охорони здоров'я|Розробник програм|Два університети|Футбольна ліга",
}
_VERBS = {
    "en": "approved|published|postponed|presented|reviewed|extended|cancelled|praised|questioned|expanded",
    "ru": "утвердил|опубликовал|отложил|представил|пересмотрел|продлил|отменил|похвалил|обсудил|расширил",
    "uk": "затвердила|опублікувала|відклала|представила|переглянула|подовжила|скасувала|похвалила|обговорила|розширила",
}
_OBJECTS = {
    "en": "the budget for next year|a plan for new bus routes|the results of a survey of 1,200 households|a museum of local history|new rules for electric scooters|the price of winter wheat|a study of sleep in children|the timetable of night trains|a bridge over the northern canal|the opening of the swimming season",
    "ru": "бюджет на следующий год|план новых автобусных маршрутов|итоги опроса 1200 семей|музей истории края|правила для электросамокатов|цены на озимую пшеницу|исследование детского сна|расписание ночных поездов|мост через северный канал|открытие купального сезона",
    "uk": "бюджет на наступний рік|план нових автобусних маршрутів|підсумки опитування 1200 родин|музей історії краю|правила для електросамокатів|ціни на озиму пшеницю|дослідження дитячого сну|розклад нічних поїздів|міст через північний канал|відкриття купального сезону",
}
_BODY = {
    "en": "Officials in {place} said on {day} that the decision followed {n} months of talks. Residents had asked for it since last spring. The cost is put at {n} million, a tenth more than planned. Critics doubt that the work can be finished before the holidays.",
    "ru": "Власти города {place} сообщили в {day}, что решению предшествовали {n} месяцев переговоров. Жители просили об этом с прошлой весны. Стоимость оценивают в {n} миллионов, на десятую часть больше плана. Критики сомневаются, что работы закончат до праздников.",
    "uk": "Влада міста {place} повідомила у {day}, що рішенню передували {n} місяців переговорів. Мешканці просили про це з минулої весни. Вартість оцінюють у {n} мільйонів, на десяту частину більше за план. Критики сумніваються, що роботи завершать до свят.",
}
_PLACES = {
    "en": "Leeds|Toulouse|Porto|Kazan|Lviv|Boston|Nairobi|Lima|Osaka|Perth",
    "ru": "Казань|Томск|Пермь|Тверь|Омск|Самара|Псков|Калуга|Сочи|Тула",
    "uk": "Львів|Тернопіль|Луцьк|Ужгород|Чернівці|Рівне|Полтава|Черкаси|Суми|Вінниця",
}
_DAYS = {
    "en": "Monday|Tuesday|Wednesday|Thursday|Friday",
    "ru": "понедельник|вторник|среду|четверг|пятницу",
    "uk": "понеділок|вівторок|середу|четвер|п'ятницю",
}
_ATTACKS = {
    "en": ("Drone hits depot near {place}", "A drone struck an oil depot outside {place} on {day}, wounding {n} people, the governor said."),
    "ru": ("Беспилотник попал в нефтебазу, {place}", "В {day} беспилотник ударил по нефтебазе под городом {place}, ранены {n} человек, сообщил губернатор."),
    "uk": ("Дрон влучив у склад, {place}", "У {day} безпілотник влучив у склад біля міста {place}, поранено {n} людей, повідомив голова ОВА."),
}  # fmt: skip


def pick(table: dict[str, str], lang: str, n: int) -> str:
    options = table[lang].split("|")
    return options[n % len(options)]


def entries(count: int, *, every: int, first: int = 0) -> Iterator[EntryData]:
    """*count* entries from the one numbered *first* on; one in *every* reports an attack."""
    for n in range(first, first + count):
        lang = ("en", "ru", "uk")[n % 3]
        mixed = n * 2654435761 % 2**32 >> 8
        slots = {"place": pick(_PLACES, lang, mixed), "day": pick(_DAYS, lang, mixed >> 3), "n": 2 + mixed % 37}
        if n % every == every - 1:
            title, body = (text.format(**slots) for text in _ATTACKS[lang])
        else:
            title = (
                f"{pick(_SUBJECTS, lang, mixed)} {pick(_VERBS, lang, mixed >> 4)} {pick(_OBJECTS, lang, mixed >> 8)}"
            )
            body = _BODY[lang].format(**slots)
        published = START + timedelta(minutes=n)
        yield EntryData(
            guid=f"g{n}",
            title=f"{title} ({n})",
            summary=f"<p>{body}</p>",
            content=f"<p>{body} {title}.</p>" * 3,
            link=f"https://news.example.org/{lang}/{n}",
            published=published,
            lang=lang,
        )


def as_rss(items: list[EntryData]) -> bytes:
    """The entries as an RSS 2.0 document with full content, as publishers send it."""
    from html import escape

    rows = "".join(
        f"<item><guid>{i.guid}</guid><title>{escape(i.title)}</title><link>{i.link}</link>"
        f"<pubDate>{i.published:%a, %d %b %Y %H:%M:%S} GMT</pubDate><description>{escape(i.summary)}</description>"
        f"<content:encoded>{escape(i.content or '')}</content:encoded></item>"
        for i in items
    )
    return (
        '<?xml version="1.0" encoding="utf-8"?><rss version="2.0" '
        'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>News</title>'
        f"<link>https://news.example.org/</link><description>News</description>{rows}</channel></rss>"
    ).encode()
