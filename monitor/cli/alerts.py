"""``monitor alerts simulate``: which mail readers would have got on stored nights, when and why."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, invocation, log_for_people, print_json, progress
from monitor.errors import ConfigError, NotFoundError, RulesError
from monitor.model import RuleId

if TYPE_CHECKING:
    from monitor.jobs.live_rules import HoldsRules, InForce
    from monitor.jobs.sample_readers import SampleReader
    from monitor.jobs.services import Services
    from monitor.jobs.simulation import Simulation

FORMATS = ["%Y-%m-%d", "%Y-%m-%dT%H:%M", "%Y-%m-%dT%H:%M:%S", "%Y-%m-%dT%H:%MZ"]

group = typer.Typer(help="Alerts: try what would be told.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="alerts")


@group.command(
    "simulate",
    epilog="Example: monitor alerts simulate --from 2024-05-13T18:00 --to 2024-05-14T09:00 --rules /tmp/rules --compare",
)
def simulate(
    context: typer.Context,
    since: Annotated[datetime, typer.Option("--from", formats=FORMATS, help="Begin, in UTC.")],
    until: Annotated[datetime, typer.Option("--to", formats=FORMATS, help="End, in UTC.")],
    rule: Annotated[
        list[str] | None,
        typer.Option("--rule", help="This rule alone, also an experimental one; may be repeated. Default: all stable."),
    ] = None,
    subscriber: Annotated[
        list[str] | None,
        typer.Option("--subscriber", metavar="EMAIL", help="A real subscriber in place of samples; may be repeated."),
    ] = None,
    readers: Annotated[
        Path | None, typer.Option("--readers", help="File of sample readers. Default: six built-in ones.")
    ] = None,
    rules: Annotated[
        Path | None, typer.Option("--rules", help="Folder of operator files to try. Default: those in force.")
    ] = None,
    compare: Annotated[
        bool, typer.Option("--compare", help="What --rules and --rule change against the files in force.")
    ] = False,
    run_up: Annotated[
        int, typer.Option("--run-up", min=0, max=60, help="Days before the window that are replayed unseen.")
    ] = 3,
    as_json: JsonFlag = False,
    html: Annotated[Path | None, typer.Option("--html", help="Folder to write every mail to, as a page.")] = None,
) -> None:
    """Replay stored entries: which mail each reader would have got, when and why, and what was held. Sends nothing."""
    from monitor.bootstrap import services

    begin, end = _moment(since), _moment(until)
    if begin >= end:
        raise ConfigError(f"--from {since:%Y-%m-%dT%H:%M} is not before --to {until:%Y-%m-%dT%H:%M}")
    if compare and rules is None and not rule:
        raise ConfigError("--compare needs something to compare: name --rules or --rule")
    if subscriber and readers is not None:
        raise ConfigError("--subscriber and --readers name different people: use one of them")
    log_for_people()
    settings = invocation(context).load().settings
    tried = settings if rules is None else settings.model_copy(update={"rules_dir": rules})
    with services(settings) as opened, services(tried) as trial:
        in_force = _wanted(trial.rules, rule)
        who = _people(opened, in_force, subscriber, readers)
        days = timedelta(days=run_up)
        before = _run(opened, opened.rules.in_force, who, begin, end, days) if compare else None
        found = _run(opened, in_force, who, begin, end, days)
    if html is not None:
        _write(found, html)
    if before is not None:
        _print_differences(before, found, as_json=as_json)
    elif as_json:
        from monitor.cli.simulations import simulation_json

        print_json(simulation_json(found))
    else:
        from monitor.cli.simulations import simulation_text

        print(simulation_text(found))


def _run(
    services: Services,
    in_force: InForce,
    who: tuple[SampleReader, ...],
    since: datetime,
    until: datetime,
    run_up: timedelta,
) -> Simulation:
    from monitor.jobs.simulating import simulate as run

    with progress() as display:
        task = display.add_task("Reading stored entries", total=None)
        return run(
            services,
            in_force,
            who,
            since,
            until,
            run_up=run_up,
            tell=lambda done, of: display.update(task, completed=done, total=of),
        )


def _wanted(rules: HoldsRules, names: list[str] | None) -> InForce:
    """The rules to try. Files that do not load are no trial, whatever their last good version is."""
    from monitor.jobs.live_rules import only

    if rules.errors:
        raise RulesError(rules.errors)
    known = {each.id for each in rules.in_force.ruleset.rules}
    for name in names or ():
        if name not in known:
            raise NotFoundError("rule", name)
    return only(rules.in_force, [RuleId(name) for name in names]) if names else rules.in_force


def _people(
    services: Services, in_force: InForce, emails: list[str] | None, file: Path | None
) -> tuple[SampleReader, ...]:
    from monitor.jobs.sample_readers import default_readers, readers_of_file, subscribed

    if emails:
        with services.store.read() as tx:
            return subscribed(tx, emails)
    return default_readers(in_force) if file is None else readers_of_file(file, in_force)


def _print_differences(before: Simulation, after: Simulation, *, as_json: bool) -> None:
    from monitor.cli.simulations import differences_json, differences_text
    from monitor.jobs.simulation import differences

    found = differences(before, after)
    if as_json:
        print_json(differences_json(before, after, found))
    else:
        print(differences_text(before, after, found))


def _write(found: Simulation, folder: Path) -> None:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for reader in found.readers:
            for number, mail in enumerate(reader.mails, 1):
                (folder / f"{reader.subscriber.email}-{number:03}.html").write_text(mail.html, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{folder}: mails cannot be written there: {error.strerror or error}") from error


def _moment(given: datetime) -> datetime:
    return given if given.tzinfo is not None else given.replace(tzinfo=UTC)
