"""An operator's decisions about incidents: withdraw, correct, merge, split, and take back.

Each is one transaction with what follows from it: the incident, a line in its journal with author and reason, the messages
to those who were told, and what becomes of messages that still wait. Nothing is deleted, so each can be taken back.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from monitor.alerts import Audience, Known, route
from monitor.errors import ConfigError
from monitor.incidents import changed_facts, joined, rebuilt
from monitor.jobs.ingesting import Pipeline, known_of, queue_alerts, stored_wordings
from monitor.model import (
    Alert,
    AlertKind,
    AttackType,
    Change,
    ChangeKind,
    Count,
    DeliveryItem,
    EntryId,
    Incident,
    IncidentId,
    Match,
    Mode,
    Place,
    SubscriberId,
    TimePrecision,
    Window,
)
from monitor.rules.matching import matches
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """What a decision needs: the transaction, rules, readers, the moment, and who decides and why."""

    tx: Transaction
    pipeline: Pipeline
    audience: Audience
    now: datetime
    author: str
    reason: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Decided:
    """What came of a decision: the incidents as they are now, and the alerts to those who are told of it."""

    incidents: tuple[Incident, ...]
    alerts: tuple[Alert, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What an operator knows better; what is None stays as it is."""

    place: Place | None = None
    day: date | None = None
    types: tuple[AttackType, ...] | None = None
    killed: Count | None = None
    injured: Count | None = None


def withdraw(desk: Desk, number: IncidentId) -> Decided:
    """Withdraw an incident that did not happen as reported; who was told is told so.

    Raises:
        NotFoundError: there is none with that number.
        ConfigError: it is withdrawn already.
    """
    before = _standing(desk.tx.incidents.get(number))
    after = replace(before, version=before.version + 1, withdrawn=True)
    return _tell(desk, _decide(desk, ChangeKind.WITHDRAWN, before, after))


def correct(desk: Desk, number: IncidentId, facts: Facts) -> Decided:
    """Set right what is known better; who was told is told so, and who is only now concerned hears of it first.

    Raises:
        NotFoundError: there is none with that number.
        ConfigError: it is withdrawn, or nothing would change.
    """
    before = _standing(desk.tx.incidents.get(number))
    place = facts.place or before.place
    after = replace(
        before,
        version=before.version + 1,
        place=place,
        window=before.window if facts.day is None else _whole_day(facts.day, place),
        types=before.types if facts.types is None else facts.types,
        toll=replace(
            before.toll,
            killed=before.toll.killed if facts.killed is None else facts.killed,
            injured=before.toll.injured if facts.injured is None else facts.injured,
        ),
    )
    if not changed_facts(before, after):
        raise ConfigError(f"incident {number}: that is what is known already")
    return _tell(desk, _decide(desk, ChangeKind.UPDATED, before, after))


def merge(desk: Desk, source: IncidentId, target: IncidentId) -> Decided:
    """Say that *source* is the same attack as *target*: its reports join it, and a tombstone stays.

    Who was told of *source* alone is told in its thread that it is *target*, with all that is known of that; who was about
    to be told of it is told of *target* instead.

    Raises:
        NotFoundError: there is none with one of the numbers.
        ConfigError: they are one, or one is withdrawn.
    """
    tx = desk.tx
    gone, stays = _standing(tx.incidents.get(source)), _standing(tx.incidents.get(target))
    if source == target:
        raise ConfigError(f"incident {source} cannot be merged with itself")
    of_gone, of_stays = known_of(tx, source, desk.now), known_of(tx, target, desk.now)
    before, grown = stays, joined(stays, tx.reports.of_incident(source))
    tx.reports.move(source, target)
    after = replace(gone, version=gone.version + 1, withdrawn=True, merged_into=target)
    withdrawn = _decide(desk, ChangeKind.WITHDRAWN, gone, after)
    known = Known(
        told={**of_gone.told, **of_stays.told},
        pending={**of_gone.pending, **of_stays.pending},
        choices=of_stays.choices,
    )
    kind = ChangeKind.UPDATED if changed_facts(before, grown) else ChangeKind.CORROBORATED
    changed = _decide(desk, kind, before, grown, known)
    _, stored = *withdrawn.incidents, *changed.incidents
    answered = {alert.subscriber for alert in changed.alerts} | {*of_stays.told, *of_stays.pending}
    followed = [
        _about(
            desk, stored, alert.subscriber, AlertKind.UPDATE, alert.mode, f"it is what was told as incident {source}"
        )
        for alert in withdrawn.alerts
        if alert.subscriber not in answered
    ]
    waiting = {who: mode for who, mode in of_gone.pending.items() if who not in {*of_gone.told, *answered}}
    for subscriber, mode in waiting.items():
        _redirect(desk, subscriber, mode, source, stored)
    alerts = (*withdrawn.alerts, *changed.alerts, *followed)
    return _tell(desk, Decided(incidents=(*withdrawn.incidents, stored), alerts=alerts))


