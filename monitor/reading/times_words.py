"""Words of time in eleven languages: months, weekdays, parts of the day, units, and fixed phrases.

Every word is folded (see ``numbers.fold``) and given in the forms that occur in reports. Phrases are words joined by
blanks. Languages stand side by side on purpose: texts mix them, and collisions are settled in ``NEEDS_BEFORE``.
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

WEEKDAY_PHRASES = {
    "segunda feira": 0, "terça feira": 1, "quarta feira": 2, "quinta feira": 3, "sexta feira": 4,
    "segunda - feira": 0, "terça - feira": 1, "quarta - feira": 2, "quinta - feira": 3, "sexta - feira": 4,
    "pazar günü": 6, "pazar gecesi": 6, "pazar sabahı": 6, "pazar akşamı": 6,
}  # fmt: skip

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
    Part.LATE: "",
    Part.MIDNIGHT: "midnight полночь полуночи опівночі опівніч mitternacht minuit medianoche mezzanotte",
}
PARTS = {word: part for part, words in _PART_WORDS.items() for word in words.split()}

PART_PHRASES = {
    phrase: part
    for part, phrases in {
        Part.EARLY: """early hours|small hours|wee hours|pre - dawn|before dawn|at dawn|before sunrise|the early hours of the morning
            |early morning|рано утром|ранним утром|до рассвета|перед рассветом|рано - вранці|рано вранці|до світанку
            |am frühen morgen|frühen morgen|früher morgen|früh am morgen|petit matin|aux premières heures|primeras horas|prime ore
            |nad ranem|wczesnym rankiem|wczesnym ranem|sabaha karşı|sabahın erken saatlerinde|primeiras horas|под утро|під ранок""",
        Part.NIGHT: """за ночь|за ніч|в течение ночи|протягом ночі|впродовж ночі|by morning|к утру|на ранок|до ранку|до утра
            |under cover of darkness|over night|bis zum morgen""",
        Part.MIDNIGHT: """after midnight|past midnight|shortly after midnight|just after midnight|после полуночи|сразу после полуночи
            |після півночі|po północy|o północy|nach mitternacht|gece yarısı|meia - noite|meia noite|après minuit""",
        Part.BEFORE_MIDNIGHT: """before midnight|shortly before midnight|just before midnight|до полуночи|незадолго до полуночи
            |перед північчю|vor mitternacht|kurz vor mitternacht|avant minuit|przed północą""",
        Part.AFTERNOON: "après - midi|après midi|po południu|öğleden sonra|после полудня|после обеда|після обіду|у другій половині дня|во второй половине дня",
        Part.MORNING: "in the morning|в первой половине дня|до полудня|à manhã",
        Part.EVENING: "по вечерам|в вечернее время",
    }.items()
    for phrase in "".join(phrases.split("\n")).split("|")
    for phrase in (" ".join(phrase.split()),)
}

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
        # "Днём" goes with "каждым", "ранее": not the afternoon.
        "ночі": "години годині о об до після серед цієї минулої тієї протягом впродовж у в",
        "rana": "z do od",
        "morning": "",
    }.items()
    if before
}
NEVER_BEFORE: dict[str, frozenset[str]] = {
    "днем": frozenset({"ранее", "раньше", "раніше", "траура", "жалоби", "скорби", "победы", "назад"}),
    "night": frozenset({"club", "shift", "vision", "before", "school"}),
    "early": frozenset(
        {"warning", "elections", "election", "stage", "results", "reports", "as", "action", "this", "in", "on"}
    ),
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
EARLIER = frozenset("earlier before prior ранее раньше раніше перед zuvor früher antes prima wcześniej avant".split())
AGO_FIRST = frozenset("vor hace há".split())
PAST = frozenset(
    """past last previous последние последних последний прошлые минувшие минувшие останні останніх останню минулі
    минулу dernières derniers dernière dernier letzten vergangenen últimas últimos última último ultime ultimi ultima ultimo
    ostatnich ostatniej ostatnie son""".split()
)
"""Before a number and a unit: "the past 24 hours"."""

DAY_PHRASES = {
    phrase: offset
    for offset, phrases in {
        0: "today|сегодня|сьогодні|heute|aujourd'hui|hoy|oggi|dziś|dzisiaj|bugün|hoje|ce jour|this",
        -1: "yesterday|вчера|вчора|учора|накануне|напередодні|gestern|hier|ayer|ieri|wczoraj|dün|ontem|anoche|la veille|am vortag",
        -2: """day before yesterday|позавчера|позавчора|vorgestern|avant - hier|anteayer|antier|altro ieri|przedwczoraj
            |anteontem|evvelsi gün""",
    }.items()
    for phrase in "".join(phrases.split("\n")).split("|")
    for phrase in (phrase.strip(),)
    if phrase != "this"
}
TOLD_DAY_PHRASES = frozenset(
    """the day before|a day before|a day earlier|one day earlier|the previous day|днем ранее|днем раньше|за день до этого
    |в предыдущий день|сутками ранее|днем раніше|за день до цього|попереднього дня|напередодні ввечері|el día anterior
    |un día antes|il giorno prima|il giorno precedente|dzień wcześniej|poprzedniego dnia|na véspera|no dia anterior|le jour précédent
    |einen tag zuvor|am tag zuvor|bir gün önce|önceki gün""".replace("\n    ", "").split("|")
)
"""The day before the one that the text tells of; reckoned from publication, and marked as recollection."""
TOLD_NIGHT_PHRASES = frozenset(
    """the previous night|the night before|a night earlier|в предыдущую ночь|предыдущей ночью|попередньої ночі|минулої попередньої ночі
    |la nuit précédente|la noche anterior|la notte precedente|poprzedniej nocy|in der nacht zuvor|önceki gece|na noite anterior""".replace(
        "\n    ", ""
    ).split("|")
)
TONIGHT_PHRASES = frozenset({"tonight"})

PERIOD_PHRASES: dict[str, tuple[int, int, bool]] = {
    phrase.strip(): span
    for span, phrases in {
        # Days from the day of publication: first, last, recollection. -1000 and lower stand for calendar periods.
        (
            -13,
            -4,
            True,
        ): """last week|the previous week|на прошлой неделе|на минувшей неделе|на позапрошлой неделе|минулого тижня
            |на минулому тижні|letzte woche|vergangene woche|letzter woche|la semaine dernière|semaine dernière|la semana pasada|semana pasada
            |la settimana scorsa|scorsa settimana|settimana scorsa|w zeszłym tygodniu|w ubiegłym tygodniu|geçen hafta|na semana passada|semana passada""",
        (
            -6,
            -1,
            True,
        ): """earlier this week|ранее на этой неделе|раніше цього тижня|anfang der woche|en début de semaine
            |recent days|in recent days|в последние дни|останніми днями|в останні дні|ces derniers jours|in den letzten tagen|en los últimos días
            |negli ultimi giorni|w ostatnich dniach|son günlerde|nos últimos dias|days earlier|days ago|несколько дней назад|кілька днів тому""",
        (
            -6,
            0,
            False,
        ): "this week|на этой неделе|цього тижня|diese woche|dieser woche|cette semaine|esta semana|questa settimana|w tym tygodniu|bu hafta|nesta semana",
        (
            -30,
            -3,
            True,
        ): """earlier this month|ранее в этом месяце|раніше цього місяця|в начале месяца|на початку місяця|recent weeks|in recent weeks
            |weeks ago|weeks earlier|в последние недели|останніми тижнями|ces dernières semaines|in den letzten wochen|últimas semanas|ultime settimane
            |w ostatnich tygodniach|son haftalarda|début du mois|anfang des monats|principios de mes|inizio del mese|since the start of the month
            |с начала месяца|з початку місяця|since the beginning of the month""",
        (
            -400,
            -30,
            True,
        ): """recent months|in recent months|months ago|months earlier|в последние месяцы|останніми місяцями|ces derniers mois
            |in den letzten monaten|últimos meses|ultimi mesi|w ostatnich miesiącach|son aylarda""",
        (
            -800,
            -45,
            True,
        ): """years ago|years earlier|last spring|last summer|last autumn|last fall|last winter|прошлой весной|прошлым летом
            |прошлой осенью|прошлой зимой|минулої весни|минулого літа|минулої осені|минулої зими""",
    }.items()
    for phrase in " ".join(phrases.split()).split("|")
}

MONTH_PERIODS = {
    phrase.strip(): back
    for back, phrases in {
        1: """last month|the previous month|в прошлом месяце|минулого місяця|letzten monat|vergangenen monat|le mois dernier|mois dernier
            |el mes pasado|mes pasado|il mese scorso|mese scorso|w zeszłym miesiącu|w ubiegłym miesiącu|geçen ay|no mês passado|mês passado""",
        0: "this month|в этом месяце|цього місяця|diesen monat|ce mois - ci|este mes|questo mese|w tym miesiącu|bu ay|neste mês|с начала этого месяца",
    }.items()
    for phrase in " ".join(phrases.split()).split("|")
}
YEAR_PERIODS = {
    phrase.strip(): back
    for back, phrases in {
        1: """last year|the previous year|в прошлом году|прошлого года|минулого року|торік|letztes jahr|letzten jahres|vergangenen jahres
            |vorigen jahres|l'an dernier|an dernier|année dernière|el año pasado|año pasado|l'anno scorso|anno scorso|w zeszłym roku|ubiegłego roku
            |zeszłego roku|w ubiegłym roku|geçen yıl|geçen sene|ano passado""",
        0: """this year|earlier this year|в этом году|этого года|цього року|dieses jahr|dieses jahres|cette année|este año|quest'anno|w tym roku
            |tego roku|bu yıl|este ano|since the start of the year|с начала года|з початку року""",
    }.items()
    for phrase in " ".join(phrases.split()).split("|")
}
DAY_SPANS = frozenset(
    " ".join(
        """за сутки|за прошедшие сутки|за минувшие сутки|за последние сутки|в течение суток|на протяжении суток|за добу|за минулу добу
        |за останню добу|протягом доби|упродовж доби|впродовж доби|минулої доби|протягом минулої доби|впродовж минулої доби|over the past day
        |in the past day|over the last day|in the last day|during the past day|throughout the day|protągu doby|w ciągu doby|w ciągu ostatniej doby
        |за день|протягом дня|в течение дня|впродовж дня|упродовж дня|за сегодняшний день""".split()
    )
    .replace(" |", "|")
    .split("|")
)
"""The twenty-four hours before publication."""

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
NOT_PAST_AFTER = frozenset("prochain prochaine próximo próxima prossimo prossima kadar que_vem".split())
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
CLOCK_STRONG = frozenset("las ore godzinie saat às".split())
CLOCK_UNITS = frozenset("uhr h heures часов часа час годині годин години o'clock".split())
HOUR_ORDINALS = {
    word: number
    for number, words in enumerate(
        """першій|другій|третій|четвертій|п'ятій|шостій|сьомій|восьмій|дев'ятій|десятій|одинадцятій|дванадцятій""".split(
            "|"
        ),
        1,
    )
    for word in (words,)
}

GLUE = frozenset(
    """, - – — ( ) on at in of the to into from between a an and or about around approximately roughly local time
    shortly just late early hours в во на с со к ко около примерно у о об з із до та і й и ближче близько приблизно проти по
    am um gegen zum zu zur auf den der dem vom von und in im kurz le la du de des à au aux vers dans et l el los las del entre a y
    il i lo gli dei della di nella nel tra e alle ore verso w z o od na około godzinie dnia günü saat sıralarında bağlayan da do das
    no às as às. por local місцевого местного времени часом числа year года року рік anno roku que il. . during through""".split()
)
"""Words and marks that may stand between a day, a part of the day and a clock time of one mention."""
GLUE = GLUE - {"."}

NIGHT_TO_WORDS = frozenset("на проти into to zum zu auf".split())
"""Between a night word and a day: the night that ends on that day."""
NIGHT_OF_WORDS = frozenset("of de du del della di del. da".split())

RECALL_PHRASES = frozenset(
    " ".join(
        """earlier|previously|had earlier|at the time|back then|recall that|it will be recalled|as a reminder|the first since|first since
        |third time this month|third time this|in a similar attack|similar attack|in a previous attack
        |previous attack|previous attacks|previous strike|earlier attack|earlier strike|since the start of the war|since the start of the invasion
        |since the beginning of the war|since the beginning of the invasion|since the full - scale invasion|in the past|was previously|was earlier
        |ранее|ранее сообщалось|как сообщалось|напомним|напоминаем|до этого|раньше|в прошлый раз|с начала войны|с начала вторжения|с начала сво|впервые с
        |уже не первый|не впервые
        |раніше|нагадаємо|нагадуємо|як повідомлялося|як повідомляли|до цього|минулого разу|з початку війни|з початку вторгнення|вперше з|не вперше
        |zuvor|bereits zuvor|zur erinnerung|damals|seit beginn des krieges|seit kriegsbeginn|erstmals seit
        |rappelons|pour rappel|précédemment|auparavant|à l'époque|depuis le début de la guerre|depuis le début de l'invasion
        |anteriormente|cabe recordar|recordemos|en aquel momento|desde el inicio de la guerra|desde el comienzo de la guerra
        |in precedenza|ricordiamo|all'epoca|dall'inizio della guerra
        |wcześniej|przypomnijmy|przypomnijmy,|od początku wojny|od początku inwazji
        |daha önce|hatırlatalım|savaşın başından|vale lembrar|relembre|desde o início da guerra""".split()
    )
    .replace(" |", "|")
    .split("|")
)
"""Recollection without a date."""
