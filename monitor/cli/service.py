"""``monitor run``, ``monitor health``, ``monitor metrics`` and ``monitor demo``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, invocation, opened, print_json

if TYPE_CHECKING:
    from monitor.jobs.services import Services


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("run", epilog="Example: monitor run")(run)
    app.command("health", epilog="Example: monitor health")(health)
    app.command("metrics", epilog="Example: monitor metrics > /var/lib/node_exporter/monitor.prom")(metrics)
    app.command("demo", epilog="Example: monitor demo --fast")(demo)


def run(context: typer.Context) -> None:
    """Run the service: poll feeds, deliver alerts, send digests, serve the pages, until it is stopped (Ctrl-C, SIGTERM)."""
    from monitor.cli.stopping import hold_signals, stop_on_signals

    # Before anything slow: what comes next loads dictionaries and opens the database.
    hold_signals()
    from monitor.bootstrap import services
    from monitor.errors import MonitorError
    from monitor.logs import configure
    from monitor.scheduling import run_until_stopped
    from monitor.web.server import serving

    settings = invocation(context).load().settings
    configure(level=settings.log_level, form=settings.log_format)
    with services(settings) as opened_services:
        stop_on_signals(opened_services.stop, settings.stop_timeout_s)
        with _metrics_served(opened_services), serving(opened_services):
            clean = run_until_stopped(opened_services)
    if not clean:
        raise MonitorError(
            f"what was in hand did not end within {settings.stop_timeout_s:g} s (stop_timeout_s); "
            "it is taken up again at the next start"
        )


@contextmanager
def _metrics_served(services: Services) -> Iterator[None]:
    """Answer to Prometheus while the block runs, where the settings ask for it."""
    if not services.settings.metrics_port:
        yield
        return
    from monitor.jobs.measuring import standing
    from monitor.metrics import served

    settings = services.settings
    with served(lambda: standing(services), address=settings.metrics_address, port=settings.metrics_port):
        yield


def health(context: typer.Context, as_json: JsonFlag = False) -> None:
    """Say whether the running service does its work; exit status 1 when it does not."""
    from monitor.bootstrap import has_database
    from monitor.jobs.health import complaints

    # A question must not make a database: it would come before the service that is asked about.
    if has_database(invocation(context).load().settings):
        with opened(context) as services:
            found = complaints(services, services.clock())
    else:
        found = ["there is no database: is 'monitor run' at work, and in this folder?"]
    if as_json:
        print_json({"healthy": not found, "complaints": found})
    else:
        print("\n".join(found) or "All is well.")
    if found:
        raise typer.Exit(1)


def metrics(context: typer.Context) -> None:
    """Print how things stand in the form of Prometheus; what happened is counted by the running service (metrics_port)."""
    from monitor.bootstrap import has_database
    from monitor.errors import StorageError
    from monitor.jobs.measuring import standing
    from monitor.metrics import exposition

    if not has_database(invocation(context).load().settings):
        raise StorageError("there is no database: is 'monitor run' at work, and in this folder?")
    with opened(context) as services:
        print(exposition(lambda: standing(services)), end="")


def demo(
    fast: Annotated[bool, typer.Option("--fast", help="Without pauses for reading along.")] = False,
    directory: Annotated[
        Path | None,
        typer.Option("--dir", help="Folder for database and mails. Default: a new temporary one, which stays."),
    ] = None,
    as_json: JsonFlag = False,
    svg: Annotated[
        Path | None, typer.Option("--svg", help="Also write what is shown as a picture to this file.")
    ] = None,
) -> None:
    """Show the whole way of the news, offline: an invented night from a local server, incidents, and the mails that follow."""
    from monitor.demo.showing import show, values
    from monitor.logs import configure

    configure(level="error", form="text")
    if as_json:
        print_json(values(directory))
    else:
        show(directory, fast=fast, svg=svg)
