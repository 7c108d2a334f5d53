"""Words of time in eleven languages: months, weekdays, parts of the day, units, and the small words around them.

Every word is folded (see ``numbers.fold``) and given in the forms that occur in reports. Languages stand side by side on purpose: texts mix them, and collisions are settled in ``NEEDS_BEFORE``.
"""

from __future__ import annotations

from enum import StrEnum


class Part(StrEnum):
    """A part of the day. ``NIGHT`` is any night word; which night is meant depends on the words around it."""

    NIGHT = "night"
    NIGHT_TO = "night_to"
    NIGHT_OF = "night_of"
    SMALL_HOURS = "small_hours"
    MIDNIGHT = "midnight"
    BEFORE_MIDNIGHT = "before_midnight"
    EARLY = "early"
    MORNING = "morning"
    MIDDAY = "midday"
    AFTERNOON = "afternoon"
    EVENING = "evening"
    LATE = "late"


class Unit(StrEnum):
    """A unit of "two days ago"."""

    MINUTE = "minute"
    HOUR = "hour"
    DAY = "day"
    WEEK = "week"
    MONTH = "month"
    YEAR = "year"


def _number(rows: str) -> dict[str, int]:
    return {word: number for number, row in enumerate(rows.strip().splitlines(), 1) for word in row.split()}


MONTHS = _number("""
january январь января январе январю січень січня січні januar jänner janvier enero gennaio styczeń stycznia styczniu ocak janeiro
february февраль февраля феврале февралю лютий лютого лютому februar février febrero febbraio luty lutego lutym şubat fevereiro
march март марта марте марту березень березня березні märz mars marzo marzec marca marcu mart março
april апрель апреля апреле апрелю квітень квітня квітні avril abril aprile kwiecień kwietnia kwietniu nisan
may май мая мае маю травень травня травні mai mayo maggio maj maja maju mayıs maio
june июнь июня июне июню червень червня червні juni juin junio giugno czerwiec czerwca czerwcu haziran junho
july июль июля июле июлю липень липня липні juli juillet julio luglio lipiec lipca lipcu temmuz julho
august август августа августе августу серпень серпня серпні août agosto sierpień sierpnia sierpniu ağustos
september сентябрь сентября сентябре сентябрю вересень вересня вересні septembre septiembre settembre wrzesień września wrześniu eylül setembro
october октябрь октября октябре октябрю жовтень жовтня жовтні oktober octobre octubre ottobre październik października październiku ekim outubro
november ноябрь ноября ноябре ноябрю листопад листопада листопаді novembre noviembre listopada listopadzie kasım novembro
december декабрь декабря декабре декабрю грудень грудня грудні dezember décembre diciembre dicembre grudzień grudnia grudniu aralık dezembro
""")

MONTHS_SHORT = _number("""
jan янв січ janv
feb фев лют févr
mar мар бер
apr апр квіт avr
мая
jun июн черв
jul июл лип juil
aug авг серп
sept sep сен сент вер верес
oct окт жовт okt
nov ноя нояб лист листоп
dec дек груд déc dez
""")
"""Abbreviations: a month only next to the number of a day."""

AMBIGUOUS_MONTHS = frozenset(
    {"may", "march", "maj", "mai", "mars", "mart", "ocak", "listopad", "лютий", "лютого", "лютому"}
)
"""Also common words or names: without a day, months only when written with a capital after a preposition of time."""

WEEKDAYS = {
    word: number - 1
    for word, number in _number("""
monday понедельник понедельника понедельнику понедельником понеділок понеділка понеділку montag lundi lunes lunedì lunedi poniedziałek poniedziałku poniedziałkowy pazartesi pazartesiyi
tuesday вторник вторника вторнику вівторок вівторка вівторку dienstag mardi martes martedì martedi wtorek wtorku salı sali salıyı salıya
wednesday среда среду среды середа середу середи mittwoch mercredi miércoles mercoledì mercoledi środa środę środy çarşamba çarşambayı çarşambaya
thursday четверг четверга четвергу четвер donnerstag jeudi jueves giovedì giovedi czwartek czwartku perşembe perşembeyi perşembeye
friday пятница пятницу пятницы пятнице п'ятниця п'ятницю п'ятниці freitag vendredi viernes venerdì venerdi piątek piątku cuma cumayı cumaya
saturday суббота субботу субботы субботе субота суботу суботи samstag sonnabend samedi sábado sabato sobota sobotę soboty cumartesi cumartesiyi cumartesiye
sunday воскресенье воскресенья воскресенью неділя неділю неділі sonntag dimanche domingo domenica niedziela niedzielę niedzieli pazara
""").items()
}
"""Monday is 0."""

