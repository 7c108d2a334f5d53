"""Claims: one sentence saying that an attack happened at one place, and the grouping of those about one attack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.language.lexicon import Act
from monitor.model import Place, PlaceId, TimePrecision, Window, is_within
from monitor.reading.discourse import Lead, Telling, Told
from monitor.reading.figures import Figure, FigureKind
from monitor.reading.roles import PlacedMention
from monitor.reading.signals import OUTCOME_ACTS, Signals

LIKELY = 0.5
"""Probability from which a place counts as one of an attack."""


@dataclass(frozen=True, slots=True)
class Claim:
    """One sentence saying that an attack happened at one place. ``probability``: that the place is one of attack."""

    signals: Signals
    place: Place
    probability: float
    window: Window
    background: bool
    why: tuple[str, ...]
    start: int
    end: int
    figures: tuple[Figure, ...] = ()
    from_home: bool = False


def claims_of(
    placed: Sequence[Sequence[PlacedMention]], told: Sequence[Told], lead: Lead, published: datetime
) -> Iterator[Claim]:
    """The claims of an entry, in order of its sentences.

    What is recalled of a place without a time of its own happened when the entry first said that it did.
    """
    recalled: dict[PlaceId, Window] = {}
    for mentions, how in zip(placed, told, strict=True):
        likely = [m for m in mentions if m.probability >= LIKELY and m.place.kind != "country"]
        likely = [m for m in likely if not _holds_another(m, likely)]
        for m in likely:
            window, background, why = _time_of(m, how, lead, published)
            if background:
                known = recalled.setdefault(m.place.id, window)
                window = window if m.signals.times else known
            yield Claim(
                signals=m.signals,
                place=m.place,
                probability=m.probability,
                window=window,
                background=background,
                why=(why, *(name for name, weight in m.because[:3] if weight > 0)),
                start=m.signals.sentence.start + m.mention.start,
                end=m.signals.sentence.start + m.mention.end,
                figures=_nearest_figures(m, likely),
            )


def _holds_another(mention: PlacedMention, likely: Sequence[PlacedMention]) -> bool:
    """Whether the place only holds a finer one that the same sentence names."""
    return any(
        other is not mention
        and other.place.precision.rank < mention.place.precision.rank
        and is_within(other.place, mention.place)
        for other in likely
    )


def _time_of(m: PlacedMention, how: Told, lead: Lead, published: datetime) -> tuple[Window, bool, str]:
    """The window of one place: in a sentence with several times, the one that stands nearest to it."""
    times = [t for t in m.signals.times if t.window.end <= published + timedelta(hours=1)]
    if len({(t.window.first, t.window.last) for t in times}) < 2:
        return how.window, how.telling is Telling.BACKGROUND, how.why
    middle = (m.mention.start + m.mention.end) / 2
    nearest = min(times, key=lambda t: abs((t.start + t.end) / 2 - middle))
    old = nearest.window.precision is TimePrecision.WEEK or (
        nearest.window.last < lead.window.first and bool(nearest.window.gap(lead.window))
    )
    phrase = m.signals.sentence.text[nearest.start : nearest.end]
    return (
        nearest.window,
        old and not (lead.old and not nearest.window.gap(lead.window)),
        f"the time beside it: {phrase}",
    )


def _nearest_figures(m: PlacedMention, likely: Sequence[PlacedMention]) -> tuple[Figure, ...]:
    """The sentence's figures that stand nearer to this place than to another; all when it is the only one."""
    if len(likely) == 1:
        return m.signals.figures

    def distance(figure: Figure, other: PlacedMention) -> int:
        before = figure.start - other.mention.end
        return before if before >= 0 else (other.mention.start - figure.end) + 12

    return tuple(
        figure
        for figure in m.signals.figures
        if figure.kind in (FigureKind.KILLED, FigureKind.INJURED)
        and min(likely, key=lambda other: distance(figure, other)) is m
    )


def tell_together(sentences: Sequence[Signals]) -> bool:
    """Whether sentences about one attack name an act of attack, or a weapon and what it did, be it in two sentences."""
    told = [s for s in sentences if not s.vetoed]
    if any(s.asserts for s in told):
        return True
    acts = frozenset().union(*(s.acts for s in told))
    return Act.WEAPON in acts and (bool(acts & OUTCOME_ACTS) or any(s.hurt for s in told))
