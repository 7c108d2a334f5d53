"""``monitor poll`` and ``monitor feeds``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table, progress, shown

if TYPE_CHECKING:
    from monitor.jobs.polling import PollReport
    from monitor.model import Feed, FeedStatus
    from monitor.storage import Transaction

REMEMBERED = 100
"""Latest polls of a feed in which the list looks for remarks: a day or so."""

group = typer.Typer(help="Feeds: how well they are read.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("poll", epilog="Example: monitor poll --feed bbc-world")(poll)
    app.add_typer(group, name="feeds")


def poll(
    context: typer.Context,
    feed: Annotated[str | None, typer.Option("--feed", metavar="ID", help="Only this feed, due or not.")] = None,
    once: Annotated[bool, typer.Option("--once", help="All feeds, due or not.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """Poll the feeds that are due, store what follows, and print it. Sends nothing: that is what monitor run does."""
    from monitor.jobs.polling import poll_due
    from monitor.jobs.reloading import sync_feeds
    from monitor.model import FeedId

    with opened(context) as services:
        sync_feeds(services, services.clock())
        with progress() as display:
            display.add_task("Fetching and reading feeds", total=None)
            only = None if feed is None else FeedId(feed)
            reports = poll_due(services, services.clock(), only=only, everything=once)
    if as_json:
        print_json([_poll_json(report) for report in reports])
        return
    rows = [
        (
            report.feed.id,
            report.poll.outcome,
            report.poll.entries,
            report.poll.new,
            sum(len(entry.decisions) for entry in report.entries),
            sum(len(decision.alerts) for entry in report.entries for decision in entry.decisions),
            report.poll.message,
        )
        for report in reports
    ]
    columns = ("feed", "outcome", "entries", "new", "reports", "alerts", "message")
    print_table("Polls", columns, rows, nothing="No feed is due; monitor poll --once polls all.")


@group.command("list", epilog="Example: monitor feeds list --json")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List feeds: how well they do, when they were read, and what went wrong."""
    from monitor.jobs.reloading import sync_feeds

    with opened(context) as services:
        sync_feeds(services, services.clock())
        with services.store.read() as tx:
            found = [(feed, status, _remark(tx, feed, status)) for feed, status in tx.feeds.all()]
    if as_json:
        print_json([_json(feed, status, remark) for feed, status, remark in found])
        return
    rows = [
        (
            feed.id,
            status.state if feed.enabled else "disabled",
            status.last_success_at,
            status.last_new_entry_at,
            status.next_poll_at,
            remark,
        )
        for feed, status, remark in found
    ]
    columns = ("feed", "state", "last read (UTC)", "last new entry", "next poll", "message")
    print_table("Feeds", columns, rows, nothing="No feeds: write some into rules/feeds.yml.")


def _remark(tx: Transaction, feed: Feed, status: FeedStatus) -> str | None:
    """Why the last poll failed; else the latest of a poll that went well and needs a look, with its time."""
    from monitor.model import PollOutcome

    if status.message is not None:
        return status.message
    good = (poll for poll in tx.feeds.polls(feed.id, REMEMBERED) if poll.outcome is PollOutcome.OK)
    return next((f"{shown(poll.at)} {poll.message}" for poll in good if poll.message), None)


def _json(feed: Feed, status: FeedStatus, remark: str | None) -> dict[str, object]:
    return {
        "id": feed.id,
        "url": feed.url,
        "publisher": feed.publisher,
        "lang": feed.lang,
        "home": feed.home,
        "tags": feed.tags,
        "enabled": feed.enabled,
        "state": status.state,
        "failures": status.failures,
        "last_poll_at": status.last_poll_at,
        "last_success_at": status.last_success_at,
        "last_new_entry_at": status.last_new_entry_at,
        "next_poll_at": status.next_poll_at,
        "reason": status.reason,
        "message": remark,
    }


def _poll_json(report: PollReport) -> dict[str, object]:
    poll = report.poll
    return {
        "feed": poll.feed,
        "at": poll.at,
        "outcome": poll.outcome,
        "http_status": poll.http_status,
        "reason": poll.reason,
        "message": poll.message,
        "entries": poll.entries,
        "new": poll.new,
        "revised": poll.revised,
        "next_poll_at": report.status.next_poll_at,
        "incidents": sorted(
            {
                decision.change.after.id
                for entry in report.entries
                for decision in entry.decisions
                if decision.change is not None
            }
        ),
    }
