"""Whom a change concerns: one alert for each subscriber, whichever of several rules and subscriptions match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from monitor.alerts.filters import asked_for
from monitor.alerts.significance import FOLLOWED, sets_right, significance
from monitor.model import (
    Alert,
    AlertKind,
    Change,
    Choice,
    Match,
    Mode,
    RuleAlerting,
    RuleId,
    Significance,
    Subscriber,
    SubscriberId,
    Subscription,
    Told,
)

Audience = Sequence[tuple[Subscriber, Sequence[Subscription]]]


@dataclass(frozen=True, slots=True, kw_only=True)
class Known:
    """What subscribers know of an incident already, are about to be told, and have chosen about it.

    ``told``: who knows of it; somebody whose message is being sent at this moment counts as told. ``pending``: who has
    a message about it queued and not begun, and in which mode. They get no second one, because a message tells the
    incident as it is when it is sent; only what sets right something that was told, or an alert that comes sooner than
    a queued digest, is still added (`messages.is_moot` drops what that makes stale). ``choices``: who follows it, or
    has put it to sleep.
    """

    told: Mapping[SubscriberId, Told] = field(default_factory=dict)
    pending: Mapping[SubscriberId, Mode] = field(default_factory=dict)
    choices: Mapping[SubscriberId, Choice] = field(default_factory=dict)


NOBODY = Known()
"""Of an incident that is new nobody knows."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Reader:
    """One subscriber, and what is known about them and the incident."""

    subscriber: Subscriber
    subscriptions: Sequence[Subscription]
    told: Told | None
    pending: Mode | None
    choice: Choice | None


@dataclass(frozen=True, slots=True, kw_only=True)
class _Candidate:
    """One rule of one subscription that asks for a message."""

    significance: Significance
    match: Match
    alerting: RuleAlerting
    mode: Mode


def route(
    change: Change,
    matches: Sequence[Match],
    rules: Mapping[RuleId, RuleAlerting],
    audience: Audience,
    *,
    known: Known = NOBODY,
    now: datetime,
) -> tuple[Alert, ...]:
    """Return at most one alert for each subscriber.

    Args:
        change: the incident before and after one report, or an operator's decision.
        matches: the rules that hold for the incident as it is now.
        rules: how loudly each rule alerts, for all rules in force; a rule missing here alerts nobody.
        audience: subscribers with their subscriptions.
        known: what they know of the incident.
        now: the moment of the decision.

    Returns:
        Alerts in the order of *audience*. ``matches`` of each is ordered by level, highest first; ``mode`` is the most
        immediate of the subscriptions that asked. There are two words of timing: the first message waits the shortest
        ``wait_s`` of the rules that asked, an update comes no sooner after the last message than the shortest
        ``update_interval_s``. What sets right something that was told waits for neither.
    """
    readers = (
        _Reader(
            subscriber=subscriber,
            subscriptions=[each for each in subscriptions if each.active],
            told=known.told.get(subscriber.id),
            pending=known.pending.get(subscriber.id),
            choice=known.choices.get(subscriber.id),
        )
        for subscriber, subscriptions in audience
        if subscriber.confirmed_at is not None and not subscriber.paused
    )
    alerts = (_alert_for(change, matches, rules, reader, now) for reader in readers if reader.subscriptions)
    return tuple(alert for alert in alerts if alert is not None)


def _alert_for(
    change: Change, matches: Sequence[Match], rules: Mapping[RuleId, RuleAlerting], reader: _Reader, now: datetime
) -> Alert | None:
    if reader.told is not None and (why := sets_right(change)) is not None:
        return _owed(change, why, matches, reader, now)
    if reader.choice is Choice.SNOOZE or reader.subscriber.rests_until(now) is not None:
        return None
    candidates = [
        candidate
        for candidate in _candidates(change, matches, rules, reader)
        if reader.pending is None or candidate.mode.slowness < reader.pending.slowness
    ]
    return _alert(change, candidates, reader, now) if candidates else None


def _candidates(
    change: Change, matches: Sequence[Match], rules: Mapping[RuleId, RuleAlerting], reader: _Reader
) -> Iterator[_Candidate]:
    follows = reader.choice is Choice.FOLLOW
    for subscription in reader.subscriptions:
        for match in _asked_for(subscription, change, matches):
            alerting = rules.get(match.rule)
            if alerting is None:
                continue
            when = max(alerting.when, subscription.min_standing, key=lambda standing: standing.rank)
            wanted = FOLLOWED if follows else alerting.update_on
            why = significance(change, (match,), reader.told is not None, wanted, when)
            if why is not None:
                mode = Mode.ALERT if follows else subscription.mode
                yield _Candidate(significance=why, match=match, alerting=alerting, mode=mode)


def _asked_for(subscription: Subscription, change: Change, matches: Sequence[Match]) -> Iterator[Match]:
    """The matches that a subscription asks for, with its own reasons added to the rule's."""
    own = asked_for(subscription, change.after) if matches else None
    if own is None:
        return
    for match in matches:
        is_rule = not subscription.rules or match.rule in subscription.rules
        if is_rule and match.level.rank >= subscription.min_level.rank:
            yield replace(match, because=(*match.because, *own)) if own else match


def _alert(change: Change, candidates: Sequence[_Candidate], reader: _Reader, now: datetime) -> Alert:
    kind = candidates[0].significance.kind
    if kind is AlertKind.NEW or reader.told is None:
        due_at = now + timedelta(seconds=min(candidate.alerting.wait_s for candidate in candidates))
    else:
        interval_s = min(candidate.alerting.update_interval_s for candidate in candidates)
        due_at = max(now, reader.told.at + timedelta(seconds=interval_s))
    loudest = min(candidates, key=lambda candidate: (-candidate.match.level.rank, candidate.match.rule))
    return Alert(
        kind=kind,
        subscriber=reader.subscriber.id,
        incident=change.after.id,
        version=change.after.version,
        entry=change.entry or "",
        matches=_loudest_first(candidate.match for candidate in candidates),
        reason=loudest.significance.reason,
        facts=frozenset().union(*(candidate.significance.facts for candidate in candidates)),
        due_at=due_at,
        mode=min((candidate.mode for candidate in candidates), key=lambda mode: mode.slowness),
    )


def _owed(change: Change, why: Significance, matches: Sequence[Match], reader: _Reader, now: datetime) -> Alert:
    """A correction or withdrawal: owed to everybody who was told, whatever rules, filters and choices say now.

    Not to who has unsubscribed since. It waits for nothing but the end of a pause that the subscriber asked for.
    """
    own = [match for subscription in reader.subscriptions for match in _asked_for(subscription, change, matches)]
    modes = [Mode.ALERT] if reader.choice is Choice.FOLLOW else [each.mode for each in reader.subscriptions]
    return Alert(
        kind=why.kind,
        subscriber=reader.subscriber.id,
        incident=change.after.id,
        version=change.after.version,
        entry=change.entry or "",
        matches=_loudest_first(own),
        reason=why.reason,
        facts=why.facts,
        due_at=reader.subscriber.rests_until(now) or now,
        mode=min(modes, key=lambda mode: mode.slowness),
    )


def _loudest_first(matches: Iterable[Match]) -> tuple[Match, ...]:
    unique = {match.rule: match for match in matches}
    return tuple(sorted(unique.values(), key=lambda match: (-match.level.rank, match.rule)))
