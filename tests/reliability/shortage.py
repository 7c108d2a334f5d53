"""What the service does without: room on the disk (P25), a mail server (P5), mailboxes that take mail (P6)."""

from __future__ import annotations

import argparse
import json
import os
import resource
import socket
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import asdict, dataclass, replace
from datetime import timedelta
from pathlib import Path

from monitor.errors import StorageError
from monitor.jobs.delivering import deliver_due
from monitor.jobs.digesting import queue_digests
from monitor.jobs.leases import LEASE_S
from monitor.model import DeliveryState, Mode
from monitor.storage import Store
from tests.assembled import FakeClock
from tests.pipeline.test_feed_to_mail import MORNING
from tests.reliability.crashes import Tally, judge
from tests.reliability.sink import process_sink
from tests.reliability.worlds import LIFE, READERS, Databases, live, load_rules, service
from tests.storage.builders import NOW, delivery, item, report, subscriber, with_entry
from tests.storage.builders import change as a_change
from tests.storage.builders import incident as an_incident

UNLIMITED = resource.RLIM_INFINITY
SHORT_S = 1.5
"""How long the disk is full at most: what must be noted is tried again until there is room."""
DISK_SIZES = (33_000, 420_000, 8192)
"""From less than one transaction needs to more than the whole way does, page by page."""


def full_disk(folder: Path, sizes: range) -> Tally:
    """Let no file grow beyond each of *sizes* (bytes), give room again, and see whether all goes on by itself.

    The process that met the full disk goes on when there is room: nothing is restarted.
    """
    rules = load_rules(folder / "rules")
    databases = Databases(folder, rules, None)
    tally = Tally(database="SQLite")
    with process_sink(folder / "taken") as sink:
        for size in sizes:
            sink.forget()
            url = databases.fresh()
            child = os.fork()
            if child == 0:
                status = 9
                try:
                    clock = FakeClock(MORNING)
                    made = service(url, rules, clock, sink.port)
                    assert made.store is not None
                    resource.setrlimit(resource.RLIMIT_FSIZE, (size, UNLIMITED))
                    threading.Timer(SHORT_S, make_room).start()
                    try:
                        live(made, clock)
                        with made.store.read() as tx:
                            status = int(tx.outbox.counts()[DeliveryState.SENT] < len(READERS))
                    except StorageError:
                        status = 1
                    make_room()
                    for _ in range(2):
                        clock.now += LIFE + timedelta(seconds=LEASE_S + 1)
                        live(made, clock)
                    made.store.close()
                finally:
                    os._exit(status)
            _, ended = os.waitpid(child, 0)
            failed = os.waitstatus_to_exitcode(ended)
            assert failed in {0, 1}, f"with {size} bytes the process ended with status {failed}"
            tally.points += 1
            tally.deaths += failed
            judge(tally, url, sink, 0, f"{size} bytes")
    return tally


def make_room() -> None:
    """Let files grow again."""
    resource.setrlimit(resource.RLIMIT_FSIZE, (UNLIMITED, UNLIMITED))


@dataclass(kw_only=True)
class Outage:
    """``tries``: connections that were tried while it lasted; ``minutes_to_drain``: from the server's return on."""

    queued: int
    tries: int
    lost: int
    given_up: int
    repeated: int
    minutes_to_drain: float
    operator_mails: int


