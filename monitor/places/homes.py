"""A feed's own place: what it means when it names none."""

from __future__ import annotations

import re
from functools import lru_cache

from monitor.errors import NotFoundError
from monitor.model.places import Place
from monitor.places.gazetteer import Gazetteer
from monitor.places.words import word_lists

_REGION_WORDS = frozenset("governor gov ova oblast obl regional region oda head guber province krai republic".split())
_DISTRICT_WORDS = frozenset("rva rda district raion rayon".split())
_CITY_WORDS = frozenset("mayor chat city local town kmva mva official meria council gorod misto".split())
_NO_PLACE = frozenset(
    "wire agency agencies flash topic live breaking alert alerts feed world war wars conflict monitor official tv radio press daily post times media info channel "
    "telegram tg pr press-service blog analysis osint air raid raids drone drones missile missiles army airforce mod general staff east west north south front summary digest "
    "horn sahel lake gulf coast border frontier delta plateau valley savanna savane highlands islands maritime culture church trade sales roundup trial en ru uk ua de fr es it pl tr ar he fa zh ja pt nl a b c d mil rss web main top all intl int security energy economy politics police rescue fire emergency".split()
)
_OFFICE_WORDS = _REGION_WORDS | _CITY_WORDS | _DISTRICT_WORDS
_LANGUAGES = frozenset(
    "en ru uk de fr es it pl tr ar he fa zh ja pt nl sv no fi cs ro hu el bg sr be ka hy az kk hi ur bn ps ku am so sw".split()
)
_NATIONAL = frozenset(
    "local national state army navy police airforce ministry official guards prosecutor president parliament mod mid fsb "
    "mchs".split()
)
"""Words after which a code of two letters is a country even when it is a language too."""

_CHANNELS = frozenset({"tg", "tv", "fm", "pr"})
"""Two letters that say by which way a feed comes, and are no country: "gov-tg" writes on Telegram, not in Togo."""

_CODE_LETTERS = 2
_KNOWN_TOWN = 20_000
"""Inhabitants from which a town's name in an id needs no word for an office or a chat beside it."""

_SHORT = {
    "zp": "UA-23",
    "dn": "UA-14",
    "dnipro": "UA-12",
    "dp": "UA-12",
    "kr": "UA-35",
    "kh": "UA-63",
    "ks": "UA-65",
    "mk": "UA-48",
    "od": "UA-51",
    "pl": "UA-53",
    "sm": "UA-59",
    "cn": "UA-74",
    "chn": "UA-74",
    "lg": "UA-09",
    "lug": "UA-09",
    "vn": "UA-05",
    "zt": "UA-18",
    "rv": "UA-56",
    "km": "UA-68",
    "if": "UA-26",
    "te": "UA-61",
    "lv": "UA-46",
    "ck": "UA-71",
    "cv": "UA-77",
    "zk": "UA-21",
    "vl": "UA-07",
    "kyivoblast": "UA-32",
    "kyivregion": "UA-32",
    "mo": "RU-MOS",
    "mosobl": "RU-MOS",
    "msk": "RU-MOW",
    "spb": "RU-SPE",
    "lenobl": "RU-LEN",
    "kmva": "UA-30",
    "kuban": "RU-KDA",
    "crimea": "UA-43",
    "krym": "UA-43",
    "donbas": "UA-14",
    "bel": "RU-BEL",
    "vrn": "RU-VOR",
    "nn": "RU-NIZ",
    "ekb": "RU-SVE",
    "rnd": "RU-ROS",
    "sev": "UA-40",
    "kyiv": "UA-30",
    "donetsk": "UA-14",
    "luhansk": "UA-09",
    "dnr": "UA-14",
    "lnr": "UA-09",
    "brn": "RU-BRY",
    "krd": "RU-KDA",
}
"""Abbreviations in ids of feeds, and the regions that they stand for."""

_AMBIGUOUS = frozenset(
    {
        "pl",
        "if",
        "te",
        "lv",
        "mk",
        "kr",
        "kh",
        "od",
        "sm",
        "cn",
        "cv",
        "ck",
        "km",
        "vn",
        "zk",
        "vl",
        "ks",
        "lg",
        "mo",
        "sev",
        "bel",
    }
)
"""Abbreviations that stand for a region only beside a word for an office or region ("gov-mk"), not by themselves."""

