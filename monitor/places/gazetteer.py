"""The gazetteer: from names to places, and from places to what holds them."""

from __future__ import annotations

import math
import re
import sqlite3
import threading
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from difflib import get_close_matches
from pathlib import Path

from monitor.errors import ConfigError, NotFoundError
from monitor.model.places import CITY_REGIONS, Place, PlaceId, Precision, distance_km
from monitor.places.names import adjective_key, normal_key
from monitor.places.unpacking import SHIPPED, unpacked

_CACHED_KEYS = 60_000
_CACHED_PLACES = 60_000
"""Entries after which a cache is emptied; about 15 MB each when full."""

_BATCH = 500
_MMAP_BYTES = 1 << 28
_COLUMNS = (
    "id, kind, name, name_ru, name_uk, country, iso_region, region, district, lat, lon, population, zone, approximate"
)
_WITHOUT_KIND = re.compile(
    r"^(?:Gorodskoy Okrug|Munitsipal.nyy Okrug|Municipio(?: de)?|Comuna|Shahrestān-e|Nomós|Markaz)\s+"
    r"|\s+(?:Gorodskoy Okrug|Munitsipal.nyy Okrug|Rayon|Raion|District|Hromada|Járás)$",
    re.IGNORECASE,
)
"""Words for "district" inside the names of GeoNames; mails and pages put the reader's own word there."""

