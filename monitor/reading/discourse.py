"""Which sentences tell the news and which recall something older; and the time that each is about."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta, tzinfo
from enum import StrEnum

from monitor.model import TimePrecision, Window
from monitor.reading.cues import Cue
from monitor.reading.signals import Signals
from monitor.reading.text import Field
from monitor.reading.times import TimeMention, default_window

FRESH = timedelta(hours=40)
"""An attack that ended this long before publication is no longer today's news; the day before yesterday is recalled."""

FOLLOWED_UP = timedelta(days=9)
"""For so long an entry whose lead names an older day may still be news about it (a toll, a fire, a search)."""

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
    """The window that title and first sentences state; the hours before publication when they state none."""
    several = len({s.sentence.block for s in scanned if s.sentence.field is Field.SUMMARY}) >= 3
    if not several:
        head = [s for s in scanned if s.sentence.field is not Field.CONTENT] or list(scanned)
        oldest: Window | None = None
        for s in (*head, *scanned)[: max(LEAD_SENTENCES, len(head))]:
            if not (s.asserts or s.outcome_only):
                continue
            for time in s.times:
                if not _is_old(time, published) and Cue.RECALL not in s.cue_set:
                    return Lead(time.window, old=False)
                if oldest is None and time.window.precision is not TimePrecision.WEEK and s.sentence.index <= 1:
                    oldest = time.window
        if oldest is not None and published - oldest.end <= FOLLOWED_UP:
            return Lead(oldest, old=True)
    return Lead(default_window(published, tz), old=False)


def tell(scanned: Sequence[Signals], lead: Lead, published: datetime) -> list[Told]:
    """How each sentence tells, in order.

    A sentence recalls when it names a day before the entry's own, or says so ("earlier", "last week"). One without a
    time of its own goes on as the sentence before it in the same block did.
    """
    told: list[Told] = []
    for s in scanned:
        before = told[-1] if told and scanned[s.sentence.index - 1].sentence.block == s.sentence.block else None
        told.append(_tell_one(s, lead, published, before))
    return told


def _tell_one(s: Signals, lead: Lead, published: datetime, before: Told | None) -> Told:
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
    if before is not None and before.telling is Telling.BACKGROUND and not s.asserts:
        return Told(Telling.BACKGROUND, before.window, "it goes on with what the sentence before recalls")
    return Told(Telling.NEWS, lead.window, "the time of the entry")


def _own_time(times: Sequence[TimeMention], published: datetime) -> TimeMention | None:
    """The time that a sentence is about when it names several: the freshest; a week or more only when alone."""
    if not times:
        return None
    return min(times, key=lambda t: (t.window.precision is TimePrecision.WEEK, _is_old(t, published), t.start))


def _is_old(time: TimeMention, published: datetime) -> bool:
    return time.window.precision is TimePrecision.WEEK or published - time.window.end > FRESH


def _older_than(time: TimeMention, lead: Window, published: datetime) -> bool:
    """Whether a time lies before the entry's own: past news, or an earlier day than the lead states."""
    if _is_old(time, published):
        return True
    return lead.stated and time.window.last < lead.first and time.window.end <= lead.start + timedelta(hours=1)


def _phrase(s: Signals, time: TimeMention) -> str:
    return s.sentence.text[time.start : time.end]
