"""The named features of each place that a name may mean: the name, the place, the words beside it, and the rest of the entry."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from monitor.model.places import CITY_REGIONS, Place, PlaceId, Precision, distance_km, is_within
from monitor.places.context import NEAR_KM, Context
from monitor.places.heads import SETTLEMENT
from monitor.places.mentions import Mention
from monitor.places.names import is_cyrillic

CYRILLIC_COUNTRIES = frozenset({"RU", "UA", "BY", "KZ", "MD", "GE", "BG", "RS", "KG", "MK"})
"""Countries that are written about in Cyrillic first: their places are the likelier ones behind a Cyrillic name."""

INSIDE, OUTSIDE = "inside a place named beside it", "outside the region named beside it"
ABROAD = "in a country that is not named, while others are"
"""Features that later steps look for."""

_BESIDE_TOWN_KM = 35
"""Kilometres from a town within which a place lies in the district that is only known by the town's name."""

_SIZES = ((1, "unknown"), (2_000, "a village"), (10_000, "under 10,000"), (50_000, "under 50,000"), (200_000, "under 200,000"), (1_000_000, "under a million"))  # fmt: skip
_STEPS = ((40, "within 40 km"), (120, "within 120 km"), (NEAR_KM, "within 300 km"))

_CLASS_WORD = (
    r"(?:(?:the|la|le|el|il|lo|der|dem|die)\s+|l['’])?(?i:regi[oó]n|région|regione|province|provincia|provinz|oblast|governorate|gouvernorat|gobernación|"
    r"departamento|département|dipartimento|estado|état|stato|Bundesstaat|Gebiet|Region|Provinz|obw[oó]d\w*|prowincj\w|województw\w|powiat\w*|powiecie|district|distrito|distretto|Bezirk|"
    r"Landkreis|cercle|territoire|commune|comune|comuna|municipio|municipalité|condado|contea|провинци\w{1,2}|провінці\w{1,2}|штат\w{0,2}|департамент\w{0,2}|уезд\w{0,2}|повіт\w{0,2})"
    r"(?:\s+(?:of the|of|de la|de los|de|del|della|dello|du|des|di|do|da)\s+|\s+(?:de l|d|dell)['’]|\s+)"
)
"""What may stand between a place and the name of the unit that holds it: "Lavy, en la provincia de Bélgorod"."""

_CONTAINS_GAP = re.compile(
    r"^(?:\s*[,(]\s*(?:(?:in|в|во|у|на|en|dans|in the|nella|nel|na|no|w|im)\s+)?|\s+(?:in|of|from|within|в|во|у|на|de|du|dans la|en|in der|w)\s+|\s+|[’']s?\s+|\s*[,(]?\s*(?:что|що)?\s*(?:in|в|во|у|на)\s+)"
    r"(?:(?:the|russia['’]s|ukraine['’]s|occupied|eastern|western|southern|northern|north-?eastern|south-?eastern|north-?western|south-?western|central|neighbou?ring|border|российской|украинской|"
    r"приграничной|прикордонній|сел[оеаі]|селом|деревн[яиею]|посёлок|поселок|пос\.|с\.|д\.|х\.|г\.|хутор|станица|город|місто|селище|прикордонної|оккупированной|окупованій|селе|селі|городе|місті|посёлке|поселке|селищі|хуторе|станице|городском округе|district|town of|city of|village of|near|під|под|близ|біля|недалеко от|неподалік|неподалік від|the town of|the village of|the city of)\s+){0,3}"
    rf"(?:{_CLASS_WORD})?$",
    re.IGNORECASE,
)
"""Text between a place and the district, region or country that holds it, in either order."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What is the same for all candidates of one mention.

    ``beside``: regions, districts and countries right beside the name; ``around``: those elsewhere in the sentence. ``rivals``: all
    candidates; ``trust``: the highest weight among them. ``near``: kilometres from each to the nearest settled place of another
    name, where it is a point; ``nearest``: the least of them. ``spoken``: how many other names speak for the country of the candidate for
    which most do.
    """

    mention: Mention
    context: Context
    beside: tuple[Place, ...]
    around: tuple[Place, ...]
    rivals: tuple[Place, ...]
    ids: frozenset[PlaceId]
    trust: int
    cyrillic: bool
    near: dict[PlaceId, float]
    nearest: float
    spoken: int


