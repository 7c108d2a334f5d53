from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from monitor.alerts import Flow, alert_key, decide, group, is_moot
from monitor.model import Alert, AlertKind, IncidentId, Limit, Mode, SubscriberId
from tests.mailcases import ANNA, NOW, a_match, an_incident, an_item


def an_alert(incident: int, kind: AlertKind = AlertKind.NEW, **facts: object) -> Alert:
    alert = Alert(
        kind=kind,
        subscriber=ANNA.id,
        incident=IncidentId(incident),
        version=1,
        entry="e1",
        matches=(a_match(),),
        reason="first report",
        due_at=NOW + timedelta(minutes=incident),
    )
    return replace(alert, **facts)  # type: ignore[arg-type]


def test_wave_over_several_regions_is_one_mail() -> None:
    (delivery,) = group(
        [an_alert(3), an_alert(1, AlertKind.WITHDRAWAL), an_alert(2, AlertKind.UPDATE), an_alert(4)], NOW
    )
    assert [(item.incident, item.kind.value) for item in delivery.items] == [
        (3, "new"),
        (4, "new"),
        (2, "update"),
        (1, "withdrawal"),
    ]
    assert delivery.due_at == NOW + timedelta(minutes=1)


def test_people_and_entries_are_kept_apart_and_digests_left_out() -> None:
    alerts = [
        an_alert(1),
        an_alert(2, entry="e2"),
        an_alert(1, subscriber=SubscriberId(2)),
        an_alert(3, mode=Mode.DAILY),
    ]
    deliveries = group(alerts, NOW)
    assert [(delivery.subscriber, len(delivery.items)) for delivery in deliveries] == [(1, 1), (1, 1), (2, 1)]
    assert len({delivery.key for delivery in deliveries}) == 3


def test_key_depends_on_what_is_told_to_whom_and_on_nothing_else() -> None:
    one, two = an_item(an_incident(1)), an_item(an_incident(2))
    key = alert_key(ANNA.id, [one, two])
    assert key == alert_key(ANNA.id, [replace(two, reason="other words"), one])
    assert key != alert_key(SubscriberId(2), [one, two])
    assert key != alert_key(ANNA.id, [one])
    assert key != alert_key(ANNA.id, [one, replace(two, version=2)])
    assert key != alert_key(ANNA.id, [one, replace(two, kind=AlertKind.UPDATE)])


@pytest.mark.parametrize(
    ("name", "kind", "withdrawn", "told_version", "moot"),
    [
        ("new and unknown", AlertKind.NEW, False, None, False),
        ("new, but withdrawn while it waited", AlertKind.NEW, True, None, True),
        ("told by another message already", AlertKind.UPDATE, False, 2, True),
        ("they know an older version", AlertKind.UPDATE, False, 1, False),
        ("update of what is withdrawn", AlertKind.UPDATE, True, 1, True),
        ("withdrawal of what they know", AlertKind.WITHDRAWAL, True, 1, False),
        ("withdrawal that they know of", AlertKind.WITHDRAWAL, True, 2, True),
        ("correction of what they know", AlertKind.CORRECTION, False, 1, False),
        ("correction of what they never heard", AlertKind.CORRECTION, False, None, True),
        ("correction of what is withdrawn now", AlertKind.CORRECTION, True, 1, True),
        ("withdrawal of what they never heard", AlertKind.WITHDRAWAL, True, None, True),
        ("withdrawal that was taken back", AlertKind.WITHDRAWAL, False, 1, True),
    ],
)
def test_queued_item_that_has_nothing_left_to_say(
    name: str, kind: AlertKind, withdrawn: bool, told_version: int | None, moot: bool
) -> None:
    incident = an_incident(version=2, withdrawn=withdrawn)
    assert is_moot(an_item(incident, kind), incident, told_version) is moot, name


@pytest.mark.parametrize(
    ("hours_ago", "expected"),
    [([], Flow.SEND), ([1, 2], Flow.SEND), ([1, 2, 3], Flow.FOLD), ([1, 2, 25], Flow.SEND), ([1, 2, 24], Flow.SEND)],
)
def test_limit_turns_a_flood_into_a_digest(hours_ago: list[int], expected: Flow) -> None:
    limit = Limit(alerts=3, per_s=24 * 3600)
    assert decide(limit, [NOW - timedelta(hours=hours) for hours in hours_ago], NOW) is expected


def test_no_limit_sends_always() -> None:
    assert decide(None, [NOW] * 1000, NOW) is Flow.SEND
