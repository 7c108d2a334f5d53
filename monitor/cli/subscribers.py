"""``monitor subscribers``: who gets mails, in which language and zone, and when not."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.cli.subscriptions import (
    Email,
    EmptyOption,
    LevelOption,
    ModeOption,
    NearOption,
    RegionOption,
    RuleOption,
    StandingOption,
    TypeOption,
    as_plain,
    known,
    summary,
    wish_of,
)
from monitor.model import Chosen, IncidentId, Level, Mode, Standing, Subscriber, SubscriberId, Subscription

group = typer.Typer(help="Subscribers: who gets mails, and when.", no_args_is_help=True)

Until = Annotated[
    datetime | None,
    typer.Option("--until", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="Day or minute of the subscriber's own time."),
]
IncidentNumber = Annotated[int, typer.Argument(metavar="INCIDENT", help="Number of the incident.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="subscribers")


@group.command(
    "add",
    epilog="Example: monitor subscribers add anna@example.org --rule moscow-region-drones --tz Europe/Kyiv --confirmed",
)
def add(
    context: typer.Context,
    email: Email,
    rule: RuleOption = None,
    mode: ModeOption = Mode.ALERT,
    level: LevelOption = Level.LOW,
    attack: TypeOption = None,
    region: RegionOption = None,
    near: NearOption = None,
    standing: StandingOption = Standing.REPORTED,
    empty: EmptyOption = True,
    tz: Annotated[str, typer.Option("--tz", help="Time zone, for example Europe/Kyiv.")] = "UTC",
    lang: Annotated[str, typer.Option("--lang", help="Language of the mails: en, ru or uk.")] = "en",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The person has agreed; without it no mail is sent yet.")
    ] = False,
) -> None:
    """Add a subscriber, or a further subscription of one who is there already."""
    from dataclasses import replace

    from monitor.jobs.subscribing import subscribe
    from monitor.jobs.typed_wishes import check_reader, subscription_of

    email = check_reader(email=email, tz=tz, lang=lang)
    wish = wish_of(rule, mode, level, attack, region, near, standing, empty=empty)
    with opened(context) as services:
        now = services.clock()
        wanted = subscription_of(wish, services.rules.in_force, SubscriberId(0))
        with services.store.begin() as tx:
            subscriber = tx.subscribers.add(
                Subscriber(id=SubscriberId(0), email=email, lang=lang, tz=tz, created_at=now)
            )
            if confirmed and subscriber.confirmed_at is None:
                subscriber = replace(subscriber, confirmed_at=now)
                tx.subscribers.update(subscriber)
            stored = subscribe(tx, replace(wanted, subscriber=subscriber.id), now)
    waits = "" if subscriber.confirmed_at else "; no mail before monitor subscribers confirm"
    print(f"{email} follows {summary(stored)}{waits}")


@group.command("confirm", epilog="Example: monitor subscribers confirm anna@example.org")
def confirm(context: typer.Context, email: Email) -> None:
    """Note that the person has agreed to get mails."""
    from dataclasses import replace

    with opened(context) as services, services.store.begin() as tx:
        subscriber = known(tx.subscribers.by_email(email), email)
        if subscriber.confirmed_at is None:
            tx.subscribers.update(replace(subscriber, confirmed_at=services.clock()))
    print(f"{email} is confirmed and gets mails.")


@group.command(
    "change",
    epilog="Example: monitor subscribers change anna@example.org --quiet-hours 22:00-07:00 --wake-for-critical",
)
def change(
    context: typer.Context,
    email: Email,
    tz: Annotated[str | None, typer.Option("--tz", help="Time zone, for example Europe/Kyiv.")] = None,
    lang: Annotated[str | None, typer.Option("--lang", help="Language of the mails: en, ru or uk.")] = None,
    quiet_hours: Annotated[
        str | None,
        typer.Option(
            "--quiet-hours", help="Local hours without mails, like 22:00-07:00; one digest at their end; none."
        ),
    ] = None,
    wake_for_critical: Annotated[
        bool | None,
        typer.Option("--wake-for-critical/--let-sleep", help="Whether level critical is told in quiet hours, too."),
    ] = None,
) -> None:
    """Change a subscriber's zone, language or quiet hours; what is not named stays."""
    from dataclasses import replace

    from monitor.jobs.typed_wishes import check_ways, quiet_hours_of

    check_ways(tz=tz, lang=lang)
    with opened(context) as services, services.store.begin() as tx:
        before = known(tx.subscribers.by_email(email), email)
        quiet = before.quiet_hours if quiet_hours is None else quiet_hours_of(quiet_hours)
        wake = wake_for_critical
        if wake is None:
            wake = before.quiet_hours is not None and before.quiet_hours.wake_for_critical
        after = replace(
            before,
            tz=tz or before.tz,
            lang=lang or before.lang,
            quiet_hours=None if quiet is None else replace(quiet, wake_for_critical=wake),
        )
        tx.subscribers.update(after)
    print(f"{email}: {after.tz}, {after.lang}, quiet hours {_quiet(after) or 'none'}")


