"""Whether a change of an incident is worth a message, and why."""

from __future__ import annotations

from collections.abc import Sequence

from monitor.model import AlertKind, Change, ChangeKind, Incident, Match, Role, Significance, Standing


def significance(
    change: Change,
    matches: Sequence[Match],
    told: bool,
    update_on: frozenset[str],
    when: Standing = Standing.REPORTED,
) -> Significance | None:
    """Decide whether *change* is worth a message to somebody, and return the reason.

    Args:
        change: the incident before and after one report.
        matches: the rules of this person that hold for the incident as it is now.
        told: whether this person was told of the incident, or is being told at this moment.
        update_on: names of the facts whose change the rule wants to be told.
        when: the standing that the rule waits for before the first message.

    Returns:
        None when nothing is to be said: a background report, a bare corroboration, a fact nobody asked for, a rule that
        does not hold, a withdrawal of what was never told.
    """
    if change.kind is ChangeKind.WITHDRAWN or change.after.withdrawn:
        return _withdrawal(change.after) if told else None
    if change.role is Role.BACKGROUND or change.after.quiet or not matches:
        return None
    if told:
        facts = change.facts & update_on
        return Significance(kind=AlertKind.UPDATE, reason=_changed(facts), facts=facts) if facts else None
    return _first(change, when)


def _withdrawal(after: Incident) -> Significance:
    if after.merged_into is not None:
        reason = f"it is the same attack as incident {after.merged_into}"
    else:
        reason = "it is now known not to have happened as reported"
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
