"""Queries about what waits for a person: poison entries, and readings that a filter stopped."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from monitor.model import FeedId, Quarantined, SetAside
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import chunks, insert_new
from monitor.storage.tables import QUARANTINE, SET_ASIDE

_TRIES = select(QUARANTINE.c.feed, QUARANTINE.c.guid, QUARANTINE.c.tries).where(
    QUARANTINE.c.feed.in_(bindparam("feeds", expanding=True))
)


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

    def tries(self, feeds: Sequence[FeedId]) -> dict[FeedId, dict[str, int]]:
        """The guids of *feeds* that failed, with the number of failures; feeds without any are left out."""
        found: dict[FeedId, dict[str, int]] = {}
        for part in chunks(feeds):
            for row in self._connection.execute(_TRIES, {"feeds": list(part)}):
                found.setdefault(row.feed, {})[row.guid] = row.tries
        return found

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
