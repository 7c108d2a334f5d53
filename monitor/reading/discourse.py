"""Which sentences tell the news and which recall something older; and the time that each is about."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from monitor.model import PlaceId, TimePrecision, Window
from monitor.reading.cues import Cue
from monitor.reading.signals import Signals
from monitor.reading.text import Field
from monitor.reading.times import TimeKind, TimeMention, default_window

FRESH = timedelta(hours=40)
"""An attack that ended this long before publication is no longer today's news; the day before yesterday is recalled."""

TODAY = timedelta(hours=20)
"""An attack that ended this shortly before publication is the day's news wherever the entry says so."""

FOLLOWED_UP = timedelta(days=9)
"""For so long an entry whose lead names an older day may still be news about it (a toll, a fire, a search)."""

LIST_BLOCKS = 3
"""Blocks of a summary from which it is a list of items."""

LEAD_SENTENCES = 3
"""Title and the sentences after it that set the time of the entry."""


class Telling(StrEnum):
    """What a sentence does."""

    NEWS = "news"
    BACKGROUND = "background"


@dataclass(frozen=True, slots=True)
class Told:
    """How a sentence tells: as news or background, the window it is about, and why."""

    telling: Telling
    window: Window
    why: str


@dataclass(frozen=True, slots=True)
class Lead:
    """The time that the entry as a whole is about; ``old``: it names a day that is past news."""

    window: Window
    old: bool


def lead_of(scanned: Sequence[Signals], published: datetime, tz: tzinfo) -> Lead:
    """The window that title and first sentences state; the hours before publication when they state none.

    A fresh time counts wherever the head of the entry has it; an older one only at the very beginning, because further
    on it belongs to what is recalled. A list of several blocks has no time in common.
    """
    if len({s.sentence.block for s in scanned if s.sentence.field is Field.SUMMARY}) < LIST_BLOCKS:
        head = [s for s in scanned if s.sentence.field is not Field.CONTENT] or list(scanned)
        head = [*head, *scanned[len(head) :]][: max(LEAD_SENTENCES, len(head))]
        for s in head:
            if Cue.RECALL in s.cue_set or not (s.asserts or s.outcome_only or s.sentence.index <= 1):
                continue
            for time in s.times:
                if _is_today(time, published) or (s.sentence.index <= 1 and not _is_old(time, published)):
                    return Lead(time.window, old=False)
        for s in head[:2] if not any(Cue.ANALYSIS in s.cue_set for s in head[:1]) else ():
            for time in s.times:
                if time.window.precision is not TimePrecision.WEEK and published - time.window.end <= FOLLOWED_UP:
                    return Lead(time.window, old=True)
    return Lead(default_window(published, tz), old=False)


def tell(
    scanned: Sequence[Signals], places: Sequence[Collection[PlaceId]], lead: Lead, published: datetime
) -> list[Told]:
    """How each sentence tells, in order.

    A sentence recalls when it names a day before the entry's own, or says so ("earlier", "last week"). Once an entry has
    turned to what was before, sentences without a time of their own go on with it, until one names a fresh time, turns
    ("meanwhile"), or is about the places of the news only.

    Args:
        scanned: the sentences of the entry.
        places: the likely places of attack of each.
        lead: the time of the entry.
        published: when it was.
    """
    told: list[Told] = []
    news_places: set[PlaceId] = set()
    for s, here in zip(scanned, places, strict=True):
        back_to_news = bool(here) and news_places.issuperset(here)
        how = _tell_one(s, lead, published, told[-1] if told else None, back_to_news=back_to_news)
        told.append(how)
        if how.telling is Telling.NEWS:
            news_places.update(here)
    return told


def _tell_one(s: Signals, lead: Lead, published: datetime, before: Told | None, *, back_to_news: bool) -> Told:
    times = [t for t in s.times if t.window.end <= published + timedelta(hours=1)]
    title = s.sentence.field is Field.TITLE
    own = _own_time(times, published)
    if own is not None:
        if title or s.sentence.index == 0:
            old = _is_old(own, published) and not lead.old
            return Told(Telling.BACKGROUND if old else Telling.NEWS, own.window, f"its own time: {_phrase(s, own)}")
        if _older_than(own, lead.window, published):
            same = lead.old and not own.window.gap(lead.window)
            return Told(Telling.NEWS if same else Telling.BACKGROUND, own.window, f"an older time: {_phrase(s, own)}")
        return Told(Telling.NEWS, own.window, f"its own time: {_phrase(s, own)}")
    if Cue.RECALL in s.cue_set and not title:
        return Told(Telling.BACKGROUND, lead.window, "it says that it recalls")
    if before is not None and before.telling is Telling.BACKGROUND and not back_to_news and Cue.TURN not in s.cue_set:
        return Told(Telling.BACKGROUND, before.window, "it goes on with what the sentences before recall")
    return Told(Telling.NEWS, lead.window, "the time of the entry")


def _own_time(times: Sequence[TimeMention], published: datetime) -> TimeMention | None:
    """The time that a sentence is about when it names several: the freshest; a week or more only when alone."""
    if not times:
        return None
    periods = [t for t in times if t.window.precision is TimePrecision.WEEK]
    if periods and all(t.kind is TimeKind.PART for t in times if t not in periods):
        return periods[0]  # "one night last week"
    return min(times, key=lambda t: (t.window.precision is TimePrecision.WEEK, _is_old(t, published), t.start))


def _is_old(time: TimeMention, published: datetime) -> bool:
    return time.window.precision is TimePrecision.WEEK or published - time.window.end > FRESH


def _is_today(time: TimeMention, published: datetime) -> bool:
    return time.window.precision is not TimePrecision.WEEK and published - time.window.end <= TODAY


def _older_than(time: TimeMention, lead: Window, published: datetime) -> bool:
    """Whether a time lies before the entry's own: past news, or an earlier day than the lead states."""
    if _is_old(time, published):
        return True
    return lead.stated and time.window.last < lead.first and time.window.end <= lead.start + timedelta(hours=1)


def _phrase(s: Signals, time: TimeMention) -> str:
    return s.sentence.text[time.start : time.end]
