"""How simulations are printed: for people as one timeline for each reader, for programs as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from monitor.alerts import Silence
from monitor.cli.subscriptions import as_plain, summary
from monitor.jobs.simulation import (
    Changed,
    Difference,
    HeldNews,
    Hold,
    ReaderOutcome,
    SimulatedMail,
    Simulation,
    Told,
)

NAMED = 3
"""Incidents that are named for each reason why something was not told, or not at once."""

_REASONS = {
    Hold.WAIT: "waited as the rule says (wait)",
    Hold.INTERVAL: "waited as the rule says (update_interval)",
    Hold.DIGEST: "kept for the digest",
    Hold.QUIET_HOURS: "held in quiet hours",
    Hold.PAUSE: "held by a pause",
    Hold.LIMIT: "beyond the rule's limit, joined the next digest",
    Hold.MOOT: "nothing left to tell when its turn came",
    Silence.BACKGROUND: "not news: recalled, or not sure enough",
    Silence.NO_RULE: "no rule holds",
    Silence.SNOOZED: "put to sleep by the reader",
    Silence.PAUSED: "the reader has paused",
    Silence.OTHER_RULES: "of rules that are not followed",
    Silence.BELOW_LEVEL: "below the level asked for",
    Silence.FILTERED: "of another type or elsewhere than asked for",
    Silence.STANDING: "not founded well enough yet",
    Silence.NO_NEWS: "a further report, nothing in it that is asked for",
    Silence.QUEUED: "told by a message that waits already",
}
_ORDER = [str(reason) for reason in _REASONS]


def simulation_text(found: Simulation) -> str:
    """The whole simulation for people; times in each reader's zone."""
    return "\n".join(_lines(found))


def simulation_json(found: Simulation) -> dict[str, Any]:
    """The same for programs."""
    return _span(found) | {"readers": [_reader_json(reader) for reader in found.readers]}


def differences_text(before: Simulation, after: Simulation, found: Sequence[Difference]) -> str:
    """What changed, for people: ``-`` is lost, ``+`` gained, ``~`` told at another time, in another form or on another level."""
    zones = {reader.subscriber.email: ZoneInfo(reader.subscriber.tz) for reader in after.readers}
    lines = [_heading(after)]
    for reader in after.readers:
        email = reader.subscriber.email
        mine = [each for each in found if each.email == email]
        lines += ["", f"{email}: {_amounts(before, after, email)}"]
        lines += [f"  {_difference(each, zones[email])}" for each in mine] or ["  no difference"]
    counts = {kind: sum(each.change is kind for each in found) for kind in Changed}
    return "\n".join([*lines, "", ", ".join(f"{number} {kind}" for kind, number in counts.items())])


def differences_json(before: Simulation, after: Simulation, found: Sequence[Difference]) -> dict[str, Any]:
    """The same for programs."""
    return _span(after) | {
        "mails": {
            reader.subscriber.email: {
                "before": len(_mails(before, reader.subscriber.email)),
                "after": len(reader.mails),
            }
            for reader in after.readers
        },
        "differences": [
            {
                "email": each.email,
                "change": each.change,
                **_told_json(each.told),
                "before": None if each.before is None else _mail_json(each.before, told=False),
                "after": None if each.after is None else _mail_json(each.after, told=False),
            }
            for each in found
        ],
    }


def _lines(found: Simulation) -> Iterator[str]:
    yield _heading(found)
    for reader in found.readers:
        zone = ZoneInfo(reader.subscriber.tz)
        yield ""
        yield _who(reader)
        for mail in reader.mails:
            yield from _mail_lines(mail, zone)
        if not reader.mails:
            yield "  no mail"
        yield from _held_lines(reader.held)


def _heading(found: Simulation) -> str:
    incidents = "1 incident" if found.incidents == 1 else f"{found.incidents} incidents"
    unreadable = f", {found.unreadable} unreadable" if found.unreadable else ""
    return (
        f"{found.since:%Y-%m-%d %H:%M} to {found.until:%Y-%m-%d %H:%M} UTC: {found.entries} texts read from "
        f"{found.run_up_since:%Y-%m-%d %H:%M} on{unreadable}, {incidents} told as new"
    )


def _who(reader: ReaderOutcome) -> str:
    person = reader.subscriber
    number = len(reader.mails)
    quiet = "" if person.quiet_hours is None else _quiet(person.quiet_hours.start, person.quiet_hours.end)
    wants = " | ".join(summary(each) for each in reader.subscriptions) or "no subscription"
    return f"{person.email} ({person.tz}{quiet}): {wants}: {number} {'mail' if number == 1 else 'mails'}"


