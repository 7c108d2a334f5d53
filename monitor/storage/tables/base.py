"""What all tables share: one metadata with named constraints, and aware UTC moments on every database."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any, cast

from sqlalchemy import DateTime, Dialect, MetaData, Table
from sqlalchemy.orm import registry
from sqlalchemy.types import TypeDecorator
from sqlmodel import SQLModel

METADATA = MetaData(
    naming_convention={
        "pk": "pk_%(table_name)s",
        "uq": "uq_%(table_name)s_%(column_0_N_name)s",
        "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    }
)
"""All tables of the service. Constraints are named so that a later migration can drop them on either database."""


class Row(SQLModel, registry=registry(metadata=METADATA)):
    """Base of the tables. Rows never leave the package: queries turn them into values of ``monitor.model``."""


class UtcDateTime(TypeDecorator[datetime]):
    """An aware moment, kept in UTC: SQLite has no time zones and would give naive ones back."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def bind_processor(self, dialect: Dialect) -> Callable[[datetime | None], Any]:
        """What turns a moment into the database's own; a naive one is refused with ValueError."""
        if dialect.name == "sqlite":
            # As SQLAlchemy itself writes it, in a fifth of the time: there are a dozen of them to a poll.
            return lambda value: (
                None if value is None else _utc(value).replace(tzinfo=None).isoformat(" ", "microseconds")
            )
        return lambda value: None if value is None else _utc(value)

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """The moment, aware and in UTC."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def _utc(moment: datetime) -> datetime:
    if moment.tzinfo is None:
        raise ValueError(f"a stored moment must be aware, got {moment!r}")
    return moment.astimezone(UTC)


def table_of(row: type[SQLModel]) -> Table:
    """The SQLAlchemy table behind a row class, for Core statements (an ORM unit of work costs several times as much)."""
    return cast(Table, cast(Any, row).__table__)
