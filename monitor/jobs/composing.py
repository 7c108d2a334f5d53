"""From a delivery to the message that goes out: looks up what it tells, and has it described, rendered and built."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from email.message import EmailMessage
from email.utils import parseaddr
from functools import cache, partial
from zoneinfo import ZoneInfo

from monitor.config import Settings
from monitor.delivery.describing import alert_view
from monitor.delivery.describing_digest import digest_view, lines_of
from monitor.delivery.events import Event, event_of
from monitor.delivery.message import Sender, build_message, message_id
from monitor.delivery.picture.drawing import draw_map
from monitor.delivery.render import PICTURE, Rendered
from monitor.delivery.tokens import LIFETIME, Purpose
from monitor.delivery.views import Cited, Footer, ServiceView, Telling
from monitor.delivery.wishes_in_words import service_view, wish_in_words
from monitor.delivery.wording import Words
from monitor.jobs.covering import coverage
from monitor.jobs.links import MailLinks, leave_token, mail_links, signing_tokens
from monitor.jobs.services import Services
from monitor.model import (
    Delivery,
    DeliveryKind,
    DigestKind,
    Endpoint,
    Incident,
    IncidentId,
    Subscriber,
    Subscription,
)
from monitor.rules.model import RuleSet
from monitor.storage import Transaction

# A digest's span travels with its delivery; as headers of the mail they also serve readers' filters.
KIND_HEADER, START_HEADER, END_HEADER = "X-Digest-Mode", "X-Digest-Start", "X-Digest-End"


@dataclass(frozen=True, slots=True, kw_only=True)
class Content:
    """All that one message tells, looked up in one transaction.

    ``coverage``: of the feeds; empty but for digests. ``endpoint`` None: the subscriber is a person and gets a mail.
    ``wishes``: what the subscriber asks for; empty but for service mails. ``links`` None: there are no public
    pages. ``leave_token``: for unsubscribing by mail; None: it is not for sending.
    """

    delivery: Delivery
    subscriber: Subscriber
    tellings: tuple[Telling, ...]
    coverage: str
    wishes: tuple[Subscription, ...] = ()
    links: MailLinks | None = None
    endpoint: Endpoint | None = None
    leave_token: str | None = None


class Known:
    """What was looked up for one message of a transaction and serves the next: many readers are told of one incident."""

    def __init__(self, tx: Transaction) -> None:
        self.incident = cache(tx.incidents.get)
        self.cited = cache(partial(_cited, tx))
        self.told = tx.ledger.told
        self.tokens = cache(partial(signing_tokens, tx))


def look_up(
    tx: Transaction,
    ruleset: RuleSet,
    delivery: Delivery,
    subscriber: Subscriber,
    now: datetime,
    known: Known | None = None,
    base: str | None = None,
    *,
    sends: bool = False,
) -> Content:
    """Everything that *delivery* tells, as it is now.

    Args:
        tx: a transaction, one that may write where *base* is given or the message is sent.
        ruleset: the rules in force.
        delivery: what is to be told.
        subscriber: to whom.
        now: the moment.
        known: of the same transaction, when several are looked up; None: this is the only one.
        base: address of the public pages for the links; None: there are none.
        sends: whether the message is sent, and not only looked at.

    Raises:
        NotFoundError: one of its incidents is not stored.
    """
    known = known or Known(tx)
    told = known.told(subscriber.id, [item.incident for item in delivery.items])
    titles = {rule.id: rule.title for rule in ruleset.rules}
    links, leave = None, None
    if sends or base is not None:
        tokens, ref = known.tokens(now), tx.subscribers.ref(subscriber.id)
        links = None if base is None else mail_links(tokens, base, ref, delivery)
        leave = leave_token(tokens, ref, delivery) if sends else None
    return Content(
        delivery=delivery,
        subscriber=subscriber,
        tellings=tuple(
            Telling(
                item=item,
                incident=known.incident(item.incident),
                before=_told_last(tx, item.incident, told.get(item.incident)),
                cited=known.cited(item.incident),
                rule_titles={match.rule: titles[match.rule] for match in item.matches if match.rule in titles},
            )
            for item in delivery.items
        ),
        coverage=_coverage(tx, delivery, subscriber, now) if delivery.kind is DeliveryKind.DIGEST else "",
        wishes=_wishes(tx, subscriber) if delivery.kind is DeliveryKind.SERVICE else (),
        links=links,
        leave_token=leave,
    )


def _wishes(tx: Transaction, subscriber: Subscriber) -> tuple[Subscription, ...]:
    return tuple(each for each in tx.subscribers.subscriptions(subscriber.id) if each.active)


def _told_last(tx: Transaction, incident: IncidentId, version: int | None) -> Incident | None:
    """The incident as the reader was told it last; None: never told."""
    return None if version is None else version_of(tx, incident, version)


def version_of(tx: Transaction, incident: IncidentId, version: int) -> Incident | None:
    """The incident as its journal has it at that version; None: the journal does not reach back so far."""
    history = tx.incidents.history(incident)
    return next((update.after for update in reversed(history) if update.after.version <= version), None)


def _cited(tx: Transaction, incident: IncidentId) -> tuple[Cited, ...]:
    reports = sorted(tx.reports.of_incident(incident), key=lambda report: report.published)
    return tuple(Cited(report=report, link=tx.entries.get(report.entry).link) for report in reports)


def _coverage(tx: Transaction, delivery: Delivery, subscriber: Subscriber, now: datetime) -> str:
    _, start, end = digest_span(delivery)
    return coverage(tx, Words(subscriber.lang, ZoneInfo(subscriber.tz)), start, end, now)


def compose_message(services: Services, content: Content) -> EmailMessage:
    """The message for one subscriber.

    Raises:
        TemplateError: the template cannot render it.
    """
    return build_message(
        render(services, content),
        content.subscriber,
        content.delivery,
        sender_of(services.settings),
        None if content.links is None else content.links.leave,
        token=content.leave_token,
        evidence=[telling.incident.standing for telling in content.tellings],
    )


def compose_event(services: Services, content: Content) -> Event:
    """What an endpoint is told.

    Raises:
        TemplateError: the template cannot render it.
    """
    domain = services.settings.effective_mail_domain
    return event_of(
        content.tellings,
        content.delivery,
        render(services, content),
        event_id=event_id(content.delivery.key, domain),
        source=source_of(services.settings),
    )


def event_id(key: str, domain: str) -> str:
    """Id of the event that tells a delivery: that of its message, which is a function of what is told to whom."""
    return message_id(key, domain).strip("<>").partition("@")[0]


def source_of(settings: Settings) -> str:
    """Who tells events, as a URI."""
    return f"https://{settings.effective_mail_domain}/"


def page_of(services: Services, content: Content) -> str:
    """The message as a page of its own: without a picture, and without a link to itself.

    Raises:
        TemplateError: the template cannot render it.
    """
    footer = replace(_footer(sender_of(services.settings), content, services.settings), web=None)
    return _rendered(services, content, footer, pictured=False).html


def render(services: Services, content: Content) -> Rendered:
    """Subject and bodies of the message.

    Raises:
        TemplateError: the template cannot render it.
    """
    footer = _footer(sender_of(services.settings), content, services.settings)
    return _rendered(services, content, footer, pictured=True)


def _rendered(services: Services, content: Content, footer: Footer, *, pictured: bool) -> Rendered:
    if content.delivery.kind is DeliveryKind.SERVICE:
        return services.renderer.service(_service_view(services, content, footer))
    place_of = services.rules.in_force.place
    if content.delivery.kind is not DeliveryKind.DIGEST:
        return services.renderer.alert(alert_view(content.tellings, content.subscriber, place_of, footer))
    kind, start, end = digest_span(content.delivery)
    lines = lines_of(content.tellings)
    marks = [each.mark for each in lines if each.mark is not None] if pictured else []
    picture = draw_map(marks, content.subscriber.lang)
    view = digest_view(
        lines,
        content.tellings,
        content.subscriber,
        place_of,
        footer,
        kind=kind,
        start=start,
        end=end,
        coverage=content.coverage,
        map_source=None if picture is None else f"cid:{PICTURE}",
    )
    return replace(services.renderer.digest(view), picture=picture)


def _footer(sender: Sender, content: Content, settings: Settings) -> Footer:
    links, is_service = content.links, content.delivery.kind is DeliveryKind.SERVICE
    return Footer(
        service=sender.name,
        unsubscribe=sender.unsubscribing(content.leave_token) if links is None else links.leave,
        contact=settings.operator_email,
        settings=None if links is None else links.settings,
        web=None if links is None or is_service else links.message,
        imprint=settings.postal_address,
        # What an endpoint is told may be read by many; only one could answer.
        answer=None if links is None or is_service or content.endpoint is not None else links.answer,
    )


def _service_view(services: Services, content: Content, footer: Footer) -> ServiceView:
    """Whether somebody is asked to confirm or is given their links is decided when the mail goes out."""
    subscriber, links, in_force = content.subscriber, content.links, services.rules.in_force
    titles = {rule.id: rule.title for rule in in_force.ruleset.rules}
    words = Words(subscriber.lang)
    assert links is not None
    asks = subscriber.confirmed_at is None
    lifetime = LIFETIME[Purpose.CONFIRM if asks else Purpose.SETTINGS]
    assert lifetime is not None
    return service_view(
        subscriber,
        [wish_in_words(each, titles, words, in_force.region) for each in content.wishes],
        footer,
        asks=asks,
        link=links.confirm if asks else links.settings,
        until=content.delivery.created_at + lifetime,
    )


def page_base(settings: Settings, kind: DeliveryKind) -> str | None:
    """Where the links of a message lead; None: it has none.

    Who signs up on pages that are open to this machine alone gets a link to them, and no other mail has one.
    """
    return settings.links_base if kind is DeliveryKind.SERVICE else settings.public_url


def sender_of(settings: Settings) -> Sender:
    """Who writes, by the settings. Answers go to the operator where one is named; unsubscriptions to where what comes back
    is read, if there is such an address."""
    name, address = parseaddr(settings.mail_from)
    return Sender(
        address=address,
        name=name or "Attack monitor",
        domain=settings.effective_mail_domain,
        unsubscribe_mailto=settings.bounce_address or settings.operator_email or address,
        reply_to=settings.operator_email,
        owner=settings.operator_email,
        sign_up=settings.public_url,
    )


def span_headers(kind: DigestKind, start: datetime, end: datetime) -> dict[str, str]:
    """What a digest's delivery must remember of its window."""
    return {KIND_HEADER: kind.value, START_HEADER: start.isoformat(), END_HEADER: end.isoformat()}


def digest_span(delivery: Delivery) -> tuple[DigestKind, datetime, datetime]:
    """Kind, start and end of a digest, as `span_headers` noted them."""
    headers = delivery.headers
    start, end = (datetime.fromisoformat(headers[name]) for name in (START_HEADER, END_HEADER))
    return DigestKind(headers[KIND_HEADER]), start, end
