"""Choosing the place that a name means, by what else the entry names."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from monitor.model.places import CITY_REGIONS, Place, PlaceId, Precision, distance_km
from monitor.places.gazetteer import Gazetteer
from monitor.places.heads import LIST_GAP, SETTLEMENT
from monitor.places.mentions import Mention
from monitor.places.scoring import (
    BESIDE,
    LEAST_SCORE,
    NEAR_KM,
    NOT_IN,
    Context,
    Scored,
    gather,
    is_elsewhere,
    is_inside,
    joins,
    learn,
    rank,
)

_LEAST_UNCUED = 5.4
"""Points under which a name without a preposition or a class word is not taken for a place. A main name scores 3.5, ten
thousand inhabitants 3.2, a million 4.8; ``LEAST_SCORE`` is for names that have one."""

_LEAST_ALONE = 7.2
"""The same in an entry that names nothing near it."""

_LEAST_VILLAGE = 7.4
_VILLAGE = 2_000
"""The same for places of fewer inhabitants, whose names are mostly words of the language."""

_LEAST_STRANGE = 7.6
_LEAST_STRANGE_CUED = 6.8
"""The same in an entry about other countries; the second for a main name behind a preposition or a word of attack."""

MAIN_NAME = 7
"""Trust in a name from which it is a main name, and over which it was written by hand."""

_SMALL_TOWN = 150_000
"""Inhabitants under which a name is taken for an unknown namesake when another region or district stands beside it."""

_MOST_ALTERNATIVES = 4
UNKNOWN_IN = "unknown settlement in"


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedMention:
    """A mention and the place chosen for it.

    Offsets are into the sentence. ``margin``: lead over the next candidate (9 when there is none); under 1 the choice is
    a guess. ``alternatives``: the next best. ``container``: it only names the region, district or country that holds a
    finer place beside it. ``between``: it is the place half way between two. ``head adjective cue weak``: as in ``Mention``. ``reasons``: why, for ``monitor explain``.
    """

    start: int
    end: int
    text: str
    place: Place
    margin: float
    alternatives: tuple[Place, ...] = ()
    container: bool = False
    between: bool = False
    head: str | None = None
    adjective: bool = False
    cue: bool = False
    weak: bool = False
    reasons: tuple[str, ...] = ()


def choose(
    mentions_per_sentence: Sequence[Sequence[Mention]],
    gazetteer: Gazetteer,
    home: Place | None,
    nations: frozenset[str] = frozenset(),
) -> list[list[LocatedMention]]:
    """Return the mentions that are places, each with its place, sentence by sentence.

    Args:
        mentions_per_sentence: as ``find_mentions`` gives them.
        gazetteer: where the candidates come from.
        home: the feed's own place; None when it has none.
        nations: countries that the text speaks of by their people; places elsewhere are the less likely.
    """
    places = gazetteer.places(
        {
            candidate.place
            for sentence in mentions_per_sentence
            for mention in sentence
            for candidate in mention.candidates
        }
    )
    context = gather(mentions_per_sentence, places, home)
    context.nations = {code: gazetteer.find(code) for code in nations}
    first = [
        [rank(mention, sentence, index, places, context) for index, mention in enumerate(sentence)]
        for sentence in mentions_per_sentence
    ]
    for sentence, ranked in zip(mentions_per_sentence, first, strict=True):
        for mention, scored in zip(sentence, ranked, strict=True):
            learn(context, mention, scored)
    final = [
        [rank(mention, sentence, index, places, context) for index, mention in enumerate(sentence)]
        for sentence in mentions_per_sentence
    ]
    settled = [
        _settle(sentence, order, context, gazetteer)
        for sentence, order in zip(mentions_per_sentence, final, strict=True)
    ]
    return _one_place_a_name(settled)


def _one_place_a_name(settled: list[list[LocatedMention]]) -> list[list[LocatedMention]]:
    """Let a name that the text explains once mean the same place throughout the entry."""
    explained = {mention.text: mention.place for sentence in settled for mention in sentence if _is_explained(mention)}
    if not explained:
        return settled
    return [
        [
            replace(mention, place=explained[mention.text], reasons=(*mention.reasons, "as elsewhere in the entry"))
            if mention.text in explained and mention.place.kind == "city" and not _is_explained(mention)
            else mention
            for mention in sentence
        ]
        for sentence in settled
    ]


def _is_explained(mention: LocatedMention) -> bool:
    return mention.place.kind == "city" and any(
        BESIDE in reason or reason.startswith(UNKNOWN_IN) for reason in mention.reasons
    )


def _settle(
    sentence: Sequence[Mention], ranked: Sequence[list[Scored]], context: Context, gazetteer: Gazetteer
) -> list[LocatedMention]:
    found: list[tuple[Mention, LocatedMention]] = []
    for index, (mention, scored) in enumerate(zip(sentence, ranked, strict=True)):
        if not mention.candidates or _contradicted(mention, scored):
            located = _unknown(mention, sentence, index, ranked, context)
        else:
            located = _located(mention, scored, gazetteer, context)
        if located is not None:
            found.append((mention, located))
    return _mark_containers(found)


def _contradicted(mention: Mention, ranked: Sequence[Scored]) -> bool:
    """Whether every known place of that name lies elsewhere than the text says, so that another, small one is meant."""
    best = ranked[0]
    return (
        (mention.cue or mention.head in SETTLEMENT)
        and best.place.kind == "city"
        and best.place.population < _SMALL_TOWN
        and any(reason.startswith(NOT_IN) for reason in best.reasons)
    )


def _located(mention: Mention, ranked: list[Scored], gazetteer: Gazetteer, context: Context) -> LocatedMention | None:
    best = ranked[0]
    if best.score < _threshold(mention, best, context):
        return None
    place = _as_said(mention, best.place, gazetteer)
    margin = round(best.score - ranked[1].score, 2) if len(ranked) > 1 else 9.0
    return LocatedMention(
        start=mention.start, end=mention.end, text=mention.text, place=place, margin=margin,
        alternatives=tuple(scored.place for scored in ranked[1 : _MOST_ALTERNATIVES + 1]), head=mention.head,
        adjective=mention.adjective, cue=mention.cue, weak=mention.weak, reasons=best.reasons,
    )  # fmt: skip


def _threshold(mention: Mention, best: Scored, context: Context) -> float:
    place = best.place
    trusted = " " in mention.text or any(
        candidate.weight > MAIN_NAME and candidate.place == place.id for candidate in mention.candidates
    )
    if (
        is_elsewhere(place, context)
        and not trusted
        and place.kind not in ("country", "sea")
        and mention.head not in ("region", "district")
    ):
        stranger = (
            min((distance_km(place, other) for other in context.sure if other.id != place.id), default=math.inf)
            > NEAR_KM
        )
        if stranger and (context.home is None or context.home.country != place.country):
            main = any(c.weight >= MAIN_NAME and c.place == place.id for c in mention.candidates)
            return _LEAST_STRANGE_CUED if mention.cue and main else _LEAST_STRANGE
    if mention.cue or mention.head:
        return LEAST_SCORE
    if place.kind == "city" and place.population < _VILLAGE:
        return _LEAST_VILLAGE
    return _LEAST_UNCUED if len(best.reasons) > 1 else _LEAST_ALONE


def _as_said(mention: Mention, place: Place, gazetteer: Gazetteer) -> Place:
    """Return the unit that the class word asks for when only a town of that name is known: its district or its region."""
    if mention.head == "district" and place.kind == "city":
        if place.district is not None and place.population < 400_000:
            return gazetteer.places((place.district,)).get(place.district, place)
        return place
    if (
        mention.head == "region"
        and place.kind in ("city", "district")
        and place.region is not None
        and place.iso_region not in CITY_REGIONS
    ):
        return gazetteer.places((place.region,)).get(place.region, place)
    return place


def _unknown(
    mention: Mention, sentence: Sequence[Mention], index: int, ranked: Sequence[list[Scored]], context: Context
) -> LocatedMention | None:
    """Return a settlement that no gazetteer has, as exact as the district or region named nearby, else as the home's region."""
    holders = []
    for other, scored in enumerate(ranked):
        if other != index and scored and sentence[other].head in ("region", "district"):
            holders.append((abs(other - index), scored[0].place.precision.rank, scored[0].place))
    for other, scored in enumerate(ranked):
        if not holders and other != index and scored and scored[0].place.kind in ("region", "district", "hromada"):
            holders.append((abs(other - index), scored[0].place.precision.rank, scored[0].place))
    holder = min(holders, key=lambda item: (item[1], item[0]))[2] if holders else None
    if holder is None and context.home is not None and context.home.kind != "country":
        holder = context.home
    if holder is None or holder.lat is None:
        return None
    number = PlaceId(-1 - crc32(f"{mention.text.casefold()}|{holder.id}".encode()))
    district = holder.id if holder.kind == "district" else holder.district
    place = replace(
        holder,
        id=number,
        name=mention.text,
        kind="city",
        precision=Precision.DISTRICT if holder.kind == "district" else Precision.REGION,
        district=district,
        population=0,
        name_ru=None,
        name_uk=None,
        approximate=True,
    )
    if holder.kind == "region":
        place = replace(place, region=holder.id)
    return LocatedMention(
        start=mention.start, end=mention.end, text=mention.text, place=place, margin=1.0, head=mention.head, cue=True,
        reasons=(f"{UNKNOWN_IN} {holder.name}",),
    )  # fmt: skip


