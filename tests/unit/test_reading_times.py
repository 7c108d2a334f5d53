"""Times in sentences, told from the moment of publication. The usual one is Tuesday 5 September 2023, 10:00 in Kyiv."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.model import TimePrecision
from monitor.reading.times import Anchor, TimeKind, TimeMention, default_window, find_times, recall_cue

KYIV = ZoneInfo("Europe/Kyiv")
TUESDAY = datetime(2023, 9, 5, 10, 0, tzinfo=KYIV)
MONDAY = datetime(2023, 9, 4, 12, 0, tzinfo=KYIV)

MINUTE, PART, DAY, WEEK = TimePrecision.MINUTE, TimePrecision.PART_OF_DAY, TimePrecision.DAY, TimePrecision.WEEK


def only(text: str, published: datetime = TUESDAY) -> TimeMention:
    mentions = find_times(text, published, KYIV)
    assert len(mentions) == 1, [mention.text for mention in mentions]
    return mentions[0]


def september(day: int) -> date:
    return date(2023, 9, day)


# text, first day and last day in September 2023
EXPLICIT_DATES = [
    ("A drone fell on 5 September near the port", 5, 5),
    ("Sept. 3: two missiles hit the depot", 3, 3),
    ("The plant burned on September 3, 2023", 3, 3),
    ("On September 3rd the plant burned", 3, 3),
    ("Report of 03.09.2023", 3, 3),
    ("Станом на 3.09 відомо про двох поранених", 3, 3),
    ("2023-09-03 raid on the port", 3, 3),
    ("3/9/2023 raid on the port", 3, 3),
    ("3 сентября обстреляли посёлок", 3, 3),
    ("3-го сентября обстреляли посёлок", 3, 3),
    ("3 сентября 2023 года обстреляли посёлок", 3, 3),
    ("Ворог ударив 3 вересня по місту", 3, 3),
    ("Le 3 septembre, un drone est tombé", 3, 3),
    ("Am 3. September traf eine Drohne das Lager", 3, 3),
    ("El 3 de septiembre cayó un dron", 3, 3),
    ("Il 3 settembre è caduto un drone", 3, 3),
    ("Dron spadł 3 września na magazyn", 3, 3),
    ("3 Eylül'de bir drone düştü", 3, 3),
    ("Em 3 de setembro caiu um drone", 3, 3),
    ("Drones came on 3 and 4 September", 3, 4),
    ("Обстрелы шли с 1 по 3 сентября", 1, 3),
    ("The town was shelled Sept. 2-4", 2, 4),
]


BIRTHS = [
    "Мужчина 1988 г. р. получил осколочное ранение",
    "Ранен житель 1990 года рождения",
    "Поранено чоловіка 1988 р. н.",
    "The suspect, born in 1999, was held",
    "Ein Mann, Jahrgang 1970, wurde verletzt",
]


@pytest.mark.parametrize("text", BIRTHS)
def test_when_somebody_was_born_is_no_time_of_the_text(text: str) -> None:
    assert not find_times(text, TUESDAY, KYIV)


@pytest.mark.parametrize(("text", "first", "last"), EXPLICIT_DATES)
def test_explicit_dates(text: str, first: int, last: int) -> None:
    mention = only(text)
    assert (mention.window.first, mention.window.last) == (september(first), september(last))
    assert mention.kind is TimeKind.DATE
    assert mention.anchor is Anchor.CALENDAR


WEEKDAYS = [
    ("A drone hit the depot on Monday", 4),
    ("A drone hit the depot on Tuesday", 5),
    ("Wednesday's strike killed two", date(2023, 8, 30)),
    ("last Tuesday a drone hit the depot", date(2023, 8, 29)),
    ("last Monday a drone hit the depot", 4),
    ("В понедельник сбит беспилотник", 4),
    ("В прошлый вторник сбит беспилотник", date(2023, 8, 29)),
    ("У неділю ворог атакував порт", 3),
    ("Минулого вівторка ворог атакував порт", date(2023, 8, 29)),
    ("У п'ятницю пролунали вибухи", 1),
    ("Am Montag traf eine Drohne das Lager", 4),
    ("Une frappe a visé le port lundi", 4),
    ("Un ataque alcanzó el puerto el lunes", 4),
    ("Lunedì un drone ha colpito il porto", 4),
    ("W niedzielę dron trafił w magazyn", 3),
    ("Pazartesi bir drone limanı vurdu", 4),
    ("Um drone atingiu o porto na segunda-feira", 4),
]


@pytest.mark.parametrize(("text", "day"), WEEKDAYS)
def test_a_weekday_is_the_most_recent_one(text: str, day: int | date) -> None:
    expected = september(day) if isinstance(day, int) else day
    mention = only(text)
    assert (mention.window.first, mention.window.last) == (expected, expected)
    assert mention.kind is TimeKind.WEEKDAY
    assert mention.window.precision is DAY


def test_a_weekday_on_that_weekday_is_today() -> None:
    assert only("A drone hit the depot on Monday", MONDAY).window.first == september(4)


# text, first, last, hour at which the window begins (of the first day), precision
PARTS = [
    ("in the early hours of Monday", 4, 4, 0, PART),
    ("early Monday", 4, 4, 0, PART),
    ("early on Monday", 4, 4, 0, PART),
    ("late on Sunday", 3, 3, 18, PART),
    ("Sunday evening", 3, 3, 16, PART),
    ("Monday afternoon", 4, 4, 11, PART),
    ("Monday night", 4, 5, 18, PART),
    ("overnight into Tuesday", 4, 5, 18, PART),
    ("overnight from Monday to Tuesday", 4, 5, 18, PART),
    ("on the night of 3 September", 3, 4, 18, PART),
    ("overnight on Tuesday", 4, 5, 18, PART),
    ("Monday night into Tuesday", 4, 5, 18, PART),
    ("в ночь на вторник", 4, 5, 18, PART),
    ("в ночь на 5 сентября", 4, 5, 18, PART),
    ("в ночь с 4 на 5 сентября", 4, 5, 18, PART),
    ("в ночь с понедельника на вторник", 4, 5, 18, PART),
    ("у ніч на вівторок", 4, 5, 18, PART),
    ("у ніч проти 5 вересня", 4, 5, 18, PART),
    ("вночі проти 5 вересня", 4, 5, 18, PART),
    ("вночі 5 вересня", 5, 5, 22, PART),
    ("з 18:00 4 вересня до 06:00 5 вересня", 4, 5, 18, PART),
    ("from 18:00 on Monday", 4, 5, 18, PART),
    ("у ніч з 3 на 4 вересня", 3, 4, 18, PART),
    ("в понедельник вечером", 4, 4, 16, PART),
    ("утром 4 сентября", 4, 4, 4, PART),
    ("увечері 4 вересня", 4, 4, 16, PART),
    ("рано утром в понедельник", 4, 4, 0, PART),
    ("in der Nacht zu Dienstag", 4, 5, 18, PART),
    ("in der Nacht auf den 5. September", 4, 5, 18, PART),
    ("Am Montagabend", 4, 4, 16, PART),
    ("dans la nuit de lundi à mardi", 4, 5, 18, PART),
    ("dans la nuit du 4 au 5 septembre", 4, 5, 18, PART),
    ("la noche del lunes", 4, 5, 18, PART),
    ("nella notte tra lunedì e martedì", 4, 5, 18, PART),
    ("lunedì mattina", 4, 4, 4, PART),
    ("w nocy z poniedziałku na wtorek", 4, 5, 18, PART),
    ("pazartesi gecesi", 4, 5, 18, PART),
    ("na segunda-feira à noite", 4, 5, 18, PART),
    ("overnight", 4, 5, 18, PART),
    ("last night", 4, 5, 18, PART),
    ("ночью", 4, 5, 18, PART),
    ("сегодня ночью", 4, 5, 18, PART),
    ("вночі", 4, 5, 18, PART),
    ("за ночь", 4, 5, 18, PART),
    ("by morning", 4, 5, 18, PART),
    ("dün gece", 4, 5, 18, PART),
    ("letzte Nacht", 4, 5, 18, PART),
    ("this morning", 5, 5, 4, PART),
    ("утром", 5, 5, 4, PART),
    ("вранці", 5, 5, 4, PART),
    ("before dawn", 5, 5, 0, PART),
    ("yesterday evening", 4, 4, 16, PART),
    ("hier soir", 4, 4, 16, PART),
    ("ieri sera", 4, 4, 16, PART),
    ("wczoraj wieczorem", 4, 4, 16, PART),
    ("this afternoon", 4, 4, 11, PART),
    ("вечером", 4, 4, 16, PART),
]


@pytest.mark.parametrize(("text", "first", "last", "hour", "precision"), PARTS)
def test_parts_of_the_day(text: str, first: int, last: int, hour: int, precision: TimePrecision) -> None:
    mention = only(text + " a drone hit the depot")
    assert (mention.window.first, mention.window.last) == (september(first), september(last))
    assert mention.window.start.astimezone(KYIV).hour == hour
    assert mention.window.precision is precision
    assert not mention.recall


RELATIVE = [
    ("today", 5, 5, DAY, False),
    ("сегодня", 5, 5, DAY, False),
    ("сьогодні", 5, 5, DAY, False),
    ("aujourd'hui", 5, 5, DAY, False),
    ("yesterday", 4, 4, DAY, False),
    ("вчера", 4, 4, DAY, False),
    ("вчора", 4, 4, DAY, False),
    ("накануне", 4, 4, DAY, False),
    ("напередодні", 4, 4, DAY, False),
    ("gestern", 4, 4, DAY, False),
    ("ayer", 4, 4, DAY, False),
    ("позавчера", 3, 3, DAY, False),
    ("vorgestern", 3, 3, DAY, False),
    ("two days ago", 3, 3, DAY, False),
    ("три дні тому", 2, 2, DAY, True),
    ("vor drei Tagen", 2, 2, DAY, True),
    ("il y a trois jours", 2, 2, DAY, True),
    ("hace tres días", 2, 2, DAY, True),
    ("tre giorni fa", 2, 2, DAY, True),
    ("trzy dni temu", 2, 2, DAY, True),
    ("üç gün önce", 2, 2, DAY, True),
    ("há três dias", 2, 2, DAY, True),
    ("the day before", 4, 4, DAY, True),
    ("днём ранее", 4, 4, DAY, True),
    ("two nights earlier", 3, 3, DAY, True),
    ("over the past 24 hours", 4, 5, DAY, False),
    ("за сутки", 4, 5, DAY, False),
    ("за минулу добу", 4, 5, DAY, False),
    ("протягом доби", 4, 5, DAY, False),
    ("dans les dernières 24 heures", 4, 5, DAY, False),
    ("an hour ago", 5, 5, MINUTE, False),
    ("час назад", 5, 5, MINUTE, False),
    ("hours earlier", 4, 5, DAY, True),
    ("the previous night", 3, 5, PART, True),
    ("since Monday", 4, 5, WEEK, False),
    ("at the weekend", 2, 3, WEEK, False),
    ("на выходных", 2, 3, WEEK, False),
]


@pytest.mark.parametrize(("text", "first", "last", "precision", "recall"), RELATIVE)
def test_times_told_from_publication(
    text: str, first: int, last: int, precision: TimePrecision, *, recall: bool
) -> None:
    mention = only("The depot was hit " + text)
    assert (mention.window.first, mention.window.last) == (september(first), september(last))
    assert mention.window.precision is precision
    assert mention.recall is recall


# text, a day inside the window, a day outside
PERIODS = [
    ("in August", date(2023, 8, 15), date(2023, 9, 1)),
    ("в августе", date(2023, 8, 15), date(2023, 9, 1)),
    ("у серпні", date(2023, 8, 15), date(2023, 9, 1)),
    ("in September 2022", date(2022, 9, 15), date(2022, 10, 1)),
    ("in July last year", date(2022, 7, 15), date(2023, 7, 15)),
    ("в июле прошлого года", date(2022, 7, 15), date(2023, 7, 15)),
    ("у липні минулого року", date(2022, 7, 15), date(2023, 7, 15)),
    ("in 2022", date(2022, 3, 1), date(2023, 1, 1)),
    ("в 2022 году", date(2022, 3, 1), date(2023, 1, 1)),
    ("last week", date(2023, 8, 28), date(2023, 9, 5)),
    ("на прошлой неделе", date(2023, 8, 28), date(2023, 9, 5)),
    ("минулого тижня", date(2023, 8, 28), date(2023, 9, 5)),
    ("a week ago", date(2023, 8, 29), date(2023, 9, 5)),
    ("earlier this week", date(2023, 9, 4), date(2023, 9, 5)),
    ("earlier this month", date(2023, 9, 1), date(2023, 9, 5)),
    ("last month", date(2023, 8, 1), date(2023, 9, 1)),
    ("минулого місяця", date(2023, 8, 1), date(2023, 9, 1)),
    ("over the past week", date(2023, 8, 30), date(2023, 8, 20)),
    ("за месяц", date(2023, 8, 30), date(2023, 7, 20)),
    ("in recent weeks", date(2023, 8, 20), date(2023, 9, 5)),
    ("a year ago", date(2022, 9, 5), date(2023, 9, 5)),
    ("рік тому", date(2022, 9, 5), date(2023, 9, 5)),
    ("la semana pasada", date(2023, 8, 28), date(2023, 9, 5)),
    ("geçen hafta", date(2023, 8, 28), date(2023, 9, 5)),
    ("letztes Jahr", date(2022, 5, 1), date(2023, 1, 1)),
]


@pytest.mark.parametrize(("text", "inside", "outside"), PERIODS)
def test_longer_ago_is_a_period_that_recalls(text: str, inside: date, outside: date) -> None:
    mention = only("The depot was hit " + text)
    assert mention.window.first <= inside <= mention.window.last
    assert not mention.window.first <= outside <= mention.window.last
    assert mention.recall
    assert mention.window.precision is WEEK


# text, local day and minute of the middle of the window
CLOCKS = [
    ("At 03:40 a drone hit the depot", 5, "03:40"),
    ("At about 3.40 am a drone hit the depot", 5, "03:40"),
    ("Around 4 a.m. local time a drone hit", 5, "04:00"),
    ("A drone hit at 11pm", 4, "23:00"),
    ("At 11 p.m. on Sunday a drone hit", 3, "23:00"),
    ("On Monday at about three o'clock in the morning", 4, "03:00"),
    ("Около 4 утра прогремел взрыв", 5, "04:00"),
    ("Взрыв прогремел около четырёх утра", 5, "04:00"),
    ("В три часа ночи 4 сентября", 4, "03:00"),
    ("В 22:15 понедельника", 4, "22:15"),
    ("О 17:35 пролунав вибух", 4, "17:35"),
    ("О третій годині ночі пролунав вибух", 5, "03:00"),
    ("О 8 вечора пролунав вибух", 4, "20:00"),
    ("Gegen 4 Uhr morgens schlug die Drohne ein", 5, "04:00"),
    ("Hier soir à 22h30", 4, "22:30"),
    ("A las 3 de la madrugada", 5, "03:00"),
    ("Alle 5.30 un drone ha colpito il porto", 5, "05:30"),
    ("O godzinie 3 dron trafił w magazyn", 5, "03:00"),
    ("Dün gece saat 02.30 sıralarında", 5, "02:30"),
    ("Às 3h40 de segunda-feira", 4, "03:40"),
]


@pytest.mark.parametrize(("text", "day", "clock"), CLOCKS)
def test_clock_times(text: str, day: int, clock: str) -> None:
    mention = only(text)
    middle = mention.window.start + mention.window.length / 2
    assert middle.astimezone(KYIV).strftime("%d %H:%M") == f"{day:02} {clock}"
    assert mention.window.precision is MINUTE


NOT_PAST = [
    "Talks are planned for next Monday",
    "The road is closed until Monday",
    "The road is closed until 10 March",
    "Every Monday the sirens are tested",
    "Thursday will be a day of mourning",
    "Четверг станет днём траура",
    "Четвер оголошено днем жалоби",
    "The court will rule on Thursday",
    "Results are expected on Sunday night",
    "Дорога закрыта до понедельника",
    "Рух закрито до понеділка",
    "Die Straße ist bis Montag gesperrt",
    "La route est fermée jusqu'à lundi",
    "The tariff applies from 1 January 2024 to 1 May 2024",
    "The curfew holds until midnight",
    "Школы открываются с 9 октября",
    "Die Angst vor der nächsten Nacht",
]


@pytest.mark.parametrize("text", NOT_PAST)
def test_what_has_not_come_yet_is_left_out(text: str) -> None:
    assert find_times(text, TUESDAY, KYIV) == ()


NO_TIMES = [
    "The refinery caught fire after a drone attack",
    "Most children may march in the parade",
    "12 drones and 3 missiles were shot down",
    "A strong early warning system",
    "С каждым разом их больше",
    "Die Drohnen sind hier gefallen",
    "Version 3.10 costs 5.25 euros",
    "",
]


@pytest.mark.parametrize("text", NO_TIMES)
def test_sentences_without_a_time(text: str) -> None:
    assert find_times(text, TUESDAY, KYIV) == ()


class TestNightAndPublication:
    def test_overnight_just_after_midnight_is_the_night_now_running(self) -> None:
        published = datetime(2023, 9, 5, 0, 35, tzinfo=KYIV)
        window = only("Drones attacked Kyiv overnight", published).window
        assert (window.first, window.last) == (september(4), september(5))
        assert window.end == published + timedelta(minutes=30)

    def test_tonight_in_the_evening_has_only_begun(self) -> None:
        published = datetime(2023, 9, 5, 22, 0, tzinfo=KYIV)
        window = only("Drones are attacking Kyiv tonight", published).window
        assert (window.first, window.last) == (september(5), september(5))
        assert window.end == published + timedelta(minutes=30)

    def test_the_night_to_tuesday_may_begin_on_monday_evening(self) -> None:
        published = datetime(2023, 9, 4, 23, 10, tzinfo=KYIV)
        window = only("У ніч на вівторок ворог атакує порт", published).window
        assert (window.first, window.last) == (september(4), september(5))

    def test_monday_night_on_a_monday_morning_has_just_ended(self) -> None:
        window = only("Drones attacked the port on Monday night", datetime(2023, 9, 4, 8, tzinfo=KYIV)).window
        assert (window.first, window.last) == (september(3), september(4))

    def test_sunday_ends_at_midnight_and_is_not_monday(self) -> None:
        window = only("On Sunday evening drones attacked the port").window
        assert window.end.astimezone(KYIV) == datetime(2023, 9, 4, tzinfo=KYIV)
        assert window.last == september(3)

    def test_days_are_those_of_the_place(self) -> None:
        published = datetime(2023, 9, 4, 22, 30, tzinfo=UTC)
        assert only("Two drones were shot down today", published).window.first == september(5)

    def test_a_date_far_ahead_is_last_years(self) -> None:
        mention = only("On 30 September the annexation was declared")
        assert mention.window.first == date(2022, 9, 30)
        assert mention.recall

    def test_new_year_may_be_tomorrow(self) -> None:
        assert find_times("1 січня — день жалоби", datetime(2023, 12, 31, 10, tzinfo=KYIV), KYIV) == ()

    def test_the_night_to_a_day_without_a_month(self) -> None:
        window = only("В ночь на 26-е дрон упал в поле").window
        assert (window.first, window.last) == (date(2023, 8, 25), date(2023, 8, 26))

    def test_29_february_is_the_last_one_there_was(self) -> None:
        assert only("On 29 February a drone fell").window.first == date(2020, 2, 29)

    def test_after_a_day_and_a_half_a_day_recalls(self) -> None:
        assert not only("On Sunday a drone fell").recall
        assert only("On Sunday a drone fell", TUESDAY + timedelta(hours=3)).recall


class TestSeveralTimes:
    def test_a_clock_time_belongs_to_the_only_day_of_its_clause(self) -> None:
        clock, day = find_times("At 3am drones attacked the depot in Kursk on Sunday", TUESDAY, KYIV)
        assert clock.window.first == day.window.first == september(3)
        assert clock.window.precision is MINUTE

    def test_the_time_stamp_of_a_live_blog_is_no_part_of_the_day_before(self) -> None:
        stamp, yesterday = find_times("09:10 В городе умер раненый, которого нашли вчера", TUESDAY, KYIV)
        assert (stamp.window.first, yesterday.window.first) == (september(5), september(4))

    def test_a_recalled_day_stays_apart_from_the_night_of_the_news(self) -> None:
        text = "Drones attacked the port overnight, after a strike on 28 August killed two"
        news, recalled = find_times(text, TUESDAY, KYIV)
        assert (news.window.first, news.recall) == (september(4), False)
        assert (recalled.window.first, recalled.recall) == (date(2023, 8, 28), True)

    def test_a_day_named_twice_is_one_mention(self) -> None:
        assert only("On Monday, 4 September, a drone fell").text == "Monday, 4 September"

    def test_offsets_point_into_the_text(self) -> None:
        text = "İzmir'de dün, Одесса — вчера"
        assert [text[each.start : each.end] for each in find_times(text, TUESDAY, KYIV)] == ["dün", "вчера"]


class TestDefaultWindow:
    def test_in_the_afternoon_it_is_today(self) -> None:
        window = default_window(datetime(2023, 9, 5, 15, tzinfo=KYIV), KYIV)
        assert (window.first, window.last, window.stated) == (september(5), september(5), False)
        assert window.length == timedelta(hours=18)

    def test_before_nine_it_may_be_yesterday(self) -> None:
        window = default_window(datetime(2023, 9, 5, 8, 59, tzinfo=KYIV), KYIV)
        assert (window.first, window.last) == (september(4), september(5))


RECALL_CUES = [
    ("Previously, a depot in the same town was hit", "Previously"),
    ("It is the first since the spring", "the first since"),
    ("The third time this month the port burned", "third time this month"),
    ("Напомним, удар унёс жизни троих", "Напомним"),
    ("Нагадаємо, удар забрав життя трьох", "Нагадаємо"),
    ("Ранее сообщалось о взрывах", "Ранее сообщалось"),
    ("Rappelons que le port a été touché", "Rappelons"),
    ("The port was hit in a similar attack", "in a similar attack"),
    ("Przypomnijmy, że port był celem", "Przypomnijmy"),
]


@pytest.mark.parametrize(("text", "cue"), RECALL_CUES)
def test_words_that_recall_without_a_date(text: str, cue: str) -> None:
    span = recall_cue(text)
    assert span is not None
    assert text[slice(*span)] == cue


@pytest.mark.parametrize("text", ["Earlier on Monday a drone fell", "Earlier today a drone fell", "A drone fell"])
def test_words_that_do_not_recall(text: str) -> None:
    assert recall_cue(text) is None


WORDS = st.sampled_from(
    "on Monday night 5 September 03:40 to into last next ago two days в ночь на вторник 31 30 February 2022 . , - час назад the".split()
)


@given(st.lists(WORDS, max_size=14), st.datetimes(datetime(2000, 1, 1), datetime(2040, 1, 1)))
def test_no_window_lies_ahead_of_publication(words: list[str], moment: datetime) -> None:
    published = moment.replace(tzinfo=UTC)
    text = " ".join(words)
    for mention in find_times(text, published, KYIV):
        assert mention.window.start <= mention.window.end
        assert mention.window.start <= published + timedelta(minutes=30)
        assert text[mention.start : mention.end] == mention.text
