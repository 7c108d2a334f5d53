"""Places as people type them, found in the gazetteer: regions and countries, and circles around a place.

What cannot be used is a value that says why, because commands tell it in English and pages in the reader's language.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Protocol

from monitor.model import Around, Place, Precision


class FindsPlaces(Protocol):
    """What is asked of the gazetteer."""

    def find(self, name: str) -> Place | None:
        """The place that is meant by an ISO 3166 code, a name, or ``Name, Region``; None: unknown."""

    def suggest(self, name: str) -> list[str]:
        """Names of places that are spelled like it."""


class Amiss(StrEnum):
    """Why a place cannot be used.

    ``unknown``: no such place. ``no_region``: neither region nor country. ``too_wide``: a region or country, which has no
    middle to measure from. ``radius``: it is no number of kilometres, or too large.
    """

    UNKNOWN = "unknown"
    NO_REGION = "no_region"
    TOO_WIDE = "too_wide"
    RADIUS = "radius"


@dataclass(frozen=True, slots=True, kw_only=True)
class PlaceProblem:
    """What is wrong with a place as it was typed. ``place`` None: none was found; ``near``: names spelled like it."""

    amiss: Amiss
    typed: str
    place: Place | None = None
    near: tuple[str, ...] = ()


def region_of(places: FindsPlaces, typed: str) -> str | PlaceProblem:
    """Return the ISO 3166 code of the region or country that was typed."""
    place = places.find(typed)
    if place is None:
        return _unknown(places, typed)
    code = place.country if place.precision is Precision.COUNTRY else place.iso_region
    if place.precision not in (Precision.REGION, Precision.COUNTRY) or code is None:
        return PlaceProblem(amiss=Amiss.NO_REGION, typed=typed, place=place)
    return code


def circle_of(places: FindsPlaces, typed: str, km: str | float) -> Around | PlaceProblem:
    """Return the circle of *km* kilometres around the place that was typed."""
    place = places.find(typed)
    if place is None:
        return _unknown(places, typed)
    if place.lat is None or place.precision in (Precision.REGION, Precision.COUNTRY):
        return PlaceProblem(amiss=Amiss.TOO_WIDE, typed=typed, place=place)
    return around(place, typed, km)


def around(place: Place, typed: str, km: str | float) -> Around | PlaceProblem:
    """Return the circle of *km* kilometres around a place that is known already."""
    try:
        return Around(place=place, km=float(km))
    except ValueError:
        return PlaceProblem(amiss=Amiss.RADIUS, typed=typed, place=place)


def _unknown(places: FindsPlaces, typed: str) -> PlaceProblem:
    return PlaceProblem(amiss=Amiss.UNKNOWN, typed=typed, near=tuple(places.suggest(typed)))
