"""How fast entries go through parse, read and store: python -m benchmarks.speed [--json]

(a) a general news stream in which 2 % of the entries concern us, from feed bytes to the database;
(b) the labelled streams, from entries to the database;
and what one entry costs that does not concern us, and one that does. Ratios count: machines differ.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path

from benchmarks.engine import make_pipeline
from benchmarks.general_news import START, as_rss, entries
from benchmarks.streams import SPLITS, part
from monitor.entries.changes import changes
from monitor.entries.identity import lookups
from monitor.feeds.parse import parse
from monitor.jobs.backtesting import backtest
from monitor.jobs.ingesting import Pipeline, ingest
from monitor.model import Entry, Feed, FeedId
from monitor.storage.store import Store

COUNT, PER_FEED = 3000, 50
FEED = Feed(id=FeedId("general"), url="https://news.example.org/rss", publisher="News")


def general(pipeline: Pipeline) -> float:
    """Entries a second, from bytes to the database."""
    items = list(entries(COUNT, every=50))
    documents = [as_rss(items[n : n + PER_FEED]) for n in range(0, COUNT, PER_FEED)]
    with Store.open("sqlite://") as store:
        with store.begin() as tx:
            tx.feeds.sync([FEED], START)
        begun = time.perf_counter()
        for number, body in enumerate(documents):
            now = START + timedelta(minutes=PER_FEED * (number + 1))
            parsed = parse(body, url=FEED.url)
            with store.read() as tx:
                known = tx.entries.known(FEED.id, *lookups(parsed.entries))
            found = changes(parsed.entries, list(known.values()), FEED, now)
            readings = [pipeline.reader.read(entry) for entry in found.new]
            with store.begin() as tx:
                for reading in readings:
                    tx.entries.add(reading.entry)
                    ingest(tx, reading, pipeline, [], now)
        return COUNT / (time.perf_counter() - begun)


def corpus(pipeline: Pipeline) -> float:
    """Entries a second through a whole backtest."""
    lines = [json.dumps(r, ensure_ascii=False) for name in SPLITS for r in part(name, aside=False).reports]
    begun = time.perf_counter()
    backtest(lines, pipeline)
    return len(lines) / (time.perf_counter() - begun)


def median_ms(run: Callable[[Entry], object], sample: list[Entry]) -> float:
    times = []
    for entry in sample:
        begun = time.perf_counter()
        run(entry)
        times.append((time.perf_counter() - begun) * 1000)
    return statistics.median(times)


def resident(kind: str) -> int:
    """Megabytes of memory of one *kind* that this process holds, as Linux counts them."""
    lines = dict(line.split(":", 1) for line in Path("/proc/self/status").read_text().splitlines())
    return round(int(lines[kind].split()[0]) / 1024)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    args = parser.parse_args()
    pipeline = make_pipeline()
    sample = changes(list(entries(600, every=2)), [], FEED, START + timedelta(days=2)).new
    away = [e for e in sample if not pipeline.reader.read(e).passed]
    ours = [e for e in sample if pipeline.reader.read(e).reports]
    figures = {
        "general stream, entries a second": round(general(pipeline)),
        "labelled streams, entries a second": round(corpus(pipeline)),
        "an entry that does not concern us, ms": round(median_ms(pipeline.reader.read, away), 3),
        "a relevant entry, ms": round(median_ms(pipeline.reader.read, ours), 2),
        "memory of its own, MB": resident("RssAnon"),
        "mapped files (shared with other processes), MB": resident("RssFile"),
    }
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for name, value in figures.items():
            print(f"{name:48}{value:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
