"""Queries about subscriptions at hubs and what hubs have posted."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Select, func, or_, select

from monitor.model import Feed, FeedId, Push, Pushed
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import chunks, upsert_all
from monitor.storage.tables import FEEDS, PUSHED_DOCUMENTS, PUSHES


class Pushes:
    """Subscriptions by feed and by callback, and the documents that wait to be read."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def all(self) -> dict[FeedId, Push]:
        """Every subscription."""
        return {push.feed: push for push in self._pushes(select(PUSHES))}

    def of(self, feeds: Sequence[FeedId]) -> dict[FeedId, Push]:
        """The subscriptions of *feeds*, by feed."""
        return {
            push.feed: push
            for part in chunks(feeds)
            for push in self._pushes(select(PUSHES).where(PUSHES.c.feed.in_(part)))
        }

    def at(self, callback: str) -> tuple[Push, Feed] | None:
        """The subscription with this callback, and its feed; None: there is none."""
        found = self._with_feeds(self._pushes(select(PUSHES).where(PUSHES.c.callback == callback)))
        return found[0] if found else None

    def due(self, now: datetime) -> list[tuple[Push, Feed]]:
        """Subscriptions whose hub is to be asked, and those of feeds that want none any more."""
        unwanted = ~FEEDS.c.enabled | ~FEEDS.c.websub
        statement = (
            select(PUSHES)
            .join(FEEDS, FEEDS.c.id == PUSHES.c.feed)
            .where(or_(PUSHES.c.due_at <= now, unwanted))
            .order_by(PUSHES.c.feed)
        )
        return self._with_feeds(self._pushes(statement))

    def save(self, push: Push) -> None:
        """Store a subscription in place of what was known of it."""
        upsert_all(self._connection, PUSHES, [columns(push)])

    def forget(self, feed: FeedId) -> None:
        """Forget the subscription of *feed*; what its hub posts is answered with "gone" from then on."""
        self._connection.execute(PUSHES.delete().where(PUSHES.c.feed == feed))

    def waiting(self, feed: FeedId) -> int:
        """How many documents of *feed* wait to be read."""
        statement = select(func.count()).where(PUSHED_DOCUMENTS.c.feed == feed)
        return int(self._connection.execute(statement).scalar_one())

    def add(self, pushed: Pushed) -> None:
        """Store a document that a hub has posted."""
        row = columns(pushed)
        del row["id"]
        self._connection.execute(PUSHED_DOCUMENTS.insert(), row)

    def documents(self, limit: int) -> list[Pushed]:
        """Documents that wait to be read, oldest first."""
        statement = select(PUSHED_DOCUMENTS).order_by(PUSHED_DOCUMENTS.c.id).limit(limit)
        return [Pushed(**row) for row in self._connection.execute(statement).mappings()]

    def done(self, pushed: Pushed) -> None:
        """Forget a document that was read, or cannot be."""
        self._connection.execute(PUSHED_DOCUMENTS.delete().where(PUSHED_DOCUMENTS.c.id == pushed.id))

    def _with_feeds(self, pushes: Sequence[Push]) -> list[tuple[Push, Feed]]:
        ids = [push.feed for push in pushes]
        rows = [
            row
            for part in chunks(ids)
            for row in self._connection.execute(select(FEEDS).where(FEEDS.c.id.in_(part))).mappings()
        ]
        feeds = {row["id"]: from_columns(Feed, row) for row in rows}
        return [(push, feeds[push.feed]) for push in pushes]

    def _pushes(self, statement: Select[Any]) -> list[Push]:
        return [from_columns(Push, row) for row in self._connection.execute(statement).mappings()]
