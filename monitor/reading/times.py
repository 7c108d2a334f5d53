"""Times in a sentence: every day, part of the day, clock time and period it states, as windows.

A mention is reckoned from the moment of publication in the zone of the place. News speaks of the past: a weekday is the
most recent one (publication day included), a date without a year is the nearest one that is not more than two days ahead,
and what lies in the future is left out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from monitor.model import TimePrecision, Window
from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import Words, split_words
from monitor.reading.times_scan import Atom, Kind, Sentence, gap, read_sentence, scan
from monitor.reading.times_words import Part

TimeKind = Kind

_AHEAD = timedelta(minutes=30)
"""Clocks of publishers differ; an attack cannot be reported longer than this before it happens."""

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


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hours:
    """A part of the day: hours from the midnight that begins the day, and the days it touches."""

    start: float
    end: float
    first: int = 0
    last: int = 0


_HOURS: dict[Part, _Hours] = {
    Part.NIGHT: _Hours(start=-6, end=30),
    Part.NIGHT_TO: _Hours(start=-6, end=9, first=-1),
    Part.NIGHT_OF: _Hours(start=18, end=33, last=1),
    Part.SMALL_HOURS: _Hours(start=-2, end=9),
    Part.MIDNIGHT: _Hours(start=-0.5, end=2),
    Part.BEFORE_MIDNIGHT: _Hours(start=22, end=24),
    Part.EARLY: _Hours(start=0, end=9),
    Part.MORNING: _Hours(start=4, end=12.5),
    Part.MIDDAY: _Hours(start=10, end=16),
    Part.AFTERNOON: _Hours(start=11.5, end=19),
    Part.EVENING: _Hours(start=16, end=24),
    Part.LATE: _Hours(start=18, end=24),
}
_NIGHTS = frozenset({Part.NIGHT, Part.SMALL_HOURS, Part.NIGHT_OF, Part.NIGHT_TO})


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
    for phrase in sorted(vocabulary.RECALL_PHRASES, key=lambda phrase: -len(phrase)):
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
    if day.since and not {"to", "по", "до", "to", "bis", "do", "a", "à", "al", "hasta"}.isdisjoint(between):
        return True
    night = any(atom.part in _NIGHTS for atom in group)
    joined = night or not {"-", "–", "—", "to", "into", "на", "по", "auf", "à", "au", "al", "na", "do"}.isdisjoint(
        between
    )
    return joined and _next_day(day, other)


def _next_day(day: Atom, other: Atom) -> bool:
    if day.first is None or other.first is None or day.first != day.last or other.first != other.last:
        return False
    if day.kind is Kind.WEEKDAY and other.kind is Kind.WEEKDAY:
        return (other.first - day.first).days % 7 == 1
    return other.first - day.first == timedelta(days=1)


def _anchored(sentence: Sentence, groups: list[list[Atom]]) -> list[list[Atom]]:
    """Give a lone clock time or part of the day the only day of its clause."""
    days = [group for group in groups if _single_day(group) is not None]
    if len(days) != 1:
        return groups
    day = next(atom for atom in days[0] if atom.first is not None)
    result = []
    for group in groups:
        lone = all(atom.kind in (Kind.PART, Kind.CLOCK) and not atom.told and not atom.tonight for atom in group)
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


# --- windows -------------------------------------------------------------------------------------------------------------


def _mention(sentence: Sentence, group: list[Atom]) -> TimeMention | None:
    if any(atom.blocked for atom in group):
        return None
    window = _window_of(sentence, group)
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
    if len(days) == 1 and days[0].since:
        return Kind.SPAN
    if days:
        return Kind.DATE if any(day.kind is Kind.DATE for day in days) else days[0].kind
    return Kind.CLOCK if any(atom.kind is Kind.CLOCK for atom in group) else group[0].kind


def _day_anchor(days: list[Atom]) -> Anchor:
    calendar = days and days[0].kind in (Kind.DATE, Kind.WEEKDAY)
    return Anchor.CALENDAR if calendar else Anchor.PUBLISHED


def _window_of(sentence: Sentence, group: list[Atom]) -> Window | None:
    if group[0].start is not None:
        return _moments(sentence, group[0])
    days = [atom for atom in group if atom.first is not None]
    parts = [atom.part for atom in group if atom.part is not None]
    clock = next((atom for atom in group if atom.kind is Kind.CLOCK), None)
    if not days:
        return _bare(sentence, group, parts, clock)
    first, last = days[0].first, days[-1].last
    assert first is not None
    assert last is not None
    if len(days) == 2 and days[0].since and not _next_day(days[0], days[1]):
        return None if first > sentence.today else _span(sentence, first, max(first, last), since=False)
    if len(days) == 2 and first != last:
        first = last - timedelta(days=1)
    if last - first == timedelta(days=1) and any(part in _NIGHTS for part in parts):
        return _clipped(sentence, last, _HOURS[Part.NIGHT_TO])
    if last != first or days[0].since:
        return _span(sentence, first, last, since=days[0].since)
    part = _which_part(sentence, group, parts, days[0], first)
    if clock is not None:
        return _at(sentence, first, _clock_part(parts, part), clock)
    if part is None:
        return _clipped(sentence, first, _Hours(start=0, end=24), TimePrecision.DAY)
    return _clipped(sentence, first, _HOURS[part])


def _which_part(sentence: Sentence, group: list[Atom], parts: list[Part], day: Atom, date_: date) -> Part | None:
    """The part of a named day; for a night, whether it ends or begins on that day."""
    if not parts:
        return None
    if Part.EARLY in parts or Part.LATE in parts:
        return Part.EARLY if Part.EARLY in parts else Part.LATE
    part = next((part for part in parts if part in _NIGHTS), parts[0])
    if part in (Part.NIGHT, Part.SMALL_HOURS) and day.kind is Kind.RELATIVE and date_ == sentence.today:
        return Part.NIGHT_TO
    if part is not Part.NIGHT:
        return _not_ahead(sentence, part, date_)
    night = next(atom for atom in group if atom.part is Part.NIGHT)
    between = gap(sentence, night, day)
    if night.i >= day.j:
        return _not_ahead(sentence, Part.NIGHT_OF, date_)
    if not vocabulary.NIGHT_TO_WORDS.isdisjoint(between):
        return Part.NIGHT_TO
    if not vocabulary.NIGHT_OF_WORDS.isdisjoint(between):
        return _not_ahead(sentence, Part.NIGHT_OF, date_)
    return Part.NIGHT_TO if date_ == sentence.today else Part.NIGHT


def _not_ahead(sentence: Sentence, part: Part, day: date) -> Part:
    """ "Monday night" on a Monday morning is the night that has just ended."""
    if part is Part.NIGHT_OF and _moment(sentence, day, 18) > sentence.local + _AHEAD:
        return Part.NIGHT_TO
    return part


def _bare(sentence: Sentence, group: list[Atom], parts: list[Part], clock: Atom | None) -> Window | None:
    """A part of the day or a clock time with no day: the latest one that is not ahead."""
    today = sentence.today
    if clock is not None:
        return _at(sentence, None, parts[0] if parts else None, clock)
    if Part.NIGHT in parts or Part.SMALL_HOURS in parts:
        if group[0].told:
            return _clipped(sentence, today, _Hours(start=-30, end=9, first=-2))
        evening = any(atom.tonight for atom in group) and sentence.local.hour >= 12
        window = _clipped(sentence, today, _HOURS[Part.NIGHT_OF if evening else Part.NIGHT_TO])
        return None if window is None else replace(window, last=today)
    part = next((part for part in parts if part in (Part.EARLY, Part.LATE)), parts[0])
    hours = _HOURS[part]
    if _moment(sentence, today, hours.start) > sentence.local + _AHEAD:
        today -= timedelta(days=1)
    return _clipped(sentence, today, hours)


def _clock_part(parts: list[Part], part: Part | None) -> Part | None:
    """ "Tuesday night at 2" is past midnight, "at 11" is before: the night word decides, whichever night it is."""
    return part if part is Part.NIGHT_OF or not parts else parts[0]


_LATER_HALF = frozenset({Part.AFTERNOON, Part.EVENING, Part.LATE, Part.BEFORE_MIDNIGHT})


def _minute_of_day(clock: Atom, part: Part | None) -> int:
    minute = clock.minute
    assert minute is not None
    if minute > 12 * 60 + 59:
        return minute
    if clock.half in (0, 12):
        return minute % (12 * 60) + clock.half * 60
    if part in _LATER_HALF:
        return minute % (12 * 60) + 12 * 60
    if part in _NIGHTS and clock.half == -1 and 7 * 60 <= minute < 12 * 60:
        return minute + 12 * 60
    return minute % (12 * 60) if part is not None and part is not Part.MIDDAY else minute


def _at(sentence: Sentence, day: date | None, part: Part | None, clock: Atom) -> Window | None:
    minute = _minute_of_day(clock, part)
    margin = 0.75 if clock.vague or clock.half == -1 else 0.25
    if day is None:
        candidates = [minute] if part is not None or clock.half != -1 else [minute, minute % 720 + 720]
        limit = sentence.local + _AHEAD
        moments = [_moment(sentence, sentence.today, each / 60) for each in candidates]
        moment = max(each if each <= limit else each - timedelta(days=1) for each in moments)
    else:
        moment = _moment(sentence, day, minute / 60 + (24 if part is Part.NIGHT_OF and minute < 9 * 60 else 0))
    hour = moment.hour + moment.minute / 60
    hours = _Hours(start=hour - margin, end=hour + margin)
    return _clipped(sentence, moment.date(), hours, TimePrecision.MINUTE)


def _moment(sentence: Sentence, day: date, hours: float) -> datetime:
    """Wall-clock time at the place, as many hours from the midnight that begins *day*."""
    return datetime.combine(day, time(), sentence.local.tzinfo) + timedelta(hours=hours)


def _clipped(
    sentence: Sentence, day: date, hours: _Hours, precision: TimePrecision = TimePrecision.PART_OF_DAY
) -> Window | None:
    """The window of some hours of a day. None: it lies ahead of publication."""
    start, limit = _moment(sentence, day, hours.start), sentence.local + _AHEAD
    if start > limit:
        return None
    return Window(
        start=start.astimezone(UTC),
        end=max(start, min(_moment(sentence, day, hours.end), limit)).astimezone(UTC),
        first=day + timedelta(days=hours.first),
        last=day + timedelta(days=hours.last),
        precision=precision,
    )


def _span(sentence: Sentence, first: date, last: date, *, since: bool) -> Window | None:
    if since:
        last = max(last, sentence.today)
    if first > sentence.today:
        return None
    window = _clipped(sentence, first, _Hours(start=0, end=24 * ((last - first).days + 1)), TimePrecision.WEEK)
    return None if window is None else replace(window, last=max(first, min(last, sentence.today)))


def _moments(sentence: Sentence, atom: Atom) -> Window | None:
    """A span given by its moments: the last hours, "an hour ago"."""
    assert atom.start is not None
    assert atom.end is not None
    tz, length = sentence.local.tzinfo, atom.end - atom.start
    precision = TimePrecision.WEEK
    if length <= timedelta(hours=2):
        precision = TimePrecision.MINUTE
    elif length <= timedelta(hours=12):
        precision = TimePrecision.PART_OF_DAY
    elif length <= timedelta(hours=48):
        precision = TimePrecision.DAY
    return Window(
        start=atom.start.astimezone(UTC),
        end=atom.end.astimezone(UTC),
        first=atom.start.astimezone(tz).date(),
        last=atom.end.astimezone(tz).date(),
        precision=precision,
    )
