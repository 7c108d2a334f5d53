"""Statements that SQLAlchemy spells differently for each database, and other small things that queries share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, TypeVar

from sqlalchemy import Connection, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

MOST_PARAMETERS = 500
"""Values in one IN list: far below the limits of both databases (SQLite 32 766, PostgreSQL 65 535)."""


def insert_new(connection: Connection, table: Table, values: dict[str, Any]) -> int | str | None:
    """Insert a row unless one with the same key is there.

    Returns:
        The first column of the primary key of the new row; None when nothing was inserted.
    """
    insert = postgresql.insert if connection.dialect.name == "postgresql" else sqlite.insert
    key = next(iter(table.primary_key.columns))
    statement = insert(table).values(values).on_conflict_do_nothing().returning(key)
    row = connection.execute(statement).first()
    return None if row is None else row[0]


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Pieces of *items* that are short enough for an IN list."""
    for start in range(0, len(items), MOST_PARAMETERS):
        yield items[start : start + MOST_PARAMETERS]
