"""Queries about feeds, their status and their polls."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, select

from monitor.errors import NotFoundError
from monitor.model import Feed, FeedChange, FeedId, FeedStatus, Gap, Poll
from monitor.storage.codec import columns, from_columns
from monitor.storage.tables import FEED_CHANGES, FEED_GAPS, FEEDS, POLLS

_UPDATE_FEED = FEEDS.update().where(FEEDS.c.id == bindparam("feed_id"))


class Feeds:
    """Feeds as the operator wrote them, with what polling them left behind."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def sync(self, feeds: Sequence[Feed], now: datetime) -> None:
        """Make the stored feeds those of the operator's file.

        New ones are added, changed ones updated with their status kept, those that are gone disabled: their entries
        and history stay.
        """
        stored = {feed.id: feed for feed, _ in self.all()}
        for feed in feeds:
            if feed.id not in stored:
                row = columns(feed) | _status_columns(FeedStatus(feed=feed.id)) | {"synced_at": now}
                self._connection.execute(FEEDS.insert(), row)
            elif stored[feed.id] != feed:
                self._connection.execute(_UPDATE_FEED, {"feed_id": feed.id, **columns(feed), "synced_at": now})
        for gone in stored.keys() - {feed.id for feed in feeds}:
            if stored[gone].enabled:
                self._connection.execute(_UPDATE_FEED, {"feed_id": gone, "enabled": False, "synced_at": now})

    def all(self) -> list[tuple[Feed, FeedStatus]]:
        """Every feed, disabled ones included, by id."""
        return self._feeds(select(FEEDS).order_by(FEEDS.c.id))

    def due(self, now: datetime, limit: int) -> list[tuple[Feed, FeedStatus]]:
        """Enabled feeds whose next poll has come: never polled ones first, then those that wait longest."""
        statement = (
            select(FEEDS)
            .where(FEEDS.c.enabled, FEEDS.c.next_poll_at.is_(None) | (FEEDS.c.next_poll_at <= now))
            .order_by(FEEDS.c.next_poll_at.asc().nulls_first(), FEEDS.c.id)
            .limit(limit)
        )
        return self._feeds(statement)

    def _feeds(self, statement: Select[Any]) -> list[tuple[Feed, FeedStatus]]:
        found = self._connection.execute(statement)
        names = tuple(found.keys())
        rows = (dict(zip(names, row, strict=True)) for row in found)  # far cheaper to look into than SQLAlchemy's own
        return [(from_columns(Feed, row), _status(row)) for row in rows]

    def status(self, feed: FeedId) -> FeedStatus:
        """What the last polls of *feed* left behind.

        Raises:
            NotFoundError: no such feed.
        """
        row = self._connection.execute(select(FEEDS).where(FEEDS.c.id == feed)).mappings().first()
        if row is None:
            raise NotFoundError("feed", feed)
        return _status(row)

    def record_all(self, polls: Sequence[tuple[Poll, FeedStatus, Sequence[FeedChange], Gap | None]]) -> None:
        """Add polls of different feeds to the history and store the status that each led to, with what that changed.

        Raises:
            NotFoundError: one of the feeds is not there.
        """
        if not polls:
            return
        rows = [{"feed_id": status.feed, **_status_columns(status)} for _, status, _, _ in polls]
        if self._connection.execute(_UPDATE_FEED, rows).rowcount != len(rows):
            for row in rows:
                self.status(row["feed_id"])
        self._connection.execute(POLLS.insert(), [columns(poll) for poll, *_ in polls])
        changes = [columns(change) for _, _, those, _ in polls for change in those]
        gaps = [columns(gap) for *_, gap in polls if gap is not None]
        for table, found in ((FEED_CHANGES, changes), (FEED_GAPS, gaps)):
            if found:
                self._connection.execute(table.insert(), found)

    def record(
        self, poll: Poll, status: FeedStatus, changes: Sequence[FeedChange] = (), gap: Gap | None = None
    ) -> None:
        """Add *poll* to the history and store the status that it led to, with what that changed and a gap that it found.

        Raises:
            NotFoundError: no such feed.
        """
        self.record_all([(poll, status, changes, gap)])

    def note_new_entry(self, feed: FeedId, now: datetime) -> None:
        """Note that *feed* has brought something new beside its polls."""
        self._connection.execute(_UPDATE_FEED, {"feed_id": feed, "last_new_entry_at": now})

    def changes(self, feed: FeedId, limit: int) -> list[FeedChange]:
        """The last changes of state and flags of *feed*, newest first."""
        statement = (
            select(FEED_CHANGES)
            .where(FEED_CHANGES.c.feed == feed)
            .order_by(FEED_CHANGES.c.at.desc(), FEED_CHANGES.c.id.desc())
            .limit(limit)
        )
        return [from_columns(FeedChange, row) for row in self._connection.execute(statement).mappings()]

    def gaps(self, since: datetime, until: datetime, feed: FeedId | None = None) -> list[Gap]:
        """The gaps found from *since* (included) until *until* (excluded), of one feed or of all, in the order of their start."""
        statement = (
            select(FEED_GAPS)
            .where(FEED_GAPS.c.found_at >= since, FEED_GAPS.c.found_at < until)
            .order_by(FEED_GAPS.c.start, FEED_GAPS.c.id)
        )
        if feed is not None:
            statement = statement.where(FEED_GAPS.c.feed == feed)
        return [from_columns(Gap, row) for row in self._connection.execute(statement).mappings()]

    def polls(self, feed: FeedId, limit: int) -> list[Poll]:
        """The last polls of *feed*, newest first."""
        statement = (
            select(POLLS).where(POLLS.c.feed == feed).order_by(POLLS.c.at.desc(), POLLS.c.id.desc()).limit(limit)
        )
        return [from_columns(Poll, row) for row in self._connection.execute(statement).mappings()]


def _status_columns(status: FeedStatus) -> dict[str, Any]:
    row = columns(status)
    del row["feed"]
    row["status_url"] = row.pop("url")
    return row


def _status(row: Mapping[Any, Any]) -> FeedStatus:
    return from_columns(FeedStatus, {**row, "feed": row["id"], "url": row["status_url"]})
