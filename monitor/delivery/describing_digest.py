"""From many incidents to the view of a digest: their order, waves, sums, and the marks on its map. Pure."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby
from zoneinfo import ZoneInfo

from monitor.delivery.cleaning import line
from monitor.delivery.describing import headline, incident_view
from monitor.delivery.language import N_
from monitor.delivery.views import DigestView, Footer, GroupView, MapView, Mark, Telling
from monitor.delivery.wording import PlaceOf, Words
from monitor.model import AlertKind, Count, DigestKind, IncidentId, Precision, Role, Subscriber

DETAILED = 40
"""Incidents that a digest tells in detail: with more, mail programs cut the message off (Gmail at about 100 kB)."""

WAVE = 3
"""Incidents that one entry reports as its news, in more than one region, from which they are called a wave."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One incident of a digest in its place. ``wave``: number of its wave; None: it belongs to none. ``mark``: on the map."""

    telling: Telling
    wave: int | None
    mark: Mark | None


def lines_of(tellings: Sequence[Telling]) -> tuple[Line, ...]:
    """Return what a digest tells in detail, in order: what is new first, and of that the waves before single attacks."""
    detailed = tellings[:DETAILED]
    waves = _waves(detailed)
    ordered = sorted(
        detailed,
        key=lambda told: (_rank(told.item.kind), waves.get(told.incident.id, len(detailed))),
    )
    lines: list[Line] = []
    for telling in ordered:
        number = sum(line.mark is not None for line in lines) + 1
        lines.append(Line(telling=telling, wave=waves.get(telling.incident.id), mark=_mark(telling, str(number))))
    return tuple(lines)


def digest_view(
    lines: Sequence[Line],
    tellings: Sequence[Telling],
    subscriber: Subscriber,
    place_of: PlaceOf,
    footer: Footer,
    *,
    kind: DigestKind,
    start: datetime,
    end: datetime,
    coverage: str,
    map_source: str | None = None,
) -> DigestView:
    """Return what a digest of the span from *start* to *end* tells.

    Args:
        lines: those of `lines_of`.
        tellings: all, which may be more than *lines*, or none.
        subscriber: the reader.
        place_of: looks up what holds a place.
        footer: the end of the mail.
        kind: what it is called.
        start: of the span.
        end: of the span.
        coverage: how well the feeds covered it.
        map_source: address of the picture with the marks of *lines*; None: there is none.
    """
    words = Words(subscriber.lang, ZoneInfo(subscriber.tz))
    totals = _totals([telling.item.kind for telling in tellings], words)
    title = words.digest(kind)
    of_the_hour = kind in (DigestKind.HOURLY, DigestKind.WAKING)
    stamp = words.moment(end) if of_the_hour else words.day(end.astimezone(words.tz).date())
    return DigestView(
        lang=words.lang,
        subject=f"{title}, {stamp}: {totals}",
        title=title,
        span=f"{words.span(start, end)} ({words.zone(end)})",
        totals=totals,
        coverage=line(coverage),
        groups=_groups(lines, words, place_of, numbered=map_source is not None),
        figures=_figures(tellings, words),
        map=None if map_source is None else _map(lines, words, place_of, map_source),
        headlines=tuple(headline(telling.incident, words, place_of) for telling in tellings[DETAILED:]),
        footer=footer,
    )


def _rank(kind: AlertKind) -> int:
    return AlertKind.CORRECTION.rank if kind.sets_right else kind.rank


def _waves(tellings: Sequence[Telling]) -> dict[IncidentId, int]:
    """The number of the wave of each new incident that belongs to one, in the order of the first of each."""
    together: dict[IncidentId, set[IncidentId]] = {}
    by_entry: dict[str, list[Telling]] = {}
    for telling in tellings:
        if telling.item.kind is AlertKind.NEW:
            for entry in {cited.report.entry for cited in telling.cited if cited.report.role is Role.MAIN}:
                by_entry.setdefault(entry, []).append(telling)
    for reported in by_entry.values():
        regions = {told.incident.place.iso_region or told.incident.place.country for told in reported}
        if len(reported) >= WAVE and len(regions) > 1:
            joined = {told.incident.id for told in reported}.union(
                *(together.get(told.incident.id, ()) for told in reported)
            )
            together |= dict.fromkeys(joined, joined)
    numbers: dict[int, int] = {}
    return {
        told.incident.id: numbers.setdefault(id(together[told.incident.id]), len(numbers))
        for told in tellings
        if told.incident.id in together
    }


