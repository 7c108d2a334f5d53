"""``monitor mail``: what mails look like, and whether they arrive."""

from __future__ import annotations

import json
from dataclasses import asdict
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from monitor.cli.output import opened
from monitor.errors import ConfigError
from monitor.model import DeliveryKind

if TYPE_CHECKING:
    from monitor.delivery.render import Rendered
    from monitor.jobs.services import Services

group = typer.Typer(help="Mails: see what they look like, and whether they arrive.", no_args_is_help=True)


def register(app: typer.Typer) -> None:
    """Add the commands of this module."""
    app.add_typer(group, name="mail")


@group.command("preview", epilog="Example: monitor mail preview --sample --out /tmp/mails")
def preview(
    context: typer.Context,
    incidents: Annotated[list[int] | None, typer.Argument(metavar="[INCIDENT...]", help="Incidents to tell.")] = None,
    sample: Annotated[bool, typer.Option("--sample", help="Mails about made-up incidents, of every kind.")] = False,
    out: Annotated[Path | None, typer.Option("--out", help="Folder for .txt and .html files. Default: print.")] = None,
) -> None:
    """Render an alert about stored incidents, or samples of every kind of mail, with the templates in force."""
    if not incidents and not sample:
        raise ConfigError("name the incidents to tell, or use --sample; monitor incidents list shows them")
    with opened(context) as services:
        mails = _samples(services) if sample else [("alert", _alert(services, incidents or [], services.clock()))]
    for name, mail in mails:
        if out is None:
            print(f"Subject: {mail.subject}\n\n{mail.text}\n{'-' * 72}")
            continue
        out.mkdir(parents=True, exist_ok=True)
        (out / f"{name}.txt").write_text(f"Subject: {mail.subject}\n\n{mail.text}", encoding="utf-8")
        (out / f"{name}.html").write_text(mail.html, encoding="utf-8")
        print(out / f"{name}.html")


@group.command("lint", epilog="Example: monitor mail lint --json")
def lint(
    context: typer.Context,
    as_json: Annotated[bool, typer.Option("--json", help="As JSON.")] = False,
) -> None:
    """Render every kind of mail in every language with the templates in force, and say what is wrong with them."""
    from monitor.jobs.trying_mail import faults, rendered_samples

    with opened(context) as services:
        tried = list(rendered_samples(services.renderer))
    found = [fault for sample in tried for fault in faults(sample)]
    if as_json:
        print(json.dumps([asdict(fault) for fault in found], ensure_ascii=False, indent=1))
    else:
        for fault in found:
            print(f"{fault.name} ({fault.lang}): {fault.problem}")
        print(f"{len(tried)} mails rendered, {len(found)} faults")
    if found:
        raise typer.Exit(1)


@group.command("test-send", epilog="Example: monitor mail test-send me@example.org --lang uk --kind alert")
def send_test(
    context: typer.Context,
    address: Annotated[str, typer.Argument(help="Who gets them.")],
    lang: Annotated[list[str] | None, typer.Option("--lang", help="en, ru or uk; several may be named.")] = None,
    kind: Annotated[list[DeliveryKind] | None, typer.Option("--kind", help="Only these kinds.")] = None,
) -> None:
    """Really send sample mails to one address, by the mail server or mailbox in force. Nothing is stored."""
    from monitor.delivery.addresses import deliverable
    from monitor.delivery.language import LANGUAGES
    from monitor.jobs.trying_mail import send_samples

    if unknown := set(lang or ()) - set(LANGUAGES):
        raise ConfigError(f"no mails in {', '.join(sorted(unknown))}: choose of {', '.join(LANGUAGES)}")
    try:
        address = deliverable(address)
    except ValueError as error:
        raise ConfigError(f"{address!r} is no address that mail can go to: {error}") from error
    with opened(context) as services:
        sent = send_samples(services, address, lang or ("en",), kind or tuple(DeliveryKind), services.clock())
    for subject in sent:
        print(subject)
    print(f"{len(sent)} mails handed over for {address}")


def _samples(services: Services) -> list[tuple[str, Rendered]]:
    from monitor.delivery.samples import samples
    from monitor.delivery.views import AlertView, DigestView, ServiceView

    mails = []
    for number, view in enumerate(samples(), 1):
        match view:
            case AlertView():
                mails.append((f"{number}-alert", services.renderer.alert(view)))
            case DigestView():
                mails.append((f"{number}-digest", services.renderer.digest(view)))
            case ServiceView():
                mails.append((f"{number}-service-{view.kind}", services.renderer.service(view)))
    return mails


def _alert(services: Services, incidents: list[int], now: datetime) -> Rendered:
    """The alert that a subscriber who knows of nothing would get."""
    from monitor.jobs.composing import look_up, render
    from monitor.model import (
        AlertKind,
        Delivery,
        DeliveryId,
        DeliveryItem,
        DeliveryKind,
        IncidentId,
        Subscriber,
        SubscriberId,
    )

    nobody = Subscriber(id=SubscriberId(0), email="reader@example.org")
    with services.store.read() as tx:
        known = [tx.incidents.get(IncidentId(number)) for number in incidents]
        items = tuple(
            DeliveryItem(
                incident=incident.id,
                version=incident.version,
                kind=AlertKind.WITHDRAWAL if incident.withdrawn else AlertKind.NEW,
            )
            for incident in known
        )
        delivery = Delivery(
            id=DeliveryId(0),
            key="preview",
            kind=DeliveryKind.ALERT,
            subscriber=nobody.id,
            items=items,
            created_at=now,
            due_at=now,
        )
        content = look_up(tx, services.rules.in_force.ruleset, delivery, nobody, now)
    return render(services, content)
