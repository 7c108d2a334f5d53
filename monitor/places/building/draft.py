"""The gazetteer while it is being built: places, and names that lead to them."""

from __future__ import annotations

import math
import re
from collections import defaultdict
from dataclasses import dataclass, field

from monitor.places.names import adjective_key, normal_key

HAND_WRITTEN, REGION, MAIN, ALTERNATE, SPELLING, OTHER = 9, 8, 7, 6, 5, 4
"""Trust in a name: by hand or a country; a region's full name; main name; an alternate that resembles the main name; a
generated spelling or a region's bare name; any other alternate (old, foreign)."""

ADJECTIVE = "~"
"""Prefix of the key of an adjective's stem: ``~белгородск`` leads to the region and the district, whatever the case."""

CYRILLIC_NAME = re.compile(r"[А-ЯЁІЇЄҐа-яёіїєґ][А-ЯЁІЇЄҐа-яёіїєґ’'ʼ\- .()0-9]*")
LATIN_NAME = re.compile(r"[A-Za-zÀ-ɏḀ-ỿ][A-Za-zÀ-ɏḀ-ỿ’'ʼ`\- .()0-9]*")
_UKRAINIAN = re.compile("[іїєґ]", re.IGNORECASE)
_RUSSIAN = re.compile("[ыэёъ]", re.IGNORECASE)


@dataclass(slots=True, kw_only=True)
class DraftPlace:
    """One row of the table ``place``; ``region`` and ``district`` are ids."""

    id: int
    kind: str
    name: str
    country: str
    name_ru: str | None = None
    name_uk: str | None = None
    iso_region: str | None = None
    region: int | None = None
    district: int | None = None
    lat: float | None = None
    lon: float | None = None
    population: int = 0
    tz: str | None = None
    approximate: bool = False


@dataclass(slots=True)
class Draft:
    """All places by id, and for every name (text, language) the places it may mean with the trust in it.

    Languages: ``ru`` and ``uk`` are inflected when written, ``la`` and ``adj`` are keys as they stand.
    """

    places: dict[int, DraftPlace] = field(default_factory=dict)
    names: dict[tuple[str, str], dict[int, int]] = field(default_factory=lambda: defaultdict(dict))

    def add_place(self, place: DraftPlace) -> DraftPlace:
        """Add a place; its id must be new."""
        if place.id in self.places:
            raise ValueError(
                f"place id {place.id} is taken by {self.places[place.id].name!r}, wanted for {place.name!r}"
            )
        self.places[place.id] = place
        return place

    def add_name(self, place: int, text: str, weight: int, lang: str | None = None) -> None:
        """Let *text* mean *place*. ``lang`` None: by its letters; Cyrillic that may be either is taken as both."""
        text = " ".join(text.replace("\u00a0", " ").split())
        if len(text) < 2:
            return
        for language in (lang,) if lang else languages_of(text):
            held = self.names[text, language]
            held[place] = max(weight, held.get(place, 0))

    def add_adjective(self, place: int, adjective: str, weight: int) -> None:
        """Let every form of an adjective (``Белгородская``, ``Shebekinskiy``) mean *place*."""
        stem = adjective_stem(adjective)
        if stem:
            held = self.names[ADJECTIVE + stem, "adj"]
            held[place] = max(weight, held.get(place, 0))


def by_name(draft: Draft) -> dict[tuple[str, str], list[DraftPlace]]:
    """Towns and districts with a position, by the key of each name and their region's ISO 3166-2 code."""
    found: dict[tuple[str, str], list[DraftPlace]] = {}
    for (text, lang), held in draft.names.items():
        if lang == "adj":
            continue
        for place_id in held:
            place = draft.places[place_id]
            if place.iso_region and place.lat is not None and place.kind in ("city", "district"):
                found.setdefault((normal_key(text), place.iso_region), []).append(place)
    return found


def languages_of(text: str) -> tuple[str, ...]:
    """Languages whose letters *text* uses: ``la``, ``ru``, ``uk``, both of the latter, or none that is kept."""
    if CYRILLIC_NAME.fullmatch(text):
        if _UKRAINIAN.search(text):
            return () if _RUSSIAN.search(text) else ("uk",)
        return ("ru",) if _RUSSIAN.search(text) else ("ru", "uk")
    return ("la",) if LATIN_NAME.fullmatch(text) else ()


def adjective_stem(word: str) -> str | None:
    """Return the stem of a Slavic adjective in -ский, -цкий, -ська, -skyi and the like; None for other words."""
    key = adjective_key(normal_key(word))
    return key[1:] if key else None


def km(one: tuple[float, float], other: tuple[float, float]) -> float:
    """Return the distance between two positions in kilometres, good for short ones."""
    north, east = one[0] - other[0], (one[1] - other[1]) * math.cos(math.radians(other[0]))
    return 111.2 * math.hypot(north, east)


def km_to(place: DraftPlace, at: tuple[float, float]) -> float:
    """Return the distance from a place to a position in kilometres; infinite when the place has none."""
    return math.inf if place.lat is None or place.lon is None else km((place.lat, place.lon), at)
