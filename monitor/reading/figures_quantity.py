"""What a sentence counts: one number with its noun and its marks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from monitor.reading.figures_words import WordClass

Classes = Sequence[WordClass | None]


class Counts(StrEnum):
    """What a quantity counts, as far as its own words say. GENERIC: people; PERSONS: men, drivers; BARE: nothing said."""

    GENERIC = "generic"
    PERSONS = "persons"
    WEAPONS = "weapons"
    BARE = "bare"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True, kw_only=True)
class Quantity:
    """A number with what it counts: words ``i`` to ``j`` (excluded). The marks are those of ``figures.Figure``.

    ``out_of``: the number that this one is a part of ("12 of 15 drones"). ``article``: "a drone", no number at all.
    """

    i: int
    j: int
    low: int
    high: int
    counts: Counts
    total: bool = False
    additional: bool = False
    included: bool = False
    at_least: bool = False
    approximate: bool = False
    military: bool = False
    weapon: str | None = None
    out_of: int | None = None
    article: bool = False


def word_at(words: Sequence[str], i: int) -> str:
    """Word *i*, or an empty string beyond either end."""
    return words[i] if 0 <= i < len(words) else ""