_PART_WORDS = {
    Part.NIGHT: """overnight night nighttime ночь ночи ніч nacht nuit noche notte nottata noc nocy nocą gece gecesi geceleyin noite
        нічна нічної нічний нічного нічному нічні нічних нічну ночной ночного ночному ночная ночную ночные ночных nächtliche
        nächtlichen nächtlicher nocturne nocturnes nocturno nocturna notturno notturna nocny nocnego""",
    Part.SMALL_HOURS: "ночью вночі уночі ночі nachts nocturnement",
    Part.EARLY: "early predawn dawn рассвете світанку удосвіта aube alba amanecer madrugada świcie świtu раннего раннє frühmorgens",
    Part.MORNING: """morning утром утра утро утренний утренней утреннего ранку ранок вранці уранці зранку ранкового ранкова
        morgens vormittag morgen matin matinée mañana mattina mattino mattinata stamattina stamane rano rana ranem poranek
        sabah sabahı sabahın sabahleyin manhã""",
    Part.MIDDAY: "midday noon полдень опівдні mittag mittags midi mediodía mezzogiorno południem öğle öğlen",
    Part.AFTERNOON: "afternoon днем удень вдень пополудні nachmittag nachmittags tarde pomeriggio popołudniu popołudnie",
    Part.EVENING: """evening вечером вечера вечер вечору вечернего ввечері увечері вечір вечора вечірнього abend abends soir
        soirée sera serata stasera wieczorem wieczór wieczora wieczoru akşam akşamı""",
    Part.MIDNIGHT: "midnight полночь полуночи опівночі опівніч mitternacht minuit medianoche mezzanotte",
}
PARTS = {word: part for part, words in _PART_WORDS.items() for word in words.split()}

NEEDS_BEFORE: dict[str, frozenset[str]] = {
    word: frozenset(before.split())
    for word, before in {
        # Italian evening, French "will be".
        "sera": "ieri questa di della la in lunedì martedì mercoledì giovedì venerdì sabato domenica lunedi martedi dalla",
        # Spanish morning and "tomorrow"; "later" is "más tarde".
        "mañana": "la esta de ayer",
        "tarde": "la esta de da à hoy ayer ontem hoje desta",
        # German morning and "tomorrow".
        "morgen": "am heute gestern frühen montag dienstag mittwoch donnerstag freitag samstag sonntag jeden guten den",
        "ночі": "години годині о об до після серед цієї минулої тієї протягом впродовж у в",
        "rana": "z do od",
    }.items()
}
NEVER_BEFORE: dict[str, frozenset[str]] = {
    "днем": frozenset({"ранее", "раньше", "раніше", "траура", "жалоби", "скорби", "победы", "назад"}),
    "night": frozenset({"club", "shift", "vision", "before", "school"}),
    "morning": frozenset({"post", "show", "star"}),
    "утра": frozenset({"до"}),
}
"""A part of the day is not meant when one of these words follows."""

UNITS = {
    word: unit
    for unit, words in {
        Unit.MINUTE: "minute minutes минут минуту минуты хвилин хвилину хвилини minuten minuti minuto minutos minuty minut dakika",
        Unit.HOUR: """hour hours час часа часов годину годин години stunde stunden heure heures hora horas ora ore godzinę
            godziny godzin saat""",
        Unit.DAY: """nights day days день дня дней дні днів добу доби діб сутки суток tag tage tagen jour jours día días dia dias giorno
            giorni dzień dni gün""",
        Unit.WEEK: """week weeks неделю недели недель тиждень тижні тижнів тижня woche wochen semaine semaines semana semanas
            settimana settimane tydzień tygodnie tygodni hafta""",
        Unit.MONTH: """month months месяц месяца месяцев місяць місяці місяців monat monate monaten mois mes meses mês mese mesi
            miesiąc miesiące miesięcy ay""",
        Unit.YEAR: """year years год года лет рік роки років року jahr jahre jahren an ans année années año años anno anni rok
            lata lat yıl ano anos""",
    }.items()
    for word in words.split()
}

