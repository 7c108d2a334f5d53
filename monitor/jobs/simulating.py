"""Replays stored entries for sample readers: which mail each would have got, when and why, and what was held.

    fetched texts | read | ingest | digests | deliver

Everything but the outside is real: the same functions decide as in the running service, on a database in memory and a clock
that goes from one moment at which something is due to the next. Nothing is sent, and nothing of the operator's is written.
"""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from email.message import EmailMessage
from itertools import groupby

from monitor.alerts import why_silent
from monitor.delivery.describing import headline
from monitor.delivery.reasons import reasons_in_words
from monitor.delivery.wording import Words
from monitor.digests import due_windows
from monitor.errors import ConfigError
from monitor.jobs.claiming import DeliveryReport, Result
from monitor.jobs.delivering import deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.jobs.holding import Drop, Fold, Postpone
from monitor.jobs.ingesting import Decision, Pipeline, days_touched, ingest, known_of
from monitor.jobs.live_rules import FixedRules, InForce
from monitor.jobs.sample_readers import SampleReader, store_readers
from monitor.jobs.scratch import Scratch
from monitor.jobs.services import Services
from monitor.jobs.simulation import HeldNews, Hold, ReaderOutcome, SimulatedMail, Simulation, Told
from monitor.model import (
    AlertKind,
    Delivery,
    DeliveryKind,
    Entry,
    EntryId,
    Feed,
    Incident,
    IncidentId,
    Level,
    Mode,
    Subscriber,
    Subscription,
)
from monitor.reading.reader import Reading
from monitor.storage import Store, Transaction

log = logging.getLogger(__name__)

RUN_UP = timedelta(days=3)
"""How much is replayed before the window, so that what was known when it began is known: reports of one attack come for two
or three days."""

AFTER = timedelta(days=8)
"""How long the clock runs on after the window, until what was read in it is told: a week's digest at the latest."""

HOUR = timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class _Batch:
    """What was stored at one moment and tells of an attack."""

    at: datetime
    readings: tuple[Reading, ...]


def simulate(
    services: Services,
    in_force: InForce,
    readers: Sequence[SampleReader],
    since: datetime,
    until: datetime,
    *,
    run_up: timedelta = RUN_UP,
    tell: Callable[[int, int], None] = lambda done, of: None,
) -> Simulation:
    """Replay what was stored from *since* on and before *until*; the same entries and files give the same result.

    Args:
        services: whose database holds the entries; it is only read.
        in_force: the operator files to try.
        readers: who might be told.
        since: begin of the window.
        until: its end; what was read before and is told later is told still.
        run_up: how much before the window is replayed without being shown.
        tell: called with the number of texts read and of all.

    Raises:
        ConfigError: a mail cannot be made with the templates in force.
    """
    begin = since - run_up
    with services.store.read() as tx:
        texts = tx.entries.fetched(begin, until)
        feeds = [feed for feed, _ in tx.feeds.all()]
    batches, unreadable = _read(texts, in_force.pipeline, tell)
    with Store.open("sqlite://") as store:
        scratch = Scratch(
            settings=services.settings.model_copy(update={"senders": 1, "public_url": None}),
            store=store,
            rules=FixedRules(in_force=in_force),
            renderer=services.renderer,
            now=begin,
        )
        run = _Run(scratch, readers, feeds, since, until)
        run.play(batches)
        return Simulation(
            since=since,
            until=until,
            run_up_since=begin,
            entries=len(texts),
            unreadable=unreadable,
            incidents=len(run.began),
            readers=run.outcomes(),
        )


def _read(
    texts: Sequence[tuple[datetime, Entry]], pipeline: Pipeline, tell: Callable[[int, int], None]
) -> tuple[list[_Batch], int]:
    """Read all texts; keep those that report something. Also how many could not be read."""
    batches: list[_Batch] = []
    unreadable = done = 0
    for moment, group in groupby(texts, key=lambda text: text[0]):
        readings = []
        for _, entry in group:
            try:
                reading = pipeline.reader.read(entry)
            except Exception:
                log.exception("entry.unreadable", extra={"feed": entry.feed, "entry": entry.id})
                unreadable += 1
            else:
                readings += [reading] if reading.reports else []
            done += 1
            tell(done, len(texts))
        if readings:
            batches.append(_Batch(moment, tuple(readings)))
    return batches, unreadable


