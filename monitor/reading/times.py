"""Times in a sentence: every day, part of the day, clock time and period it states, as windows.

A mention is reckoned from the moment of publication in the zone of the place. News speaks of the past: a weekday is the
most recent one (publication day included), a date without a year is the nearest one that is not more than two days ahead,
and what lies in the future is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta, tzinfo
from enum import StrEnum

from monitor.model import TimePrecision, Window
from monitor.reading import times_phrases as phrases
from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import Words, split_words
from monitor.reading.times_atoms import Atom, Kind, Sentence, gap
from monitor.reading.times_scan import read_sentence, scan
from monitor.reading.times_windows import NIGHTS, next_day, window_of

TimeKind = Kind

_FRESH = timedelta(hours=36)
"""An attack that ended earlier than this before publication is recalled, not news: last night, told until next noon."""

_UNSTATED = timedelta(hours=18)
"""With no time stated, an attack is at most this old: one night and the morning after."""

_MORNING_HOUR = 9
"""Before this hour the night is still the news: an undated report may tell of yesterday evening."""

_NEAR_WORDS = 10
"""A clock time belongs to the sentence's only day when at most this many words stand between them."""


class Anchor(StrEnum):
    """What a time is reckoned from: a calendar, the moment of publication, or another event of the text."""

    CALENDAR = "calendar"
    PUBLISHED = "published"
    TOLD = "told"


@dataclass(frozen=True, slots=True, kw_only=True)
class TimeMention:
    """One time that a sentence states. ``start`` and ``end`` are offsets into the sentence, ``text`` what stands there.

    ``recall``: the words send the fact into the past, relative to fresh news.
    """

    start: int
    end: int
    text: str
    window: Window
    kind: TimeKind
    recall: bool
    anchor: Anchor


def find_times(text: str, published: datetime, tz: tzinfo) -> tuple[TimeMention, ...]:
    """Find the times that one sentence states, in the order of the text.

    Args:
        text: one sentence, in any of the languages (en ru uk de fr es it pl tr pt), also mixed.
        published: aware moment of publication.
        tz: zone of the place that the sentence is about.

    Returns:
        Mentions with windows in UTC, clipped so that they never reach beyond half an hour after publication. Times
        that are announced or lie ahead ("until Monday", "Thursday will be") are left out.
    """
    return times_in(split_words(text), published, tz)


def times_in(words: Words, published: datetime, tz: tzinfo) -> tuple[TimeMention, ...]:
    """Find the times of a sentence that is already split; see ``find_times``."""
    sentence = read_sentence(words, published.astimezone(tz))
    if sentence is None:
        return ()
    groups = _anchored(sentence, _groups(sentence, scan(sentence)))
    mentions = [_mention(sentence, group) for group in groups]
    return tuple([mention for mention in mentions if mention is not None])


def default_window(published: datetime, tz: tzinfo) -> Window:
    """The window of an attack whose time nobody states: the eighteen hours before publication.

    ``first`` is the day before publication when it was published before nine in the morning, local time.
    """
    local = published.astimezone(tz)
    first = local.date() - timedelta(days=1 if local.hour < _MORNING_HOUR else 0)
    return Window(
        start=(published - _UNSTATED).astimezone(UTC),
        end=published.astimezone(UTC),
        first=first,
        last=local.date(),
        precision=TimePrecision.DAY,
        stated=False,
    )


def recall_cue(text: str) -> tuple[int, int] | None:
    """Offsets of the first words that mark recollection without a date ("previously", «напомним»). None: there are none."""
    return recall_in(split_words(text))


def recall_in(words: Words) -> tuple[int, int] | None:
    """The same for a sentence that is already split."""
    for i, word in enumerate(words.words):
        for phrase in _RECALL.get(word, ()):
            j = i + len(phrase)
            if words.words[i:j] == phrase and not _is_earlier_date(words.words, i, j):
                return words.starts[i], words.ends[j - 1]
    return None


def _recall_index() -> dict[str, list[tuple[str, ...]]]:
    index: dict[str, list[tuple[str, ...]]] = {}
    for phrase in sorted(phrases.RECALL_PHRASES, key=lambda phrase: -len(phrase)):
        words = tuple(phrase.split())
        if words:
            index.setdefault(words[0], []).append(words)
    return index


_RECALL = _recall_index()


def _is_earlier_date(words: Sequence[str], i: int, j: int) -> bool:
    """ "Earlier on Monday", "earlier today": the words around the day decide, not the cue."""
    if words[i] not in {"earlier", "ранее", "раньше", "раніше", "wcześniej"} or j - i > 1:
        return False
    following = words[j : j + 2]
    near = {"today", "on", "this", "in", "the", "сегодня", "сьогодні", "в", "у", "во", "цього", "dziś", "than"}
    return any(word in near or word in vocabulary.WEEKDAYS for word in following[:1])


