"""Queries about what came back, and about addresses that get nothing more."""

from __future__ import annotations

import builtins
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from monitor.model import AddressHash, BounceKind, NotedBounce, Suppression, address_hash
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import insert_new
from monitor.storage.tables import BOUNCES, SUPPRESSIONS

_OF_ADDRESS = select(SUPPRESSIONS).where(SUPPRESSIONS.c.address == bindparam("wanted"))


class Bounces:
    """Reports that were acted on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def note(self, bounce: NotedBounce) -> bool:
        """Keep a report; False when the same thing was reported of the same delivery already."""
        key = f"{bounce.delivery}:{bounce.kind.value}:{bounce.address}"
        return insert_new(self._connection, BOUNCES, columns(bounce) | {"key": key}) is not None

    def soft_days(self, address: AddressHash, since: datetime) -> int:
        """On how many days (UTC) messages to *address* bounced softly, from *since* on."""
        statement = select(BOUNCES.c.at).where(
            BOUNCES.c.address == address, BOUNCES.c.kind == str(BounceKind.SOFT), BOUNCES.c.at >= since
        )
        return len({at.date() for (at,) in self._connection.execute(statement)})

    def list(self, limit: int) -> builtins.list[NotedBounce]:
        """The latest reports, newest first."""
        statement = select(BOUNCES).order_by(BOUNCES.c.at.desc(), BOUNCES.c.id.desc()).limit(limit)
        return [from_columns(NotedBounce, row) for row in self._connection.execute(statement).mappings()]

    def forget(self, before: datetime) -> int:
        """Delete the reports from before that moment; return how many. Suppressions stay."""
        return self._connection.execute(BOUNCES.delete().where(BOUNCES.c.at < before)).rowcount


class Suppressions:
    """The addresses that nothing is sent to, whoever asks for it."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, suppression: Suppression) -> bool:
        """Send nothing more to an address; False when that was so already, for whatever reason."""
        return insert_new(self._connection, SUPPRESSIONS, columns(suppression)) is not None

    def remove(self, address: AddressHash) -> bool:
        """Allow mails to the address again; False when they were allowed."""
        statement = SUPPRESSIONS.delete().where(SUPPRESSIONS.c.address == address)
        return self._connection.execute(statement).rowcount == 1

    def of(self, email: str) -> Suppression | None:
        """Why nothing is sent to *email*; None: it is."""
        row = self._connection.execute(_OF_ADDRESS, {"wanted": address_hash(email)}).mappings().first()
        return None if row is None else from_columns(Suppression, row)

    def list(self) -> builtins.list[Suppression]:
        """All of them, newest first."""
        statement = select(SUPPRESSIONS).order_by(SUPPRESSIONS.c.at.desc(), SUPPRESSIONS.c.address)
        return [from_columns(Suppression, row) for row in self._connection.execute(statement).mappings()]
