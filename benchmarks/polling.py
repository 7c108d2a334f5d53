"""How polling does: python -m benchmarks.polling [entries] [rivals] [round] [hostile] [--json]

entries   what a document of 50 entries costs after its bytes are here, with none and with two of them new
rivals    500 feeds side by side with lemon24/reader and rss2email (in ``.venv-rivals``; ``make polling`` makes it)
round     one full round over 10,000 feeds on 500 hosts
hostile   how much one feed in twenty that is hostile slows the others, and what it does to our memory

Everything is served on the loopback network by a process of its own (``feedfarm``). Nine feeds in ten have not changed.
"""

from __future__ import annotations

import argparse
import hashlib
import json
import logging
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path

from benchmarks.feedfarm import ask, document, farm, hostile_url, url_of
from monitor.bootstrap import Assembled, services, utc_now
from monitor.config import Settings
from monitor.feeds.answers import Response
from monitor.jobs.fetching import Fetched, Fetching
from monitor.jobs.polling import Poller, poll_due
from monitor.jobs.recording import record
from monitor.memory import settle
from monitor.model import Feed, FeedId, FeedStatus
from monitor.storage.queries.fragments import unpack
from monitor.storage.tables import ENTRIES, FEED_FRAGMENTS, FEEDS

ROOT = Path(__file__).parents[1]
PORT = 18_099
RIVALS = ROOT / ".venv-rivals" / "bin" / "python"


@dataclass(frozen=True, kw_only=True)
class Cost:
    """Seconds of wall clock and of processor, children included."""

    wall_s: float
    cpu_s: float


def cpu_s() -> float:
    """Seconds of processor that this process and its living children have used."""
    usage = resource.getrusage(resource.RUSAGE_SELF)
    return usage.ru_utime + usage.ru_stime + sum(_cpu_of(child) for child in _children())


def memory_mb(*, peak: bool = True) -> float:
    """Memory of this process and its living children, in megabytes: each one's peak, or what is used now."""
    return sum(_memory_kb(process, "VmHWM" if peak else "VmRSS") for process in (os.getpid(), *_children())) / 1024


def shared_once_mb() -> float:
    """Memory of this process and its living children now, with the pages that they share counted once, in megabytes."""
    rolled = [Path(f"/proc/{process}/smaps_rollup").read_text() for process in (os.getpid(), *_children())]
    return sum(int(line.split()[1]) for text in rolled for line in text.splitlines() if line.startswith("Pss:")) / 1024


def forget_peak() -> None:
    """Let the peaks of ``memory_mb`` count from now on: what came before is the benchmark's own doing."""
    for process in (os.getpid(), *_children()):
        Path(f"/proc/{process}/clear_refs").write_text("5")


def _children() -> list[int]:
    """Processes that parse for us; the farm is none of them."""
    found = []
    for folder in Path("/proc").iterdir():
        try:
            if folder.name.isdigit() and b"parse_child" in (folder / "cmdline").read_bytes():
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
                found += [int(folder.name)] if int(fields[1]) == os.getpid() else []
        except OSError:
            continue
    return found


