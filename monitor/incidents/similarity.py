"""How likely a report describes a stored incident: named features and their weights.

Facts decide, not wording: place, time, attack type, toll and targets. Text similarity was measured to add nothing where
these are known.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from types import MappingProxyType

from monitor.incidents.weights import WEIGHTS
from monitor.model import (
    Incident,
    IncidentId,
    Outcome,
    Place,
    Precision,
    Report,
    Role,
    Similarity,
    TimePrecision,
    distance_km,
    in_one_city,
    is_copy,
    is_unknown_settlement,
    is_within,
)

DISTRICT_KM = 35.0
"""A place this near to the middle of a district is about there, whether or not the gazetteer knows that it lies in it."""

SEA_KM = 400.0
"""Kilometres between two descriptions of one place at sea: the Red Sea is named by its middle."""

DOUBTFUL = 0.75
"""Confidence below which a report hardly brings its attack as news, so that it rather goes on with a known one."""

_ACTS = frozenset({Outcome.LAUNCHED, Outcome.HIT, Outcome.EXPLODED, Outcome.INTERCEPTED, Outcome.DEBRIS})

NOBODY = 0.3
"""What it counts that both say nobody was hurt: most attacks hurt nobody."""

RIVAL_GAP = timedelta(hours=16)
"""Incidents within this time of a report compete for it."""

_BUCKETS = (
    (3, "within 3 hours"),
    (8, "within 8 hours"),
    (16, "within 16 hours"),
    (30, "within 30 hours"),
    (72, "within 3 days"),
)


@dataclass(frozen=True, slots=True, kw_only=True)
class ResolvePolicy:
    """What resolution goes by.

    ``threshold``: score from which a report is taken to describe an incident; ``barely``: from which it could be about one of
    several in the region that it names. ``apart_km``: exact places further apart are different places. ``memory``: how long after
    an attack a report without a date may still be about it; later ones name their day.
    """

    weights: Mapping[str, float] = field(default_factory=lambda: MappingProxyType(WEIGHTS))
    threshold: float = 0.25
    barely: float = 0.05
    apart_km: float = 22.0
    memory: timedelta = timedelta(days=10)


def similarity(report: Report, incident: Incident, policy: ResolvePolicy, rivals: int = 0) -> Similarity:
    """Score in [0, 1] that *report* describes *incident*, with the contributions behind it, largest first.

    A veto (different places, different days) scores 0. Missing facts lower the score; they are not errors.

    Args:
        report: the report in question.
        incident: a stored incident as known now.
        policy: weights and limits.
        rivals: how many other stored incidents the report could describe as well, by place and time.

    Source: GTD codebook, "Single Incident Determination"; weights in ``monitor.incidents.weights``.
    """
    veto = vetoed(report, incident, policy)
    if veto:
        return Similarity(score=0.0, veto=veto)
    named = features(report, incident, rivals)
    parts = {name: value * policy.weights.get(name, 0.0) for name, value in named.items()}
    score = 1.0 / (1.0 + math.exp(-(policy.weights["bias"] + sum(parts.values()))))
    ordered = sorted(((n, round(v, 3)) for n, v in parts.items() if v), key=lambda part: -abs(part[1]))
    return Similarity(score=score, features=tuple(ordered))


def features(report: Report, incident: Incident, rivals: int = 0) -> dict[str, float]:
    """The named features of a pair, each in about [0, 1]; absent ones are 0."""
    found = {**_place(report.place, incident.place), **_time(report, incident), **_facts(report, incident)}
    found["the only one that it could be" if rivals == 0 else "one of several that it could be"] = 1.0
    return found


def rivals_of(report: Report, incidents: Iterable[Incident]) -> dict[IncidentId, int]:
    """For each of *incidents* that are near in time, how many others are as near to the report's place or nearer."""
    closeness = {i.id: _closeness(report.place, i.place) for i in incidents if report.window.gap(i.window) <= RIVAL_GAP}
    return {one: sum(other <= own for other in closeness.values()) - 1 for one, own in closeness.items()}


def _closeness(a: Place, b: Place) -> int:
    """0 for the same place, 1 for one close by, then by how coarse the place is that holds the other."""
    if a.id == b.id:
        return 0
    coarser = max(a.precision.rank, b.precision.rank)
    return 1 + coarser if is_within(a, b) or is_within(b, a) else 1


def vetoed(report: Report, incident: Incident, policy: ResolvePolicy) -> str | None:
    """Why *report* cannot describe *incident*; None when it could."""
    if not _could_be_one_place(report.place, incident.place, policy.apart_km):
        return "different places"
    if is_copied(incident, report):
        return None
    gap = report.window.gap(incident.window)
    later = report.window.start > incident.window.end
    if report.window.stated and incident.window.stated:
        coarse = TimePrecision.WEEK in (report.window.precision, incident.window.precision)
        if gap > timedelta(hours=30 if not coarse else 48):
            return "stated days differ"
    elif gap > (policy.memory if later and not report.window.stated else timedelta(hours=40)):
        return "too far apart in time"
    return None


