"""What one digest tells, and in which order."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime

from monitor.digests.windows import DigestWindow
from monitor.model import (
    Alert,
    AlertKind,
    Delivery,
    DeliveryId,
    DeliveryItem,
    DeliveryKind,
    Incident,
    IncidentId,
    Match,
    Mode,
    RuleId,
    Subscription,
    SubscriptionId,
)


def compose(
    subscription: Subscription,
    window: DigestWindow,
    alerts: Iterable[Alert],
    incidents: Mapping[IncidentId, Incident],
    now: datetime,
    told: Mapping[IncidentId, int] | None = None,
) -> Delivery | None:
    """Return the digest of one subscription for one window.

    Args:
        subscription: of a digest mode.
        window: the span told.
        alerts: what was decided for this subscriber in the window and not told since, folded alerts included.
        incidents: as they are now, for every incident that *alerts* name.
        now: when the digest is queued.
        told: the version of each incident that the subscriber knows by other messages; None: of none. What an alert
            has told meanwhile is not told again.

    Returns:
        A delivery, not stored yet (``id`` 0): new before updates before corrections, each ordered by country, region,
        then time. Several alerts about one incident are one item. An incident that was new and withdrawn inside the
        window was never told, so it is left out. A daily or weekly digest with nothing to tell has no items but is
        still sent, so that a quiet day can be told from a broken service, unless the subscriber does not want it
        (``even_if_empty``); a quiet hour is None.
    """
    by_incident: dict[IncidentId, list[Alert]] = {}
    for alert in alerts:
        if alert.version > (told or {}).get(alert.incident, 0):
            by_incident.setdefault(alert.incident, []).append(alert)
    items = [
        item
        for incident, held in by_incident.items()
        if (item := _item(_still_so(held, incidents[incident]))) is not None
    ]
    if not items and (subscription.mode is Mode.HOURLY or not subscription.even_if_empty):
        return None
    return Delivery(
        id=DeliveryId(0),
        key=digest_key(subscription.id, window),
        kind=DeliveryKind.DIGEST,
        subscriber=subscription.subscriber,
        items=tuple(sorted(items, key=lambda item: _order(item, incidents[item.incident]))),
        created_at=now,
        due_at=window.end,
    )


def digest_key(subscription: SubscriptionId, window: DigestWindow) -> str:
    """Return the key of a digest: one for each subscription and local date (P23)."""
    return f"digest:{subscription}:{window.label}"


def _still_so(held: Sequence[Alert], incident: Incident) -> list[Alert]:
    """Those alerts that are to be told of the incident as it is now: what came and went in the window was never told."""
    kinds = {alert.kind for alert in held}
    if incident.withdrawn:
        return [] if AlertKind.NEW in kinds else [alert for alert in held if alert.kind is AlertKind.WITHDRAWAL]
    if AlertKind.WITHDRAWAL not in kinds:
        return list(held)
    # Withdrawn and restored: the reader has heard of neither.
    return [
        alert for alert in held if alert.kind is not AlertKind.WITHDRAWAL and alert.facts != frozenset({"withdrawal"})
    ]


def _item(told: Sequence[Alert]) -> DeliveryItem | None:
    """One line for all that happened to an incident in the window; None: nothing is left to tell."""
    if not told:
        return None
    kinds = {alert.kind for alert in told}
    kind = AlertKind.NEW if AlertKind.NEW in kinds else max(kinds, key=lambda kind: kind.rank)
    latest = max(told, key=lambda alert: (alert.kind is kind, alert.version))
    return DeliveryItem(
        incident=latest.incident,
        version=max(alert.version for alert in told),
        kind=kind,
        reason=latest.reason,
        facts=frozenset() if kind is AlertKind.NEW else frozenset().union(*(alert.facts for alert in told)),
        matches=_matches(told),
    )


def _matches(told: Iterable[Alert]) -> tuple[Match, ...]:
    unique: dict[RuleId, Match] = {match.rule: match for alert in told for match in alert.matches}
    return tuple(sorted(unique.values(), key=lambda match: (-match.level.rank, match.rule)))


def _order(item: DeliveryItem, incident: Incident) -> tuple[object, ...]:
    place = incident.place
    return (item.kind.rank, place.country, place.iso_region or "", incident.window.start, incident.id)
