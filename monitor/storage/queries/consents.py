"""Queries about what subscribers agreed to, and about how often somebody asked for mail."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, func, select
from sqlalchemy import text as sql

from monitor.model import Act, Consent, SubscriberId
from monitor.storage.tables import ATTEMPTS, CONSENTS

# Any number that nothing else locks: incidents lock by hashes of 64 bits.
_LOCK = sql("SELECT pg_advisory_xact_lock(4711)")


class Consents:
    """The proof that mail was asked for, and taken back."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, subscriber: SubscriberId, consent: Consent) -> None:
        """Note what a subscriber did."""
        row = {"subscriber": subscriber, "act": str(consent.act), "at": consent.at, "wording": consent.wording}
        self._connection.execute(CONSENTS.insert(), row)

    def of(self, subscriber: SubscriberId) -> list[Consent]:
        """All that a subscriber did, oldest first."""
        statement = select(CONSENTS).where(CONSENTS.c.subscriber == subscriber).order_by(CONSENTS.c.id)
        return [
            Consent(act=Act(row.act), at=row.at, wording=row.wording) for row in self._connection.execute(statement)
        ]

    def last(self, subscriber: SubscriberId, act: Act) -> datetime | None:
        """When a subscriber did this last; None: never."""
        statement = select(func.max(CONSENTS.c.at)).where(
            CONSENTS.c.subscriber == subscriber, CONSENTS.c.act == str(act)
        )
        at: datetime | None = self._connection.execute(statement).scalar()
        return at

    def pending_erasures(self) -> list[SubscriberId]:
        """Those who asked to be erased and are still there."""
        statement = select(CONSENTS.c.subscriber).where(CONSENTS.c.act == str(Act.ERASED)).distinct()
        return [SubscriberId(found) for found in self._connection.execute(statement).scalars()]

    def never_confirmed(self, before: datetime, limit: int) -> list[SubscriberId]:
        """Up to *limit* of those for whom the form was sent last before that moment, and who never answered."""
        answered = select(CONSENTS.c.subscriber).where(CONSENTS.c.act != str(Act.ASKED))
        statement = (
            select(CONSENTS.c.subscriber)
            .where(CONSENTS.c.act == str(Act.ASKED), CONSENTS.c.subscriber.not_in(answered))
            .group_by(CONSENTS.c.subscriber)
            .having(func.max(CONSENTS.c.at) < before)
            .limit(limit)
        )
        return [SubscriberId(found) for found in self._connection.execute(statement).scalars()]


class Attempts:
    """How often mail was asked for, by whom and for whom. Stored, so that a restart resets nothing."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def lock(self) -> None:
        """Let no other transaction count attempts until this one ends; on SQLite it is the only writer already."""
        if self._connection.dialect.name == "postgresql":
            self._connection.execute(_LOCK)

    def add(self, who: str, at: datetime) -> None:
        """Note an attempt."""
        self._connection.execute(ATTEMPTS.insert(), {"who": who, "at": at})

    def count(self, who: str, since: datetime) -> int:
        """How many attempts there were from *since* on."""
        statement = select(func.count()).where(ATTEMPTS.c.who == who, ATTEMPTS.c.at >= since)
        return int(self._connection.execute(statement).scalar_one())

    def forget(self, who: str, before: datetime) -> None:
        """Delete attempts made before that moment: their owner has answered since."""
        self._connection.execute(ATTEMPTS.delete().where(ATTEMPTS.c.who == who, ATTEMPTS.c.at < before))

    def forget_old(self, before: datetime, prefix: str) -> int:
        """Delete attempts of one kind (what ``who`` begins with) made before that moment; return how many."""
        old = ATTEMPTS.delete().where(ATTEMPTS.c.at < before, ATTEMPTS.c.who.startswith(prefix, autoescape=True))
        return self._connection.execute(old).rowcount
