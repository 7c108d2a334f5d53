"""The signed part of links to the public pages: what it is good for, for whom, and until when. Pure.

Nobody can make one without the key, and one that was made for a purpose is good for no other (promise P18).
"""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from enum import StrEnum

from itsdangerous import BadData, URLSafeSerializer

LONGEST = 512
"""Characters of a token that is looked at: ours have about 110, and what is longer was not made here."""


class Purpose(StrEnum):
    """What a link is good for. The value is part of what is signed: renaming one makes its links void."""

    CONFIRM = "confirm"
    SETTINGS = "settings"
    LEAVE = "leave"
    RETURN = "return"
    MESSAGE = "message"
    ANSWER = "answer"


LIFETIME = {
    # Two days: who signs up on Friday evening may confirm on Sunday (P18).
    Purpose.CONFIRM: timedelta(hours=48),
    # A mail may be forwarded or turn up years later; a new link is one mail away.
    Purpose.SETTINGS: timedelta(days=90),
    Purpose.ANSWER: timedelta(days=90),
    # Enough for "that was a mistake", too short to subscribe somebody who left (P16).
    Purpose.RETURN: timedelta(minutes=30),
    # A link to leave works as long as there is a mail with it (P17), and so does the mail itself on the web.
    Purpose.LEAVE: None,
    Purpose.MESSAGE: None,
}
"""How long a link of each purpose works; None: always."""


class Tokens:
    """Makes and reads tokens.

    Args:
        keys: secrets, oldest first: the last one signs, all are believed, so that links outlive a change of key.
    """

    def __init__(self, keys: Sequence[str]) -> None:
        self._serializers = {
            purpose: URLSafeSerializer(
                list(keys),
                salt=f"attack-monitor.{purpose.value}",
                signer_kwargs={"key_derivation": "hmac", "digest_method": hashlib.sha256},
            )
            for purpose in Purpose
        }

    def make(self, purpose: Purpose, name: str, issued: datetime) -> str:
        """Return the token: the same one for the same arguments, to the second.

        Args:
            purpose: the only one that it shall be good for.
            name: whom or what it is about, as `Subscribers.ref` gives it; it can be read by whoever has the token.
            issued: from when its lifetime counts.
        """
        return str(self._serializers[purpose].dumps([name, int(issued.timestamp())]))

    def read(self, purpose: Purpose, token: str, now: datetime) -> tuple[str, datetime] | None:
        """Return name and moment of issue; None for a token that was not made here, for this purpose, or is too old."""
        if len(token) > LONGEST:
            return None
        try:
            name, issued_s = self._serializers[purpose].loads(token)
        except BadData:
            return None
        issued = datetime.fromtimestamp(issued_s, UTC)
        lifetime = LIFETIME[purpose]
        return None if lifetime is not None and now - issued > lifetime else (name, issued)
