"""``monitor incidents withdraw | correct | merge | split | undo``: an operator's decisions."""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import opened
from monitor.errors import ConfigError
from monitor.model import AttackType, Count, EntryId, IncidentId, Mode

if TYPE_CHECKING:
    from monitor.jobs.live_rules import InForce
    from monitor.jobs.reviewing import Decided, Desk
    from monitor.model import Place

Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the incident.")]
Reason = Annotated[str, typer.Option("--reason", help="Why, for the journal; a withdrawal tells it to readers.")]
Author = Annotated[
    str | None, typer.Option("--author", help="Who decides, for the journal. Default: who is logged in.")
]
DryRun = Annotated[bool, typer.Option("--dry-run", help="Say what would be told to how many, and change nothing.")]


def withdraw(
    context: typer.Context, number: Number, reason: Reason = "", author: Author = None, dry_run: DryRun = False
) -> None:
    """Withdraw an incident that did not happen as reported. Who was told is told so."""
    from monitor.jobs import reviewing

    _decide(context, lambda desk, _: reviewing.withdraw(desk, IncidentId(number)), reason, author, dry_run=dry_run)


def correct(
    context: typer.Context,
    number: Number,
    place: Annotated[str | None, typer.Option("--place", help="Where it happened: a name or an ISO code.")] = None,
    day: Annotated[datetime | None, typer.Option("--day", formats=["%Y-%m-%d"], help="Day, at the place.")] = None,
    attack: Annotated[list[str] | None, typer.Option("--type", help="Attack type; may be repeated.")] = None,
    killed: Annotated[str | None, typer.Option("--killed", help="A number, or a range like 3-5.")] = None,
    injured: Annotated[str | None, typer.Option("--injured", help="A number, or a range like 3-5.")] = None,
    reason: Reason = "",
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    """Set right what is known better. Who was told is told so, at once."""
    from monitor.jobs import reviewing

    def decision(desk: Desk, in_force: InForce) -> Decided:
        facts = reviewing.Facts(
            place=None if place is None else _place(in_force, place),
            day=None if day is None else day.date(),
            types=_types(in_force, attack) if attack else None,
            killed=_count("--killed", killed),
            injured=_count("--injured", injured),
        )
        return reviewing.correct(desk, IncidentId(number), facts)

    _decide(context, decision, reason, author, dry_run=dry_run)


def merge(
    context: typer.Context,
    number: Number,
    into: Annotated[int, typer.Argument(metavar="INTO", help="The incident that stays.")],
    reason: Reason = "",
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    """Say that two incidents are one attack. Who was told of the first is told which it is."""
    from monitor.jobs import reviewing

    _decide(
        context,
        lambda desk, _: reviewing.merge(desk, IncidentId(number), IncidentId(into)),
        reason,
        author,
        dry_run=dry_run,
    )


def split(
    context: typer.Context,
    number: Number,
    entry: Annotated[list[str], typer.Option("--entry", help="Entry that tells of another attack; may be repeated.")],
    reason: Reason = "",
    author: Author = None,
    dry_run: DryRun = False,
) -> None:
    """Make what some entries report an incident of its own; monitor incidents show lists the entries."""
    from monitor.jobs import reviewing

    _decide(
        context,
        lambda desk, _: reviewing.split(desk, IncidentId(number), set(map(EntryId, entry))),
        reason,
        author,
        dry_run=dry_run,
    )


def undo(
    context: typer.Context, number: Number, reason: Reason = "", author: Author = None, dry_run: DryRun = False
) -> None:
    """Take back the last decision about an incident: a withdrawal, a correction, a merge. Twice does it again."""
    from monitor.jobs import reviewing

    _decide(context, lambda desk, _: reviewing.undo(desk, IncidentId(number)), reason, author, dry_run=dry_run)


COMMANDS: dict[Callable[..., None], str] = {
    withdraw: "monitor incidents withdraw 12 --reason 'it was a drill'",
    correct: "monitor incidents correct 12 --place 'Istra, RU-MOS' --day 2023-09-05",
    merge: "monitor incidents merge 12 7 --reason 'one strike, two spellings'",
    split: "monitor incidents split 12 --entry wire-en:4711",
    undo: "monitor incidents undo 12",
}
"""The commands with their examples."""


def add_to(group: typer.Typer) -> None:
    """Add the commands of this module to ``monitor incidents``."""
    for command, example in COMMANDS.items():
        group.command(command.__name__, epilog=f"Example: {example}")(command)


class _NotDoneError(Exception):
    """Undoes the transaction of a dry run."""


def _decide(
    context: typer.Context,
    decision: Callable[[Desk, InForce], Decided],
    reason: str,
    author: str | None,
    *,
    dry_run: bool,
) -> None:
    import getpass

    from monitor.jobs.reviewing import Desk

    with opened(context) as services:
        in_force = services.rules.in_force
        decided = None
        try:
            with services.store.begin() as tx:
                desk = Desk(
                    tx=tx,
                    pipeline=in_force.pipeline,
                    audience=tx.subscribers.confirmed(),
                    now=services.clock(),
                    author=author or getpass.getuser(),
                    reason=" ".join(reason.split()),
                )
                decided = decision(desk, in_force)
                if dry_run:
                    raise _NotDoneError
        except _NotDoneError:
            print("Nothing was changed; this is what would be:")
    assert decided is not None
    _print(decided)


def _print(decided: Decided) -> None:
    for incident in decided.incidents:
        if incident.merged_into is not None:
            state = f"is part of incident {incident.merged_into}"
        else:
            state = "is withdrawn" if incident.withdrawn else f"is in {incident.place.name}, {incident.window.first}"
        print(f"Incident {incident.id}, version {incident.version}, {state}.")
    at_once = {alert.subscriber for alert in decided.alerts if alert.mode is Mode.ALERT}
    later = {alert.subscriber for alert in decided.alerts} - at_once
    print(f"Told: {len(at_once)} at once, {len(later)} in their next digest.")


def _place(in_force: InForce, name: str) -> Place:
    found = in_force.gazetteer.find(name)
    if found is None:
        near = " or ".join(in_force.gazetteer.suggest(name))
        raise ConfigError(f"--place {name}: no such place{f'; did you mean {near}?' if near else ''}")
    return found


def _types(in_force: InForce, names: list[str]) -> tuple[AttackType, ...]:
    known = in_force.ruleset.lexicon.types
    for name in names:
        if name not in known:
            raise ConfigError(f"--type {name}: no such attack type; there are {', '.join(sorted(known))}")
    return tuple(map(AttackType, names))


def _count(option: str, text: str | None) -> Count | None:
    if text is None:
        return None
    found = re.fullmatch(r"(\d{1,6})(?:-(\d{1,6}))?", text)
    if found is None or int(found[2] or found[1]) < int(found[1]):
        raise ConfigError(f"{option} {text}: write a number, or a range like 3-5")
    return Count(low=int(found[1]), high=int(found[2] or found[1]))