AGO = frozenset("ago назад тому fa temu önce atrás evvel".split())
EARLIER = frozenset("earlier before prior ранее раньше раніше zuvor früher antes prima wcześniej avant".split())
AGO_FIRST = frozenset("vor hace há".split())
PAST = frozenset(
    """past last previous последние последних последний прошлые минувшие минувшие останні останніх останню минулі
    минулу dernières derniers dernière dernier letzten vergangenen últimas últimos última último ultime ultimi ultima ultimo
    ostatnich ostatniej ostatnie son""".split()
)
"""Before a number and a unit: "the past 24 hours"."""

LAST_WORDS = frozenset(
    """last прошлый прошлую прошлое минувший минувшую минувшее прошлого минулий минулу минулої минулого letzten
    vergangenen dernier dernière pasado pasada scorso scorsa zeszły zeszłą ubiegły ubiegłą geçen passado passada previous""".split()
)
NOT_PAST = frozenset(
    """next until till by before every each following coming upcoming starting до к ко следующий следующую
    следующее ближайший ближайшую каждый каждую каждое по наступний наступну наступного наступної кожен кожну кожної кожного щоп'ятниці
    bis nächsten nächste kommenden ab jeden prochain prochaine chaque jusqu'à jusqu'au hasta próximo próxima cada prossimo prossima fino ogni
    każdy każdą przyszły przyszłą najbliższy najbliższą do gelecek her até toda todo""".split()
)
"""Before a day (or after it, in Romance languages): the day is not one that has passed."""
AHEAD = frozenset(
    """next until till coming following nächste nächsten nächster kommende kommenden bis следующая следующую следующей
    наступна наступну наступної prochaine hasta jusqu'à próxima prossima przyszłą najbliższą kolejną każdej каждую щоночі""".split()
)
"""Before a part of the day: it has not come yet."""
NOT_PAST_AFTER = frozenset("prochain prochaine próximo próxima prossimo prossima kadar".split())
WILL = frozenset(
    """expected scheduled planned ожидается ожидаются запланирован запланированы очікується заплановано will shall would'll будет будут буде будуть станет стане wird werden sera seront será serán sarà saranno
    będzie będą olacak serão пройдет состоится відбудеться оголошено объявлен объявлено""".split()
)
SINCE = frozenset("since from с со з із від от seit desde depuis dal dalla od beri starting".split())
MONTH_PREPOSITIONS = frozenset(
    """in since last this early mid late during of end beginning back в во у с з із від за im seit en
    desde a nel w od em ende anfang mitte depuis fin début начале конце середине початку кінці наприкінці ще еще already on-going
    de del di finales principios fine inizio końcu początku from through throughout for""".split()
)

CLOCK_BEFORE = frozenset(
    "at o в во около к о об близько приблизно примерно à vers um gegen las alle ore około godzinie saat às about around since".split()
)
CLOCK_SINCE = frozenset("с со з із від from since von ab depuis dalle desde od".split())
CLOCK_UNTIL = frozenset("до to until till bis jusqu'à hasta do kadar".split())
"""Before a clock time: a wave began then, or had ended by then."""
CLOCK_STRONG = frozenset("las ore godzinie saat às".split())
CLOCK_UNITS = frozenset("uhr h heures часов часа час годині годин години o'clock".split())
HOUR_ORDINALS = {
    word: number
    for number, word in enumerate(
        "першій другій третій четвертій п'ятій шостій сьомій восьмій дев'ятій десятій одинадцятій дванадцятій".split(),
        1,
    )
}

GLUE = frozenset(
    """, - – — ( ) on at in of the to into from between a an and or about around approximately roughly local time
    shortly just late early hours в во на с со к ко около примерно у о об з із до та і й и ближче близько приблизно проти по
    am um gegen zum zu zur auf den der dem vom von und in im kurz le la du de des à au aux vers dans et l el los las del entre a y
    il i lo gli dei della di nella nel tra e alle ore verso w z o od na około godzinie dnia günü saat sıralarında bağlayan da do das
    no às as às. por local місцевого местного времени часом числа year года року рік anno roku que il. . during through""".split()
)
"""Words and marks that may stand between a day, a part of the day and a clock time of one mention."""

NIGHT_TO_WORDS = frozenset("на проти into to zum zu auf".split())
"""Between a night word and a day: the night that ends on that day."""
NIGHT_OF_WORDS = frozenset("of de du del della di del. da".split())
