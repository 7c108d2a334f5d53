"""Fixed phrases of time in eleven languages, by what they mean. Words are folded and joined by blanks; ``-`` is a word."""

from __future__ import annotations

from typing import TypeVar

from monitor.reading.times_words import Part

Meaning = TypeVar("Meaning")


def _phrases(text: str) -> frozenset[str]:
    """The phrases of a text that is divided by bars."""
    return frozenset(" ".join(phrase.split()) for phrase in text.split("|"))


def _table(*rows: tuple[Meaning, str]) -> dict[str, Meaning]:
    """Phrase to meaning."""
    return {phrase: meaning for meaning, text in rows for phrase in _phrases(text)}


PART_PHRASES: dict[str, Part] = _table(
    (
        Part.EARLY,
        """early hours | small hours | wee hours | pre - dawn | before dawn | at dawn | before sunrise | the early
        hours of the morning | early morning | рано утром | ранним утром | до рассвета | перед рассветом | рано
        - вранці | рано вранці | до світанку | am frühen morgen | frühen morgen | früher morgen | früh am morgen
        | petit matin | aux premières heures | primeras horas | prime ore | nad ranem | wczesnym rankiem |
        wczesnym ranem | sabaha karşı | sabahın erken saatlerinde | primeiras horas | под утро | під ранок""",
    ),
    (
        Part.NIGHT,
        """за ночь | за ніч | в течение ночи | протягом ночі | впродовж ночі | by morning | к утру | на ранок | до
        ранку | до утра | under cover of darkness | over night | bis zum morgen""",
    ),
    (
        Part.MIDNIGHT,
        """after midnight | past midnight | shortly after midnight | just after midnight | после полуночи | сразу
        после полуночи | після півночі | po północy | o północy | nach mitternacht | gece yarısı | meia - noite
        | meia noite | après minuit""",
    ),
    (
        Part.BEFORE_MIDNIGHT,
        """before midnight | shortly before midnight | just before midnight | до полуночи | незадолго до полуночи |
        перед північчю | vor mitternacht | kurz vor mitternacht | avant minuit | przed północą""",
    ),
    (
        Part.AFTERNOON,
        """après - midi | après midi | po południu | öğleden sonra | после полудня | после обеда | після обіду | у
        другій половині дня | во второй половине дня""",
    ),
    (
        Part.MORNING,
        """in the morning | в первой половине дня | до полудня | à manhã""",
    ),
    (
        Part.EVENING,
        """по вечерам | в вечернее время""",
    ),
)


DAY_PHRASES: dict[str, int] = _table(
    (
        0,
        """today | сегодня | сьогодні | heute | aujourd'hui | hoy | oggi | dziś | dzisiaj | bugün | hoje | ce jour""",
    ),
    (
        -1,
        """yesterday | вчера | вчора | учора | накануне | напередодні | gestern | hier | ayer | ieri | wczoraj |
        dün | ontem | anoche | la veille | am vortag""",
    ),
    (
        -2,
        """day before yesterday | позавчера | позавчора | vorgestern | avant - hier | anteayer | antier | altro
        ieri | przedwczoraj | anteontem | evvelsi gün""",
    ),
)
"""Days from the day of publication."""


TOLD_DAY_PHRASES: frozenset[str] = _phrases(
    """a day before | a day earlier | am tag zuvor | bir gün önce | dzień wcześniej | einen tag zuvor | el día
    anterior | il giorno precedente | il giorno prima | le jour précédent | na véspera | no dia anterior | one
    day earlier | poprzedniego dnia | the day before | the previous day | un día antes | önceki gün | в
    предыдущий день | днем ранее | днем раньше | днем раніше | за день до цього | за день до этого | напередодні
    ввечері | попереднього дня | сутками ранее"""
)
"""The day before the one that the text tells of; reckoned from publication, and marked as recollection."""


