"""``monitor backtest`` and ``monitor explain``: what the engine makes of entries, without storing or sending anything."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import nullcontext
from datetime import UTC, datetime
from pathlib import Path
from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, invocation, opened, print_json, progress
from monitor.errors import ConfigError


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("backtest", epilog="Example: monitor backtest entries.jsonl --json > result.json")(backtest)
    app.command("explain", epilog="Example: monitor explain entry.txt --published 2023-09-05T04:40Z --lang en")(explain)


def backtest(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="Entries as JSON Lines: id feed lang published title summary content.")],
    as_json: JsonFlag = False,
    rules: Annotated[Path | None, typer.Option("--rules", help="Folder of operator files to try.")] = None,
) -> None:
    """Replay stored entries through the live engine with an empty database, and print incidents and alerts."""
    from monitor.bootstrap import services
    from monitor.jobs.backtesting import backtest as replay

    settings = invocation(context).load().settings
    if rules is not None:
        settings = settings.model_copy(update={"rules_dir": rules})
    lines = _lines(file)
    with services(settings) as opened_services:
        pipeline = opened_services.rules.in_force.pipeline
        with progress() as display:
            task = display.add_task(f"Reading {len(lines)} entries", total=len(lines))
            result = replay(_told(lines, lambda: display.advance(task)), pipeline)
    if as_json:
        print_json(result)
        return
    print(f"{len(lines)} entries, {len(result['incidents'])} incidents, {len(result['alerts'])} alerts")
    for alert in result["alerts"]:
        incident = next(each for each in result["incidents"] if each["id"] == alert["incident"])
        print(f"{alert['at']}  {alert['type']:6}  {incident['family']:12} {incident['place']}  ({alert['entry']})")


def explain(
    context: typer.Context,
    what: Annotated[
        str, typer.Argument(metavar="FILE|URL|-", help="Text (first line is the title), JSON Lines, a feed or a page.")
    ],
    published: Annotated[str | None, typer.Option("--published", help="When it was published. Default: now.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the text, ISO 639-1.")] = None,
    home: Annotated[
        str | None, typer.Option("--home", help="Place that the feed is about, ISO 3166 or a name.")
    ] = None,
    as_json: JsonFlag = False,
    html: Annotated[
        Path | None, typer.Option("--html", help="Write a page with everything marked to this file.")
    ] = None,
) -> None:
    """Tell what is read from an entry and why: words, places, times, figures, rules, and the incident that it would join."""
    text = "" if _is_web(what) else _text(what)
    from monitor.bootstrap import has_database
    from monitor.jobs.explaining import explain as explained
    from monitor.jobs.outside_entries import Circumstances, entries_at, entries_of_text

    with opened(context) as services:
        moment = _moment(published) if published else services.clock()
        about = Circumstances(published=moment, lang=lang, home=home)
        found = (
            entries_at(what, services.fetcher, services.parser, about)
            if _is_web(what)
            else entries_of_text(text, what, about)
        )
        pipeline = services.rules.in_force.pipeline
        entries = list(found)
        # Without a database nothing is known yet; explaining makes none.
        with services.store.read() if has_database(services.settings) else nullcontext() as tx:
            explanations = [explained(entry, pipeline, tx) for entry in entries]
    if html is not None:
        from monitor.jobs.explanation_page import page

        html.write_text(page([explanation.as_json() for explanation in explanations]), encoding="utf-8")
        print(html)
    elif as_json:
        print_json([explanation.as_json() for explanation in explanations])
    else:
        print("\n\n".join(explanation.as_text() for explanation in explanations))


def _text(what: str) -> str:
    return sys.stdin.read() if what == "-" else "\n".join(_lines(Path(what)))


def _is_web(what: str) -> bool:
    return what.startswith(("http://", "https://"))


def _moment(text: str) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError as error:
        raise ConfigError(f"--published {text!r} is no time: write 2023-09-05T04:40Z") from error
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)


def _lines(path: Path) -> list[str]:
    try:
        return path.read_text(encoding="utf-8").splitlines()
    except (OSError, UnicodeDecodeError) as error:
        reason = error.strerror if isinstance(error, OSError) else "it is not UTF-8 text"
        raise ConfigError(f"{path}: the file cannot be read: {reason}") from error


def _told(lines: list[str], tell: Callable[[], None]) -> Iterator[str]:
    """*lines*, with *tell* called after each."""
    for line in lines:
        yield line
        tell()
