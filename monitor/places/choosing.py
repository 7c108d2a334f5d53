"""Choosing the place that a name means, by what else the entry names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from zlib import crc32

from monitor.model.places import Place, PlaceId, Precision, distance_km
from monitor.places.gazetteer import CITY_REGIONS, Gazetteer
from monitor.places.heads import LIST_GAP, SETTLEMENT
from monitor.places.mentions import Mention
from monitor.places.names import is_cyrillic

_SURE_MARGIN = 2.0
"""Margin from which a first choice may speak for the others in the entry."""

_LEAST_SCORE = 4.2
_LEAST_UNCUED = 5.4
_LEAST_ALONE = 7.2
_LEAST_VILLAGE = 7.4
_LEAST_STRANGE = 7.6
"""Scores under which a name is not taken for a place: with a preposition or class word; without one; without one in an
entry that names nothing near it; without one for a village, whose names are words of the language; and in an entry that plays in other countries, whatever stands beside it. A main name scores 3.5, ten thousand inhabitants 3.2, a million 4.8."""

_MOST_ALTERNATIVES = 4
NOT_IN = "not in"
BESIDE = ", named beside it"
UNKNOWN_IN = "unknown settlement in"
MAIN_NAME = 7
"""Trust in a name over which it may name a place far from all else in the entry: hand-written ones."""

CYRILLIC_COUNTRIES = frozenset({"RU", "UA", "BY", "KZ", "MD", "GE", "BG", "RS", "KG", "MK"})
"""Countries that are written about in Cyrillic first: their places are the likelier ones behind a Cyrillic name."""

_NEAR_KM = 300
_VILLAGE = 2_000
_BESIDE_TOWN_KM = 35
"""Kilometres from a town within which a place lies in the district that is only known by the town's name."""

_SMALL_TOWN = 150_000
"""Inhabitants under which a name is taken for an unknown namesake when another region or district stands beside it."""
_CONTAINS_GAP = re.compile(
    r"^(?:\s*[,(]\s*(?:(?:in|в|во|у|на|en|dans|in the)\s+)?|\s+(?:in|of|from|within|в|во|у|на|de|du|dans la|en|in der|w)\s+|\s+|[’']s?\s+|\s*[,(]?\s*(?:что|що)?\s*(?:in|в|во|у|на)\s+)"
    r"(?:(?:the|russia['’]s|ukraine['’]s|occupied|eastern|western|southern|northern|north-?eastern|south-?eastern|north-?western|south-?western|central|neighbou?ring|border|российской|украинской|"
    r"приграничной|прикордонній|сел[оеаі]|селом|деревн[яиею]|посёлок|поселок|пос\.|с\.|д\.|х\.|г\.|хутор|станица|город|місто|селище|прикордонної|оккупированной|окупованій|селе|селі|городе|місті|посёлке|поселке|селищі|хуторе|станице|городском округе|district|town of|city of|village of|near|під|под|близ|біля|недалеко от|неподалік|неподалік від|the town of|the village of|the city of)\s+){0,3}$",
    re.IGNORECASE,
)
"""Text between a place and the district, region or country that holds it, in either order."""


@dataclass(frozen=True, slots=True, kw_only=True)
class LocatedMention:
    """A mention and the place chosen for it.

    Offsets are into the sentence. ``margin``: lead over the next candidate (9 when there is none); under 1 the choice is
    a guess. ``alternatives``: the next best. ``container``: it only names the region, district or country that holds a
    finer place beside it. ``head adjective cue weak``: as in ``Mention``. ``reasons``: why, for ``monitor explain``.
    """

    start: int
    end: int
    text: str
    place: Place
    margin: float
    alternatives: tuple[Place, ...] = ()
    container: bool = False
    head: str | None = None
    adjective: bool = False
    cue: bool = False
    weak: bool = False
    reasons: tuple[str, ...] = ()


@dataclass(slots=True)
class _Context:
    """What the entry tells about where it plays: regions and countries named, towns that are sure, the feed's home."""

    home: Place | None
    countries: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    districts: set[PlaceId] = field(default_factory=set)
    sure: list[Place] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class _Scored:
    score: float
    place: Place
    reasons: tuple[str, ...]


