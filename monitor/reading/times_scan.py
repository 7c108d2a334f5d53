"""Finds the single words of time in a sentence: days, parts of the day, clock times, spans. ``times`` puts them together."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import date, datetime, timedelta

from monitor.reading import times_phrases as phrases
from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import NUMBER_WORDS, Words
from monitor.reading.times_atoms import Atom, Kind, Sentence, days_atom
from monitor.reading.times_clock import EARLY_LATE, GERMAN_COMPOUNDS, ago, clock, early_late, german_compound, part
from monitor.reading.times_dates import day_month, month_day, numeric_date, weekday, weekday_atom, year_alone
from monitor.reading.times_words import Part


def _phrases() -> dict[str, list[tuple[tuple[str, ...], str, object]]]:
    """All fixed phrases by their first word, longest first."""
    rows: list[tuple[str, str, object]] = [
        *((phrase, "day", offset) for phrase, offset in phrases.DAY_PHRASES.items()),
        *((phrase, "told_day", -1) for phrase in phrases.TOLD_DAY_PHRASES),
        *((phrase, "told_night", -1) for phrase in phrases.TOLD_NIGHT_PHRASES),
        *((phrase, "tonight", 0) for phrase in phrases.TONIGHT_PHRASES),
        *((phrase, "weekday", number) for phrase, number in phrases.WEEKDAY_PHRASES.items()),
        *((phrase, "part", part) for phrase, part in phrases.PART_PHRASES.items()),
        *((phrase, "period", span) for phrase, span in phrases.PERIOD_PHRASES.items()),
        *((phrase, "month", back) for phrase, back in phrases.MONTH_PERIODS.items()),
        *((phrase, "year", back) for phrase, back in phrases.YEAR_PERIODS.items()),
        *((phrase, "weekend", 0) for phrase in phrases.WEEKEND_PHRASES),
        *((phrase, "day_span", 1) for phrase in phrases.DAY_SPANS),
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
_TRIGGERS: frozenset[str] = frozenset().union(
    vocabulary.MONTHS,
    vocabulary.WEEKDAYS,
    vocabulary.PARTS,
    vocabulary.UNITS,
    vocabulary.HOUR_ORDINALS,
    {"o'clock", "uhr"},
    GERMAN_COMPOUNDS,
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
        return days_atom(i, j, today + timedelta(first), today + timedelta(last), Kind.PERIOD, recall=recall)
    if not isinstance(value, int):
        return None
    if code in ("day", "told_day"):
        if s.words[i] == "hier" and not _is_french(s):
            return None
        day = today + timedelta(value)
        told = code == "told_day"
        return days_atom(i, j, day, day, Kind.RELATIVE, told=told, recall=told)
    if code == "told_night":
        return Atom(i=i, j=j, kind=Kind.PART, part=Part.NIGHT, told=True, recall=True)
    if code == "tonight":
        return Atom(i=i, j=j, kind=Kind.PART, part=Part.NIGHT, tonight=True)
    if code == "weekday":
        return weekday_atom(s, i, i + (2 if s.words[i] == "pazar" else j - i) - (s.words[i] == "pazar"), value)
    if code == "weekend":
        saturday = today - timedelta(days=(today.weekday() - 5) % 7)
        return days_atom(i, j, saturday, saturday + timedelta(days=1), Kind.RELATIVE)
    if code == "day_span":
        return Atom(i=i, j=j, kind=Kind.SPAN, start=s.local - timedelta(hours=24), end=s.local)
    first_of_month = today.replace(day=1)
    if code == "month":
        first = (first_of_month - timedelta(days=1)).replace(day=1) if value else first_of_month
        last = first_of_month - timedelta(days=1) if value else today
        return days_atom(i, j, first, last, Kind.PERIOD, recall=bool(value))
    year = today.year - value
    return days_atom(i, j, date(year, 1, 1), date(year, 12, 31) if value else today, Kind.PERIOD, recall=bool(value))


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


_READERS: tuple[tuple[Callable[[str], bool], Callable[[Sentence, int], Atom | None]], ...] = (
    (lambda word: word[0].isdecimal(), numeric_date),
    (lambda word: word[0].isdecimal(), day_month),
    (lambda word: word[0].isdecimal(), year_alone),
    (lambda word: word in vocabulary.MONTHS or word in vocabulary.MONTHS_SHORT, month_day),
    (EARLY_LATE.__contains__, early_late),
    (vocabulary.WEEKDAYS.__contains__, weekday),
    (GERMAN_COMPOUNDS.__contains__, german_compound),
    (lambda word: word[0].isdecimal() or word in NUMBER_WORDS or word in vocabulary.UNITS, ago),
    (lambda word: word[0].isdecimal() or word in NUMBER_WORDS or word in vocabulary.HOUR_ORDINALS, clock),
    (lambda word: word in vocabulary.PARTS and word not in EARLY_LATE, part),
)
