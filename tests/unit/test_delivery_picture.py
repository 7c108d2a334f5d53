"""The map in a digest: what is on it, how large it is, and that it leaves nobody out who does not see it."""

from __future__ import annotations

from dataclasses import replace
from io import BytesIO

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from monitor.delivery.describing_digest import digest_view, lines_of
from monitor.delivery.message import Sender, build_message
from monitor.delivery.picture.building import simplified
from monitor.delivery.picture.drawing import HEIGHT, LARGEST, WIDTH, draw_map
from monitor.delivery.picture.outlines import world
from monitor.delivery.render import PICTURE, Rendered
from monitor.delivery.views import DigestView, Mark, Telling
from monitor.model import AlertKind, Count, DeliveryKind, DigestKind, EntryId, Precision, Toll, Weapons
from tests.mailcases import (
    ANNA,
    FOOTER,
    ISTRA,
    KALUGA_REGION,
    MOSCOW_REGION,
    NOW,
    TVER_REGION,
    a_delivery,
    a_telling,
    an_incident,
    cite,
    place_of,
    the_correction,
    the_wave,
    the_withdrawal,
)

MARK_RED, MARK_LIGHT = (0x8F, 0x1F, 0x17), (0xFF, 0xF4, 0xE2)


def picture(*marks: Mark, lang: str = "en") -> Image.Image:
    data = draw_map(marks, lang)
    assert data is not None
    assert len(data) <= LARGEST
    return Image.open(BytesIO(data)).convert("RGB")


def a_mark(number: int, lat: float, lon: float, *, exact: bool = True) -> Mark:
    return Mark(number=str(number), lat=lat, lon=lon, exact=exact)


def share(image: Image.Image, colour: tuple[int, int, int]) -> float:
    return image.tobytes().count(bytes(colour)) / (WIDTH * HEIGHT)


def view(*tellings: Telling, lang: str = "en") -> DigestView:
    return digest_view(
        lines_of(tellings),
        tellings,
        replace(ANNA, lang=lang),
        place_of,
        FOOTER,
        kind=DigestKind.DAILY,
        start=NOW.replace(day=4),
        end=NOW,
        coverage="",
        map_source="cid:map",
    )


def test_nothing_to_place_is_no_picture() -> None:
    assert draw_map([], "en") is None


@settings(max_examples=15)
@given(st.lists(st.tuples(st.floats(-60, 80), st.floats(-180, 180)), min_size=1, max_size=40))
def test_any_places_make_a_picture_of_one_size(places: list[tuple[float, float]]) -> None:
    marks = [a_mark(number, lat, lon) for number, (lat, lon) in enumerate(places, 1)]
    data = draw_map(marks, "en")
    assert data is not None
    assert len(data) <= LARGEST
    assert Image.open(BytesIO(data)).size == (WIDTH, HEIGHT)


def test_same_marks_make_the_same_bytes() -> None:
    marks = [a_mark(1, 50.45, 30.52), a_mark(2, 46.48, 30.72)]
    first = draw_map(marks, "uk")
    from monitor.delivery.picture import drawing

    drawing._drawn.cache_clear()
    drawing._ground.cache_clear()
    assert draw_map(marks, "uk") == first
    assert draw_map(marks, "en") != first, "cities have the names of the reader's language"


def test_every_place_is_on_the_picture() -> None:
    one = share(picture(a_mark(1, 50.0, 36.2)), MARK_LIGHT)
    three = share(picture(a_mark(1, 50.0, 36.2), a_mark(2, 46.5, 30.7), a_mark(3, 44.9, 34.1)), MARK_LIGHT)
    assert 0 < one < three
    assert share(picture(a_mark(1, 50.0, 36.2)), MARK_RED) > 0, "few colours, but none of them lost"


def test_place_that_is_not_exact_has_a_ring() -> None:
    assert share(picture(a_mark(1, 50.0, 36.2, exact=False)), MARK_LIGHT) > share(
        picture(a_mark(1, 50.0, 36.2)), MARK_LIGHT
    )


def test_no_border_is_drawn_between_crimea_and_the_mainland() -> None:
    # ISO 3166-2 says UA-43, and so does every place of the gazetteer.
    for border in world().borders:
        west, south, east, north = border.box
        assert not (west >= 33.0 and east <= 36.0 and south >= 45.6 and north <= 46.5)


def test_world_holds_land_where_people_live() -> None:
    def on_land(lon: float, lat: float) -> bool:
        crossings = 0
        for outline in world().land:
            for (ax, ay), (bx, by) in zip(outline.points, outline.points[1:] + outline.points[:1], strict=True):
                if (ay > lat) != (by > lat) and lon < ax + (lat - ay) / (by - ay) * (bx - ax):
                    crossings += 1
        return crossings % 2 == 1

    cities = world().cities[:150]
    # The outlines leave out what is smaller than two kilometres: some harbours lie in the water.
    assert sum(on_land(city.lon, city.lat) for city in cities) >= 0.9 * len(cities)


