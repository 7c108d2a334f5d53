"""Whom a change concerns: one alert for each subscriber, whichever of several rules and subscriptions match."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from monitor.alerts.significance import significance
from monitor.model import (
    Alert,
    AlertKind,
    Change,
    ChangeKind,
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
    told: Mapping[SubscriberId, Told],
    pending: Mapping[SubscriberId, Mode],
    now: datetime,
) -> tuple[Alert, ...]:
    """Return at most one alert for each subscriber.

    Args:
        change: the incident before and after one report.
        matches: the rules that hold for the incident as it is now.
        rules: how loudly each rule alerts, for all rules in force; a rule missing here alerts nobody.
        audience: subscribers with their subscriptions.
        told: who knows of this incident already; somebody whose message is being sent at this moment counts as told.
        pending: who has a message about this incident queued and not begun, and in which mode. They get no second one,
            because a message tells the incident as it is when it is sent; only a withdrawal, or an alert that comes
            sooner than a queued digest, is still added (`messages.is_moot` drops what that makes stale).
        now: the moment of the decision.

    Returns:
        Alerts in the order of *audience*. ``matches`` of each is ordered by level, highest first; ``mode`` is the most
        immediate of the subscriptions that asked; ``due_at`` waits the shortest of the rules' waits, and never comes
        sooner after the last message than the shortest ``update_interval_s`` allows. Withdrawals never wait.
    """
    alerts = (
        _alert_for(
            change, matches, rules, subscriber, subscriptions, told.get(subscriber.id), pending.get(subscriber.id), now
        )
        for subscriber, subscriptions in audience
        if subscriber.confirmed_at is not None and not subscriber.paused
    )
    return tuple(alert for alert in alerts if alert is not None)


def _alert_for(
    change: Change,
    matches: Sequence[Match],
    rules: Mapping[RuleId, RuleAlerting],
    subscriber: Subscriber,
    subscriptions: Sequence[Subscription],
    told: Told | None,
    pending: Mode | None,
    now: datetime,
) -> Alert | None:
    active = [subscription for subscription in subscriptions if subscription.active]
    if change.kind is ChangeKind.WITHDRAWN or change.after.withdrawn:
        return _withdrawal(change, matches, active, subscriber, told, now)
    candidates = [
        candidate
        for candidate in _candidates(change, matches, rules, active, told)
        if pending is None or _slowness(candidate.mode) < _slowness(pending)
    ]
    if candidates:
        return _alert(change, subscriber, candidates, told, now)
    if told is not None and pending is None:
        return _moved_away(change, rules, active, subscriber, told, now)
    return None


def _candidates(
    change: Change,
    matches: Sequence[Match],
    rules: Mapping[RuleId, RuleAlerting],
    subscriptions: Iterable[Subscription],
    told: Told | None,
) -> Iterator[_Candidate]:
    for subscription in subscriptions:
        for match in _asked_for(subscription, matches):
            alerting = rules.get(match.rule)
            if alerting is None:
                continue
            why = significance(change, (match,), told is not None, alerting.update_on, alerting.when)
            if why is not None:
                yield _Candidate(significance=why, match=match, alerting=alerting, mode=subscription.mode)


def _asked_for(subscription: Subscription, matches: Sequence[Match]) -> Iterator[Match]:
    for match in matches:
        if match.rule in subscription.rules and match.level.rank >= subscription.min_level.rank:
            yield match


def _alert(
    change: Change, subscriber: Subscriber, candidates: Sequence[_Candidate], told: Told | None, now: datetime
) -> Alert:
    kind = candidates[0].significance.kind
    mode = min((candidate.mode for candidate in candidates), key=_slowness)
    if kind is AlertKind.NEW or told is None:
        due_at = now + timedelta(seconds=min(candidate.alerting.wait_s for candidate in candidates))
    else:
        interval_s = min(candidate.alerting.update_interval_s for candidate in candidates)
        due_at = max(now, told.at + timedelta(seconds=interval_s))
    loudest = min(candidates, key=lambda candidate: (-candidate.match.level.rank, candidate.match.rule))
    return Alert(
        kind=kind,
        subscriber=subscriber.id,
        incident=change.after.id,
        version=change.after.version,
        entry=change.report.entry,
        matches=_loudest_first(candidate.match for candidate in candidates),
        reason=loudest.significance.reason,
        facts=frozenset().union(*(candidate.significance.facts for candidate in candidates)),
        due_at=due_at,
        mode=mode,
    )


def _moved_away(
    change: Change,
    rules: Mapping[RuleId, RuleAlerting],
    subscriptions: Sequence[Subscription],
    subscriber: Subscriber,
    told: Told,
    now: datetime,
) -> Alert | None:
    """Tell somebody that an attack happened in another place than they were told, though no rule of theirs holds now."""
    if "place" not in change.facts or change.after.quiet:
        return None
    asking = [
        (subscription.mode, rules[rule].update_interval_s)
        for subscription in subscriptions
        for rule in subscription.rules
        if rule in rules and "place" in rules[rule].update_on
    ]
    if not asking:
        return None
    return Alert(
        kind=AlertKind.UPDATE,
        subscriber=subscriber.id,
        incident=change.after.id,
        version=change.after.version,
        entry=change.report.entry,
        matches=(),
        reason="the place was corrected, and is no longer one that your rules ask for",
        facts=frozenset({"place"}),
        due_at=max(now, told.at + timedelta(seconds=min(interval for _, interval in asking))),
        mode=min((mode for mode, _ in asking), key=_slowness),
    )


def _withdrawal(
    change: Change,
    matches: Sequence[Match],
    subscriptions: Sequence[Subscription],
    subscriber: Subscriber,
    told: Told | None,
    now: datetime,
) -> Alert | None:
    """A withdrawal is owed to everybody who was told, whatever the rules say now; not to who has unsubscribed since."""
    why = significance(change, matches, told is not None, frozenset())
    if why is None or not subscriptions:
        return None
    own = [match for subscription in subscriptions for match in _asked_for(subscription, matches)]
    return Alert(
        kind=why.kind,
        subscriber=subscriber.id,
        incident=change.after.id,
        version=change.after.version,
        entry=change.report.entry,
        matches=_loudest_first(own),
        reason=why.reason,
        facts=why.facts,
        due_at=now,
        mode=min((subscription.mode for subscription in subscriptions), key=_slowness),
    )


def _loudest_first(matches: Iterable[Match]) -> tuple[Match, ...]:
    unique = {match.rule: match for match in matches}
    return tuple(sorted(unique.values(), key=lambda match: (-match.level.rank, match.rule)))


def _slowness(mode: Mode) -> int:
    return list(Mode).index(mode)
