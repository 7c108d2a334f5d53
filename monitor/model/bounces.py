"""What comes back: messages that did not arrive, and readers who complain."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import NewType

from monitor.model.alerts import DeliveryId

AddressHash = NewType("AddressHash", str)


class BounceKind(StrEnum):
    """Whose fault it is that a message did not arrive, or was not welcome.

    ``hard``: the address does not exist. ``soft``: the mailbox takes nothing at the moment. ``refused``: the receiving
    side takes nothing from us, or not this content; the address may be well. ``complaint``: the reader reported it as
    unwanted. ``late``: it is still being tried.
    """

    HARD = "hard"
    SOFT = "soft"
    REFUSED = "refused"
    COMPLAINT = "complaint"
    LATE = "late"


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounce:
    """What one report says of one recipient.

    ``message_id``: of our message. ``recipient`` None: the report names none. ``status``: enhanced status code of RFC 3463;
    None: not told. ``detail``: the other side's words.
    """

    kind: BounceKind
    message_id: str
    recipient: str | None = None
    status: str | None = None
    detail: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class NotedBounce:
    """A bounce that was acted on. ``delivery``: our message."""

    kind: BounceKind
    address: AddressHash
    delivery: DeliveryId
    status: str | None
    detail: str
    at: datetime


class SuppressionReason(StrEnum):
    """Why an address gets nothing more."""

    HARD_BOUNCE = "hard_bounce"
    SOFT_BOUNCES = "soft_bounces"
    COMPLAINT = "complaint"
    OPERATOR = "operator"


@dataclass(frozen=True, slots=True, kw_only=True)
class Suppression:
    """An address that nothing is sent to, whoever asks for it. Only its hash is kept, so that it outlives the subscriber."""

    address: AddressHash
    reason: SuppressionReason
    detail: str = ""
    at: datetime


def address_hash(address: str) -> AddressHash:
    """Return what the suppression list knows of an address: the same for every letter case."""
    return AddressHash(hashlib.sha256(address.strip().casefold().encode()).hexdigest())
