"""Draws the map: land and borders, some cities for orientation, and a numbered mark for each place. The only door to Pillow.

One set of colours does on light and on dark ground, because a mail cannot know which it will be shown on.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from io import BytesIO

from PIL import Image, ImageDraw, ImageFont

from monitor.delivery.picture.outlines import City, font_bytes, world
from monitor.delivery.views import Mark

WIDTH, HEIGHT = 600, 400
"""Size of the picture in pixels: the width of the mail's column. A phone shows it at half of that."""

LARGEST = 40_000
"""Bytes that a picture has at most; a usual one has 15,000. A mail is cut off by some programs at 100 kB."""

_SCALE = 2
"""It is drawn so much larger and made smaller then, which smoothes lines."""

_SPAN = 4.0
"""Degrees of latitude that a map shows at least: one place alone needs surroundings that can be recognised."""

_ZOOM = 1.25
"""Step between two scales. Scales and middles are taken from a grid, so that many digests share one ground (`_ground`)."""

GROUNDS, PICTURES = 32, 256
"""Grounds (2.5 MB each) and finished pictures that are kept: readers with the same filters get the same picture."""

_NUMBERS, _NAMES = 42, 36
"""Height of letters before the picture is made smaller. On a screen of 320 pixels they are 10 and 9 pixels high then."""

_MARK_HALF, _RING = 31, 14
"""Half the height of a mark, and how far the ring of an inexact one lies outside it."""

_CITIES = 8
"""Cities that are named at most."""

_MARGIN = 0.18
"""Share of the picture that is left free around the outermost places."""

_WATER, _LAND, _BORDER, _CITY = "#46555f", "#6d7a76", "#98a29d", "#e3e8e4"
_MARK, _MARK_EDGE, _MARK_TEXT = "#fff4e2", "#8f1f17", "#3a0f0b"


@dataclass(frozen=True, slots=True, kw_only=True)
class _View:
    """The part of the world that is shown, and how it becomes pixels: degrees of longitude shrink towards the poles."""

    west: float
    north: float
    per_degree: float
    squeeze: float

    def pixel(self, lon: float, lat: float) -> tuple[float, float]:
        return (lon - self.west) * self.squeeze * self.per_degree, (self.north - lat) * self.per_degree

    @property
    def box(self) -> tuple[float, float, float, float]:
        width = WIDTH * _SCALE / self.per_degree / self.squeeze
        return self.west, self.north - HEIGHT * _SCALE / self.per_degree, self.west + width, self.north


def draw_map(marks: Sequence[Mark], lang: str) -> bytes | None:
    """Return a PNG of *marks*, the same bytes for the same marks; None when there is nothing to show.

    Args:
        marks: in the order of their numbers; those that would cover each other become one with both numbers.
        lang: of the cities' names: en, ru or uk.
    """
    return _drawn(tuple(marks), lang) if marks else None


@lru_cache(maxsize=PICTURES)
def _drawn(marks: tuple[Mark, ...], lang: str) -> bytes | None:
    view = _view(marks)
    image = _ground(view).copy()
    draw = ImageDraw.Draw(image)
    groups = list(_grouped(marks, view))
    taken = [_around(x, y, _MARK_HALF + _RING) for x, y, _, _ in groups]
    _draw_cities(draw, view, taken, lang)
    for x, y, label, exact in groups:
        _draw_mark(draw, x, y, label, exact=exact)
    file = BytesIO()
    small = image.resize((WIDTH, HEIGHT), Image.Resampling.BOX)
    small.quantize(palette=_palette(), dither=Image.Dither.NONE).save(file, "PNG", optimize=True)
    return file.getvalue() if file.tell() <= LARGEST else None


@lru_cache(maxsize=GROUNDS)
def _ground(view: _View) -> Image.Image:
    """Land and borders, larger than the picture will be."""
    image = Image.new("RGB", (WIDTH * _SCALE, HEIGHT * _SCALE), _WATER)
    draw = ImageDraw.Draw(image)
    for outline in world().land:
        if _meet(outline.box, view.box):
            draw.polygon([view.pixel(x, y) for x, y in outline.points], fill=_LAND)
    for outline in world().borders:
        if _meet(outline.box, view.box):
            draw.line([view.pixel(x, y) for x, y in outline.points], fill=_BORDER, width=2)
    return image


