"""Places that news reports name and the sources lack: our own table ``reported.tsv``, from general knowledge.

Positions are good to about 10 km, so every place is marked approximate. A row for a place that the sources have
under another spelling only adds its names.
"""

from __future__ import annotations

from zlib import crc32

from monitor.places.building.administration import rows_of
from monitor.places.building.draft import ALTERNATE, MAIN, SPELLING, Draft, DraftPlace, by_name, km_to
from monitor.places.building.sites import Towns
from monitor.places.names import is_cyrillic, normal_key

REPORTED_ID = 5_000_000_000
"""Added to a hash of name and region, so that a place keeps its id from build to build."""

_SAME_KM = 20.0
"""A place of the same name this near is the same place."""

_ALIAS_KM = 12.0
"""How far the position of a row may be from the place whose further names it gives."""

_KINDS = {"city": "city", "quarter": "quarter", "district": "district", "alias": "city"}


def add_reported(draft: Draft, towns: Towns, problems: list[str]) -> dict[str, int]:
    """Add the places of the table, and the further names of those that are there. Returns how many of each."""
    counts = {"reported places": 0, "reported names": 0}
    regions = {place.iso_region: place.id for place in draft.places.values() if place.kind == "region"}
    known = by_name(draft)
    for names, kind, code, lat, lon, population in (row[:6] for row in rows_of("reported.tsv")):
        spellings = names.split("|")
        if code not in regions or kind not in _KINDS:
            problems.append(f"reported.tsv: {spellings[0]}: no region {code!r} or kind {kind!r}")
            continue
        at = float(lat), float(lon)
        held = _held(known, towns, spellings, kind, code, at)
        if held is None:
            held = _new(draft, towns, spellings, _KINDS[kind], code, at, int(population), regions[code])
            counts["reported places"] += 1
        else:
            counts["reported names"] += 1
        for number, name in enumerate(spellings):
            draft.add_name(held.id, name, MAIN if number == 0 else ALTERNATE if number < 3 else SPELLING)
            known.setdefault((normal_key(name), code), []).append(held)
    return counts


def _held(
    known: dict[tuple[str, str], list[DraftPlace]],
    towns: Towns,
    spellings: list[str],
    kind: str,
    code: str,
    at: tuple[float, float],
) -> DraftPlace | None:
    """The place that the sources have already; None when the row is of a new one."""
    for name in spellings:
        near = [place for place in known.get((normal_key(name), code), ()) if km_to(place, at) <= _SAME_KM]
        wanted = [place for place in near if place.kind == _KINDS[kind]]
        if wanted:
            return min(wanted, key=lambda place: km_to(place, at))
    if kind != "alias":
        return None
    town = towns.nearest(code.partition("-")[0], *at)
    return town if town is not None and km_to(town, at) <= _ALIAS_KM and town.iso_region == code else None


def _new(
    draft: Draft,
    towns: Towns,
    spellings: list[str],
    kind: str,
    code: str,
    at: tuple[float, float],
    population: int,
    region: int,
) -> DraftPlace:
    neighbour = towns.nearest(code.partition("-")[0], *at)
    cyrillic = [name for name in spellings if is_cyrillic(name)]
    return draft.add_place(
        DraftPlace(
            id=REPORTED_ID + crc32(f"{kind} {spellings[0]} {code}".encode()),
            kind=kind,
            name=spellings[0],
            name_ru=next((name for name in cyrillic if not set("іїєґ") & set(name.lower())), None),
            name_uk=next((name for name in cyrillic if set("іїєґ") & set(name.lower())), None),
            country=code.partition("-")[0],
            iso_region=code,
            region=region,
            district=neighbour.district if neighbour is not None and kind == "city" else None,
            lat=at[0],
            lon=at[1],
            population=population,
            tz=neighbour.tz if neighbour is not None else draft.places[region].tz,
            approximate=True,
        )
    )