def _quiet(start: object, end: object) -> str:
    return f", quiet {start:%H:%M}-{end:%H:%M}"


def _mail_lines(mail: SimulatedMail, zone: ZoneInfo) -> Iterator[str]:
    late = " [after the end]" if mail.after_end else ""
    waited = mail.at - mail.queued_at
    pause = f" (decided {_span_of(waited)} before)" if waited >= timedelta(minutes=1) else ""
    yield f"  {_local(mail.at, zone)}  {mail.kind:6} {mail.level or '-':8} {mail.subject}{late}{pause}"
    for told in mail.told:
        yield f"      {told.kind} #{told.incident} {told.headline}: {told.reason}"
        why = f" ({'; '.join(told.because)})" if told.because else ""
        yield f"        {', '.join(told.rules) or 'owed, whatever the rules say'}{why}"


def _held_lines(held: Sequence[HeldNews]) -> Iterator[str]:
    by_reason: dict[str, dict[int, str]] = {}
    for each in held:
        by_reason.setdefault(each.why, {}).setdefault(each.incident, f"#{each.incident} {each.headline}")
    for why in sorted(by_reason, key=_ORDER.index):
        incidents = list(by_reason[why].values())
        more = f"; and {len(incidents) - NAMED} more" if len(incidents) > NAMED else ""
        reason = next(words for key, words in _REASONS.items() if key == why)
        yield f"  {len(incidents):3} {reason}: {'; '.join(incidents[:NAMED])}{more}"


def _difference(each: Difference, zone: ZoneInfo) -> str:
    sign = {Changed.LOST: "-", Changed.GAINED: "+", Changed.MOVED: "~"}[each.change]
    if each.change is Changed.MOVED:
        assert each.before is not None
        assert each.after is not None
        how = f"{_form(each.before, zone)} -> {_form(each.after, zone)}"
    else:
        mail = each.before or each.after
        assert mail is not None
        how = _form(mail, zone)
    return f"{sign} {how}  {each.told.kind} {each.told.headline} ({', '.join(each.told.rules) or 'owed'})"


def _form(mail: SimulatedMail, zone: ZoneInfo) -> str:
    return f"{_local(mail.at, zone)} {mail.kind} {mail.level or '-'}"


def _amounts(before: Simulation, after: Simulation, email: str) -> str:
    return f"{len(_mails(before, email))} mails before, {len(_mails(after, email))} now"


def _mails(found: Simulation, email: str) -> Sequence[SimulatedMail]:
    return next((reader.mails for reader in found.readers if reader.subscriber.email == email), ())


def _local(at: datetime, zone: ZoneInfo) -> str:
    return f"{at.astimezone(zone):%a %Y-%m-%d %H:%M}"


def _span_of(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 120 else f"{minutes / 60:.0f} h"


def _span(found: Simulation) -> dict[str, Any]:
    return {
        "from": found.since,
        "to": found.until,
        "run_up_from": found.run_up_since,
        "entries": found.entries,
        "unreadable": found.unreadable,
        "incidents": found.incidents,
    }


def _reader_json(reader: ReaderOutcome) -> dict[str, Any]:
    person = reader.subscriber
    return {
        "email": person.email,
        "tz": person.tz,
        "lang": person.lang,
        "subscriptions": [as_plain(each) for each in reader.subscriptions],
        "mails": [_mail_json(mail) for mail in reader.mails],
        "kept": {why: reader.kept[why] for why in sorted(reader.kept, key=_ORDER.index)},
        "held": [
            {
                "at": held.at,
                "why": held.why,
                "detail": held.detail,
                "incident": held.incident,
                "headline": held.headline,
                "until": held.until,
            }
            for held in reader.held
        ],
    }


def _mail_json(mail: SimulatedMail, *, told: bool = True) -> dict[str, Any]:
    found: dict[str, Any] = {
        "at": mail.at,
        "decided_at": mail.queued_at,
        "kind": mail.kind,
        "level": mail.level,
        "subject": mail.subject,
        "after_end": mail.after_end,
    }
    return found | {"told": [_told_json(each) for each in mail.told]} if told else found


def _told_json(told: Told) -> dict[str, Any]:
    return {
        "incident": told.incident,
        "kind": told.kind,
        "headline": told.headline,
        "place": told.place,
        "day": told.day.isoformat(),
        "reason": told.reason,
        "rules": told.rules,
        "because": told.because,
    }
