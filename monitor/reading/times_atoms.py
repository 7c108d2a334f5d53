"""The pieces that times are put together from, and the sentence they are found in."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime
from enum import StrEnum

from monitor.reading import times_words as vocabulary
from monitor.reading.numbers import Words
from monitor.reading.times_words import Part


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


def days_atom(
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
    """A piece that covers days: words *i* to *j* (excluded), from *first* to *last*."""
    return Atom(i=i, j=j, kind=kind, first=first, last=last, told=told, recall=recall, blocked=blocked)


def marked(s: Sentence, atom: Atom) -> Atom:
    """Mark a day that the words around it put into the future, or make the start of a span."""
    before = s.at(atom.i - 1)
    ahead = s.at(atom.i - 2) if before in vocabulary.GLUE else ""
    blocked = (
        before in vocabulary.NOT_PAST
        or ahead in vocabulary.NOT_PAST
        or s.at(atom.j) in vocabulary.NOT_PAST_AFTER
        or s.at(atom.j) in vocabulary.WILL
        or announced(s, atom)
    )
    possessive = s.source.words[atom.j - 1].endswith("'s")
    since = not blocked and not possessive and before in vocabulary.SINCE and atom.first == atom.last
    # "From 9 January" on 5 January: reckoned back it is a year old, so it is the one that comes.
    coming = (
        since and atom.kind is Kind.DATE and atom.first is not None and (s.today - atom.first).days > _NEARLY_A_YEAR
    )
    return replace(atom, blocked=blocked or coming, since=since)


_NEARLY_A_YEAR = 300


def announced(s: Sentence, atom: Atom) -> bool:
    """Whether the clause before says "will": "the court will rule on Thursday"."""
    for i in range(atom.i - 1, max(-1, atom.i - 9), -1):
        if s.words[i] in vocabulary.WILL or (s.words[i] == "be" and s.at(i - 1) == "to"):
            return True
        if s.words[i] in {",", ".", ";", ":", "—", "–"}:
            return False
    return False


def gap(sentence: Sentence, left: Atom, right: Atom) -> tuple[str, ...]:
    """The words between two pieces."""
    return sentence.words[left.j : right.i]
