"""Tries everything that delivery promises, in full, and writes docs/reliability.md. Takes some minutes.

    python -m benchmarks.reliability
    python -m benchmarks.reliability --only leaving
    python -m benchmarks.reliability --minutes 10 --seed 7

With ``--only`` the parts whose names begin so are tried, and their rows of the page are written anew. With ``--minutes``
nothing but deaths drawn at random is tried, for so long, and that part of the page is written anew.
"""

from __future__ import annotations

import argparse
import json
import logging
import os
import platform
import re
import secrets
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

from monitor.delivery.replies import refusal
from monitor.delivery.retry import after_failure
from monitor.model import Mode
from monitor.storage import upgrade
from tests.postgresql import server
from tests.reliability import leaving
from tests.reliability.races import race
from tests.reliability.shortage import DISK_SIZES, mailboxes
from tests.unit.test_delivery_retry import CODES, STAGES
from tests.unit.test_digests_windows import ZONES
from tests.unit.test_digests_windows import run as digests

ROOT = Path(__file__).parents[1]
PAGE = ROOT / "docs" / "reliability.md"


@dataclass(frozen=True, kw_only=True)
class Row:
    """One promise that was tried: what was done, how often, what came of it, and whether it was kept."""

    promise: str
    tried: str
    result: str
    kept: bool


