"""Is a report that fits no known incident sure enough to be told at once, or is it watched until another supports it?

What opens quietly alerts nobody; the next independent report that joins it makes it news. So a doubtful first report costs
time and not a false alarm.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from monitor.incidents.opening_weights import OPENING_WEIGHTS
from monitor.model import Precision, Report, Role, Similarity, distance_km
from monitor.model.logistic import Contributions, weigh

TOLD_AT_ONCE = 0.35
"""Probability from which a new incident is told at once."""

_STEPS = ((0.5, "under a half"), (0.6, "0.5 to 0.6"), (0.7, "0.6 to 0.7"), (0.8, "0.7 to 0.8"), (0.9, "0.8 to 0.9"))


def opening(
    report: Report, nearest: Similarity | None, others: Sequence[Report], *, linked: bool
) -> tuple[float, Contributions]:
    """Probability that *report* tells of an attack that nobody was told of, and the contributions behind it.

    Args:
        report: one that resolution found to be new.
        nearest: the best miss among stored incidents; None when nothing was near.
        others: the other reports of its entry.
        linked: whether one of them describes a known incident.
    """
    return weigh(opening_features(report, nearest, others, linked=linked), OPENING_WEIGHTS)


def opening_features(
    report: Report, nearest: Similarity | None, others: Sequence[Report], *, linked: bool
) -> list[str]:
    """The named features of the decision."""
    return [*_of_report(report), *_of_nearest(nearest), *_of_others(report, others, linked=linked)]


def _step(value: float) -> str:
    return next((name for limit, name in _STEPS if value < limit), "over 0.9")


def _of_report(report: Report) -> Iterator[str]:
    yield f"news {_step(report.confidence)}"
    yield f"place {_step(report.place_confidence)}"
    yield f"place is {report.place.precision}"
    if report.place.approximate:
        yield "place is approximate"
    if not report.types:
        yield "type unknown"
    if report.window.stated:
        yield "time stated"
    if report.follows_up:
        yield "follows up"
    if report.again:
        yield "says again"
    if report.toll.killed or report.toll.injured:
        yield "tells a toll"


def _of_nearest(nearest: Similarity | None) -> Iterator[str]:
    if nearest is None:
        yield "nothing near"
        return
    if nearest.veto is not None:
        yield f"nearest: {nearest.veto}"
        return
    limits = ((0.05, "hardly fits"), (0.2, "fits a little"), (0.35, "fits somewhat"))
    yield "nearest " + next((name for limit, name in limits if nearest.score < limit), "nearly fits")
    named = {name for name, _ in nearest.features}
    if "place: same" in named:
        yield "nearest is at the same place"


def _of_others(report: Report, others: Sequence[Report], *, linked: bool) -> Iterator[str]:
    news = [other for other in others if other.role is Role.MAIN]
    yield "alone" if not news else "one of two" if len(news) == 1 else "one of several"
    if linked:
        yield "another of the entry is known"
    if any(other.place_confidence > report.place_confidence + 0.05 for other in news):
        yield "another of the entry is surer"
    near = [other for other in news if distance_km(other.place, report.place) < NEIGHBOUR_KM]
    if near:
        yield "another of the entry is close by"
    if any(other.place.precision.rank < report.place.precision.rank for other in news):
        yield "another of the entry is finer"
    if report.place.precision is Precision.CITY and any(other.place.country != report.place.country for other in news):
        yield "another of the entry is in another country"


NEIGHBOUR_KM = 60.0
"""Two places of one entry this close are often one attack, told with its landmark."""
