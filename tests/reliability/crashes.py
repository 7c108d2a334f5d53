"""Kills a process of the service at every step of its way, and again while it recovers (P1 to P4).

A step is a statement, the moment before and after a commit, and the moment before and after everything that is said to the
mail server or heard from it. The process is a real one and is killed by SIGKILL; the database and the mail server live on.

    python -m tests.reliability.crashes --every 10
"""

from __future__ import annotations

import argparse
import json
import os
import signal
import sqlite3
import sys
import tempfile
import threading
from collections import Counter
from dataclasses import asdict, dataclass, field
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import NullPool, create_engine, event, make_url, text

from monitor.delivery.channels import StillOurs
from monitor.delivery.links import DOT, Link
from monitor.errors import TakenOverError
from monitor.jobs.leases import LEASE_S
from monitor.jobs.live_rules import LiveRules
from tests.assembled import FakeClock
from tests.pipeline.test_feed_to_mail import MORNING
from tests.reliability.sink import ProcessSink, process_sink
from tests.reliability.worlds import LIFE, READERS, Databases, live, load_rules, service

RECOVERIES = 3
"""Lives after the first death: the first two are killed as well, the last one may finish."""


@dataclass(kw_only=True)
class Tally:
    """What a run of many deaths came to. ``broken``: what a promise says must never be, in words."""

    database: str
    steps: int = 0
    points: int = 0
    deaths: int = 0
    deaths_in_window: int = 0
    lost: int = 0
    duplicates: int = 0
    duplicates_outside: int = 0
    other_ids: int = 0
    half_states: int = 0
    damaged: int = 0
    broken: list[str] = field(default_factory=list)

    def note(self, what: str, count: int, where: str) -> None:
        """Count something that must never be."""
        if count:
            setattr(self, what, getattr(self, what) + count)
            self.broken.append(f"{what} at {where}")


class Steps:
    """Counts the steps of a process and kills or stops it at one of them; 0: at none. ``in_window``: threads between the end
    of a message and the commit that says that it was sent, where nobody can know (RFC 1047)."""

    def __init__(self, ends_at: int, report: Path, end: signal.Signals = signal.SIGKILL) -> None:
        self.count, self.in_window = 0, set[int]()
        self._ends_at, self._end, self._report, self._lock = ends_at, end, report, threading.Lock()

    def step(self, *_: object) -> None:
        with self._lock:
            self.count += 1
            if self.count == self._ends_at:
                self.tell(died=True)
                # To this thread, which then does nothing more; sent to the process, a stop may reach it a moment later.
                signal.pthread_kill(threading.get_ident(), self._end)

    def tell(self, *, died: bool) -> None:
        self._report.write_text(json.dumps({"steps": self.count, "died": died, "in_window": len(self.in_window)}))

    def watch(self, engine: Any) -> None:
        """Have every statement, commit and word to the mail server counted, in this process."""
        event.listen(engine, "before_cursor_execute", self.step)
        commit, send, getreply, end_message = engine.dialect.do_commit, Link.send, Link.getreply, Link.end_message

        def do_commit(connection: Any) -> None:
            self.step()
            commit(connection)
            self.in_window.discard(threading.get_ident())
            self.step()

        def say(link: Link, words: Any) -> None:
            # Between the last look at the lease and the dot lie microseconds, in which no step is.
            if words != DOT:
                self.step()
            send(link, words)
            self.step()

        def end(link: Link, still_ours: StillOurs) -> None:
            self.step()
            self.in_window.add(threading.get_ident())
            try:
                end_message(link, still_ours)
            except TakenOverError:
                self.in_window.discard(threading.get_ident())
                raise

        def hear(link: Link) -> tuple[int, bytes]:
            reply = getreply(link)
            self.step()
            return reply

        engine.dialect.do_commit = do_commit
        Link.send, Link.getreply, Link.end_message = say, hear, end  # type: ignore[method-assign]


def begin(
    url: str,
    rules: LiveRules,
    port: int,
    clock: FakeClock,
    steps: Steps,
    connections: int = 1,
) -> int:
    """Start a process that lives until it has done its work or ends at a step; return its number."""
    child = os.fork()
    if child == 0:
        status = 1
        try:
            made = service(url, rules, clock, port, connections)
            steps.watch(made.store._engine)
            live(made, clock)
            steps.tell(died=False)
            status = 0
        finally:
            os._exit(status)
    return child


