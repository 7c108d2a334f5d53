"""Every command has an example, and every command line in the documentation can be typed as it stands."""

from __future__ import annotations

import re
import shlex
from collections.abc import Iterator
from pathlib import Path

import click
import pytest
from typer.main import get_command

from monitor.cli.app import app

ROOT = Path(__file__).parents[2]
PAGES = sorted([ROOT / "README.md", *(ROOT / "docs").glob("*.md")])
ROOT_COMMAND = get_command(app)


def commands(command: click.Command = ROOT_COMMAND, path: tuple[str, ...] = ()) -> Iterator[tuple[str, click.Command]]:
    """Every command that does something, with its full name."""
    subcommands = getattr(command, "commands", None)
    if subcommands is None:
        yield " ".join(path), command
        return
    for name, subcommand in subcommands.items():
        yield from commands(subcommand, (*path, name))


ALL = dict(commands())


def quoted_command_lines() -> Iterator[tuple[str, str]]:
    """(page, command line) for each ``monitor ...`` in a code block or between backticks."""
    for page in PAGES:
        text = page.read_text(encoding="utf-8")
        blocks = re.findall(r"^```\w*\n(.*?)^```", text, flags=re.MULTILINE | re.DOTALL)
        inline = re.findall(r"`([^`\n]+)`", re.sub(r"^```.*?^```", "", text, flags=re.MULTILINE | re.DOTALL))
        for line in [*inline, *(line for block in blocks for line in block.splitlines())]:
            if found := re.match(r"(?:\$ |docker compose exec monitor )?(monitor [a-z-].*)", line.strip()):
                yield page.name, re.split(r" [|>#] ?| && |; ", found[1])[0]


LINES = sorted(set(quoted_command_lines()))


def complaint(line: str) -> str | None:
    """What is wrong with a command line; None when it can be typed."""
    command: click.Command = ROOT_COMMAND
    for word in shlex.split(line)[1:]:
        subcommands = getattr(command, "commands", None)
        if word.startswith("-"):
            known = {
                option for parameter in command.params for option in [*parameter.opts, *parameter.secondary_opts]
            } | {"--help", "-h"}
            if word.partition("=")[0] not in known:
                return f"{command.name} has no option {word}"
        elif subcommands is not None and not _is_value_of_an_option(command, line, word):
            if word not in subcommands:
                return f"there is no command {word!r}"
            command = subcommands[word]
    return None


def _is_value_of_an_option(command: click.Command, line: str, word: str) -> bool:
    before = shlex.split(line)[: shlex.split(line).index(word)]
    return bool(before) and before[-1].startswith("--config")


def test_documentation_quotes_commands():
    assert len(LINES) >= 5


@pytest.mark.parametrize(("page", "line"), LINES, ids=[f"{page}: {line}" for page, line in LINES])
def test_quoted_command_line_can_be_typed(page, line):
    assert complaint(line) is None


@pytest.mark.parametrize("name", ALL)
def test_command_has_help_and_an_example_that_can_be_typed(name):
    command = ALL[name]
    example = (command.epilog or "").removeprefix("Example: ")

    assert command.help
    assert example.startswith(f"monitor {name}")
    assert complaint(example.split(" > ")[0]) is None


@pytest.mark.parametrize("name", [name for name in ALL if name.split()[-1] in {"list", "show", "check"}])
def test_listing_can_be_had_as_json(name):
    assert "--json" in {option for parameter in ALL[name].params for option in parameter.opts}


@pytest.mark.parametrize("name", [name for name in ALL if not ALL[name].hidden])
def test_command_is_described_in_the_documentation(name):
    assert any(line.startswith(f"monitor {name}") for _, line in LINES), (
        f"docs/operations.md does not mention it: {name}"
    )
