"""What commands share: options, opening the services, and printing for people or for programs."""

from __future__ import annotations

import json
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

if TYPE_CHECKING:
    from rich.progress import Progress

    from monitor.config import Loaded
    from monitor.jobs.services import Services

JsonFlag = Annotated[bool, typer.Option("--json", help="Print JSON instead of a table.")]


@dataclass(frozen=True, slots=True, kw_only=True)
class Invocation:
    """What was said before the command: ``config`` is the settings file, None for the default one."""

    config: Path | None = None

    def load(self) -> Loaded:
        """Read the settings."""
        from monitor.config import load

        return load(self.config)


def invocation(context: typer.Context) -> Invocation:
    """The options that stand before the command."""
    return context.find_object(Invocation) or Invocation()


@contextmanager
def opened(context: typer.Context) -> Iterator[Services]:
    """The services by the settings in force; closed at the end. What they log goes to stderr, for people."""
    from monitor.bootstrap import services

    log_for_people()
    with services(invocation(context).load().settings) as opened_services:
        yield opened_services


def log_for_people() -> None:
    """Send errors to stderr as text, and that a new database was begun: mostly the command was typed in the wrong folder."""
    from monitor.logs import configure

    configure(level="error", form="text")
    logging.getLogger("monitor.bootstrap").setLevel(logging.WARNING)


def print_json(value: object) -> None:
    """Print *value* as JSON: keys as they are, times in UTC, enums by value, sets in order."""
    print(json.dumps(plain(value), ensure_ascii=False, indent=2))


def plain(value: object) -> Any:
    """*value* made of what JSON knows."""
    match value:
        case datetime():
            return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
        case Enum():
            return value.value
        case Mapping():
            return {str(key): plain(item) for key, item in value.items()}
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case list() | tuple():
            return [plain(item) for item in value]
        case None | bool() | int() | float() | str():
            return value
        case _:
            return str(value)


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]], *, nothing: str) -> None:
    """Print *rows* as a table under *title*; the line *nothing* when there is none."""
    from rich.console import Console
    from rich.table import Table
    from rich.text import Text

    if not rows:
        print(nothing)
        return
    table = Table(title=title, title_justify="left", box=None, pad_edge=False, header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(Text(shown(cell)) for cell in row))
    Console().print(table)


def shown(cell: object) -> str:
    """*cell* for people: times to the minute in UTC, None as a dash, several values with commas."""
    match cell:
        case None:
            return "-"
        case datetime():
            return cell.astimezone(UTC).strftime("%Y-%m-%d %H:%M")
        case bool():
            return "yes" if cell else "no"
        case Enum():
            return str(cell.value)
        case set() | frozenset():
            return ", ".join(sorted(shown(item) for item in cell)) or "-"
        case list() | tuple():
            return ", ".join(shown(item) for item in cell) or "-"
        case _:
            return str(cell)


@contextmanager
def progress() -> Iterator[Progress]:
    """A progress display on stderr; shows nothing when that is not a terminal."""
    from rich.console import Console
    from rich.progress import Progress

    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not sys.stderr.isatty()) as display:
        yield display
