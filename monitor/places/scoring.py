"""How well each candidate fits a mention: trust in the name, inhabitants, class word, and what else the entry names."""

from __future__ import annotations

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from monitor.model.places import CITY_REGIONS, Place, PlaceId, Precision, distance_km, is_within
from monitor.places.heads import SETTLEMENT
from monitor.places.mentions import Mention
from monitor.places.names import is_cyrillic

SURE_MARGIN = 2.0
"""Margin from which a first choice may speak for the others in the entry."""

LEAST_SCORE = 4.2
"""Points under which nothing is taken for a place: a main name scores 3.5, ten thousand inhabitants 3.2."""

NOT_IN = "not in"
BESIDE = ", named beside it"
"""How reasons start and end that later steps look for."""

CYRILLIC_COUNTRIES = frozenset({"RU", "UA", "BY", "KZ", "MD", "GE", "BG", "RS", "KG", "MK"})
"""Countries that are written about in Cyrillic first: their places are the likelier ones behind a Cyrillic name."""

NEAR_KM = 300
"""Kilometres from which two places of one entry say nothing about each other."""

_BESIDE_TOWN_KM = 35
"""Kilometres from a town within which a place lies in the district that is only known by the town's name."""

_CONTAINS_GAP = re.compile(
    r"^(?:\s*[,(]\s*(?:(?:in|в|во|у|на|en|dans|in the)\s+)?|\s+(?:in|of|from|within|в|во|у|на|de|du|dans la|en|in der|w)\s+|\s+|[’']s?\s+|\s*[,(]?\s*(?:что|що)?\s*(?:in|в|во|у|на)\s+)"
    r"(?:(?:the|russia['’]s|ukraine['’]s|occupied|eastern|western|southern|northern|north-?eastern|south-?eastern|north-?western|south-?western|central|neighbou?ring|border|российской|украинской|"
    r"приграничной|прикордонній|сел[оеаі]|селом|деревн[яиею]|посёлок|поселок|пос\.|с\.|д\.|х\.|г\.|хутор|станица|город|місто|селище|прикордонної|оккупированной|окупованій|селе|селі|городе|місті|посёлке|поселке|селищі|хуторе|станице|городском округе|district|town of|city of|village of|near|під|под|близ|біля|недалеко от|неподалік|неподалік від|the town of|the village of|the city of)\s+){0,3}$",
    re.IGNORECASE,
)
"""Text between a place and the district, region or country that holds it, in either order."""


