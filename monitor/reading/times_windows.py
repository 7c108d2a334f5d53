"""From the pieces of one mention to its window: which night, which half of the day, and never ahead of publication."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from monitor.model import TimePrecision, Window
from monitor.reading import times_words as vocabulary
from monitor.reading.times_atoms import Atom, Kind, Sentence, gap
from monitor.reading.times_words import Part

_AHEAD = timedelta(minutes=30)
"""Clocks of publishers differ; an attack cannot be reported longer than this before it happens."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Hours:
    """A part of the day: hours from the midnight that begins the day, and the days it touches."""

    start: float
    end: float
    first: int = 0
    last: int = 0


_WAVE_HOURS = 15
"""A wave of attacks told by its beginning ("since 6 p.m.") lasts into the next morning at the longest."""

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
NIGHTS = frozenset({Part.NIGHT, Part.SMALL_HOURS, Part.NIGHT_OF, Part.NIGHT_TO})


def next_day(day: Atom, other: Atom) -> bool:
    """Whether the second day follows the first; two weekdays may be reckoned to different weeks."""
    if day.first is None or other.first is None or day.first != day.last or other.first != other.last:
        return False
    if day.kind is Kind.WEEKDAY and other.kind is Kind.WEEKDAY:
        return (other.first - day.first).days % 7 == 1
    return other.first - day.first == timedelta(days=1)


def window_of(sentence: Sentence, group: list[Atom]) -> Window | None:
    """The window that the pieces of one mention make together. None: it lies ahead of publication."""
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
    if len(days) == 2 and days[0].since and not next_day(days[0], days[1]):
        return None if first > sentence.today else _span(sentence, first, max(first, last), since=False)
    if len(days) == 2 and first != last:
        first = last - timedelta(days=1)
    if last - first == timedelta(days=1) and any(part in NIGHTS for part in parts):
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
    part = next((part for part in parts if part in NIGHTS), parts[0])
    if part in (Part.NIGHT, Part.SMALL_HOURS) and day.kind is Kind.RELATIVE and date_ == sentence.today:
        return Part.NIGHT_TO
    if part not in (Part.NIGHT, Part.SMALL_HOURS):
        return _not_ahead(sentence, part, date_)
    night = next(atom for atom in group if atom.part is part)
    between = gap(sentence, night, day)
    if part is Part.SMALL_HOURS:
        to_day = night.j <= day.i and not {"на", "проти"}.isdisjoint(between)
        return Part.NIGHT_TO if to_day else part
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
    if part in NIGHTS and clock.half == -1 and 7 * 60 <= minute < 12 * 60:
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
    if clock.since:
        wave = _clipped(sentence, moment.date(), _Hours(start=hour, end=hour + _WAVE_HOURS, last=1))
        return None if wave is None else replace(wave, last=min(wave.last, max(moment.date(), sentence.today)))
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