def _cpu_of(process: int) -> float:
    fields = Path(f"/proc/{process}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _memory_kb(process: int, what: str) -> int:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith(what))


@contextmanager
def service(**given: object) -> Iterator[Assembled]:
    """A service with the shipped rules on a database file of its own, open and warm."""
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(
            database_url=f"sqlite:///{folder}/monitor.db",  # type: ignore[arg-type]
            rules_dir=ROOT / "rules",
            allow_private_addresses=True,
            **{"fetch_spacing_s": 0.0, **given},  # type: ignore[arg-type]
        )
        with services(settings) as opened:
            assert opened.store
            assert opened.rules
            settle()  # as the running service does
            yield opened


def add_feeds(opened: Assembled, urls: list[str]) -> None:
    feeds = [Feed(id=FeedId(f"f{n:05}"), url=url, publisher="P") for n, url in enumerate(urls)]
    with opened.store.begin() as tx:
        tx.feeds.sync(feeds, utc_now())


def one_round(opened: Assembled) -> tuple[Cost, Counter[str]]:
    """Poll every feed once; what it cost and how the polls ended."""
    wall, cpu = time.perf_counter(), cpu_s()
    reports = poll_due(opened, utc_now(), everything=True)
    cost = Cost(wall_s=time.perf_counter() - wall, cpu_s=cpu_s() - cpu)
    return cost, Counter(report.poll.reason or report.poll.outcome.value for report in reports)


# ---------------------------------------------------------------- entries


def entries() -> dict[str, float]:
    """Milliseconds from the bytes of a document of 50 entries to the commit, by how many of them are new."""
    feed = Feed(id=FeedId("wire"), url="https://wire.example/rss", publisher="P", lang="en")
    found: dict[str, list[float]] = {"none new": [], "two new": [], "all new": []}
    with service() as opened:
        opened.parser.parse(Response(url=feed.url, body=document(0, 0, 50), body_hash=""))
        for number in range(60):
            own = Feed(id=FeedId(f"wire-{number}"), url=feed.url, publisher="P", lang="en")
            with opened.store.begin() as tx:
                tx.feeds.sync([own], utc_now())
            first = document(number, 0, 50)
            for what, body in (("all new", first), ("none new", first + b"\n"), ("two new", document(number, 1, 50))):
                with opened.store.read() as tx:
                    status = tx.feeds.status(own.id)
                begun = time.perf_counter()
                _from_bytes(opened, own, status, body)
                found[what].append((time.perf_counter() - begun) * 1000)
    return {what: statistics.median(times) for what, times in found.items()}


def _from_bytes(opened: Assembled, feed: Feed, status: FeedStatus, body: bytes) -> None:
    """What a poll does with a document that has just come."""
    now = utc_now()
    answer = Response(url=feed.url, body=body, body_hash=str(hash(body)))
    with opened.store.read() as tx:
        known = unpack(tx.fragments.of([feed.id], now.replace(year=2000)).get(feed.id, b""))
    parsed = opened.parser.parse(answer, {fragment.print for fragment in known})
    assert record(opened, [Fetched(feed=feed, status=status, answer=answer, parsed=parsed, known=known)], now)


# ---------------------------------------------------------------- side by side


RIVAL_ROUNDS = 7
"""Rounds of each reader that count, taken in turns: what else the machine does then falls on all of them."""


def rivals(count: int = 500, hosts: int = 25) -> dict[str, list[Cost]]:
    """What each round over the same feeds costs us and others, after a first that fetches everything."""
    with ExitStack() as stack:
        stack.enter_context(farm(PORT, entries=50))
        opened = stack.enter_context(service())
        add_feeds(opened, [url_of(n, hosts=hosts, port=PORT) for n in range(count)])
        run: dict[str, Callable[[], Cost]] = {"attack monitor": lambda: one_round(opened)[0]}
        for name in ("reader", "rss2email"):
            run[name] = stack.enter_context(_rival(name, count, hosts))
        for each in run.values():
            each()
        costs: dict[str, list[Cost]] = {name: [] for name in run}
        for _ in range(RIVAL_ROUNDS):
            ask(PORT, "/turn")
            for name, each in run.items():
                costs[name].append(each())
        return costs


@contextmanager
def _rival(name: str, count: int, hosts: int) -> Iterator[Callable[[], Cost]]:
    """What makes another reader's rounds, in a process and an environment of its own."""
    command = [str(RIVALS), str(ROOT / "benchmarks" / "rivals.py"), name, str(PORT), str(count), str(hosts)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        ask_it, answers = process.stdin, process.stdout
        assert ask_it
        assert answers

        def one() -> Cost:
            print(file=ask_it, flush=True)
            return Cost(**json.loads(answers.readline()))

        yield one
        ask_it.close()


def _middle(costs: list[Cost]) -> Cost:
    return Cost(
        wall_s=statistics.median(cost.wall_s for cost in costs), cpu_s=statistics.median(cost.cpu_s for cost in costs)
    )


# ---------------------------------------------------------------- ten thousand feeds


def full_round(count: int = 10_000, hosts: int = 500) -> tuple[Cost, Counter[str], float, float]:
    """A round over many feeds that were all read before: what it cost, how it ended, megabytes at the peak, and shared ones once.

    Of the first fetch only every hundredth feed is really made; its rows are copied for the feeds with the same document.
    """
    with farm(PORT), service(fetch_spacing_s=0.5, sweep_interval_s=300.0) as opened:
        urls = [url_of(n, hosts=hosts, port=PORT) for n in range(count)]
        add_feeds(opened, urls[:100])
        one_round(opened)
        add_feeds(opened, urls)
        _copy(opened, count)
        ask(PORT, "/turn")
        forget_peak()
        poller, before = Poller(opened), utc_now()
        wall, cpu = time.perf_counter(), cpu_s()
        assert poller.sweep() == count
        cost = Cost(wall_s=time.perf_counter() - wall, cpu_s=cpu_s() - cpu)
        memory, shared_once = memory_mb(), shared_once_mb()
        with opened.store.read() as tx:
            outcomes = Counter(
                poll.outcome.value
                for feed, _ in tx.feeds.all()
                for poll in tx.feeds.polls(feed.id, 1)
                if poll.at > before
            )
        return cost, outcomes, memory, shared_once


def _copy(opened: Assembled, count: int) -> None:
    """Give the other feeds the entries, validators and fragments that the first hundred got by polling."""
    own_etag = {f"f{n:05}": f'"{n}-0"' if n % 5 != 1 else None for n in range(count)}
    with opened.store.begin() as tx:
        connection = tx._connection
        models = {row["id"]: dict(row) for row in connection.execute(FEEDS.select()).mappings()}
        entries_of: dict[str, list[dict[str, object]]] = {}
        for row in connection.execute(ENTRIES.select()).mappings():
            entries_of.setdefault(row["feed"], []).append(dict(row))
        packed = {row["feed"]: dict(row) for row in connection.execute(FEED_FRAGMENTS.select()).mappings()}
        connection.execute(FEEDS.update(), {"next_poll_at": None})
        for n in range(100, count):
            name, model = f"f{n:05}", f"f{n % 100:05}"
            status = models[model] | {key: models[name][key] for key in ("id", "url")}
            status |= {"status_url": status["url"], "etag": own_etag[name], "next_poll_at": None}
            del status["id"]
            connection.execute(FEEDS.update().where(FEEDS.c.id == name), status)
            rows = [row | {"id": _own(name, str(row["id"])), "feed": name} for row in entries_of[model]]
            connection.execute(ENTRIES.insert(), rows)
            blob = packed[model]["packed"]
            copied = b"".join(
                blob[at : at + 8] + bytes.fromhex(_own(name, blob[at + 8 : at + 16].hex())) + blob[at + 16 : at + 24]
                for at in range(0, len(blob), 24)
            )
            connection.execute(FEED_FRAGMENTS.insert(), packed[model] | {"feed": name, "packed": copied})


def _own(feed: str, entry: str) -> str:
    """The id of an entry's copy in another feed."""
    return hashlib.blake2b(f"{feed} {entry}".encode(), digest_size=8).hexdigest()


# ---------------------------------------------------------------- hostile feeds


HOSTILE_ROUNDS = 7
"""Rounds with and without hostile feeds that count, taken in turns."""


@dataclass(frozen=True, kw_only=True)
class Disturbed:
    """Seconds until the last honest feed was recorded, pairwise without and with hostile ones; megabytes that memory grew by."""

    alone_s: list[float]
    with_hostile_s: list[float]
    alone_mb: float
    with_hostile_mb: float
    outcomes: Counter[str]


def hostile(count: int = 2_000, hosts: int = 100) -> Disturbed:
    """How long the honest feeds take with and without one feed in twenty being hostile, and what memory grows by."""
    with farm(PORT), service(fetch_timeout_s=10.0, fetch_spacing_s=0.0) as opened:
        honest = [url_of(n, hosts=hosts, port=PORT) for n in range(count)]
        bad = [hostile_url(n, port=PORT) for n in range(count // 20)]
        add_feeds(opened, honest + bad)
        one_round(opened)
        ids = {f"f{n:05}" for n in range(count)}
        times: dict[bool, list[float]] = {False: [], True: []}
        grown = {False: 0.0, True: 0.0}
        outcomes = Counter[str]()
        for number in range(HOSTILE_ROUNDS):
            for with_bad in (False, True) if number % 2 else (True, False):
                ask(PORT, "/turn")
                forget_peak()
                before = _memory_kb(os.getpid(), "VmRSS") / 1024
                seconds, ended = _until_honest(opened, ids, with_bad=with_bad)
                times[with_bad].append(seconds)
                grown[with_bad] = max(grown[with_bad], _memory_kb(os.getpid(), "VmHWM") / 1024 - before)
                outcomes += ended
    return Disturbed(
        alone_s=times[False],
        with_hostile_s=times[True],
        alone_mb=grown[False],
        with_hostile_mb=grown[True],
        outcomes=outcomes,
    )


def _until_honest(opened: Assembled, honest: set[str], *, with_bad: bool) -> tuple[float, Counter[str]]:
    """Seconds until the last honest feed is recorded in a round, while hostile ones go on."""
    with opened.store.read() as tx:
        feeds = [(feed, status) for feed, status in tx.feeds.all() if with_bad or feed.id in honest]
    begun, last, outcomes = time.perf_counter(), 0.0, Counter[str]()
    fetching = Fetching(opened)
    fetching.add(feeds)
    while fetching.in_hand:
        for report in record(opened, fetching.take(0.2), utc_now()):
            outcomes[report.poll.reason or report.poll.outcome.value] += 1
            if report.feed.id in honest:
                last = time.perf_counter() - begun
    return last, outcomes


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("what", nargs="*", help="entries, rivals, round, hostile; nothing: all")
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    logging.disable(logging.CRITICAL)
    told: dict[str, object] = {}
    parts = {"entries": _tell_entries, "rivals": _tell_rivals, "round": _tell_round, "hostile": _tell_hostile}
    for what in args.what or parts:
        if len(args.what) == 1:
            told |= parts[what]()
        else:  # each in a process of its own: what one leaves in memory must not count as the next one's
            command = [sys.executable, "-m", "benchmarks.polling", what, "--json"]
            told |= json.loads(subprocess.run(command, check=True, stdout=subprocess.PIPE).stdout)
        if not args.json:
            print(*(f"{name:<58} {value}" for name, value in told.items()), sep="\n", flush=True)
            told.clear()
    if args.json:
        print(json.dumps(told))
    return 0


def _tell_entries() -> dict[str, object]:
    return {f"document of 50 entries, {what}, ms": round(ms, 2) for what, ms in entries().items()}


def _tell_rivals() -> dict[str, object]:
    costs = rivals()
    ours = costs["attack monitor"]
    told: dict[str, object] = {}
    for name, theirs in costs.items():
        middle = _middle(theirs)
        told[f"500 feeds, {name}: wall s, cpu s (median)"] = f"{middle.wall_s:.2f} {middle.cpu_s:.2f}"
    for name in ("reader", "rss2email"):
        wall = [their.wall_s / our.wall_s for their, our in zip(costs[name], ours, strict=True)]
        cpu = [their.cpu_s / our.cpu_s for their, our in zip(costs[name], ours, strict=True)]
        told[f"times faster than {name}, wall: median, least, most"] = _spread(wall)
        told[f"times faster than {name}, cpu: median, least, most"] = _spread(cpu)
    return told


def _spread(values: list[float]) -> str:
    return f"{statistics.median(values):.1f} {min(values):.1f} {max(values):.1f}"


def _tell_round() -> dict[str, object]:
    cost, outcomes, memory, shared_once = full_round()
    return {
        "10,000 feeds on 500 hosts: wall s, cpu s": f"{cost.wall_s:.1f} {cost.cpu_s:.1f}",
        "10,000 feeds on 500 hosts: MB at the peak": round(memory),
        "10,000 feeds on 500 hosts: MB after it, shared pages once": round(shared_once),
        "10,000 feeds on 500 hosts: outcomes": dict(outcomes),
    }


def _tell_hostile() -> dict[str, object]:
    found = hostile()
    slower = [(bad / good - 1) * 100 for good, bad in zip(found.alone_s, found.with_hostile_s, strict=True)]
    return {
        "2,000 honest feeds alone, s (median)": round(statistics.median(found.alone_s), 2),
        "with 100 hostile ones, s (median)": round(statistics.median(found.with_hostile_s), 2),
        "slower by %: median, least, most": f"{statistics.median(slower):.0f} {min(slower):.0f} {max(slower):.0f}",
        "memory grows by MB, without and with them": f"{found.alone_mb:.0f} {found.with_hostile_mb:.0f}",
        "how all polls ended": dict(found.outcomes),
    }


if __name__ == "__main__":
    sys.exit(main())
