"""The labelled streams: where they lie, how they are split, how a report reads as an entry.

Parts that are kept aside (see split.py) are scored at milestones and otherwise not looked at.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from monitor.model import Entry, EntryId, FeedId

CORPORA = Path(__file__).parent / "corpora"
SHARED = Path(__file__).parents[2] / "shared" / "evaluation"

SPLITS: dict[str, tuple[str, str]] = {
    "dev": ("corpus-dev", "2025-01-01"),
    "posts": ("corpus-posts", "2025-07-01"),
    "world": ("corpus-world", "2024-08-03T19:30"),
    "front": ("corpus-front", "corpus-front-aside"),
    "south": ("corpus-south", "corpus-south-aside"),
    "east": ("corpus-east", "corpus-east-aside"),
    "africa": ("corpus-africa", "2025-10-01"),
    "western": ("corpus-western", "2025-10-01"),
    "border": ("corpus-border", "2025-12-01"),
    "levant": ("corpus-levant", "2025-06-01"),
    "asia": ("corpus-asia", "2025-07-01"),
    "lakes": ("corpus-lakes", "2025-03-15"),
    "steppe": ("corpus-steppe", "2026-01-01"),
    "gulf": ("corpus-gulf", "2025-01-01"),
}
"""Stream, and the moment from which on it is kept aside, or the folder that holds its kept-aside part."""


@dataclass(frozen=True)
class Stream:
    """One labelled stream: its reports in order and its incidents by id."""

    name: str
    reports: list[dict[str, Any]]
    incidents: dict[str, dict[str, Any]]

    def entries(self) -> Iterator[tuple[Entry, dict[str, Any]]]:
        for report in self.reports:
            yield as_entry(report), report


def load(folder: Path, name: str) -> Stream:
    reports = [json.loads(line) for line in (folder / "reports.jsonl").read_text(encoding="utf-8").splitlines()]
    incidents = [json.loads(line) for line in (folder / "incidents.jsonl").read_text(encoding="utf-8").splitlines()]
    return Stream(name, sorted(reports, key=lambda r: r["published"]), {i["id"]: i for i in incidents})


def part(name: str, *, aside: bool) -> Stream:
    """The worked-on or the kept-aside part of a stream, with the incidents that its reports mention."""
    folder, split = SPLITS[name]
    if (CORPORA / split).is_dir():
        return load(CORPORA / (split if aside else folder), name)
    whole = load(CORPORA / folder, name)
    reports = [r for r in whole.reports if (r["published"] >= split) == aside]
    used = {m["incident"] for r in reports for m in r["mentions"]}
    return Stream(name, reports, {k: v for k, v in whole.incidents.items() if k in used})


def as_entry(report: dict[str, Any]) -> Entry:
    published = datetime.fromisoformat(report["published"])
    return Entry(
        id=EntryId(report["id"]),
        feed=FeedId(report["feed"]),
        guid=report.get("guid") or report["id"],
        title=report["title"],
        summary=report.get("summary") or "",
        content=report.get("content"),
        link=None,
        lang=report.get("lang"),
        published=published,
        first_seen=published,
        publisher=report["feed"],
    )