_DIVIDED = re.compile(r"[-_.\s/]+")


def home_place(home: str | None, feed_id: str, gazetteer: Gazetteer) -> Place | None:
    """Return the place that a feed writes about.

    Args:
        home: the operator's word for it (``feeds.yml``): a code or a name; None or empty: guess from the id.
        feed_id: for example ``gov-kharkiv``, ``mayor-belgorod``, ``local-ng-1``.

    Returns:
        A region for an office of a region, a town for a mayor or a local chat, a country for a national feed; None when
        the id tells nothing, or when *home* is unknown (``rules`` has reported that).
    """
    if home and home.strip():
        return gazetteer.find(home)
    tokens = [token for token in _DIVIDED.split(feed_id.lower()) if token and not token.isdigit()]
    return _from_tokens(tuple(tokens), gazetteer)


@lru_cache(maxsize=1024)
def _from_tokens(tokens: tuple[str, ...], gazetteer: Gazetteer) -> Place | None:
    wants_region = any(token in _REGION_WORDS for token in tokens)
    wants_district = any(token in _DISTRICT_WORDS for token in tokens)
    wants_city = any(token in _CITY_WORDS for token in tokens) and not wants_region
    office = wants_region or wants_city or wants_district
    words = [token for token in tokens if token in _SHORT or token not in _OFFICE_WORDS]
    countries = [_code_of(token) for token in tokens if len(token) == _CODE_LETTERS]
    for length in (3, 2, 1):
        for start in range(len(words) - length + 1):
            part = words[start : start + length]
            place = _named(part, countries, gazetteer, office=office, wants_region=wants_region)
            if place is not None:
                return _as_wanted(
                    place, gazetteer, wants_region=wants_region, wants_city=wants_city, wants_district=wants_district
                )
    return _country(tokens, gazetteer)


def _named(
    part: list[str], countries: list[str], gazetteer: Gazetteer, *, office: bool, wants_region: bool
) -> Place | None:
    word = part[0] if len(part) == 1 else ""
    if word in _SHORT and (word not in _AMBIGUOUS or wants_region):
        return _region(_SHORT[word], gazetteer)
    lists = word_lists()
    if any(token in _NO_PLACE or (len(token) < 4 and len(part) == 1) for token in part) or (
        word in lists.cue | lists.never
    ):
        return None
    name = " ".join(part)
    found = [f"{name}, {country}" for country in countries] + [f"{name} region"] * wants_region + [name]
    place = next((place for place in map(gazetteer.find, found) if place is not None), None)
    if place is None or place.kind not in ("city", "region", "country", "district"):
        return None
    return place if office or place.kind == "country" or place.population >= _KNOWN_TOWN else None


def _as_wanted(
    place: Place, gazetteer: Gazetteer, *, wants_region: bool, wants_city: bool, wants_district: bool
) -> Place:
    holder = place.district if wants_district else place.region if wants_region else None
    if holder is not None and place.kind == "city":
        return gazetteer.places((holder,)).get(holder, place)
    if wants_city and place.kind == "region" and place.iso_region:
        town = gazetteer.find(f"{place.name}, {place.iso_region}")
        return town if town is not None and town.kind == "city" else place
    return place


def _code_of(token: str) -> str:
    """Return a two-letter token as a country's code; ``uk`` is the language of Ukraine."""
    return "UA" if token == "uk" else token.upper()  # noqa: S105


def _country(tokens: tuple[str, ...], gazetteer: Gazetteer) -> Place | None:
    """Return the country of a two-letter part. A code that is also a language counts only beside a word for a state's
    service or behind another code ("agency-en-ru"): "wire-fr" is written in French, not in France."""
    for before, token in zip(reversed(tokens[:-1]), reversed(tokens[1:]), strict=True):
        if len(token) != _CODE_LETTERS or not token.isascii() or not token.isalpha() or token in _CHANNELS:
            continue
        if token in _LANGUAGES and before not in _NATIONAL and before not in _LANGUAGES:
            continue
        code = "GB" if token == "uk" and before in ("local", "national") else _code_of(token)  # noqa: S105
        place = _region(code, gazetteer)
        if place is not None:
            return place
    return None


@lru_cache(maxsize=256)
def _region(code: str, gazetteer: Gazetteer) -> Place | None:
    try:
        return gazetteer.region(code)
    except NotFoundError:
        return None
