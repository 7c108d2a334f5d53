from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts import Known, route
from monitor.delivery.reasons import reasons_in_words
from monitor.delivery.wording import Words
from monitor.model import (
    Alert,
    AlertKind,
    AttackType,
    Change,
    Choice,
    Level,
    Match,
    Mode,
    RuleAlerting,
    Standing,
    Subscriber,
    SubscriberId,
    Subscription,
    Told,
)
from tests.mailcases import (
    ANNA,
    DRONES,
    KALUGA_REGION,
    NOW,
    RAIDS,
    a_change,
    a_match,
    a_subscription,
    an_incident,
)

RULES = {
    DRONES: RuleAlerting(
        rule=DRONES,
        level=Level.HIGH,
        wait_s=180,
        update_on=frozenset({"toll", "place"}),
        update_interval_s=1800,
    ),
    RAIDS: RuleAlerting(rule=RAIDS, level=Level.LOW, wait_s=60, update_on=frozenset({"outcome"})),
}
NEW = a_change(None, an_incident())
TOLL = a_change(an_incident(), an_incident(version=2), "toll")
WITHDRAWN = a_change(an_incident(), an_incident(version=2, withdrawn=True))
BOTH = (a_match(RAIDS, Level.LOW), a_match(DRONES, Level.HIGH))


def tell(
    change: Change = NEW,
    matches: Sequence[Match] = (a_match(),),
    subscriptions: Sequence[Subscription] = (a_subscription(),),
    subscriber: Subscriber = ANNA,
    told: Told | None = None,
    pending: Mapping[SubscriberId, Mode] | None = None,
    choice: Choice | None = None,
) -> Alert | None:
    known = Known(
        told={} if told is None else {subscriber.id: told},
        pending=pending or {},
        choices={} if choice is None else {subscriber.id: choice},
    )
    alerts = route(change, matches, RULES, [(subscriber, subscriptions)], known=known, now=NOW)
    assert len(alerts) <= 1
    return alerts[0] if alerts else None


def told_ago(minutes: float) -> Told:
    return Told(version=1, at=NOW - timedelta(minutes=minutes))


def test_new_incident_is_told_after_the_wait_of_the_rule() -> None:
    alert = tell()
    assert alert is not None
    assert (alert.kind, alert.mode, alert.version, alert.entry) == (AlertKind.NEW, Mode.ALERT, 1, "e1")
    assert alert.due_at == NOW + timedelta(seconds=180)


@pytest.mark.parametrize(
    ("name", "subscriber", "subscription"),
    [
        ("not confirmed", replace(ANNA, confirmed_at=None), a_subscription()),
        ("paused", replace(ANNA, paused=True), a_subscription()),
        ("subscription ended", ANNA, a_subscription(active=False)),
        ("other rules", ANNA, a_subscription(rules=frozenset({RAIDS}))),
        ("paused for a week", replace(ANNA, paused_until=NOW + timedelta(days=7)), a_subscription()),
        ("other type", ANNA, a_subscription(types=frozenset({AttackType("missile")}))),
        ("other region", ANNA, a_subscription(regions=frozenset({"RU-KLU", "UA"}))),
        ("not well founded", ANNA, a_subscription(min_standing=Standing.CORROBORATED)),
        ("level too low", ANNA, a_subscription(min_level=Level.CRITICAL)),
    ],
)
def test_nobody_is_told_who_did_not_ask(name: str, subscriber: Subscriber, subscription: Subscription) -> None:
    assert tell(subscriber=subscriber, subscriptions=[subscription]) is None, name


def test_several_rules_and_subscriptions_make_one_alert() -> None:
    daily = a_subscription(1, mode=Mode.DAILY, rules=frozenset({DRONES}))
    at_once = a_subscription(2, mode=Mode.ALERT, rules=frozenset({DRONES, RAIDS}))
    alert = tell(matches=BOTH, subscriptions=[daily, at_once])
    assert alert is not None
    assert [match.rule for match in alert.matches] == [DRONES, RAIDS], "highest level first"
    assert alert.mode is Mode.ALERT, "the most immediate mode wins"
    assert alert.due_at == NOW + timedelta(seconds=60), "the shortest wait wins"


@pytest.mark.parametrize(
    ("minutes_since_told", "minutes_until_due"),
    [(10, 20), (30, 0), (300, 0)],
)
def test_update_waits_for_its_interval(minutes_since_told: float, minutes_until_due: float) -> None:
    alert = tell(TOLL, told=told_ago(minutes_since_told))
    assert alert is not None
    assert alert.kind is AlertKind.UPDATE
    assert alert.facts == {"toll"}
    assert alert.due_at == NOW + timedelta(minutes=minutes_until_due)


