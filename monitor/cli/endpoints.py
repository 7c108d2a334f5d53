"""``monitor endpoints``: programs and chat rooms that are told like subscribers."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import datetime
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.cli.subscriptions import (
    LevelOption,
    ModeOption,
    NearOption,
    RegionOption,
    RuleOption,
    StandingOption,
    TypeOption,
    summary,
    wish_of,
)
from monitor.errors import ConfigError, FetchError, NotFoundError
from monitor.model import Endpoint, EndpointKind, Level, Mode, Standing, Subscriber, SubscriberId

if TYPE_CHECKING:
    from monitor.storage import Transaction

group = typer.Typer(help="Endpoints: programs (webhooks) and chat rooms that are told.", no_args_is_help=True)

Name = Annotated[str, typer.Argument(metavar="NAME", help="Name of the endpoint.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="endpoints")


@group.command("add", epilog="Example: monitor endpoints add newsroom https://newsroom.example.org/hook --level high")
def add(
    context: typer.Context,
    name: Name,
    url: Annotated[str, typer.Argument(metavar="URL", help="https:// of a webhook, or an address of Apprise.")],
    rule: RuleOption = None,
    mode: ModeOption = Mode.ALERT,
    level: LevelOption = Level.LOW,
    attack: TypeOption = None,
    region: RegionOption = None,
    near: NearOption = None,
    standing: StandingOption = Standing.REPORTED,
    tz: Annotated[str, typer.Option("--tz", help="Time zone of texts and digests.")] = "UTC",
    lang: Annotated[str, typer.Option("--lang", help="Language of texts: en, ru or uk.")] = "en",
) -> None:
    """Tell a program or a chat room, through the same outbox as mails. A webhook's secret is shown this once."""
    from monitor.delivery.webhooks import new_secret
    from monitor.jobs.subscribing import subscribe
    from monitor.jobs.typed_wishes import check_ways, subscription_of

    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9._-]{0,62}", name):
        raise ConfigError(f"{name!r}: a name is made of letters, digits, dots and hyphens")
    check_ways(tz=tz, lang=lang)
    wish = wish_of(rule, mode, level, attack, region, near, standing, empty=False)
    with opened(context) as services:
        kind = _kind(url, any_port=services.settings.allow_private_addresses)
        now = services.clock()
        secrets = (new_secret(),) if kind is EndpointKind.WEBHOOK else ()
        wanted = subscription_of(wish, services.rules.in_force, SubscriberId(0))
        with services.store.begin() as tx:
            if tx.subscribers.by_email(name) is not None:
                raise ConfigError(f"{name}: there is a subscriber of that name already")
            subscriber = tx.subscribers.add(
                Subscriber(id=SubscriberId(0), email=name, lang=lang, tz=tz, created_at=now, confirmed_at=now)
            )
            tx.endpoints.add(Endpoint(subscriber=subscriber.id, kind=kind, url=url, secrets=secrets, created_at=now))
            stored = subscribe(tx, replace(wanted, subscriber=subscriber.id), now)
    print(f"{name} ({kind.value}) follows {summary(stored)}")
    if secrets:
        print(f"Secret for checking signatures, shown this once: {secrets[0]}")


def _kind(url: str, *, any_port: bool) -> EndpointKind:
    from monitor.delivery.chats import chat
    from monitor.network.posting import check_target

    if not url.startswith(("http://", "https://")):
        chat(url)
        return EndpointKind.CHAT
    if url.startswith("http://") and not any_port:
        raise ConfigError("a webhook is called by https:// only, so that nobody on the way can read or change it")
    try:
        check_target(url, any_port=any_port)
    except FetchError as error:
        raise ConfigError(str(error)) from error
    return EndpointKind.WEBHOOK


