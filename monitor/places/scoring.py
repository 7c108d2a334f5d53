"""How likely each candidate is what a name means: a log-linear model over the candidates and "no place at all"."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model.places import CITY_REGIONS, Place, PlaceId, distance_km
from monitor.places.candidate_weights import CANDIDATE_WEIGHTS
from monitor.places.candidates import Surroundings, candidate_features, surroundings
from monitor.places.context import Context
from monitor.places.mentions import Mention


@dataclass(frozen=True, slots=True)
class Scored:
    """A candidate with its score (log odds against "no place at all", which scores 0) and the features behind it."""

    score: float
    place: Place
    features: tuple[str, ...]


def rank(sentence: Sequence[Mention], index: int, places: dict[PlaceId, Place], context: Context) -> list[Scored]:
    """Return the candidates of the mention at *index* of its sentence, best first."""
    around = surroundings(sentence, index, places, context)
    candidates = [(places[candidate.place], candidate.weight) for candidate in sentence[index].candidates]
    said = _SAID_BY.get(sentence[index].head or "", ())
    if any(place.kind in said and place.iso_region not in CITY_REGIONS for place, _ in candidates):
        candidates = [(place, weight) for place, weight in candidates if place.kind in said]
    scored = [_scored(around, place, weight) for place, weight in candidates]
    scored.sort(key=lambda one: (-one.score, one.place.id))
    return scored


_SAID_BY = {"region": ("region", "country"), "district": ("district", "hromada", "city", "quarter")}
"""Kinds of place that a class word leaves, where any candidate is one: "Moscow region" is not Moscow, "Istra district" not Istria."""


def _scored(around: Surroundings, place: Place, weight: int) -> Scored:
    features = candidate_features(around, place, weight)
    return Scored(sum(CANDIDATE_WEIGHTS.get(name, 0.0) for name in features), place, tuple(features))


def probability(ranked: Sequence[Scored]) -> float:
    """Probability that the first of *ranked* is meant, rather than another of them or no place; 0 for none.

    Records of one place (a town and the district called after it) share what is one reading: those within ``SAME_KM`` count as the first.
    """
    if not ranked:
        return 0.0
    best = ranked[0]
    same = sum(math.exp(one.score) for one in ranked if one is best or distance_km(one.place, best.place) < SAME_KM)
    return same / (1.0 + sum(math.exp(one.score) for one in ranked))


SAME_KM = 25
"""Kilometres within which two records of one name are one place, told twice."""
