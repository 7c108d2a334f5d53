"""Fixtures of the storage tests."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest


@pytest.fixture
def sqlite() -> Callable[[Path, str], None]:
    """Runs one statement on a database file, past the store."""

    def run(path: Path, statement: str) -> None:
        with closing(sqlite3.connect(path)) as connection, connection:
            connection.execute(statement)

    return run