def _mark_containers(found: list[tuple[Mention, LocatedMention]]) -> list[LocatedMention]:
    """Mark the coarser of two neighbours when it holds the finer; drop districts inside a city, and towns that hold a town."""
    settled = [located for _, located in found]
    dropped: set[int] = set()
    for index in range(len(settled) - 1):
        first, second, gap = settled[index], settled[index + 1], found[index + 1][0].gap
        if gap is None or not joins(gap) or (LIST_GAP.match(gap) and gap.strip(" ,")):
            continue
        for district, city in ((index, index + 1), (index + 1, index)):
            if (
                settled[district].head == "district"
                and settled[district].place.kind != "city"
                and _is_big_city(settled[city])
                and gap.strip() in ("", "'s", "’s", "'", "’")
            ):
                dropped.add(district)
        finer, coarser = (
            (index, index + 1) if first.place.precision.rank < second.place.precision.rank else (index + 1, index)
        )
        if settled[finer].place.precision.rank < settled[coarser].place.precision.rank and is_inside(
            settled[finer].place, settled[coarser].place
        ):
            settled[coarser] = replace(settled[coarser], container=True)
        elif gap.strip().lower() in _OF_TOWN and _is_town_of(second.place, first.place):
            dropped.add(index)
    return [located for index, located in enumerate(settled) if index not in dropped]


_OF_TOWN = frozenset({"'s", "’s"})


def _is_town_of(town: Place, holder: Place) -> bool:
    """Whether "Pishin's Khanozai" names a town by the town that its district is called after."""
    return (
        town.kind == holder.kind == "city" and town.id != holder.id and town.iso_region == holder.iso_region is not None
    )


def _is_big_city(located: LocatedMention) -> bool:
    return located.place.kind == "city" and located.place.population > 100_000 and located.head is None