def surroundings(
    sentence: Sequence[Mention], index: int, places: dict[PlaceId, Place], context: Context
) -> Surroundings:
    """Look around the mention at *index* of its sentence once, for all its candidates."""
    mention = sentence[index]
    neighbours = _neighbours(sentence, index, places)
    rivals = tuple(places[candidate.place] for candidate in mention.candidates)
    ids = frozenset(place.id for place in rivals)
    near = {
        place.id: context.nearest_km(place, mention.text, ids)
        for place in rivals
        if place.precision.rank <= Precision.DISTRICT.rank
    }
    return Surroundings(
        mention=mention,
        context=context,
        beside=tuple(place for place, near in neighbours if near),
        around=tuple(place for place, near in neighbours if not near),
        rivals=rivals,
        ids=ids,
        trust=max((candidate.weight for candidate in mention.candidates), default=0),
        cyrillic=is_cyrillic(mention.text),
        near=near,
        nearest=min(near.values(), default=math.inf),
        spoken=max((context.speakers(place.country, mention.text) for place in rivals), default=0),
    )


def candidate_features(around: Surroundings, place: Place, weight: int) -> list[str]:
    """The named features of one candidate: *place*, called so with the trust *weight* (0 to 9)."""
    mention = around.mention
    kind = _kind(place)
    found = [f"trust {weight}", f"is a {kind}", f"class word {mention.head or 'none'}, is a {kind}"]
    if weight < around.trust:
        found.append("is called so less often" if around.trust - weight == 1 else "is seldom called so")
    found += _of_form(mention, kind)
    if place.kind == "city":
        found += _of_size(around, place)
    found += _of_rivals(around, place, kind)
    if around.cyrillic:
        found.append("Cyrillic name " + ("at home" if place.country in CYRILLIC_COUNTRIES else "abroad"))
    if place.kind != "country":
        found += _of_neighbours(around, place)
        found += _of_entry(around, place, kind)
    found += _of_home(place, around.context.home, kind)
    return found


def _kind(place: Place) -> str:
    if place.kind in ("country", "city", "airfield", "airport", "sea", "area"):
        return place.kind
    if place.kind == "region":
        return "city-region" if place.iso_region in CITY_REGIONS else "region"
    return "district" if place.kind in ("district", "hromada") else "site"


def _of_form(mention: Mention, kind: str) -> Iterator[str]:
    if mention.cue:
        yield "behind a preposition"
        yield f"behind a preposition, is a {kind}"
    if mention.adjective:
        yield f"adjective of a {kind}"
    for side in mention.beside:
        yield f"beside it, {side}"
        yield f"beside it, {side}, is a {kind}"
        if not mention.cue:
            yield f"bare, beside it, {side}"
    if mention.weak:
        yield "quoted or an ordinary word"
    if " " in mention.text and mention.head not in _PART_OF_THE_NAME:
        yield "several words"
    elif len(mention.text) <= _SHORT:
        yield "a short name"
    if mention.text.isupper() and len(mention.text) > 1:
        yield "in capitals"
    if mention.start == 0:
        yield "begins the sentence"
        yield f"begins the sentence, is a {kind}"
    if not (mention.cue or mention.head):
        yield f"bare, is a {kind}"


_PART_OF_THE_NAME = ("region", "district", "airfield", "airport")
"""Class words that are taken into the name when they stand behind it."""

_SHORT = 4
"""Letters of a short name."""


def _size(place: Place) -> str:
    return next((name for limit, name in _SIZES if place.population < limit), "a million")


def _of_size(around: Surroundings, place: Place) -> Iterator[str]:
    size = _size(place)
    yield f"inhabitants: {size}"
    mention = around.mention
    if not (mention.cue or mention.head):
        yield f"bare, inhabitants: {size}"
    if mention.head == "village":
        yield f"called a village, inhabitants: {size}"


def _of_rivals(around: Surroundings, place: Place, kind: str) -> Iterator[str]:
    others = [other for other in around.rivals if other.id != place.id]
    if not others:
        yield "the only place of the name"
        return
    if place.kind == "city":
        towns = [other.population for other in others if other.kind == "city"]
        if not towns:
            yield "the only town of the name"
        elif place.population > 10 * max(towns):
            yield "by far the largest town of the name"
        elif place.population >= max(towns):
            yield "the largest town of the name"
        else:
            yield "a larger town has the name"
            if max(towns) > 10 * place.population:
                yield "a far larger town has the name"
        yield from _of_larger_namesake(place, others)
    elif any(other.kind == "city" and other.population > _TOWN for other in others):
        holds = any(other.kind == "city" and other.population > _TOWN and is_within(other, place) for other in others)
        yield f"a {kind} whose town has its name" if holds else f"a {kind}; a town elsewhere has the name"
        if holds and around.mention.head is None and not around.mention.adjective:
            yield f"a {kind} whose town has its name, without a class word"


