"""Subscribers: people with an address, what they want to be told, and when they want to be left alone."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from typing import NewType
from zoneinfo import ZoneInfo

from monitor.model.incidents import IncidentId
from monitor.model.places import Place
from monitor.model.reports import AttackType, Standing
from monitor.model.rules import Level, RuleId

SubscriberId = NewType("SubscriberId", int)
SubscriptionId = NewType("SubscriptionId", int)


class Mode(StrEnum):
    """When a subscription is told."""

    ALERT = "alert"
    HOURLY = "hourly"
    DAILY = "daily"
    WEEKLY = "weekly"

    @property
    def slowness(self) -> int:
        """0 for an alert up to 3 for a week: of several, the smallest wins."""
        return list(Mode).index(self)


@dataclass(frozen=True, slots=True, kw_only=True)
class Around:
    """A circle on the map: what happens within ``km`` of ``place``, as far as reports tell (`monitor.alerts.filters`)."""

    place: Place
    km: float

    def __post_init__(self) -> None:
        if not 0 < self.km <= MAX_RADIUS_KM:
            raise ValueError(f"a radius is more than 0 and at most {MAX_RADIUS_KM:.0f} km, got {self.km}")


MAX_RADIUS_KM = 1000.0
"""Largest radius of a circle: what is wider is a list of regions."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscription:
    """What one subscriber wants to be told: AND across the dimensions, OR inside one; an empty dimension asks nothing.

    ``rules``: of these rules only; empty: of all, also of those still to be written. ``min_level``: the least level.
    ``types``: attacks that are known to be of one of these types. ``regions`` (ISO 3166-2 of a region, ISO 3166-1 of a
    country) and ``around`` are one dimension, the place: one of them must hold. ``min_standing``: how well founded an
    incident must be before it is told first; what was told is followed up whatever its standing. ``even_if_empty``:
    whether a daily or weekly digest with nothing to tell is sent too.
    """

    id: SubscriptionId
    subscriber: SubscriberId
    mode: Mode = Mode.ALERT
    rules: frozenset[RuleId] = frozenset()
    min_level: Level = Level.LOW
    types: frozenset[AttackType] = frozenset()
    regions: frozenset[str] = frozenset()
    around: tuple[Around, ...] = ()
    min_standing: Standing = Standing.REPORTED
    even_if_empty: bool = True
    active: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class QuietHours:
    """Hours of a subscriber's own day in which nothing wakes them: from ``start`` to ``end``, local time.

    An end that is not after the start lies on the next day. ``wake_for_critical``: messages of level critical come
    all the same.
    """

    start: time
    end: time
    wake_for_critical: bool = False

    def __post_init__(self) -> None:
        if self.start == self.end:
            raise ValueError("quiet hours that begin when they end are none: leave them out, or pause")
        if self.start.tzinfo is not None or self.end.tzinfo is not None:
            raise ValueError("quiet hours are local times, without a zone")

    def ends_after(self, at: datetime, tz: str) -> datetime | None:
        """Return when the quiet hours that hold *at* are over; None: it lies outside them.

        Each local day has one span. Where clocks jump over its start or end, that is when they land; where they come
        to it twice, the first time.
        """
        return next((end for start, end in self._spans(at, tz) if start <= at < end), None)

    def last_end(self, at: datetime, tz: str) -> tuple[datetime, datetime]:
        """Return the last span that was over at *at*: its start and its end, when the subscriber woke."""
        return max(((start, end) for start, end in self._spans(at, tz) if end <= at), key=lambda span: span[1])

    def next_end(self, at: datetime, tz: str) -> datetime:
        """Return when the subscriber wakes next after *at*."""
        return min(end for _, end in self._spans(at, tz) if end > at)

    def _spans(self, at: datetime, tz: str) -> Iterator[tuple[datetime, datetime]]:
        zone = ZoneInfo(tz)
        today = at.astimezone(zone).date()
        for days in range(-3, 2):
            day = today + timedelta(days=days)
            ends_on = day if self.end > self.start else day + timedelta(days=1)
            yield _moment(day, self.start, zone), _moment(ends_on, self.end, zone)


def _moment(day: date, at: time, zone: ZoneInfo) -> datetime:
    return datetime.combine(day, at, tzinfo=zone).astimezone(UTC)


@dataclass(frozen=True, slots=True, kw_only=True)
class Subscriber:
    """A person with an address. ``confirmed_at`` None: never mailed. ``tz``: IANA name. ``lang``: en, ru or uk.

    ``paused``: gets nothing until somebody resumes them. ``paused_until``: gets nothing before; what corrects something
    that they were told comes then. None: no such pause.
    """

    id: SubscriberId
    email: str
    lang: str = "en"
    tz: str = "UTC"
    confirmed_at: datetime | None = None
    paused: bool = False
    paused_until: datetime | None = None
    quiet_hours: QuietHours | None = None
    created_at: datetime | None = None

    def rests_until(self, at: datetime) -> datetime | None:
        """Return the end of a pause that holds *at*; None: there is none with an end."""
        return self.paused_until if self.paused_until is not None and at < self.paused_until else None

    def sleeps_until(self, at: datetime) -> datetime | None:
        """Return when the quiet hours that hold *at* are over; None: it lies outside them."""
        return None if self.quiet_hours is None else self.quiet_hours.ends_after(at, self.tz)


class Choice(StrEnum):
    """What a subscriber has chosen about one incident: to be told everything at once, or nothing but corrections."""

    FOLLOW = "follow"
    SNOOZE = "snooze"


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A subscriber's choice about one incident. ``until`` None: for good."""

    subscriber: SubscriberId
    incident: IncidentId
    choice: Choice
    until: datetime | None = None
