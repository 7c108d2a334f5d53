"""Builds the message that goes out: headers that nobody else can write, both bodies, safe for any relay. Pure."""

from __future__ import annotations

import binascii
import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from email.headerregistry import Address, HeaderRegistry
from email.message import EmailMessage
from email.policy import SMTP, EmailPolicy, Policy
from email.utils import format_datetime
from functools import lru_cache
from typing import Any

from monitor.delivery.cleaning import SUBJECT_GRAPHEMES, cut, line, web_link
from monitor.delivery.render import PICTURE, Rendered
from monitor.model import AlertKind, Delivery, DeliveryKind, IncidentId, Level, Standing, Subscriber

ROOTS = 20
"""Incidents whose threads one message joins: a longer References header says nothing more to any mail program."""

_VALUE_CHARS = 900
"""Longest value of a header of our own; with its name it stays below the 998 octets of RFC 5322 section 2.1.1."""


class _Registry(HeaderRegistry):
    """The standard library's kinds of headers; it would put a class together anew for every single header."""

    @lru_cache(maxsize=64)  # noqa: B019  there is one registry, which lives as long as the process
    def __getitem__(self, name: str) -> Any:
        """Return the class of the headers with that name."""
        return super().__getitem__(name)


class _Policy(EmailPolicy):
    """SMTP's policy, but headers made of addresses and ids are folded at their own spaces only.

    The standard library would turn a word that is longer than a line into an RFC 2047 encoded word, which no mail
    program undoes inside a List-Unsubscribe or References header.
    """

    def header_store_parse(self, name: str, value: Any) -> tuple[str, Any]:
        """Return the header as messages keep it. Most headers of most messages are the same, and parsing one is dear."""
        return _parsed(name, value) if type(value) is str else super().header_store_parse(name, value)

    _verbatim = frozenset(
        "references in-reply-to list-id list-unsubscribe list-unsubscribe-post list-help list-owner list-subscribe "
        "list-post".split()
    )

    def fold(self, name: str, value: str) -> str:
        """Return the header as it is sent, folded between tokens."""
        return _folded(self, name, value)

    def fold_anew(self, name: str, value: str) -> str:
        """Return the same, without looking whether it was folded before."""
        if name.lower() in self._verbatim:
            return f"{name}: " + " ".join(str(value).split()).replace(" <", "\r\n <") + "\r\n"
        return str(super().fold(name, value))

    def fold_binary(self, name: str, value: str) -> bytes:
        """Return the header as it is sent: ASCII, or UTF-8 where the server was asked for SMTPUTF8."""
        return self.fold(name, value).encode("utf-8" if self.utf8 else "ascii", "surrogateescape")


@lru_cache(maxsize=1024)
def _parsed(name: str, value: str) -> tuple[str, Any]:
    return EmailPolicy.header_store_parse(POLICY, name, value)


@lru_cache(maxsize=1024)
def _folded(policy: _Policy, name: str, value: str) -> str:
    return policy.fold_anew(name, value)


POLICY = _Policy(
    linesep=SMTP.linesep, cte_type="7bit", max_line_length=78, raise_on_defect=False, header_factory=_Registry()
)
"""CRLF, no octet above 127 on the line, headers folded at 78."""

POLICY_UTF8 = POLICY.clone(utf8=True)
"""The same with headers in UTF-8, for servers that were asked for SMTPUTF8."""


class OutgoingMessage(EmailMessage):
    """A message of text parts that are encoded already and may be shared with other messages: it is put together from
    them, not flattened anew."""

    _flat = b""

    def attach_all(self, boundary: str, parts: Sequence[EmailMessage]) -> None:
        """Make *parts* the body. Nothing may be changed or attached afterwards."""
        self.set_payload(list(parts))
        opening, closing = f"--{boundary}\r\n".encode(), f"--{boundary}--\r\n".encode()
        self._flat = b"".join(opening + _flat_part(part) for part in parts) + closing

    def as_bytes(self, unixfrom: bool = False, policy: Policy | None = None) -> bytes:
        """Return the message as it is sent."""
        rules = policy or self.policy
        headers = b"".join(rules.fold_binary(name, value) for name, value in self.raw_items())
        return headers + b"\r\n" + self._flat


@lru_cache(maxsize=64)
def _flat_part(part: EmailMessage) -> bytes:
    headers = "".join(POLICY.fold(name, value) for name, value in part.raw_items()).encode("ascii")
    if part.is_multipart():
        boundary = str(part.get_boundary()).encode("ascii")
        inside = b"".join(b"--%b\r\n%b" % (boundary, _flat_part(each)) for each in part.iter_parts())
        return b"%b\r\n%b--%b--\r\n" % (headers, inside, boundary)
    return headers + ("\r\n" + str(part.get_payload()).replace("\n", "\r\n") + "\r\n").encode("ascii")


