"""Draws deaths at random, from a seed, for as long as there is time: what no list of points would think of (P1 to P4, P22).

A schedule is one of three kinds: a process on SQLite or on PostgreSQL that dies at some step, and whose successors die at others;
or two workers on PostgreSQL, of which one is stopped (SIGSTOP) at some step for longer than its lease, while the other takes its
work over and may die, too; then the first one wakes. It must send nothing a second time and mark nothing that is not its own.

    python -m tests.reliability.schedules --minutes 10 --seed 7 --server postgresql+psycopg://...
    python -m tests.reliability.schedules --only 123 --seed 7       # the one that went wrong
"""

from __future__ import annotations

import argparse
import json
import logging
import multiprocessing
import os
import random
import secrets
import signal
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from multiprocessing.sharedctypes import Synchronized
from pathlib import Path
from typing import Any

from monitor.jobs.leases import LEASE_S
from monitor.jobs.live_rules import LiveRules
from monitor.storage import engine
from tests.assembled import FakeClock
from tests.pipeline.test_feed_to_mail import MORNING
from tests.reliability.crashes import Steps, Tally, begin, judge, one_life
from tests.reliability.sink import ProcessSink, process_sink
from tests.reliability.worlds import LIFE, Databases, load_rules

MOST_CONNECTIONS = 3
MOST_DEATHS = 4
STALLED_MS = 1500
"""In place of the half minute after which PostgreSQL ends a transaction whose process has stopped."""
LOCK_MS = 2500
"""In place of the minute after which a lock is waited for no longer."""
PATIENCE_S = 60.0


@dataclass(kw_only=True)
class Drawn(Tally):
    """What the schedules came to. ``stops``: workers that were stopped; ``taken_over``: while they held messages that their
    fellow then sent."""

    seed: int = 0
    minutes: float = 0.0
    stops: int = 0
    stops_in_window: int = 0
    schedules_sqlite: int = 0
    schedules_postgresql: int = 0
    schedules_stopped: int = 0


class SharedClock(FakeClock):
    """One clock for several processes, which all of them may put forward."""

    def __init__(self, start: datetime, passed_s: Synchronized[float]) -> None:
        self._start, self._passed_s = start, passed_s

    def __call__(self) -> datetime:
        return self._start + timedelta(seconds=self._passed_s.value)

    def go_on(self, **span: float) -> datetime:
        with self._passed_s.get_lock():
            self._passed_s.value += timedelta(**span).total_seconds()
        return self()


@dataclass(kw_only=True)
class Field:
    """Where schedules are run: ``whole`` counts the steps of an undisturbed life, by the name of the database."""

    rules: LiveRules
    databases: dict[str, Databases]
    whole: dict[str, int]
    sink: ProcessSink
    folder: Path


@contextmanager
def field_of(folder: Path, server: str | None) -> Iterator[Field]:
    """Databases, a mail server, and the length of a life on each."""
    engine.STALLED_MS, engine.LOCK_MS = STALLED_MS, LOCK_MS
    rules = load_rules(folder / "rules")
    databases = {}
    for name, url in (("sqlite", None), ("postgresql", server)):
        if name == "sqlite" or url is not None:
            (folder / name).mkdir()
            databases[name] = Databases(folder / name, rules, url)
    with process_sink(folder / "taken") as sink:
        whole = {
            name: one_life(each.fresh(), rules, sink.port, MORNING, 0, folder / "report.json")["steps"]
            for name, each in databases.items()
        }
        yield Field(rules=rules, databases=databases, whole=whole, sink=sink, folder=folder)


def run(field: Field, drawn: Drawn, number: int) -> None:
    """Draw one schedule, run it and judge what is left."""
    dice = random.Random(f"{drawn.seed}-{number}")
    kinds = ["sqlite"] if len(field.databases) == 1 else ["sqlite", "postgresql", "stopped"]
    kind = dice.choice(kinds)
    setattr(drawn, f"schedules_{kind}", getattr(drawn, f"schedules_{kind}") + 1)
    drawn.points += 1
    field.sink.forget()
    name = "sqlite" if kind == "sqlite" else "postgresql"
    url, whole = field.databases[name].fresh(), field.whole[name]
    connections = dice.randint(1, MOST_CONNECTIONS)
    if kind == "stopped":
        in_window, steps = _stopped(field, drawn, url, whole, connections, dice)
    else:
        in_window, steps = _dying(field, drawn, url, whole, connections, dice)
    drawn.deaths_in_window += in_window
    where = f"seed {drawn.seed}, schedule {number} ({kind}, {connections} connections, steps {steps})"
    judge(drawn, url, field.sink, in_window, where)


