"""Claims: one sentence saying that an attack happened at one place, and the grouping of those about one attack."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from monitor.language.lexicon import Act
from monitor.model import AttackType, Place, Precision, TimePrecision, Window, distance_km, is_within
from monitor.reading.discourse import Lead, Telling, Told
from monitor.reading.figures import Figure, FigureKind
from monitor.reading.roles import PlacedMention
from monitor.reading.signals import Signals

LIKELY = 0.5
"""Probability from which a place counts as one of an attack."""

SAME_SPOT_KM = 9.0
"""Two exact places of one entry this close are one: the plant and its town, the street and the city."""

BIG_CITY_KM = 20.0
"""The same within a city of more than 300,000: its districts and suburbs' plants."""


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


@dataclass(slots=True)
class Group:
    """The claims of one entry that are about one attack; the finest place that they give."""

    claims: list[Claim] = field(default_factory=list)
    extra: list[Signals] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The finest place; among equals the most probable, then the first."""
        return min(self.claims, key=lambda c: (c.place.precision.rank, -round(c.probability, 1), c.start)).place

    @property
    def background(self) -> bool:
        """Whether every claim only recalls."""
        return all(claim.background for claim in self.claims)

    @property
    def window(self) -> Window:
        """The window of the claims: a stated one first, the finest of those."""
        news = [c for c in self.claims if not c.background] or self.claims
        return min(news, key=lambda c: (not c.window.stated, c.window.precision.rank)).window

    @property
    def types(self) -> tuple[AttackType, ...]:
        """Types named in its claims, most often named first; a bare explosion last."""
        counted: dict[AttackType, int] = {}
        for s in [c.signals for c in self.claims] + self.extra:
            for kind in s.types:
                counted[kind] = counted.get(kind, 0) + 1
        return tuple(sorted(counted, key=lambda t: (t == "explosion", -counted[t])))


def claims_of(
    placed: Sequence[Sequence[PlacedMention]], told: Sequence[Told], lead: Lead, published: datetime
) -> Iterator[Claim]:
    """The claims of an entry, in order of its sentences."""
    for mentions, how in zip(placed, told, strict=True):
        likely = [m for m in mentions if m.probability >= LIKELY and m.place.precision is not Precision.COUNTRY]
        likely = [m for m in likely if not _holds_another(m, likely)]
        for m in likely:
            window, background, why = _time_of(m, how, lead, published)
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


def group_claims(claims: Sequence[Claim]) -> list[Group]:
    """Claims about one attack together: the same or a nested place, in times that can be one, news apart from recalled."""
    groups: list[Group] = []
    for claim in sorted(claims, key=lambda c: (c.place.precision.rank, c.start)):
        fitting = [g for g in groups if _belongs(claim, g)]
        if not fitting:
            groups.append(Group([claim], figures=list(claim.figures)))
            continue
        if claim.place.precision.rank >= Precision.REGION.rank and len(fitting) > 1:
            continue  # a region that holds several places of the entry says nothing about any one of them
        fitting[0].claims.append(claim)
        fitting[0].figures += claim.figures
    for group in groups:
        group.claims.sort(key=lambda c: c.start)
    groups.sort(key=lambda g: g.claims[0].start)
    return groups


def same_spot(a: Place, b: Place) -> bool:
    """Whether two places of one entry are one: nested, or exact and close."""
    if is_within(a, b) or is_within(b, a):
        return True
    if max(a.precision.rank, b.precision.rank) > Precision.CITY.rank:
        return False
    reach = BIG_CITY_KM if max(a.population, b.population) > 300_000 else SAME_SPOT_KM
    sites = Precision.SITE in (a.precision, b.precision)
    return distance_km(a, b) <= (reach if sites else SAME_SPOT_KM / 2)


def _belongs(claim: Claim, group: Group) -> bool:
    if claim.background != group.background:
        return False
    if not any(same_spot(claim.place, other.place) for other in group.claims):
        return False
    mine, theirs = claim.window, group.window
    if mine.stated and theirs.stated and mine.gap(theirs) > timedelta(hours=5):
        return False
    return not (claim.background and mine.stated != theirs.stated)


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


def tells_by_itself(signals: Signals) -> bool:
    """Whether a sentence names an act of attack strong enough to open an incident."""
    return signals.asserts and bool(signals.acts - {Act.ALARM, Act.TARGET})
