"""The claims of one entry that are about one attack, together."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import timedelta

from monitor.model import (
    AttackType,
    Place,
    Precision,
    Window,
    distance_km,
    in_one_city,
    is_unknown_settlement,
    is_within,
)
from monitor.reading.claims import Claim
from monitor.reading.discourse import Telling, Told
from monitor.reading.figures import Figure
from monitor.reading.figures_model import FigureKind
from monitor.reading.roles import PlacedMention
from monitor.reading.signals import Signals
from monitor.reading.text import Field

SAME_SPOT_KM = 9.0
"""Two exact places of one entry this close are one: the plant and its town, the street and the city."""

DISTRICT_KM = 30.0
"""A town this near to the middle of a district of its region is taken to lie in it."""

BIG_CITY_KM = 20.0
"""The same within a city of more than 300,000: its districts and suburbs' plants."""


FAINT = 0.4
"""Probability below which a place is no place of attack even for want of a better one."""

HOME = 0.6
"""Probability that an attack without a place happened where the feed is about; the gate weighs it further."""


@dataclass(slots=True)
class Group:
    """The claims of one entry that are about one attack; the finest place that they give."""

    claims: list[Claim] = field(default_factory=list)
    extra: list[Signals] = field(default_factory=list)
    figures: list[Figure] = field(default_factory=list)

    @property
    def place(self) -> Place:
        """The finest place, a village that only its region is known of before the region; then the most probable, the first."""
        return min(
            self.claims,
            key=lambda c: (
                c.place.precision.rank,
                not is_unknown_settlement(c.place),
                -round(c.probability, 1),
                c.start,
            ),
        ).place

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


def groups_of(
    claims: Sequence[Claim],
    signals: Sequence[Signals],
    placed: Sequence[Sequence[PlacedMention]],
    told: Sequence[Told],
    home: Place | None,
) -> list[Group]:
    """The attacks of one entry, in order of mention.

    Args:
        claims: of the entry.
        signals: of its sentences.
        placed: the places of each sentence.
        told: how each sentence tells.
        home: the place that the feed is about; None when it is about none.
    """
    grouped = _with_context(signals, told, group_claims(claims))
    groups = [group for group in grouped if not _echoes(group, grouped)]
    if all(group.background for group in groups):
        fallback = _fallback(signals, placed, told, home)
        if fallback is not None:
            groups.append(fallback)
    return groups


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
    """Whether two places of one entry are one: nested, or close, as exactly as both are known."""
    if is_within(a, b) or is_within(b, a) or in_one_city(a, b):
        return True
    coarser, finer = sorted((a.precision, b.precision), key=lambda p: -p.rank)
    distance = distance_km(a, b)
    if coarser is Precision.DISTRICT and finer is not Precision.DISTRICT:
        return a.iso_region == b.iso_region and distance <= DISTRICT_KM
    if coarser.rank > Precision.CITY.rank:
        return False
    reach = BIG_CITY_KM if max(a.population, b.population) > 300_000 else SAME_SPOT_KM
    return distance <= (reach if finer is Precision.SITE else SAME_SPOT_KM / 2)


def _belongs(claim: Claim, group: Group) -> bool:
    if claim.background != group.background:
        return False
    if not any(same_spot(claim.place, other.place) for other in group.claims):
        return False
    mine, theirs = claim.window, group.window
    if mine.stated and theirs.stated and mine.gap(theirs) > timedelta(hours=5):
        return False
    return not (claim.background and mine.stated != theirs.stated)


def _echoes(group: Group, groups: Sequence[Group]) -> bool:
    """Whether a group recalls without a time of its own what another group tells as news: nothing of its own."""
    if not group.background or group.window.stated:
        return False
    return any(not other.background and same_spot(group.place, other.place) for other in groups)


def _with_context(signals: Sequence[Signals], told: Sequence[Told], groups: list[Group]) -> list[Group]:
    """Give each sentence without a place of its own to the group it goes on about, for its types and figures."""
    by_sentence: dict[int, list[Group]] = {}
    for group in groups:
        for index in sorted({claim.signals.sentence.index for claim in group.claims}):
            by_sentence.setdefault(index, []).append(group)
    current: list[Group] = []
    ahead: list[Signals] = []
    for s, how in zip(signals, told, strict=True):
        background = how.telling is Telling.BACKGROUND
        here = by_sentence.get(s.sentence.index, [])
        if here:
            current = here
            news = [g for g in here if not g.background]
            if ahead and len(news) == 1:
                for earlier in ahead:
                    _give(news[0], earlier)
                ahead = []
            continue
        fitting = [g for g in current if g.background == background]
        if s.unhurt and fitting:  # "no casualties" is said of all places named before
            for group in groups:
                named = group.claims[0].signals.sentence.index < s.sentence.index
                if group in fitting or (named and not group.background and not _counts_people(group)):
                    _give(group, s)
        elif len(fitting) == 1:
            _give(fitting[0], s)
        elif not groups or (not current and not background):
            ahead.append(s)
    return groups


def _counts_people(group: Group) -> bool:
    return any(f.kind in (FigureKind.KILLED, FigureKind.INJURED, FigureKind.CASUALTIES) for f in group.figures)


def _give(group: Group, signals: Signals) -> None:
    if signals.vetoed:
        return
    group.extra.append(signals)
    group.figures += signals.figures


def _fallback(
    signals: Sequence[Signals],
    placed: Sequence[Sequence[PlacedMention]],
    told: Sequence[Told],
    home: Place | None,
) -> Group | None:
    """The attack of an entry that tells of one and names no likely place for it.

    It happened at the likeliest place that title and summary name at all ("Odesa. Port hit by drones"), else at the
    place that the feed is about ("Two blasts. Everybody all right?").
    """
    head = [(s, t) for s, t in zip(signals, told, strict=True) if s.sentence.field is not Field.CONTENT]
    telling = [(s, t) for s, t in head if s.asserts and t.telling is Telling.NEWS]
    telling = telling or [(s, t) for s, t in head if s.outcome_only and t.telling is Telling.NEWS]
    if not telling:
        return None
    named = [
        m
        for mentions in placed
        for m in mentions
        if m.signals.sentence.field is not Field.CONTENT and m.place.kind != "country"
    ]
    if named and not (home is not None and all(same_spot(m.place, home) for m in named)):
        best = max(named, key=lambda m: m.probability)
        if best.probability < FAINT:
            return None
        place, probability, why = best.place, best.probability, "the likeliest place that it names"
    elif home is not None and home.precision is not Precision.COUNTRY:
        place, probability, why = home, HOME, "the place that the feed is about"
    else:
        return None
    group = Group()
    for s, t in telling:
        group.claims.append(
            Claim(
                signals=s,
                place=place,
                probability=probability,
                window=t.window,
                background=False,
                why=(why,),
                start=s.sentence.start,
                end=s.sentence.end,
                figures=s.figures,
                from_home=place is home,
            )
        )
        group.figures += s.figures
    for s, t in head:
        if t.telling is Telling.NEWS and all(s is not c.signals for c in group.claims):
            _give(group, s)
    return group
