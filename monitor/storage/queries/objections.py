"""Queries about what readers say is wrong with incidents."""

from __future__ import annotations

import builtins
from dataclasses import replace
from datetime import datetime

from sqlalchemy import Connection, select

from monitor.errors import NotFoundError
from monitor.model import Objection, ObjectionId, SubscriberId
from monitor.storage.codec import columns, from_columns
from monitor.storage.tables import OBJECTIONS


class Objections:
    """Readers' words that something is wrong, for the operator to decide."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, objection: Objection) -> Objection:
        """Store one and return it with its id; what its reader has said already and is not settled is not stored twice."""
        row = columns(objection)
        same = [OBJECTIONS.c[name] == row[name] for name in ("subscriber", "incident", "fault", "words")]
        known = select(OBJECTIONS).where(*same, OBJECTIONS.c.settled_at.is_(None))
        found = self._connection.execute(known).mappings().first()
        if found is not None:
            return from_columns(Objection, found)
        del row["id"]
        inserted = self._connection.execute(OBJECTIONS.insert(), row).inserted_primary_key
        assert inserted is not None
        return replace(objection, id=ObjectionId(inserted[0]))

    def list(self, limit: int, *, settled: bool = False) -> builtins.list[Objection]:
        """The latest, newest first; those that are settled only if *settled*."""
        statement = select(OBJECTIONS).order_by(OBJECTIONS.c.id.desc()).limit(limit)
        if not settled:
            statement = statement.where(OBJECTIONS.c.settled_at.is_(None))
        return [from_columns(Objection, row) for row in self._connection.execute(statement).mappings()]

    def untold(self) -> builtins.list[Objection]:
        """Those of which the operator does not know, oldest first."""
        unknown = (OBJECTIONS.c.told_at.is_(None), OBJECTIONS.c.settled_at.is_(None))
        statement = select(OBJECTIONS).where(*unknown).order_by(OBJECTIONS.c.id)
        return [from_columns(Objection, row) for row in self._connection.execute(statement).mappings()]

    def mark_told(self, objections: builtins.list[ObjectionId], at: datetime) -> None:
        """Note that the operator has been told of these."""
        self._connection.execute(OBJECTIONS.update().where(OBJECTIONS.c.id.in_(objections)).values(told_at=at))

    def settle(self, objection: ObjectionId, at: datetime) -> None:
        """Note that the operator has dealt with it; the first time counts.

        Raises:
            NotFoundError: no such objection.
        """
        mine = OBJECTIONS.c.id == objection
        if self._connection.execute(select(OBJECTIONS.c.id).where(mine)).first() is None:
            raise NotFoundError("objection", objection)
        open_ = OBJECTIONS.c.settled_at.is_(None)
        self._connection.execute(OBJECTIONS.update().where(mine, open_).values(settled_at=at))

    def of(self, subscriber: SubscriberId) -> builtins.list[Objection]:
        """All that one subscriber said, oldest first."""
        statement = select(OBJECTIONS).where(OBJECTIONS.c.subscriber == subscriber).order_by(OBJECTIONS.c.id)
        return [from_columns(Objection, row) for row in self._connection.execute(statement).mappings()]
