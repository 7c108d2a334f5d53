"""Whether a rule holds for a report or an incident, and why."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from monitor.model import (
    Because,
    Incident,
    Match,
    Place,
    Precision,
    Reason,
    Report,
    because,
    distance_km,
    is_within,
)
from monitor.rules.model import ANY_ATTACK, Conditions, PlaceCondition, Rule, RuleSet, RuleStatus

Subject = Report | Incident

NEAR_PRECISIONS = frozenset({Precision.SITE, Precision.CITY, Precision.DISTRICT})
"""Places small enough for a distance to their centre to mean something; a region is hundreds of kilometres wide."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wording:
    """What one entry that tells of an attack has beside the facts: its plain text, and the tags of its feed."""

    text: str = ""
    tags: frozenset[str] = frozenset()


def asks_for_wording(rule: Rule) -> bool:
    """Whether facts alone do not tell if *rule* holds."""
    return rule.match.text is not None or bool(rule.match.tags)


def match(rule: Rule, subject: Subject, wordings: Sequence[Wording] = ()) -> Match | None:
    """The match of *rule*, with its reasons; None when a condition does not hold.

    Args:
        rule: of any status; a deprecated one never holds.
        subject: what is known of the attack.
        wordings: of the entries that tell of it. Conditions on text and tags hold when one of them has both; so a rule
            that held once is not lost when a later entry says it in other words.
    """
    conditions = rule.match
    if rule.status is RuleStatus.DEPRECATED:
        return None
    reasons: list[Reason] = []
    if not _facts_hold(conditions, subject, reasons):
        return None
    if asks_for_wording(rule):
        found = next(filter(None, (_wording_holds(conditions, wording) for wording in wordings)), None)
        if found is None:
            return None
        reasons += found
    return Match(rule=rule.id, level=rule.level, because=tuple(reasons))


def matches(
    ruleset: RuleSet, subject: Subject, wordings: Sequence[Wording] = (), *, status: RuleStatus = RuleStatus.STABLE
) -> tuple[Match, ...]:
    """The matches of all rules of one status, most important level first."""
    found = (match(rule, subject, wordings) for rule in ruleset.rules if rule.status is status)
    return tuple(sorted(filter(None, found), key=lambda each: -each.level.rank))


def _wording_holds(conditions: Conditions, wording: Wording) -> list[Reason] | None:
    """Why the conditions on text and tags hold for one entry; None when one does not."""
    reasons: list[Reason] = []
    if not _named_holds(Because.PUBLISHER, conditions.tags, wording.tags, reasons):
        return None
    if conditions.text is not None:
        reason = conditions.text.reason(wording.text)
        if reason is None:
            return None
        reasons.append(reason)
    return reasons


def _facts_hold(conditions: Conditions, subject: Subject, reasons: list[Reason]) -> bool:
    """Whether every condition but those on text and tags holds; the reasons are added to *reasons*. Cheapest first."""
    return (
        _attack_holds(conditions, subject, reasons)
        and _named_holds(Because.OUTCOME, conditions.outcomes, subject.outcomes, reasons)
        and _named_holds(Because.TARGET, conditions.targets, subject.targets, reasons)
        and _toll_holds(conditions, subject, reasons)
        and (conditions.place is None or place_holds(conditions.place, subject.place, reasons))
    )


def _attack_holds(conditions: Conditions, subject: Subject, reasons: list[Reason]) -> bool:
    if not conditions.attack:
        return True
    types = [kind for kind in subject.types if kind in conditions.attack]
    if types:
        reasons.append(because(Because.TYPE, *types))
    elif ANY_ATTACK in conditions.attack:
        reasons.append(because(Because.ANY))
    return bool(types) or ANY_ATTACK in conditions.attack


def _named_holds(fact: Because, wanted: frozenset[str], given: frozenset[str], reasons: list[Reason]) -> bool:
    if not wanted:
        return True
    found = sorted(wanted & given)
    if found:
        reasons.append(because(fact, *found))
    return bool(found)


def _toll_holds(conditions: Conditions, subject: Subject, reasons: list[Reason]) -> bool:
    figures = (
        (Because.KILLED, conditions.killed, subject.toll.killed),
        (Because.INJURED, conditions.injured, subject.toll.injured),
    )
    for fact, least, count in figures:
        if least is None:
            continue
        if count is None or count.high < least:
            return False
        reasons.append(because(fact, str(count.low), str(count.high)))
    return True


def place_holds(condition: PlaceCondition, place: Place, reasons: list[Reason]) -> bool:
    """Whether *place* surely satisfies *condition*; the reason is added to *reasons*.

    A place that only contains the rule's place ("the Moscow region", for a rule on one of its towns) counts if the rule
    says ``min_precision`` and the place is at least so fine; likewise a place that contains one that is left out.
    """
    coarsest = condition.min_precision
    if coarsest is not None and place.precision.rank > coarsest.rank:
        return False
    for other in condition.outside:
        if is_within(place, other) or (coarsest is None and is_within(other, place)):
            return False
    if not condition.within and condition.near is None:
        reasons.append(because(Because.OUTSIDE, places=(place, *condition.outside)))
        return True
    reason = _inside(condition, place) or _near(condition, place)
    if reason is None:
        return False
    reasons.append(reason)
    return True


def _inside(condition: PlaceCondition, place: Place) -> Reason | None:
    for outer in condition.within:
        if is_within(place, outer):
            return because(Because.INSIDE, places=(place, outer))
    if condition.min_precision is not None:
        for outer in condition.within:
            if is_within(outer, place):
                return because(Because.AROUND, places=(place, outer))
    return None


def _near(condition: PlaceCondition, place: Place) -> Reason | None:
    near, km = condition.near, condition.km
    if near is None or km is None:
        return None
    if is_within(place, near):
        return because(Because.INSIDE, places=(place, near))
    if place.precision not in NEAR_PRECISIONS and condition.min_precision is None:
        return None
    distance = distance_km(place, near)
    if distance > km:
        return None
    about = place.approximate or place.precision is not Precision.SITE
    return because(Because.NEAR, places=(place, near), km=distance, about=about)
