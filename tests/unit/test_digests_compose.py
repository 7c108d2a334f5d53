from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta

from monitor.digests import DigestWindow, compose
from monitor.model import Alert, AlertKind, Delivery, DigestKind, Incident, IncidentId, Level, Mode, RuleId
from tests.mailcases import (
    ANNA,
    DRONES,
    ISTRA,
    KALUGA_REGION,
    NOW,
    RAIDS,
    TVER_REGION,
    a_match,
    a_subscription,
    an_incident,
)

WINDOW = DigestWindow(kind=DigestKind.DAILY, label="2023-09-05", start=NOW - timedelta(days=1), end=NOW)


def held(incident: int, kind: AlertKind, version: int = 1, rule: RuleId = DRONES, level: Level = Level.HIGH) -> Alert:
    return Alert(
        kind=kind,
        subscriber=ANNA.id,
        incident=IncidentId(incident),
        version=version,
        entry="e1",
        matches=(a_match(rule, level),),
        reason=f"{kind.value} {version}",
        facts=frozenset({"toll"}) if kind is AlertKind.UPDATE else frozenset(),
        due_at=NOW,
        mode=Mode.DAILY,
    )


def digest(alerts: Sequence[Alert], *incidents: Incident, mode: Mode = Mode.DAILY) -> Delivery | None:
    known = {incident.id: incident for incident in incidents}
    return compose(a_subscription(5, mode=mode), WINDOW, alerts, known, NOW)


def told(delivery: Delivery | None) -> list[tuple[int, str]]:
    assert delivery is not None
    return [(item.incident, item.kind.value) for item in delivery.items]


def test_new_before_updates_before_corrections_and_regions_together() -> None:
    delivery = digest(
        [
            held(1, AlertKind.WITHDRAWAL),
            held(2, AlertKind.UPDATE),
            held(3, AlertKind.NEW),
            held(4, AlertKind.NEW),
            held(5, AlertKind.NEW),
        ],
        an_incident(1, withdrawn=True),
        an_incident(2),
        an_incident(3, place=TVER_REGION),
        an_incident(4, place=KALUGA_REGION),
        an_incident(5, place=TVER_REGION),
    )
    assert told(delivery) == [(4, "new"), (3, "new"), (5, "new"), (2, "update"), (1, "withdrawal")]


def test_incident_that_grew_in_the_window_is_told_once_as_new() -> None:
    delivery = digest(
        [held(1, AlertKind.UPDATE, 3, RAIDS, Level.CRITICAL), held(1, AlertKind.NEW, 1)], an_incident(1, version=3)
    )
    assert delivery is not None
    (item,) = delivery.items
    assert (item.kind, item.version, item.facts) == (AlertKind.NEW, 3, frozenset())
    assert [match.rule for match in item.matches] == [RAIDS, DRONES]


def test_incident_that_came_and_went_in_the_window_was_never_told() -> None:
    gone = an_incident(1, withdrawn=True)
    assert told(digest([held(1, AlertKind.NEW), held(1, AlertKind.WITHDRAWAL, 2)], gone)) == []


def test_update_and_withdrawal_are_one_correction() -> None:
    gone = an_incident(1, withdrawn=True)
    delivery = digest([held(1, AlertKind.WITHDRAWAL, 3), held(1, AlertKind.UPDATE, 2)], gone)
    assert told(delivery) == [(1, "withdrawal")]
    assert delivery is not None
    assert delivery.items[0].reason == "withdrawal 3"


def test_what_an_alert_has_told_meanwhile_is_not_told_again() -> None:
    alerts = [
        held(1, AlertKind.NEW),
        held(2, AlertKind.NEW),
        held(2, AlertKind.UPDATE, 3),
        held(3, AlertKind.WITHDRAWAL, 2),
    ]
    incidents = {IncidentId(n): an_incident(n, version=3, withdrawn=n == 3) for n in (1, 2, 3)}
    known = {IncidentId(1): 1, IncidentId(2): 2, IncidentId(3): 1}
    delivery = compose(a_subscription(5, mode=Mode.DAILY), WINDOW, alerts, incidents, NOW, known)
    assert told(delivery) == [(2, "update"), (3, "withdrawal")]


def test_quiet_day_is_told_and_quiet_hour_is_not() -> None:
    assert told(digest([])) == []
    assert digest([], mode=Mode.HOURLY) is None


def test_key_is_the_subscription_and_the_local_date() -> None:
    delivery = digest([held(1, AlertKind.NEW)], an_incident(1, place=ISTRA))
    assert delivery is not None
    assert (delivery.key, delivery.due_at) == ("digest:5:2023-09-05", NOW)
    assert delivery.key != replace(WINDOW, label="2023-09-06").label


def test_withdrawn_and_restored_in_one_window_is_not_mentioned() -> None:
    restored = replace(held(1, AlertKind.CORRECTION, 3), facts=frozenset({"withdrawal"}))
    assert told(digest([held(1, AlertKind.WITHDRAWAL, 2), restored], an_incident(1, version=3))) == []


def test_correction_outranks_the_update_that_came_with_it() -> None:
    delivery = digest([held(1, AlertKind.UPDATE, 2), held(1, AlertKind.CORRECTION, 3)], an_incident(1, version=3))
    assert told(delivery) == [(1, "correction")]


def test_empty_digest_stays_away_where_it_is_not_wanted() -> None:
    quiet = a_subscription(5, mode=Mode.DAILY, even_if_empty=False)
    assert compose(quiet, WINDOW, [], {}, NOW) is None