def choose(mentions_per_sentence: Sequence[Sequence[Mention]], gazetteer: Gazetteer, home: Place | None) -> list[list[LocatedMention]]:
    """Return the mentions that are places, each with its place, sentence by sentence.

    Args:
        mentions_per_sentence: as ``find_mentions`` gives them.
        gazetteer: where the candidates come from.
        home: the feed's own place; None when it has none.
    """
    places = gazetteer.places({candidate.place for sentence in mentions_per_sentence for mention in sentence for candidate in mention.candidates})
    context = _gather(mentions_per_sentence, places, home)
    first = [[_rank(mention, sentence, index, places, context) for index, mention in enumerate(sentence)] for sentence in mentions_per_sentence]
    for sentence, ranked in zip(mentions_per_sentence, first, strict=True):
        for mention, scored in zip(sentence, ranked, strict=True):
            _learn(context, mention, scored)
    final = [[_rank(mention, sentence, index, places, context) for index, mention in enumerate(sentence)] for sentence in mentions_per_sentence]
    settled = [_settle(sentence, order, context, gazetteer) for sentence, order in zip(mentions_per_sentence, final, strict=True)]
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
    return mention.place.kind == "city" and any(BESIDE in reason or reason.startswith(UNKNOWN_IN) for reason in mention.reasons)


def _gather(mentions: Iterable[Sequence[Mention]], places: dict[PlaceId, Place], home: Place | None) -> _Context:
    """Collect countries, regions and districts that are named beyond doubt."""
    context = _Context(home)
    for sentence in mentions:
        for mention in sentence:
            kinds = [(candidate, places[candidate.place]) for candidate in mention.candidates if candidate.weight >= 6]
            countries = [place for candidate, place in kinds if place.kind == "country" and candidate.weight >= 8]
            if countries and mention.head is None:
                context.countries[countries[0].country] += 1
            regions = [place for candidate, place in kinds if place.kind == "region" and candidate.weight >= 7]
            coarse = all(place.precision.rank >= Precision.DISTRICT.rank for _, place in kinds)
            if regions and (mention.head == "region" or coarse) and len({place.iso_region for place in regions}) == 1 and regions[0].iso_region:
                context.regions[regions[0].iso_region] += 1
                context.countries[regions[0].country] += 1
    return context


def _learn(context: _Context, mention: Mention, ranked: list[_Scored]) -> None:
    """Let a sure choice speak for the others."""
    if not ranked or mention.adjective or ranked[0].score < _LEAST_SCORE:
        return
    margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else 9.0
    place = ranked[0].place
    if margin < _SURE_MARGIN or place.lat is None:
        return
    if place.precision is Precision.DISTRICT:
        context.districts.add(place.id)
    if place.precision.rank <= Precision.DISTRICT.rank and not mention.weak:
        context.sure.append(place)
    if place.precision is Precision.REGION and place.iso_region:
        context.regions[place.iso_region] += 1
    if place.kind == "country" or place.population > 100_000:
        context.countries[place.country] += 1


def _rank(mention: Mention, sentence: Sequence[Mention], index: int, places: dict[PlaceId, Place], context: _Context) -> list[_Scored]:
    """Return the candidates of one mention, best first."""
    neighbours = _neighbours(sentence, index, places)
    best: list[_Scored] = []
    cyrillic = is_cyrillic(mention.text)
    rivals = [places[candidate.place] for candidate in mention.candidates]
    ids = frozenset(place.id for place in rivals)
    cities = [place for place in rivals if place.kind == "city" and place.population > 20_000]
    for candidate, place in zip(mention.candidates, rivals, strict=True):
        score = candidate.weight / 2 + 0.8 * math.log10(place.population + 10)
        if place.kind == "country":
            score = candidate.weight / 2 + 8.0
        elif place.precision is Precision.SITE:
            score += 4.5
        reasons = [f"weight {candidate.weight}"]
        if cyrillic and place.country in CYRILLIC_COUNTRIES:
            score += 1.0
            reasons.append("the name is in Cyrillic")
        score += _by_head(mention, place, cities)
        for points, reason in _by_context(place, neighbours, context, ids, settlement=mention.head in SETTLEMENT):
            score += points
            reasons.append(reason)
        best.append(_Scored(score, place, tuple(reasons)))
    best.sort(key=lambda scored: (-scored.score, scored.place.id))
    return best


def _by_head(mention: Mention, place: Place, cities: Sequence[Place]) -> float:
    """Points for the class word beside the name."""
    head, kind = mention.head, place.kind
    city_region = place.iso_region in CITY_REGIONS
    if head == "region":
        return {"region": -3.0 if city_region else 7.0, "country": 2.0, "district": 0.0, "hromada": -2.0}.get(kind, -3.0)
    if head == "district":
        return {"district": 6.0, "hromada": 5.0, "city": -0.5, "region": -6.0, "country": -5.0}.get(kind, -3.0)
    if head == "area":
        return {"region": 6.0, "district": 4.0, "hromada": 2.0}.get(kind, -3.0)
    points = 3.0 if kind == "sea" else 0.0
    if kind == "region" and not city_region:
        points += -6.0 if any(city.country == place.country for city in cities) and not mention.adjective else -1.0
    elif kind == "region":
        points -= 6.0
    elif kind in ("district", "hromada"):
        points -= 4.0 if cities else 2.0
    if head in ("airfield", "airport"):
        points += 4.0 if kind == head or (kind, head) == ("airport", "airfield") else 0.0
    elif head in ("village", "town") and kind != "city":
        points -= 4.0
    elif kind in ("airfield", "airport") and mention.head is None:
        points -= 1.0
    if head == "village" and kind == "city":
        points -= max(0.0, math.log10(place.population + 10) - 4.0) * 1.6
    return points


