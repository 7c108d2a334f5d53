"""Makes the files in ``data/``: ``python -m monitor.delivery.picture.building COUNTRIES_JSON FONT_TTF`` (``make outlines``).

``COUNTRIES_JSON`` is ``countries-50m.json`` of the npm package world-atlas: Natural Earth (public domain) as TopoJSON, in
which every line is stored once, with the countries on both sides of it. ``FONT_TTF`` is ``Roboto-Medium.ttf`` of the package
font-roboto (Apache licence 2.0). Names of cities come from the shipped gazetteer. ``docs/outlines.md`` says more.
"""

from __future__ import annotations

import json
import lzma
import sqlite3
import sys
from collections import defaultdict
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from monitor.delivery.picture.outlines import CITIES_FILE, DEGREE, FONT_FILE, OUTLINES_FILE

Point = tuple[float, float]

TOLERANCE = 0.02
"""Degrees by which a simplified line may leave the original one: half a pixel of the closest picture."""

SMALLEST = 0.01
"""Square degrees of the smallest island that is kept."""

PEREKOP = ((33.0, 45.6), (36.0, 46.5))
"""Corners of the neck of land between Crimea and the mainland. Natural Earth draws a border there, as things are in fact;
places in this service carry ISO 3166 codes, by which there is none."""

PEOPLE = 200_000
"""Inhabitants of the smallest city whose name may be written on a map."""


def main(arguments: Sequence[str]) -> None:
    """Write all three files."""
    countries, font = map(Path, arguments)
    topology = json.loads(countries.read_text("utf-8"))
    data = Path(__file__).parent / "data"
    document = json.dumps(outlines_of(topology), separators=(",", ":")).encode()
    (data / OUTLINES_FILE).write_bytes(lzma.compress(document, preset=9))
    (data / CITIES_FILE).write_bytes(lzma.compress(json.dumps(cities(), ensure_ascii=False).encode(), preset=9))
    write_font(font, data / FONT_FILE)
    for name in (OUTLINES_FILE, CITIES_FILE, FONT_FILE):
        print(f"{name}: {(data / name).stat().st_size} bytes")  # noqa: T201


def outlines_of(topology: dict[str, Any]) -> dict[str, list[list[int]]]:
    """Rings of land and lines of borders, each a list of whole numbers: longitude and latitude in turn, as differences."""
    arcs = [simplified(arc) for arc in _arcs(topology)]
    land = [_ring(ring, arcs) for ring in _rings(topology["objects"]["land"])]
    users: dict[int, int] = defaultdict(int)
    for country in topology["objects"]["countries"]["geometries"]:
        for number in {number if number >= 0 else ~number for ring in _rings(country) for number in ring}:
            users[number] += 1
    borders = [arcs[number] for number, count in users.items() if count > 1 and not _at_perekop(arcs[number])]
    return {
        "land": [_whole(ring) for ring in land if _area(ring) >= SMALLEST and not _goes_round(ring)],
        "borders": [_whole(line) for line in borders],
    }


def _arcs(topology: dict[str, Any]) -> Iterator[list[Point]]:
    (scale_x, scale_y), (left, bottom) = topology["transform"]["scale"], topology["transform"]["translate"]
    for arc in topology["arcs"]:
        x = y = 0
        points = []
        for dx, dy in arc:
            x, y = x + dx, y + dy
            points.append((left + x * scale_x, bottom + y * scale_y))
        yield points


def simplified(line: Sequence[Point]) -> list[Point]:
    """*line* with no more points than it needs to stay within `TOLERANCE` (Douglas and Peucker)."""
    kept, spans = {0, len(line) - 1}, [(0, len(line) - 1)]
    while spans:
        first, last = spans.pop()
        (ax, ay), (bx, by) = line[first], line[last]
        length = ((bx - ax) ** 2 + (by - ay) ** 2) ** 0.5
        farthest, distance = first, 0.0
        for number in range(first + 1, last):
            x, y = line[number]
            if length == 0:
                off = ((x - ax) ** 2 + (y - ay) ** 2) ** 0.5
            else:
                off = abs((bx - ax) * (ay - y) - (ax - x) * (by - ay)) / length
            if off > distance:
                farthest, distance = number, off
        if distance > TOLERANCE:
            kept.add(farthest)
            spans += [(first, farthest), (farthest, last)]
    return [line[number] for number in sorted(kept)]


def _rings(geometry: dict[str, Any]) -> Iterator[list[int]]:
    match geometry["type"]:
        case "GeometryCollection":
            for part in geometry["geometries"]:
                yield from _rings(part)
        case "Polygon":
            yield from geometry["arcs"]
        case "MultiPolygon":
            for polygon in geometry["arcs"]:
                yield from polygon


def _ring(numbers: Sequence[int], arcs: Sequence[list[Point]]) -> list[Point]:
    ring: list[Point] = []
    for number in numbers:
        arc = arcs[number] if number >= 0 else arcs[~number][::-1]
        for x, y in arc[1:] if ring else arc:
            # Chukotka goes on beyond 180 degrees, and does not jump to the other end of the world.
            before = ring[-1][0] if ring else x
            ring.append((x + 360 if x - before < -180 else x - 360 if x - before > 180 else x, y))
    return ring


def _area(ring: Sequence[Point]) -> float:
    return abs(sum(ax * by - bx * ay for (ax, ay), (bx, by) in zip(ring, [*ring[1:], ring[0]], strict=True))) / 2


def _goes_round(ring: Sequence[Point]) -> bool:
    """Whether it is Antarctica, which has no left and right end."""
    return abs(ring[0][0] - ring[-1][0]) > 180


def _at_perekop(line: Sequence[Point]) -> bool:
    (left, bottom), (right, top) = PEREKOP
    return all(left <= x <= right and bottom <= y <= top for x, y in line)


def _whole(line: Sequence[Point]) -> list[int]:
    flat: list[int] = []
    before = (0, 0)
    for x, y in line:
        here = (round(x * DEGREE), round(y * DEGREE))
        if not flat or here != before:
            flat += [here[0] - before[0], here[1] - before[1]]
        before = here
    return flat


def cities() -> list[list[object]]:
    """Latitude, longitude and names (English, Russian, Ukrainian) of the larger cities, the largest first."""
    from monitor.places.unpacking import SHIPPED, unpacked

    with sqlite3.connect(unpacked(SHIPPED)) as database:
        rows = database.execute(
            "SELECT lat, lon, name, name_ru, name_uk FROM place WHERE kind = 'city' AND population >= ? AND lat IS NOT NULL"
            " ORDER BY population DESC, id",
            (PEOPLE,),
        ).fetchall()
    return [[round(lat, 2), round(lon, 2), name, ru or name, uk or ru or name] for lat, lon, name, ru, uk in rows]


def write_font(source: Path, target: Path) -> None:
    """Write the part of the font that names of cities in three languages need."""
    from fontTools import subset

    options = subset.Options(hinting=False, desubroutinize=True)
    font = subset.load_font(str(source), options)
    subsetter = subset.Subsetter(options)
    subsetter.populate(unicodes=[*range(0x20, 0x180), *range(0x400, 0x500), 0x2013, 0x2019])
    subsetter.subset(font)
    subset.save_font(font, str(target), options)


if __name__ == "__main__":
    main(sys.argv[1:])