def _part(*arguments: str) -> dict[str, object]:
    done = subprocess.run(
        [sys.executable, "-W", "ignore", "-m", *arguments], cwd=ROOT, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise SystemExit(done.stderr[-3000:])
    found: dict[str, object] = json.loads(done.stdout)
    return found


@contextmanager
def _database(pg: str | None) -> Iterator[str]:
    """An empty database with the schema."""
    with tempfile.TemporaryDirectory() as folder:
        if pg is None:
            url = f"sqlite:///{folder}/m.db"
            upgrade(url)
            yield url
            return
        from tests.conftest import fresh_postgresql

        with fresh_postgresql(pg) as url:
            upgrade(url)
            yield url


def crashes(pg: str | None, connections: int = 1) -> Row:
    chosen = ["--connections", str(connections), *([] if pg is None else ["--server", pg])]
    found = _part("tests.reliability.crashes", *chosen)
    return Row(
        promise=f"P1–P4, {found['database']}, {connections} connection{'s' * (connections > 1)}",
        tried=(
            f"SIGKILL at each of {found['points']} steps (statements, commits, words to the mail server), and again in the "
            f"first two of three recoveries: {found['deaths']} deaths"
        ),
        result=(
            f"lost {found['lost']}; half states {found['half_states']}; damaged files {found['damaged']}; duplicates outside "
            f"the window {found['duplicates_outside']}, inside it {found['duplicates']} of {found['deaths_in_window']} "
            f"messages that were there; under another Message-ID {found['other_ids']}"
        ),
        kept=not found["broken"],
    )


def power() -> Row:
    found = _part("tests.reliability.powercut")
    moments = int(str(found["writes"])) + int(str(found["syncs"]))
    return Row(
        promise="P21",
        tried=(
            f"power cut at each of {moments} writes and syncs of {found['commits']} commits, three images of the disk each: "
            f"{found['images']} images"
        ),
        result=f"damaged {found['damaged']}; committed and lost {found['lost']}",
        kept=not (found["damaged"] or found["lost"]),
    )


def disk() -> Row:
    found = _part("tests.reliability.shortage", "disk")
    return Row(
        promise="P25",
        tried=f"disk full at each of {len(range(*DISK_SIZES))} sizes, {found['deaths']} of them in the middle of the way; then room again",
        result=f"damaged {found['damaged']}; lost {found['lost']}; half states {found['half_states']}; restarts needed 0; sent twice {found['duplicates']}",
        kept=not found["broken"],
    )


def away() -> Row:
    with _database(None) as url:
        found = _part("tests.reliability.shortage", "outage", "--url", url)
    return Row(
        promise="P5",
        tried=f"mail server away for seven simulated days, {found['queued']} messages queued meanwhile, {found['tries']} tries",
        result=(
            f"lost {found['lost']}; given up {found['given_up']}; sent twice {found['repeated']}; all out "
            f"{found['minutes_to_drain']:.0f} minutes after its return; mails to the operator {found['operator_mails']}"
        ),
        kept=not (found["lost"] or found["given_up"] or found["repeated"])
        and float(str(found["minutes_to_drain"])) <= 30,
    )


def recipients() -> Row:
    with _database(None) as url, tempfile.TemporaryDirectory() as folder:
        found = mailboxes(url, Path(folder))
    return Row(
        promise="P6",
        tried=f"{found['messages']} messages in one queue, a third each to mailboxes that take them, are full, are gone",
        result=(
            f"sent {found['sent']}, each once {found['taken once']}; waiting {found['waiting']}; bounced {found['bounced']}; "
            f"anything else {found['anything else']}"
        ),
        kept=found["anything else"] == 0 and found["taken once"] == found["sent"],
    )


def replies() -> Row:
    now = datetime(2026, 1, 1, tzinfo=UTC)
    verdicts = [
        type(after_failure(refusal(stage, code, b""), 1, now, now)).__name__ for stage in STAGES for code in CODES
    ]
    counts = ", ".join(f"{name} {verdicts.count(name)}" for name in sorted(set(verdicts)))
    return Row(
        promise="P7",
        tried=f"{len(CODES)} reply codes at {len(STAGES)} stages",
        result=f"{counts}; each as the table in tests/unit/test_delivery_retry.py says",
        kept=len(verdicts) == len(CODES) * len(STAGES) >= 240,
    )


def races(pg: str | None) -> Row:
    with _database(pg) as url:
        found = race(url)
    return Row(
        promise=f"claims, {'SQLite' if pg is None else 'PostgreSQL'}",
        tried=f"{found.messages} messages wanted by {found.workers} workers at once: {found.claims} claims",
        result=f"had by one {found.won - found.twice}; by more than one {found.twice}; by nobody {found.messages - found.won}",
        kept=found.won == found.messages and not found.twice,
    )


def leavings(pg: str | None) -> Row:
    with _database(pg) as url, tempfile.TemporaryDirectory() as folder:
        found = leaving.race(url, Path(folder))
    return Row(
        promise=f"P17, {'SQLite' if pg is None else 'PostgreSQL'}",
        tried=f"{found.races} people who leave while their mails are taken in hand",
        result=f"left in time to get none {found.spared}; begun before {found.sent}; begun after the leaving was answered {found.late}",
        kept=found.races == found.sent + found.spared and not found.late,
    )


def days() -> Row:
    wrong = total = 0
    for number, tz in enumerate(ZONES):
        zone = ZoneInfo(tz)
        since, until = datetime(2025, 1, 1, 12, tzinfo=zone), datetime(2028, 1, 1, 12, tzinfo=zone)
        from tests.unit.test_digests_windows import TIMES

        sent = digests(Mode.DAILY, tz, since, until, timedelta(hours=17), TIMES[number % len(TIMES)])
        labels = [window.label for window in sent]
        span = (datetime.fromisoformat(labels[-1]) - datetime.fromisoformat(labels[0])).days + 1
        total += len(labels)
        wrong += abs(len(labels) - span) + len(labels) - len(set(labels))
    return Row(
        promise="P23",
        tried=f"daily digests in {len(ZONES)} time zones over three years: {total} digests",
        result=f"missing or doubled days {wrong}",
        kept=wrong == 0,
    )


BEGINS, ENDS = "<!-- schedules -->", "<!-- /schedules -->"
"""What stands between them is written by ``--minutes``."""


def schedules(pg: str, minutes: float, seed: int) -> tuple[str, bool]:
    """Draw deaths at random for so long; what came of it as text, and whether all promises were kept."""
    found = _part("tests.reliability.schedules", "--minutes", str(minutes), "--seed", str(seed), "--server", pg)
    broken: list[str] = list(found["broken"])  # type: ignore[call-overload]
    kept = "All promises were kept." if not broken else "**Broken:** " + "; ".join(broken)
    text = (
        f"On {datetime.now(UTC):%Y-%m-%d}, seed {seed}: {found['points']} schedules in {found['minutes']} minutes "
        f"({found['schedules_sqlite']} on SQLite, {found['schedules_postgresql']} on PostgreSQL, {found['schedules_stopped']} on "
        f"PostgreSQL with a stopped worker), {found['deaths']} deaths and {found['stops']} stops, with 1 to 3 connections. Lost "
        f"{found['lost']}; half states {found['half_states']}; damaged files {found['damaged']}; duplicates outside the window "
        f"{found['duplicates_outside']}, inside it {found['duplicates']} of {found['deaths_in_window']} messages that were there; "
        f"under another Message-ID {found['other_ids']}. {kept}"
    )
    return text, not broken


def line_of(row: Row) -> str:
    return f"| {row.promise} | {row.tried} | {row.result} | {'yes' if row.kept else '**no**'} |"


def with_rows(text: str, rows: list[Row]) -> str:
    """The page with these rows in place of those about the same promise; new ones stand at the end of the table."""
    lines = text.splitlines()
    for row in rows:
        same = (number for number, line in enumerate(lines) if line.startswith(f"| {row.promise} |"))
        number = next(same, None)
        if number is None:
            end = max(number for number, line in enumerate(lines) if line.startswith("| "))
            lines.insert(end + 1, line_of(row))
        else:
            lines[number] = line_of(row)
    return "\n".join(lines) + "\n"


def page(rows: list[Row], took_s: float, drawn: str) -> str:
    lines = "\n".join(map(line_of, rows))
    return f"""# Reliability

What delivery promises and what became of it when it was tried. This page is written by

    make reliability

on {datetime.now(UTC):%Y-%m-%d}, Python {platform.python_version()}, {os.cpu_count()} cores, in {took_s / 60:.0f} minutes. `make test` tries a sample of the same.

* A committed incident is told at least once to everybody whom it concerns, and at most once unless the process or the link
  dies between the end of a message and the commit that says that it was taken. In that window nobody can know (RFC 1047): the
  message comes again, under the same Message-ID. For each connection to the mail server (`smtp_connections`) at most one
  message is in the window at a time.
* What a dead process had in hand is taken up by another, or by its successor, within a minute (the lease).

| promise | tried | result | kept |
|---|---|---|---|
{lines}

Deaths are real: processes of their own are ended by SIGKILL, the database and the mail server live on. A full disk is a limit on
the size of files. Power cuts are simulated: the statements of the real way are replayed on a file system that notes every
write and sync; images of the disk hold all that was synced, and of the rest some writes and not others, some torn at a
sector. With `synchronous = OFF` the same simulation finds damage and loss, so it can.

## Deaths at random

    make reliability MINUTES=10

draws for ten minutes what no list of points would think of: which database, how many connections, at which steps a process and its
successors die. Every third schedule stops one of two workers on PostgreSQL (SIGSTOP) at some step for longer than its lease, lets the other
take over (and often die), and wakes it: it must send nothing a second time and mark nothing that is not its own. The seed is
printed; `SEED=7` draws the same again, and `python -m tests.reliability.schedules --seed 7 --only 123
--server URL` one schedule alone.

{BEGINS}
{drawn}
{ENDS}

Repaired while it was made, nearly all of it found by it:

* a worker that woke after its lease sent the message that it had begun: the lease is now looked at again straight before the final dot;
* one that woke between the server's answer and its commit was refused the mark, and noted all the same what the reader knew; the
  successor then found nothing left to tell and called a message failed that had arrived;
* one that woke with an entry that the other had stored meanwhile added its report a second time to the incident;
* one that was stopped inside a transaction kept its locks, and all others waiting: PostgreSQL now ends a transaction in which nothing is done
  for half a minute, and nobody waits longer than a minute for a lock;
* what PostgreSQL says when it does so was told as "a standby or set to read-only".

What is left: PostgreSQL does not notice a process that was stopped in the moment after it had sent many rows at once (psycopg's pipeline). As
long as it stays stopped, others get an error every minute where they need its rows; nothing is lost or doubled.
"""


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--minutes", type=float, help="draw deaths at random for so long, and try nothing else")
    parser.add_argument("--only", help="try the parts whose names begin so, and nothing else")
    parser.add_argument("--seed", type=int, help="of what is drawn; printed when left out")
    arguments = parser.parse_args()
    logging.disable(logging.CRITICAL)
    before = PAGE.read_text(encoding="utf-8")
    if arguments.minutes is not None:
        seed = secrets.randbelow(10**9) if arguments.seed is None else arguments.seed
        print(f"seed {seed}", flush=True)
        with server() as pg:
            text, kept = schedules(pg, arguments.minutes, seed)
        print(text)
        PAGE.write_text(re.sub(f"(?s)(?<={BEGINS}\n).*(?=\n{ENDS})", lambda _: text, before), encoding="utf-8")
        sys.exit(0 if kept else 1)
    drawn = re.search(f"(?s){BEGINS}\n(.*)\n{ENDS}", before)
    begun, rows = time.monotonic(), list[Row]()
    with server() as pg:
        parts: list[tuple[str, Callable[[], Row]]] = [
            ("crashes, SQLite", lambda: crashes(None)),
            ("crashes, PostgreSQL", lambda: crashes(pg)),
            ("crashes, two connections", lambda: crashes(None, 2)),
            ("power cuts", power),
            ("full disk", disk),
            ("outage", away),
            ("mailboxes", recipients),
            ("reply codes", replies),
            ("races, SQLite", lambda: races(None)),
            ("races, PostgreSQL", lambda: races(pg)),
            ("leaving, SQLite", lambda: leavings(None)),
            ("leaving, PostgreSQL", lambda: leavings(pg)),
            ("digests", days),
        ]
        for name, part in parts:
            if arguments.only is not None and not name.startswith(arguments.only):
                continue
            rows.append(part())
            print(f"{time.monotonic() - begun:5.0f} s  {name}: {rows[-1].result}", flush=True)
    took_s = time.monotonic() - begun
    whole = page(rows, took_s, drawn[1] if drawn else "Not tried yet.")
    PAGE.write_text(whole if arguments.only is None else with_rows(before, rows), encoding="utf-8")
    print(PAGE)
    sys.exit(0 if all(row.kept for row in rows) else 1)


if __name__ == "__main__":
    main()
