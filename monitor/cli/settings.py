"""``monitor config`` and ``monitor db``: the settings in force, and the database's schema."""

from __future__ import annotations

import dataclasses

import typer

from monitor.cli.output import JsonFlag, invocation, log_for_people, print_json, print_table

config = typer.Typer(help="Settings: what is in force and where it comes from.", no_args_is_help=True)
database = typer.Typer(help="Database: its schema.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(config, name="config")
    app.add_typer(database, name="db")


@config.command("show", epilog="Example: monitor config show --json")
def show(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Print every setting, its value with secrets masked, and where the value comes from."""
    values = list(invocation(context).load().values())
    if as_json:
        print_json([dataclasses.asdict(value) for value in values])
        return
    rows = [(value.name, value.shown, value.origin) for value in values]
    print_table("Settings", ("setting", "value", "comes from"), rows, nothing="No settings.")


@config.command("docs", hidden=True, epilog="Example: monitor config docs > docs/settings.md")
def docs() -> None:
    """Print the page docs/settings.md."""
    from monitor.cli.settings_page import documentation

    print(documentation(), end="")


@database.command("upgrade", epilog="Example: monitor db upgrade")
def upgrade(context: typer.Context) -> None:
    """Bring the database to the schema of this version; back it up before."""
    from monitor.bootstrap import upgrade_database

    log_for_people()
    settings = invocation(context).load().settings
    upgrade_database(settings)
    from monitor.config import mask

    print(f"The database {mask(settings.database_url)} has the schema of this version.")
