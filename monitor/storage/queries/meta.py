"""Queries about what the service remembers about itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import Connection, bindparam, select

from monitor.storage.statements import insert_new
from monitor.storage.tables import META

_GET = select(META.c.value).where(META.c.key == bindparam("wanted"))


class Meta:
    """Small texts by name, for example when a job last ran well."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def get(self, key: str) -> str | None:
        """The text under *key*; None: never set."""
        text: str | None = self._connection.execute(_GET, {"wanted": key}).scalar()
        return text

    def beginning(self, prefix: str) -> dict[str, str]:
        """The texts under all keys that begin with *prefix*."""
        rows = self._connection.execute(
            select(META.c.key, META.c.value).where(META.c.key.startswith(prefix, autoescape=True))
        )
        return {row.key: row.value for row in rows}

    def set(self, key: str, value: str, now: datetime) -> None:
        """Put *value* under *key*, in place of what was there."""
        if insert_new(self._connection, META, {"key": key, "value": value, "at": now}) is None:
            self._connection.execute(META.update().where(META.c.key == key).values(value=value, at=now))
