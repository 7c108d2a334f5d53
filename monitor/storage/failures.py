"""Database errors as `StorageError` with one line that names the database and the remedy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy.exc import DBAPIError, SQLAlchemyError

from monitor.errors import StorageError

_SQLITE = {
    sqlite3.SQLITE_BUSY: ("is locked by another process: stop what holds it (a backup, a second service)", True),
    sqlite3.SQLITE_LOCKED: ("is locked by another connection: try again", True),
    sqlite3.SQLITE_READONLY: ("cannot be written: make the file and its directory writable for this user", False),
    sqlite3.SQLITE_IOERR: ("cannot be read or written: look for disk errors and a full disk", False),
    sqlite3.SQLITE_CORRUPT: ("is damaged: stop the service and restore the file from a backup", False),
    sqlite3.SQLITE_NOTADB: (
        "is not a database, or is damaged: restore the file from a backup, or name another file",
        False,
    ),
    sqlite3.SQLITE_FULL: ("cannot grow, the disk is full: free some space", True),
    sqlite3.SQLITE_CANTOPEN: ("cannot be opened: check that the directory exists and is writable for this user", False),
}
"""What the operator can do, by SQLite's primary result code, and whether the same work may succeed a moment later.

Source: https://www.sqlite.org/rescode.html
"""

_POSTGRESQL = {
    "08": ("lost the connection: check that the server runs and can be reached", True),
    "25": ("cannot be written: it is a standby or set to read-only; use the primary server", False),
    "28": ("refused the log-in: check user and password in the database URL", False),
    "3D": ("does not exist: create it, or correct the name in the database URL", False),
    "40": ("ended the transaction for the sake of another one: try again", True),
    "42": ("refused a statement: bring the schema up to date with 'monitor db upgrade', or grant the rights", False),
    "53": ("has no room left: free disk space or raise the limit on connections", True),
    "57": ("is shutting down or starting: try again when it runs", True),
}
"""The same for PostgreSQL, by class of SQLSTATE. Source: PostgreSQL documentation, appendix A."""

_POSTGRESQL_STATES = {
    "25P03": ("ended a transaction in which nothing was done for half a minute: was this process stopped?", True),
    "55P03": ("has a lock that another process does not let go of: is one of them stopped?", True),
}
"""The same for single states whose class says something else."""

_LOST = "is out of reach: check that the server runs, and host and port in the database URL"


@contextmanager
def translated(name: str) -> Iterator[None]:
    """Raise the database errors of the block as StorageError; *name* is how the operator knows the database."""
    try:
        yield
    except SQLAlchemyError as error:
        message, transient = _explain(error)
        raise StorageError(f"{name} {message}", transient=transient) from error
    except sqlite3.Error as error:
        message, transient = _explain_cause(error)
        raise StorageError(f"{name} {message}", transient=transient) from error


def is_busy(error: SQLAlchemyError) -> bool:
    """Whether another process holds the SQLite database."""
    code = getattr(getattr(error, "orig", None), "sqlite_errorcode", None)
    return isinstance(code, int) and code & 0xFF == sqlite3.SQLITE_BUSY


def _explain(error: SQLAlchemyError) -> tuple[str, bool]:
    cause = error.orig if isinstance(error, DBAPIError) else None
    return _explain_cause(cause if cause is not None else error)


def _explain_cause(cause: BaseException) -> tuple[str, bool]:
    code = getattr(cause, "sqlite_errorcode", None)
    if isinstance(code, int) and code & 0xFF in _SQLITE:
        # Extended result codes keep the primary one in the low byte.
        return _SQLITE[code & 0xFF]
    if "no such table" in str(cause) or "no such column" in str(cause):
        return "has an old schema: run 'monitor db upgrade'", False
    state = getattr(cause, "sqlstate", None)
    if isinstance(state, str) and state in _POSTGRESQL_STATES:
        return _POSTGRESQL_STATES[state]
    if isinstance(state, str) and state[:2] in _POSTGRESQL:
        return _POSTGRESQL[state[:2]]
    if state is None and type(cause).__module__.startswith("psycopg") and type(cause).__name__ == "OperationalError":
        return _LOST, True
    first_line = (str(cause).strip() or type(cause).__name__).splitlines()[0]
    return f"refused: {first_line}", False
