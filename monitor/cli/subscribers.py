"""``monitor subscribers``: who is told what, and how."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.errors import ConfigError, NotFoundError
from monitor.model import Level, Mode, RuleId, Subscriber, SubscriberId, Subscription, SubscriptionId

group = typer.Typer(help="Subscribers: who is told what, and how.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Address of the subscriber.")]


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
    rule: Annotated[
        list[str] | None, typer.Option("--rule", help="Rule to follow; may be repeated. Default: all.")
    ] = None,
    mode: Annotated[Mode, typer.Option("--mode", help="When to be told.")] = Mode.ALERT,
    level: Annotated[Level, typer.Option("--level", help="Least level to be told of.")] = Level.LOW,
    tz: Annotated[str, typer.Option("--tz", help="Time zone, for example Europe/Kyiv.")] = "UTC",
    lang: Annotated[str, typer.Option("--lang", help="Language of the mails: en, ru or uk.")] = "en",
    confirmed: Annotated[
        bool, typer.Option("--confirmed", help="The person has agreed; without it no mail is sent yet.")
    ] = False,
) -> None:
    """Add a subscriber, or a further subscription of one who is there already."""
    _check(email, tz, lang)
    with opened(context) as services:
        now = services.clock()
        rules = _rules(rule, {known.id for known in services.rules.in_force.ruleset.rules})
        with services.store.begin() as tx:
            subscriber = tx.subscribers.add(
                Subscriber(id=SubscriberId(0), email=email, lang=lang, tz=tz, created_at=now)
            )
            if confirmed and subscriber.confirmed_at is None:
                from dataclasses import replace

                subscriber = replace(subscriber, confirmed_at=now)
                tx.subscribers.update(subscriber)
            wanted = Subscription(
                id=SubscriptionId(0), subscriber=subscriber.id, mode=mode, rules=rules, min_level=level
            )
            tx.subscribers.subscribe(wanted, now)
    waits = "" if subscriber.confirmed_at else "; no mail before monitor subscribers confirm"
    print(f"{email} follows {', '.join(sorted(rules))} ({mode.value}){waits}")


@group.command("confirm", epilog="Example: monitor subscribers confirm anna@example.org")
def confirm(context: typer.Context, email: Email) -> None:
    """Note that the person has agreed to get mails."""
    from dataclasses import replace

    with opened(context) as services, services.store.begin() as tx:
        subscriber = _known(tx.subscribers.by_email(email), email)
        if subscriber.confirmed_at is None:
            tx.subscribers.update(replace(subscriber, confirmed_at=services.clock()))
    print(f"{email} is confirmed and gets mails.")


@group.command("pause", epilog="Example: monitor subscribers pause anna@example.org")
def pause(context: typer.Context, email: Email) -> None:
    """Send a subscriber nothing more, at once: what to do when somebody unsubscribes by mail."""
    _set_paused(context, email, paused=True)
    print(f"{email} gets no more mails.")


@group.command("resume", epilog="Example: monitor subscribers resume anna@example.org")
def resume(context: typer.Context, email: Email) -> None:
    """Send a paused subscriber mails again."""
    _set_paused(context, email, paused=False)
    print(f"{email} gets mails again.")


@group.command("list", epilog="Example: monitor subscribers list --json")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List subscribers with what they follow."""
    with opened(context) as services, services.store.read() as tx:
        found = [(subscriber, tx.subscribers.subscriptions(subscriber.id)) for subscriber in tx.subscribers.list()]
    if as_json:
        print_json([_json(subscriber, subscriptions) for subscriber, subscriptions in found])
        return
    rows = [
        (
            subscriber.email,
            _state(subscriber),
            subscriber.tz,
            subscriber.lang,
            [f"{', '.join(sorted(each.rules))} ({each.mode.value})" for each in subscriptions if each.active],
        )
        for subscriber, subscriptions in found
    ]
    nothing = "No subscribers yet: monitor subscribers add EMAIL --confirmed"
    print_table("Subscribers", ("email", "state", "time zone", "language", "follows"), rows, nothing=nothing)


def _json(subscriber: Subscriber, subscriptions: list[Subscription]) -> dict[str, object]:
    return {
        "id": subscriber.id,
        "email": subscriber.email,
        "state": _state(subscriber),
        "tz": subscriber.tz,
        "lang": subscriber.lang,
        "confirmed_at": subscriber.confirmed_at,
        "subscriptions": [
            {
                "id": each.id,
                "mode": each.mode,
                "rules": each.rules,
                "min_level": each.min_level,
                "active": each.active,
            }
            for each in subscriptions
        ],
    }


def _state(subscriber: Subscriber) -> str:
    if subscriber.confirmed_at is None:
        return "not confirmed"
    return "paused" if subscriber.paused else "active"


def _set_paused(context: typer.Context, email: str, *, paused: bool) -> None:
    from dataclasses import replace

    with opened(context) as services, services.store.begin() as tx:
        tx.subscribers.update(replace(_known(tx.subscribers.by_email(email), email), paused=paused))


def _known(subscriber: Subscriber | None, email: str) -> Subscriber:
    if subscriber is None:
        raise NotFoundError("subscriber", email)
    return subscriber


def _rules(wanted: list[str] | None, known: set[RuleId]) -> frozenset[RuleId]:
    """The rules to follow: those named, or all there are."""
    import difflib

    for name in wanted or ():
        if name not in known:
            near = difflib.get_close_matches(name, known, n=1)
            hint = f"did you mean {near[0]}?" if near else "monitor rules check --json lists them"
            raise ConfigError(f"--rule {name}: no such rule; {hint}")
    return frozenset(RuleId(name) for name in wanted) if wanted else frozenset(known)


def _check(email: str, tz: str, lang: str) -> None:
    import re
    from zoneinfo import available_timezones

    if not re.fullmatch(r"[^@\s<>\",;:\\]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)+", email):
        raise ConfigError(f"{email!r} is no address that mail can be sent to")
    if tz not in available_timezones():
        raise ConfigError(f"--tz {tz}: no such time zone; write it like Europe/Kyiv")
    if lang not in {"en", "ru", "uk"}:
        raise ConfigError(f"--lang {lang}: mails are written in en, ru or uk")
