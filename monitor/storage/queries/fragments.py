"""Queries about the fragments of feed documents: one packed row for each feed."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime, timedelta

from sqlalchemy import Connection, bindparam, select

from monitor.model import EntryId, FeedId, Fragment
from monitor.storage.statements import chunks, upsert_all
from monitor.storage.tables import FEED_FRAGMENTS

_PACKED = struct.Struct(">8s8sq")
"""Print, entry, and the seconds of its date."""

_UNDATED = -(2**63)
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)

_OF = select(FEED_FRAGMENTS.c.feed, FEED_FRAGMENTS.c.packed).where(
    FEED_FRAGMENTS.c.feed.in_(bindparam("feeds", expanding=True)), FEED_FRAGMENTS.c.whole_at > bindparam("since")
)
_UPDATE = FEED_FRAGMENTS.update().where(FEED_FRAGMENTS.c.feed == bindparam("feed_id"))


class Fragments:
    """The fragments of the last document of each feed."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def of(self, feeds: Sequence[FeedId], since: datetime) -> dict[FeedId, bytes]:
        """The fragments of *feeds*, packed, because most are never looked at; see ``unpack``.

        Feeds whose document was last read as a whole before *since* are left out.
        """
        return {
            FeedId(feed): packed
            for part in chunks(feeds)
            for feed, packed in self._connection.execute(_OF, {"feeds": list(part), "since": since})
        }

    def save(self, documents: Sequence[tuple[FeedId, Iterable[Fragment], bool]], now: datetime) -> None:
        """Store the fragments of the latest documents of feeds instead of those before.

        Args:
            documents: feed, fragments, and whether the document was read as a whole, without leaving any out.
            now: when they were read.
        """
        rows = {True: list[dict[str, object]](), False: list[dict[str, object]]()}
        for feed, fragments, whole in documents:
            rows[whole].append({"feed": feed, "packed": b"".join(_pack(each) for each in fragments), "whole_at": now})
        if rows[True]:
            upsert_all(self._connection, FEED_FRAGMENTS, rows[True])
        if rows[False]:
            self._connection.execute(
                _UPDATE, [{"feed_id": row["feed"], "packed": row["packed"]} for row in rows[False]]
            )


def unpack(packed: bytes) -> tuple[Fragment, ...]:
    """Return fragments as they were stored."""
    return tuple(_fragment(*row) for row in _PACKED.iter_unpack(packed))


def _pack(fragment: Fragment) -> bytes:
    seconds = _UNDATED if fragment.published is None else int((fragment.published - _EPOCH).total_seconds())
    return _PACKED.pack(bytes.fromhex(fragment.print), bytes.fromhex(fragment.entry), seconds)


def _fragment(mark: bytes, entry: bytes, seconds: int) -> Fragment:
    published = None if seconds == _UNDATED else _EPOCH + timedelta(seconds=seconds)
    return Fragment(print=mark.hex(), entry=EntryId(entry.hex()), published=published)
