"""Opening the database, its transactions, and what it says when something is wrong with it."""

from __future__ import annotations

import contextlib
import shutil
import sqlite3
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from monitor.errors import NotFoundError, StorageError
from monitor.storage import Store, Transaction, current, upgrade
from monitor.storage.engine import check_durable
from tests.storage.builders import DAY, NOW, entry, incident, with_entry


def _store_and_fail(tx: Transaction, key: str) -> None:
    tx.meta.set(key, "value", NOW)
    raise ZeroDivisionError


def _fill(tx: Transaction, pages: int) -> None:
    """Write more than the database may grow by."""
    connection = tx.meta._connection
    count = connection.exec_driver_sql("PRAGMA page_count").scalar_one()
    connection.exec_driver_sql(f"PRAGMA max_page_count = {count + pages}")
    for n in range(10 * pages):
        tx.entries.add(entry(f"big{n}", content="x" * 4000))


def test_what_is_begun_is_stored_together(store: Store) -> None:
    with store.begin() as tx:
        tx.meta.set("first", "1", NOW)
        tx.meta.set("second", "2", NOW)
    with store.read() as tx:
        assert (tx.meta.get("first"), tx.meta.get("second")) == ("1", "2")


def test_an_error_in_the_block_stores_nothing(store: Store) -> None:
    with pytest.raises(ZeroDivisionError), store.begin() as tx:
        _store_and_fail(tx, "first")
    with store.read() as tx:
        assert tx.meta.get("first") is None


def test_a_savepoint_is_undone_alone(store: Store) -> None:
    with store.begin() as tx:
        tx.meta.set("before", "1", NOW)
        with pytest.raises(ZeroDivisionError), tx.savepoint():
            _store_and_fail(tx, "inside")
        tx.meta.set("after", "3", NOW)
    with store.read() as tx:
        assert [tx.meta.get(key) for key in ("before", "inside", "after")] == ["1", None, "3"]


def test_a_refused_statement_in_a_savepoint_leaves_the_transaction_usable(store: Store) -> None:
    with store.begin() as tx:
        with pytest.raises(StorageError), tx.savepoint():
            tx.entries.add(entry(feed="no such feed"))
        tx.meta.set("after", "1", NOW)
    with store.read() as tx:
        assert tx.meta.get("after") == "1"


@pytest.mark.parametrize("title", [pytest.param("\ud800", id="half a character"), pytest.param("\0", id="NUL")])
def test_text_that_a_database_cannot_hold_spoils_only_its_savepoint(store: Store, title: str) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1")
        # SQLite holds a NUL, PostgreSQL does not.
        with contextlib.suppress(StorageError, UnicodeError), tx.savepoint():
            tx.entries.add(entry("odd", title=title))
        assert tx.entries.add(entry("e2"))
    with store.read() as tx:
        assert {"e1", "e2"} <= {stored.id for stored in tx.entries.latest(9)}


def test_reading_cannot_write(store: Store) -> None:
    with pytest.raises(StorageError), store.read() as tx:
        tx.meta.set("key", "value", NOW)
    with store.begin() as tx:
        assert tx.meta.get("key") is None
        tx.meta.set("key", "value", NOW)


def test_reading_sees_one_state(store: Store) -> None:
    with store.begin() as tx:
        tx.meta.set("key", "old", NOW)
    with store.read() as reader:
        assert reader.meta.get("key") == "old"
        with store.begin() as writer:
            writer.meta.set("key", "new", NOW)
        assert reader.meta.get("key") == "old"
    with store.read() as reader:
        assert reader.meta.get("key") == "new"


def test_a_naive_moment_is_refused(store: Store) -> None:
    with pytest.raises(StorageError, match="must be aware"), store.begin() as tx:
        tx.meta.set("key", "value", NOW.replace(tzinfo=None))


def test_memory_is_new_and_empty_each_time() -> None:
    with Store.open("sqlite://") as first, first.begin() as tx:
        tx.meta.set("key", "value", NOW)
    with Store.open("sqlite://") as second, second.read() as tx:
        assert tx.meta.get("key") is None


