"""One place between two: "on the road between Bandiagara and Bankass", «на трассе между Рыльском и Глушково»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from zlib import crc32

from monitor.model.places import Place, PlaceId, Precision, distance_km
from monitor.places.choosing import LocatedMention
from monitor.places.gazetteer import Gazetteer

_BEFORE = re.compile(
    r"\b(?:(?:between|linking|connecting|entre|między|pomiędzy|zwischen|между|між|поміж)(?: the)?(?: (?:towns?|villages?|cities|localités|villes|villages"
    r"|localidades|municipios|poblaciones|Städten|Orten|Dörfern|ciudades|сёлами|селами|городами|містами|пос[её]лками|селищами))?(?: (?:of|de))?"
    r"|(?:road|highway|route|track|line|motorway|axe|carretera|autopista|Straße|autostrada|droga) from)\s+$",
    re.IGNORECASE,
)
_AND = re.compile(
    r"^(?:\s+(?:and|et|y|e|i|a|und|и|і|та|й|to)\s+|\s*[-–—]\s*)(?:(?:the |la |le |el |the town of |the village of ))?$",
    re.IGNORECASE,
)

_FARTHEST_KM = 150.0
"""Kilometres between two towns up to which what happened between them has a place worth naming."""

_NEAR_KM = 20.0
"""The same up to which that place is as exact as a town."""


def join_ends(text: str, mentions: Sequence[LocatedMention], gazetteer: Gazetteer) -> list[LocatedMention]:
    """Return the mentions of a sentence, two towns that something happened between as one place half way."""
    found: list[LocatedMention] = []
    for mention in mentions:
        previous = found[-1] if found else None
        if previous is not None and _are_ends(text, previous, mention):
            found[-1] = replace(
                previous,
                end=mention.end,
                text=text[previous.start : mention.end],
                place=_half_way(previous.place, mention.place, gazetteer),
                cue=True,
                between=True,
                reasons=(*previous.reasons, f"half way to {mention.place.name}"),
            )
        else:
            found.append(mention)
    return found


def _are_ends(text: str, first: LocatedMention, second: LocatedMention) -> bool:
    return (
        bool(_BEFORE.search(text[max(0, first.start - 60) : first.start]))
        and bool(_AND.match(text[first.end : second.start]))
        and all(place.kind == "city" and place.lat is not None for place in (first.place, second.place))
        and first.place.id != second.place.id
        and distance_km(first.place, second.place) <= _FARTHEST_KM
    )


def _half_way(one: Place, other: Place, gazetteer: Gazetteer) -> Place:
    lat, lon = ((one.lat or 0.0) + (other.lat or 0.0)) / 2, ((one.lon or 0.0) + (other.lon or 0.0)) / 2
    nearest = gazetteer.nearest_city(lat, lon) or one
    return replace(
        one,
        id=PlaceId(-1 - crc32(f"{one.id}|between|{other.id}".encode())),
        name=f"{one.name} – {other.name}",
        name_ru=f"{one.name_ru} – {other.name_ru}" if one.name_ru and other.name_ru else None,
        name_uk=f"{one.name_uk} – {other.name_uk}" if one.name_uk and other.name_uk else None,
        country=nearest.country,
        iso_region=nearest.iso_region,
        region=nearest.region,
        district=nearest.district,
        lat=lat,
        lon=lon,
        population=0,
        approximate=True,
        precision=Precision.CITY if distance_km(one, other) <= _NEAR_KM else Precision.DISTRICT,
    )