@group.command("pause", epilog="Example: monitor subscribers pause anna@example.org --until 2026-12-24")
def pause(context: typer.Context, email: Email, until: Until = None) -> None:
    """Send a subscriber nothing more, at once: what to do when somebody unsubscribes by mail. Or nothing for a while."""
    from monitor.jobs import subscribing

    with opened(context) as services, services.store.begin() as tx:
        subscriber = known(tx.subscribers.by_email(email), email)
        moment = _local(until, subscriber)
        subscribing.pause(tx, subscriber, moment)
    print(f"{email} gets no more mails{'' if moment is None else f' until {moment:%Y-%m-%d %H:%M} UTC'}.")


@group.command("resume", epilog="Example: monitor subscribers resume anna@example.org")
def resume(context: typer.Context, email: Email) -> None:
    """Send a paused subscriber mails again."""
    from monitor.jobs import subscribing

    with opened(context) as services, services.store.begin() as tx:
        subscribing.resume(tx, known(tx.subscribers.by_email(email), email), services.clock())
    print(f"{email} gets mails again.")


@group.command("follow", epilog="Example: monitor subscribers follow anna@example.org 12")
def follow(context: typer.Context, email: Email, incident: IncidentNumber) -> None:
    """Tell a subscriber every change of one incident at once, whatever their subscriptions say."""
    from monitor.jobs import subscribing

    with opened(context) as services, services.store.begin() as tx:
        subscribing.follow(tx, known(tx.subscribers.by_email(email), email).id, IncidentId(incident))
    print(f"{email} follows incident {incident}.")


@group.command("snooze", epilog="Example: monitor subscribers snooze anna@example.org 12 --until 2026-12-24")
def snooze(context: typer.Context, email: Email, incident: IncidentNumber, until: Until = None) -> None:
    """Tell a subscriber no updates of one incident, for good or for a while; corrections are told all the same."""
    from monitor.jobs import subscribing

    with opened(context) as services, services.store.begin() as tx:
        subscriber = known(tx.subscribers.by_email(email), email)
        subscribing.snooze(tx, subscriber.id, IncidentId(incident), _local(until, subscriber))
    print(f"{email} gets no updates of incident {incident}{'' if until is None else f' until {until:%Y-%m-%d %H:%M}'}.")


@group.command("unsnooze", epilog="Example: monitor subscribers unsnooze anna@example.org 12")
def unsnooze(context: typer.Context, email: Email, incident: IncidentNumber) -> None:
    """Let the subscriptions alone decide about one incident again, after follow or snooze."""
    with opened(context) as services, services.store.begin() as tx:
        had = tx.choices.forget(known(tx.subscribers.by_email(email), email).id, IncidentId(incident))
    print("Done." if had else f"{email} had chosen nothing about incident {incident}.")


