"""Choosing the place that a name means, by what else the entry names."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from zlib import crc32

from monitor.model.places import CITY_REGIONS, Place, PlaceId, Precision, distance_km
from monitor.places.candidates import ABROAD, INSIDE, OUTSIDE, is_inside, joins
from monitor.places.context import Context, gather, learn
from monitor.places.gazetteer import Gazetteer
from monitor.places.heads import LIST_GAP, SETTLEMENT
from monitor.places.mentions import Mention
from monitor.places.scoring import Scored, probability, rank

LEAST_SCORE = -1.5
"""Score from which a name is read as a place at all. Under 0 it is rather none, but the sentence may still make it one: what is lost
here is lost, and ``reading.roles`` weighs how sure the place is."""

_SMALL_TOWN = 150_000
"""Inhabitants under which a name is taken for an unknown namesake when another region or district stands beside it."""

NAMED, UNLISTED = 0.9, 0.5
"""How sure a settlement is that no gazetteer has: one that is called a village or a town, and one that only stands as one."""

_MOST_ALTERNATIVES = 4
UNKNOWN_IN = "unknown settlement in"

_NOBODY: Mapping[str, int] = {}


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedMention:
    """A mention and the place chosen for it.

    Offsets are into the sentence. ``probability``: that the name means it, rather than another place or none. ``alternatives``: the next best.
    ``container``: it only names the region, district or country that holds a finer place beside it. ``between``: it is the place half way between two. ``head adjective cue weak``: as in ``Mention``. ``reasons``: why, for ``monitor explain``.
    """

    start: int
    end: int
    text: str
    place: Place
    probability: float
    alternatives: tuple[Place, ...] = ()
    container: bool = False
    between: bool = False
    head: str | None = None
    adjective: bool = False
    cue: bool = False
    weak: bool = False
    reasons: tuple[str, ...] = ()


_Found = tuple[Mention, LocatedMention]


def choose(
    mentions_per_sentence: Sequence[Sequence[Mention]],
    gazetteer: Gazetteer,
    home: Place | None,
    nations: frozenset[str] = frozenset(),
    forces: Mapping[str, int] = _NOBODY,
) -> list[list[LocatedMention]]:
    """Return the mentions that are places, each with its place, sentence by sentence.

    Args:
        mentions_per_sentence: as ``find_mentions`` gives them.
        gazetteer: where the candidates come from.
        home: the feed's own place; None when it has none.
        nations: countries that the text speaks of by their people; places elsewhere are the less likely.
        forces: the same by who is at work there, with how strongly.
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
    context.forces = dict(forces)
    ranked = _rank_all(mentions_per_sentence, places, context)
    for sentence, scores in zip(mentions_per_sentence, ranked, strict=True):
        for mention, scored in zip(sentence, scores, strict=True):
            if scored and scored[0].score > 0.0:
                learn(context, mention, scored[0].place, probability(scored))
    ranked = _rank_all(mentions_per_sentence, places, context)
    settled = [
        _settle(sentence, order, context, gazetteer)
        for sentence, order in zip(mentions_per_sentence, ranked, strict=True)
    ]
    return _one_place_a_name([_mark_containers(found) for found in settled], _explained(settled))


def _rank_all(
    mentions_per_sentence: Sequence[Sequence[Mention]], places: dict[PlaceId, Place], context: Context
) -> list[list[list[Scored]]]:
    return [
        [rank(sentence, index, places, context) for index in range(len(sentence))] for sentence in mentions_per_sentence
    ]


def _explained(settled: Sequence[Sequence[_Found]]) -> dict[str | PlaceId, Place]:
    """What the text explains once, by the name as it stands there, and by each place that the name could also mean.

    The latter because names change their endings: a title has «в Лавах», the text «Лавы Валуйского округа».
    """
    found: dict[str | PlaceId, Place] = {}
    for mention, located in (pair for sentence in settled for pair in sentence):
        if _is_explained(located):
            found |= {candidate.place: located.place for candidate in mention.candidates}
            found[mention.text] = located.place
    return found


def _one_place_a_name(
    settled: list[list[LocatedMention]], explained: Mapping[str | PlaceId, Place]
) -> list[list[LocatedMention]]:
    """Let a name that the text explains once mean the same place throughout the entry."""
    if not explained:
        return settled
    return [
        [
            mention
            if (place := _explained_as(mention, explained)) is None
            else replace(mention, place=place, reasons=(*mention.reasons, "as elsewhere in the entry"))
            for mention in sentence
        ]
        for sentence in settled
    ]


def _explained_as(mention: LocatedMention, explained: Mapping[str | PlaceId, Place]) -> Place | None:
    if mention.place.kind != "city" or _is_explained(mention):
        return None
    return explained.get(mention.text) or explained.get(mention.place.id)


def _is_explained(mention: LocatedMention) -> bool:
    return mention.place.kind == "city" and any(
        reason == INSIDE or reason.startswith(UNKNOWN_IN) for reason in mention.reasons
    )


