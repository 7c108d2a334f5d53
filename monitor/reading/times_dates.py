"""Days in a sentence: weekdays, dates with and without a year, months and years alone."""

from __future__ import annotations

import re
from datetime import date, timedelta

from monitor.reading import times_phrases as phrases
from monitor.reading import times_words as vocabulary
from monitor.reading.times_atoms import Atom, Kind, Sentence, announced, days_atom, marked

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_ORDINAL_ENDS = frozenset("st nd rd th го е er ª º -".split())
_RANGE_WORDS = frozenset("- – — на to through по and и і та до au al und bis auf na do e y".split())
_OF = frozenset("of de di . , - числа º".split())
_YEAR_PREPOSITIONS = frozenset(
    "in since of en em nel w во в у с з з im seit from desde dal od back late early until before after".split()
)
_YEAR_NOUNS = frozenset("года году год року рік г р roku yılında yılı".split())
_DOTTED_BEFORE = frozenset(
    "на от від з on am vom le du il del el dnia за ( станом утром вечером ночью вранці вночі ввечері".split()
)
AM_PM_WORDS = frozenset({"am", "pm", "a", "p"})


def weekday(s: Sentence, i: int) -> Atom | None:
    """The day that a weekday names, unless it is another word ("Santo Domingo", «окружающей среды»)."""
    word, before = s.words[i], s.at(i - 1)
    if (word == "среды" and before.startswith("окружающ")) or (word == "domingo" and before == "santo"):
        return None
    return weekday_atom(s, i, i + 1, vocabulary.WEEKDAYS[word])


def weekday_atom(s: Sentence, i: int, j: int, number: int) -> Atom:
    """The most recent weekday *number* (Monday is 0), publication day included; "last" on that very day is a week ago."""
    back = (s.today.weekday() - number) % 7
    last_said = s.at(i - 1) in vocabulary.LAST_WORDS or s.at(j) in vocabulary.LAST_WORDS
    if back == 0 and last_said:
        back = 7
    if s.at(j) in vocabulary.LAST_WORDS:
        j += 1
    # In the evening, "the night to Tuesday" in a Monday post is the night that begins.
    night_to = s.at(i - 1) in vocabulary.NIGHT_TO_WORDS and s.at(i - 2) in vocabulary.PARTS
    if back == 6 and night_to and s.local.hour >= 20:
        back = -1
    day = s.today - timedelta(back)
    return marked(s, days_atom(i, j, day, day, Kind.WEEKDAY))


def _date(year: int | None, month: int, day: int, today: date) -> date | None:
    """The date; without a year the nearest one not more than two days ahead of *today*. None: there is no such day."""
    try:
        found = date(year if year is not None else today.year, month, day)
    except ValueError:
        if year is None and (month, day) == (2, 29):
            return _date(today.year - today.year % 4, month, day, today)
        return None
    if year is None and found > today + _AHEAD:
        return date(today.year - 1, month, min(day, 28) if month == 2 else day)
    if year is None and month == 1 and date(today.year + 1, month, day) <= today + _AHEAD:
        return date(today.year + 1, month, day)
    return found


_AHEAD = timedelta(days=2)
"""A date without a year may lie this far ahead; further on it is last year's."""


def _number(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) <= 4 else None


def _day_number(word: str) -> int | None:
    value = _number(word)
    return value if value is not None and 1 <= value <= 31 and len(word) <= 2 else None


def _year_at(s: Sentence, i: int) -> tuple[int | None, int]:
    """The year written at word *i* (a comma may stand before it), and the position after it."""
    k = i + 1 if s.at(i) in {",", "de", "del"} else i
    year = _number(s.at(k))
    if year is None or not 1900 <= year <= 2100 or len(s.at(k)) != 4:
        return None, i
    k += 1
    return year, k + 1 if s.at(k) in _YEAR_NOUNS else k


def _month_at(s: Sentence, i: int) -> tuple[int, int] | None:
    """The month at word *i* beside the number of a day, and the position after it (and after its full stop)."""
    word = s.at(i)
    if word in vocabulary.MONTHS:
        return vocabulary.MONTHS[word], i + 1
    if word in vocabulary.MONTHS_SHORT:
        return vocabulary.MONTHS_SHORT[word], i + 2 if s.at(i + 1) == "." else i + 1
    return None


def day_month(s: Sentence, i: int) -> Atom | None:
    """ "5 September 2023", "5-го сентября", "le 1er mai", "4 to 5 September", "4. auf den 5. September"."""
    day = _day_number(s.words[i])
    if day is None:
        return None
    k = i + 1
    other: int | None = None
    for _ in range(4):
        if s.at(k) in _ORDINAL_ENDS or s.at(k) in _OF or s.at(k) in {"den", "der", "the", "el", "il"}:
            k += 1
    if s.at(k) in _RANGE_WORDS or s.at(k - 1) == "-":
        k = k + 1 if s.at(k) in _RANGE_WORDS else k
        while s.at(k) in {"den", "the", "el", "il", "le", "на"}:
            k += 1
        other = _day_number(s.at(k))
        if other is not None:
            k += 1
            while s.at(k) in _ORDINAL_ENDS or s.at(k) in _OF:
                k += 1
    month = _month_at(s, k)
    if month is None:
        return _day_alone(s, i, day)
    year, j = _year_at(s, month[1])
    first, last = _pair(year, month[0], day, other, s.today)
    if first is None or last is None:
        return None
    return marked(s, days_atom(i, j, first, last, Kind.DATE))