TOLD_NIGHT_PHRASES: frozenset[str] = _phrases(
    """a night earlier | in der nacht zuvor | la noche anterior | la notte precedente | la nuit précédente | na
    noite anterior | poprzedniej nocy | the night before | the previous night | önceki gece | в предыдущую ночь
    | минулої попередньої ночі | попередньої ночі | предыдущей ночью"""
)


TONIGHT_PHRASES: frozenset[str] = _phrases("""tonight""")


WEEKEND_PHRASES: frozenset[str] = _phrases(
    """am wochenende | ce week - end | el fin de semana | fin de semana pasado | hafta sonu | last weekend | le
    week - end | nel fine settimana | no fim de semana | the weekend | w weekend | week - end dernier | в
    выходные | в минувшие выходные | минулих вихідних | на вихідних | на выходных | на минувших выходных | у
    вихідні"""
)


WEEKDAY_PHRASES: dict[str, int] = _table(
    (
        0,
        """segunda feira | segunda - feira""",
    ),
    (
        1,
        """terça feira | terça - feira""",
    ),
    (
        2,
        """quarta feira | quarta - feira""",
    ),
    (
        3,
        """quinta feira | quinta - feira""",
    ),
    (
        4,
        """sexta feira | sexta - feira""",
    ),
    (
        6,
        """pazar günü | pazar gecesi | pazar sabahı | pazar akşamı""",
    ),
)
"""Weekdays of two words; Monday is 0."""


PERIOD_PHRASES: dict[str, tuple[int, int, bool]] = _table(
    (
        (-13, -4, True),
        """last week | the previous week | на прошлой неделе | на минувшей неделе | на позапрошлой неделе |
        минулого тижня | на минулому тижні | letzte woche | vergangene woche | letzter woche | la semaine
        dernière | semaine dernière | la semana pasada | semana pasada | la settimana scorsa | scorsa settimana
        | settimana scorsa | w zeszłym tygodniu | w ubiegłym tygodniu | geçen hafta | na semana passada | semana
        passada""",
    ),
    (
        (-6, -1, True),
        """earlier this week | ранее на этой неделе | раніше цього тижня | anfang der woche | en début de semaine |
        recent days | in recent days | в последние дни | останніми днями | в останні дні | ces derniers jours |
        in den letzten tagen | en los últimos días | negli ultimi giorni | w ostatnich dniach | son günlerde |
        nos últimos dias | days earlier | days ago | несколько дней назад | кілька днів тому""",
    ),
    (
        (-6, 0, False),
        """this week | на этой неделе | цього тижня | diese woche | dieser woche | cette semaine | esta semana |
        questa settimana | w tym tygodniu | bu hafta | nesta semana""",
    ),
    (
        (-30, -3, True),
        """earlier this month | ранее в этом месяце | раніше цього місяця | в начале месяца | на початку місяця |
        recent weeks | in recent weeks | weeks ago | weeks earlier | в последние недели | останніми тижнями |
        ces dernières semaines | in den letzten wochen | últimas semanas | ultime settimane | w ostatnich
        tygodniach | son haftalarda | début du mois | anfang des monats | principios de mes | inizio del mese |
        since the start of the month | с начала месяца | з початку місяця | since the beginning of the month""",
    ),
    (
        (-400, -30, True),
        """recent months | in recent months | months ago | months earlier | в последние месяцы | останніми місяцями
        | ces derniers mois | in den letzten monaten | últimos meses | ultimi mesi | w ostatnich miesiącach |
        son aylarda""",
    ),
    (
        (-800, -45, True),
        """years ago | years earlier | last spring | last summer | last autumn | last fall | last winter | прошлой
        весной | прошлым летом | прошлой осенью | прошлой зимой | минулої весни | минулого літа | минулої осені
        | минулої зими""",
    ),
    (
        (-7, 0, True),
        """за неделю | за последнюю неделю | за минувшую неделю | за тиждень | за останній тиждень | за минулий
        тиждень | in the past week | over the past week | over the last week | in the last week | in der
        vergangenen woche | en una semana | w ciągu tygodnia""",
    ),
    (
        (-31, 0, True),
        """за месяц | за последний месяц | за місяць | за останній місяць | in the past month | over the past month
        | in the last month | over the last month | im vergangenen monat | en un mes | w ciągu miesiąca""",
    ),
)
"""First and last day, from the day of publication, and whether the phrase recalls."""