def outage(url: str, folder: Path, days: int = 7, readers: int = 50) -> Outage:
    """A mail server that is away for days; every day there is something new to tell."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = int(probe.getsockname()[1])
    rules = load_rules(folder / "rules")
    clock = FakeClock(NOW)
    made = service(url, rules, clock, port)
    made.settings = replace_settings(made.settings, folder)
    tries = queued = 0
    for _ in range(days):
        queued += _queue(made.store, [f"reader-{number}@example.org" for number in range(readers)], clock)
        for _ in range(24 * 4):
            tries += bool(deliver_due(made, clock()))
            clock.go_on(minutes=15)
    # It comes back just after a try, which is the worst moment.
    tries += bool(deliver_due(made, clock()))
    returned = clock()
    with process_sink(folder / "taken", port=port) as sink:
        while True:
            # What is too late for a mail of its own is told in a digest.
            queue_digests(made, clock())
            deliver_due(made, clock())
            with made.store.read() as tx:
                pending = tx.outbox.counts()[DeliveryState.PENDING] + len(tx.alerts.waiting(Mode.HOURLY))
            if not pending or clock() - returned > timedelta(days=2):
                break
            clock.go_on(minutes=1)
        sent = Counter(sink.taken())
    with made.store.read() as tx:
        incidents = [each.id for each in tx.incidents.list(limit=1000)]
        told = sum(len(tx.ledger.told(person.id, incidents)) for person in tx.subscribers.list())
        given_up = [
            each
            for state in (DeliveryState.FAILED, DeliveryState.BOUNCED)
            for each in tx.outbox.list(state, 100_000)
            if not (each.error or "").startswith("joined")
        ]
    made.store.close()
    return Outage(
        queued=queued,
        tries=tries,
        lost=queued - told,
        given_up=len(given_up),
        repeated=sum(sent.values()) - len(sent),
        minutes_to_drain=(clock() - returned) / timedelta(minutes=1),
        operator_mails=len(list((folder / "mailbox").glob("*.eml"))),
    )


def mailboxes(url: str, folder: Path, each: int = 334) -> dict[str, int]:
    """Readers whose mailboxes take mail, are full, or are gone, all in one queue: what becomes of each kind."""
    rules = load_rules(folder / "rules")
    clock = FakeClock(NOW)
    names = [f"{kind}-{number}@example.org" for number in range(each) for kind in ("well", "full", "gone")]
    with process_sink(folder / "taken") as sink:
        made = service(url, rules, clock, sink.port, connections=4)
        made.settings = replace_settings(made.settings, folder)
        _queue(made.store, names, clock)
        deliver_due(made, clock())
        taken = Counter(recipient for recipient, _ in sink.taken())
    with made.store.read() as tx:
        states = Counter(
            (tx.subscribers.get(one.subscriber).email[:4], one.state.value) for one in tx.outbox.list(limit=10_000)
        )
    made.store.close()
    return {
        "messages": len(names),
        "taken once": sum(count == 1 for count in taken.values()),
        "sent": states["well", "sent"],
        "waiting": states["full", "pending"],
        "bounced": states["gone", "bounced"],
        "anything else": len(names) - states["well", "sent"] - states["full", "pending"] - states["gone", "bounced"],
    }


def replace_settings(settings: object, folder: Path) -> object:
    """The same settings with an operator, whose mails go into *folder*."""
    return settings.model_copy(update={"operator_email": "desk@example.org", "mailbox_dir": folder / "mailbox"})  # type: ignore[attr-defined]


def _queue(store: Store, emails: list[str], clock: FakeClock) -> int:
    """Queue news of one new attack to each of these."""
    with store.begin() as tx:
        with_entry(tx)
        known = tx.incidents.save(a_change(None, an_incident()), clock())
        tx.reports.add(report(), known.id)
        for email in emails:
            person = tx.subscribers.add(subscriber(email))
            message = delivery(f"{known.id}-{email}", person.id, item(known.id))
            tx.outbox.add(replace(message, created_at=clock(), due_at=clock()))
    return len(emails)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parts = parser.add_subparsers(dest="part", required=True)
    disk = parts.add_parser("disk")
    disk.add_argument("--sizes", type=int, nargs=3, default=DISK_SIZES, metavar=("FROM", "TO", "STEP"))
    away = parts.add_parser("outage")
    away.add_argument("--url", required=True)
    away.add_argument("--days", type=int, default=7)
    away.add_argument("--readers", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        if arguments.part == "disk":
            found: Tally | Outage = full_disk(Path(folder), range(*arguments.sizes))
        else:
            found = outage(arguments.url, Path(folder), arguments.days, arguments.readers)
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
