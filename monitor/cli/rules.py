"""``monitor rules``: the operator files."""

from __future__ import annotations

import dataclasses
import sys
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, invocation, print_json, progress
from monitor.errors import RulesError

WRONG = 2

group = typer.Typer(help="Rules: the files that say what is an attack and what to alert on.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="rules")


@group.command("check", epilog="Example: monitor rules check --json")
def check(
    context: typer.Context,
    directory: Annotated[
        Path | None, typer.Argument(metavar="[DIR]", help="Folder of operator files. Default: the one in force.")
    ] = None,
    as_json: JsonFlag = False,
) -> None:
    """Load every operator file, name each mistake with file and line, and run the rules' own examples."""
    from monitor.jobs.checking import check_rules
    from monitor.places.gazetteer import Gazetteer

    folder = directory or invocation(context).load().settings.effective_rules_dir
    with progress() as display:
        display.add_task(f"Checking {folder} and running the examples", total=None)
        checked = check_rules(folder, Gazetteer.open())
    if as_json:
        print_json(
            {
                "ok": checked.ok,
                "version": checked.ruleset.version,
                "rules": [rule.id for rule in checked.ruleset.rules],
                "feeds": len(checked.ruleset.feeds),
                "examples": checked.examples,
                "errors": [
                    {"path": error.path, "line": error.line, "column": error.column, "message": error.message}
                    for error in checked.errors
                ],
                "findings": [dataclasses.asdict(finding) for finding in checked.findings],
                "failed_examples": [dataclasses.asdict(failed) for failed in checked.failed],
            }
        )
        if not checked.ok:
            raise typer.Exit(WRONG)
        return
    for finding in checked.findings:
        print(f"{folder}/{finding}", file=sys.stderr)
    for failed in checked.failed:
        print(f"{folder}/{failed}", file=sys.stderr)
    if checked.errors:
        raise RulesError(checked.errors)
    print(
        f"{len(checked.ruleset.rules)} rules, {len(checked.ruleset.filters)} filters, {len(checked.ruleset.feeds)} feeds; "
        f"{checked.examples} examples run, {len(checked.failed)} failed."
    )
    if not checked.ok:
        raise typer.Exit(WRONG)
