"""Several workers on one database: each delivery is taken once, and one attack makes one incident."""

from __future__ import annotations

import shutil
import sqlite3
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from monitor.errors import StorageError
from monitor.model import DeliveryId, DeliveryState
from monitor.storage import Store, engine
from tests.storage.builders import (
    DAY,
    NOW,
    change,
    delivery,
    incident,
    item,
    subscriber,
    with_entry,
    with_subscriber_and_incident,
)

WORKERS = 8
ROWS = 500


def test_waiting_for_a_lock_is_told(
    sqlite_template: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
):
    """What `attack_monitor_db_busy_retries_total` counts."""
    monkeypatch.setattr(engine, "BUSY_TIMEOUT_MS", 50)
    path = shutil.copy(sqlite_template, tmp_path / "monitor.sqlite")
    with Store.open(f"sqlite:///{path}") as store, sqlite3.connect(path, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StorageError), store.begin():
            pass
        other.execute("ROLLBACK")
        with store.begin():
            pass
    other.close()

    told = [vars(record)["attempt"] for record in caplog.records if record.message == "database.busy"]
    assert told == [1, 2, 3, 4]


def run_together(*works: Callable[[], None]) -> None:
    """Run the works in threads that start at the same moment, and raise what any of them raised."""
    start = threading.Barrier(len(works))

    def on_the_mark(work: Callable[[], None]) -> None:
        start.wait()
        work()

    with ThreadPoolExecutor(len(works)) as pool:
        for done in [pool.submit(on_the_mark, work) for work in works]:
            done.result()


def test_each_delivery_is_claimed_by_one_worker(store: Store) -> None:
    _, incident_id = with_subscriber_and_incident(store)
    with store.begin() as tx:
        for n in range(ROWS):
            person = tx.subscribers.add(subscriber(f"reader-{n}@example.org"))
            tx.outbox.add(delivery(f"k{n}", person.id, item(incident_id)))
        ids = [due.id for due in tx.outbox.due(NOW, ROWS)]
    assert len(ids) == ROWS
    claimed: Counter[DeliveryId] = Counter()
    refused: Counter[DeliveryId] = Counter()

    def work() -> None:
        # Twenty to a transaction: what counts is the race for the rows, not the commits.
        for first in range(0, ROWS, 20):
            with store.begin() as tx:
                for delivery_id in ids[first : first + 20]:
                    got = tx.outbox.claim(delivery_id, NOW, 60.0)
                    (refused if got is None else claimed)[delivery_id] += 1

    run_together(*[work] * WORKERS)
    assert claimed == Counter(ids)
    assert refused == Counter(dict.fromkeys(ids, WORKERS - 1))
    with store.read() as tx:
        assert tx.outbox.counts()[DeliveryState.SENDING] == ROWS


def test_of_one_subscriber_workers_take_one_delivery_at_a_time(store: Store) -> None:
    subscriber_id, incident_id = with_subscriber_and_incident(store)
    with store.begin() as tx:
        ids = [
            queued.id
            for n in range(WORKERS)
            if (queued := tx.outbox.add(delivery(f"k{n}", subscriber_id, item(incident_id))))
        ]
    claimed: list[DeliveryId] = []

    def work(delivery_id: DeliveryId) -> Callable[[], None]:
        def take() -> None:
            with store.begin() as tx:
                tx.outbox.lock_subscribers({subscriber_id})
                if tx.outbox.claim(delivery_id, NOW, 60.0) is not None:
                    claimed.append(delivery_id)

        return take

    run_together(*map(work, ids))
    assert len(claimed) == 1


def test_two_reports_of_one_attack_at_one_moment_make_one_incident(store: Store) -> None:
    with store.begin() as tx:
        with_entry(tx, "e1")

    def work() -> None:
        with store.begin() as tx:
            tx.incidents.lock([("UA", DAY)])
            if not tx.incidents.near({"UA"}, DAY, DAY):
                tx.incidents.save(change(None, incident()), NOW)

    run_together(*[work] * WORKERS)
    with store.read() as tx:
        assert len(tx.incidents.list()) == 1


def test_a_day_is_locked_until_the_other_transaction_ends(store: Store) -> None:
    order: list[str] = []
    locked = threading.Event()

    def first() -> None:
        with store.begin() as tx:
            tx.incidents.lock([("UA", DAY)])
            locked.set()
            # Long enough for the second one to come past, if nothing held it.
            threading.Event().wait(0.2)
            order.append("first ends")

    def second() -> None:
        locked.wait()
        with store.begin() as tx:
            tx.incidents.lock([("UA", DAY)])
            order.append("second goes on")

    run_together(first, second)
    assert order == ["first ends", "second goes on"]


def test_days_locked_in_any_order_do_not_wait_for_each_other_for_ever(store: Store) -> None:
    ahead, back = [("UA", DAY), ("RU", DAY), ("PL", DAY)], [("PL", DAY), ("RU", DAY), ("UA", DAY)]
    done: list[int] = []

    def work(days: list[tuple[str, date]]) -> Callable[[], None]:
        def lock() -> None:
            for _ in range(20):
                with store.begin() as tx:
                    tx.incidents.lock(days)
            done.append(1)

        return lock

    run_together(work(ahead), work(back), work(ahead), work(back))
    assert len(done) == 4
