"""Sites and further names: our own tables, and airfields from airportsdata."""

from __future__ import annotations

import re
from zlib import crc32

import airportsdata

from monitor.places.building.administration import rows_of
from monitor.places.building.draft import ALTERNATE, HAND_WRITTEN, SPELLING, Draft, DraftPlace, languages_of
from monitor.places.names import is_cyrillic, normal_key

SITE_ID = 1_000_000_000
"""Added to a hash of kind and name, so that a site keeps its id from build to build."""

_AIRFIELD = re.compile(r"\b(?:air ?base|air force|afb|naval air|raf)\b", re.IGNORECASE)
_DEGREES = 0.6
"""Half the side of the square in which a site looks for its town; about 65 km north to south."""


class Towns:
    """Finds the town that a row of our tables names (``Kerch, UA-43``), and the town nearest to a position."""

    def __init__(self, draft: Draft) -> None:
        self._draft = draft
        self._by_name: dict[tuple[str, str], DraftPlace] = {}
        self._cells: dict[tuple[str, int, int], list[DraftPlace]] = {}
        for (text, lang), held in draft.names.items():
            if lang == "adj":
                continue
            for place_id, weight in held.items():
                place = draft.places[place_id]
                if place.kind == "city" and weight >= SPELLING - 1 and not place.approximate:
                    for area in {place.country, place.iso_region or place.country}:
                        key = (normal_key(text), area)
                        if key not in self._by_name or self._by_name[key].population < place.population:
                            self._by_name[key] = place
        for place in draft.places.values():
            if place.kind == "city" and place.lat is not None and place.lon is not None and not place.approximate:
                self._cells.setdefault((place.country, int(place.lat), int(place.lon)), []).append(place)

    def named(self, town: str) -> DraftPlace | None:
        """Return the town *town* (``Name, area``); None when nothing is named before the comma.

        Raises:
            ValueError: no such town; the table has a mistake.
        """
        name, _, area = town.rpartition(", ")
        if not name.strip(" ,"):
            return None
        place = self._by_name.get((normal_key(name), area))
        if place is None:
            raise ValueError(f"our tables name {town!r}, which the sources do not have")
        return place

    def nearest(self, country: str, lat: float, lon: float) -> DraftPlace | None:
        """Return the nearest town of *country* within about 65 km; None when there is none."""
        near = [
            place
            for row in (int(lat) - 1, int(lat), int(lat) + 1)
            for column in (int(lon) - 1, int(lon), int(lon) + 1)
            for place in self._cells.get((country, row, column), ())
            if abs((place.lat or 0) - lat) < _DEGREES and abs((place.lon or 0) - lon) < 2 * _DEGREES
        ]
        return min(
            near, key=lambda place: ((place.lat or 0) - lat) ** 2 * 2.5 + ((place.lon or 0) - lon) ** 2, default=None
        )


def add_own_names(draft: Draft, towns: Towns, problems: list[str]) -> None:
    """Add old and foreign names of towns, countries and regions from our tables."""
    for town, names in (row[:2] for row in rows_of("renamed.tsv")):
        try:
            place = towns.named(town)
        except ValueError as error:
            problems.append(str(error))
            continue
        if place is not None:
            for name in names.split("|"):
                draft.add_name(
                    place.id, name, SPELLING if _is_of_another_town(draft, place, name) else HAND_WRITTEN - 1
                )
    by_code = {
        place.iso_region or (place.country if place.kind == "country" else f"{place.country}:{place.name}"): place
        for place in draft.places.values()
        if place.kind in ("region", "country")
    }
    for code, names in (row[:2] for row in rows_of("exonyms.tsv")):
        if code not in by_code:
            problems.append(f"exonyms.tsv: no region or country {code!r}")
            continue
        for name in names.split("|"):
            draft.add_name(by_code[code].id, name, HAND_WRITTEN)


def _is_of_another_town(draft: Draft, place: DraftPlace, name: str) -> bool:
    """Whether an old name is what a town of like size is called today (Котовськ, once for Podilsk)."""
    held = {other for lang in languages_of(name) for other in draft.names.get((name, lang), {})}
    return any(
        other != place.id
        and draft.places[other].kind == "city"
        and draft.places[other].population > max(1000, place.population / 2)
        for other in held
    )


def add_sites(draft: Draft, towns: Towns, problems: list[str]) -> None:
    """Add the sites of our table; each lies in the district of its town, and at the town unless better known."""
    for row in rows_of("sites.tsv"):
        kind, english, russian, ukrainian, town, lat, lon = (row + [""] * 7)[:7]
        area = town.rpartition(", ")[2]
        try:
            seat = towns.named(town)
        except ValueError as error:
            problems.append(str(error))
            seat = None
        if seat is None and not lat:
            continue
        if seat is None:
            seat = towns.nearest(area.split("-")[0], float(lat), float(lon))
        place = draft.add_place(
            DraftPlace(
                id=SITE_ID + crc32(f"{kind} {english.split('|')[0]}".encode()) % SITE_ID,
                kind=kind,
                name=english.split("|")[0],
                name_ru=russian.split("|")[0] or None,
                name_uk=ukrainian.split("|")[0] or None,
                country=area.split("-")[0],
                iso_region=area if "-" in area else seat.iso_region if seat else None,
                region=seat.region if seat else None,
                district=seat.district if seat else None,
                lat=float(lat) if lat else seat.lat if seat else None,
                lon=float(lon) if lon else seat.lon if seat else None,
                tz=seat.tz if seat else None,
            )
        )
        for lang, names in (("la", english), ("ru", russian), ("uk", ukrainian)):
            for name in filter(None, names.split("|")):
                draft.add_name(place.id, name, HAND_WRITTEN, lang)


def add_airfields(draft: Draft, towns: Towns) -> int:
    """Add military airfields and international airports of airportsdata under their full names. Returns how many."""
    count = 0
    ours = {
        normal_key(text)
        for (text, lang), held in draft.names.items()
        if lang == "la" and any(place >= SITE_ID for place in held)
    }
    for code, record in sorted(airportsdata.load("ICAO").items()):
        name, country = str(record["name"]), str(record["country"])
        military = bool(_AIRFIELD.search(name))
        if (
            not (military or re.search(r"international", name, re.IGNORECASE))
            or normal_key(name) in ours
            or is_cyrillic(name)
        ):
            continue
        seat = towns.nearest(country, float(record["lat"]), float(record["lon"]))
        place = draft.add_place(
            DraftPlace(
                id=SITE_ID + crc32(f"icao {code}".encode()) % SITE_ID,
                kind="airfield" if military else "airport",
                name=name,
                country=country,
                iso_region=seat.iso_region if seat else None,
                region=seat.region if seat else None,
                district=seat.district if seat else None,
                lat=float(record["lat"]),
                lon=float(record["lon"]),
                tz=str(record["tz"]) or None,
            )
        )
        count += 1
        bare = re.sub(
            r"\b(?:air ?base|international airport|airport|air force base|afb)\b", "", name, flags=re.IGNORECASE
        ).strip(" -/")
        for spelling in {
            name,
            *(
                f"{bare} {word}"
                for word in (("air base", "airbase", "airfield") if military else ("airport", "international airport"))
            ),
        }:
            draft.add_name(place.id, spelling, ALTERNATE, "la")
    return count
