"""Times of day and spans in a sentence: "two days ago", "at 03:40", "on Monday night"."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import timedelta

from monitor.reading import times_phrases as phrases
from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import numeral_at
from monitor.reading.times_atoms import Atom, Kind, Sentence, days_atom
from monitor.reading.times_dates import weekday_atom
from monitor.reading.times_words import Part, Unit

_CLOCK = re.compile(r"([01]?\d|2[0-4])[:.]([0-5]\d)(?::[0-5]\d)?")
_AM_PM = {"am": 0, "pm": 12, "a": 0, "p": 12}
EARLY_LATE = {
    word: part
    for part, words in {
        Part.EARLY: "early рано früh frühen раннего",
        Part.LATE: "late поздно пізно spät tard пізнього позднего",
    }.items()
    for word in words.split()
}
_AGO_SPREAD: dict[Unit, tuple[timedelta, float]] = {
    Unit.MINUTE: (timedelta(minutes=1), 0.5),
    Unit.HOUR: (timedelta(hours=1), 0.5),
    Unit.DAY: (timedelta(days=1), 0.0),
    Unit.WEEK: (timedelta(days=7), 0.45),
    Unit.MONTH: (timedelta(days=30), 0.4),
    Unit.YEAR: (timedelta(days=365), 0.25),
}
"""Length of a unit, and how far off "so many ago" may be, in units."""


def ago(s: Sentence, i: int) -> Atom | None:
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
    return days_atom(i, j, earliest.date(), latest.date(), kind, told=told, recall=told or unit is not Unit.DAY)


def _past_span(s: Sentence, i: int, j: int, unit: Unit, amount: int) -> Atom | None:
    length = _AGO_SPREAD[unit][0] * amount
    if length > timedelta(days=36500):
        return None
    return Atom(
        i=i, j=j, kind=Kind.SPAN, start=s.local - length, end=s.local, recall=length > timedelta(days=3), vague=True
    )


def clock(s: Sentence, i: int) -> Atom | None:
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
    before = s.at(i - 1)
    since, blocked = before in vocabulary.CLOCK_SINCE, before in vocabulary.CLOCK_UNTIL
    return Atom(i=i, j=j, kind=Kind.CLOCK, minute=minute, half=half, vague=vague, since=since, blocked=blocked)


def part(s: Sentence, i: int) -> Atom | None:
    """A part of the day, unless the words around it make it something else ("night club", "guten Morgen")."""
    word = s.words[i]
    following = s.at(i + 1)
    needed = vocabulary.NEEDS_BEFORE.get(word)
    if needed is not None and s.at(i - 1) not in needed:
        return None
    if following in vocabulary.NEVER_BEFORE.get(word, ()):
        return None
    blocked = s.at(i - 1) in vocabulary.AHEAD
    return Atom(i=i, j=i + 1, kind=Kind.PART, part=vocabulary.PARTS[word], blocked=blocked)


def early_late(s: Sentence, i: int) -> Atom | None:
    """ "early Monday", "late on Sunday", «рано утром»: only before a day or another part of the day."""
    for k in range(i + 1, i + 4):
        word = s.at(k)
        if (
            word in vocabulary.WEEKDAYS
            or word in vocabulary.PARTS
            or word in vocabulary.MONTHS
            or word in phrases.DAY_PHRASES
        ):
            return Atom(i=i, j=i + 1, kind=Kind.PART, part=EARLY_LATE[s.words[i]])
        if word not in vocabulary.GLUE and not word.isdecimal():
            return None
    return None


def german_compound(s: Sentence, i: int) -> Atom | None:
    """ "Montagabend": the weekday; ``times`` reads the part of the day from the word itself."""
    day = next(day for day in _GERMAN_DAYS if s.words[i].startswith(day))
    part = _GERMAN_PARTS[s.words[i].removeprefix(day).removesuffix("s")]
    atom = weekday_atom(s, i, i + 1, vocabulary.WEEKDAYS[day])
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
GERMAN_COMPOUNDS = frozenset(day + part + end for day in _GERMAN_DAYS for part in _GERMAN_PARTS for end in ("", "s"))