def _dying(
    field: Field, drawn: Drawn, url: str, whole: int, connections: int, dice: random.Random
) -> tuple[int, list[int]]:
    steps = [dice.randint(1, whole) for _ in range(dice.randint(1, MOST_DEATHS))]
    start, in_window, report = MORNING, 0, field.folder / "report.json"
    for dies_at in (*steps, 0):
        told = one_life(url, field.rules, field.sink.port, start, dies_at, report, connections)
        drawn.deaths += told["died"]
        in_window += told["in_window"] if told["died"] else 0
        start += LIFE + timedelta(seconds=LEASE_S + 1)
    return in_window, steps


def _stopped(
    field: Field, drawn: Drawn, url: str, whole: int, connections: int, dice: random.Random
) -> tuple[int, list[int]]:
    """One worker stops, another takes over (and dies, every other time), the first one wakes; a third finishes."""
    clock = SharedClock(MORNING, multiprocessing.Value("d", 0.0))
    steps = [dice.randint(1, whole), dice.choice([0, dice.randint(1, whole)])]
    reports = [field.folder / "report-1.json", field.folder / "report-2.json"]
    first = _begin(field, url, clock, Steps(steps[0], reports[0], signal.SIGSTOP), connections)
    in_window = 0
    stopped = os.WIFSTOPPED(_wait(first, os.WUNTRACED))
    if stopped:
        drawn.stops += 1
        held = json.loads(reports[0].read_text())["in_window"]
        drawn.stops_in_window += held
        in_window += held
    clock.go_on(seconds=LEASE_S + 1)
    second = _begin(field, url, clock, Steps(steps[1], reports[1]), connections)
    ended = _wait(second)
    if os.WIFSIGNALED(ended):
        drawn.deaths += 1
        in_window += json.loads(reports[1].read_text())["in_window"]
    if stopped:
        os.kill(first, signal.SIGCONT)
        _wait(first)  # it may have failed: its transaction was ended, as its connection was
    for _ in range(2):  # what was tried and failed is due again a little later
        clock.go_on(seconds=LEASE_S + 1)
        clock.go_on(minutes=10)
        last = _begin(field, url, clock, Steps(0, reports[1]), connections)
        if (ended := _wait(last)) != 0:
            raise AssertionError(f"the last worker ended with status {ended}")
    return in_window, steps


def _begin(field: Field, url: str, clock: SharedClock, steps: Steps, connections: int) -> int:
    sys.stdout.flush()
    return begin(url, field.rules, field.sink.port, clock, steps, connections)


def _wait(child: int, options: int = 0) -> int:
    """How the process ended, or that it stopped; one that hangs is a fault by itself."""
    until = time.monotonic() + PATIENCE_S
    while time.monotonic() < until:
        found, status = os.waitpid(child, options | os.WNOHANG)
        if found:
            return status
        time.sleep(0.005)
    _kill(child)
    raise AssertionError(f"a process did not end within {PATIENCE_S:.0f} s")


def _kill(child: int) -> None:
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)


def schedules(
    folder: Path, server: str | None, *, seed: int, minutes: float, only: int | None = None, most: int | None = None
) -> Drawn:
    """Run schedules until the time is over, or so many."""
    drawn = Drawn(database="SQLite" if server is None else "both", seed=seed)
    begun = time.monotonic()
    with field_of(folder, server) as field:
        drawn.steps = max(field.whole.values())
        number = 0 if only is None else only
        while True:
            try:
                run(field, drawn, number)
            except AssertionError as error:
                drawn.broken.append(f"seed {seed}, schedule {number}: {error}")
            number += 1
            if only is not None or drawn.points == most or time.monotonic() - begun > minutes * 60:
                break
    drawn.minutes = round((time.monotonic() - begun) / 60, 1)
    return drawn


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, default=10.0)
    parser.add_argument("--seed", type=int, default=None, help="drawn and printed when left out")
    parser.add_argument("--server", help="URL of a PostgreSQL server; SQLite alone without it")
    parser.add_argument("--only", type=int, help="this schedule alone")
    parser.add_argument("--most", type=int, help="at most so many")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)  # what goes wrong here on purpose would fill the screen
    seed = secrets.randbelow(10**9) if arguments.seed is None else arguments.seed
    print(f"seed {seed}", file=sys.stderr, flush=True)
    with tempfile.TemporaryDirectory() as folder:
        found: Any = schedules(
            Path(folder),
            arguments.server,
            seed=seed,
            minutes=arguments.minutes,
            only=arguments.only,
            most=arguments.most,
        )
    json.dump(asdict(found), sys.stdout)


if __name__ == "__main__":
    main()