def split(desk: Desk, number: IncidentId, entries: Collection[EntryId]) -> Decided:
    """Say that the reports of *entries* tell of another attack, which becomes an incident of its own.

    Both are made anew of their reports. The new one is told like any other; what is now wrong about the old one is
    corrected to those who were told.

    Raises:
        NotFoundError: there is none with that number.
        ConfigError: it is withdrawn, an entry does not tell of it, or none would be left.
    """
    tx = desk.tx
    before = _standing(tx.incidents.get(number))
    reports = tx.reports.of_incident(number)
    foreign = sorted(set(entries) - {report.entry for report in reports})
    if foreign:
        raise ConfigError(
            f"entry {foreign[0]} does not tell of incident {number}; monitor incidents show lists its entries"
        )
    leaving = [report for report in reports if report.entry in entries]
    staying = [report for report in reports if report.entry not in entries]
    if not staying or not leaving:
        raise ConfigError(f"incident {number}: name some of its entries, and leave it some")
    fresh = _decide(desk, ChangeKind.NEW, None, rebuilt(leaving))
    [stored] = fresh.incidents
    tx.reports.move(number, stored.id, entries)
    rest = rebuilt(staying, like=before)
    kind = ChangeKind.UPDATED if changed_facts(before, rest) else ChangeKind.CORROBORATED
    changed = _decide(desk, kind, before, rest)
    return _tell(desk, Decided(incidents=(*changed.incidents, stored), alerts=(*changed.alerts, *fresh.alerts)))


def undo(desk: Desk, number: IncidentId) -> Decided:
    """Take back the last decision about an incident; what reports have changed since stays. Twice does it again.

    Raises:
        NotFoundError: there is none with that number.
        ConfigError: no operator has decided anything about it, or it cannot be taken back this way.
    """
    now_known = desk.tx.incidents.get(number)
    decisions = [line for line in desk.tx.incidents.history(number) if line.author is not None]
    last = decisions[-1] if decisions else None
    if last is None or last.before is None:
        hint = "; merge it into the incident that it was split from" if last is not None else ""
        raise ConfigError(f"incident {number}: there is no decision to take back{hint}")
    if now_known.merged_into is not None:
        return _unmerge(desk, now_known, now_known.merged_into)
    before = last.before
    facts = last.facts
    after = replace(
        now_known,
        version=now_known.version + 1,
        withdrawn=before.withdrawn if "withdrawal" in facts else now_known.withdrawn,
        place=before.place if "place" in facts else now_known.place,
        window=before.window if "window" in facts else now_known.window,
        types=before.types if "type" in facts else now_known.types,
        toll=before.toll if "toll" in facts else now_known.toll,
    )
    if not changed_facts(now_known, after):
        raise ConfigError(f"incident {number}: the last decision changed nothing that can be taken back")
    kind = ChangeKind.WITHDRAWN if after.withdrawn else ChangeKind.UPDATED
    return _tell(desk, _decide(desk, kind, now_known, after))


def _unmerge(desk: Desk, gone: Incident, target: IncidentId) -> Decided:
    tx = desk.tx
    stays = tx.incidents.get(target)
    tx.reports.move_back(gone.id, target)
    restored = _decide(
        desk,
        ChangeKind.UPDATED,
        gone,
        replace(gone, version=gone.version + 1, withdrawn=False, merged_into=None),
    )
    rest = rebuilt(tx.reports.of_incident(target), like=stays)
    kind = ChangeKind.UPDATED if changed_facts(stays, rest) else ChangeKind.CORROBORATED
    changed = _decide(desk, kind, stays, replace(rest, withdrawn=stays.withdrawn, merged_into=stays.merged_into))
    alerts = (*restored.alerts, *changed.alerts)
    return _tell(desk, Decided(incidents=(*restored.incidents, *changed.incidents), alerts=alerts))


