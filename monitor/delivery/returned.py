"""Reads what mail servers send back: delivery reports (RFC 3464, 6533) and complaints (RFC 5965). Pure.

Whatever else comes into that mailbox (automatic replies, questions, spam) is told apart and left to a person.
"""

from __future__ import annotations

import email
import re
from collections.abc import Iterator
from dataclasses import dataclass
from email.message import EmailMessage, Message
from email.policy import default

from monitor.delivery.cleaning import cut, line
from monitor.delivery.replies import kind_of
from monitor.model import Bounce, BounceKind

LARGEST = 1024 * 1024
"""Bytes of a report that are read: it quotes at most our own message, which is a tenth of that."""

_ADDRESS_TYPE = re.compile(r"\s*(?:rfc822|utf-8|smtp)\s*;\s*", re.IGNORECASE)
_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_CODE = re.compile(r"\b([45]\d\d)[ -]")
_MESSAGE_ID = re.compile(r"^Message-ID:\s*(<[^<>\s]{3,200}>)", re.IGNORECASE | re.MULTILINE)
_LEAVE = re.compile(r"^\s*unsubscribe\s+([A-Za-z0-9_.-]{20,512})\s*$", re.IGNORECASE)
_COMPLAINTS = frozenset({"abuse", "fraud", "opt-out", "opt-out-list", "other", "virus"})
"""Feedback types that mean that the reader does not want it; ``not-spam`` means the opposite (RFC 5965, RFC 6650)."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoReport:
    """A mail that reports nothing. ``why``: for the operator; ``automatic``: nobody wrote it, so nobody need read it."""

    why: str
    automatic: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class LeaveRequest:
    """A mail that unsubscribes, as the address in ``List-Unsubscribe`` makes it. ``token``: whom."""

    token: str


def read_returned(content: bytes) -> tuple[Bounce, ...] | LeaveRequest | NoReport:
    """Return what a mail to the sender's address reports of our messages, one for each recipient, or who unsubscribes.

    Args:
        content: the whole mail as it arrived; no more than `LARGEST` bytes of it are looked at.

    Raises:
        Nothing: what cannot be read is no report.
    """
    message = email.message_from_bytes(content[:LARGEST], policy=default)
    try:
        return _read(message)
    # The library raises what it likes on headers and parts that are broken on purpose.
    except (ValueError, LookupError, TypeError, AttributeError, RecursionError) as error:
        return NoReport(why=f"it cannot be read ({type(error).__name__})")


def _read(message: EmailMessage) -> tuple[Bounce, ...] | LeaveRequest | NoReport:
    kind = str(message.get_param("report-type", "") or "").lower()
    parts = {part.get_content_type(): part for part in message.walk()}
    ours = _original_id(parts)
    status_part = parts.get("message/delivery-status") or parts.get("message/global-delivery-status")
    if status_part is not None and kind in {"delivery-status", ""}:
        if ours is None:
            return NoReport(why="it is a delivery report that does not quote the Message-ID of a message")
        return tuple(_bounces(_blocks(status_part), ours)) or NoReport(why="the delivery report names no recipient")
    if (feedback := parts.get("message/feedback-report")) is not None:
        return _complaint(feedback, ours)
    if (token := _found(_LEAVE, str(message.get("Subject", "")))) is not None:
        return LeaveRequest(token=token)
    if str(message.get("Auto-Submitted", "no")).lower().split(";")[0].strip() != "no" or "X-Autoreply" in message:
        return NoReport(why="it is an automatic reply", automatic=True)
    return NoReport(why="it is neither a delivery report nor a complaint")


def _blocks(part: Message) -> Iterator[Message]:
    """The groups of fields of a report: of the message first, then of each recipient."""
    payload = part.get_payload()
    if isinstance(payload, list) and part.get_content_type() == "message/delivery-status":
        yield from (block for block in payload if isinstance(block, Message))
        return
    # The library takes the global kind for a message: its first group for headers, the others for the text.
    inner = payload[0] if isinstance(payload, list) else payload
    text = inner.as_bytes().decode("utf-8", "replace") if isinstance(inner, Message) else str(inner)
    for block in re.split(r"\r?\n\r?\n", text):
        yield email.message_from_string(block, policy=default)


def _bounces(blocks: Iterator[Message], ours: str) -> Iterator[Bounce]:
    for block in blocks:
        final = block.get("Final-Recipient")
        if final is None:
            continue
        action = str(block.get("Action", "")).strip().lower()
        status = _found(_STATUS, str(block.get("Status", "")))
        detail = line(str(block.get("Diagnostic-Code", "")))
        if action not in {"failed", "delayed"}:
            continue
        code = _found(_CODE, _ADDRESS_TYPE.sub("", detail) + " ")
        # Many servers give 5.0.0, and the true reason in the words of the one that refused.
        inner = _found(_STATUS, detail)
        told = inner if inner and (status is None or status.endswith(".0.0")) else status
        kind = BounceKind.LATE if action == "delayed" else kind_of(told, int(code) if code else None)
        yield Bounce(
            kind=kind,
            message_id=ours,
            recipient=_address(str(block.get("Original-Recipient") or final)),
            status=told,
            detail=cut(detail, 300),
        )


def _complaint(part: Message, ours: str | None) -> tuple[Bounce, ...] | NoReport:
    payload = part.get_payload()
    if isinstance(payload, list):
        fields = payload[0]
    else:
        raw = part.get_payload(decode=True)
        fields = email.message_from_string(raw.decode("utf-8", "replace") if isinstance(raw, bytes) else "")
    assert isinstance(fields, Message)
    sort = str(fields.get("Feedback-Type", "")).strip().lower()
    if sort not in _COMPLAINTS:
        return NoReport(why=f"it is feedback of another kind ({line(sort) or 'unnamed'})", automatic=True)
    if ours is None:
        return NoReport(why="it is a complaint that does not quote the Message-ID of a message")
    recipient = fields.get("Original-Rcpt-To")
    return (
        Bounce(
            kind=BounceKind.COMPLAINT,
            message_id=ours,
            recipient=None if recipient is None else _address(str(recipient)),
            detail=cut(line(f"{sort}: {fields.get('User-Agent', '')}"), 300),
        ),
    )


def _original_id(parts: dict[str, EmailMessage]) -> str | None:
    """The Message-ID of the message that is quoted, whole or by its headers; None: none is quoted."""
    for kind in ("message/rfc822", "message/global", "text/rfc822-headers", "message/global-headers"):
        part = parts.get(kind)
        if part is None:
            continue
        payload = part.get_payload()
        if isinstance(payload, list) and payload and isinstance(payload[0], Message):
            found = str(payload[0].get("Message-ID", "")).strip()
        else:
            raw = part.get_payload(decode=True)
            text = raw.decode("utf-8", "replace") if isinstance(raw, bytes) else str(payload)
            found = _found(_MESSAGE_ID, text) or ""
        if found:
            return found
    return None


def _address(field: str) -> str | None:
    return line(_ADDRESS_TYPE.sub("", field, count=1)).strip("<> ") or None


def _found(pattern: re.Pattern[str], text: str) -> str | None:
    found = pattern.search(text)
    return found[1] if found else None
