"""One place between two: "on the road between Bandiagara and Bankass", «на трассе между Рыльском и Глушково»."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from monitor.model.places import distance_km
from monitor.places.choosing import LocatedMention
from monitor.places.gazetteer import Gazetteer
from monitor.places.geometry import half_way

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
                place=half_way(previous.place, mention.place, gazetteer),
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
