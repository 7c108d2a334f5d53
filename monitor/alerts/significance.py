"""Whether a change of an incident is worth a message, and why."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import (
    AlertKind,
    Change,
    Count,
    Incident,
    Match,
    Place,
    Role,
    Significance,
    Standing,
    Window,
    is_within,
)

FOLLOWED = frozenset({"toll", "standing", "place", "outcome", "type", "window"})
"""Facts whose change is told to who follows an incident, whatever the rules say."""


def significance(
    change: Change,
    matches: Sequence[Match],
    told: bool,
    update_on: frozenset[str],
    when: Standing = Standing.REPORTED,
) -> Significance | None:
    """Decide whether *change* is worth a message to somebody, and return the reason.

    Args:
        change: the incident before and after one report, or an operator's decision.
        matches: the rules of this person that hold for the incident as it is now.
        told: whether this person was told of the incident, or is being told at this moment.
        update_on: names of the facts whose change the rule wants to be told.
        when: the standing that the rule waits for before the first message.

    Returns:
        None when nothing is to be said: a background report, a bare corroboration, a fact nobody asked for, a rule that
        does not hold, a withdrawal of what was never told. What sets right something that was told is owed to whoever
        was told, whatever the rules say now.
    """
    if told and (why := sets_right(change)) is not None:
        return why
    if change.after.withdrawn or change.role is Role.BACKGROUND or change.after.quiet or not matches:
        return None
    if told:
        facts = change.facts & update_on
        return Significance(kind=AlertKind.UPDATE, reason=_changed(facts), facts=facts) if facts else None
    return _first(change, when)


def sets_right(change: Change) -> Significance | None:
    """Return what *change* takes back of that which was told before: a withdrawal or a correction; None: nothing."""
    before, after = change.before, change.after
    if after.withdrawn:
        if before is not None and before.withdrawn:
            return None
        return _withdrawal(change)
    if before is None or before.quiet:
        return None
    if before.withdrawn:
        reason = change.reason or "it was withdrawn, and did happen after all"
        return Significance(kind=AlertKind.CORRECTION, reason=reason, facts=frozenset({"withdrawal"}))
    facts = corrected(before, after)
    if not facts:
        return None
    reason = change.reason or f"{', '.join(sorted(facts))} corrected"
    return Significance(kind=AlertKind.CORRECTION, reason=reason, facts=facts)


def corrected(before: Incident, after: Incident) -> frozenset[str]:
    """Return the facts in which *after* contradicts *before*, and does not only know more."""
    taken_back = {
        "place": _elsewhere(before.place, after.place),
        "window": _other_day(before.window, after.window),
        "toll": _fewer(before.toll.killed, after.toll.killed) or _fewer(before.toll.injured, after.toll.injured),
        "type": bool(after.types) and not {*before.types} <= {*after.types},
    }
    return frozenset(fact for fact, is_so in taken_back.items() if is_so)


def _elsewhere(before: Place, after: Place) -> bool:
    """A finer place inside the one that was told is no correction; nor is the name of a place that was only described."""
    if before.id == after.id or is_within(after, before):
        return False
    return not (before.approximate and before.iso_region == after.iso_region)


def _other_day(before: Window, after: Window) -> bool:
    return after.first > before.last or after.last < before.first


def _fewer(before: Count | None, after: Count | None) -> bool:
    return before is not None and after is not None and after.high < before.low


def _withdrawal(change: Change) -> Significance:
    if change.after.merged_into is not None:
        reason = f"it is the same attack as incident {change.after.merged_into}"
    else:
        reason = change.reason or "it is now known not to have happened as reported"
    return Significance(kind=AlertKind.WITHDRAWAL, reason=reason, facts=frozenset({"withdrawal"}))


def _first(change: Change, when: Standing) -> Significance | None:
    """The first message about an incident to somebody whom it was not told yet.

    A bare corroboration is none: who subscribes late is not told of yesterday's attacks one outlet after the other.
    """
    before, after = change.before, change.after
    if after.standing.rank < when.rank:
        return None
    if before is None:
        reason = "first report"
    elif before.quiet:
        reason = "known from background before, reported as news now"
    elif before.standing.rank < when.rank:
        reason = f"{after.standing.value} now, as the rule asks"
    elif change.facts:
        reason = "matches the rule now: " + _changed(change.facts)
    else:
        return None
    return Significance(kind=AlertKind.NEW, reason=reason)


def _changed(facts: frozenset[str]) -> str:
    return ", ".join(sorted(facts)) + " changed"