def test_each_rule_asks_for_its_own_updates() -> None:
    both = a_subscription(rules=frozenset({DRONES, RAIDS}))
    alert = tell(TOLL, BOTH, [both], told=told_ago(60))
    assert alert is not None
    assert [match.rule for match in alert.matches] == [DRONES]


def test_queued_message_takes_up_what_happens_meanwhile() -> None:
    assert tell(TOLL, told=told_ago(5), pending={ANNA.id: Mode.ALERT}) is None
    assert tell(NEW, pending={ANNA.id: Mode.DAILY}) is not None, "an alert does not wait for the digest"


def test_withdrawal_reaches_exactly_those_who_were_told_and_does_not_wait() -> None:
    assert tell(WITHDRAWN) is None
    alert = tell(WITHDRAWN, matches=(), told=told_ago(1), pending={ANNA.id: Mode.ALERT})
    assert alert is not None
    assert (alert.kind, alert.due_at, alert.matches) == (AlertKind.WITHDRAWAL, NOW, ())
    assert tell(WITHDRAWN, told=told_ago(1), subscriptions=[a_subscription(active=False)]) is None


def test_who_was_told_learns_that_it_happened_elsewhere() -> None:
    moved = a_change(an_incident(), an_incident(version=2, place=KALUGA_REGION), "place")
    alert = tell(moved, matches=(), told=told_ago(60))
    assert alert is not None
    assert (alert.kind, alert.facts, alert.due_at) == (AlertKind.CORRECTION, {"place"}, NOW)
    assert tell(moved, matches=()) is None, "who was not told and does not ask hears nothing"
    assert tell(moved, told=told_ago(1), choice=Choice.SNOOZE) is not None, "a correction is owed"


def test_rule_that_is_not_in_force_alerts_nobody() -> None:
    alerts = route(NEW, [a_match()], {}, [(ANNA, [a_subscription()])], now=NOW)
    assert alerts == ()


def test_rule_that_waits_for_a_second_publisher() -> None:
    careful = {DRONES: replace(RULES[DRONES], when=Standing.CORROBORATED)}
    audience = [(ANNA, [a_subscription()])]
    assert route(NEW, [a_match()], careful, audience, now=NOW) == ()
    lifted = a_change(an_incident(), an_incident(version=2, standing=Standing.CORROBORATED), "standing")
    (alert,) = route(lifted, [a_match()], careful, audience, now=NOW)
    assert alert.kind is AlertKind.NEW


def test_subscription_without_rules_follows_all_of_them() -> None:
    alert = tell(matches=BOTH, subscriptions=[a_subscription(rules=frozenset())])
    assert alert is not None
    assert [match.rule for match in alert.matches] == [DRONES, RAIDS]


def test_filters_add_their_reasons_to_those_of_the_rule() -> None:
    alert = tell(subscriptions=[a_subscription(types=frozenset({AttackType("drone")}), regions=frozenset({"RU"}))])
    assert alert is not None
    said = reasons_in_words(alert.matches[0].because, Words("en"))
    assert said[-2:] == ("you asked for: drone", "you asked for: Russia")


def test_standing_of_a_subscription_delays_the_first_message_only() -> None:
    careful = [a_subscription(min_standing=Standing.CORROBORATED)]
    lifted = a_change(an_incident(), an_incident(version=2, standing=Standing.CORROBORATED), "standing")
    first = tell(lifted, subscriptions=careful)
    assert first is not None
    assert first.kind is AlertKind.NEW
    assert tell(TOLL, subscriptions=careful, told=told_ago(60)) is not None


def test_who_follows_an_incident_is_told_every_change_at_once() -> None:
    daily = [a_subscription(mode=Mode.DAILY)]
    window = a_change(an_incident(), an_incident(version=2), "window")
    assert tell(window, subscriptions=daily, told=told_ago(60)) is None
    alert = tell(window, subscriptions=daily, told=told_ago(60), choice=Choice.FOLLOW)
    assert alert is not None
    assert (alert.kind, alert.mode) == (AlertKind.UPDATE, Mode.ALERT)


def test_snoozed_incident_is_silent_until_it_proves_wrong() -> None:
    assert tell(TOLL, told=told_ago(60), choice=Choice.SNOOZE) is None
    assert tell(WITHDRAWN, told=told_ago(60), choice=Choice.SNOOZE) is not None


def test_correction_during_a_pause_waits_for_its_end() -> None:
    resting = replace(ANNA, paused_until=NOW + timedelta(days=7))
    alert = tell(WITHDRAWN, subscriber=resting, told=told_ago(60))
    assert alert is not None
    assert alert.due_at == NOW + timedelta(days=7)
