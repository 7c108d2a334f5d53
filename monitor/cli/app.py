"""The command ``monitor``: its options, and the commands put together from their modules."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from monitor import __version__
from monitor.cli import (
    alerts,
    bounces,
    deliveries,
    endpoints,
    feeds,
    incidents,
    links,
    mail,
    objections,
    reading,
    rules,
    service,
    settings,
    subscribers,
    subscriptions,
)
from monitor.cli.output import Invocation

app = typer.Typer(
    name="monitor",
    help="Tells people about attacks as they are reported in the news, once each, with the evidence.",
    epilog="Example: monitor demo",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
    rich_markup_mode=None,
)
for module in (
    service,
    reading,
    feeds,
    incidents,
    alerts,
    subscribers,
    subscriptions,
    links,
    mail,
    deliveries,
    bounces,
    objections,
    endpoints,
    rules,
    settings,
):
    module.register(app)


def _print_version(wanted: bool) -> None:
    if wanted:
        print(f"monitor {__version__}")
        raise typer.Exit


@app.callback()
def options(
    context: typer.Context,
    config: Annotated[
        Path | None,
        typer.Option("--config", metavar="FILE", help="Settings file. Default: $MONITOR_CONFIG, else ./monitor.toml."),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool, typer.Option("--version", callback=_print_version, is_eager=True, help="Print the version.")
    ] = False,
) -> None:
    """Tells people about attacks as they are reported in the news, once each, with the evidence."""
    context.obj = Invocation(config=config)
