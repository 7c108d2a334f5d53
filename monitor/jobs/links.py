"""Links from mails to the public pages: the key that signs them, and what a subscriber's links are."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache

from monitor.delivery.tokens import Purpose, Tokens
from monitor.model import Delivery
from monitor.storage import Transaction

KEYS = "links.keys"
"""Under this name the database keeps the secrets that sign links, oldest first, with spaces between. There, and not in a
file, because every process of the service needs them, and a restored backup must know the links that were sent."""

KEY_BYTES = 32
"""Length of a key: that of the hash that it is used with."""

PATHS = {
    Purpose.CONFIRM: "/confirm",
    Purpose.SETTINGS: "/settings",
    Purpose.LEAVE: "/unsubscribe",
    Purpose.RETURN: "/return",
    Purpose.MESSAGE: "/message",
    Purpose.ANSWER: "/answer",
}
"""Where a link of each purpose leads; the token follows after a slash."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailLinks:
    """The links of a mail: confirm, change what you get, stop it, see the mail on the web, and answer.

    ``answer``: a slash and the number of an incident that the mail tells of are still to follow.
    """

    confirm: str
    settings: str
    leave: str
    message: str
    answer: str


def signing_keys(tx: Transaction, now: datetime) -> tuple[str, ...]:
    """The secrets, oldest first; a first one is made where there is none, so *tx* must be one that may write."""
    stored = tx.meta.get(KEYS)
    if stored is None:
        stored = secrets.token_urlsafe(KEY_BYTES)
        tx.meta.set(KEYS, stored, now)
    return tuple(stored.split())


def change_key(tx: Transaction, now: datetime, *, forget: bool) -> int:
    """Sign with a new key from now on; return how many are still believed.

    Args:
        forget: whether to forget the old ones: every link that was ever sent stops working, those for unsubscribing too.
    """
    old = () if forget else signing_keys(tx, now)
    keys = (*old, secrets.token_urlsafe(KEY_BYTES))
    tx.meta.set(KEYS, " ".join(keys), now)
    return len(keys)


def tokens(tx: Transaction) -> Tokens:
    """What makes and reads tokens, with the keys of this moment; none is believed before a key was ever made."""
    return _tokens(tuple((tx.meta.get(KEYS) or "").split()))


@lru_cache(maxsize=4)
def _tokens(keys: tuple[str, ...]) -> Tokens:
    # Without keys nothing may be believed: one that nobody knows stands in for them.
    return Tokens(keys or (secrets.token_urlsafe(KEY_BYTES),))


def signing_tokens(tx: Transaction, now: datetime) -> Tokens:
    """What makes and reads tokens; a first key is made where there is none, so *tx* must be one that may write."""
    return _tokens(signing_keys(tx, now))


def path(tx: Transaction, purpose: Purpose, name: str, issued: datetime) -> str:
    """The part of a link that follows the address of the service."""
    return _path(tokens(tx), purpose, name, issued)


def _path(tokens: Tokens, purpose: Purpose, name: str, issued: datetime) -> str:
    return f"{PATHS[purpose]}/{tokens.make(purpose, name, issued)}"


def leave_token(tokens: Tokens, ref: str, delivery: Delivery) -> str:
    """The token that ends the mails of the subscriber with that random name, the same however often a mail is built."""
    return tokens.make(Purpose.LEAVE, ref, delivery.created_at)


def mail_links(tokens: Tokens, base: str, ref: str, delivery: Delivery) -> MailLinks:
    """The links of one mail, the same ones however often it is built.

    Args:
        tokens: what makes them.
        base: address of the service's public pages, without a slash at its end.
        ref: the random name of the subscriber who gets the mail.
        delivery: the mail.
    """

    def link(purpose: Purpose, name: str) -> str:
        return base + _path(tokens, purpose, name, delivery.created_at)

    return MailLinks(
        confirm=link(Purpose.CONFIRM, ref),
        settings=link(Purpose.SETTINGS, ref),
        leave=link(Purpose.LEAVE, ref),
        message=link(Purpose.MESSAGE, f"{ref}.{delivery.id}"),
        answer=link(Purpose.ANSWER, f"{ref}.{delivery.id}"),
    )