def _neighbours(sentence: Sequence[Mention], index: int, places: dict[PlaceId, Place]) -> list[tuple[Place, bool]]:
    """Return regions, districts and countries named in the sentence, and whether each stands right beside the mention."""
    found = []
    for other, mention in enumerate(sentence):
        if other == index or (mention.adjective and mention.head is None):
            continue
        # In "Donetsk's Kuibyshevskyi district" the town holds the district, not the other way about.
        beside = (other == index + 1 and _joins(mention.gap) and not str(mention.gap).startswith(("'", "’"))) or (other == index - 1 and _joins(sentence[index].gap))
        # Two steps on: "Yunakivka, Krasnopillia hromada, Sumy region".
        beside = beside or (other == index + 2 and _joins(mention.gap) and _joins(sentence[index + 1].gap))
        wanted = {"region": ("region",), "district": ("district", "hromada")}.get(mention.head or "", ("country", "region"))
        if mention.head == "district" and not any(places[candidate.place].kind in wanted for candidate in mention.candidates):
            wanted = ("city",)
        for candidate in mention.candidates[:6]:
            place = places[candidate.place]
            if place.kind in wanted and candidate.weight >= (6 if place.kind == "country" else 5):
                found.append((place, beside and (mention.head is not None or candidate.weight >= 7)))
    return found


def _joins(gap: str | None) -> bool:
    return gap is not None and bool(_CONTAINS_GAP.match(gap))


def _inside(place: Place, outer: Place) -> bool:
    if outer.kind == "country":
        return place.country == outer.country
    if outer.kind == "region":
        return (outer.iso_region is not None and place.iso_region == outer.iso_region) or place.region == outer.id
    if outer.kind == "city":
        return outer.id == place.id or distance_km(place, outer) < _BESIDE_TOWN_KM
    if outer.id == place.district or (outer.district is not None and outer.district == place.district):
        return True
    return place.kind == "city" and distance_km(place, outer) < 20 and place.iso_region == outer.iso_region


def _by_context(place: Place, neighbours: Sequence[tuple[Place, bool]], context: _Context, rivals: frozenset[PlaceId], *, settlement: bool) -> list[tuple[float, str]]:
    """Points for what the sentence and the entry name besides, each with its reason."""
    points: list[tuple[float, str]] = []
    if place.kind != "country":
        beside = [outer for outer, near in neighbours if near and outer.id != place.id and (outer.precision.rank > place.precision.rank or outer.kind == place.kind == "city")]
        holding = [outer for outer in beside if _inside(place, outer)]
        if holding:
            points.append((5.0, f"in {holding[0].name}{BESIDE}"))
        elif beside and all(outer.kind == "country" for outer in beside):
            points.append((-2.5, f"outside {beside[0].name}, named beside it"))
        elif beside:
            points.append((-3.0, f"{NOT_IN} {beside[0].name}, named beside it"))
        elif any(_inside(place, outer) for outer, _ in neighbours if outer.id != place.id and outer.kind != "country"):
            points.append((2.5, "in a region named in the sentence"))
        elif settlement and (named := [outer for outer, _ in neighbours if outer.kind == "region" and outer.id != place.id]):
            points.append((-3.0, f"{NOT_IN} {named[0].name}, named in the sentence"))
        if place.iso_region and context.regions.get(place.iso_region) and place.kind != "region":
            points.append((1.5, "in a region named in the entry"))
        elif place.country in context.countries:
            points.append((1.0, "in a country named in the entry"))
    points.extend(_by_home(place, context.home))
    points.extend(_by_distance(place, context.sure, rivals))
    return points


def _by_home(place: Place, home: Place | None) -> list[tuple[float, str]]:
    if home is None or place.country != home.country:
        return []
    if home.kind == "country" or place.kind == "country":
        return [(1.0, "in the feed's country")]
    if place.iso_region == home.iso_region and home.iso_region:
        near = distance_km(place, home)
        return [(3.0 if home.kind == "region" or near < 60 else 2.0, "in the feed's region")]
    return [(0.7, "in the feed's country")]


def _by_distance(place: Place, sure: Sequence[Place], rivals: frozenset[PlaceId]) -> list[tuple[float, str]]:
    """Points for the nearest sure place of another name: full within 40 km, none from 300 km."""
    if place.precision.rank > Precision.DISTRICT.rank:
        return []
    near = min((distance_km(place, other) for other in sure if other.id not in rivals), default=math.inf)
    if near >= _NEAR_KM:
        return []
    return [(3.0 if near <= 40 else 3.0 * (_NEAR_KM - near) / (_NEAR_KM - 40), f"{near:.0f} km from another place of the entry")]


