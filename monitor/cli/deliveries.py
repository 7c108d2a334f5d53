"""``monitor deliveries``: the outbox."""

from __future__ import annotations

from typing import Annotated

import typer

from monitor.cli.output import JsonFlag, opened, print_json, print_table
from monitor.errors import ConfigError
from monitor.model import Delivery, DeliveryId, DeliveryState

group = typer.Typer(help="Deliveries: the messages that wait, were sent or failed.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="deliveries")


@group.command("list", epilog="Example: monitor deliveries list --state failed")
def list_(
    context: typer.Context,
    state: Annotated[DeliveryState | None, typer.Option("--state", help="Only those in this state.")] = None,
    limit: Annotated[int, typer.Option("--limit", min=1, max=10_000, help="At most so many.")] = 50,
    as_json: JsonFlag = False,
) -> None:
    """List messages, newest first, and how many there are in each state."""
    with opened(context) as services, services.store.read() as tx:
        found = tx.outbox.list(state, limit)
        counts = tx.outbox.counts()
        emails = {subscriber.id: subscriber.email for subscriber in tx.subscribers.list()}
    if as_json:
        print_json({"counts": counts, "deliveries": [_json(each, emails[each.subscriber]) for each in found]})
        return
    rows = [
        (
            each.id,
            each.kind,
            each.state,
            emails[each.subscriber],
            len(each.items),
            each.sent_at or each.due_at,
            each.error,
        )
        for each in found
    ]
    columns = ("id", "kind", "state", "to", "incidents", "sent or due (UTC)", "last error")
    print_table("Deliveries", columns, rows, nothing="No deliveries.")
    print(", ".join(f"{count} {name.value}" for name, count in counts.items() if count) or "The outbox is empty.")


@group.command("retry", epilog="Example: monitor deliveries retry 17 18")
def retry(
    context: typer.Context,
    ids: Annotated[list[int] | None, typer.Argument(metavar="[ID...]", help="Deliveries that were given up.")] = None,
    every: Annotated[bool, typer.Option("--all", help="All that have failed (not those that bounced).")] = False,
) -> None:
    """Make messages that were given up due again; the running service sends them."""
    if not ids and not every:
        raise ConfigError(
            "name the deliveries to retry, or use --all; monitor deliveries list --state failed shows them"
        )
    with opened(context) as services, services.store.begin() as tx:
        wanted = [each.id for each in tx.outbox.list(DeliveryState.FAILED, 10_000)] if every else ids or []
        revived = [each for each in wanted if tx.outbox.revive(DeliveryId(each), services.clock())]
    left = sorted(set(wanted) - set(revived))
    print(
        f"{len(revived)} due again." + (f" Not given up, so left alone: {', '.join(map(str, left))}." if left else "")
    )


def _json(delivery: Delivery, email: str) -> dict[str, object]:
    return {
        "id": delivery.id,
        "kind": delivery.kind,
        "state": delivery.state,
        "email": email,
        "incidents": [item.incident for item in delivery.items],
        "created_at": delivery.created_at,
        "due_at": delivery.due_at,
        "sent_at": delivery.sent_at,
        "attempts": delivery.attempts,
        "message_id": delivery.message_id,
        "error": delivery.error,
    }
