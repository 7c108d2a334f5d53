"""Which stored incident a report describes: the decision, with its reason."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from monitor.incidents.similarity import ResolvePolicy, similarity
from monitor.model import (
    Ambiguous,
    Incident,
    NewIncident,
    Precision,
    Report,
    Resolution,
    SameIncident,
    Similarity,
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
    scored = [(incident, similarity(report, incident, policy)) for incident in candidates if not incident.withdrawn]
    scored.sort(key=lambda pair: (-pair[1].score, pair[0].place.precision.rank, pair[0].id))
    nearest = (scored[0][0].id, scored[0][1]) if scored else None
    fitting = [pair for pair in scored if pair[1].score >= policy.threshold]
    if not fitting:
        if not report.opens:
            return Unfounded(reason="it does not bring the attack as news, and fits no known incident", nearest=nearest)
        if report.place.precision is Precision.COUNTRY:
            return Unfounded(reason="it names no place within the country", nearest=nearest)
        return NewIncident(nearest=nearest)
    close = [pair for pair in fitting if pair[1].score >= fitting[0][1].score - policy.margin]
    if len(close) > 1 and _coarser_than_all(report, close):
        return Ambiguous(candidates=tuple(close))
    return SameIncident(incident=fitting[0][0], similarity=fitting[0][1])


def _coarser_than_all(report: Report, close: list[tuple[Incident, Similarity]]) -> bool:
    """Whether the report's place merely holds the places of all candidates, so that it cannot choose between them."""
    return all(
        incident.place.id != report.place.id and is_within(incident.place, report.place) for incident, _ in close
    )
