"""What a report does to an incident: the new state, and which facts changed."""

from __future__ import annotations

from dataclasses import replace

from monitor.incidents.similarity import is_copied
from monitor.model import (
    AttackType,
    Change,
    ChangeKind,
    Count,
    Incident,
    IncidentId,
    Place,
    Report,
    Role,
    Standing,
    Toll,
    Weapons,
    Window,
    is_within,
)

SKETCHES = 12
"""Texts of an incident that are remembered; copies come soon after their original."""


def start(report: Report, *, watched: bool = False) -> Change:
    """The incident that *report* opens.

    A background report opens a quiet one, which alerts nobody; so does one that is *watched*: too doubtful to be told
    before another text supports it.
    """
    incident = Incident(
        id=IncidentId(0),
        version=1,
        types=report.types,
        place=report.place,
        window=report.window,
        outcomes=report.outcomes,
        toll=report.toll,
        weapons=report.weapons,
        targets=report.targets,
        standing=Standing.OFFICIAL if report.claim.official else Standing.REPORTED,
        quiet=watched or report.role is Role.BACKGROUND,
        publishers=frozenset({report.publisher}),
        sketches=(report.sketch,) if report.sketch else (),
        reports=1,
        first_reported_at=report.published,
        last_reported_at=report.published,
    )
    return Change(kind=ChangeKind.NEW, before=None, after=incident, report=report, facts=frozenset())


def merge(incident: Incident, report: Report) -> Change:
    """*incident* after *report*: finer place and time, newest toll, wider outcome, better standing.

    A background report adds its publisher and what was unknown, but changes nothing that is known. The version grows
    only when a fact changes.
    """
    news = report.role is Role.MAIN
    copied = is_copied(incident, report)
    publishers = incident.publishers if copied else incident.publishers | {report.publisher}
    after = replace(
        incident,
        types=_types(incident.types, report.types) if news or not incident.types else incident.types,
        place=_place(incident.place, report.place) if news else incident.place,
        window=_window(incident.window, report.window) if news else incident.window,
        outcomes=incident.outcomes | report.outcomes if news else incident.outcomes,
        toll=_toll(incident, report),
        weapons=_weapons(incident.weapons, report.weapons) if news else incident.weapons,
        targets=incident.targets | report.targets if news else incident.targets,
        standing=_standing(incident, report, len(publishers)) if news else incident.standing,
        quiet=incident.quiet and (not news or copied),
        publishers=publishers,
        sketches=incident.sketches if copied or not report.sketch else (*incident.sketches, report.sketch)[-SKETCHES:],
        reports=incident.reports + 1,
        first_reported_at=min(incident.first_reported_at, report.published),
        last_reported_at=max(incident.last_reported_at, report.published),
    )
    facts = changed_facts(incident, after)
    if not facts:
        return Change(kind=ChangeKind.CORROBORATED, before=incident, after=after, report=report)
    after = replace(after, version=incident.version + 1)
    return Change(kind=ChangeKind.UPDATED, before=incident, after=after, report=report, facts=facts)


def aloud(change: Change) -> Change:
    """*change* of a quiet incident, told from now on: what the text that opened it says in full is sure enough.

    Of the same text nothing is copied that could support it; so its own words must carry it (`opening`).
    """
    assert change.before is not None
    after = replace(change.after, quiet=False, version=change.before.version + 1)
    return replace(change, kind=ChangeKind.UPDATED, after=after, facts=changed_facts(change.before, after))


def changed_facts(before: Incident, after: Incident) -> frozenset[str]:
    """Names of the facts in which two states of an incident differ, as subscribers would see them."""
    pairs = {
        "type": (set(before.types), set(after.types)),
        "place": (before.place.id, after.place.id),
        "window": ((before.window.first, before.window.last), (after.window.first, after.window.last)),
        "outcome": (before.outcomes, after.outcomes),
        "toll": (before.toll, after.toll),
        "targets": (before.targets, after.targets),
        "standing": (before.standing, after.standing),
        "role": (before.quiet, after.quiet),
        "withdrawal": (before.withdrawn, after.withdrawn),
    }
    return frozenset(name for name, (old, new) in pairs.items() if old != new)


def _types(known: tuple[AttackType, ...], reported: tuple[AttackType, ...]) -> tuple[AttackType, ...]:
    """Known types first; one that tells goes before a bare explosion."""
    merged = list(dict.fromkeys((*known, *reported)))
    return tuple(sorted(merged, key=lambda t: t == "explosion"))


def _place(known: Place, reported: Place) -> Place:
    """The finer of the two when one holds the other; an approximate place gives way to an exact one as fine."""
    if reported.precision.rank < known.precision.rank and (is_within(reported, known) or known.approximate):
        return reported
    if known.approximate and not reported.approximate and reported.precision.rank <= known.precision.rank:
        return reported
    return known


def _window(known: Window, reported: Window) -> Window:
    """A stated time beats an inferred one, a finer one a coarser one; otherwise the first report stands."""
    if not reported.stated:
        return known
    if not known.stated:
        return reported
    finer = reported.precision.rank < known.precision.rank
    return reported if finer and not reported.gap(known) else known


def _toll(incident: Incident, report: Report) -> Toll:
    """The toll after the report; when its dead are more than known, its injured are newer too, be they fewer."""
    known, reported = incident.toll, report.toll
    if report.role is Role.BACKGROUND and known != Toll():
        return known
    newest = report.published >= incident.last_reported_at
    killed = _count(known.killed, reported.killed, lower=report.corrects and newest)
    rises = known.killed is not None and known.killed.high > 0 and killed != known.killed
    recounted = rises and _is_a_recount(known.injured, reported.injured)
    return Toll(
        killed=killed,
        injured=_count(known.injured, reported.injured, lower=newest and (report.corrects or recounted)),
    )


def _is_a_recount(known: Count | None, reported: Count | None) -> bool:
    """Whether fewer injured are those that were known, less those that died, and not a part of them."""
    return known is not None and reported is not None and known.high > reported.low >= RECOUNTED * known.high


RECOUNTED = 0.9
"""Share of the injured known that a newer count must reach to replace them."""


def _count(known: Count | None, reported: Count | None, *, lower: bool) -> Count | None:
    """A rising figure is the news; a lower one counts only when the report says that it corrects: others are late."""
    if reported is None or known is None:
        return known if reported is None else reported
    if reported.low > known.low or (lower and reported.high < known.low):
        return reported
    return known


def _weapons(known: Weapons, reported: Weapons) -> Weapons:
    def larger(a: int | None, b: int | None) -> int | None:
        return max((n for n in (a, b) if n is not None), default=None)

    return Weapons(
        launched=larger(known.launched, reported.launched),
        intercepted=larger(known.intercepted, reported.intercepted),
        hit=larger(known.hit, reported.hit),
    )


def _standing(incident: Incident, report: Report, publishers: int) -> Standing:
    """Official once an authority says so; corroborated from the second independent publisher on."""
    if report.claim.official or incident.standing is Standing.OFFICIAL:
        return Standing.OFFICIAL
    return Standing.CORROBORATED if publishers >= 2 else incident.standing
