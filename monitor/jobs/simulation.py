"""What a simulation found: which mail each reader would have got, what was held and why; and what differs between two."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

from monitor.model import AlertKind, DeliveryKind, IncidentId, Level, Mode, RuleId, Subscriber, Subscription


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """One incident in a mail. ``because``: why its rules hold; ``day``: the first on which it may have been."""

    incident: IncidentId
    kind: AlertKind
    headline: str
    place: str
    day: date
    reason: str
    rules: tuple[RuleId, ...]
    because: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulatedMail:
    """A mail that would have gone out. ``at``: when; ``queued_at``: when it was decided; ``level`` None: it tells nothing.

    ``after_end``: it tells what was read before the end, and goes out after it, so that later entries might change it.
    """

    email: str
    at: datetime
    queued_at: datetime
    kind: DeliveryKind
    subject: str
    level: Level | None
    told: tuple[Told, ...]
    after_end: bool
    html: str


class Hold(StrEnum):
    """What kept news back that was, or may have been, told later. Besides these, `monitor.alerts.Silence`."""

    WAIT = "wait"
    INTERVAL = "update_interval"
    DIGEST = "digest"
    QUIET_HOURS = "quiet_hours"
    PAUSE = "pause"
    LIMIT = "limit"
    MOOT = "moot"


@dataclass(frozen=True, slots=True, kw_only=True)
class HeldNews:
    """Something that was not told, or not at once. ``why``: a value of `Hold` or `monitor.alerts.Silence`.

    ``until`` None: it is not known, or never. ``headline``: of the incident as it was then.
    """

    email: str
    at: datetime
    why: str
    detail: str
    incident: IncidentId
    headline: str
    until: datetime | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReaderOutcome:
    """One reader with all that they would have got, and what was kept back."""

    subscriber: Subscriber
    subscriptions: tuple[Subscription, ...]
    mails: tuple[SimulatedMail, ...]
    held: tuple[HeldNews, ...]

    @property
    def kept(self) -> Counter[str]:
        """By reason the number of incidents that were kept back."""
        return Counter(why for why, _ in {(each.why, each.incident) for each in self.held})

    @property
    def modes(self) -> tuple[Mode, ...]:
        """The modes of the subscriptions, the most immediate first."""
        return tuple(sorted({each.mode for each in self.subscriptions}, key=lambda mode: mode.slowness))


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """What came of it. ``entries``: texts read, those of the run-up included; ``incidents``: that became known in the window."""

    since: datetime
    until: datetime
    run_up_since: datetime
    entries: int
    unreadable: int
    incidents: int
    readers: tuple[ReaderOutcome, ...]


class Changed(StrEnum):
    """How the mail about one incident differs between two simulations."""

    LOST = "lost"
    GAINED = "gained"
    MOVED = "moved"


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What one reader is told in one simulation and not in the other, or elsewhen. ``before`` or ``after`` may be None."""

    email: str
    change: Changed
    told: Told
    before: SimulatedMail | None
    after: SimulatedMail | None

    @property
    def at(self) -> datetime:
        """When it is told first in either."""
        return min(mail.at for mail in (self.before, self.after) if mail is not None)


_Key = tuple[str, str, date, AlertKind]


def differences(before: Simulation, after: Simulation) -> tuple[Difference, ...]:
    """Return what *after* tells otherwise than *before*, by time.

    Incidents are recognised by place and first day, because other rules may give other numbers. Several messages of one
    kind about one incident are compared in their order.
    """
    old, new = _tellings(before.readers), _tellings(after.readers)
    found = (each for key in sorted(old.keys() | new.keys()) for each in _compared(old.get(key, ()), new.get(key, ())))
    return tuple(sorted(found, key=lambda each: (each.at, each.email, each.told.headline)))


def _tellings(readers: Iterable[ReaderOutcome]) -> dict[_Key, list[tuple[SimulatedMail, Told]]]:
    found: dict[_Key, list[tuple[SimulatedMail, Told]]] = {}
    for reader in readers:
        for mail in reader.mails:
            for told in mail.told:
                found.setdefault((mail.email, told.place, told.day, told.kind), []).append((mail, told))
    return found


def _compared(
    old: Sequence[tuple[SimulatedMail, Told]], new: Sequence[tuple[SimulatedMail, Told]]
) -> Iterator[Difference]:
    for (before, _), (after, told) in zip(old, new, strict=False):
        if (before.at, before.kind, before.level) != (after.at, after.kind, after.level):
            yield Difference(email=after.email, change=Changed.MOVED, told=told, before=before, after=after)
    for mail, told in old[len(new) :]:
        yield Difference(email=mail.email, change=Changed.LOST, told=told, before=mail, after=None)
    for mail, told in new[len(old) :]:
        yield Difference(email=mail.email, change=Changed.GAINED, told=told, before=None, after=mail)
