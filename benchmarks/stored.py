"""What one relevant entry costs with a thousand incidents stored, and with a million: python -m benchmarks.stored

Both databases are SQLite files that hold the same thousand incidents of the last four days; the larger one holds as many
a day for ten years. The same entries are read, resolved and committed in both, in turns.
"""

from __future__ import annotations

import argparse
import json
import sqlite3
import statistics
import sys
import tempfile
import time
from contextlib import closing
from datetime import date, datetime, timedelta
from hashlib import blake2s
from pathlib import Path

from benchmarks.engine import make_pipeline
from benchmarks.general_news import START
from monitor.jobs.ingesting import Pipeline, days_touched, ingest
from monitor.model import Entry, EntryId, Feed, FeedId
from monitor.places.gazetteer import Gazetteer
from monitor.places.unpacking import SHIPPED, unpacked
from monitor.reading.reader import Reading
from monitor.storage import upgrade
from monitor.storage.store import Store

FEW, MANY = 1_000, 1_000_000
MEASURED = 300
FEED = Feed(id=FeedId("general"), url="https://news.example.org/rss", publisher="News")
_COPIED = "version, country, region, is_long, types, quiet, withdrawn, merged_into, standing, last_reported_at, value"
# Each round doubles the incidents, with days further back than any that is stored.
DOUBLE = f"""
    INSERT INTO incidents (first_day, last_day, {_COPIED})
    SELECT date(first_day, :back), date(last_day, :back), {_COPIED} FROM incidents ORDER BY id LIMIT :wanted
"""
# As many a day as a service has that watches the world.
EVERY = timedelta(minutes=5)


def stored(pipeline: Pipeline, folder: Path, count: int, seed: list[Entry]) -> Store:
    """A store with *count* incidents: those of *seed*, and copies of them on earlier days."""
    path = folder / f"{count}.sqlite"
    upgrade(f"sqlite:///{path}")
    store = Store.open(f"sqlite:///{path}")
    with store.begin() as tx:
        tx.feeds.sync([FEED], START)
    for entry in seed:
        write(store, pipeline, pipeline.reader.read(entry), entry.published)
    with closing(sqlite3.connect(path)) as database:
        have, first, last = database.execute("SELECT count(*), min(first_day), max(last_day) FROM incidents").fetchone()
        assert have > len(seed) * 0.8, f"only {have} incidents came of {len(seed)} entries"
        span = (date.fromisoformat(last) - date.fromisoformat(first)).days + 1
        while have < count:
            wanted = min(have, count - have)
            database.execute(DOUBLE, {"back": f"-{span} days", "wanted": wanted})
            have, span = have + wanted, span * 2
        database.commit()
    return store


def write(store: Store, pipeline: Pipeline, reading: Reading, now: datetime) -> None:
    with store.begin() as tx:
        tx.entries.add(reading.entry)
        tx.incidents.lock(days_touched([reading], pipeline.policy))
        ingest(tx, reading, pipeline, [], now)


def times(stores: dict[int, Store], pipeline: Pipeline, sample: list[Entry]) -> dict[int, list[float]]:
    """Milliseconds for each entry by number of stored incidents; the stores take turns, so that both meet the same load."""
    taken: dict[int, list[float]] = {count: [] for count in stores}
    for n, entry in enumerate(sample):
        # Who comes first alternates: the second reads words that the reader has just seen.
        for count, store in sorted(stores.items(), reverse=n % 2 == 1):
            begun = time.perf_counter()
            write(store, pipeline, pipeline.reader.read(entry), entry.published)
            taken[count].append((time.perf_counter() - begun) * 1000)
    return taken


def attacks(count: int) -> list[Entry]:
    """Entries that each report an attack on another town."""
    gazetteer = Gazetteer.open()
    with closing(sqlite3.connect(unpacked(SHIPPED))) as database:
        ids = database.execute(
            "SELECT min(id) FROM place WHERE kind = 'city' AND population BETWEEN 50000 AND 900000 GROUP BY name"
        ).fetchall()
    towns = [place for place in gazetteer.places(row[0] for row in ids).values() if place.name.isascii()]
    towns.sort(key=lambda place: blake2s(place.name.encode()).digest())
    assert len(towns) >= count, f"only {len(towns)} towns"
    return [_attack(n, town.name, START + n * EVERY) for n, town in enumerate(towns[:count])]


def _attack(n: int, town: str, at: datetime) -> Entry:
    return Entry(
        id=EntryId(f"e{n}"),
        feed=FEED.id,
        guid=f"e{n}",
        title=f"Drone hits oil depot in {town}",
        summary=f"A drone struck an oil depot in {town} on {at:%A}, wounding {n % 9 + 2} people, the governor said.",
        content=None,
        link=None,
        lang="en",
        published=at,
        first_seen=at,
        publisher=FEED.publisher,
    )


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--json", action="store_true")
    parser.add_argument("--many", type=int, default=MANY, help="incidents in the larger store (%(default)s)")
    args = parser.parse_args()
    pipeline = make_pipeline()
    everything = attacks(FEW + MEASURED)
    with tempfile.TemporaryDirectory() as name:
        stores = {count: stored(pipeline, Path(name), count, everything[:FEW]) for count in (FEW, args.many)}
        taken = times(stores, pipeline, everything[FEW:])
        for store in stores.values():
            store.close()
    medians = {count: statistics.median(values) for count, values in taken.items()}
    figures = {
        f"a relevant entry with {FEW} incidents, ms": round(medians[FEW], 2),
        f"a relevant entry with {args.many} incidents, ms": round(medians[args.many], 2),
        "ratio": round(medians[args.many] / medians[FEW], 3),
    }
    if args.json:
        print(json.dumps(figures, indent=1))
    else:
        for label, value in figures.items():
            print(f"{label:48}{value:>10}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