def _view(marks: Sequence[Mark]) -> _View:
    west, east = min(mark.lon for mark in marks), max(mark.lon for mark in marks)
    south, north = min(mark.lat for mark in marks), max(mark.lat for mark in marks)
    squeeze = max(0.2, math.cos(math.radians((north + south) / 2)))
    free = 1 - 2 * _MARGIN
    needed = max(_SPAN, (north - south) / free, (east - west) * squeeze / free * HEIGHT / WIDTH)
    height = _SPAN * _ZOOM ** math.ceil(math.log(needed / _SPAN, _ZOOM) - 1e-9)
    step = height / 8
    middle_lat = round((north + south) / 2 / step) * step
    middle_lon = round((west + east) / 2 / step) * step
    squeeze = max(0.2, math.cos(math.radians(middle_lat)))
    return _View(
        west=middle_lon - height * WIDTH / HEIGHT / squeeze / 2,
        north=middle_lat + height / 2,
        per_degree=HEIGHT * _SCALE / height,
        squeeze=squeeze,
    )


def _meet(one: tuple[float, float, float, float], two: tuple[float, float, float, float]) -> bool:
    return one[0] <= two[2] and two[0] <= one[2] and one[1] <= two[3] and two[1] <= one[3]


def _grouped(marks: Sequence[Mark], view: _View) -> Iterator[tuple[float, float, str, bool]]:
    """Pixels, label and exactness of each mark; those nearer than two marks are wide are one."""
    groups: list[tuple[float, float, list[Mark]]] = []
    for mark in marks:
        x, y = view.pixel(mark.lon, mark.lat)
        for gx, gy, members in groups:
            if math.hypot(x - gx, y - gy) < 2 * _MARK_HALF + 6:
                members.append(mark)
                break
        else:
            groups.append((x, y, [mark]))
    for x, y, members in groups:
        label = members[0].number if len(members) == 1 else f"{members[0].number}+{len(members) - 1}"
        if len(members) == 2:
            label = f"{members[0].number}, {members[1].number}"
        yield x, y, label, all(member.exact for member in members)


def _draw_mark(draw: ImageDraw.ImageDraw, x: float, y: float, label: str, *, exact: bool) -> None:
    font = _font(_NUMBERS)
    high = _MARK_HALF
    half = max(float(high), draw.textlength(label, font=font) / 2 + 16)
    if not exact:
        ring = (x - half - _RING, y - high - _RING, x + half + _RING, y + high + _RING)
        draw.ellipse(ring, outline=_MARK, width=4)
    box = (x - half, y - high, x + half, y + high)
    draw.rounded_rectangle(box, radius=high, fill=_MARK, outline=_MARK_EDGE, width=5)
    draw.text((x, y), label, font=font, fill=_MARK_TEXT, anchor="mm")


def _draw_cities(
    draw: ImageDraw.ImageDraw, view: _View, taken: list[tuple[float, float, float, float]], lang: str
) -> None:
    """Write the names of the largest cities for which there is room."""
    font, written = _font(_NAMES), 0
    for city in _shown(view):
        name = city.names.get(lang, city.names["en"])
        x, y = view.pixel(city.lon, city.lat)
        width = draw.textlength(name, font=font)
        for left in (x + 14, x - 14 - width):
            box = (min(left, x - 6), y - 22, max(left + width, x + 6), y + 22)
            inside = box[0] >= 4 and box[2] <= WIDTH * _SCALE - 4 and 24 <= y <= HEIGHT * _SCALE - 24
            if inside and not any(_meet(box, other) for other in taken):
                draw.ellipse((x - 6, y - 6, x + 6, y + 6), fill=_CITY)
                draw.text((left, y), name, font=font, fill=_CITY, anchor="lm", stroke_width=4, stroke_fill=_LAND)
                taken.append(box)
                written += 1
                break
        if written == _CITIES:
            return


def _shown(view: _View) -> Iterator[City]:
    west, south, east, north = view.box
    return (city for city in world().cities if south <= city.lat <= north and west <= city.lon <= east)


def _around(x: float, y: float, size: float) -> tuple[float, float, float, float]:
    return x - size, y - size, x + size, y + size


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(BytesIO(font_bytes()), size)


@cache
def _palette() -> Image.Image:
    """The colours, and what lies between two that meet: few colours make a small file, fixed ones lose none."""
    meeting = (
        (_WATER, _LAND),
        (_LAND, _BORDER),
        (_LAND, _CITY),
        (_WATER, _CITY),
        (_MARK, _MARK_EDGE),
        (_MARK_EDGE, _LAND),
        (_MARK, _MARK_TEXT),
        (_MARK, _LAND),
    )
    between = dict.fromkeys(
        tuple(round(a + (b - a) * part / 5) for a, b in zip(_rgb(one), _rgb(two), strict=True))
        for one, two in meeting
        for part in range(6)
    )
    image = Image.new("P", (1, 1))
    image.putpalette([channel for colour in between for channel in colour])
    return image


def _rgb(colour: str) -> tuple[int, int, int]:
    return int(colour[1:3], 16), int(colour[3:5], 16), int(colour[5:7], 16)
