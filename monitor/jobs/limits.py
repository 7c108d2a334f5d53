"""How often strangers may ask for mail: per mailbox, per client, per network, and all together (promise P16, U01 to U03);
and how often readers may answer to one.

Counted in the database, by keyed hashes, so that a restart resets nothing and no address of anybody stands there.
"""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, ip_address, ip_network

from monitor.delivery.addresses import mailbox_of
from monitor.storage import Transaction


@dataclass(frozen=True, slots=True, kw_only=True)
class Limit:
    """At most ``most`` in any span of ``per``."""

    most: int
    per: timedelta


CLIENT = Limit(most=5, per=timedelta(hours=1))
"""Of one address of the Internet (U02)."""
NETWORK = Limit(most=20, per=timedelta(hours=1))
"""Of its network: what one customer of a provider can have at most (U02)."""
ALL = Limit(most=200, per=timedelta(hours=1))
"""Of everybody: as a botnet has addresses without number, and our mail server its good name to lose."""
MAILBOX = Limit(most=1, per=timedelta(hours=24))
"""Mails that strangers may cause to one mailbox (P16)."""
UNANSWERED = Limit(most=3, per=timedelta(days=3650))
"""The same for ever, as long as nobody there confirms (P16)."""
ANSWERED = Limit(most=3, per=timedelta(days=30))
"""The same for somebody who has confirmed, and may have lost the link again."""
CHOICES = Limit(most=60, per=timedelta(hours=1))
"""Answers of one reader about single incidents: more is no reader."""
OBJECTIONS = Limit(most=10, per=timedelta(hours=24))
"""Times that one reader may say that something is wrong: somebody has to read each."""


def admit_client(tx: Transaction, key: str, client: str, now: datetime) -> bool:
    """Whether *client* may ask now; if so, that counts.

    Args:
        tx: one that may write; no other one counts until it ends.
        key: the secret of the hashes.
        client: its address of the Internet, or whatever else it is known by.
        now: the moment.
    """
    tx.attempts.lock()
    single, network = _spans(client)
    counted = (
        (f"client:{_hashed(key, single)}", CLIENT),
        (f"network:{_hashed(key, network)}", NETWORK),
        ("all", ALL),
    )
    if any(_is_full(tx, who, limit, now) for who, limit in counted):
        return False
    for who, _ in counted:
        tx.attempts.add(who, now)
    return True


def admit_mailbox(tx: Transaction, key: str, address: str, now: datetime, *, answered: bool) -> bool:
    """Whether a mail may go to *address* because a stranger asked; if so, that counts.

    Args:
        tx: as for `admit_client`, which must have been called in it.
        key: the secret of the hashes.
        address: where the mail would go.
        now: the moment.
        answered: whether somebody there has confirmed, and has not left since.
    """
    who = _mailbox(key, address)
    if _is_full(tx, who, MAILBOX, now) or _is_full(tx, who, ANSWERED if answered else UNANSWERED, now):
        return False
    tx.attempts.add(who, now)
    return True


def admit_reader(tx: Transaction, key: str, kind: str, ref: str, limit: Limit, now: datetime) -> bool:
    """Whether the reader with this random name may do something of some *kind* now; if so, that counts.

    Args:
        tx: one that may write; no other one counts until it ends.
        key: the secret of the hashes.
        kind: ``choice`` or ``objection``.
        ref: the reader's name in links.
        limit: how often.
        now: the moment.
    """
    tx.attempts.lock()
    who = f"{kind}:{_hashed(key, ref)}"
    if _is_full(tx, who, limit, now):
        return False
    tx.attempts.add(who, now)
    return True


def mailbox_answered(tx: Transaction, key: str, address: str, now: datetime) -> None:
    """Forget what strangers asked for on behalf of a mailbox whose owner has now answered; today's mail still counts."""
    tx.attempts.forget(_mailbox(key, address), now - MAILBOX.per)


def forget_old(tx: Transaction, now: datetime) -> int:
    """Delete what no limit looks at any more; return how much. Mails that nobody answered stay counted."""
    spans = (
        ("client:", CLIENT), ("network:", NETWORK), ("all", ALL), ("choice:", CHOICES), ("objection:", OBJECTIONS)
    )  # fmt: skip
    return sum(tx.attempts.forget_old(now - limit.per, kind) for kind, limit in spans)


def _is_full(tx: Transaction, who: str, limit: Limit, now: datetime) -> bool:
    # Half-open: what happened exactly so long ago does not count any more.
    return tx.attempts.count(who, now - limit.per + timedelta(microseconds=1)) >= limit.most


def _mailbox(key: str, address: str) -> str:
    return f"mailbox:{_hashed(key, mailbox_of(address))}"


def _hashed(key: str, what: str) -> str:
    return hmac.new(key.encode(), what.encode(), hashlib.sha256).hexdigest()[:32]


def _spans(client: str) -> tuple[str, str]:
    """What counts as one client, and as its network: of IPv6, a home has a /64 and a customer a /48."""
    try:
        address = ip_address(client)
    except ValueError:
        return client, client
    mapped = address if isinstance(address, IPv4Address) else address.ipv4_mapped or address
    narrow, wide = (32, 24) if isinstance(mapped, IPv4Address) else (64, 48)
    return tuple(str(ip_network((mapped, bits), strict=False)) for bits in (narrow, wide))  # type: ignore[return-value]
