"""``monitor config`` and ``monitor db``: the settings in force, the database's schema and soundness."""

from __future__ import annotations

import dataclasses

import typer

from monitor.cli.output import JsonFlag, invocation, log_for_people, opened, print_json, print_table, progress

config = typer.Typer(help="Settings: what is in force and where it comes from.", no_args_is_help=True)
database = typer.Typer(help="Database: its schema, and whether it is sound.", no_args_is_help=True)


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


@database.command("check", epilog="Example: monitor db check")
def check(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Look for damage in the whole database; exit status 1 when there is any. The service may run meanwhile."""
    from monitor.bootstrap import has_database
    from monitor.config import mask
    from monitor.errors import StorageError
    from monitor.storage import HEAD

    settings = invocation(context).load().settings
    name = mask(settings.database_url)
    if not has_database(settings):
        raise StorageError(f"there is no database {name}: is this the folder that the service runs in?")
    with opened(context) as services, progress() as display:
        display.add_task(f"Reading all of {name}", total=None)
        services.store.verify(thorough=True)
        size = services.store.file_bytes
    if as_json:
        print_json({"database": name, "schema": HEAD, "bytes": size, "sound": True})
        return
    told = "PostgreSQL checks its pages itself" if size is None else f"{size / 1e6:.1f} MB, no damage found"
    print(f"The database {name} is sound: schema {HEAD}, {told}.")
