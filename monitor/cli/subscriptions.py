"""``monitor subscriptions``: what each subscriber wants to be told, one by one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.errors import NotFoundError, WishError
from monitor.model import Level, Mode, Standing, Subscriber, Subscription, SubscriptionId

if TYPE_CHECKING:
    from monitor.jobs.typed_wishes import Wish
    from monitor.storage import Transaction

group = typer.Typer(help="Subscriptions: what each subscriber wants to be told.", no_args_is_help=True)

Email = Annotated[str, typer.Argument(metavar="EMAIL", help="Address of the subscriber.")]
Number = Annotated[int, typer.Argument(metavar="ID", help="Number of the subscription.")]
RuleOption = Annotated[
    list[str] | None,
    typer.Option("--rule", help="Rule to follow; may be repeated. Default: all, also those still to be written."),
]
ModeOption = Annotated[Mode, typer.Option("--mode", help="When to be told.")]
LevelOption = Annotated[Level, typer.Option("--level", help="Least level to be told of.")]
TypeOption = Annotated[
    list[str] | None, typer.Option("--type", help="Attack type, for example drone; may be repeated. Default: all.")
]
RegionOption = Annotated[
    list[str] | None,
    typer.Option("--region", help="Region or country, by ISO code or name; may be repeated. Default: everywhere."),
]
NearOption = Annotated[
    list[str] | None,
    typer.Option("--near", metavar="PLACE:KM", help="Within so many km of a place: 'Kaluga:30'; may be repeated."),
]
StandingOption = Annotated[
    Standing, typer.Option("--standing", help="How well founded an attack must be before it is told first.")
]
EmptyOption = Annotated[
    bool, typer.Option("--empty/--no-empty", help="Whether daily and weekly digests come with nothing to tell, too.")
]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="subscriptions")


@group.command(
    "add",
    epilog="Example: monitor subscriptions add anna@example.org --mode daily --near Tula:30 --region RU-KLU --type drone",
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
) -> None:
    """Add a subscription of a subscriber who is there. All filters must hold; of one kind, one value is enough."""
    from monitor.jobs.subscribing import subscribe
    from monitor.jobs.typed_wishes import subscription_of

    wish = wish_of(rule, mode, level, attack, region, near, standing, empty=empty)
    with opened(context) as services:
        in_force = services.rules.in_force
        with services.store.begin() as tx:
            person = known(tx.subscribers.by_email(email), email)
            stored = subscribe(tx, subscription_of(wish, in_force, person.id), services.clock())
    print(f"Subscription {stored.id}: {email} follows {summary(stored)}")


@group.command("list", epilog="Example: monitor subscriptions list anna@example.org --json")
def list_(
    context: typer.Context,
    email: Annotated[str | None, typer.Argument(metavar="[EMAIL]", help="Only those of this subscriber.")] = None,
    as_json: JsonFlag = False,
) -> None:
    """List subscriptions that hold."""
    with opened(context) as services, services.store.read() as tx:
        people = tx.subscribers.list() if email is None else [known(tx.subscribers.by_email(email), email)]
        found = [(person, each) for person in people for each in tx.subscribers.subscriptions(person.id) if each.active]
    if as_json:
        print_json([{"email": person.email} | as_plain(each) for person, each in found])
        return
    rows = [(each.id, person.email, each.mode, summary(each, with_mode=False)) for person, each in found]
    print_table("Subscriptions", ("id", "email", "mode", "follows"), rows, nothing="No subscriptions.")


@group.command("change", epilog="Example: monitor subscriptions change 3 --mode weekly --no-empty")
def change(
    context: typer.Context,
    number: Number,
    rule: RuleOption = None,
    mode: Annotated[Mode | None, typer.Option("--mode", help="When to be told.")] = None,
    level: Annotated[Level | None, typer.Option("--level", help="Least level to be told of.")] = None,
    attack: TypeOption = None,
    region: RegionOption = None,
    near: NearOption = None,
    standing: Annotated[Standing | None, typer.Option("--standing", help="Least standing of a first message.")] = None,
    empty: Annotated[bool | None, typer.Option("--empty/--no-empty", help="Whether empty digests come.")] = None,
    anywhere: Annotated[bool, typer.Option("--anywhere", help="Forget regions and places.")] = False,
    any_rule: Annotated[bool, typer.Option("--any-rule", help="Follow all rules.")] = False,
    any_type: Annotated[bool, typer.Option("--any-type", help="Follow all attack types.")] = False,
) -> None:
    """Change what is named and leave the rest. What waits for a digest of the old mode comes in the new one."""
    from dataclasses import replace

    from monitor.jobs import subscribing
    from monitor.jobs.typed_wishes import subscription_of

    wish = wish_of(rule, mode or Mode.ALERT, level or Level.LOW, attack, region, near, standing or Standing.REPORTED)
    with opened(context) as services:
        in_force = services.rules.in_force
        with services.store.begin() as tx:
            before = _numbered(tx, number)
            asked = subscription_of(wish, in_force, before.subscriber)
            elsewhere = bool(region or near or anywhere)
            after = replace(
                before,
                mode=before.mode if mode is None else mode,
                rules=asked.rules if rule or any_rule else before.rules,
                min_level=before.min_level if level is None else level,
                types=asked.types if attack or any_type else before.types,
                regions=asked.regions if elsewhere else before.regions,
                around=asked.around if elsewhere else before.around,
                min_standing=before.min_standing if standing is None else standing,
                even_if_empty=before.even_if_empty if empty is None else empty,
            )
            subscribing.change(tx, after, services.clock())
    print(f"Subscription {number}: {summary(after)}")


@group.command("end", epilog="Example: monitor subscriptions end 3")
def end(context: typer.Context, number: Number) -> None:
    """End a subscription, at once."""
    from monitor.jobs import subscribing

    with opened(context) as services, services.store.begin() as tx:
        subscribing.end(tx, _numbered(tx, number).subscriber, SubscriptionId(number), services.clock())
    print(f"Subscription {number} has ended.")


def wish_of(
    rules: list[str] | None,
    mode: Mode,
    level: Level,
    types: list[str] | None,
    regions: list[str] | None,
    near: list[str] | None,
    standing: Standing,
    *,
    empty: bool = True,
) -> Wish:
    """The options as a wish.

    Raises:
        WishError: a circle has no radius.
    """
    from monitor.jobs.typed_wishes import Wish

    circles = []
    for text in near or ():
        place, colon, km = text.rpartition(":")
        if not colon:
            raise WishError({"near": f"{text}: write place and radius, like 'Kaluga:30'"})
        circles.append((place.strip(), km.strip()))
    return Wish(
        mode=mode.value,
        rules=rules or (),
        level=level.value,
        types=types or (),
        regions=regions or (),
        near=circles,
        standing=standing.value,
        even_if_empty=empty,
    )


def summary(subscription: Subscription, *, with_mode: bool = True) -> str:
    """What a subscription asks for, in one line."""
    where = [
        *sorted(subscription.regions),
        *(f"{each.km:g} km around {each.place.name}" for each in subscription.around),
    ]
    parts = [
        ", ".join(sorted(subscription.rules)) or "all rules",
        "" if subscription.min_level is Level.LOW else f"level {subscription.min_level} or more",
        "of type " + " or ".join(sorted(subscription.types)) if subscription.types else "",
        "in " + " or ".join(where) if where else "",
        "" if subscription.min_standing is Standing.REPORTED else f"once {subscription.min_standing}",
        "" if subscription.even_if_empty else "no empty digests",
    ]
    text = "; ".join(filter(None, parts))
    return f"{text} ({subscription.mode.value})" if with_mode else text


def as_plain(subscription: Subscription) -> dict[str, object]:
    """A subscription for JSON."""
    return {
        "id": subscription.id,
        "mode": subscription.mode,
        "rules": subscription.rules,
        "min_level": subscription.min_level,
        "types": subscription.types,
        "regions": subscription.regions,
        "around": [
            {"place": each.place.name, "lat": each.place.lat, "lon": each.place.lon, "km": each.km}
            for each in subscription.around
        ],
        "min_standing": subscription.min_standing,
        "even_if_empty": subscription.even_if_empty,
        "active": subscription.active,
    }


def known(subscriber: Subscriber | None, email: str) -> Subscriber:
    """The subscriber with that address.

    Raises:
        NotFoundError: there is none.
    """
    if subscriber is None:
        raise NotFoundError("subscriber", email)
    return subscriber


def _numbered(tx: Transaction, number: int) -> Subscription:
    for person in tx.subscribers.list():
        for each in tx.subscribers.subscriptions(person.id):
            if each.id == number and each.active:
                return each
    raise NotFoundError("subscription", number)
