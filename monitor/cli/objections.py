"""``monitor objections``: what readers say is wrong with incidents."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.model import ObjectionId

group = typer.Typer(help="Objections: what readers say is wrong with incidents.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="objections")


@group.command("list", epilog="Example: monitor objections list --json")
def list_(
    context: typer.Context,
    settled: Annotated[bool, typer.Option("--settled", help="Those that are settled, too.")] = False,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List what readers say is wrong, newest first."""
    with opened(context) as services, services.store.read() as tx:
        found = tx.objections.list(limit, settled=settled)
        emails = {each.id: each.email for each in tx.subscribers.list()}
    if as_json:
        keys = ("id", "incident", "version", "fault", "words", "at", "settled_at")
        print_json([{"email": emails[each.subscriber]} | {key: getattr(each, key) for key in keys} for each in found])
        return
    rows = [
        (each.id, each.at, f"{each.incident} (version {each.version})", each.fault, emails[each.subscriber], each.words)
        for each in found
    ]
    columns = ("number", "at (UTC)", "incident", "wrong", "says", "words")
    print_table("Objections", columns, rows, nothing="Nobody says that anything is wrong.")


@group.command("settle", epilog="Example: monitor objections settle 3")
def settle(
    context: typer.Context, number: Annotated[int, typer.Argument(metavar="NUMBER", help="Number of the objection.")]
) -> None:
    """Note that an objection is dealt with. What is wrong is set right by monitor incidents."""
    with opened(context) as services, services.store.begin() as tx:
        tx.objections.settle(ObjectionId(number), services.clock())
    print(f"Objection {number} is settled.")
