"""The store: the one door to the database."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager, nullcontext
from typing import Self

from sqlalchemy import Connection, Engine

from monitor.errors import StorageError
from monitor.storage.engine import (
    check_durable,
    check_file,
    file_of,
    is_file,
    make_engine,
    name_of,
    parse,
    reading,
    writing,
)
from monitor.storage.failures import translated
from monitor.storage.queries.alerts import Alerts
from monitor.storage.queries.articles import Articles
from monitor.storage.queries.bounces import Bounces, Suppressions
from monitor.storage.queries.choices import Choices
from monitor.storage.queries.consents import Attempts, Consents
from monitor.storage.queries.endpoints import Endpoints
from monitor.storage.queries.entries import Entries
from monitor.storage.queries.feeds import Feeds
from monitor.storage.queries.fragments import Fragments
from monitor.storage.queries.incidents import Incidents
from monitor.storage.queries.ledger import Ledger
from monitor.storage.queries.meta import Meta
from monitor.storage.queries.objections import Objections
from monitor.storage.queries.outbox import Outbox
from monitor.storage.queries.pushes import Pushes
from monitor.storage.queries.reports import Reports
from monitor.storage.queries.retention import Retention
from monitor.storage.queries.review import Quarantine, SetAsides
from monitor.storage.queries.subscribers import Subscribers
from monitor.storage.schema import check_current
from monitor.storage.tables import META, METADATA


class Transaction:
    """What can be asked and changed, noun by noun, while a transaction is open."""

    def __init__(self, connection: Connection, name: str) -> None:
        self._connection, self._name = connection, name
        self.feeds = Feeds(connection)
        self.fragments = Fragments(connection)
        self.entries = Entries(connection)
        self.articles = Articles(connection)
        self.pushes = Pushes(connection)
        self.reports = Reports(connection)
        self.incidents = Incidents(connection)
        self.subscribers = Subscribers(connection)
        self.choices = Choices(connection)
        self.objections = Objections(connection)
        self.consents = Consents(connection)
        self.attempts = Attempts(connection)
        self.alerts = Alerts(connection)
        self.outbox = Outbox(connection)
        self.ledger = Ledger(connection)
        self.bounces = Bounces(connection)
        self.suppressions = Suppressions(connection)
        self.endpoints = Endpoints(connection)
        self.quarantine = Quarantine(connection)
        self.set_aside = SetAsides(connection)
        self.meta = Meta(connection)
        self.retention = Retention(connection)

    @contextmanager
    def savepoint(self) -> Iterator[None]:
        """A part that is undone alone when its block raises: what came before in the transaction stays.

        Raises:
            StorageError: the database refused something in the block.
        """
        with translated(self._name), self._connection.begin_nested():
            yield


class Store:
    """The database of the service. It may be used by several threads; each transaction belongs to one.

    Made by `Store.open`. Every error of the database is a StorageError that names it and the remedy.
    """

    def __init__(self, engine: Engine, name: str, *, shared_connection: bool) -> None:
        self._engine, self.name = engine, name
        self._turn = _Turn(name) if shared_connection else None

    @classmethod
    def open(cls, url: str) -> Self:
        """Open the database at *url*.

        Args:
            url: ``sqlite:///path``, ``sqlite://`` (in memory, new and empty), or ``postgresql://...``.

        Raises:
            StorageError: it is missing, damaged, not writable or out of reach, its schema is not that of this code (run
                `upgrade`), or it would not keep what was committed. A database is never made here by the way.
        """
        parsed = parse(url)
        name, path = name_of(parsed), file_of(parsed)
        if path is not None:
            check_file(path)
            if not path.exists():
                raise StorageError(f"{name} does not exist: run 'monitor db upgrade' to make it, or correct its path")
        engine = make_engine(parsed)
        store = cls(engine, name, shared_connection=parsed.drivername == "sqlite" and not is_file(parsed))
        try:
            if store._turn is not None:
                METADATA.create_all(engine)
            else:
                check_current(engine, name)
            with writing(engine, name) as connection:
                check_durable(connection, name)
                # It changes nothing, and is refused where nothing can be written.
                connection.execute(META.delete().where(META.c.key == ""))
        except BaseException:
            engine.dispose()
            raise
        return store

    def close(self) -> None:
        """Close all connections; an in-memory database is gone."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    @contextmanager
    def begin(self) -> Iterator[Transaction]:
        """A write transaction: all of it is stored at the end of the block, or nothing when the block raises.

        Do not begin another one inside it: on SQLite it would wait for itself.
        """
        with self._turn or nullcontext(), writing(self._engine, self.name) as connection:
            yield Transaction(connection, self.name)

    @contextmanager
    def read(self) -> Iterator[Transaction]:
        """A read-only transaction: it sees one state of the database, whatever others write meanwhile."""
        with self._turn or nullcontext(), reading(self._engine, self.name) as connection:
            yield Transaction(connection, self.name)

    def check_schema(self) -> None:
        """Ask the database whether it still has the schema of this code; an in-memory one always has.

        Raises:
            StorageError: it has another one, or cannot be reached.
        """
        if self._turn is None:
            check_current(self._engine, self.name)

    def verify(self, *, thorough: bool = False) -> None:
        """Look for damage in the whole SQLite file; PostgreSQL looks itself.

        Args:
            thorough: also look whether indexes agree with tables and whether all that is pointed at is there, which takes
                several times as long. Without it about a second for each gigabyte.

        Raises:
            StorageError: the file is damaged.
        """
        if self._engine.dialect.name != "sqlite":
            return
        check = "integrity_check" if thorough else "quick_check"
        with self._turn or nullcontext(), reading(self._engine, self.name) as connection:
            found = connection.exec_driver_sql(f"PRAGMA {check}(1)").scalar_one()
            astray = connection.exec_driver_sql("PRAGMA foreign_key_check").first() if thorough else None
        if found == "ok" and astray is not None:
            found = f"a row of {astray[0]} points at one of {astray[2]} that is missing"
        if found != "ok":
            raise StorageError(f"{self.name} is damaged ({found}): stop the service and restore the file from a backup")

    @property
    def file_bytes(self) -> int | None:
        """Size of the SQLite file; None: there is none, the database is in memory or a server's."""
        path = file_of(self._engine.url)
        return path.stat().st_size if path is not None and path.exists() else None


class _Turn:
    """Transactions of an in-memory database take turns, because all threads share its only connection."""

    def __init__(self, name: str) -> None:
        self._lock, self._owner, self._name = threading.Lock(), 0, name

    def __enter__(self) -> None:
        if self._owner == threading.get_ident():
            raise StorageError(f"{self._name}: this thread has a transaction open already; end it first")
        self._lock.acquire()
        self._owner = threading.get_ident()

    def __exit__(self, *_: object) -> None:
        self._owner = 0
        self._lock.release()