def _settle(
    sentence: Sequence[Mention], ranked: Sequence[list[Scored]], context: Context, gazetteer: Gazetteer
) -> list[_Found]:
    found: list[_Found] = []
    for index, (mention, scored) in enumerate(zip(sentence, ranked, strict=True)):
        if not mention.candidates or _contradicted(mention, scored):
            located = _unknown(mention, sentence, index, ranked, context, gazetteer)
        else:
            located = _located(mention, scored, gazetteer)
        if located is not None:
            found.append((mention, located))
    return found


def _contradicted(mention: Mention, ranked: Sequence[Scored]) -> bool:
    """Whether every known place of that name lies elsewhere than the text says, so that another, small one is meant."""
    best = ranked[0]
    if mention.cue and best.score < 0 and best.place.kind == "city" and ABROAD in best.features:
        return True
    return (
        (mention.cue or mention.head in SETTLEMENT)
        and best.place.kind == "city"
        and best.place.population < _SMALL_TOWN
        and OUTSIDE in best.features
    )


def _located(mention: Mention, ranked: list[Scored], gazetteer: Gazetteer) -> LocatedMention | None:
    best = ranked[0]
    if best.score < LEAST_SCORE:
        return None
    place = _as_said(mention, best.place, gazetteer)
    return LocatedMention(
        start=mention.start, end=mention.end, text=mention.text, place=place,
        probability=round(probability(ranked), 3), alternatives=tuple(scored.place for scored in ranked[1 : _MOST_ALTERNATIVES + 1]),
        head=mention.head, adjective=mention.adjective, cue=mention.cue, weak=mention.weak, reasons=best.features,
    )  # fmt: skip


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
    mention: Mention,
    sentence: Sequence[Mention],
    index: int,
    ranked: Sequence[list[Scored]],
    context: Context,
    gazetteer: Gazetteer,
) -> LocatedMention | None:
    """Return a settlement that no gazetteer has, as exact as what is known to hold it: a district, a region, a country."""
    holder = _holder_beside(sentence, index, ranked) or _holder_of_entry(mention, context, gazetteer)
    if holder is None or holder.lat is None:
        return None
    number = PlaceId(-1 - crc32(f"{mention.text.casefold()}|{holder.id}".encode()))
    precision = {"district": Precision.DISTRICT, "country": Precision.COUNTRY}.get(holder.kind, Precision.REGION)
    place = replace(
        holder, id=number, name=mention.text, kind="city", precision=precision, population=0, name_ru=None, name_uk=None,
        district=holder.id if holder.kind == "district" else holder.district,
        region=holder.id if holder.kind == "region" else holder.region, approximate=True,
    )  # fmt: skip
    return LocatedMention(
        start=mention.start, end=mention.end, text=mention.text, place=place,
        probability=NAMED if mention.head in SETTLEMENT else UNLISTED, head=mention.head, cue=True, weak=mention.weak,
        reasons=(f"{UNKNOWN_IN} {holder.name}",),
    )  # fmt: skip


def _holder_beside(sentence: Sequence[Mention], index: int, ranked: Sequence[list[Scored]]) -> Place | None:
    """The district or region named in the sentence: one called so before others, the finest, the nearest."""
    found = [
        (sentence[other].head not in ("region", "district"), scored[0].place.precision.rank, abs(other - index), other)
        for other, scored in enumerate(ranked)
        if other != index
        and scored
        and (
            sentence[other].head in ("region", "district") or scored[0].place.kind in ("region", "district", "hromada")
        )
    ]
    return ranked[min(found)[3]][0].place if found else None


def _holder_of_entry(mention: Mention, context: Context, gazetteer: Gazetteer) -> Place | None:
    """The one region that the entry names, the feed's, or the country that most of its names speak for."""
    if len(context.regions) == 1:
        return gazetteer.find(next(iter(context.regions)))
    if context.home is not None and context.home.kind != "country":
        return context.home
    code = context.main_country(mention.text) or (context.home.country if context.home is not None else None)
    return gazetteer.find(code) if code else None


def _mark_containers(found: list[_Found]) -> list[LocatedMention]:
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
                and _is_no_town_near(settled[district].place, settled[city].place)
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
    """Whether "Pishin's Khanozai" names a town by its district, or by the town that the district is called after."""
    holds = holder.kind in ("city", "district") and holder.iso_region is not None
    return town.kind == "city" and holds and town.id != holder.id and town.iso_region == holder.iso_region


def _is_no_town_near(district: Place, city: Place) -> bool:
    """Whether «Московский район Харькова» can be a quarter of the city: no town beside it is called so."""
    return district.kind != "city" or distance_km(district, city) > _APART_KM


_APART_KM = 100


def _is_big_city(located: LocatedMention) -> bool:
    return located.place.kind == "city" and located.place.population > 100_000 and located.head is None