MONTH_PERIODS: dict[str, int] = _table(
    (
        1,
        """last month | the previous month | в прошлом месяце | минулого місяця | letzten monat | vergangenen monat
        | le mois dernier | mois dernier | el mes pasado | mes pasado | il mese scorso | mese scorso | w zeszłym
        miesiącu | w ubiegłym miesiącu | geçen ay | no mês passado | mês passado""",
    ),
    (
        0,
        """this month | в этом месяце | цього місяця | diesen monat | ce mois - ci | este mes | questo mese | w tym
        miesiącu | bu ay | neste mês | с начала этого месяца""",
    ),
)
"""Calendar months back from the current one."""


YEAR_PERIODS: dict[str, int] = _table(
    (
        1,
        """last year | the previous year | в прошлом году | прошлого года | минулого року | торік | letztes jahr |
        letzten jahres | vergangenen jahres | vorigen jahres | l'an dernier | an dernier | année dernière | el
        año pasado | año pasado | l'anno scorso | anno scorso | w zeszłym roku | ubiegłego roku | zeszłego roku
        | w ubiegłym roku | geçen yıl | geçen sene | ano passado""",
    ),
    (
        0,
        """this year | earlier this year | в этом году | этого года | цього року | dieses jahr | dieses jahres |
        cette année | este año | quest'anno | w tym roku | tego roku | bu yıl | este ano | since the start of
        the year | с начала года | з початку року""",
    ),
)
"""Calendar years back from the current one."""


DAY_SPANS: frozenset[str] = _phrases(
    """during the past day | in the last day | in the past day | over the last day | over the past day | protągu
    doby | throughout the day | w ciągu doby | w ciągu ostatniej doby | в течение дня | в течение суток |
    впродовж дня | впродовж доби | впродовж минулої доби | за день | за добу | за минувшие сутки | за минулу
    добу | за останню добу | за последние сутки | за прошедшие сутки | за сегодняшний день | за сутки | минулої
    доби | на протяжении суток | протягом дня | протягом доби | протягом минулої доби | упродовж дня | упродовж
    доби"""
)
"""The twenty-four hours before publication."""


RECALL_PHRASES: frozenset[str] = _phrases(
    """all'epoca | anteriormente | as a reminder | at the time | auparavant | back then | bereits zuvor | cabe
    recordar | daha önce | dall'inizio della guerra | damals | depuis le début de l'invasion | depuis le début
    de la guerre | desde el comienzo de la guerra | desde el inicio de la guerra | desde o início da guerra |
    earlier | earlier attack | earlier strike | en aquel momento | erstmals seit | first since | had earlier |
    hatırlatalım | in a previous attack | in a similar attack | in precedenza | in the past | it will be
    recalled | od początku inwazji | od początku wojny | pour rappel | previous attack | previous attacks |
    previous strike | previously | przypomnijmy | précédemment | rappelons | recall that | recordemos | relembre
    | ricordiamo | savaşın başından | seit beginn des krieges | seit kriegsbeginn | similar attack | since the
    beginning of the invasion | since the beginning of the war | since the full - scale invasion | since the
    start of the invasion | since the start of the war | the first since | third time this | third time this
    month | vale lembrar | was earlier | was previously | wcześniej | zur erinnerung | zuvor | à l'époque | в
    прошлый раз | впервые с | вперше з | до цього | до этого | з початку вторгнення | з початку війни | как
    сообщалось | минулого разу | нагадаємо | нагадуємо | напоминаем | напомним | не впервые | не вперше | ранее
    | ранее сообщалось | раньше | раніше | с начала войны | с начала вторжения | с начала сво | уже не первый |
    як повідомляли | як повідомлялося"""
)
"""Recollection without a date."""
