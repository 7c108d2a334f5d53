"""Which stored incident a report describes: the decision, with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from monitor.incidents.similarity import ResolvePolicy, may_be_one, rivals_of, similarity, vetoed
from monitor.model import (
    Ambiguous,
    Incident,
    NewIncident,
    Report,
    Resolution,
    SameIncident,
    Unfounded,
    is_within,
)


def days_to_search(report: Report, policy: ResolvePolicy) -> tuple[date, date]:
    """First and last local day of the incidents that *report* could describe; what the storage's index is asked for."""
    if report.window.stated:
        return report.window.first - timedelta(days=2), report.window.last + timedelta(days=2)
    return report.window.first - policy.memory - timedelta(days=1), report.window.last + timedelta(days=2)


def resolve(report: Report, candidates: Iterable[Incident], policy: ResolvePolicy) -> Resolution:
    """Decide whether *report* starts an incident or describes one of *candidates*.

    A region-level report belongs to the one incident in that region and window; where several fit, it supports them all
    and opens nothing. A report that may not open an incident by itself and fits none is ``Unfounded``.
    """
    known = [incident for incident in candidates if not incident.withdrawn]
    rivals = rivals_of(report, [i for i in known if not vetoed(report, i, policy)])
    scored = [(i, similarity(report, i, policy, rivals.get(i.id, len(rivals)))) for i in known]
    scored.sort(key=lambda pair: (-pair[1].score, pair[0].place.precision.rank, pair[0].id))
    fitting = [pair for pair in scored if pair[1].score >= policy.threshold]
    inside = [(i, s) for i, s in scored if i.id in rivals and _lies_inside(i, report) and s.score >= policy.barely]
    if len(inside) > 1 and (not fitting or fitting[0] in inside):
        return Ambiguous(candidates=tuple(inside))
    if fitting:
        return SameIncident(incident=fitting[0][0], similarity=fitting[0][1])
    nearest = (scored[0][0].id, scored[0][1]) if scored else None
    if not report.opens:
        return Unfounded(reason="it does not bring the attack as news, and fits no known incident", nearest=nearest)
    if report.place.kind == "country":
        return Unfounded(reason="it names no place within the country", nearest=nearest)
    return NewIncident(nearest=nearest)


def told_apart(report: Report, other: Report) -> bool:
    """Whether two reports of one entry are of two attacks because it names two places for them.

    Who lists "Saratov and Engels" tells of two attacks, however near the towns are to each other.
    """
    return not may_be_one(report.place, other.place)


def _lies_inside(incident: Incident, report: Report) -> bool:
    """Whether the report's place merely holds the incident's, so that it cannot choose between several such."""
    return incident.place.id != report.place.id and is_within(incident.place, report.place)