def _mark(telling: Telling, number: str) -> Mark | None:
    """Where it stands on the map; None: it is withdrawn, or not even its region is known."""
    place = telling.incident.place
    if telling.incident.withdrawn or place.precision is Precision.COUNTRY or place.lat is None or place.lon is None:
        return None
    exact = place.precision in (Precision.SITE, Precision.CITY) and not place.approximate
    return Mark(number=number, lat=place.lat, lon=place.lon, exact=exact)


def _groups(lines: Sequence[Line], words: Words, place_of: PlaceOf, *, numbered: bool) -> tuple[GroupView, ...]:
    sizes: dict[int, list[Telling]] = {}
    for each in lines:
        if each.wave is not None:
            sizes.setdefault(each.wave, []).append(each.telling)

    def heading(each: Line) -> tuple[str, str]:
        kind = each.telling.item.kind
        section = (AlertKind.CORRECTION if kind.sets_right else kind).value
        if each.wave is None or kind is not AlertKind.NEW:
            return section, words.region_of(each.telling.incident.place, place_of)
        return section, _wave(sizes[each.wave], words)

    return tuple(
        GroupView(
            kind=section,
            region=name,
            incidents=tuple(
                incident_view(
                    each.telling, words, place_of, each.mark.number if numbered and each.mark is not None else ""
                )
                for each in group
            ),
        )
        for (section, name), group in groupby(lines, key=heading)
    )


def _wave(tellings: Sequence[Telling], words: Words) -> str:
    types = list(dict.fromkeys(kind for telling in tellings for kind in telling.incident.types))
    regions = {telling.incident.place.iso_region or telling.incident.place.country for telling in tellings}
    attacks = words.attack(types, several=True)
    return words.say(
        "one wave over %(number)s regions (%(attacks)s)",
        number=len(regions),
        attacks=attacks[:1].lower() + attacks[1:],
    )


def _totals(kinds: Sequence[AlertKind], words: Words) -> str:
    new, updates = kinds.count(AlertKind.NEW), kinds.count(AlertKind.UPDATE)
    corrections = sum(kind.sets_right for kind in kinds)
    parts = [
        words.number("%(number)s new attack", "%(number)s new attacks", new) if new else "",
        words.number("%(number)s update", "%(number)s updates", updates) if updates else "",
        words.number("%(number)s correction", "%(number)s corrections", corrections) if corrections else "",
    ]
    return ", ".join(filter(None, parts)) or words.say("no attack reported")


def _figures(tellings: Sequence[Telling], words: Words) -> tuple[str, ...]:
    """Sums over the incidents that are new: of ranges, and of what is stated at all; None are there for one incident."""
    new = [telling.incident for telling in tellings if telling.item.kind is AlertKind.NEW]
    if len(new) < 2:
        return ()
    weapons = [incident.weapons.intercepted for incident in new]
    sums = (
        (N_("Killed in all: %(count)s"), [incident.toll.killed for incident in new]),
        (N_("Injured in all: %(count)s"), [incident.toll.injured for incident in new]),
        (N_("Shot down in all: %(count)s"), [None if n is None else Count(low=n, high=n) for n in weapons]),
    )
    phrases = []
    for phrase, counts in sums:
        stated = [count for count in counts if count is not None]
        if len(stated) > 1:
            total = Count(low=sum(each.low for each in stated), high=sum(each.high for each in stated))
            said = words.say(phrase, count=words.count(total))
            if len(stated) < len(new):
                said += " " + words.say("(stated for %(stated)s of %(all)s)", stated=len(stated), all=len(new))
            phrases.append(said)
    return tuple(phrases)


def _map(lines: Sequence[Line], words: Words, place_of: PlaceOf, source: str) -> MapView:
    places = tuple(
        (each.mark.number, line(words.place_in_region(each.telling.incident.place, place_of)))
        for each in lines
        if each.mark is not None
    )
    return MapView(
        source=source,
        text=words.say(
            "Map of the attacks: %(places)s", places="; ".join(f"{number} {name}" for number, name in places)
        ),
        places=places,
    )
