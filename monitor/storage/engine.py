"""Connections: how each database is opened so that what was committed is kept, and how transactions begin."""

from __future__ import annotations

import logging
import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url
from sqlalchemy.exc import ArgumentError, OperationalError
from sqlalchemy.pool import StaticPool

from monitor.errors import StorageError
from monitor.storage.failures import is_busy, translated

log = logging.getLogger(__name__)

BUSY_TIMEOUT_MS = 5000
"""How long SQLite waits for another writer before it gives up (bad-inputs D04)."""

BUSY_TRIES = 5
"""How often a transaction is begun before a locked database is an error (bad-inputs D04)."""

FULL = 2
"""``PRAGMA synchronous``: commits are on the disk before they return. With less, a power cut loses commits (P21)."""

CONNECT_TIMEOUT_S = 5
"""How long to wait for a PostgreSQL server."""


STALLED_MS = 30_000
"""How long a transaction may do nothing before PostgreSQL ends it. Ours wait for nothing outside; one that does nothing belongs
to a process that was stopped or cut off, whose locks would keep all others waiting."""

LOCK_MS = 60_000
"""How long PostgreSQL lets a statement wait for a lock: longer than `STALLED_MS`, which frees most of them. It does not notice a
process that was stopped straight after it had sent many rows at once (psycopg's pipeline), so others must not wait for ever."""


def parse(url: str) -> URL:
    """The database URL as SQLAlchemy takes it; ``postgresql://`` stands for psycopg.

    Raises:
        StorageError: it is no URL of a database that the service knows.
    """
    try:
        parsed = make_url(url)
    except ArgumentError as error:
        raise StorageError("the database URL cannot be read: use sqlite:///path or postgresql://...") from error
    if parsed.drivername in ("postgresql", "postgres"):
        parsed = parsed.set(drivername="postgresql+psycopg")
    if parsed.drivername not in ("sqlite", "postgresql+psycopg"):
        raise StorageError(f"database {parsed.drivername!r} is not known: use sqlite:///path or postgresql://...")
    return parsed


def name_of(url: URL) -> str:
    """How messages call the database: the file, or the URL without its password."""
    if url.drivername != "sqlite":
        return f"database {url.render_as_string(hide_password=True)}"
    return f"database {url.database}" if is_file(url) else "the database in memory"


def is_file(url: URL) -> bool:
    """Whether it is SQLite in a file."""
    return url.drivername == "sqlite" and url.database not in (None, "", ":memory:")


def file_of(url: URL) -> Path | None:
    """The SQLite file; None for PostgreSQL, memory, and SQLite's own ``file:`` URIs."""
    if not is_file(url) or url.database is None or url.database.startswith("file:"):
        return None
    return Path(url.database)


def check_file(path: Path) -> None:
    """Refuse what SQLite would silently make a new database of, or open and fail on later.

    Raises:
        StorageError: the directory is missing, the file is empty, a directory or not writable, or it is missing and the
            ``-wal`` file beside it says that it was there.
    """
    if not path.parent.is_dir():
        raise StorageError(f"database {path}: there is no directory {path.parent}: create it")
    if not path.exists():
        wal = path.with_name(f"{path.name}-wal")
        if wal.exists():
            raise StorageError(
                f"database {path} is missing, but {wal.name} is there: put the file back from a backup, "
                f"or remove {wal.name} too to begin a new one"
            )
        return
    if not path.is_file():
        raise StorageError(f"database {path} is not a file: name a file in the database URL")
    if path.stat().st_size == 0:
        raise StorageError(f"database {path} is empty: restore it from a backup, or remove it to begin a new one")
    if not os.access(path, os.W_OK):
        raise StorageError(f"database {path} cannot be written: make it writable for this user")


