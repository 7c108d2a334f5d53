"""Queries about the articles that entries link to."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, or_, select

from monitor.model import Article, ArticleState, Entry, EntryId
from monitor.storage.codec import columns, from_columns
from monitor.storage.statements import insert_new
from monitor.storage.tables import ARTICLES, ENTRIES, FEEDS


class Articles:
    """What became of articles. An entry without a row, or with a newer revision than its row, is still to be decided on."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def wanted(self, since: datetime, now: datetime, limit: int) -> list[tuple[Entry, int]]:
        """Entries whose article is to be read, oldest first, each with the number of failures so far.

        Args:
            since: entries that were first seen before have no need of it any more.
            now: the moment; what waits for a later one is left out.
            limit: how many at most.

        They are those of feeds that ask for the full text, with a link, and no backfill.
        """
        undecided = or_(
            ARTICLES.c.entry.is_(None),
            ARTICLES.c.revision < ENTRIES.c.revision,
            (ARTICLES.c.state == ArticleState.WAITING.value) & (ARTICLES.c.due_at <= now),
        )
        statement = (
            select(ENTRIES, ARTICLES.c.tries.label("article_tries"), ARTICLES.c.revision.label("article_revision"))
            .join(FEEDS, FEEDS.c.id == ENTRIES.c.feed)
            .outerjoin(ARTICLES, ARTICLES.c.entry == ENTRIES.c.id)
            .where(ENTRIES.c.first_seen >= since, ENTRIES.c.link.is_not(None), ~ENTRIES.c.backfill)
            .where(FEEDS.c.enabled, FEEDS.c.full_text, undecided)
            .order_by(ENTRIES.c.first_seen, ENTRIES.c.id)
            .limit(limit)
        )
        return [
            (from_columns(Entry, row), row["article_tries"] if row["article_revision"] == row["revision"] else 0)
            for row in self._connection.execute(statement).mappings()
        ]

    def get(self, entry: EntryId) -> Article | None:
        """What became of the article of *entry*; None: not decided yet."""
        row = self._connection.execute(select(ARTICLES).where(ARTICLES.c.entry == entry)).mappings().first()
        return None if row is None else from_columns(Article, row)

    def save(self, article: Article) -> None:
        """Store what became of an article, in place of what was known of it."""
        row = columns(article)
        if insert_new(self._connection, ARTICLES, row) is None:
            self._connection.execute(ARTICLES.update().where(ARTICLES.c.entry == article.entry), row)
