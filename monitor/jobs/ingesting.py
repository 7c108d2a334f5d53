"""One entry into the store: where reading, resolution, rules, alerts and the outbox meet.

    reports | resolve | merge | match | route | outbox

Everything that follows from an entry is written in the caller's transaction, so that incident and messages commit
together. Nothing here reads the clock or the network.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta

from monitor.alerts.messages import group
from monitor.alerts.routing import NOBODY, Audience, Known, route
from monitor.incidents import (
    TOLD_AT_ONCE,
    ResolvePolicy,
    aloud,
    days_to_search,
    merge,
    opening,
    resolve,
    similarity,
    start,
    told_apart,
)
from monitor.model import (
    Alert,
    Ambiguous,
    Change,
    EntryId,
    Incident,
    IncidentId,
    Match,
    Mode,
    NewIncident,
    Report,
    Resolution,
    Role,
    RuleAlerting,
    RuleId,
    SameIncident,
    SetAside,
)
from monitor.reading.reader import Reader, Reading
from monitor.reading.text import document
from monitor.rules.matching import Wording, asks_for_wording, matches
from monitor.rules.model import RuleSet
from monitor.storage.store import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Pipeline:
    """What entries are processed with: one consistent set of reader, rules and resolution policy."""

    reader: Reader
    ruleset: RuleSet
    alerting: Mapping[RuleId, RuleAlerting]
    policy: ResolvePolicy = field(default_factory=ResolvePolicy)


@dataclass(frozen=True, slots=True, kw_only=True)
class Decision:
    """What became of one report. ``change`` None: it joined nothing. ``alerts``: whom it is told to, and why."""

    report: Report
    resolution: Resolution
    change: Change | None = None
    matches: tuple[Match, ...] = ()
    alerts: tuple[Alert, ...] = ()


def days_touched(readings: Iterable[Reading], policy: ResolvePolicy) -> Iterator[tuple[str, date]]:
    """The (country, day) pairs whose incidents the readings may change: what a transaction locks before it resolves."""
    for reading in readings:
        for report in reading.reports:
            first, last = days_to_search(report, policy)
            for n in range((last - first).days + 1):
                yield report.place.country, first + timedelta(days=n)


def ingest(
    tx: Transaction, reading: Reading, pipeline: Pipeline, audience: Audience, now: datetime, *, silent: bool = False
) -> tuple[Decision, ...]:
    """Resolve the reports of one read entry and queue what is to be told.

    Args:
        tx: an open write transaction; the entry is stored in it, and its days are locked.
        reading: of the entry.
        pipeline: rules and policy.
        audience: confirmed subscribers with their subscriptions.
        now: the moment of the decision.
        silent: True for entries that are too old to alert on (the first fetch of a feed); incidents are kept all the same.

    Returns:
        One decision for each report: recalled ones first, then those that fit what is known best, exact places before
        the regions that hold them.
    """
    ordered = in_turn(tx, reading.reports, pipeline.policy)
    decisions: list[Decision] = []
    for report in ordered:
        context = _Context(
            reading=reading,
            others=tuple(other for other in ordered if other is not report),
            decided=tuple(decisions),
        )
        decisions.append(_decide(tx, report, context, pipeline, audience, now, silent=silent))
    queue_alerts(tx, [alert for decision in decisions for alert in decision.alerts], now)
    for reason in _set_aside(reading, now):
        tx.set_aside.add(reason)
    return tuple(decisions)


def in_turn(tx: Transaction, reports: Sequence[Report], policy: ResolvePolicy) -> list[Report]:
    """The reports in the order of decision: who fits a stored incident best has the first claim on it."""

    def turn(report: Report) -> tuple[bool, float, int]:
        best = max((similarity(report, i, policy).score for i in near(tx, report, policy)), default=0.0)
        return report.role is Role.MAIN, -best, report.place.precision.rank

    if len(reports) < 2:
        return list(reports)
    return sorted(reports, key=turn)


def near(tx: Transaction, report: Report, policy: ResolvePolicy) -> list[Incident]:
    """The stored incidents that *report* could describe by country and day."""
    first, last = days_to_search(report, policy)
    return tx.incidents.near({report.place.country}, first, last)


@dataclass(frozen=True, slots=True)
class _Context:
    """The entry of a report, its other reports, and what was decided about those that came before it."""

    reading: Reading
    others: tuple[Report, ...]
    decided: tuple[Decision, ...]

    @property
    def linked(self) -> bool:
        """Whether another report of the entry brings news of a known incident."""
        return any(isinstance(d.resolution, SameIncident) and d.report.role is Role.MAIN for d in self.decided)

    def is_free(self, incident: Incident, report: Report) -> bool:
        """Whether no report of another place in the same entry has been found to describe *incident*."""
        return not any(
            d.change is not None and d.change.after.id == incident.id and told_apart(report, d.report)
            for d in self.decided
        )


def _decide(
    tx: Transaction,
    report: Report,
    context: _Context,
    pipeline: Pipeline,
    audience: Audience,
    now: datetime,
    *,
    silent: bool,
) -> Decision:
    candidates = [i for i in near(tx, report, pipeline.policy) if context.is_free(i, report)]
    resolution = resolve(report, candidates, pipeline.policy)
    change = _apply(tx, report, resolution, context, now)
    if change is None:
        return Decision(report=report, resolution=resolution)
    held = matches(pipeline.ruleset, change.after, wordings(tx, context.reading, change.after.id, pipeline.ruleset))
    alerts: tuple[Alert, ...] = ()
    if not silent:
        alerts = route(
            change,
            held,
            pipeline.alerting,
            audience,
            known=known_of(tx, change.after.id, now) if change.before is not None else NOBODY,
            now=now,
        )
    return Decision(report=report, resolution=resolution, change=change, matches=held, alerts=alerts)


def known_of(tx: Transaction, incident: IncidentId, now: datetime) -> Known:
    """What subscribers know of an incident, are about to be told, and have chosen about it."""
    return Known(
        told=tx.ledger.knowing(incident),
        pending=tx.alerts.pending(incident),
        choices=tx.choices.of_incident(incident, now),
    )


def wordings(tx: Transaction | None, reading: Reading, incident: IncidentId | None, ruleset: RuleSet) -> list[Wording]:
    """What the entries that tell of an incident have beside the facts; empty when no rule asks for it.

    Args:
        tx: any transaction; None: nothing is stored.
        reading: of the entry in hand, which comes first.
        incident: None: no other entry tells of it.
        ruleset: the rules in force.
    """
    if not any(asks_for_wording(rule) for rule in ruleset.rules):
        return []
    entry = reading.entry
    own = Wording(text=reading.document.text if reading.document else "", tags=entry.tags)
    if tx is None or incident is None:
        return [own]
    return [own, *stored_wordings(tx, incident, ruleset, but=entry.id)]


def stored_wordings(
    tx: Transaction, incident: IncidentId, ruleset: RuleSet, but: EntryId | None = None
) -> list[Wording]:
    """What the stored entries that tell of an incident have beside the facts; empty when no rule asks for it.

    Args:
        tx: any transaction.
        incident: whose reports' entries are looked up.
        ruleset: the rules in force.
        but: an entry that is left out.
    """
    if not any(asks_for_wording(rule) for rule in ruleset.rules):
        return []
    tags = {report.entry: report.tags for report in tx.reports.of_incident(incident)}
    return [Wording(text=document(tx.entries.get(entry)).text, tags=tags[entry]) for entry in tags if entry != but]


def _apply(tx: Transaction, report: Report, resolution: Resolution, context: _Context, now: datetime) -> Change | None:
    """Store what the resolution says; the change with the incident's id, or None when the report joined nothing."""
    match resolution:
        case NewIncident(nearest=nearest):
            sure, _ = opening(report, nearest[1] if nearest else None, context.others, linked=context.linked)
            change = start(report, watched=sure < TOLD_AT_ONCE)
        case SameIncident(incident=incident):
            change = merge(incident, report)
            if _says_more_in_full(report, change, context):
                change = aloud(change)
        case Ambiguous(candidates=supported):
            tx.reports.add(report, None, [(incident.id, found.score) for incident, found in supported])
            return None
        case _:
            tx.reports.add(report, None)
            return None
    stored = tx.incidents.save(change, now)
    tx.reports.add(report, stored.id)
    return replace(change, after=stored)


def _says_more_in_full(report: Report, change: Change, context: _Context) -> bool:
    """Whether the later text of an entry, such as its article, is sure enough to tell of a watched incident by itself."""
    if not change.after.quiet or report.role is not Role.MAIN or context.reading.entry.revision == 1:
        return False
    sure, _ = opening(report, None, context.others, linked=context.linked)
    return sure >= TOLD_AT_ONCE


def queue_alerts(tx: Transaction, alerts: Sequence[Alert], now: datetime) -> None:
    """Queue the messages of alerts that are told at once, and keep the others for their digests."""
    for alert in alerts:
        if alert.mode is not Mode.ALERT:
            tx.alerts.hold(alert)
    for delivery in group(alerts, now):
        tx.outbox.add(delivery)


def _set_aside(reading: Reading, now: datetime) -> Iterator[SetAside]:
    """What a filter stopped although the words told of an attack, for the operator to review."""
    if reading.veto is not None and any(s.hits for s in reading.signals):
        yield SetAside(
            entry=reading.entry.id, filter=reading.veto.id, sentence=reading.signals[0].sentence.text, at=now
        )