@group.command("list", epilog="Example: monitor subscribers list --json")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List subscribers with what they follow."""
    with opened(context) as services, services.store.read() as tx:
        now = services.clock()
        found = [(subscriber, tx.subscribers.subscriptions(subscriber.id)) for subscriber in tx.subscribers.list()]
    if as_json:
        print_json([_json(subscriber, subscriptions, now) for subscriber, subscriptions in found])
        return
    rows = [
        (
            subscriber.email,
            _state(subscriber, now),
            subscriber.tz,
            subscriber.lang,
            _quiet(subscriber) or None,
            [summary(each) for each in subscriptions if each.active],
        )
        for subscriber, subscriptions in found
    ]
    nothing = "No subscribers yet: monitor subscribers add EMAIL --confirmed"
    columns = ("email", "state", "time zone", "language", "quiet hours", "follows")
    print_table("Subscribers", columns, rows, nothing=nothing)


@group.command("show", epilog="Example: monitor subscribers show anna@example.org")
def show(context: typer.Context, email: Email, as_json: JsonFlag = False) -> None:
    """Show all that one subscriber has chosen."""
    from monitor.jobs.subscribing import preferences

    with opened(context) as services, services.store.read() as tx:
        now = services.clock()
        chosen = preferences(tx, known(tx.subscribers.by_email(email), email).id, now)
    subscriber = chosen.subscriber
    if as_json:
        incidents = [_chosen_json(each) for each in chosen.chosen]
        print_json(_json(subscriber, list(chosen.subscriptions), now) | {"incidents": incidents})
        return
    print(f"{subscriber.email}: {_state(subscriber, now)}, {subscriber.tz}, mails in {subscriber.lang}")
    print(f"  quiet hours  {_quiet(subscriber) or 'none'}")
    for each in chosen.subscriptions:
        print(f"  {each.id:>3}  {summary(each)}")
    for choice in chosen.chosen:
        end = "" if choice.until is None else f" until {choice.until:%Y-%m-%d %H:%M} UTC"
        print(f"  incident {choice.incident}: {choice.choice}{end}")


def _json(subscriber: Subscriber, subscriptions: list[Subscription], now: datetime) -> dict[str, object]:
    quiet = subscriber.quiet_hours
    return {
        "id": subscriber.id,
        "email": subscriber.email,
        "state": _state(subscriber, now),
        "tz": subscriber.tz,
        "lang": subscriber.lang,
        "confirmed_at": subscriber.confirmed_at,
        "paused_until": subscriber.rests_until(now),
        "quiet_hours": None
        if quiet is None
        else {
            "start": quiet.start.isoformat("minutes"),
            "end": quiet.end.isoformat("minutes"),
            "wake_for_critical": quiet.wake_for_critical,
        },
        "subscriptions": [as_plain(each) for each in subscriptions],
    }


def _chosen_json(chosen: Chosen) -> dict[str, object]:
    return {"incident": chosen.incident, "choice": chosen.choice, "until": chosen.until}


def _state(subscriber: Subscriber, now: datetime) -> str:
    if subscriber.confirmed_at is None:
        return "not confirmed"
    return "paused" if subscriber.paused or subscriber.rests_until(now) is not None else "active"


def _quiet(subscriber: Subscriber) -> str:
    quiet = subscriber.quiet_hours
    if quiet is None:
        return ""
    hours = f"{quiet.start:%H:%M}-{quiet.end:%H:%M}"
    return f"{hours}, but for critical" if quiet.wake_for_critical else hours


def _local(moment: datetime | None, subscriber: Subscriber) -> datetime | None:
    """What was typed as the subscriber's own time, in UTC."""
    from zoneinfo import ZoneInfo

    return None if moment is None else moment.replace(tzinfo=ZoneInfo(subscriber.tz)).astimezone(UTC)