@group.command("list", epilog="Example: monitor endpoints list --json")
def list_(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List endpoints with what they follow; neither secrets nor the passwords in chat addresses are shown."""
    with opened(context) as services, services.store.read() as tx:
        found = [
            (tx.subscribers.get(each.subscriber), each, tx.subscribers.subscriptions(each.subscriber))
            for each in tx.endpoints.list()
        ]
    if as_json:
        print_json(
            [
                {
                    "name": subscriber.email,
                    "kind": each.kind,
                    "url": _shown(each),
                    "paused": subscriber.paused,
                    "secrets": len(each.secrets),
                    "created_at": each.created_at,
                }
                for subscriber, each, _ in found
            ]
        )
        return
    rows = [
        (
            subscriber.email,
            each.kind,
            _shown(each),
            "paused" if subscriber.paused else "active",
            [summary(wish) for wish in wishes if wish.active],
        )
        for subscriber, each, wishes in found
    ]
    nothing = "No endpoints yet: monitor endpoints add NAME URL"
    print_table("Endpoints", ("name", "kind", "address", "state", "follows"), rows, nothing=nothing)


def _shown(endpoint: Endpoint) -> str:
    return endpoint.url if endpoint.kind is EndpointKind.WEBHOOK else f"{endpoint.url.partition(':')[0]}://…"


@group.command("test", epilog="Example: monitor endpoints test newsroom")
def test(context: typer.Context, name: Name) -> None:
    """Send a test now, past the outbox; an error says what the other side answered."""
    from monitor.delivery.events import test_event
    from monitor.jobs.composing import source_of

    with opened(context) as services:
        with services.store.read() as tx:
            _, endpoint = _known(tx, name)
        now = services.clock()
        services.endpoints.send(endpoint, test_event(now, source_of(services.settings)), now)
    print(f"{name} has taken it.")


@group.command("rotate", epilog="Example: monitor endpoints rotate newsroom")
def rotate(
    context: typer.Context,
    name: Name,
    drop_old: Annotated[
        bool, typer.Option("--drop-old", help="Forget all but the newest secret; do it when the other side has it.")
    ] = False,
) -> None:
    """Make a new secret for a webhook; calls are signed with both until --drop-old."""
    from monitor.delivery.webhooks import new_secret

    with opened(context) as services, services.store.begin() as tx:
        _, endpoint = _known(tx, name)
        if endpoint.kind is not EndpointKind.WEBHOOK:
            raise ConfigError(f"{name} is a chat room: it has no secret; its address holds the password")
        secrets = endpoint.secrets[:1] if drop_old else (new_secret(), *endpoint.secrets[:1])
        tx.endpoints.update(replace(endpoint, secrets=secrets))
    if drop_old:
        print(f"{name}: calls are signed with the newest secret alone.")
    else:
        print(f"New secret, shown this once: {secrets[0]}\nCalls carry both signatures until: --drop-old")


@group.command("replay", epilog="Example: monitor endpoints replay newsroom --since 2026-11-24")
def replay(
    context: typer.Context,
    name: Name,
    since: Annotated[
        datetime, typer.Option("--since", formats=["%Y-%m-%d", "%Y-%m-%dT%H:%M"], help="From this moment on (UTC).")
    ],
) -> None:
    """Send again what was taken since a moment, with the same ids: for whoever lost it."""
    from datetime import UTC

    with opened(context) as services, services.store.begin() as tx:
        subscriber, _ = _known(tx, name)
        now = services.clock()
        sent = tx.outbox.sent_to(subscriber.id, since.replace(tzinfo=UTC))
        count = sum(tx.outbox.replay(each, now) for each in sent)
    print(f"{count} due again; the running service sends them.")


def _known(tx: Transaction, name: str) -> tuple[Subscriber, Endpoint]:
    subscriber = tx.subscribers.by_email(name)
    endpoint = None if subscriber is None else tx.endpoints.of(subscriber.id)
    if subscriber is None or endpoint is None:
        raise NotFoundError("endpoint", name)
    return subscriber, endpoint