def _tell(desk: Desk, decided: Decided) -> Decided:
    """Queue all that a decision tells: one message for each reader, whatever number of incidents it concerns."""
    queue_alerts(desk.tx, decided.alerts, desk.now)
    return decided


def _decide(
    desk: Desk, kind: ChangeKind, before: Incident | None, after: Incident, known: Known | None = None
) -> Decided:
    """Store a change with its author, and find out whom it is told to; what still waits is put in order."""
    tx = desk.tx
    days = {(each.place.country, day) for each in (before, after) if each is not None for day in _days(each.window)}
    tx.incidents.lock(days)
    facts = frozenset() if before is None else changed_facts(before, after)
    change = Change(
        kind=kind, before=before, after=after, report=None, facts=facts, author=desk.author, reason=desk.reason
    )
    stored = tx.incidents.save(change, desk.now)
    change = replace(change, after=stored)
    held = _matches(desk, stored)
    if known is None:
        known = known_of(tx, stored.id, desk.now)
    alerts = route(change, held, desk.pipeline.alerting, desk.audience, known=known, now=desk.now)
    if not stored.withdrawn:
        _forget_who_is_not_concerned(desk, stored, held, known)
    return Decided(incidents=(stored,), alerts=alerts)


def _forget_who_is_not_concerned(desk: Desk, incident: Incident, held: Sequence[Match], known: Known) -> None:
    """Take the incident out of waiting messages to people who were never told of it and do not ask for it as it is now."""
    first = Change(kind=ChangeKind.NEW, before=None, after=incident, report=None)
    asking = route(first, held, desk.pipeline.alerting, desk.audience, now=desk.now)
    concerned = {alert.subscriber for alert in asking} | known.told.keys()
    for subscriber in known.pending.keys() - concerned:
        desk.tx.alerts.forget(subscriber, incident.id)
        while (waiting := desk.tx.outbox.pending_for(subscriber, incident.id)) is not None:
            left = [item for item in waiting.items if item.incident != incident.id]
            desk.tx.outbox.replace_items(waiting.id, left)


def _redirect(desk: Desk, subscriber: SubscriberId, mode: Mode, source: IncidentId, target: Incident) -> None:
    """Let who was about to be told of *source* be told of *target* instead."""
    alert = _about(desk, target, subscriber, AlertKind.NEW, mode, "first report")
    waiting = desk.tx.outbox.pending_for(subscriber, source) if mode is Mode.ALERT else None
    if waiting is None:
        queue_alerts(desk.tx, [alert], desk.now)
        return
    item = DeliveryItem(
        incident=target.id, version=target.version, kind=AlertKind.NEW, reason=alert.reason, matches=alert.matches
    )
    others = [each for each in waiting.items if each.incident not in (source, target.id)]
    desk.tx.outbox.replace_items(waiting.id, [item, *others])


def _about(desk: Desk, incident: Incident, subscriber: SubscriberId, kind: AlertKind, mode: Mode, reason: str) -> Alert:
    return Alert(
        kind=kind,
        subscriber=subscriber,
        incident=incident.id,
        version=incident.version,
        entry="",
        matches=_matches(desk, incident),
        reason=reason,
        due_at=desk.now,
        mode=mode,
    )


def _matches(desk: Desk, incident: Incident) -> tuple[Match, ...]:
    ruleset = desk.pipeline.ruleset
    return matches(ruleset, incident, stored_wordings(desk.tx, incident.id, ruleset))


def _standing(incident: Incident) -> Incident:
    if incident.merged_into is not None:
        raise ConfigError(f"incident {incident.id} was merged into {incident.merged_into}: decide about that one")
    if incident.withdrawn:
        raise ConfigError(f"incident {incident.id} is withdrawn; monitor incidents undo takes that back")
    return incident


def _whole_day(day: date, place: Place) -> Window:
    zone = ZoneInfo(place.tz or "UTC")
    start, end = (
        datetime.combine(each, time(0), tzinfo=zone).astimezone(UTC) for each in (day, day + timedelta(days=1))
    )
    return Window(start=start, end=end, first=day, last=day, precision=TimePrecision.DAY)


def _days(window: Window) -> list[date]:
    return [window.first + timedelta(days=n) for n in range(min((window.last - window.first).days, 31) + 1)]