def _of_larger_namesake(place: Place, others: Sequence[Place]) -> Iterator[str]:
    """What a region or country of the town's name says: Crimea is meant rather than a village Krym far from it."""
    larger = next((one for one in others if one.kind in ("region", "country") and one.population > _LARGE), None)
    if larger is None:
        return
    if larger.iso_region == place.iso_region if larger.kind == "region" else larger.country == place.country:
        yield f"a {larger.kind} has the name, and holds it"
        return
    yield f"a {larger.kind} elsewhere has the name"
    if place.population < _SMALL and not any(is_within(town, larger) for town in others if town.kind == "city"):
        yield f"a {larger.kind} elsewhere, called after no town, has the name"


_LARGE, _TOWN, _SMALL = 1_000_000, 20_000, 50_000
"""Inhabitants of a region, and of a town, that make it known abroad and at home; and up to which only its neighbours know a town."""


def _of_neighbours(around: Surroundings, place: Place) -> Iterator[str]:
    beside = [
        outer
        for outer in around.beside
        if outer.id != place.id and (outer.precision.rank > place.precision.rank or outer.kind == place.kind == "city")
    ]
    if any(is_inside(place, outer) for outer in beside):
        yield INSIDE
    elif beside:
        yield "outside the country named beside it" if all(o.kind == "country" for o in beside) else OUTSIDE
    elif any(is_inside(place, outer) for outer in around.around if outer.id != place.id and outer.kind != "country"):
        yield "inside a region of the sentence"
    elif any(outer.kind == "region" and outer.id != place.id for outer in around.around):
        yield "outside the regions of the sentence"
        if around.mention.head in SETTLEMENT:
            yield "a settlement outside the regions of the sentence"


def _of_entry(around: Surroundings, place: Place, kind: str) -> Iterator[str]:
    context, name = around.context, around.mention.text
    if place.kind != "region" and context.names_region(place.iso_region, name):
        yield "its region is named"
    if around.mention.head == "district" and place.id in context.named:
        yield "a district of a town of the entry"
    near = around.near.get(place.id, math.inf)
    step = next((text for limit, text in _STEPS if near < limit), None)
    if step:
        yield f"another place of the entry {step}"
    if near < math.inf and len(around.near) > 1:
        yield (
            "nearest of the name to the others"
            if near <= around.nearest + _AS_NEAR_KM
            else "farther than another of the name"
        )
    if near < _NEAR_ALONE_KM and near < min((km for key, km in around.near.items() if key != place.id), default=0) / 2:
        yield "by far the nearest of the name to the others"
    if around.spoken and context.speakers(place.country, name) == around.spoken:
        yield "most names speak for its country"
    if context.forces:
        at_work = (
            "forces of its country are named"
            if place.country in context.forces
            else "forces of other countries are named"
        )
        yield at_work
        yield f"{at_work}: a {kind}"
    where, abroad = _standing(context, place, name)
    yield where
    if abroad:
        yield f"{where}: a {kind}"
        if place.kind == "city":
            yield f"{where}: {_size(place)}"


def _standing(context: Context, place: Place, name: str) -> tuple[str, bool]:
    """What the entry's other names say of the country of *place*, and whether none of them speaks for it."""
    if context.names_country(place.country, name):
        return "its country is named", False
    if context.has_town_in(place.country, name):
        return "a large town of its country is named", False
    if context.is_of_nation(place):
        return "its people is named", False
    if context.names_any_country(name):
        return ABROAD, True
    if context.is_far_from_nations(place):
        return "far from the peoples that are named", True
    return "not far from the peoples that are named" if context.nations else "no country is named", True


def _of_home(place: Place, home: Place | None, kind: str) -> Iterator[str]:
    if home is None:
        return
    if place.country != home.country and not (home.country == "RU" and place.iso_region in _CLAIMED):
        yield "not in the feed's country"
        yield f"not in the feed's country: a {kind}"
    elif place.kind == "country" or home.kind == "country":
        yield "in the feed's country"
    elif place.iso_region == home.iso_region and home.iso_region:
        yield "in the feed's region"
        if home.kind != "region" and distance_km(place, home) < _NEIGHBOURHOOD_KM:
            yield "near the feed's town"
    else:
        yield "in another region of the feed's country"


_CLAIMED = frozenset({"UA-43", "UA-40", "UA-14", "UA-09", "UA-23", "UA-65"})
"""Regions of Ukraine that Russian feeds report of as their own."""

_NEIGHBOURHOOD_KM = 60
_NEAR_ALONE_KM = 120
_AS_NEAR_KM = 30
"""Difference of distances that says nothing: a town, its district, and its region's middle."""


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
