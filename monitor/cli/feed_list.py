"""Which feeds there are: ``monitor feeds add``, ``enable``, ``disable``, ``import-opml`` and ``export-opml``."""

from __future__ import annotations

import sys
from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.feed_check import Home, Lang, feed_values, probe_feed
from monitor.cli.output import JsonFlag, invocation, opened, print_json
from monitor.errors import ConfigError, FeedError

if TYPE_CHECKING:
    from monitor.model import Feed


def register(group: typer.Typer) -> None:
    """Add the commands of this module."""
    group.command(
        "add", epilog='Example: monitor feeds add https://example.org/rss --publisher "Example Wire" --tag wire'
    )(add)
    group.command("disable", epilog="Example: monitor feeds disable bbc-world")(disable)
    group.command("enable", epilog="Example: monitor feeds enable bbc-world")(enable)
    group.command("import-opml", epilog="Example: monitor feeds import-opml reader.opml --dry-run")(import_opml)
    group.command("export-opml", epilog="Example: monitor feeds export-opml feeds.opml")(export_opml)


def add(
    context: typer.Context,
    url: Annotated[str, typer.Argument(help="Address of the feed itself, not of the site.")],
    feed_id: Annotated[
        str | None, typer.Option("--id", help="Short name, never changed later. Default: made from the publisher.")
    ] = None,
    publisher: Annotated[
        str | None, typer.Option("--publisher", help="Organisation behind it. Default: the feed's title.")
    ] = None,
    lang: Lang = None,
    home: Home = None,
    tag: Annotated[list[str] | None, typer.Option("--tag", help="May be given several times.")] = None,
    interval: Annotated[
        str | None, typer.Option("--interval", help="Time between two polls, such as 10m. Default: by its rhythm.")
    ] = None,
    unchecked: Annotated[bool, typer.Option("--unchecked", help="Add it without fetching it first.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Add a feed to rules/feeds.yml, after fetching it once to see that it is one. A running service polls it within a minute."""
    from monitor.jobs.feed_listing import add_feeds, new_id, read_file
    from monitor.jobs.probing import UNNAMED
    from monitor.model import Feed, FeedId

    settings = invocation(context).load().settings
    known = read_file(settings).feeds
    feed = Feed(
        id=FeedId(feed_id) if feed_id else UNNAMED,
        url=url,
        publisher=publisher or "",
        lang=lang,
        home=home,
        tags=frozenset(tag or ()),
        interval_s=_seconds(interval),
    )
    if unchecked:
        if not publisher:
            raise ConfigError("--publisher is needed with --unchecked: nothing tells who is behind the feed")
        if not feed_id:
            feed = replace(feed, id=new_id(publisher, {each.id for each in known}))
    else:
        with opened(context) as services:
            try:
                feed = probe_feed(services, feed, known).feed
            except FeedError as error:
                raise ConfigError(f"{error}; to add it all the same: --unchecked") from error
    path = add_feeds(settings, [feed])
    _told_change(path, [feed], "added", as_json=as_json)


def disable(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(metavar="ID", help="Which feed.")],
    as_json: JsonFlag = False,
) -> None:
    """Switch a feed off in rules/feeds.yml: it is polled no longer, and what was read stays."""
    _switch(context, feed, enabled=False, as_json=as_json)


def enable(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(metavar="ID", help="Which feed.")],
    as_json: JsonFlag = False,
) -> None:
    """Switch a feed on again in rules/feeds.yml."""
    _switch(context, feed, enabled=True, as_json=as_json)


def import_opml(
    context: typer.Context,
    file: Annotated[Path, typer.Argument(help="A list of feeds that a feed reader has written.")],
    tag: Annotated[
        list[str] | None, typer.Option("--tag", help="Given to each of them; may be given several times.")
    ] = None,
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only tell what would be added.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Add the feeds of an OPML list to rules/feeds.yml; those whose address is there already are left out."""
    from monitor.feeds.opml import read
    from monitor.jobs.feed_listing import KNOWN, add_feeds, imported, read_file
    from monitor.rules.feed_file import item

    try:
        content = file.read_bytes()
    except OSError as error:
        raise ConfigError(f"{file}: the file cannot be read: {error.strerror}") from error
    settings = invocation(context).load().settings
    result = imported(read(content, str(file)), read_file(settings).feeds, tag or ())
    if result.added and not dry_run:
        add_feeds(settings, result.added)
    if as_json:
        print_json(
            {"added": [feed_values(feed) for feed in result.added], "skipped": result.skipped, "dry_run": dry_run}
        )
        return
    for url, reason in result.skipped.items():
        if reason != KNOWN:
            print(f"left out: {url}: {reason}", file=sys.stderr)
    for feed in result.added:
        print(item(feed))
    known = sum(reason == KNOWN for reason in result.skipped.values())
    print(
        f"{len(result.added)} feeds {'would be added' if dry_run else 'added'}, {known} are polled already, "
        f"{len(result.skipped) - known} cannot be."
    )


def export_opml(
    context: typer.Context,
    file: Annotated[Path | None, typer.Argument(help="Where to. Default: the terminal.")] = None,
) -> None:
    """Write the feeds of rules/feeds.yml as an OPML list, for a feed reader or another installation."""
    from monitor.feeds.opml import write
    from monitor.jobs.feed_listing import read_file

    feeds = read_file(invocation(context).load().settings).feeds
    text = write(feeds, "Feeds of the attack monitor")
    if file is None:
        print(text, end="")
        return
    try:
        file.write_text(text, encoding="utf-8")
    except OSError as error:
        raise ConfigError(f"{file}: the file cannot be written: {error.strerror}") from error
    print(f"{len(feeds)} feeds written to {file}.")


def _switch(context: typer.Context, feed: str, *, enabled: bool, as_json: bool) -> None:
    from monitor.jobs.feed_listing import read_file, switch_feed
    from monitor.model import FeedId

    settings = invocation(context).load().settings
    path = switch_feed(settings, FeedId(feed), enabled=enabled)
    changed = [each for each in read_file(settings).feeds if each.id == feed]
    _told_change(path, changed, "enabled" if enabled else "disabled", as_json=as_json)


def _told_change(path: Path, feeds: list[Feed], what: str, *, as_json: bool) -> None:
    from monitor.rules.feed_file import item

    if as_json:
        print_json({"file": str(path), what: [feed_values(feed) for feed in feeds]})
        return
    for feed in feeds:
        print(f"{path}: {what} {feed.id}\n  {item(feed)}")


def _seconds(interval: str | None) -> int | None:
    from monitor.rules.scalars import seconds

    if interval is None:
        return None
    try:
        return seconds(interval)
    except ValueError as error:
        raise ConfigError(f"--interval: {error}") from error