@dataclass(frozen=True, slots=True, kw_only=True)
class Sender:
    """Who writes. ``domain`` makes Message-ID and List-Id: changing it breaks threads and readers' filters.

    ``unsubscribe_mailto``: address that takes unsubscriptions by mail. ``reply_to`` None: replies go to ``address``.
    ``owner`` None: nobody is named who answers for the service. ``sign_up``: public page; None: there is none.
    """

    address: str
    name: str
    domain: str
    unsubscribe_mailto: str
    reply_to: str | None = None
    owner: str | None = None
    sign_up: str | None = None

    def unsubscribing(self, token: str | None) -> str:
        """Return the address of a mail that unsubscribes; *token* in it says whom, None: the sender's address does."""
        subject = "unsubscribe" if token is None else f"unsubscribe%20{token}"
        return f"mailto:{self.unsubscribe_mailto}?subject={subject}"


def build_message(
    rendered: Rendered,
    subscriber: Subscriber,
    delivery: Delivery,
    sender: Sender,
    unsubscribe_url: str | None = None,
    *,
    token: str | None = None,
    evidence: Sequence[Standing] = (),
) -> OutgoingMessage:
    """Return the message for one subscriber: the same bytes however often it is built.

    Args:
        rendered: subject and both bodies.
        subscriber: the only recipient.
        delivery: gives the Message-ID (by its key), the Date and what the message is about; its own ``headers`` are
            added, but replace none of ours.
        sender: who writes.
        unsubscribe_url: this subscriber's https link for RFC 8058; None: unsubscribing works by mail only.
        token: says in a mail who unsubscribes; None: the address that it comes from must do.
        evidence: how well founded each incident of the message is, in their order.

    Raises:
        ValueError: an address of *subscriber* or *sender* is none; it was refused at the door, so this is a mistake.
    """
    message = OutgoingMessage(policy=POLICY)
    for name, value in _headers(rendered, subscriber, delivery, sender).items():
        message[name] = value
    own = _list(delivery, sender, unsubscribe_url, token) | _automatic() | _about(delivery, evidence)
    for name, value in own.items():
        message[name] = value
    for name, text in delivery.headers.items():
        if name not in message and re.fullmatch(r"[A-Za-z0-9-]{1,60}", name):
            message[name] = header_value(text)
    boundary = f"=_{hashlib.sha256((rendered.text + rendered.html).encode()).hexdigest()[32:]}"
    message["MIME-Version"] = "1.0"
    message["Content-Type"] = f'multipart/alternative; boundary="{boundary}"'
    message.attach_all(boundary, (_text_part(rendered.text, "plain"), _html_part(rendered)))
    return message


@lru_cache(maxsize=64)
def _text_part(text: str, subtype: str) -> EmailMessage:
    """One of the bodies. Whoever is told the same in the same words shares it."""
    part = EmailMessage(policy=POLICY)
    part["Content-Type"] = f'text/{subtype}; charset="utf-8"'
    part["Content-Transfer-Encoding"] = "quoted-printable"
    # As `EmailMessage.set_content` does it, but by C code: this is what most of the time would be spent on.
    lines = b"\n".join(text.encode("utf-8", "replace").splitlines()) + b"\n"
    part.set_payload(binascii.b2a_qp(lines, istext=True).decode("ascii"))
    return part


def _html_part(rendered: Rendered) -> EmailMessage:
    html = _text_part(rendered.html, "html")
    return html if rendered.picture is None else _with_picture(html, rendered.picture)


@lru_cache(maxsize=64)
def _with_picture(html: EmailMessage, picture: bytes) -> EmailMessage:
    """A body with the picture that it shows (RFC 2387)."""
    image = EmailMessage(policy=POLICY)
    image.set_content(
        picture, "image", "png", cte="base64", cid=f"<{PICTURE}>", disposition="inline", filename="map.png"
    )
    del image["MIME-Version"]
    part = EmailMessage(policy=POLICY)
    boundary = hashlib.sha256(picture).hexdigest()[32:]
    part["Content-Type"] = f'multipart/related; type="text/html"; boundary="=_{boundary}"'
    part.set_payload([html, image])
    return part


def header_value(text: str) -> str:
    """Return *text* fit for a header: one line, no controls, bounded."""
    return line(text)[:_VALUE_CHARS]


def message_id(key: str, domain: str) -> str:
    """Return the Message-ID of the delivery with that key: a repeated message can be recognised by it (P3)."""
    return f"<{hashlib.sha256(key.encode()).hexdigest()[:32]}@{domain}>"