def may_be_one(a: Place, b: Place) -> bool:
    """Whether two names can mean one place of attack: the same, one inside the other, or parts of one city."""
    if is_unknown_settlement(a) and is_unknown_settlement(b):
        return a.name.casefold() == b.name.casefold()
    return is_within(a, b) or is_within(b, a) or in_one_city(a, b)


def _could_be_one_place(a: Place, b: Place, apart_km: float) -> bool:
    if may_be_one(a, b):
        return True
    if a.kind == b.kind == "sea":
        return distance_km(a, b) <= SEA_KM
    if Precision.COUNTRY in (a.precision, b.precision) or Precision.REGION in (a.precision, b.precision):
        return False
    slack = 1.0 + 0.6 * sum((p.precision is Precision.DISTRICT) + p.approximate for p in (a, b))
    return distance_km(a, b) <= apart_km * slack


def _place(a: Place, b: Place) -> dict[str, float]:
    if a.id == b.id:
        return {"place: same": 1.0, f"place: same {a.precision}": 1.0}
    coarser = max(a.precision, b.precision, key=lambda p: p.rank)
    nested = is_within(a, b) or is_within(b, a) or a.kind == b.kind == "sea"
    distance = distance_km(a, b)
    near = math.exp(-distance / 8.0) if math.isfinite(distance) else 0.0
    if nested and coarser.rank >= Precision.DISTRICT.rank:
        return {f"place: inside a {coarser}": 1.0}
    if in_one_city(a, b):
        near = 1.0
    found = {"place: near": near, "place: neighbours": 1.0 - near}
    if coarser is Precision.DISTRICT and a.iso_region == b.iso_region and distance <= DISTRICT_KM:
        found["place: a district and a place about there"] = 1.0
    return found


def _time(report: Report, incident: Incident) -> dict[str, float]:
    """How the times fit. A report that states none is about the hours before it: the sooner after the attack, the likelier."""
    found: dict[str, float] = {}
    stated = report.window.stated and incident.window.stated
    how = "stated" if stated else "not stated"
    if report.window.stated:
        gap = report.window.gap(incident.window)
        side = "after" if report.window.start > incident.window.end else "before"
    else:
        gap = max(report.published - incident.window.end, timedelta(0))
        side = "after"
    if not gap:
        found[f"time: windows meet, {how}"] = 1.0
    else:
        hours = gap / timedelta(hours=1)
        found[f"time: {side}, {next((name for limit, name in _BUCKETS if hours <= limit), 'later')}, {how}"] = 1.0
    if report.window.first <= incident.window.last and incident.window.first <= report.window.last:
        found["time: a day in common"] = 1.0
    if report.live:
        over = gap > timedelta(hours=LIVE_H)
        found["time: goes on now, and was over hours ago" if over else "time: goes on now, as it did"] = 1.0
    silent = max(report.published - incident.last_reported_at, timedelta(0)) / timedelta(hours=24)
    found["time: days since last reported"] = min(silent, 5.0)
    return found


LIVE_H = 5
"""Hours after which an attack that was known does not go on."""


def _facts(report: Report, incident: Incident) -> dict[str, float]:
    found: dict[str, float] = {}
    ours, theirs = _telling(report.types), _telling(incident.types)
    if ours and theirs:
        found["type: same" if ours & theirs else "type: other"] = 1.0
    if report.targets and incident.targets:
        found["targets: shared" if report.targets & incident.targets else "targets: other"] = 1.0
    if incident.quiet:
        found["incident: only recalled so far"] = 1.0
    if is_copied(incident, report):
        found["text: a copy" if may_be_one(report.place, incident.place) else "text: a copy, another place"] = 1.0
    return {**found, **_toll(report, incident), **_text(report)}


def is_copied(incident: Incident, report: Report) -> bool:
    """Whether the report's text is one that the incident is known from already."""
    return any(is_copy(sketch, report.sketch) for sketch in incident.sketches)


def _toll(report: Report, incident: Incident) -> dict[str, float]:
    found: dict[str, float] = {}
    for name in ("killed", "injured"):
        new, old = getattr(report.toll, name), getattr(incident.toll, name)
        if new is None or old is None:
            continue
        if new.low == old.low:
            found[f"toll: same {name}"] = 1.0 if new.low else NOBODY
        else:
            found[f"toll: {'more' if new.low > old.low else 'fewer'} {name}"] = 1.0
    return found


def _text(report: Report) -> dict[str, float]:
    said = {
        "text: tells of an outcome": not report.opens,
        "text: follows up": report.follows_up,
        "text: tells an act": report.opens and bool(report.outcomes & _ACTS),
        "text: hardly news": report.confidence < DOUBTFUL,
        "text: says again": report.again,
        "text: recalls": report.role is Role.BACKGROUND,
    }
    return {name: 1.0 for name, holds in said.items() if holds}


def _telling(types: tuple[str, ...]) -> set[str]:
    """Types that can tell two attacks apart: anybody may call any attack an explosion."""
    return {t for t in types if t != "explosion"}