def _day_alone(s: Sentence, i: int, day: int) -> Atom | None:
    """«В ночь на 26-е»: the nearest past day of that number, today included."""
    if s.at(i + 1) != "-" or s.at(i - 1) not in {"на", "проти"} or s.at(i - 2) not in vocabulary.PARTS:
        return None
    past = (s.today - timedelta(days=back) for back in range(62))
    found = next((each for each in past if each.day == day), None)
    return None if found is None else days_atom(i, i + 3, found, found, Kind.DATE)


def _pair(year: int | None, month: int, day: int, other: int | None, today: date) -> tuple[date | None, date | None]:
    first = _date(year, month, day, today)
    last = _date(year, month, other, today) if other is not None else first
    if first is not None and last is not None and last < first:
        return last, last
    return first, last


def month_day(s: Sentence, i: int) -> Atom | None:
    """ "September 5, 2023", "Sept. 5-6", "September 2022", or a month alone."""
    month = _month_at(s, i)
    if month is None:
        return None
    k = month[1]
    day = _day_number(s.at(k))
    if day is not None:
        k += 1
        if s.at(k) in {"st", "nd", "rd", "th"}:
            k += 1
        other = None
        if s.at(k) in {"-", "–", "to", "and"} and _day_number(s.at(k + 1)) is not None:
            other, k = _day_number(s.at(k + 1)), k + 2
        year, j = _year_at(s, k)
        first, last = _pair(year, month[0], day, other, s.today)
        if first is not None and last is not None:
            return marked(s, days_atom(i, j, first, last, Kind.DATE))
        return None
    return _month_alone(s, i, month[0]) if s.words[i] in vocabulary.MONTHS else None


def _month_alone(s: Sentence, i: int, month: int) -> Atom | None:
    year, j = _year_at(s, i + 1)
    before = s.at(i - 1)
    if year is None:
        capital = s.source.text[s.source.starts[i]].isupper()
        suffixed = s.source.words[i] != s.words[i] or s.at(i + 1) == "ayında"
        if not (before in vocabulary.MONTH_PREPOSITIONS or suffixed or before in vocabulary.LAST_WORDS):
            return None
        if s.words[i] in vocabulary.AMBIGUOUS_MONTHS and not capital:
            return None
        year = s.today.year if month <= s.today.month else s.today.year - 1
        for length in (2, 3):
            back = phrases.YEAR_PERIODS.get(" ".join(s.words[j : j + length]))
            if back is not None:
                year, j = s.today.year - back, j + length
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    current = (year, month) == (s.today.year, s.today.month)
    blocked = (
        before in vocabulary.NOT_PAST or (first > s.today) or announced(s, days_atom(i, j, first, last, Kind.PERIOD))
    )
    return days_atom(
        i, j, first, min(last, s.today) if current else last, Kind.PERIOD, recall=not current, blocked=blocked
    )


def numeric_date(s: Sentence, i: int) -> Atom | None:
    """ISO, dotted and slashed dates."""
    word = s.words[i]
    if s.at(i + 1) in {"-", "/"} and s.at(i + 3) == s.at(i + 1):
        numbers = [_number(s.at(k)) for k in (i, i + 2, i + 4)]
        if None not in numbers:
            return _written(s, i, i + 5, [number for number in numbers if number is not None])
    match = _DOTTED.fullmatch(word)
    if match is None:
        return None
    if match[3]:
        return _written(s, i, i + 1, [int(match[1]), int(match[2]), int(match[3])])
    if len(match[2]) == 2 and 1 <= int(match[2]) <= 12 and (i == 0 or s.at(i - 1) in _DOTTED_BEFORE):
        found = _date(None, int(match[2]), int(match[1]), s.today) if int(match[1]) <= 31 else None
        clock = s.at(i + 1) in vocabulary.CLOCK_UNITS or s.at(i + 1) in AM_PM_WORDS
        if found is not None and not clock:
            return marked(s, days_atom(i, i + 1, found, found, Kind.DATE))
    return None


def _written(s: Sentence, i: int, j: int, numbers: list[int]) -> Atom | None:
    """Year first when it has four digits, else day first, else month first."""
    a, b, c = numbers
    year, month, day = (a, b, c) if a > 31 else (c if c > 99 else 2000 + c, b, a)
    if not 1900 <= year <= 2100:
        return None
    found = _date(year, month, day, s.today) or (_date(year, day, month, s.today) if a <= 12 else None)
    return None if found is None else marked(s, days_atom(i, j, found, found, Kind.DATE))


_BORN = frozenset(
    "born né née nés nacido nacida nato nata geboren jahrgang urodzony urodzona doğumlu родился родилась родившийся народився народилася".split()
)


def _is_of_birth(s: Sentence, i: int, j: int) -> bool:
    """Whether the year at *i*, whose words end before *j*, is when somebody was born: «мужчина 1988 г. р.», "born in 1988"."""
    after = [word for word in (s.at(k) for k in range(j, j + 4)) if word != "."]
    if after[:1] in (["рождения"], ["народження"], ["doğumlu"], ["р"]) or (s.at(j - 1) == "р" and after[:1] == ["н"]):
        return True
    return s.at(i - 1) in _BORN or s.at(i - 2) in _BORN


def year_alone(s: Sentence, i: int) -> Atom | None:
    """A year that stands alone: "in 2022", «в 2022 году», "2022 yılında"."""
    year, j = _year_at(s, i)
    if year is None or _is_of_birth(s, i, j):
        return None
    if (s.at(i - 1) not in _YEAR_PREPOSITIONS and j == i + 1) or not 1950 <= year <= s.today.year + 1:
        return None
    last = min(date(year, 12, 31), s.today)
    blocked = date(year, 1, 1) > s.today or s.at(i - 1) in vocabulary.NOT_PAST
    first = date(year, 1, 1)
    return days_atom(i, j, first, max(first, last), Kind.PERIOD, recall=year != s.today.year, blocked=blocked)
