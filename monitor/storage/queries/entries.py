"""Queries about entries and their revisions."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, RowMapping, Select, bindparam, select

from monitor.errors import NotFoundError
from monitor.model import Entry, EntryId, FeedId, KnownEntry
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import chunks, insert_all_new, insert_new
from monitor.storage.tables import ENTRIES, REVISIONS

_KNOWN = select(*(ENTRIES.c[name] for name in KnownEntry.__dataclass_fields__)).order_by(
    ENTRIES.c.first_seen, ENTRIES.c.id
)
_OF_FEED = ENTRIES.c.feed == bindparam("feed_id")
_BY_GUID = _KNOWN.where(_OF_FEED, ENTRIES.c.guid.in_(bindparam("wanted", expanding=True)))
_BY_LINK = _KNOWN.where(_OF_FEED, ENTRIES.c.link.in_(bindparam("wanted", expanding=True)))
_BY_LINK_ANYWHERE = _KNOWN.where(ENTRIES.c.link.in_(bindparam("wanted", expanding=True)))
_GET = select(ENTRIES).where(ENTRIES.c.id == bindparam("entry_id"))
_TOUCH = (
    ENTRIES.update()
    .where(ENTRIES.c.id.in_(bindparam("ids", expanding=True)))
    .values(last_seen=bindparam("now", type_=ENTRIES.c.last_seen.type))
)
_KEPT = ("revision", "title", "summary", "content", "link", "lang", "published", "dated", "content_hash")


class Entries:
    """Entries by id, by (feed, guid) and by link."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def known(self, feed: FeedId, guids: Collection[str], links: Collection[str] = ()) -> dict[str, KnownEntry]:
        """Those entries of *feed* that have one of the guids or one of the canonical links, by their guid."""
        by_guid = self._known(_BY_GUID, guids, feed_id=feed)
        by_link = self._known(_BY_LINK, links, feed_id=feed)
        return {entry.guid: entry for entry in (*by_guid, *by_link)}

    def by_links(self, links: Collection[str]) -> list[KnownEntry]:
        """The entries of any feed that have one of these canonical links."""
        return self._known(_BY_LINK_ANYWHERE, links)

    def _known(self, statement: Select[Any], wanted: Collection[str], **parameters: str) -> list[KnownEntry]:
        return [
            from_columns(KnownEntry, row)
            for part in chunks(sorted(wanted))
            for row in self._connection.execute(statement, {**parameters, "wanted": part}).mappings()
        ]

    def add(self, entry: Entry) -> bool:
        """Store *entry*; False when its id, or its (feed, guid), is there already."""
        row = columns(entry) | {"last_seen": entry.first_seen}
        return insert_new(self._connection, ENTRIES, row) is not None

    def add_all(self, entries: Sequence[Entry]) -> None:
        """Store *entries*, apart from those whose id, or whose (feed, guid), is there already."""
        if entries:
            rows = [columns(entry) | {"last_seen": entry.first_seen} for entry in entries]
            insert_all_new(self._connection, ENTRIES, rows)

    def revise(self, entry: Entry, now: datetime) -> None:
        """Store the new text of a known entry and keep the old one as a revision.

        Raises:
            NotFoundError: no such entry.
        """
        old = self._connection.execute(_GET, {"entry_id": entry.id}).mappings().first()
        if old is None:
            raise NotFoundError("entry", entry.id)
        kept = {name: old[name] for name in _KEPT}
        insert_new(self._connection, REVISIONS, {**kept, "entry": entry.id, "replaced_at": now})
        self._connection.execute(
            ENTRIES.update().where(ENTRIES.c.id == bindparam("entry_id")),
            {"entry_id": entry.id, **columns(entry), "last_seen": now},
        )

    def get(self, entry: EntryId) -> Entry:
        """The entry with its current text.

        Raises:
            NotFoundError: no such entry.
        """
        row = self._connection.execute(_GET, {"entry_id": entry}).mappings().first()
        if row is None:
            raise NotFoundError("entry", entry)
        return from_columns(Entry, row)

    def revisions(self, entry: EntryId) -> list[Entry]:
        """Every text that the entry had, oldest first, the current one last.

        Raises:
            NotFoundError: no such entry.
        """
        current = self._connection.execute(_GET, {"entry_id": entry}).mappings().first()
        if current is None:
            raise NotFoundError("entry", entry)
        statement = select(REVISIONS).where(REVISIONS.c.entry == entry).order_by(REVISIONS.c.revision)
        olds = self._connection.execute(statement).mappings()
        earlier = [from_columns(Entry, {**current, **{name: old[name] for name in _KEPT}}) for old in olds]
        return [*earlier, from_columns(Entry, current)]

    def latest(self, limit: int, feed: FeedId | None = None) -> list[Entry]:
        """The entries seen first most recently, newest first; of one feed or of all."""
        statement = select(ENTRIES).order_by(ENTRIES.c.first_seen.desc(), ENTRIES.c.id).limit(limit)
        if feed is not None:
            statement = statement.where(ENTRIES.c.feed == feed)
        return [from_columns(Entry, row) for row in self._connection.execute(statement).mappings()]

    def fetched(self, since: datetime, until: datetime) -> list[tuple[datetime, Entry]]:
        """Every text that was stored from *since* on and before *until*, with the moment, in that order.

        A revised entry comes once for each of its texts. Of one moment they come as polls store them: by feed, oldest first.
        """
        when = (ENTRIES.c.first_seen, REVISIONS.c.replaced_at)
        revised = select(REVISIONS.c.entry).where(when[1] >= since, when[1] < until)
        statement = select(ENTRIES).where(((when[0] >= since) & (when[0] < until)) | ENTRIES.c.id.in_(revised))
        rows = {row["id"]: row for row in self._connection.execute(statement).mappings()}
        texts = [(moment, entry) for moment, entry in self._texts(rows) if since <= moment < until]
        return sorted(texts, key=lambda text: (text[0], text[1].feed, text[1].published, text[1].id, text[1].revision))

    def _texts(self, rows: Mapping[str, RowMapping]) -> Iterator[tuple[datetime, Entry]]:
        """All texts of these entries, each with the moment when it was stored."""
        olds: dict[str, list[RowMapping]] = {}
        for part in chunks([entry for entry, row in rows.items() if row["revision"] > 1]):
            statement = select(REVISIONS).where(REVISIONS.c.entry.in_(part)).order_by(REVISIONS.c.revision)
            for old in self._connection.execute(statement).mappings():
                olds.setdefault(old["entry"], []).append(old)
        for entry, row in rows.items():
            moment = row["first_seen"]
            for old in olds.get(entry, ()):
                yield moment, from_columns(Entry, {**row, **{name: old[name] for name in _KEPT}})
                moment = old["replaced_at"]
            yield moment, from_columns(Entry, row)

    def touch(self, ids: Sequence[EntryId], now: datetime) -> None:
        """Note that these entries stood in their feed at *now*."""
        for part in chunks(ids):
            self._connection.execute(_TOUCH, {"ids": list(part), "now": now})
