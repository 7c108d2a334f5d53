"""``monitor bounces`` and ``monitor suppressions``: what came back, and which addresses get nothing more."""

from __future__ import annotations

import sys
from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.errors import ConfigError, NotFoundError, TryLaterError
from monitor.model import AddressHash, Suppression, SuppressionReason, address_hash

if TYPE_CHECKING:
    from monitor.jobs.services import Services

group = typer.Typer(help="Bounces: mails that came back, and complaints.", no_args_is_help=True)
suppressed = typer.Typer(help="Suppressions: addresses that nothing is sent to.", no_args_is_help=True)

Address = Annotated[str, typer.Argument(metavar="EMAIL", help="The address.")]


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="bounces")
    app.add_typer(suppressed, name="suppressions")


@group.command("read", epilog="Example: monitor bounces read bounce.eml")
def read(
    context: typer.Context,
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="[FILE|MAILDIR|-]...", help="Mails that came back; - is stdin.")
    ] = None,
) -> None:
    """Act on mails that came back: a mail server may pipe each into this command, or give a Maildir.

    Whatever goes wrong with a piped mail is status 75, so that the mail server keeps it and tries again.
    """
    named = sources or ["-"]
    counts: Counter[str] = Counter()
    try:
        with opened(context) as services:
            for source in named:
                counts += _read(services, source)
    except Exception as error:
        if "-" not in named:
            raise
        raise TryLaterError(f"{error}; the mail was not taken, try again later") from error
    print(", ".join(f"{count} {what}" for what, count in sorted(counts.items())) or "Nothing to read.")


def _read(services: Services, source: str) -> Counter[str]:
    from monitor.delivery.returned import LARGEST
    from monitor.jobs.bouncing import read_maildir, take_returned

    now = services.clock()
    try:
        if source != "-" and Path(source).is_dir():
            return read_maildir(services, Path(source), now)
        if source == "-":
            content = sys.stdin.buffer.read(LARGEST)
        else:
            with Path(source).open("rb") as file:
                content = file.read(LARGEST)
    except OSError as error:
        raise ConfigError(f"{source}: cannot be read: {error.strerror or error}") from error
    return Counter(each.what for each in take_returned(services, content, now))


@group.command("list", epilog="Example: monitor bounces list --json")
def list_(
    context: typer.Context,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List what came back, newest first."""
    with opened(context) as services, services.store.read() as tx:
        found = tx.bounces.list(limit)
        emails = {address_hash(each.email): each.email for each in tx.subscribers.list()}
    if as_json:
        keys = ("kind", "delivery", "status", "detail", "at")
        print_json([{"email": emails.get(each.address)} | {key: getattr(each, key) for key in keys} for each in found])
        return
    rows = [
        (each.at, each.kind, emails.get(each.address, each.address[:12]), each.delivery, each.status, each.detail)
        for each in found
    ]
    print_table(
        "Bounces", ("at (UTC)", "kind", "to", "delivery", "status", "words"), rows, nothing="Nothing came back."
    )


@suppressed.command("list", epilog="Example: monitor suppressions list --json")
def list_suppressed(context: typer.Context, as_json: JsonFlag = False) -> None:
    """List the addresses that nothing is sent to; of those that are no subscribers any more only a hash is known."""
    with opened(context) as services, services.store.read() as tx:
        found = tx.suppressions.list()
        emails = {address_hash(each.email): each.email for each in tx.subscribers.list()}
    if as_json:
        keys = ("address", "reason", "detail", "at")
        print_json([{"email": emails.get(each.address)} | {key: getattr(each, key) for key in keys} for each in found])
        return
    rows = [(emails.get(each.address, each.address[:12]), each.reason, each.at, each.detail) for each in found]
    print_table(
        "Suppressions", ("address", "reason", "since (UTC)", "words"), rows, nothing="No address is suppressed."
    )


@suppressed.command("add", epilog="Example: monitor suppressions add anna@example.org")
def add(
    context: typer.Context,
    email: Address,
    note: Annotated[str, typer.Option("--note", help="Why, for whoever looks at the list.")] = "",
) -> None:
    """Send nothing more to an address, whoever asks for it: what somebody wants who never wants to hear from us again."""
    with opened(context) as services, services.store.begin() as tx:
        added = tx.suppressions.add(
            Suppression(
                address=address_hash(email), reason=SuppressionReason.OPERATOR, detail=note, at=services.clock()
            )
        )
    print(f"{email} gets nothing more." if added else f"{email} was suppressed already.")


@suppressed.command("remove", epilog="Example: monitor suppressions remove anna@example.org")
def remove(context: typer.Context, email: Address) -> None:
    """Allow mails to an address again, for example when its owner says that it works now."""
    key = AddressHash(email) if _is_hash(email) else address_hash(email)
    with opened(context) as services, services.store.begin() as tx:
        if not tx.suppressions.remove(key):
            raise NotFoundError("suppressed address", email)
    print(f"{email} may get mails again.")


def _is_hash(text: str) -> bool:
    return len(text) == 64 and all(char in "0123456789abcdef" for char in text)
