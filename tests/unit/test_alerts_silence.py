"""Why somebody is not told of a change."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts import Known, Silence, route, why_silent
from monitor.model import (
    AttackType,
    Change,
    Choice,
    Level,
    Match,
    Mode,
    Role,
    RuleAlerting,
    Standing,
    Subscriber,
    Subscription,
    Told,
)
from tests.mailcases import ANNA, DRONES, NOW, RAIDS, a_change, a_match, a_subscription, an_incident

RULES = {DRONES: RuleAlerting(rule=DRONES, level=Level.HIGH, update_on=frozenset({"toll"}))}
NEW = a_change(None, an_incident())
TOLL = a_change(an_incident(), an_incident(version=2), "toll")
SAME = a_change(an_incident(), an_incident(version=2))
TOLD = Told(version=1, at=NOW - timedelta(hours=3))
MATCH = a_match(DRONES, Level.HIGH)


def silence(
    change: Change = NEW,
    matches: Sequence[Match] = (MATCH,),
    subscriptions: Sequence[Subscription] = (a_subscription(),),
    subscriber: Subscriber = ANNA,
    *,
    told: Told | None = None,
    pending: Mode | None = None,
    choice: Choice | None = None,
    rules: Mapping[str, RuleAlerting] = RULES,
) -> Silence | None:
    """None: an alert is given."""
    known = Known(
        told={} if told is None else {subscriber.id: told},
        pending={} if pending is None else {subscriber.id: pending},
        choices={} if choice is None else {subscriber.id: choice},
    )
    if route(change, matches, rules, [(subscriber, subscriptions)], known=known, now=NOW):  # type: ignore[arg-type]
        return None
    found = why_silent(change, matches, rules, subscriber, subscriptions, known=known, now=NOW)  # type: ignore[arg-type]
    assert found.detail
    return found.why


CASES = {
    "nothing is in the way": (None, {}),
    "only recalled": (Silence.BACKGROUND, {"change": a_change(None, an_incident(), role=Role.BACKGROUND)}),
    "not sure enough": (Silence.BACKGROUND, {"change": a_change(None, an_incident(quiet=True))}),
    "no rule": (Silence.NO_RULE, {"matches": ()}),
    "withdrawn unheard": (Silence.NO_RULE, {"change": a_change(an_incident(), an_incident(withdrawn=True))}),
    "asleep": (Silence.SNOOZED, {"choice": Choice.SNOOZE}),
    "paused": (Silence.PAUSED, {"subscriber": replace(ANNA, paused_until=NOW + timedelta(days=1))}),
    "another rule": (Silence.OTHER_RULES, {"subscriptions": [a_subscription(rules=frozenset({RAIDS}))]}),
    "a rule that tells nobody": (Silence.OTHER_RULES, {"rules": {}}),
    "not loud enough": (Silence.BELOW_LEVEL, {"subscriptions": [a_subscription(min_level=Level.CRITICAL)]}),
    "another type": (Silence.FILTERED, {"subscriptions": [a_subscription(types=frozenset({AttackType("ground")}))]}),
    "not founded": (Silence.STANDING, {"subscriptions": [a_subscription(min_standing=Standing.OFFICIAL)]}),
    "a fact that nobody asked for": (
        Silence.NO_NEWS,
        {"change": a_change(an_incident(), an_incident(version=2), "place"), "told": TOLD},
    ),
    "one more report": (Silence.NO_NEWS, {"change": SAME, "told": TOLD}),
    "one more report for who never heard of it": (Silence.NO_NEWS, {"change": SAME}),
    "queued already": (Silence.QUEUED, {"change": TOLL, "told": TOLD, "pending": Mode.ALERT}),
    "of two, what came nearer": (
        Silence.FILTERED,
        {
            "subscriptions": [
                a_subscription(min_level=Level.CRITICAL),
                a_subscription(types=frozenset({AttackType("ground")})),
            ]
        },
    ),
}


@pytest.mark.parametrize(("why", "case"), CASES.values(), ids=CASES.keys())
def test_reason(why: Silence | None, case: dict[str, object]) -> None:
    assert silence(**case) is why  # type: ignore[arg-type]


@given(
    change=st.sampled_from([NEW, TOLL, SAME, a_change(an_incident(), an_incident(version=2), "place", "standing")]),
    matches=st.sets(st.sampled_from([MATCH, a_match(RAIDS, Level.LOW)])),
    wishes=st.lists(
        st.builds(
            a_subscription,
            mode=st.sampled_from(Mode),
            rules=st.sets(st.sampled_from([DRONES, RAIDS])).map(frozenset),
            min_level=st.sampled_from(Level),
            min_standing=st.sampled_from(Standing),
            active=st.booleans(),
        ),
        max_size=3,
    ),
    told=st.none() | st.just(TOLD),
    pending=st.none() | st.sampled_from(Mode),
    choice=st.none() | st.sampled_from(Choice),
)
def test_every_silence_has_a_reason(
    change: Change,
    matches: set[Match],
    wishes: list[Subscription],
    told: Told | None,
    pending: Mode | None,
    choice: Choice | None,
) -> None:
    silence(change, tuple(matches), wishes, told=told, pending=pending, choice=choice)