_PRECISIONS = {
    "country": Precision.COUNTRY, "region": Precision.REGION, "district": Precision.DISTRICT, "hromada": Precision.DISTRICT,
    "city": Precision.CITY, "quarter": Precision.CITY, "sea": Precision.REGION, "area": Precision.REGION,
}  # fmt: skip
_CLASS_WORDS = (
    (
        ("region",),
        re.compile(
            r"(?P<name>.+?)[’']?s?\s+(?:region|oblast|province|krai|governorate|state|область|области|області|край)$",
            re.IGNORECASE,
        ),
    ),
    (
        ("district", "hromada"),
        re.compile(
            r"(?P<name>.+?)\s+(?:district|raion|rayon|hromada|район|округ|городской округ|громада)$", re.IGNORECASE
        ),
    ),
)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A place that a name may mean. ``weight`` is trust in the name: 9 hand-written, 7 main name, 4 old or foreign; 3
    for a case form of the weakest. See ``monitor/places/building/draft.py``."""

    place: PlaceId
    weight: int


class Gazetteer:
    """Read-only access to the gazetteer, with operators' own names laid over it. Safe to use from several threads."""

    def __init__(
        self,
        path: Path,
        extra: Mapping[str, tuple[Candidate, ...]] | None = None,
        places: Mapping[PlaceId, Place] | None = None,
    ) -> None:
        self._path = path
        self._extra = dict(extra or {})
        self._own_places = dict(places or {})
        self._local = threading.local()
        self._names: dict[str, tuple[Candidate, ...]] = {}
        self._places: dict[PlaceId, Place] = {}
        self._zones = dict(self._database().execute("SELECT id, name FROM zone"))

    @classmethod
    def open(cls, path: Path | None = None) -> Gazetteer:
        """Open the shipped gazetteer, or the one at *path* (``.sqlite``, or ``.xz`` which is unpacked into the cache).

        Raises:
            ConfigError: the file is missing or is no gazetteer.
        """
        source = path or SHIPPED
        target = unpacked(source) if source.suffix == ".xz" else source
        try:
            return cls(target)
        except sqlite3.Error as error:
            raise ConfigError(
                f"{target} is no gazetteer ({error}); build it with python -m monitor.places.building"
            ) from error

    def _database(self) -> sqlite3.Connection:
        connection: sqlite3.Connection | None = getattr(self._local, "connection", None)
        if connection is None:
            connection = sqlite3.connect(f"{self._path.absolute().as_uri()}?mode=ro&immutable=1", uri=True)
            connection.execute(f"PRAGMA mmap_size={_MMAP_BYTES}")
            self._local.connection = connection
        return connection

    def __getstate__(self) -> dict[str, object]:
        """Pickle the path and the overlay only: worker processes open the file themselves."""
        return {"path": self._path, "extra": self._extra, "places": self._own_places}

    def __setstate__(self, state: dict[str, object]) -> None:
        self.__init__(**state)  # type: ignore[misc]

    def meta(self) -> dict[str, str]:
        """Return sources, versions, licences and counts as the builder wrote them."""
        return dict(self._database().execute("SELECT key, value FROM meta ORDER BY key"))

    def lookup(self, keys: Iterable[str]) -> dict[str, tuple[Candidate, ...]]:
        """Return the candidates for each of *keys* that is known, best weight first. Keys come from ``normal_key``."""
        wanted = set(keys)
        if len(self._names) > _CACHED_KEYS:
            self._names = {}
        names = self._names
        missing = [key for key in wanted if key not in names]
        for start in range(0, len(missing), _BATCH):
            self._read_names(missing[start : start + _BATCH], names)
        return {key: found for key in wanted if (found := names[key])}

    def _read_names(self, keys: list[str], names: dict[str, tuple[Candidate, ...]]) -> None:
        best: dict[str, dict[PlaceId, int]] = {
            key: {own.place: own.weight for own in self._extra.get(key, ())} for key in keys
        }
        marks = ",".join("?" * len(keys))
        rows = self._database().execute(
            f"SELECT form.key, lemma.place, lemma.weight - form.oblique FROM form JOIN lemma USING (lemma) WHERE form.key IN ({marks})",  # noqa: S608
            keys,
        )
        for key, place, weight in rows:
            held = best[key]
            if weight > held.get(place, 0):
                held[place] = weight
        for key, held in best.items():
            names[key] = tuple(
                Candidate(place, weight) for place, weight in sorted(held.items(), key=lambda item: (-item[1], item[0]))
            )

    def place(self, place_id: PlaceId) -> Place:
        """Return the place with this id.

        Raises:
            NotFoundError: no such place.
        """
        found = self.places((place_id,))
        if place_id not in found:
            raise NotFoundError("place", place_id)
        return found[place_id]

    def places(self, ids: Iterable[PlaceId]) -> dict[PlaceId, Place]:
        """Return the places with these ids; unknown ids are left out."""
        wanted = set(ids)
        if len(self._places) > _CACHED_PLACES:
            self._places = {}
        held = self._places
        missing = [place for place in wanted if place not in held]
        for start in range(0, len(missing), _BATCH):
            batch = missing[start : start + _BATCH]
            marks = ",".join("?" * len(batch))
            for row in self._database().execute(f"SELECT {_COLUMNS} FROM place WHERE id IN ({marks})", batch):  # noqa: S608
                held[row[0]] = self._place_of(row)
        own = self._own_places
        return {place: found for place in wanted if (found := own.get(place) or held.get(place))}

    def _place_of(self, row: tuple[object, ...]) -> Place:
        (
            number,
            kind,
            name,
            name_ru,
            name_uk,
            country,
            iso_region,
            region,
            district,
            lat,
            lon,
            population,
            zone,
            approximate,
        ) = row
        if kind == "district":
            name = _WITHOUT_KIND.sub("", str(name)).strip() or name
        return Place(
            id=number, name=name, kind=kind, precision=_PRECISIONS.get(str(kind), Precision.SITE), country=country, iso_region=iso_region,  # type: ignore[arg-type]
            region=region, district=district, lat=lat, lon=lon, population=population, name_ru=name_ru, name_uk=name_uk,  # type: ignore[arg-type]
            tz=self._zones.get(zone), approximate=bool(approximate),
        )  # fmt: skip

    def find(self, name: str) -> Place | None:
        """Return the place that an operator means by *name*: an ISO 3166 code, a name, or ``Name, Region``; None if unknown."""
        text = name.strip()
        by_code = self._by_code(text) if text.isascii() and text.isupper() else None
        if by_code is not None:
            return by_code
        head, comma, area = text.rpartition(",")
        if comma and head.strip() and (holder := self.find(area)) is not None:
            inside = [(candidate, place) for candidate, place in self._candidates(head) if _holds(holder, place)]
            return _best(inside)
        found = self._candidates(text)
        return _best(found) if found else self._with_class_word(text)

    def _with_class_word(self, text: str) -> Place | None:
        """Return the region or district that "Kharkiv region" or «Шебекинский район» names."""
        for kinds, pattern in _CLASS_WORDS:
            match = pattern.match(text)
            if match:
                found = self._candidates(match["name"]) + self._adjective(match["name"])
                held = [pair for pair in found if pair[1].kind in kinds]
                towns = [
                    place
                    for _, place in found
                    if place.kind == "city" and place.district is not None and "district" in kinds
                ]
                largest = max(towns, key=lambda town: town.population, default=None)
                return _best(held) or (
                    self.places((largest.district,)).get(largest.district) if largest and largest.district else None
                )
        return None

    def _adjective(self, word: str) -> list[tuple[Candidate, Place]]:
        stem = adjective_key(normal_key(word))
        found = self.lookup((stem,)).get(stem, ()) if stem else ()
        places = self.places(candidate.place for candidate in found)
        return [(candidate, places[candidate.place]) for candidate in found]

    def _candidates(self, name: str) -> list[tuple[Candidate, Place]]:
        found = self.lookup((normal_key(name),)).get(normal_key(name), ())
        places = self.places(candidate.place for candidate in found)
        return [(candidate, places[candidate.place]) for candidate in found]

    def _by_code(self, code: str) -> Place | None:
        column, kind = ("iso_region", "region") if "-" in code else ("country", "country")
        query = f"SELECT id FROM place WHERE kind = ? AND {column} = ? ORDER BY id LIMIT 1"  # noqa: S608
        row = self._database().execute(query, (kind, code)).fetchone()
        return self.place(row[0]) if row else None

    def region(self, iso: str) -> Place:
        """Return the region with this ISO 3166-2 code (or the country with this ISO 3166-1 code).

        Raises:
            NotFoundError: no such code.
        """
        place = self._by_code(iso)
        if place is None:
            raise NotFoundError("region", iso)
        return place

    def suggest(self, name: str, limit: int = 3) -> list[str]:
        """Return names of places that are spelled like *name*, nearest first, for messages to operators."""
        key = normal_key(name)
        prefix = key[:2]
        rows = self._database().execute(
            "SELECT DISTINCT key FROM form WHERE key >= ? AND key < ? AND oblique = 0", (prefix, prefix + "\U0010ffff")
        )
        near = get_close_matches(
            key, (row[0] for row in rows if abs(len(row[0]) - len(key)) <= 2), n=limit * 4, cutoff=0.75
        )
        named: dict[str, None] = {}
        for candidates in (self._candidates(found) for found in near):
            place = _best(candidates)
            if place is not None:
                named[place.name] = None
        return list(named)[:limit]

    def with_places(self, extra: Iterable[tuple[Place, Iterable[str]]]) -> Gazetteer:
        """Return a gazetteer that also knows *extra*: pairs of a place and its names.

        A place whose id the gazetteer has gets further names; a new place needs an id of its own (negative).
        """
        names = {key: list(found) for key, found in self._extra.items()}
        places = dict(self._own_places)
        for place, spellings in extra:
            if not self.places((place.id,)):
                places[place.id] = place
            for spelling in spellings:
                names.setdefault(normal_key(spelling), []).append(Candidate(place.id, 9))
        return Gazetteer(self._path, {key: tuple(found) for key, found in names.items()}, places)

    def nearest_city(self, lat: float, lon: float) -> Place | None:
        """Return the town nearest to a position, within about 100 km; None in the open sea."""
        for half in (0.15, 0.4, 0.9):
            wide = half / max(0.2, math.cos(math.radians(lat)))
            rows = self._database().execute(
                "SELECT id FROM place WHERE kind = 'city' AND lat BETWEEN ? AND ? AND lon BETWEEN ? AND ? AND NOT approximate",
                (lat - half, lat + half, lon - wide, lon + wide),
            )
            towns = self.places([row[0] for row in rows]).values()
            if towns:
                here = replace(next(iter(towns)), lat=lat, lon=lon)
                return min(towns, key=lambda town: distance_km(town, here))
        return None


def _holds(outer: Place, inner: Place) -> bool:
    if outer.precision is Precision.COUNTRY:
        return inner.country == outer.country
    return outer.id in (inner.region, inner.district) or (
        outer.iso_region is not None and inner.iso_region == outer.iso_region and outer.precision is Precision.REGION
    )


def _best(candidates: list[tuple[Candidate, Place]]) -> Place | None:
    """Return the likeliest: trust in the name first, then what the name mostly stands for, then inhabitants."""
    kinds = {"country": 3.0, "region": 0.5, "city": 1.0}

    def rank(pair: tuple[Candidate, Place]) -> tuple[float, int]:
        candidate, place = pair
        city_region = place.kind == "region" and place.iso_region in CITY_REGIONS
        kind = -1.0 if city_region else kinds.get(place.kind, 0.0)
        return candidate.weight + kind + math.log10(place.population + 10), -place.id

    best = max(candidates, key=rank, default=None)
    return best[1] if best else None
