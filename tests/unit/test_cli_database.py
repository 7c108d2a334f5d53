"""``monitor db check`` and ``monitor metrics``."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from pathlib import Path

import pytest

from monitor.errors import StorageError
from monitor.storage import HEAD, Store
from tests.unit.conftest import Command


@pytest.fixture
def database(command: Command, tmp_path: Path) -> Path:
    command("db", "upgrade")
    return tmp_path / "var" / "monitor.db"


def test_sound_database_is_said_to_be_sound(command: Command, database: Path):
    status, out, err = command("db", "check")

    assert (status, err) == (0, "")
    assert out.startswith(f"The database sqlite:///var/monitor.db is sound: schema {HEAD}, 0.")
    assert json.loads(command("db", "check", "--json")[1]) == {
        "database": "sqlite:///var/monitor.db",
        "schema": HEAD,
        "bytes": database.stat().st_size,
        "sound": True,
    }


def test_damage_is_told_with_the_remedy(command: Command, database: Path):
    content = bytearray(database.read_bytes())
    # Every page but the first, whose header would keep the file from being opened at all.
    for start in range(8192, len(content), 4096):
        content[start : start + 200] = bytes(200)
    database.write_bytes(content)

    status, out, err = command("db", "check")

    assert (status, out) == (1, "")
    assert "is damaged" in err
    assert "restore" in err


def test_row_that_points_at_nothing_is_damage_too(database: Path):
    with closing(sqlite3.connect(database)) as connection, connection:
        connection.execute(
            'INSERT INTO polls (feed, at, outcome, duration_s, bytes, entries, "new", revised, gap) '
            "VALUES ('nowhere', '2025-03-04 06:30:00.000000', 'ok', 0, 0, 0, 0, 0, 0)"
        )
    with Store.open(f"sqlite:///{database}") as store:
        store.verify()
        with pytest.raises(StorageError, match="a row of polls points at one of feeds that is missing"):
            store.verify(thorough=True)


@pytest.mark.parametrize("what", [("db", "check"), ("metrics",)], ids=" ".join)
def test_question_makes_no_database(command: Command, tmp_path: Path, what: tuple[str, ...]):
    status, out, err = command(*what)

    assert (status, out) == (1, "")
    assert "there is no database" in err
    assert not (tmp_path / "var").exists()


def test_metrics_are_printed_for_prometheus(command: Command, database: Path):
    status, out, _ = command("metrics")

    assert status == 0
    assert "# TYPE attack_monitor_feeds gauge\n" in out
    assert 'attack_monitor_feeds{state="failing"} 0.0\n' in out
