"""Replay a stream of entries through the live engine, with a virtual clock and an empty store.

Input is JSON Lines, one entry a line: ``id feed lang published title summary content``; other keys are ignored. Output has
the form that ``benchmarks/score.py`` reads: the incidents with their reports, and the alerts that one subscriber to all
rules would have got.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from monitor.errors import ConfigError
from monitor.feeds.guard import clean
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest
from monitor.model import (
    AlertKind,
    Count,
    Entry,
    EntryId,
    Feed,
    FeedId,
    Incident,
    IncidentId,
    Mode,
    Subscriber,
    SubscriberId,
    Subscription,
    SubscriptionId,
)
from monitor.storage.store import Store

EVERYBODY = SubscriberId(1)


@dataclass(frozen=True, slots=True)
class Replayed:
    """One entry of the stream with what became of its reports."""

    entry: Entry
    decisions: tuple[Decision, ...]


def backtest(lines: Iterable[str], pipeline: Pipeline) -> dict[str, Any]:
    """Replay *lines* and return incidents and alerts, ready for JSON.

    Raises:
        ConfigError: a line is no entry; the message names it.
    """
    incidents: dict[IncidentId, Incident] = {}
    mentions: dict[IncidentId, dict[tuple[str, str], None]] = {}
    alerts: list[dict[str, str]] = []
    for replayed in replay(lines, pipeline):
        for decision in replayed.decisions:
            if decision.change is None:
                continue
            after = decision.change.after
            incidents[after.id] = after
            mentions.setdefault(after.id, {})[replayed.entry.id, decision.report.role] = None
            alerts += [
                {
                    "type": "new" if alert.kind is AlertKind.NEW else "update",
                    "incident": str(alert.incident),
                    "entry": replayed.entry.id,
                    "at": alert.due_at.isoformat(),
                }
                for alert in decision.alerts
            ]
    return {
        "incidents": [_incident(incident, mentions[incident_id]) for incident_id, incident in incidents.items()],
        "alerts": alerts,
    }


def replay(lines: Iterable[str], pipeline: Pipeline) -> Iterator[Replayed]:
    """Run the entries of *lines* in the order of their publication; each at the moment it was published."""
    entries = sorted(
        (entry_of(line, number) for number, line in enumerate(lines, 1) if line.strip()), key=lambda e: e.published
    )
    if not entries:
        return
    with Store.open("sqlite://") as store:
        with store.begin() as tx:
            tx.feeds.sync(_feeds(entries), entries[0].published)
            audience = _everybody(pipeline, entries[0].published)
            for subscriber, _ in audience:
                tx.subscribers.add(subscriber)
        for entry in entries:
            reading = pipeline.reader.read(entry)
            if not reading.reports:
                yield Replayed(entry, ())
                continue
            with store.begin() as tx:
                tx.entries.add(entry)
                tx.incidents.lock(days_touched([reading], pipeline.policy))
                decisions = ingest(tx, reading, pipeline, audience, entry.published)
                for delivery in tx.outbox.due(datetime.max.replace(tzinfo=entry.published.tzinfo), 1000):
                    tx.outbox.claim(delivery.id, delivery.due_at, 60.0)
                    tx.outbox.mark_sent(delivery.id, 1, f"<{delivery.key}>", delivery.due_at)
                    for item in delivery.items:
                        tx.ledger.record(delivery.subscriber, item.incident, item.version, delivery.id, delivery.due_at)
            yield Replayed(entry, decisions)


def _feeds(entries: Iterable[Entry]) -> list[Feed]:
    """The feeds that the stream names; they have no address here."""
    publishers = {entry.feed: entry.publisher for entry in entries}
    return [Feed(id=feed, url=f"stream:{feed}", publisher=publisher) for feed, publisher in publishers.items()]


def _everybody(pipeline: Pipeline, since: datetime) -> list[tuple[Subscriber, list[Subscription]]]:
    """One subscriber to every rule, confirmed before the stream begins."""
    person = Subscriber(id=EVERYBODY, email="backtest@example.org", confirmed_at=since, created_at=since)
    wanted = Subscription(
        id=SubscriptionId(1), subscriber=EVERYBODY, mode=Mode.ALERT, rules=frozenset(pipeline.alerting)
    )
    return [(person, [wanted])]


def entry_of(line: str, number: int) -> Entry:
    """The entry that one line of a stream holds.

    Raises:
        ConfigError: it is no entry; the message names line *number*.
    """
    try:
        row = json.loads(line)
        if not isinstance(row, dict):
            raise ValueError("it is no JSON object")
        row = {key: clean(value) if isinstance(value, str) else value for key, value in row.items()}
        published = datetime.fromisoformat(str(row["published"]))
        if published.tzinfo is None:
            raise ValueError(f"published {row['published']!r} has no time zone: end it with Z or +03:00")
        return Entry(
            id=EntryId(str(row["id"])),
            feed=FeedId(str(row.get("feed") or "stream")),
            guid=str(row["id"]),
            title=row.get("title") or "",
            summary=row.get("summary") or "",
            content=row.get("content"),
            link=row.get("link"),
            lang=row.get("lang"),
            published=published,
            first_seen=published,
            publisher=str(row.get("publisher") or row.get("feed") or "stream"),
            home=row.get("home"),
            tags=frozenset(row.get("feed_tags") or ()),
        )
    except (KeyError, TypeError, ValueError) as error:
        what = f"no {error} in it" if isinstance(error, KeyError) else str(error)
        raise ConfigError(f"line {number} is no entry: {what}") from error


def _figure(killed: Count | None, injured: Count | None) -> int | None:
    """Deaths as one number: nobody, where only injured are told of; the low end of a range, which is what is certain."""
    if killed is None:
        return 0 if injured is not None and injured.high > 0 else None
    return killed.low


def _incident(incident: Incident, mentions: Iterable[tuple[str, str]]) -> dict[str, Any]:
    place, toll = incident.place, incident.toll
    return {
        "id": str(incident.id),
        "family": incident.types[0] if incident.types else "explosion",
        "place": place.name,
        "country": place.country,
        "iso_region": place.iso_region,
        "lat": place.lat,
        "lon": place.lon,
        "precision": str(place.precision),
        "start": incident.window.first.isoformat(),
        "end": incident.window.last.isoformat(),
        "killed": _figure(toll.killed, toll.injured),
        "injured": None if toll.injured is None else toll.injured.low,
        "standing": str(incident.standing),
        "reports": [{"entry": entry, "role": str(role)} for entry, role in mentions],
    }