def one_life(
    url: str, rules: LiveRules, port: int, start: datetime, dies_at: int, report: Path, connections: int = 1
) -> dict[str, Any]:
    """A process that lives from *start* until it has done its work or dies at a step; return what it told of itself."""
    child = begin(url, rules, port, FakeClock(start), Steps(dies_at, report), connections)
    _, ended = os.waitpid(child, 0)
    told: dict[str, Any] = json.loads(report.read_text())
    if told["died"] is not os.WIFSIGNALED(ended) or (not told["died"] and ended != 0):
        raise AssertionError(f"the process ended with status {ended}")
    return told


def state(url: str) -> dict[str, Any]:
    """What the database holds."""
    engine = create_engine(url, poolclass=NullPool)
    with engine.connect() as connection:

        def rows(query: str) -> list[tuple[Any, ...]]:
            return [tuple(row) for row in connection.execute(text(query))]

        found = {
            "deliveries": rows("SELECT state, message_id FROM deliveries"),
            "incidents": rows("SELECT count(*) FROM incidents")[0][0],
            "reports": rows("SELECT count(*) FROM reports WHERE incident IS NOT NULL")[0][0],
            "told": rows("SELECT count(*) FROM ledger")[0][0],
        }
    engine.dispose()
    return found


def damage(url: str) -> int:
    """1 when SQLite finds the file damaged."""
    path = make_url(url).database
    if not url.startswith("sqlite"):
        return 0
    connection = sqlite3.connect(str(path))
    fine = connection.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    whole = connection.execute("PRAGMA foreign_key_check").fetchall() == []
    connection.close()
    return int(not (fine and whole))


def judge(tally: Tally, url: str, sink: ProcessSink, in_window: int, where: str) -> None:
    """Compare what was promised with what the database and the mail server know."""
    found, sent = state(url), Counter(sink.taken())
    states = Counter(row[0] for row in found["deliveries"])
    tally.note("half_states", int(found["incidents"] != 1 or found["reports"] != 1), where)
    tally.note("half_states", int(states != {"sent": len(READERS)} or found["told"] != len(READERS)), where)
    told = {message_id for _, message_id in sent}
    tally.note("half_states", sum(row[1] not in told for row in found["deliveries"]), where)
    tally.note("lost", len(set(READERS) - {recipient for recipient, _ in sent}), where)
    tally.note("other_ids", len(sent) - len({recipient for recipient, _ in sent}), where)
    duplicates = sum(sent.values()) - len(sent)
    tally.duplicates += duplicates
    tally.note("duplicates_outside", max(0, duplicates - in_window), where)
    tally.note("damaged", damage(url), where)


def crash_points(folder: Path, server: str | None, every: int = 1, connections: int = 1) -> Tally:
    """Die at every point (or every so many), recover three times with further deaths, and judge what is left.

    Args:
        folder: an empty one.
        server: URL of a PostgreSQL server; None: SQLite.
        every: 1 for all points.
        connections: to the mail server, used at the same time; with several the order of steps is not always the same.
    """
    rules = load_rules(folder / "rules")
    databases = Databases(folder, rules, server)
    tally = Tally(database="SQLite" if server is None else "PostgreSQL")
    report = folder / "report.json"
    with process_sink(folder / "taken") as sink:
        whole = one_life(databases.fresh(), rules, sink.port, MORNING, 0, report)["steps"]
        tally.steps = whole
        for point in range(1, whole + 1, every):
            sink.forget()
            url, start, in_window, where = databases.fresh(), MORNING, 0, [point]
            for recovery in range(RECOVERIES + 1):
                # The second and third deaths come at other steps of their ways, all over them as the point goes on.
                dies_at = (point, 1 + point * 7 % whole, 1 + point * 31 % whole, 0)[recovery]
                told = one_life(url, rules, sink.port, start, dies_at, report, connections)
                tally.deaths += told["died"]
                in_window += told["in_window"] if told["died"] else 0
                where.append(dies_at)
                start += LIFE + timedelta(seconds=LEASE_S + 1)
            tally.points += 1
            tally.deaths_in_window += in_window
            judge(tally, url, sink, in_window, f"steps {where}")
    return tally


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--server", help="URL of a PostgreSQL server; SQLite without it")
    parser.add_argument("--every", type=int, default=1, help="only every so many points")
    parser.add_argument("--connections", type=int, default=1, help="to the mail server")
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        tally = crash_points(Path(folder), arguments.server, arguments.every, arguments.connections)
    json.dump(asdict(tally), sys.stdout)


if __name__ == "__main__":
    main()
