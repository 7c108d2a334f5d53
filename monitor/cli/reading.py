"""``monitor backtest`` and ``monitor explain``: what the engine makes of entries, without storing or sending anything."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, invocation, opened, print_json, progress
from monitor.errors import ConfigError

if TYPE_CHECKING:
    from monitor.jobs.services import Services
    from monitor.model import Entry


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
) -> None:
    """Tell what is read from an entry and why: words, places, times, figures, rules, and the incident that it would join."""
    from monitor.jobs.explaining import explain as explained

    with opened(context) as services:
        moment = _moment(published) if published else services.clock()
        entries = list(_entries(services, what, moment, lang, home))
        pipeline = services.rules.in_force.pipeline
        with services.store.read() as tx:
            explanations = [explained(entry, pipeline, tx) for entry in entries]
    if as_json:
        print_json([explanation.as_json() for explanation in explanations])
    else:
        print("\n\n".join(explanation.as_text() for explanation in explanations))


def _entries(services: Services, what: str, moment: datetime, lang: str | None, home: str | None) -> Iterator[Entry]:
    """The entries that the argument holds: those of a feed or of JSON Lines, else the one that the text is."""
    from monitor.jobs.backtesting import entry_of

    if what.startswith(("http://", "https://")):
        yield from _fetched(services, what, moment, lang, home)
        return
    text = sys.stdin.read() if what == "-" else "\n".join(_lines(Path(what)))
    if text.lstrip().startswith("{"):
        yield from (entry_of(line, number) for number, line in enumerate(text.splitlines(), 1) if line.strip())
        return
    title, _, rest = text.strip().partition("\n")
    yield _entry(title, rest, what, moment, lang, home)


def _fetched(services: Services, url: str, moment: datetime, lang: str | None, home: str | None) -> Iterator[Entry]:
    """The entries of the feed at *url*, or the page at *url* as one entry."""
    import re

    from monitor.entries.changes import changes
    from monitor.errors import ParseError
    from monitor.feeds.answers import Response
    from monitor.feeds.parse import parse
    from monitor.model import Feed, FeedId, FeedStatus

    feed = Feed(id=FeedId("explained"), url=url, publisher=url, lang=lang, home=home)
    answer = services.fetcher.fetch(feed, FeedStatus(feed=feed.id))
    if not isinstance(answer, Response):
        return
    try:
        parsed = parse(answer.body, url=answer.url, content_type=answer.content_type, headers=answer.headers)
    except ParseError:
        page = answer.body.decode("utf-8", "replace")
        title = re.search(r"<title[^>]*>([^<]*)</title>", page, flags=re.IGNORECASE)
        yield _entry(title[1] if title else "", page, url, moment, lang, home)
    else:
        yield from changes(parsed.entries, (), feed, moment).new


def _entry(title: str, content: str, where: str, moment: datetime, lang: str | None, home: str | None) -> Entry:
    from monitor.model import Entry, EntryId, FeedId

    return Entry(
        id=EntryId(where),
        feed=FeedId("explained"),
        guid=where,
        title=title,
        summary="",
        content=content or None,
        link=None,
        lang=lang,
        published=moment,
        first_seen=moment,
        publisher="explained",
        home=home,
    )


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


def _told(lines: list[str], tell: object) -> Iterator[str]:
    """*lines*, with *tell* called after each."""
    assert callable(tell)
    for line in lines:
        yield line
        tell()