@dataclass(slots=True)
class Context:
    """What the entry tells about where it plays: regions and countries named, towns that are sure, the feed's home.

    ``named``: towns that are the likeliest choice for some name. ``nations``: countries whose people it speaks of, who may act elsewhere, by code; None for one that is not known.
    """

    home: Place | None
    countries: Counter[str] = field(default_factory=Counter)
    regions: Counter[str] = field(default_factory=Counter)
    districts: set[PlaceId] = field(default_factory=set)
    sure: list[Place] = field(default_factory=list)
    named: set[PlaceId] = field(default_factory=set)
    nations: dict[str, Place | None] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its points and the reasons for them."""

    score: float
    place: Place
    reasons: tuple[str, ...]


def gather(mentions: Iterable[Sequence[Mention]], places: dict[PlaceId, Place], home: Place | None) -> Context:
    """Collect countries, regions and districts that are named beyond doubt."""
    context = Context(home)
    for sentence in mentions:
        for mention in sentence:
            kinds = [(candidate, places[candidate.place]) for candidate in mention.candidates if candidate.weight >= 6]
            countries = [place for candidate, place in kinds if place.kind == "country" and candidate.weight >= 8]
            if countries and mention.head is None:
                context.countries[countries[0].country] += 1
            regions = [place for candidate, place in kinds if place.kind == "region" and candidate.weight >= 7]
            coarse = all(place.precision.rank >= Precision.DISTRICT.rank for _, place in kinds)
            if (
                regions
                and (mention.head == "region" or coarse)
                and len({place.iso_region for place in regions}) == 1
                and regions[0].iso_region
            ):
                context.regions[regions[0].iso_region] += 1
                context.countries[regions[0].country] += 1
    return context


def learn(context: Context, mention: Mention, ranked: list[Scored]) -> None:
    """Let a sure choice speak for the others."""
    if not ranked or mention.adjective or ranked[0].score < LEAST_SCORE:
        return
    margin = ranked[0].score - ranked[1].score if len(ranked) > 1 else 9.0
    place = ranked[0].place
    if place.kind == "city" and mention.head is None:
        context.named.add(place.id)
    if margin < SURE_MARGIN or place.lat is None:
        return
    if place.precision is Precision.DISTRICT:
        context.districts.add(place.id)
    if place.precision.rank <= Precision.DISTRICT.rank and not mention.weak:
        context.sure.append(place)
    if place.precision is Precision.REGION and place.iso_region:
        context.regions[place.iso_region] += 1
    if place.kind == "country" or place.population > 100_000:
        context.countries[place.country] += 1


_OF_NAMED_TOWN = 9.0
"""Points for the town whose own district has that name (Олександрівський район Запоріжжя) when the entry names it."""

SMALL_TOWN = 50_000
"""Population up to which a town is no rival to a region of its name."""


def rank(
    mention: Mention, sentence: Sequence[Mention], index: int, places: dict[PlaceId, Place], context: Context
) -> list[Scored]:
    """Return the candidates of one mention, best first."""
    neighbours = _neighbours(sentence, index, places)
    best: list[Scored] = []
    cyrillic = is_cyrillic(mention.text)
    rivals = [places[candidate.place] for candidate in mention.candidates]
    ids = frozenset(place.id for place in rivals)
    best_weight = max((candidate.weight for candidate in mention.candidates), default=0)
    cities = [
        place
        for candidate, place in zip(mention.candidates, rivals, strict=True)
        if place.kind == "city" and place.population > 20_000 and candidate.weight >= min(best_weight - 2, 6)
    ]
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
        if mention.head == "district" and place.id in context.named:
            score += _OF_NAMED_TOWN
            reasons.append("a district of a town of the entry")
        for points, reason in _by_context(place, neighbours, context, ids, settlement=mention.head in SETTLEMENT):
            score += points
            reasons.append(reason)
        best.append(Scored(score, place, tuple(reasons)))
    best = [_namesake(mention, scored, rivals) for scored in best]
    best.sort(key=lambda scored: (-scored.score, scored.place.id))
    return best


def _namesake(mention: Mention, scored: Scored, rivals: Sequence[Place]) -> Scored:
    """A small town that bears the name of a region elsewhere ("Krym") is meant only where a class word says so."""
    place = scored.place
    if place.kind == "city" and mention.head not in SETTLEMENT and _is_called_so_seldom(mention, place, rivals):
        return replace(scored, score=scored.score - 4.0, reasons=(*scored.reasons, "its region is called so"))
    if place.kind != "city" or place.population > SMALL_TOWN or mention.head is not None:
        return scored
    if not any(
        rival.kind in ("region", "country")
        and rival.population > 20 * SMALL_TOWN
        and rival.iso_region != place.iso_region
        for rival in rivals
    ):
        return scored
    return replace(scored, score=scored.score - 5.0, reasons=(*scored.reasons, "a small namesake of a region"))


def _is_called_so_seldom(mention: Mention, town: Place, rivals: Sequence[Place]) -> bool:
    """Whether the name is a by-name of the town and the name of its region (Antioquia, Santa Fe de Antioquia)."""
    weights = {candidate.place: candidate.weight for candidate in mention.candidates}
    return town.population < 2 * SMALL_TOWN and any(
        rival.kind == "region"
        and rival.iso_region == town.iso_region
        and weights.get(rival.id, 0) - weights.get(town.id, 0) >= _SELDOM
        for rival in rivals
    )


_SELDOM = 3
"""How much less trust there is in a by-name than in a name."""


def _by_head(mention: Mention, place: Place, cities: Sequence[Place]) -> float:
    """Points for the class word beside the name."""
    head, kind = mention.head, place.kind
    city_region = place.iso_region in CITY_REGIONS
    if head == "region":
        return {"region": -3.0 if city_region else 7.0, "country": 2.0, "district": 0.0, "hromada": -2.0}.get(
            kind, -3.0
        )
    if head == "district":
        return {"district": 6.0, "hromada": 5.0, "city": -0.5, "region": -6.0, "country": -5.0}.get(kind, -3.0)
    if head == "area":
        return {"region": 6.0, "district": 4.0, "hromada": 2.0}.get(kind, -3.0)
    points = 3.0 if kind in ("sea", "area") else 0.0
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
        beside = (other == index + 1 and joins(mention.gap) and not str(mention.gap).startswith(("'", "’"))) or (
            other == index - 1 and joins(sentence[index].gap)
        )
        # Two steps on: "Yunakivka, Krasnopillia hromada, Sumy region".
        beside = beside or (other == index + 2 and joins(mention.gap) and joins(sentence[index + 1].gap))
        wanted = {"region": ("region",), "district": ("district", "hromada")}.get(
            mention.head or "", ("country", "region")
        )
        if mention.head == "district" and not any(
            places[candidate.place].kind in wanted for candidate in mention.candidates
        ):
            wanted = ("city",)
        for candidate in mention.candidates[:6]:
            place = places[candidate.place]
            if place.kind in wanted and candidate.weight >= (6 if place.kind == "country" else 5):
                found.append((place, beside and (mention.head is not None or candidate.weight >= 7)))
    return found


def joins(gap: str | None) -> bool:
    """Whether the text between two mentions lets one hold the other (", ", " in the ", «, село »)."""
    return gap is not None and bool(_CONTAINS_GAP.match(gap))


def is_inside(place: Place, outer: Place) -> bool:
    """Whether *place* lies in *outer*, for reading: near the seat of a district counts, and near a town that stands for one."""
    if outer.kind == "country":
        return place.country == outer.country
    if outer.kind == "region":
        return is_within(place, outer) or place.region == outer.id
    if outer.kind == "city":
        return outer.id == place.id or distance_km(place, outer) < _BESIDE_TOWN_KM
    if outer.id == place.district or (outer.district is not None and outer.district == place.district):
        return True
    return place.kind == "city" and distance_km(place, outer) < 20 and place.iso_region == outer.iso_region


def _by_context(
    place: Place,
    neighbours: Sequence[tuple[Place, bool]],
    context: Context,
    rivals: frozenset[PlaceId],
    *,
    settlement: bool,
) -> list[tuple[float, str]]:
    """Points for what the sentence and the entry name besides, each with its reason."""
    points: list[tuple[float, str]] = []
    if place.kind != "country":
        beside = [
            outer
            for outer, near in neighbours
            if near
            and outer.id != place.id
            and (outer.precision.rank > place.precision.rank or outer.kind == place.kind == "city")
        ]
        holding = [outer for outer in beside if is_inside(place, outer)]
        if holding:
            points.append((5.0, f"in {holding[0].name}{BESIDE}"))
        elif beside and all(outer.kind == "country" for outer in beside):
            points.append((-2.5, f"outside {beside[0].name}, named beside it"))
        elif beside:
            points.append((-3.0, f"{NOT_IN} {beside[0].name}, named beside it"))
        elif any(
            is_inside(place, outer) for outer, _ in neighbours if outer.id != place.id and outer.kind != "country"
        ):
            points.append((2.5, "in a region named in the sentence"))
        elif settlement and (
            named := [outer for outer, _ in neighbours if outer.kind == "region" and outer.id != place.id]
        ):
            points.append((-3.0, f"{NOT_IN} {named[0].name}, named in the sentence"))
        if place.iso_region and context.regions.get(place.iso_region) and place.kind != "region":
            points.append((1.5, "in a region named in the entry"))
        elif place.country in context.countries:
            points.append((1.0, "in a country named in the entry"))
        elif not holding and _is_foreign(place, context):
            points.append((-2.0, "a small town of a country that the entry does not name"))
    if place.kind == "city" and not context.countries and is_elsewhere(place, context):
        points.append((-2.0, "far from the peoples that the entry speaks of"))
    points.extend(_by_home(place, context.home))
    points.extend(_by_distance(place, context.sure, rivals))
    return points


def _is_foreign(place: Place, context: Context) -> bool:
    """Whether *place* is a small town abroad: news names the country of one, unless it is the outlet's own."""
    if place.kind != "city" or place.population > SMALL_TOWN or place.country in context.countries:
        return False
    return place.country != context.home.country if context.home is not None else bool(context.countries)


def is_elsewhere(place: Place, context: Context) -> bool:
    """Whether a place lies in no country that the entry names, and far from those whose people it speaks of."""
    if place.country in context.countries or place.country in context.nations:
        return False
    return bool(context.countries) or _is_of_no_nation(place, context)


def _is_of_no_nation(place: Place, context: Context) -> bool:
    return bool(context.nations) and all(
        nation is None or distance_km(place, nation) > _ACTS_WITHIN_KM for nation in context.nations.values()
    )


_ACTS_WITHIN_KM = 2_500
"""Kilometres from the middle of a country within which its forces strike others: Iran and Iraq, Russia and Ukraine."""


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
    if near >= NEAR_KM:
        return []
    return [
        (
            3.0 if near <= 40 else 3.0 * (NEAR_KM - near) / (NEAR_KM - 40),
            f"{near:.0f} km from another place of the entry",
        )
    ]
