"""Writes the draft as SQLite and packs it."""

from __future__ import annotations

import lzma
import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from monitor.places.building.draft import Draft
from monitor.places.building.inflection import forms_of
from monitor.places.names import normal_key

SCHEMA = """
CREATE TABLE meta (key TEXT PRIMARY KEY, value TEXT NOT NULL) WITHOUT ROWID;
CREATE TABLE zone (id INTEGER PRIMARY KEY, name TEXT NOT NULL);
CREATE TABLE place (
    id INTEGER PRIMARY KEY, kind TEXT NOT NULL, name TEXT NOT NULL, name_ru TEXT, name_uk TEXT, country TEXT NOT NULL,
    iso_region TEXT, region INTEGER, district INTEGER, lat REAL, lon REAL, population INTEGER NOT NULL, zone INTEGER,
    approximate INTEGER NOT NULL
);
CREATE TABLE lemma (lemma INTEGER, place INTEGER, weight INTEGER NOT NULL, PRIMARY KEY (lemma, place)) WITHOUT ROWID;
CREATE TABLE form (key TEXT, lemma INTEGER, oblique INTEGER NOT NULL, PRIMARY KEY (key, lemma)) WITHOUT ROWID;
"""
INDEXES = """
CREATE INDEX place_position ON place (lat, lon) WHERE kind = 'city';
CREATE INDEX place_region ON place (iso_region) WHERE kind = 'region';
"""
SHORTEST_KEY = 2


def write(draft: Draft, path: Path, meta: Iterable[tuple[str, str]]) -> dict[str, int]:
    """Write the gazetteer to *path* (SQLite) and return counts. The same draft gives the same bytes."""
    path.unlink(missing_ok=True)
    with closing(sqlite3.connect(path)) as database:
        database.executescript("PRAGMA journal_mode=OFF; PRAGMA synchronous=OFF; PRAGMA page_size=8192;" + SCHEMA)
        counts = {"places": _write_places(draft, database), **_write_names(draft, database)}
        database.executemany(
            "INSERT INTO meta VALUES (?, ?)", sorted([*meta, *((key, str(value)) for key, value in counts.items())])
        )
        database.executescript(INDEXES)
        database.commit()
        database.execute("VACUUM")
    return counts


def _write_places(draft: Draft, database: sqlite3.Connection) -> int:
    zones = {
        name: number for number, name in enumerate(sorted({place.tz for place in draft.places.values() if place.tz}), 1)
    }
    database.executemany("INSERT INTO zone VALUES (?, ?)", ((number, name) for name, number in zones.items()))
    rows = (
        (
            place.id,
            place.kind,
            place.name,
            place.name_ru,
            place.name_uk,
            place.country,
            place.iso_region,
            place.region,
            place.district,
            None if place.lat is None else round(place.lat, 4),
            None if place.lon is None else round(place.lon, 4),
            place.population,
            zones.get(place.tz or ""),
            int(place.approximate),
        )
        for place in sorted(draft.places.values(), key=lambda place: place.id)
    )
    database.executemany("INSERT INTO place VALUES (?,?,?,?,?,?,?,?,?,?,?,?,?,?)", rows)
    return len(draft.places)


def _write_names(draft: Draft, database: sqlite3.Connection) -> dict[str, int]:
    """Write lemmas and their forms. Lemmas are numbered in the order of their keys: neighbours pack well."""
    merged: dict[tuple[str, str, bool], dict[int, int]] = {}
    written: dict[tuple[str, str, bool], list[str]] = {}
    for (text, lang), held in sorted(draft.names.items()):
        key = normal_key(text) if lang != "adj" else text
        if len(key) < SHORTEST_KEY or not held:
            continue
        group = (key, lang, any(part.isupper() and len(part) > 1 for part in text.split()))
        written.setdefault(group, []).append(text)
        target = merged.setdefault(group, {})
        for place, weight in held.items():
            target[place] = max(weight, target.get(place, 0))
    forms: dict[tuple[str, int], int] = {}
    lemmas: list[tuple[int, int, int]] = []
    for number, (group, held) in enumerate(sorted(merged.items()), 1):
        key, lang, _ = group
        lemmas.extend((number, place, weight) for place, weight in sorted(held.items()))
        forms[key, number] = 0
        if lang in ("ru", "uk"):
            for form in set().union(*(forms_of(text, lang) for text in written[group])):
                if len(form) >= SHORTEST_KEY:
                    forms.setdefault((form, number), 1)
    database.executemany("INSERT INTO lemma VALUES (?,?,?)", lemmas)
    database.executemany(
        "INSERT INTO form VALUES (?,?,?)", ((key, number, oblique) for (key, number), oblique in sorted(forms.items()))
    )
    return {"lemmas": len(merged), "forms": len(forms)}


def pack(source: Path, target: Path) -> int:
    """Compress *source* to *target* and return its size in bytes."""
    filters = [{"id": lzma.FILTER_LZMA2, "preset": 9 | lzma.PRESET_EXTREME, "dict_size": 1 << 27, "lc": 4, "pb": 0}]
    target.write_bytes(
        lzma.compress(source.read_bytes(), format=lzma.FORMAT_XZ, check=lzma.CHECK_CRC32, filters=filters)
    )
    return target.stat().st_size
