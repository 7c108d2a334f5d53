"""``monitor links``: the key that signs the links in mails."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.output import opened

group = typer.Typer(help="Links in mails: the key that signs them.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="links")


@group.command("new-key", epilog="Example: monitor links new-key")
def new_key(
    context: typer.Context,
    forget_old: Annotated[
        bool,
        typer.Option(
            "--forget-old", help="Make every link void that was ever sent, those for unsubscribing too: after a leak."
        ),
    ] = False,
) -> None:
    """Sign links with a new key from now on. Links that were sent go on working."""
    from monitor.jobs.links import change_key

    with opened(context) as services, services.store.begin() as tx:
        believed = change_key(tx, services.clock(), forget=forget_old)
    if forget_old:
        print("Links are signed with a new key; no link that was sent before works any more.")
    else:
        print(f"Links are signed with a new key; those signed with {believed - 1} older one(s) go on working.")
