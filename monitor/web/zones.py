"""The time zones that a form offers: those of the IANA list that have a city, by continent."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from importlib import resources

from babel import Locale
from babel.core import get_global

from monitor.delivery.language import N_

FREQUENT = (
    "Europe/Kyiv",
    "Europe/Moscow",
    "Europe/Warsaw",
    "Europe/Berlin",
    "Europe/London",
    "America/New_York",
    "UTC",
)
"""Where most readers are: offered first. The list of all is long."""

LIKELY = {"uk": "Europe/Kyiv", "ru": "Europe/Moscow"}
"""What is chosen before anybody chooses, by the language of the page; UTC for others. A browser without scripts tells no
zone."""

CONTINENTS = {
    "Africa": N_("Africa"),
    "America": N_("America"),
    "Antarctica": N_("Antarctica"),
    "Arctic": N_("Arctic"),
    "Asia": N_("Asia"),
    "Atlantic": N_("Atlantic"),
    "Australia": N_("Australia"),
    "Europe": N_("Europe"),
    "Indian": N_("Indian Ocean"),
    "Pacific": N_("Pacific"),
}
"""What the first parts of the names mean."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Zone:
    """A zone: IANA name, and what its city is called."""

    name: str
    label: str


@cache
def zones(lang: str) -> dict[str, tuple[Zone, ...]]:
    """Return the zones of each continent (the first part of their names), by city in that language."""
    found: dict[str, list[Zone]] = {}
    for name in _names():
        found.setdefault(name.partition("/")[0], []).append(Zone(name=name, label=city(name, lang)))
    return {
        continent: tuple(sorted(found[continent], key=lambda zone: zone.label))
        for continent in CONTINENTS
        if continent in found
    }


@cache
def known() -> frozenset[str]:
    """Return all names that a form may send."""
    return frozenset({*FREQUENT, *_names()})


def city(name: str, lang: str) -> str:
    """Return what the city of a zone is called: as the Unicode CLDR has it, else as the zone's name does."""
    entries = Locale(lang).time_zones
    known_as = (spelling for spelling in (name, *_older_names().get(name, ())) if spelling in entries)
    spelling = next(known_as, None)
    found = None if spelling is None else entries[spelling].get("city")
    return str(found or name.partition("/")[2].replace("_", " ").replace("/", ", ") or name)


@cache
def _older_names() -> dict[str, list[str]]:
    """The names that zones had before, under which the CLDR keeps them: ``Europe/Kiev``."""
    found: dict[str, list[str]] = {}
    for old, new in get_global("zone_aliases").items():
        found.setdefault(new, []).append(old)
    return found


@cache
def _names() -> tuple[str, ...]:
    table = resources.files("tzdata").joinpath("zoneinfo", "zone.tab").read_text("utf-8")
    return tuple(sorted(line.split("\t")[2] for line in table.splitlines() if line and not line.startswith("#")))
