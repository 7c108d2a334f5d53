"""Statements that SQLAlchemy spells differently for each database, and other small things that queries share."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Any, TypeVar

from sqlalchemy import Connection, Executable, Table
from sqlalchemy.dialects import postgresql, sqlite

T = TypeVar("T")

MOST_PARAMETERS = 500
"""Values in one IN list: far below the limits of both databases (SQLite 32 766, PostgreSQL 65 535)."""


def insert_new(connection: Connection, table: Table, values: dict[str, Any]) -> int | str | None:
    """Insert a row unless one with the same key is there.

    Returns:
        The first column of the primary key of the new row; None when nothing was inserted.
    """
    row = connection.execute(_insert_new(table, connection.dialect.name), values).first()
    return None if row is None else row[0]


def insert_all_new(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert those of *rows* whose key is not there."""
    connection.execute(_insert_all_new(table, connection.dialect.name), rows)


def upsert_all(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert *rows*; where the key is there, its row becomes the new one."""
    connection.execute(_upsert_all(table, connection.dialect.name), rows)


@cache
def _insert_new(table: Table, dialect: str) -> Executable:
    return _insert(table, dialect).on_conflict_do_nothing().returning(next(iter(table.primary_key.columns)))


@cache
def _insert_all_new(table: Table, dialect: str) -> Executable:
    return _insert(table, dialect).on_conflict_do_nothing()


@cache
def _upsert_all(table: Table, dialect: str) -> Executable:
    insert = _insert(table, dialect)
    values = {column.name: insert.excluded[column.name] for column in table.columns if not column.primary_key}
    return insert.on_conflict_do_update(index_elements=list(table.primary_key.columns), set_=values)


def _insert(table: Table, dialect: str) -> postgresql.Insert | sqlite.Insert:
    return postgresql.insert(table) if dialect == "postgresql" else sqlite.insert(table)


def chunks(items: Sequence[T]) -> Iterator[Sequence[T]]:
    """Pieces of *items* that are short enough for an IN list."""
    for start in range(0, len(items), MOST_PARAMETERS):
        yield items[start : start + MOST_PARAMETERS]
