"""Queries about subscribers that are no persons: programs and chat rooms."""

from __future__ import annotations

import builtins

from sqlalchemy import Connection, select

from monitor.errors import NotFoundError
from monitor.model import Endpoint, SubscriberId
from monitor.storage.codec import columns, from_columns
from monitor.storage.tables import ENDPOINTS


class Endpoints:
    """Where subscribers are told that have no mail address."""

    def __init__(self, connection: Connection) -> None:
        self._connection = connection

    def add(self, endpoint: Endpoint) -> None:
        """Store a new one; its subscriber is stored and has none yet."""
        self._connection.execute(ENDPOINTS.insert(), columns(endpoint))

    def of(self, subscriber: SubscriberId) -> Endpoint | None:
        """Where this subscriber is told; None: by mail."""
        row = self._connection.execute(select(ENDPOINTS).where(ENDPOINTS.c.subscriber == subscriber)).mappings().first()
        return None if row is None else from_columns(Endpoint, row)

    def update(self, endpoint: Endpoint) -> None:
        """Store a changed address or changed secrets.

        Raises:
            NotFoundError: the subscriber has no endpoint.
        """
        statement = ENDPOINTS.update().where(ENDPOINTS.c.subscriber == endpoint.subscriber).values(columns(endpoint))
        if self._connection.execute(statement).rowcount != 1:
            raise NotFoundError("endpoint", endpoint.subscriber)

    def list(self) -> builtins.list[Endpoint]:
        """All of them, by subscriber."""
        statement = select(ENDPOINTS).order_by(ENDPOINTS.c.subscriber)
        return [from_columns(Endpoint, row) for row in self._connection.execute(statement).mappings()]
