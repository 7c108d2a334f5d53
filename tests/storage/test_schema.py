"""Migrations lead to exactly the tables that the code uses, on both databases."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine, inspect

from monitor.errors import StorageError
from monitor.storage import HEAD, Store, current, upgrade
from monitor.storage.schema import MIGRATIONS
from monitor.storage.tables import METADATA


@pytest.fixture(params=["sqlite", "postgresql"])
def empty_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'new.sqlite'}"
    url: str = request.getfixturevalue("empty_postgresql_url")
    return url


def test_migrating_an_empty_database_gives_the_tables(empty_url: str) -> None:
    upgrade(empty_url)
    engine = create_engine(empty_url)
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True, "compare_server_default": True})
        assert compare_metadata(context, METADATA) == []
    engine.dispose()


def test_the_indexes_of_a_migrated_database_have_their_conditions(tmp_path: Path) -> None:
    # Alembic compares names and columns of indexes, not the conditions of partial ones.
    upgrade(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    migrated = create_engine(f"sqlite:///{tmp_path / 'migrated.sqlite'}")
    made = create_engine("sqlite://")
    METADATA.create_all(made)

    def indexes(engine: object) -> dict[str, object]:
        inspector = inspect(engine)
        return {
            index["name"]: (index["unique"], str(index["dialect_options"].get("sqlite_where")))
            for table in METADATA.tables
            for index in inspector.get_indexes(table)
        }

    assert indexes(migrated) == indexes(made)
    assert indexes(made)["ix_alerts_waiting"] == (0, "delivery IS NULL")
    migrated.dispose()
    made.dispose()


def test_upgrading_twice_changes_nothing(empty_url: str) -> None:
    assert current(empty_url) is None
    upgrade(empty_url)
    upgrade(empty_url)
    assert current(empty_url) == HEAD
    Store.open(empty_url).close()


def test_head_is_the_newest_migration() -> None:
    assert ScriptDirectory(str(MIGRATIONS)).get_current_head() == HEAD


@pytest.mark.parametrize(
    ("revision", "remedy"),
    [
        pytest.param("0000", "run 'monitor db upgrade'", id="older"),
        pytest.param("9999", "update the program", id="newer"),
        pytest.param(None, "run 'monitor db upgrade'", id="no tables"),
    ],
)
def test_a_store_with_another_schema_is_refused(store_url: str, revision: str | None, remedy: str) -> None:
    def execute(statement: str) -> None:
        engine = create_engine(store_url)
        with engine.begin() as connection:
            connection.exec_driver_sql(statement)
        engine.dispose()

    execute(
        "DELETE FROM alembic_version" if revision is None else f"UPDATE alembic_version SET version_num = '{revision}'"
    )
    try:
        with pytest.raises(StorageError, match=remedy):
            Store.open(store_url)
    finally:
        execute("DELETE FROM alembic_version")
        execute(f"INSERT INTO alembic_version VALUES ('{HEAD}')")


def test_a_newer_database_is_not_touched_by_an_upgrade(tmp_path: Path, sqlite: Callable[[Path, str], None]) -> None:
    path = tmp_path / "monitor.sqlite"
    upgrade(f"sqlite:///{path}")
    sqlite(path, "UPDATE alembic_version SET version_num = '9999'")
    with pytest.raises(StorageError, match=r"monitor\.sqlite was made by a newer version"):
        upgrade(f"sqlite:///{path}")


def test_an_upgrade_that_fails_leaves_the_database_as_it_was(
    tmp_path: Path, sqlite: Callable[[Path, str], None]
) -> None:
    path = tmp_path / "monitor.sqlite"
    sqlite(path, "CREATE TABLE subscribers (somebody_elses INTEGER)")
    with pytest.raises(StorageError, match="subscribers"):
        upgrade(f"sqlite:///{path}")
    engine = create_engine(f"sqlite:///{path}")
    assert inspect(engine).get_table_names() == ["subscribers"]
    engine.dispose()
