"""Queries about what waits for a person: poison entries, and readings that a filter stopped."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, select

from monitor.model import FeedId, Quarantined, SetAside
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import insert_new
from monitor.storage.tables import QUARANTINE, SET_ASIDE


class Quarantine:
    """Entries that could not be processed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, feed: FeedId, guid: str, error: str, now: datetime) -> int:
        """Note one more failure on an entry; return how many there are by now."""
        first = {"feed": feed, "guid": guid, "tries": 1, "error": error, "at": now}
        if insert_new(self._connection, QUARANTINE, first) is not None:
            return 1
        statement = (
            QUARANTINE.update()
            .where(QUARANTINE.c.feed == feed, QUARANTINE.c.guid == guid)
            .values(tries=QUARANTINE.c.tries + 1, error=error, at=now)
            .returning(QUARANTINE.c.tries)
        )
        return int(self._connection.execute(statement).scalar_one())

    def tries(self, feed: FeedId) -> dict[str, int]:
        """The guids of *feed* that failed, with the number of failures."""
        statement = select(QUARANTINE.c.guid, QUARANTINE.c.tries).where(QUARANTINE.c.feed == feed)
        return {row.guid: row.tries for row in self._connection.execute(statement)}

    def clear(self, feed: FeedId, guid: str) -> bool:
        """Forget the failures of an entry, so that it is tried again; False when there were none."""
        statement = QUARANTINE.delete().where(QUARANTINE.c.feed == feed, QUARANTINE.c.guid == guid)
        return self._connection.execute(statement).rowcount == 1

    def list(self, limit: int = 100) -> list[Quarantined]:
        """The entries that failed, the latest failure first."""
        statement = select(QUARANTINE).order_by(QUARANTINE.c.at.desc(), QUARANTINE.c.guid).limit(limit)
        return [from_columns(Quarantined, row) for row in self._connection.execute(statement).mappings()]


class SetAsides:
    """Readings that a filter stopped."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, reading: SetAside) -> None:
        """Keep a stopped reading for review; its entry must be stored."""
        self._connection.execute(SET_ASIDE.insert(), columns(reading))

    def list(self, limit: int = 100) -> list[SetAside]:
        """The readings that filters stopped, newest first."""
        statement = select(SET_ASIDE).order_by(SET_ASIDE.c.at.desc(), SET_ASIDE.c.id.desc()).limit(limit)
        return [from_columns(SetAside, row) for row in self._connection.execute(statement).mappings()]
