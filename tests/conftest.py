"""Fixtures that all tests share."""

from __future__ import annotations

import logging
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import hypothesis
import pytest
from sqlalchemy import create_engine, make_url

from monitor.storage import Store, upgrade
from monitor.storage.tables import METADATA
from tests.postgresql import REQUIRE_VARIABLE, NoServerError, server

SHARED = Path(__file__).parents[2] / "shared"
"""Material that several projects share: labelled streams, feeds, seeds."""


# How long one example takes says nothing on a busy machine; what hangs meets the time-out of the whole test.
hypothesis.settings.register_profile("any machine", deadline=None)
hypothesis.settings.load_profile("any machine")


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--update-golden", action="store_true", help="write the expected files in tests/data anew")


@pytest.fixture(autouse=True)
def _levels_of_loggers() -> Iterator[None]:
    """Give back the level of every logger: commands that run within the tests set them for their process."""
    loggers = [
        logging.getLogger(),
        *(each for each in logging.root.manager.loggerDict.values() if isinstance(each, logging.Logger)),
    ]
    levels = [(logger, logger.level) for logger in loggers]
    yield
    for logger in logging.root.manager.loggerDict.values():
        if isinstance(logger, logging.Logger):
            logger.setLevel(logging.NOTSET)
    for logger, level in levels:
        logger.setLevel(level)


@contextmanager
def fresh_postgresql(server_url: str) -> Iterator[str]:
    """URL of a new, empty database that is dropped at the end."""
    name = f"monitor_test_{uuid.uuid4().hex[:12]}"
    engine = create_engine(server_url, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(f"CREATE DATABASE {name}")
        yield make_url(server_url).set(database=name).render_as_string(hide_password=False)
        with engine.connect() as connection:
            connection.exec_driver_sql(f"DROP DATABASE {name} WITH (FORCE)")
    finally:
        engine.dispose()


@pytest.fixture(scope="session")
def postgresql_server() -> Iterator[str]:
    """URL of a PostgreSQL server on which the tests may make databases."""
    try:
        with server() as url:
            yield url
    except NoServerError as error:
        if os.environ.get(REQUIRE_VARIABLE) == "1":
            pytest.fail(f"{REQUIRE_VARIABLE}=1, but {error}")
        pytest.skip(str(error))


@pytest.fixture(scope="session")
def postgresql_url(postgresql_server: str) -> Iterator[str]:
    """URL of a database of this test process with the current schema; `store` empties it."""
    with fresh_postgresql(postgresql_server) as url:
        upgrade(url)
        yield url


@pytest.fixture
def empty_postgresql_url(postgresql_server: str) -> Iterator[str]:
    """URL of a database with nothing in it."""
    with fresh_postgresql(postgresql_server) as url:
        yield url


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A database file with the current schema and nothing in it, to be copied."""
    path = tmp_path_factory.mktemp("template") / "monitor.sqlite"
    upgrade(f"sqlite:///{path}")
    return path


@pytest.fixture(params=["sqlite", "postgresql"])
def store_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """URL of an empty database with the current schema, on SQLite and on PostgreSQL."""
    if request.param == "sqlite":
        template: Path = request.getfixturevalue("sqlite_template")
        path = shutil.copy(template, tmp_path / "monitor.sqlite")
        return f"sqlite:///{path}"
    url: str = request.getfixturevalue("postgresql_url")
    engine = create_engine(url)
    with engine.begin() as connection:
        tables = ", ".join(METADATA.tables)
        connection.exec_driver_sql(f"TRUNCATE {tables} RESTART IDENTITY CASCADE")
    engine.dispose()
    return url


@pytest.fixture
def store(store_url: str) -> Iterator[Store]:
    """An open store with nothing in it, on SQLite and on PostgreSQL."""
    with Store.open(store_url) as opened:
        yield opened