def test_simplified_line_keeps_ends_and_corners() -> None:
    line = [(0.0, 0.0), (1.0, 0.001), (2.0, 0.0), (2.0, 1.0), (2.001, 2.0), (2.0, 3.0)]
    assert simplified(line) == [(0.0, 0.0), (2.0, 0.0), (2.0, 3.0)]


@pytest.mark.parametrize(
    ("name", "telling", "exact"),
    [
        ("a district", a_telling(an_incident(place=ISTRA)), False),
        ("a town", a_telling(an_incident(place=replace(ISTRA, precision=Precision.CITY))), True),
        (
            "a description",
            a_telling(an_incident(place=replace(ISTRA, precision=Precision.CITY, approximate=True))),
            False,
        ),
        ("a country", a_telling(an_incident(place=replace(ISTRA, precision=Precision.COUNTRY))), None),
        ("no position", a_telling(an_incident(place=replace(ISTRA, lat=None))), None),
        ("withdrawn", the_withdrawal(), None),
    ],
)
def test_what_is_marked(name: str, telling: Telling, exact: bool | None) -> None:
    [line] = lines_of([telling])
    assert (None if line.mark is None else line.mark.exact) is exact, name


def test_numbers_go_through_the_digest_and_its_map() -> None:
    nowhere = a_telling(an_incident(5, place=replace(ISTRA, precision=Precision.COUNTRY)), cited=(cite(entry="e9"),))
    told = view(a_telling(an_incident(3, place=TVER_REGION)), nowhere, the_correction())
    assert [incident.number for group in told.groups for incident in group.incidents] == ["1", "", "2"]
    assert told.map is not None
    assert [number for number, _ in told.map.places] == ["1", "2"]
    assert told.map.text == "Map of the attacks: 1 Tver region, Russia; 2 Tver region, Russia"


def test_wave_is_told_together_and_before_the_rest() -> None:
    single = a_telling(an_incident(2, place=MOSCOW_REGION), cited=(cite(entry="other"),))
    told = view(single, *the_wave())
    assert [(group.region, len(group.incidents)) for group in told.groups] == [
        ("one wave over 3 regions (drone attacks)", 3),
        ("Moscow region, Russia", 1),
    ]


def test_two_attacks_of_one_entry_are_no_wave_and_three_of_one_region_neither() -> None:
    two = the_wave()[:2]
    assert [line.wave for line in lines_of(two)] == [None, None]
    same = [a_telling(an_incident(number), cited=(cite(entry="one"),)) for number in (1, 2, 3)]
    assert [line.wave for line in lines_of(same)] == [None] * 3


def test_sums_say_how_many_attacks_they_rest_on() -> None:
    def told(number: int, killed: int | None, shot: int | None) -> Telling:
        toll = Toll(killed=None if killed is None else Count(low=killed, high=killed + 1))
        return a_telling(an_incident(number, toll=toll, weapons=Weapons(intercepted=shot)))

    assert view(told(1, 2, 5), told(2, 1, 6), told(3, None, 7)).figures == (
        "Killed in all: 3–5 (stated for 2 of 3)",
        "Shot down in all: 18",
    )
    assert view(told(1, 2, 5)).figures == ()
    assert view(told(1, 2, None), the_correction()).figures == (), "only what is new is added up"


def test_message_carries_the_picture_inside() -> None:
    rendered = Rendered(
        subject="s", text="t", html=f'<img src="cid:{PICTURE}">', picture=draw_map([a_mark(1, 50, 36)], "en")
    )
    sender = Sender(address="a@example.org", name="A", domain="example.org", unsubscribe_mailto="a@example.org")
    message = build_message(rendered, ANNA, a_delivery(kind=DeliveryKind.DIGEST), sender)
    kinds = [part.get_content_type() for part in message.walk()]
    assert kinds == ["multipart/alternative", "text/plain", "multipart/related", "text/html", "image/png"]
    image = list(message.walk())[-1]
    assert (image["Content-ID"], image.get_content_disposition()) == (f"<{PICTURE}>", "inline")
    again = build_message(rendered, ANNA, a_delivery(kind=DeliveryKind.DIGEST), sender)
    assert message.as_bytes() == again.as_bytes()
    assert all(len(row) <= 998 for row in message.as_bytes().splitlines())


def test_kinds_that_are_told_stay_in_their_order() -> None:
    first = a_telling(an_incident(1, place=KALUGA_REGION), cited=(cite(entry=EntryId("x")),))
    lines = lines_of([the_withdrawal(), the_correction(), first])
    assert [line.telling.item.kind for line in lines] == [AlertKind.NEW, AlertKind.WITHDRAWAL, AlertKind.CORRECTION]