def thread_root(incident: IncidentId, domain: str) -> str:
    """Return the id under which mail programs gather all that is told of one incident; no message carries it itself."""
    return f"<incident-{incident}@{domain}>"


def _headers(rendered: Rendered, subscriber: Subscriber, delivery: Delivery, sender: Sender) -> Mapping[str, Any]:
    domain = header_value(sender.domain)
    headers: dict[str, Any] = {
        "From": _mailbox("From", sender.address, sender.name),
        "To": _mailbox("To", subscriber.email),
        "Subject": cut(line(rendered.subject), SUBJECT_GRAPHEMES),
        "Date": format_datetime(delivery.created_at),
        "Message-ID": message_id(delivery.key, domain),
        **_thread(delivery, domain),
    }
    if sender.reply_to is not None:
        headers["Reply-To"] = _mailbox("Reply-To", sender.reply_to)
    return headers


@lru_cache(maxsize=1024)
def _mailbox(header: str, address: str, name: str = "") -> Any:
    """The header with one address. Every message has the same sender, and reading an address is dear."""
    return POLICY.header_factory(header, _address(address, name))


def _address(address: str, name: str) -> Address:
    spec = line(address)
    if not spec.isascii():
        # The standard library reads such addresses (RFC 6532) in two parts only.
        local, at, domain = spec.rpartition("@")
        if not at or not local or not domain:
            raise ValueError(f"{spec!r} is no address")
        return Address(display_name=line(name), username=local, domain=domain)
    return Address(display_name=line(name), addr_spec=spec)


def _thread(delivery: Delivery, domain: str) -> Mapping[str, str]:
    """Every message joins the threads of its incidents; only one that follows up on something is a reply."""
    if delivery.kind is not DeliveryKind.ALERT or not delivery.items:
        return {}
    roots = [thread_root(item.incident, domain) for item in delivery.items[:ROOTS]]
    headers = {"References": " ".join(roots)}
    if all(item.kind is not AlertKind.NEW for item in delivery.items):
        # Of several, the one that takes something back: its reader has that thread for certain.
        told = next((item for item in delivery.items if item.kind.sets_right), delivery.items[0])
        headers["In-Reply-To"] = thread_root(told.incident, domain)
    return headers


def _automatic() -> dict[str, str]:
    """What keeps programs from answering (RFC 3834; the others are customs)."""
    return {"Auto-Submitted": "auto-generated", "Precedence": "bulk", "X-Auto-Response-Suppress": "All"}


def _list(delivery: Delivery, sender: Sender, url: str | None, token: str | None) -> dict[str, str]:
    """What makes a message one of a list (RFC 2369, 2919, 8058). Who is only asked whether they want it is on none."""
    if delivery.kind is DeliveryKind.SERVICE:
        return {}
    domain = header_value(sender.domain)
    headers = {"List-Id": f"{re.sub(r'[^A-Za-z0-9 ]', '', sender.name)} <alerts.{domain}>".strip()}
    headers["List-Post"] = "NO"
    if sender.owner is not None:
        owner = header_value(sender.owner)
        headers |= {"List-Help": f"<mailto:{owner}?subject=help>", "List-Owner": f"<mailto:{owner}>"}
    if (sign_up := web_link(sender.sign_up)) is not None:
        headers["List-Subscribe"] = f"<{sign_up.url}>"
    mailto = f"<{header_value(sender.unsubscribing(token))}>"
    link = web_link(url)
    # A link that is longer than a line may be reaches nobody whole, and RFC 8058 section 3.1 wants an HTTPS address.
    if link is None or len(link.url) > _VALUE_CHARS or not link.url.startswith("https:"):
        return headers | {"List-Unsubscribe": mailto}
    return headers | {
        "List-Unsubscribe": f"<{link.url}>, {mailto}",
        "List-Unsubscribe-Post": "List-Unsubscribe=One-Click",
    }


def _about(delivery: Delivery, evidence: Sequence[Standing]) -> dict[str, str]:
    """Our own headers, for readers' filters."""
    if not delivery.items:
        return {}
    rules = sorted({match.rule for item in delivery.items for match in item.matches})
    levels = [match.level for item in delivery.items for match in item.matches]
    headers = {
        "X-Incident-Id": ", ".join(str(item.incident) for item in delivery.items),
        "X-Incident-Version": ", ".join(str(item.version) for item in delivery.items),
    }
    if rules:
        headers["X-Rule-Id"] = ", ".join(rules)
        headers["X-Severity"] = max(levels, key=lambda level: Level(level).rank).value
    if evidence:
        headers["X-Evidence"] = ", ".join(evidence)
    return {name: header_value(value) for name, value in headers.items()}
