"""Forgets what is old and supports nothing: the history of polls, and entries that reported no attack."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, Select, Table, select

from monitor.storage.tables import (
    ARTICLES,
    ENTRIES,
    FEED_CHANGES,
    FEED_GAPS,
    POLLS,
    QUARANTINE,
    REPORTS,
    REVISIONS,
    SET_ASIDE,
)


class Retention:
    """Deletes in small parts, so that a transaction never keeps other writers waiting for long."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def forget_polls(self, before: datetime, limit: int) -> int:
        """Delete up to *limit* polls made before that moment; return how many."""
        return self._delete(POLLS, select(POLLS.c.id).where(POLLS.c.at < before).limit(limit))

    def forget_feed_history(self, before: datetime, limit: int) -> int:
        """Delete up to *limit* changes of feeds and as many gaps from before that moment; return how many of the more."""
        changes = self._delete(FEED_CHANGES, select(FEED_CHANGES.c.id).where(FEED_CHANGES.c.at < before).limit(limit))
        gaps = self._delete(FEED_GAPS, select(FEED_GAPS.c.id).where(FEED_GAPS.c.found_at < before).limit(limit))
        return max(changes, gaps)

    def forget_entries(self, before: datetime, limit: int) -> int:
        """Delete up to *limit* entries that last stood in their feed before that moment and reported nothing.

        Entries with reports stay: they are the evidence of incidents. What filters stopped in a deleted entry, and its
        earlier texts, go with it.
        """
        old = (
            select(ENTRIES.c.id)
            .where(ENTRIES.c.last_seen < before)
            .where(~select(REPORTS.c.id).where(REPORTS.c.entry == ENTRIES.c.id).exists())
            .limit(limit)
        )
        ids = list(self._connection.execute(old).scalars())
        if ids:
            for table in (REVISIONS, SET_ASIDE, ARTICLES):
                self._connection.execute(table.delete().where(table.c.entry.in_(ids)))
            self._connection.execute(ENTRIES.delete().where(ENTRIES.c.id.in_(ids)))
        return len(ids)

    def forget_failures(self, before: datetime) -> int:
        """Delete the notes of entries that failed last before that moment; return how many."""
        return self._connection.execute(QUARANTINE.delete().where(QUARANTINE.c.at < before)).rowcount

    def _delete(self, table: Table, ids: Select[tuple[int]]) -> int:
        found = list(self._connection.execute(ids).scalars())
        if found:
            self._connection.execute(table.delete().where(table.c.id.in_(found)))
        return len(found)
