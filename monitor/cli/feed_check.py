"""``monitor feeds check``: one look at a feed, for an operator who thinks of adding it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table, progress

if TYPE_CHECKING:
    from monitor.jobs.probing import Probe
    from monitor.jobs.services import Services
    from monitor.model import Feed

MATCHING_SHOWN = 20
"""Entries that are shown of what would match; a feed about a war has more."""

Lang = Annotated[str | None, typer.Option("--lang", help="Language of its entries, ISO 639-1. Default: what it says.")]
Home = Annotated[str | None, typer.Option("--home", help="Place that it is about, ISO 3166 or a name.")]


def register(group: typer.Typer) -> None:
    """Add the command of this module."""
    group.command("check", epilog="Example: monitor feeds check https://feeds.bbci.co.uk/news/world/rss.xml")(check)


def check(
    context: typer.Context,
    what: Annotated[str, typer.Argument(metavar="URL|ID", help="Address of a feed, or the id of one in feeds.yml.")],
    lang: Lang = None,
    home: Home = None,
    as_json: JsonFlag = False,
) -> None:
    """Fetch a feed once and show what the server says, what is in it, which entries would match, and the YAML to add it."""
    with opened(context) as services:
        found = _look(services, what, lang=lang, home=home)
    if as_json:
        print_json(_probe_json(found))
    else:
        _print_probe(found)


def _look(services: Services, what: str, *, lang: str | None, home: str | None) -> Probe:
    from monitor.errors import NotFoundError
    from monitor.jobs.probing import UNNAMED
    from monitor.model import Feed

    known = services.rules.in_force.ruleset.feeds
    if not what.startswith(("http://", "https://")):
        feed = next((each for each in known if each.id == what), None)
        if feed is None:
            raise NotFoundError("feed", what)
    else:
        feed = next((each for each in known if each.url == what), None) or Feed(id=UNNAMED, url=what, publisher="")
    feed = replace(feed, lang=lang or feed.lang, home=home or feed.home)
    return probe_feed(services, feed, known)


def probe_feed(services: Services, feed: Feed, known: tuple[Feed, ...]) -> Probe:
    """Fetch and read *feed* once, with a progress display; see ``monitor.jobs.probing``."""
    from monitor.jobs.probing import probe

    with progress() as display:
        display.add_task(f"Fetching {feed.url}", total=None)
        return probe(services, feed, services.clock(), known)


def _print_probe(found: Probe) -> None:
    from monitor.feeds.rhythm import span
    from monitor.jobs.explaining import place_in_words, window_in_words
    from monitor.rules.feed_file import item

    answer, parsed, observed = found.answer, found.parsed, found.observed
    print(f"{answer.url}: {answer.status}, {answer.wire_bytes} bytes sent, {len(answer.body)} unpacked")
    if answer.moved_to:
        print(f"  moved for good to {answer.moved_to}: put that address into feeds.yml")
    for name, value in found.headers.items():
        print(f"  {name}: {value[:200]}")
    print(f"Format    {found.format}{f'; malformed: {parsed.bozo}' if parsed.bozo else ''}")
    print(f"Title     {parsed.title or '-'}")
    print(f"Language  {found.feed.lang or '-'}")
    dated = sorted(date for entry in parsed.entries if (date := entry.published or entry.updated) is not None)
    dates = (
        f", {len(dated)} dated from {dated[0]:%Y-%m-%d %H:%M} to {dated[-1]:%Y-%m-%d %H:%M} UTC"
        if dated
        else ", undated"
    )
    print(f"Entries   {len(parsed.entries)}{dates if parsed.entries else ''}")
    if observed.every_s is not None and observed.kept_s is not None:
        print(f"Rhythm    one every {span(observed.every_s)}; each stays for about {span(observed.kept_s)}")
    print(f"Next poll {found.next_poll.at:%H:%M} UTC, because of: {found.next_poll.because}")
    for other in found.next_poll.weighed:
        print(f"          also weighed: {other}")
    print(f"Attacks   {found.concerning} entries have words of attack, {len(found.matching)} tell of one\n")
    rows = [
        (
            matching.entry.title,
            explained.report.types,
            place_in_words(explained.report.place),
            window_in_words(explained.report.window),
            [rule for rule, _, _ in explained.rules],
        )
        for matching in found.matching[:MATCHING_SHOWN]
        for explained in matching.reports
    ]
    columns = ("entry", "attack", "place", "when", "rules")
    print_table("What would match", columns, rows, nothing="No entry tells of an attack now.")
    if len(found.matching) > MATCHING_SHOWN:
        print(f"and {len(found.matching) - MATCHING_SHOWN} more entries")
    print(f"\nTo add it, run monitor feeds add, or put this into rules/feeds.yml:\n\n  {item(found.feed)}")


def _probe_json(found: Probe) -> dict[str, object]:
    from monitor.rules.feed_file import item

    return {
        "feed": feed_values(found.feed),
        "url": found.answer.url,
        "status": found.answer.status,
        "moved_to": found.answer.moved_to,
        "headers": found.headers,
        "bytes": found.answer.wire_bytes,
        "format": found.format,
        "malformed": found.parsed.bozo,
        "title": found.parsed.title,
        "entries": len(found.parsed.entries),
        "entry_every_s": found.observed.every_s,
        "entry_kept_s": found.observed.kept_s,
        "next_poll_at": found.next_poll.at,
        "because": [found.next_poll.because, *found.next_poll.weighed],
        "concerning": found.concerning,
        "matching": [
            {
                "title": matching.entry.title,
                "link": matching.entry.link,
                "published": matching.entry.published,
                "reports": [
                    {
                        "types": explained.report.types,
                        "place": explained.report.place.name,
                        "iso_region": explained.report.place.iso_region,
                        "first_day": explained.report.window.first.isoformat(),
                        "rules": [rule for rule, _, _ in explained.rules],
                    }
                    for explained in matching.reports
                ],
            }
            for matching in found.matching
        ],
        "yaml": item(found.feed),
    }


def feed_values(feed: Feed) -> dict[str, object]:
    """A feed as it stands in ``feeds.yml``, for programs."""
    return {
        "id": feed.id,
        "url": feed.url,
        "publisher": feed.publisher,
        "lang": feed.lang,
        "home": feed.home,
        "tags": feed.tags,
        "interval_s": feed.interval_s,
        "enabled": feed.enabled,
        "full_text": feed.full_text,
        "websub": feed.websub,
    }
