"""Finds the single words of time in a sentence: days, parts of the day, clock times, spans. ``times`` puts them together."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum
from itertools import pairwise

from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import NUMBER_WORDS, Words, numeral_at
from monitor.reading.times_words import Part, Unit

_DOTTED = re.compile(r"(\d{1,2})\.(\d{1,2})(?:\.(\d{4}|\d{2}))?")
_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
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
_AM_PM = {"am": 0, "pm": 12, "a": 0, "p": 12}


class Kind(StrEnum):
    """What a mention of time is made of; a combination takes the kind of its day."""

    DATE = "date"
    WEEKDAY = "weekday"
    RELATIVE = "relative"
    PART = "part"
    CLOCK = "clock"
    SPAN = "span"
    PERIOD = "period"


@dataclass(frozen=True, slots=True, kw_only=True)
class Atom:
    """One piece of a mention: words ``i`` to ``j`` (excluded).

    A day has ``first`` and ``last``; a part of the day has ``part``; a clock time has ``minute`` (of the day, before any
    correction by "in the afternoon") and ``half`` (12 for p.m., 0 for a.m., None for not said); a span has ``start`` and
    ``end``. ``told``: reckoned from what the text tells, not from publication. ``recall``: sends the fact into the past.
    ``blocked``: not a past time ("until Monday"). ``since``: the day begins a span.
    """

    i: int
    j: int
    kind: Kind
    first: date | None = None
    last: date | None = None
    part: Part | None = None
    minute: int | None = None
    half: int | None = None
    vague: bool = False
    start: datetime | None = None
    end: datetime | None = None
    told: bool = False
    recall: bool = False
    blocked: bool = False
    since: bool = False
    tonight: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Sentence:
    """What the scanners look at: folded words (Turkish and elided endings cut off), and local publication time."""

    words: tuple[str, ...]
    source: Words
    local: datetime

    @property
    def today(self) -> date:
        """Local day of publication."""
        return self.local.date()

    def at(self, i: int) -> str:
        """Word *i*, or an empty string beyond either end."""
        return self.words[i] if 0 <= i < len(self.words) else ""


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, object]]]:
    """All fixed phrases by their first word, longest first."""
    rows: list[tuple[str, str, object]] = [
        *((phrase, "day", offset) for phrase, offset in vocabulary.DAY_PHRASES.items()),
        *((phrase.strip(), "told_day", -1) for phrase in vocabulary.TOLD_DAY_PHRASES),
        *((phrase.strip(), "told_night", -1) for phrase in vocabulary.TOLD_NIGHT_PHRASES),
        *((phrase, "tonight", 0) for phrase in vocabulary.TONIGHT_PHRASES),
        *((phrase, "weekday", number) for phrase, number in vocabulary.WEEKDAY_PHRASES.items()),
        *((phrase, "part", part) for phrase, part in vocabulary.PART_PHRASES.items()),
        *((phrase, "period", span) for phrase, span in vocabulary.PERIOD_PHRASES.items()),
        *((phrase, "month", back) for phrase, back in vocabulary.MONTH_PERIODS.items()),
        *((phrase, "year", back) for phrase, back in vocabulary.YEAR_PERIODS.items()),
        *((phrase.strip(), "day_span", 1) for phrase in vocabulary.DAY_SPANS),
    ]
    index: dict[str, list[tuple[tuple[str, ...], str, object]]] = {}
    for phrase, code, value in sorted(rows, key=lambda row: -len(row[0].split())):
        words = tuple(phrase.split())
        index.setdefault(words[0], []).append((words, code, value))
    return index


_PHRASES = _phrases()
_LEXICON: frozenset[str] = frozenset().union(
    vocabulary.MONTHS,
    vocabulary.WEEKDAYS,
    vocabulary.PARTS,
    vocabulary.UNITS,
    vocabulary.HOUR_ORDINALS,
    vocabulary.CLOCK_UNITS,
    vocabulary.NOT_PAST,
    _PHRASES,
)
_EARLY_LATE = {
    word: part
    for part, words in {
        Part.EARLY: "early рано früh frühen раннего",
        Part.LATE: "late поздно пізно spät tard пізнього позднего",
    }.items()
    for word in words.split()
}
_TRIGGERS: frozenset[str] = frozenset().union(
    vocabulary.MONTHS,
    vocabulary.WEEKDAYS,
    vocabulary.PARTS,
    vocabulary.UNITS,
    vocabulary.HOUR_ORDINALS,
    {"o'clock", "uhr"},
    *(set(words) - vocabulary.GLUE - {"за"} for phrases in _PHRASES.values() for words, _, _ in phrases),
)


def _cut(word: str) -> str:
    """The part of an elided or suffixed word that is a word of time: "Eylül'de", "d'août", "Monday's"."""
    if "'" not in word or word in _LEXICON:
        return word
    head, _, tail = word.partition("'")
    if head in _LEXICON:
        return head
    return tail if tail in _LEXICON else word


def holds_time(words: Sequence[str]) -> bool:
    """Whether a sentence can hold a time at all: it has a figure or a word of time."""
    return not _TRIGGERS.isdisjoint(words) or any(word[0].isdecimal() for word in words)


def read_sentence(source: Words, local: datetime) -> Sentence | None:
    """Prepare a sentence for the scan. None: it holds no word of time."""
    words = tuple([_cut(word) if "'" in word else word for word in source.words])
    if not holds_time(words):
        return None
    return Sentence(words=words, source=source, local=local)


def scan(sentence: Sentence) -> list[Atom]:
    """All pieces of time in the order of the text, none overlapping."""
    atoms: list[Atom] = []
    i = 0
    while i < len(sentence.words):
        atom = _atom(sentence, i)
        if atom is None:
            i += 1
            continue
        atoms.append(atom)
        i = atom.j
    return atoms


def _atom(s: Sentence, i: int) -> Atom | None:
    word = s.words[i]
    if word in _PHRASES:
        found = _phrase(s, i)
        if found is not None:
            return found
    for applies, reader in _READERS:
        if applies(word):
            found = reader(s, i)
            if found is not None:
                return found
    return None


# --- fixed phrases -----------------------------------------------------------------------------------------------------


def _phrase(s: Sentence, i: int) -> Atom | None:
    for words, code, value in _PHRASES[s.words[i]]:
        if s.words[i : i + len(words)] == words:
            return _phrase_atom(s, i, i + len(words), code, value)
    return None


def _phrase_atom(s: Sentence, i: int, j: int, code: str, value: object) -> Atom | None:
    today = s.today
    if code == "part" and isinstance(value, Part):
        return Atom(i=i, j=j, kind=Kind.PART, part=value)
    if code == "period" and isinstance(value, tuple):
        first, last, recall = value
        return _days(i, j, today + timedelta(first), today + timedelta(last), Kind.PERIOD, recall=recall)
    if not isinstance(value, int):
        return None
    if code in ("day", "told_day"):
        if s.words[i] == "hier" and not _is_french(s):
            return None
        day = today + timedelta(value)
        told = code == "told_day"
        return _days(i, j, day, day, Kind.RELATIVE, told=told, recall=told)
    if code == "told_night":
        return Atom(i=i, j=j, kind=Kind.PART, part=Part.NIGHT, told=True, recall=True)
    if code == "tonight":
        return Atom(i=i, j=j, kind=Kind.PART, part=Part.NIGHT, tonight=True)
    if code == "weekday":
        return _weekday_atom(s, i, i + (2 if s.words[i] == "pazar" else j - i) - (s.words[i] == "pazar"), value)
    if code == "day_span":
        return Atom(i=i, j=j, kind=Kind.SPAN, start=s.local - timedelta(hours=24), end=s.local)
    first_of_month = today.replace(day=1)
    if code == "month":
        first = (first_of_month - timedelta(days=1)).replace(day=1) if value else first_of_month
        last = first_of_month - timedelta(days=1) if value else today
        return _days(i, j, first, last, Kind.PERIOD, recall=bool(value))
    year = today.year - value
    return _days(i, j, date(year, 1, 1), date(year, 12, 31) if value else today, Kind.PERIOD, recall=bool(value))


def _is_french(s: Sentence) -> bool:
    """ "Hier" is yesterday in French and "here" in German."""
    return not {
        "le",
        "les",
        "et",
        "à",
        "dans",
        "une",
        "est",
        "a",
        "sur",
        "par",
        "soir",
        "matin",
        "ont",
        "au",
    }.isdisjoint(s.words)


def _days(
    i: int,
    j: int,
    first: date,
    last: date,
    kind: Kind,
    *,
    told: bool = False,
    recall: bool = False,
    blocked: bool = False,
) -> Atom:
    return Atom(i=i, j=j, kind=kind, first=first, last=last, told=told, recall=recall, blocked=blocked)


# --- weekdays ----------------------------------------------------------------------------------------------------------


def _weekday(s: Sentence, i: int) -> Atom | None:
    word, before = s.words[i], s.at(i - 1)
    if (word == "среды" and before.startswith("окружающ")) or (word == "domingo" and before == "santo"):
        return None
    return _weekday_atom(s, i, i + 1, vocabulary.WEEKDAYS[word])


def _weekday_atom(s: Sentence, i: int, j: int, number: int) -> Atom:
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
    return _marked(s, _days(i, j, day, day, Kind.WEEKDAY))


def _marked(s: Sentence, atom: Atom) -> Atom:
    """Mark a day that the words around it put into the future, or make the start of a span."""
    before = s.at(atom.i - 1)
    ahead = s.at(atom.i - 2) if before in vocabulary.GLUE else ""
    blocked = (
        before in vocabulary.NOT_PAST
        or ahead in vocabulary.NOT_PAST
        or s.at(atom.j) in vocabulary.NOT_PAST_AFTER
        or s.at(atom.j) in vocabulary.WILL
        or _announced(s, atom)
    )
    possessive = s.source.words[atom.j - 1].endswith("'s")
    since = not blocked and not possessive and before in vocabulary.SINCE and atom.first == atom.last
    return replace(atom, blocked=blocked, since=since)


def _announced(s: Sentence, atom: Atom) -> bool:
    """Whether the clause before says "will": "the court will rule on Thursday"."""
    for i in range(atom.i - 1, max(-1, atom.i - 9), -1):
        if s.words[i] in vocabulary.WILL or (s.words[i] == "be" and s.at(i - 1) == "to"):
            return True
        if s.words[i] in {",", ".", ";", ":", "—", "–"}:
            return False
    return False


# --- dates -------------------------------------------------------------------------------------------------------------


def _date(year: int | None, month: int, day: int, today: date) -> date | None:
    """The date; without a year the nearest one not more than two days ahead of *today*. None: there is no such day."""
    try:
        found = date(year if year is not None else today.year, month, day)
    except ValueError:
        if year is None and (month, day) == (2, 29):
            return _date(today.year - today.year % 4, month, day, today)
        return None
    if year is None and found > today + timedelta(days=2):
        found = date(today.year - 1, month, min(day, 28) if month == 2 else day)
    return found


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


def _day_month(s: Sentence, i: int) -> Atom | None:
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
        return None
    year, j = _year_at(s, month[1])
    first, last = _pair(year, month[0], day, other, s.today)
    if first is None or last is None:
        return None
    return _marked(s, _days(i, j, first, last, Kind.DATE))


def _pair(year: int | None, month: int, day: int, other: int | None, today: date) -> tuple[date | None, date | None]:
    first = _date(year, month, day, today)
    last = _date(year, month, other, today) if other is not None else first
    if first is not None and last is not None and last < first:
        return last, last
    return first, last


def _month_day(s: Sentence, i: int) -> Atom | None:
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
            return _marked(s, _days(i, j, first, last, Kind.DATE))
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
            back = vocabulary.YEAR_PERIODS.get(" ".join(s.words[j : j + length]))
            if back is not None:
                year, j = s.today.year - back, j + length
    first = date(year, month, 1)
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    current = (year, month) == (s.today.year, s.today.month)
    blocked = before in vocabulary.NOT_PAST or (first > s.today) or _announced(s, _days(i, j, first, last, Kind.PERIOD))
    return _days(i, j, first, min(last, s.today) if current else last, Kind.PERIOD, recall=not current, blocked=blocked)


def _numeric(s: Sentence, i: int) -> Atom | None:
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
        clock = s.at(i + 1) in vocabulary.CLOCK_UNITS or s.at(i + 1) in _AM_PM
        if found is not None and not clock:
            return _marked(s, _days(i, i + 1, found, found, Kind.DATE))
    return None


def _written(s: Sentence, i: int, j: int, numbers: list[int]) -> Atom | None:
    """Year first when it has four digits, else day first, else month first."""
    a, b, c = numbers
    year, month, day = (a, b, c) if a > 31 else (c if c > 99 else 2000 + c, b, a)
    if not 1900 <= year <= 2100:
        return None
    found = _date(year, month, day, s.today) or (_date(year, day, month, s.today) if a <= 12 else None)
    return None if found is None else _marked(s, _days(i, j, found, found, Kind.DATE))


def _year(s: Sentence, i: int) -> Atom | None:
    """A year that stands alone: "in 2022", «в 2022 году», "2022 yılında"."""
    year, j = _year_at(s, i)
    if year is None or (s.at(i - 1) not in _YEAR_PREPOSITIONS and j == i + 1) or not 1950 <= year <= s.today.year + 1:
        return None
    last = min(date(year, 12, 31), s.today)
    blocked = date(year, 1, 1) > s.today or s.at(i - 1) in vocabulary.NOT_PAST
    first = date(year, 1, 1)
    return _days(i, j, first, max(first, last), Kind.PERIOD, recall=year != s.today.year, blocked=blocked)


# --- so long ago -------------------------------------------------------------------------------------------------------

_AGO_SPREAD: dict[Unit, tuple[timedelta, float]] = {
    Unit.MINUTE: (timedelta(minutes=1), 0.5),
    Unit.HOUR: (timedelta(hours=1), 0.5),
    Unit.DAY: (timedelta(days=1), 0.0),
    Unit.WEEK: (timedelta(days=7), 0.45),
    Unit.MONTH: (timedelta(days=30), 0.4),
    Unit.YEAR: (timedelta(days=365), 0.25),
}
"""Length of a unit, and how far off "so many ago" may be, in units."""


def _ago(s: Sentence, i: int) -> Atom | None:
    """ "two days ago", «час назад», "vor zwei Tagen", "hours earlier", "the past 24 hours"."""
    numeral = numeral_at(s.words, i)
    k = i if numeral is None else numeral.end
    if s.at(k) in {"of", "или", "another"}:
        k += 1
    unit = vocabulary.UNITS.get(s.at(k))
    if unit is None:
        return None
    low, high = (1, 1) if numeral is None else (numeral.low, numeral.high)
    before, after = s.at(i - 1), s.at(k + 1)
    two = (before, s.at(i - 2)) if before in {"a", "an", "the"} else (before, "")
    if numeral is not None and (before in vocabulary.PAST or two[1] in vocabulary.PAST or after in vocabulary.PAST):
        return _past_span(s, i, k + (2 if after in vocabulary.PAST else 1), unit, high)
    ago = after in vocabulary.AGO or before in vocabulary.AGO_FIRST or (before == "a" and s.at(i - 3) == "il")
    told = after in vocabulary.EARLIER or (after == "plus" and s.at(k + 2) == "tôt")
    if not (ago or told) or (before == "days" and not ago):
        return None
    if numeral is None and s.at(k).endswith("s") and told:
        low, high = 1, 12 if unit is Unit.HOUR else 6
    j = k + 2 if after in vocabulary.AGO or told else k + 1
    return _so_long_ago(s, (i, j), unit, (low, high), told=told and not ago)


def _so_long_ago(s: Sentence, span: tuple[int, int], unit: Unit, amount: tuple[int, int], *, told: bool) -> Atom | None:
    length, spread = _AGO_SPREAD[unit]
    low, high = amount
    if high * length > timedelta(days=36500):
        return None
    earliest, latest = s.local - high * length - spread * length, s.local - low * length + spread * length
    i, j = span
    if unit in (Unit.MINUTE, Unit.HOUR):
        start = earliest if not told else s.local - timedelta(hours=24)
        return Atom(i=i, j=j, kind=Kind.RELATIVE, start=start, end=latest, told=told, recall=told, vague=high > 3)
    kind = Kind.RELATIVE if unit is Unit.DAY else Kind.PERIOD
    return _days(i, j, earliest.date(), latest.date(), kind, told=told, recall=told or unit is not Unit.DAY)


def _past_span(s: Sentence, i: int, j: int, unit: Unit, amount: int) -> Atom | None:
    length = _AGO_SPREAD[unit][0] * amount
    if length > timedelta(days=36500):
        return None
    return Atom(
        i=i, j=j, kind=Kind.SPAN, start=s.local - length, end=s.local, recall=length > timedelta(days=3), vague=True
    )


# --- clock and parts of the day ------------------------------------------------------------------------------------------


def _clock(s: Sentence, i: int) -> Atom | None:
    """ "03:40", "3:40 a.m.", "3am", «в 4 утра», "около четырёх утра", «о третій ночі», "17h35", "um 3 Uhr", "saat 23.00"."""
    match = _CLOCK.fullmatch(s.words[i])
    before = s.at(i - 1)
    strong = before in vocabulary.CLOCK_BEFORE or s.at(i - 2) in vocabulary.CLOCK_BEFORE
    if match is not None:
        told = strong or ":" in match[0] or s.at(i + 1) in vocabulary.CLOCK_UNITS or s.at(i + 1) in _AM_PM
        return _clock_atom(s, i, i + 1, int(match[1]) * 60 + int(match[2])) if told else None
    numeral = numeral_at(s.words, i)
    hour = vocabulary.HOUR_ORDINALS.get(s.words[i]) if numeral is None else numeral.low
    if hour is None or hour > 24 or (numeral is not None and numeral.low != numeral.high):
        return None
    k = i + 1 if numeral is None else numeral.end
    if s.at(k) == "h" and _day_minute(s.at(k + 1)) is not None:
        return _clock_atom(s, i, k + 2, hour * 60 + int(s.at(k + 1)))
    dotted = s.at(k + 1) == "." and s.at(k + 2) == "m"
    if s.at(k) in {"am", "pm"} or (s.at(k) in {"a", "p"} and (dotted or s.at(k + 1) == "m")):
        return _clock_atom(s, i, k, hour * 60)
    if s.at(k) in vocabulary.CLOCK_UNITS and s.at(k + 1) not in vocabulary.AGO:
        named = strong and before not in {"around", "about", "около", "близько"}
        if named or s.at(k + 1) in vocabulary.PARTS or s.at(k) in {"o'clock", "uhr"}:
            return _clock_atom(s, i, k + 1, hour * 60)
        return None
    genitive = s.at(k) in {
        "утра",
        "ночи",
        "вечера",
        "ранку",
        "ночі",
        "вечора",
        "morgens",
        "nachts",
        "abends",
        "rano",
        "дня",
    }
    phrased = s.at(k) in {"del", "de", "du", "di", "da", "in"} and _part_ahead(s, k + 1)
    if (
        strong
        and (genitive or phrased or before in vocabulary.CLOCK_STRONG)
        and s.at(k) not in vocabulary.UNITS.keys() - {"дня"}
    ):
        return _clock_atom(s, i, k, hour * 60)
    return None


def _part_ahead(s: Sentence, k: int) -> bool:
    return s.at(k) in vocabulary.PARTS or (s.at(k) in {"la", "the"} and s.at(k + 1) in vocabulary.PARTS)


def _day_minute(word: str) -> int | None:
    return int(word) if word.isdecimal() and len(word) == 2 and int(word) < 60 else None


def _clock_atom(s: Sentence, i: int, j: int, minute: int) -> Atom:
    half: int | None = None
    if s.at(j) in {"am", "pm"}:
        half, j = _AM_PM[s.at(j)], j + 1
    elif s.at(j) in {"a", "p"} and "m" in (s.at(j + 1), s.at(j + 2)):
        half = _AM_PM[s.at(j)]
        j += 3 if s.at(j + 2) == "m" else 2
        j += s.at(j) == "."
    elif s.at(j) == "дня":
        half, j = 12, j + 1
    vague = s.at(i - 1) in {
        "около",
        "близько",
        "примерно",
        "приблизно",
        "about",
        "around",
        "gegen",
        "vers",
        "verso",
        "około",
    }
    spoken = not s.words[i][0].isdecimal() or s.at(i + 1) == "o'clock"
    if half is None and spoken and minute <= 12 * 60:
        half = -1
    return Atom(i=i, j=j, kind=Kind.CLOCK, minute=minute, half=half, vague=vague)


def _part(s: Sentence, i: int) -> Atom | None:
    word = s.words[i]
    following = s.at(i + 1)
    needed = vocabulary.NEEDS_BEFORE.get(word)
    if needed is not None and s.at(i - 1) not in needed:
        return None
    if following in vocabulary.NEVER_BEFORE.get(word, ()):
        return None
    blocked = s.at(i - 1) in vocabulary.AHEAD
    return Atom(i=i, j=i + 1, kind=Kind.PART, part=vocabulary.PARTS[word], blocked=blocked)


def _early_late(s: Sentence, i: int) -> Atom | None:
    """ "early Monday", "late on Sunday", «рано утром»: only before a day or another part of the day."""
    for k in range(i + 1, i + 4):
        word = s.at(k)
        if (
            word in vocabulary.WEEKDAYS
            or word in vocabulary.PARTS
            or word in vocabulary.MONTHS
            or word in vocabulary.DAY_PHRASES
        ):
            return Atom(i=i, j=i + 1, kind=Kind.PART, part=_EARLY_LATE[s.words[i]])
        if word not in vocabulary.GLUE and not word.isdecimal():
            return None
    return None


def _german_compound(s: Sentence, i: int) -> Atom | None:
    """ "Montagabend": the weekday; ``times`` reads the part of the day from the word itself."""
    day = next(day for day in _GERMAN_DAYS if s.words[i].startswith(day))
    part = _GERMAN_PARTS[s.words[i].removeprefix(day).removesuffix("s")]
    atom = _weekday_atom(s, i, i + 1, vocabulary.WEEKDAYS[day])
    return replace(atom, part=part)


_GERMAN_DAYS = ("montag", "dienstag", "mittwoch", "donnerstag", "freitag", "samstag", "sonnabend", "sonntag")
_GERMAN_PARTS = {
    "morgen": Part.MORNING,
    "vormittag": Part.MORNING,
    "mittag": Part.MIDDAY,
    "nachmittag": Part.AFTERNOON,
    "abend": Part.EVENING,
    "nacht": Part.NIGHT_OF,
}
_GERMAN_COMPOUNDS = frozenset(day + part + end for day in _GERMAN_DAYS for part in _GERMAN_PARTS for end in ("", "s"))
_TRIGGERS = _TRIGGERS | _GERMAN_COMPOUNDS

_READERS: tuple[tuple[Callable[[str], bool], Callable[[Sentence, int], Atom | None]], ...] = (
    (lambda word: word[0].isdecimal(), _numeric),
    (lambda word: word[0].isdecimal(), _day_month),
    (lambda word: word[0].isdecimal(), _year),
    (lambda word: word in vocabulary.MONTHS or word in vocabulary.MONTHS_SHORT, _month_day),
    (_EARLY_LATE.__contains__, _early_late),
    (vocabulary.WEEKDAYS.__contains__, _weekday),
    (_GERMAN_COMPOUNDS.__contains__, _german_compound),
    (lambda word: word[0].isdecimal() or word in NUMBER_WORDS or word in vocabulary.UNITS, _ago),
    (lambda word: word[0].isdecimal() or word in NUMBER_WORDS or word in vocabulary.HOUR_ORDINALS, _clock),
    (lambda word: word in vocabulary.PARTS and word not in _EARLY_LATE, _part),
)


def gap(sentence: Sentence, left: Atom, right: Atom) -> tuple[str, ...]:
    """The words between two pieces."""
    return sentence.words[left.j : right.i]


def neighbours(atoms: Sequence[Atom]) -> list[tuple[Atom, Atom]]:
    """Pieces next to each other, in order."""
    return list(pairwise(atoms))
