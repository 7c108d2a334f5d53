"""Reports: what one entry claims about one attack, with the evidence for each fact."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.entries import EntryId
from monitor.model.places import Place
from monitor.model.times import Window

ReportId = NewType("ReportId", int)

AttackType = NewType("AttackType", str)
"""Id of an attack-type file in ``rules/attacks/``: ``drone missile air_strike artillery naval_drone sabotage explosion
ground`` are shipped. GTD attack type, ACLED sub-event."""


class Role(StrEnum):
    """Whether an entry reports an attack as its news or only recalls it."""

    MAIN = "main"
    BACKGROUND = "background"


class Outcome(StrEnum):
    """What became of the attack, as far as a report says."""

    LAUNCHED = "launched"
    INTERCEPTED = "intercepted"
    DEBRIS = "debris"
    HIT = "hit"
    EXPLODED = "exploded"
    FIRE = "fire"
    DAMAGE = "damage"
    CASUALTIES = "casualties"


class Standing(StrEnum):
    """How well founded an incident is. Follows CAP certainty."""

    REPORTED = "reported"
    CORROBORATED = "corroborated"
    OFFICIAL = "official"

    @property
    def rank(self) -> int:
        """0 for reported up to 2 for official: larger is better founded."""
        return list(Standing).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The words that support one fact: ``fact`` names the field (``type place time toll outcome claim``).

    ``start`` and ``end`` are character offsets into the entry's plain text (``reading.text`` makes it); ``quote`` is the
    sentence or phrase itself, so that it can be shown when the entry is gone.
    """

    fact: str
    start: int
    end: int
    quote: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Count:
    """A figure as a range: ``low`` to ``high``, both included. Exact when they are equal."""

    low: int
    high: int

    def __post_init__(self) -> None:
        if not 0 <= self.low <= self.high:
            raise ValueError(f"a count is 0 <= low <= high, got {self.low}..{self.high}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Toll:
    """Killed and injured as one report (or one incident) has them. None: nothing said; 0..0: said to be nobody."""

    killed: Count | None = None
    injured: Count | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Weapons:
    """How many drones, missiles or shells: launched, shot down, hit. None: nothing said."""

    launched: int | None = None
    intercepted: int | None = None
    hit: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Claim:
    """Who says so: ``speaker`` as named in the text (None: the publisher itself), and whether that is an authority."""

    speaker: str | None = None
    official: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Report:
    """What one entry claims about one attack.

    ``types``: best founded first; empty when the text names no weapon and no act that tells. ``opens``: whether the
    report may start an incident; False for text that only tells of an outcome (it may still join one). ``confidence``
    in [0, 1]: that the attack is the entry's news; ``place_confidence``: that it happened at the place. ``targets``: kinds of thing hit (``refinery airfield depot``), for rules and for resolution. ``again``:
    the text itself says that this is a further attack on the same place; ``corrects``: that a toll given before was too
    high; ``live``: that it goes on while this is written; ``follows_up``: that the attack is known and this goes on with it (a search, a fire put out, details).
    ``sketch``: hashes by which a copy of the text is recognised; empty for a very short text. ``reasons``: why the reader decided so, in
    plain words, for ``monitor explain``.
    """

    entry: EntryId
    publisher: str
    published: datetime
    role: Role
    types: tuple[AttackType, ...]
    place: Place
    window: Window
    outcomes: frozenset[Outcome] = frozenset()
    toll: Toll = field(default_factory=Toll)
    weapons: Weapons = field(default_factory=Weapons)
    claim: Claim = field(default_factory=Claim)
    targets: frozenset[str] = frozenset()
    opens: bool = True
    again: bool = False
    live: bool = False
    corrects: bool = False
    follows_up: bool = False
    sketch: tuple[int, ...] = ()
    confidence: float = 1.0
    place_confidence: float = 1.0
    evidence: tuple[Evidence, ...] = ()
    reasons: tuple[str, ...] = ()
    tags: frozenset[str] = frozenset()
    lang: str | None = None


def is_copy(a: tuple[int, ...], b: tuple[int, ...]) -> bool:
    """Whether two sketches (see `Report.sketch`) are of one text, up to small edits; never for an empty one."""
    size = min(len(a), len(b))
    if size == 0:
        return False
    smallest = set(sorted({*a, *b})[:size])
    return len(smallest & {*a} & {*b}) >= COPY_SHARE * size


COPY_SHARE = 0.4
"""Share of three-word sequences in common from which a text is a copy: independent texts of one event share under 0.1."""
