"""Why somebody is not told of a change: what `route` leaves out, with the reason. For who tries a rule or a subscription."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from monitor.alerts.filters import asked_for
from monitor.alerts.routing import NOBODY, Known
from monitor.alerts.significance import FOLLOWED
from monitor.model import Change, Choice, Match, Role, RuleAlerting, RuleId, Subscriber, Subscription


class Silence(StrEnum):
    """Why a change makes no message to somebody, in the order of the way that it goes."""

    BACKGROUND = "background"
    NO_RULE = "no_rule"
    SNOOZED = "snoozed"
    PAUSED = "paused"
    OTHER_RULES = "other_rules"
    BELOW_LEVEL = "below_level"
    FILTERED = "filtered"
    STANDING = "standing"
    NO_NEWS = "no_news"
    QUEUED = "queued"


@dataclass(frozen=True, slots=True, kw_only=True)
class Untold:
    """The reason, and what was asked for against what there is, in plain words."""

    why: Silence
    detail: str


def why_silent(
    change: Change,
    matches: Sequence[Match],
    rules: Mapping[RuleId, RuleAlerting],
    subscriber: Subscriber,
    subscriptions: Sequence[Subscription],
    *,
    known: Known = NOBODY,
    now: datetime,
) -> Untold:
    """Return why `route` gives no alert; of several subscriptions, the reason of the one that came nearest to asking.

    Args:
        change: as `route` had it.
        matches: as `route` had them.
        rules: as `route` had them.
        subscriber: somebody for whom `route` returned nothing.
        subscriptions: of that subscriber.
        known: what subscribers knew when it was decided.
        now: the moment of the decision.
    """
    if change.role is Role.BACKGROUND or change.after.quiet:
        return Untold(why=Silence.BACKGROUND, detail="only recalled, or not sure enough yet to be news")
    if change.after.withdrawn or not matches:
        return Untold(why=Silence.NO_RULE, detail="no rule holds")
    choice = known.choices.get(subscriber.id)
    if choice is Choice.SNOOZE:
        return Untold(why=Silence.SNOOZED, detail="put to sleep by the reader")
    if subscriber.paused or subscriber.rests_until(now) is not None:
        return Untold(why=Silence.PAUSED, detail="the reader has paused")
    told = subscriber.id in known.told
    follows = choice is Choice.FOLLOW
    reasons = [
        _why(each, change, matches, rules, told=told, follows=follows, pending=subscriber.id in known.pending)
        for each in subscriptions
        if each.active
    ]
    nothing = Untold(why=Silence.OTHER_RULES, detail="no subscription")
    return max(reasons, key=lambda untold: list(Silence).index(untold.why), default=nothing)


def _why(
    subscription: Subscription,
    change: Change,
    matches: Sequence[Match],
    rules: Mapping[RuleId, RuleAlerting],
    *,
    told: bool,
    follows: bool,
    pending: bool,
) -> Untold:
    """How far one subscription went with the change."""
    mine = [match for match in matches if not subscription.rules or match.rule in subscription.rules]
    heard = [match for match in mine if match.rule in rules]
    if not heard:
        held = ", ".join(sorted(match.rule for match in matches))
        return Untold(why=Silence.OTHER_RULES, detail=f"only other rules hold: {held}")
    loud = [match for match in heard if match.level.rank >= subscription.min_level.rank]
    if not loud:
        loudest = max((match.level for match in heard), key=lambda level: level.rank)
        detail = f"level {loudest}, and {subscription.min_level} is asked for"
        return Untold(why=Silence.BELOW_LEVEL, detail=detail)
    if asked_for(subscription, change.after) is None:
        return Untold(why=Silence.FILTERED, detail="of another type or elsewhere than asked for")
    if told:
        wanted = FOLLOWED if follows else frozenset().union(*(rules[match.rule].update_on for match in loud))
        if not change.facts & wanted:
            changed = ", ".join(sorted(change.facts)) or "nothing"
            return Untold(why=Silence.NO_NEWS, detail=f"{changed} changed, which is not asked for")
    else:
        least = min((rules[match.rule].when for match in loud), key=lambda standing: standing.rank)
        asked = max(least, subscription.min_standing, key=lambda standing: standing.rank)
        if change.after.standing.rank < asked.rank:
            return Untold(why=Silence.STANDING, detail=f"{change.after.standing}, and {asked} is asked for")
    if pending:
        return Untold(why=Silence.QUEUED, detail="a message that is queued already tells it")
    return Untold(why=Silence.NO_NEWS, detail="one more report that changes nothing")
