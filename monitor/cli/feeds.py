"""``monitor poll``, and how feeds do: ``monitor feeds list``, ``why`` and ``gaps``."""

from __future__ import annotations

import dataclasses
from collections import Counter
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli import feed_check, feed_list
from monitor.cli.output import JsonFlag, opened, print_json, print_table, progress, shown

if TYPE_CHECKING:
    from monitor.config import Settings
    from monitor.jobs.recording import PollReport
    from monitor.model import Feed, FeedStatus, Poll, Push

REMEMBERED = 10
"""Latest polls and changes that are shown of a feed."""

group = typer.Typer(help="Feeds: how well they are read, and which there are.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.command("poll", epilog="Example: monitor poll --feed bbc-world")(poll)
    feed_check.register(group)
    feed_list.register(group)
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


@group.command("list", epilog="Example: monitor feeds list --trouble")
def list_(
    context: typer.Context,
    trouble: Annotated[bool, typer.Option("--trouble", help="Only feeds that are not healthy or have a flag.")] = False,
    as_json: JsonFlag = False,
) -> None:
    """List feeds: how well each does, in plain words with the next try, and how many are healthy."""
    from monitor.feeds.health import is_well, line
    from monitor.feeds.rhythm import ago
    from monitor.feeds.websub import is_relied_on
    from monitor.jobs.reloading import sync_feeds

    with opened(context) as services:
        now = services.clock()
        sync_feeds(services, now)
        with services.store.read() as tx:
            found, pushes = tx.feeds.all(), tx.pushes.all()
            gaps = Counter(gap.feed for gap in tx.feeds.gaps(now - timedelta(days=1), now))
    polled = [(feed, status) for feed, status in found if feed.enabled]
    healthy = sum(is_well(feed, status, now) for feed, status in polled)
    listed = [(feed, status) for feed, status in polled if not is_well(feed, status, now)] if trouble else found
    if as_json:
        print_json([feed_json(feed, status, now, pushes.get(feed.id)) for feed, status in listed])
        return
    rows = [
        (
            feed.id,
            _state(feed, status, now),
            None if status.last_success_at is None else ago(status.last_success_at, now),
            line(feed, status, now)
            + ("; pushed" if feed.id in pushes and is_relied_on(pushes[feed.id], now) else "")
            + (f"; {gaps[feed.id]} gaps in 24 h" if gaps[feed.id] else ""),
        )
        for feed, status in sorted(listed, key=lambda each: _rank(each[0], each[1], now))
    ]
    columns = ("feed", "state", "last read", "how it does")
    none = "All feeds are well." if found else "No feeds: add one with monitor feeds add, or in rules/feeds.yml."
    print_table("Feeds", columns, rows, nothing=none)
    if found:
        off = len(found) - len(polled)
        print(f"\n{healthy} of {len(polled)} feeds healthy{f', {off} switched off' if off else ''}.")


def _state(feed: Feed, status: FeedStatus, now: datetime) -> str:
    """The state and the flags of a feed, in a word each."""
    from monitor.feeds.health import assess

    return ", ".join([status.state, *assess(feed, status, now)]) if feed.enabled else "off"


def _rank(feed: Feed, status: FeedStatus, now: datetime) -> tuple[int, str]:
    """What needs a look comes first, what is switched off last."""
    from monitor.feeds.health import is_failing, is_well

    if not feed.enabled:
        return 3, feed.id
    return (2 if is_well(feed, status, now) else 0 if is_failing(status) else 1), feed.id


@group.command(epilog="Example: monitor feeds why bbc-world")
def why(
    context: typer.Context,
    feed: Annotated[str, typer.Argument(metavar="ID", help="Which feed.")],
    as_json: JsonFlag = False,
) -> None:
    """Tell which rule set the next poll of a feed, what else was weighed, and how its last polls went."""
    from monitor.feeds.health import assess, line
    from monitor.jobs.reloading import sync_feeds
    from monitor.model import FeedId

    with opened(context) as services:
        now = services.clock()
        sync_feeds(services, now)
        with services.store.read() as tx:
            status = tx.feeds.status(FeedId(feed))
            [known] = [each for each, _ in tx.feeds.all() if each.id == feed]
            polls, changes = tx.feeds.polls(known.id, REMEMBERED), tx.feeds.changes(known.id, REMEMBERED)
            gaps = tx.feeds.gaps(now - timedelta(days=7), now, known.id)
            push = tx.pushes.of([known.id]).get(known.id)
        settings = services.settings
    if as_json:
        print_json(
            feed_json(known, status, now, push)
            | {
                "polls": [poll_values(each) for each in polls],
                "changes": [dataclasses.asdict(each) for each in changes],
                "gaps": [dataclasses.asdict(each) for each in gaps],
            }
        )
        return
    because, *weighed = status.because or ("it was never polled",)
    when = "at the next sweep" if status.next_poll_at is None else f"{shown(status.next_poll_at)} UTC"
    print(f"{known.id}: {status.state if known.enabled else 'off'}; {line(known, status, now)}")
    print(f"  address      {known.url}")
    print(f"  next poll    {when}, because of: {because}")
    for other in weighed:
        print(f"  also weighed {other}")
    print(
        f"  bounds       {settings.poll_floor_s} s (poll_floor_s) to {settings.poll_slowest_s} s (poll_slowest_s); "
        f"{settings.poll_interval_s} s without a rhythm (poll_interval_s)"
    )
    if known.websub:
        print(f"  pushes       {_pushes(push, settings, now)}")
    for flag, reason in assess(known, status, now).items():
        print(f"  {flag.value:<12} {reason}")
    print()
    columns = ("at (UTC)", "outcome", "status", "entries", "new", "gap", "took", "message")
    rows = [
        (p.at, p.outcome, p.http_status, p.entries, p.new, "gap" if p.gap else None, f"{p.duration_s:.2f} s", p.message)
        for p in polls
    ]
    print_table("Last polls", columns, rows, nothing="Never polled.")
    if changes:
        print()
        told = [(c.at, c.mark if c.begins else f"{c.mark} is over", c.why) for c in changes]
        print_table("Changes", ("at (UTC)", "what", "why"), told, nothing="")


@group.command(epilog="Example: monitor feeds gaps --days 7")
def gaps(
    context: typer.Context,
    feed: Annotated[str | None, typer.Argument(metavar="ID", help="Only this feed.")] = None,
    days: Annotated[int, typer.Option("--days", min=1, max=3650, help="How far to look back.")] = 7,
    as_json: JsonFlag = False,
) -> None:
    """List the times whose entries may have been missed: when a feed was read, nothing known was left in it."""
    from monitor.feeds.rhythm import span
    from monitor.model import FeedId

    with opened(context) as services:
        now = services.clock()
        with services.store.read() as tx:
            if feed is not None:
                tx.feeds.status(FeedId(feed))
            found = tx.feeds.gaps(now - timedelta(days=days), now, None if feed is None else FeedId(feed))
    if as_json:
        print_json([dataclasses.asdict(gap) for gap in found])
        return
    rows = [
        (gap.feed, gap.start, gap.end, span((gap.end - gap.start) / timedelta(seconds=1)), gap.found_at)
        for gap in found
    ]
    columns = ("feed", "from (UTC)", "to", "length", "found")
    print_table("Gaps", columns, rows, nothing=f"No gaps in the last {days} days.")


def _pushes(push: Push | None, settings: Settings, now: datetime) -> str:
    """How the pushes of a feed that wants them do."""
    from monitor.feeds.websub import line
    from monitor.jobs.hubs import has_callbacks

    if not has_callbacks(settings):
        return "none: hubs cannot reach us; set public_url, and let web_enabled be true"
    return (
        "none: the feed names no hub, or was not read since websub was switched on" if push is None else line(push, now)
    )


def feed_json(feed: Feed, status: FeedStatus, now: datetime, push: Push | None = None) -> dict[str, object]:
    """A feed with how it does, for programs."""
    from monitor.feeds.health import assess, is_well, line
    from monitor.feeds.websub import is_relied_on

    since = {each.flag: each.since for each in status.flags}
    flags = assess(feed, status, now)
    return {
        "id": feed.id,
        "url": feed.url,
        "publisher": feed.publisher,
        "lang": feed.lang,
        "home": feed.home,
        "tags": feed.tags,
        "enabled": feed.enabled,
        "healthy": feed.enabled and is_well(feed, status, now),
        "state": status.state,
        "flags": [{"flag": flag, "why": reason, "since": since.get(flag)} for flag, reason in flags.items()],
        "line": line(feed, status, now),
        "failures": status.failures,
        "last_poll_at": status.last_poll_at,
        "last_success_at": status.last_success_at,
        "last_new_entry_at": status.last_new_entry_at,
        "next_poll_at": status.next_poll_at,
        "because": status.because,
        "entry_every_s": status.observed.every_s,
        "reason": status.reason,
        "message": status.message,
        "websub": feed.websub,
        "push": None if push is None else _push_json(push) | {"relied_on": is_relied_on(push, now)},
    }


def _push_json(push: Push) -> dict[str, object]:
    """A subscription at a hub, for programs; without what only the hub may know."""
    return {
        name: value for name, value in dataclasses.asdict(push).items() if name not in ("feed", "callback", "secret")
    }


def poll_values(poll: Poll) -> dict[str, object]:
    """A poll, for programs."""
    return {name: value for name, value in dataclasses.asdict(poll).items() if name != "feed"}


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
