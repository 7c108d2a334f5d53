"""What became of an entry, in a line or two each: whether it was news, why it was known, who is told of it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

from monitor.jobs.explaining import place_in_words
from monitor.jobs.ingesting import Decision
from monitor.jobs.recording import PolledEntry
from monitor.model import (
    Alert,
    AlertKind,
    Ambiguous,
    Incident,
    Mode,
    NewIncident,
    Role,
    SameIncident,
    Similarity,
    SubscriberId,
    Toll,
    Unfounded,
)

REASONS = 2
"""How many of the features that speak for an incident are named."""


class Fate(StrEnum):
    """What became of an entry or of one of its reports."""

    NEW = "new"
    UPDATE = "update"
    KNOWN = "known"
    RECALLED = "recalled"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One line about an entry. ``fate`` for the colour, ``text`` for the eye, ``incident`` None: it joined none."""

    fate: Fate
    text: str
    incident: int | None = None


def lines(polled: PolledEntry, emails: Mapping[SubscriberId, str]) -> tuple[Line, ...]:
    """What became of *polled*: a line for each of its reports, or one that says why there is none.

    Args:
        polled: as the poll reports it.
        emails: addresses of the subscribers.
    """
    if not polled.reading.passed:
        return (Line(fate=Fate.NOTHING, text="not about an attack: no word of one in it"),)
    told = tuple(_line(decision, polled, emails) for decision in polled.decisions)
    if told:
        return told
    return (
        Line(
            fate=Fate.NOTHING,
            text=f"nothing to tell: {_stopped_by(polled, 'nothing in it says that an attack happened')}",
        ),
    )


def _line(decision: Decision, polled: PolledEntry, emails: Mapping[SubscriberId, str]) -> Line:
    match decision.resolution:
        case NewIncident():
            return _new(decision, polled, emails)
        case SameIncident(incident=incident, similarity=found):
            return _known(decision, incident, found, emails)
        case Ambiguous(candidates=candidates):
            several = ", ".join(f"#{incident.id}" for incident, _ in candidates)
            return Line(fate=Fate.KNOWN, text=f"fits {several} alike, and opens nothing")
        case Unfounded(reason=reason):
            return Line(fate=Fate.NOTHING, text=f"nothing to tell: {_stopped_by(polled, reason)}")


def _new(decision: Decision, polled: PolledEntry, emails: Mapping[SubscriberId, str]) -> Line:
    assert decision.change is not None
    incident = decision.change.after
    named = f"#{incident.id} {what(incident)}"
    if incident.quiet:
        return Line(fate=Fate.RECALLED, text=f"recalled, and kept quietly as {named}", incident=incident.id)
    if polled.entry.backfill:
        return Line(fate=Fate.RECALLED, text=f"old news, kept quietly as {named}", incident=incident.id)
    text = f"new incident {named}{_whom(decision.alerts, emails)}"
    return Line(fate=Fate.NEW, text=text, incident=incident.id)


def _known(decision: Decision, incident: Incident, found: Similarity, emails: Mapping[SubscriberId, str]) -> Line:
    assert decision.change is not None
    if decision.report.role is Role.BACKGROUND:
        text = f"recalls #{incident.id} {incident.place.name} of {incident.window.first:%-d %B}: nobody is told"
        return Line(fate=Fate.RECALLED, text=text, incident=incident.id)
    before, after = _toll(incident.toll), _toll(decision.change.after.toll)
    change = f" · now {after}" if after != before else ""
    return Line(
        fate=Fate.UPDATE if change else Fate.KNOWN,
        text=f"known: #{incident.id}, score {found.score:.2f}: {_why(found)}{change}{_whom(decision.alerts, emails)}",
        incident=incident.id,
    )


def what(incident: Incident) -> str:
    """An incident in short: "drone, Kaluga (region, RU-KLU)"."""
    parts = [", ".join(incident.types) or "attack", place_in_words(incident.place), _toll(incident.toll)]
    return ", ".join(part for part in parts if part)


def _toll(toll: Toll) -> str:
    named = (("killed", toll.killed), ("injured", toll.injured))
    known = [(name, count) for name, count in named if count is not None]
    if known and all(count.high == 0 for _, count in known):
        return "nobody hurt"
    return ", ".join(
        f"{count.low if count.low == count.high else f'{count.low} to {count.high}'} {name}"
        for name, count in known
        if count.high
    )


def _why(found: Similarity) -> str:
    """The strongest features that speak for the incident: "place: same" is "same place"."""
    names = [name for name, value in found.features if value > 0][:REASONS]
    return ", ".join(_feature(name) for name in names)


def _feature(name: str) -> str:
    group, _, rest = name.partition(": ")
    rest = rest.partition(",")[0]
    return rest if group in rest or " " in rest else f"{rest} {group}"


def _stopped_by(polled: PolledEntry, otherwise: str) -> str:
    veto = polled.reading.veto
    return otherwise if veto is None else f'filter "{veto.title}"'


def _whom(alerts: tuple[Alert, ...], emails: Mapping[SubscriberId, str]) -> str:
    return f" → {', '.join(_words(alerts, emails))}" if alerts else ""


def _words(alerts: tuple[Alert, ...], emails: Mapping[SubscriberId, str]) -> Iterator[str]:
    for alert in alerts:
        name = emails[alert.subscriber].partition("@")[0]
        why = "" if alert.kind is AlertKind.NEW else f" ({alert.reason})"
        if alert.mode is Mode.ALERT:
            yield f"{name} at {alert.due_at:%H:%M}{why}"
        else:
            yield f"{name} in the {alert.mode.value} digest{why}"