class _Run:
    """One simulation under way. ``began``: the incidents that became known, as news, within the window."""

    def __init__(
        self,
        scratch: Scratch,
        readers: Sequence[SampleReader],
        feeds: Sequence[Feed],
        since: datetime,
        until: datetime,
    ) -> None:
        self._scratch, self._since, self._until = scratch, since, until
        with scratch.store.begin() as tx:
            # Their entries need them; how well they were read is not simulated.
            tx.feeds.sync([replace(feed, enabled=False) for feed in feeds], scratch.now)
            self._audience: list[tuple[Subscriber, list[Subscription]]] = store_readers(tx, readers, scratch.now)
        self._people = {person.id: person for person, _ in self._audience}
        self._stored: set[EntryId] = set()
        self._mails: list[SimulatedMail] = []
        self._held: list[HeldNews] = []
        self.began: set[IncidentId] = set()

    def play(self, batches: Sequence[_Batch]) -> None:
        """Go from moment to moment until everything that was read is told."""
        waiting = {batch.at: batch for batch in batches}
        moments = sorted(waiting, reverse=True)
        scratch = self._scratch
        last = self._until + AFTER
        while (moment := self._next(moments[-1] if moments else None)) <= last:
            scratch.now = moment
            if moments and moments[-1] == moment:
                self._ingest(waiting[moments.pop()])
            queue_digests(scratch, moment)
            for report in deliver_due(scratch, moment):
                self._note(report)
            if moment >= self._until and not moments and not self._waits():
                return

    def outcomes(self) -> tuple[ReaderOutcome, ...]:
        """What each reader got and what was kept from them, in the order of the readers."""
        return tuple(
            ReaderOutcome(
                subscriber=person,
                subscriptions=tuple(wanted),
                mails=tuple(mail for mail in self._mails if mail.email == person.email),
                held=tuple(held for held in self._held if held.email == person.email),
            )
            for person, wanted in self._audience
        )

    def _next(self, batch: datetime | None) -> datetime:
        """The next moment at which anything is due: a batch, a delivery, the end of an hour, a digest or quiet hours."""
        now = self._scratch.now
        hour = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + HOUR
        with self._scratch.store.read() as tx:
            due = tx.outbox.next_due_at()
        # What could not be sent at its moment waits for the next one, as it would for the next sweep.
        moments = [batch, due if due is not None and due > now else None, *self._closings(now, hour)]
        return min([hour, *(moment for moment in moments if moment is not None)])

    def _closings(self, now: datetime, until: datetime) -> Iterator[datetime]:
        at = time(self._scratch.settings.digest_hour)
        for person, wanted in self._audience:
            if person.quiet_hours is not None:
                yield person.quiet_hours.next_end(now, person.tz)
            if person.paused_until is not None and person.paused_until > now:
                yield person.paused_until
            for subscription in wanted:
                yield from (each.end for each in due_windows(subscription, person.tz, now, until, at))

    def _waits(self) -> bool:
        with self._scratch.store.read() as tx:
            return tx.outbox.next_due_at() is not None or any(tx.alerts.waiting(mode) for mode in Mode)

    def _ingest(self, batch: _Batch) -> None:
        scratch, pipeline = self._scratch, self._scratch.rules.in_force.pipeline
        with scratch.store.begin() as tx:
            tx.incidents.lock(days_touched(batch.readings, pipeline.policy))
            for reading in batch.readings:
                entry = reading.entry
                if entry.id in self._stored:
                    tx.entries.revise(entry, batch.at)
                else:
                    tx.entries.add(entry)
                    self._stored.add(entry.id)
                for decision in ingest(tx, reading, pipeline, self._audience, batch.at, silent=entry.backfill):
                    if not entry.backfill:
                        self._explain(tx, decision)

    def _explain(self, tx: Transaction, decision: Decision) -> None:
        """Note what of a decision is not told, or not at once."""
        change, now = decision.change, self._scratch.now
        if change is None or not self._in_window(now):
            return
        if any(alert.kind is AlertKind.NEW for alert in decision.alerts):
            self.began.add(change.after.id)
        told = {alert.subscriber: alert for alert in decision.alerts}
        known = known_of(tx, change.after.id, now)
        alerting = self._scratch.rules.in_force.pipeline.alerting
        for person, wanted in self._audience:
            alert = told.get(person.id)
            if alert is None:
                untold = why_silent(change, decision.matches, alerting, person, wanted, known=known, now=now)
                self._hold(person, change.after, untold.why, untold.detail)
            elif alert.mode is not Mode.ALERT:
                self._hold(person, change.after, Hold.DIGEST, f"kept for the {alert.mode} digest")
            elif alert.due_at > now:
                first = alert.kind is AlertKind.NEW
                detail = "the rule's wait" if first else "the rule's update_interval"
                why = Hold.WAIT if first else Hold.INTERVAL
                self._hold(person, change.after, why, detail, alert.due_at)

    def _hold(
        self, person: Subscriber, incident: Incident, why: str, detail: str, until: datetime | None = None
    ) -> None:
        self._held.append(
            HeldNews(
                email=person.email,
                at=self._scratch.now,
                why=str(why),
                detail=detail,
                incident=incident.id,
                headline=self._headline(incident),
                until=until,
            )
        )

    def _note(self, report: DeliveryReport) -> None:
        """Note what became of a delivery."""
        now = self._scratch.now
        with self._scratch.store.read() as tx:
            delivery = tx.outbox.get(report.delivery)
            assert delivery is not None
            incidents = {item.incident: tx.incidents.get(item.incident) for item in delivery.items}
        person = self._people[delivery.subscriber]
        if report.result is Result.SENT:
            if now >= self._since and (now < self._until or delivery.items):
                self._mails.append(self._mail(delivery, person, incidents, report.detail))
        elif report.held is None:
            raise ConfigError(f"a mail to {person.email} cannot be made: {report.detail}")
        elif now >= self._since:
            why, until = _why(report.held, person, now)
            for incident in incidents.values():
                self._hold(person, incident, why, report.held.why, until)

    def _mail(
        self, delivery: Delivery, person: Subscriber, incidents: dict[IncidentId, Incident], message_id: str
    ) -> SimulatedMail:
        message = self._scratch.channel.messages.pop(message_id)
        items = delivery.items
        if delivery.kind is DeliveryKind.ALERT:
            # What was told meanwhile, or withdrawn, is left out when a message goes out; this header says what is in it.
            named = {int(number) for number in str(message["X-Incident-Id"]).split(",")}
            items = tuple(item for item in items if item.incident in named)
        body = message.get_body(("html",))
        assert isinstance(body, EmailMessage)
        levels = [match.level for item in items for match in item.matches]
        return SimulatedMail(
            email=person.email,
            at=self._scratch.now,
            queued_at=delivery.created_at,
            kind=delivery.kind,
            subject=str(message["Subject"]),
            level=max(levels, key=lambda level: Level(level).rank) if levels else None,
            told=tuple(
                Told(
                    incident=item.incident,
                    kind=item.kind,
                    headline=self._headline(incidents[item.incident]),
                    place=incidents[item.incident].place.name,
                    day=incidents[item.incident].window.first,
                    reason=item.reason,
                    rules=tuple(match.rule for match in item.matches),
                    because=reasons_in_words((why for match in item.matches for why in match.because), Words("en")),
                )
                for item in items
            ),
            after_end=self._scratch.now >= self._until,
            # The token would be another one each time, and good for nothing.
            html=re.sub(r"unsubscribe%20[\w.-]+", "unsubscribe", str(body.get_content())),
        )

    def _headline(self, incident: Incident) -> str:
        return headline(incident, Words("en"), self._scratch.rules.in_force.place)

    def _in_window(self, moment: datetime) -> bool:
        return self._since <= moment < self._until


def _why(held: Drop | Fold | Postpone, person: Subscriber, now: datetime) -> tuple[Hold, datetime | None]:
    match held:
        case Drop():
            return Hold.MOOT, None
        case Postpone(until=until):
            return Hold.PAUSE if person.rests_until(now) is not None else Hold.QUIET_HOURS, until
        case Fold(rule=None):
            return Hold.QUIET_HOURS, person.sleeps_until(now)
        case Fold():
            return Hold.LIMIT, None
