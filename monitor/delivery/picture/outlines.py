"""Coasts, borders and cities of the world, as `monitor.delivery.picture.building` has prepared them."""

from __future__ import annotations

import json
import lzma
from dataclasses import dataclass
from functools import cache
from importlib import resources
from itertools import accumulate

DEGREE = 100
"""Whole numbers in a degree: a hundredth is about a kilometre."""

OUTLINES_FILE, CITIES_FILE, FONT_FILE = "outlines.json.xz", "cities.json.xz", "font.ttf"

Line = tuple[tuple[float, float], ...]
"""Points as (longitude, latitude) in degrees."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Outline:
    """A coast (a ring of land) or a border, with the box that holds it: west, south, east, north."""

    points: Line
    box: tuple[float, float, float, float]


@dataclass(frozen=True, slots=True, kw_only=True)
class City:
    """A city whose name may be written on a map."""

    lat: float
    lon: float
    names: dict[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """All that can be drawn. ``cities``: the largest first."""

    land: tuple[Outline, ...]
    borders: tuple[Outline, ...]
    cities: tuple[City, ...]


@cache
def world() -> World:
    """Return the world; read once, about 20 MB."""
    outlines = _read(OUTLINES_FILE)
    return World(
        land=tuple(map(_outline, outlines["land"])),
        borders=tuple(map(_outline, outlines["borders"])),
        cities=tuple(
            City(lat=lat, lon=lon, names={"en": en, "ru": ru, "uk": uk}) for lat, lon, en, ru, uk in _read(CITIES_FILE)
        ),
    )


def font_bytes() -> bytes:
    """Return the font that names are written in."""
    return _data(FONT_FILE)


def _outline(flat: list[int]) -> Outline:
    points = tuple(
        (x / DEGREE, y / DEGREE) for x, y in zip(accumulate(flat[0::2]), accumulate(flat[1::2]), strict=True)
    )
    xs, ys = [x for x, _ in points], [y for _, y in points]
    return Outline(points=points, box=(min(xs), min(ys), max(xs), max(ys)))


def _read(name: str):  # type: ignore[no-untyped-def]
    return json.loads(lzma.decompress(_data(name)))


def _data(name: str) -> bytes:
    return (resources.files("monitor.delivery.picture") / "data" / name).read_bytes()