def make_engine(url: URL, *, may_make_file: bool = False) -> Engine:
    """An engine whose connections keep what was committed. Nothing is connected yet.

    Args:
        url: of the database.
        may_make_file: True lets SQLite begin a new database where the file is missing.
    """
    if url.drivername != "sqlite":
        return create_engine(
            url,
            pool_pre_ping=True,
            connect_args={
                "connect_timeout": CONNECT_TIMEOUT_S,
                "options": f"-c timezone=UTC -c idle_in_transaction_session_timeout={STALLED_MS} -c lock_timeout={LOCK_MS}",
            },
        )
    # isolation_level None: the driver begins nothing by itself; begin() says which kind of transaction it is.
    arguments: dict[str, Any] = {"isolation_level": None, "check_same_thread": False}
    path = file_of(url)
    if path is not None:
        uri = f"{path.absolute().as_uri()}?mode={'rwc' if may_make_file else 'rw'}"
        engine = create_engine(url, creator=lambda: sqlite3.connect(uri, uri=True, **arguments))
        event.listen(engine, "connect", lambda _, record: record.info.update(file=_identity(path)))
        event.listen(engine, "checkout", lambda _, record, __: _check_same(path, record.info["file"]))
    else:
        engine = create_engine(url, connect_args=arguments, poolclass=None if is_file(url) else StaticPool)
    event.listen(engine, "connect", _prepare_sqlite)
    return engine


def _identity(path: Path) -> tuple[int, int] | None:
    """What tells the file at *path* from any other; None: there is none."""
    try:
        stat = path.stat()
    except FileNotFoundError:
        return None
    return stat.st_dev, stat.st_ino


def _check_same(path: Path, opened: tuple[int, int] | None) -> None:
    """Refuse to go on with a file that nobody will find again: SQLite would write into it without a word.

    Raises:
        StorageError: the file was removed or another one was put in its place.
    """
    if _identity(path) != opened:
        raise StorageError(
            f"database {path} was removed or replaced while it was in use: stop the service, put the right file in place, "
            "start it again"
        )


def _prepare_sqlite(connection: sqlite3.Connection, _record: object) -> None:
    connection.execute(f"PRAGMA busy_timeout = {BUSY_TIMEOUT_MS}")
    connection.execute("PRAGMA journal_mode = WAL")
    connection.execute("PRAGMA synchronous = FULL")
    connection.execute("PRAGMA foreign_keys = ON")


def check_durable(connection: Connection, name: str) -> None:
    """Refuse a database that may forget what it has committed.

    Raises:
        StorageError: SQLite's ``synchronous`` is below FULL, or PostgreSQL's ``synchronous_commit`` is off.
    """
    if connection.dialect.name == "sqlite":
        level = connection.exec_driver_sql("PRAGMA synchronous").scalar_one()
        if level < FULL:
            raise StorageError(f"{name} would lose commits in a power cut: synchronous is {level}, it must be FULL (2)")
    elif connection.exec_driver_sql("SHOW synchronous_commit").scalar_one() == "off":
        raise StorageError(f"{name} would lose commits in a crash: set synchronous_commit to on")


@contextmanager
def writing(engine: Engine, name: str) -> Iterator[Connection]:
    """A connection inside a write transaction: committed at the end of the block, rolled back when it raises."""
    with translated(name), engine.connect() as connection, connection.begin():
        if engine.dialect.name == "sqlite":
            _begin_immediate(connection)
        yield connection


def _begin_immediate(connection: Connection) -> None:
    """Become the one writer at once: a transaction that reads first could not be upgraded without losing its snapshot."""
    connection.exec_driver_sql("PRAGMA query_only = OFF")
    for attempt in range(1, BUSY_TRIES + 1):
        try:
            connection.exec_driver_sql("BEGIN IMMEDIATE")
        except OperationalError as error:
            if attempt == BUSY_TRIES or not is_busy(error):
                raise
            log.warning("database.busy", extra={"attempt": attempt})
        else:
            return


@contextmanager
def reading(engine: Engine, name: str) -> Iterator[Connection]:
    """A connection that sees one unchanging state of the database and cannot write."""
    with translated(name), engine.connect() as connection:
        if engine.dialect.name == "sqlite":
            with connection.begin() as transaction:
                connection.exec_driver_sql("PRAGMA query_only = ON")
                connection.exec_driver_sql("BEGIN")
                yield connection
                transaction.rollback()
        else:
            snapshot = connection.execution_options(isolation_level="REPEATABLE READ", postgresql_readonly=True)
            with snapshot.begin():
                yield snapshot
