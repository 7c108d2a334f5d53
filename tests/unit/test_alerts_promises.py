"""Properties of routing: nobody hears the same twice, the most immediate mode wins, corrections reach who was told."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from monitor.alerts import Known, route
from monitor.model import (
    Alert,
    AlertKind,
    Change,
    Choice,
    Level,
    Match,
    Mode,
    RuleAlerting,
    RuleId,
    Standing,
    Subscriber,
    SubscriberId,
    Subscription,
    Told,
)
from tests.mailcases import ANNA, KALUGA_REGION, NOW, a_change, a_subscription, an_incident

RULES = tuple(RuleId(name) for name in ("a", "b", "c"))
FACTS = ("toll", "standing", "place", "outcome")


@st.composite
def alertings(draw: st.DrawFn) -> dict[RuleId, RuleAlerting]:
    return {
        rule: RuleAlerting(
            rule=rule,
            level=draw(st.sampled_from(Level)),
            when=draw(st.sampled_from(Standing)),
            wait_s=draw(st.integers(0, 600)),
            update_on=draw(st.frozensets(st.sampled_from(FACTS))),
            update_interval_s=draw(st.integers(0, 3600)),
        )
        for rule in draw(st.sets(st.sampled_from(RULES)))
    }


@st.composite
def people(draw: st.DrawFn) -> list[tuple[Subscriber, list[Subscription]]]:
    audience = []
    for number in range(1, draw(st.integers(1, 4)) + 1):
        person = replace(
            ANNA,
            id=SubscriberId(number),
            confirmed_at=draw(st.sampled_from([None, NOW])),
            paused=draw(st.booleans()),
            paused_until=draw(st.sampled_from([None, NOW + timedelta(days=1)])),
        )
        wanted = [
            a_subscription(
                10 * number + each,
                person.id,
                mode=draw(st.sampled_from(Mode)),
                rules=draw(st.frozensets(st.sampled_from(RULES))),
                min_level=draw(st.sampled_from(Level)),
                regions=draw(st.sampled_from([frozenset(), frozenset({"RU-MOS"}), frozenset({"RU-KLU"})])),
                active=draw(st.booleans()),
            )
            for each in range(draw(st.integers(0, 4)))
        ]
        audience.append((person, wanted))
    return audience


@st.composite
def knowledge(draw: st.DrawFn) -> Known:
    numbers = [SubscriberId(number) for number in range(1, 5)]
    some = st.sets(st.sampled_from(numbers))
    return Known(
        told={each: Told(version=1, at=NOW - timedelta(minutes=draw(st.integers(0, 90)))) for each in draw(some)},
        pending={each: draw(st.sampled_from(Mode)) for each in draw(some)},
        choices={each: draw(st.sampled_from(Choice)) for each in draw(some)},
    )


CHANGES = st.sampled_from(
    [
        a_change(None, an_incident()),
        a_change(an_incident(), an_incident(version=2), "toll"),
        a_change(an_incident(), an_incident(version=2, standing=Standing.OFFICIAL), "standing"),
        a_change(an_incident(), an_incident(version=2, place=KALUGA_REGION), "place"),
        a_change(an_incident(), an_incident(version=2, withdrawn=True)),
        a_change(an_incident(withdrawn=True), an_incident(version=2), "withdrawal"),
    ]
)
MATCHES = st.lists(
    st.builds(Match, rule=st.sampled_from(RULES), level=st.sampled_from(Level)), unique_by=lambda match: match.rule
)


def active(subscriptions: list[Subscription]) -> list[Subscription]:
    return [each for each in subscriptions if each.active]


@given(change=CHANGES, matches=MATCHES, rules=alertings(), audience=people(), known=knowledge())
def test_one_alert_for_each_person_and_the_most_immediate_mode_wins(
    change: Change,
    matches: list[Match],
    rules: dict[RuleId, RuleAlerting],
    audience: list[tuple[Subscriber, list[Subscription]]],
    known: Known,
) -> None:
    alerts = route(change, matches, rules, audience, known=known, now=NOW)
    assert len({alert.subscriber for alert in alerts}) == len(alerts)
    people_by_id = {person.id: (person, wanted) for person, wanted in audience}
    for alert in alerts:
        person, wanted = people_by_id[alert.subscriber]
        assert person.confirmed_at is not None
        assert not person.paused
        alone = [
            found.mode
            for each in active(wanted)
            for found in route(change, matches, rules, [(person, [each])], known=known, now=NOW)
        ]
        assert alert.mode is min(alone, key=lambda mode: mode.slowness)
        # Each subscription alone would tell the same thing or nothing: together they tell it once.
        pending = known.pending.get(person.id)
        assert pending is None or alert.kind.sets_right or alert.mode.slowness < pending.slowness


@given(change=CHANGES, matches=MATCHES, rules=alertings(), audience=people(), known=knowledge())
def test_corrections_and_withdrawals_reach_exactly_those_who_were_told_and_at_once(
    change: Change,
    matches: list[Match],
    rules: dict[RuleId, RuleAlerting],
    audience: list[tuple[Subscriber, list[Subscription]]],
    known: Known,
) -> None:
    alerts = {alert.subscriber: alert for alert in route(change, matches, rules, audience, known=known, now=NOW)}
    before = change.before
    takes_back = before is not None and (
        before.withdrawn is not change.after.withdrawn or before.place.id != change.after.place.id
    )
    for person, wanted in audience:
        alert = alerts.get(person.id)
        owed = (
            person.confirmed_at is not None and not person.paused and bool(active(wanted)) and person.id in known.told
        )
        if takes_back:
            assert (alert is not None and alert.kind.sets_right) == owed
        elif alert is not None:
            assert not alert.kind.sets_right
        if alert is not None and alert.kind.sets_right:
            assert alert.due_at == (person.paused_until or NOW), "neither wait nor interval, and no third word"


@given(change=CHANGES, matches=MATCHES, rules=alertings(), audience=people(), known=knowledge())
def test_there_are_two_words_of_timing(
    change: Change,
    matches: list[Match],
    rules: dict[RuleId, RuleAlerting],
    audience: list[tuple[Subscriber, list[Subscription]]],
    known: Known,
) -> None:
    def latest(alert: Alert) -> timedelta:
        asked = [rules[match.rule] for match in alert.matches]
        told = known.told.get(alert.subscriber)
        if told is None:
            return timedelta(seconds=min(each.wait_s for each in asked))
        return told.at + timedelta(seconds=min(each.update_interval_s for each in asked)) - NOW

    for alert in route(change, matches, rules, audience, known=known, now=NOW):
        if not alert.kind.sets_right:
            assert alert.due_at - NOW == max(latest(alert), timedelta(0))
            assert (alert.kind is AlertKind.NEW) == (alert.subscriber not in known.told)
