"""Times: when an attack happened, as exactly as anybody said."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum


class TimePrecision(StrEnum):
    """How exact a time is. Follows ACLED's time_precision, with finer steps; ``week`` stands for anything coarser."""

    MINUTE = "minute"
    PART_OF_DAY = "part_of_day"
    DAY = "day"
    WEEK = "week"

    @property
    def rank(self) -> int:
        """0 for a minute up to 3 for a week and coarser: smaller is finer."""
        return _RANKS[self]


_RANKS = {precision: rank for rank, precision in enumerate(TimePrecision)}


def require_aware(moment: datetime, name: str) -> None:
    """Refuse a naive datetime at the door.

    Raises:
        ValueError: *moment* has no time zone.
    """
    if moment.tzinfo is None:
        raise ValueError(f"{name} must be an aware datetime, got {moment!r}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Window:
    """The span in which an attack happened.

    ``start`` and ``end`` are aware moments that bound it; ``first`` and ``last`` are the local dates at the place (an
    attack "in the night to 5 September" that may have begun before midnight: first 4, last 5). ``stated`` is False when
    the text named no time and the window was inferred from the moment of publication.
    """

    start: datetime
    end: datetime
    first: date
    last: date
    precision: TimePrecision
    stated: bool = True

    def __post_init__(self) -> None:
        require_aware(self.start, "Window.start")
        require_aware(self.end, "Window.end")
        if self.end < self.start or self.last < self.first:
            raise ValueError(f"a window ends before it starts: {self.start}..{self.end}, {self.first}..{self.last}")

    @property
    def length(self) -> timedelta:
        """How long the window is: the uncertainty, not the length of the attack."""
        return self.end - self.start

    def gap(self, other: Window) -> timedelta:
        """Time between the two windows; zero when they overlap."""
        return max(self.start - other.end, other.start - self.end, timedelta(0))