# --- groups: pieces that make one mention --------------------------------------------------------------------------------


def _groups(sentence: Sentence, atoms: list[Atom]) -> list[list[Atom]]:
    groups: list[list[Atom]] = []
    for atom in atoms:
        if groups and _joins(sentence, groups[-1], atom):
            groups[-1].append(atom)
        else:
            groups.append([atom])
    return groups


def _joins(sentence: Sentence, group: list[Atom], atom: Atom) -> bool:
    between = gap(sentence, group[-1], atom)
    if len(between) > 5 or any(word not in vocabulary.GLUE for word in between):
        return False
    if atom.start is not None or any(other.start is not None or other.kind is Kind.PERIOD for other in group):
        return False
    if atom.kind is Kind.PERIOD:
        return False
    days = [other for other in group if other.first is not None]
    if atom.first is not None:
        return not days or (len(days) == 1 and _pairs(group, days[0], atom, between))
    if not {"and", "и", "і", "й", "та", "und", "y", "e", "et"}.isdisjoint(between):
        return False
    if atom.kind is Kind.CLOCK:
        return all(other.kind is not Kind.CLOCK for other in group)
    return sum(other.part is not None for other in group) < 2 and not (atom.told or any(other.told for other in group))


def _pairs(group: list[Atom], day: Atom, other: Atom, between: tuple[str, ...]) -> bool:
    """Whether two days belong together: the same day named twice, or the two days of one night or span."""
    if day.first == other.first and day.last == other.last:
        return True
    if day.since and not {"to", "по", "до", "bis", "do", "a", "à", "al", "hasta"}.isdisjoint(between):
        return True
    night = any(atom.part in NIGHTS for atom in group)
    joined = night or not {"-", "–", "—", "to", "into", "на", "по", "auf", "à", "au", "al", "na", "do"}.isdisjoint(
        between
    )
    return joined and next_day(day, other)


def _anchored(sentence: Sentence, groups: list[list[Atom]]) -> list[list[Atom]]:
    """Give a lone clock time or part of the day the only day of its clause."""
    days = [group for group in groups if _single_day(group) is not None]
    if len(days) != 1:
        return groups
    day = next(atom for atom in days[0] if atom.first is not None)
    result = []
    for group in groups:
        lone = all(atom.kind in (Kind.PART, Kind.CLOCK) and not atom.told and not atom.tonight for atom in group)
        # A clock time that opens the sentence without a preposition is the time stamp of a live blog.
        lone = lone and not (group[0].i == 0 and group[0].kind is Kind.CLOCK)
        if lone and _same_clause(sentence, group, day):
            borrowed = replace(day, i=group[0].i, j=group[0].i)
            group = [*group, borrowed] if group[0].i < day.i else [borrowed, *group]
        result.append(group)
    return result


def _single_day(group: list[Atom]) -> date | None:
    days = [atom for atom in group if atom.first is not None]
    if len(days) == 1 and days[0].first == days[0].last and not days[0].since and not days[0].blocked:
        return days[0].first
    return None


def _same_clause(sentence: Sentence, group: list[Atom], day: Atom) -> bool:
    low, high = (group[-1].j, day.i) if group[0].i < day.i else (day.j, group[0].i)
    between = sentence.words[low:high]
    breaks = {
        ",",
        ";",
        ":",
        ".",
        "after",
        "following",
        "после",
        "після",
        "nach",
        "après",
        "dopo",
        "tras",
        "po",
        "and",
        "и",
    }
    return len(between) <= _NEAR_WORDS and breaks.isdisjoint(between)


def _mention(sentence: Sentence, group: list[Atom]) -> TimeMention | None:
    if any(atom.blocked for atom in group):
        return None
    window = window_of(sentence, group)
    if window is None:
        return None
    real = [atom for atom in group if atom.j > atom.i]
    start, end = sentence.source.starts[real[0].i], sentence.source.ends[real[-1].j - 1]
    days = [atom for atom in group if atom.first is not None]
    told = any(atom.told for atom in group)
    old = window.end < sentence.local - _FRESH
    return TimeMention(
        start=start,
        end=end,
        text=sentence.source.text[start:end],
        window=window,
        kind=_kind(group, days),
        recall=old or any(atom.recall for atom in group),
        anchor=Anchor.TOLD if told else _day_anchor(days),
    )


def _kind(group: list[Atom], days: list[Atom]) -> Kind:
    if any(atom.since for atom in group) and len(days) < 2:
        return Kind.SPAN
    if days:
        return Kind.DATE if any(day.kind is Kind.DATE for day in days) else days[0].kind
    return Kind.CLOCK if any(atom.kind is Kind.CLOCK for atom in group) else group[0].kind


def _day_anchor(days: list[Atom]) -> Anchor:
    calendar = days and days[0].kind in (Kind.DATE, Kind.WEEKDAY)
    return Anchor.CALENDAR if calendar else Anchor.PUBLISHED