def test_threads_take_turns_in_memory() -> None:
    with Store.open("sqlite://") as store:

        def count() -> None:
            for _ in range(50):
                with store.begin() as tx:
                    tx.meta.set("n", str(int(tx.meta.get("n") or 0) + 1), NOW)

        threads = [threading.Thread(target=count) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        with store.read() as tx:
            assert tx.meta.get("n") == "200"


def test_a_transaction_inside_another_is_refused_in_memory() -> None:
    with Store.open("sqlite://") as store, store.begin():
        with pytest.raises(StorageError, match="end it first"), store.begin():
            pass
        with pytest.raises(StorageError, match="end it first"), store.read():
            pass


@pytest.mark.parametrize(
    ("url", "remedy"),
    [
        pytest.param("mysql://host/db", "use sqlite:///path or postgresql://", id="another database"),
        pytest.param("monitor.sqlite", "use sqlite:///path or postgresql://", id="no URL"),
        pytest.param(
            "sqlite:////nowhere/at/all/monitor.sqlite", "no directory /nowhere/at/all: create it", id="no directory"
        ),
        pytest.param("postgresql://monitor:secret@127.0.0.1:1/monitor", "check that the server runs", id="no server"),
    ],
)
def test_a_wrong_url_names_the_remedy(url: str, remedy: str) -> None:
    with pytest.raises(StorageError, match=remedy) as raised:
        Store.open(url)
    assert "secret" not in str(raised.value)
    assert "\n" not in str(raised.value)


def test_a_missing_file_is_not_made_by_opening_it(tmp_path: Path) -> None:
    path = tmp_path / "monitor.sqlite"
    with pytest.raises(StorageError, match=r"monitor\.sqlite does not exist: run 'monitor db upgrade'"):
        Store.open(f"sqlite:///{path}")
    assert not path.exists()


@pytest.mark.parametrize("use", [Store.open, upgrade, current])
@pytest.mark.parametrize(
    ("content", "remedy"),
    [
        pytest.param(b"", "is empty: restore it from a backup", id="empty"),
        pytest.param(b"no database at all\n" * 200, "is not a database, or is damaged", id="another kind of file"),
    ],
)
def test_a_damaged_file_is_refused_and_kept(
    tmp_path: Path, use: Callable[[str], object], content: bytes, remedy: str
) -> None:
    path = tmp_path / "monitor.sqlite"
    path.write_bytes(content)
    with pytest.raises(StorageError, match=rf"monitor\.sqlite {remedy}"):
        use(f"sqlite:///{path}")
    assert path.read_bytes() == content


def test_a_damaged_page_is_found(sqlite_template: Path, tmp_path: Path) -> None:
    path = tmp_path / "monitor.sqlite"
    shutil.copy(sqlite_template, path)
    with Store.open(f"sqlite:///{path}") as store:
        with store.begin() as tx:
            with_entry(tx, *(f"e{n}" for n in range(200)))
        store.verify()
    # The schema stands in the first pages and stays whole; the last ones hold entries.
    whole = path.read_bytes()
    path.write_bytes(whole[: -4096 * 8] + b"\xff" * 4096 * 8)
    with Store.open(f"sqlite:///{path}") as store:
        with pytest.raises(StorageError, match=r"monitor\.sqlite is damaged"):
            store.verify()
        with pytest.raises(StorageError, match=r"monitor\.sqlite is damaged: .* restore"), store.read() as tx:
            tx.entries.latest(1000)


def test_a_directory_is_refused(tmp_path: Path) -> None:
    with pytest.raises(StorageError, match="is not a file"):
        Store.open(f"sqlite:///{tmp_path}")


def test_a_read_only_database_is_refused(sqlite_template: Path) -> None:
    with pytest.raises(StorageError, match="cannot be written: make the file and its directory writable"):
        Store.open(f"sqlite:///file:{sqlite_template}?mode=ro&uri=true")


def test_a_file_without_write_permission_is_refused(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    # Root may write everything, so the permission is denied here instead of on the disk.
    monkeypatch.setattr("os.access", lambda *_: False)
    with pytest.raises(StorageError, match="make it writable for this user"):
        Store.open(f"sqlite:///{path}")


def test_a_locked_database_is_transient(sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.storage.engine.BUSY_TIMEOUT_MS", 10)
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store:
        other = sqlite3.connect(path, isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError, match="locked by another process") as raised, store.begin():
            pass
        assert raised.value.transient
        other.execute("ROLLBACK")
        other.close()
        with store.begin() as tx:
            tx.meta.set("key", "value", NOW)


def test_files_are_opened_so_that_commits_are_kept(sqlite_template: Path, tmp_path: Path) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store, store.begin() as tx:
        pragmas = {
            name: tx.meta._connection.exec_driver_sql(f"PRAGMA {name}").scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        }
    assert pragmas == {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": 5000}


@pytest.mark.parametrize(("level", "kept"), [("OFF", False), ("NORMAL", False), ("FULL", True), ("EXTRA", True)])
def test_less_than_full_synchronous_is_refused(tmp_path: Path, level: str, kept: bool) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'x.sqlite'}")
    with engine.connect() as connection:
        connection.exec_driver_sql(f"PRAGMA synchronous = {level}")
        if kept:
            check_durable(connection, "database x")
        else:
            with pytest.raises(StorageError, match="database x would lose commits in a power cut"):
                check_durable(connection, "database x")
    engine.dispose()


def test_postgresql_without_synchronous_commit_is_refused(postgresql_url: str) -> None:
    engine = create_engine(postgresql_url, connect_args={"options": "-c synchronous_commit=off"})
    with engine.connect() as connection, pytest.raises(StorageError, match="set synchronous_commit to on"):
        check_durable(connection, "database x")
    engine.dispose()


def test_a_missing_database_on_the_server_is_named(postgresql_server: str) -> None:
    url = postgresql_server.rsplit("/", 1)[0] + "/no_such_database"
    with pytest.raises(StorageError, match=r"no_such_database does not exist|no_such_database is out of reach"):
        Store.open(url)


def test_a_full_disk_stores_nothing_and_recovers(sqlite_template: Path, tmp_path: Path) -> None:
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store:
        with store.begin() as tx:
            with_entry(tx, "e1")
        with pytest.raises(StorageError, match="the disk is full") as raised, store.begin() as tx:
            _fill(tx, pages=2)
        assert raised.value.transient
        with store.begin() as tx:
            tx.meta._connection.exec_driver_sql("PRAGMA max_page_count = 1000000")
            assert tx.entries.add(entry("big0", content="x" * 4000))
        store.verify()


def test_what_is_not_there_is_named(store: Store) -> None:
    with store.read() as tx:
        with pytest.raises(NotFoundError, match="no incident 7"):
            tx.incidents.get(7)  # type: ignore[arg-type]
        with pytest.raises(NotFoundError, match="no entry 'x'"):
            tx.entries.get("x")  # type: ignore[arg-type]
        with pytest.raises(NotFoundError, match="no feed 'x'"):
            tx.feeds.status("x")  # type: ignore[arg-type]


def test_a_store_reopened_has_what_was_stored(store_url: str) -> None:
    with Store.open(store_url) as store, store.begin() as tx:
        stored = tx.incidents.add(incident())
    with Store.open(store_url) as store, store.read() as tx:
        assert tx.incidents.near({"UA"}, DAY, DAY) == [stored]


def test_postgresql_ends_a_transaction_that_does_nothing(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its process was stopped, and its locks would keep all others waiting."""
    monkeypatch.setattr("monitor.storage.engine.STALLED_MS", 100)
    with Store.open(postgresql_url) as store:

        def stand_still() -> None:
            with store.begin() as tx:
                tx.meta.set("a", "b", NOW)
                time.sleep(0.5)
                tx.meta.get("a")

        with pytest.raises(StorageError, match="was this process stopped") as raised:
            stand_still()
        assert raised.value.transient
        with store.begin() as tx:  # on a new connection
            assert tx.meta.get("a") is None


def test_nobody_waits_for_ever_for_a_lock(postgresql_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("monitor.storage.engine.LOCK_MS", 100)
    with Store.open(postgresql_url) as first, Store.open(postgresql_url) as second, first.begin() as tx:
        tx.meta.set("held", "by one", NOW)
        with pytest.raises(StorageError, match="does not let go") as raised, second.begin() as other:
            other.meta.set("held", "by another", NOW)
        assert raised.value.transient