def _settle(sentence: Sequence[Mention], ranked: Sequence[list[_Scored]], context: _Context, gazetteer: Gazetteer) -> list[LocatedMention]:
    found: list[tuple[Mention, LocatedMention]] = []
    for index, (mention, scored) in enumerate(zip(sentence, ranked, strict=True)):
        if not mention.candidates or _contradicted(mention, scored):
            located = _unknown(mention, sentence, index, ranked, context)
        else:
            located = _located(mention, scored, gazetteer, context)
        if located is not None:
            found.append((mention, located))
    return _mark_containers(found)


def _contradicted(mention: Mention, ranked: Sequence[_Scored]) -> bool:
    """Whether every known place of that name lies elsewhere than the text says, so that another, small one is meant."""
    best = ranked[0]
    return (mention.cue or mention.head in SETTLEMENT) and best.place.kind == "city" and best.place.population < _SMALL_TOWN and any(reason.startswith(NOT_IN) for reason in best.reasons)


def _located(mention: Mention, ranked: list[_Scored], gazetteer: Gazetteer, context: _Context) -> LocatedMention | None:
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


def _threshold(mention: Mention, best: _Scored, context: _Context) -> float:
    place = best.place
    trusted = " " in mention.text or any(candidate.weight > MAIN_NAME and candidate.place == place.id for candidate in mention.candidates)
    if context.countries and not trusted and place.country not in context.countries and place.kind not in ("country", "sea") and mention.head not in ("region", "district"):
        stranger = min((distance_km(place, other) for other in context.sure if other.id != place.id), default=math.inf) > _NEAR_KM
        if stranger and (context.home is None or context.home.country != place.country):
            return _LEAST_STRANGE
    if mention.cue or mention.head:
        return _LEAST_SCORE
    if place.kind == "city" and place.population < _VILLAGE:
        return _LEAST_VILLAGE
    return _LEAST_UNCUED if len(best.reasons) > 1 else _LEAST_ALONE


def _as_said(mention: Mention, place: Place, gazetteer: Gazetteer) -> Place:
    """Return the unit that the class word asks for when only a town of that name is known: its district or its region."""
    if mention.head == "district" and place.kind == "city":
        if place.district is not None and place.population < 400_000:
            return gazetteer.places((place.district,)).get(place.district, place)
        return place
    if mention.head == "region" and place.kind in ("city", "district") and place.region is not None and place.iso_region not in CITY_REGIONS:
        return gazetteer.places((place.region,)).get(place.region, place)
    return place


def _unknown(mention: Mention, sentence: Sequence[Mention], index: int, ranked: Sequence[list[_Scored]], context: _Context) -> LocatedMention | None:
    """Return a settlement that no gazetteer has, at the place of the district or region named nearby, else of the home."""
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
    place = replace(holder, id=number, name=mention.text, kind="city", precision=Precision.CITY, district=district, population=0, name_ru=None, name_uk=None, approximate=True)
    if holder.kind == "region":
        place = replace(place, region=holder.id)
    return LocatedMention(
        start=mention.start, end=mention.end, text=mention.text, place=place, margin=1.0, head=mention.head, cue=True,
        reasons=(f"{UNKNOWN_IN} {holder.name}",),
    )  # fmt: skip


def _mark_containers(found: list[tuple[Mention, LocatedMention]]) -> list[LocatedMention]:
    """Mark the coarser of two neighbours when it holds the finer, and drop districts inside a city."""
    settled = [located for _, located in found]
    dropped: set[int] = set()
    for index in range(len(settled) - 1):
        first, second, gap = settled[index], settled[index + 1], found[index + 1][0].gap
        if gap is None or not _joins(gap) or (LIST_GAP.match(gap) and gap.strip(" ,")):
            continue
        for district, city in ((index, index + 1), (index + 1, index)):
            if settled[district].head == "district" and settled[district].place.kind != "city" and _is_big_city(settled[city]) and gap.strip() in ("", "'s", "’s", "'", "’"):
                dropped.add(district)
        finer, coarser = (index, index + 1) if first.place.precision.rank < second.place.precision.rank else (index + 1, index)
        if settled[finer].place.precision.rank < settled[coarser].place.precision.rank and _inside(settled[finer].place, settled[coarser].place):
            settled[coarser] = replace(settled[coarser], container=True)
    return [located for index, located in enumerate(settled) if index not in dropped]


def _is_big_city(located: LocatedMention) -> bool:
    return located.place.kind == "city" and located.place.population > 100_000 and located.head is None
