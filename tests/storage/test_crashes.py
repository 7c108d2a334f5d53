"""A process that dies leaves all of a transaction or nothing of it (P4)."""

from __future__ import annotations

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from monitor.model import DeliveryState
from monitor.storage import Store
from tests.storage.builders import with_subscriber_and_incident

WRITER = """
import os, signal, sys
from sqlalchemy import event
from sqlalchemy.engine import Engine
from tests.storage.builders import delivery, incident, item
from monitor.storage import Store

url, deadly = sys.argv[1], int(sys.argv[2])
store = Store.open(url)
count = 0

@event.listens_for(Engine, "commit")
def pass_point(*_):
    global count
    count += 1
    if count == deadly:
        os.kill(os.getpid(), signal.SIGKILL)

@event.listens_for(Engine, "before_cursor_execute")
def pass_write(connection, cursor, statement, *_):
    if statement.startswith(("INSERT", "UPDATE")):
        pass_point()

with store.begin() as tx:
    stored = tx.incidents.add(incident())
    queued = tx.outbox.add(delivery("k1", 1, item(stored.id)))
    tx.outbox.claim(queued.id, queued.due_at, 60.0)
print("committed", count, flush=True)
if deadly == 0:
    os.kill(os.getpid(), signal.SIGKILL)
"""


def run_writer(url: str, deadly: int) -> subprocess.CompletedProcess[str]:
    """Run the writer, which kills itself at its write number *deadly* (the fifth is the commit); 0: after all of them."""
    return subprocess.run(
        [sys.executable, "-c", WRITER, url, str(deadly)],
        cwd=Path(__file__).parents[2],
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


@pytest.mark.parametrize("deadly", [1, 2, 3, 4, 5])
def test_killed_before_the_commit_nothing_is_stored(store_url: str, deadly: int) -> None:
    with Store.open(store_url) as store:
        with_subscriber_and_incident(store)
    died = run_writer(store_url, deadly)
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "")
    with Store.open(store_url) as store, store.read() as tx:
        assert len(tx.incidents.list()) == 1
        assert tx.outbox.list() == []


def test_killed_after_the_commit_all_is_stored(store_url: str) -> None:
    with Store.open(store_url) as store:
        with_subscriber_and_incident(store)
    died = run_writer(store_url, 0)
    assert (died.returncode, died.stdout) == (-signal.SIGKILL, "committed 5\n")
    with Store.open(store_url) as store, store.read() as tx:
        assert len(tx.incidents.list()) == 2
        assert [(row.key, row.state) for row in tx.outbox.list()] == [("k1", DeliveryState.SENDING)]
