"""The schema: made, brought up to date and compared with what the code expects."""

from __future__ import annotations

from pathlib import Path

from sqlalchemy import Connection, Engine, inspect, select
from sqlalchemy import column as sql_column
from sqlalchemy import table as sql_table

from monitor.errors import StorageError
from monitor.storage.engine import check_file, file_of, make_engine, name_of, parse, reading, writing

HEAD = "0011"
"""The newest revision in ``migrations/versions``. Stated here so that opening a store need not load Alembic; tested.

A migration is written by hand, numbered one higher; ``tests/storage/test_schema.py`` lists what it still lacks.
"""

MIGRATIONS = Path(__file__).parent / "migrations"


def upgrade(url: str) -> None:
    """Make the database at *url*, or bring its schema up to date; one that is current stays as it is.

    The whole way is one transaction: when a step fails, the database is as it was.

    Raises:
        StorageError: the database cannot be opened or changed, or was made by a newer version.
    """
    from alembic import command  # it costs 0.2 s, and only this command needs it
    from alembic.config import Config

    parsed = parse(url)
    path = file_of(parsed)
    if path is not None:
        check_file(path)
    engine, name = make_engine(parsed, may_make_file=True), name_of(parsed)
    try:
        with writing(engine, name) as connection:
            _refuse_newer(revision_of(connection), name)
            config = Config()
            # Alembic reads the value with configparser, which takes a per cent sign for its own.
            config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
            config.attributes["connection"] = connection
            command.upgrade(config, "head")
    finally:
        engine.dispose()


def current(url: str) -> str | None:
    """The revision of the schema at *url*; None: there is no database, or nothing in it.

    Raises:
        StorageError: the database cannot be opened.
    """
    parsed = parse(url)
    path = file_of(parsed)
    if path is not None:
        check_file(path)
        if not path.exists():
            return None
    engine = make_engine(parsed)
    try:
        with reading(engine, name_of(parsed)) as connection:
            return revision_of(connection)
    finally:
        engine.dispose()


def revision_of(connection: Connection) -> str | None:
    """The revision of the schema that *connection* sees; None: none was ever made."""
    if not inspect(connection).has_table("alembic_version"):
        return None
    revision: str | None = connection.execute(
        select(sql_column("version_num")).select_from(sql_table("alembic_version"))
    ).scalar()
    return revision


def check_current(engine: Engine, name: str) -> None:
    """Refuse a database whose schema is not the one of this code.

    Raises:
        StorageError: the schema is missing, older or newer.
    """
    with reading(engine, name) as connection:
        revision = revision_of(connection)
    if revision == HEAD:
        return
    _refuse_newer(revision, name)
    if revision is None:
        raise StorageError(f"{name} has no tables yet: run 'monitor db upgrade'")
    raise StorageError(f"{name} has an old schema ({revision}, needed {HEAD}): run 'monitor db upgrade'")


def _refuse_newer(revision: str | None, name: str) -> None:
    if revision is not None and revision > HEAD:
        raise StorageError(f"{name} was made by a newer version (schema {revision}, known {HEAD}): update the program")
