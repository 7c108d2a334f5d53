"""Whether the service does its work: what a container's health check and a worried operator ask."""

from __future__ import annotations

from datetime import datetime, timedelta

from monitor.errors import StorageError
from monitor.jobs.services import Services
from monitor.storage import Transaction

# How old the last success of a sweep may be. Polling a long list of slow feeds is one sweep, so is a long queue of mails.
LATE = {"poll": timedelta(minutes=30), "deliver": timedelta(minutes=15), "digest": timedelta(minutes=5)}
# A message that has been due for so long says that deliveries are stuck.
STUCK = timedelta(minutes=10)


def note_success(services: Services, sweep: str, now: datetime) -> None:
    """Remember that a sweep went well."""
    with services.store.begin() as tx:
        tx.meta.set(f"sweep.{sweep}", now.isoformat(), now)


def complaints(services: Services, now: datetime) -> list[str]:
    """What is wrong with the running service, one sentence each; empty when all is well.

    Raises:
        StorageError: the database cannot be read: nothing works.
    """
    with services.store.read() as tx:
        found = _late_sweeps(tx, now)
        waiting = tx.outbox.oldest_pending(now)
    if waiting is not None and waiting > STUCK:
        found.append(f"a message has been due for {waiting.total_seconds() / 60:.0f} minutes: see the log")
    return found


def hindrances(services: Services, now: datetime) -> list[str]:
    """Why the service cannot do its work now, one sentence each; empty when it is ready. Unlike `complaints`, no queue counts.

    It is ready when the database answers and has the schema of this version, rules are in force, and the sweeps go well.
    """
    try:
        services.store.check_schema()
        with services.store.read() as tx:
            found = _late_sweeps(tx, now)
    except StorageError as error:
        return [str(error)]
    if not services.rules.in_force.ruleset.rules:
        found.append("no rules are in force: see 'monitor rules check'")
    return found


def _late_sweeps(tx: Transaction, now: datetime) -> list[str]:
    found = []
    beats = {sweep: tx.meta.get(f"sweep.{sweep}") for sweep in LATE}
    for sweep, text in beats.items():
        if text is None:
            found.append(f"the sweep {sweep!r} has never run: is 'monitor run' at work?")
        elif now - datetime.fromisoformat(text) > LATE[sweep]:
            found.append(f"the sweep {sweep!r} went well last at {text}: see the log of 'monitor run'")
    return found
