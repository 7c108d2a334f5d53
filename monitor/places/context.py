"""What an entry tells about where it plays, before any one name in it is settled."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from monitor.model.places import Place, PlaceId, Precision, distance_km
from monitor.places.mentions import Mention

_NOTHING: frozenset[str] = frozenset()

NEAR_KM = 300
"""Kilometres from which two places of one entry say nothing about each other."""

_ACTS_WITHIN_KM = 2_500
"""Kilometres from the middle of a country within which its forces strike others: Iran and Iraq, Russia and Ukraine."""

_SPEAKS_FOR_ITS_COUNTRY = 100_000
"""Inhabitants from which a town that is settled speaks for its country."""

SURE = 0.9
"""Probability from which a first choice may speak for the other names of the entry."""


@dataclass(slots=True)
class Context:
    """Regions and countries named, towns that are settled, the feed's home.

    ``countries``, ``regions`` (by code): the names, as they stand, that say so; a name is never a witness for itself. ``towns``:
    the same of countries that only a settled town speaks for. ``sure``: settled places, by name. ``nations``: countries whose people
    the entry speaks of, who may act elsewhere, by code; None for one that is not known. ``forces``: countries that armed groups,
    forces and offices speak for that it names, with how strongly.
    """

    home: Place | None
    countries: dict[str, set[str]] = field(default_factory=dict)
    regions: dict[str, set[str]] = field(default_factory=dict)
    towns: dict[str, set[str]] = field(default_factory=dict)
    sure: dict[str, Place] = field(default_factory=dict)
    named: set[PlaceId] = field(default_factory=set)
    nations: dict[str, Place | None] = field(default_factory=dict)
    forces: dict[str, int] = field(default_factory=dict)

    def names_country(self, code: str, besides: str) -> bool:
        """Whether a name other than *besides* is that of the country, or of a region of it."""
        return _others(self.countries, code, besides)

    def names_region(self, code: str | None, besides: str) -> bool:
        """Whether a name other than *besides* is that of the region (ISO 3166-2)."""
        return code is not None and _others(self.regions, code, besides)

    def has_town_in(self, code: str, besides: str) -> bool:
        """Whether another name means a large town of that country."""
        return _others(self.towns, code, besides)

    def speakers(self, code: str, besides: str) -> int:
        """How many other names speak for the country: its own, those of its regions, and of its large towns."""
        return len((self.countries.get(code, _NOTHING) | self.towns.get(code, _NOTHING)) - {besides})

    def main_country(self, besides: str) -> str | None:
        """The country that more of the other names speak for than for any other; else the one people that is spoken of."""
        counts = sorted(((self.speakers(code, besides), code) for code in {*self.countries, *self.towns}), reverse=True)
        counts = [(count, code) for count, code in counts if count]
        if not counts:
            return next(iter(self.nations)) if len(self.nations) == 1 else self._country_of_forces()
        return counts[0][1] if len(counts) == 1 or counts[0][0] > counts[1][0] else None

    def _country_of_forces(self) -> str | None:
        most = max(self.forces.values(), default=0)
        found = [code for code, points in self.forces.items() if points == most]
        return found[0] if len(found) == 1 else None

    def names_any_country(self, besides: str) -> bool:
        """Whether other names say which countries the entry is about."""
        return any(names - {besides} for names in self.countries.values()) or any(
            names - {besides} for names in self.towns.values()
        )

    def is_of_nation(self, place: Place) -> bool:
        """Whether the entry speaks of the people of the country that holds *place*."""
        return place.country in self.nations

    def is_far_from_nations(self, place: Place) -> bool:
        """Whether it speaks of peoples, all of whom live too far away to act there."""
        return bool(self.nations) and all(
            nation is None or distance_km(place, nation) > _ACTS_WITHIN_KM for nation in self.nations.values()
        )

    def nearest_km(self, place: Place, besides: str, rivals: frozenset[PlaceId]) -> float:
        """Kilometres to the nearest settled place of another name; infinite when there is none."""
        return min(
            (
                distance_km(place, other)
                for name, other in self.sure.items()
                if name != besides and other.id not in rivals
            ),
            default=math.inf,
        )


def _others(found: dict[str, set[str]], code: str, besides: str) -> bool:
    return bool(found.get(code, _NOTHING) - {besides})


def gather(mentions: Iterable[Sequence[Mention]], places: dict[PlaceId, Place], home: Place | None) -> Context:
    """Collect the countries and regions that are named beyond doubt."""
    context = Context(home)
    for sentence in mentions:
        for mention in sentence:
            kinds = [(candidate, places[candidate.place]) for candidate in mention.candidates if candidate.weight >= 6]
            countries = [place for candidate, place in kinds if place.kind == "country" and candidate.weight >= 8]
            if countries and mention.head is None:
                context.countries.setdefault(countries[0].country, set()).add(mention.text)
            regions = [place for candidate, place in kinds if place.kind == "region" and candidate.weight >= 7]
            coarse = all(place.precision.rank >= Precision.DISTRICT.rank for _, place in kinds)
            one = len({place.iso_region for place in regions}) == 1 and regions[0].iso_region
            if one and (mention.head == "region" or coarse):
                _note_region(context, regions[0], mention.text)
    return context


def learn(context: Context, mention: Mention, place: Place, probability: float) -> None:
    """Let a choice speak for the other names of the entry."""
    if mention.adjective:
        return
    if place.kind == "city" and mention.head is None:
        context.named.add(place.id)
    if probability < SURE or place.lat is None:
        return
    if place.precision.rank <= Precision.DISTRICT.rank and not mention.weak:
        context.sure[mention.text] = place
    if place.kind == "country":
        context.countries.setdefault(place.country, set()).add(mention.text)
    elif place.precision is Precision.REGION and place.iso_region:
        _note_region(context, place, mention.text)
    elif place.population > _SPEAKS_FOR_ITS_COUNTRY:
        context.towns.setdefault(place.country, set()).add(mention.text)


def _note_region(context: Context, region: Place, name: str) -> None:
    if region.iso_region:
        context.regions.setdefault(region.iso_region, set()).add(name)
    context.countries.setdefault(region.country, set()).add(name)
